"""Imports point down only, heavy packages stay in their one file, and the command line starts without them."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("ui", "agent", "prompts", "tools")
MAY_IMPORT: dict[str, set[str]] = {
    "ui": {"ui", "agent", "tools", "engines", "store", "specs", "errors"},
    "agent": {"agent", "prompts", "tools", "engines", "store", "specs", "errors"},
    "prompts": {"prompts", "errors"},
    "tools": {"tools", "engines", "store", "specs", "errors"},
    "engines": {"engines", "specs", "errors"},
    "store": {"store", "specs", "errors"},
    "specs": {"specs"},
    "errors": set(),
}
"""Who may import whom; a room is a folder, ``tools`` its top files, ``errors`` the one file all may use."""
HEAVY = {
    "mitsuba", "mitsuba_oidn", "drjit", "onnxruntime", "pymatting", "numba", "cv2", "skimage", "torch", "diffusers",
    "transformers", "chromadb", "gradio", "mediapipe", "av",
}  # fmt: skip
ELSEWHERE = {"chromadb": "store", "gradio": "ui"}
"""Heavy packages that are no engine's: what keeps things, and the page."""


def _sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def _room(module: str) -> str | None:
    """Return the room of a dotted module name of ours, or None for a foreign one."""
    parts = module.split(".")
    if parts[0] not in ROOMS:
        return None
    if parts[0] == "tools" and len(parts) > 1 and parts[1] in ("engines", "store", "specs", "errors"):
        return parts[1]
    return parts[0]


def _module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _imports(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Give every imported module with its line; ``from tools import errors`` counts as tools.errors."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            inner = (ROOT / Path(*base.split("."))).is_dir() if base.split(".")[0] in ROOMS else False
            yield from ((f"{base}.{name.name}" if inner else base, node.lineno) for name in node.names)


def _at_import(body: list[ast.stmt]) -> Iterator[tuple[str, int]]:
    """Give the imports that run when the module is imported: not those in functions or under TYPE_CHECKING."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from _imports(node)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from _at_import(node.body + node.orelse)
        elif isinstance(node, ast.Try | ast.With | ast.ClassDef):
            yield from _at_import(node.body)


def _trees() -> Iterator[tuple[Path, str, ast.Module]]:
    """Give every source with its room and its syntax tree."""
    for path in _sources():
        room = _room(_module(path))
        assert room is not None
        yield path, room, ast.parse(path.read_text("utf-8"))


def test_imports_point_down() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {own} imports {module}"
        for path, own, tree in _trees()
        for module, line in _imports(tree)
        if (room := _room(module)) is not None and room not in MAY_IMPORT[own]
    ]
    assert not wrong


def test_nothing_is_imported_relatively() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, _, tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not wrong


def test_only_engines_know_heavy_packages() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path, room, tree in _trees()
        for name, line in _imports(tree)
        if (package := name.split(".")[0]) in HEAVY and room != ELSEWHERE.get(package, "engines")
    ]
    assert not wrong


def test_heavy_packages_are_imported_in_the_function_that_needs_them() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path, _, tree in _trees()
        for name, line in _at_import(tree.body)
        if name.split(".")[0] in HEAVY
    ]
    assert not wrong


@pytest.mark.parametrize(
    ("room", "module", "fits"),
    [
        ("tools", "agent.policy", False),
        ("engines", "tools.store.store", False),
        ("store", "tools.engines.image", False),
        ("engines", "tools.mask", False),
        ("ui", "prompts", False),
        ("specs", "tools.errors", False),
        ("tools", "tools.engines.image", True),
        ("agent", "tools.registry", True),
    ],
)
def test_the_rule_itself(room: str, module: str, fits: bool) -> None:
    target = _room(module)
    assert target is not None
    assert (target in MAY_IMPORT[room]) is fits


@pytest.mark.parametrize("command", [[], ["--help"], ["run", "--help"]])
def test_the_command_line_starts_light(command: list[str]) -> None:
    """``import ui.cli``, and any help, load no heavy package."""
    script = (
        "import json, sys\nimport ui.cli\n"
        f"command = {command!r}\n"
        "try:\n    command and ui.cli.app(command)\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(json.dumps(sorted({name.split('.')[0] for name in sys.modules})))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(json.loads(done.stderr.splitlines()[-1]))


def _packages() -> set[str]:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    block = text.split("[tool.setuptools]\npackages = ", 1)[1]
    return set(ast.literal_eval(block[: block.index("]") + 1]))


def test_every_package_is_shipped_and_no_test_is() -> None:
    have = {_module(path) for path in _sources() if path.name == "__init__.py"}
    folders = {_module(path).rpartition(".")[0] for path in _sources() if path.name != "__init__.py"}
    assert _packages() == have | folders
    assert not [name for name in _packages() if name.startswith(("tests", "scripts"))]
