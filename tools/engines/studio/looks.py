"""Named looks, and how a wish becomes a scene with nothing left open."""

from dataclasses import dataclass

from tools.engines.studio.tints import is_dark, mixed
from tools.specs.scene import Scene, SceneWish
from tools.specs.words import Backdrop, Camera, Light, LightFrom, Surface, View

LOOKS: dict[str, Scene] = {
    "warm_travertine": Scene(
        look="warm_travertine", surface="travertine", surface_tint="#dccab0", support="slab", backdrop="wall",
        backdrop_tint="#d9c6ae", light="hard_sun", props=("leaf_shadow",), brightness=0.92, warmth=0.12, blur=0.55,
    ),
    "bright_marble": Scene(
        look="bright_marble", surface="marble", support="ground", backdrop="seamless", backdrop_tint="#efece8",
        light="softbox", props=("podium",), brightness=0.99, blur=0.3,
    ),
    "slate_evening": Scene(
        look="slate_evening", surface="slate", surface_tint="#4b4d52", support="slab", backdrop="wall",
        backdrop_tint="#2f2e32", light="rim", props=(), brightness=0.80, warmth=0.05, blur=0.5,
    ),
    "clay_arch": Scene(
        look="clay_arch", surface="plaster", surface_tint="#e6c7b6", support="podium", backdrop="arch",
        backdrop_tint="#dfae97", light="soft_window", props=("sphere",), brightness=0.95, warmth=0.05, blur=0.4,
    ),
    "linen_morning": Scene(
        look="linen_morning", surface="linen", surface_tint="#e6dccb", support="ground", backdrop="wall",
        backdrop_tint="#e2d8c8", light="soft_window", props=("branch",), brightness=0.95, warmth=0.05, blur=0.35,
    ),
    "velvet_candle": Scene(
        look="velvet_candle", surface="velvet", surface_tint="#5c232e", support="ground", backdrop="drape",
        backdrop_tint="#5e282e", light="candle", props=(), brightness=0.84, warmth=0.25, blur=0.45,
    ),
}  # fmt: skip
"""Six looks tuned by eye. A brief that names nothing gets the first that suits its light or surface."""

LOOK_OF_SURFACE: dict[str, str] = {
    "travertine": "warm_travertine", "sand": "warm_travertine", "wood": "warm_travertine",
    "marble": "bright_marble", "glass": "bright_marble", "mirror": "bright_marble", "acrylic": "bright_marble",
    "snow": "bright_marble", "terrazzo": "bright_marble", "paper": "bright_marble", "water": "bright_marble",
    "slate": "slate_evening", "concrete": "linen_morning", "leather": "slate_evening", "moss": "linen_morning",
    "plaster": "clay_arch", "linen": "linen_morning", "silk": "linen_morning", "velvet": "velvet_candle",
}  # fmt: skip

LOOK_OF_LIGHT: dict[str, str] = {
    "soft_window": "linen_morning", "hard_sun": "warm_travertine", "golden_hour": "warm_travertine",
    "softbox": "bright_marble", "rim": "slate_evening", "candle": "velvet_candle", "overcast": "linen_morning",
    "neon": "slate_evening", "ring_flash": "bright_marble",
}  # fmt: skip

SUPPORT_OF_SURFACE: dict[str, str] = {
    "travertine": "slab", "slate": "slab", "concrete": "slab", "terrazzo": "slab", "acrylic": "slab",
    "plaster": "podium", "glass": "slab",
}  # fmt: skip
"""Stones are shown as a slab; what is not listed covers the ground."""

