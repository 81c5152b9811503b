"""What is behind the product: eight backdrops, each a few parts."""

from collections.abc import Callable, Iterator

import numpy as np

from tools.engines.studio.mesh import Mesh, arch_panel, cyclorama, heightfield, transform
from tools.engines.studio.noise import fractal
from tools.engines.studio.part import Extent, Part
from tools.specs.scene import Scene

WALL_MATERIAL = "plaster"
WALL_DISTANCE = 1.5
"""How far behind the product the wall stands, in frame widths."""


def floor(frame_mm: float, y: float, deep: float = 4.0) -> Mesh:
    """Return a flat floor at ``y``, ``deep`` frame widths to the back and wide enough for any camera."""
    wide = max(6.0, deep * 0.9) * frame_mm
    front = 4.0 * frame_mm
    back = -deep * frame_mm
    corners = np.array([[-wide, y, front], [wide, y, front], [wide, y, back], [-wide, y, back]], dtype=np.float32)
    uv = corners[:, [0, 2]].copy()
    normals = np.tile(np.array([[0.0, 1.0, 0.0]], dtype=np.float32), (4, 1))
    return Mesh(corners, np.array([[0, 1, 2], [0, 2, 3]], dtype=np.uint32), uv, normals)


def upright(frame_mm: float, z: float, wide: float, low: float, high: float) -> Mesh:
    """Return a flat wall facing the camera at ``z``; all in millimetres but ``wide``, in frame widths."""
    half = wide * frame_mm / 2
    corners = np.array([[-half, low, z], [half, low, z], [half, high, z], [-half, high, z]], dtype=np.float32)
    normals = np.tile(np.array([[0.0, 0.0, 1.0]], dtype=np.float32), (4, 1))
    return Mesh(corners, np.array([[0, 1, 2], [0, 2, 3]], dtype=np.uint32), corners[:, :2].copy(), normals)


