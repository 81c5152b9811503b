"""Cut-outs that are open on the page under somebody's hand; each is its owner's alone."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from agent.app import Assistant
from agent.desk import LOOKING
from agent.owners import owner_in
from agent.uploads import keep_uploads
from tools.errors import BadRequest
from tools.specs.brief import Brief
from tools.specs.touch import Stroke
from tools.touching import OpenTouchUp, keep_touch_up, open_touch_up

MOST_AWAKE = 3
"""Touch-ups whose pixels are held: 100 MB each at 12 megapixels. The strokes of the others are drawn again."""
MOST = 40
"""Touch-ups that are open at all; the one used longest ago is let go."""
GONE = "This touch-up is not open any more: close it and open it again."


@dataclass
class _Open:
    """One touch-up. ``strokes`` are all of its strokes on ``base``, ``held`` its pixels while they are in memory."""

    thread: str
    ref: str
    held: OpenTouchUp | None
    strokes: tuple[Stroke, ...]
    base: str
    lock: threading.Lock = field(default_factory=threading.Lock)


class Touches:
    """Opens, finds, keeps and lets go of touch-ups. Whoever calls has seen to it that the thread is the caller's."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._open: OrderedDict[str, _Open] = OrderedDict()

    def open(self, thread: str, ref: str) -> str:
        """Cut the product behind ``ref`` out if that was not done, and return the name of its touch-up.

        Raises ``BadRequest``, ``Refused``, ``EngineUnavailable`` or ``ToolFailed``.
        """
        context, ledger = self._assistant.context(thread), self._assistant.store.ledger
        asset = ledger.find_asset(ref, thread)
        product = ledger.product(asset.recipe.source_sha256 if asset.recipe else asset.sha256)
        self._assistant.registry.allow("mask", product)
        held = open_touch_up(asset.id, context)
        one = _Open(thread, asset.id, held, held.strokes, held.base_sha256)
        id = secrets.token_hex(8)
        with self._lock:
            self._open[id] = one
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return id

    def open_file(self, thread: str, file: Path) -> str:
        """Do the same with a photo that waits to be sent."""
        brief = Brief.model_validate({"images": [{"path": str(file)}]})
        return self.open(thread, keep_uploads(brief, self._assistant.store, LOOKING)[0].asset.id)

    @contextmanager
    def at(self, thread: str, id: str) -> Iterator[OpenTouchUp]:
        """Hold a touch-up of this owner for a ``with`` block. Raises ``BadRequest`` when it is not open."""
        with self._lock:
            one = self._open.get(id)
            if one is None or owner_in(one.thread) != owner_in(thread):
                raise BadRequest(GONE)
            self._open.move_to_end(id)
            awake = [other for other in self._open.values() if other.held is not None and other is not one]
        for other in awake[: max(0, len(awake) + 1 - MOST_AWAKE)]:
            if other.lock.acquire(blocking=False):
                other.held = None
                other.lock.release()
        with one.lock:
            held = one.held = one.held or self._drawn_again(one)
            yield held
            one.strokes, one.base = held.strokes, held.base_sha256

    def keep(self, thread: str, id: str) -> str:
        """Keep what was drawn with the product and close; return the cut-out's SHA-256."""
        with self.at(thread, id) as opened:
            sha256 = keep_touch_up(opened, self._assistant.context(thread))
        self.close(thread, id)
        return sha256

    def close(self, thread: str, id: str) -> None:
        """Let go of a touch-up, as if nothing had been drawn since it was opened or kept."""
        with self._lock:
            one = self._open.get(id)
            if one is not None and owner_in(one.thread) == owner_in(thread):
                del self._open[id]

    def _drawn_again(self, one: _Open) -> OpenTouchUp:
        held = open_touch_up(one.ref, self._assistant.context(one.thread))
        if (held.strokes, held.base_sha256) != (one.strokes, one.base):
            held.start_over(one.base)
            for stroke in one.strokes:
                held.draw(stroke)
        return held
