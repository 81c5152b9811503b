"""The bodies that a product is shown on, as parts of the set: card, slope, wall with a hook, cushion, block, bust."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tools.engines.studio import backdrops, bodies
from tools.engines.studio.cushion import cushion, cushion_size
from tools.engines.studio.display import BESIDE, SEATS, TILT, Shown, bust_axis, bust_depth, bust_width, tilt_of
from tools.engines.studio.footprint import Footprint
from tools.engines.studio.holders import ROLL, SLIT, ring_rolls, seat, seat_of
from tools.engines.studio.mesh import Mesh, transform
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.tints import is_dark, mixed
from tools.specs.scene import Scene

CARDS = frozenset({"paper", "linen", "velvet", "leather", "plaster"})
"""Surfaces whose stuff a card is covered with; else it is paper. Silk without a fold is taken for wood."""

SOFT_STUFFS = frozenset({"linen", "velvet", "leather"})

FINER = {"linen": 2.2, "leather": 2.2, "wood": 1.5}
"""How many times as fine the stuff of a jeweller's stand is as a table's: tightly woven, of small grain."""

WEDGE_BEVEL = 0.007
CARD_THICK = 0.016
"""Of the frame's width."""


def walled(extent: Extent) -> bool:
    """Say whether the product hangs on a wall of its own, right behind it."""
    return extent.shown is not None and extent.shown.display == "hang"


def before_wall(props: list[Part], frame_mm: float, extent: Extent) -> list[Part]:
    """Return ``props`` moved to the camera, all as far, where they would stand in the wall that a product hangs on."""
    shown = extent.shown
    if shown is None or not props or not walled(extent):
        return props
    back = -bodies.wall_gap(shown, frame_mm) + 0.01 * frame_mm
    into = back - min(float(part.mesh.vertices[:, 2].min()) for part in props)
    return [replace(part, mesh=transform(part.mesh, shift=(0.0, 0.0, max(into, 0.0)))) for part in props]


def body_of(extent: Extent, frame_mm: float) -> Extent:
    """Return ``extent`` with the sides, the height and the feet of the body that carries the product."""
    shown = extent.shown
    assert shown is not None
    if shown.display in ("card", "slope"):
        margin = BESIDE[shown.display] * shown.side
        high = shown.high + margin
        front = shown.waist * float(np.tan(np.radians(tilt_of(shown))))
        deep = bodies.wedge_foot(high, shown) if shown.display == "slope" else CARD_THICK * frame_mm
        return _on(extent, (shown.left - margin, shown.right + margin), high, (front - deep, front))
    if shown.display == "bust":
        y = np.linspace(0.0, shown.high, 60)
        wide, deep = float(bust_width(y, shown).max()), float(bust_depth(y[:1], shown)[0])
        sides = (shown.middle - wide, shown.middle + wide)
        return _on(extent, sides, shown.high * 1.2, (bust_axis(shown) - deep, bust_axis(shown) + deep))
    if shown.display == "hang":
        return replace(extent, height=shown.high, feet=_box((extent.left, extent.right), (-shown.deep, 0.0)))
    if shown.display == "lean":
        return replace(extent, feet=_box((extent.left, extent.right), (-0.5 * shown.side, 0.0)))
    if shown.display == "lie":
        of = seat_of(extent)
        if extent.feet is not None:
            extent = replace(extent, shown=replace(shown, rests=(extent.feet.back, extent.feet.front)))
        z = (of.z - of.deep / 2, of.z + of.deep / 2)
        return replace(_on(extent, (of.x - of.wide / 2, of.x + of.wide / 2), of.deep, z), height=of.deep)
    return _on_cushion(extent, frame_mm)


def _box(x: tuple[float, float], z: tuple[float, float]) -> Footprint:
    return Footprint(np.array([x[0], x[1], x[0], x[1]]), np.array([z[0], z[0], z[1], z[1]]))


def _on(extent: Extent, sides: tuple[float, float], high: float, z: tuple[float, float]) -> Extent:
    return replace(extent, left=sides[0], right=sides[1], height=high, feet=_box(sides, z))


def _on_cushion(extent: Extent, frame_mm: float) -> Extent:
    """Return the extent of the cushion; what is under it is reckoned from its foot."""
    size = cushion_size(extent, frame_mm)
    sides, z = (size.x - size.wide / 2, size.x + size.wide / 2), (size.z - size.deep / 2, size.z + size.deep / 2)
    eye = extent.eye_height + size.high if not extent.from_above else extent.eye_height
    if extent.feet is not None and extent.shown is not None:
        touched = (extent.feet.back, extent.feet.front)
        extent = replace(extent, shown=replace(extent.shown, rests=touched))
    sunk = replace(_on(extent, sides, extent.height + size.high, z), eye_height=eye, top=extent.top + size.high)
    return replace(sunk, height=size.deep) if extent.from_above else sunk


def furnished(scene: Scene, frame_mm: float, extent: Extent, parts: tuple[Part, ...], seed: int) -> tuple[Part, ...]:
    """Return ``parts`` with the body that carries the product, if any does; a cushion lies under it."""
    shown = extent.shown
    if shown is None:
        return parts
    if shown.display == "cushion":
        pad, high = cushion(extent, frame_mm, seed)
        sunk = (replace(part, mesh=transform(part.mesh, shift=(0.0, -high, 0.0))) for part in parts)
        return (*sunk, _soft(scene, pad, seed))
    if shown.display == "lie":
        return parts
    made = BUILDERS[shown.display](scene, shown, extent, frame_mm)
    return (*parts, *(replace(part, seed=seed + 5, finer=FINER.get(part.material, 1.0)) for part in made))


