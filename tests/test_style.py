"""What ruff cannot see of the house style: small files, small functions, few parameters, empty ``__init__``."""

import ast
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE_LINES, FUNCTION_LINES, PARAMETERS = 400, 60, 6
COMMAND_LINE = ROOT / "ui" / "cli.py"
"""Typer reads a command's options from its parameters, so these may be more; and it alone may end the process."""
LOADER = ROOT / "prompts"
"""Its ``__init__.py`` loads the files beside it, as the design says."""
SHIPPED = ("agent", "prompts", "tools", "ui")
VAGUE = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


def _sources(*rooms: str) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


ALL = _sources(*SHIPPED, "tests", "scripts")


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def test_files_are_small() -> None:
    lines = {_name(path): len(path.read_text("utf-8").splitlines()) for path in ALL}
    assert not {name: count for name, count in lines.items() if count > FILE_LINES}


def test_files_are_named_for_what_they_hold() -> None:
    assert not [_name(path) for path in ALL if path.stem in VAGUE]


def test_functions_are_small() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}: {node.name} has {lines} lines"
        for path in ALL
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not wrong


def test_functions_take_few_parameters() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}: {node.name} takes {count} parameters"
        for path in _sources(*SHIPPED, "scripts")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := _parameters(node)) > PARAMETERS
        and path != COMMAND_LINE
    ]
    assert not wrong


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return len([argument for argument in given if argument.arg not in ("self", "cls")])


def test_only_the_command_line_speaks_and_ends() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}: {ast.unparse(node.func)}"
        for path in _sources(*SHIPPED)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("print", "sys.exit", "exit", "quit")
        and path != COMMAND_LINE
    ]
    assert not wrong


def test_classes_have_names_of_the_field() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}: {node.name}"
        for path in _sources(*SHIPPED)
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
        and (node.name.startswith("Base") or node.name.endswith(("Manager", "Helper", "Utils")))
    ]
    assert not wrong


def test_init_files_hold_a_docstring_only() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}"
        for path in ALL
        if path.name == "__init__.py" and path.parent != LOADER
        for node in _tree(path).body
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
    ]
    assert not wrong
