"""What holds a ring by its band, or lies under what is seen from above: rolls of cloth, sawn blocks, boxes, slabs.

Seats are built for a camera straight above; their tops are y = 0. All is in millimetres.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.display import Shown, tilt_of
from tools.engines.studio.mesh import Mesh, lathe, merge, rounded_box, transform
from tools.engines.studio.part import Extent

Floats = NDArray[np.float64]

SLIT = 0.055
"""Width of a slit, in shares of the mean of the product's width and height."""

ROLL = 0.24
"""Radius of a roll of cloth, in the same shares."""

ROOM: dict[str, tuple[float, float]] = {
    "block": (0.42, 0.62), "box": (0.46, 0.66), "rolls": (0.62, 0.95), "slab": (0.24, 0.22), "stack": (0.20, 0.18),
}  # fmt: skip
"""How far a seat reaches beyond the product, to its sides, and to the front and back, in the same shares."""

OUTER = {"stack": 1.22, "rolls": 1.05}
"""How much wider than that what lies round or under it is."""

HIGH: dict[str, float] = {"block": 0.34, "box": 0.44, "rolls": 0.40, "slab": 0.10, "stack": 0.16}
"""Height of a seat, in the same shares."""

SOFT = frozenset({"rolls", "box"})
"""Holders of cloth; a box has walls beside."""

BROKEN = 0.035
"""Bevel of a block, in shares of its height: a mason's edge is a millimetre."""


@dataclass(frozen=True)
class Seat:
    """A seat under what is seen from above: its middle and its sides, its height, and the z of its slit."""

    x: float
    z: float
    wide: float
    deep: float
    high: float
    slit: float
    gap: float
    holder: str


def seat_of(extent: Extent) -> Seat:
    """Return the seat under the product of ``extent``, which is seen from above."""
    shown, feet = extent.shown, extent.feet
    assert shown is not None
    assert shown.holder is not None
    assert feet is not None
    back, front = shown.rests or (feet.back, feet.front)
    wide, deep = shown.right - shown.left, front - back
    side = (wide + deep) / 2
    across, along = ROOM[shown.holder]
    return Seat(
        shown.middle, (front + back) / 2, wide + 2 * across * side, deep + 2 * along * side,
        HIGH[shown.holder] * side, shown.slit, SLIT * side, shown.holder,
    )  # fmt: skip


def seat(of: Seat, seed: int) -> tuple[list[Mesh], list[Mesh]]:
    """Return (what is hard of a seat, what is of cloth)."""
    if of.holder == "rolls":
        return _tray_of_rolls(of)
    if of.holder == "box":
        return _ring_box(of)
    if of.holder == "block":
        return _sawn(of), []
    return _slabs(of, seed), []


def _sawn(of: Seat) -> list[Mesh]:
    """Return a block with a slit sawn across it: two halves on one foot."""
    back, front = of.z - of.deep / 2, of.z + of.deep / 2
    bevel = BROKEN * of.high
    halves = [
        _box((of.wide, of.high, end - start), (of.x, -of.high / 2, (start + end) / 2), bevel)
        for start, end in ((back, of.slit - of.gap / 2), (of.slit + of.gap / 2, front))
    ]
    core = (of.wide - 2 * of.gap, 0.6 * of.high, of.deep - 2 * of.gap)
    return [*halves, _box(core, (of.x, -0.7 * of.high, of.z), bevel)]


def _ring_box(of: Seat) -> tuple[list[Mesh], list[Mesh]]:
    """Return (the walls of a box, its two cushions with the slit between them)."""
    wall = 0.075 * of.wide
    back, front = of.z - of.deep / 2, of.z + of.deep / 2
    top = -0.10 * of.high
    sides = [_box((wall, of.high + top, of.deep), (of.x + side * (of.wide - wall) / 2, (top - of.high) / 2, of.z),
                  0.35 * wall) for side in (-1, 1)]  # fmt: skip
    ends = [_box((of.wide, of.high + top, wall), (of.x, (top - of.high) / 2, z), 0.35 * wall)
            for z in (back + wall / 2, front - wall / 2)]  # fmt: skip
    inner = of.wide - 2.1 * wall
    pads = [
        _box((inner, 0.8 * of.high, end - start), (of.x, -0.4 * of.high, (start + end) / 2), 0.22 * of.high)
        for start, end in (
            (back + 1.05 * wall, of.slit - 0.004 * of.wide),
            (of.slit + 0.004 * of.wide, front - 1.05 * wall),
        )
    ]
    return [*sides, *ends], pads


