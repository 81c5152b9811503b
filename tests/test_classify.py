"""Words to categories in ten languages, and the judgement from words and silhouette."""

from dataclasses import replace

import pytest

from tools.classify import SURE, file_words, judge
from tools.engines.shape import Shape
from tools.specs.category_words import category_of, says_worn, view_of
from tools.specs.words import Category, View

PLAIN = Shape(
    aspect=1.0, elongation=1.0, tilt=0.0, solidity=0.95, holes=0, hole_share=0.0, pieces=1, pair=False,
    thickness=0.5, lenses=False, handle=False, base=0.5, symmetry=0.7, extent=0.5,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("gold signet ring, macro", "ring"),
        ("bague solitaire oxyde de zirconium", "ring"),
        ("Verlobungsring Gold", "ring"),
        ("パールのイヤリング", "earring"),
        ("large gold hoops", "earring"),
        ("gümüş kolye", "necklace"),
        ("Bu kolyenin fotoğrafı", "necklace"),
        ("collar de esmeraldas", "necklace"),
        ("silver anklet", "bracelet"),
        ("pulseiras de prata", "bracelet"),
        ("enamel lapel pin", "brooch"),
        ("男士手表正面", "watch"),
        ("orologi da polso", "watch"),
        ("tortoise sunnies", "eyewear"),
        ("óculos de sol preto", "eyewear"),
        ("velvet scrunchie", "hair_accessory"),
        ("acetate hair claw clip", "hair_accessory"),
        ("silver cuff links", "cufflinks"),
        ("borsa a mano rossa", "bag"),
        ("belt bag", "bag"),
        ("black leather card holder", "wallet"),
        ("leren riem", "belt"),
        ("printed silk handkerchief", "scarf"),
        ("beige bucket hat", "hat"),
        ("handschoenen", "gloves"),
        ("burgundy penny loafers", "shoes"),
        ("navy knit tie", "tie"),
        ("silver_ring_01", "ring"),
        ("GoldHoopEarrings-final", "earring"),
        ("chain bracelet", "bracelet"),
        ("a chain on velvet", "necklace"),
        ("ring light", None),
        ("our spring offering", None),
        ("IMG_2041", None),
        ("", None),
    ],
)
def test_words_name_a_category(text: str, category: Category | None) -> None:
    assert category_of(text) == category


@pytest.mark.parametrize(
    ("text", "view"), [("a flat lay of a belt", "top"), ("watch front view", "front"), ("3/4 view", "three_quarter")]
)
def test_words_name_a_view(text: str, view: View) -> None:
    assert view_of(text) == view


def test_worn_is_read_from_words() -> None:
    assert says_worn("ring worn on a hand")
    assert not says_worn("ring on marble")


def test_words_are_believed_and_hardness_follows() -> None:
    found = judge(PLAIN, ("a tan leather tote",))
    assert (found.category, found.hardness, found.question) == ("bag", "soft", None)
    assert found.confidence >= SURE


def test_what_is_said_beats_the_file_name() -> None:
    assert judge(PLAIN, ("my bracelet", "ring_03")).category == "bracelet"


@pytest.mark.parametrize(
    ("shape", "category"),
    [
        (replace(PLAIN, lenses=True, aspect=2.4), "eyewear"),
        (replace(PLAIN, handle=True, holes=1, hole_share=0.1), "bag"),
    ],
)
def test_a_telling_shape_is_answered(shape: Shape, category: Category) -> None:
    assert judge(shape, ("",)).category == category


@pytest.mark.parametrize(
    "shape",
    [
        PLAIN,
        replace(PLAIN, holes=1, hole_share=0.5, thickness=0.2),
        replace(PLAIN, holes=1, hole_share=0.8, thickness=0.05),
        replace(PLAIN, pair=True, pieces=2),
        None,
    ],
    ids=["a lump", "a ring or bangle", "a thin loop", "a pair", "nothing"],
)
def test_an_unclear_shape_is_asked_about_and_never_guessed(shape: Shape | None) -> None:
    found = judge(shape, ("IMG_2041",))
    assert found.category is None
    assert found.hardness is None
    assert found.confidence < SURE
    assert found.question is not None
    assert found.question.endswith(("?", "enough."))


def test_a_loop_is_asked_about_by_its_names() -> None:
    found = judge(replace(PLAIN, holes=1, hole_share=0.5, thickness=0.2), ("",))
    assert found.question == "What is this: a ring, a bracelet or something else?"


def test_a_file_name_loses_its_ending_only() -> None:
    assert file_words("my.ring.v2.jpeg") == "my.ring.v2"
