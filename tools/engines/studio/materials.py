"""Textures and plain stuffs as Mitsuba materials."""

from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import hex_linear
from tools.engines.studio import pile
from tools.engines.studio.finish import finished
from tools.engines.studio.glow import BURNING
from tools.engines.studio.mesh import Mesh
from tools.engines.studio.props.blade import blade
from tools.engines.studio.props.faces import shell_face, stoneware
from tools.engines.studio.props.stone import stone
from tools.engines.studio.texture_cache import TextureCache
from tools.engines.studio.textures.catalog import TRUE_TO_SCALE
from tools.engines.studio.textures.texture import Texture

TEXTURE_SIZE = 1536
"""Side of a texture in pixels, the same for all: another size would be another kernel."""

TEXTURE_SEED = 0
"""One tile of each surface and colour is made and kept; where on it a part is cut from follows the part's seed."""

LARGEST_TILE_IN_FRAMES = 1.5
"""A tile is never larger than this many frame widths: a macro shot must not enlarge it into blur."""

SMALLEST_TILE_IN_FRAMES = 0.45
"""Nor smaller: repeats would show."""

GRANDEST: dict[str, float] = {"marble": 1.7, "slate": 0.8, "plaster": 0.8, "concrete": 0.8}
"""The same for what has figures of every size: a quarry gives a bag larger veins than a ring, and no second copy."""


FAINTEST = 1e-4
"""Of a lobe that a surface does without: Mitsuba compiles another kernel for each set of lobes, this is one for all."""

CLEARNESS = 0.4
"""Power of a colour that light keeps at each face of a clear block, and it passes two or four."""

THREAD = 0.36
"""How pale the threads of a pile are against its colour."""

TRUE_TILES_MM = (30.0, 60.0, 120.0, 240.0, 480.0)
"""Tiles that a surface is made in at its true scale: a few, so that few are made and kept."""


def true_tile(frame_mm: float) -> float:
    """Return the smallest of ``TRUE_TILES_MM`` that is about as wide as the frame: what is larger is blurred."""
    return next((side for side in TRUE_TILES_MM if side >= 0.9 * frame_mm), TRUE_TILES_MM[-1])


@dataclass(frozen=True)
class Stuff:
    """A material without a texture; ``color`` is #rrggbb. ``picture``: what multiplies it over a whole part."""

    color: str
    roughness: float
    specular: float = 0.5
    kind: str = "principled"
    sheen: float = 0.0
    flatness: float = 0.0
    glow: float = 0.0
    picture: str | None = None


PLAIN: dict[str, Stuff] = {
    "ceramic": Stuff("#ece5da", 0.38),
    "wax": Stuff("#efdcb8", 0.45, flatness=0.6, glow=0.34),
    "flame": Stuff("#ffc070", 0.5, kind="glow", glow=0.62),
    "clear_glass": Stuff("#dff0e6", 0.0, kind="glass"),
    "clear_acrylic": Stuff("#f0cdc6", 0.0, kind="glass"),
    "petal": Stuff("#e9d9cf", 0.75, 0.25, flatness=0.5),
    "leaf": Stuff("#5d6b48", 0.55, 0.35),
    "blade": Stuff("#5d6b48", 0.5, 0.4, picture="blade"),
    "bark": Stuff("#6d5644", 0.85, 0.2),
    "stoneware": Stuff("#ece5da", 0.55, 0.4, picture="stoneware"),
    "shell": Stuff("#ecdfd2", 0.42, picture="shell"),
    "stone": Stuff("#8f8a86", 0.62, 0.35, picture="stone"),
    "paper_page": Stuff("#efe8da", 0.9, 0.1),
    "cloth": Stuff("#d8cbbb", 0.95, 0.1, sheen=0.5),
    "ribbon": Stuff("#c9b7a4", 0.5, 0.3, sheen=0.5),
    "smooth": Stuff("#e6e3de", 0.9, 0.1),
    "window_light": Stuff("#f4f7fb", 0.5, kind="glow", glow=0.42),
    "sky_light": Stuff("#cfe0ee", 0.5, kind="glow", glow=0.33),
    "far_light": Stuff("#ffc98a", 0.5, kind="glow", glow=0.36),
    "neon_gas": Stuff("#ff2a86", 0.5, kind="glow", glow=5.0),
    "black": Stuff("#000000", 1.0, 0.0, kind="black"),
}
"""Stuffs named by props that carry no texture."""

PICTURES = {"blade": blade, "stone": stone, "shell": shell_face, "stoneware": stoneware}


