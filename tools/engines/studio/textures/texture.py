"""One tile of a surface, as plain arrays."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Texture:
    """A square tile that repeats without a seam.

    ``color_linear``: N×N×3 float32, linear albedo 0.02..0.93. ``height``: N×N float32, zero mean, about unit range.
    ``roughness``: N×N float32, 0..1. ``tile_mm``: side of the tile. ``bump_mm``: millimetres of one unit of height.
    The rest are the parameters of a principled material (Burley, "Physically-based shading at Disney", 2012).
    """

    color_linear: NDArray[np.float32]
    height: NDArray[np.float32]
    roughness: NDArray[np.float32]
    tile_mm: float
    bump_mm: float
    specular: float = 0.5
    clearcoat: float = 0.0
    metallic: float = 0.0
    sheen: float = 0.0
