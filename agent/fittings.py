"""Try-ons that are open on the page under somebody's hand; each is its owner's alone."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping

from agent.app import Assistant
from agent.owners import owner_in
from tools.errors import BadRequest
from tools.fitting import OpenFitting, open_fitting
from tools.specs.asset import Asset
from tools.store.ledger import UPLOAD, Ledger

MOST = 6
"""Fittings that are held at once; the one used longest ago is let go."""
GONE = "These points are not open any more: close this and open it again."


class Fittings:
    """Opens, finds and lets go of fittings. Whoever calls has seen to it that the thread is the caller's."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._open: OrderedDict[str, tuple[str, OpenFitting]] = OrderedDict()

    def open(self, thread: str, product: str, person: str) -> tuple[str, OpenFitting]:
        """Return the name of a new fitting, and it. Raises as ``open_fitting`` does."""
        context, ledger = self._assistant.context(thread), self._assistant.store.ledger
        there = dict(ledger.assets(thread))
        if product not in there or person not in there:  # a name of this talk, never the beginning of another's id
            raise BadRequest("There is no such picture in this talk.")
        self._assistant.registry.allow("try_on", ledger.product(there[product].sha256))
        opened, id = open_fitting(product, person, context), secrets.token_hex(8)
        with self._lock:
            self._open[id] = (owner_in(thread), opened)
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return id, opened

    def find(self, thread: str, id: str) -> OpenFitting:
        """Return a fitting of this owner. Raises ``BadRequest`` when it is not open."""
        with self._lock:
            owner, opened = self._open.get(id, ("", None))
            if opened is None or owner != owner_in(thread):
                raise BadRequest(GONE)
            self._open.move_to_end(id)
        return opened


def pair_of(assets: Mapping[str, Asset], ledger: Ledger) -> tuple[str, str] | None:
    """Return the talk's newest product and newest person, by their names in the talk, when it has both."""
    uploads = [(name, asset) for name, asset in assets.items() if asset.tool == UPLOAD]
    people = [name for name, asset in uploads if ledger.has_consent(asset.id)]
    things = [name for name, asset in uploads if name not in people and ledger.product(asset.sha256) is not None]
    return (things[-1], people[-1]) if people and things else None
