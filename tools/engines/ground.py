"""The plain ground behind a product that has no set: one colour, two that run into each other, or a person's photo."""

import numpy as np
from PIL import Image as PillowImage
from scipy import ndimage as ndi

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.image import Bytes8, Image, to_float
from tools.specs.recipe import Grain, OwnBackdrop, Paper, Recipe

DITHER = 0.5 / 255
"""Amplitude of the noise that keeps a gradient from showing bands."""


def paper(step: Paper, width: int, height: int, seed: int) -> Image:
    """Return H×W×3 sRGB: the very colour everywhere, or from ``top`` to ``bottom``, mixed in sRGB and dithered."""
    top, bottom = color_of(step.top), color_of(step.bottom)
    if step.top == step.bottom:
        return np.broadcast_to(top, (height, width, 3)).copy()
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    mixed = top * (1 - share) + bottom * share
    noise = np.random.default_rng(seed).uniform(-DITHER, DITHER, (height, width, 1)).astype(np.float32)
    return np.clip(mixed + noise, 0, 1).astype(np.float32)


def own_backdrop(photo: Bytes8, recipe: Recipe) -> Image:
    """Return ``photo`` (h×w×3) filling the frame of ``recipe``, H×W×3 sRGB, softened and grained as the recipe says.

    It is softened in linear light, as a lens does it: bright spots grow instead of going grey.
    """
    step = recipe.step(OwnBackdrop)
    picture = to_float(filled(photo, recipe.width, recipe.height))
    if step is not None and step.blur > 0:
        linear = srgb_to_linear(picture)
        soft = [ndi.gaussian_filter(linear[..., channel], step.blur, mode="nearest") for channel in range(3)]
        picture = linear_to_srgb(np.stack(soft, axis=-1).astype(np.float32))
    grain = recipe.step(Grain)
    if grain is not None and grain.sigma > 0:
        noise = np.random.default_rng(recipe.seed).normal(0, grain.sigma, (*picture.shape[:2], 1))
        picture = np.clip(picture + noise.astype(np.float32), 0, 1).astype(np.float32)
    return picture


def filled(photo: Bytes8, width: int, height: int) -> Bytes8:
    """Return the middle of ``photo`` (h×w×3) in the frame's ratio, resized to width × height."""
    scale = max(width / photo.shape[1], height / photo.shape[0])
    across, down = min(width / scale, photo.shape[1]), min(height / scale, photo.shape[0])
    left, top = (photo.shape[1] - across) / 2, (photo.shape[0] - down) / 2
    picture = PillowImage.fromarray(photo)
    box = (left, top, min(left + across, photo.shape[1]), min(top + down, photo.shape[0]))
    return np.asarray(picture.resize((width, height), PillowImage.Resampling.LANCZOS, box=box))


def color_of(text: str) -> Image:
    """Return three sRGB numbers of ``#rrggbb``."""
    return to_float(np.array(list(bytes.fromhex(text[1:])), np.uint8))
