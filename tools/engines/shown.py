"""A part of a cut-out as small as a screen needs it, on a grid that all parts share."""

import numpy as np

from tools.engines.image import Bytes8

SIDE = 1400
"""Long side in pixels that is shown, at most."""

Window = tuple[slice, slice]


def step_of(height: int, width: int) -> int:
    """Return how many pixels of a picture, each way, are one on the screen: a whole number."""
    return max(1, -(-max(height, width) // SIDE))


def shown_part(rgba: Bytes8, window: Window, step: int) -> tuple[bytes, tuple[int, int, int, int]]:
    """Return (a PNG of the window of ``rgba``, H×W×4 straight alpha, at 1/``step``; its x, y, w, h on the screen).

    The window is widened to whole screen pixels, so that parts drawn one over the other leave no seam.
    """
    import cv2

    rows, columns = (
        slice(span.start // step * step, min(-(-span.stop // step) * step, side))
        for span, side in zip(window, rgba.shape[:2], strict=True)
    )
    part = rgba[rows, columns]
    height, width = (-(-side // step) for side in part.shape[:2])
    if step > 1:
        beyond = (height * step - part.shape[0], width * step - part.shape[1])
        if any(beyond):
            part = cv2.copyMakeBorder(part, 0, beyond[0], 0, beyond[1], cv2.BORDER_REPLICATE)
        part = _averaged(np.ascontiguousarray(part), (width, height))
    swapped = np.ascontiguousarray(part[..., [2, 1, 0, 3]])
    done, file = cv2.imencode(".png", swapped, [cv2.IMWRITE_PNG_COMPRESSION, 1])
    assert done
    return file.tobytes(), (columns.start // step, rows.start // step, width, height)


def _averaged(part: Bytes8, size: tuple[int, int]) -> Bytes8:
    """Return the mean of each square, colours weighed by alpha."""
    import cv2

    alpha = np.ascontiguousarray(part[..., 3])
    weighed = cv2.multiply(np.ascontiguousarray(part[..., :3]), cv2.merge([alpha] * 3), scale=1.0 / 255.0)
    small = cv2.resize(weighed, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    cover = cv2.resize(alpha, size, interpolation=cv2.INTER_AREA)
    colours = np.clip(small * 255.0 / np.maximum(cover, 1)[..., None] + 0.5, 0, 255).astype(np.uint8)
    return np.dstack([colours, cover])
