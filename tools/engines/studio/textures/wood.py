"""Oak boards: growth rings cut flat, long fibres and open pores, oiled."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.noise import Field, fractal, smoothstep
from tools.engines.studio.textures.pigment import cast, linear_of, mix, sheets
from tools.engines.studio.textures.texture import Texture

BASE = "#ad8560"
TILE_MM = 240.0
BOARDS = 2
RING_MM = 3.6


def wood(size: int, seed: int, tint: str | None) -> Texture:
    """Return two boards that run along x; one is cut straight-grained, one flat with long arches (cathedrals)."""
    base = linear_of(tint or BASE)
    pixel = size / TILE_MM
    board, across = _boards(size)
    ring = _rings(size, seed, board, across)
    late = smoothstep(ring % 1.0, 0.25, 0.93) * (1 - smoothstep(ring % 1.0, 0.94, 1.0))
    fibre = fractal(size, 0.9, seed + 1, stretch=(26.0, 1.0), lowest=50.0)
    streak = fractal(size, 1.8, seed + 2, stretch=(12.0, 1.0), lowest=3.0)
    pore = smoothstep(fractal(size, 0.8, seed + 3, stretch=(16.0, 1.0), lowest=90.0) - 0.9 * late, 1.2, 2.2)
    seam = _seam(size, pixel)
    shade = np.random.default_rng([seed, 7]).normal(0.0, 0.06, BOARDS).astype(np.float32)[board]
    dark = np.clip(0.16 + 0.50 * late + 0.12 * streak + 0.10 * fibre, 0.0, 1.0)
    color = mix(base * 1.16, base * np.array([0.58, 0.50, 0.42], np.float32), dark)
    color = color * cast(shade + 0.03 * streak, (0.8, 1.0, 1.25))
    color = color * (1 - 0.45 * pore)[..., None] * (1 - 0.75 * seam)[..., None]
    height = 0.16 * fibre + 0.10 * late - 0.9 * pore - 4.0 * seam
    rough = 0.46 + 0.05 * fibre - 0.07 * late + 0.25 * pore
    return Texture(**sheets(color, height, rough), tile_mm=TILE_MM, bump_mm=0.06, specular=0.4)


def _boards(size: int) -> tuple[NDArray[np.int32], Field]:
    """Return (number of the board, place across it in -0.5..0.5), N×N."""
    place = ((np.arange(size, dtype=np.float32) + 0.5) / size * BOARDS)[:, None]
    number = np.broadcast_to(np.floor(place).astype(np.int32), (size, size))
    return number, np.broadcast_to(place % 1 - 0.5, (size, size))


def _rings(size: int, seed: int, board: NDArray[np.int32], across: Field) -> Field:
    """Return the ring number: distance from the pith of a log whose pith rises and sinks along the board."""
    random = np.random.default_rng([seed, 9])
    width = TILE_MM / BOARDS
    side = np.array([0.86, -0.20], dtype=np.float32) + random.uniform(-0.1, 0.1, BOARDS).astype(np.float32)
    pith = (across - side[board]) * width
    turn = np.arange(size, dtype=np.float32)[None, :] * np.float32(2 * np.pi / size)
    start = random.uniform(0, 2 * np.pi, BOARDS).astype(np.float32)[board]
    depth = 19.0 + 5.0 * np.cos(turn + start) + 1.2 * np.cos(2 * turn + 2.3 * start)
    sway = fractal(size, 2.5, seed + 20, stretch=(5.0, 1.0)) * 1.5
    fine = fractal(size, 1.8, seed + 21, stretch=(14.0, 1.0), lowest=4.0) * 0.28
    radius = np.hypot(pith * 0.85 + sway, depth) + fine
    uneven = 0.35 * np.sin(radius * np.float32(0.31) + start)
    return np.asarray(radius / RING_MM + uneven, dtype=np.float32)


def _seam(size: int, pixel: float) -> Field:
    """Return 1 in the joint between two boards, half a millimetre wide."""
    place = (np.arange(size, dtype=np.float32) + 0.5) / size * BOARDS
    away = np.minimum(place % 1, 1 - place % 1) * (size / BOARDS)
    line = 1 - smoothstep(away[:, None].astype(np.float32), 0.15 * pixel, 0.45 * pixel)
    return np.ascontiguousarray(np.broadcast_to(line, (size, size)))
