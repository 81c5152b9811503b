"""What stands where: support, floor, backdrop and props round a product, as meshes and material names.

Everything is placed in frame widths and the product's own size, so that a ring and a bag both get a set that fits.
The support's top is y = 0. The camera is on +z, or straight above with -z at the top of the picture.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from tools.engines.studio import backdrops, display_sets
from tools.engines.studio.mesh import Mesh, rounded_box, transform
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.props.catalog import make_prop
from tools.engines.studio.relief import Site, foot_of
from tools.engines.studio.split_block import split_block
from tools.engines.studio.spots import SPOTTED, Spot, placed_props
from tools.engines.studio.terrain import lie
from tools.engines.studio.tops import SLAB_YAW, WIDEST, podium_top, slab_top
from tools.specs.scene import Scene

SLAB_HEIGHT = 0.20
"""Height of a slab in frame widths."""

PODIUM_HEIGHT = 0.20

BEFORE = 0.30
"""How far before the product a low thing lies, in frame widths."""

FLATTEST_BALL = 0.8
"""As flat as a ball may be made to be seen round; flatter, its shadow gives it away."""

TURNED = 31.0
"""Degrees by which a ground with figures is turned, so that a figure and its copy are not seen one above the other."""


TURNED_SURFACES = frozenset({"marble"})
LOW = 0.02
"""What of a prop is lower than this share of the frame's width stands on the ground."""

SPLIT = frozenset({"slate"})
CLEAR = {"glass": "clear_glass", "acrylic": "clear_acrylic"}

RELIEF = 0.022
"""How deep split stone is broken, in frame widths."""


