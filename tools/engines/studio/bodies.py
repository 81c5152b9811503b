"""Meshes of the bodies that a product is shown on: board, wedge, bust, block to lean on, hook and rod."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.display import Shown, bust_axis, bust_depth, bust_width, tilt_of
from tools.engines.studio.mesh import Mesh, grid, lathe, merge, rounded_box, transform
from tools.engines.studio.props.stems import curve, tube

Numbers = NDArray[np.float64]

SLOPE_TOP = 0.16
"""Depth of a wedge's top over its height."""

UPRIGHT_TOP = 0.34
"""The same of an upright block with a slit, which would fall over else."""

BLOCKS = frozenset({
    "marble", "travertine", "slate", "wood", "plaster", "concrete", "terrazzo", "leather", "linen", "velvet", "paper",
})  # fmt: skip
"""Surfaces that a block to lean on can be of."""

LEAN_HIGH = 0.72
"""Height of the block over that of what leans on it: seen behind it at the sides, not over it."""

PEG, ROD = 0.016, 0.011
"""Radius of a peg and of a rod, in frame widths."""

CLEAR_OF_WALL = 0.02
"""Room between the wall and what hangs from a rod, in frame widths."""

WIRE = 0.45
"""Radius of a rod over that of a peg's neck."""


def board(size: tuple[float, float, float], tilt: float, shown: Shown) -> Mesh:
    """Return a thin board that stands on y = 0 and leans back by ``tilt`` degrees; its face cuts z = 0 at the middle
    of what it carries. ``size``: width, height over the ground, thickness."""
    wide, high, thick = size
    turn = np.radians(tilt)
    flat = rounded_box((wide, high / np.cos(turn), thick), 0.4 * thick)
    up = transform(flat, shift=(0.0, high / np.cos(turn) / 2, -thick / 2))
    leaning = transform(up, pitch=-tilt)
    x = (shown.left + shown.right) / 2
    return transform(leaning, shift=(x, 0.0, shown.waist * float(np.tan(turn))))


def wedge_foot(high: float, shown: Shown) -> float:
    """Return the depth of the foot of a wedge that is ``high`` and carries ``shown``."""
    top = UPRIGHT_TOP if shown.holder == "upright" else SLOPE_TOP
    return (float(np.tan(np.radians(tilt_of(shown)))) + top) * high


def wedge(size: tuple[float, float], shown: Shown, bevel: float, cut: tuple[float, float] | None = None) -> list[Mesh]:
    """Return a block whose front leans back; its face cuts z = 0 as a board's. ``size``: width and height.

    ``cut``: the heights between which it is sawn into, as ring stands are; then it is a block, a lid and what is left.
    """
    wide, high = size
    if cut is None:
        return [_leaning((wide, high), (0.0, high), shown, (bevel, 0.0))]
    deep = 1.8 * (cut[1] - cut[0])
    return [
        _leaning((wide, high), (0.0, cut[0]), shown, (bevel, 0.0)),
        _leaning((wide, high), (cut[1], high), shown, (bevel, 0.0)),
        _leaning((wide, high), (cut[0] - bevel, cut[1] + bevel), shown, (0.1 * bevel, deep)),
    ]


def _leaning(size: tuple[float, float], rows: tuple[float, float], shown: Shown, edge: tuple[float, float]) -> Mesh:
    """Return the part of a wedge of ``size`` between the heights ``rows``; ``edge``: its bevel, and how far its sides
    lie inside."""
    wide, high = size
    low, top = rows
    bevel, inside = edge
    slope = float(np.tan(np.radians(tilt_of(shown))))
    foot, stretch = wedge_foot(high, shown), float(np.cos(np.radians(tilt_of(shown))))
    block = rounded_box((wide - inside, (top - low) / stretch, foot - inside), bevel)
    points = block.vertices.astype(np.float64)
    up = points[:, 1] * stretch + (low + top) / 2
    depth = (points[:, 2] - foot / 2) / foot  # 0 at the front, -1 at the back
    narrow = 1.0 - slope * up / foot
    z = -slope * up + depth * foot * narrow
    normals = _bent(block, narrow, -slope * (1.0 + depth), stretch)
    x, front = (shown.left + shown.right) / 2, shown.waist * slope
    vertices = np.stack([points[:, 0] + x, up, z + front], -1).astype(np.float32)
    assert block.uv is not None
    uv = block.uv + np.array([0.0, (low + top - high) / 2 / stretch], dtype=np.float32)
    return Mesh(vertices, block.faces, uv, normals)


def _bent(block: Mesh, narrow: Numbers, lean: Numbers, stretch: float) -> NDArray[np.float32]:
    """Return the normals of ``block`` after y was scaled by ``stretch``, z by ``narrow`` and sheared by ``lean``."""
    assert block.normals is not None
    normal = block.normals.astype(np.float64)
    along = normal[:, 2] / narrow
    turned = np.stack([normal[:, 0], normal[:, 1] / stretch - lean * along, along], -1)
    return np.asarray(turned / np.linalg.norm(turned, axis=1, keepdims=True), dtype=np.float32)


