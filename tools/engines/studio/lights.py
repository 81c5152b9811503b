"""The lights of a set: its rig, turned to the side of its key and fitted to its camera. Numbers as in ``rigs.py``."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.own_light import has_own, own_rig
from tools.engines.studio.rigs import DAPPLED, RIGS, RING_ABOVE, Lamp, Rig
from tools.specs.scene import Scene

BODILESS = frozenset({"spot", "slide", "point"})
"""Lamps that are aimed, and that nothing is hidden by."""

SOFTENING = frozenset({"fill", "top"})
"""Lamps that lift shadows."""


LARGER_DISK, LARGER_PANEL = 14.0, 1.6
"""How many times as wide the softest light of each kind is: a sun behind thin cloud, a window behind a net curtain."""

LARGEST_DAPPLED = 0.014
"""Width over distance above which a light draws no leaves any more."""


OVER_MIRROR = (0.3, 0.5)
"""Least share of an even sky over a mirror, and over one that is looked straight down on: it shows that or black."""


def rig_of(scene: Scene, flat: bool) -> Rig:
    """Return the rig of ``scene`` turned to the side that its key comes from. ``flat``: seen from above."""
    rig = own_rig(scene) or RIGS[scene.light]
    if "leaf_shadow" in scene.props:
        rig = _dappled(rig)
    if scene.surface == "mirror":
        rig = replace(rig, ambient=max(rig.ambient, OVER_MIRROR[flat]))
    lift = 2.0 ** (-1.6 * scene.shadow)
    largest = LARGEST_DAPPLED if "leaf_shadow" in scene.props else math.inf
    lamps = (_softened(lamp, -scene.shadow, largest) for lamp in rig.lamps if not (flat and lamp.shape == "spot"))
    if scene.light == "ring_flash":  # it stays as hard as it is: softened, its halo would be gone
        return replace(
            rig, lamps=tuple(_round_the_lens(lamp, scene, flat) for lamp in rig.lamps), ambient=rig.ambient * lift
        )
    turned = tuple(_aside(_placed(_raking(lamp, scene, flat), scene, flat), scene, flat) for lamp in lamps)
    made = replace(rig, lamps=turned, ambient=rig.ambient * lift)
    return made if scene.key_azimuth is None else _unblocked(made)


def _raking(lamp: Lamp, scene: Scene, flat: bool) -> Lamp:
    """Return a light of the edges, over what is seen from above, so low and near that it rakes from its corner."""
    edges = ("rim",) if has_own(scene) else ("key", "rim") if scene.light == "rim" else ()
    if not flat or lamp.group not in edges:
        return lamp
    return replace(lamp, elevation=RAKE[0], distance=RAKE[1], size=(0.25, 0.9))


def _unblocked(rig: Rig) -> Rig:
    """Return ``rig`` without the panels that stand in the key's way; the sky gives the light of those that fill."""
    key = next(lamp for lamp in rig.lamps if lamp.group == "key")
    blocking = [lamp for lamp in rig.lamps if lamp.shape == "panel" and lamp is not key and _blocks(lamp, key)]
    kept = tuple(lamp for lamp in rig.lamps if lamp not in blocking)
    lost = sum(lamp.share for lamp in blocking if lamp.group in SOFTENING)
    return replace(rig, lamps=kept, ambient=rig.ambient + lost)


def _blocks(panel: Lamp, key: Lamp) -> bool:
    """Say whether ``panel`` stands between ``key`` and some of what it lights."""
    if panel.distance > key.distance:
        return False
    apart = math.degrees(math.acos(max(-1.0, min(1.0, float(direction(panel) @ direction(key))))))
    wide = math.degrees(math.atan(math.hypot(*panel.size) / 2 / panel.distance))
    return apart < wide + ROOM_FOR_LIGHT


def _softened(lamp: Lamp, soft: float, largest: float) -> Lamp:
    """Return a filling lamp brighter and a casting one larger by ``soft`` (-1..1); a larger source is softer light."""
    if lamp.group in SOFTENING:
        return replace(lamp, share=lamp.share * 2.0 ** (1.6 * soft))
    if lamp.shape in BODILESS or soft <= 0.0:
        return lamp
    grown = (LARGER_DISK if lamp.shape == "disk" else LARGER_PANEL) ** soft
    grown = max(1.0, min(grown, largest * lamp.distance / max(lamp.size)))
    return replace(lamp, size=(lamp.size[0] * grown, lamp.size[1] * grown))


