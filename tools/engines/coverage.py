"""From a matte's share of sRGB values to the share of a pixel's area.

A sensor adds light; matting (pymatting, closed form on sRGB) solves for a mix of sRGB values instead, so that a light
thing on a dark backdrop gets too much alpha and a dark one on a light backdrop too little. Both rims show as soon as
the backdrop changes. ``composite`` mixes in linear light and wants the area.
"""

import numpy as np

from tools.engines.color import srgb_to_linear
from tools.engines.image import Image, Mask, check_image, check_mask

ALIKE = 2e-3
"""Squared linear distance below which foreground and backdrop tell nothing and the matte is kept."""


def area_coverage(alpha: Mask, foreground: Image, backdrop: Image) -> Mask:
    """Return the covered share of each pixel (H×W, 0..1) of a matte solved on sRGB values.

    ``foreground`` is H×W×3 sRGB, ``backdrop`` H×W×3 or a single 1×1×3 colour. The pixel that the matte describes is
    mixed as the matte says, and then taken apart in linear light: the projection of its colour on the line from
    backdrop to foreground. 0 and 1 stay as they are.
    """
    check_mask(alpha, "alpha")
    check_image(foreground, "foreground", (3,))
    check_image(backdrop, "backdrop", (3,))
    edge = (alpha > 0) & (alpha < 1)
    share, product = alpha[edge], foreground[edge]
    behind = np.broadcast_to(backdrop, foreground.shape)[edge]
    seen: Image = behind + (product - behind) * share[:, None]
    mixed = srgb_to_linear(seen)
    start = srgb_to_linear(behind)
    line = srgb_to_linear(product) - start
    length = (line * line).sum(-1)
    area = np.clip(((mixed - start) * line).sum(-1) / np.maximum(length, ALIKE), 0, 1)
    covered = alpha.copy()
    covered[edge] = np.where(length > ALIKE, area, share)
    return covered
