"""Leaves between the light and the set: their shadow falls beside the product, never on it.

A leaf's shadow that ends at the product's outline would give away that the product was photographed without it.
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.composed import shadow_share, stage_for
from tools.engines.studio.lights import direction
from tools.engines.studio.looks import SKIES
from tools.engines.studio.mesh import Mesh
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.props.catalog import leaf_gobo
from tools.engines.studio.props.gobo import Kind
from tools.engines.studio.rigs import Rig
from tools.specs.scene import Scene

HEIGHT_ABOVE = 2.4
"""Distance from the shadow to its leaf in frame widths: nearer is crisper."""

ASIDE = ((0.0, 0.0), (0.10, 0.0), (0.0, 0.14), (0.18, 0.08), (0.28, 0.0), (0.28, 0.20), (0.42, 0.10))
"""How far aside, and farther back, the shadow is tried until it keeps off the product, in frame widths."""

ON_PRODUCT = 0.01
"""Share of the product's own spot that a leaf shadow may cross."""

Place = NDArray[np.float64]

KINDS: tuple[Kind, ...] = ("palm", "monstera")
"""What a leaf shadow is of where no plant is named, by the seed."""


def leaves(scene: Scene, rig: Rig, frame_mm: float, extent: Extent, seed: int) -> tuple[Part, ...]:
    """Return the leaf parts of ``scene``, or none when no leaf shadow is asked for."""
    if "leaf_shadow" not in scene.props:
        return ()
    lamp = next(lamp for lamp in rig.lamps if lamp.group == rig.gobo_lamp)
    towards = direction(lamp)
    center, size = spot_beside(scene, extent, towards, frame_mm)
    mesh = leaf_gobo(scene.leaf or KINDS[seed % len(KINDS)], size * frame_mm, seed)
    _, placed = off_product(mesh, scene, extent, (towards, center), frame_mm)
    return (Part(placed, "black", None, seed),)


def off_product(
    mesh: Mesh, scene: Scene, extent: Extent, way: tuple[Place, Place], frame_mm: float
) -> tuple[Place, Mesh]:
    """Return (the middle of what ``mesh`` covers, in frame widths, the mesh hung in the light) off the product.

    ``way``: the direction to the light, and where the middle would be.
    """
    towards, center = way
    side = 1.0 if center[0] > 0 else -1.0
    tried = []
    for aside, farther in ASIDE:
        at = center + np.array([aside * side, 0.0, -farther])
        tried.append((*crossed(mesh, scene, extent, (towards, at), frame_mm), at))
        if tried[-1][0] <= ON_PRODUCT:
            break
    _, placed, at = min(tried, key=lambda each: each[0])
    return at, placed


def crossed(mesh: Mesh, scene: Scene, extent: Extent, way: tuple[Place, Place], frame_mm: float) -> tuple[float, Mesh]:
    """Return (the share of the product's spot that ``mesh`` covers, the mesh hung in the light); ``way`` as above."""
    towards, at = way
    placed = _facing(mesh, towards, (at + towards * HEIGHT_ABOVE) * frame_mm)
    return shadow_share(stage_for(extent, frame_mm, scene.caption, towards), [placed]), placed


def spot_beside(scene: Scene, extent: Extent, towards: Place, frame_mm: float) -> tuple[Place, float]:
    """Return (where the middle of a leaf's shadow, or of a window's light, falls, its size), in frame widths."""
    side = 1.0 if towards[0] < 0 else -1.0
    side = {"left": 1.0, "right": -1.0}.get(scene.caption or "", side)  # words are read on calm ground
    if extent.from_above:
        return np.array([-0.44 * side, 0.0, -0.50]), 0.85
    if extent.lying or scene.backdrop in SKIES:  # no shadow falls on a sky: it lies on the ground
        return np.array([0.42 * side, 0.0, -0.62]), 1.0
    share = 0.40 if scene.caption == "top" else 0.70
    least = extent.base
    middle = min(least + share * (extent.top - least), least + 0.64 * frame_mm)
    high = extent.seen_at(middle, -1.45 * frame_mm) / frame_mm
    return np.array([0.24 * side, high, -1.45]), 1.15


def _facing(mesh: Mesh, towards: NDArray[np.float64], center: NDArray[np.float64]) -> Mesh:
    """Return a flat mesh turned so that its plane looks along ``towards``, its middle at ``center``."""
    across = np.cross([0.0, 1.0, 0.0], towards)
    across /= np.linalg.norm(across)
    turn = np.stack([across, np.cross(towards, across), towards], axis=1)
    flat = mesh.vertices - mesh.vertices.mean(0)
    axes = np.argsort(-np.ptp(flat, axis=0))
    local = np.stack([flat[:, axes[0]], flat[:, axes[1]], np.zeros(len(flat))], -1)
    return Mesh((local @ turn.T + center).astype(np.float32), mesh.faces, None, None)
