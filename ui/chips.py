"""A recipe as chips: what a picture is made of, each of which can be pressed and changed."""

from html import escape
from typing import Any, get_args

from tools.differing import amounts
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.words import Backdrop, Light, LightFrom, Surface

CHOICES: dict[str, tuple[Any, str, str]] = {
    "surface": (Surface, "put {name} on {}", "{}"),
    "backdrop": (Backdrop, "{name} with a {} behind it", "{} behind"),
    "light": (Light, "{name} in {} light", "{}"),
    "light_from": (LightFrom, "{name} with light from the {}", "from the {}"),
}
"""What can be chosen anew: its words, what choosing says, how it is shown."""

SPOKEN_LIGHT = {"golden_hour": "golden hour", "hard_sun": "hard sun", "ring_flash": "ring flash", "neon": "neon"}
"""Lights after whose name no 'light' is said."""

STEPS: dict[str, tuple[str, str]] = {
    "warmth": ("cooler", "warmer"), "exposure": ("darker", "brighter"), "contrast": ("less contrast", "more contrast"),
    "saturation": ("less saturated", "more saturated"), "shadow": ("softer shadow", "deeper shadow"),
}  # fmt: skip
"""What is turned: what pressing minus and plus says."""

TEXT_LIMIT = 400


def chips(name: str, recipe: Recipe) -> str:
    """Return the chips of the picture ``name``; nothing without a set."""
    scene = recipe.scene
    if scene is None:
        return ""
    named = "".join(_choice(name, word, scene) for word in CHOICES)
    props = "".join(_prop(name, prop) for prop in scene.props)
    numbers = amounts(recipe)
    turned = "".join(_number(name, word, numbers[word]) for word in STEPS)
    return f'<div class="chips made" aria-label="What {escape(name)} is made of">{named}{props}{turned}</div>'


def chip_said(told: dict[str, Any]) -> str:
    """Return the message that choosing something on a chip is, or nothing."""
    if told.get("act") != "chip":
        return ""
    word, value = str(told.get("word")), str(told.get("value"))
    name = str(told.get("name"))
    if word not in CHOICES or value not in choices(word, ""):
        return ""
    said = value.replace("_", " ")
    text = CHOICES[word][1].replace("{name}", name).replace("{}", said)
    return text.removesuffix(" light") if word == "light" and value in SPOKEN_LIGHT else text[:TEXT_LIMIT]


def choices(word: str, now: str) -> tuple[str, ...]:
    """Return what can be chosen where ``now`` is: an arch is said of a prop, and so is none of the backdrops."""
    return tuple(kind for kind in get_args(CHOICES[word][0]) if (word, kind) != ("backdrop", "arch") or kind == now)


def _choice(name: str, word: str, scene: Scene) -> str:
    _, _, shown = CHOICES[word]
    now = str(getattr(scene, word))
    options = "".join(_option(kind, kind == now, shown) for kind in choices(word, now))
    told = f'data-act="chip" data-name="{name}" data-word="{word}" aria-label="Change the {word.replace("_", " ")}"'
    return f'<select class="chip" {told}>{options}</select>'


def _option(kind: str, now: bool, shown: str) -> str:
    return f'<option value="{kind}"{" selected" if now else ""}>{shown.replace("{}", kind.replace("_", " "))}</option>'


def _prop(name: str, prop: str) -> str:
    said = prop.replace("_", " ")
    return (
        f'<span class="chip">{said}<button data-act="say" data-text="remove the {said} from {name}" '
        f'aria-label="Without {said}">×</button></span>'
    )


def _number(name: str, word: str, value: float) -> str:
    less, more = STEPS[word]
    shown = f" {value:+.1f}" if abs(value) >= 0.05 else ""
    return (
        f'<span class="chip"><button data-act="say" data-text="make {name} {less}" aria-label="{less}">−</button>'
        f'{word}{shown}<button data-act="say" data-text="make {name} {more}" aria-label="{more}">+</button></span>'
    )
