"""What the samples are made of, as Mitsuba materials, and the seeded textures they wear."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter
from scipy.spatial import cKDTree

from samples.mesh import Points
from samples.stage import Bsdf, Pixels

Color = tuple[float, float, float]

GOLD: Color = (1.0, 0.74, 0.38)
STEEL: Color = (0.62, 0.62, 0.63)
SILVER: Color = (0.95, 0.93, 0.90)


def rgb(color: Color) -> dict[str, Any]:
    """Return a plain linear colour."""
    return {"type": "rgb", "value": list(color)}


def metal(color: Color, roughness: float = 0.16) -> Bsdf:
    """Return a metal of the given reflectance; roughness 0 is a mirror."""
    return _both({"type": "principled", "base_color": rgb(color), "metallic": 1.0, "roughness": roughness})


def plastic(color: Color | dict[str, Any], roughness: float = 0.3, clearcoat: float = 0.0) -> Bsdf:
    """Return a dielectric body of ``color`` (or a texture); ``clearcoat`` adds a lacquer of 0..1."""
    base = color if isinstance(color, dict) else rgb(color)
    return _both({
        "type": "principled", "base_color": base, "roughness": roughness, "specular": 0.5,
        "clearcoat": clearcoat, "clearcoat_gloss": 0.97,
    })  # fmt: skip


def brushed_dial(texture: dict[str, Any]) -> Bsdf:
    """Return a metallic lacquered dial."""
    return _both({
        "type": "principled", "base_color": texture, "metallic": 0.55, "roughness": 0.42, "specular": 0.5,
        "clearcoat": 0.6, "clearcoat_gloss": 0.98,
    })  # fmt: skip


def silk(texture: dict[str, Any]) -> Bsdf:
    """Return a smooth woven cloth with the sheen of silk."""
    return _both({
        "type": "principled", "base_color": texture, "roughness": 0.42, "specular": 0.55,
        "sheen": 0.5, "sheen_tint": 0.6,
    })  # fmt: skip


def diamond() -> Bsdf:
    """Return a clear stone of refractive index 2.417 (Schumann, Gemstones of the World)."""
    return {"type": "dielectric", "int_ior": 2.417, "ext_ior": 1.0}


def bumped(material: Bsdf, height: dict[str, Any], scale: float) -> Bsdf:
    """Return ``material`` with the grain of a height texture."""
    return {"type": "bumpmap", "texture": height, "scale": scale, "inner": material}


def lens(color: Color, opacity: dict[str, Any]) -> Bsdf:
    """Return a tinted lens: the share ``opacity`` is a glossy dark body, the rest of the light passes straight."""
    body = _both({"type": "principled", "base_color": rgb(color), "roughness": 0.06, "specular": 0.5})
    return {"type": "mask", "opacity": opacity, "inner": body}


def vertex_color() -> dict[str, Any]:
    """Return the texture that reads a mesh's own colours."""
    return {"type": "mesh_attribute", "name": "vertex_color"}


def _both(material: Bsdf) -> Bsdf:
    return {"type": "twosided", "inner": material}


def noise(shape: tuple[int, int], scale: float, seed: int) -> NDArray[np.float64]:
    """Return tileable smooth noise with mean 0 and deviation 1; ``scale`` in pixels."""
    field = gaussian_filter(np.random.default_rng(seed).standard_normal(shape), scale, mode="wrap")
    result: Points = (field - field.mean()) / field.std()
    return result


def pebble_grain(size: int = 1024, cells: int = 2600, seed: int = 5) -> Pixels:
    """Return a tileable height map (0..1, size×size) of pebbled leather: rounded Voronoi cells.

    Source: Worley, A cellular texture basis function, 1996.
    """
    seeds = np.random.default_rng(seed).random((cells, 2)) * size
    tiled = np.concatenate([seeds + np.array([dx, dy]) * size for dx in (-1, 0, 1) for dy in (-1, 0, 1)])
    ys, xs = np.mgrid[:size, :size]
    near = cKDTree(tiled).query(np.stack([xs.ravel(), ys.ravel()], -1), k=2)[0]
    gap = (near[:, 1] - near[:, 0]).reshape(size, size) / np.sqrt(size * size / cells)
    height = 1.0 - np.exp(-gap * 4.0) + 0.05 * noise((size, size), 1.5, seed)
    result: Pixels = gaussian_filter(height, 1.2, mode="wrap").astype(np.float32)
    return result


def paper(color: Color, seed: int, size: int = 1024) -> Pixels:
    """Return the linear colour of a sheet that is not quite even: clouds and fibre (size×size×3)."""
    uneven = 1.0 + 0.018 * noise((size, size), size / 9, seed) + 0.006 * noise((size, size), 1.0, seed + 1)
    result: Pixels = np.clip(uneven[..., None] * np.array(color), 0.0, 0.95).astype(np.float32)
    return result
