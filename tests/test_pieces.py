"""Several things in one photo: counted, chosen by words, one cut-out left; a worn product is asked about."""

import numpy as np
import pytest

from agent.photo_questions import piece_of
from agent.spelling import understand
from tools.engines.cutout.things import only, things
from tools.engines.image import Image, Mask
from tools.engines.sight.kinds import Opinion
from tools.engines.sight.skin import share_of_skin, skin
from tools.engines.sight.worn import limb, worn
from tools.specs.words import Piece

SKIN = np.array([0.85, 0.62, 0.50], np.float32)
GREY = Opinion((("ring", 0.9),), 1.0)


def discs(*places: tuple[int, int, int]) -> Mask:
    """Return a 120×200 alpha with a disc at each (x, y, radius)."""
    y, x = np.mgrid[:120, :200]
    found = np.zeros((120, 200), np.float32)
    for cx, cy, radius in places:
        found = np.maximum(found, ((x - cx) ** 2 + (y - cy) ** 2 <= radius**2).astype(np.float32))
    return found


BIG_LEFT = discs((50, 60, 30), (150, 60, 14))


def test_two_unlike_things_are_two_and_a_pair_is_one() -> None:
    assert len(things(BIG_LEFT)) == 2
    assert len(things(discs((50, 60, 25), (150, 60, 24)))) == 1
    assert len(things(discs((30, 60, 20), (100, 60, 20), (170, 60, 20)))) == 3
    assert things(np.zeros((20, 20), np.float32)) == ()


def test_a_crumb_is_no_thing_and_stays_with_its_neighbour() -> None:
    alpha = discs((50, 60, 30), (150, 60, 26), (150, 20, 3), (100, 110, 12))
    assert len(things(discs((50, 60, 30), (90, 60, 3)))) == 1
    assert only(alpha, "last")[20, 150] == 1.0


@pytest.mark.parametrize(
    ("piece", "x"), [("left", 50), ("right", 150), ("bigger", 50), ("smaller", 150), ("first", 50), ("second", 150)]
)
def test_one_of_them_is_chosen(piece: Piece, x: int) -> None:
    chosen = only(BIG_LEFT, piece)
    assert chosen[60, x] == 1.0
    assert chosen.sum() < BIG_LEFT.sum()


def test_all_of_them_or_one_that_is_not_there_leaves_the_cut_out_as_it_is() -> None:
    assert np.array_equal(only(BIG_LEFT, "all"), BIG_LEFT)
    assert np.array_equal(only(BIG_LEFT, "third"), BIG_LEFT)
    assert np.array_equal(only(discs((50, 60, 30)), "left"), discs((50, 60, 30)))


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("the left one on marble", "left"),
        ("nur das rechte, auf Leinen", "right"),
        ("celle de droite sur du marbre", "right"),
        ("el de la izquierda", "left"),
        ("左边那个", "left"),
        ("the bigger one", "bigger"),
        ("the second from the left", "second"),
        ("a set picture\nall of them", "all"),
        ("light from the left, on slate", None),
        ("make it bigger", None),
        ("hard sun from the right", None),
    ],
)
def test_words_choose_a_piece_and_a_lights_side_does_not(text: str, piece: Piece | None) -> None:
    assert piece_of(understand(text)) == piece


def held(skin_share: float) -> tuple[Image, Mask]:
    """Return a grey photo of a blue block that an arm of skin's colour holds from the right edge."""
    photo = np.full((240, 320, 3), 0.8, np.float32)
    photo[70:170, 80:180] = (0.15, 0.25, 0.6)
    alpha = np.zeros((240, 320), np.float32)
    alpha[70:170, 80:180] = 1.0
    wide = round(100 * skin_share)
    if wide:
        photo[120 - wide // 2 : 120 + wide // 2, 180:] = SKIN
        alpha[120 - wide // 2 : 120 + wide // 2, 180:] = 1.0
    return photo, alpha


def test_an_arm_that_reaches_in_is_noticed_and_a_product_alone_is_not() -> None:
    assert worn(*held(0.4), GREY) == "limb"
    assert worn(*held(0.0), GREY) is None


def test_wood_under_a_product_is_no_limb() -> None:
    photo, alpha = held(0.0)
    photo[alpha < 0.5] = SKIN
    assert not limb(photo, alpha > 0.5)


def test_a_tan_product_is_no_limb() -> None:
    photo, alpha = held(0.0)
    photo[alpha > 0.5] = SKIN
    assert not limb(photo, alpha > 0.5)


@pytest.mark.parametrize(("kind", "side"), [("hat", "bottom"), ("shoes", "top")])
def test_a_hat_over_a_body_and_a_shoe_on_a_leg_are_noticed(kind: str, side: str) -> None:
    photo, alpha = np.full((200, 200, 3), 0.5, np.float32), np.zeros((200, 200), np.float32)
    photo[60:140, 60:140] = (0.2, 0.5, 0.3)
    alpha[60:140, 60:140] = 1.0
    seen = Opinion(((kind, 0.9),), 0.0)  # type: ignore[arg-type]
    assert worn(photo, alpha, seen) is None
    (alpha[60:] if side == "bottom" else alpha[:140])[:, 60:140] = 1.0
    assert worn(photo, alpha, seen) == "body"


def test_skin_has_its_hue_in_any_lightness_and_gold_plate_on_grey_is_little() -> None:
    for light in (0.45, 0.7, 1.0):
        assert skin(np.broadcast_to(SKIN * light, (20, 20, 3)).astype(np.float32)).all()
    assert not skin(np.full((20, 20, 3), 0.6, np.float32)).any()
    assert share_of_skin(np.full((20, 20, 3), 0.6, np.float32), (50, 50, 10, 10)) == 0.0
