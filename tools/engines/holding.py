"""The form of what carries a product, where several would be true of its photo: the look chooses, a variant another.

A ring that was seen from before its head is as true in the slit of an upright block, seen from before, as on a wedge
or between rolls that lean back, or stuck in a block, a box or the sand, seen from straight above.
"""

from dataclasses import dataclass
from zlib import crc32

from tools.engines.showing import Choice, Looked, facing, upright_pair
from tools.specs.scene import Scene, SceneWish
from tools.specs.words import Camera, Display, Holder

SOFT = frozenset({"velvet", "silk", "linen", "leather"})
LAND = frozenset({"sand", "snow", "moss"})
SMALL = frozenset({"watch", "bracelet", "eyewear", "earring", "brooch", "cufflinks", "necklace"})
"""What may lie on a slab of its own, seen from above."""

SEEN_BEHIND = frozenset({"arch", "window", "horizon", "sky"})
"""Backdrops that a look is known by: a camera straight above would lose them."""

SEEN_LIGHTS = frozenset({"neon", "candle"})
"""Lights whose tubes and flames stand behind the product."""


@dataclass(frozen=True)
class Held:
    """One way to show a product: its display, the form of what carries it, the camera that makes its photo right."""

    display: Display | None
    holder: Holder | None
    camera: Camera


WEDGE, UPRIGHT = Held("slope", None, "three_quarter"), Held("slope", "upright", "front")
ROLLS, TRAY = Held("slope", "rolls", "three_quarter"), Held("lie", "rolls", "flat_lay")
BLOCK, BOX, NESTED = (Held("lie", holder, "flat_lay") for holder in ("block", "box", None))
CARD, LAID = Held("card", None, "front"), Held("lie", None, "flat_lay")
SLAB, STACK = (Held("lie", holder, "flat_lay") for holder in ("slab", "stack"))

RING: dict[str, tuple[Held, ...]] = {
    "soft": (ROLLS, BOX, UPRIGHT, TRAY), "land": (UPRIGHT, NESTED, WEDGE), "hard": (UPRIGHT, BLOCK, ROLLS),
}  # fmt: skip


def held(choice: Choice, looked: Looked, wish: SceneWish, scene: Scene, variant: int) -> Held:
    """Return how the product is shown on ``scene`` for a ``variant``: as ``choice`` says, or in another true way."""
    ways = tuple(way for way in _ways(choice, looked, scene) if _as_asked(way, wish, scene))
    plain = Held(choice.display, None, choice.camera)
    if not ways:
        return plain
    return ways[(crc32(repr((scene.look, scene.surface)).encode()) // 7 + variant) % len(ways)]


def _ways(choice: Choice, looked: Looked, scene: Scene) -> tuple[Held, ...]:
    """Return all ways that are true of the photo, for what its set is of."""
    kind = "soft" if scene.surface in SOFT else "land" if scene.surface in LAND else "hard"
    if looked.category == "ring" and facing(looked.alpha) and choice.display in ("slope", None):
        above = tuple(way for way in RING[kind] if way.camera == "flat_lay")
        return above if choice.camera == "flat_lay" else RING[kind]
    if looked.category == "earring" and choice.display == "card" and upright_pair(looked.alpha):
        return (CARD, SLAB, STACK) if kind == "hard" else (CARD, LAID)
    laid = choice.pose == "lying" and choice.camera == "flat_lay" and choice.display is None
    return _laid(scene, kind) if laid and looked.category in SMALL else ()


def _laid(scene: Scene, kind: str) -> tuple[Held, ...]:
    """Return on what a thing lies that is seen from straight above: on the ground or a support, or on slabs."""
    plain = Held(None, None, "flat_lay")
    if kind == "hard" and scene.support == "slab":
        return plain, Held(None, "stack", "flat_lay"), Held(None, "slab", "flat_lay")
    return (plain, Held(None, "slab", "flat_lay")) if kind == "hard" and scene.support == "ground" else ()


def _as_asked(way: Held, wish: SceneWish, scene: Scene) -> bool:
    """Say whether ``way`` is what the wish says of camera and display, and shows the backdrop that is meant."""
    if wish.camera is not None and way.camera != wish.camera:
        return False
    if wish.display is not None and way.display != wish.display:
        return False
    behind = scene.backdrop in SEEN_BEHIND or scene.light in SEEN_LIGHTS
    known = wish.backdrop is not None or behind or scene.caption is not None
    return way.camera != "flat_lay" or not known or wish.camera == "flat_lay"
