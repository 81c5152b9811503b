"""Where a picture has the colour of skin. Wood, leather and rose gold have it too: a hint, never a proof.

Source: Chai and Ngan, Face segmentation using skin-color map in videophone applications, 1999.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image

CB, CR = (77, 127), (135, 175)


def skin(photo: Image) -> NDArray[np.bool_]:
    """Return the pixels of ``photo`` (H×W×3 sRGB) that have the hue of skin, of any lightness but black."""
    import cv2

    eight = (np.clip(photo, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    channels = cv2.cvtColor(cv2.GaussianBlur(eight, (5, 5), 0), cv2.COLOR_RGB2YCrCb)
    light, cr, cb = (channels[..., k] for k in range(3))
    found: NDArray[np.bool_] = (light > 40) & (cr >= CR[0]) & (cr <= CR[1]) & (cb >= CB[0]) & (cb <= CB[1])
    return found


def share_of_skin(photo: Image, box: tuple[float, float, float, float]) -> float:
    """Return the share of skin's colour within ``box`` (x, y, w, h, pixels; cut to the photo); 0 when it is outside."""
    x, y, width, height = box
    rows, columns = slice(max(0, int(y)), max(0, int(y + height))), slice(max(0, int(x)), max(0, int(x + width)))
    part = photo[rows, columns]
    return float(skin(part).mean()) if part.size else 0.0
