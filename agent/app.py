"""The assistant, and the only place that puts its parts together."""

import hashlib
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.ahead import AheadCutter
from agent.answers import Answer, result_of
from agent.behind import Behind, Spare
from agent.brand_desk import do
from agent.collection.attached import SheetDesk
from agent.collection.carrying import agreed_to, carried, quoted
from agent.collection.opening import SheetCall, opened
from agent.desk import LOOKING, Desk, Planner, State
from agent.early import Early
from agent.events import Asked, Cut, Event, Message, Planned, Replied
from agent.extras import PLAIN, Extras
from agent.nearest_look import nearest_by
from agent.owners import owner_in
from agent.painters import painters_of, queued
from agent.planner import OfflinePlanner
from agent.planning import decide, too_dear, within
from agent.policy import allow, judge
from agent.queue import FairQueue, QueuedCutter, QueuedStudio, owner_of
from agent.run import NOTHING_MORE, RunResult, Watch
from agent.settings import Settings, prepare_caches
from agent.themes import themes_of
from agent.uploads import keep_uploads, read_upload
from tools.context import Context, Cutter, Result, Studio, unwanted
from tools.engines.memory import give_back
from tools.errors import ParureError, ToolFailed
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.sheet import Quote, Report
from tools.store.sentences import encode
from tools.store.spending import Spent
from tools.store.store import Store
from tools.store.style_memory import StyleMemory
from tools.verify import Proof, verify

if TYPE_CHECKING:
    from agent.graph import TurnGraph

