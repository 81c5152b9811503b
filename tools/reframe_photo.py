"""A plain photo in another ratio: its own smooth backdrop carried on; the product, and all of the photo, stay."""

import time

import numpy as np

from tools.context import Context, Result
from tools.engines.composite import place_channels, placed_size
from tools.engines.continued import Window, continued, is_plain
from tools.engines.image import to_float
from tools.errors import EngineUnavailable
from tools.product_photo import ProductPhoto, open_product
from tools.saving import save_picture
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.specs.steps import Continued, Placement
from tools.specs.words import Aspect, frame_pixels

TOUCHES = 2
"""Pixels from an edge at which a product is taken to go on beyond it."""


def reframe_photo(asset: Asset, aspect: Aspect, context: Context) -> Result:
    """Return the photo ``asset`` in ``aspect``. Raises ``EngineUnavailable`` where its backdrop is not plain."""
    started = time.monotonic()
    photo = open_product(asset.id, context)
    recipe = _recipe(photo, aspect)
    at = recipe.placement
    size = placed_size(photo.source.shape[1], photo.source.shape[0], at.scale)
    small = place_channels(photo.source, Placement(scale=at.scale, x=0, y=0), *size)
    grown = recipe.width > size[0], recipe.height > size[1]
    if not is_plain(to_float(small), grown) or _runs_out(photo, grown):
        raise EngineUnavailable(
            "This photo's backdrop is not plain, or the product runs out of it: carrying it on would be guessing, and "
            "needs a generative engine, which is not in this version. Ask for a set or a tile in that ratio instead."
        )
    picture = continued(small, Window(at.x, at.y, *size), (recipe.width, recipe.height), recipe.seed)
    made = save_picture(context, picture, recipe, asset.id, started, None)
    return Result(
        f"The photo in {aspect}: its own plain backdrop is carried on, and nothing else was added.", (made,), {}
    )


def _runs_out(photo: ProductPhoto, grown: tuple[bool, bool]) -> bool:
    """Return whether the product touches an edge that the frame goes beyond."""
    there = photo.cutout[..., 3] > 127
    sides = np.concatenate([there[:, :TOUCHES].ravel(), there[:, -TOUCHES:].ravel()]).any()
    ends = np.concatenate([there[:TOUCHES].ravel(), there[-TOUCHES:].ravel()]).any()
    return bool((grown[0] and sides) or (grown[1] and ends))


def _recipe(photo: ProductPhoto, aspect: Aspect) -> Recipe:
    """Return the recipe: all of the photo in a frame of ``aspect``, the product as near the middle as that allows."""
    height, width = photo.source.shape[:2]
    frame = frame_pixels(aspect, "2k")
    scale = min(1.0, frame[0] / width, frame[1] / height)
    shrunk = max(scale * width / frame[0], scale * height / frame[1])
    frame = max(2, round(frame[0] * shrunk)), max(2, round(frame[1] * shrunk))
    size = placed_size(width, height, scale)
    frame = max(frame[0], size[0]), max(frame[1], size[1])
    rows, columns = (np.flatnonzero((photo.cutout[..., 3] > 127).any(axis)) for axis in (1, 0))
    middle = [
        (each[0] + each[-1] + 1) / 2 * scale if len(each) else side / 2
        for each, side in ((columns, size[0]), (rows, size[1]))
    ]
    x, y = (min(max(round(frame[axis] / 2 - middle[axis]), 0), frame[axis] - size[axis]) for axis in (0, 1))
    return Recipe(
        tool="reframe", source_sha256=photo.product.id, cutout_sha256=photo.cutout_sha256, width=frame[0],
        height=frame[1], placement=Placement(scale=scale, x=x, y=y), develop=(Continued(),),
        kind=photo.product.category,
    )  # fmt: skip
