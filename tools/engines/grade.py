"""The product graded: one exposure and one white balance over all of it, so that it sits in a coloured light.

Nothing else: each 8-bit value of a channel becomes one other value, the same everywhere, so that anyone can check it.
"""

from dataclasses import replace
from typing import Literal

import numpy as np

from tools.engines.color import Colours, cast_gap, linear_to_srgb, srgb_to_linear
from tools.engines.composite import Placed
from tools.engines.develop import set_white
from tools.engines.image import Bytes8, to_bytes, to_float
from tools.engines.relight import light_on_product
from tools.engines.studio.level import level
from tools.engines.studio.tone import inverse_tone, tone
from tools.specs.recipe import Recipe
from tools.specs.steps import DevelopStep, Exposure, Grade, Painted
from tools.specs.words import Mode

WHITE: Colours = np.ones(3, np.float32)

LEAST = 1e-3
"""Stops, and parts of a channel's gain, below which a grade is none."""


SEEN = 0.4
"""Stops from which on a product is seen to be lit less, or more, than its set (``level.LEAST``)."""


def grade_of(steps: tuple[DevelopStep, ...], darker: float = 0.0, tint: Colours = WHITE) -> Grade | None:
    """Return the grade that gives the product the white and the exposure of the developed set, or nothing to grade.

    ``darker``: stops (below 0) that the set's light has less than the photo's; ``tint`` (3, linear RGB): the colour of
    the light that the product stands in, where the set's lights were changed.
    """
    photo, light = set_white(steps)
    light = light * tint
    red, green, blue = (round(float(gain), 6) for gain in light / photo)
    stops = round(darker + sum(step.stops for step in steps if isinstance(step, Exposure)), 6)
    if abs(stops) < LEAST and max(abs(gain - 1.0) for gain in (red, green, blue)) < LEAST:
        return None
    return Grade(stops=stops, rgb=(red, green, blue))


def in_mode(recipe: Recipe, mode: Mode) -> Recipe:
    """Return the recipe in ``mode``: with the grade that its set asks for in ``graded``, else without one.

    When there is nothing to grade, ``graded`` is ``exact``.
    """
    steps = tuple(step for step in recipe.develop if not isinstance(step, Grade))
    tint, stops = light_on_product(recipe)
    grade = grade_of(steps, darker_by(recipe) + stops, tint) if mode == "graded" else None
    if mode == "graded" and grade is None:
        mode = "exact"
    return recipe.model_copy(update={"mode": mode, "develop": (*steps, grade) if grade else steps})


def grade_in(recipe: Recipe) -> Grade | None:
    """Return the grade of a recipe in mode ``graded``; nothing in any other mode."""
    steps = recipe.develop if recipe.mode == "graded" else ()
    return next((step for step in steps if isinstance(step, Grade)), None)


def graded(pixels: Bytes8, grade: Grade | None) -> Bytes8:
    """Return 8-bit sRGB ``pixels`` (...×3) multiplied by the grade's gains in linear light, behind the tone curve.

    The set's own tone curve is undone before and done after: highlights roll off as those of the set do.
    """
    if grade is None:
        return pixels
    gains = np.array(grade.rgb, np.float32) * np.float32(2.0**grade.stops)
    values = inverse_tone(srgb_to_linear(to_float(np.arange(256, dtype=np.uint8))))
    table = to_bytes(linear_to_srgb(tone(values[:, None] * gains)))
    return np.stack([table[pixels[..., channel], channel] for channel in range(3)], axis=-1)


def graded_product(placed: Placed, recipe: Recipe) -> Placed:
    """Return the placed product through the recipe's grade; as it is when there is none."""
    grade = grade_in(recipe)
    if grade is None:
        return placed
    return replace(placed, source=graded(placed.source, grade), foreground=graded(placed.foreground, grade))


def darker_by(recipe: Recipe) -> float:
    """Return the stops (below 0) that the light of the recipe's set has less than a product's photo, or 0.

    What a model painted is no set of known lamps: nothing is told of it.
    """
    if recipe.scene is None or recipe.step(Painted) is not None:
        return 0.0
    return level(recipe.scene, recipe.pose)


def seen_darker_by(recipe: Recipe) -> float:
    """Return the stops (below 0: darker) by which a product's light differs from its photo's, so that it is seen; or 0.

    That is the set's own, and what its lights were changed by; exposure is the picture's, and not counted.
    """
    stops = darker_by(recipe) + light_on_product(recipe)[1]
    return round(stops, 3) if abs(stops) > SEEN else 0.0


def cast_side(recipe: Recipe) -> Literal["warmer", "cooler", "more tinted"]:
    """Return to which side the light of the recipe's set differs from the photo's."""
    photo, light = set_white(recipe.develop)
    red, _, blue = light * light_on_product(recipe)[0] / photo
    return "warmer" if red > blue + LEAST else "cooler" if blue > red + LEAST else "more tinted"


def gap_of(recipe: Recipe) -> float:
    """Return CIEDE2000 between the product's white, as the picture shows it, and the white of the set's light."""
    photo, light = set_white(recipe.develop)
    grade = grade_in(recipe)
    light = light * light_on_product(recipe)[0]
    return cast_gap(photo if grade is None else photo * np.array(grade.rgb, np.float32), light)
