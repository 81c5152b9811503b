"""Whether a product stands or lies, and from how high it is seen: by its kind, its photo's view and its outline."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.base_line import base_slope
from tools.engines.framing import box_of
from tools.engines.image import Mask
from tools.engines.studio.sizes import LYING_BY_NATURE
from tools.specs.recipe import Pose
from tools.specs.words import Camera, View

STRAPPED = frozenset({"watch", "belt", "hair_accessory", "wallet"})
TALL = 1.7
"""A strapped thing taller than this is laid out at length: nothing balances on the end of its strap."""

ASKEW = 0.12
"""A base steeper than this was seen from a corner and from above."""

STEEPEST_BASE = 0.55
"""A straight edge steeper than this is a side."""

RESTING, FLAT_SOLE = 0.5, 0.6
"""Share of a straightedge under the product that must be touched by a base, and by a boot's sole."""

HELD_UP = frozenset({"eyewear", "shoes"})
"""Things that rest on a few points far apart, with air between them."""

FROM_ABOVE: dict[str, float] = {"eyewear": 0.62, "shoes": 1.05}
"""Height over width from which such a thing was seen lying on a table."""


CORNERED = frozenset({"wallet", "bag", "belt", "tie"})
"""Things with straight sides: nobody balances one on its corner, so it was seen from above, askew.

A belt that is rolled up has none: it stands on its edge."""


def diagonal(alpha: Mask) -> bool:
    """Say whether the silhouette is a long thing that lies askew, which nothing standing does."""
    y, x = np.where(alpha > 0.5)
    if x.size < 50:
        return False
    covariance = np.cov(np.stack([x, y]).astype(np.float64))
    values, vectors = np.linalg.eigh(covariance)
    elongation = np.sqrt(values[1] / max(values[0], 1e-6))
    angle = abs(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))) % 180
    return bool(elongation > 2.2 and 15 < min(angle, 180 - angle) < 75)


def small_outline(alpha: Mask) -> NDArray[np.bool_]:
    """Return where ``alpha`` (H×W) is solid, thinned out to about 400 px a side: enough to tell how a thing stands."""
    step = max(1, max(alpha.shape) // 400)
    return np.asarray(alpha[::step, ::step] > 0.5)


def _tall(alpha: Mask) -> bool:
    box = box_of(alpha)
    return box.height > TALL * box.width


def from_above(alpha: Mask, category: str | None) -> bool:
    """Say whether the outline is that of a thing looked down upon: open temples, a pair with its heels up the picture.

    A tall boot is no such thing: it stands on its whole sole.
    """
    if category not in FROM_ABOVE:
        return False
    box = box_of(alpha)
    slope, resting = base_slope(small_outline(alpha))
    if category == "shoes" and resting >= FLAT_SOLE:
        return False
    return box.height >= FROM_ABOVE[category] * box.width or abs(slope) > STEEPEST_BASE


def pose_of(alpha: Mask, category: str | None, view: View | None, camera: Camera | None) -> Pose:
    """Return whether the product stands or lies: by its kind, the photo's view, its outline and the wish."""
    if camera == "flat_lay" or view == "top" or category in LYING_BY_NATURE:
        return "lying"
    if category == "earring" or diagonal(alpha) or (category in STRAPPED and _tall(alpha)):
        return "lying"
    if category in CORNERED:
        slope, resting = base_slope(small_outline(alpha))
        if abs(slope) > STEEPEST_BASE and resting >= RESTING:
            return "lying"
    return "lying" if from_above(alpha, category) else "standing"


def view_of(alpha: Mask, category: str | None, view: View | None) -> View | None:
    """Return the photo's view: the known one, else three-quarter when the base runs askew, as perspective makes it.

    What its outline shows from above was not seen from the front, however even its two halves are.
    """
    if view in (None, "front") and from_above(alpha, category):
        return "three_quarter"
    if view is not None:
        return view
    slope, resting = base_slope(small_outline(alpha))
    stands = resting >= RESTING or category in HELD_UP
    return "three_quarter" if stands and ASKEW <= abs(slope) <= STEEPEST_BASE else None


def camera_of(pose: Pose, view: View | None, wished: Camera | None) -> Camera:
    """Return the camera: the wished one, else the one that sees the product as its photo did."""
    if wished is not None:
        return wished
    if pose == "lying":
        return "three_quarter" if view == "three_quarter" else "flat_lay"
    return "three_quarter" if view == "three_quarter" else "front"
