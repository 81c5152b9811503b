"""The shadow that a placed product throws on the level ground of a photo: its silhouette, projected by one light.

All is reckoned in pixels of the frame with the product's foot as the unit of distance: with the camera level, ground at
the row y is (foot - eye) / (y - eye) times as far away, whatever the camera's height. Where a shadow comes from high up
it is as soft as the light is wide (Cook, Porter and Carpenter, 1984: the penumbra grows with the distance).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy import ndimage as ndi

from tools.engines.base_line import ground_rows, steepest_edge
from tools.engines.image import Bytes8, Mask
from tools.engines.own_shadow import longer_side
from tools.specs.recipe import Pose
from tools.specs.steps import CastShadow

WORKING_SIDE = 800
FOCAL = 1.2
"""Focal length in longer sides of the frame."""

LONGEST = 3.2
"""Length of a shadow in heights of what throws it, at most."""

LEAST_DEPTH = 0.28
"""Share of a shadow's length that runs to the back or the front: a flat silhouette lit from its side throws a line."""

WIDTH = (0.010, 0.30)
"""Radius over distance of the hardest and of the softest light."""

SLICES, LAYERS = 9, 14
"""Silhouettes through the depth of a standing thing, and through the rise of a lying one, that are put together."""

LEVELS = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
"""Blurs (pixels) between which the penumbra is mixed."""

FORESHORTENED, LOWER = 0.8, 0.6
"""Ground seen from above the way things that lie are, and how high a lying thing is along its outline."""

LEAST_DROP = 0.10
"""Height of the eye over the foot, in frame heights, that is reckoned with at least: else all ground is one line."""

Plane = NDArray[np.float32]


@dataclass(frozen=True)
class Ground:
    """Level ground in a frame: rows of the eye level and of the foot, and the focal length, all in pixels."""

    eye: float
    foot: float
    focal: float

    @property
    def drop(self) -> float:
        """How far under the eye the foot is."""
        return self.foot - self.eye

    def pushed(self, back: float) -> "Ground":
        """Return the ground of a foot ``back`` pixels (at the foot's scale) farther away."""
        return Ground(self.eye, self.eye + self.drop * self.focal / (self.focal + back), self.focal)


def ground_of(foot: float, eye: float, shape: tuple[int, ...]) -> Ground:
    """Return the ground of a frame of ``shape`` whose eye level is the row ``eye``, a foot at the row ``foot``."""
    return Ground(min(eye, foot - LEAST_DROP * shape[0]), foot, FOCAL * max(shape[:2]))


def cast_shadow(alpha: Bytes8, light: CastShadow, pose: Pose, thickness: float) -> Mask:
    """Return the share of the key's light that the product of ``alpha`` (H×W) takes from the ground, 0..1.

    ``thickness`` is how far the product reaches back, or rises when it lies, in shares of its longer side.
    """
    height, width = alpha.shape
    shrink = max(1.0, max(height, width) / WORKING_SIDE)
    size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
    small = np.asarray(PillowImage.fromarray(alpha).resize(size, PillowImage.Resampling.BOX), np.float32) / 255
    if not (small > 0.5).any():
        return np.zeros(alpha.shape, np.float32)
    made = _lying(small, light, thickness) if pose == "lying" else _standing(small, light, thickness)
    made = np.clip(made, 0.0, 1.0).astype(np.float32)
    if shrink > 1:
        large = PillowImage.fromarray(made).resize((width, height), PillowImage.Resampling.BICUBIC)
        made = np.clip(np.asarray(large, np.float32), 0.0, 1.0)
    return made


def _standing(alpha: Mask, light: CastShadow, thickness: float) -> Mask:
    """Return the union of the shadows of a few silhouettes, one behind the other, through the product's depth."""
    solid = alpha > 0.5
    foot = float(np.flatnonzero(solid.any(1))[-1] + 1)
    ground = ground_of(foot, light.horizon * alpha.shape[0], alpha.shape)
    looks_down = math.degrees(math.atan2(ground.drop, ground.focal))
    base = ground_rows(solid, steepest_edge(looks_down))
    flat = _levelled(alpha, base - foot)
    deep = thickness * longer_side(solid)
    total, soft = np.zeros_like(alpha), np.zeros(alpha.shape[0], np.float32)
    for slice_ in range(SLICES):
        made, radius = _projected(flat, ground, ground.pushed(deep * slice_ / (SLICES - 1)), light)
        total, soft = np.maximum(total, made), np.maximum(soft, radius)
    return _levelled(_penumbra(total, soft, ground), foot - base)


