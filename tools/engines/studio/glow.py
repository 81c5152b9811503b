"""What burns and glows: how wax is lit from within, what a flame looks like, its light, the haze that a lens adds.

A flame is as bright as it takes to be seen as one: its light on the set is a lamp's, or it would only be white.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import hex_linear
from tools.engines.image import Image
from tools.engines.studio.camera import Points, View
from tools.engines.studio.own_light import has_own
from tools.engines.studio.part import Part
from tools.engines.studio.rigs import Lamp
from tools.specs.scene import Scene
from tools.specs.words import Light

ROWS = 64
"""Rows of a picture of what glows by its height."""

FLAME_STOPS = (
    (0.0, (0.70, 0.30, 0.06)), (0.22, (1.00, 0.58, 0.20)), (0.55, (1.00, 0.74, 0.38)), (0.80, (0.80, 0.50, 0.22)),
    (0.93, (0.22, 0.20, 0.34)), (1.0, (0.05, 0.08, 0.30)),
)  # fmt: skip
"""Colour of a flame from its tip down, linear: yellow in the middle, orange above, blue round the wick."""

WAX_TOP, WAX_LOW = (1.0, 0.52, 0.14), (1.0, 0.27, 0.04)
"""Light that comes through wax near the flame, and farther down, linear: the longer its way, the redder."""

WAX_REACH, WAX_LEAST = 0.24, 0.07
"""How far down it falls to 1/e, in shares of the candle's height, and what is left at the foot."""

FLAME_COLOR = (1.78, 0.86, 0.24)
"""Colour of a flame's light on things, of mean about 1: some 2900 K."""

NEAR_SHARE = 0.8
"""Irradiance of a flame on the ground at its candle's foot, were the candle not there, against a key of 1."""

BESIDE_OWN = 0.13
"""Share of it that is left beside a product that has a light of its own: it must not be drowned in orange."""

DIM: frozenset[str] = frozenset({"candle", "rim", "neon"})
BY_DAY = 0.1
"""Share of a flame's light that shows in light by which nobody burns a candle."""

OVER = 8.0
"""How far over its tip a flame's lamp stands, in flame heights: nearer, its own wax shades all that is beside it, and
burns white."""


@cache
def flame() -> NDArray[np.float32]:
    """Return the picture of a flame, ``ROWS``×4×3 linear, from its tip down."""
    at = np.linspace(0.0, 1.0, ROWS)
    stops, colors = [stop for stop, _ in FLAME_STOPS], np.array([color for _, color in FLAME_STOPS])
    rows = np.stack([np.interp(at, stops, colors[:, channel]) for channel in range(3)], -1)
    return _wide(rows)


@cache
def wax() -> NDArray[np.float32]:
    """Return the picture of what comes through the wax of a burning candle, ``ROWS``×4×3 linear, from its top down."""
    at = np.linspace(0.0, 1.0, ROWS)[:, None]
    share = np.exp(-at / WAX_REACH)
    color = np.array(WAX_LOW) + (np.array(WAX_TOP) - np.array(WAX_LOW)) * share
    return _wide(color * (WAX_LEAST + (1.0 - WAX_LEAST) * share))


