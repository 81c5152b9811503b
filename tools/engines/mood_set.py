"""What a set takes from a moodboard's palette: the colours of wall, ground and props, and what can have them."""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from tools.engines.color import hex_linear, linear_to_srgb
from tools.engines.image import to_bytes
from tools.engines.palette import gaps, lch_of, transport_cost
from tools.specs.board import Swatch
from tools.specs.words import Backdrop, Prop, Surface

COVERED, STANDING = (0.54, 0.41), (0.77, 0.18)
"""Shares of a picture, beside the product, of wall and ground: a cloth or sand that covers the floor, and a slab or
podium on a floor of the wall's colour."""

ACCENT = 0.05
"""Share of the props' cloth or glaze, of which the rest gives way."""

UPSIDE = 7.0
"""CIEDE2000 that a board must be nearer for its lower colour to be painted on the wall."""

STRIKES = 0.08
"""What a unit of chroma is worth in an accent that stands off wall and ground: a red ribbon on grey is remembered."""

DARK, LIFT = 35.0, 0.9
"""L* under which a colour is painted lighter, black nearly twice as light: little light falls on a set's far parts."""

SKIES = frozenset({"sky", "horizon"})


class SetColors(NamedTuple):
    """The colours of a set, of one board; ``accent`` is nothing where two say all. ``covered``: the floor is too."""

    wall: Swatch
    ground: Swatch
    accent: Swatch | None
    covered: bool


def set_colors(palette: Sequence[Swatch]) -> SetColors:
    """Return the colours whose set is nearest to ``palette``, by the earth mover's distance; upper ones behind."""
    cost, shares = gaps(palette, palette), np.array([max(swatch.share, 1e-6) for swatch in palette])
    shares = shares / shares.sum()

    def far(wall: int, ground: int, accent: int | None, covered: bool) -> float:
        given = COVERED if covered else STANDING
        chosen = [wall, ground] if accent is None else [wall, ground, accent]
        parts = np.array(given if accent is None else (*given, ACCENT))
        moved = transport_cost(cost[chosen], parts / parts.sum(), shares)
        return moved + UPSIDE * max(0.0, palette[ground].height - palette[wall].height)

    places = range(len(palette))
    ways = product(places, places, (True, False))
    wall, ground, covered = min(ways, key=lambda way: far(way[0], way[1], None, way[2]))

    def strikes(at: int) -> float:
        off = min(cost[at, wall], cost[at, ground], lch_of(palette[at].color)[1])
        return STRIKES * float(off) - far(wall, ground, at, covered)

    others = [at for at in places if at not in (wall, ground)]
    accent = max(others, key=strikes, default=None)
    if accent is not None and strikes(accent) < -far(wall, ground, None, covered):
        accent = None
    return SetColors(palette[wall], palette[ground], None if accent is None else palette[accent], covered)


def painted(color: str) -> str:
    """Return ``color`` as it is painted so that it is seen on a set: dark ones lighter."""
    light = lch_of(color)[0]
    gain = 1.0 + LIFT * max(0.0, DARK - light) / DARK
    linear = np.clip(hex_linear(color) * np.float32(gain), 0.0, 1.0)
    return "#" + bytes(to_bytes(linear_to_srgb(linear)[None, None])[0, 0]).hex()


def surface_for(colors: SetColors, backdrop: Backdrop | None, leaning: Sequence[Surface]) -> Surface:
    """Return a surface for a board's ground: what its pictures lean to where that stands so, else what it may be."""
    light, chroma, hue = lch_of(colors.ground.color)
    if backdrop in SKIES:
        if chroma > 15 and 100 < hue < 165 and light < 72:
            return "moss"
        return "water" if (chroma > 6 and 165 <= hue < 290) or light < 35 else "sand"
    if leant := [surface for surface in leaning if (surface not in ON_A_FLOOR) == colors.covered]:
        return leant[0]
    if not colors.covered:
        return "plaster" if light > 62 or chroma > 10 else "slate" if light < 32 else "concrete"
    if light < 32:
        return "velvet"
    if chroma >= 12 and 35 < hue < 85 and light < 68:
        return "wood"
    if chroma >= 25 and light < 50:
        return "velvet"
    return "linen" if chroma < 25 else "paper"


ON_A_FLOOR = frozenset({"travertine", "slate", "concrete", "terrazzo", "acrylic", "plaster", "glass"})
"""Surfaces that are a slab or a podium; the floor beside it is the wall's."""


def backdrop_for(colors: SetColors, surface: Surface) -> Backdrop:
    """Return a backdrop that carries the wall's colour: one sheet where wall and ground are of one colour."""
    if surface == "velvet" and lch_of(colors.wall.color)[0] < 40:
        return "drape"
    one = float(gaps([colors.wall], [colors.ground])[0, 0]) < 10
    return "seamless" if one and surface in ("paper", "linen", "marble", "plaster") else "wall"


def props_for(colors: SetColors, backdrop: Backdrop, density: float) -> tuple[Prop, ...]:
    """Return the thing that brings the accent in: none without one, or outdoors; flowers where a board is full."""
    accent = colors.accent
    if backdrop in SKIES or accent is None:
        return ()
    _, chroma, hue = lch_of(accent.color)
    if chroma < QUIET:
        return ()
    if 100 < hue < 165:
        return ("branch",)
    if chroma > LOUD and (hue > 330 or hue < 45):
        return ("flowers",) if density > FILLED else ("ribbon",)
    return ("sphere",)


QUIET, LOUD = 12.0, 30.0
"""Lab chroma under which an accent is a grey that needs no thing of its own, and from which it may be a flower's."""

FILLED = 0.5
"""Density from which flowers are not too much."""