def _dappled(rig: Rig) -> Rig:
    lamps = list(rig.lamps)
    names = [lamp.group for lamp in lamps]
    at = names.index(rig.gobo_lamp)
    if lamps[at].shape == "panel":
        old = lamps[at]
        lamps[at] = replace(DAPPLED, group=old.group, share=max(old.share, 0.7), kelvin=old.kelvin)
    return replace(rig, lamps=tuple(lamps))


RAKE = (12.0, 1.1)
"""Elevation and distance of rim lights round what is seen from above."""

LOWEST = {"top": 66.0, "back": 56.0}
"""Elevation under which a light from above is none, and one from behind stands behind the wall."""


STEEPEST = 74.0
"""Elevation above which a key makes no shadow to one side any more."""


LENS: dict[str, float] = {"front": 9.0, "low": 3.0, "macro": 12.0, "three_quarter": 26.0}
"""How high the camera stands, by its word (``camera.ELEVATION_DEG``)."""


LOWEST_LAMP = 3.0
"""Degrees under which a lamp behind the camera would shine through the ground."""


def _round_the_lens(lamp: Lamp, scene: Scene, flat: bool) -> Lamp:
    """Return a lamp of the ring where the camera is: every shadow falls right behind what throws it, on all sides."""
    if flat:
        return replace(
            lamp, azimuth=math.degrees(math.atan2(lamp.azimuth, -lamp.elevation)), elevation=90.0 - RING_ABOVE
        )
    return replace(lamp, elevation=max(LOWEST_LAMP, lamp.elevation + LENS.get(scene.camera, 12.0)))


TURNABLE: dict[str, tuple[float, float]] = {
    "soft_window": (18.0, 64.0), "hard_sun": (26.0, STEEPEST), "golden_hour": (10.0, 20.0), "softbox": (30.0, STEEPEST),
    "candle": (14.0, 40.0), "overcast": (45.0, STEEPEST),
}  # fmt: skip
"""Rigs whose key may stand where a photo's did, with the heights at which it is still that light."""

TURNABLE_OWN = (30.0, STEEPEST)
"""The same of the product's own light."""


def turnable(scene: Scene) -> tuple[float, float] | None:
    """Return the least and the greatest height of a key that may stand where a photo's did; nothing: it may not."""
    return TURNABLE_OWN if has_own(scene) else TURNABLE.get(scene.light)


FARTHEST_BACK = 128.0
"""Azimuth beyond which a key only lights what is not seen."""

OVER_THE_WALL = 2.4
"""Tangent of the height at which a key right behind a wall would look over it."""

STEEPEST_FLAT = 44.0
"""The same for a thing that is low and seen from above: its shadow shows beside it only."""

SMALLER_FLAT = 0.6
"""Side of a soft key over it, in that of its rig: a large one leaves no side to its shadow, only a rim all round."""

MIRRORS = frozenset({"acrylic", "mirror", "glass", "water"})
STEEPEST_MIRRORED = 30.0
"""The same over a ground that mirrors: a lamp that stands higher would be seen in it from above."""

ROOM_FOR_LIGHT = 14.0
"""Degrees beside a panel that the light for what is beside the product needs."""

VARIED = 0.5
"""How much of a variant's turn a key takes whose place the photo tells."""


def _placed(lamp: Lamp, scene: Scene, flat: bool) -> Lamp:
    """Return ``lamp`` where the scene has it: the key where the photo's stood, else on the side that is named."""
    if lamp.color is not None and has_own(scene):  # beside its tube
        return lamp
    if lamp.group != "key" or scene.key_azimuth is None or turnable(scene) is None:
        turned = _turned(_angled(lamp, scene), scene.light_from, flat)
        return turned
    height = lamp.elevation if scene.key_elevation is None else scene.key_elevation
    away = abs(scene.key_azimuth) + VARIED * scene.light_turn
    side = scene.key_azimuth if scene.key_azimuth else -1.0
    azimuth, elevation = allowed_key(scene, math.copysign(away, side), height + VARIED * scene.light_lift, flat)
    return replace(lamp, azimuth=azimuth, elevation=elevation)


