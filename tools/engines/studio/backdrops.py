"""What is behind the product: eight backdrops, each a few parts."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, arch_panel, cyclorama, grid, heightfield, merge, transform
from tools.engines.studio.noise import fractal
from tools.engines.studio.open_air import painted_sky, reach
from tools.engines.studio.paintings.bokeh import bokeh
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.tints import is_dark, mixed
from tools.engines.studio.window import opening, window_in
from tools.specs.scene import Scene

WALL_MATERIAL = "plaster"
WALL_DISTANCE = 1.5
"""How far behind the product the wall stands, in frame widths."""


NEAR_WALL = 0.8
"""The same behind a person, whose shadow falls on it."""

HALO_DISTANCE, HALO_RADIUS = 0.42, 0.10
"""The same where a ring flash is to draw a tight shadow round the product on it, and how tightly paper bends there."""


WALL_HEIGHT = 3.0
"""In frame widths: beyond any frame, and low enough for a light from behind."""

GRID, NEAR = 0.25, 4.0
"""Spacing of a plane's points where the camera looks, and how far that reaches, in frame widths."""

WANDER = 0.11
"""How far a texture is bent, in frame widths."""

ARCH_DISTANCE = 0.95
ARCH_WIDTH = 0.88
CROWN_ROOM = 0.13
"""Room between the crown of the arch and the frame's upper edge, in frame widths."""

NICHE_DEPTH = 0.26
"""Depth of the hollow behind the arch, in frame widths: shallow, so that the key reaches all of it but one side."""


BENEATH = 0.07
"""Height of a tray that is seen from above, in frame widths."""

DARKER = 0.3
"""How much darker what lies under it is under a grey sky."""

FAR_AWAY = {"moss": "leaves"}
LOOK_FAR = {"new_year_mirror": "lamps"}
"""What glows out of focus behind a set with a ``gradient``, by its surface and by its look."""

FAR_VIEW = 3.4
"""How far behind the product that is painted, in frame widths."""

LEAST_VIEW = 1.6
"""Its least height where the camera looks down and a ground that mirrors shows more of it than the frame does."""

SWEEP, FAR_SWEEP = 2.2, 5.0
"""How far behind the product a sweep stands, in frame widths: from high up its foot would be seen as an edge."""


def floor(frame_mm: float, y: float, deep: float = 4.0, straight: bool = False) -> Mesh:
    """Return a flat floor at ``y``, ``deep`` frame widths to the back and wide enough for any camera.

    ``straight``: its texture is not bent, as boards are not.
    """
    wide = max(6.0, deep * 0.9)
    x = _lines(-wide, wide) * frame_mm
    z = _lines(-deep, 4.0) * frame_mm
    points = np.stack(np.broadcast_arrays(x[None, :], y, z[:, None]), -1)
    flat = points[..., [0, 2]] * [1.0, -1.0]
    return grid(points, flat if straight else wandering(flat, frame_mm))


def upright(frame_mm: float, z: float, wide: float, low: float, high: float) -> Mesh:
    """Return a flat wall facing the camera at ``z``; all in millimetres but ``wide``, in frame widths."""
    x = _lines(-wide / 2, wide / 2) * frame_mm
    y = np.linspace(high, low, max(2, round((high - low) / (GRID * frame_mm))))
    points = np.stack(np.broadcast_arrays(x[None, :], y[:, None], z), -1)
    return grid(points, wandering(points[..., :2], frame_mm))


def _lines(low: float, high: float) -> NDArray[np.float64]:
    """Return places from ``low`` to ``high``, ``GRID`` apart where the camera looks, wide apart beyond."""
    near = np.arange(max(low, -NEAR), min(high, NEAR), GRID)
    return np.asarray(np.unique(np.concatenate([np.linspace(low, high, 9), near])), dtype=np.float64)


def wandering(uv: NDArray[np.float64], frame_mm: float) -> NDArray[np.float64]:
    """Return ``uv`` (…×2, mm) bent by slow waves, so that a tile never comes back the same way round."""
    u, v = uv[..., 0] / frame_mm, uv[..., 1] / frame_mm
    across = np.sin(1.7 * v + 0.9 * u) + 0.6 * np.sin(2.9 * u - 1.3 * v + 1.1)
    along = np.sin(1.5 * u - 0.8 * v + 2.0) + 0.6 * np.sin(2.6 * v + 1.1 * u + 0.4)
    return np.asarray(uv + WANDER * frame_mm * np.stack([across, along], -1), dtype=np.float64)


