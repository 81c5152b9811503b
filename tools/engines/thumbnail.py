"""A small JPEG of a photo, made from its pixels alone: nothing that the file says beside them is in it."""

from pathlib import Path

import numpy as np
from PIL import Image as PillowImage

from tools.engines.decode import read_photo_file
from tools.engines.decoded import decoded
from tools.engines.encode import encode_jpeg

WHITE = 255.0


def thumbnail(path: Path, longest: int, quality: int) -> bytes:
    """Return a JPEG of at most ``longest`` pixels a side, transparent parts on white. Raises ``BadRequest``."""
    photo = decoded(read_photo_file(path), path.name)
    pixels = photo.pixels
    if photo.alpha is not None:
        share = photo.alpha[..., None].astype(np.float32) / WHITE
        pixels = np.rint(pixels * share + WHITE * (1.0 - share)).astype(np.uint8)
    picture = PillowImage.fromarray(pixels)
    picture.thumbnail((longest, longest), PillowImage.Resampling.LANCZOS)
    return encode_jpeg(np.asarray(picture), quality)
