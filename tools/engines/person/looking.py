"""MediaPipe's landmark networks (Apache-2.0), read by OpenCV, and the turned squares of a photo they look at.

OpenCV reads the networks that need no custom operator; the graphs round them (what square to look at, how to turn it)
are a few lines here. So neither MediaPipe nor what its wheel asks for (a second OpenCV, JAX, libGL) is installed.
"""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image
from tools.engines.sight.weights import weights_path

Points = NDArray[np.float32]
"""n×2 or n×3: x to the right, y down, and with three nearness towards the camera negative; pixels of the photo."""

_LOCK = Lock()


@dataclass(frozen=True)
class Look:
    """A square of the photo: its middle, its side in pixels, and how far its up is turned clockwise, in radians."""

    x: float
    y: float
    side: float
    turn: float = 0.0


def cut_look(photo: Image, look: Look, size: int) -> Image:
    """Return the square ``look`` of ``photo`` (H×W×3) as size×size×3, upright; beyond the photo it is black."""
    import cv2

    shrink = look.side / size
    if shrink > 2.0:  # warpAffine does not average: blur what would alias
        box = _around(photo, look)
        part = cv2.GaussianBlur(photo[box], (0, 0), 0.4 * shrink)
        look = Look(look.x - box[1].start, look.y - box[0].start, look.side, look.turn)
        photo = np.asarray(part, np.float32)
    made: Image = cv2.warpAffine(photo, _to_square(look, size)[:2].astype(np.float32), (size, size))
    return made


def _around(photo: Image, look: Look) -> tuple[slice, slice]:
    """Return the rows and columns of the photo that hold the turned square; at least one pixel."""
    half = 0.5 * look.side * (abs(np.cos(look.turn)) + abs(np.sin(look.turn))) + 2
    height, width = photo.shape[:2]
    top, left = (int(np.clip(at - half, 0, limit - 1)) for at, limit in ((look.y, height), (look.x, width)))
    return slice(top, int(np.clip(look.y + half, top + 1, height))), slice(
        left, int(np.clip(look.x + half, left + 1, width))
    )


def from_square(points: Points, look: Look, size: int) -> Points:
    """Return points of a size×size square as points of the photo; a third column is scaled with it."""
    back = np.linalg.inv(_to_square(look, size))
    placed = points.astype(np.float64).copy()
    placed[:, :2] = points[:, :2] @ back[:2, :2].T + back[:2, 2]
    placed[:, 2:] *= look.side / size
    return placed.astype(np.float32)


def _to_square(look: Look, size: int) -> NDArray[np.float64]:
    scale, cos, sin = size / look.side, np.cos(look.turn), np.sin(look.turn)
    matrix = np.eye(3)
    matrix[:2, :2] = np.array([[cos, sin], [-sin, cos]]) * scale
    matrix[:2, 2] = size / 2 - matrix[:2, :2] @ np.array([look.x, look.y])
    return matrix


def answers(name: str, looked: Image) -> dict[str, NDArray[np.float32]]:
    """Return what the network ``name`` says of a size×size×3 square, by the names of its outputs.

    Raises ``EngineUnavailable`` when the installation lacks its weights.
    """
    tensor = np.ascontiguousarray(looked.transpose(2, 0, 1)[None].astype(np.float32))
    with _LOCK:  # a network of OpenCV's holds its input
        network = _loaded(name)
        network.setInput(tensor)
        names = network.getUnconnectedOutLayersNames()
        return {each: np.array(made) for each, made in zip(names, network.forward(names), strict=True)}


@lru_cache(maxsize=8)
def _loaded(name: str) -> Any:
    import cv2

    return cv2.dnn.readNetFromTFLite(str(weights_path(name)))
