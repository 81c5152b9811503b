"""What a product's own shading and highlights say of its light: as if they lay on a ball.

The silhouette is rounded (``rounded``), so that every pixel has a normal; brightness and highlights are then gathered
by normal. Each colour of the product is measured against itself: a dark strap is no shadow.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.rounded import normals_of

Floats = NDArray[np.float64]
Solid = NDArray[np.bool_]

COLOURS = 4
"""Groups of like colour that a product is taken apart into, at most."""

WIDTH = 9.0
"""Concentration of the window round each direction in which normals are gathered; a third of a radian."""

BRIGHT = 0.04
"""Share of a product that is its highlights."""

NEAR = 0.03
"""Reach of what lies near, in shares of the picture's side."""

STEEPEST = 1.5
"""Logarithmic contrast beyond which brightness says no more."""


def _places() -> Floats:
    """Return 17 unit normals (x right, y up, z to the camera): the middle, a ring half way out, a ring near the rim."""
    around = np.radians(np.arange(0, 360, 45))
    rings = [(0.62, around), (0.93, around)]
    points = [np.array([[0.0, 0.0, 1.0]])]
    points += [np.stack([r * np.cos(a), r * np.sin(a), np.full(8, np.sqrt(1 - r * r))], -1) for r, a in rings]
    return np.concatenate(points)


PLACES = _places()


def shading_signs(linear: Floats, solid: Solid) -> Floats:
    """Return 57 numbers of ``linear`` (H×W×3, small, at most some 160 px) within ``solid``.

    The ball's brightness at ``PLACES``, its highlights there, what each part differs from its surroundings there, and a
    plane through its brightness (x, y, z), with how much the shading varies, is explained by the plane, and lies in
    highlights.
    """
    inside = ndi.binary_erosion(solid) if solid.sum() > 800 else solid
    normal = normals_of(solid)[inside]
    luminance = linear[inside].mean(-1)
    floor = 0.02 * float(np.percentile(luminance, 95)) + 1e-4
    light = np.log(luminance + floor)
    own = light - _level(linear[inside], light)
    shade = np.clip(own, -STEEPEST, STEEPEST)
    near = np.exp(WIDTH * (normal @ PLACES.T - 1.0))
    weight = near.sum(0)
    some = weight / (weight + 6.0)
    ball = some * (near.T @ shade) / (weight + 1e-9)
    fine = some * (near.T @ np.clip(own - _around(own, inside), -1, 1)) / (weight + 1e-9)
    glints = (shade > np.quantile(shade, 1 - BRIGHT)).astype(np.float64)
    shine = some * ((near.T @ glints) / (weight + 1e-9) / BRIGHT - 1.0)
    plane, explained = _plane(normal, shade)
    spread = float(shade.std())
    return np.concatenate([ball, np.clip(shine, -2, 6) / 3, fine, plane, [spread, explained, _peak(shade)]])


def _around(shade: Floats, inside: Solid) -> Floats:
    """Return the mean shade of the product near each pixel: what a strap or a link differs from."""
    plane, weight = np.zeros(inside.shape), inside.astype(np.float64)
    plane[inside] = shade
    wide = NEAR * max(inside.shape)
    return np.asarray((ndi.gaussian_filter(plane, wide) / np.maximum(ndi.gaussian_filter(weight, wide), 1e-6))[inside])


def _peak(shade: Floats) -> float:
    """Return how far the highlights stand above the rest."""
    high, middle = np.quantile(shade, [1 - BRIGHT / 2, 0.5])
    return float(high - middle)


def _plane(normal: Floats, shade: Floats) -> tuple[Floats, float]:
    """Return (slope of brightness along x, y and z by least squares reweighted once, share of variance explained)."""
    terms = np.concatenate([normal, np.ones((len(normal), 1))], 1)
    slope = np.linalg.lstsq(terms, shade, rcond=None)[0]
    off = np.abs(shade - terms @ slope)
    weight = np.sqrt(1.0 / (1.0 + (off / (np.median(off) + 1e-3)) ** 2))
    slope = np.linalg.lstsq(terms * weight[:, None], shade * weight, rcond=None)[0]
    left = float(((shade - terms @ slope) * weight).var())
    whole = float((shade * weight).var())
    return np.clip(slope[:3], -2, 2), max(0.0, 1.0 - left / max(whole, 1e-6))


def _level(colour: Floats, light: Floats) -> Floats:
    """Return, per pixel, the middle brightness of the pixels of like hue (k-means of two log ratios)."""
    ratio = np.log(np.maximum(colour, 1e-3))
    hue = np.stack([ratio[:, 0] - ratio[:, 1], ratio[:, 2] - ratio[:, 1]], -1)
    hue = np.clip(hue, -2, 2)
    if hue.std(0).max() < 0.08:
        return np.full(len(light), float(np.median(light)))
    order = np.argsort(hue @ [1.0, -1.0], kind="stable")
    at = [order[round((k + 0.5) * (len(order) - 1) / COLOURS)] for k in range(COLOURS)]
    middle = hue[at]
    group = np.zeros(len(hue), np.int64)
    for _ in range(8):
        group = ((hue[:, None] - middle[None]) ** 2).sum(-1).argmin(1)
        middle = np.stack([hue[group == k].mean(0) if (group == k).any() else middle[k] for k in range(COLOURS)])
    level = np.array([np.median(light[group == k]) if (group == k).any() else 0.0 for k in range(COLOURS)])
    return np.asarray(level[group])
