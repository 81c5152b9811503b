"""Things to be photographed under a known light: accessories drawn by chance by ``training``, and plain solids."""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from known_light import Floats, Thing

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from training import jewellery, worn
from training.mesh import Mesh, block, circle, lathe, loop, merged, sweep, turn

Rng = np.random.Generator

METALS = np.array([[1.0, 0.71, 0.31], [0.93, 0.92, 0.90], [0.95, 0.62, 0.50], [0.60, 0.60, 0.61], [0.05, 0.05, 0.06]])


def ball(rng: Rng) -> Mesh:
    """Return an ellipsoid or a rounded box."""
    return block((rng.uniform(0.5, 1), rng.uniform(0.5, 1), rng.uniform(0.4, 1)), float(rng.choice([2, 2, 3, 5])), 0)


def vase(rng: Rng) -> Mesh:
    """Return a bottle, a cup or a tin: something turned."""
    high = np.linspace(0, 1, 24)
    wide = 0.35 + 0.25 * np.sin(high * rng.uniform(1, 5) + rng.uniform(0, 6)) * rng.uniform(0, 1)
    profile = np.stack([wide, high * rng.uniform(0.9, 1.8)], 1)
    ends = np.array([[0.01, profile[0, 1]]]), np.array([[0.01, profile[-1, 1]]])
    return lathe(np.concatenate([ends[0], profile, ends[1]]).astype(np.float32), 0, 48)


def hoop(rng: Rng) -> Mesh:
    """Return a thick ring that stands or lies."""
    made = sweep(loop(circle(1.0, 64)), circle(float(rng.uniform(0.12, 0.4)), 20), 0, True)
    return made.turned(turn(0, float(rng.choice([0.0, 1.57]))))


def pile(rng: Rng) -> Mesh:
    """Return some blocks side by side."""
    parts = [block(tuple(rng.uniform(0.15, 0.5, 3)), float(rng.choice([2, 4, 6])), k, 16) for k in range(3)]
    return merged([part.moved((0.6 * (k - 1), 0.0, float(rng.uniform(-0.2, 0.2)))) for k, part in enumerate(parts)])


MAKERS: dict[str, Callable[[Rng], Mesh]] = {
    "ring": jewellery.ring, "bracelet": jewellery.bracelet, "earring": jewellery.earring,
    "necklace": jewellery.necklace, "hair clip": jewellery.hair_clip, "watch": worn.watch,
    "spectacles": worn.spectacles, "bag": worn.bag, "belt": worn.belt, "hat": worn.hat, "scarf": worn.scarf,
    "shoes": worn.shoes, "ball": ball, "vase": vase, "hoop": hoop, "pile": pile,
}  # fmt: skip
KINDS = tuple(MAKERS)


def chance_thing(kind: str, seed: int) -> Thing:
    """Return a thing of ``kind``, turned a little, in materials by chance."""
    rng = np.random.default_rng((79, seed))
    mesh = MAKERS[kind](rng)
    mesh = mesh.turned(turn(1, float(rng.normal(0, 0.55)))).turned(turn(2, float(rng.normal(0, 0.06))))
    parts = [mesh.faces[mesh.material == slot] for slot in np.unique(mesh.material)]
    points, normals, faces, stuff, start = [], [], [], [], 0
    for slot, part in zip(np.unique(mesh.material), parts, strict=True):
        used, index = np.unique(part, return_inverse=True)
        points.append(mesh.points[used])
        normals.append(mesh.normals[used])
        faces.append(index.reshape(-1, 3) + start)
        stuff.append(_stuff(rng, kind, int(slot), mesh.points[used]))
        start += len(used)
    colour, rough, metal = (np.concatenate([each[k] for each in stuff]) for k in range(3))
    return Thing(
        np.concatenate(points), np.concatenate(faces).astype(np.uint32), np.concatenate(normals), colour, rough, metal
    )


def _stuff(rng: Rng, kind: str, slot: int, points: Floats) -> tuple[Floats, Floats, Floats]:
    """Return colour n×3, roughness and metalness n of one part."""
    n = len(points)
    solid = kind in ("ball", "vase", "hoop", "pile")
    if (solid and rng.random() < 0.2) or (not solid and slot in (jewellery.METAL, jewellery.SECOND)):
        colour = METALS[rng.integers(len(METALS))] * rng.uniform(0.85, 1.0)
        rough, metal = rng.uniform(0.08, 0.4), 1.0
    elif slot in (jewellery.STONE, jewellery.GLASS) and not solid:
        colour, rough, metal = rng.uniform(0.0, 0.6, 3), 0.08, 0.0
    else:
        dark = rng.random()
        colour = rng.uniform(0.01, 0.05, 3) if dark < 0.25 else rng.uniform(0.55, 0.85) * np.ones(3)
        colour = colour if dark < 0.5 else rng.uniform(0, 0.8, 3)
        rough, metal = float(rng.choice([0.15, 0.3, 0.45, 0.8])), 0.0
    wave = np.sin(points @ rng.normal(0, 7, 3) + rng.uniform(0, 6)) * rng.choice([0, 0.1, 0.3])
    shade = np.clip(np.asarray(colour)[None] * (1 + wave)[:, None], 0.004, 1).astype(np.float32)
    return shade, np.full(n, rough, np.float32), np.full(n, metal, np.float32)
