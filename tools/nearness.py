"""How near each part of a set is: looked up once, kept beside its plate, and shared with its clips."""

import numpy as np

from tools.context import Context
from tools.engines.composite import Placed
from tools.engines.image import Mask
from tools.specs.base import digest
from tools.specs.recipe import Recipe


def near_key(recipe: Recipe) -> str:
    """Return the name under which the nearness of a recipe's set is kept: as ``filming`` has it without room."""
    return f"{digest(recipe.geometry())}-near-0-0"


def nearness_of(context: Context, recipe: Recipe, placed: Placed) -> Mask:
    """Return how near the empty set is in each pixel of the recipe's plate (H×W, ``Footage.nearness``).

    What is not kept yet is measured along the camera's rays: no light is traced. Raises ``ToolFailed`` when cancelled.
    """
    frame, plates, key = recipe.geometry(), context.store.plates, near_key(recipe)
    kept = plates.get(key)
    if kept is not None and kept.shape == (frame.height, frame.width):
        return kept
    product = np.ascontiguousarray(placed.rgba)
    return plates.put(key, context.studio.film(frame, product, (), context.report, context.cancelled).nearness)
