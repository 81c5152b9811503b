"""The proof of a clip: frames of the saved file, read again, held against the photo as it was moved for each."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import ndimage as ndi

from tools.engines.clip.frames import Part
from tools.engines.clip.mp4 import read_facts, read_frames
from tools.engines.color import delta_e, srgb_to_lab
from tools.engines.image import Image, to_bytes, to_float
from tools.specs.clip import ClipProof

EVERY = 12
CORE = 3
"""Pixels by which the opaque part is eroded: colour is kept at half the resolution in a clip."""

MOST = 5.0
"""Mean CIEDE2000 beyond which the product in a clip is not the photographed one."""

Expected = Callable[[int], tuple[Image, Part]]


@dataclass(frozen=True)
class Proved:
    """A proof, the largest 8-bit difference in it, the SHA-256 of the pixels that were read, and the core's size and
    share of the product in the first frame."""

    proof: ClipProof
    max_diff: int
    pixels_sha256: str
    core_pixels: int
    core_share: float


def prove(data: bytes, expected: Expected) -> Proved:
    """Return what the MP4 ``data`` shows. ``expected(number)`` gives the product as it must be in a frame.

    It is rows×columns×4, premultiplied sRGB, and the part of the frame; see ``frames.product_of``.
    Raises ``BadRequest`` when it cannot be read.
    """
    facts, seen = read_facts(data), hashlib.sha256()
    means, worst, steps, sizes = [], [], [], []
    for number, pixels in read_frames(data, EVERY):
        seen.update(np.ascontiguousarray(pixels).tobytes())
        product, box = expected(number)
        core = ndi.binary_erosion(product[..., 3] > 0.998, iterations=CORE)
        sizes.append((int(core.sum()), int((product[..., 3] > 0.5).sum())))
        if not core.any():
            continue
        found, meant = pixels[box][core], product[core][:, :3]
        gap = delta_e(srgb_to_lab(to_float(found)), srgb_to_lab(meant))
        means.append(float(gap.mean()))
        worst.append(float(np.percentile(gap, 99)))
        steps.append(int(np.abs(found.astype(np.int16) - to_bytes(meant).astype(np.int16)).max()))
    proof = ClipProof(
        frames=facts.frames, fps=facts.fps, seconds=round(facts.seconds, 3), codec=facts.codec,
        pixel_format=facts.pixel_format, faststart=facts.faststart, checked=len(means),
        mean_difference=round(float(np.mean(means)), 3) if means else 0.0,
        largest_difference=round(max(worst, default=0.0), 3),
    )  # fmt: skip
    core, whole = sizes[0] if sizes else (0, 0)
    return Proved(proof, max(steps, default=0), seen.hexdigest(), core, core / whole if whole else 0.0)
