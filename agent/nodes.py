"""The six nodes of a turn, each a short function from the state to its update.

A node may run twice: after a kill the unfinished one starts again at its top. What it writes is therefore keyed by
hash or by its place in the talk.
"""

from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent import talk
from agent.answers import Answer, done_in, joined, kept_upload, made_by, spoken, uploads_of
from agent.carried import error_form, revive_error, step_form
from agent.collection.attached import agree, answered
from agent.desk import Desk, State
from agent.events import Planned, Reviewed
from agent.memory_orders import orders_by_itself
from agent.photo_questions import with_photo_question
from agent.planner import refused_plan
from agent.planning import decide, heed, stopped, waits, within
from agent.policy import judge
from agent.run import Done, Turn, carry_out, may_render
from agent.style_questions import with_style_question
from agent.telling import Teller
from agent.tuning import note_done
from agent.uploads import Upload, check_consent, check_files, described, keep_uploads
from tools.errors import ParureError
from tools.review import review as measured
from tools.specs.brief import Brief
from tools.specs.finding import Finding
from tools.specs.plan import Plan
from tools.specs.said import Said, StepSaid


def policy(state: State, runtime: Runtime[Desk]) -> State:
    """Keep the message's files, and refuse before anything is planned."""
    desk, thread = runtime.context, state["thread"]
    brief = within(Brief.model_validate(state["brief"]), desk, thread)
    check_files(brief)
    answer = state.get("answer")  # its message's files were kept before the question
    uploads = uploads_of(state, desk) if answer else keep_uploads(brief, desk.store, thread)
    text, names = (answer, ()) if answer else (brief.text, tuple(upload.name for upload in uploads))
    desk.store.ledger.said.say(thread, Said(turn=state["turn"], side="person", text=text, images=names))
    update: State = {"brief": brief.model_dump(mode="json"), "uploads": [kept_upload(upload) for upload in uploads]}
    refusal = judge(described(brief)).refusal
    if refusal is not None:
        heed(uploads, desk, thread)  # not planned any more: a copy of a refused product stays its copy
        update["plan"] = refused_plan(brief, refusal).model_dump(mode="json")
    return update


def plan(state: State, runtime: Runtime[Desk]) -> State:
    """Decide what will be done. An answer that leaves the same question open, or is an order, is read by itself."""
    desk, brief = runtime.context, Brief.model_validate(state["brief"])
    uploads, answer = uploads_of(state, desk), state.get("answer")
    if answer and orders_by_itself(brief, answer):
        brief = brief.model_copy(update={"text": answer})
    decided = decide(brief, uploads, desk, state["thread"])
    if answer and decided.question == state.get("asked") and (told := answered(decided, answer)) is not None:
        decided = told
        agree(decided, state["thread"], desk.store)
    elif answer and decided.question is not None and decided.question == state.get("asked"):
        brief = brief.model_copy(update={"text": answer})
        decided = decide(brief, uploads, desk, state["thread"])
    check_consent(brief, decided, uploads, state["consent"], desk.store)
    runtime.stream_writer(Planned(decided))
    looked = with_style_question(
        with_photo_question(brief, decided, uploads, desk, state["thread"]), desk, state["thread"]
    )
    if looked is not decided:
        decided = looked
        runtime.stream_writer(Planned(decided))
    return {"plan": decided.model_dump(mode="json"), "brief": brief.model_dump(mode="json")}


def ask(state: State, runtime: Runtime[Desk]) -> State:
    """Stop for an answer when the plan has a question; what comes back goes on with the message."""
    desk, thread = runtime.context, state["thread"]
    brief, decided = Brief.model_validate(state["brief"]), Plan.model_validate(state["plan"])
    if decided.refusal is not None or not waits(decided, state["yes"]):
        return {"answer": ""}
    desk.store.ledger.save_state(thread, talk.after(brief, decided, (), ()))
    question = Said(turn=state["turn"], side="parure", question=decided.question, options=decided.options)
    desk.store.ledger.said.say(thread, question)
    answer = Answer.model_validate(interrupt({"question": decided.question, "options": list(decided.options)}))
    return joined(state, decided, answer)


