"""Cloth on the ground: folds that run, gather and die away round the product, none under it."""

import numpy as np

from tools.engines.studio.noise import smoothstep
from tools.engines.studio.relief import Floats, Land


def silk(land: Land) -> Floats:
    """Return folds of satin as it falls: long crests that sweep one way, gather, fork and run out in smooth hollows."""
    apart = land.length(0.34, 14.0, 120.0)
    main = _folds(land, 42.0, apart, (0.34, 11), 1.5)
    other = _folds(land, 22.0, 0.66 * apart, (0.36, 21), 1.9)
    gathered = smoothstep(land.noise(4.2, 32, lowest=0.2), -1.4, 1.2)
    there = smoothstep(land.noise(3.8, 33, lowest=0.3), -0.3, 1.3)
    ruck = _folds(land, 34.0, 0.26 * apart, (0.30, 41), 1.6) * there * main
    return np.asarray(
        apart * (0.27 * main * (0.35 + 0.65 * gathered) + 0.075 * other * (1 - 0.5 * main) + 0.009 * ruck),
        dtype=np.float64,
    )


def velvet(land: Land) -> Floats:
    """Return folds of a heavy cloth: few, thick and round."""
    apart = land.length(0.40, 16.0, 150.0)
    main = _folds(land, 20.0, apart, (0.28, 11), 1.25)
    other = _folds(land, -52.0, 0.9 * apart, (0.26, 21), 1.25)
    share = smoothstep(land.noise(3.6, 31), -0.6, 0.6)
    return np.asarray(0.15 * apart * (main * share + 0.7 * other * (1 - share)), dtype=np.float64)


def linen(land: Land) -> Floats:
    """Return linen that was smoothed by hand: low waves, and creases where it was folded or gripped."""
    apart = land.length(0.60, 20.0, 150.0)
    wave = _folds(land, 35.0, apart, (0.30, 11), 1.3) * smoothstep(land.noise(3.2, 31), -1.0, 1.2)
    crease = np.exp(-np.abs(land.noise(2.9, 41, lowest=0.6 / apart)) / 0.16) * smoothstep(
        land.noise(3.2, 42), -0.2, 1.2
    )
    soft = land.noise(3.4, 43, lowest=0.3 / apart)
    return np.asarray(apart * (0.19 * wave + 0.022 * crease + 0.016 * (soft + 2.0)), dtype=np.float64)


def hide(land: Land) -> Floats:
    """Return a thick hide that was laid flat: low broad waves, no folds."""
    apart = land.length(0.9, 40.0, 260.0)
    wave = _folds(land, 38.0, apart, (0.30, 11), 1.2) * smoothstep(land.noise(3.8, 31), -0.8, 1.6)
    return np.asarray(0.012 * apart * wave, dtype=np.float64)


def creases(land: Land) -> Floats:
    """Return what a weight draws together: short creases that run out from it on all sides, some longer than others."""
    left, right, back, front = land.feet
    across, along = (right - left) / 2 + 0.06, (front - back) / 2 + 0.06
    x, z = land.x - (left + right) / 2, land.z - (back + front) / 2
    turn = np.arctan2(z / along, x / across)
    count = round(4.0 + 9.0 * min(across, 0.5))
    bent = count * turn + 1.1 * land.noise(4.0, 51, lowest=1.0) + 2.0 * np.log1p(land.away / 0.08) * land.noise(4.0, 52)
    crest = (0.5 + 0.5 * np.sin(bent)) ** 2.2
    drawn = smoothstep(land.noise(3.6, 53, lowest=1.2), -1.0, 1.3)
    high = land.length(0.024, 0.7, 7.0)
    return np.asarray(high * crest * drawn, dtype=np.float64)


def _folds(land: Land, degrees: float, apart: float, bend: tuple[float, int], sharp: float) -> Floats:
    """Return crests 0..1 that run across ``degrees``, ``apart`` frame widths from each other.

    ``bend``: how far they stray, in their own distance times five, and the noise's number; ``sharp``: how much narrower
    a crest is than a hollow.
    """
    turn = np.radians(degrees)
    stray, number = bend
    drift, lean = land.noise(4.4, number, lowest=0.2), land.noise(3.6, number + 1, lowest=0.3)
    place = (land.x * np.cos(turn) + land.z * np.sin(turn)) / apart + stray * (2.0 * drift + 0.3 * lean)
    phase = 2 * np.pi * place
    crest = 0.5 + 0.5 * np.sin(phase + 0.45 * np.sin(phase) * np.tanh(lean))
    return np.asarray(crest**sharp, dtype=np.float64)
