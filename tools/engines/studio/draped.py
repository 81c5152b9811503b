"""A round stand with a cloth thrown over it: level on top, falling in folds, running out on the ground.

The cloth is one disc: the length along it from the middle is its uv, so that what the folds take up is what a disc has
too much of, and no weave is stretched. Sizes are in frame widths.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, grid
from tools.engines.studio.noise import smoothstep

Floats = NDArray[np.float64]

RIM = {"velvet": 0.022, "silk": 0.012, "linen": 0.015}
"""How narrowly a cloth bends over the rim."""

DEEP = {"velvet": 0.058, "silk": 0.055, "linen": 0.044}
"""How far its folds stand out where they reach the ground."""

FOLDS = {"velvet": 11, "silk": 15, "linen": 12}
"""How many there are round the stand."""

FOOT, RUN = 0.050, 3.4
"""Radius of the bend onto the ground, and how far the cloth runs out there: it has no hem that is seen."""

DIES = 0.17
"""How far out on the ground a fold has sunk to a third."""

OVER = 0.002
"""How high the cloth lies over the ground."""

AROUND, TOP, RIMMED, FALL, OUT = 720, 26, 14, 60, 90
"""Points round the cloth, and along it: over the top, the rim, the fall and the ground."""

DRAPED = frozenset(RIM)
"""Cloths that a stand is draped with."""


def draped(radius: float, height: float, frame_mm: float, cloth: str, seed: int) -> Mesh:
    """Return ``cloth`` over a stand of ``radius`` and ``height`` mm whose top is y = 0."""
    turn = np.linspace(-np.pi, np.pi, AROUND + 1)
    random = np.random.default_rng([seed, 97])
    wide, high = radius / frame_mm, height / frame_mm
    out, up, normal, falls, lies = _profile(wide, high, RIM[cloth])
    crest, small = _crests(turn, falls, FOLDS[cloth], random)
    deep = DEEP[cloth] * falls**0.65 * np.exp(-lies / DIES)
    rise = deep[:, None] * (crest + 0.12 * small) + OVER * (falls > 0)[:, None]
    away = out[:, None] + normal[:, :1] * rise
    y = up[:, None] + normal[:, 1:] * rise
    points = np.stack([away * np.sin(turn), y, away * np.cos(turn)], -1) * frame_mm
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(out), np.diff(up)))])[:, None] * frame_mm
    uv = np.stack([along * np.sin(turn), -along * np.cos(turn)], -1)
    return grid(points, uv)


def _profile(wide: float, high: float, rim: float) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return (out, up, normal n×2, how far it has fallen 0..1, how far out on the ground it is) along the cloth."""
    bend = np.linspace(0.0, np.pi / 2, RIMMED)[1:]
    foot = min(FOOT, 0.4 * high)
    fall = np.linspace(rim, high - foot, FALL)[1:]
    turn = np.linspace(0.0, np.pi / 2, RIMMED)[1:]
    ground = RUN * np.linspace(0.0, 1.0, OUT)[1:] ** 2
    top = np.linspace(1e-4, wide - rim, TOP)  # a point would have no normal
    lean = 0.012 * ((fall - rim) / high) ** 1.5
    out = np.concatenate([top, wide - rim + rim * np.sin(bend), wide + lean])
    up = np.concatenate([0.0 * top, rim * np.cos(bend) - rim, -fall])
    at = out[-1]
    out = np.concatenate([out, at + foot * (1 - np.cos(turn)), at + foot + ground])
    up = np.concatenate([up, -high + foot * (1 - np.sin(turn)), np.full_like(ground, -high)])
    normal = np.concatenate([
        np.stack([0.0 * top, 1.0 + 0.0 * top], -1), np.stack([np.sin(bend), np.cos(bend)], -1),
        np.stack([1.0 + 0.0 * fall, 0.0 * fall], -1), np.stack([np.cos(turn), np.sin(turn)], -1),
        np.stack([0.0 * ground, 1.0 + 0.0 * ground], -1),
    ])  # fmt: skip
    falls = smoothstep(np.clip(-up / high, 0.0, 1.0).astype(np.float32), 0.02, 0.85).astype(np.float64)
    lies = np.concatenate([np.zeros(len(out) - len(ground)), ground])
    return out, up, normal, falls, lies


def _crests(turn: Floats, falls: Floats, count: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    """Return (folds, the small ones between them), rows×columns, 0..1: no two as wide or as deep as each other."""
    drift = _waves(turn, random, 1, 6)[None, :]
    lean = _waves(turn, random, 2, 7)[None, :] * falls[:, None]
    phase = count * turn[None, :] + 1.15 * drift + 0.55 * lean
    share = 0.62 + 0.38 * np.tanh(_waves(turn, random, 2, 8))[None, :]
    late = smoothstep((falls[:, None] - 0.45 * (1.0 - share)).astype(np.float32), 0.0, 0.8)
    crest = (0.5 + 0.5 * np.sin(phase + 0.5 * np.sin(phase))) ** 1.25 * share * late
    small = (0.5 + 0.5 * np.sin((2 * count + 3) * turn[None, :] + 2.0 * drift - 0.8 * lean)) ** 2
    return np.asarray(crest, dtype=np.float64), np.asarray(small, dtype=np.float64)


def _waves(turn: Floats, random: np.random.Generator, low: int, high: int) -> Floats:
    """Return noise of unit deviation that comes round, of ``low`` to ``high`` waves."""
    total = np.zeros_like(turn)
    for number in range(low, high + 1):
        total += random.normal(0.0, 1.0) / number**0.5 * np.sin(number * turn + random.uniform(0.0, 2 * np.pi))
    return np.asarray(total / max(float(total.std()), 1e-9))