def build(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """Return the backdrop of ``scene`` and, where the surface does not cover it, the floor at ``level``."""
    if extent.from_above:
        return _beneath(scene, frame_mm, level, seed)
    return BUILDERS[scene.backdrop](scene, frame_mm, level, seed + 1)


def _bare(scene: Scene) -> bool:
    return scene.support != "ground"


def _beneath(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """From above the backdrop is what lies under the tray."""
    if _bare(scene):
        cloth = "linen" if scene.backdrop in ("drape", "wall", "window") else WALL_MATERIAL
        yield Part(floor(frame_mm, -0.07 * frame_mm), cloth, scene.backdrop_tint, seed)


def _floor_part(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    if _bare(scene):
        yield Part(floor(frame_mm, level), WALL_MATERIAL, scene.backdrop_tint, seed)


def _seamless(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """Paper that runs from under the product up behind it without a line."""
    mesh = cyclorama(10 * frame_mm, 8 * frame_mm, 7 * frame_mm, 1.0 * frame_mm)
    drop = -0.004 * frame_mm if not _bare(scene) else 0.0
    yield Part(transform(mesh, shift=(0.0, level + drop, -2.2 * frame_mm)), "seamless_paper", scene.backdrop_tint, seed)


def _wall(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    yield from _floor_part(scene, frame_mm, level, seed)
    z = -WALL_DISTANCE * frame_mm
    yield Part(upright(frame_mm, z, 12.0, level, level + 7 * frame_mm), WALL_MATERIAL, scene.backdrop_tint, seed)


def _arch(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """A wall with a round arch, and a lighter wall behind it."""
    yield from _floor_part(scene, frame_mm, level, seed)
    panel = arch_panel(10 * frame_mm, 7 * frame_mm, 0.80 * frame_mm, 0.98 * frame_mm - level, 0.16 * frame_mm)
    yield Part(transform(panel, shift=(0.0, level, -0.95 * frame_mm)), WALL_MATERIAL, scene.backdrop_tint, seed)
    back = upright(frame_mm, -1.75 * frame_mm, 12.0, level, level + 7 * frame_mm)
    yield Part(back, WALL_MATERIAL, lighter(scene.backdrop_tint, 0.35), seed)


def _window(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """A wall with a tall bright window at one side."""
    yield from _floor_part(scene, frame_mm, level, seed)
    z = -WALL_DISTANCE * frame_mm
    yield Part(upright(frame_mm, z, 12.0, level, level + 7 * frame_mm), WALL_MATERIAL, scene.backdrop_tint, seed)
    side = -1.0 if scene.light_from != "right" else 1.0
    for column in range(2):
        for row in range(3):
            pane = upright(frame_mm, z + 0.01 * frame_mm, 0.25, 0.0, 0.34 * frame_mm)
            x = side * (0.34 + 0.29 * column) * frame_mm
            y = level + (0.42 + 0.38 * row) * frame_mm
            yield Part(transform(pane, shift=(x, y, 0.0)), "window_light", None, seed)


def _drape(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """A hanging cloth in soft pleats."""
    yield from _floor_part(scene, frame_mm, level, seed)
    columns, rows = 360, 90
    u = np.linspace(0.0, 1.0, columns)[None, :]
    v = np.linspace(0.0, 1.0, rows)[:, None]
    wander = fractal(512, 3.0, seed)[: rows * 2 : 2, :columns]
    phase = 2 * np.pi * 15 * u + 1.3 * wander + 0.8 * np.sin(2 * np.pi * 2.3 * u + v)
    depth = (np.sin(phase) + 0.35 * np.sin(2.1 * phase + 0.7)) * 0.055 * (0.8 + 0.2 * v)
    field = heightfield((depth * frame_mm).astype(np.float32), 5.0 * frame_mm, 5.0 * frame_mm)
    hung = transform(field, pitch=90.0, shift=(0.0, level + 2.4 * frame_mm, -1.25 * frame_mm))
    yield Part(hung, "velvet" if scene.surface == "velvet" else "cloth", scene.backdrop_tint, seed)


def _sky(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    yield from _floor_part(scene, frame_mm, level, seed)
    far = upright(frame_mm, -30 * frame_mm, 80.0, level - 5 * frame_mm, level + 40 * frame_mm)
    yield Part(far, "sky_light", scene.backdrop_tint, seed)


def _horizon(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """The surface runs to the horizon, under a bright sky."""
    if _bare(scene):
        yield Part(floor(frame_mm, level, deep=40.0), scene.surface, scene.surface_tint, seed)
    yield from _sky_only(scene, frame_mm, level, seed)


def _sky_only(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    far = upright(frame_mm, -39 * frame_mm, 100.0, level - frame_mm, level + 50 * frame_mm)
    yield Part(far, "sky_light", scene.backdrop_tint, seed)


def _gradient(scene: Scene, frame_mm: float, level: float, seed: int) -> Iterator[Part]:
    """A smooth wall far behind, whose light falls off by itself."""
    yield from _floor_part(scene, frame_mm, level, seed)
    mesh = cyclorama(10 * frame_mm, 8 * frame_mm, 7 * frame_mm, 1.6 * frame_mm)
    drop = -0.004 * frame_mm if not _bare(scene) else 0.0
    yield Part(transform(mesh, shift=(0.0, level + drop, -3.0 * frame_mm)), "smooth", scene.backdrop_tint, seed)


BUILDERS: dict[str, Callable[[Scene, float, float, int], Iterator[Part]]] = {
    "seamless": _seamless,
    "wall": _wall,
    "arch": _arch,
    "window": _window,
    "drape": _drape,
    "sky": _sky,
    "horizon": _horizon,
    "gradient": _gradient,
}


def lighter(tint: str | None, share: float) -> str | None:
    """Return ``#rrggbb`` moved towards white by ``share``."""
    if tint is None:
        return None
    values = (int(tint[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(v + (255 - v) * share):02x}" for v in values)
