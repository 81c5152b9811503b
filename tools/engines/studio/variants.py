"""Variants of one wish: each differs to the eye in what the wish left open, and where all was said, in how it is laid.

What was said stays as it was said; the side of a photo's own light too.
"""

from tools.engines.framing import Box, stage_of
from tools.engines.studio.looks import (
    BACKDROP_OF_SURFACE,
    BRIGHTNESS_OF_LIGHT,
    SKIES,
    SKY_OF_LIGHT,
    WARMTH_OF_LIGHT,
)
from tools.specs.scene import Scene, SceneWish
from tools.specs.steps import Placement
from tools.specs.words import Backdrop, Caption, Leaf, Light, LightFrom

OTHER_BACKDROP: dict[str, tuple[Backdrop, ...]] = {
    "wall": ("arch", "seamless", "drape"),
    "seamless": ("gradient", "wall", "arch"),
    "arch": ("wall", "gradient", "seamless"),
    "drape": ("wall", "gradient", "seamless"),
    "horizon": ("gradient", "wall", "seamless"),
    "gradient": ("seamless", "wall", "arch"),
    "window": ("wall", "arch", "seamless"),
    "sky": ("horizon", "gradient", "wall"),
}
OTHER_LIGHT: dict[str, tuple[Light, ...]] = {
    "hard_sun": ("soft_window", "golden_hour", "hard_sun"),
    "soft_window": ("hard_sun", "soft_window", "softbox"),
    "softbox": ("hard_sun", "soft_window", "softbox"),
    "rim": ("soft_window", "rim", "hard_sun"),
    "candle": ("rim", "candle", "golden_hour"),
}
OTHER_SIDE: dict[str, LightFrom] = {"left": "right", "right": "left", "top": "left", "back": "left", "front": "right"}
OTHER_LEAF: tuple[Leaf, ...] = ("olive", "fern", "monstera")

TURN, TURN_LIFT = (0.0, 24.0, -22.0, 10.0), (0.0, -8.0, 14.0, 20.0)
"""Degrees by which the key of each variant is turned to the back, and raised."""

ASIDE = (0.0, 0.11, -0.04, -0.12)
"""How far each variant's product stands from where the first one's does, in frame widths."""

SMALLER = (1.0, 0.96, 0.80, 0.90)
"""How large it is beside the first one's: the camera steps back."""

ROOM = 0.07
"""Least room between the product and the frame's side, in frame widths."""


def varied(scene: Scene, wish: SceneWish, variant: int, side_is_known: bool) -> Scene:
    """Return a scene that differs visibly from the first in what ``wish`` left open; variant 0 is the first.

    ``side_is_known``: the photo tells where its light came from, which every variant keeps.
    """
    if variant == 0:
        return scene
    at = variant % 4
    update: dict[str, object] = {"arrangement": at, "light_turn": TURN[at], "light_lift": TURN_LIFT[at]}
    if wish.backdrop is None and wish.look is None:
        update["backdrop"] = OTHER_BACKDROP[scene.backdrop][(variant - 1) % 3]
    if _light_is_open(scene, wish):
        light = OTHER_LIGHT[scene.light][(variant - 1) % 3]
        update |= {"light": light, "brightness": BRIGHTNESS_OF_LIGHT[light], "warmth": WARMTH_OF_LIGHT.get(light, 0.0)}
    if wish.light_from is None and not side_is_known and variant % 2:
        update["light_from"] = OTHER_SIDE[scene.light_from]
    if scene.camera == "front" and wish.camera is None and at == 3:
        update["camera"] = "low"  # 6 degrees lower: no more than a photo's own view is known to
    if "leaf_shadow" in scene.props and wish.leaf is None:
        update["leaf"] = OTHER_LEAF[(variant - 1) % 3] if scene.leaf is None else scene.leaf
    return _under_its_sky(scene, scene.model_copy(update=update), wish)


def _light_is_open(scene: Scene, wish: SceneWish) -> bool:
    said = wish.light or wish.mood or wish.look or "leaf_shadow" in wish.props
    return not said and scene.light in OTHER_LIGHT


def _under_its_sky(old: Scene, new: Scene, wish: SceneWish) -> Scene:
    """Return ``new`` with a sky of its light's hour, and no wall in the colour of a sky."""
    if wish.backdrop_color or wish.loose:
        return new
    if new.backdrop in SKIES and (old.backdrop not in SKIES or new.light != old.light):
        return new.model_copy(update={"backdrop_tint": SKY_OF_LIGHT[new.light]})
    if new.backdrop not in SKIES and old.backdrop in SKIES:
        return new.model_copy(update={"backdrop_tint": BACKDROP_OF_SURFACE[new.surface][1]})
    return new


def reframed(
    first: Placement, box: Box, size: tuple[int, int], variant: int, caption: Caption | None = None
) -> tuple[Placement, float]:
    """Return (where a variant's product stands, how many times as wide the frame is in millimetres).

    ``first`` is the placement of variant 0 in a frame of ``size`` pixels, ``box`` the product's in its photo's pixels.
    The product keeps the foot it stands on, its distance from the frame's sides, and the room for words.
    """
    at = variant % 4
    if at == 0:
        return first, 1.0
    width, _ = size
    scale = round(first.scale * SMALLER[at], 6)
    wide = box.width * scale
    left = first.x + (box.x + box.width / 2) * first.scale - wide / 2 + ASIDE[at] * width
    start, _, end, _ = stage_of(caption)
    least = min(ROOM * width, ((end - start) * width - wide) / 2)
    left = min(max(left, start * width + least), end * width - least - wide)
    foot = first.y + (box.y + box.height) * first.scale
    x, y = round(left - box.x * scale), round(foot - (box.y + box.height) * scale)
    return first.model_copy(update={"scale": scale, "x": x, "y": y}), first.scale / scale
