"""The one or two sentences that go with a plan."""

from agent.facts import Facts
from agent.questions import sentence
from agent.reading_scene import offer, place_said
from agent.unbuilt import unbuilt
from prompts import table
from tools.specs.plan import Declined, Step


def reply(facts: Facts, steps: tuple[Step, ...], declined: tuple[Declined, ...]) -> str:
    """Return what will be made, what is offered instead of a place, and what was left out."""
    parts = [sentence("making", what=_listed(steps)) if steps else sentence("nothing")]
    instead = offer(facts.scene)
    if instead and facts.scene.place and any("scene" in step.args for step in steps):
        parts.append(sentence(place_said(facts.scene), place=facts.scene.place, offer=instead))
    if facts.scene.guessed and any("scene" in step.args for step in steps):
        look = str(facts.scene.look).replace("_", " ")
        parts.append(sentence("mood_guessed", words=facts.scene.guessed, look=look))
    if facts.wants("straighten") and steps and not any(_straightens(step) for step in steps):
        parts.append(sentence("not_straightened"))
    if side := next((side for step in steps if (side := _caption(step))), None):
        parts.append(sentence(f"caption_{side}"))
    parts += unbuilt(facts, steps)
    parts += [sentence("declined", what=part.what) for part in declined]
    return " ".join(parts)


def _caption(step: Step) -> str | None:
    return (step.args.get("scene") or step.args.get("changes") or {}).get("caption")


def _straightens(step: Step) -> bool:
    return step.tool == "ghost_mannequin" or step.args.get("mode") == "warped"


def _listed(steps: tuple[Step, ...]) -> str:
    words = list(dict.fromkeys(_named(step) for step in steps))
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def _named(step: Step) -> str:
    scene = step.args.get("scene") or {}
    surface, light = scene.get("surface"), scene.get("light")
    said = f" in the look {str(scene['look']).replace('_', ' ')}" if scene.get("look") else ""
    said += f" on {surface}" if surface else ""
    said += f" in {str(light).replace('_', ' ')} light" if light else ""
    said += str(table("step_words").get(f"shown_{scene.get('display')}", ""))
    text = str(table("step_words").get(step.tool, step.tool)).replace("{scene}", said)
    count = step.args.get("variants", 1)
    return f"{text}, {count} variants" if isinstance(count, int) and count > 1 else text
