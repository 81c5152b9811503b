"""What comes back to a question, and the parts of a turn's state as the nouns they stand for."""

from typing import Any

from agent.carried import revive_error, revive_step
from agent.choices import chose
from agent.desk import Desk, State
from agent.events import Made
from agent.run import Done, RunResult
from agent.spelling import understand
from agent.uploads import Upload
from tools.specs.base import Spec
from tools.specs.brief import Brief
from tools.specs.plan import Plan


class Answer(Spec):
    """A message that answers a question; what is not given stays as it was."""

    text: str
    price: str | None = None
    brand: str | None = None
    max_credits: int | None = None
    yes: bool = False
    consent: bool = False


def joined(state: State, plan: Plan, answer: Answer) -> State:
    """Return the state's update: the answer is a turn of its own, and goes on with what was said before."""
    brief = Brief.model_validate(state["brief"])
    told = {name: value for name in ("price", "brand", "max_credits") if (value := getattr(answer, name)) is not None}
    if plan.budget is not None and chose(understand(answer.text), "use_more"):
        told |= {"max_credits": None, "over_budget": True}
    text = f"{brief.text}\n{answer.text}".strip()[-20_000:]
    return {
        "turn": state["turn"] + 1,
        "asked": plan.question,
        "answer": answer.text,
        "brief": brief.model_copy(update={"text": text, **told}).model_dump(mode="json"),
        "yes": state["yes"] or answer.yes,
        "consent": state["consent"] or answer.consent,
    }


def kept_upload(upload: Upload) -> dict[str, Any]:
    """Return an upload as plain data."""
    return {"place": upload.place, "name": upload.name, "asset": upload.asset.id}


def uploads_of(state: State, desk: Desk) -> tuple[Upload, ...]:
    """Return the turn's uploads, their records read from the ledger."""
    find = desk.store.ledger.find_asset
    return tuple(
        Upload(kept["place"], kept["name"], find(kept["asset"], state["thread"])) for kept in state.get("uploads", ())
    )


def made_by(done: tuple[Done, ...], thread: str, desk: Desk) -> Made:
    """Return the pictures that the steps made, each with its short name in the thread."""
    name = desk.store.ledger.save_asset
    return tuple((name(asset, thread), asset) for _, outcome in done for asset in outcome.assets)


def done_in(state: State, desk: Desk) -> tuple[Done, ...]:
    """Return the steps that were tried, their pictures read from the ledger."""
    return tuple(revive_step(form, desk.store.ledger, state["thread"]) for form in state.get("carried", ()))


def spoken(plan: Plan, done: tuple[Done, ...]) -> str:
    """Return the plan's sentence and those of the steps that succeeded."""
    return " ".join(filter(None, [plan.reply, *(outcome.text for _, outcome in done if outcome.result)]))


def result_of(state: State, desk: Desk, seconds: float) -> RunResult:
    """Return what a turn that is over led to."""
    thread, decided, done = state["thread"], Plan.model_validate(state["plan"]), done_in(state, desk)
    error = revive_error(state.get("stopped"))
    return RunResult(decided, thread, spoken(decided, done), made_by(done, thread, desk), error, seconds)
