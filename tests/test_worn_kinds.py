"""What is put on with handles, what turns away round a limb, and that nothing is ever mirrored, whichever the hand."""

import cv2
import numpy as np
import painted_hand as painted
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mirrored import check_nothing_mirrored

from tools.engines.image import Bytes8
from tools.engines.person.hands import Hand
from tools.engines.person.seen import Judged, Person
from tools.engines.worn.from_points import lay_bag
from tools.engines.worn.laid import Laid, Wish
from tools.engines.worn.on_clothes import lay_belt, lay_brooch, lay_hat, lay_in_hair
from tools.engines.worn.resample import warped
from tools.errors import BadRequest
from tools.specs.worn import Wrap
from tools.wearing import BY_KIND

AT_HAND = (300.0, 640.0)
SIZE = (painted.WIDTH, painted.HEIGHT)


def person(mirrored: bool = False) -> Person:
    return Person((Judged(painted.hand(mirrored), ()),), ())


def drawn(kind: str) -> Bytes8:
    """Return a product of a kind, H×W×4."""
    made = {"watch": painted.watch, "bracelet": painted.bracelet, "ring": painted.ring, "belt": _strip}
    return made.get(kind, _plate)()


def _plate() -> Bytes8:
    rgba = np.zeros((160, 220, 4), np.uint8)
    cv2.ellipse(rgba, (110, 80), (100, 60), 0, 0, 360, (200, 180, 60, 255), -1)
    return rgba


def _strip() -> Bytes8:
    rgba = np.zeros((120, 900, 4), np.uint8)
    cv2.rectangle(rgba, (20, 40), (880, 80), (92, 58, 34, 255), -1)
    return rgba


def turned(degrees: float, mirrored: bool) -> tuple[Bytes8, Hand]:
    """Return the painted photo and its hand, turned round the wrist, in a square that holds it all."""
    side = 1200
    matrix = cv2.getRotationMatrix2D(painted.ROOT, degrees, 1.0)
    matrix[:, 2] += side / 2 - np.array(painted.ROOT)
    photo = cv2.warpAffine(painted.photo(mirrored=mirrored), matrix, (side, side), borderValue=painted.WALL)
    hand = painted.hand(mirrored)
    points = hand.points.copy()
    points[:, :2] = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
    return photo, Hand(points.astype(np.float32), hand.presence, hand.right, hand.wander)


def put(kind: str, mirrored: bool, turn: float) -> tuple[Laid, Bytes8, int]:
    photo, hand = turned(turn, mirrored)
    middle = hand.points[0, :2]
    around = {"brooch": 1, "hair_accessory": 2, "belt": 3, "bag": 1}.get(kind, 0)
    handles = tuple((float(middle[0] + 290 * at), float(middle[1] + 8 * at)) for at in (0, 1, 0.5)[:around])
    rgba = drawn(kind)
    size = {"hair_accessory": 60.0, "bag": 120.0, "brooch": 40.0}.get(kind)
    if kind == "hair_accessory":
        handles = ((float(middle[0]) - 40, float(middle[1])), (float(middle[0]) + 40, float(middle[1]) + 9))
    if kind == "belt":
        handles = ((handles[0][0] - 310, handles[0][1]), (handles[1][0] + 20, handles[1][1]), (float(middle[0]), 630.0))
    wish = Wish(size_mm=size, handles=handles)
    return BY_KIND[kind](photo, Person((Judged(hand, ()),), ()), rgba[..., 3], wish), rgba, photo.shape[0]  # type: ignore[index]


@settings(max_examples=12, deadline=None)
@given(
    kind=st.sampled_from(["watch", "bracelet", "ring", "brooch", "hair_accessory", "belt", "bag"]),
    mirrored=st.booleans(),
    turn=st.floats(-180, 180),
)
def test_text_is_never_mirrored_on_either_hand(kind: str, mirrored: bool, turn: float) -> None:
    laid, rgba, side = put(kind, mirrored, turn)
    check_nothing_mirrored(laid, rgba, (side, side), 3)


