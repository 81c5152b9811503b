"""Turns that run on whether or not anybody looks: a page may leave in the middle of a render and come back."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace

from agent.app import Assistant
from agent.events import Asked, Cut, Event, Message, Replied, Working
from agent.priority import stand_back
from agent.queue import owner_of
from agent.run import Watch
from tools.engines.image import Image
from tools.errors import BadRequest, ParureError, ToolFailed
from tools.specs.brief import Brief
from tools.specs.said import Said

MOST = 24
"""Turns that may be under way at once. What is heavy in them waits in the engines' own line."""
MOST_OF_ONE = 4
"""In one talk."""
MOST_OF_OWNER = 12
"""In all talks of one owner: he leaves room for others."""
FULL = "{count} messages are under way here already; send yours again in a minute."
ENOUGH = "{count} of your messages wait already; let them finish, or cancel them."
FAULT = "This stopped on a fault of the program; the log says more. Nothing that was made before is lost."
BEFORE = "Cancelled before it began."
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """A message comes next in the talk; ``paths`` are the files that came with it."""

    text: str
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """Why the turn has not begun."""

    text: str


@dataclass(frozen=True)
class Failed:
    """The turn ended with an error."""

    error: ParureError


LiveEvent = Event | Sent | Waiting | Failed


@dataclass(frozen=True)
class Turn:
    """One message, or with none the rest of a turn that was cut off. ``then`` is called when it is over."""

    message: Message | None
    then: Callable[[], None]
    cancelled: threading.Event = field(default_factory=threading.Event)


