"""The one or two sentences that go with a plan."""

from agent.engines import nobody_wears, offered, painted, paints_person, paints_product
from agent.facts import Facts
from agent.questions import sentence
from agent.reading_scene import offer, place_said
from agent.unbuilt import unbuilt
from agent.understood import understood
from tools.specs.plan import Declined, Step


def reply(facts: Facts, steps: tuple[Step, ...], declined: tuple[Declined, ...]) -> str:
    """Return what will be made, what is offered instead of a place, and what was left out."""
    parts = [sentence("making", what=understood(steps)) if steps else sentence("nothing")]
    instead = offer(facts.scene)
    by_engine = painted(steps)
    if instead and facts.scene.place and any("scene" in step.args for step in steps) and not by_engine:
        parts.append(sentence(place_said(facts.scene), place=facts.scene.place, offer=instead))
    if facts.scene.guessed and any("scene" in step.args for step in steps):
        look = str(facts.scene.look).replace("_", " ")
        parts.append(sentence("mood_guessed", words=facts.scene.guessed, look=look))
    if facts.wants("straighten") and steps and not any(_straightens(step) for step in steps):
        parts.append(sentence("not_straightened"))
    if side := next((side for step in steps if (side := _caption(step))), None):
        parts.append(sentence(f"caption_{side}"))
    if by_engine:
        what = "_all" if paints_product(steps) else "_person" * paints_person(steps)
        parts.append(sentence(f"engine_paints{what}"))
    else:
        missing = unbuilt(facts, steps)
        parts += missing
        parts += [offered(facts)] if missing or _no_set(facts, steps) else []
        parts += [nobody_wears(facts)] if _on_nobody(facts, steps) else []
    parts += [sentence("declined", what=part.what) for part in declined]
    return " ".join(parts)


def _on_nobody(facts: Facts, steps: tuple[Step, ...]) -> bool:
    """Whether the product was to be worn and no step shows it so: there is no photo of anybody."""
    worn = any(step.tool == "try_on" or step.args.get("person") for step in steps)
    return (
        facts.wants("on_model")
        and not facts.person
        and not worn
        and any(str(step.args.get("prompt", "")).startswith("worn by") for step in steps)
    )


def _no_set(facts: Facts, steps: tuple[Step, ...]) -> bool:
    """Whether a place is named that the studio has no set of."""
    named = facts.scene.place and offer(facts.scene) and place_said(facts.scene) == "place"
    return bool(named) and any("scene" in step.args for step in steps)


def _caption(step: Step) -> str | None:
    return (step.args.get("scene") or step.args.get("changes") or {}).get("caption")


def _straightens(step: Step) -> bool:
    return step.tool == "ghost_mannequin" or step.args.get("mode") == "warped"