def test_a_strap_darkens_where_it_turns_away_and_that_is_no_core() -> None:
    source = np.full((300, 300, 3), 200, np.uint8)
    cutout = np.dstack([source, np.full((300, 300), 255, np.uint8)])
    wrap = Wrap(x=80, y=60, turn=0, radius=40, rigid=10, at=(150, 150), along=0, scale=1.0)
    plain = warped(source, cutout, (wrap,), 0.0, (160, 120))
    shaded = warped(source, cutout, (wrap.model_copy(update={"shade": 0.6}),), 0.0, (160, 120))
    assert plain.alpha[60, 118] == 255
    assert shaded.foreground[60, 118, 0] < 140
    assert shaded.alpha[60, 118] == 254
    assert not shaded.core[60, 118]
    np.testing.assert_array_equal(shaded.source[60, 60:100], plain.source[60, 60:100])
    assert shaded.core[60, 80]


def test_an_old_map_keeps_its_form() -> None:
    wrap = Wrap(x=80, y=60, turn=0, radius=40, at=(150, 150), along=0, scale=1.0)
    assert "shade" not in wrap.model_dump(mode="json")
    assert wrap.model_copy(update={"shade": 0.5}).model_dump(mode="json")["shade"] == 0.5


def test_a_brooch_is_as_large_as_it_is() -> None:
    laid = lay_brooch(painted.photo(), person(), _plate()[..., 3], Wish(size_mm=40, handles=(AT_HAND,)))
    placed = warped(_plate()[..., :3], _plate(), laid.warps, 0.0, SIZE)
    columns = np.flatnonzero((placed.alpha > 127).any(0))
    assert np.ptp(columns) + 1 == pytest.approx(40 * laid.scale.px_per_mm, abs=2)
    assert columns.mean() == pytest.approx(AT_HAND[0], abs=1.5)


def test_a_clip_lies_between_its_two_ends() -> None:
    ends = ((260.0, 660.0), (360.0, 640.0))
    laid = lay_in_hair(painted.photo(), person(), _plate()[..., 3], Wish(handles=ends))
    placed = warped(_plate()[..., :3], _plate(), laid.warps, 0.0, SIZE)
    y, x = np.nonzero(placed.alpha > 127)
    assert (x.mean(), y.mean()) == pytest.approx((310, 650), abs=2)
    assert np.ptp(x) == pytest.approx(100, abs=6)


def test_a_clip_that_would_hang_in_the_air_is_refused() -> None:
    with pytest.raises(BadRequest, match="stand out"):
        lay_in_hair(painted.photo(), person(), _plate()[..., 3], Wish(size_mm=90, handles=((255.0, 700.0),)))


def test_a_belt_goes_through_its_three_points_and_a_rolled_one_does_not() -> None:
    points = ((35.0, 640.0), (605.0, 640.0), (320.0, 660.0))
    laid = lay_belt(painted.photo(), person(), _strip()[..., 3], Wish(handles=points))
    placed = warped(_strip()[..., :3], _strip(), laid.warps, 0.0, SIZE)
    for x, y in ((320, 660), (45, 645), (595, 645)):
        assert placed.alpha[y - 8 : y + 9, x].any()
    with pytest.raises(BadRequest, match="rolled"):
        lay_belt(painted.photo(), person(), _plate()[..., 3], Wish(handles=points))


def test_a_bag_needs_somebody_and_room() -> None:
    with pytest.raises(BadRequest, match="Neither a face nor a hand"):
        lay_bag(painted.photo(), Person((), ()), _plate()[..., 3], Wish(handles=(AT_HAND,)))
    with pytest.raises(BadRequest, match="no room"):
        lay_bag(painted.photo(), person(), _plate()[..., 3], Wish(handles=(AT_HAND,)))


@pytest.mark.parametrize(
    ("lay", "words"),
    [(lay_brooch, "one point"), (lay_in_hair, "middle"), (lay_belt, "two points"), (lay_hat, "two points")],
)
def test_without_points_they_are_asked_for(lay: object, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        lay(painted.photo(), person(), _plate()[..., 3], Wish())  # type: ignore[operator]
