"""An uploaded photo's file: decoded, cut out, or only glanced at."""

import re

import numpy as np

from tools.context import Context
from tools.engines.cutout.pipeline import from_alpha
from tools.engines.cutout.result import CutOut
from tools.engines.decode import Photo
from tools.engines.decoded import decoded, decoded_rgba_file
from tools.engines.image import Image, Mask
from tools.specs.asset import Asset

SEE_THROUGH = 0.01
"""Share of the picture that must be transparent before its own alpha is taken for a cut-out."""

PHOTO = "the photo"
"""What a file without a name is called."""

WHITE = np.float32(255.0)
LOOK_SIDE = 640
"""Long side at which a photo without a cut-out is looked at; the glance is not kept."""


_PICTURE = re.compile(r"(?:img|a)[1-9]\d*|[0-9a-f]{16}")


def names_picture(place: str) -> bool:
    """Return whether a place that is asked for is the name of an upload or a made picture: img1, a1, or an id."""
    return _PICTURE.fullmatch(place) is not None


def read_photo(upload: Asset, context: Context) -> Photo:
    """Return the decoded upload."""
    return decoded(context.store.images.read(upload.sha256), upload.note or PHOTO)


def cut_photo(photo: Photo, context: Context) -> CutOut:
    """Return the cut-out of a photo: its own alpha if it brings a real one, else the cutter's."""
    if photo.alpha is not None and float((photo.alpha < 128).mean()) >= SEE_THROUGH:
        return from_alpha(photo.pixels, photo.alpha)
    return context.cutter.cut(photo.pixels)


def glance(upload: Asset, cutout_sha256: str | None, context: Context) -> tuple[Image, Mask]:
    """Return a small copy of the photo and its product's alpha: of the kept cut-out, or of a quick one."""
    from tools.engines.cutout.lab import resize

    photo = read_photo(upload, context)
    height, width = photo.pixels.shape[:2]
    factor = min(1.0, LOOK_SIDE / max(height, width))
    size = (max(1, round(height * factor)), max(1, round(width * factor)))
    small = resize(photo.pixels, size) / WHITE  # 8 bit until it is small
    if (sha256 := cutout_sha256) is not None:
        rgba = decoded_rgba_file(sha256, lambda: context.store.images.read(sha256), "the cut-out")
        return small, resize(rgba[..., 3], size) / WHITE
    if photo.alpha is not None:
        return small, resize(cut_photo(photo, context).alpha, size)
    return small, context.cutter.cut(small).alpha
