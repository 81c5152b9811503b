"""Alpha and colour between what is surely product and what is surely backdrop, from the colours on both sides.

The colour of either side is carried into the band by normalised convolution, and alpha is the projection of I - B on
F - B (Smith and Blinn 1996, with a local F and B), made the share of the pixel's area. Where the sides are alike the
photo says nothing, and a drawn edge stays as it was drawn. Fast: it has to be done before a hand moves on.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.coverage import area_coverage
from tools.engines.cutout.lab import Region, length
from tools.engines.image import Image, Mask

FAINT = 14.0 / 255.0
"""Colour distance of the two sides under which the projection says nothing; from twice as much on it says all."""

SEEN = 0.004
"""Share of the surroundings that a side must have before its colour is known."""

Colours = NDArray[np.float32]
"""N×3 sRGB, of the band's pixels in reading order."""


def between(image: Image, sides: tuple[Region, Region], band: Region, drawn: Mask) -> tuple[Mask, Colours]:
    """Return (alpha N, colours N×3) of the N pixels of ``band`` in ``image`` (H×W×3 sRGB), in reading order.

    ``sides`` are product and backdrop, H×W; ``drawn`` (H×W 0..1) is alpha as far as the photo does not tell.
    """
    reach = _reach(sides[0] | sides[1], band)
    (front, front_seen), (behind, behind_seen) = (_carried(image, side, reach, band) for side in sides)
    seen, toward = image[band], front - behind
    strength = length(toward)
    alpha = ((seen - behind) * toward).sum(axis=-1) / np.maximum(strength**2, 1e-4)
    alpha = np.clip((alpha - 0.05) / 0.9, 0.0, 1.0).astype(np.float32)[None]
    alpha = area_coverage(alpha, front[None], behind[None])[0]
    told = np.clip((strength - FAINT) / FAINT, 0.0, 1.0) * (front_seen > SEEN) * (behind_seen > SEEN)
    alpha = (told * alpha + (1.0 - told) * drawn[band]).astype(np.float32)
    return alpha, _solved(seen, alpha, front, behind)


def _reach(known: Region, band: Region) -> int:
    """Return how far, in pixels, a colour has to be carried: a little more than the band is deep."""
    import cv2

    depth = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 3)[band] if known.any() else np.ones(1)
    return int(np.clip(np.ceil(1.2 * float(depth.max(initial=1.0))), 3, 40))


def _carried(image: Image, side: Region, reach: int, band: Region) -> tuple[Colours, NDArray[np.float32]]:
    """Return (the side's mean colour about each pixel of ``band``, N×3; how much of it is seen there, N)."""
    import cv2

    weight = side.astype(np.float32)
    held = np.dstack([image * weight[..., None], weight])
    for _ in range(2):  # two boxes make a tent
        held = cv2.blur(held, (2 * reach + 1, 2 * reach + 1), borderType=cv2.BORDER_REFLECT)
    near = held[band]
    return near[:, :3] / np.maximum(near[:, 3:], 1e-6), near[:, 3]


def _solved(seen: Colours, alpha: Mask, front: Colours, behind: Colours) -> Colours:
    """Return F solved from the mix, in linear light, where alpha allows it; the carried colour where it does not."""
    share = alpha[:, None]
    unmixed = (srgb_to_linear(seen) - (1.0 - share) * srgb_to_linear(behind)) / np.maximum(share, 0.12)
    trust = np.clip((share - 0.4) / 0.5, 0.0, 1.0)
    mixed = linear_to_srgb(np.clip(unmixed, 0.0, 1.0)) * trust + front * (1.0 - trust)
    return np.where(share >= 1.0, seen, mixed).astype(np.float32)
