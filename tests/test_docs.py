"""What the documents name exists: links, make targets, commands, tools, settings."""

import re
from pathlib import Path

import pytest

from agent.settings import Settings
from tools.prices import price
from tools.registry import TOOLS
from ui.cli import app

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "examples" / "README.md"])
README = (ROOT / "README.md").read_text("utf-8")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _commands() -> set[str]:
    return {info.name or info.callback.__name__ for info in app.registered_commands if info.callback is not None}


def _table(heading: str) -> dict[str, str]:
    """Return first cell → last cell of the table under a heading of the README."""
    section = README.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    return {row[0].strip("`"): row[-1] for row in rows}


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
    local = [target for target in targets if not target.startswith("https://")]
    assert not [target for target in local if not (path.parent / target).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_files_named_exist(path: Path) -> None:
    named = re.findall(r"`((?:agent|tools|ui|tests|prompts|scripts|docs)/[a-z_/.]+)`", path.read_text("utf-8"))
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_make_targets_exist(path: Path) -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_commands_named_exist(path: Path) -> None:
    named = set(re.findall(r"(?:`|^|/)parure ([a-z][a-z-]+)", path.read_text("utf-8"), re.MULTILINE))
    assert named <= _commands()


def test_every_command_has_its_row() -> None:
    assert set(_table("Commands")) == {f"parure {name}" for name in _commands()}


def test_every_tool_has_its_row_and_price() -> None:
    table = _table("Tools")
    assert set(table) == {tool.__name__ for tool in TOOLS}
    assert {name: int(cell.split(",")[0]) for name, cell in table.items()} == {name: price(name, {}) for name in table}


def test_every_setting_is_listed() -> None:
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    listed = set(re.findall(r"^\| `(PARURE_[A-Z_]+)`", text, re.MULTILINE))
    assert listed == {f"PARURE_{name.upper()}" for name in Settings.model_fields}


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text
