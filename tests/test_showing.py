"""How a product is shown: what a photographer would choose, what is asked for, and what no outline allows."""

import numpy as np
import pytest

from tools.engines.framing import frame
from tools.engines.holding import Held, held
from tools.engines.showing import Looked, reframed_for, refusal, shown_as
from tools.engines.studio.holders import ROOM
from tools.engines.studio.looks import LOOKS
from tools.engines.studio.resolve import Photo, resolve
from tools.specs.scene import SceneWish
from tools.specs.words import Camera, Display, Holder, View

SIDE = 240
Y, X = np.mgrid[:SIDE, :SIDE]


def mask(*solids: np.ndarray) -> np.ndarray:
    return np.any(solids, axis=0).astype(np.float32)


def box(left: int, top: int, right: int, bottom: int) -> np.ndarray:
    return (left <= X) & (right > X) & (top <= Y) & (bottom > Y)


def ring_on_edge() -> np.ndarray:
    far = np.hypot(X - 120, Y - 130)
    return mask((far < 70) & (far > 58), box(105, 40, 135, 70))


def ring_from_before() -> np.ndarray:
    return mask(box(30, 112, 210, 128), np.hypot((X - 120) / 0.8, Y - 120) < 48)


def necklace_open() -> np.ndarray:
    far = np.hypot((X - 120) / 0.75, Y - 60)
    return mask((far < 130) & (far > 116) & (Y > 60))


def necklace_closed() -> np.ndarray:
    far = np.hypot(X - 120, Y - 120)
    return mask((far < 100) & (far > 90))


def pair(lower: int = 0) -> np.ndarray:
    return mask(box(60, 60, 90, 160), box(150, 60 + lower, 180, 160 + lower))


def studs() -> np.ndarray:
    """Two studs that stand on their pins, seen from the side: askew."""
    heads = [np.hypot(X - left, Y - 80) < 18 for left in (70, 160)]
    pins = [(np.abs(X - left - 0.5 * (Y - 80)) < 5) & (Y > 80) & (Y < 150) for left in (70, 160)]
    return mask(*heads, *pins)


def bag(strap: int, thick: int = 5) -> np.ndarray:
    """A bag whose loop of ``thick`` pixels rises ``strap`` pixels over its body."""
    top = 200 - 90 - strap
    loop = box(70, top, 170, 115) & ~box(70 + thick, top + thick, 170 - thick, 115)
    return mask(box(50, 110, 190, 200), loop)


@pytest.mark.parametrize(
    ("alpha", "category", "view", "camera", "expected"),
    [
        (ring_on_edge(), "ring", None, None, (None, "standing", "front")),
        (ring_from_before(), "ring", None, None, ("slope", "standing", "three_quarter")),
        (ring_from_before(), "ring", "top", None, (None, "lying", "flat_lay")),
        (ring_from_before(), "ring", None, "flat_lay", (None, "lying", "flat_lay")),
        (necklace_open(), "necklace", None, None, ("bust", "standing", "front")),
        (necklace_open(), "necklace", None, "flat_lay", (None, "lying", "flat_lay")),
        (necklace_closed(), "necklace", None, None, (None, "lying", "flat_lay")),
        (pair(), "earring", None, None, ("card", "standing", "front")),
        (studs(), "earring", None, None, (None, "lying", "flat_lay")),
        (pair(lower=60), "earring", None, None, (None, "lying", "flat_lay")),
        (bag(strap=20), "bag", None, None, (None, "standing", "front")),
        (bag(strap=100), "bag", None, None, ("hang", "standing", "front")),
    ],
)
def test_what_a_photographer_would_choose(
    alpha: np.ndarray, category: str, view: View | None, camera: Camera | None, expected: tuple[str | None, str, str]
) -> None:
    choice = shown_as(Looked(alpha, category, view), None, camera)
    assert (choice.display, choice.pose, choice.camera) == expected
    assert choice.why == ""


@pytest.mark.parametrize(
    ("alpha", "category", "wished", "camera"),
    [
        (necklace_closed(), "necklace", "bust", None),
        (ring_on_edge(), "ring", "bust", None),
        (ring_on_edge(), "ring", "hang", None),
        (box(40, 90, 200, 180).astype(np.float32), "bag", "hang", None),
        (bag(20), "bag", "card", None),
        (bag(20), "bag", "hang", "flat_lay"),
        (necklace_open(), "necklace", "stand", None),
        (mask(np.abs(X - 120) + np.abs(Y - 120) < 80), "wallet", "lean", None),
    ],
)
def test_what_no_outline_allows_is_refused_with_a_reason_and_something_else_is_done(
    alpha: np.ndarray, category: str, wished: Display, camera: Camera | None
) -> None:
    choice = shown_as(Looked(alpha, category, None), wished, camera)
    assert choice.display != wished
    assert choice.why == refusal(Looked(alpha, category, None), wished, camera)
    assert choice.why


