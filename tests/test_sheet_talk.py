"""A sheet in the talk: read, quoted, agreed to, made; never before a yes, and never twice."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import FakeCutter, FakeStudio, encoded, photo
from test_collection import HEAD, Tools

from agent.app import Assistant
from agent.events import Asked, Finished, Message, Planned, Replied
from agent.planner import OfflinePlanner
from agent.run import RunResult
from tools.batch import batch
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.store.store import Store

SHEET = (
    HEAD
    + "A,a.png,ring,120 EUR,,tile\nB,b.png,bag,90 EUR,,tile; look\nC,c.png,ring,90000 EUR,,tile\nD,no.png,hat,,,tile\n"
)


@pytest.fixture
def tools() -> Tools:
    return Tools()


@pytest.fixture
def assistant(tmp_path: Path, tools: Tools) -> Iterator[Assistant]:
    plain = tools.registry()
    registry = Registry(plain.allow, plain.price, (*plain.tools, batch))
    opened = Assistant(Store.open(tmp_path / "home"), registry, OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()))
    yield opened
    opened.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "spring.csv").write_text(SHEET, "utf-8")
    for number, name in enumerate("abc"):
        (folder / f"{name}.png").write_bytes(encoded(photo(seed=number), "PNG"))
    with zipfile.ZipFile(folder / "photos.zip", "w") as packed:
        for name in "abc":
            packed.write(folder / f"{name}.png", f"shots/{name}.png")
    return folder


def say(assistant: Assistant, text: str, *paths: Path, yes: bool = False) -> RunResult:
    brief = Brief.model_validate({"text": text, "images": [{"path": str(path)} for path in paths]})
    return assistant.run(brief, "t", yes)


def singly(files: Path) -> list[Path]:
    return [files / "spring.csv", *(files / f"{name}.png" for name in "abc")]


def test_a_sheet_is_asked_about_with_its_price_and_nothing_is_made(
    assistant: Assistant, files: Path, tools: Tools
) -> None:
    asked = say(assistant, "do these please", *singly(files))
    question = asked.plan.question or ""
    for part in ("spring.csv has 4 products", "3 pictures for 6 credits", "C:", "no.png", "photo = “photo”"):
        assert part in question
    assert asked.plan.credits == 6
    assert not tools.calls
    assert assistant.store.ledger.balance() == 100


@pytest.mark.parametrize("packed", [False, True])
def test_after_a_yes_all_of_it_is_made(assistant: Assistant, files: Path, tools: Tools, packed: bool) -> None:
    sent = [files / "photos.zip", files / "spring.csv"] if packed else singly(files)
    say(assistant, "do these please", *sent)
    done = say(assistant, "Yes, make them")
    assert done.error is None
    assert [name for name, _ in done.made] == ["a1", "a2", "a3"]
    assert "3 pictures of 2 SKUs are done, for 6 credits. Declined: 1 (C). Did not work: 1 (D)." in done.reply
    assert assistant.store.ledger.balance() == 94
    said = assistant.store.ledger.said.read("t")[-1]
    assert said.credits == 6
    (step,) = said.steps
    assert [(line.sku, line.status) for line in step.table] == [
        ("A", "done"),
        ("B", "done"),
        ("C", "refused"),
        ("D", "failed"),
    ]
    assert step.table[1].credits == 5


@pytest.mark.parametrize("word", ["No, leave it", "nein", "算了"])
def test_a_no_makes_nothing(assistant: Assistant, files: Path, tools: Tools, word: str) -> None:
    say(assistant, "do these please", *singly(files))
    done = say(assistant, word)
    assert (done.error, done.made, tools.calls) == (None, (), [])
    assert "make nothing" in done.reply
    assert assistant.pending("t") is None


@pytest.mark.parametrize("word", ["ja", "oui", "evet", "はい", "好", "sí"])
def test_yes_in_other_languages(assistant: Assistant, files: Path, tools: Tools, word: str) -> None:
    say(assistant, "", *singly(files))
    assert say(assistant, word).made
    assert len(tools.calls) == 3


def test_another_order_is_another_quote(assistant: Assistant, files: Path, tools: Tools) -> None:
    (files / "spring.csv").write_text("SKU,photo,category\nA,a.png,ring\nB,b.png,bag\n", "utf-8")
    first = say(assistant, "here is our sheet", *singly(files))
    assert first.plan.credits == 10
    second = say(assistant, "Tiles only")
    assert (second.plan.credits, second.plan.question is not None) == (2, True)
    assert not tools.calls
    assert len(say(assistant, "yes").made) == 2


def test_sent_again_it_makes_what_is_missing(assistant: Assistant, files: Path, tools: Tools) -> None:
    say(assistant, "these", *singly(files))
    say(assistant, "yes")
    (files / "no.png").write_bytes(encoded(photo(seed=9), "PNG"))
    again = say(assistant, "the same sheet", files / "spring.csv", files / "no.png")
    assert "3 pictures are there already" in (again.plan.question or "")
    assert again.plan.credits == 1
    assert say(assistant, "yes").error is None
    assert len(tools.calls) == 4
    assert assistant.store.ledger.balance() == 93


def test_the_credits_run_out_and_the_sheet_is_gone_on_with(assistant: Assistant, files: Path, tools: Tools) -> None:
    assistant.store.ledger.charge("spent", "test", 98)
    say(assistant, "these", *singly(files))
    first = say(assistant, "yes")
    assert "stopped before its end" in first.reply
    assert len(tools.calls) == 2
    assistant.store.ledger.grant(50)
    assert "2 pictures are there already" in (say(assistant, "go on with the csv").plan.question or "")
    assert say(assistant, "yes").error is None
    assert assistant.store.ledger.balance() == 46


def test_the_tool_itself_makes_nothing_that_was_not_agreed_to(assistant: Assistant, files: Path, tools: Tools) -> None:
    say(assistant, "these", *singly(files))
    outcome = assistant.registry.call("batch", {"sheet": "img1"}, assistant.context("t"))
    assert outcome.result is None
    assert "say yes to its price" in outcome.text
    assert not tools.calls


def test_a_sheet_that_cannot_be_read_is_a_sentence(assistant: Assistant, files: Path) -> None:
    from tools.errors import BadRequest

    (files / "bad.csv").write_text("x,y\n1,2\n", "utf-8")
    with pytest.raises(BadRequest, match="row of headings"):
        say(assistant, "these", files / "bad.csv")
    assert assistant.pending("t") is None


def test_yes_beforehand_is_a_yes(assistant: Assistant, files: Path) -> None:
    assert len(say(assistant, "these", *singly(files), yes=True).made) == 3


def test_events_tell_the_table(assistant: Assistant, files: Path) -> None:
    images = [{"path": str(path)} for path in singly(files)]
    message = Message(Brief.model_validate({"text": "these", "images": images}), "t")
    assert isinstance(list(assistant.stream(message))[-1], Asked)
    events = list(assistant.stream(Message(Brief(text="yes"), "t")))
    assert isinstance(events[0], Planned)
    assert isinstance(events[-1], Replied)
    (finished,) = [event for event in events if isinstance(event, Finished)]
    assert len(finished.table) == 4
    assert finished.credits == 6
