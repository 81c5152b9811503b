"""What is done for a row of a sheet: which tools, with what arguments; and what is not, and why."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from agent.facts import JEWELLERY
from agent.planner import OfflinePlanner
from agent.policy import Verdict, judge
from agent.questions import sentence
from agent.uploads import name_words
from tools.context import Styles
from tools.prices import price
from tools.specs.brief import Brief, BriefImage
from tools.specs.sheet import MOST_CREDITS_A_SKU, Order, Row, RowOutcome, Status
from tools.specs.style import own_brand
from tools.specs.words import Output

TOOLS: Mapping[Output, str] = MappingProxyType({
    "tile": "white_studio",
    "look": "reference_shoot",
    "detail": "detail",
    "ghost": "ghost_mannequin",
    "cutout": "remove_background",
})  # fmt: skip
USUAL: tuple[Output, ...] = ("tile", "look")
"""What a row gets that orders nothing."""
WITH_MARKET = ("tile", "ghost")
TILE_MARKETS = frozenset({"amazon", "amazon_jewelry", "google", "shopify", "etsy"})


@dataclass(frozen=True)
class Job:
    """One output of one row. ``args`` lack the product; ``look`` is the same for pictures that share a set."""

    row: Row
    output: Output
    args: Mapping[str, Any]
    look: str = ""

    @property
    def tool(self) -> str:
        """The tool that makes it."""
        return TOOLS[self.output]

    @property
    def key(self) -> str:
        """What is made of what: 32 hex digits. A price that was put right, or another line, is the same work."""
        row = self.row
        told = [row.sku, row.photo, row.category, self.output, dict(self.args)]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]

    @property
    def credits(self) -> int:
        """What it costs."""
        return price(self.tool, self.args)

    def call(self, product: str) -> dict[str, Any]:
        """Return the call's arguments for the photo ``product``."""
        return {"asset" if self.output == "cutout" else "product": product, **self.args}


@dataclass(frozen=True)
class Routed:
    """What is to be done of a row, in order, and what of it is known not to be made."""

    row: Row
    jobs: tuple[Job, ...]
    out: tuple[RowOutcome, ...] = ()


class Router:
    """Routes the rows of one sheet. Looks in words and remembered looks are read once each."""

    def __init__(self, order: Order, styles: Styles | None, owner: str = "") -> None:
        """``owner`` is whose looks are meant where a row names no brand; empty is whoever is at the machine itself."""
        self._order = order
        self._owner = owner
        self._styles = styles
        self._seen: dict[str, int] = {}
        self._known: dict[tuple[str, str], str | None] = {}

    def route(self, row: Row) -> Routed:
        """Return what is done for ``row``; rows are to come in the sheet's order."""
        outputs = row.outputs or self._order.outputs or USUAL
        first = self._seen.setdefault(row.key, row.number)
        if first != row.number:
            return Routed(row, (), tuple(left_out(row, output, "row_again", first=first) for output in outputs))
        verdict = verdict_on(row, self._order)
        if verdict.refusal is not None:
            told = verdict.refusal.model_dump()
            return Routed(row, (), tuple(refused(row, output, told) for output in outputs))
        if verdict.ask_price is not None:
            out = (left_out(row, output, "row_price", what=verdict.ask_price) for output in outputs)
            return Routed(row, (), tuple(out))
        return self._within_reach(row, tuple(self._job(row, output) for output in outputs))

    def _within_reach(self, row: Row, jobs: tuple[Job, ...]) -> Routed:
        """Leave out what would take the SKU over what one may cost."""
        kept: list[Job] = []
        out = []
        for job in jobs:
            if sum(each.credits for each in (*kept, job)) <= MOST_CREDITS_A_SKU:
                kept.append(job)
            else:
                out.append(left_out(row, job.output, "row_too_dear", most=MOST_CREDITS_A_SKU))
        return Routed(row, tuple(kept), tuple(out))

    def _job(self, row: Row, output: Output) -> Job:
        if output == "look":
            args = self._look(row)
            return Job(row, output, args, look=_name_of(args))
        return Job(row, output, self._market(row) if output in WITH_MARKET else {})

    def _market(self, row: Row) -> dict[str, Any]:
        market = row.market or self._order.market
        if market not in TILE_MARKETS:
            return {}
        return {"market": "amazon_jewelry" if market == "amazon" and row.category in JEWELLERY else market}

    def _look(self, row: Row) -> dict[str, Any]:
        """Return the set: a remembered look of the brand, or what the words say."""
        brand = own_brand(row.brand or self._order.brand or "", self._owner)
        if row.style and (ref := self._remembered(brand, row.style)) is not None:
            return {"style": ref}
        words = ", ".join(filter(None, [row.style, self._order.words if not row.style else ""]))
        args: dict[str, Any] = json.loads(_read_look(words, row.category or "ring"))
        return args

    def _remembered(self, brand: str, name: str) -> str | None:
        if (brand, name) not in self._known:
            found = self._styles.find(brand, name) if self._styles is not None and len(name) <= 60 else None
            self._known[brand, name] = found.ref if found is not None else None
        return self._known[brand, name]


def verdict_on(row: Row, order: Order) -> Verdict:
    """Return what policy says of a row: its words are the person's, its photo's name is material."""
    photo = name_words(Path(row.photo.replace("\\", "/").rpartition("/")[2]))
    seen = " ; ".join(filter(None, [(row.category or "").replace("_", " "), photo]))
    return judge(
        Brief(
            text=" ; ".join(filter(None, [row.name, row.style, order.words]))[:20_000],
            images=(BriefImage(role="product", what=seen),),
            price=row.price,
            brand=row.brand or order.brand or None,
        )
    )


def left_out(row: Row, output: Output, why: str, **values: object) -> RowOutcome:
    """Return the outcome of what is not tried; ``why`` is a sentence of ``replies.yaml``."""
    return _ended(row, output, "skipped", sentence(why, **values))


def failed(row: Row, output: Output, said: str) -> RowOutcome:
    """Return the outcome of what did not work, with the sentence that says what to do."""
    return _ended(row, output, "failed", said)


def refused(row: Row, output: Output, told: Mapping[str, str]) -> RowOutcome:
    """Return the outcome of a refusal: its rule, reason and advice."""
    ended = _ended(row, output, "refused", told["reason"])
    return ended.model_copy(update={"rule": told["rule"], "advice": told["advice"]})


def _ended(row: Row, output: Output, status: Status, text: str) -> RowOutcome:
    return RowOutcome(row=row.number, sku=row.sku, output=output, status=status, text=text)


def unread(routed: Routed) -> bool:
    """Return whether the row's words for its look say nothing that a set is made of."""
    look = next((job for job in routed.jobs if job.output == "look"), None)
    return bool(routed.row.style) and look is not None and not look.args


@lru_cache(maxsize=1024)
def _read_look(words: str, category: str) -> str:
    """Return the arguments of a set in words, as JSON; the planner reads them as it reads a brief."""
    if not words:
        return "{}"
    shown = BriefImage(role="product", what=category.replace("_", " "))
    plan = OfflinePlanner().plan(Brief(text=words, images=(shown,)))
    step = next((step for step in plan.steps if step.tool == "reference_shoot"), None)
    args = {name: value for name, value in step.args.items() if name != "product"} if step else {}
    return json.dumps(args, sort_keys=True)


def _name_of(args: Mapping[str, Any]) -> str:
    """Return a name for a set: the same arguments, the same name."""
    return hashlib.sha256(json.dumps(args, sort_keys=True).encode()).hexdigest()[:16]
