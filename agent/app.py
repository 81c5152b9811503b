"""The assistant, and the only place that puts its parts together."""

import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Protocol

from agent import talk
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.run import Done, RunResult, Turn, Watch, carry_out, may_render
from agent.settings import Settings, prepare_caches
from agent.uploads import Upload, check_consent, check_files, described, keep_uploads, looked_at, read_upload
from tools.context import Context, Cutter, Result, Studio
from tools.errors import BudgetExceeded, ParureError, Refused, ToolFailed
from tools.prices import price
from tools.registry import Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.store.store import Store
from tools.verify import Proof, verify

LOOKING = "looking"
"""The thread of pictures that were looked at and not worked on."""
WAITING = "An earlier message of the conversation {thread} is still under way; this one waits for it."
QUIET = Watch()
Engines = tuple[Cutter, Studio]


class Planner(Protocol):
    """Turns a brief into a plan, policy included."""

    def plan(self, brief: Brief) -> Plan:
        """Return what would be done; never raises for what a person may write."""
        ...


class Assistant:
    """Plans and runs briefs for one home. Engines are made when the first picture needs them.

    ``budget`` is the most that one message may spend when the message itself names no limit.
    """

    def __init__(
        self,
        store: Store,
        registry: Registry,
        planner: Planner,
        make_engines: Callable[[], Engines],
        budget: int | None = None,
    ) -> None:
        self.store = store
        self.registry = registry
        self._planner = planner
        self._make_engines = make_engines
        self._budget = budget

    @cached_property
    def _engines(self) -> Engines:
        return self._make_engines()

    def context(self, thread: str, watch: Watch = QUIET) -> Context:
        """Return what tools are handed when they work for ``thread``."""
        cutter, studio = self._engines
        return Context(self.store, cutter, studio, thread, watch.report, watch.cancelled)

    def plan(self, brief: Brief, thread: str | None = None) -> Plan:
        """Return what would be done; nothing is made, charged or remembered. Raises ``BadRequest`` for a bad file."""
        full = self._within(brief, thread)
        return self._decide(full, keep_uploads(full, self.store, LOOKING), thread or LOOKING, QUIET)

    def run(
        self, brief: Brief, thread: str, yes: bool = False, consent: bool = False, watch: Watch = QUIET
    ) -> RunResult:
        """Plan and carry out one message of ``thread``. ``yes`` goes on past a question when steps are ready.

        One message of a thread at a time: a second one waits and says so.
        Raises ``BadRequest`` for a bad file, and for a person's photo without ``consent``.
        """
        with self.store.turns.take(thread, lambda: watch.tell(WAITING.format(thread=thread)), watch.cancelled):
            return self._run(brief, thread, yes, consent, watch)

    def _run(self, brief: Brief, thread: str, yes: bool, consent: bool, watch: Watch) -> RunResult:
        started = time.perf_counter()
        full = self._within(brief, thread)
        check_files(full)
        uploads = keep_uploads(full, self.store, thread)
        plan = self._decide(full, uploads, thread, watch)
        check_consent(full, plan, uploads, consent, self.store)
        talk.keep_products(full, plan, uploads, self.store, thread)
        done, error = self._act(full, plan, yes, uploads, self.context(thread, watch))
        made = tuple(self._named(asset, thread) for _, outcome in done for asset in outcome.assets)
        self.store.ledger.save_state(thread, talk.after(full, plan, done, tuple(name for name, _ in made)))
        reply = " ".join(filter(None, [plan.reply, *(outcome.text for _, outcome in done if outcome.result)]))
        return RunResult(plan, thread, reply, made, error, time.perf_counter() - started)

    def look(self, tool: str, path: Path, watch: Watch = QUIET) -> Result:
        """Run a tool that takes one ``image`` on a file, outside any talk. Raises any of the five errors."""
        upload = keep_uploads(Brief.model_validate({"images": [{"path": str(path)}]}), self.store, LOOKING)[0]
        outcome = self.registry.call(tool, {"image": upload.asset.id}, self.context(LOOKING, watch))
        if outcome.result is None:
            raise outcome.error or ToolFailed(f"{tool} gave nothing back.")
        return outcome.result

    def picture(self, sha256: str) -> bytes:
        """Return a kept picture's file. Raises ``BadRequest`` or ``ToolFailed`` when it is gone or damaged."""
        return self.store.images.read(sha256)

    def verify(self, path: Path) -> Proof:
        """Measure a saved picture's receipt again. Raises ``BadRequest`` when nothing vouches for the file."""
        return verify(read_upload(path), path.name, self.store)

    def close(self) -> None:
        """End the studio's worker, if one was made, and close the store."""
        if "_engines" in self.__dict__:
            self._engines[1].close()
        self.store.close()

    def _within(self, brief: Brief, thread: str | None) -> Brief:
        full = talk.in_thread(brief, self.store, thread) if thread else brief
        return full if full.max_credits is not None else full.model_copy(update={"max_credits": self._budget})

    def _decide(self, brief: Brief, uploads: tuple[Upload, ...], thread: str, watch: Watch) -> Plan:
        """Plan from the words, look at the photos when these leave the kind of thing open, and heed old refusals."""
        brief = described(brief)
        plan = self._planner.plan(brief)
        if uploads and plan.category is None and plan.refusal is None:
            looking = self.context(LOOKING, watch)
            plan = self._planner.plan(looked_at(brief, uploads, self.registry, looking))
        for step in plan.steps:
            for product in talk.products(uploads, self.store, thread):
                try:
                    self.registry.allow(step.tool, product)
                except Refused as refused:
                    return talk.turned_down(plan, refused)
        return plan

    def _act(
        self, brief: Brief, plan: Plan, yes: bool, uploads: tuple[Upload, ...], context: Context
    ) -> tuple[tuple[Done, ...], ParureError | None]:
        if plan.refusal is not None:
            return (), Refused(plan.refusal.rule, plan.refusal.reason, plan.refusal.advice)
        if plan.question is not None and not (yes and plan.steps):
            return (), self._too_dear(brief, plan.question)
        left = self.store.ledger.balance()
        for limit, name in ((brief.max_credits, "were allowed"), (left, "are left")):
            if limit is not None and plan.credits > limit:
                return (), BudgetExceeded(f"This would cost {plan.credits} credits and {limit} {name}.")
        if any(may_render(step) for step in plan.steps):
            context.studio.warm_up()
        number = len(brief.thread.history) if brief.thread else 0
        images = {f"img{upload.place + 1}": upload.name for upload in uploads}
        done = carry_out(plan, self.registry, context, Turn(number, brief.max_credits, images))
        return done, next((outcome.error for _, outcome in done if outcome.error is not None), None)

    def _too_dear(self, brief: Brief, question: str) -> BudgetExceeded | None:
        """Say whether a question is one of price: whether the same brief without its limit would cost too much."""
        if brief.max_credits is None:
            return None
        free = self._planner.plan(described(brief.model_copy(update={"max_credits": None})))
        return BudgetExceeded(question) if free.credits > brief.max_credits else None

    def _named(self, asset: Asset, thread: str) -> tuple[str, Asset]:
        return self.store.ledger.save_asset(asset, thread), asset


def build(settings: Settings, previews: bool = False) -> Assistant:
    """Put the real parts together; ``previews`` where somebody sees a small picture before the whole one.

    Raises ``BadRequest`` when the home cannot be used.
    """
    prepare_caches(settings.home)
    store = Store.open(settings.home)
    return Assistant(
        store, Registry(allow, price), OfflinePlanner(), lambda: _engines(store.home, previews), settings.budget
    )


def _engines(home: Path, previews: bool) -> Engines:
    from tools.engines.cutout.pipeline import ClassicCutter
    from tools.engines.studio.worker import WarmStudio

    return ClassicCutter(), WarmStudio(home, previews)