def _tray_of_rolls(of: Seat) -> tuple[list[Mesh], list[Mesh]]:
    """Return (a shallow tray, the rolls that fill it), the slit between two of them."""
    radius = _radius_in((of.wide, of.deep))
    back, front = of.z - of.deep / 2, of.z + of.deep / 2
    rows = rolls_beside(of.slit, radius, (back, front))
    made = [_roll(of.wide, radius, (of.x, -radius, z)) for z in rows]
    low, high = rows[0] - radius, rows[-1] + radius
    wall = 0.35 * radius
    deep = high - low + 2 * wall
    tray = [_box((of.wide + 2 * wall, 0.3 * of.high, deep), (of.x, -0.85 * of.high, (low + high) / 2), 0.1 * wall)]
    tall = 0.75 * of.high
    tray += [_box((wall, tall, deep), (of.x + side * (of.wide + wall) / 2, tall / 2 - of.high, (low + high) / 2),
                  0.3 * wall) for side in (-1, 1)]  # fmt: skip
    tray += [_box((of.wide + 2 * wall, tall, wall), (of.x, tall / 2 - of.high, z), 0.3 * wall)
             for z in (low - wall / 2, high + wall / 2)]  # fmt: skip
    return tray, made


def _radius_in(size: tuple[float, float]) -> float:
    """Return the radius of the rolls of a tray of ``size``: seven of them fill it."""
    return size[1] / 14.0


def _slabs(of: Seat, seed: int) -> list[Mesh]:
    """Return a slab, or two of them, the lower one larger and laid askew."""
    random = np.random.default_rng([seed, 83])
    if of.holder == "slab":
        return [_box((of.wide, of.high, of.deep), (of.x, -of.high / 2, of.z), BROKEN * of.high)]
    thick = of.high / 2
    upper = _box((of.wide, thick, of.deep), (of.x, -thick / 2, of.z), 0.06 * thick)
    yaw = float(random.choice([-1.0, 1.0]) * random.uniform(6.0, 11.0))
    lower = rounded_box((1.10 * of.wide, thick, 1.02 * of.deep), 0.06 * thick)
    aside = float(random.choice([-1.0, 1.0])) * 0.10 * of.wide
    return [upper, transform(lower, yaw=yaw, shift=(of.x + aside, -1.5 * thick, of.z + 0.05 * of.deep))]


def _box(size: tuple[float, float, float], place: tuple[float, float, float], bevel: float) -> Mesh:
    return transform(rounded_box(size, bevel), shift=place)


def rolls_beside(slit: float, radius: float, between: tuple[float, float]) -> list[float]:
    """Return the middles of rolls that lie side by side ``between`` two places, two of them touching at ``slit``."""
    below = int(max((slit - between[0]) // (2 * radius), 1))
    over = int(max((between[1] - slit) // (2 * radius), 1))
    return [slit + (2 * number + 1) * radius for number in range(-below, over)]


def _roll(long: float, radius: float, place: tuple[float, float, float]) -> Mesh:
    """Return a roll of cloth along x, its ends round."""
    bend = np.linspace(0.0, np.pi / 2, 10)
    round_off = 0.55 * radius
    end = np.stack([radius - round_off * (1 - np.sin(bend)), round_off * (1 - np.cos(bend))], -1)
    profile = np.concatenate([[[0.0, 0.0]], end, np.stack([end[::-1, 0], long - end[::-1, 1]], -1), [[0.0, long]]])
    lying = transform(lathe(profile, 96), roll=-90.0, shift=(-long / 2, 0.0, 0.0))
    return transform(lying, shift=place)


def ring_rolls(size: tuple[float, float], shown: Shown) -> Mesh:
    """Return rolls of cloth up a plane that leans back, its face as a board's. ``size``: width, height."""
    wide, high = size
    turn = np.radians(tilt_of(shown))
    radius = ROLL * shown.side
    up = rolls_beside(shown.slit / float(np.cos(turn)), radius, (0.0, high / float(np.cos(turn)) + radius))
    made = merge(*(_roll(wide, radius, (0.0, along, -radius)) for along in up))
    leaning = transform(made, pitch=-float(np.degrees(turn)))
    return transform(leaning, shift=(shown.middle, 0.0, shown.waist * float(np.tan(turn))))
