"""A sheet carried out: one row after the other, each picture through the one door, kept and charged once."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import cast

from agent.collection.photos import Photos
from agent.collection.routing import Job, Routed, Router, failed, left_out, refused, unread, verdict_on
from agent.owners import owner_in
from agent.photo_questions import MOST_THINGS, PAIRS
from agent.questions import sentence
from agent.uploads import keep_photo
from tools.context import Context, Styles
from tools.engines.progress import Progress
from tools.errors import BadRequest, BudgetExceeded, ParureError, Refused
from tools.known_again import remember
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.shared_set import prepare
from tools.specs.product import Classification, Product
from tools.specs.sheet import Order, Quote, Report, Row, RowOutcome, Sheet
from tools.specs.words import hardness_of
from tools.store.ledger import Ledger
from tools.store.store import Store

Heard = Callable[[RowOutcome], None]
CANCELLED = "cancelled."
NO_CREDITS = "the credits ran out."


@dataclass(frozen=True)
class Collection:
    """A sheet that was read, where its photos are, and what is ordered for all of it."""

    sheet: Sheet
    photos: Photos
    order: Order


def quoted(collection: Collection, store: Store, thread: str, styles: Styles | None) -> Quote:
    """Return what the sheet would cost in ``thread``. Photos are looked for and not opened; nothing is kept."""
    ledger = store.ledger
    out: list[RowOutcome] = []
    odd: dict[str, None] = {}
    credits = pictures = made = 0
    for routed in _routed(collection, styles, owner_in(thread)):
        fresh = [job for job in routed.jobs if ledger.collections.done(thread, job.key) is None]
        missing = _missing(collection.photos, routed.row) if fresh else ""
        if unread(routed):
            odd[sentence("row_unread", style=routed.row.style[:60])] = None
        made += len(routed.jobs) - len(fresh)
        out += [*routed.out, *(failed(routed.row, job.output, missing) for job in fresh if missing)]
        if not missing:
            pictures += len(fresh)
            credits += sum(job.credits for job in fresh)
    limits = [left for left in (collection.order.max_credits, ledger.balance()) if left is not None]
    agreed = ledger.collections.agreed(thread, collection.sheet.sha256)
    return Quote(
        sheet=collection.sheet,
        credits=credits,
        pictures=pictures,
        made=made,
        outcomes=tuple(out),
        remarks=tuple(odd),
        left=min(limits, default=None),
        agreed=agreed is not None and agreed >= credits,
    )


def agreed_to(collection: Collection, store: Store, thread: str, styles: Styles | None) -> None:
    """Note that the person agreed to what the sheet costs now, or to as much of it as they allow."""
    cost, most = quoted(collection, store, thread, styles).credits, collection.order.max_credits
    store.ledger.collections.agree(thread, collection.sheet.sha256, cost if most is None else min(cost, most))


def carried(collection: Collection, registry: Registry, context: Context, heard: Heard) -> Report:
    """Make what the sheet orders and is not made yet; ``heard`` is told of each output as it ends.

    What fails is told and the rest goes on; it ends early when it is cancelled or the credits run out.
    """
    run = _Run(collection, registry, context, heard)
    return run.whole()


def _routed(collection: Collection, styles: Styles | None, owner: str) -> Iterable[Routed]:
    router = Router(collection.order, styles, owner)
    return map(router.route, collection.sheet.rows)


def _missing(photos: Photos, row: Row) -> str:
    try:
        photos.find(row.photo, row.sku)
    except BadRequest as error:
        return error.sentence
    return ""


@dataclass(frozen=True)
class _Product:
    """A row's photo in the thread: its name there, its file's SHA-256, and what is to be said of it."""

    name: str
    sha256: str
    said: str = ""


@dataclass
class _Run:
    """One run of a sheet."""

    collection: Collection
    registry: Registry
    context: Context
    heard: Heard
    spent: int = 0
    outcomes: dict[tuple[int, str], RowOutcome] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    stopped: str = ""

    def whole(self) -> Report:
        """Refusals first, so that no row makes a picture of a product that another row declines."""
        started = time.monotonic()
        routed = tuple(_routed(self.collection, self.context.styles, self.context.owner))
        for each in routed:
            for outcome in each.out:
                self._end(each.row.key, outcome)
        for each in routed:
            if any(outcome.status == "refused" for outcome in each.out):
                self._decline(each.row)
        self.left.update(job.look for each in routed for job in each.jobs)
        for number, each in enumerate(routed):
            if each.jobs and not self.stopped:
                self._row(each, number, len(routed))
        return Report(
            sheet=self.collection.sheet,
            outcomes=tuple(self.outcomes[key] for key in sorted(self.outcomes, key=lambda key: key[0])),
            stopped=self.stopped,
            over_budget=self.stopped == NO_CREDITS,
            spent=self.spent,
            seconds=round(time.monotonic() - started, 3),
        )

    def _row(self, routed: Routed, number: int, count: int) -> None:
        """Make a row's pictures; those that are there already are only told again."""
        row = routed.row
        product: _Product | None = None
        for job in routed.jobs:
            if self.context.cancelled():
                self.stopped = CANCELLED
            if self.stopped:
                return
            known = self._ledger.collections.done(self.context.thread, job.key)
            if known is None and self._too_dear(job):  # nothing is cut out for a picture that is not made
                self.stopped = NO_CREDITS
                self._end(job.key, left_out(row, job.output, "row_budget"), keep=False)
                return
            began = time.monotonic()
            if known is not None and self._still(row, known):
                self._end(job.key, known.model_copy(update={"row": row.number, "sku": row.sku}), keep=False)
                continue
            try:
                context = replace(self.context, report=self._reporter(row, number, count))
                product = product or self._product(row, context)
                self._job(job, product, context, began)
            except ParureError as error:
                self._end(job.key, failed(row, job.output, error.sentence))

    def _job(self, job: Job, product: _Product, context: Context, began: float) -> None:
        """Make one picture through the door, and keep what became of it."""
        row, collections = job.row, self._ledger.collections
        args = job.call(product.name)
        self.left[job.look] -= 1
        first = collections.first_of(context.thread, job.look) if job.look else None
        if first is not None:
            args["like"] = first
        budget = self.collection.order.max_credits
        left = None if budget is None else budget - self.spent
        made = self.registry.call(job.tool, args, context, f"collection.{job.key}", left)
        self.spent += made.credits
        if isinstance(made.error, BudgetExceeded):
            self.stopped = NO_CREDITS
            self._end(job.key, left_out(row, job.output, "row_budget"), keep=False)
        elif made.error is not None and context.cancelled():
            self.stopped = CANCELLED
        else:
            outcome = _outcome(job, made, product)
            if job.look and first is None and self.left[job.look] > 0:
                _prepared(made, context)
            self._end(job.key, outcome.model_copy(update={"seconds": round(time.monotonic() - began, 3)}))

    def _too_dear(self, job: Job) -> bool:
        most, left = self.collection.order.max_credits, self._ledger.balance()
        return (most is not None and self.spent + job.credits > most) or (left is not None and job.credits > left)

    def _still(self, row: Row, known: RowOutcome) -> bool:
        """Whether a picture is of the photo that lies there now; where none does any more, it stays."""
        try:
            return hashlib.sha256(self._photo(row)[1]).hexdigest() == known.photo_sha256
        except ParureError:
            return True

    def _photo(self, row: Row) -> tuple[str, bytes]:
        path = self.collection.photos.find(row.photo, row.sku)
        return path, self.collection.photos.read(path)

    def _product(self, row: Row, context: Context) -> _Product:
        """Keep the row's photo with what the sheet says of it, and look at it. Raises one of the five."""
        path, data = self._photo(row)
        name, asset = keep_photo(data, path.rpartition("/")[2], context.store, context.thread)
        known = self._ledger.product(asset.sha256) or Product(id=asset.sha256, size_mm=None, refusal=None)
        told = {"price": row.price or known.price, "brand": row.brand or self.collection.order.brand or known.brand}
        kind = {"category": row.category, "hardness": hardness_of(row.category)} if row.category else {}
        self._ledger.save_product(known.model_copy(update=told | kind))
        if known.refusal is not None:
            return _Product(name, asset.sha256)  # the door will say it; nothing is looked at
        call = {"image": asset.id, "words": row.name, "cut": True, "keep": row.category is not None}
        seen = self.registry.call("classify", call, context)
        return _Product(name, asset.sha256, _said(seen, row))

    def _decline(self, row: Row) -> None:
        """Keep a row's refusal with its product, when there is a photo of it: it is known again then.

        What is unsafe is a request and no thing: it is judged anew with each.
        """
        told = verdict_on(row, self.collection.order).refusal
        if told is None or told.rule == "unsafe":
            return
        try:
            path, data = self._photo(row)
            _, asset = keep_photo(data, path.rpartition("/")[2], self.context.store, self.context.thread)
        except ParureError:
            return
        known = self._ledger.product(asset.sha256) or Product(id=asset.sha256, size_mm=None, refusal=None)
        self._ledger.save_product(known.model_copy(update={"refusal": known.refusal or told, "price": row.price}))
        if known.known_as is None:
            remember(asset.sha256, self.context.store)

    def _end(self, work: str, outcome: RowOutcome, keep: bool = True) -> None:
        """Note what became of an output, in the ledger first: what is told has happened."""
        if keep:
            self._ledger.collections.save(self.context.thread, work, outcome)
        self.outcomes[outcome.row, outcome.output] = outcome
        self.heard(outcome)

    def _reporter(self, row: Row, number: int, count: int) -> Callable[[Progress], None]:
        def report(now: Progress) -> None:
            stage = f"{row.sku}, {number + 1} of {count}: {now.stage}"
            self.context.report(replace(now, stage=stage, share=(number + now.share) / count))

        return report

    @property
    def _ledger(self) -> Ledger:
        return self.context.store.ledger


