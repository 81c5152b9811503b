"""Looks as a file: out, in, and what is said of a file that is none."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from agent.brand_desk import do
from agent.policy import allow
from tools.context import Context, Result
from tools.errors import BadRequest
from tools.prices import price
from tools.registry import Registry
from tools.remember_style import RememberStyleArgs, remember_style
from tools.specs.scene import SceneWish
from tools.specs.style import Style, own_brand, spoken_brand
from tools.style_files import KIND, MOST, read_styles

Do = Callable[..., Result]
HEARTH = Style(brand="Petal", name="Hearth", note="embers", wish=SceneWish(surface="slate", palette=("#112233",)))


def act(context: Context, action: str, *names: str, **given: Any) -> Result:
    registry = Registry(allow, price)
    return do(action, {"brand": "Petal", "names": list(names)} | given, registry, context)


def keep(context: Context, *styles: Style) -> None:
    assert context.styles is not None
    for style in styles:
        context.styles.remember(style, None)


def file(*styles: Style, **fields: Any) -> str:
    return json.dumps({KIND: 1, "brand": "Petal", "styles": [s.model_dump(mode="json") for s in styles]} | fields)


def test_what_goes_out_comes_in_the_same(context: Context) -> None:
    keep(context, HEARTH, HEARTH.model_copy(update={"name": "Frost"}))
    out = json.dumps(act(context, "export").data)
    done = act(context, "import", text=out, brand="Quill")
    assert done.data["imported"] == ["Frost", "Hearth"]
    assert context.styles is not None
    assert context.styles.find("Quill", "Hearth") == HEARTH.model_copy(update={"brand": "Quill"})


def test_a_name_that_is_taken_stays_unless_it_is_to_be_replaced(context: Context) -> None:
    keep(context, HEARTH)
    other = file(HEARTH.model_copy(update={"note": "snow"}))
    assert act(context, "import", text=other).data["kept"] == ["Hearth"]
    assert context.styles is not None
    assert context.styles.find("Petal", "Hearth") == HEARTH
    assert act(context, "import", text=other, replace=True).data["imported"] == ["Hearth"]
    found = context.styles.find("Petal", "Hearth")
    assert found is not None
    assert found.note == "snow"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "holds no looks"),
        ('{"styles": []}', "holds no looks"),
        (file(), f"1 to {MOST}"),
        (file(HEARTH, parure_styles=9), "form '9'"),
        (file(HEARTH, HEARTH), "two looks called 'Hearth'"),
        (file(HEARTH.model_copy(update={"name": " / "})), "no name"),
        (file(HEARTH.model_copy(update={"name": "Last Time"})), "no name"),
        (file(HEARTH).replace('"slate"', '"gold bars"'), "Look 1 of the file cannot be used: wish.surface"),
        (file(HEARTH).replace('"note"', '"run_this"'), "Look 1 of the file cannot be used"),
        (file(HEARTH, styles=[1]), "Look 1 of the file cannot be used"),
        (" " * 6_000_000, "over 5,000,000"),
    ],
)
def test_a_file_that_cannot_be_used_is_said_in_one_sentence(text: str, said: str, context: Context) -> None:
    with pytest.raises(BadRequest, match=said):
        act(context, "import", text=text)
    assert context.styles is not None
    assert context.styles.all("Petal") == ()


def test_names_of_a_file_are_one_line_and_hold_no_slash() -> None:
    brand, styles = read_styles(file(HEARTH.model_copy(update={"name": "a/b\nc", "note": "x\n\ny"}), brand="Q/\nR"))
    assert (brand, styles[0].name, styles[0].note) == ("Q R", "a b c", "x y")


def test_looks_are_listed_shown_renamed_merged_and_forgotten(context: Context) -> None:
    keep(context, HEARTH, HEARTH.model_copy(update={"name": "Frost", "note": "snow"}))
    keep(context, HEARTH.model_copy(update={"brand": "Quill"}))
    assert [form["style"] for form in act(context, "list").data["styles"]] == ["Petal/Frost", "Petal/Hearth"]
    assert len(act(context, "list", brand="").data["styles"]) == 3, "at the machine all brands are listed"
    assert act(context, "show", "hearth").data["palette"] == ["#112233"]
    act(context, "rename", "Hearth", "Embers")
    assert "cooler" in act(context, "correct", "Embers", "cooler, on marble").text
    assert act(context, "show", "embers").data["surface"] == "marble"
    act(context, "merge", "Embers", "Frost")
    assert [form["name"] for form in act(context, "list").data["styles"]] == ["Embers"]
    act(context, "forget", "Embers")
    assert act(context, "list").data["styles"] == []


@pytest.mark.parametrize(
    ("action", "names"),
    [("show", ("Nobody",)), ("show", ()), ("forget", ("Nobody",)), ("merge", ("Hearth", "Hearth")), ("dance", ()),
     ("correct", ("Hearth", "quux")),
     ("rename", ("Hearth", "last time")), ("rename", ("Hearth", "Frost")), ("merge", ("Hearth",))],
)  # fmt: skip
def test_what_cannot_be_done_is_said(action: str, names: tuple[str, ...], context: Context) -> None:
    keep(context, HEARTH, HEARTH.model_copy(update={"name": "Frost"}))
    with pytest.raises(BadRequest):
        act(context, action, *names)


def test_an_export_of_nothing_is_said(context: Context) -> None:
    with pytest.raises(BadRequest, match="nothing to export"):
        act(context, "export")


def test_each_owner_of_a_shared_page_has_a_house_of_his_own(context: Context) -> None:
    one, other = replace(context, owner="a" * 24), replace(context, owner="b" * 24)
    remember_style(RememberStyleArgs(name="Hearth", note="remember this as Hearth"), one)
    assert [form["name"] for form in act(one, "list", brand="").data["styles"]] == ["Hearth"]
    assert act(other, "list", brand="").data["styles"] == []
    theirs = own_brand("", one.owner)
    for words in ("house", "HOUSE", theirs, theirs.upper()):
        assert act(other, "list", brand=words).data["styles"] == [], "no words lead into another's house"
    assert spoken_brand(theirs) == "you"
    assert spoken_brand("Petal") == "Petal"
    assert own_brand("", "") == "house"
