"""A photo of a place as it would lie behind a product in focus: what is farther from it is softer, as a lens does it.

The circle of confusion grows with the difference of the inverse distances (thin lens). Over level ground the inverse
distance is the height of a row under the eye level, so the blur grows evenly from the foot's row to the horizon, and
what is above the horizon, or stands on the far ground, is as soft as the horizon.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image, check_image

STEPS = 5
"""Blurred pictures that are mixed."""

LEAST = 0.35
"""Radius in pixels under which nothing is softened."""

NEARER = 0.6
"""What is nearer than the foot is softened less: there is little of it, and it leads to the product."""


def focused(linear: Image, foot: float, eye: float, far: float, least: float) -> Image:
    """Return ``linear`` (H×W×3) in focus at the row ``foot``; ``far`` is the blur's radius in pixels at the eye level.

    ``least`` is the radius that all of it has.
    """
    check_image(linear, "linear", (3,))
    radius = radii(linear.shape[0], foot, eye, far, least)
    top = float(radius.max())
    if top < LEAST:
        return linear
    levels = np.linspace(float(radius.min()), top, STEPS) if top - radius.min() > LEAST else np.array([top])
    at = np.interp(radius, levels, np.arange(len(levels)))
    made = np.zeros_like(linear)
    for index, level in enumerate(levels):
        share = np.clip(1.0 - np.abs(at - index), 0.0, 1.0).astype(np.float32)
        rows = np.flatnonzero(share)
        if rows.size:
            made[rows[0] : rows[-1] + 1] += (
                share[rows[0] : rows[-1] + 1, None, None] * _disc(linear, float(level))[rows[0] : rows[-1] + 1]
            )
    return made


def radii(height: int, foot: float, eye: float, far: float, least: float) -> NDArray[np.float64]:
    """Return the blur's radius in pixels of each row."""
    rows = np.arange(height) + 0.5
    away = (foot - np.maximum(rows, eye)) / max(foot - eye, 0.08 * height)
    away = np.where(away < 0, -NEARER * away, away)
    return np.asarray(np.hypot(far * np.clip(away, 0.0, 1.0), least), np.float64)


def _disc(linear: Image, radius: float) -> Image:
    """Return ``linear`` blurred by a disc with a soft edge, as an open lens blurs."""
    import cv2

    if radius < LEAST:
        return linear
    reach = int(np.ceil(radius + 1))
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0.0, 1.0).astype(np.float32)
    blurred = cv2.filter2D(linear, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT)
    return np.asarray(np.maximum(blurred, 0.0), np.float32)