class Materials:
    """Makes Mitsuba materials for one set, each once."""

    def __init__(self, mitsuba: ModuleType, cache: TextureCache, frame_mm: float) -> None:
        self.mitsuba = mitsuba
        self.cache = cache
        self.frame_mm = frame_mm
        self._made: dict[tuple[str, str | None, float | None, float], Any] = {}
        self._textures: dict[tuple[str, str | None], Texture] = {}

    def get(self, name: str, tint: str | None, polish: float | None = None, finer: float = 1.0) -> Any:
        """Return the material ``name``: a stuff of ``PLAIN``, or a texture of the catalogue with a finish."""
        key = (name, tint, polish, finer)
        if key not in self._made:
            self._made[key] = self._plain(PLAIN[name], tint) if name in PLAIN else self._textured(*key)
        return self._made[key]

    def _plain(self, stuff: Stuff, tint: str | None) -> Any:
        color = [float(v) for v in hex_linear(tint or stuff.color)]
        if stuff.kind == "glass":
            passed = {"type": "rgb", "value": [v**CLEARNESS for v in color]}
            return self.mitsuba.load_dict({"type": "dielectric", "int_ior": 1.5, "specular_transmittance": passed})
        if stuff.kind in ("black", "glow"):
            return self.mitsuba.load_dict({"type": "diffuse", "reflectance": {"type": "rgb", "value": [0.0] * 3}})
        return self.mitsuba.load_dict(
            {
                "type": "twosided",
                "inner": {
                    "type": "principled",
                    "base_color": self._painted(stuff.picture, color),
                    "roughness": stuff.roughness,
                    "specular": stuff.specular,
                    "sheen": max(stuff.sheen, FAINTEST),
                    "flatness": max(stuff.flatness, FAINTEST),
                },
            }
        )

    def _painted(self, picture: str | None, color: list[float]) -> dict[str, Any]:
        if picture is None:
            return {"type": "rgb", "value": color}
        return self._bitmap(np.clip(PICTURES[picture]() * np.array(color, dtype=np.float32), 0.0, 0.9))

    def glow(self, name: str, tint: str | None, picture: NDArray[np.float32] | None = None) -> Any:
        """Return the emitter of a glowing stuff, of a colour or a picture; radiance is relative to a key of share 1."""
        stuff = PLAIN[name]
        picture = BURNING[name]() if name in BURNING else picture
        if picture is not None:
            radiance = {**self._bitmap(picture * np.float32(stuff.glow)), "wrap_mode": "clamp"}
            return self.mitsuba.load_dict({"type": "area", "radiance": radiance})
        color = [float(v) * stuff.glow for v in hex_linear(tint or stuff.color)]
        return self.mitsuba.load_dict({"type": "area", "radiance": {"type": "rgb", "value": color}})

    def tile(self, name: str, texture: Texture) -> float:
        """Return the side of one tile of the surface ``name`` on this set in millimetres."""
        if name in TRUE_TO_SCALE:
            return texture.tile_mm
        low = GRANDEST.get(name, SMALLEST_TILE_IN_FRAMES) * self.frame_mm
        high = max(LARGEST_TILE_IN_FRAMES * self.frame_mm, low)
        return float(np.clip(texture.tile_mm, low, high))

    def in_tiles(self, mesh: Mesh, name: str, tint: str | None, seed: int, finer: float = 1.0) -> Mesh:
        """Return ``mesh`` with its uv turned from millimetres into tiles of the surface ``name``, from a seeded start.

        They go into the mesh, and not into the bitmap's ``to_uv``, because the renderer writes that into its code:
        each product's own scale would be compiled anew, for seconds.
        """
        if name in PLAIN or mesh.uv is None:
            return mesh
        start = np.random.default_rng(seed).random(2)
        uv = mesh.uv.astype(np.float64) * finer / self.tile(name, self._texture(name, tint)) + start
        return replace(mesh, uv=uv.astype(np.float32))

    def _texture(self, name: str, tint: str | None) -> Texture:
        key = (name, tint)
        if key not in self._textures:
            side = true_tile(self.frame_mm) if name in TRUE_TO_SCALE else None
            self._textures[key] = self.cache.get(name, TEXTURE_SEED, tint, TEXTURE_SIZE, side)
        return self._textures[key]

    def _bitmap(self, values: NDArray[np.float32]) -> dict[str, Any]:
        pixels = np.ascontiguousarray(values if values.ndim == 3 else values[..., None], dtype=np.float32)
        return {"type": "bitmap", "bitmap": self.mitsuba.Bitmap(pixels), "raw": True, "wrap_mode": "repeat"}

    def _textured(self, name: str, tint: str | None, polish: float | None, finer: float) -> Any:
        texture = finished(self._texture(name, tint), name, polish)
        relief = texture.bump_mm * self.tile(name, texture) / texture.tile_mm / finer
        if name == "velvet" and "scalar" not in self.mitsuba.variant():
            return self._bumped(self._velvet(texture), texture, relief)
        inner: dict[str, Any] = {
            "type": "principled",
            "base_color": self._bitmap(texture.color_linear),
            "roughness": self._bitmap(np.clip(texture.roughness, 0.03, 1.0)),
            "specular": texture.specular,
            "metallic": max(texture.metallic, FAINTEST),
            "sheen": max(texture.sheen, FAINTEST),
            "clearcoat": max(texture.clearcoat, FAINTEST),
            "clearcoat_gloss": 0.95,
        }
        return self._bumped(inner, texture, relief)

    def _velvet(self, texture: Texture) -> dict[str, Any]:
        """Return the dark ground of a pile and its pale threads; a renderer of single numbers would be slow at it."""
        threads = THREAD * texture.color_linear**0.65
        return {
            "type": pile.register(self.mitsuba),
            "base_color": self._bitmap(texture.color_linear),
            "sheen": self._bitmap(threads.astype(np.float32)),
        }

    def _bumped(self, inner: dict[str, Any], texture: Texture, relief: float) -> Any:
        bumps = self._bitmap(np.float32(relief) * texture.height)
        return self.mitsuba.load_dict(
            {"type": "twosided", "inner": {"type": "bumpmap", "arbitrary": bumps, "bsdf": inner}}
        )
