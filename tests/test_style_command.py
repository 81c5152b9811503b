"""`parure styles` as a person or a script meets it, at the machine and through the door of a served home."""

import json
from pathlib import Path

import pytest
from test_door import page, parure

from tools.specs.scene import SceneWish
from tools.specs.style import Style
from tools.style_files import KIND


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARURE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    style = Style(brand="Petal", name="Hearth", note="embers", wish=SceneWish(surface="slate"))
    (tmp_path / "in.json").write_text(
        json.dumps({KIND: 1, "brand": "Petal", "styles": [style.model_dump(mode="json")]})
    )
    return tmp_path / "home"


def test_looks_go_in_are_shown_go_out_and_are_forgotten(tmp_path: Path) -> None:
    assert parure("styles", "import", "in.json")[0] == 0
    code, out, _ = parure("styles", "list", "--json")
    assert (code, [form["style"] for form in json.loads(out)["styles"]]) == (0, ["Petal/Hearth"])
    assert "surface: slate" in parure("styles", "show", "Hearth", "--brand", "Petal")[1]
    assert parure("styles", "export", "--brand", "Petal", "--out", "out.json")[0] == 0
    assert json.loads((tmp_path / "out.json").read_text())["styles"][0]["note"] == "embers"
    assert parure("styles", "forget", "Hearth", "--brand", "Petal")[0] == 0
    code, _, told = parure("styles", "show", "Hearth", "--brand", "Petal")
    assert code == 2
    assert "Nothing is remembered for Petal" in told


@pytest.mark.parametrize("words", [("import", "nowhere.json"), ("import",), ("dance",), ("forget",), ("export",)])
def test_what_cannot_be_done_is_one_sentence(words: tuple[str, ...]) -> None:
    code, out, told = parure("styles", *words)
    assert (code, out) == (2, "")
    assert told.strip()
    assert "Traceback" not in told


def test_a_served_home_answers_through_its_door(home: Path) -> None:
    with page(home):
        code, _, told = parure("styles", "list")
    assert (code, "style memory" in told) == (4, True), "this page was put together without one"
