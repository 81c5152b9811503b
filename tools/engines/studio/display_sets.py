"""The bodies that a product is shown on, as parts of the set: card, slope, wall with a hook, cushion, block, bust."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tools.engines.studio import backdrops, bodies
from tools.engines.studio.cushion import cushion, cushion_size
from tools.engines.studio.display import BESIDE, TILT, Shown, bust_axis, bust_depth, bust_width
from tools.engines.studio.footprint import Footprint
from tools.engines.studio.mesh import Mesh, transform
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.tints import is_dark, mixed
from tools.specs.scene import Scene

CARDS = frozenset({"paper", "linen", "velvet", "leather", "plaster"})
"""Surfaces whose stuff a card is covered with; else it is paper. Silk without a fold is taken for wood."""

SOFT_STUFFS = frozenset({"linen", "velvet", "leather"})

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
        front = shown.waist * float(np.tan(np.radians(TILT[shown.display])))
        deep = bodies.wedge_foot(high, TILT["slope"]) if shown.display == "slope" else CARD_THICK * frame_mm
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
    made = BUILDERS[shown.display](scene, shown, extent, frame_mm)
    return (*parts, *(replace(part, seed=seed + 5) for part in made))


def _soft(scene: Scene, mesh: Mesh, seed: int) -> Part:
    """Return ``mesh`` in cloth: the surface's own if it is one, else linen in the colour of what is soft on the set."""
    if scene.surface in SOFT_STUFFS:
        return Part(mesh, scene.surface, scene.prop_tint or scene.surface_tint, seed, scene.polish)
    dark = scene.backdrop_tint is not None and is_dark(scene.backdrop_tint)
    return Part(mesh, "velvet" if dark else "linen", _accent(scene, 0.35), seed)


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
    size = (extent.width, extent.height)
    clear = {"glass": "clear_glass", "acrylic": "clear_acrylic", "water": "plaster", "sand": "plaster",
             "moss": "plaster", "snow": "plaster", "mirror": "plaster"}  # fmt: skip
    stuff = clear.get(scene.surface, scene.surface)
    tint = scene.surface_tint if stuff == scene.surface else None
    return [Part(bodies.wedge(size, TILT["slope"], shown, 0.02 * frame_mm), stuff, tint, 0, scene.polish)]


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
