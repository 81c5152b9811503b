"""The steps of a message that goes on with pictures that are there."""

from dataclasses import replace
from typing import Any

from agent.aids import aids_in, aids_of, has_podium, moved
from agent.catalogue import background, detail, ghost, upright
from agent.delivering import checks, exports, only_checked
from agent.facts import Facts, gathered
from agent.followups import (
    moves_only,
    nothing_but_small_words,
    position,
    relative_changes,
    set_changes,
)
from agent.light_side import light_side, only_placed
from agent.outputs import MAX_VARIANTS, corrected_board, frame, remember, shoots, tile_wanted, videos, worn
from agent.qualities import numeric_changes, softer_light
from agent.reading_caption import caption
from agent.reading_scene import wish
from agent.references import parted, picks, points_back
from agent.scan import find
from agent.single_lights import one_light
from agent.style_words import only_keeps
from agent.text import Text
from tools.specs.plan import Step
from tools.specs.words import Mode

_PLAIN_TOOLS = frozenset(
    {"white_studio", "ghost_mannequin", "remove_background", "detail", "change_background", "edit", "export", "mask"}
)


def followup_steps(facts: Facts) -> tuple[Step, ...]:
    """Return the steps, for each picture that is meant; empty when nothing in the message says what to do."""
    steps: list[Step] = []
    for order in orders(facts):
        done = len(steps)
        steps.extend(moved(step, done) for step in _steps(order))
    return _kept_at_once(steps)


def orders(facts: Facts) -> tuple[Facts, ...]:
    """Return what is said of each picture that a message means: "all of them in 9:16", "1 darker, 2 warmer"."""
    assets = facts.brief.thread.assets if facts.brief.thread else ()
    if not facts.follows_up or len(picks(facts.text, assets)) < 2:
        return (facts,)
    found: list[Facts] = []
    for meant, text in parted(facts.text, assets):
        said = facts if text is facts.text else gathered(facts.brief, text)
        found.extend(replace(said, asset=asset) for asset in meant)
    return tuple(found)


def _kept_at_once(steps: list[Step]) -> tuple[Step, ...]:
    """Return ``steps`` with one for a style that several pictures are remembered as."""
    kept = [step for step in steps if step.tool == "remember_style"]
    if len(kept) < 2:
        return tuple(steps)
    assets = [asset for step in kept for asset in step.args["assets"]]
    others = [step for step in steps if step.tool != "remember_style"]
    if len(others) != len(steps) - len(kept) or any(asset.startswith("$") for asset in assets):
        return tuple(steps)
    return (*others, Step(tool="remember_style", args=kept[0].args | {"assets": assets}))


def _steps(facts: Facts) -> tuple[Step, ...]:
    """Return the steps for one picture."""
    asset = facts.asset or "a1"
    if facts.wants("undo") and not branches(facts):
        assets = facts.brief.thread.assets if facts.brief.thread else ()
        last = assets[-1] if assets and points_back(facts.text) else asset  # "the previous one": what it was made from
        return (Step(tool="undo", args={"asset": last}),)
    if only_checked(facts):
        return tuple(checks(facts, asset))
    steps: list[Step] = []
    steps.extend(_changed(facts, asset))
    if not steps:
        steps.extend(_made(facts, asset))
    current = f"${len(steps)}" if steps else asset
    for aspect in facts.aspects if _reframes(facts, steps) else ():
        steps.append(Step(tool="reframe", args={"asset": current, "aspect": aspect}))
    return tuple(steps + _kept(facts, f"${len(steps)}" if steps else asset))


def branches(facts: Facts) -> bool:
    """Whether a message goes on from a picture that it names: "go back to a1 and make it cooler"."""
    thread = facts.brief.thread
    named = thread is not None and bool(picks(facts.text, thread.assets))
    back = any(hit.meaning == "back_to" for hit in find("history", facts.text))
    return named and back and bool(changes_of(facts))


def _reframes(facts: Facts, steps: list[Step]) -> bool:
    """Whether a ratio is a step of its own: not when a new picture or a clip takes it."""
    if facts.wants("video") and not steps:
        return False
    if any(step.args.get("changes", {}).get("crop") for step in steps):
        return False
    return not facts.wants("export") and all(step.tool in ("edit", "remove_background") for step in steps)


def _kept(facts: Facts, current: str) -> list[Step]:
    """Return the steps that end a picture's way: clip, style, file."""
    steps: list[Step] = []
    if facts.wants("video"):
        steps += videos(facts, current)
    if facts.wants("remember_style"):
        steps.append(remember(facts, current))
    return steps + checks(facts, current) + exports(facts, current)


def _made(facts: Facts, asset: str) -> list[Step]:
    """Return new pictures of the thread's product."""
    product = _product(facts, asset)
    if behind := background(facts, asset, plain=_is_plain(facts)):
        return [behind]
    if facts.wants("remove_background"):
        return [Step(tool="remove_background", args={"asset": asset})]
    if facts.wants("on_model") or facts.person:
        return [worn(facts, asset if facts.person == product else product)]
    if facts.wants("ghost"):
        return [ghost(facts, product, frame(facts, size=True, market=True))]
    if tile_wanted(facts) and not facts.wants("export"):
        worn_already = facts.brief.thread is not None and facts.brief.thread.last_tool == "try_on"
        shown = asset if worn_already else product  # a try-on goes on white with who wears it
        args = {"product": shown} | frame(facts, size=True, variants=True, market=True) | upright(facts)
        return [Step(tool="white_studio", args=args)]
    if facts.wants("detail"):
        return [detail(facts, product, frame(facts))]
    if aids_of(facts):
        return [_again(facts, asset)]
    another = facts.variants > 1 or facts.wants("recall_style") or bool(facts.pictures.inspiration)
    return shoots(facts, product, 0) if another else []


