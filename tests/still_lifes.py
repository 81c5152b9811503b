"""Painted still lifes for the tests: a product in the middle of a set, and what people do to a photo's file."""

import io

import numpy as np
from numpy.random import Generator
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFilter

SIZE = (640, 520)


def still_life(product: int, scene: int) -> PillowImage.Image:
    """Return product number ``product``, an oval thing full of parts, on set number ``scene``."""
    picture = _strewn(np.random.default_rng(1000 + scene), 60, 30).filter(ImageFilter.GaussianBlur(1.0))
    middle = PillowImage.new("L", SIZE, 0)
    ImageDraw.Draw(middle).ellipse((SIZE[0] // 6, SIZE[1] // 6, SIZE[0] * 5 // 6, SIZE[1] * 5 // 6), fill=255)
    picture.paste(_strewn(np.random.default_rng(product), 130, 22), mask=middle)
    return picture


def _strewn(rng: Generator, count: int, largest: int) -> PillowImage.Image:
    picture = PillowImage.new("RGB", SIZE, tuple(int(level) for level in rng.integers(120, 220, 3)))
    pen = ImageDraw.Draw(picture)
    for _ in range(count):
        x, y = (int(rng.integers(0, length)) for length in SIZE)
        across, down = (int(rng.integers(5, largest)) for _ in range(2))
        colour = tuple(int(level) for level in rng.integers(10, 250, 3))
        draw = pen.ellipse if rng.random() < 0.5 else pen.rectangle
        draw((x - across, y - down, x + across, y + down), fill=colour)
    return picture


def cropped(picture: PillowImage.Image, left: float, top: float, right: float, bottom: float) -> PillowImage.Image:
    """Return the picture without these shares of its sides."""
    width, height = picture.size
    box = (left * width, top * height, (1.0 - right) * width, (1.0 - bottom) * height)
    return picture.crop(tuple(round(edge) for edge in box))  # type: ignore[arg-type]


def resized(picture: PillowImage.Image, factor: float) -> PillowImage.Image:
    """Return the picture at ``factor`` times its size."""
    width, height = (round(length * factor) for length in picture.size)
    return picture.resize((width, height), PillowImage.Resampling.LANCZOS)


def brighter(picture: PillowImage.Image, factor: float) -> PillowImage.Image:
    """Return the picture with every value times ``factor``, clipped."""
    return picture.point(lambda level: min(255, round(level * factor)))


def jpeg(picture: PillowImage.Image, quality: int) -> bytes:
    """Return the picture as a JPEG file."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    return file.getvalue()
