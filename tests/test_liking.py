"""What follows from a brand's marks, and where it comes into a plan."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.tuning import tuned_steps
from tools.liking import MOST, liking_of, liking_words
from tools.specs.numbers import Numbers
from tools.specs.plan import Step
from tools.specs.scene import Scene, SceneWish
from tools.specs.style import own_brand
from tools.specs.taste import Mark, Taste
from tools.store.store import Store

SLATE = Scene(surface="slate", backdrop="wall", light="candle").model_dump(mode="json")
MARBLE = Scene(surface="marble", backdrop="wall", light="softbox").model_dump(mode="json")
WARM = Taste(tone=Numbers(warmth=0.2), scene=SceneWish(surface="slate", light="candle"), light="candle", contrast=-0.2)


def shot(name: str, thumb: int = 0, **fields: Any) -> Mark:
    return Mark.model_validate({"asset": name, "scene": SLATE, "thumb": thumb} | fields)


def edit(name: str, parent: str, thumb: int = 0, **changes: Any) -> Mark:
    return Mark(asset=name, parent=parent, scene=SLATE, changes=changes, thumb=thumb)


def test_one_change_tells_nothing_and_two_alike_do() -> None:
    one = (edit("b", "a", warmth=0.2), shot("a"))
    assert liking_of(one).empty
    two = (edit("d", "c", warmth=0.3), shot("c"), *one)
    assert liking_of(two).tone == Numbers(warmth=0.25)
    assert liking_words(liking_of(two)) == "warmer"


def test_one_change_that_was_then_liked_tells_enough() -> None:
    taste = liking_of((edit("b", "a", thumb=1, exposure=-0.2), shot("a")))
    assert taste.tone.exposure == -0.2
    assert "darker" in liking_words(taste)


def test_one_picture_changed_in_two_talks_tells_enough() -> None:
    mark = edit("b", "a", warmth=0.2).model_copy(update={"threads": ("t1", "t2")})
    assert liking_of((mark, shot("a"))).tone.warmth == 0.2


def test_changes_that_disagree_tell_nothing() -> None:
    marks = (edit("d", "c", warmth=-0.3), shot("c"), edit("b", "a", warmth=0.3), shot("a"))
    assert liking_of(marks).empty


def test_changes_of_a_picture_that_was_not_liked_do_not_count() -> None:
    marks = (edit("d", "c", thumb=-1, warmth=0.3), shot("c"), edit("b", "a", warmth=0.3), shot("a"))
    assert liking_of(marks).empty


def test_a_default_that_is_left_alone_stays_and_one_that_is_moved_back_goes() -> None:
    tuned = {"tuned": Numbers(warmth=0.2).model_dump()}
    old = (edit("b", "a", warmth=0.2), shot("a"))
    assert liking_of((shot("d", **tuned), shot("c", **tuned), *old)).tone.warmth == 0.2
    back = (edit("y", "d", warmth=-0.2), shot("d", **tuned), edit("x", "c", warmth=-0.2), shot("c", **tuned), *old)
    assert liking_of(back).empty


def test_the_set_that_was_liked_last_comes_first_unless_it_was_not_liked_since() -> None:
    liked = (shot("b", 1), shot("a", 1, scene=MARBLE))
    assert liking_of(liked).scene == SceneWish(surface="slate", light="candle")
    assert liking_of((shot("c", -1), *liked)).scene.surface == "marble"


def test_a_light_that_two_pictures_were_put_into_is_liked() -> None:
    marks = (edit("d", "c", light="softbox"), shot("c"), edit("b", "a", light="softbox"), shot("a"))
    assert liking_of(marks).light == "softbox"


@pytest.mark.parametrize(
    ("args", "added"),
    [
        ({}, {"scene", "tone"}),
        ({"scene": {"surface": "marble"}}, {"scene", "tone"}),
        ({"scene": {"light": "neon"}}, set()),
        ({"scene": {"look": "clay_arch"}}, set()),
        ({"tone": {"warmth": -0.4}}, {"scene"}),
        ({"style": "$1"}, set()),
        ({"like": "a1"}, set()),
        ({"inspiration": ["img2"]}, set()),
    ],
)
def test_a_liking_comes_in_where_the_brief_is_silent(args: dict[str, Any], added: set[str]) -> None:
    (step,), tuned = tuned_steps((Step(tool="reference_shoot", args=args),), WARM)
    assert {name for name in step.args if step.args[name] != args.get(name)} == added
    assert (tuned is not None) == bool(added)
    for name, value in (args.get("scene") or {}).items():
        assert step.args["scene"][name] == value, "what is said stays"


def test_other_tools_and_brands_without_a_taste_are_left_alone() -> None:
    steps = (Step(tool="white_studio", args={"product": "img1"}),)
    assert tuned_steps(steps, WARM) == (steps, None)
    assert tuned_steps(steps, None) == (steps, None)


def test_marks_are_one_brands_alone_and_are_forgotten_but_for_what_was_made(store: Store) -> None:
    marks = store.ledger.marks
    marks.note("Petal", edit("b", "a", 1, warmth=0.2).model_copy(update={"style": "Petal/Hearth"}))
    marks.note("Quill", shot("c", 1))
    assert [mark.asset for mark in marks.of("PETAL")] == ["b"]
    marks.rename_style("Petal", "petal/hearth", "Petal/Embers")
    assert marks.forget_liked("Petal") == 1
    assert marks.of("Petal") == (Mark(asset="b", parent="a", scene=SLATE, style="Petal/Embers"),)
    assert marks.of("Quill")[0].thumb == 1
    assert marks.of(own_brand("", "x" * 24)) == ()


NUMBERS = st.dictionaries(st.sampled_from([*Numbers.model_fields, "shadow"]), st.floats(-1, 1, allow_nan=False))


@given(st.lists(st.tuples(NUMBERS, st.integers(-1, 1)), max_size=12))
def test_a_default_never_goes_further_than_it_may(told: list[tuple[dict[str, float], int]]) -> None:
    marks: list[Mark] = []
    for number, (changes, thumb) in enumerate(told):
        marks = [edit(f"e{number}", f"s{number}", thumb, **changes), shot(f"s{number}"), *marks]
    taste = liking_of(marks)
    assert all(abs(value) <= MOST for value in (*taste.tone.model_dump().values(), taste.contrast))
