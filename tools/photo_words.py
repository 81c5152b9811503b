"""What is said of a product in a person's own photo: what was assumed, and where the two photos disagree."""

import math
from dataclasses import dataclass

from tools.engines.place_photo.scale import HONEST
from tools.engines.place_photo.setting import Setting
from tools.engines.place_photo.sun import FOCAL
from tools.engines.reading import Reading
from tools.laying import CAST_SEEN
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.specs.steps import CastShadow

VIEWED: dict[str | None, float] = {"front": 8.0, "three_quarter": 26.0, "top": 80.0}
"""Degrees from which a product's photo looks down on it."""

APART = 28.0
"""Degrees between the two views from which the disagreement is said."""

SMALL_MM = 160.0
"""Longer side under which a thing in a place of unknown scale may look like a giant one."""

THIRD = 0.12
"""How far from the middle a foot is said to be at one side, in frame widths."""


@dataclass(frozen=True)
class Facts:
    """All that the sentences are made of: ``view`` is the product's, ``own`` what its photo says of its light."""

    setting: Setting
    own: Reading
    view: str | None
    longest_mm: float
    small: bool


def say_before(made: Asset, name: str, facts: Facts, gap: float) -> str:
    """Return the sentences for the picture ``made`` before the photo called ``name``."""
    assert made.recipe is not None
    said = [f"The product in {name}, {made.width}×{made.height} px, untouched. {_stands(facts, made.recipe)}"]
    said += _of_scale(facts) + _of_disagreement(facts, made.recipe)
    if facts.small:
        said.append(f"{name} is small for this frame and looks soft: a bigger one would be better.")
    if made.recipe.placement.scale > 1:
        said.append(f"The product is shown {made.recipe.placement.scale:.2f} times its photographed size.")
    if gap > CAST_SEEN:
        said.append(f"The two photos' light differs in colour (ΔE {gap:.0f}); neither was changed.")
    return " ".join(said)


def _stands(facts: Facts, recipe: Recipe) -> str:
    """Return where it stands and how the light falls, as they were taken to be."""
    foot, light = facts.setting.foot, facts.setting.survey.light
    side = "right" if foot.x > 0.5 + THIRD else "left" if foot.x < 0.5 - THIRD else ""
    where = f"on the plainest ground I found, {f'to the {side}' if side else 'in the middle'}"
    if not foot.plain:
        where = "where the photo is least busy, for I found no plain ground in it"
    does = "lies" if recipe.pose == "lying" else "stands"
    cast = recipe.step(CastShadow)
    falls = f"the shadow falls {_falls(cast)}" if cast else "its shadow is drawn"
    told = f"the light there seems to come from {light.side}" if light.sided else "it shows no clear side of light"
    wrong = "Say 'further left', 'smaller' or 'light from the right' if not."
    return f"I took it that it {does} {where}; {told}, so {falls}. {wrong}"


def _falls(cast: CastShadow) -> str:
    if abs(cast.azimuth) > 115:
        return "towards you"
    if cast.softness > 0.75 and abs(cast.azimuth) < 20:
        return "softly under it"
    return "to the left" if cast.azimuth > 12 else "to the right" if cast.azimuth < -12 else "behind it"


def _of_scale(facts: Facts) -> list[str]:
    over, survey = facts.setting.shown.over, facts.setting.survey
    if not survey.scaled and not survey.even and facts.longest_mm < SMALL_MM:
        return ["Your photo does not tell its scale, so the place lies out of focus: say 'smaller' if the size is off."]
    if over <= HONEST:
        return []
    return [
        f"True to scale it would be {max(2.0, over):.0f} times smaller there; it is shown as a close-up, "
        "with the place out of focus. A photo taken near the ground or a table top would suit it better."
    ]


def _of_disagreement(facts: Facts, recipe: Recipe) -> list[str]:
    said, light = [], facts.setting.survey.light
    side = light.side.removeprefix("the ")
    sides = {facts.own.light_from, side if light.sided else None}
    if sides == {"left", "right"}:
        said.append(f"The product was lit from the {facts.own.light_from}, the place from the {side}.")
    seen = _looked_down(facts, recipe)
    own = VIEWED.get(facts.view, VIEWED["front"]) if recipe.pose == "standing" else VIEWED["top"]
    if seen is not None and abs(seen - own) > APART:
        higher = "from higher up" if own > seen else "from lower down"
        said.append(
            f"The product was photographed {higher} than the place: a photo from one height would agree better."
        )
    return said


def _looked_down(facts: Facts, recipe: Recipe) -> float | None:
    """Return the degrees from which the place is seen at the foot, where its photo tells."""
    setting = facts.setting
    if not setting.survey.scaled:
        return None
    drop = (setting.foot.y - setting.horizon) * recipe.height
    return math.degrees(math.atan2(drop, FOCAL * max(recipe.width, recipe.height)))
