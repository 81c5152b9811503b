"""A brand's memory through whole talks: likings become defaults; looks are corrected, merged, used again, forgotten."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeCutter, FakeStudio, FakeStyles, photo

from agent.app import Assistant
from agent.extras import Extras
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.run import RunResult
from agent.themes import themes_of
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief, BriefImage
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import WhiteBalance
from tools.store.store import Store
from tools.store.style_memory import StyleMemory

Say = Callable[..., RunResult]


def assistant(home: Path, styles: Any) -> Assistant:
    studio = (FakeCutter(), FakeStudio())
    made = Assistant(Store.open(home), Registry(allow, price), OfflinePlanner(), lambda: studio, None, Extras(styles))
    made.store.ledger.set_unlimited(True)
    return made


def talker(made: Assistant, folder: Path) -> Say:
    file = folder / "ring.png"
    photo(400, 300).save(file)
    ring = (BriefImage(role="product", what="gold ring", path=str(file)),)

    def say(thread: str, text: str, new: bool = False, brand: str | None = "Petal") -> RunResult:
        done = made.run(Brief(text=text, images=ring if new else (), brand=brand), thread)
        assert done.error is None, done.error
        return done

    return say


@pytest.fixture
def say(tmp_path: Path) -> Iterator[Say]:
    made = assistant(tmp_path / "home", FakeStyles())
    yield talker(made, tmp_path)
    made.close()


def recipe(done: RunResult) -> Recipe:
    found = done.made[-1][1].recipe
    assert found is not None
    return found


def scene(done: RunResult) -> Scene:
    found = recipe(done).scene
    assert found is not None
    return found


def warmth(done: RunResult) -> float:
    return sum(step.warmth for step in recipe(done).develop if isinstance(step, WhiteBalance))


def test_two_pictures_made_warmer_make_the_next_one_warm_until_that_is_forgotten(say: Say) -> None:
    for thread in ("t1", "t2"):
        plain = say(thread, "my ring on slate", new=True)
        assert plain.plan.tuned is None
        say(thread, "a bit warmer")
    tuned = say("t3", "my ring on marble", new=True)
    assert warmth(tuned) > warmth(plain) + 0.1
    assert "As you liked last time: warmer" in tuned.reply
    assert "plain look" in say("t3", "forget that").reply
    assert "nothing to forget" in say("t3", "forget that").reply
    again = say("t4", "my ring on marble", new=True)
    assert again.plan.tuned is None


def test_a_liked_set_is_offered_first_and_the_last_one_comes_again_when_asked(say: Say) -> None:
    say("t1", "my ring in the clay arch look", new=True)
    assert "liked" in say("t1", "I love this one").reply
    tuned = say("t2", "a nice picture of my ring", new=True)
    assert scene(tuned).look == "clay_arch"
    assert "in the look clay arch" in tuned.reply
    on_marble = scene(say("t3", "like last time, but on marble", new=True))
    assert (on_marble.surface, on_marble.light) == ("marble", scene(tuned).light)


def test_a_look_is_remembered_corrected_renamed_used_told_and_merged(say: Say) -> None:
    say("t1", "my ring on slate in candle light", new=True)
    say("t1", "remember this as our Hearth look")
    say("t1", "remember this as Ash")
    assert "cooler" in say("t1", "our Hearth look is cooler").reply
    assert "now called Embers" in say("t1", "rename Hearth to Embers").reply
    used = say("t2", "use our Embers look", new=True)
    assert scene(used).surface == "slate"
    assert warmth(used) < 0
    assert "Embers (slate, candle light, used once)" in say("t3", "what do you know about us?").reply
    assert "one look now, Embers" in say("t2", "merge Embers and Ash").reply
    told = say("t3", "what do you know about us?").reply
    assert "one look: Embers" in told
    assert "To correct" in told
    assert "To delete" in told
    assert "nothing of you yet" in say("t4", "what do you know about us?", brand=None).reply


def test_of_several_that_are_meant_one_is_asked_for_and_only_that_is_forgotten(tmp_path: Path) -> None:
    memory = StyleMemory(tmp_path / "home" / "styles", reduce=themes_of)
    made = assistant(tmp_path / "home", memory)
    say = talker(made, tmp_path)
    say("t1", "my ring on slate, neon light", new=True)
    say("t1", "remember this as Zyxquill, neon pink and blue")
    say("t1", "remember this as Plumvortex, a neon sign in the night")
    say("t1", "remember this as Hearth, embers and velvet")
    asked = made.run(Brief(text="forget the neon one", brand="Petal"), "t2")
    assert asked.plan.question is not None
    assert set(asked.plan.options) == {"forget Zyxquill", "forget Plumvortex", "forget Hearth", "keep them all"} - (
        {"forget Hearth"} if "Hearth" not in asked.plan.question else set()
    )
    made.run(Brief(text="forget Zyxquill", brand="Petal"), "t2")
    assert {style.name for style in memory.all("Petal")} == {"Plumvortex", "Hearth"}
    made.close()
    needles = [form.encode(code) for form in ("zyxquill", "Zyxquill") for code in ("utf-8", "utf-16-le")]
    files = [path for path in (tmp_path / "home").rglob("*") if path.is_file()]
    assert [path.name for path in files if any(needle in path.read_bytes() for needle in needles)] == []
