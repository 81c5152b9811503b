"""A sea between its horizon and a beach: deep far out, green over sand, breakers, and the sand that they left wet."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import hex_linear
from tools.engines.studio.noise import fractal, smoothstep

Picture = NDArray[np.float32]

DEEP, SHALLOW = np.array([0.15, 0.31, 0.42], np.float32), np.array([0.42, 0.68, 0.66], np.float32)
"""The water's own colour against the sky's light, far out and over sand."""

BREAKERS = (0.17, 0.30, 0.47, 0.62)
"""Where waves break, in shares of the way from the horizon to the dry sand."""

EDGE, SWING = 0.76, 0.045
"""Where the last of a wave ends on the sand, in the same shares, and how far its line swings."""

WET, MIRRORS = 0.58, 0.30
"""How dark sand is wet, against dry, and how much sky it mirrors."""

NOISE, LONG = 512, 38.0
"""Side of the noise of the waves; how much longer than high they are drawn, seen at a glancing angle."""


@dataclass(frozen=True)
class Strand:
    """``dry``: tangent under the horizon at which dry sand begins; ``sand`` its colour, #rrggbb."""

    dry: float
    sand: str


def sea(air: Picture, under: Picture, light: float, strand: Strand, seed: int) -> Picture:
    """Return rows×columns×3 under the horizon; ``air`` is the sky above it, ``under`` the rows' tangents (R)."""
    rows, columns = len(under), air.shape[1]
    line = len(air)
    near = np.clip(under / strand.dry, 0.0, 4.0)[:, None].astype(np.float32)
    mirrored = air[np.clip(line - (np.arange(rows) * 2.2).astype(int) - 4, 0, line - 1)]
    waves = _waves(under, columns, seed + 5, 1.4) * np.clip(under / 0.012, 0.0, 1.0)[:, None].astype(np.float32)
    depth = smoothstep(near, 0.12, 0.72)[..., None]
    share = np.float32(0.36) - np.float32(0.16) * depth
    water = mirrored * share + np.float32(light) * (DEEP + (SHALLOW - DEEP) * depth) * (1 - share)
    water = water * (1 + np.float32(0.16) * waves[..., None])
    far = np.exp(-under / 0.004)[:, None, None].astype(np.float32) * np.float32(0.30)  # haze takes the far water
    water = water + (air[line - 1] - water) * far
    white = np.float32(0.6) * (air[line - 1] + air[line - 1].max())
    water = water + (white - water) * _foam(under, columns, strand, seed)[..., None]
    edge, shown = _edge(near, columns, seed)
    sand = np.asarray(hex_linear(strand.sand), np.float32)
    sand = sand * np.float32(light / max(float(sand.mean()), 1e-3)) * np.float32(0.80)
    wet = sand * np.float32(WET) * (1 - np.float32(MIRRORS)) + mirrored * np.float32(MIRRORS)
    dries = smoothstep(near, 0.86, 1.06)[..., None]
    ground = wet + (sand - wet) * dries
    picture = water + (ground - water) * shown[..., None]
    return np.asarray(picture + (white - picture) * edge[..., None], np.float32)


def _edge(near: Picture, columns: int, seed: int) -> tuple[Picture, Picture]:
    """Return (lace of foam at the water's end, how much sand is bare), rows×columns, 0..1."""
    along = np.linspace(0.0, 1.0, columns, dtype=np.float32)[None, :]
    phase = np.random.default_rng([seed, 13]).uniform(0, 2 * np.pi, 4)
    swung = sum(np.sin(2 * np.pi * 2.1 * k * along + phase[k - 1]) / k for k in (1, 2, 3, 4))
    away = near - EDGE - np.float32(SWING) * np.asarray(swung, np.float32)
    lace = np.exp(-np.abs(away) / np.where(away > 0, np.float32(0.008), np.float32(0.035))) * np.float32(0.85)
    return lace.astype(np.float32), smoothstep(away.astype(np.float32), -0.004, 0.010)


def _waves(under: Picture, columns: int, seed: int, beta: float) -> Picture:
    """Return noise (rows×columns) that lies on the water, drawn together towards the horizon."""
    noise = fractal(NOISE, beta, seed)
    rows = np.broadcast_to((1.6 / (under + 0.004))[:, None], (len(under), columns))
    place = np.linspace(-0.5, 0.5, columns)[None, :] * 30.0 / (under[:, None] + 0.012) * NOISE / LONG / 20.0
    waves = ndi.map_coordinates(noise, [rows, place], order=1, mode="grid-wrap").astype(np.float32)
    return np.asarray(ndi.gaussian_filter(waves, (0.6, 3.0)), np.float32)


def _foam(under: Picture, columns: int, strand: Strand, seed: int) -> Picture:
    """Return how white the water is, 0..1: lines of breakers, each nearer one higher, trailing to the shore."""
    along = np.linspace(0.0, 1.0, columns, dtype=np.float32)
    foam = np.zeros((len(under), columns), np.float32)
    random = np.random.default_rng([seed, 11])
    for share in BREAKERS:
        place = share * strand.dry
        phase = random.uniform(0, 2 * np.pi, 4)
        bent = sum(np.sin(2 * np.pi * k * along * 1.7 + phase[k - 1]) / k for k in (1, 2, 3, 4))
        middle = place * (1 + 0.07 * np.asarray(bent))
        there = smoothstep(
            np.asarray(np.sin(2 * np.pi * (0.9 * along + random.random())) + 0.5 * bent, np.float32), -0.9, 0.3
        )
        below = (under[:, None] - middle[None]) / (0.14 * place)
        crest = np.where(below > 0, np.exp(-below * 1.1), np.exp(-((below / 0.22) ** 2)))
        foam = np.maximum(foam, (crest * there[None]).astype(np.float32))
    torn = smoothstep(_waves(under, columns, seed + 9, 0.9), -1.6, 0.6)
    return np.asarray(foam * torn * np.float32(0.9), np.float32)
