"""The camera: a view camera whose film stays parallel to the product, so that uprights stay upright.

World: millimetres, y up, the support's top at y = 0, the camera on +z (standing) or straight above (flat lay).
The product's plane is z = 0 when it stands. The lens is shifted, not tilted: the film is a crop of a taller one.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tools.specs.recipe import Pose
from tools.specs.scene import Scene, Stance

Points = NDArray[np.float64]

ELEVATION_DEG: dict[str, float] = {"front": 9.0, "low": 3.0, "macro": 12.0, "three_quarter": 26.0, "flat_lay": 90.0}
"""How far above the horizon the camera looks from, per camera word."""

LYING_ELEVATION_DEG = 42.0
"""A thing that lies is looked down upon, whatever the brief says short of a flat lay."""

DISTANCE_IN_FRAMES = 3.2
"""Distance of the camera in frame widths: about a 115 mm lens on full frame."""

HORIZON_ROOM = 0.74
"""Highest place of a horizon in the frame, in shares of what is over the product's base: wide frames stoop to it."""

APERTURE_IN_FRAMES = 0.055
"""Radius of the aperture at blur 1, in frame widths, for a frame ``USUAL_FRAME_MM`` wide."""

USUAL_FRAME_MM, CLOSER, DEEPER = 130.0, 0.38, (1.0, 1.7)
"""How much faster focus falls off close up: a power of the frame's width, and its bounds."""


@dataclass(frozen=True)
class View:
    """Where the camera stands. ``axis_row`` is the row of the frame that the optical axis goes through."""

    width: int
    height: int
    frame_mm: float
    base_row: float
    camera_height: float
    distance: float
    from_above: bool
    aperture: float
    afloat: bool = False
    """Whether what is seen ends over the ground: a person whom the frame cuts off."""

    @property
    def px_per_mm(self) -> float:
        """Scale on the product's plane."""
        return self.width / self.frame_mm

    @property
    def eye(self) -> Points:
        """The camera's position, 3 numbers."""
        if self.from_above:
            return np.array([0.0, self.distance, 0.0])
        return np.array([0.0, self.camera_height, self.distance])

    @property
    def axis_row(self) -> float:
        """Row of the optical axis; may lie outside the frame."""
        if self.from_above:
            return self.height / 2
        return self.base_row - self.camera_height * self.px_per_mm

    def resized(self, factor: float) -> "View":
        """Return the same view with ``factor`` times the pixels a side."""
        width, height = round(self.width * factor), round(self.height * factor)
        return replace(self, width=width, height=height, base_row=self.base_row * height / self.height)

    def on_plane(self, x: Points, y: Points) -> Points:
        """Return the points (…×3) of the product's plane under the pixels (x, y).

        Standing, the plane is z = 0; from above it is y = 0.
        """
        across = (x - self.width / 2) / self.px_per_mm
        if self.from_above:
            down = (y - self.height / 2) / self.px_per_mm
            return np.stack(np.broadcast_arrays(across, 0.0, down), -1)
        up = (self.base_row - y) / self.px_per_mm
        return np.stack(np.broadcast_arrays(across, up, 0.0), -1)


def elevation(scene: Scene, pose: Pose) -> float:
    """Return the camera's elevation in degrees."""
    degrees = ELEVATION_DEG[scene.camera]
    if pose == "lying" and degrees < LYING_ELEVATION_DEG:
        return LYING_ELEVATION_DEG
    return degrees


def make_view(scene: Scene, pose: Pose, size: tuple[int, int], frame_mm: float, base_row: float) -> View:
    """Return the view of a frame of ``size`` (width, height) pixels, ``frame_mm`` wide at the product."""
    if scene.stance is not None:
        return _before_a_person(scene, scene.stance, size, frame_mm)
    degrees = elevation(scene, pose)
    distance = DISTANCE_IN_FRAMES * frame_mm * max(1.0, size[1] / size[0] * 0.8)
    from_above = degrees > 80
    height = 0.0 if from_above else distance * math.tan(math.radians(degrees))
    if scene.backdrop in ("horizon", "sky") and scene.camera == "front" and pose == "standing":
        height = min(height, HORIZON_ROOM * base_row * frame_mm / size[0])
    return View(
        width=size[0],
        height=size[1],
        frame_mm=frame_mm,
        base_row=base_row,
        camera_height=height,
        distance=distance,
        from_above=from_above,
        aperture=APERTURE_IN_FRAMES * scene.blur * falling_off(frame_mm) * frame_mm,
    )


def _before_a_person(scene: Scene, stance: Stance, size: tuple[int, int], frame_mm: float) -> View:
    """Return the view of a person: at the height of ``stance``, the floor under their feet or under the frame."""
    px_per_mm = size[0] / frame_mm
    base_row = size[1] + stance.floor_mm * px_per_mm
    return View(
        width=size[0],
        height=size[1],
        frame_mm=frame_mm,
        base_row=base_row,
        camera_height=(base_row - stance.eye * size[1]) / px_per_mm,
        distance=DISTANCE_IN_FRAMES * frame_mm * max(1.0, size[1] / size[0] * 0.8),
        from_above=False,
        aperture=APERTURE_IN_FRAMES * scene.blur * frame_mm,
        afloat=stance.floor_mm > 0,
    )


def falling_off(frame_mm: float) -> float:
    """Return how many times as wide the aperture is, in frame widths, as on a usual frame.

    A lens is a thing of a size in life: before a ring it is wide. Before a bag a longer one is taken.
    """
    return float(np.clip((USUAL_FRAME_MM / frame_mm) ** CLOSER, *DEEPER))