BACKDROP_OF_SURFACE: dict[str, tuple[str, str]] = {
    "marble": ("seamless", "#efece8"), "travertine": ("wall", "#d9c6ae"), "slate": ("wall", "#2f2e32"),
    "wood": ("wall", "#d6c7b3"), "linen": ("wall", "#e2d8c8"), "silk": ("seamless", "#e9dfd6"),
    "velvet": ("drape", "#6a3a3a"), "sand": ("horizon", "#e2d2b8"), "plaster": ("arch", "#dba78f"),
    "concrete": ("wall", "#bdbab5"), "terrazzo": ("seamless", "#eadfd6"), "glass": ("gradient", "#dfe5e8"),
    "mirror": ("gradient", "#d9dde2"), "water": ("gradient", "#bcd0d8"), "acrylic": ("gradient", "#e7e2ea"),
    "leather": ("wall", "#5a4a3f"), "paper": ("seamless", "#eee9e1"), "moss": ("wall", "#8f9a80"),
    "snow": ("gradient", "#dde7f0"),
}  # fmt: skip
"""A backdrop that goes with each surface, and its colour."""

BRIGHTNESS_OF_LIGHT: dict[str, float] = {
    "soft_window": 0.92, "hard_sun": 0.92, "golden_hour": 0.86, "softbox": 0.95, "rim": 0.88, "candle": 0.95,
    "overcast": 0.90, "neon": 0.74, "ring_flash": 0.92,
}  # fmt: skip
WARMTH_OF_LIGHT: dict[str, float] = {"golden_hour": 0.40, "candle": 0.25, "overcast": -0.08, "neon": 0.0}
TINTABLE = frozenset(
    {"plaster", "linen", "paper", "silk", "velvet", "leather", "acrylic", "concrete", "terrazzo", "travertine", "wood"}
)
CAMERA_OF_VIEW: dict[str | None, Camera] = {
    "front": "front", "three_quarter": "three_quarter", "top": "flat_lay", None: "front",
}  # fmt: skip


SOFTEST = 0.6
"""Softening of the light for a photo made under a softbox."""

TOLD = 0.35
"""How much of it is left when the brief names the light, or the light is soft by itself."""

LIFT = 0.13
"""How far a dark wall is moved towards white at most."""

NEUTRAL = {"backdrop_tint": ("#ece7e1", 0.40), "surface_tint": ("#efeae4", 0.30)}
"""What a set's colours are moved towards, and how far at most, round a light product: white metal looks pasted
into a yellow room that it does not mirror."""

COOLER, BRIGHTER = 0.8, 0.05
"""How much of a set's warmth is taken away there, and how much light is added."""

HARD = frozenset({"hard_sun", "golden_hour"})
"""Lights that a softly lit product would stand out from as pasted."""


@dataclass(frozen=True)
class Photo:
    """What the product's photo says of the set that suits it."""

    view: View | None = None
    light_from: LightFrom | None = None
    softness: float = 0.0
    tone: float = 0.5


def starting_look(wish: SceneWish) -> Scene:
    """Return the look that ``wish`` names, or the one of its surface, or of its light, or the first."""
    if wish.look in LOOKS:
        return LOOKS[wish.look]
    if wish.surface:
        return LOOKS[LOOK_OF_SURFACE[wish.surface]]
    if wish.light:
        return LOOKS[LOOK_OF_LIGHT[wish.light]]
    return next(iter(LOOKS.values()))


def _surface(wish: SceneWish, look: Scene) -> dict[str, object]:
    surface: Surface = wish.surface or look.surface
    same = surface == look.surface
    support = look.support if same else SUPPORT_OF_SURFACE.get(surface, "ground")
    for prop in ("podium", "steps"):
        if prop in wish.props:
            support = prop
    tint = look.surface_tint if same else None
    if len(wish.palette) > 1 and surface in TINTABLE:
        tint = wish.palette[1]
    return {"surface": surface, "support": support, "surface_tint": tint}


def _backdrop(wish: SceneWish, look: Scene, surface: str) -> dict[str, object]:
    same = surface == look.surface
    usual, color = (look.backdrop, look.backdrop_tint) if same else BACKDROP_OF_SURFACE[surface]
    backdrop: Backdrop = wish.backdrop or usual  # type: ignore[assignment]
    tint = wish.palette[0] if wish.palette else color
    return {"backdrop": backdrop, "backdrop_tint": tint}


