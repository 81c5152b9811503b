"""What the small networks see: kinds from pixels, faces and hands."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from tools.classify import HARD_SURE, KIND_SURE, judge
from tools.engines.image import Image, Mask
from tools.engines.shape import measure_shape
from tools.engines.sight.kinds import Opinion, head, opinion
from tools.engines.sight.views import views
from tools.specs.words import Category, Hardness

EXAMPLES = Path(__file__).parents[1] / "examples"


def example(name: str) -> tuple[Image, Mask]:
    """Return a sample photo and its true matte at 600 px."""
    photo = Pillow.open(EXAMPLES / f"{name}.jpg").convert("RGB").resize((600, 450))
    matte = Pillow.open(EXAMPLES / f"{name}_matte.png").convert("L").resize((600, 450))
    return np.asarray(photo, np.float32) / 255, np.asarray(matte, np.float32) / 255


@pytest.mark.parametrize(
    ("name", "hardness"),
    [("ring", "hard"), ("watch", "hard"), ("sunglasses", "hard"), ("earrings", "hard"), ("bag", "soft")],
)
def test_hard_and_soft_are_told_from_pixels(name: str, hardness: Hardness) -> None:
    photo, matte = example(name)
    found = judge(measure_shape(matte), ("x",), opinion(photo, matte))
    assert found.hardness == hardness


@pytest.mark.parametrize(("name", "category"), [("watch", "watch"), ("sunglasses", "eyewear"), ("bag", "bag")])
def test_a_kind_that_is_sure_is_named(name: str, category: Category) -> None:
    photo, matte = example(name)
    found = judge(measure_shape(matte), ("x",), opinion(photo, matte))
    assert (found.category, found.question) == (category, None)


def test_the_shares_are_probabilities_of_every_kind() -> None:
    found = opinion(*example("ring"))
    assert sum(share for _, share in found.shares) == pytest.approx(1.0, abs=1e-4)
    assert {kind for kind, _ in found.shares} == set(head().kinds)


def test_an_unsure_opinion_is_asked_about_and_hardness_may_still_be_known() -> None:
    found = judge(None, ("IMG_1",), Opinion((("ring", 0.5), ("earring", 0.45)), 0.97))
    assert (found.category, found.hardness) == (None, "hard")
    assert found.question == "What is this: a ring, an earring or something else?"
    assert judge(None, ("IMG_1",), Opinion((("ring", 0.5), ("bag", 0.45)), 0.55)).hardness is None


def test_words_beat_pixels() -> None:
    seen = Opinion((("bag", KIND_SURE + 0.1),), 1.0 - HARD_SURE)
    assert judge(None, ("a silver ring",), seen).category == "ring"


def test_three_views_are_squares_and_the_product_alone_stands_on_paper() -> None:
    photo, matte = example("ring")
    whole, part, alone = views(photo, matte)
    assert whole.shape == part.shape == alone.shape == (224, 224, 3)
    assert np.ptp(alone[:6]) < 0.01
    empty = views(photo, np.zeros_like(matte))
    assert np.array_equal(empty[0], empty[1])
