"""What changes of a set's lights come to: a weight for each light's plate, and the light that the product stands in.

More or less of the light that fills is exposed for, as a photographer would: what the key lights stays as bright, and
the shadows change. A sky or a window that shines behind it all stays as bright as it is. Every other light adds what it
adds.
"""

import numpy as np

from tools.engines.color import LUMINANCE, Colours
from tools.engines.develop import balance_gain
from tools.engines.studio.level import shares
from tools.specs.recipe import Recipe
from tools.specs.steps import Relight
from tools.specs.words import LightName

NONE = -8.0
"""Stops from which on a light is out."""

NOT_EXPOSED: frozenset[LightName] = frozenset({"wall"})
"""Lights that are seen themselves: dimmed with the exposure, they would darken a set that mirrors them."""


def relit(recipe: Recipe) -> bool:
    """Return whether a light of the set is changed, so that its plate is a sum of the lights' plates."""
    return recipe.scene is not None and any(isinstance(step, Relight) for step in recipe.develop)


def weights_of(recipe: Recipe) -> dict[LightName, Colours]:
    """Return the weight (3 numbers, linear RGB) of each light of the set; empty when none is changed."""
    steps = [step for step in recipe.develop if isinstance(step, Relight)]
    if not steps or recipe.scene is None:
        return {}
    lit = shares(recipe.scene, recipe.pose)
    made: dict[LightName, Colours] = {name: np.ones(3, np.float32) for name in lit}
    for step in steps:
        made[step.light] = made.get(step.light, np.ones(3, np.float32)) * _gain(step)
    filled = np.float32(float(made["fill"] @ LUMINANCE) * lit["fill"] + 1.0 - lit["fill"])
    return {
        name: weight if name in NOT_EXPOSED else (weight / filled).astype(np.float32) for name, weight in made.items()
    }


def light_on_product(recipe: Recipe) -> tuple[Colours, float]:
    """Return (the colour of the light that the product stands in, luminance 1; stops that it is brighter by than it
    was) against the set as it was metered."""
    weights = weights_of(recipe)
    if not weights or recipe.scene is None:
        return np.ones(3, np.float32), 0.0
    light = sum((weights[name] * share for name, share in shares(recipe.scene, recipe.pose).items()), np.zeros(3))
    bright = max(float(light @ LUMINANCE), 2.0**NONE)
    return np.asarray(light / bright, np.float32), float(np.log2(bright))


def _gain(step: Relight) -> Colours:
    power = 0.0 if step.stops <= NONE else 2.0**step.stops
    return np.asarray(balance_gain(step.warmth, step.tint) * np.float32(power), np.float32)
