"""Blocks of a set, and what of the same stuff stands behind the one that carries the product: layers, not a wall."""

import math
from collections.abc import Iterator
from zlib import crc32

from tools.engines.studio.mesh import Mesh, cylinder, rounded_box, transform
from tools.engines.studio.part import Extent
from tools.engines.studio.tops import SLAB_HEIGHT, Top
from tools.engines.studio.worn import EVEN, wear_of, worn_box, worn_drum
from tools.specs.scene import Scene

BEVEL = 0.004
"""Radius of the edges of what is wrapped or polished, in frame widths: a crisp line of light."""

HEWN = {"glass": "clear_glass", "acrylic": "clear_acrylic", "moss": "concrete"}
"""What blocks are made of where it is not the surface: glass grounds are painted behind, moss grows round stone."""

HEWN_TINT = {"moss": "#98948a"}
"""Colour of such a block."""

GROWS = frozenset({"moss"})
"""Surfaces that stay the ground round a block."""

COVERED, PADDED = frozenset({"leather", "velvet", "silk", "linen"}), 6.0
"""Stands that are covered, and how much rounder their rims are than those of cut ones."""

Cut = tuple[float, float, float, float, float]
"""A block: width, height over the slab's top, depth, and place across and behind, in frame widths."""

ONE: tuple[Cut, ...] = ((0.42, 0.20, 0.34, 0.54, 0.0),)
RISING: tuple[Cut, ...] = ((0.34, 0.09, 0.34, 0.33, 0.04), (0.40, 0.36, 0.34, 0.71, -0.02))
PILLAR: tuple[Cut, ...] = ((0.22, 1.90, 0.22, 0.37, 0.0), (0.40, -0.06, 0.30, -0.50, 0.10))
PAIR: tuple[Cut, ...] = ((0.34, 0.34, 0.30, 0.46, -0.05), (0.46, 0.05, 0.34, -0.52, 0.02))
DISC: tuple[Cut, ...] = ()
FORMS = (ONE, RISING, PILLAR, PAIR, DISC)

SALT = 240
"""Gives each of our looks on a slab another of ``FORMS``."""

Solid = tuple[float, float, float, float, bool]
"""A drum: radius, height over the floor, place across and behind, in frame widths; whether it has the accent."""

SOLIDS: tuple[tuple[Solid, ...], ...] = (
    ((0.15, 0.46, -0.38, -0.62, False),),
    ((0.13, 0.62, 0.40, -0.70, False), (0.17, 0.22, 0.52, -0.42, True)),
    ((0.24, 0.12, -0.46, -0.55, True), (0.12, 0.50, 0.42, -0.70, False)),
)
"""Drums beside a podium, per arrangement."""

LEVEL = 0.06
"""Nearer to the product's top than this, in frame widths, another's top seems to touch it."""

FAR = -1.05
"""Where the disc of such a set stands, in frame widths."""

ROUND = (0.38, 0.07, 0.16)
"""Radius and thickness of a disc that stands behind, and how far aside, in frame widths."""


def stuff_of(scene: Scene) -> str:
    """Return what the blocks of ``scene`` are made of."""
    return HEWN.get(scene.surface, scene.surface)


def tint_of(scene: Scene) -> str | None:
    """Return the colour of the blocks of ``scene``; the stuff's own if it is None."""
    return HEWN_TINT.get(scene.surface, scene.surface_tint)


def block(size: tuple[float, float, float], frame_mm: float, stuff: str = "", seed: int = 0) -> Mesh:
    """Return a block of ``size`` (x, y, z) mm of ``stuff`` whose top is y = 0, its edges worn as that wears."""
    even = not stuff or stuff in EVEN
    mesh = rounded_box(size, BEVEL * frame_mm) if even else worn_box(size, frame_mm, wear_of(stuff), seed)
    return transform(mesh, shift=(0.0, -size[1] / 2, 0.0))


def drum(radius: float, height: float, frame_mm: float, stuff: str, seed: int = 0) -> Mesh:
    """Return an upright drum of ``stuff`` on y = 0; sizes in mm."""
    if stuff in EVEN:
        return cylinder(radius, height, (PADDED if stuff in COVERED else 2.0) * BEVEL * frame_mm)
    return worn_drum(radius, height, frame_mm, wear_of(stuff), seed)


def behind(scene: Scene, frame_mm: float, extent: Extent, top: Top) -> Iterator[Mesh]:
    """Return what stands on the floor behind a slab with the top ``top``: of each look and arrangement another form."""
    side = _side(scene)
    back = min(-0.72 * frame_mm, top.z - top.deep / 2 - 0.27 * frame_mm)
    form = _form(scene, extent)
    for wide, usual, deep, across, away in form:
        high = _off_the_line(usual, frame_mm, extent, back + away * frame_mm)
        size = (wide * frame_mm, (SLAB_HEIGHT + high) * frame_mm, deep * frame_mm)
        place = (side * across * frame_mm, high * frame_mm, back + away * frame_mm)
        yield transform(block(size, frame_mm, stuff_of(scene), round(1000 * (across + 1.0))), shift=place)
    if not form:
        yield _disc(frame_mm, side, back, stuff_of(scene))


def solids(scene: Scene, frame_mm: float, extent: Extent) -> Iterator[tuple[Mesh, str | None]]:
    """Return (drum or disc, colour) behind a podium in a set of plain solids: the palette's accent comes back there."""
    if extent.steep or extent.from_above or scene.caption is not None or scene.backdrop == "arch":
        return
    side = _side(scene)
    own = scene.surface_tint
    accent = scene.prop_tint or own
    for radius, high, across, away, accented in SOLIDS[scene.arrangement % len(SOLIDS)]:
        solid = drum(radius * frame_mm, high * frame_mm, frame_mm, stuff_of(scene), int(1000 * radius))
        place = (side * across * frame_mm, -SLAB_HEIGHT * frame_mm, away * frame_mm)
        yield transform(solid, shift=place), accent if accented else own
    yield _disc(frame_mm, side, FAR * frame_mm, stuff_of(scene)), accent


def _side(scene: Scene) -> float:
    """Return 1 where what stands behind goes to the right, away from words and from the light, and -1 to the left."""
    lit = 1.0 if scene.light_from != "right" else -1.0
    return {"left": 1.0, "right": -1.0}.get(scene.caption or "", lit)


def _off_the_line(high: float, frame_mm: float, extent: Extent, z: float) -> float:
    """Return ``high`` (frame widths), raised where a top at ``z`` would be seen level with the product's own."""
    away = extent.eye_distance
    nearer = away / (away - z) if math.isfinite(away) else 1.0
    top = extent.eye_height + (high * frame_mm - extent.eye_height) * nearer
    return high + 2.5 * LEVEL if abs(top - extent.height) < LEVEL * frame_mm else high


def _disc(frame_mm: float, side: float, back: float, stuff: str) -> Mesh:
    """Return a disc that stands on its edge on the floor at z = ``back``."""
    radius, thick, across = (share * frame_mm for share in ROUND)
    disc = transform(drum(radius, thick, frame_mm, stuff, 5), pitch=90.0)
    return transform(disc, shift=(side * across, radius - SLAB_HEIGHT * frame_mm, back))


def _form(scene: Scene, extent: Extent) -> tuple[Cut, ...]:
    """Return one of ``FORMS``; a camera that looks down sees tops, and beside words or an arch there is one block."""
    plain = extent.steep or scene.caption is not None or scene.backdrop == "arch" or scene.look is None
    if plain:
        return ONE
    return FORMS[(crc32(f"{scene.look}{SALT}".encode()) + scene.arrangement) % len(FORMS)]