def _light(wish: SceneWish, look: Scene, photo: Photo) -> dict[str, object]:
    light: Light = wish.light or look.light
    same = light == look.light
    return {
        "light": light,
        "light_from": wish.light_from or photo.light_from or look.light_from,
        "brightness": look.brightness if same else BRIGHTNESS_OF_LIGHT[light],
        "warmth": look.warmth if same else WARMTH_OF_LIGHT.get(light, 0.0),
    }


def _props(wish: SceneWish, look: Scene) -> tuple[str, ...]:
    """Return the wished props, or the look's own when nothing of the set was named."""
    if wish.props or wish.surface or wish.backdrop:
        return wish.props
    return look.props


def resolve(wish: SceneWish, photo: Photo) -> Scene:
    """Return the scene of ``wish``: what it names, then what the photo says, then the look."""
    look = starting_look(wish)
    surface = _surface(wish, look)
    scene = Scene.model_validate(
        {
            **surface,
            **_backdrop(wish, look, str(surface["surface"])),
            **_light(wish, look, photo),
            "look": look.look,
            "props": _props(wish, look),
            "camera": wish.camera or CAMERA_OF_VIEW[photo.view],
            "palette": wish.palette,
            "blur": look.blur,
            "polish": wish.polish,
        }
    )
    return _suited(scene, wish, photo)


def _suited(scene: Scene, wish: SceneWish, photo: Photo) -> Scene:
    """Return ``scene`` with shadows as soft as the photo's, and a dark wall lifted behind what it would not suit."""
    told = TOLD if wish.light or wish.mood or scene.light not in HARD else 1.0
    update: dict[str, object] = {"shadow": round(-SOFTEST * told * photo.softness, 3)}
    tint = scene.backdrop_tint
    if tint and not wish.palette and is_dark(tint):
        update["backdrop_tint"] = mixed(tint, "#ffffff", LIFT * _unsuited(photo.tone))
    light = min(1.0, max(0.0, (photo.tone - 0.5) / 0.2)) * photo.softness
    if light > 0.0 and tint and not is_dark(tint) and not wish.palette:
        update |= _neutral(scene, light)
    return scene.model_copy(update=update)


def _neutral(scene: Scene, light: float) -> dict[str, object]:
    """Return what changes round a light product in soft light, 0..1 of it."""
    update: dict[str, object] = {"brightness": round(scene.brightness + BRIGHTER * light, 3)}
    if scene.warmth > 0.0:
        update["warmth"] = round(scene.warmth * (1.0 - COOLER * light), 3)
    for name, (pale, share) in NEUTRAL.items():
        color = getattr(scene, name)
        if color:
            update[name] = mixed(color, pale, share * light)
    return update


def _unsuited(tone: float) -> float:
    """Return 0..1: how much a product looks burnt before a dark wall, or is lost before it."""
    return min(1.0, max(0.0, (tone - 0.55) / 0.2, (0.35 - tone) / 0.2))


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


def varied(scene: Scene, wish: SceneWish, variant: int, side_is_known: bool) -> Scene:
    """Return a scene that differs visibly from the first in what ``wish`` left open; variant 0 is the first.

    ``side_is_known``: the photo tells where its light came from, which every variant keeps.
    """
    if variant == 0:
        return scene
    update: dict[str, object] = {}
    if wish.backdrop is None:
        update["backdrop"] = OTHER_BACKDROP[scene.backdrop][(variant - 1) % 3]
    if wish.light is None and not wish.mood and scene.light in OTHER_LIGHT and "leaf_shadow" not in wish.props:
        light = OTHER_LIGHT[scene.light][(variant - 1) % 3]
        update |= {"light": light, "brightness": BRIGHTNESS_OF_LIGHT[light], "warmth": WARMTH_OF_LIGHT.get(light, 0.0)}
    if wish.light_from is None and not side_is_known and variant % 2:
        update["light_from"] = OTHER_SIDE[scene.light_from]
    return scene.model_copy(update=update)
