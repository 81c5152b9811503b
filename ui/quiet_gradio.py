"""Gradio as the page needs it: off the network, its uploads in our folder, and imported in half the time.

For editors Gradio writes a type stub beside each component's source whenever it is imported: 81 times a file is
parsed, 2.3 of 5.1 s on two cores, in a folder that may not even be ours to write. The one function that does so is
left out; without it, or under another name, Gradio is imported as ever.
"""

import os
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType

STUBS = ("gradio.component_meta", "create_or_modify_pyi")
"""The module and its function that writes stubs (gradio 5 and 6)."""


def quiet_gradio(folder: Path) -> None:
    """Import Gradio, kept off the network and with its uploads in ``folder``; call before anybody imports it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    os.environ |= {
        "GRADIO_ANALYTICS_ENABLED": "False",
        "GRADIO_RUN_HISTORY": "False",
        "GRADIO_TEMP_DIR": str(folder),
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
    }
    finder = _WithoutStubs()
    sys.meta_path.insert(0, finder)
    try:
        import gradio  # noqa: F401
    finally:
        sys.meta_path.remove(finder)


class _WithoutStubs(MetaPathFinder):
    """Finds the module that writes stubs, and no other, and has it loaded without them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the module's own spec, whose loader leaves the stubs out; nothing for other modules."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname == STUBS[0] else None
        if spec is None or spec.loader is None:
            return None
        load = spec.loader.exec_module

        def load_without(module: ModuleType) -> None:
            load(module)
            if hasattr(module, STUBS[1]):
                setattr(module, STUBS[1], lambda *_: None)

        spec.loader.exec_module = load_without  # type: ignore[method-assign]
        return spec