@pytest.mark.parametrize(
    ("alpha", "category", "wished", "pose"),
    [
        (necklace_open(), "necklace", "lie", "lying"),
        (necklace_open(), "necklace", "hang", "standing"),
        (ring_on_edge(), "ring", "lie", "lying"),
        (ring_on_edge(), "ring", "cushion", "standing"),
        (ring_from_before(), "ring", "stand", "standing"),
        (bag(20), "bag", "hang", "standing"),
        (box(40, 90, 200, 180).astype(np.float32), "wallet", "lean", "standing"),
    ],
)
def test_what_is_asked_for_wins(alpha: np.ndarray, category: str, wished: Display, pose: str) -> None:
    choice = shown_as(Looked(alpha, category, None), wished, None)
    assert (choice.display, choice.pose, choice.why) == (wished, pose, "")


@pytest.mark.parametrize("display", ["card", "slope", "bust", "hang", "cushion", "lean"])
@pytest.mark.parametrize("size", [(640, 800), (800, 500), (500, 800)])
def test_the_product_keeps_its_middle_and_stays_in_the_frame(display: Display, size: tuple[int, int]) -> None:
    alpha = pair()
    framed = frame(alpha, "earring", "standing", "front", size)
    shown = reframed_for(display, framed, alpha, size)
    place = shown.placement
    left, right = place.x + 60 * place.scale, place.x + 180 * place.scale
    assert left > 0
    assert right < size[0]
    assert (left + right) / 2 == pytest.approx(framed.placement.x + 120 * framed.placement.scale, abs=1.5)
    assert place.y + 160 * place.scale < 0.95 * size[1]
    assert shown.frame_mm * place.scale == pytest.approx(framed.frame_mm * framed.placement.scale, rel=1e-4)


def ways_of(alpha: np.ndarray, category: str, variants: int = 4, **said: object) -> list[Held]:
    wish = SceneWish.model_validate(said)
    looked = Looked(alpha, category, None)
    choice = shown_as(looked, wish.display, wish.camera)
    return [held(choice, looked, wish, resolve(wish, Photo()), variant) for variant in range(variants)]


def test_the_looks_hold_a_ring_in_many_ways_and_so_do_the_variants() -> None:
    firsts = [ways_of(ring_from_before(), "ring", 1, look=look)[0] for look in LOOKS]
    assert len(set(firsts)) >= 5
    assert max(firsts.count(way) for way in set(firsts)) <= len(LOOKS) / 2
    for look in LOOKS:
        assert len(set(ways_of(ring_from_before(), "ring", look=look))) >= 2, look


def test_what_is_asked_of_camera_display_and_backdrop_is_kept() -> None:
    ring = ring_from_before()
    assert all(way.camera == "flat_lay" for way in ways_of(ring, "ring", look="velvet_candle", camera="flat_lay"))
    assert all(way.display == "slope" for way in ways_of(ring, "ring", look="bright_marble", display="slope"))
    assert all(way.camera != "flat_lay" for way in ways_of(ring, "ring", surface="marble", backdrop="arch"))
    assert all(way.camera != "flat_lay" for way in ways_of(ring, "ring", look="bright_marble", caption="left"))
    assert ways_of(ring_on_edge(), "ring", look="bright_marble") == [Held(None, None, "front")] * 4
    assert ways_of(bag(20), "bag", look="warm_travertine") == [Held(None, None, "front")] * 4


@pytest.mark.parametrize("holder", sorted(ROOM))
def test_a_seat_lies_within_the_frame(holder: Holder) -> None:
    alpha, size = ring_from_before(), (640, 800)
    framed = frame(alpha, "ring", "lying", "flat_lay", size)
    place = reframed_for("lie", framed, alpha, size, holder).placement
    across, along = (part * 138 * place.scale for part in ROOM[holder])
    assert place.x + 30 * place.scale - across > 0.1 * size[0]
    assert place.x + 210 * place.scale + across < 0.9 * size[0]
    assert place.y + 72 * place.scale - along > 0.1 * size[1]
