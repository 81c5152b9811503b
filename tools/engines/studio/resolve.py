"""How a wish becomes a scene with nothing left open: what it names, then what the photo says, then the look."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.engines.color import delta_e, hex_linear, linear_to_lab
from tools.engines.studio.looks import (
    BACKDROP_OF_SURFACE,
    BRIGHTNESS_OF_LIGHT,
    LOOK_OF_LIGHT,
    LOOK_OF_SURFACE,
    LOOKS,
    PALETTES,
    SKIES,
    SKY_OF_LIGHT,
    SUPPORT_OF_SURFACE,
    TAKES_LOOSE,
    WARMTH_OF_LIGHT,
)
from tools.engines.studio.rigs import SUNS
from tools.engines.studio.tints import is_dark, mixed, raised, tonal
from tools.specs.scene import Scene, SceneWish
from tools.specs.words import Camera, LightFrom, Prop, View

CAMERA_OF_VIEW: dict[str | None, Camera] = {
    "front": "front", "three_quarter": "three_quarter", "top": "flat_lay", None: "front",
}  # fmt: skip

SOFTEST = 0.6
"""Softening of the light for a photo made under a softbox."""

TOLD = 0.25
"""How much of it is left when the brief names the light, or the light is soft by itself."""

TAKEN = 1.0
"""How much of it where a look's hard light is taken: less of a sun would be none."""

THIN = 0.35
"""How much of it over spectacles: a sun behind a cloud draws no temple of wire."""

DEEPER = 0.6
"""Depth of the shadows for a mood of contrast 1."""

LIFT = 0.13
"""How far a dark wall is moved towards white at most."""

NEUTRAL = {"backdrop_tint": ("#ece7e1", 0.40), "surface_tint": ("#efeae4", 0.30)}
"""What a set's colours are moved towards, and how far at most, round a light product: white metal looks pasted
into a yellow room that it does not mirror."""

COOLER, BRIGHTER = 0.8, 0.05
"""How much of a set's warmth is taken away there, and how much light is added."""

COOLED, WARM = 0.15, frozenset({"golden_hour", "candle"})
"""The same in light that is warm by its nature: cooler it would be another. There the product may be graded."""

CALM = {"window": "wall", "drape": "wall", "arch": "seamless"}
"""What is behind the product in place of these where words are to be read."""

TINY_PRODUCT = 60.0
"""Longest side in millimetres up to which a look's vase, candle or book would be a doll's beside the product."""

LIFE_SIZED: dict[str, Prop | None] = {"flowers": "branch", "candle": None, "book": None, "ribbon": "branch"}
"""Props of a size in life, with what takes their place beside something tiny: a sprig has leaves of any size."""

STEEP = 38.0
"""Degrees above the horizon from which a camera looks down on a set."""

STANDING: dict[str, Prop | None] = {
    "flowers": "branch", "candle": None, "glass_block": None, "arch": None, "ribbon": "branch",
}  # fmt: skip
"""Props that stand up or wind on their edge, with what lies in their place in a set that is looked down on."""

SAME_COLOR = 14.0
"""ΔE2000 up to which a colour that is said is one of a look's palette: the palette is meant, then."""


UNDER_LENSES, MIRRORED_IN_LENSES = 0.16, 0.45
"""Least linear luminance of the ground under lenses, and of the wall that a mirror under them shows.

Their glass mirrored the photo's pale room: on a ground darker than this veil they look like fogged or opaque discs."""


@dataclass(frozen=True)
class Photo:
    """What the product's photo says of the set that suits it; ``see_through``: what is under it shows in it."""

    view: View | None = None
    light_from: LightFrom | None = None
    softness: float = 0.0
    tone: float = 0.5
    see_through: bool = False


