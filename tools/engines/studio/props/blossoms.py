"""A twig of hawthorn in bloom that lies on the set, with a few petals that fell."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, merge, sphere, transform
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested
from tools.engines.studio.props.stems import curve, grown, leaf, settled, tube

WIDE, WIDEST = 12.0, 0.36
"""Width of a blossom in mm, and its most as a share of the twig."""

APART = 0.62
"""How far apart along the twig clusters sit, in blossoms."""

PETALS, STAMENS = 5, 16
FALLEN = 7

Path = NDArray[np.float64]


def blossoms(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a twig in bloom ``size_mm`` long, lying on y = 0."""
    random = np.random.default_rng([seed, 101])
    wide = min(WIDE, WIDEST * size_mm)
    path = _twig(size_mm, wide, random)
    stem = tube(path, np.linspace(0.085, 0.035, len(path)) * wide + 0.004 * size_mm)
    petals, stamens, anthers, stalks = [], [], [], [stem]
    places = np.arange(0.10, 1.0, APART * wide / size_mm)
    for place in places:
        at = path[min(int(place * (len(path) - 1)), len(path) - 1)]
        for _ in range(int(random.integers(1, 3))):
            parts = _placed(at, wide * float(random.uniform(0.78, 1.1)), random)
            stalks.append(parts[0])
            petals.append(parts[1])
            stamens.append(parts[2])
            anthers.append(parts[3])
    petals += [_fallen(size_mm, wide, random) for _ in range(FALLEN)]
    leaves = [_leaf(path, float(place), wide, random) for place in random.uniform(0.05, 0.95, max(3, len(places) // 2))]
    made = [
        PropPart(merge(*stalks), "bark", "#6b5140"),
        PropPart(settled(merge(*petals)), "petal", "#f7efec"),
        PropPart(merge(*stamens), "leaf", "#dfe0b8"),
        PropPart(merge(*anthers), "petal", "#b97a5a"),
        PropPart(settled(merge(*leaves)), "blade", "#8fa35a"),
    ]
    return rested(made)


def _twig(size: float, wide: float, random: np.random.Generator) -> Path:
    """Return the crooked line of a twig: it turns a little at each bud."""
    x = np.linspace(-0.5, 0.5, 7) * size
    z = np.cumsum(random.normal(0.0, 0.035, 7)) * size
    y = np.abs(random.normal(0.0, 0.020, 7)) * size + 0.10 * wide + np.linspace(0.0, 0.06, 7) * size
    return curve([(float(a), float(b), float(c)) for a, b, c in zip(x, y, z - z.mean(), strict=True)], 60)


def _placed(at: Path, wide: float, random: np.random.Generator) -> tuple[Mesh, Mesh, Mesh, Mesh]:
    """Return (stalk, petals, stamens, anthers) of a blossom on a twig's place ``at``, facing up and aside."""
    yaw, lean = float(random.uniform(-180, 180)), float(random.uniform(10, 62))
    out = np.array([np.sin(np.radians(yaw)), 0.0, np.cos(np.radians(yaw))])
    up = np.array([0.0, 1.0, 0.0]) * np.cos(np.radians(lean)) + out * np.sin(np.radians(lean))
    head = at + up * wide * float(random.uniform(0.28, 0.5))
    head[1] = max(head[1], 0.30 * wide)
    stalk = tube(np.stack([at, (at + head) / 2 + [0.0, 0.04 * wide, 0.0], head]), 0.028 * wide, 6)
    shift = (float(head[0]), float(head[1]), float(head[2]))
    parts = [transform(part, pitch=lean, yaw=yaw, shift=shift) for part in _blossom(wide, random)]
    return stalk, parts[0], parts[1], parts[2]


def _blossom(wide: float, random: np.random.Generator) -> tuple[Mesh, Mesh, Mesh]:
    """Return (petals, stamens, anthers) of an open blossom that looks up from the origin."""
    turn, open_ = float(random.uniform(0, 72)), float(random.uniform(8, 34))
    petals = [_petal(0.52 * wide, turn + 72.0 * number, open_, random) for number in range(PETALS)]
    stamens, anthers = [], []
    for number in range(STAMENS):
        angle = 2.4 * number
        lean = float(random.uniform(0.15, 0.75))
        long = wide * float(random.uniform(0.16, 0.26))
        tip = long * np.array([np.sin(lean) * np.cos(angle), np.cos(lean), np.sin(lean) * np.sin(angle)])
        stamens.append(tube(np.stack([0.0 * tip, 0.55 * tip, tip]), 0.007 * wide, 4))
        anthers.append(transform(sphere(0.022 * wide, 6), shift=(float(tip[0]), float(tip[1]), float(tip[2]))))
    return merge(*petals), merge(*stamens), merge(*anthers)


def _petal(long: float, heading: float, rise: float, random: np.random.Generator) -> Mesh:
    """Return a round petal, cupped, that grows from the origin."""
    wave = (float(random.uniform(0.02, 0.06)), float(random.random()))
    made = leaf(long, 0.98 * long, float(random.uniform(-0.10, 0.16)), float(random.uniform(0.10, 0.24)), 1.45, wave)
    return grown(made, heading + float(random.uniform(-7, 7)), rise + float(random.uniform(-7, 7)),
                 float(random.uniform(-9, 9)), np.zeros(3))  # fmt: skip


def _fallen(size: float, wide: float, random: np.random.Generator) -> Mesh:
    """Return a petal that lies on the ground beside the twig."""
    x, z = (
        float(random.uniform(-0.55, 0.55)) * size,
        float(random.choice([-1.0, 1.0]) * random.uniform(0.4, 1.5)) * wide,
    )
    made = leaf(0.5 * wide, 0.48 * wide, -0.06, 0.2, 1.45, (0.05, float(random.random())))
    return grown(made, float(random.uniform(0, 360)), float(random.uniform(-3, 9)), 0.0, np.array([x, 0.02 * wide, z]))


def _leaf(path: Path, place: float, wide: float, random: np.random.Generator) -> Mesh:
    """Return a young leaf of the twig."""
    at = path[int(place * (len(path) - 1))]
    made = leaf(0.8 * wide, 0.36 * wide, 0.18, 0.16, 0.9, (0.05, float(random.random())))
    return grown(made, float(random.uniform(0, 360)), float(random.uniform(12, 48)), 0.0, at)
