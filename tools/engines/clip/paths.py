"""The ways a clip's camera goes, one function a motion. All start or end at the picture itself, or pass through it."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tools.engines.clip.camera import Camera, Rest, back, nearest_seen, seen_on_plane, still
from tools.specs.clip import Clip, Motion

CLOSER = 0.11
"""Share of its distance that a push goes forward in four seconds; never more than ``CLOSEST``."""

CLOSEST = 0.16
ASIDE, SLID = 0.075, 0.03
"""How far a pan's eye and its frame go to either side, in frame widths."""

ROUND = 2.4
"""Degrees that an orbit goes to either side: under 5 in all, for unseen sides are never invented."""

Way = Callable[[Rest, float, tuple[float, float], float], Camera]


def shares(clip: Clip) -> tuple[float, ...]:
    """Return how far along its way each frame is, 0..1, slow at the ends; a loop goes there and back.

    The frame after a loop's last one is its first: it is not shown twice.
    """
    count = clip.frames
    if clip.loop:
        return tuple((1.0 - math.cos(2.0 * math.pi * index / count)) / 2.0 for index in range(count))
    return tuple(_eased(index / max(count - 1, 1)) for index in range(count))


def _eased(share: float) -> float:
    """Return ``share`` with soft ends and an even middle, so that no frame stands for long."""
    soft = (1.0 - math.cos(math.pi * share)) / 2.0
    return 0.5 * share + 0.5 * soft


def _push(rest: Rest, share: float, middle: tuple[float, float], most: float) -> Camera:
    """Go straight towards the product's middle, with the same lens."""
    closer = most * share
    eye = rest.x + closer * (middle[0] - rest.x), rest.y + closer * (middle[1] - rest.y)
    center = tuple(
        m + (half - m) * (1.0 - closer) for m, half in zip(middle, (rest.width / 2, rest.height / 2), strict=True)
    )
    return Camera(*eye, rest.away * (1.0 - closer), (center[0], center[1]), 1.0 / (1.0 - closer))


def _pull(rest: Rest, share: float, middle: tuple[float, float], most: float) -> Camera:
    return _push(rest, 1.0 - share, middle, most)


def _pan(rest: Rest, share: float, middle: tuple[float, float], most: float) -> Camera:
    """Go from the left to the right, and let the product drift a little the other way."""
    side = 2.0 * share - 1.0
    at = still(rest)
    return replace(
        at, x=at.x + side * ASIDE * rest.width, center=(at.center[0] + side * SLID * rest.width, at.center[1])
    )


def _orbit(rest: Rest, share: float, middle: tuple[float, float], most: float) -> Camera:
    """Go round the product with the film shifted back to it: the set turns behind it, its own sides are never shown."""
    side = 2.0 * share - 1.0
    return replace(still(rest), x=rest.x + rest.away * math.tan(math.radians(ROUND * side)))


def _stand(rest: Rest, share: float, middle: tuple[float, float], most: float) -> Camera:
    return still(rest)


WAYS: dict[Motion, Way] = {
    "push_in": _push, "pull_out": _pull, "pan": _pan, "orbit": _orbit, "light_sweep": _stand, "focus_pull": _stand,
}  # fmt: skip


def cameras(clip: Clip, rest: Rest, middle: tuple[float, float]) -> tuple[Camera, ...]:
    """Return where the camera is in each frame; ``middle`` is the product's."""
    most = min(CLOSEST, CLOSER * clip.seconds / 4.0)
    return tuple(WAYS[clip.motion](rest, share, middle, most) for share in shares(clip))


def room_for(ways: tuple[Camera, ...], rest: Rest) -> tuple[int, int]:
    """Return how many pixels left and right, above and below the picture the cameras see beyond it."""
    x, y = (np.array(each, np.float32) for each in ((0, rest.width, 0, rest.width), (0, 0, rest.height, rest.height)))
    across, down = 0.0, 0.0
    for camera in ways:
        places = seen_on_plane(camera, rest, x, y)
        for near in (0.0, nearest_seen(rest)):
            seen = back(camera, rest, places, near)
            across = max(across, -float(seen[0].min()), float(seen[0].max()) - rest.width)
            down = max(down, -float(seen[1].min()), float(seen[1].max()) - rest.height)
    return _whole(across), _whole(down)


def _whole(room: float) -> int:
    return 0 if room < 0.5 else 4 * math.ceil((room + 2.0) / 4.0)


def swing(ways: tuple[Camera, ...], rest: Rest) -> float:
    """Return by how many pixels at most what is infinitely far moves against the product's plane."""
    x, y = (np.array(each, np.float32) for each in ((0, rest.width, 0, rest.width), (0, 0, rest.height, rest.height)))
    most = 0.0
    for camera in ways:
        places = seen_on_plane(camera, rest, x, y)
        far, plane = back(camera, rest, places, 0.0), back(camera, rest, places, 1.0)
        most = max(most, float(np.hypot(far[0] - plane[0], far[1] - plane[1]).max()))
    return most