def _again(facts: Facts, asset: str) -> Step:
    """Return the last plain picture once more: less is left of its product, which has to be placed anew."""
    thread = facts.brief.thread
    if thread and thread.last_tool in ("remove_background", "mask", "change_background"):
        return Step(tool="remove_background", args={"asset": asset})
    return Step(tool="white_studio", args={"product": asset} | frame(facts, size=True, market=True))


def _product(facts: Facts, asset: str) -> str:
    """Return the thread's product: its photo, or its picture where the message's own photos are called img1, img2."""
    return asset if facts.brief.images else "img1"


def _on_a_person(facts: Facts) -> bool:
    """Whether a set that is named goes behind a person: they are where they were photographed, or before another."""
    thread = facts.brief.thread
    if thread is None or tile_wanted(facts):
        return False
    if (thread.last_scene or {}).get("stance"):
        return any(facts.scene.named.get(key) for key in ("backdrop", "surface"))
    return thread.last_tool == "try_on" and not thread.last_scene


def _is_plain(facts: Facts) -> bool:
    """Whether the last picture has no set."""
    thread = facts.brief.thread
    return bool(thread and thread.last_tool in _PLAIN_TOOLS and not thread.last_scene)


def changes_of(facts: Facts) -> dict[str, Any]:
    """Return what the message changes of the picture, in the words of ``edit.changes``."""
    thread = facts.brief.thread
    changes: dict[str, Any] = {}
    if not facts.wants("video"):
        changes |= set_changes(facts.text, facts.scene, thread.last_scene if thread else None)
        changes |= numeric_changes(facts.text)
        changes = _graded(facts, _with_one_light(facts.text, changes))
        if place := position(facts.text):
            changes["product_position"] = place
            if moves_only(facts.text):
                changes.pop("light_from", None)
        if lit := light_side(facts.text, thread.last_scene if thread else None):
            changes["light_from"] = lit
        for name in only_placed(facts.text):
            changes.pop(name, None)
        if side := caption(facts.text):
            changes["caption"] = side
            changes.pop("zoom", None)  # "more room for text" is no step back
        if thread and thread.last_scene and facts.aspects and facts.wants("crop_only"):
            changes["crop"] = facts.aspects[0]
        if aids := aids_of(facts):
            others = [prop for prop in changes.get("remove", ()) if prop != "podium" or has_podium(facts)]
            changes["remove"] = [*others, *aids]
        elif "stand" in aids_in(facts.text, facts.category):
            changes["remove"] = list(dict.fromkeys([*changes.get("remove", ()), "podium"]))
    if not changes and (deeper := softer_light(facts.text)):
        changes["shadow"] = deeper
    if not changes and mode_of(facts) is None and nothing_but_small_words(facts.text):
        changes |= relative_changes(facts.text, thread.last_changes if thread else None)
    return changes


def _with_one_light(text: Text, changes: dict[str, Any]) -> dict[str, Any]:
    """Return ``changes`` with what is said of single lights in place of what it would mean of the whole picture."""
    said = one_light(text)
    if changes.get("light") in said.lights and max(said.changes.values()) > 0:
        return changes  # "more backlight" where there is none asks for that light
    kept = {name: value for name, value in changes.items() if name not in said.taken}
    if kept.get("light") in said.lights:
        kept.pop("light")
    return kept | said.changes


def _graded(facts: Facts, changes: dict[str, Any]) -> dict[str, Any]:
    """Return ``changes`` with the colours that are said as a grade of the whole set, where it is one: "split tone"."""
    if not find("grading", facts.text):
        return changes
    said = sorted((*find("colours", facts.text), *find("metallics", facts.text)), key=lambda hit: hit.start)
    colours = [hit.meaning for hit in said] or list(facts.scene.palette)
    if not colours:
        return changes
    kept = {name: value for name, value in changes.items() if name not in ("backdrop_color", "saturation")}
    return kept | {"palette": colours[:2]}


def mode_of(facts: Facts) -> Mode | None:
    """Return the mode that is asked for: the product is to follow the light, or to stay as photographed again."""
    if facts.wants("product_exact"):
        return "exact"
    return "graded" if facts.wants("grade_product") else None


def _changed(facts: Facts, asset: str) -> list[Step]:
    """Return the edit, or a new set where the last picture had none to change."""
    if facts.wants("on_model", "ghost", "remove_background", "recall_style") or facts.person or only_keeps(facts.text):
        return []
    if _on_a_person(facts) and (scene := wish(facts.scene)):
        return [Step(tool="change_background", args={"asset": asset, "scene": scene})]
    if (again := corrected_board(facts, _product(facts, asset))) is not None:
        return [again]
    lit = facts.scene.first("light") is not None and facts.scene.first("light") != "softbox"
    if (_is_plain(facts) and (facts.sets_a_scene or lit)) or facts.scene.look:
        return shoots(facts, _product(facts, asset), 0)
    if (facts.wants("white", "straighten") or (_is_plain(facts) and aids_of(facts))) and not facts.sets_a_scene:
        return []
    if background(facts, asset, plain=_is_plain(facts)):
        return []
    changes, mode = changes_of(facts), mode_of(facts)
    if not changes and mode is None:
        return []
    args: dict[str, Any] = {"asset": asset, "changes": changes} | ({"mode": mode} if mode else {})
    if facts.scene.place or facts.scene.moods:
        args["prompt"] = facts.text.raw[:400]
    if facts.variants > 1:
        args["variants"] = min(facts.variants, MAX_VARIANTS)
    return [Step(tool="edit", args=args)]