class Talk:
    """What happens in one thread until nothing is under way there any more. ``first`` is its first turn's number."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.turns: deque[Turn] = deque()
        self.events: list[LiveEvent] = []
        self.over = False
        self._news = threading.Condition()
        self._preview: int | None = None

    def tell(self, event: LiveEvent) -> None:
        """Add an event. Only the newest preview is kept: nobody needs the older ones."""
        with self._news:
            if isinstance(event, Working) and event.progress.preview is not None:
                self._drop_preview()
                self._preview = len(self.events)
            self.events.append(event)
            self._news.notify_all()

    def end(self) -> None:
        """No event comes any more."""
        with self._news:
            self.over = True
            self._news.notify_all()

    def preview(self) -> Image | None:
        """Return the newest small picture of the work under way."""
        with self._news:
            event = None if self._preview is None else self.events[self._preview]
        return event.progress.preview if isinstance(event, Working) else None

    def follow(self, start: int = 0) -> Iterator[LiveEvent]:
        """Give the events from number ``start`` on as they come, to the end."""
        place = start
        while fresh := self._after(place):
            yield from fresh
            place += len(fresh)

    def _after(self, place: int) -> list[LiveEvent]:
        """Wait for events from number ``place`` on; none when there will be none."""
        with self._news:
            self._news.wait_for(lambda: self.over or len(self.events) > place)
            return self.events[place:]

    def _drop_preview(self) -> None:
        if self._preview is None:
            return
        event = self.events[self._preview]
        if isinstance(event, Working):
            self.events[self._preview] = replace(event, progress=replace(event.progress, preview=None))


class Live:
    """Runs turns to their end, those of one thread in order, and lets any number of listeners follow."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._talks: dict[str, Talk] = {}
        self._seen: set[str] = set()
        self._pool = ThreadPoolExecutor(MOST, thread_name_prefix="turn", initializer=stand_back)

    def send(self, message: Message, then: Callable[[], None] = lambda: None) -> Talk:
        """Queue a message up. Raises ``BadRequest`` when too many are under way; then nothing has happened."""
        paths = tuple(image.path for image in message.brief.images if image.path is not None)
        return self._queue(message.thread, Turn(message, then), Sent(message.brief.text, paths))

    def resume(self, thread: str) -> Talk | None:
        """Go on with a turn that was cut off before this program started; nothing when there is none."""
        with self._lock:
            if thread in self._seen or thread in self._talks:
                return None
            self._seen.add(thread)
        said = self._assistant.store.ledger.said.read(thread)
        if not said or not isinstance(self._assistant.pending(thread), Cut):
            return None
        text = said[-1].text if said[-1].side == "person" else ""
        return self._queue(thread, Turn(None, lambda: None), Sent(text))

    def talk(self, thread: str) -> Talk | None:
        """Return what is under way in a thread."""
        with self._lock:
            return self._talks.get(thread)

    def follow(self, thread: str) -> Iterator[LiveEvent]:
        """Give what happens in a thread, from the start of what is under way until nothing is any more."""
        talk = self.talk(thread)
        if talk is not None:
            yield from talk.follow()

    def busy(self, thread: str) -> bool:
        """Say whether anything is under way in a thread."""
        return self.talk(thread) is not None

    def cancel(self, thread: str) -> None:
        """End what is under way in a thread, and what waits there; it stops within a pass."""
        talk = self.talk(thread)
        for turn in tuple(talk.turns) if talk is not None else ():
            turn.cancelled.set()

    def close(self) -> None:
        """Cancel everything and wait for it to end."""
        with self._lock:
            threads = tuple(self._talks)
        for thread in threads:
            self.cancel(thread)
        self._pool.shutdown(wait=True)

    def _queue(self, thread: str, turn: Turn, sent: Sent) -> Talk:
        first = self._assistant.store.ledger.said.next_turn(thread)
        with self._lock:
            self._seen.add(thread)
            talk = self._talks.get(thread) or Talk(first)
            self._refuse_too_many(thread, len(talk.turns))
            self._talks[thread] = talk
            talk.turns.append(turn)
            begin = len(talk.turns) == 1
            talk.tell(sent)
        if begin:
            self._pool.submit(self._run, thread, talk).add_done_callback(_log_fault)
        return talk

    def _refuse_too_many(self, thread: str, here: int) -> None:
        """Raise ``BadRequest`` when all, an owner, or a talk with ``here`` turns have as many as they may."""
        under_way = {name: len(talk.turns) for name, talk in self._talks.items()}
        of_owner = sum(count for name, count in under_way.items() if owner_of(name) == owner_of(thread))
        if (ahead := sum(under_way.values())) >= MOST:
            raise BadRequest(FULL.format(count=ahead))
        if here >= MOST_OF_ONE or of_owner >= MOST_OF_OWNER:
            raise BadRequest(ENOUGH.format(count=of_owner))

    def _run(self, thread: str, talk: Talk) -> None:
        """Run the talk's next turn; its thread ends with it, and the one after it queues up again."""
        turn = talk.turns[0]
        with ExitStack() as after:  # whatever goes wrong, the talk goes on
            after.callback(self._next, thread, talk)
            after.callback(turn.then)
            settled = False
            try:
                settled = self._carry(thread, turn, talk)
            except ParureError as error:
                settled = True
                self._fail(thread, turn, error, talk)
            finally:
                if not settled:
                    self._fail(thread, turn, ToolFailed(FAULT), talk)

    def _carry(self, thread: str, turn: Turn, talk: Talk) -> bool:
        """Tell the turn's events; say whether it came to an end of its own."""
        if turn.cancelled.is_set():
            raise ToolFailed(BEFORE)
        watch = Watch(cancelled=turn.cancelled.is_set, tell=lambda text: talk.tell(Waiting(text)))
        cut = turn.message is None
        events = self._assistant.stream(turn.message, watch) if turn.message else self._assistant.resume(thread, watch)
        last: Event | None = None
        for last in events:
            talk.tell(last)
        return isinstance(last, Asked | Replied) or (cut and last is None)

    def _fail(self, thread: str, turn: Turn, error: ParureError, talk: Talk) -> None:
        """Tell the error, and keep it: a page that loads again shows it again."""
        talk.tell(Failed(error))
        brief = turn.message.brief if turn.message else Brief()
        said = self._assistant.store.ledger.said
        number = said.next_turn(thread)
        spoken = {(line.turn, line.side) for line in said.read(thread)}
        if (number, "person") not in spoken and brief.text:
            said.say(thread, Said(turn=number, side="person", text=brief.text))
        said.say(thread, Said(turn=number, side="parure", text=error.sentence, failed=True))

    def _next(self, thread: str, talk: Talk) -> None:
        with self._lock:
            talk.turns.popleft()
            if not talk.turns:
                self._talks.pop(thread)
                talk.end()
                return
        self._pool.submit(self._run, thread, talk).add_done_callback(_log_fault)


def _log_fault(done: "Future[None]") -> None:
    error = None if done.cancelled() else done.exception()
    if error is not None:
        _log.error("a turn stopped", exc_info=error)
