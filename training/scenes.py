"""One tile: an accessory or a prop, its materials, its pose, its light, drawn with its exact coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from training import jewellery, materials, worn
from training.mesh import Floats, Mesh, turn
from training.props import PROPS, hand
from training.raster import draw
from training.sewn import sewn

SIDE = 512
FAR = 5.0

MAKERS = {
    "ring": jewellery.ring, "necklace": jewellery.necklace, "bracelet": jewellery.bracelet,
    "earring": jewellery.earring,
    "hair clip": jewellery.hair_clip, "watch": worn.watch, "spectacles": worn.spectacles, "bag": worn.bag,
    "belt": worn.belt, "hat": worn.hat, "scarf": worn.scarf, "shoes": worn.shoes,
}  # fmt: skip
WEIGHTS = np.array([2, 2.4, 1.5, 1.6, 0.8, 1.2, 2, 2, 1.2, 0.7, 0.6, 1.0])


SEWN = 0.07
"""Share of products that are cushions, pouches and bags drawn flat (``sewn``)."""
CLOSER = 0.22
"""Share of products seen from so near that they run out of the frame: what a closer look at a part sees."""


@dataclass(frozen=True)
class Studio:
    """What every tile is lit and dressed with: environments N×levels×H×W×3 linear, textures T×S×S×3."""

    environments: Floats
    textures: Floats


def product(seed: int, studio: Studio, side: int = SIDE, step: int = 2) -> Floats:
    """Return an accessory, side×side×5: premultiplied linear RGB, alpha, see-through. The same seed, the same tile."""
    rng = np.random.default_rng(seed)
    if rng.random() < SEWN:
        return _sewn(rng, studio, side)
    name = str(rng.choice(list(MAKERS), p=WEIGHTS / WEIGHTS.sum()))
    closer = float(rng.uniform(1.4, 3.2)) if rng.random() < CLOSER else 0.0
    return _drawn(rng, MAKERS[name](rng), _pose(rng, name), studio, side, step, closer=closer)


def prop(seed: int, studio: Studio, side: int = 320, step: int = 2) -> Floats:
    """Return something that is no product, side×side×5."""
    rng = np.random.default_rng(seed)
    maker = PROPS[int(rng.integers(len(PROPS)))]
    turned = (
        turn(0, rng.uniform(0.1, 0.9))
        @ turn(1, rng.uniform(0, 6.3))
        @ turn(2, rng.normal(0, 0.8 if maker is not hand else 2))
    )
    return _drawn(rng, maker(rng), turned, studio, side, step, skin=maker is hand)


def _sewn(rng: np.random.Generator, studio: Studio, side: int) -> Floats:
    surfaces = [studio.textures[int(rng.integers(len(studio.textures)))] for _ in range(2)]
    tile = sewn(surfaces, rng, side)
    return np.concatenate([tile, np.zeros_like(tile[..., :1])], -1)


def _pose(rng: np.random.Generator, name: str) -> Floats:
    """Return how the thing is turned towards the eye: seldom by much where people don't photograph it so."""
    spin = turn(
        1,
        rng.normal(0, 0.6)
        if name not in ("shoes", "hat", "bag")
        else rng.uniform(0, 6.3)
        if name != "bag"
        else rng.normal(0, 0.5),
    )
    tilt = turn(0, abs(rng.normal(0, 0.5)) if name != "shoes" else rng.uniform(0.1, 1.3))
    roll = turn(2, rng.normal(0, 0.12) if name in ("bag", "hat", "shoes", "spectacles") else rng.normal(0, 0.6))
    first = (
        turn(0, float(rng.choice([0.0, 0.0, -1.2])))
        if name in ("ring", "bracelet", "belt")
        else np.eye(3, dtype=np.float32)
    )
    if name == "belt":
        first = turn(1, float(rng.uniform(0.2, 1.6)))
    return np.asarray(roll @ tilt @ spin @ first, np.float32)


def _drawn(
    rng: np.random.Generator, mesh: Mesh, turned: Floats, studio: Studio, side: int, step: int, skin: bool = False,
    closer: float = 0.0,
) -> Floats:  # fmt: skip
    mesh = mesh.moved((-(mesh.points.max(0) + mesh.points.min(0)) / 2).astype(np.float32))
    mesh = mesh.scaled(1 / float(np.linalg.norm(mesh.points, axis=1).max() + 1e-6))
    mesh = mesh.turned(np.asarray(turned, np.float32)).moved((0, 0, -float(rng.uniform(2.2, FAR))))
    env = studio.environments[int(rng.integers(len(studio.environments)))]
    env = np.roll(env, int(rng.integers(env.shape[2])), axis=2)
    way = np.array([rng.normal(0, 1), abs(rng.normal(0, 1)) + 0.4, rng.normal(0.6, 0.6)])
    light = np.array([*(way / np.linalg.norm(way)), rng.uniform(0, 2) * rng.integers(0, 2)])
    tile = draw(
        mesh, _dressed(rng, len(studio.textures), skin), studio.textures, np.ascontiguousarray(env), light, side, step,
        (closer, int(rng.integers(1 << 30))) if closer else None,
    )  # fmt: skip
    solid = tile[..., 3] > 0.5
    if solid.any():  # an exposure at which the product is neither black nor burnt
        bright = float(np.percentile(tile[solid][:, :3].max(1), 90))
        tile[..., :3] *= np.clip(rng.uniform(0.35, 1.1) / max(bright, 1e-3), 0.2, 4.0)
    return tile


def _dressed(rng: np.random.Generator, textures: int, skin: bool) -> Floats:
    """Return the materials of one thing, in the order of ``jewellery.METAL`` and its siblings."""
    kind = rng.random()
    if kind < 0.45:
        second = (materials.metal, materials.pearl)[int(rng.integers(2))](rng)
    else:
        second = (materials.leather if kind < 0.7 else materials.acetate)(rng, textures)
    bead = materials.pearl(rng)
    if skin:
        bead = materials.material(
            materials.DIFFUSE, np.float32([0.75, 0.48, 0.36]) * rng.uniform(0.25, 1.15), rough=3.0, bump=0.1
        )
    metal = materials.acetate(rng, textures) if rng.random() < 0.12 else materials.metal(rng)  # plastic jewellery
    rows = [metal, materials.stone(rng), bead, materials.glass(rng), materials.leather(rng, textures),
            materials.cloth(rng, textures), second, materials.net(rng)]  # fmt: skip
    return np.stack(rows).astype(np.float32)


def packed(tile: Floats) -> np.ndarray:
    """Return a tile as bytes, 5×H×W: straight sRGB-coded colour, alpha, see-through."""
    alpha = tile[..., 3:4]
    colour = np.clip(tile[..., :3] / np.maximum(alpha, 1e-4), 0, 1) ** (1 / 2.2)
    whole = np.concatenate([colour * (alpha > 0), tile[..., 3:]], -1)
    return np.ascontiguousarray(np.rint(np.clip(whole, 0, 1) * 255).astype(np.uint8).transpose(2, 0, 1))
