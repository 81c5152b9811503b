"""What the training shapes are made of: metals, stones, pearls, leather, cloth, plastic, with random numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from samples.materials import bumped, diamond, metal, noise, pebble_grain, plastic, silk
from samples.stage import Bsdf, Pixels

Rng = np.random.Generator
METALS = (
    (1.0, 0.74, 0.38),
    (0.98, 0.66, 0.50),
    (0.95, 0.93, 0.90),
    (0.62, 0.62, 0.63),
    (0.25, 0.24, 0.24),
    (0.9, 0.78, 0.5),
)
"""Yellow gold, rose gold, silver, steel, blackened, pale gold."""
TEXTURE = 256
REPEAT = 45.0


@dataclass(frozen=True)
class Stuff:
    """A material that is made when Mitsuba runs: ``texture`` (H×W×3 linear) colours it, ``grain`` (H×W) bumps it."""

    kind: str
    color: tuple[float, float, float]
    roughness: float
    texture: Pixels | None = None
    grain: Pixels | None = None

    def bsdf(self, mi: Any) -> Bsdf:
        """Return it as a Mitsuba material."""
        if self.kind == "gem":
            return diamond()
        if self.kind == "metal":
            return metal(self.color, self.roughness)
        base: Any = self.color
        if self.texture is not None:
            base = _sheet(mi, self.texture)
        made = silk(base) if self.kind == "cloth" and self.texture is not None else plastic(base, self.roughness)
        if self.grain is None:
            return made
        return bumped(made, _sheet(mi, self.grain[..., None]), 0.25)


def _sheet(mi: Any, pixels: Pixels) -> dict[str, Any]:
    """Return a texture that repeats every ``REPEAT`` mm."""
    scale = mi.ScalarTransform3f().scale([1.0 / REPEAT, 1.0 / REPEAT])
    return {"type": "bitmap", "bitmap": mi.Bitmap(pixels), "raw": True, "to_uv": scale}


def metal_like(rng: Rng) -> Stuff:
    """Return a metal."""
    color = np.clip(np.array(METALS[rng.integers(len(METALS))]) * rng.uniform(0.85, 1.05, 3), 0, 1)
    return Stuff("metal", _triple(color), float(rng.uniform(0.06, 0.4)))


def gem(rng: Rng) -> Stuff:
    """Return a clear stone, or a coloured one that is opaque and glossy."""
    if rng.random() < 0.35:
        return Stuff("gem", (1.0, 1.0, 1.0), 0.0)
    return Stuff("plastic", _triple(rng.uniform(0.0, 0.9, 3) ** 1.5), 0.04)


def pearl(rng: Rng) -> Stuff:
    """Return a pearl, or a bead of glass, wood or stone."""
    color = np.array([0.85, 0.80, 0.74]) if rng.random() < 0.6 else rng.uniform(0.02, 0.9, 3) ** 1.4
    return Stuff("plastic", _triple(color), float(rng.uniform(0.08, 0.4)))


def resin(rng: Rng) -> Stuff:
    """Return acetate: one colour or tortoise."""
    if rng.random() < 0.4:
        spots = np.clip(noise((TEXTURE, TEXTURE), 14, int(rng.integers(1 << 20))) * 0.5 + 0.4, 0, 1)[..., None]
        colors = spots * np.array([0.55, 0.25, 0.06]) + (1 - spots) * np.array([0.04, 0.015, 0.01])
        return Stuff("plastic", (0.2, 0.1, 0.05), 0.08, colors.astype(np.float32))
    return Stuff("plastic", _triple(rng.uniform(0, 0.85, 3) ** 1.7), float(rng.uniform(0.05, 0.3)))


def leather(rng: Rng) -> Stuff:
    """Return leather of any colour, mostly brown to black, pebbled."""
    brown = np.array([0.30, 0.13, 0.05]) * rng.uniform(0.05, 1.6)
    color = brown if rng.random() < 0.5 else _muted(rng)
    seed = int(rng.integers(1 << 20))
    uneven = 1 + 0.12 * noise((TEXTURE, TEXTURE), 20, seed)
    texture = np.clip(uneven[..., None] * color, 0, 0.95).astype(np.float32)
    grain = pebble_grain(TEXTURE, int(rng.integers(500, 2500)), seed)
    return Stuff("leather", _triple(color), float(rng.uniform(0.25, 0.6)), texture, grain)


def cloth(rng: Rng) -> Stuff:
    """Return woven, knitted or printed cloth."""
    seed, rows = int(rng.integers(1 << 20)), np.arange(TEXTURE)
    first, second = _muted(rng), _muted(rng)
    kind, period = rng.integers(4), float(rng.choice([4, 8, 16, 32]))
    if kind == 0:
        share = np.clip(noise((TEXTURE, TEXTURE), float(rng.uniform(3, 30)), seed) * 1.4 + 0.5, 0, 1)
    elif kind == 1:
        stripe = (np.sin(2 * np.pi * rows / (period * 2)) > rng.uniform(-0.5, 0.7)).astype(float)
        share = np.maximum(stripe[:, None], stripe[None] * rng.integers(2)) * np.ones((TEXTURE, TEXTURE))
    else:
        share = np.zeros((TEXTURE, TEXTURE))
    color = (1 - share[..., None]) * first + share[..., None] * second
    weave = np.abs(np.sin(np.pi * rows / period))[:, None] * np.abs(
        np.sin(np.pi * (rows[None] + (rows[:, None] // int(period)) * period / 2) / period)
    )
    shade = 0.55 + 0.45 * weave + 0.06 * noise((TEXTURE, TEXTURE), 1.0, seed)
    texture = np.clip(color * shade[..., None], 0, 0.95).astype(np.float32)
    return Stuff("cloth", _triple(first), 0.7, texture, weave.astype(np.float32))


def _muted(rng: Rng) -> Any:
    """Return a colour that is sold: mostly grey, black, beige or navy, seldom loud."""
    grey = rng.uniform(0.01, 0.8) ** 1.6
    return np.clip(grey + rng.standard_normal(3) * grey * rng.choice([0.1, 0.3, 0.8]), 0.005, 0.9)


def _triple(color: Any) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in np.clip(color, 0.0, 1.0))
    return red, green, blue
