"""What two pictures differ in, in words: read off their recipes, nothing is looked at."""

from collections.abc import Iterator

from tools.engines.color import hex_linear, linear_to_lab
from tools.engines.color_names import name_of
from tools.engines.develop import CONTRAST, GRAIN, STOPS, VIGNETTE
from tools.engines.relight import NONE
from tools.relighting import depth_of
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import (
    Contrast,
    Crop,
    Defocus,
    Exposure,
    Grade,
    Grain,
    Relight,
    Saturation,
    Toning,
    Vignette,
    WhiteBalance,
)  # fmt: skip
from tools.specs.words import nearest_aspect

LEAST = 0.005
"""Of an amount, the smallest that is told."""

WORDS: dict[str, tuple[str, str]] = {
    "warmth": ("warmer", "cooler"), "tint": ("towards magenta", "towards green"), "exposure": ("brighter", "darker"),
    "contrast": ("more contrast", "less contrast"), "saturation": ("more colourful", "less colourful"),
    "grain": ("more grain", "less grain"), "vignette": ("darker corners", "lighter corners"),
    "shadow": ("deeper shadows", "softer shadows"), "blur": ("a softer set", "a sharper set"),
}  # fmt: skip

NAMED: dict[str, str] = {
    "surface": "{}", "backdrop": "the {} behind", "light": "{} light", "light_from": "light from the {}",
    "camera": "{} view", "display": "shown {}", "support": "on a {}", "surface_tint": "a surface of {}",
    "backdrop_tint": "a backdrop of {}", "prop_tint": "props of {}", "caption": "room for words, {}",
    "leaf": "{} leaves",
}  # fmt: skip


def amounts(recipe: Recipe) -> dict[str, float]:
    """Return what was turned, as an edit's numbers: -1 to 1, 0 untouched."""
    told: dict[str, float] = dict.fromkeys(WORDS, 0.0)
    for step in recipe.develop:
        if isinstance(step, WhiteBalance):
            told["warmth"] += step.warmth
            told["tint"] += step.tint
        elif isinstance(step, Exposure):
            told["exposure"] += step.stops / STOPS
        elif isinstance(step, Contrast):
            told["contrast"] += step.amount / CONTRAST
        elif isinstance(step, Saturation):
            told["saturation"] += step.amount
        elif isinstance(step, Grain):
            told["grain"] += step.sigma / GRAIN
        elif isinstance(step, Vignette):
            told["vignette"] += step.amount / VIGNETTE
    if recipe.scene is not None:
        soft = recipe.step(Defocus)
        told["shadow"] = recipe.scene.shadow + depth_of(recipe.develop)
        told["blur"] = recipe.scene.blur + (soft.amount if soft else 0.0)
    return told


def differences(first: Recipe, second: Recipe) -> tuple[str, ...]:
    """Return what ``second`` has that ``first`` has not, one phrase each; none when they are made alike."""
    told = [*_sets(first.scene, second.scene), *_turned(first, second), *_lights(first, second)]
    return tuple([*told, *_graded(first, second), *_frames(first, second)])


def _turned(first: Recipe, second: Recipe) -> Iterator[str]:
    old, new = amounts(first), amounts(second)
    for name, (more, less) in WORDS.items():
        by = new[name] - old[name]
        if abs(by) > LEAST:
            yield f"{more if by > 0 else less} by {abs(by):.2f}"


def _lights(first: Recipe, second: Recipe) -> Iterator[str]:
    """Tell of single lights; how much fills is the depth of the shadows, and told there."""
    old, new = ({step.light: step for step in each.develop if isinstance(step, Relight)} for each in (first, second))
    for name in dict.fromkeys([*old, *new]):
        before, now = (steps.get(name) or Relight(light=name) for steps in (old, new))
        if now.stops <= NONE < before.stops:
            yield f"without {name} light"
        elif name != "fill" and abs(by := now.stops - before.stops) > LEAST:
            yield f"{'more' if by > 0 else 'less'} {name} light by {abs(by):.2f} stops"
        if abs(by := now.warmth - before.warmth) > LEAST:
            yield f"a {'warmer' if by > 0 else 'cooler'} {name} light by {abs(by):.2f}"


def _graded(first: Recipe, second: Recipe) -> Iterator[str]:
    old, new = first.step(Toning), second.step(Toning)
    if new is not None and new != old:
        colors = dict.fromkeys(name_of(linear_to_lab(hex_linear(color))) for color in (new.dark, new.light))
        yield f"graded towards {' and '.join(colors)}"
    elif old is not None and new is None:
        yield "without the grade"


def _sets(first: Scene | None, second: Scene | None) -> Iterator[str]:
    if first is None or second is None:
        if first is not second:
            yield "a set instead of plain ground" if second else "plain ground instead of a set"
        return
    for name, words in NAMED.items():
        old, new = (getattr(scene, name) for scene in (first, second))
        if old != new:
            told = words.format(_spoken(new)) if new else f"no {words.format(name.replace('_', ' '))}"
            yield f"{told} instead of {_spoken(old)}" if old and new else told
    yield from (f"with {_spoken(prop)}" for prop in second.props if prop not in first.props)
    yield from (f"without {_spoken(prop)}" for prop in first.props if prop not in second.props)


def _frames(first: Recipe, second: Recipe) -> Iterator[str]:
    shapes = [nearest_aspect(each.width, each.height) for each in (first, second)]
    if shapes[0] != shapes[1]:
        yield f"{shapes[1]} instead of {shapes[0]}"
    elif (first.width, first.height) != (second.width, second.height):
        yield f"{second.width} × {second.height} instead of {first.width} × {first.height} pixels"
    if first.source_sha256 != second.source_sha256:
        yield "another product"
    elif first.cutout_sha256 != second.cutout_sha256:
        yield "another cut-out"
    if first.mode != second.mode:
        graded = second.step(Grade) is not None
        yield "the product follows the light" if graded else f"mode {second.mode} instead of {first.mode}"
    if first.scene is not None and first.scene == second.scene and shapes[0] == shapes[1]:
        yield from _seen(first, second)
    if first.seed != second.seed and first.source_sha256 == second.source_sha256 and first.scene == second.scene:
        yield "another arrangement"
    if first.clip != second.clip:
        yield f"a clip, {_spoken(second.clip.motion)}" if second.clip else "a still picture"


def _seen(first: Recipe, second: Recipe) -> Iterator[str]:
    if first.source_sha256 != second.source_sha256:
        return
    cut = first.step(Crop) != second.step(Crop)
    scale = second.placement.scale * first.width / (first.placement.scale * second.width)
    if abs(scale - 1.0) > 0.01:
        what = ("closer" if scale > 1 else "farther") if cut else f"the product {'larger' if scale > 1 else 'smaller'}"
        yield f"{what} by {abs(scale - 1):.0%}"
    at = [(each.placement.x / each.width, each.placement.y / each.height) for each in (first, second)]
    if abs(scale - 1.0) <= 0.01 and max(abs(a - b) for a, b in zip(*at, strict=True)) > 0.01:
        yield "the product moved"
    if abs(second.frame_mm / first.frame_mm * scale - 1.0) > 0.01:
        yield "seen from another distance"


def _spoken(word: object) -> str:
    return str(word).replace("_", " ")
