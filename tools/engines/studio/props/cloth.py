"""A fold of cloth and a ribbon."""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.mesh import grid
from tools.engines.studio.noise import fractal, smoothstep, soft
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested

ROWS = 168

RIBBON = 0.135
"""Width of a ribbon as a share of its length as it lies."""

NOTCH = 0.018
"""How deep its ends are cut, as a swallow's tail, in shares of its run."""


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
    """Return a satin ribbon that was let run out: it winds on its edge, leaning, and lies flat at its cut ends.

    A band bends only about its width. So it stands where it winds, as a ribbon that comes off its reel does.
    """
    random = np.random.default_rng([seed, 57])
    along, across = np.meshgrid(np.linspace(0.0, 1.0, 360), np.linspace(0.0, 1.0, 9), indexing="ij")
    notch = NOTCH * (1 - np.abs(2 * across - 1))
    along = notch + along * (1 - 2 * notch)
    wide = RIBBON * size_mm
    line, heading = _wound(size_mm, random)
    place = np.linspace(0.0, 1.0, len(line))
    turn = np.interp(along, place, heading)
    flat = smoothstep(np.abs(2 * along - 1), 0.52, 0.94)
    sway = 9.0 * np.sin(2 * np.pi * (1.3 * along + float(random.random())))
    lean = np.radians((1 - flat) * (34.0 + sway) + 88.5 * flat)
    up = across * wide * np.cos(lean)
    out = across * wide * np.sin(lean)
    crush = 0.012 * wide * np.sin(2 * np.pi * (7.3 * along + 0.35 * across)) * np.sin(2 * np.pi * 2.1 * along + 1.0)
    x = np.interp(along, place, line[:, 0]) - out * np.sin(turn)
    z = np.interp(along, place, line[:, 1]) + out * np.cos(turn) + crush
    points = np.stack([x, up + 0.004 * size_mm * (1 - across), z], -1)
    uv = np.stack([along * size_mm, across * wide], -1)
    return rested([PropPart(grid(points, uv), "ribbon")])


def _wound(size_mm: float, random: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the foot of a ribbon (N×2 of x and z, mm) and its heading (radians): bends that swing out and die away."""
    run = np.linspace(0.0, 1.0, 400)
    swing = np.radians(float(random.uniform(78, 96))) * smoothstep(np.minimum(run, 1 - run), 0.02, 0.30)
    side = 1.0 if random.random() < 0.5 else -1.0
    heading = side * swing * np.sin(2 * np.pi * (1.75 * run + 0.06 * float(random.random())))
    line = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], -1), axis=0)
    return line * (size_mm / float(np.ptp(line[:, 0]))), heading