WAITING = "An earlier message of the conversation {thread} is still under way; this one waits for it."
QUIET = Watch()
SILENT = 0.6
"""Share of the time for a plan that a model may be silent: a slow one reads for long before it writes."""
Look = Callable[[str, dict[str, Any]], Outcome]
Engines = tuple[Cutter, Studio] | tuple[Cutter, Studio, Spare]
"""The last one renders behind the pictures; there is none where the program ends with the picture."""


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
        extras: Extras = PLAIN,
    ) -> None:
        self.store = store
        self.registry = registry
        self._planner = planner
        self._make_engines = make_engines
        self._budget = budget
        self._styles = extras.styles
        self._painters = extras.painters
        self._onlooker, self._outline = extras.onlooker, extras.outline
        self._making, self._starting = threading.Lock(), threading.Lock()
        self._cuts, self._renders = FairQueue(self._stand_aside), FairQueue(self._stand_aside)
        self._early = Early(store, self._cuts, lambda: self._cutter, self.context)

    @property
    def _engines(self) -> Engines:
        with self._starting:
            return self._made_engines

    @cached_property
    def _made_engines(self) -> Engines:
        return self._make_engines()

    @cached_property
    def _behind(self) -> Behind | None:
        engines = self._engines
        return Behind(engines[2], self.store.plates, lambda: self._idle) if len(engines) > 2 else None

    @property
    def _idle(self) -> bool:
        return self._cuts.idle and self._renders.idle

    def _stand_aside(self) -> None:
        if "_behind" in self.__dict__ and self._behind is not None:
            self._behind.stand_aside()

    @cached_property
    def _cutter(self) -> AheadCutter:
        return AheadCutter(self._engines[0])

    @property
    def _graph(self) -> "TurnGraph":
        """The graph, made when it is first needed: LangGraph takes a second to import, and a page needs none."""
        with self._making:
            return self._made_graph

    @cached_property
    def _made_graph(self) -> "TurnGraph":
        from agent.graph import TurnGraph

        return TurnGraph(self.store.home / "turns.sqlite")

    def get_ready(self) -> None:
        """Load what the first message needs; it would be loaded then."""
        self._graph.waiting("")

    def start_ahead(self, photo: Path, thread: str, wake: bool = True) -> None:
        """``get_ahead`` in a thread of its own."""
        self._early.start(photo, thread, wake)

    def get_ahead(self, photo: Path, thread: str, wake: bool = True) -> None:
        """Begin with a photo that will be sent: see ``agent.early.Early.cut``."""
        self._early.cut(photo, thread, wake)

    def context(self, thread: str, watch: Watch = QUIET) -> Context:
        """Return what tools are handed when they work for ``thread``."""
        studio, behind = self._engines[1], self._behind
        owner = owner_of(thread)
        return Context(
            self.store,
            QueuedCutter(self._cutter, self._cuts, owner, watch),
            QueuedStudio(studio, self._renders, owner, behind),
            thread,
            watch.report,
            watch.cancelled,
            self._styles,
            owner_in(thread),
            SheetDesk(self.registry),
            behind.want if behind is not None else unwanted,
            queued(self._painters, self._renders, owner),
            self._onlooker,
            self._outline,
        )

    def plan(self, brief: Brief, thread: str | None = None) -> Plan:
        """Return what would be done; nothing is made, charged or remembered. Raises ``BadRequest`` for a bad file."""
        desk = self._desk(QUIET)
        full = within(brief, desk, thread)
        return decide(full, keep_uploads(full, self.store, LOOKING), desk, thread or LOOKING)

    def stream(self, message: Message, watch: Watch = QUIET) -> Iterator[Event]:
        """Carry one message out and tell what happens; the last event is ``Asked`` or ``Replied``.

        A message without pictures answers the question that its thread waits on. One message of a thread at a time: a
        second one waits and says so. Raises ``BadRequest`` for a bad file, and for a person's photo without consent.
        """
        thread, desk = message.thread, self._desk(watch)
        with self._turn(thread, watch):
            if self._graph.waiting(thread) is not None and not message.brief.images:
                yield from self._told(thread, self._graph.answer(thread, _answer(message), desk))
            else:
                yield from self._told(thread, self._graph.start(self._begin(message), desk))

    def resume(self, thread: str, watch: Watch = QUIET) -> Iterator[Event]:
        """Go on with a turn that was cut off. Nothing when there is none."""
        with self._turn(thread, watch):
            if self._graph.cut_off(thread):
                yield from self._told(thread, self._graph.resume(thread, self._desk(watch)))

    def pending(self, thread: str) -> Asked | Cut | None:
        """Return the question that a thread waits on, or that its turn was cut off, or nothing."""
        return self._graph.waiting(thread) or (Cut() if self._graph.cut_off(thread) else None)

    def run(
        self, brief: Brief, thread: str, yes: bool = False, consent: bool = False, watch: Watch = QUIET
    ) -> RunResult:
        """Plan and carry out one message of ``thread``. ``yes`` goes on past a question when steps are ready.

        See ``stream``; a question ends the run.
        """
        started = time.perf_counter()
        last: Event | None = None
        plan = Plan()
        products = (image.path for image in brief.images if image.role == "product")
        if (first := next(products, None)) is not None and judge(brief).refusal is None:
            self.start_ahead(Path(first), thread, wake=False)  # while the agent is loaded and plans
        for last in self.stream(Message(brief, thread, yes, consent), watch):
            plan = last.plan if isinstance(last, Planned) else plan
        if isinstance(last, Replied):
            return replace(last.result, seconds=time.perf_counter() - started)
        desk = self._desk(watch)
        error = too_dear(within(brief, desk, thread), plan, desk)
        return RunResult(plan, thread, plan.reply, error=error, seconds=time.perf_counter() - started)

    def look(self, tool: str, path: Path, watch: Watch = QUIET, args: Mapping[str, Any] = NOTHING_MORE) -> Result:
        """Run a tool that takes one ``image``, and ``args``, on a file, outside any talk. Raises any of the five."""
        upload = keep_uploads(Brief.model_validate({"images": [{"path": str(path)}]}), self.store, LOOKING)[0]
        outcome = self.registry.call(tool, {**args, "image": upload.asset.id}, self.context(LOOKING, watch))
        if outcome.result is None:
            raise outcome.error or ToolFailed(f"{tool} gave nothing back.")
        return outcome.result

    def styles(self, action: str, given: Mapping[str, Any], thread: str = LOOKING) -> Result:
        """Do something with a brand's remembered looks, for whoever owns ``thread``; see ``agent.brand_desk``."""
        return do(action, given, self.registry, self.context(thread))

    def quote(self, call: SheetCall) -> Quote:
        """Return what a sheet would cost; nothing is made or kept. Raises ``BadRequest``."""
        return quoted(opened(call), self.store, call.thread, self._styles)

    def collect(self, call: SheetCall, watch: Watch = QUIET) -> Report:
        """Carry a sheet out that its person agreed to; ``watch`` is told of each picture, and of each that is not made.

        What is done is not done again, whenever and however an earlier run ended. Raises ``BadRequest``.
        """
        collection = opened(call)
        with self._turn(call.thread, watch):
            agreed_to(collection, self.store, call.thread, self._styles)
            return carried(collection, self.registry, self.context(call.thread, watch), watch.row)

    def picture(self, sha256: str) -> bytes:
        """Return a kept picture's file. Raises ``BadRequest`` or ``ToolFailed`` when it is gone or damaged."""
        return self.store.images.read(sha256)

    def verify(self, path: Path) -> Proof:
        """Measure a saved picture's receipt again. Raises ``BadRequest`` when nothing vouches for the file."""
        return verify(read_upload(path), path.name, self.store)

    def close(self) -> None:
        """End the studio's worker, if one was made, and close the store."""
        self._early.end()
        if "_behind" in self.__dict__ and self._behind is not None:
            self._behind.close()
        if "_made_engines" in self.__dict__:
            self._engines[1].close()
        if self._styles is not None:
            self._styles.close()
        if "_made_graph" in self.__dict__:
            self._made_graph.close()
        self.store.close()

    @contextmanager
    def _turn(self, thread: str, watch: Watch) -> Iterator[None]:
        with self.store.turns.take(thread, lambda: watch.tell(WAITING.format(thread=thread)), watch.cancelled):
            yield
        give_back()

    def _desk(self, watch: Watch) -> Desk:
        return Desk(self.store, self.registry, self._planner, self.context, self._budget, watch, tuple(self._painters))

    def _begin(self, message: Message) -> State:
        return {
            "thread": message.thread,
            "turn": self.store.ledger.said.next_turn(message.thread),
            "brief": message.brief.model_dump(mode="json"),
            "yes": message.yes,
            "consent": message.consent,
        }

    def _told(self, thread: str, events: Generator[Event, None, State]) -> Iterator[Event]:
        """Pass events on and end with the reply; a turn that cannot go on is dropped and its error raised."""
        started = time.perf_counter()
        try:
            state = yield from events
        except ParureError:
            self._graph.drop(thread)
            raise
        if self._graph.waiting(thread) is None:
            yield Replied(result_of(state, self._desk(QUIET), time.perf_counter() - started))


