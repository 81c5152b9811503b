"""The offline planner: from words to a plan, without a model, a key or a network."""

from agent.agreed import turned_down, with_what_was_priced
from agent.aids import taken_away_first
from agent.catalogue import inside_of
from agent.choices import chose, settled
from agent.edits import followup_steps
from agent.engines import engine_asked, paints_all, with_engine, with_painted_view
from agent.facts import Facts, gather
from agent.history_orders import history_order
from agent.memory_orders import asks_for_a_file, memory_order
from agent.nearest_look import Nearest, with_nearest
from agent.outputs import first_steps, forget, remember
from agent.policy import Verdict, judge
from agent.questions import Question, ask, at_odds, keeps_a_board, question, sentence
from agent.reading_frame import budget
from agent.replies import reply
from agent.tuning import tuned_steps
from prompts import table
from tools.liking import liking_words
from tools.prices import price
from tools.specs.brief import Brief
from tools.specs.plan import Declined, Plan, Step
from tools.specs.product import Refusal
from tools.specs.taste import Taste
from tools.specs.words import Route


class OfflinePlanner:
    """Plans by word lists. The same brief gives the same plan, and any text gives one.

    ``nearest`` finds the look of a mood that no list knows; without it such words are said to be unknown.
    """

    def __init__(self, nearest: Nearest | None = None) -> None:
        self._nearest = nearest

    def plan(self, brief: Brief) -> Plan:
        """Return the plan of ``brief``, policy included: refusal, question or steps."""
        facts = with_nearest(with_what_was_priced(facts_of(brief)), self._nearest)
        verdict = judge(brief)
        if verdict.refusal:
            return _refused(facts, verdict.refusal)
        if facts.wants("estimate"):
            return _estimate(facts)
        return _asked_or_planned(facts, verdict)


def facts_of(brief: Brief) -> Facts:
    """Return the facts of ``brief``, wishes at odds with each other settled as far as an answer settled them."""
    facts = gather(brief)
    return settled(facts) if at_odds(facts) else facts


def refused_plan(brief: Brief, refusal: Refusal) -> Plan:
    """Return the plan of a brief that policy refused."""
    return _refused(gather(brief), refusal)


def _refused(facts: Facts, refusal: Refusal) -> Plan:
    said = sentence("refused", reason=refusal.reason, advice=refusal.advice)
    return Plan(route="refused", category=facts.category, refusal=refusal, reply=said)


def _asked_or_planned(facts: Facts, verdict: Verdict) -> Plan:
    allowed = _budget(facts)
    if turned_down(facts):
        return Plan(route=_route(facts), category=facts.category, budget=allowed, reply=sentence("nothing_made"))
    if (order := memory_order(facts)) is not None:
        return _ordered(facts, order)
    if (order := history_order(facts)) is not None:
        return _stepped(facts, order, allowed)
    if asked := question(facts, verdict.ask_price, engine_asked(facts) is not None):
        return _asking(facts, asked, allowed)
    steps, tuned = tuned_steps(_steps(facts), facts.brief.taste)
    steps = with_engine(steps, facts)
    declined = _declined(facts)
    if declined and not _worth_without(facts, steps) and not chose(facts.text, "go_on"):
        return _asking(facts, with_painted_view(_about(declined[0], steps), facts), allowed)
    if not steps:
        return _asking(facts, ask("ask_change"), allowed)
    cost = sum(price(step.tool, step.args) for step in steps)
    if allowed is not None and cost > allowed:
        return _asking(facts, ask("ask_budget", cost=cost, budget=allowed), allowed)
    return Plan(
        route=_route(facts),
        category=facts.category,
        steps=steps,
        credits=cost,
        budget=allowed,
        declined=declined,
        tuned=tuned,
        reply=" ".join([reply(facts, steps, declined), *say_tuned(tuned)]),
    )


