"""Where a necklace and earrings go on a painted person: found where skin is bare, else said what must be."""

from dataclasses import replace

import cv2
import numpy as np
import painted_face as painted
import pytest

from tools.engines.color import linear_to_srgb
from tools.engines.image import Bytes8, to_bytes
from tools.engines.person.seen import Judged, Person
from tools.engines.worn.bare_places import BARE_EARS, BARE_NECK, placed_by_sight
from tools.engines.worn.laid import Wish
from tools.errors import BadRequest

EARS = {-1: (-80.0, 5.0), 1: (80.0, 5.0)}
"""The middle of each ear, in millimetres right of the face's middle and below it; by the side it stands out to."""
ROOTS = {234: (-72.0, -5.0), 454: (72.0, -5.0), 132: (-68.0, 32.0), 361: (68.0, 32.0)}
EAR = (14.0, 32.0)
"""Half of an ear's width and height in millimetres."""


def colour() -> tuple[int, int, int]:
    """Return the skin as it is in the light of the painted head's cheeks."""
    lit = np.array(painted.SKIN, np.float32).reshape(1, 1, 3) * 0.85
    red, green, blue = (int(value) for value in to_bytes(linear_to_srgb(lit))[0, 0])
    return red, green, blue


def at(across: float, down: float) -> tuple[int, int]:
    return round(painted.MIDDLE[0] + across * painted.PX), round(painted.MIDDLE[1] + down * painted.PX)


def sitter(*ears: int, shoulders: bool = True, collar: bool = False) -> Bytes8:
    """Return a head with the ``ears`` (-1, 1) that are bare, H×W×3; ``collar``: a dark one up to the chin."""
    photo = painted.photo(even=0.75)
    for side in ears:
        axes = (round(EAR[0] * painted.PX), round(EAR[1] * painted.PX))
        cv2.ellipse(photo, at(*EARS[side]), axes, 0, 0, 360, colour(), -1)
    if shoulders:
        corners = [at(-52, 140), at(52, 140), at(120, 175), at(120, 205), at(-120, 205), at(-120, 175)]
        cv2.fillPoly(photo, [np.array(corners, np.int32)], colour())
    if collar:
        cv2.rectangle(photo, at(-130, 96), at(130, 205), (20, 20, 24), -1)
    return photo


def person(lean: float = 0.0) -> Person:
    """Return who is seen: the painted head, the ends of its ears' roots on its outline; ``lean`` turns it aside."""
    told = painted.face()
    points = told.points.copy()
    for number, place in ROOTS.items():
        points[number, :2] = at(*place)
    points[:, 2] += lean * (points[:, 0] - painted.MIDDLE[0])
    return Person((), (Judged(replace(told, points=points), ()),))


@pytest.mark.parametrize("ears", [(-1,), (1,), (-1, 1)])
def test_a_bare_ear_is_pierced_near_its_lowest_point(ears: tuple[int, ...]) -> None:
    photo = sitter(*ears)
    points = placed_by_sight("earring", photo, person(), Wish(size_mm=20.0)).handles
    assert len(points) == len(ears)
    for (x, y), side in zip(points, ears, strict=True):
        lowest = EARS[side][1] + EAR[1]
        across, down = (x - painted.MIDDLE[0]) / painted.PX, (y - painted.MIDDLE[1]) / painted.PX
        assert lowest - 12.0 < down < lowest
        assert 66.0 < side * across < 94.0


def test_what_was_said_of_sizes_stays() -> None:
    photo = sitter(-1, 1)
    wish = placed_by_sight("earring", photo, person(), Wish(size_mm=20.0, body_mm=140.0))
    assert (wish.size_mm, wish.body_mm) == (20.0, 140.0)


def test_hidden_ears_are_said() -> None:
    photo = sitter()
    with pytest.raises(BadRequest) as refused:
        placed_by_sight("earring", photo, person(), Wish())
    assert refused.value.sentence == BARE_EARS


def test_a_necklace_ends_on_both_sides_of_the_neck() -> None:
    photo = sitter()
    (left, high), (right, low) = placed_by_sight("necklace", photo, person(), Wish()).handles
    assert high == low
    assert 96.0 < (high - painted.MIDDLE[1]) / painted.PX < 175.0
    middle = (left + right) / 2
    assert abs(middle - painted.MIDDLE[0]) < 4.0 * painted.PX
    assert 90.0 < (right - left) / painted.PX < 190.0


@pytest.mark.parametrize("photo", [sitter(collar=True), sitter(shoulders=False)], ids=["a collar", "no shoulders"])
def test_a_neck_that_is_not_bare_is_said(photo: Bytes8) -> None:
    with pytest.raises(BadRequest) as refused:
        placed_by_sight("necklace", photo, person(), Wish())
    assert refused.value.sentence == BARE_NECK


def test_a_necklace_needs_a_face() -> None:
    with pytest.raises(BadRequest):
        placed_by_sight("necklace", sitter(), Person((), ()), Wish())


def test_a_face_that_looks_aside_is_said() -> None:
    with pytest.raises(BadRequest) as refused:
        placed_by_sight("earring", sitter(-1, 1), person(lean=0.45), Wish())
    assert refused.value.sentence == BARE_EARS


@pytest.mark.parametrize(("kind", "wish"), [("watch", Wish()), ("earring", Wish(handles=((10.0, 10.0),)))])
def test_other_kinds_and_points_that_were_set_stay(kind: str, wish: Wish) -> None:
    photo = sitter()
    assert placed_by_sight(kind, photo, Person((), ()), wish) is wish  # type: ignore[arg-type]
