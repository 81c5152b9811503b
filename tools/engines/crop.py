"""A part of a picture as a picture: whole pixels are taken as they are, else the part is resampled once."""

import numpy as np
from PIL import Image as PillowImage

from tools.engines.image import Mask
from tools.specs.steps import Crop


def cropped(picture: Mask, crop: Crop, width: int, height: int) -> Mask:
    """Return the window of ``picture`` (H×W or H×W×3 float32, any range) that fills a frame of width × height.

    Bicubic, never below 0. Beyond the rim, where a window may reach by a pixel for rounding, the rim goes on.
    """
    left, top, across, down = crop.window
    first = round(left), round(top)
    if (across, down) == (width, height) and first == (left, top) and min(first) >= 0:
        return np.ascontiguousarray(picture[first[1] : first[1] + height, first[0] : first[0] + width])
    pad = 4
    wide = np.pad(picture, ((pad, pad), (pad, pad)) + ((0, 0),) * (picture.ndim - 2), mode="edge")
    box = (left + pad, top + pad, left + pad + across, top + pad + down)
    channels = [wide] if picture.ndim == 2 else [wide[..., each] for each in range(picture.shape[2])]
    made = [_resized(np.ascontiguousarray(each), (width, height), box) for each in channels]
    return made[0] if picture.ndim == 2 else np.stack(made, axis=-1)


def _resized(values: Mask, size: tuple[int, int], box: tuple[float, float, float, float]) -> Mask:
    made = PillowImage.fromarray(values).resize(size, PillowImage.Resampling.BICUBIC, box)
    return np.maximum(np.asarray(made, dtype=np.float32), np.float32(0))