def _aside(lamp: Lamp, scene: Scene, flat: bool) -> Lamp:
    """Return a key over what is seen from above so low and small that the shadow has a side."""
    if not flat or lamp.group != "key":
        return lamp
    small = SMALLER_FLAT if lamp.shape == "panel" else 1.0
    size = (small * lamp.size[0], small * lamp.size[1])
    return replace(lamp, elevation=min(lamp.elevation, _steepest(scene)), size=size)


def allowed_key(scene: Scene, azimuth: float, elevation: float, flat: bool) -> tuple[float, float]:
    """Return the nearest (azimuth, elevation) at which the key of the scene's rig can stand.

    It keeps the height that makes its light, and looks over the wall where it stands behind the product.
    """
    low, high = turnable(scene) or (0.0, STEEPEST)
    away = min(abs(azimuth), 180.0 if flat else FARTHEST_BACK)
    behind = 0.0 if flat else max(0.0, -math.cos(math.radians(away)))
    low, high = max(low, math.degrees(math.atan(OVER_THE_WALL * behind))), min(high, _steepest(scene)) if flat else high
    return math.copysign(away, azimuth), max(low, min(high, elevation))


def _steepest(scene: Scene) -> float:
    """Return the greatest height of a key over what is seen from above."""
    return STEEPEST_MIRRORED if scene.surface in MIRRORS else STEEPEST_FLAT


def key_lamp(scene: Scene, flat: bool) -> Lamp:
    """Return the key of ``scene`` as it stands."""
    return next(lamp for lamp in rig_of(scene, flat).lamps if lamp.group == "key")


def _angled(lamp: Lamp, scene: Scene) -> Lamp:
    """Return a key turned and raised as the scene's variant has it, on its own side; one in front stays in front."""
    if lamp.group != "key" or (not scene.light_turn and not scene.light_lift) or abs(lamp.azimuth) < 1.0:
        return lamp
    behind = 90.0 - abs(lamp.azimuth)
    turn = max(-abs(behind) / 2, min(abs(behind) / 2, scene.light_turn))  # neither across the middle nor to the back
    azimuth = lamp.azimuth + math.copysign(turn, lamp.azimuth)
    return replace(lamp, azimuth=azimuth, elevation=min(STEEPEST, max(lamp.elevation, 12.0) + scene.light_lift))


def _turned(lamp: Lamp, side: str, flat: bool) -> Lamp:
    """Return ``lamp`` mirrored or turned so that a key on the left comes from ``side``."""
    if side == "right":
        return replace(lamp, azimuth=-lamp.azimuth)
    if side in ("top", "back", "front") and lamp.group == "key":
        azimuth = {"top": -165.0 if flat else -20.0, "back": -128.0, "front": -8.0}[side]
        elevation = max(lamp.elevation, LOWEST.get(side, 0.0)) if not flat else lamp.elevation
        return replace(lamp, azimuth=azimuth, elevation=elevation)
    if flat and lamp.group == "key" and side == "left":
        return replace(lamp, azimuth=-118.0)
    return lamp


def direction(lamp: Lamp) -> NDArray[np.float64]:
    """Return the unit vector from the product to ``lamp``; z is towards the camera's side, y up."""
    azimuth, elevation = math.radians(lamp.azimuth), math.radians(lamp.elevation)
    flat = math.cos(elevation)
    return np.array([flat * math.sin(azimuth), math.sin(elevation), flat * math.cos(azimuth)])


def radiance(lamp: Lamp) -> float:
    """Return the radiance that gives ``share`` of irradiance at the product, share · d² / area; of what has no body
    the intensity that gives it where it is aimed."""
    width, height = lamp.size
    if lamp.shape in BODILESS:
        return lamp.share * float(np.sum((direction(lamp) * lamp.distance - lamp.aim) ** 2))
    area = width * height if lamp.shape == "panel" else math.pi * (width / 2) ** 2
    return lamp.share * lamp.distance**2 / area