def seated(scene: Scene, extent: Extent, seed: int) -> tuple[list[Part], float]:
    """Return (what lies under a product that is seen from above, its height in mm); nothing where none does."""
    shown = extent.shown
    if shown is None or shown.display != "lie" or shown.holder not in SEATS:
        return [], 0.0
    of = seat_of(extent)
    hard, soft = seat(of, seed)
    parts = [_soft(scene, mesh, seed) for mesh in soft]
    parts = [replace(part, finer=FINER.get(part.material, 1.0)) for part in parts]
    if soft:  # the walls of a box and a tray
        tint = _accent(scene, 0.2)
        return [*parts, *(Part(mesh, "paper", tint, seed) for mesh in hard)], of.high
    return [*parts, *(_hard(scene, mesh, seed + at) for at, mesh in enumerate(hard))], of.high


def carriers(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> list[Mesh]:
    """Return the meshes of what carries the product, but for a wall, which is behind all."""
    shown = extent.shown
    if shown is None or shown.display in ("hang", "cushion"):
        return []
    if shown.display == "lie":
        return [part.mesh for part in seated(scene, extent, seed)[0]]
    return [part.mesh for part in BUILDERS[shown.display](scene, shown, extent, frame_mm)]


def _soft(scene: Scene, mesh: Mesh, seed: int) -> Part:
    """Return ``mesh`` in cloth: the surface's own if it is one, else linen in the colour of what is soft on the set."""
    if scene.surface in SOFT_STUFFS:
        return Part(mesh, scene.surface, scene.prop_tint or scene.surface_tint, seed, scene.polish)
    dark = scene.backdrop_tint is not None and is_dark(scene.backdrop_tint)
    return Part(mesh, "velvet" if dark else "linen", _accent(scene, 0.35), seed)


PAINTED = frozenset({"acrylic", "terrazzo"})
"""Grounds whose colour the plaster has that carries a product there: of them a block is too clear, or too loud."""


def _hard(scene: Scene, mesh: Mesh, seed: int) -> Part:
    """Return ``mesh`` in the surface's stuff, or in plaster where a block of that is none."""
    stuff = scene.surface if scene.surface in bodies.BLOCKS - PAINTED else "plaster"
    tint = scene.surface_tint if stuff == scene.surface or scene.surface in PAINTED else None
    return Part(mesh, stuff, tint, seed, scene.polish)


def _accent(scene: Scene, pale: float) -> str | None:
    """Return the colour of cloth and card: the one said of it, the palette's third, else the wall's, paler."""
    if scene.prop_tint:
        return scene.prop_tint
    if len(scene.palette) > 2:
        return scene.palette[2]
    tint = scene.backdrop_tint or scene.surface_tint
    if tint is None:
        return None
    return mixed(tint, "#000000", 0.25) if is_dark(tint) else mixed(tint, "#fbf8f3", pale)


def _card(scene: Scene, shown: Shown, extent: Extent, frame_mm: float) -> list[Part]:
    size = (extent.width, extent.height, CARD_THICK * frame_mm)
    mesh = bodies.board(size, TILT["card"], shown)
    if scene.surface in CARDS:
        return [Part(mesh, scene.surface, scene.prop_tint or scene.surface_tint, 0, scene.polish)]
    return [Part(mesh, "paper", _accent(scene, 0.55), 0)]


def _slope(scene: Scene, shown: Shown, extent: Extent, frame_mm: float) -> list[Part]:
    size, bevel = (extent.width, extent.height), WEDGE_BEVEL * frame_mm
    if shown.holder == "rolls":
        inside = (0.96 * size[0], size[1] - ROLL * shown.side)
        back = [
            transform(mesh, shift=(0.0, 0.0, -1.3 * ROLL * shown.side)) for mesh in bodies.wedge(inside, shown, bevel)
        ]
        return [_soft(scene, mesh, 0) for mesh in (*back, ring_rolls(size, shown))]
    cut = None
    if shown.holder == "upright":
        cut = (shown.slit - SLIT * shown.side / 2, shown.slit + SLIT * shown.side / 2)
    return [_hard(scene, mesh, 0) for mesh in bodies.wedge(size, shown, bevel, cut)]


def _bust(scene: Scene, shown: Shown, extent: Extent, frame_mm: float) -> list[Part]:
    return [_soft(scene, bodies.bust(shown), 0)]


def _lean(scene: Scene, shown: Shown, extent: Extent, frame_mm: float) -> list[Part]:
    mesh = bodies.prop_block(shown, TILT["lean"], frame_mm)
    stuff = scene.surface if scene.surface in bodies.BLOCKS else "plaster"
    tint = scene.surface_tint if stuff == scene.surface else _accent(scene, 0.2)
    return [Part(mesh, stuff, tint, 0, scene.polish)]


def _hang(scene: Scene, shown: Shown, extent: Extent, frame_mm: float) -> list[Part]:
    """A wall right behind the product, of what its backdrop would be, and what it hangs from."""
    back = -bodies.wall_gap(shown, frame_mm)
    wall = backdrops.upright(frame_mm, back, 12.0, 0.0, backdrops.WALL_HEIGHT * frame_mm)
    stuff = "linen" if scene.backdrop == "drape" else backdrops.WALL_MATERIAL
    parts = [Part(wall, stuff, scene.backdrop_tint, 0)]
    return [*parts, *(Part(mesh, "wood", None, 0) for mesh in bodies.hanger(shown, back, frame_mm))]


Builder = Callable[[Scene, Shown, Extent, float], list[Part]]
BUILDERS: dict[str, Builder] = {"card": _card, "slope": _slope, "bust": _bust, "lean": _lean, "hang": _hang}