def build(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """Return the backdrop of ``scene`` and, where the surface does not cover it, the floor at ``level``."""
    if extent.from_above:
        return _beneath(scene, frame_mm, level, seed)
    return BUILDERS[scene.backdrop](scene, frame_mm, extent, level, seed + 1)


def _bare(scene: Scene) -> bool:
    return scene.support != "ground"


def _beneath(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """From above the backdrop is what lies under the tray."""
    if _bare(scene):
        cloth = "linen" if scene.backdrop in ("drape", "wall", "window") else WALL_MATERIAL
        yield Part(floor(frame_mm, -BENEATH * frame_mm), cloth, _beneath_tint(scene), seed)


def _beneath_tint(scene: Scene) -> str | None:
    """Return the colour under a tray: under a grey sky no shadow sets the tray off, so that the cloth is darker."""
    tint = scene.backdrop_tint
    return mixed(tint, "#000000", DARKER) if tint and scene.light == "overcast" else tint


def _floor_part(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    if _bare(scene):
        yield Part(floor(frame_mm, level), WALL_MATERIAL, _floor_tint(scene), seed)


def _floor_tint(scene: Scene) -> str | None:
    """Return the wall's colour; before a dark wall the floor is darker still, or its light would draw a line."""
    tint = scene.backdrop_tint
    return mixed(tint, "#000000", 0.35) if tint and is_dark(tint) else tint


def _seamless(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """Paper that runs from under the product up behind it without a line."""
    near = _haloed(scene, extent)
    mesh = cyclorama(10 * frame_mm, 8 * frame_mm, 7 * frame_mm, (HALO_RADIUS if near else 1.0) * frame_mm)
    drop = -0.004 * frame_mm if not _bare(scene) else 0.0
    away = HALO_DISTANCE if near else FAR_SWEEP if extent.steep else SWEEP
    yield Part(
        transform(mesh, shift=(0.0, level + drop, -away * frame_mm)),
        "seamless_paper",
        scene.backdrop_tint,
        seed,
    )


def _wall(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    yield from _floor_part(scene, frame_mm, level, seed)
    away = NEAR_WALL if scene.stance is not None else WALL_DISTANCE
    z = -(HALO_DISTANCE if _haloed(scene, extent) else away) * frame_mm
    yield Part(
        upright(frame_mm, z, 12.0, level, _top_of(level, frame_mm, extent)), WALL_MATERIAL, scene.backdrop_tint, seed
    )


def _top_of(level: float, frame_mm: float, extent: Extent) -> float:
    """Return the height that a wall from ``level`` upwards ends at."""
    return level + extent.base + WALL_HEIGHT * frame_mm


def _haloed(scene: Scene, extent: Extent) -> bool:
    """Whether what is behind the product stands so near that a ring flash draws its shadow there."""
    return scene.light == "ring_flash" and not _bare(scene) and not extent.steep


def _arch(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """A wall with a round-topped niche whose crown stays in the frame."""
    yield from _floor_part(scene, frame_mm, level, seed)
    z = -ARCH_DISTANCE * frame_mm
    seen = extent.top - CROWN_ROOM * frame_mm
    seen = seen if extent.base else min(seen, 0.98 * frame_mm)
    high = max(extent.seen_at(seen, z) - level, 0.3 * frame_mm)
    wide = min(ARCH_WIDTH * frame_mm, 1.7 * high)
    panel = arch_panel(10 * frame_mm, _top_of(0.0, frame_mm, extent), wide, high, 0.06 * frame_mm)
    aside = extent.middle * (1.0 - z / extent.eye_distance) if scene.caption else 0.0  # seen behind the product
    yield Part(transform(panel, shift=(aside, level, z)), WALL_MATERIAL, scene.backdrop_tint, seed)
    hollow = transform(_hollow(wide, high, NICHE_DEPTH * frame_mm), shift=(aside, level, z - 0.058 * frame_mm))
    yield Part(
        hollow, WALL_MATERIAL, mixed(scene.backdrop_tint, "#ffffff", 0.17) if scene.backdrop_tint else None, seed
    )


def _hollow(wide: float, high: float, deep: float) -> Mesh:
    """Return the inside of a niche, a shell that is deepest along its middle; its rim lies in z = 0."""
    radius = wide / 2
    turn = np.linspace(np.pi, 0.0, 97)
    rise = np.linspace(0.0, 1.0, 25)[:-1, None]
    spring = high - radius
    left, right = rise * [0.0, spring] + [-radius, 0.0], rise[::-1] * [0.0, spring] + [radius, 0.0]
    arc = np.stack([radius * np.cos(turn), spring + radius * np.sin(turn)], -1)
    rim = np.concatenate([left, arc, right])
    middle = np.stack([np.zeros(len(rim)), np.minimum(rim[:, 1], spring)], -1)
    out = np.sin(np.linspace(0.0, np.pi / 2, 40))[::-1, None]
    flat = middle + (rim - middle) * out[..., None]
    back = -deep * np.sqrt(np.clip(1.0 - out**2, 0.0, 1.0))
    points = np.concatenate([flat, np.broadcast_to(back, flat.shape[:2])[..., None]], -1)
    return grid(points, flat)


def _window(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """A wall with a tall window on the side that the light comes from."""
    yield from _floor_part(scene, frame_mm, level, seed)
    z = -WALL_DISTANCE * frame_mm
    box = opening(scene, frame_mm, extent, z, level)
    wall = _pierced(frame_mm, z, (level, _top_of(level, frame_mm, extent)), box)
    yield Part(wall, WALL_MATERIAL, scene.backdrop_tint, seed)
    yield from window_in(scene, frame_mm, extent, box, (z, level), seed)


def _pierced(frame_mm: float, z: float, ends: tuple[float, float], hole: tuple[float, float, float, float]) -> Mesh:
    """Return the wall of ``upright`` between its ``ends`` in four pieces round a ``hole`` (left, right, low, high)."""
    left, right, low, high = hole
    end, (level, top) = 6.0 * frame_mm, ends
    pieces = ((-end, left, level, top), (right, end, level, top), (left, right, level, low), (left, right, high, top))
    return merge(*(_panel(frame_mm, z, piece) for piece in pieces))


def _panel(frame_mm: float, z: float, box: tuple[float, float, float, float]) -> Mesh:
    left, right, low, high = box
    x = np.linspace(left, right, max(2, round((right - left) / (GRID * frame_mm)) + 1))
    y = np.linspace(high, low, max(2, round((high - low) / (GRID * frame_mm)) + 1))
    points = np.stack(np.broadcast_arrays(x[None, :], y[:, None], z), -1)
    return grid(points, wandering(points[..., :2], frame_mm))


def _drape(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """A hanging cloth in soft pleats."""
    yield from _floor_part(scene, frame_mm, level, seed)
    columns, rows = 360, 90
    u = np.linspace(0.0, 1.0, columns)[None, :]
    v = np.linspace(0.0, 1.0, rows)[:, None]
    wander = fractal(512, 3.0, seed)[: rows * 2 : 2, :columns]
    phase = 2 * np.pi * 15 * u + 1.3 * wander + 0.8 * np.sin(2 * np.pi * 2.3 * u + v)
    depth = (np.sin(phase) + 0.35 * np.sin(2.1 * phase + 0.7)) * 0.055 * (0.8 + 0.2 * v)
    field = heightfield((depth * frame_mm).astype(np.float32), 5.0 * frame_mm, 5.0 * frame_mm)
    hung = transform(field, pitch=90.0, shift=(0.0, level + extent.base + 2.4 * frame_mm, -1.25 * frame_mm))
    if hung.uv is not None:  # its nap runs down the folds
        hung = replace(hung, uv=np.ascontiguousarray(hung.uv[:, ::-1]))
    yield Part(hung, "velvet" if scene.surface == "velvet" else "cloth", scene.backdrop_tint, seed)


def _sky(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    yield from _floor_part(scene, frame_mm, level, seed)
    yield from painted_sky(scene, frame_mm, extent, level, seed)


def _horizon(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """The surface runs to the horizon, under a bright sky."""
    if _bare(scene):
        yield Part(floor(frame_mm, level, deep=reach(scene)), scene.surface, scene.surface_tint, seed, scene.polish)
    yield from painted_sky(scene, frame_mm, extent, level, seed)


def _gradient(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """A smooth wall far behind, whose light falls off by itself; behind moss a wood, at new year lamps, far away."""
    yield from _floor_part(scene, frame_mm, level, seed)
    kind = LOOK_FAR.get(scene.look or "") or FAR_AWAY.get(scene.surface)
    if kind is not None:
        picture = bokeh(kind, scene.backdrop_tint or "#9aa48c", seed)
        yield Part(_far_view(frame_mm, extent, level), "sky_light", None, seed, picture=picture)
        return
    mesh = cyclorama(10 * frame_mm, 8 * frame_mm, 7 * frame_mm, 1.6 * frame_mm)
    drop = -0.004 * frame_mm if not _bare(scene) else 0.0
    yield Part(transform(mesh, shift=(0.0, level + drop, -3.0 * frame_mm)), "smooth", scene.backdrop_tint, seed)


def _far_view(frame_mm: float, extent: Extent, level: float) -> Mesh:
    """Return an upright wall whose uv 0..1 fill what the frame shows of it; beyond, the picture's rim goes on."""
    z = -FAR_VIEW * frame_mm
    top = extent.seen_at(extent.top, z) if np.isfinite(extent.top) else 2.0 * frame_mm
    top = max(top, level + LEAST_VIEW * frame_mm) if extent.steep else top
    wide = frame_mm if math.isinf(extent.eye_distance) else (extent.eye_distance - z) / extent.eye_distance * frame_mm
    x = np.array([-12.0 * frame_mm, -0.6 * wide, 0.6 * wide, 12.0 * frame_mm])
    y = np.array([top + 10.0 * frame_mm, top + 0.05 * frame_mm, level, level - 0.5 * frame_mm])
    points = np.stack(np.broadcast_arrays(x[None, :], y[:, None], z), -1)
    u, v = (points[..., 0] / wide / 1.2 + 0.5), (y[1] - points[..., 1]) / max(float(y[1] - y[2]), 1e-6)
    return grid(points, np.stack([u, v], -1))


BUILDERS: dict[str, Callable[[Scene, float, Extent, float, int], Iterator[Part]]] = {
    "seamless": _seamless,
    "wall": _wall,
    "arch": _arch,
    "window": _window,
    "drape": _drape,
    "sky": _sky,
    "horizon": _horizon,
    "gradient": _gradient,
}
