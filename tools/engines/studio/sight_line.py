"""No lamp stands between the camera and the set: one that would is moved behind the camera, as large as it was seen.

A key that stands where the photo's stood may stand right before the lens, and a lamp's back is black.
"""

from dataclasses import replace

import numpy as np

from tools.engines.studio.camera import Points, View
from tools.engines.studio.lights import BODILESS, direction
from tools.engines.studio.rigs import Lamp, Rig

BEHIND = 1.15
"""How many times as far as the camera such a lamp stands, along its own direction."""

AT_LENS = 1.06
"""The same of a ring flash."""

LOOKED_AT = 7
"""Places along each side of the frame that are looked at."""


def clear_sight(rig: Rig, view: View, target: Points) -> Rig:
    """Return ``rig`` with no lamp in the way of what ``view`` sees; ``target`` (3, mm) is what the lamps point at."""
    return replace(rig, lamps=tuple(_cleared(lamp, view, target / view.frame_mm) for lamp in rig.lamps))


def round_the_lens(rig: Rig, view: View, target: Points) -> Rig:
    """Return the rig of a ring flash with its ring as near behind the lens as it is worn, as large as it was seen.

    From farther away it throws a smaller shadow, which the product hides: no halo would be left.
    """
    away = AT_LENS * float(np.linalg.norm(view.eye / view.frame_mm - target / view.frame_mm))
    return replace(rig, lamps=tuple(_moved(lamp, away) for lamp in rig.lamps))


def blocks(lamp: Lamp, view: View, target: Points) -> bool:
    """Say whether ``lamp`` hides some of the product's plane from the camera; ``target`` is in frame widths."""
    if lamp.shape in BODILESS:
        return False
    eye, seen = view.eye / view.frame_mm, _seen(view)
    towards = direction(lamp)
    ray = seen - eye
    slant = ray @ towards
    share = (lamp.distance - (eye - target) @ towards) / np.where(np.abs(slant) < 1e-9, np.nan, slant)
    hit = eye + share[:, None] * ray - (target + towards * lamp.distance)
    near = np.linalg.norm(hit, axis=1) < np.hypot(*lamp.size) / 2
    return bool((near & (share > 0.0) & (share < 1.0)).any())


def _cleared(lamp: Lamp, view: View, target: Points) -> Lamp:
    if not blocks(lamp, view, target):
        return lamp
    away = max(lamp.distance, BEHIND * float((view.eye / view.frame_mm - target) @ direction(lamp)))
    return _moved(lamp, away)


def _moved(lamp: Lamp, away: float) -> Lamp:
    wider = away / lamp.distance
    return replace(lamp, distance=away, size=(lamp.size[0] * wider, lamp.size[1] * wider))


def _seen(view: View) -> Points:
    """Return places (n×3) of the product's plane all over the frame, in frame widths."""
    x, y = np.meshgrid(np.linspace(0, view.width, LOOKED_AT), np.linspace(0, view.height, LOOKED_AT))
    return np.asarray(view.on_plane(x.ravel(), y.ravel()) / view.frame_mm)
