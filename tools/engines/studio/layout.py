"""What stands where: support, floor, backdrop and props round a product, as meshes and material names.

Everything is placed in frame widths and the product's own size, so that a ring and a bag both get a set that fits.
The support's top is y = 0. The camera is on +z, or straight above with -z at the top of the picture.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from tools.engines.studio import backdrops, display_sets
from tools.engines.studio.arranging import arranged
from tools.engines.studio.far_candles import far_candles
from tools.engines.studio.far_lights import far_lights
from tools.engines.studio.masonry import GROWS, behind, block, drum, solids, stuff_of, tint_of
from tools.engines.studio.mesh import transform
from tools.engines.studio.neon import tubes
from tools.engines.studio.open_air import reach
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.relief import Site, foot_of
from tools.engines.studio.terrain import lie
from tools.engines.studio.tops import SLAB_HEIGHT, WIDEST, Top, podium_top, slab_top, tray_top
from tools.specs.scene import Scene, Support

PODIUM_HEIGHT = 0.20

STEP_DEEP, STEP_MIDDLE = 0.34, -0.05
"""Depth of a step, and where the middle of the one is that carries, in frame widths."""

TURNED = {"marble": 31.0, "wood": 69.0}
"""Degrees by which a ground with figures is turned: a figure and its copy are not seen one above the other, and boards
run away from the camera, or their grain is drawn together to level stripes."""

UPRIGHT = 90.0
"""The same of boards that are seen from above: along the picture's side."""

LAID = frozenset({"terrazzo", "marble", "travertine", "slate", "concrete", "wood"})
TERRACE = 1.3
"""Where a laid floor ends under an open sky, in frame widths behind the product: only land runs to the horizon."""

DRAPED = frozenset({"velvet"})
"""Cloth that shows what it is by how its pile lies."""

LOW = 0.02
"""What of a prop is lower than this share of the frame's width stands on the ground."""

LOWS = {"blade": 0.07, "ribbon": 0.07}
"""The same of what lies loosely: no ground rises through it."""

OVER_SHOOTS = 2.2
"""How much higher a tray is round which something grows."""