def lay_out(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> tuple[Part, ...]:
    """Return all parts of the set but lights, product and what only throws shadows."""
    scene, floor = _standing(scene, frame_mm, extent)
    props = display_sets.before_wall(_props(scene, frame_mm, extent, floor, seed), frame_mm, extent)
    on_ground = scene.support == "ground"
    parts = [_ground(scene, frame_mm, extent, seed, props)] if on_ground else [*_support(scene, frame_mm, extent, seed)]
    if not display_sets.walled(extent):
        parts += backdrops.build(scene, frame_mm, extent, floor, seed)
    return display_sets.furnished(scene, frame_mm, extent, (*parts, *props), seed)


def left_out(scene: Scene, frame_mm: float, extent: Extent) -> tuple[str, ...]:
    """Return the words of ``scene`` that its set does not show for this product: props, or ``backdrop``.

    A prop may find no place, or a podium be too wide for the frame; from above nothing is behind the product.
    """
    built, floor = _standing(scene, frame_mm, extent)
    words: list[str] = [prop for prop in ("podium", "steps") if prop in scene.props and built.support != prop]
    words += placed_props(built, frame_mm, extent, floor)[1]
    return (*words, *(("backdrop",) if extent.from_above else ()))


def _standing(scene: Scene, frame_mm: float, extent: Extent) -> tuple[Scene, float]:
    """Return (the scene on a support that fits, the height of the floor in millimetres)."""
    if display_sets.walled(extent) or (not extent.from_above and not _fits(scene, frame_mm, extent)):
        scene = scene.model_copy(update={"support": "ground"})
    return scene, 0.0 if scene.support == "ground" else -_support_height(scene, frame_mm)


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


def _ground(scene: Scene, frame_mm: float, extent: Extent, seed: int, props: list[Part]) -> Part:
    far = backdrops.FAR_SWEEP + 1.0 if extent.steep else 4.0
    deep = 40.0 if scene.backdrop in ("horizon", "sky") else far
    boxes = tuple(box for part in props if (box := foot_of(part.mesh, LOW * frame_mm)))
    mesh = lie(scene.surface, Site(frame_mm, extent, deep, seed, boxes))
    if scene.surface in TURNED_SURFACES and mesh.uv is not None:
        cosine, sine = np.cos(np.radians(TURNED)), np.sin(np.radians(TURNED))
        mesh = replace(mesh, uv=(mesh.uv @ np.array([[cosine, sine], [-sine, cosine]])).astype(np.float32))
    return Part(mesh, scene.surface, scene.surface_tint, seed, scene.polish)


def _block(scene: Scene, size: tuple[float, float, float], frame_mm: float, seed: int) -> Mesh:
    """Return a block whose top is y = 0: slate is split, other edges are broken as a mason would."""
    if scene.surface in SPLIT:
        return split_block(size, RELIEF * frame_mm, seed)
    mesh = rounded_box(size, 0.012 * frame_mm)
    return transform(mesh, shift=(0.0, -size[1] / 2, 0.0))


def _stuff(scene: Scene) -> str:
    """Return what blocks are made of: glass and acrylic are clear, while a ground of them is painted behind."""
    return CLEAR.get(scene.surface, scene.surface)


def _slab(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    """A slab under the product, and a second one behind it that reaches out of the frame."""
    top = slab_top(frame_mm, extent)
    high = SLAB_HEIGHT * frame_mm
    main = _block(scene, (top.wide, high, top.deep), frame_mm, seed)
    main = transform(main, yaw=SLAB_YAW, shift=(top.x, 0.0, top.z))
    yield Part(main, _stuff(scene), scene.surface_tint, seed, scene.polish)
    if "steps" in scene.props or "podium" in scene.props:
        return
    tall = (0.42 * frame_mm, high + 0.20 * frame_mm, 0.34 * frame_mm)
    side = 1.0 if scene.light_from != "right" else -1.0
    back = min(-0.72 * frame_mm, top.z - top.deep / 2 - 0.27 * frame_mm)
    place = (side * 0.54 * frame_mm, 0.20 * frame_mm, back)
    behind = transform(_block(scene, tall, frame_mm, seed + 1), yaw=-7.0, shift=place)
    yield Part(behind, _stuff(scene), scene.surface_tint, seed, scene.polish)


def _tray(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    """A square slab seen from above."""
    wide = max(0.70 * frame_mm, 1.3 * extent.width)
    deep = max(0.80 * frame_mm, 1.3 * extent.height)
    tray = _block(scene, (wide, 0.07 * frame_mm, deep), frame_mm, seed)
    yield Part(tray, _stuff(scene), scene.surface_tint, seed, scene.polish)


def _podium(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    place = podium_top(frame_mm, extent)
    for part in make_prop("podium", place.wide, seed):
        top = float(part.mesh.vertices[:, 1].max())
        stretch = PODIUM_HEIGHT * frame_mm / top
        low = transform(part.mesh, scale=(1.0, stretch, 1.0), shift=(place.x, -PODIUM_HEIGHT * frame_mm, place.z))
        yield Part(low, _stuff(scene), scene.surface_tint, seed, scene.polish)


def _steps(scene: Scene, frame_mm: float, extent: Extent, seed: int) -> Iterator[Part]:
    """Three broad steps: the product stands on the middle one."""
    high, deep = SLAB_HEIGHT * frame_mm, 0.34 * frame_mm
    wide = max(0.95 * frame_mm, 1.3 * extent.width)
    blocks = (
        ((wide, high, deep * 1.3), (0.0, 0.0, -0.05 * frame_mm)),
        ((wide, high * 1.9, deep), (0.2 * frame_mm, high * 0.9, -0.42 * frame_mm)),
        ((wide, high * 0.5, deep), (-0.2 * frame_mm, -high * 0.5, 0.30 * frame_mm)),
    )
    for number, (size, place) in enumerate(blocks):
        mesh = transform(_block(scene, size, frame_mm, seed + number), shift=place)
        yield Part(mesh, _stuff(scene), scene.surface_tint, seed, scene.polish)


def _props(scene: Scene, frame_mm: float, extent: Extent, floor: float, seed: int) -> list[Part]:
    parts: list[Part] = []
    for index, (name, spot) in enumerate(placed_props(scene, frame_mm, extent, floor)[0]):
        parts += _prop(name, spot, frame_mm, extent, seed + index, scene)
    return parts


def _beside(meshes: list[Mesh], spot: Spot, frame_mm: float, extent: Extent) -> tuple[float, float]:
    """Return (x, z) that put a prop's near side at the spot's edge.

    What is too wide for that lies before the product if it is too low to hide any of it, and else behind it.
    """
    corners = np.concatenate([mesh.vertices for mesh in meshes])
    inner = -corners[:, 0].min() if spot.side > 0 else corners[:, 0].max()
    x = spot.edge + float(inner)
    if x < 0.50 * frame_mm:
        return spot.side * x, spot.z
    before = BEFORE * frame_mm - float(corners[:, 2].min())
    if extent.hidden_by(float(corners[:, 1].max()) + spot.y, before + float(corners[:, 2].min())) <= 0.0:
        return spot.side * 0.37 * frame_mm, before
    return spot.side * 0.40 * frame_mm, min(spot.z, -0.22 * frame_mm - float(corners[:, 2].max()))


def _prop(name: str, spot: Spot, frame_mm: float, extent: Extent, seed: int, scene: Scene) -> list[Part]:
    size = min(SPOTTED[name] * frame_mm, spot.size)
    if name == "sphere" and not extent.from_above:
        size = min(size, WIDEST * frame_mm - spot.edge)
    random = np.random.default_rng(seed)
    yaw = float(random.uniform(-25, 25))
    parts = []
    made_parts = make_prop(name, size, seed)
    upright = _looking_round(extent) if name == "sphere" else 1.0
    turned = [transform(made.mesh, scale=(1.0, upright, 1.0), yaw=yaw) for made in made_parts]
    x, z = _beside(turned, spot, frame_mm, extent)
    for made, mesh in zip(made_parts, turned, strict=True):
        mesh = transform(mesh, shift=(x, spot.y, z))
        parts.append(Part(mesh, made.material, _prop_tint(made.material, made.tint, scene), seed))
    return parts


def _looking_round(extent: Extent) -> float:
    """Return how tall a ball is made, in shares of its width, to be seen round.

    The film of a view camera stays upright: looked down upon, a ball is drawn as an egg, sqrt(1 + tan²) tall.
    """
    down = 0.0 if extent.from_above else extent.eye_height / extent.eye_distance
    return max(FLATTEST_BALL, math.sqrt(max(0.0, 1.0 - down**2)))


def _prop_tint(material: str, own: str | None, scene: Scene) -> str | None:
    """Return a prop's colour: cloth and ceramics follow what is said of them, or the palette's third colour."""
    if material not in ("ceramic", "cloth", "ribbon", "petal"):
        return own
    return scene.prop_tint or (scene.palette[2] if len(scene.palette) > 2 else own)
