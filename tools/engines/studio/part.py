"""The pieces that a set is made of, before any renderer sees them."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.display import Shown
from tools.engines.studio.footprint import LOOKS_DOWN, Footprint
from tools.engines.studio.mesh import Mesh

GROUND_ALONE = 0.7
"""Tangent of the height of a camera that sees nothing behind what lies there."""


@dataclass(frozen=True)
class Extent:
    """The product on the set and how it is seen, in millimetres: its sides, its height, whether it lies, whether it is
    seen from above; the eye's height and distance; ``top``, the height that the frame's upper edge shows at z = 0;
    ``feet``, where it rests; ``outline``, its cut-out on a coarse grid of the whole frame (rows×columns); ``shown``,
    how it is carried, and then the sides are its body's; ``pressed``, where it weighs on a soft ground;
    ``base``: how high over the ground its lower end is, of a person whom the frame cuts off."""

    left: float
    right: float
    height: float
    lying: bool
    from_above: bool
    eye_height: float = 0.0
    eye_distance: float = math.inf
    top: float = math.inf
    feet: Footprint | None = None
    shown: Shown | None = None
    outline: NDArray[np.bool_] | None = None
    pressed: Footprint | None = None
    base: float = 0.0

    @property
    def middle_z(self) -> float:
        """z of the middle of what is seen from above; 0 for what is seen from the front."""
        return 0.0 if self.feet is None or not self.from_above else (self.feet.back + self.feet.front) / 2

    @property
    def steep(self) -> bool:
        """Whether the camera looks down on the set."""
        return self.eye_height > LOOKS_DOWN * self.eye_distance

    @property
    def nothing_behind(self) -> bool:
        """Whether the camera looks down so far that the ground alone is seen."""
        return self.from_above or self.eye_height > GROUND_ALONE * self.eye_distance

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """x of the middle."""
        return (self.left + self.right) / 2

    def seen_at(self, height: float, z: float) -> float:
        """Return the height at ``z`` that hides behind ``height`` at z = 0: both lie on one ray from the eye."""
        if math.isinf(self.eye_distance):
            return height
        return self.eye_height + (height - self.eye_height) * (self.eye_distance - z) / self.eye_distance

    def seen_wide(self, away: float, z: float) -> float:
        """Return how far from the middle a place ``away`` from it at ``z`` is seen, on the plane z = 0."""
        return away if math.isinf(self.eye_distance) else away * self.eye_distance / (self.eye_distance - z)

    def hidden_by(self, height: float, z: float) -> float:
        """Return the height at z = 0 up to which a thing of ``height`` at ``z`` hides the product."""
        if math.isinf(self.eye_distance):
            return height
        return self.eye_height + (height - self.eye_height) * self.eye_distance / (self.eye_distance - z)


@dataclass(frozen=True)
class Part:
    """A mesh and what it is made of: the name of a texture or a plain stuff; ``tint`` is #rrggbb or nothing,
    ``polish`` its finish (0 matt, 1 polished) or nothing for its own. ``finer``: how many times as fine as usual its
    weave or grain is. ``picture`` (rows×columns×3, linear) glows in
    place of a glowing stuff's one colour, once over the mesh's uv, 0..1 from the upper left."""

    mesh: Mesh
    material: str
    tint: str | None
    seed: int = 0
    polish: float | None = None
    picture: NDArray[np.float32] | None = None
    finer: float = 1.0
