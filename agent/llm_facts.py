"""What the words surely say wins over what a model makes of them: surface, light, ratio, market, brand, changes."""

from typing import Any, get_args

from agent.facts import Facts
from agent.outputs import frame
from agent.reading_finer import finer
from agent.reading_scene import wish
from agent.references import picks
from tools.prices import RENDERED_CHANGES
from tools.specs.plan import Plan, Step
from tools.specs.words import Look

_ONE = ("surface", "backdrop", "light", "light_from", "camera", "display")
_FRAMED = ("aspect", "size", "market")


def held(steps: tuple[Step, ...], facts: Facts, base: Plan, fields: dict[str, frozenset[str]]) -> tuple[Step, ...]:
    """Return ``steps`` with what the brief names put in place. ``fields`` are the arguments that each tool takes."""
    return tuple(
        Step(
            tool=step.tool,
            args=_held(step, facts, base, fields.get(step.tool, frozenset())) | _count(step, steps, base),
        )
        for step in steps
    )


def _count(step: Step, steps: tuple[Step, ...], base: Plan) -> dict[str, Any]:
    """Return the number of pictures that was said, when one step is to make them all."""
    asked = [planned for planned in base.steps if planned.tool == step.tool]
    alone = len(asked) == 1 and sum(other.tool == step.tool for other in steps) == 1
    return {"variants": asked[0].args["variants"]} if alone and "variants" in asked[0].args else {}


def _held(step: Step, facts: Facts, base: Plan, fields: frozenset[str]) -> dict[str, Any]:
    args = dict(step.args)
    if "scene" in fields:
        args["scene"] = _scene(args.get("scene") or {}, facts)
        if not args["scene"]:
            del args["scene"]
    if step.tool == "edit":
        args["changes"] = changes(args.get("changes") or {}, _asked_changes(args.get("asset"), base))
    args |= _framed(step, facts, fields, base)
    if "inspiration" in fields and facts.pictures.inspiration:
        args["inspiration"] = list(facts.pictures.inspiration)
    if "brand" in fields:
        args["brand"] = facts.brand  # a style is its brand's alone, whatever a brief or a model says
    if not _own_style(args.get("style"), facts.brand, step.tool):
        args.pop("style", None)
    chosen = picks(facts.text, facts.brief.thread.assets if facts.brief.thread else ())
    if chosen and str(args.get("asset", "$")).startswith(("a", "img")) and args["asset"] not in chosen:
        args["asset"] = chosen[0]
    return args | _from_base(step, base)


def _own_style(style: object, brand: str, tool: str) -> bool:
    """Whether a style is the brand's own, or what an earlier step recalled; to forget one its name is enough."""
    text = str(style or "").lower()
    if tool == "forget_style" and "/" not in text:
        return True
    return text.startswith("$") or (bool(brand) and text.startswith(f"{brand.lower()}/"))


def _from_base(step: Step, base: Plan) -> dict[str, Any]:
    """Return what only the person decides and the words say: mode, engine, a prompt for one, where it is worn.

    And which part is shown, which photo shows the inside, what is to be behind the product.
    """
    same = next((planned.args for planned in base.steps if planned.tool == step.tool), {})
    names = ("mode", "engine", "prompt", "placement", "region", "inside")
    behind = {"scene": same["scene"]} if step.tool == "change_background" and "scene" in same else {}
    return {name: same[name] for name in names if name in same} | behind


def _scene(given: dict[str, Any], facts: Facts) -> dict[str, Any]:
    words, scene = facts.scene, dict(given)
    if words.look or scene.get("look") not in get_args(Look):
        scene["look"] = words.look
    for key in _ONE:
        named, absent = words.named.get(key, ()), words.absent.get(key, ())
        if named and scene.get(key) not in named:
            scene[key] = named[0]
        elif scene.get(key) in absent:
            del scene[key]
    absent_props, named_props = words.absent.get("props", ()), words.named.get("props", ())
    props = [prop for prop in scene.get("props", ()) if prop not in absent_props]
    scene["props"] = list(dict.fromkeys([*props, *named_props]))
    if words.palette:
        scene["palette"] = list(words.palette)
    read = wish(words)
    if "place" in read:
        scene["place"] = read["place"]
    said = {key: value for key, value in (read | scene).items() if value}
    return said | finer(facts.text, next(iter(facts.aspects), None))


def _framed(step: Step, facts: Facts, fields: frozenset[str], base: Plan) -> dict[str, Any]:
    """Return the ratio, size and market that were said, where the step takes them and says another.

    Of several outputs each has its own: those of the one step of ``base`` with this tool.
    """
    same = [planned.args for planned in base.steps if planned.tool == step.tool]
    said = same[0] if len(same) == 1 and len(base.steps) > 1 else frame(facts, size=True, market=True)
    found = {name: said[name] for name in _FRAMED if name in said and name in fields}
    if step.args.get("aspect") in facts.aspects:
        found.pop("aspect", None)
    return found


def _asked_changes(asset: object, base: Plan) -> dict[str, Any]:
    """Return the changes that the words ask of a picture, or of the only one that they change."""
    edits = [step.args for step in base.steps if step.tool == "edit"]
    mine = [args for args in edits if args.get("asset") == asset or len(edits) == 1]
    return dict(mine[0].get("changes") or {}) if mine else {}


def changes(given: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    """Return a model's changes held to those that the words ask for.

    A quality's direction and a named part of the set come from the words, its amount from the model; when the words
    name changes, parts of the set that they do not name stay as they are.
    """
    merged = {key: value for key, value in given.items() if not asked or key in asked or key not in RENDERED_CHANGES}
    for key, value in asked.items():
        mine = merged.get(key)
        if isinstance(value, int | float) and isinstance(mine, int | float) and mine * value > 0:
            continue
        merged[key] = value
    return merged
