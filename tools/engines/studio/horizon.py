"""Lines behind a standing product: its top never ends on the horizon or on the foot of a wall."""

import math

from tools.engines.framing import Box
from tools.engines.studio.backdrops import ARCH_DISTANCE, WALL_DISTANCE
from tools.engines.studio.camera import DISTANCE_IN_FRAMES, elevation
from tools.engines.studio.display import BELOW, BESIDE, RAISED
from tools.engines.studio.open_air import SHORE, is_shore
from tools.specs.recipe import Pose
from tools.specs.scene import Scene
from tools.specs.steps import Placement

TANGENT, ROOM = 0.02, 0.026
"""Nearer than the first, in frame widths, a top's edge runs into a line; the second is what is left between them."""

FARTHEST = 0.90
"""Least size, in shares of itself, down to which the camera steps back for that; else it comes closer."""

FOOT_OF_WALL = {
    "wall": WALL_DISTANCE, "window": WALL_DISTANCE, "drape": 1.25, "arch": ARCH_DISTANCE, "sky": 40.0, "horizon": 40.0
}  # fmt: skip
"""How far behind the product the ground ends, in frame widths; a sweep has no line."""

LEVEL = -0.20
"""Height of the floor beside a support, in frame widths."""


def line_height(scene: Scene, pose: Pose, size: tuple[int, int], far: float | None = None) -> float | None:
    """Return how high over the product's foot the ground's end is seen, in frame widths; nothing where it has none.

    ``far``: of another line than the ground's end, how far behind the product it is, in frame widths.
    """
    degrees = elevation(scene, pose)
    if degrees > 80 or scene.backdrop not in FOOT_OF_WALL:
        return None
    distance = DISTANCE_IN_FRAMES * max(1.0, size[1] / size[0] * 0.8)
    eye = distance * math.tan(math.radians(degrees))
    level = LEVEL if scene.support in ("slab", "podium") else 0.0
    return eye + (level - eye) * distance / (distance + (far or FOOT_OF_WALL[scene.backdrop]))


def lines_behind(scene: Scene, pose: Pose, size: tuple[int, int]) -> list[float]:
    """Return the heights of all lines behind the product: the ground's end, and where a shore ends before its sea."""
    lines = [line_height(scene, pose, size), line_height(scene, pose, size, SHORE) if is_shore(scene) else None]
    return [line for line in lines if line is not None]


def _clear(top: float, lines: list[float]) -> bool:
    return all(abs(top - line) >= TANGENT for line in lines)


def off_the_line(
    placement: Placement, box: Box, size: tuple[int, int], scene: Scene, pose: Pose
) -> tuple[Placement, float]:
    """Return (the placement, how many times as wide the frame is): a step back or closer where the top meets a line.

    ``box`` is the product's in its photo's pixels. A lying product has no top that
    ends before a line; of what a board carries the board's top is meant, and what hangs has its foot elsewhere.
    """
    lines = lines_behind(scene, pose, size)
    top = box.height * placement.scale / size[0]
    if scene.display in BESIDE:
        top += (BELOW[scene.display] + BESIDE[scene.display]) * (box.width + box.height) / 2 * placement.scale / size[0]
    elif scene.display in RAISED:
        return placement, 1.0
    if pose == "lying" or _clear(top, lines):
        return placement, 1.0
    under = [(line - ROOM) / top for line in lines if (line - ROOM) / top >= FARTHEST and _clear(line - ROOM, lines)]
    over = [(line + ROOM) / top for line in lines if line + ROOM > top and _clear(line + ROOM, lines)]
    factor = max((way for way in under if way <= 1.0), default=min(over, default=1.0))
    scale = round(placement.scale * factor, 6)
    middle = placement.x + (box.x + box.width / 2) * placement.scale
    foot = placement.y + (box.y + box.height) * placement.scale
    x, y = round(middle - (box.x + box.width / 2) * scale), round(foot - (box.y + box.height) * scale)
    return placement.model_copy(update={"scale": scale, "x": x, "y": y}), placement.scale / scale
