"""Small pictures for who waits: the product as it was cut out, then the product in its set."""

import numpy as np

from tools.engines.composite import Placed
from tools.engines.cutout.lab import resize
from tools.engines.image import Bytes8, Image, to_float

SIDE = 512
PAPER = 0.93
"""sRGB grey behind a cut-out: lighter than most products, darker than white ones."""


def cutout_sketch(cutout: Bytes8) -> Image:
    """Return ``cutout`` (H×W×4) on light grey, H×W×3 sRGB, at most 512 px long."""
    step = max(1, max(cutout.shape[:2]) // (2 * SIDE))
    small = to_float(cutout[::step, ::step])
    alpha = small[..., 3:]
    whole = small[..., :3] * alpha + PAPER * (1.0 - alpha)
    factor = min(1.0, SIDE / max(whole.shape[:2]))
    return resize(whole, (max(1, round(whole.shape[0] * factor)), max(1, round(whole.shape[1] * factor))))


def set_sketch(preview: Image, placed: Placed) -> Image:
    """Return ``preview`` (h×w×3 sRGB), a small copy of a frame, with the product that is placed in the frame."""
    rgba = placed.rgba
    premultiplied = np.dstack([rgba[..., :3] * rgba[..., 3:], rgba[..., 3]]).astype(np.float32)
    small = resize(premultiplied, (preview.shape[0], preview.shape[1]))
    return np.asarray(preview * (1.0 - small[..., 3:]) + small[..., :3], dtype=np.float32)
