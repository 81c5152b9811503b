"""What a photo is known again by: a small copy and its local features.

Features are SIFT (Lowe, "Distinctive image features from scale-invariant keypoints", IJCV 2004) as RootSIFT
(Arandjelović and Zisserman, "Three things everyone should know to improve object retrieval", CVPR 2012).
"""

import io
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Bytes8, Mask, to_bytes, to_float
from tools.engines.recognition.points import MOST, Points

VERSION = 1
"""Raised when traits come out differently: kept ones of another version are made again."""
FEATURE_SIDE, SMALL_SIDE = 400, 160
"""Long side in pixels at which features are found, and of the copy in which pixels are compared."""
FAINTEST = 0.01
"""Contrast from which on something is a feature: a quarter of the usual, since a polished thing on white has few."""
WHITE = np.float32(255.0)
LEVELS = 255.0


@dataclass(frozen=True, eq=False)
class Traits:
    """``small`` is H×W×3 sRGB; ``points`` N×2, x and y in shares of the long side; ``marks`` N×128, 8-bit RootSIFT."""

    small: Bytes8
    points: Points
    marks: Bytes8

    @cached_property
    def directions(self) -> NDArray[np.float32]:
        """The marks at unit length, N×128."""
        rooted = self.marks.astype(np.float32)
        return np.asarray(rooted / np.maximum(np.linalg.norm(rooted, axis=1, keepdims=True), 1e-6), np.float32)

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""
        return self.small.nbytes + self.points.nbytes + 5 * self.marks.nbytes


def traits_of(pixels: Bytes8, alpha: Bytes8 | None = None) -> Traits:
    """Return the traits of a photo (H×W×3 sRGB, and its alpha H×W where it has one: see-through parts are white)."""
    import cv2

    if alpha is not None:
        pixels = _on_white(pixels, alpha)
    picture = _sized(pixels, FEATURE_SIDE)
    finder = cv2.SIFT.create(nfeatures=MOST, contrastThreshold=FAINTEST, enable_precise_upscale=True)
    found, marks = finder.detectAndCompute(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), None)
    # centres of pixels are at 0.5, so that a point keeps its place at every size
    points = np.array([point.pt for point in found], np.float32).reshape(-1, 2) + np.float32(0.5)
    return Traits(_sized(pixels, SMALL_SIDE), points[:MOST] / np.float32(max(picture.shape[:2])), _rooted(marks)[:MOST])


def pack(traits: Traits) -> bytes:
    """Return the traits as bytes that ``unpack`` reads."""
    kept = io.BytesIO()
    np.savez_compressed(kept, small=traits.small, points=traits.points, marks=traits.marks)
    return kept.getvalue()


def unpack(data: bytes) -> Traits:
    """Return the traits in ``data``."""
    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        return Traits(kept["small"], kept["points"], kept["marks"])


def pack_outline(product: Mask, traits: Traits) -> bytes:
    """Return where in a photo its product is (H×W of any size), as bytes, no larger than the photo's small copy."""
    import cv2

    height, width = traits.small.shape[:2]
    kept = io.BytesIO()
    np.savez_compressed(kept, cv2.resize(to_bytes(product), (width, height), interpolation=cv2.INTER_AREA))
    return kept.getvalue()


def unpack_outline(data: bytes) -> Mask:
    """Return the outline in ``data``, H×W 0..1."""
    with np.load(io.BytesIO(data), allow_pickle=False) as kept:
        return to_float(kept["arr_0"])


def _rooted(marks: Any) -> Bytes8:
    """Return N×128 SIFT (floats, or nothing where none was found) as 8-bit RootSIFT."""
    if marks is None:
        return np.zeros((0, 128), np.uint8)
    shares = marks / np.maximum(marks.sum(axis=1, keepdims=True), 1e-6)
    return np.asarray(np.rint(np.sqrt(shares) * LEVELS), np.uint8)


def _on_white(pixels: Bytes8, alpha: Bytes8) -> Bytes8:
    share = alpha[..., None].astype(np.float32) / WHITE
    return np.asarray(np.rint(pixels * share + WHITE * (1.0 - share)), np.uint8)


def _sized(pixels: Bytes8, side: int) -> Bytes8:
    """Return the picture with a long side of ``side`` pixels."""
    import cv2

    factor = side / max(pixels.shape[:2])
    height, width = (max(1, round(length * factor)) for length in pixels.shape[:2])
    how = cv2.INTER_AREA if factor < 1.0 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=how))
