"""What people do to a photo before they bring it again."""

import io
from collections.abc import Callable

import numpy as np
from PIL import Image as PillowImage

Picture = PillowImage.Image
Change = Callable[[Picture], Picture]


def resized(factor: float) -> Change:
    """Return a change of size."""
    return lambda picture: picture.resize(
        (max(16, round(picture.width * factor)), max(16, round(picture.height * factor))),
        PillowImage.Resampling.LANCZOS,
    )


def saved(quality: int) -> Change:
    """Return a saving as JPEG."""

    def change(picture: Picture) -> Picture:
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        return PillowImage.open(io.BytesIO(file.getvalue())).convert("RGB")

    return change


def cropped(left: float, top: float, right: float, bottom: float) -> Change:
    """Return a crop by shares of the sides."""

    def change(picture: Picture) -> Picture:
        width, height = picture.size
        box = (round(left * width), round(top * height), round((1 - right) * width), round((1 - bottom) * height))
        return picture.crop(box)

    return change


def lit(gain: float, lift: float = 0.0) -> Change:
    """Return a change of brightness, clipped."""

    def change(picture: Picture) -> Picture:
        levels = np.asarray(picture, np.float32) * gain + lift
        return PillowImage.fromarray(np.clip(np.rint(levels), 0, 255).astype(np.uint8))

    return change


def framed(picture: Picture) -> Picture:
    """Return the picture on a larger plain ground."""
    ground = PillowImage.new("RGB", (round(picture.width * 1.5), round(picture.height * 1.4)), (240, 240, 235))
    ground.paste(picture, (picture.width // 4, picture.height // 5))
    return ground


def all_at_once(picture: Picture) -> Picture:
    """Return a crop, resized, darkened and saved badly."""
    for change in (cropped(0.10, 0.15, 0.05, 0.0), resized(0.5), lit(0.92), saved(60)):
        picture = change(picture)
    return picture


CHANGES: dict[str, Change] = {
    "resized x0.4": resized(0.4),
    "resized x0.7": resized(0.7),
    "JPEG 60": saved(60),
    "JPEG 85": saved(85),
    "cropped 15 % left": cropped(0.15, 0.0, 0.0, 0.0),
    "cropped 15 % right": cropped(0.0, 0.0, 0.15, 0.0),
    "cropped 15 % top": cropped(0.0, 0.15, 0.0, 0.0),
    "cropped 15 % bottom": cropped(0.0, 0.0, 0.0, 0.15),
    "cropped 15 % two sides": cropped(0.15, 0.15, 0.0, 0.0),
    "cropped 15 % each side": cropped(0.15, 0.15, 0.15, 0.15),
    "mirrored": lambda picture: picture.transpose(PillowImage.Transpose.FLIP_LEFT_RIGHT),
    "brighter": lit(1.12, 5.0),
    "darker": lit(0.85),
    "black and white": lambda picture: picture.convert("L").convert("RGB"),
    "turned 90°": lambda picture: picture.transpose(PillowImage.Transpose.ROTATE_90),
    "turned 5°": lambda picture: picture.rotate(5, PillowImage.Resampling.BICUBIC, True, fillcolor=(255, 255, 255)),
    "squeezed": lambda picture: picture.resize((800, 800)),
    "on a larger ground": framed,
    "cropped, x0.5, dark, JPEG 60": all_at_once,
}
"""By name. The frame is cut on one side, on two, and all round."""