def lay_out(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> tuple[Part, ...]:
    """Return all parts of the set but lights, product and what only throws shadows."""
    scene, floor = _standing(scene, frame_mm, extent)
    seat, high = display_sets.seated(scene, extent, seed)
    if seat:
        return (*seat, *_around_seat(scene, frame_mm, extent, (seed, high)))
    stood = () if extent.base else arranged(scene, frame_mm, extent, floor, seed).parts  # on a ground that is not seen
    props = tuple(display_sets.before_wall([*stood], frame_mm, extent))
    parts = [*_support(scene, frame_mm, extent, seed)] if scene.support != "ground" else []
    if scene.support == "ground" or scene.surface in GROWS:
        under = -_tray_height(scene, frame_mm) if parts and extent.from_above else floor
        parts.append(_lowered(_ground(scene, frame_mm, extent, seed, props), under))
        scene = scene.model_copy(update={"support": "ground"})
    parts += tubes(scene, frame_mm, extent, floor, props)
    if not display_sets.walled(extent):
        parts += far_candles(scene, frame_mm, extent, floor, (*parts, *props), seed)
        parts += far_lights(scene, frame_mm, extent, floor, seed)
        parts += backdrops.build(scene, frame_mm, extent, floor, seed)
    return display_sets.furnished(scene, frame_mm, extent, (*parts, *props), seed)


def _around_seat(scene: Scene, frame_mm: float, extent: Extent, of: tuple[int, float]) -> Iterator[Part]:
    """Return the ground and the props round a seat that is seen from above; ``of``: the seed, the seat's height."""
    seed, high = of
    props = arranged(scene, frame_mm, extent, 0.0, seed).parts
    if scene.support == "ground":
        ground: tuple[Part, ...] = (_ground(scene, frame_mm, extent, seed, props),)
    else:
        ground = tuple(backdrops.build(scene, frame_mm, extent, 0.0, seed))
        high -= backdrops.BENEATH * frame_mm
    yield from (replace(part, mesh=transform(part.mesh, shift=(0.0, -high, 0.0))) for part in ground)
    yield from (replace(part, mesh=transform(part.mesh, shift=(0.0, -of[1], 0.0))) for part in props)


def left_out(scene: Scene, frame_mm: float, extent: Extent, seed: int = 0) -> tuple[str, ...]:
    """Return the words of ``scene`` that its set does not show for this product: props, or ``backdrop``.

    A prop may find no place, or a podium be too wide for the frame; from above nothing is behind the product, and a
    camera that looks down sees no horizon.
    """
    built, floor = _standing(scene, frame_mm, extent)
    words: list[str] = [prop for prop in ("podium", "steps") if prop in scene.props and built.support != prop]
    words += arranged(built, frame_mm, extent, floor, seed).left
    return (*words, *(("backdrop",) if extent.from_above or _under_the_sky(scene, extent) else ()))


def _under_the_sky(scene: Scene, extent: Extent) -> bool:
    """Return whether the frame ends below the horizon: a camera that looks down sees nothing but the ground."""
    return scene.backdrop in ("horizon", "sky") and extent.eye_height > extent.top


def _standing(scene: Scene, frame_mm: float, extent: Extent) -> tuple[Scene, float]:
    """Return (the scene on a support that fits, the height of the floor in millimetres)."""
    if display_sets.walled(extent) or (not extent.from_above and not _fits(scene, frame_mm, extent)):
        scene = scene.model_copy(update={"support": "ground"})
    if extent.from_above and scene.look is not None:
        scene = scene.model_copy(update={"support": _laid_on(scene)})
    return scene, 0.0 if scene.support == "ground" else -_support_height(scene, frame_mm)


def _laid_on(scene: Scene) -> Support:
    """Return what a thing lies on in a look that is seen from above: cloth goes on, a mirror ends in its edges.

    A covered podium would be a plain disc, and a mirror that fills the frame a grey without a place.
    """
    if scene.surface in DRAPED and scene.support == "podium":
        return "ground"
    return "slab" if scene.surface == "mirror" and scene.support == "ground" else scene.support


def top_of(scene: Scene, frame_mm: float, extent: Extent) -> Top | None:
    """Return the top of what a standing product stands on, or nothing where that is the ground, which goes on."""
    made, _ = _standing(scene, frame_mm, extent)
    if made.support == "steps":
        return Top(0.0, STEP_MIDDLE * frame_mm, frame_mm, 1.3 * STEP_DEEP * frame_mm)
    if made.support == "ground":
        return None
    return slab_top(frame_mm, extent) if made.support == "slab" else podium_top(frame_mm, extent)


def _fits(scene: Scene, frame_mm: float, extent: Extent) -> bool:
    """Say whether a podium is seen whole between the frame's sides, and whether the support ends before the wall."""
    if scene.support not in ("slab", "podium"):
        return True
    top = slab_top(frame_mm, extent) if scene.support == "slab" else podium_top(frame_mm, extent)
    if scene.support == "podium" and extent.seen_wide(abs(top.x) + top.wide / 2, top.z) > WIDEST * frame_mm:
        return False
    return top.deep / 2 - top.z <= (0.92 if scene.backdrop == "arch" else 1.4) * frame_mm


def _support_height(scene: Scene, frame_mm: float) -> float:
    return (PODIUM_HEIGHT if scene.support == "podium" else SLAB_HEIGHT) * frame_mm


def _support(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    builders: dict[str, Callable[[Scene, float, Extent, int], Iterator[Part]]] = {
        "slab": _tray if extent.from_above else _slab,
        "podium": _podium,
        "steps": _steps,
    }
    return builders[scene.support](scene, frame_mm, extent, seed)


def _ground(scene: Scene, frame_mm: float, extent: Extent, seed: int, props: tuple[Part, ...]) -> Part:
    far = backdrops.FAR_SWEEP + 1.0 if extent.steep else 4.0
    deep = reach(scene) if scene.backdrop in ("horizon", "sky") else far
    if scene.backdrop == "sky" and scene.surface in LAID and not extent.steep and not extent.from_above:
        deep = TERRACE
    boxes = tuple(box for part in props if (box := foot_of(part.mesh, LOWS.get(part.material, LOW) * frame_mm)))
    mesh = lie(scene.surface, Site(frame_mm, extent, deep, seed, boxes))
    if scene.surface in TURNED and mesh.uv is not None:
        degrees = UPRIGHT if extent.from_above and scene.surface == "wood" else TURNED[scene.surface]
        cosine, sine = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
        mesh = replace(mesh, uv=(mesh.uv @ np.array([[cosine, sine], [-sine, cosine]])).astype(np.float32))
    return Part(mesh, scene.surface, scene.surface_tint, seed, scene.polish)


def _lowered(part: Part, level: float) -> Part:
    """Return ``part`` at the height ``level`` (mm)."""
    return replace(part, mesh=transform(part.mesh, shift=(0.0, level, 0.0))) if level else part


def _slab(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    """A slab under the product, and what stands behind it."""
    top = slab_top(frame_mm, extent)
    high = SLAB_HEIGHT * frame_mm
    main = block((top.wide, high, top.deep), frame_mm, stuff_of(scene), seed)
    main = transform(main, shift=(top.x, 0.0, top.z))
    yield Part(main, stuff_of(scene), tint_of(scene), seed, scene.polish)
    if "steps" in scene.props or "podium" in scene.props or scene.surface in GROWS:
        return
    for mesh in behind(scene, frame_mm, extent, top):
        yield Part(mesh, stuff_of(scene), tint_of(scene), seed, scene.polish)


def _tray(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    """A square slab seen from above."""
    top = tray_top(frame_mm, extent, scene.caption is not None)
    tray = block((top.wide, _tray_height(scene, frame_mm), top.deep), frame_mm, stuff_of(scene), seed)
    tray = transform(tray, shift=(top.x, 0.0, top.z))
    yield Part(tray, stuff_of(scene), tint_of(scene), seed, scene.polish)


def _tray_height(scene: Scene, frame_mm: float) -> float:
    return (OVER_SHOOTS if scene.surface in GROWS else 1.0) * backdrops.BENEATH * frame_mm


def _podium(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    place, high = podium_top(frame_mm, extent), PODIUM_HEIGHT * frame_mm
    stuff = stuff_of(scene)
    mesh = transform(drum(place.wide / 2, high, frame_mm, stuff, seed), shift=(place.x, -high, place.z))
    yield Part(mesh, stuff, tint_of(scene), seed, scene.polish)
    if "sphere" in scene.props and scene.look is not None:
        for mesh, tint in solids(scene, frame_mm, extent):
            yield Part(mesh, stuff_of(scene), tint, seed, scene.polish)


def _steps(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    """Three broad steps: the product stands on the middle one."""
    high, deep = SLAB_HEIGHT * frame_mm, STEP_DEEP * frame_mm
    wide = max(0.95 * frame_mm, 1.3 * extent.width)
    blocks = (
        ((wide, high, deep * 1.3), (0.0, 0.0, STEP_MIDDLE * frame_mm)),
        ((wide, high * 1.9, deep), (0.2 * frame_mm, high * 0.9, -0.42 * frame_mm)),
        ((wide, high * 0.5, deep), (-0.2 * frame_mm, -high * 0.5, 0.30 * frame_mm)),
    )
    for size, place in blocks:
        aside = extent.middle if scene.caption else 0.0
        place = (place[0] + aside, *place[1:])
        mesh = transform(block(size, frame_mm, stuff_of(scene), seed), shift=place)
        yield Part(mesh, stuff_of(scene), tint_of(scene), seed, scene.polish)
