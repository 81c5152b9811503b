"""How bright a set's light leaves a product in it, beside the even light that most product photos are made in.

The set is metered on the lit part of a white ball. Where the light comes from behind or from one side alone, most of
what the camera sees of a thing is not that part: the product would be darker there than its photo is.
"""

import math

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.camera import elevation
from tools.engines.studio.light_names import LIGHT_OF
from tools.engines.studio.lights import BODILESS, direction, rig_of
from tools.engines.studio.looks import BRIGHTNESS_OF_LIGHT
from tools.engines.studio.own_light import OWN_GROUPS, has_own, own_brightness
from tools.engines.studio.render import UNLIT
from tools.engines.studio.rigs import Rig
from tools.specs.recipe import Pose
from tools.specs.scene import Scene
from tools.specs.words import LightName

ACROSS = 41
"""Places along each side of the ball's disk that are looked at."""

USUAL = "softbox"
"""The light of most product photos."""

LOW_KEY: dict[str, float] = {"candle": -0.45, "rim": -0.45, "neon": -0.45}
"""Stops that a photographer exposes less in these lights, so that dark stays dark."""

DARKEST, LEAST = -1.0, 0.4
"""Stops: no product is graded darker than this for its set, and less than this is left alone."""


def level(scene: Scene, pose: Pose) -> float:
    """Return how many stops darker (below 0) a product is seen in the light of ``scene`` than in its photo; or 0."""
    usual = scene.model_copy(
        update={"light": USUAL, "brightness": BRIGHTNESS_OF_LIGHT[USUAL], "shadow": 0.0, "props": (),
                "key_azimuth": None, "key_elevation": None}
    )  # fmt: skip
    low = 0.0 if has_own(scene) else LOW_KEY.get(scene.light, 0.0)
    stops = min(0.0, math.log2(_seen(scene, pose) / _seen(usual, pose))) + low
    return round(max(stops, DARKEST), 3) if stops < -LEAST else 0.0


def _seen(scene: Scene, pose: Pose) -> float:
    """Return the mean luminance of a white ball in the light of ``scene``, as its picture is metered."""
    facing, rig = _facing(scene, pose)
    light, metered = np.full(len(facing), rig.ambient), np.full(len(facing), rig.ambient)
    for lamp in rig.lamps:
        if lamp.shape not in BODILESS:
            adds = lamp.share * np.maximum(facing @ direction(lamp), 0.0)
            light += adds
            metered += adds if lamp.group in OWN_GROUPS or not has_own(scene) else 0.0
    lit = np.sort(metered)[round(UNLIT * len(light)) :]
    return float(own_brightness(scene) * light.mean() / lit.mean())


def shares(scene: Scene, pose: Pose) -> dict[LightName, float]:
    """Return how much each light adds to the lit part of a white ball in the product's place; together 1."""
    facing, rig = _facing(scene, pose)
    light: dict[LightName, NDArray[np.float64]] = {"fill": np.full(len(facing), rig.ambient)}
    for lamp in rig.lamps:
        name = LIGHT_OF[lamp.group]
        adds = 0.0 if lamp.shape in BODILESS else lamp.share * np.maximum(facing @ direction(lamp), 0.0)
        light[name] = light.get(name, np.zeros(len(facing))) + adds
    whole = sum(light.values(), np.zeros(len(facing)))
    lit = np.argsort(whole, kind="stable")[round(UNLIT * len(whole)) :]
    return {name: float(adds[lit].mean() / whole[lit].mean()) for name, adds in light.items()}


def _facing(scene: Scene, pose: Pose) -> tuple[NDArray[np.float64], Rig]:
    """Return (the normals of a white ball as the camera sees it, the lamps round it)."""
    up = math.radians(elevation(scene, pose))
    return _disk() @ _turned(up), rig_of(scene, math.degrees(up) > 80)


def _disk() -> NDArray[np.float64]:
    """Return the normals (n×3) of a ball as a camera on +z sees it, one for each place of its disk."""
    x, y = np.meshgrid(*(np.linspace(-1.0, 1.0, ACROSS),) * 2)
    inside = x**2 + y**2 < 1.0
    x, y = x[inside], y[inside]
    return np.stack([x, y, np.sqrt(1.0 - x**2 - y**2)], -1)


def _turned(up: float) -> NDArray[np.float64]:
    """Return the rotation that lifts the camera's axis by ``up`` radians; rows are seen, columns the room's."""
    cosine, sine = math.cos(up), math.sin(up)
    return np.array([[1.0, 0.0, 0.0], [0.0, cosine, -sine], [0.0, sine, cosine]])
