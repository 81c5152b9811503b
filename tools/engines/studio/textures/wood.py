"""Oak boards: growth rings cut along the log, long fibres and open pores in their early wood, oiled."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.noise import Field, fractal, smoothstep, soft
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#ad8560"
TILE_MM = 240.0
BOARD_MM = 120.0
RING_MM, NARROW_MM = 3.4, 3.0
"""Width of a year on a board that is cut straight-grained, and on a small piece; wider where the cut lies flat."""

PORE_MM = (0.045, 1.6)
"""Half the width and half the length of a vessel that the cut has opened."""

EARLY = np.array([1.20, 1.17, 1.09], dtype=np.float32)
LATE = np.array([0.66, 0.58, 0.49], dtype=np.float32)
"""Pale wood of spring and dark wood of summer, against the mean."""


def wood(size: int, seed: int, tint: str | None, mm: float = TILE_MM) -> Texture:
    """Return a tile ``mm`` wide of boards 120 mm wide that run along x; on a smaller tile there is one without end."""
    base = linear_of(tint or BASE)
    pixel = size / mm
    boards = round(mm / BOARD_MM)
    ring, board = _rings(size, seed, mm, boards)
    late = (
        smoothstep(ring % 1.0, 0.12, 0.90)
        * (1 - smoothstep(ring % 1.0, 0.93, 1.0))
        * _vigour(ring, seed, _years(mm, boards))
    )
    fibre = soft(fractal(size, 0.4, seed + 1, lowest=mm / 3.0), (max(0.035 * pixel, 0.35), 6.0 * pixel))
    fibre /= max(float(fibre.std()), 1e-6)
    streak = fractal(size, 1.7, seed + 2, stretch=(14.0, 1.0), lowest=mm / 40.0)
    strong = {0: 0.24, 1: 0.28}.get(boards, 0.34)  # close up pores and fibres are seen more than years
    pore = _pores(size, seed, pixel, late)
    seam = _seam(size, pixel, boards)
    shade = np.random.default_rng([seed, 7]).normal(0.0, 0.12, max(boards, 1)).astype(np.float32)[board]
    color = mix(base * EARLY, base * LATE, np.clip(0.22 + strong * late + 0.12 * streak + 0.07 * fibre, 0.0, 1.0))
    color = color * cast(shade + 0.03 * streak, (0.8, 1.0, 1.25))
    color = color * cast(pore, (-0.24, -0.27, -0.30)) * (1 - 0.80 * seam)[..., None]
    height = 0.16 * fibre + 0.10 * late - 1.0 * pore - 4.0 * seam
    rough = 0.46 + 0.03 * fibre - 0.08 * late + 0.30 * pore
    return Texture(**sheets(color, height, rough), tile_mm=mm, bump_mm=0.05, specular=0.35)


def _rings(size: int, seed: int, mm: float, boards: int) -> tuple[Field, NDArray[np.int32]]:
    """Return (the ring's number, the board's), N×N.

    The rings are lines along the board that the log's growth bends: a little on a board cut straight-grained, and
    on one cut flat so far that they close to long arches (cathedrals).
    """
    place = ((np.arange(size, dtype=np.float32) + 0.5) / size * max(boards, 1))[:, None]
    number = np.broadcast_to(np.floor(place).astype(np.int32), (size, size))
    bend = fractal(size, 3.9, seed + 20, stretch=(5.5, 1.0), lowest=max(mm / 110.0, 1.0))
    bend = bend if boards else 1.5 * bend  # what is small shows one figure: it must not be ruled lines
    ragged = fractal(size, 2.1, seed + 21, stretch=(9.0, 1.0), lowest=mm / 14.0)
    flat = np.where(np.arange(max(boards, 1)) % 2 == 0, 1.6, 0.7).astype(np.float32)[number]
    years = _years(mm, boards) * (np.arange(size, dtype=np.float32)[:, None] + 0.5) / np.float32(size)
    far = np.random.default_rng([seed, 9]).integers(0, size, max(boards, 1))
    for row, shift in enumerate(far):
        band = slice(row * size // len(far), (row + 1) * size // len(far))
        bend[band] = np.roll(bend[band], int(shift), axis=1)
    return np.asarray(years + flat * bend + 0.045 * ragged, dtype=np.float32), number


def _years(mm: float, boards: int) -> int:
    """Return how many years there are across the tile."""
    return round(mm / (RING_MM if boards else NARROW_MM))


def _vigour(ring: Field, seed: int, years: int) -> Field:
    """Return how dark each year's late wood is, 0.15 to 1.3: years were good or bad, and no two lines are alike."""
    dark = np.random.default_rng([seed, 11]).uniform(0.15, 1.3, years).astype(np.float32)
    return np.asarray(dark[np.floor(ring).astype(np.int32) % years], dtype=np.float32)


def _pores(size: int, seed: int, pixel: float, late: Field) -> Field:
    """Return 0..1 in the vessels: short dark strokes along the grain, crowded where a year begins."""
    wide, long = PORE_MM
    noise = np.random.default_rng([seed, 3]).standard_normal((size, size), dtype=np.float32)
    across = max(wide * pixel, 0.5)
    strokes = soft(noise, (across, long * pixel))
    strokes /= float(strokes.std())
    shown = min(1.0, wide * pixel / 0.5)
    rare = 0.7 + 0.35 * shown
    return np.asarray(np.float32(0.4 + 0.6 * shown) * smoothstep(strokes - late, rare, rare + 0.8), dtype=np.float32)


def _seam(size: int, pixel: float, boards: int) -> Field:
    """Return 1 in the joint between two boards, about a millimetre wide."""
    if boards == 0:
        return np.zeros((size, size), dtype=np.float32)
    place = (np.arange(size, dtype=np.float32) + 0.5) / size * boards
    away = np.minimum(place % 1, 1 - place % 1) * (size / boards)
    line = 1 - smoothstep(away[:, None].astype(np.float32), 0.25 * pixel, 0.25 * pixel + max(0.30 * pixel, 0.8))
    return np.ascontiguousarray(np.broadcast_to(line, (size, size)))
