"""A twig that lies on the set: olive or eucalyptus."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, merge
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested
from tools.engines.studio.props.stems import curve, grown, leaf, settled, tube


@dataclass(frozen=True)
class Kind:
    """A plant: pairs of leaves on a whole twig, their length as a share of it and at least in millimetres, width as a
    share of the length, shape and colours.
    """

    pairs: int
    long: float
    least: float
    wide: float
    blunt: float
    open: float
    colors: tuple[str, str, str]


KINDS = (
    Kind(12, 0.22, 24.0, 0.24, 0.85, 48.0, ("#6f7a55", "#8a9274", "#5f6b49")),
    Kind(9, 0.18, 14.0, 0.74, 0.72, 66.0, ("#8c9c8a", "#a3b09f", "#7a8b7c")),
)
"""Olive, eucalyptus."""

LIFTS, SINKS = 6, 0.01
"""How often a leaf that reaches into the ground is lifted, and how deep it may, in shares of its length."""

MOST_OF_TWIG = 0.58
"""Longest leaf as a share of its twig: a short twig is a tip with a few leaves of true size, not a doll's twig."""


def branch(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a twig ``size_mm`` long with leaves in pairs, lying on y = 0."""
    random = np.random.default_rng([seed, 41])
    kind = KINDS[int(random.integers(len(KINDS)))]
    bow = float(random.uniform(0.06, 0.13)) * size_mm * (1 if random.random() < 0.5 else -1)
    lift = 0.010 * size_mm
    path = curve(
        [(-0.5 * size_mm, lift, 0.0), (-0.2 * size_mm, 1.4 * lift, bow * 0.8), (0.12 * size_mm, 1.8 * lift, bow),
         (0.40 * size_mm, 1.4 * lift, 0.55 * bow)], 40,
    )  # fmt: skip
    stem = tube(path, np.linspace(0.009, 0.0035, len(path)) * size_mm)
    leaves: list[list[Mesh]] = [[], [], []]
    length = max(kind.long * size_mm, min(kind.least, MOST_OF_TWIG * size_mm))
    pairs = max(3, round(kind.pairs * kind.long * size_mm / length))
    for pair in range(pairs):
        place = 0.14 + 0.86 * pair / (pairs - 1)
        for side in (1.0, -1.0):
            leaves[int(random.integers(3))].append(_leaf(path, place, side, kind, length, random))
    tip = path[-1]
    heading = float(np.degrees(np.arctan2(-(path[-1] - path[-4])[2], (path[-1] - path[-4])[0])))
    last = 0.6 * length
    leaves[1].append(grown(leaf(last, last * kind.wide, 0.12, 0.1, kind.blunt), heading, 8.0, 0.0, tip))
    parts = [PropPart(stem, "bark", "#7d6a52")]
    parts += [PropPart(merge(*some), "blade", kind.colors[n]) for n, some in enumerate(leaves) if some]
    return rested([PropPart(settled(part.mesh, 0.0), part.material, part.tint) for part in parts])


def _leaf(
    path: NDArray[np.float64], place: float, side: float, kind: Kind, usual: float, random: np.random.Generator
) -> Mesh:
    index = min(int(place * (len(path) - 1)), len(path) - 2)
    along = path[index + 1] - path[index]
    stem_heading = float(np.degrees(np.arctan2(-along[2], along[0])))
    length = usual * float(random.uniform(0.8, 1.12)) * (1.12 - 0.5 * place**2)
    made = leaf(
        length, length * kind.wide, float(random.uniform(0.02, 0.30)), float(random.uniform(0.08, 0.22)), kind.blunt,
        (float(random.uniform(0.02, 0.07)), float(random.random())),
    )  # fmt: skip
    heading = stem_heading + side * (kind.open + float(random.uniform(-16, 16))) * (1 - 0.35 * place)
    rise, roll = float(random.uniform(0, 26)), side * float(random.uniform(-10, 46))
    for _ in range(LIFTS):  # it rests on its tip or its edge: what would be cut off flat by the ground is lifted
        grew = grown(made, heading, rise, roll, path[index])
        if float(grew.vertices[:, 1].min()) > -SINKS * length:
            break
        rise, roll = rise + 7.0, 0.6 * roll
    return grew