def bust(shown: Shown, rows: int = 160, around: int = 128) -> Mesh:
    """Return a neck and shoulders that stand on y = 0; the neck is cut level over the necklace."""
    top = shown.high + 0.30 * (shown.high - shown.low)
    y = np.linspace(0.0, top, rows)
    wide, deep = bust_width(y, shown), bust_depth(y, shown)
    rim = 0.05 * float(wide[-1])
    round_off = np.sqrt(np.clip(1.0 - np.clip((y - top + rim) / rim, 0.0, 1.0) ** 2, 0.0, 1.0))
    shrink = 1.0 - rim / wide * (1.0 - round_off)
    wide, deep = wide * shrink, deep * shrink
    lid = np.linspace(1.0, 0.0, 12)[1:]
    y = np.concatenate([y, np.full(lid.size, top)])
    wide, deep = np.concatenate([wide, wide[-1] * lid]), np.concatenate([deep, deep[-1] * lid])
    angle = np.linspace(-np.pi, np.pi, around + 1)[None, :]
    points = np.stack(
        np.broadcast_arrays(
            shown.middle + wide[:, None] * np.sin(angle), y[:, None], bust_axis(shown) + deep[:, None] * np.cos(angle)
        ),
        -1,
    )[::-1]
    run = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(wide), np.diff(y)))])[::-1]
    uv = np.stack(np.broadcast_arrays(angle * float(wide.max()) * 0.8, run[:, None]), -1)
    return grid(points, uv)


def prop_block(shown: Shown, tilt: float, frame_mm: float) -> Mesh:
    """Return a block behind what leans: its upper front edge touches the back that leans by ``tilt`` degrees."""
    high = LEAN_HIGH * shown.high
    wide = max(1.25 * (shown.right - shown.left), 0.30 * frame_mm)
    deep = 0.34 * frame_mm
    block = rounded_box((wide, high, deep), 0.010 * frame_mm)
    z = -high * float(np.tan(np.radians(tilt))) - deep / 2
    return transform(block, yaw=-2.0, shift=(shown.middle + 0.06 * frame_mm, high / 2, z - 0.03 * wide))


def wall_gap(shown: Shown, frame_mm: float) -> float:
    """Return how far behind z = 0 the wall is that a product hangs before."""
    return shown.deep + (0.0 if shown.opening else CLEAR_OF_WALL * frame_mm)


def hanger(shown: Shown, wall_z: float, frame_mm: float) -> list[Mesh]:
    """Return a peg through the opening, or a rod right under the topmost point, held by two arms from the wall."""
    if shown.opening is not None:
        x, y = shown.opening
        return [_peg((x, y - PEG * frame_mm), wall_z, frame_mm)]
    radius = ROD * frame_mm
    half = min(0.5 * (shown.right - shown.left) + 0.10 * frame_mm, 0.44 * frame_mm)
    y, z = shown.high - 0.8 * radius, -0.2 * radius
    sides = [shown.middle - half, shown.middle + half]
    path = np.array([[x, y, z] for x in np.linspace(sides[0], sides[1], 40)])
    arms = [_arm(x, y, (wall_z, z), radius) for x in (sides[0] + 1.5 * radius, sides[1] - 1.5 * radius)]
    return [tube(path, radius, 24), *arms]


def _peg(place: tuple[float, float], wall_z: float, frame_mm: float) -> Mesh:
    """Return a turned peg that comes out of the wall at ``wall_z``: a neck that carries, a knob that keeps."""
    radius = PEG * frame_mm
    profile = [(0.0, 0.0), (1.5, 0.0), (1.5, 0.4), (1.0, 0.7), (1.0, 1.0), (0.0, 1.0)]
    long = max(-wall_z, 2.0 * radius)
    outline = np.array([[r * radius, along * long if along > 0.7 else along * radius] for r, along in profile])
    turned = transform(lathe(outline, 64), pitch=90.0)
    return transform(turned, shift=(place[0], place[1], wall_z))


def _arm(x: float, y: float, z: tuple[float, float], radius: float) -> Mesh:
    """Return a bent arm from the wall (``z[0]``) to the rod."""
    drop = 2.0 * radius
    path = curve([(x, y - drop, z[0]), (x, y - 0.8 * drop, z[0] + 0.6 * (z[1] - z[0])), (x, y, z[1])], 16)
    plate = transform(lathe(np.array([[0.0, 0.0], [2.2, 0.0], [2.2, 0.5], [0.0, 0.8]]) * radius, 48), pitch=90.0)
    return merge(tube(path, 0.8 * radius, 16), transform(plate, shift=(x, y - drop, z[0])))
