"""How changes of a set's lights become steps of its recipe. Pure: nothing is rendered or kept here."""

from collections.abc import Mapping
from typing import NamedTuple

from tools.engines.relight import NONE
from tools.specs.numbers import LightNumbers
from tools.specs.steps import DevelopStep, Relight
from tools.specs.words import LightName

FILL_STOPS, STOPS = 1.6, 2.0
"""Stops that an amount of 1 adds to the light in the shadows, as ``lights.rig_of`` has it, and to another."""

LATER_WARMTH, LATER_STOPS, LATER_SKY = 0.6, -0.35, 0.1
"""What the end of a day does to the sun, its warmth and stops, and to the warmth of the sky that fills."""

BRIGHTEST, DIMMEST, FARTHEST = 3.0, -4.0, 2.0
"""Bounds of a light that is not put out, in stops, and of its warmth."""

ORDER: tuple[LightName, ...] = ("key", "fill", "rim", "sun", "wall", "glow")
MAIN: tuple[LightName, ...] = ("key", "sun")
"""What is the main light to whoever looks: the key, and the sun that falls in beside it."""


class _Added(NamedTuple):
    """What is added to one light."""

    stops: float = 0.0
    warmth: float = 0.0
    out: bool = False


def relighted(steps: tuple[DevelopStep, ...], changes: LightNumbers, other_light: bool) -> tuple[DevelopStep, ...]:
    """Return ``steps`` with the changes of light added, one step a light, these first.

    ``other_light``: the set gets other lights; of what was changed before, only the depth of its shadows stays.
    """
    old = {step.light: step for step in steps if isinstance(step, Relight)}
    if other_light:
        old = {name: Relight(light=name, stops=step.stops) for name, step in old.items() if name == "fill"}
    added = _added(changes)
    made = [_plus(name, old.get(name), added.get(name, _Added())) for name in ORDER]
    rest = tuple(step for step in steps if not isinstance(step, Relight))
    return (*(step for step in made if step is not None), *rest)


def depth_of(steps: tuple[DevelopStep, ...]) -> float:
    """Return how much deeper ``steps`` make a set's shadows, in amounts of ``Scene.shadow``."""
    stops = sum(step.stops for step in steps if isinstance(step, Relight) and step.light == "fill")
    return -stops / FILL_STOPS


def _added(changes: LightNumbers) -> Mapping[LightName, _Added]:
    sun = _Added(
        STOPS * changes.key + LATER_STOPS * changes.daytime,
        changes.key_warmth + LATER_WARMTH * changes.daytime,
    )
    sky = _Added(FILL_STOPS * (changes.fill - changes.shadow), changes.fill_warmth + LATER_SKY * changes.daytime)
    others: dict[LightName, float] = {"rim": changes.rim, "wall": changes.wall, "glow": changes.glow}
    return {
        **dict.fromkeys(MAIN, sun),
        "fill": sky,
        **{name: _Added(STOPS * amount, out=amount <= -1.0) for name, amount in others.items()},
    }


def _plus(name: LightName, old: Relight | None, added: _Added) -> Relight | None:
    """Return a light's step with what is added; nothing where the light is as the set has it."""
    before = old or Relight(light=name)
    if added.out:
        return before.model_copy(update={"stops": NONE})
    stops = before.stops if before.stops > NONE or added.stops <= 0.0 else DIMMEST
    if stops > NONE:
        stops = max(DIMMEST, min(BRIGHTEST, round(stops + added.stops, 6)))
    warmth = max(-FARTHEST, min(FARTHEST, round(before.warmth + added.warmth, 6)))
    made = before.model_copy(update={"stops": stops, "warmth": warmth})
    return None if made == Relight(light=name) else made