def say_tuned(tuned: Taste | None) -> list[str]:
    """Return the one line about what was done because it had been liked before, if anything was."""
    return [sentence("tuned", what=liking_words(tuned))] if tuned else []


def _ordered(facts: Facts, steps: tuple[Step, ...]) -> Plan:
    """Return the plan of an order about what is remembered: it makes no picture and costs nothing."""
    said = "" if steps else sentence("styles_file" if asks_for_a_file(facts) else "all_stay")
    return Plan(route=_route(facts), category=facts.category, steps=steps, budget=_budget(facts), reply=said)


def _stepped(facts: Facts, steps: tuple[Step, ...], allowed: int | None) -> Plan:
    """Return the plan of an order about the talk's history."""
    cost = sum(price(step.tool, step.args) for step in steps)
    if allowed is not None and cost > allowed:
        return _asking(facts, ask("ask_budget", cost=cost, budget=allowed), allowed)
    said = reply(facts, steps, ()) if cost else ""
    return Plan(route=_route(facts), category=facts.category, steps=steps, credits=cost, budget=allowed, reply=said)


def _steps(facts: Facts) -> tuple[Step, ...]:
    if facts.wants("forget_style"):
        return (forget(facts),)
    if keeps_a_board(facts):
        return (remember(facts, *facts.pictures.inspiration),)
    return taken_away_first(followup_steps(facts) if facts.follows_up else first_steps(facts), facts)


def _estimate(facts: Facts) -> Plan:
    """A question about cost is one step, and it makes nothing; of what was spent there is nothing to plan."""
    spent = facts.wants("spent")
    steps = () if spent else _steps(facts)
    cost = sum(price(step.tool, step.args) for step in steps)
    args = {"plan": [step.model_dump() for step in steps]}
    return Plan(
        route=_route(facts),
        category=facts.category,
        steps=(Step(tool="estimate", args=args),),
        budget=_budget(facts),
        reply="" if spent else sentence("estimate", cost=cost),
    )


def _asking(facts: Facts, asked: Question, allowed: int | None) -> Plan:
    return Plan(
        route=_route(facts),
        category=facts.category,
        question=asked.text,
        options=asked.options,
        budget=allowed,
        reply=asked.text,
    )


def _about(declined: Declined, steps: tuple[Step, ...]) -> Question:
    """Return the question about an alteration; going on as it is is an answer only where something is to be made."""
    asked = ask("ask_alteration", what=declined.what)
    return asked if steps else Question(asked.text)


def _route(facts: Facts) -> Route:
    if facts.category is None:
        return "unknown"
    return "hard" if facts.hard else "soft"


def _budget(facts: Facts) -> int | None:
    """Return the tighter of the words' limit and the caller's; none when the person agreed to go over it."""
    if facts.brief.over_budget:
        return None
    limits = [limit for limit in (budget(facts.text), facts.brief.max_credits) if limit is not None]
    return min(limits, default=None)


def _declined(facts: Facts) -> tuple[Declined, ...]:
    if not facts.altered or (facts.wants("ghost") and inside_of(facts)):
        return ()  # the inside of a ghost mannequin is asked of a photo that shows it
    if paints_all(facts) and not facts.hard:
        return ()  # another view of a soft thing may be painted, when an engine is asked for
    return (Declined(what=facts.altered, rule="product_change", reason=table("refusals")["product_change"]["reason"]),)


def _worth_without(facts: Facts, steps: tuple[Step, ...]) -> bool:
    """Whether the brief holds more than the alteration: a set, a tile, a clip that can be served."""
    named = facts.sets_a_scene or facts.scene.first("light") is not None or bool(facts.aspects)
    wanted = facts.wants(
        "white",
        "video",
        "detail",
        "export",
        "ghost",
        "reframe",
        "remove_background",
        "remember_style",
        "straighten",
        "own_background",
    )
    return bool(steps) and (named or wanted or any(step.tool == "edit" for step in steps))