def act(state: State, runtime: Runtime[Desk]) -> State:
    """Carry the plan out; each step is charged once, however often this runs."""
    desk, thread = runtime.context, state["thread"]
    brief, decided = Brief.model_validate(state["brief"]), Plan.model_validate(state["plan"])
    uploads = uploads_of(state, desk)
    talk.keep_products(brief, decided, uploads, desk.store, thread)
    if state["yes"]:
        agree(decided, thread, desk.store)
    error = stopped(brief, decided, state["yes"], desk)
    done: tuple[Done, ...] = ()
    if error is None:
        done = _carried(decided, state, uploads, runtime)
        error = next((outcome.error for _, outcome in done if outcome.error is not None), None)
    return {"carried": [step_form(each) for each in done], "stopped": error_form(error)}


def review(state: State, runtime: Runtime[Desk]) -> State:
    """Measure what was made, and say what is off."""
    desk = runtime.context
    findings = measured(made_by(done_in(state, desk), state["thread"], desk), desk.store)
    if findings:
        runtime.stream_writer(Reviewed(findings))
    return {"findings": [finding.model_dump(mode="json") for finding in findings]}


def reply(state: State, runtime: Runtime[Desk]) -> State:
    """Remember the turn: what the talk knows from now on, and what was said."""
    desk, thread = runtime.context, state["thread"]
    brief, decided = Brief.model_validate(state["brief"]), Plan.model_validate(state["plan"])
    done = done_in(state, desk)
    names = tuple(name for name, _ in made_by(done, thread, desk))
    desk.store.ledger.save_state(thread, talk.after(brief, decided, done, names))
    note_done(brief, decided, done, thread, desk.store)
    error = revive_error(state.get("stopped"))
    desk.store.ledger.said.say(
        thread,
        Said(
            turn=state["turn"],
            side="parure",
            text=_told(decided, done, error),
            made=names,
            steps=tuple(_step_said(each, thread, desk) for each in done),
            findings=tuple(Finding.model_validate(found) for found in state.get("findings", ())),
            credits=sum(outcome.credits for _, outcome in done),
            failed=error is not None,
        ),
    )
    return {}


def _told(plan: Plan, done: tuple[Done, ...], error: ParureError | None) -> str:
    """Return what the turn is remembered to have said: of one that stopped, why, after what was made before."""
    if error is None:
        return spoken(plan, done)
    made = any(outcome.result for _, outcome in done)
    return f"{spoken(plan, done)} {error.sentence}" if made else error.sentence


def after_policy(state: State) -> str:
    """Return the node after ``policy``."""
    return "act" if state.get("plan", {}).get("refusal") else "plan"


def after_ask(state: State) -> str:
    """Return the node after ``ask``: an answered message is judged and planned again."""
    return "policy" if state.get("answer") else "act"


def _carried(plan: Plan, state: State, uploads: tuple[Upload, ...], runtime: Runtime[Desk]) -> tuple[Done, ...]:
    desk, thread = runtime.context, state["thread"]
    teller = Teller(runtime.stream_writer, desk.watch, lambda asset: desk.store.ledger.save_asset(asset, thread))
    context = desk.context(thread, teller.watch)
    if any(may_render(step) for step in plan.steps):
        context.studio.warm_up()
    images = {f"img{upload.place + 1}": upload.name for upload in uploads}
    turn = Turn(state["turn"], Brief.model_validate(state["brief"]).max_credits, images)
    return carry_out(plan, desk.registry, context, turn, teller)


def _step_said(done: Done, thread: str, desk: Desk) -> StepSaid:
    step, outcome = done
    names = tuple(name for name, _ in made_by((done,), thread, desk))
    failed = outcome.error is not None
    read = {"board": outcome.board, "table": outcome.table}
    return StepSaid(tool=step.tool, text=outcome.text, made=names, failed=failed, **read)
