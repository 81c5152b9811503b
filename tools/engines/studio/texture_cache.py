"""Textures on disk: made once from name, seed, tint and size, then read in a fraction of the time."""

import hashlib
import os
import tempfile
import zipfile
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.studio.textures.catalog import PAINTED, make_texture
from tools.engines.studio.textures.pigment import BRIGHTEST, DARKEST, linear_of
from tools.engines.studio.textures.texture import Texture

VERSION = 42
"""Raised whenever a recipe of a texture changes, so that old files are not read."""

GREY = "#808080"
"""What a pattern is kept in for all tints: nothing in it is clipped."""

ARRAYS = ("color_linear", "height", "roughness")


class TextureCache:
    """Reads textures from ``folder``, or makes and keeps them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str, seed: int, tint: str | None, size: int, tile_mm: float | None = None) -> Texture:
        """Return the texture ``name``, a tile ``tile_mm`` wide; a damaged file is made again.

        All tints of a pattern come from one file: each product asks for its own, and to make one takes seconds.
        """
        if tint is None or name not in PAINTED:
            return self._kept(name, seed, tint, size, tile_mm)
        grey = self._kept(name, seed, GREY, size, tile_mm)
        paint = grey.color_linear * (linear_of(tint) / linear_of(GREY))
        return replace(grey, color_linear=np.clip(paint, DARKEST, BRIGHTEST).astype(np.float32))

    def _kept(self, name: str, seed: int, tint: str | None, size: int, tile_mm: float | None) -> Texture:
        key = hashlib.sha256(f"{VERSION}|{name}|{seed}|{tint}|{size}|{tile_mm}".encode()).hexdigest()[:24]
        path = self.folder / f"{name}-{key}.npz"
        kept = _read(path)
        if kept is not None:
            return kept
        texture = _rounded(make_texture(name, seed, tint, size, tile_mm))
        self._write(path, texture)
        return texture

    def _write(self, path: Path, texture: Texture) -> None:
        values = {field.name: getattr(texture, field.name) for field in fields(texture)}
        packed = {k: v.astype(np.float16) if k in ARRAYS else np.float64(v) for k, v in values.items()}
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **packed)
            os.replace(temporary, path)
        except OSError:
            return  # a cache that cannot be written costs time, not the picture


def _rounded(texture: Texture) -> Texture:
    """Return the texture as the file will give it: a first picture must not differ from a second."""
    rounded: dict[str, Any] = {k: getattr(texture, k).astype(np.float16).astype(np.float32) for k in ARRAYS}
    return replace(texture, **rounded)


def _read(path: Path) -> Texture | None:
    try:
        with np.load(path) as kept:
            arrays = {k: kept[k].astype(np.float32) for k in ARRAYS}
            numbers: dict[str, Any] = {k: float(kept[k]) for k in kept.files if k not in ARRAYS}
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        return None
    return replace(Texture(**arrays, tile_mm=1.0, bump_mm=1.0), **numbers)