def resolve(wish: SceneWish, photo: Photo, shade: int = 0) -> Scene:
    """Return the scene of ``wish``. ``shade`` picks the look's palette, 0 the first, where no colour is said."""
    look, loose = _colored(starting_look(wish), wish, shade), wish.loose
    surface = wish.surface or look.surface
    light = wish.light or look.light
    props = _props(wish, look)
    usual = _usual_backdrop(wish, look)
    scene = Scene.model_validate(
        {
            "look": look.look,
            "surface": surface,
            "surface_tint": _surface_tint(wish, look, loose),
            "support": _support(wish.backdrop or usual, surface, look, props),
            "backdrop": wish.backdrop or usual,
            "backdrop_tint": _backdrop_tint(wish, look, loose),
            "light": light,
            "light_from": wish.light_from or photo.light_from or look.light_from,
            "brightness": look.brightness if light == look.light else BRIGHTNESS_OF_LIGHT[light],
            "warmth": look.warmth if light == look.light else WARMTH_OF_LIGHT.get(light, 0.0),
            "props": props,
            "leaf": wish.leaf or (look.leaf if "leaf_shadow" in props else None),
            "prop_tint": wish.prop_color or look.prop_tint,
            "camera": wish.camera or CAMERA_OF_VIEW[photo.view],
            "palette": wish.loose,
            "blur": min(1.0, max(0.0, look.blur + (wish.blur or 0.0))),
            "polish": look.polish if wish.polish is None else wish.polish,
            "caption": wish.caption,
            "own_light": round(photo.softness, 2),
        }
    )
    return _suited(scene, wish, photo)


def in_scale(scene: Scene, asked: tuple[Prop, ...], longest_mm: float) -> Scene:
    """Return ``scene`` without those props of its look that would be a doll's beside a product of ``longest_mm``.

    What was ``asked`` for stays.
    """
    if longest_mm > TINY_PRODUCT:
        return scene
    return _exchanged(scene, asked, LIFE_SIZED)


def seen_from_above(scene: Scene, asked: tuple[Prop, ...], degrees: float) -> Scene:
    """Return ``scene`` without those props of its look that stand, where a camera ``degrees`` up looks down on them.

    A candle or a vase stands among things that lie, and is seen from a side that they are not. What was ``asked`` for
    stays.
    """
    if degrees < STEEP:
        return scene
    return _exchanged(scene, asked, STANDING)


def _exchanged(scene: Scene, asked: tuple[Prop, ...], instead: Mapping[str, Prop | None]) -> Scene:
    """Return ``scene`` with ``instead`` of each prop that it names, or without it; what was ``asked`` for stays."""
    kept = (prop if prop in asked else instead.get(prop, prop) for prop in scene.props)
    return scene.model_copy(update={"props": tuple(dict.fromkeys(prop for prop in kept if prop))})


def starting_look(wish: SceneWish) -> Scene:
    """Return the look that ``wish`` names, or the one of its surface, or of its light, or the first."""
    if wish.look:
        return LOOKS[wish.look]
    if wish.surface:
        return LOOKS[LOOK_OF_SURFACE[wish.surface]]
    if wish.light:
        return LOOKS[LOOK_OF_LIGHT[wish.light]]
    return next(iter(LOOKS.values()))


def _colored(look: Scene, wish: SceneWish, shade: int) -> Scene:
    """Return the look in the palette that is meant: of a named look, the one that a said colour is nearest to."""
    assert look.look is not None
    palettes = PALETTES[look.look]
    if not wish.palette:
        return palettes[shade % len(palettes)].on(look)
    if not (wish.look and wish.loose):
        return look
    said = wish.loose[0]
    far = {palette.name: min(_apart(said, color) for color in palette.colors) for palette in palettes}
    best = min(palettes, key=lambda palette: far[palette.name])
    return best.on(look) if far[best.name] <= SAME_COLOR else look


def _apart(first: str, second: str) -> float:
    return float(delta_e(linear_to_lab(hex_linear(first)), linear_to_lab(hex_linear(second))))


def _support(backdrop: str, surface: str, look: Scene, props: tuple[str, ...]) -> str:
    """Return what is asked for, else the look's or the surface's; under an open sky the ground runs to the horizon."""
    asked = next((prop for prop in ("steps", "podium") if prop in props), None)
    if asked is None and backdrop in SKIES:
        return "ground"
    return asked or (look.support if surface == look.surface else SUPPORT_OF_SURFACE.get(surface, "ground"))


def _surface_tint(wish: SceneWish, look: Scene, loose: tuple[str, ...]) -> str | None:
    """Return the colour said of the surface, else the second of the set's, else the look's on its own surface."""
    if wish.surface_color:
        return wish.surface_color
    surface = wish.surface or look.surface
    left = loose if _sky_over(wish, look) and len(loose) == 1 else loose[1:]
    left = loose if wish.backdrop_color else left
    if left and surface in TAKES_LOOSE:
        return left[0]
    return look.surface_tint if surface == look.surface else None


