"""The plain ground behind a product that has no set: one colour, two that run into each other, or a person's photo."""

import numpy as np
from PIL import Image as PillowImage
from scipy import ndimage as ndi

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.image import Bytes8, Image, to_float
from tools.engines.place_photo.focus import focused
from tools.specs.recipe import Recipe
from tools.specs.steps import Grain, OwnBackdrop, Paper, PhotoView

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


WHOLE = (0.0, 0.0, 1.0, 1.0)
"""The window that leaves nothing of a photo out."""


def own_backdrop(photo: Bytes8, recipe: Recipe, foot: float | None = None) -> Image:
    """Return ``photo`` (h×w×3) filling the frame of ``recipe``, H×W×3 sRGB, softened and grained as the recipe says.

    It is softened in linear light, as a lens does it: bright spots grow instead of going grey. ``foot`` is the row that
    the product stands at, which a recipe with a ``PhotoView`` has in focus.
    """
    step, view = recipe.step(OwnBackdrop), recipe.step(PhotoView)
    picture = to_float(filled(photo, recipe.width, recipe.height, view.window if view else WHOLE))
    if view is not None and foot is not None:
        eye = view.horizon * recipe.height
        picture = linear_to_srgb(focused(srgb_to_linear(picture), foot, eye, view.far, view.least))
    if step is not None and step.blur > 0:
        linear = srgb_to_linear(picture)
        soft = [ndi.gaussian_filter(linear[..., channel], step.blur, mode="nearest") for channel in range(3)]
        picture = linear_to_srgb(np.stack(soft, axis=-1).astype(np.float32))
    grain = recipe.step(Grain)
    if grain is not None and grain.sigma > 0:
        noise = np.random.default_rng(recipe.seed).normal(0, grain.sigma, (*picture.shape[:2], 1))
        picture = np.clip(picture + noise.astype(np.float32), 0, 1).astype(np.float32)
    return picture


def filled(photo: Bytes8, width: int, height: int, window: tuple[float, float, float, float] = WHOLE) -> Bytes8:
    """Return the middle of ``photo`` (h×w×3), or of a ``window`` of it, in the frame's ratio, as width × height."""
    wide, high = max(1.0, window[2] * photo.shape[1]), max(1.0, window[3] * photo.shape[0])
    scale = max(width / wide, height / high)
    across, down = min(width / scale, photo.shape[1]), min(height / scale, photo.shape[0])
    left = window[0] * photo.shape[1] + (wide - across) / 2
    top = window[1] * photo.shape[0] + (high - down) / 2
    left, top = min(max(left, 0.0), photo.shape[1] - across), min(max(top, 0.0), photo.shape[0] - down)
    picture = PillowImage.fromarray(photo)
    box = (left, top, min(left + across, photo.shape[1]), min(top + down, photo.shape[0]))
    return np.asarray(picture.resize((width, height), PillowImage.Resampling.LANCZOS, box=box))


def color_of(text: str) -> Image:
    """Return three sRGB numbers of ``#rrggbb``."""
    return to_float(np.array(list(bytes.fromhex(text[1:])), np.uint8))
