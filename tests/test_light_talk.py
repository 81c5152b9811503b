"""A talk about light, with fakes for the engines: what is rendered, what is said, and a grade on request."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import encoded, photo
from test_conversation import Talk, names

from agent.run import RunResult
from agent.understood import understood
from tools.review import review
from tools.specs.asset import Asset, Receipt
from tools.specs.plan import Step


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Talk]:
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(500, 500), "PNG"))
    made = Talk(tmp_path / "home", file)
    assert names(made.say("my ring on slate in hard sun, 1:1", attach=True)) == ["a1"]
    yield made
    made.assistant.close()


def one(result: RunResult) -> tuple[Asset, Receipt]:
    assert result.error is None, result.error
    asset = result.made[0][1]
    assert asset.receipt is not None
    return asset, asset.receipt


def test_lights_are_rendered_once_and_that_is_said(talk: Talk) -> None:
    first = talk.say("a softer shadow and a warmer key light")
    assert names(first) == ["a2"]
    assert "one by one yet" in first.reply
    assert talk.studio.renders == 2, "the picture and its lights"
    more = talk.say("dim the key light a bit")
    assert "one by one" not in more.reply
    assert names(talk.say("more fill light")) == ["a4"]
    assert talk.studio.renders == 2
    recipe, photographed = one(more)[0].recipe, one(talk.say("go back"))[0].recipe
    assert recipe is not None
    assert photographed is not None
    assert recipe.geometry() == photographed.geometry()


def test_the_same_recipe_gives_the_same_bytes_with_and_without_the_lights_there(talk: Talk) -> None:
    kept = one(talk.say("a warmer key light"))[1]
    (lights,) = (talk.assistant.store.home / "plates").glob("*.npz")
    assert one(talk.say("go back"))[1].pixels_sha256 != kept.pixels_sha256
    lights.unlink()
    assert one(talk.say("a warmer key light"))[1].pixels_sha256 == kept.pixels_sha256
    assert talk.studio.renders == 3


def test_a_light_that_is_not_there_is_said(talk: Talk) -> None:
    assert "This set has no rim light" in talk.say("less rim light").reply


def test_a_product_left_behind_by_the_light_is_offered_a_grade_that_can_be_taken_back(talk: Talk) -> None:
    for _ in range(3):
        warm = talk.say("a much warmer key light")
    asset, receipt = one(warm)
    assert "grade the product too" in warm.reply
    assert receipt.cast_gap is not None
    assert receipt.cast_gap > 8
    found = {finding.check: finding.fix for finding in review(warm.made, talk.assistant.store)}
    assert found["cast"] == "grade the product too", "the page has a button of it"
    graded, after = one(talk.say("grade the product too"))
    assert graded.recipe is not None
    assert (graded.recipe.mode, after.mode) == ("graded", "graded")
    assert after.cast_gap is not None
    assert after.cast_gap < 1
    back, exact = one(talk.say("go back"))
    assert (back.id, exact.max_diff) == (asset.id, 0)


def test_what_is_said_of_single_lights_is_said_back() -> None:
    args = {"asset": "a1", "changes": {"rim": -1.0, "key": 0.2, "fill_warmth": -0.7, "palette": ["#2a9d9a"]}}
    words = understood((Step(tool="edit", args=args),))
    assert words == "a1 with a brighter key light, without rim light, with a cooler fill light, in teal"
