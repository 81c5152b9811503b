"""The set's key light where the product photo's stood, as far as the photo is sure and the set allows."""

import math

import numpy as np

from tools.engines.key_light import SURE, KeyLight, vector_of
from tools.engines.studio.camera import elevation
from tools.engines.studio.lights import allowed_key, direction, key_lamp, turnable
from tools.engines.studio.own_light import has_own
from tools.engines.studio.rigs import SUNS
from tools.specs.recipe import Pose
from tools.specs.scene import Scene
from tools.specs.words import LightFrom

CERTAIN = 0.85
"""Confidence from which on the photo alone says where the light stands."""

LEAST = 0.5
"""How much it says where it is only just believed; the rest is the look's."""

APART = 50.0
"""Degrees between two lights that anybody sees."""

FRONTAL, FRONTAL_SOFT = 34.0, 56.0
"""Degrees to the lens under which a light throws no shadow to be seen: a small light, and a large one."""

MIDDLE, FARTHEST_ASIDE, FARTHEST_SOFT = 4.0, 70.0, 96.0
"""Degrees up to which a light stands on no side; how far it is moved at most, for a photo in hard and in soft light."""

SOFT_FROM, SOFT_AT = 0.6, 0.9
"""Softness of a photo's light from which on it says less and less, and at which it says only the side."""

RAKING = (58.0, 40.0)
"""Least azimuth and greatest height of a sun over what stands."""

RAKED_FROM, RAKED_AT = 0.3, 0.6
"""As ``SOFT_FROM`` and ``SOFT_AT``, for a sun that is the product's own light: right over a bag it throws all its
shadow behind it."""

ASIDE = 0.25
"""Sine of the angle from which on a light stands to one side."""


def with_key(scene: Scene, pose: Pose, key: KeyLight | None) -> Scene:
    """Return ``scene`` with its key where ``key`` stood; unchanged where nothing is known or the rig has its own place.

    Between the look's own light, on the known side, and the photo's, by confidence.
    """
    if key is None or turnable(scene) is None:
        return scene
    seen = elevation(scene, pose)
    flat = seen > 80
    share = LEAST + (1 - LEAST) * min(1.0, max(0.0, (key.confidence - SURE) / (CERTAIN - SURE)))
    own = direction(key_lamp(scene, flat))
    mean = share * _in_room(key, seen) + (1 - share) * own
    azimuth, height = _angles(mean / max(float(np.linalg.norm(mean)), 1e-6))
    if pose == "lying":
        azimuth = off_the_lens(azimuth, height, seen, scene.light_from, softly_lit(scene))
    else:
        azimuth, height = _raked(azimuth, height, scene)
    azimuth, height = allowed_key(scene, azimuth, height, flat)
    return scene.model_copy(
        update={
            "key_azimuth": round(azimuth, 1),
            "key_elevation": round(height, 1),
            "light_from": side_of(azimuth, height) or scene.light_from,
        }
    )


def softly_lit(scene: Scene, least: float = SOFT_FROM, most: float = SOFT_AT) -> float:
    """Return 0..1: how little the light of the product's photo says but its side, for it was soft."""
    return min(1.0, max(0.0, ((scene.own_light or 0.0) - least) / (most - least)))


def off_the_lens(azimuth: float, height: float, seen: float, side: LightFrom, soft: float = 0.0) -> float:
    """Return an azimuth from which a light ``height`` up throws shadows that a camera ``seen`` degrees up can see.

    A light beside the lens hides the shadow of a thing that lies behind the thing itself. ``side`` is taken from the
    middle. ``soft`` (0..1): what soft light shaped may be lit from farther aside, and its soft shadow must be.
    """
    least = math.cos(math.radians(FRONTAL + (FRONTAL_SOFT - FRONTAL) * soft))
    farthest = FARTHEST_ASIDE + (FARTHEST_SOFT - FARTHEST_ASIDE) * soft
    lens = vector_of(0.0, seen, 0.0)
    right = _on_the_right(azimuth, side)
    while abs(azimuth) < farthest and float(np.dot(vector_of(azimuth, height, 0.0), lens)) > least:
        azimuth = (abs(azimuth) + 2.0) * (1.0 if right else -1.0)
    return azimuth


