"""Sand, snow, moss and water: ground with a shape of its own round the product."""

from collections.abc import Callable

import numpy as np

from tools.engines.studio import sprouts
from tools.engines.studio.backdrops import floor
from tools.engines.studio.cloth import creases, hide, linen, silk, velvet
from tools.engines.studio.giving import GIVES
from tools.engines.studio.mesh import Mesh
from tools.engines.studio.noise import cells, per_cell, smoothstep
from tools.engines.studio.relief import Floats, Ground, Land, Shape, Site, relief
from tools.specs.scene import Scene


def sand(land: Land) -> Floats:
    """Return ripples of the wind, round crests that bend, fork and fade, on a ground that is not quite level."""
    apart = land.length(0.22, 12.0, 75.0)
    bend = land.noise(4.2, 11, stretch=(0.6, 1.0), lowest=0.3)
    fork = land.noise(3.6, 12, stretch=(1.6, 1.0), lowest=0.8)
    place = (0.94 * land.z + 0.34 * land.x) / apart + 0.70 * bend + 0.16 * fork
    phase = 2 * np.pi * place
    wave = 0.5 + 0.5 * np.sin(phase + 0.35 * np.sin(phase))
    there = 0.30 + 0.70 * smoothstep(land.noise(3.8, 13, lowest=0.3), -0.9, 1.0)
    hollow = land.noise(3.8, 14, lowest=0.3)
    loose = land.noise(2.6, 15, lowest=1.2 / apart)
    return np.asarray(apart * (0.115 * wave * there + 0.006 * loose) + 0.012 * (hollow + 2.0), dtype=np.float64)


def snow(land: Land) -> Floats:
    """Return soft drifts, steeper on the lee side, pillows between them, and a face that the wind has roughened."""
    high = land.length(0.085, 3.5, 50.0)
    drift = land.noise(4.6, 11, stretch=(1.6, 1.0), lowest=0.4)
    drift = 0.5 + 0.5 * np.tanh(1.1 * drift + 0.25 * np.abs(drift))
    pillow = land.noise(4.4, 12, lowest=1.4)
    fine = land.noise(2.9, 14, lowest=5.0)
    return np.asarray(high * (drift + 0.20 * (pillow + 2.0) + 0.009 * fine), dtype=np.float64)


def moss(land: Land) -> Floats:
    """Return cushions, some large, many small, that have grown into each other."""
    wide = land.length(0.26, 9.0, 55.0)
    big, small = (_cushions(land, part * wide, number) for part, number in ((1.0, 11), (0.45, 21)))
    swell = smoothstep(land.noise(3.2, 31, lowest=0.4), -1.6, 1.6)
    return np.asarray(wide * (0.42 * big * (0.35 + 0.65 * swell) + 0.17 * small), dtype=np.float64)


def _cushions(land: Land, wide: float, number: int) -> Floats:
    """Return domes 0..1 about ``wide`` frame widths across."""
    rows, columns = land.x.shape
    count = max(2, round(land.field * land.spacing / wide))
    first, _, nearest = cells(land.field, count, 1000 * land.seed + number)
    dome = np.sqrt(np.clip(1 - (first / 0.85) ** 2, 0.0, 1.0)) * (0.5 + 0.5 * per_cell(nearest, number))
    return np.asarray(dome[:rows, :columns], dtype=np.float64)


def water(land: Land) -> Floats:
    """Return rings that run out from the product over small waves that cross."""
    apart = land.length(0.10, 4.0, 40.0)
    ring = np.sin(2 * np.pi * land.away / apart) * np.exp(-land.away / (4.5 * apart))
    waves = np.zeros_like(land.x)
    for number, (degrees, part) in enumerate(((68.0, 1.7), (112.0, 1.2), (24.0, 2.6))):
        turn = np.radians(degrees)
        run = (land.x * np.cos(turn) + land.z * np.sin(turn)) / (part * apart)
        bent = run + 0.45 * land.noise(3.6, 11 + number, lowest=0.4)
        waves += np.sin(2 * np.pi * bent) * part * (0.4 + 0.6 * smoothstep(land.noise(3.2, 21 + number), -1.2, 1.2))
    return np.asarray(apart * (0.055 * ring + 0.008 * waves), dtype=np.float64)


SHAPES: dict[str, Shape] = {
    "silk": Shape(silk, (0.02, 0.26), 0.012, GIVES["silk"], creases, True),
    "velvet": Shape(velvet, (0.03, 0.42), 0.026, GIVES["velvet"], creases, True),
    "linen": Shape(linen, (0.02, 0.30), 0.024, GIVES["linen"], creases, True),
    "leather": Shape(hide, (0.03, 0.40), 0.024, GIVES["leather"]),
    "sand": Shape(sand, (0.01, 0.28), 0.012, GIVES["sand"]),
    "snow": Shape(snow, (0.01, 0.27), 0.012, GIVES["snow"]),
    "moss": Shape(moss, (0.01, 0.18), 0.018, GIVES["moss"]),
    "water": Shape(water, (0.0, 0.02), 0.016),
}

SPROUTS: dict[str, Callable[[Ground], Mesh]] = {"moss": sprouts.moss, "snow": sprouts.snow}
"""What stands on a ground."""

STRAIGHT = frozenset({"wood"})
"""What lies in lines that must not be bent."""


SINKS: dict[str, float] = {
    "sand": 0.7, "snow": 1.0, "moss": 1.2, "velvet": 0.4, "linen": 0.25, "silk": 0.25, "leather": 0.1,
}  # fmt: skip
"""Millimetres by which what lies presses itself into a soft ground."""


def sinks(scene: Scene) -> float:
    """Return how far (mm) a thing that lies on the ground of ``scene`` sinks into it; podiums and cushions are firm."""
    on_it = scene.support == "ground" and scene.display != "cushion"
    return SINKS.get(scene.surface, 0.0) if on_it else 0.0


def lie(surface: str, site: Site) -> Mesh:
    """Return the ground at y = 0: cloth and land have a shape, the rest is flat."""
    if surface in SHAPES:
        ground = relief(site, SHAPES[surface])
        return SPROUTS[surface](ground) if surface in SPROUTS else ground.mesh
    return floor(site.frame_mm, 0.0, site.deep, straight=surface in STRAIGHT)
