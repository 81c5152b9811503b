"""What a plan's steps are, in one line in a person's words: what is said there was understood, what is not was not."""

from collections.abc import Mapping
from typing import Any

from prompts import fill, table
from tools.specs.plan import Step

_NUMBERS = (
    "warmth", "exposure", "contrast", "saturation", "tint", "shadow", "zoom", "product_scale", "blur", "grain",
    "vignette", "key", "fill", "rim", "wall", "glow", "key_warmth", "fill_warmth", "daytime",
)  # fmt: skip
_PARTS = (
    "surface", "surface_color", "backdrop", "backdrop_color", "light", "light_from", "camera", "display", "add",
    "prop_color", "leaf", "remove", "product_position", "caption", "palette", "crop",
)  # fmt: skip
_OF_A_SCENE = ("look", "surface", "backdrop", "light", "light_from", "camera", "props", "leaf", "palette")
_FIRST = ("look", "surface", "backdrop", "light")
_COLOURS = ("surface_color", "backdrop_color", "prop_color", "palette")
_SLIGHT, _STRONG = 0.2, 0.7
_ALL = 1.0
_NONE = {"saturation": "no_colour", "shadow": "no_shadow", "rim": "no_rim", "wall": "no_wall", "glow": "no_glow"}


def understood(steps: tuple[Step, ...]) -> str:
    """Return the steps in words, each thing once: "a1 a bit warmer, without pebbles and a1 as 9:16"."""
    words = list(dict.fromkeys(step_words(step) for step in steps))
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def step_words(step: Step) -> str:
    """Return one step in words."""
    args, asset = step.args, _shown(step.args.get("asset"))
    if step.tool == "edit":
        changes = ", ".join([*_changes(args.get("changes") or {}), *_mode(args)])
        said = _said("edit", asset=asset, changes=changes) if changes else _said("edit_plain", asset=asset)
    elif step.tool == "reframe":
        asset = "the same" if asset == "it" else asset
        return _said("reframe", asset=asset, aspect=args.get("aspect", ""))
    elif step.tool in ("export", "check_listing"):
        market = _spoken(str(args.get("preset") or args.get("market")))
        return _said(step.tool, asset=asset, market=market)
    elif step.tool == "video":
        motion = _spoken(str(args.get("motion", "push_in")))
        said = _said("video", asset=asset, seconds=args.get("seconds", 5), motion=motion)
    elif step.tool == "try_on" and not args.get("person"):
        said = str(table("step_words")["try_on_painted"])
    elif step.tool == "undo":
        return _said("undo", asset=asset)
    elif step.tool == "detail" and args.get("region"):
        said = _said("detail", part=_spoken(str(args["region"])))
    else:
        said = str(table("step_words").get(step.tool, step.tool)).replace("{scene}", set_words(args.get("scene") or {}))
    return ", ".join([said, *_framed(args)])


def set_words(scene: Mapping[str, Any]) -> str:
    """Return the wished set in words, a space before each part: " on marble in soft window light"."""
    said = [(" " if name in _FIRST else ", ") + _part(name, scene[name]) for name in _OF_A_SCENE if scene.get(name)]
    display = str(table("step_words").get(f"shown_{scene.get('display')}", ""))
    return "".join(said) + display


def _changes(changes: Mapping[str, Any]) -> list[str]:
    numbers = [_number(name, float(changes[name])) for name in _NUMBERS if changes.get(name)]
    return numbers + [_part(name, changes[name]) for name in _PARTS if changes.get(name)]


def _number(name: str, value: float) -> str:
    more, less = table("understood")[name]
    if name in _NONE and value <= -_ALL:
        return str(table("understood")[_NONE[name]])
    words = str(more if value > 0 else less)
    if words.startswith(("without", "with ", "sharper")):
        return words
    if abs(value) <= _SLIGHT:
        return _said("slight", words=words)
    return _said("strong", words=words) if abs(value) >= _STRONG else words


def _part(name: str, value: Any) -> str:
    values = value if isinstance(value, list | tuple) else [value]
    spoken = [_colour(str(each)) if name in _COLOURS else _spoken(str(each)) for each in values]
    return _said(name, value=" and ".join(dict.fromkeys(spoken)))


def _framed(args: Mapping[str, Any]) -> list[str]:
    said = [_said("aspect", value=args["aspect"])] if args.get("aspect") else []
    said += [_said("market", value=_spoken(str(args["market"])))] if args.get("market") else []
    said += [_said("worn_at", value=args["placement"])] if args.get("placement") else []
    count = args.get("variants", 1)
    return [*said, f"{count} variants"] if isinstance(count, int) and count > 1 else said


def _mode(args: Mapping[str, Any]) -> list[str]:
    return [str(table("understood")[args["mode"]])] if args.get("mode") in ("graded", "exact") else []


def _shown(asset: object) -> str:
    """Return a picture's short name; what an earlier step makes is "it"."""
    name = str(asset or "")
    return "it" if not name or name.startswith("$") else "your photo" if name.startswith("img") else name


def _colour(value: str) -> str:
    """Return the English word for a hex colour, where the lists have one."""
    cells = table("colours").get(value)
    return str(cells.get("en") or cells.get("any")).split(",")[0].strip() if cells else value


def _spoken(value: str) -> str:
    return value.replace("_", " ")


def _said(name: str, **values: object) -> str:
    return fill(table("understood")[name], name, **values)
