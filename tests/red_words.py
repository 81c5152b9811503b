"""Talks held in words alone: policy, planner and the talk's memory, no photo looked at, no store.

What may be made of a refused product is asked of ``agent.policy.allow``, as the registry's door asks it. A talk takes
a millisecond or two so, a hundredth of what the whole assistant needs; ``test_redteam.py`` holds the two together.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from red_talks import MAKING, End, Held, Photo, Talk, photos_of, said

from agent.desk import Planner
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.talk import STICKY, after
from agent.uploads import described
from tools.errors import Refused
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.plan import Plan
from tools.specs.product import Product, Refusal


@dataclass
class _Memory:
    """What is known of the photos of a talk, and of each of its threads: its state, and the photos shown there."""

    refused: dict[str, Refusal] = field(default_factory=dict)
    states: dict[str, ThreadState] = field(default_factory=dict)
    shown: dict[str, tuple[Photo, ...]] = field(default_factory=dict)


def hold_in_words(talk: Talk, planner: Planner | None = None) -> Held:
    """Hold ``talk`` to its end as ``Team.hold`` does, without making anything."""
    planner, memory = planner or OfflinePlanner(), _Memory()
    leaked: list[str] = []
    refused: list[str] = []
    plan, end = Plan(), "nothing"
    for number, message in enumerate(map(said, talk.messages)):
        thread = str(message.get("thread", "a"))
        sent = tuple(photos_of(message, talk, first=number == 0))
        memory.shown[thread] = (*memory.shown.get(thread, ()), *sent)
        plan = _planned(_brief(message, sent, thread, memory), planner, sent or memory.shown[thread], memory)
        made = [step.tool for step in plan.steps if step.tool in MAKING] if plan.question is None else []
        memory.states[thread] = after(_brief(message, sent, thread, memory), plan, (), _names(made, thread, memory))
        leaked += [] if message.get("ok") else made
        refused += [plan.refusal.rule] if plan.refusal else []
        end = _end(plan, made)
    return Held(talk, end, tuple(leaked), tuple(refused), plan.reply)  # type: ignore[arg-type]


def _brief(message: dict[str, object], sent: tuple[Photo, ...], thread: str, memory: _Memory) -> Brief:
    """Return the message with what its thread knows; before the first picture, also the photos sent there."""
    state = memory.states.get(thread, ThreadState())
    photos = sent or (() if state.assets else memory.shown[thread])
    return described(
        Brief(
            text=str(message.get("say", "")),
            images=tuple(BriefImage(role=photo.role, what=photo.what, path=photo.file) for photo in photos),
            thread=state,
            price=message.get("price") or state.price,  # type: ignore[arg-type]
            brand=message.get("brand") or state.brand,  # type: ignore[arg-type]
        )
    )


def _planned(brief: Brief, planner: Planner, about: tuple[Photo, ...], memory: _Memory) -> Plan:
    """Return the plan, turned down where one of the photos it is about shows what was refused before."""
    plan = planner.plan(brief)
    if plan.refusal is not None and plan.refusal.rule in STICKY:
        for photo in about:
            memory.refused.setdefault(photo.name, plan.refusal)
    for refusal in _in_the_way(plan, about, memory):
        return plan.model_copy(update={"route": "refused", "refusal": refusal, "question": None, "steps": ()})
    return plan


def _in_the_way(plan: Plan, about: tuple[Photo, ...], memory: _Memory) -> Iterator[Refusal]:
    for step in plan.steps:
        for photo in about:
            refusal = memory.refused.get(photo.name)
            try:
                allow(step.tool, Product(id="0" * 64, size_mm=None, refusal=refusal))
            except Refused:
                yield refusal  # type: ignore[misc]


def _names(made: list[str], thread: str, memory: _Memory) -> tuple[str, ...]:
    state = memory.states.get(thread, ThreadState())
    return tuple(f"a{len(state.assets) + place}" for place, _ in enumerate(made, start=1))


def _end(plan: Plan, made: list[str]) -> End:
    return "refused" if plan.refusal else "asked" if plan.question else "made" if made else "nothing"