def _levelled(picture: Mask, shift: NDArray[np.float64]) -> Mask:
    """Return ``picture`` with every column moved up by ``shift`` rows, so that a slanting base comes to lie level."""
    import cv2

    y, x = np.mgrid[: picture.shape[0], : picture.shape[1]].astype(np.float32)
    moved = cv2.remap(picture, x, y + shift.astype(np.float32)[None], cv2.INTER_LINEAR, borderValue=0.0)
    return np.asarray(moved, np.float32)


def _away(light: CastShadow) -> tuple[float, float]:
    """Return how far the shadow of a height of 1 reaches (to the right, to the back)."""
    reach = min(LONGEST, 1.0 / math.tan(math.radians(max(5.0, light.elevation))))
    turn = math.radians(light.azimuth)
    back = math.cos(turn)
    back = math.copysign(max(LEAST_DEPTH, abs(back)), back)
    return -reach * math.sin(turn), reach * back


def _projected(flat: Mask, first: Ground, ground: Ground, light: CastShadow) -> tuple[Mask, Plane]:
    """Return (the sharp shadow of a silhouette that stands on ``ground``, radius of the penumbra in each row).

    ``flat`` stands at the foot of ``first``; on ``ground``, farther back, it is smaller by the ratio of the drops.
    """
    import cv2

    rows, columns = flat.shape
    across, back = _away(light)
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    below = np.maximum(y + 0.5 - ground.eye, 1e-3)
    near = ground.drop / below  # distance in distances of the foot
    high = (ground.focal * first.drop / ground.drop) * (near - 1.0) / back  # height that throws its shadow here
    axis = columns / 2
    source_x = (x + 0.5 - axis) * near * first.drop / ground.drop + axis - across * high - 0.5
    source_y = first.foot - high - 0.5
    made = cv2.remap(flat, source_x.astype(np.float32), source_y.astype(np.float32), cv2.INTER_LINEAR, borderValue=0.0)
    made = np.where((high < -1.0) | (y + 0.5 < ground.eye + 1.0), 0.0, made)
    width = WIDTH[0] + (WIDTH[1] - WIDTH[0]) * light.softness
    ray = np.clip(high[:, 0], 0.0, first.foot) / math.sin(math.radians(max(12.0, light.elevation)))
    return np.asarray(made, np.float32), np.asarray(width * ray / np.maximum(near[:, 0], 0.05), np.float32)


def _penumbra(shadow: Mask, radius: Plane, ground: Ground) -> Mask:
    """Return ``shadow`` blurred row by row by ``radius`` pixels, less up and down than across, as ground is seen."""
    lean = float(np.clip(ground.drop / ground.focal, 0.2, 1.0))
    sigma = np.clip(0.5 * radius, 0.5, LEVELS[-1])
    rows = np.flatnonzero(shadow.any(1))
    if not rows.size:
        return shadow
    inside = np.clip(np.arange(len(sigma)), rows[0], rows[-1])
    sigma = ndi.gaussian_filter1d(sigma[inside], 3.0)
    at = np.interp(sigma, LEVELS, np.arange(len(LEVELS)))
    made = np.zeros_like(shadow)
    for index, level in enumerate(LEVELS):
        share = np.clip(1.0 - np.abs(at - index), 0.0, 1.0)[:, None].astype(np.float32)
        if share.any():
            made += share * (ndi.gaussian_filter(shadow, (level * lean, level), mode="constant") if level else shadow)
    return made


def _lying(alpha: Mask, light: CastShadow, thickness: float) -> Mask:
    """Return the shadow of a thing that lies: its outline moved away from the light by its rise, softer the farther."""
    rise = thickness * longer_side(alpha > 0.5)
    across, back = _away(light)
    width = WIDTH[0] + (WIDTH[1] - WIDTH[0]) * light.softness
    total = np.zeros_like(alpha)
    for layer in range(1, LAYERS + 1):
        high = LOWER * rise * layer / LAYERS
        moved = ndi.shift(alpha, (-back * high * FORESHORTENED, across * high), order=1, mode="constant")
        total = np.maximum(total, ndi.gaussian_filter(moved, max(0.6, 0.9 * width * high + 0.04 * high)))
    return total