def _wide(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    made = np.repeat(rows[:, None, :], 4, axis=1).astype(np.float32)
    made.setflags(write=False)
    return made


BURNING: dict[str, Callable[[], NDArray[np.float32]]] = {"flame": flame, "wax": wax}
"""Stuffs that glow by their height."""


def flames(parts: Sequence[Part], scene: Scene, frame_mm: float, target: NDArray[np.float64]) -> tuple[Lamp, ...]:
    """Return a lamp for each flame among ``parts``; ``target`` (3, mm) is what lamps are placed from."""
    share = NEAR_SHARE * (1.0 if scene.light in DIM else BY_DAY) * (BESIDE_OWN if has_own(scene) else 1.0)
    return tuple(_lamp_of(part, share, frame_mm, target) for part in parts if part.material == "flame")


def _lamp_of(part: Part, share: float, frame_mm: float, target: NDArray[np.float64]) -> Lamp:
    foot, tip = ends(part)
    tall = float(np.linalg.norm(tip - foot)) / frame_mm
    place = (tip - target) / frame_mm + np.array([0.0, OVER * tall, 0.0])
    distance = max(float(np.linalg.norm(place)), 1e-3)
    aim = place - np.array([0.0, tall / FLAME_SHARE + OVER * tall, 0.0])
    return Lamp(
        "flame", "point", float(np.degrees(np.arctan2(place[0], place[2]))),
        float(np.degrees(np.arcsin(place[1] / distance))), distance, (0.0, 0.0), 2900.0, share,
        (float(aim[0]), float(aim[1]), float(aim[2])), FLAME_COLOR,
    )  # fmt: skip


FLAME_SHARE = 0.27
"""Height of a flame in shares of its candle's."""


def ends(part: Part) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the middles (3, mm) of the lower and the upper end of what stands: a flame, a tube."""
    points = part.mesh.vertices.astype(np.float64)
    axis = int(np.argmax(np.ptp(points, axis=0)))
    low, high = (points[:, axis].min(), points[:, axis].max())
    middle = (points.min(0) + points.max(0)) / 2
    first, last = middle.copy(), middle.copy()
    first[axis], last[axis] = low, high
    return first, last


@dataclass(frozen=True)
class Halo:
    """The haze round what glows: its colour (linear; nothing: the part's own), its strength; its width, in lengths of
    what glows or in frame widths."""

    color: tuple[float, float, float] | None
    strength: float
    wide: float
    by_length: bool


HALOS: dict[str, Halo] = {
    "flame": Halo((1.0, 0.50, 0.16), 0.62, 0.85, True),
    "neon_gas": Halo(None, 0.34, 0.055, False),
}


def with_halos(plate: Image, parts: Sequence[Part], view: View, light: Light) -> Image:
    """Return ``plate`` (H×W×3 linear, metered) with the haze that a lens and the air make round flames."""
    for part in parts:
        halo = HALOS.get(part.material)
        if halo is None:
            continue
        first, last = (project(end, view) for end in ends(part))
        length = float(np.linalg.norm(np.subtract(*ends(part)))) * view.px_per_mm  # from above it is seen as a dot
        wide = halo.wide * (length if halo.by_length else view.width)
        strength = halo.strength * (1.0 if light in DIM else BY_DAY)
        color = np.array(halo.color or hex_linear(part.tint or "#ffffff"), np.float32)
        plate = plate + _haze(plate.shape[:2], first, last, wide) * np.float32(strength) * color
    return np.asarray(plate, dtype=np.float32)


def _haze(shape: tuple[int, ...], first: Points, last: Points, wide: float) -> Image:
    """Return H×W×1, 1 on the line from ``first`` to ``last`` (pixels) and falling off over ``wide`` pixels."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    along = last - first
    share = ((x - first[0]) * along[0] + (y - first[1]) * along[1]) / max(float(along @ along), 1e-6)
    share = np.clip(share, 0.0, 1.0)
    away = np.hypot(x - first[0] - share * along[0], y - first[1] - share * along[1]) / max(wide, 1e-6)
    falling = 0.75 * np.exp(-2.2 * away) + 0.25 * np.exp(-0.7 * away)
    return np.asarray(falling[..., None], dtype=np.float32)


def project(point: NDArray[np.float64], view: View) -> Points:
    """Return the pixel (x, y) that shows ``point`` (3, mm)."""
    near = point[1] if view.from_above else point[2]
    nearer = view.distance / max(view.distance - near, 1e-6)
    x = view.width / 2 + point[0] * nearer * view.px_per_mm
    if view.from_above:
        return np.array([x, view.height / 2 + point[2] * nearer * view.px_per_mm])
    high = view.camera_height + (point[1] - view.camera_height) * nearer
    return np.array([x, view.base_row - high * view.px_per_mm])
