"""Whether somebody wears or holds the product: faces, hands, a limb that reaches into the frame, a body below a hat."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image, Mask, check_image, check_mask
from tools.engines.sight.kinds import Opinion
from tools.engines.sight.people import faces, hands, windows_of
from tools.engines.sight.skin import skin

How = Literal["face", "hand", "limb", "body"]

Region = NDArray[np.bool_]

BACKDROP_SKIN = 0.12
"""Share of the frame's border with the colour of skin above which the backdrop has it too: wood, sand, cardboard."""
LIMB_AREA = (0.015, 0.4)
"""Of the photo. Less is a thumb's edge or a reflection, more is a backdrop."""
LIMB_WIDTH = 0.02
"""Share of one edge of the frame that a limb comes in over."""
LIMB_WITHIN = 0.85
"""Share of a limb that was cut out with the product."""
LIMB_OF_PRODUCT = 0.6
"""A larger share of the cut-out is no limb: the product itself is tan."""
RUNS_OFF = (("bottom", 0.25, ("hat", "scarf")), ("top", 0.08, ("shoes",)))
"""On which side a wearer leaves the frame, over what share of it, and of which kinds."""


def worn(photo: Image, alpha: Mask, seen: Opinion) -> How | None:
    """Return what shows that the product in ``photo`` (H×W×3 sRGB, cut-out ``alpha`` H×W) is worn or held, if so.

    ``seen`` is what kind of thing it is: under a hat and above a shoe there is somebody when the cut-out runs off the
    frame there. Raises ``EngineUnavailable`` when a network's file is missing.
    """
    check_image(photo, channels=(3,))
    check_mask(alpha)
    solid = alpha > 0.5
    if not solid.any():
        return None
    windows = windows_of(photo.shape, _box(solid))
    if faces(photo, windows):
        return "face"
    if hands(photo, windows):
        return "hand"
    if limb(photo, solid):
        return "limb"
    return "body" if _runs_off(solid, seen) else None


def limb(photo: Image, solid: Region) -> bool:
    """Return whether skin reaches from the frame into the cut-out: an arm, a leg, a neck."""
    from scipy import ndimage

    found = ndimage.binary_opening(skin(photo), iterations=2)
    border = np.concatenate([found[0], found[-1], found[:, 0], found[:, -1]])
    if border.mean() > BACKDROP_SKIN:
        return False
    labels, count = ndimage.label(found)
    for number in range(1, count + 1):
        part = labels == number
        within = part & solid
        if (
            max(_at_frame(part)) > LIMB_WIDTH
            and LIMB_AREA[0] < part.mean() < LIMB_AREA[1]
            and within.sum() > LIMB_WITHIN * part.sum()
            and within.sum() < LIMB_OF_PRODUCT * solid.sum()
        ):
            return True
    return False


def _runs_off(solid: Region, seen: Opinion) -> bool:
    """Return whether a hat's, scarf's or shoe's cut-out leaves the frame where its wearer would."""
    covered = dict(zip(("top", "bottom"), _at_frame(solid)[:2], strict=True))
    for side, least, kinds in RUNS_OFF:
        other = "bottom" if side == "top" else "top"
        likely = sum(share for kind, share in seen.shares if kind in kinds)
        if likely >= 0.5 and covered[side] >= least and covered[other] < 0.03:
            return True
    return False


def _at_frame(part: Region) -> tuple[float, float, float, float]:
    """Return the shares of the top, bottom, left and right edge of the frame that ``part`` covers."""
    edges = (part[:3].any(axis=0), part[-3:].any(axis=0), part[:, :3].any(axis=1), part[:, -3:].any(axis=1))
    top, bottom, left, right = (float(edge.mean()) for edge in edges)
    return top, bottom, left, right


def _box(solid: Region) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    return int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
