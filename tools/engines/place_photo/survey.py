"""All that is read off a photo of a place before a product is set into it."""

from dataclasses import dataclass

import numpy as np

from tools.engines.color import srgb_to_lab
from tools.engines.image import Image, check_image
from tools.engines.place_photo.horizon import Horizon, horizon_of
from tools.engines.place_photo.standing import PIXELS, clutter, squares
from tools.engines.place_photo.sun import PlaceLight, light_of

FREE = 0.4
"""Cost under which a square is plain."""

MOST_FREE = 0.30
"""Share of the upper and of the lower third that must be plain for one ground to run through them."""

ONE_GROUND = 9.0
"""Difference in Lab up to which both are the same stuff; light falls off over a table."""

SWEEP = 0.22
"""Eye level in heights that is taken over one even ground: it fills the picture, as paper and table tops do."""


@dataclass(frozen=True)
class Survey:
    """``even``: one plain ground fills the photo, as seen from above, or as paper that runs up behind a thing."""

    horizon: Horizon
    even: bool
    light: PlaceLight

    @property
    def eye_level(self) -> float:
        """Row of the eye level in heights, as far as it is known."""
        return SWEEP if self.even else self.horizon.row

    @property
    def scaled(self) -> bool:
        """Whether the photo tells how large things in it are: its horizon is in view."""
        return self.horizon.seen


def survey(image: Image) -> Survey:
    """Read ``image`` (H×W×3 sRGB)."""
    check_image(image, channels=(3,))
    horizon = horizon_of(image)
    even = not horizon.seen and is_even(image)
    return Survey(horizon, even, light_of(image, horizon.row if horizon.seen else None))


def is_even(image: Image) -> bool:
    """Return whether one plain ground runs from the top of ``image`` to its bottom."""
    cost = clutter(image)
    lab = srgb_to_lab(squares(image))
    rows, columns = cost.shape
    mean = lab.reshape(rows, PIXELS, columns, PIXELS, 3).mean((1, 3))
    third = max(1, rows // 3)
    upper, lower = cost[:third] < FREE, cost[-third:] < FREE
    if min(upper.mean(), lower.mean()) < MOST_FREE:
        return False
    apart = np.median(mean[:third][upper], axis=0) - np.median(mean[-third:][lower], axis=0)
    return bool(np.linalg.norm(apart) < ONE_GROUND)
