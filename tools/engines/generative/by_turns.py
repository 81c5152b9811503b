"""The parts of a pipeline that is large for a machine's memory, held in turn: what reads the words, then what paints.

diffusers' own offloading moves parts between a GPU and the memory; without a GPU there is only the folder to go back
to, whose files are mapped, so that taking a part up again costs little while the system still holds its pages.
"""

from pathlib import Path
from typing import Any

READERS = ("text_encoder", "text_encoder_2", "text_encoder_3", "image_encoder")
"""Parts that work before the first step only."""
PAINTERS = ("controlnet", "transformer", "unet")
"""Parts that work at every step and no more."""


class Turns:
    """The parts of one ``pipe`` from ``folder`` whose weights are laid down and taken up again."""

    def __init__(self, pipe: Any, folder: Path) -> None:
        """Take note of the weights that the folder has, before any others (an adapter's) join them."""
        self._parts: dict[str, Any] = {}
        for name in (*READERS, *PAINTERS):
            part = getattr(pipe, name, None)
            if (folder / name).is_dir() and hasattr(type(part), "from_pretrained"):
                self._parts[name] = part
        self._own = {name: [key for key, _ in part.named_parameters()] for name, part in self._parts.items()}
        self._folder = folder
        self._down: set[str] = set()
        for name in self._parts.keys() & set(PAINTERS):
            self._parts[name].register_forward_pre_hook(lambda *_, name=name: self._paints(name))

    def begin(self) -> None:
        """Take up what reads the words and pictures."""
        self._up(READERS)

    def end(self) -> None:
        """Lay down what paints: the picture is decoded without it."""
        self._lay_down(PAINTERS)

    def _paints(self, name: str) -> None:
        self._lay_down(READERS)
        self._up((name,))

    def _lay_down(self, names: tuple[str, ...]) -> None:
        for name in self._parts.keys() & set(names) - self._down:
            weights = dict(self._parts[name].named_parameters())
            for key in self._own[name]:
                weights[key].data = weights[key].data.new_empty(0)
            self._down.add(name)

    def _up(self, names: tuple[str, ...]) -> None:
        for name in self._down & set(names):
            part = self._parts[name]
            again = type(part).from_pretrained(self._folder / name, local_files_only=True, dtype=part.dtype)
            fresh, weights = dict(again.named_parameters()), dict(part.named_parameters())
            for key in self._own[name]:
                weights[key].data = fresh[key].data
            self._down.discard(name)
