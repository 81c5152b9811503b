"""Looks remembered by brand: found again, never across brands, and forgotten from every file."""

import json
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeCutter, FakeStudio, photo

from agent.app import Assistant
from agent.extras import Extras
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.style_words import name_given
from agent.themes import themes_of
from tools.context import Context
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.forget_style import ForgetStyleArgs, forget_style
from tools.prices import price
from tools.recall_style import RecallStyleArgs, recall_style
from tools.registry import Registry
from tools.remember_style import RememberStyleArgs, remember_style
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.said import Said
from tools.specs.style import Style
from tools.store import style_memory
from tools.store.chroma import blank_unused
from tools.store.store import Store
from tools.store.style_memory import StyleMemory

TOKENS = ("zyxquill", "plumvortex", "schneeglöckchen")


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[StyleMemory]:
    opened = StyleMemory(tmp_path / "home" / "styles")
    yield opened
    opened.close()


def held(home: Path) -> list[str]:
    """Return the files under ``home`` that hold one of the tokens, in any case, in UTF-8 or UTF-16, or escaped."""
    forms = [form for token in TOKENS for form in (token, token.upper(), token.capitalize())]
    needles = [form.encode(code) for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be")]
    needles += [json.dumps(form)[1:-1].encode() for form in forms]
    files = [path for path in home.rglob("*") if path.is_file()]
    return sorted(path.name for path in files if any(needle in path.read_bytes() for needle in needles))


def test_a_style_is_found_by_its_name_and_by_its_words(memory: StyleMemory) -> None:
    memory.remember(Style(brand="Petal", name="Hearth", note="embers, dark velvet, candle light"), None)
    memory.remember(Style(brand="Petal", name="Frost", note="bright snow, cold clear light"), None)
    named = memory.recall("petal", "use our hearth look for this ring")
    assert (named[0].style.name, named[0].score) == ("Hearth", 1.0)
    assert memory.recall("Petal", "an icy winter morning")[0].style.name == "Frost"
    assert memory.recall("Petal", "something hearthy")[0].score < 1.0


def test_words_mean_the_look_that_is_named_else_those_they_tell_of(tmp_path: Path) -> None:
    memory = StyleMemory(tmp_path / "styles", reduce=themes_of)
    for name, note in (("Neon Alley", "pink neon"), ("Alley", "brick"), ("Club", "neon, night"), ("Frost", "snow")):
        memory.remember(Style(brand="Petal", name=name, note=note), None)

    def meant(words: str) -> list[str]:
        return [style.name for style in memory.meant("Petal", words)]

    assert meant("forget Neon Alley") == ["Neon Alley"], "the longer name is no other look's"
    assert meant("forget the alley look") == ["Alley"]
    assert meant("forget the snowy one") == ["Frost"]
    assert meant("vergiss den mit dem Neonlicht") == ["Club", "Neon Alley"]
    assert meant("forget the leather one") == []
    assert memory.meant("Quill", "forget the neon one") == ()
    assert memory.brands() == ("Petal",)
    memory.close()


def test_traces_of_a_forgotten_look_are_found_while_there_are_any(memory: StyleMemory) -> None:
    style = Style(brand="Petal", name="Hearth", note="embers and a very long evening by the fire")
    memory.remember(style, None)
    assert memory.traces(style) > 0
    memory.forget("Petal", "Hearth")
    assert memory.traces(style) == 0


def test_brands_never_see_each_other(memory: StyleMemory) -> None:
    for brand in ("Petal", "Lux"):
        memory.remember(Style(brand=brand, name="Hearth", note=f"embers of {brand}"), [1.0, 0.5, 0.2])
    assert {hit.style.brand for hit in memory.recall("Lux", "Hearth, embers of Petal")} == {"Lux"}
    assert {hit.style.brand for hit in memory.alike("PETAL", [1.0, 0.5, 0.2])} == {"Petal"}
    assert memory.recall("Nobody", "Hearth") == ()
    memory.forget("Lux", "hearth")
    assert memory.find("Lux", "Hearth") is None
    assert memory.find("Petal", "Hearth") is not None


def test_a_name_given_again_takes_the_place(memory: StyleMemory) -> None:
    memory.remember(Style(brand="Petal", name="Hearth", note="old"), [1.0, 0.0])
    memory.remember(Style(brand="petal ", name="HEARTH", note="new"), None)
    assert [style.note for style in memory.all("Petal")] == ["new"]
    assert memory.alike("Petal", [1.0, 0.0]) == ()


def test_what_is_remembered_outlives_the_process(tmp_path: Path) -> None:
    first = StyleMemory(tmp_path / "styles")
    first.remember(Style(brand="Petal", name="Hearth", note="embers"), [0.3, 0.7])
    first.close()
    second = StyleMemory(tmp_path / "styles")
    assert second.alike("Petal", [0.3, 0.7])[0].score == pytest.approx(1.0, abs=1e-3)
    second.close()


def test_a_second_owner_is_told_so(memory: StyleMemory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    memory.all("Petal")
    monkeypatch.setattr(style_memory, "PATIENCE", 0.05)
    other = StyleMemory(tmp_path / "home" / "styles")
    with pytest.raises(ToolFailed, match="PARURE_CHROMA_URL"):
        other.all("Petal")
    memory.close()
    assert other.all("Petal") == ()
    other.close()


def test_a_server_that_is_away_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match=r"127\.0\.0\.1:9"):
        StyleMemory(tmp_path / "styles", "http://127.0.0.1:9").all("Petal")
    with pytest.raises(BadRequest, match="PARURE_CHROMA_URL"):
        StyleMemory(tmp_path / "styles", "ftp://x").all("Petal")


def test_what_a_killed_process_was_forgetting_is_forgotten_at_the_next_start(
    memory: StyleMemory, tmp_path: Path
) -> None:
    memory.remember(Style(brand="Petal", name="Zyxquill", note="plumvortex"), [1.0, 0.0])
    memory.remember(Style(brand="Petal", name="Frost", note="snow"), [0.0, 1.0])
    with memory._opened() as (words, pictures):  # as far as a process gets that is killed before the copy
        memory._wiping.touch()
        for collection in (words, pictures):
            collection.delete(where={"brand": "petal"}, ids=[style_memory._key("Petal", "Zyxquill")])
    memory.close()
    assert held(tmp_path)
    again = StyleMemory(tmp_path / "home" / "styles")
    assert [style.name for style in again.all("Petal")] == ["Frost"]
    assert again.alike("Petal", [0.0, 1.0])[0].style.name == "Frost"
    again.close()
    assert held(tmp_path) == []


def test_what_lay_in_memory_is_wiped_from_the_room_of_an_index(tmp_path: Path) -> None:
    (tmp_path / "header.bin").write_bytes(struct.pack("<i4Q", 1, 0, 10, 3, 8) + b"more")
    (tmp_path / "data_level0.bin").write_bytes(b"vectors." * 3 + b"plumvort" * 7)
    (tmp_path / "length.bin").write_bytes(b"\1" * 40)
    blank_unused(tmp_path)
    assert (tmp_path / "data_level0.bin").read_bytes() == b"vectors." * 3 + bytes(56)
    assert (tmp_path / "length.bin").read_bytes() == b"\1" * 12 + bytes(28)
    (tmp_path / "data_level0.bin").write_bytes(b"of another make")
    blank_unused(tmp_path)
    assert (tmp_path / "data_level0.bin").read_bytes() == b"of another make"


@pytest.mark.parametrize(
    ("note", "name"),
    [
        ("remember this as Hearth", "Hearth"),
        ("Remember this as our Hearth look", "Hearth"),
        ("save this look as winter morning for Petal please", "Winter morning"),
        ("merk dir das als unseren Glut Look", "Glut"),
        ("retiens ça comme notre style “Braise”, merci", "Braise"),
        ("remember this look", None),
        ("remember this as our style", None),
        ("keep it, warm and dark", None),
    ],
)
def test_a_note_names_its_style(note: str, name: str | None) -> None:
    assert name_given(note) == name


def test_a_style_without_a_name_is_given_one(context: Context) -> None:
    names = [
        remember_style(RememberStyleArgs(brand="Petal", note=f"keep it {number}"), context).data["name"]
        for number in range(3)
    ]
    assert len(set(names)) == 3
    assert all(name and name[0].isupper() for name in names)


def test_nothing_is_forgotten_on_a_guess(context: Context) -> None:
    remember_style(RememberStyleArgs(brand="Petal", name="Hearth", note="remember this as Hearth"), context)
    with pytest.raises(BadRequest, match="Hearth"):
        forget_style(ForgetStyleArgs(brand="Petal", style="forget our Frost look"), context)
    with pytest.raises(BadRequest, match="Nothing is remembered for Lux"):
        recall_style(RecallStyleArgs(brand="Lux", query="Hearth"), context)


def test_a_struck_name_that_is_a_common_word_leaves_other_talk_and_the_scene(store: Store) -> None:
    style = Style(brand="Petal", name="Sand", note="remember this as Sand")
    said, say = store.ledger.said, store.ledger.said.say
    say("other", Said(turn=0, side="person", text="a ring on sand"))
    say("here", Said(turn=0, side="person", text="forget Sand", images=("sand",)))
    state = store.ledger.state("here").model_copy(
        update={"history": ("forget Sand", "warmer"), "last_scene": {"surface": "sand"}}
    )
    store.ledger.save_state("here", state)
    store.ledger.redaction.strike(style, "here")
    assert [each.text for each in said.read("other")] == ["a ring on sand"]
    assert [(each.text, each.images) for each in said.read("here")] == [("(forgotten)", ("sand",))]
    assert store.ledger.state("here").history == ("(forgotten)", "warmer")
    assert store.ledger.state("here").last_scene == {"surface": "sand"}


@pytest.mark.parametrize(
    ("words", "tools"),
    [
        ("remember this as our Hearth look", ["remember_style"]),
        ("remember this as Hearth, our slate in candle light", ["remember_style"]),
        ("make it warmer and remember it as Hearth", ["edit", "remember_style"]),
        ("forget Hearth", ["forget_style"]),
        ("forget our Hearth look", ["forget_style"]),
        ("vergiss Hearth", ["forget_style"]),
        ("forget the pebbles", []),
        ("use our Hearth look", ["recall_style", "reference_shoot"]),
    ],
)
def test_words_about_looks_are_planned(words: str, tools: list[str]) -> None:
    thread = ThreadState(
        category="ring",
        last_tool="reference_shoot",
        assets=("a1",),
        last_scene={"surface": "slate", "light": "candle", "props": ["pebbles"]},
    )
    plan = OfflinePlanner().plan(Brief(text=words, thread=thread, brand="Petal"))
    assert [step.tool for step in plan.steps] == tools, plan.question
    assert all("scene" not in step.args for step in plan.steps)


def test_forgetting_and_keeping_a_board_need_no_product() -> None:
    plan = OfflinePlanner().plan(Brief(text="forget our Hearth look", brand="Petal"))
    assert [step.tool for step in plan.steps] == ["forget_style"]
    board = BriefImage(role="inspiration", what="a beach")
    plan = OfflinePlanner().plan(Brief(text="remember this moodboard as Shore", images=(board,), brand="Petal"))
    assert [(step.tool, step.args["assets"]) for step in plan.steps] == [("remember_style", ["img1"])]


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    home = tmp_path / "home"
    studio = (FakeCutter(), FakeStudio())
    registry = Registry(allow, price)
    styles = StyleMemory(home / "styles")
    assistant = Assistant(Store.open(home), registry, OfflinePlanner(), lambda: studio, None, Extras(styles))
    file = tmp_path / "ring.png"
    photo(400, 300).save(file)
    ring = (BriefImage(role="product", what="gold ring", path=str(file)),)

    def say(thread: str, text: str, new: bool = False) -> Any:
        done = assistant.run(Brief(text=text, images=ring if new else (), brand="Petal & Co"), thread)
        assert done.error is None, done.error
        return done

    yield say
    assistant.close()


def test_a_look_is_used_in_the_next_thread_and_forgotten_from_every_file(
    talk: Callable[..., Any], tmp_path: Path
) -> None:
    first = talk("t1", "on dark slate, candle light from the right", new=True).made[-1][1].recipe.scene
    talk("t1", "remember this as Zyxquill, our plumvortex Schneeglöckchen")
    again = talk("t2", "use our Zyxquill look", new=True).made[-1][1].recipe.scene
    assert (again.surface, again.light, again.light_from) == (first.surface, first.light, first.light_from)
    assert (again.brightness, again.shadow) == (first.brightness, first.shadow)
    other = talk("t4", "use our Zyxquill look, on marble", new=True).made[-1][1].recipe.scene
    assert (other.surface, other.light) == ("marble", first.light)
    assert set(held(tmp_path / "home")) >= {"chroma.sqlite3"}
    talk("t3", "forget our Zyxquill look")
    assert held(tmp_path / "home") == []