def _backdrop_tint(wish: SceneWish, look: Scene, loose: tuple[str, ...]) -> str | None:
    """Return the colour said of the backdrop, else the set's first, else the sky's, else one that goes with the rest.

    One colour said of a whole set under a sky is the ground's where that can take it: skies are not painted.
    """
    if wish.backdrop_color:
        return wish.backdrop_color
    surface, light = wish.surface or look.surface, wish.light or look.light
    sky = _sky_over(wish, look)
    if loose and not (sky and len(loose) == 1 and surface in TAKES_LOOSE and not wish.surface_color):
        return loose[0]
    if sky:
        own = look.backdrop in SKIES and (wish.look or surface == look.surface) and light == look.light
        return look.backdrop_tint if own else SKY_OF_LIGHT[light]
    known = (wish.look or surface == look.surface) and look.backdrop not in SKIES
    usual = look.backdrop_tint if known else BACKDROP_OF_SURFACE[surface][1]
    return tonal(usual, wish.surface_color) if usual and wish.surface_color else usual


def _sky_over(wish: SceneWish, look: Scene) -> bool:
    return (wish.backdrop or _usual_backdrop(wish, look)) in SKIES


def _usual_backdrop(wish: SceneWish, look: Scene) -> str:
    """Return the look's backdrop where it is named, or has its own surface, else the surface's."""
    kept = wish.look or wish.surface in (None, look.surface)
    usual = look.backdrop if kept else BACKDROP_OF_SURFACE[str(wish.surface)][0]
    return CALM.get(usual, usual) if wish.caption else usual


def _props(wish: SceneWish, look: Scene) -> tuple[str, ...]:
    """Return the wished props, or the look's own when it is named, or nothing of the set is."""
    if wish.look:
        return tuple(dict.fromkeys((*wish.props, *look.props)))
    return wish.props if wish.props or wish.surface or wish.backdrop else look.props


def _suited(scene: Scene, wish: SceneWish, photo: Photo) -> Scene:
    """Return ``scene`` with shadows as soft as the photo's, and a dark wall lifted behind what it would not suit."""
    told = TOLD if wish.light or wish.mood or scene.light not in SUNS else TAKEN
    told *= THIN if photo.see_through and scene.light in SUNS else 1.0
    depth = DEEPER * (wish.contrast or 0.0) - SOFTEST * told * photo.softness
    update: dict[str, object] = {"shadow": round(max(-1.0, min(1.0, depth)), 3)}
    if photo.see_through and not wish.palette:
        scene = scene.model_copy(update=_under_lenses(scene))
    tint = scene.backdrop_tint
    if scene.backdrop in SKIES or wish.palette or tint is None:
        return scene.model_copy(update=update)
    if is_dark(tint):
        update["backdrop_tint"] = mixed(tint, "#ffffff", LIFT * _unsuited(photo.tone))
    light = min(1.0, max(0.0, (photo.tone - 0.5) / 0.2)) * photo.softness
    if light > 0.0 and not is_dark(tint):
        update |= _neutral(scene, light)
    return scene.model_copy(update=update)


def _under_lenses(scene: Scene) -> dict[str, object]:
    """Return what changes of a dark set whose ground shows through lenses."""
    update: dict[str, object] = {}
    if scene.surface_tint:
        update["surface_tint"] = raised(scene.surface_tint, UNDER_LENSES)
    if scene.surface == "mirror" and scene.backdrop_tint:
        update["backdrop_tint"] = raised(scene.backdrop_tint, MIRRORED_IN_LENSES)
    return update


def _neutral(scene: Scene, light: float) -> dict[str, object]:
    """Return what changes round a light product in soft light, 0..1 of it."""
    update: dict[str, object] = {"brightness": round(scene.brightness + BRIGHTER * light, 3)}
    if scene.warmth > 0.0:
        update["warmth"] = round(scene.warmth * (1.0 - (COOLED if scene.light in WARM else COOLER) * light), 3)
    for name, (pale, share) in NEUTRAL.items():
        color = getattr(scene, name)
        if color:
            update[name] = mixed(color, pale, share * light)
    return update


def _unsuited(tone: float) -> float:
    """Return 0..1: how much a product looks burnt before a dark wall, or is lost before it."""
    return min(1.0, max(0.0, (tone - 0.55) / 0.2, (0.35 - tone) / 0.2))
