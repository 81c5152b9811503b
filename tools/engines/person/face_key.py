"""Where the key light of a portrait stood, and how soft it was, by the light on the face.

The face's points are a mesh in three dimensions; how bright its skin is goes with how each part of it is turned to the
light (Lambert). The share of even light and the depth of the lamp are not told apart by a face alone: the usual share
is taken, so that a flatly lit face has its key near the lens.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import luminance, srgb_to_linear
from tools.engines.image import Image, check_image
from tools.engines.key_light import KeyLight
from tools.engines.person.faces import LEFT_EYE, RIGHT_EYE, Face

Floats = NDArray[np.float64]

NO_SKIN: tuple[tuple[tuple[int, ...], float], ...] = (
    (RIGHT_EYE, 0.26), (LEFT_EYE, 0.26), ((13, 14), 0.36), ((70, 105, 66), 0.13), ((300, 334, 296), 0.13),
    ((2, 98), 0.13), ((2, 327), 0.13),
)  # fmt: skip
"""Points round whose middle no skin is read, and how far, in distances of the outer eye corners: eyes, lips, brows."""

SMOOTH = 0.06
"""Standard deviation of the blur that skin is read with, in the same distances."""

TURNED = 0.35
"""Least share of a place that faces the camera; the rest is outline."""

EVEN, SEEN = 0.3, 0.65
"""Share of light that comes from everywhere, and how much of the key the seen places of a face get on the mean."""

LEAST_ASIDE = 0.12
"""Sine of the angle to the lens under which a key is as good as behind the camera."""

FEWEST, ROUNDS = 80, 6
STEEP = (1.8, 5.0)
"""Fall of the logarithm of light across the skin, a distance of the eyes, under a large soft light and in bare sun."""


@dataclass(frozen=True)
class FaceLight:
    """``key`` as ``key_light.KeyLight``; ``softness`` from 0 (bare sun) to 1; ``skin`` is its middle linear light."""

    key: KeyLight
    softness: float
    skin: float


def light_of_face(photo: Image, face: Face) -> FaceLight | None:
    """Return the light on ``face`` of ``photo`` (H×W×3 sRGB), or nothing where too little skin is seen."""
    check_image(photo, channels=(3,))
    import cv2

    points = face.points.astype(np.float64)
    eyes = float(np.linalg.norm(points[33, :2] - points[263, :2]))
    if eyes < 12.0:
        return None
    light = luminance(srgb_to_linear(photo))
    smooth = cv2.GaussianBlur(light, (0, 0), max(0.8, SMOOTH * eyes))
    normals = _normals(points)
    x, y = (np.round(points[:, axis]).astype(int) for axis in (0, 1))
    inside = (x >= 0) & (y >= 0) & (x < light.shape[1]) & (y < light.shape[0])
    used = inside & (normals[:, 2] > TURNED) & _skin(points, eyes)
    if used.sum() < FEWEST:
        return None
    read = smooth[y[used], x[used]].astype(np.float64)
    fit, fits = _lambert(normals[used], read)
    even = float(np.mean(read))
    aside = np.asarray(fit[1:3] / max(even, 1e-6) * (EVEN + SEEN * (1.0 - EVEN)) / (1.0 - EVEN))
    length = float(np.linalg.norm(aside))
    aside = aside * min(1.0, 0.94 / max(length, 1e-6))
    towards = (float(aside[0]), float(aside[1]), float(np.sqrt(max(0.0, 1.0 - float(aside @ aside)))))
    confidence = float(np.clip(fits, 0.0, 1.0)) if length > LEAST_ASIDE else 0.5
    return FaceLight(KeyLight(towards, confidence), _softness(smooth, points[used, :2], eyes), float(np.median(read)))


def _skin(points: Floats, eyes: float) -> NDArray[np.bool_]:
    """Return which of ``points`` (468×3) lie on bare skin."""
    kept = np.ones(len(points), bool)
    for middle, reach in NO_SKIN:
        away = np.linalg.norm(points[:, :2] - points[list(middle), :2].mean(0), axis=1)
        kept &= away > reach * eyes
    return kept


def _normals(points: Floats) -> Floats:
    """Return the unit normals (468×3: x right, y up, z to the camera) of a face's points."""
    from scipy.spatial import Delaunay

    placed = points * [1.0, -1.0, -1.0]
    triangles = Delaunay(points[:, :2]).simplices
    a, b, c = (placed[triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    faces *= np.sign(faces[:, 2:3])
    total = np.zeros_like(placed)
    for corner in range(3):
        np.add.at(total, triangles[:, corner], faces)
    return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9))


def _lambert(normals: Floats, read: Floats) -> tuple[Floats, float]:
    """Return (even light and the key's x, y, z of the fit; the share of the variance that it explains), robustly."""
    shares = np.column_stack([np.ones(len(normals)), normals])
    weight = np.ones(len(read))
    ridge = np.diag([0.0, 0.0, 0.0, 1e-2 * len(read)])  # depth is hardly told: it stays small
    fit = np.zeros(4)
    for _ in range(ROUNDS):
        fit = np.linalg.solve((shares * weight[:, None]).T @ shares + ridge, (shares * weight[:, None]).T @ read)
        off = np.abs(read - shares @ fit)
        weight = 1.0 / np.maximum(off, 0.5 * np.median(off) + 1e-6)
        weight /= weight.max()
    rest = np.average((read - shares @ fit) ** 2, weights=weight)
    spread = np.average((read - np.average(read, weights=weight)) ** 2, weights=weight)
    return fit, float(1.0 - rest / max(spread, 1e-9))


def _softness(smooth: NDArray[np.float32], places: Floats, eyes: float) -> float:
    """Return 0..1 by the steepest fall of light at the skin's ``places`` (n×2): hard light has edges there."""
    log = np.log(np.maximum(smooth, 1e-3))
    down, across = np.gradient(log)
    x, y = np.round(places).astype(int).T
    steep = float(np.percentile(np.hypot(down[y, x], across[y, x]) * eyes, 50))
    low, high = STEEP
    return float(np.clip((high - steep) / (high - low), 0.0, 1.0))