def _answer(message: Message) -> Answer:
    brief = message.brief
    told = {"price": brief.price, "brand": brief.brand, "max_credits": brief.max_credits}
    return Answer(text=brief.text, yes=message.yes, consent=message.consent, **told)


def build(settings: Settings, previews: bool = False) -> Assistant:
    """Put the real parts together; ``previews`` where somebody sees a small picture before the whole one.

    Raises ``BadRequest`` when the home cannot be used.
    """
    prepare_caches(settings.home)
    store = Store.open(settings.home, round(settings.plates_gb * 1e9))
    registry = Registry(allow, price)

    def look(tool: str, args: dict[str, Any]) -> Outcome:
        return registry.call(tool, args, assistant.context(LOOKING))

    assistant = Assistant(
        store,
        registry,
        _planner(settings, registry, store, look),
        lambda: _engines(store.home, previews),
        settings.budget,
        Extras(StyleMemory(store.home / "styles", settings.chroma_url, themes_of), painters_of(settings, store)),
    )
    return assistant


def _planner(settings: Settings, registry: Registry, store: Store, look: Look) -> Planner:
    """Return the planner with the language model that the settings name, or the offline one."""
    offline = OfflinePlanner(nearest_by(encode))
    if not (settings.llm_url and settings.llm_model):
        return offline
    from agent.llm import COUNTED, TEXT, LanguageModel, Patience
    from agent.llm_memory import memory_by
    from agent.llm_pictures import Sight
    from agent.llm_planner import LanguagePlanner

    def agreed(photo: Path) -> bool:
        return store.ledger.has_consent(hashlib.sha256(read_upload(photo)).hexdigest()[:16])

    def note(model: str, spent: Spent) -> None:
        store.ledger.spending.note(model, spent.priced(settings.llm_price_read, settings.llm_price_written))

    seconds = settings.llm_seconds
    patience = Patience(total=seconds, silence=max(Patience.silence, SILENT * seconds))
    form = TEXT if settings.llm_small else COUNTED
    model = LanguageModel(settings.llm_url, settings.llm_model, settings.llm_key, patience, note, form)
    sight = Sight(settings.llm_images, settings.llm_people, agreed)
    return LanguagePlanner(model, offline, registry, sight, memory_by(look))


def _engines(home: Path, previews: bool) -> Engines:
    from tools.engines.cutout.network import accessory
    from tools.engines.cutout.pipeline import ClassicCutter
    from tools.engines.studio.worker import WarmStudio

    cutter, studio = ClassicCutter(second=accessory), WarmStudio(home, previews)
    return (cutter, studio, WarmStudio(home, previews=False, last=True)) if previews else (cutter, studio)
