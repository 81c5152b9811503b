"""What a set takes from a moodboard's palette: the colours of wall, ground and props, and what can have them."""

import math
from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from tools.engines.palette import gaps, lab_of, transport_cost
from tools.specs.board import Swatch
from tools.specs.words import Backdrop, Prop, Surface

WALL, GROUND, ACCENT = 0.52, 0.38, 0.10
"""Shares of a picture, beside the product, in which wall, ground and the props' cloth or glaze are seen."""

UPSIDE = 7.0
"""CIEDE2000 that a board must be nearer for its lower colour to be painted on the wall."""

TELLS = 0.5
"""CIEDE2000 by which a third colour must bring the set nearer to its board."""

NARROW = 0.22
"""Share of a board under which a ground's colour is a slab's, and does not cover the floor."""

SKIES = frozenset({"sky", "horizon"})


class SetColors(NamedTuple):
    """The colours of a set, of one board; ``accent`` is nothing where two say all."""

    wall: Swatch
    ground: Swatch
    accent: Swatch | None


def set_colors(palette: Sequence[Swatch]) -> SetColors:
    """Return the colours whose set is nearest to ``palette``, by the earth mover's distance; upper ones behind."""
    cost, shares = gaps(palette, palette), np.array([max(swatch.share, 1e-6) for swatch in palette])
    shares = shares / shares.sum()

    def far(wall: int, ground: int, accent: int | None) -> float:
        given = [WALL, GROUND] if accent is None else [WALL, GROUND, ACCENT]
        chosen = [wall, ground] if accent is None else [wall, ground, accent]
        moved = transport_cost(cost[chosen], np.array(given) / sum(given), shares)
        return moved + UPSIDE * max(0.0, palette[ground].height - palette[wall].height)

    places = range(len(palette))
    wall, ground = min(product(places, places), key=lambda pair: far(pair[0], pair[1], None))
    near = far(wall, ground, None)
    others = [at for at in places if at not in (wall, ground)]
    accent = min(others, key=lambda at: far(wall, ground, at), default=None)
    if accent is not None and far(wall, ground, accent) > near - TELLS:
        accent = None
    return SetColors(palette[wall], palette[ground], None if accent is None else palette[accent])


def surface_for(colors: SetColors, backdrop: Backdrop | None) -> Surface:
    """Return a surface that a board's ground colour is likely to be, where the pictures themselves do not tell."""
    light, chroma, hue = _lch(colors.ground.color)
    if backdrop in SKIES:
        if chroma > 8 and 90 < hue < 165:
            return "moss"
        return "water" if (chroma > 6 and 165 <= hue < 290) or light < 35 else "sand"
    narrow = colors.ground.share < NARROW
    if light < 32:
        return "slate" if narrow and chroma < 12 else "velvet"
    if chroma >= 12 and 35 < hue < 85 and light < 68:
        return "wood"
    if chroma >= 25 and light < 50:
        return "velvet"
    if narrow:
        return "plaster" if light > 62 or chroma > 10 else "concrete"
    return "linen" if chroma < 25 else "paper"


def backdrop_for(colors: SetColors, surface: Surface) -> Backdrop:
    """Return a backdrop that carries the wall's colour: one sheet where wall and ground are of one colour."""
    if surface == "velvet" and _lch(colors.wall.color)[0] < 40:
        return "drape"
    one = float(gaps([colors.wall], [colors.ground])[0, 0]) < 10
    return "seamless" if one and surface in ("paper", "linen", "marble", "plaster") else "wall"


def props_for(colors: SetColors, density: float) -> tuple[Prop, ...]:
    """Return things that bring the accent in: none on an empty board without one, more on a full board."""
    accent = colors.accent
    if accent is None:
        return ()
    _, chroma, hue = _lch(accent.color)
    if chroma > 12 and 100 < hue < 165:
        first: Prop = "branch"
    elif accent.share > 0.15 or density > FULL:
        first = "fabric_fold"
    else:
        first = "sphere"
    return (first, "sphere") if density > FULL and first != "sphere" else (first,)


FULL = 0.75
"""Density from which two things stand beside the product."""


def _lch(color: str) -> tuple[float, float, float]:
    """Return L*, chroma and hue in degrees 0..360 of ``#rrggbb``."""
    lightness, red, yellow = (float(value) for value in lab_of(color))
    return lightness, math.hypot(red, yellow), math.degrees(math.atan2(yellow, red)) % 360
