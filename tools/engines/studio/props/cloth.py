"""A fold of cloth and a ribbon."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import Mesh, grid
from tools.engines.studio.noise import fractal, smoothstep, soft
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested

ROWS = 168


def fabric_fold(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a piece of cloth ``size_mm`` wide that was let fall: folds run through it, gather and open."""
    base = 1000 * seed
    ramp = np.linspace(-1.0, 1.0, ROWS)
    x, z = np.meshgrid(ramp, ramp)
    drift = soft(fractal(256, 3.4, base + 51, stretch=(1.0, 1.4)), 9.0)[:ROWS, :ROWS]
    swell = soft(fractal(256, 3.4, base + 52), 11.0)[:ROWS, :ROWS]
    gather = 1.0 + 0.22 * z + 0.08 * swell
    phase = np.pi * (3.1 * x * gather + 0.9 * z) + 0.85 * drift
    crest = (0.5 + 0.5 * np.sin(phase)) ** 1.35 + 0.14 * (0.5 + 0.5 * np.sin(2.3 * phase + 1.2 * swell)) ** 2
    strength = smoothstep(swell + 0.6 * drift, -2.0, 1.2)
    rim = np.clip(1 - np.maximum(np.abs(x), np.abs(z)) ** 8, 0.0, 1.0)
    height = (0.003 + crest * (0.025 + 0.075 * strength) * (0.35 + 0.65 * rim)) * size_mm
    edge = soft(fractal(256, 2.8, base + 53), 5.0)[:ROWS, :ROWS] * 0.012
    points = np.stack([(x * 0.48 + edge) * size_mm, height, (z * 0.42 + edge.T + 0.02 * drift) * size_mm], -1)
    uv = np.stack([_run(points, 1), -_run(points, 0)], -1)
    return rested([PropPart(grid(points, uv), "cloth")])


def _run(points: NDArray[np.float64], axis: int) -> NDArray[np.float64]:
    """Return the length along the cloth, so that the weave is not stretched over a fold."""
    step = np.linalg.norm(np.diff(points, axis=axis), axis=-1)
    pad = ((1, 0), (0, 0)) if axis == 0 else ((0, 0), (1, 0))
    return np.asarray(np.pad(np.cumsum(step, axis=axis), pad))


def ribbon(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a satin ribbon that runs along the ground, stands up in curls and runs out again."""
    random = np.random.default_rng([seed, 57])
    along = np.linspace(0.0, 1.0, 420)
    loops = 2
    inside = np.clip((along - 0.16) / 0.68, 0.0, 1.0)
    curl = 0.135 * (1 + 0.25 * np.sin(2.3 * np.pi * inside + float(random.uniform(0, 6)))) * size_mm
    rise = np.minimum(np.minimum(along / 0.22, (1 - along) / 0.22), 1.0)
    curl = curl * rise**2 * (3 - 2 * rise)
    turn = 2 * np.pi * loops * inside
    x = (along - 0.5) * 0.86 * size_mm + curl * np.sin(turn)
    y = curl * (1 - np.cos(turn)) + 0.002 * size_mm
    z = 0.05 * size_mm * np.sin(2 * np.pi * along + float(random.uniform(0, 6))) + 0.10 * size_mm * (along - 0.5)
    path = np.stack([x, y, z], -1)
    strip = _strip(path, 0.15 * size_mm, 14.0 * np.sin(3.0 * np.pi * along))
    return rested([PropPart(strip, "ribbon")])


def _strip(path: NDArray[np.float64], width: float, lean: NDArray[np.float64]) -> Mesh:
    """Return a band along ``path``, its width across it and turned by ``lean`` degrees towards the path's side."""
    tangent = np.gradient(path, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    level = np.cross(tangent, [0.0, 0.0, 1.0])
    level /= np.linalg.norm(level, axis=1, keepdims=True)
    across = np.cross(level, tangent)
    lean = np.radians(lean)[:, None]
    across = across * np.cos(lean) + tangent * np.sin(lean)
    side = np.linspace(0.5, -0.5, 7)[:, None, None]
    points = path[None] - across[None] * side * width
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    uv = np.stack(np.broadcast_arrays(run[None, :], side[..., 0] * width), -1)
    return grid(points, uv)
