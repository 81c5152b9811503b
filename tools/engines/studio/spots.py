"""Which prop of a set stands where round the product, and which have no place left."""

from dataclasses import dataclass, replace

from tools.engines.studio.part import Extent
from tools.engines.studio.tops import WIDEST, podium_top, slab_top
from tools.specs.scene import Scene

APART = 0.05
"""Least room seen between a ball and a support, in frame widths."""

SMALLEST_BALL = 0.10
"""A smaller one, in frame widths, is a bead."""

ORDERS = ((0, 1, 2, 3), (1, 0, 3, 2), (3, 1, 2, 0), (1, 2, 0, 3))
"""Which place is taken first, second, …, per arrangement."""


@dataclass(frozen=True)
class Spot:
    """A place beside the product: ``side`` -1 left or 1 right, z and the height of the ground in millimetres.

    ``edge`` is how far from x = 0 the first free millimetre is; ``size`` the largest that may stand there; ``larger``
    how many times as large as usual it is.
    """

    side: float
    edge: float
    z: float
    y: float
    size: float
    larger: float = 1.0


@dataclass(frozen=True)
class Way:
    """One way to arrange props: which of ``ORDERS``, on which side the places begin, how many times as large as usual;
    how much farther aside and forward, and how far tall things are tucked behind the product, in frame widths."""

    order: int = 0
    mirrored: bool = False
    larger: float = 1.0
    aside: float = 0.0
    back: float = 0.0
    tucked: float = 0.0


TALL = frozenset({"branch", "arch", "fabric_fold"})
"""Props that are still seen when they stand partly behind the product."""

BEHIND = -0.14
"""A place farther back than this is behind the product, in frame widths."""

SPOTTED: dict[str, float] = {
    "sphere": 0.20,
    "pebbles": 0.26,
    "flowers": 0.55,
    "branch": 0.50,
    "fabric_fold": 0.95,
    "book": 0.46,
    "candle": 0.30,
    "shell": 0.17,
    "ribbon": 0.62,
    "glass_block": 0.24,
    "arch": 0.55,
}
"""Props that take a spot, with their size in frame widths."""


def support_reach(scene: Scene, frame_mm: float, extent: Extent) -> float:
    """Return how far from its middle the support carries things, in millimetres."""
    if scene.support == "podium":
        return 0.4 * podium_top(frame_mm, extent).wide
    return {"ground": 1e9, "steps": 0.47 * frame_mm}.get(scene.support, slab_top(frame_mm, extent).wide / 2)


def _free(frame_mm: float, extent: Extent, reach: float, floor: float) -> list[Spot]:
    """Return places beside and behind the product that don't touch it, the best first.

    What would stand beyond ``reach`` stands on the floor, beside the support and a little before it.
    """
    right, left = extent.right, -extent.left
    if extent.from_above:
        deep, at = extent.height / 2, extent.middle_z
        return [
            Spot(1, right + 0.03 * frame_mm, at + deep * 0.8 + 0.06 * frame_mm, 0.0, 0.30 * frame_mm),
            Spot(-1, left + 0.03 * frame_mm, at - deep * 0.8 - 0.10 * frame_mm, 0.0, 0.36 * frame_mm),
            Spot(1, right + 0.02 * frame_mm, at - deep - 0.16 * frame_mm, 0.0, 0.34 * frame_mm),
        ]
    if max(right, left) + 0.10 * frame_mm > reach:
        return [
            *_clear(extent, reach, frame_mm, floor),
            Spot(-1, reach - extent.middle + 0.05 * frame_mm, -0.30 * frame_mm, floor, 0.80 * frame_mm),
            Spot(-1, reach - extent.middle + 0.04 * frame_mm, 0.12 * frame_mm, floor, 0.16 * frame_mm),
        ]
    return [
        Spot(1, right + 0.03 * frame_mm, -0.16 * frame_mm, 0.0, 0.60 * frame_mm),
        Spot(-1, left + 0.04 * frame_mm, -0.26 * frame_mm, 0.0, 0.70 * frame_mm),
        Spot(1, right + 0.03 * frame_mm, 0.10 * frame_mm, 0.0, 0.16 * frame_mm),
        Spot(-1, left + 0.03 * frame_mm, 0.08 * frame_mm, 0.0, 0.14 * frame_mm),
    ]


def _clear(extent: Extent, reach: float, frame_mm: float, floor: float) -> list[Spot]:
    """Return a place on the floor to the right with ``APART`` between it and the support, if the frame has one.

    A view camera that looks far down draws a ball near the lower corner as an egg.
    """
    edge = max(0.0, extent.middle) + max(1.25 * reach, 0.24 * frame_mm) + APART * frame_mm
    if extent.steep or edge + SMALLEST_BALL * frame_mm > WIDEST * frame_mm:
        return []
    return [Spot(1, edge, 0.02 * frame_mm, floor, 0.12 * frame_mm)]


def placed_props(
    scene: Scene, frame_mm: float, extent: Extent, floor: float, way: Way | None = None
) -> tuple[list[tuple[str, Spot]], list[str]]:
    """Return (the props that take a spot, each with its own, those that have none left); mm, the floor's height."""
    way = way or Way(order=scene.arrangement)
    free = _free(frame_mm, _mirrored(extent) if way.mirrored else extent, support_reach(scene, frame_mm, extent), floor)
    spotted: list[str] = [name for name in scene.props if name in SPOTTED]
    wished = [name for name in spotted if not (name == "arch" and scene.backdrop == "arch")]
    no_ball = free[0].side < 0 or free[0].edge + SMALLEST_BALL * frame_mm > WIDEST * frame_mm
    if no_ball:  # no room at the first place: it would touch, or be cut
        wished = [name for name in wished if name != "sphere"]
    order = [at for at in ORDERS[way.order] if at < len(free)]
    if "sphere" in wished:  # it has room at the first place only
        wished, order = ["sphere", *(n for n in wished if n != "sphere")], [0, *(at for at in order if at != 0)]
    spots = [free[at] for at in order]
    standing = [(name, _moved(spot, name, way, frame_mm)) for name, spot in zip(wished, spots, strict=False)]
    return standing, [name for name in spotted if name not in dict(standing)]


def _mirrored(extent: Extent) -> Extent:
    """Return ``extent`` seen in a mirror: left is right."""
    feet = extent.feet and replace(extent.feet, x=-extent.feet.x)
    return replace(extent, left=-extent.right, right=-extent.left, feet=feet, outline=None)


def _moved(spot: Spot, name: str, way: Way, frame_mm: float) -> Spot:
    """Return ``spot`` as ``way`` has it for the prop ``name``."""
    tucked = way.tucked if name in TALL and spot.z < BEHIND * frame_mm and spot.y == 0.0 else -way.aside
    edge = spot.edge - (tucked * frame_mm if name != "sphere" else 0.0)
    side = -spot.side if way.mirrored else spot.side
    return replace(spot, side=side, edge=edge, z=spot.z + way.back * frame_mm, larger=way.larger)