def _prepared(made: Outcome, context: Context) -> None:
    """Render the empty set of a look's first picture: each later one adds only its product to it."""
    recipe = made.assets[0].recipe if made.assets else None
    if recipe is not None:
        with suppress(ParureError):  # then the next one renders it
            prepare(recipe, context)


def _outcome(job: Job, made: Outcome, product: _Product) -> RowOutcome:
    """Return what a call led to. What a repeated call cost was charged when it was first made, and is told here."""
    if isinstance(made.error, Refused):
        told = {"rule": made.error.rule, "reason": made.error.reason, "advice": made.error.advice}
        return refused(job.row, job.output, told)
    if made.error is not None or not made.assets:
        return failed(job.row, job.output, made.text)
    asset = made.assets[0]
    text = "" if "style" in job.args else made.text  # a remembered look's name is forgotten with it
    return RowOutcome(
        row=job.row.number,
        sku=job.row.sku,
        output=job.output,
        status="done",
        text=" ".join(filter(None, [text, product.said])),
        photo_sha256=product.sha256,
        asset=asset.id,
        sha256=asset.sha256,
        look=job.look,
        credits=price(job.tool, dict(job.args)),
    )


def _said(seen: Outcome, row: Row) -> str:
    """Return what is to be known of a photo that nobody can be asked about."""
    data = seen.result.data if seen.result else {}
    found = Classification.model_validate({key: data[key] for key in Classification.model_fields if key in data})
    count = cast(int, data.get("pieces", 1))
    pair = count == 2 and (row.category or found.category) in PAIRS
    said = [sentence("row_several", count=count)] if 1 < count <= MOST_THINGS and not pair else []
    return " ".join([*said, sentence("row_worn")] if found.worn else said)
