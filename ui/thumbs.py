"""Small copies of pictures for the page, made when they are asked for and kept in memory."""

from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage

from tools.engines.composite import place_whole
from tools.engines.decoded import decoded
from tools.engines.encode import encode_jpeg
from tools.engines.image import Bytes8, Image, to_bytes
from tools.specs.recipe import Recipe
from tools.store.images import Images

SIDE = 900
QUALITY = 86
PAPER = (246, 243, 238)
"""Shown where a photo does not reach, and behind what is see-through."""


class Thumbs:
    """Small JPEGs of kept pictures, by content hash."""

    def __init__(self, images: Images) -> None:
        self._images = images
        self._small = lru_cache(maxsize=128)(self._make_small)
        self._placed = lru_cache(maxsize=32)(self._make_placed)

    def small(self, sha256: str) -> bytes:
        """Return the picture with a long side of at most ``SIDE`` pixels. Raises ``BadRequest`` or ``ToolFailed``."""
        return self._small(sha256)

    def placed(self, recipe: Recipe) -> bytes:
        """Return a picture's product photo, whole, where the picture has it. Raises ``BadRequest``, ``ToolFailed``."""
        return self._placed(recipe)

    def _make_small(self, sha256: str) -> bytes:
        photo = decoded(self._images.read(sha256), "the picture")
        return encode_jpeg(_shrunk(_on_paper(photo.pixels, photo.alpha)), QUALITY)

    def _make_placed(self, recipe: Recipe) -> bytes:
        photo = decoded(self._images.read(recipe.source_sha256), "the photo")
        size = (recipe.placement, recipe.width, recipe.height)
        frame = place_whole(_on_paper(photo.pixels, photo.alpha), *size)
        reach = place_whole(np.full(photo.pixels.shape[:2], 255, np.uint8), *size)
        frame[reach == 0] = PAPER
        return encode_jpeg(_shrunk(frame), QUALITY)


def sketch(preview: Image) -> bytes:
    """Return a preview as a small JPEG."""
    return encode_jpeg(_shrunk(to_bytes(preview)), QUALITY)


@lru_cache(maxsize=16)
def glance(file: Path, side: int) -> bytes:
    """Return one of our own JPEG photos at most ``side`` pixels wide and high, decoded at no more than it needs."""
    with PillowImage.open(file) as photo:
        photo.draft("RGB", (2 * side, 2 * side))
        return encode_jpeg(_shrunk(np.asarray(photo.convert("RGB")), side), QUALITY)


def small_copy(data: bytes, side: int) -> bytes:
    """Return a photo's file as a JPEG of at most ``side`` pixels. Raises ``BadRequest``."""
    photo = decoded(data, "the photo")
    return encode_jpeg(_shrunk(_on_paper(photo.pixels, photo.alpha), side), QUALITY)


def _on_paper(pixels: Bytes8, alpha: Bytes8 | None) -> Bytes8:
    if alpha is None:
        return pixels
    share = alpha[..., None].astype(np.float32) / 255
    return np.asarray(pixels * share + np.array(PAPER, np.float32) * (1 - share), np.uint8)


def _shrunk(pixels: Bytes8, side: int = SIDE) -> Bytes8:
    height, width = pixels.shape[:2]
    factor = min(1.0, side / max(height, width))
    size = (max(1, round(width * factor)), max(1, round(height * factor)))
    small = PillowImage.fromarray(np.ascontiguousarray(pixels)).resize(
        size, PillowImage.Resampling.LANCZOS, reducing_gap=2.0
    )
    return np.asarray(small)
