"""Where a clip's camera is. All is reckoned in pixels of the picture itself, on the product's plane.

The picture was taken by a view camera whose film stays parallel to the product (``studio/camera.py``). A clip moves
that eye and shifts or enlarges the film; nothing is turned, so uprights stay upright and the product keeps its shape.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.camera import View

Grid = NDArray[np.float32]


@dataclass(frozen=True)
class Rest:
    """The picture's own camera: the frame's size, the place (x, y) that its axis meets the product's plane in, its
    distance ``away`` from there. ``ground`` is how far below the axis a thing that lies is seen; nothing: it stands.
    """

    width: int
    height: int
    x: float
    y: float
    away: float
    ground: float | None = None


@dataclass(frozen=True)
class Camera:
    """The eye at (``x``, ``y``, ``away``); ``center`` of the frame lies in its middle, ``zoom`` times as large."""

    x: float
    y: float
    away: float
    center: tuple[float, float]
    zoom: float = 1.0


def rest_of(view: View, lying: bool) -> Rest:
    """Return the camera of a picture. ``lying``: on the ground, seen from the side."""
    below = view.base_row - view.axis_row
    ground = below if lying and not view.from_above and below > 0 else None
    return Rest(view.width, view.height, view.width / 2, view.axis_row, view.distance * view.px_per_mm, ground)


def still(rest: Rest) -> Camera:
    """Return the camera that takes the picture itself."""
    return Camera(rest.x, rest.y, rest.away, (rest.width / 2, rest.height / 2))


def seen_on_plane(camera: Camera, rest: Rest, x: Grid, y: Grid) -> tuple[Grid, Grid]:
    """Return the places on the product's plane that the frame's places (x, y) show."""
    across = np.float32(camera.center[0]) + (x - np.float32(rest.width / 2)) / np.float32(camera.zoom)
    down = np.float32(camera.center[1]) + (y - np.float32(rest.height / 2)) / np.float32(camera.zoom)
    return across, down


def back(camera: Camera, rest: Rest, places: tuple[Grid, Grid], near: Grid | float) -> tuple[Grid, Grid]:
    """Return where the picture shows what ``camera`` sees through ``places`` of the product's plane, and ``near``.

    ``near`` is the product's distance over the place's: 1 on the plane, 0 at infinity. What lies on the plane is where
    it is seen; the rest moves against it, the more the farther it is from the plane. That is the parallax.
    """
    closer = rest.away - camera.away
    factor = (rest.away - closer * near) / camera.away
    x = rest.x + (places[0] - camera.x) * factor - (rest.x - camera.x) * near
    y = rest.y + (places[1] - camera.y) * factor - (rest.y - camera.y) * near
    return np.asarray(x, np.float32), np.asarray(y, np.float32)


def lying_near(camera: Camera, rest: Rest, down: Grid) -> Grid | float:
    """Return how near the product is in the places whose height on its plane is ``down``: 1 where it stands."""
    if rest.ground is None:
        return 1.0
    slope = (down - camera.y) / camera.away
    return np.asarray(
        slope * rest.away / (rest.ground + slope * (rest.away - camera.away) + rest.y - camera.y), np.float32
    )


def nearest_seen(rest: Rest, room: int = 0) -> float:
    """Return the nearness of the ground at the frame's lower edge, or 1.25 where there is none."""
    return 1.25 if rest.ground is None or rest.ground <= 0 else (rest.height + room - rest.y) / rest.ground
