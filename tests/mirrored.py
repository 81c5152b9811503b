"""Whether a thing that is worn was turned over on its way."""

import numpy as np

from tools.engines.image import Bytes8
from tools.engines.worn.laid import Laid
from tools.engines.worn.maps import determinant, look_up


def check_nothing_mirrored(laid: Laid, rgba: Bytes8, shape: tuple[int, int], step: int) -> None:
    """Assert that of ``rgba`` (H×W×4) something is seen in a frame of ``shape``, and none of it mirrored.

    Every ``step``-th pixel is looked at.
    """
    y, x = np.mgrid[0 : shape[0] : step, 0 : shape[1] : step] + 0.5
    for warp in laid.warps:
        looked = look_up(warp, x, y)
        inside = (looked.x > 0) & (looked.x < rgba.shape[1]) & (looked.y > 0) & (looked.y < rgba.shape[0])
        seen = (looked.seen > 0.6) & inside
        assert seen.any()
        assert (determinant(warp, x, y)[seen] > 0).all()
