"""Where the temples of spectacles are: from their hinges, as high as the front there, down to their tips."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.base_line import Solid

Floats = NDArray[np.float64]

LONG = 148.0
"""Longest temple in millimetres: one that would be longer ends above the ground, where the front hides the rest."""

PIECES = 0.4
"""Pieces of a temple are nearer to each other than this many lens radii."""

ASKEW = (0.2, 0.45)
"""Sine of the angle to the line of sight up to which the plane of a temple tells no depth, and from which on all."""

HIGHER = 1.25
"""Highest place of a temple over its hinge's."""


@dataclass(frozen=True)
class Rays:
    """A camera ``eye`` (height, distance) millimetres away, and where the grid's rows and columns pass the product's
    upright plane: ``up`` over the ground and ``across`` from the middle."""

    eye: tuple[float, float]
    up: Floats
    across: Floats

    def at(self, place: tuple[int, int], height: float) -> Floats:
        """Return the point (x, y, z) that is seen at ``place`` (row, column) and is ``height`` over the ground."""
        high, away = self.eye
        far = (high - height) / max(high - float(self.up[place[0]]), 1e-6)
        return np.array([float(self.across[place[1]]) * far, height, away * (1.0 - far)])


def with_stubs(solid: Solid, front: Solid, reach: float) -> Solid:
    """Return ``front`` with the end pieces that stick out of it by less than ``reach`` cells."""
    arms, count = ndi.label(solid & ~front, structure=np.ones((3, 3)))
    if not count:
        return front
    away = ndi.distance_transform_edt(~front)
    outer = ndi.binary_dilation(front, iterations=2)
    short = (ndi.maximum(away, arms, range(1, count + 1)) < reach) & ndi.maximum(outer, arms, range(1, count + 1))
    return front | np.isin(arms, np.flatnonzero(short) + 1)


def temples(solid: Solid, front: Solid, high: Floats, rays: Rays | None = None) -> Floats:
    """Return the heights (rows×columns, mm) of the temples' middles: the front's where they leave it, 0 at their far
    ends. In between they are on the upright plane of both by ``rays``, or a straight rod. None is longer than ``LONG``.

    A temple in pieces, as behind a lens, is one; what hangs together with no hinge lies lower the farther it is from
    one, and on the ground under the front's base. ``high`` is the front's height.
    """
    arms, count = ndi.label(solid & ~front, structure=np.ones((3, 3)))
    made = np.zeros(solid.shape)
    if not count:
        return made
    joined = _joined(arms > 0, PIECES * largest(front))
    hinges = _hinges(arms, count, solid & front)
    rows, columns = np.indices(solid.shape)
    far = [np.hypot(rows - row, columns - column) for row, column in hinges]
    pieces = range(1, int(joined.max()) + 1)
    nearest = np.stack([ndi.minimum(away, joined, pieces) for away in far]).argmin(0)
    for hinge, (at, away) in enumerate(zip(hinges, far, strict=True)):
        own = np.isin(joined, np.flatnonzero(nearest == hinge) + 1)
        if not own.any():
            continue
        first = joined == joined[own][away[own].argmin()]
        most = max(float(away[first].max()), 1.0)
        end = np.argwhere(first & (away == away[first].max()))[0]
        share = np.minimum(away / most, 1.0)
        made[own] = (float(high[at]) * (1.0 - share) * (high > 0.0))[own]
        if rays is not None:
            made[first] = _on_their_plane(rays, (at, float(high[at])), (int(end[0]), int(end[1])), (first, share))
    return made


def _joined(arms: Solid, gap: float) -> NDArray[np.int64]:
    """Return the number of each of ``arms``, 0 elsewhere; those less than ``gap`` cells apart are one."""
    near = ndi.distance_transform_edt(~arms) <= gap / 2
    return np.where(arms, ndi.label(near)[0], 0)


def _end(rays: Rays, hinge: tuple[tuple[int, int], float], tip: tuple[int, int]) -> float:
    """Return the height of the far end of a temple that is seen from ``hinge`` (place, height) to ``tip``.

    0, or where the temple is as long as any: what is seen farther up the picture is nearer then, and higher.
    """
    start = rays.at(*hinge)
    heights = np.linspace(0.0, hinge[1], 33)
    long = np.array([np.linalg.norm(rays.at(tip, height) - start) for height in heights])
    return float(heights[long <= LONG][0]) if (long <= LONG).any() else float(heights[long.argmin()])


def _on_their_plane(
    rays: Rays, hinge: tuple[tuple[int, int], float], tip: tuple[int, int], arm: tuple[Solid, Floats]
) -> Floats:
    """Return the heights (n) of the places of an ``arm`` (where it is; how far along it each place is, 0..1).

    On the upright plane through ``hinge`` and ``tip``, which the bend lies on, too. One that goes nearly straight
    away from the camera is seen along that plane: there its depth is by how far along it is.
    """
    own, along = arm
    start, end = rays.at(*hinge), rays.at(tip, _end(rays, hinge, tip))
    row, column = np.nonzero(own)
    high, away = rays.eye
    up, across = rays.up[row], rays.across[column]
    x, z = float(end[0] - start[0]), float(end[2] - start[2])
    steep = x * away + z * across
    askew = np.abs(steep) / (max(float(np.hypot(x, z)), 1e-6) * np.hypot(away, across))
    plane = (z * start[0] - x * (start[2] - away)) / np.where(np.abs(steep) < 1e-6, 1e-6, steep)
    share = np.clip((askew - ASKEW[0]) / (ASKEW[1] - ASKEW[0]), 0.0, 1.0)
    straight = 1.0 - (start[2] + z * along[own]) / away
    far = share * plane + (1.0 - share) * straight
    return np.asarray(np.clip(high - far * (high - up), 0.0, HIGHER * hinge[1]))


def _hinges(arms: NDArray[np.int32], count: int, front: Solid) -> list[tuple[int, int]]:
    """Return the places (row, column) where temples leave the ``front``; where none does, its left and right ends."""
    near = ndi.binary_dilation(front, iterations=2)
    away, nearest = ndi.distance_transform_edt(~front, return_indices=True)
    made = []
    for number in range(1, count + 1):
        touching = np.argwhere((arms == number) & near)
        if len(touching):
            row, column = touching[int(away[tuple(touching.T)].argmin())]
            made.append((int(nearest[0][row, column]), int(nearest[1][row, column])))
    if made:
        return made
    columns = np.flatnonzero(front.any(0))
    return [(int(np.flatnonzero(front[:, column]).mean()), int(column)) for column in (columns[0], columns[-1])]


def largest(solid: Solid) -> float:
    """Return the radius in cells of the largest disc in ``solid``."""
    return float(ndi.distance_transform_edt(np.pad(solid, 1)).max())
