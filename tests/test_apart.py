"""A hand, a support and a tag, told from a product by pixels alone; what is not plain is left."""

from typing import Any

import numpy as np
import pytest

from tools.engines.apart.hand import hand
from tools.engines.apart.look import Look, Part, look_at
from tools.engines.apart.outlines import outlines
from tools.engines.apart.support import Habit, support
from tools.engines.apart.tag import tag
from tools.engines.cutout.lab import Region
from tools.engines.cutout.touch import touch
from tools.engines.image import Bytes8
from tools.specs.touch import Stroke

HEIGHT, WIDTH = 240, 220
GOLD, SKIN, BLACK, WHITE, BROWN = (205, 165, 85), (222, 170, 140), (38, 38, 44), (246, 244, 238), (150, 110, 75)
PLUM, GREEN = (60, 30, 90), (20, 120, 70)
Shapes = list[tuple[Region, tuple[int, int, int]]]
Y, X = np.mgrid[:HEIGHT, :WIDTH]


def box(left: int, top: int, right: int, bottom: int) -> Region:
    return np.asarray((left <= X) & (right > X) & (top <= Y) & (bottom > Y))


def disc(x: int, y: int, across: float, down: float) -> Region:
    return np.asarray(((X - x) / across) ** 2 + ((Y - y) / down) ** 2 < 1)


def ring(x: int, y: int, radius: int) -> Region:
    return disc(x, y, radius, radius) & ~disc(x, y, radius - 6, radius - 6)


def drawn(shapes: Shapes) -> tuple[Bytes8, Bytes8]:
    """Return (photo, cut-out) of shapes laid over each other, shaded and with some grain."""
    pixels, alpha = np.full((HEIGHT, WIDTH, 3), 230.0), np.zeros((HEIGHT, WIDTH), np.uint8)
    light = (1.15 - 0.25 * X / WIDTH - 0.15 * Y / HEIGHT)[..., None]
    for shape, colour in shapes:
        pixels = np.where(shape[..., None], np.array(colour) * light, pixels)
        alpha[shape] = 255
    grain = np.random.default_rng(0).normal(0, 2.0, pixels.shape)
    photo = np.clip(pixels + grain, 0, 255).astype(np.uint8)
    return photo, np.dstack([np.where(alpha[..., None] > 0, photo, 0), alpha]).astype(np.uint8)


def seen(shapes: Shapes) -> Look:
    look = look_at(*drawn(shapes))
    assert look is not None
    return look


def agrees(look: Look, part: Part | None, truth: Region) -> float:
    """Return the shared over the joint area of the part found and the true one; the window is the look's own size."""
    assert part is not None
    meant = truth[look.window] & look.solid
    return float((part.region & meant).sum() / (part.region | meant).sum())


SHOE: Shapes = [(box(50, 60, 150, 120), BLACK)]
BAG: Shapes = [(box(50, 90, 160, 200), (120, 40, 45)), (ring(105, 90, 40) & (Y < 92), (110, 36, 40))]
RING: Shapes = [(ring(110, 120, 40), GOLD), (disc(110, 78, 14, 12), GREEN)]


@pytest.mark.parametrize(
    ("habit", "thing", "product"),
    [
        ("body", box(20, 120, 190, 210), SHOE),
        ("loop", disc(110, 130, 90, 75), RING),
        ("hanging", box(15, 10, 205, 230), [(disc(110, 100, 60, 80) & ~disc(110, 92, 56, 76) & (Y > 90), GOLD)]),
    ],
)
def test_a_block_a_cushion_and_a_bust_are_told(habit: Habit, thing: Region, product: Shapes) -> None:
    look = seen([(thing, PLUM), *product])
    part = support(look, habit)
    left = thing.copy()
    for shape, _ in product:
        left &= ~shape
    assert agrees(look, part, left) > 0.95
    assert part is not None
    assert part.plain


@pytest.mark.parametrize(
    ("habit", "shapes"),
    [
        ("loop", RING),
        ("body", [*SHOE, (box(48, 120, 152, 132), WHITE)]),
        ("body", [*BAG, (box(50, 178, 160, 200), BLACK)]),
        ("hanging", [(disc(110, 40, 12, 12), GOLD), (box(108, 50, 112, 110), GOLD), (disc(110, 140, 30, 34), WHITE)]),
        ("body", [(box(90, 10, 130, 230), BROWN), (disc(110, 120, 40, 40), (180, 180, 185))]),
    ],
    ids=["a ring's shank", "a sole", "a bag's base", "a drop's pearl", "a watch's strap"],
)
def test_what_is_part_of_the_product_is_never_plainly_a_support(habit: Habit, shapes: Shapes) -> None:
    part = support(seen(shapes), habit)
    assert part is None or not part.plain


def test_a_support_of_the_products_colour_is_left() -> None:
    part = support(seen([*SHOE, (box(20, 120, 190, 210), BLACK)]), "body")
    assert part is None or not part.plain


def test_a_hand_that_comes_in_over_the_frame_is_told() -> None:
    arm = box(85, 0, 125, 56)
    look = seen([*BAG, (arm, SKIN)])
    part = hand(look)
    assert agrees(look, part, arm) > 0.93
    assert part is not None
    assert part.plain


def test_a_hand_on_tan_leather_is_left_and_gold_is_no_hand() -> None:
    part = hand(seen([(box(50, 50, 160, 200), SKIN), (box(85, 0, 125, 52), SKIN)]))
    assert part is None or not part.plain
    assert hand(seen(RING)) is None


def test_a_paper_tag_on_its_thread_is_told_and_the_thread_goes_with_it() -> None:
    thread, paper = box(160, 110, 185, 112) | box(183, 110, 185, 150), box(170, 150, 200, 190)
    look = seen([*BAG, (thread, WHITE), (paper, WHITE)])
    part = tag(look, True)
    assert agrees(look, part, thread | paper) > 0.85
    assert part is not None
    assert part.plain


@pytest.mark.parametrize(
    "shapes",
    [BAG, RING, [(ring(60, 120, 40), GOLD), (disc(60, 120, 33, 33), BLACK), (ring(155, 120, 40), GOLD),
                 (disc(155, 120, 33, 33), BLACK), (box(96, 110, 118, 113), GOLD)]],
    ids=["bag", "ring", "glasses"],
)  # fmt: skip
def test_a_product_without_a_tag_has_none(shapes: Shapes) -> None:
    part = tag(seen(shapes), True)
    assert part is None or not part.plain


def test_a_pearl_on_a_link_is_not_plainly_a_tag() -> None:
    drop: Shapes = [(disc(110, 50, 30, 30), GOLD), (box(109, 78, 111, 120), GOLD), (disc(110, 135, 18, 18), WHITE)]
    part = tag(seen(drop), False)
    assert part is None or not part.plain


def erased(shapes: Shapes, region: Any) -> Bytes8:
    """Return the alpha after what a look calls ``region(look)`` was erased along its outlines."""
    photo, cutout = drawn(shapes)
    look = look_at(photo, cutout)
    assert look is not None
    for line in outlines(look, region(look)):
        stroke = Stroke(hand="erase", shape="outline", points=line, radius=2.0, aid="stand")
        touch(photo, cutout, stroke)
    return cutout[..., 3]


def test_what_lies_round_the_product_goes_and_the_product_stays() -> None:
    cushion = disc(110, 130, 90, 75)
    product = RING[0][0] | RING[1][0]
    alpha = erased([(cushion, PLUM), *RING], lambda look: look.solid & ~product[look.window])
    assert (alpha[product] > 127).mean() > 0.97
    assert (alpha[~product] > 127).mean() < 0.002