def _raked(azimuth: float, height: float, scene: Scene) -> tuple[float, float]:
    """Return a sun's place from which a standing thing's shadow is seen beside it, where its photo's light was soft.

    What soft light shaped, a sun from anywhere on that side may have: from the front it would hide its shadow.
    """
    if scene.light not in SUNS:
        return azimuth, height
    share = softly_lit(scene) if has_own(scene) else softly_lit(scene, RAKED_FROM, RAKED_AT)
    right = _on_the_right(azimuth, scene.light_from)
    away = max(abs(azimuth), share * RAKING[0])
    return math.copysign(away, 1.0 if right else -1.0), min(height, 90.0 - share * (90.0 - RAKING[1]))


def _on_the_right(azimuth: float, side: LightFrom) -> bool:
    """Say whether a light stands on the right; in the middle, the ``side`` says it."""
    return azimuth > 0 if abs(azimuth) > MIDDLE else side == "right"


def like_key(scene: Scene, side: LightFrom) -> Scene:
    """Return ``scene``, another picture's, with its key on ``side`` at the same height."""
    if scene.key_azimuth is None:
        return scene
    if side not in ("left", "right"):
        return scene.model_copy(update={"key_azimuth": None, "key_elevation": None})
    turned = math.copysign(scene.key_azimuth, 1.0 if side == "right" else -1.0)
    return scene.model_copy(update={"key_azimuth": turned})


def seen_anew(old: Scene, old_pose: Pose, new: Scene, pose: Pose) -> Scene:
    """Return ``new`` with the key of ``old`` moved as the camera is: it stays where it is in the picture."""
    before, now = elevation(old, old_pose), elevation(new, pose)
    if new.key_azimuth is None or new.key_elevation is None or before == now:
        return new
    x, y, z = (float(part) for part in vector_of(new.key_azimuth, new.key_elevation, before))
    azimuth, height = allowed_key(new, *KeyLight((x, y, z), 1.0).seen_from(now), now > 80)
    return new.model_copy(update={"key_azimuth": round(azimuth, 1), "key_elevation": round(height, 1)})


def disagreement(scene: Scene, pose: Pose, key: KeyLight | None) -> tuple[str, str, float] | None:
    """Return (where the set's key comes from, where the photo's came from, degrees between) if anybody would see it."""
    if key is None:
        return None
    seen = elevation(scene, pose)
    own, known = direction(key_lamp(scene, seen > 80)), _in_room(key, seen)
    apart = math.degrees(math.acos(max(-1.0, min(1.0, float(own @ known)))))
    return (words_of(*_angles(own)), words_of(*_angles(known)), apart) if apart > APART else None


def words_of(azimuth: float, height: float) -> str:
    """Return where a light comes from, in words."""
    a, e = math.radians(azimuth), math.radians(height)
    side, near = math.cos(e) * math.sin(a), math.cos(e) * math.cos(a)
    said = []
    if abs(side) > ASIDE:
        said.append("the right" if side > 0 else "the left")
    if abs(near) > max(0.35, abs(side)):
        said.append("the front" if near > 0 else "behind")
    if height > 50 or not said:
        said.append("above")
    return " and ".join(filter(None, (", ".join(said[:-1]), said[-1])))


def side_of(azimuth: float, height: float) -> LightFrom | None:
    """Return the side on which a light stands, or nothing when it is nearly in the middle."""
    side = math.cos(math.radians(height)) * math.sin(math.radians(azimuth))
    return None if abs(side) < ASIDE else "right" if side > 0 else "left"


def _in_room(key: KeyLight, seen: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    azimuth, height = key.seen_from(seen)
    return np.asarray(vector_of(azimuth, height, 0.0))


def _angles(towards: np.ndarray[tuple[int], np.dtype[np.float64]]) -> tuple[float, float]:
    x, y, z = (float(part) for part in towards)
    return math.degrees(math.atan2(x, z)), math.degrees(math.asin(max(-1.0, min(1.0, y))))
