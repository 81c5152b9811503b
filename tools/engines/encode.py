"""8-bit sRGB in, a picture file out. What is kept is PNG; JPEG and WebP are for delivery.

The same pixels give the same bytes: no time, no text, fixed settings.
"""

import io
from functools import lru_cache

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageCms
from PIL.PngImagePlugin import PngInfo

from tools.engines.decode import Photo, decode, read_photo_file
from tools.engines.image import Bytes8

__all__ = ["Photo", "decode", "encode_jpeg", "encode_png", "encode_webp", "read_photo_file"]


def encode_png(pixels: Bytes8) -> bytes:
    """Return a PNG of H×W×3 or H×W×4 (straight alpha), tagged with an sRGB chunk (PNG 3, 11.3.2.5)."""
    info = PngInfo()
    info.add(b"sRGB", b"\x00")  # rendering intent: perceptual
    return _save(_pillow(pixels), "PNG", {"pnginfo": info, "compress_level": 2})


def encode_jpeg(pixels: Bytes8, quality: int = 92) -> bytes:
    """Return a JPEG of H×W×3 with the sRGB profile; colour at full resolution, since jewels are small and saturated."""
    if pixels.shape[2] != 3:
        raise ValueError("a JPEG has no alpha: composite on a colour first")
    options = {"quality": quality, "subsampling": "4:4:4", "optimize": True, "icc_profile": srgb_profile()}
    return _save(_pillow(pixels), "JPEG", options)


def encode_webp(pixels: Bytes8, quality: int = 90) -> bytes:
    """Return a WebP of H×W×3 or H×W×4 with the sRGB profile; colours under transparent pixels are kept."""
    options = {"quality": quality, "method": 4, "exact": True, "icc_profile": srgb_profile()}
    return _save(_pillow(pixels), "WEBP", options)


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return an sRGB ICC profile, the same bytes each time (LittleCMS writes the hour into bytes 24 to 35)."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    first_of_2000 = bytes.fromhex("07d000010001000000000000")
    return profile[:24] + first_of_2000 + profile[36:]


def _pillow(pixels: Bytes8) -> PillowImage.Image:
    if pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise ValueError(f"pixels must be uint8 of H×W×3 or H×W×4, not {pixels.dtype} {pixels.shape}")
    return PillowImage.fromarray(np.ascontiguousarray(pixels))


def _save(picture: PillowImage.Image, kind: str, options: dict[str, object]) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()
