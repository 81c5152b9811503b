"""From a message to its plan: what the talk knows is added, photos are looked at, old refusals are heeded."""

from agent import talk
from agent.collection.attached import TOOL as SHEET
from agent.collection.attached import means_a_sheet, plan_of, sheet_among
from agent.collection.cells import is_file
from agent.desk import LOOKING, Desk
from agent.tuning import taste_of
from agent.uploads import Upload, described, looked_at
from tools.errors import BudgetExceeded, ParureError, Refused
from tools.known_again import recognised
from tools.specs.brief import Brief
from tools.specs.plan import Plan


def within(brief: Brief, desk: Desk, thread: str | None) -> Brief:
    """Return the brief with what its talk knows, and the owner's budget where it names none."""
    full = talk.in_thread(brief, desk.store, thread) if thread else brief
    full = full.model_copy(update={"taste": taste_of(full, desk.store, thread or ""), "engines": desk.engines})
    limited = full.max_credits is not None or full.over_budget
    return full if limited else full.model_copy(update={"max_credits": desk.budget})


def decide(brief: Brief, uploads: tuple[Upload, ...], desk: Desk, thread: str) -> Plan:
    """Plan from the words, look at the photos when these leave the kind of thing open, and heed old refusals.

    A sheet's photos are looked at row by row, when its pictures are made.
    """
    if (plan := _sheet_plan(brief, uploads, desk, thread)) is not None:
        return plan
    brief = described(brief)
    plan = desk.planner.plan(brief)
    if uploads and plan.category is None and plan.refusal is None:
        looking = desk.context(LOOKING, desk.watch)
        plan = desk.planner.plan(looked_at(brief, uploads, desk.registry, looking))
    heed(uploads, desk, thread)
    for step in plan.steps:
        for product in talk.products(uploads, desk.store, thread):
            try:
                desk.registry.allow(step.tool, product)
            except Refused as refused:
                return talk.turned_down(plan, refused)
    return plan


def heed(uploads: tuple[Upload, ...], desk: Desk, thread: str) -> None:
    """See whether a message's photos show a product that was refused before, in another file; that refuses them too."""
    if not desk.store.ledger.refused_first():
        return
    context = desk.context(LOOKING, desk.watch)
    for photo in talk.photos(uploads, desk.store, thread):
        if not is_file(photo.suffix):
            recognised(photo, context)


def _sheet_plan(brief: Brief, uploads: tuple[Upload, ...], desk: Desk, thread: str) -> Plan | None:
    """Return the plan of a message with a sheet, or of one that speaks of the sheet sent before."""
    sheet = sheet_among(tuple(upload.asset for upload in uploads))
    if sheet is None and means_a_sheet(brief):
        sheet = sheet_among(tuple(asset for _, asset in desk.store.ledger.assets(thread)))
    if sheet is None:
        return None
    sheet = desk.store.ledger.find_asset(sheet.id, thread)  # its first name, where it was sent before
    return plan_of(sheet, brief, desk.context(thread, desk.watch))


def stopped(brief: Brief, plan: Plan, yes: bool, desk: Desk) -> ParureError | None:
    """Return why a plan is not carried out at all: refused, or more than is allowed or left."""
    if plan.refusal is not None:
        return Refused(plan.refusal.rule, plan.refusal.reason, plan.refusal.advice)
    if waits(plan, yes):
        return too_dear(brief, plan, desk)
    if any(step.tool == SHEET for step in plan.steps):
        return None  # it makes what the credits are enough for, and stops there
    left = desk.store.ledger.balance()
    for limit, name in ((brief.max_credits, "were allowed"), (left, "are left")):
        if limit is not None and plan.credits > limit:
            return BudgetExceeded(f"This would cost {plan.credits} credits and {limit} {name}.")
    return None


def waits(plan: Plan, yes: bool) -> bool:
    """Return whether the plan's question must be answered before anything is made."""
    return plan.question is not None and not (yes and plan.steps)


def too_dear(brief: Brief, plan: Plan, desk: Desk) -> BudgetExceeded | None:
    """Return an error when a question is one of price: the same brief without its limit would cost too much."""
    if brief.max_credits is None or plan.question is None:
        return None
    free = desk.planner.plan(described(brief.model_copy(update={"max_credits": None})))
    return BudgetExceeded(plan.question) if free.credits > brief.max_credits else None
