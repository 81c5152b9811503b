"""Sheets that came with a message: read, asked about with a quote, and carried out when a person said yes."""

import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import cast

from agent.collection.carrying import Collection, carried, quoted
from agent.collection.cells import ZIP, is_sheet
from agent.collection.photos import PHOTOS, Photos, Read, photos_packed, together
from agent.collection.reading import outputs_in, read_sheet
from agent.collection.telling import asked, lines_of, reply
from agent.collection.totals import totals
from agent.questions import options, sentence
from agent.scan import find, said
from agent.spelling import understand
from agent.text import read_text
from tools.context import Context, Result
from tools.errors import BadRequest, ToolFailed
from tools.registry import Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.plan import Plan, Step
from tools.specs.sheet import Order, RowOutcome
from tools.specs.words import Market
from tools.store.images import Images
from tools.store.ledger import UPLOAD
from tools.store.store import Store

TOOL = "batch"
MOST_SHOWN = 24
"""Pictures of a sheet that stand in the talk itself; all are in its files."""
WITH_SHEET = "the files of this talk"


def sheet_among(uploads: tuple[Asset, ...]) -> Asset | None:
    """Return the newest sheet among uploads."""
    return next((asset for asset in reversed(uploads) if is_sheet(f"x.{asset.suffix}")), None)


def means_a_sheet(brief: Brief) -> bool:
    """Return whether a message speaks of a sheet, such as one that was sent before it."""
    return said("intents", TOOL, understand(brief.text))


def plan_of(sheet: Asset, brief: Brief, context: Context) -> Plan:
    """Return the plan of a message with a sheet: its quote as a question, and the step that a yes sets going.

    Raises ``BadRequest`` for a sheet that cannot be read.
    """
    order = order_of(brief)
    quote = quoted(_collection(sheet, order, context), context.store, context.thread, context.styles)
    args = {"sheet": sheet.id} | order.model_dump(mode="json", exclude_defaults=True)
    ready = bool(quote.pictures)
    return Plan(
        question=asked(quote),
        options=options("ask_quote") if ready else (),
        steps=(Step(tool=TOOL, args=args),) if ready else (),
        credits=quote.credits,
        budget=order.max_credits,
        reply=asked(quote),
    )


def answered(plan: Plan, answer: str) -> Plan | None:
    """Return the plan as an answer to its quote leaves it: to be carried out, or dropped; nothing for other words."""
    if not any(step.tool == TOOL for step in plan.steps):
        return None
    said_first = next((hit.meaning for hit in find("yes_no", read_text(answer))), None)
    if said_first == "agree" and not outputs_in(answer):
        return plan.model_copy(update={"question": None, "options": (), "reply": sentence("sheet_making")})
    if said_first == "disagree":
        update = {"question": None, "options": (), "steps": (), "credits": 0, "reply": sentence("sheet_dropped")}
        return plan.model_copy(update=update)
    return None


def agree(plan: Plan, thread: str, store: Store) -> None:
    """Note that the person agreed to what the plan's sheet costs."""
    for step in plan.steps:
        if step.tool == TOOL:
            sheet = store.ledger.find_asset(step.args["sheet"], thread)
            store.ledger.collections.agree(thread, sheet.sha256, plan.credits)


def order_of(brief: Brief) -> Order:
    """Return what a message orders for all rows of its sheet: outputs, as it said last, and its words for the looks."""
    text = understand(brief.text)
    markets = [hit.meaning for hit in find("markets", text)]
    return Order(
        outputs=next(filter(None, map(outputs_in, reversed(brief.text.splitlines()))), ()),
        words="\n".join(line for line in brief.text.splitlines() if not _is_answer(line))[:2000].strip(),
        brand=(brief.brand or "")[:200],
        market=cast(Market, markets[0]) if markets else None,
        max_credits=brief.max_credits,
    )


def _is_answer(line: str) -> bool:
    """Return whether a line of a message is what was said to a price, and says nothing about the pictures."""
    hits = find("yes_no", read_text(line))
    return bool(hits) and hits[0].start == 0 and not outputs_in(line)


@dataclass(frozen=True)
class SheetDesk:
    """Carries out the sheets of talks, each row through the one door."""

    registry: Registry

    def carry(self, sheet: Asset, order: Order, context: Context) -> Result:
        """Make what was agreed to. Raises ``BadRequest`` when it was not, ``ToolFailed`` when it is cancelled."""
        collection = _collection(sheet, order, context)
        quote = quoted(collection, context.store, context.thread, context.styles)
        if not quote.agreed:
            cost = f"{sheet.note} would cost {quote.credits} credits"
            raise BadRequest(f"{cost}: send the sheet, and say yes to its price.")
        heard: list[RowOutcome] = []
        report = carried(collection, self.registry, context, heard.append)
        if report.stopped and not report.over_budget:
            raise ToolFailed(reply(report))
        done = [outcome for outcome in report.outcomes if outcome.status == "done"]
        find_asset = context.store.ledger.find_asset
        made = tuple(find_asset(outcome.asset, context.thread) for outcome in done[-MOST_SHOWN:])
        lines = [line.model_dump(mode="json") for line in lines_of(report)]
        return Result(reply(report), made, totals(report) | {"table": lines}, spent=report.spent)


def _collection(sheet: Asset, order: Order, context: Context) -> Collection:
    data = context.store.images.read(sheet.sha256)
    read = read_sheet(data, sheet.note or f"sheet.{sheet.suffix}")
    return Collection(read, photos_of(context), order)


def photos_of(context: Context) -> Photos:
    """Return the photos that were sent in a talk, singly and in zips, the newest of one name first."""
    images = context.store.images
    uploads = [asset for _, asset in context.store.ledger.assets(context.thread) if asset.tool == UPLOAD]
    packed = [_packed(asset, images) for asset in reversed(uploads) if asset.suffix == ZIP]
    singly: dict[str, Read] = {}
    for asset in uploads:
        if PurePosixPath(asset.note).suffix.lower() in PHOTOS:
            singly[asset.note] = _reader(asset, images)
    return together([Photos(WITH_SHEET, singly), *packed], WITH_SHEET)


def _reader(asset: Asset, images: Images) -> Read:
    return lambda: images.read(asset.sha256)


def _packed(asset: Asset, images: Images) -> Photos:
    return photos_packed(lambda: zipfile.ZipFile(images.path(asset.sha256)), asset.note)  # not hashed for each photo
