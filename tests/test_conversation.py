"""A whole talk through the real planner, policy, prices and tools; only the slow engines are fakes."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import FakeCutter, FakeStudio, encoded, photo

from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.run import RunResult
from tools.errors import Refused
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.store.store import Store
from tools.verify import verify


class Talk:
    """One thread with one photo; counts what the studio had to render."""

    def __init__(self, home: Path, file: Path) -> None:
        self.studio = FakeStudio()
        engines = (FakeCutter(), self.studio)
        self.assistant = Assistant(Store.open(home), Registry(allow, price), OfflinePlanner(), lambda: engines)
        self._file = file

    def say(self, text: str, attach: bool = False, thread: str = "t") -> RunResult:
        images = [{"path": str(self._file), "role": "product"}] if attach else []
        return self.assistant.run(Brief.model_validate({"text": text, "images": images}), thread)

    @property
    def balance(self) -> int | None:
        return self.assistant.store.ledger.balance()


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(900, 900), "PNG"))
    made = Talk(tmp_path / "home", file)
    yield made
    made.assistant.close()
    assert made.studio.closed


def names(result: RunResult) -> list[str]:
    assert result.error is None, result.error
    return [name for name, _ in result.made]


def test_a_talk_from_the_first_picture_to_undo(talk: Talk) -> None:
    assert names(talk.say("my ring on slate, 4:5", attach=True)) == ["a1"]
    assert (talk.studio.renders, talk.balance) == (1, 96)
    warmer = talk.say("make it warmer")
    assert names(warmer) == ["a2"]
    assert (talk.studio.renders, talk.balance) == (1, 96), "a change of light needs no render"
    assert warmer.made[0][1].parent is not None
    assert names(talk.say("a touch less")) == ["a3"]
    assert names(talk.say("go back")) == ["a2"]
    assert names(talk.say("swap the slate for linen")) == ["a4"]
    assert talk.studio.renders == 2
    recipe = talk.say("and as a square please").made[0][1].recipe
    assert recipe is not None
    assert (recipe.width, recipe.height) == (1024, 1024)
    for _, asset in talk.assistant.store.ledger.assets("t"):
        if asset.receipt is not None:
            proof = verify(talk.assistant.picture(asset.sha256), "it", talk.assistant.store)
            assert (proof.differences, proof.fresh.max_diff) == ((), 0)


def test_the_studio_gets_ready_only_for_what_it_will_render(talk: Talk) -> None:
    warmed: list[bool] = []
    for text in ("my ring on slate, 4:5", "make it warmer", "swap the slate for linen", "as a square please", "undo"):
        before = talk.studio.warmed_up
        talk.say(text, attach=not warmed)
        warmed.append(talk.studio.warmed_up > before)
    assert warmed == [True, False, True, True, False]


def test_a_price_told_late_stops_the_product_everywhere(talk: Talk) -> None:
    assert names(talk.say("my ring on plain white", attach=True)) == ["a1"]
    late = talk.say("by the way this ring costs 250000 EUR. now put it on marble")
    assert isinstance(late.error, Refused)
    again = talk.say("a simple ring on marble", attach=True, thread="another")
    assert isinstance(again.error, Refused)
    assert again.error.rule == "ultra_luxury"
    assert talk.studio.renders == 0


def test_the_photo_may_come_after_the_words(talk: Talk) -> None:
    first = talk.say("put my ring on slate")
    assert first.plan.question
    assert names(talk.say("here it is, on slate", attach=True)) == ["a1"]


def test_a_clip_of_what_was_just_made(talk: Talk) -> None:
    result = talk.say("my ring on plain white, and a 2 second video of it", attach=True)
    assert result.error is None
    assert [(name, asset.suffix) for name, asset in result.made] == [("a1", "png"), ("a2", "mp4")]
    assert "plain photo" in result.reply


def test_what_comes_later_is_said(talk: Talk) -> None:
    talk.say("my ring on slate", attach=True)
    result = talk.say("export it for etsy")
    assert result.error is not None
    assert "later version" in result.error.sentence


def test_a_board_sent_later_is_for_the_product_of_the_talk(talk: Talk, tmp_path: Path) -> None:
    talk.say("the ring on marble", attach=True)
    product = talk.assistant.store.ledger.find_asset("img1", "t").sha256
    boards = []
    for number in (1, 2):
        file = tmp_path / f"mood{number}.png"
        file.write_bytes(encoded(photo(300, 200, number), "PNG"))
        boards.append({"path": str(file), "role": "inspiration"})
    result = talk.assistant.run(Brief.model_validate({"text": "like this board", "images": boards}), "t")
    assert [name for name, _ in result.made] == ["a2"]
    recipe = result.made[0][1].recipe
    assert recipe is not None
    assert recipe.source_sha256 == product


@pytest.mark.parametrize("asked", ["what did this cost?", "was hat das gekostet?", "quanto custou?", "いくらかかった?"])
def test_what_was_spent_is_told_and_costs_nothing(talk: Talk, asked: str) -> None:
    talk.say("my ring on slate", attach=True, thread="another")
    talk.say("my ring on slate, 4:5", attach=True)
    told = talk.say(asked)
    assert told.error is None
    assert "This talk has cost 4 credits so far. You have 92." in told.reply
    assert talk.balance == 92
