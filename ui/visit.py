"""What a visitor sees and does in a talk, as plain values; the page puts them on the screen."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agent.app import Assistant
from agent.collection.cells import is_file
from agent.events import Asked, Finished, Message, Replied
from agent.fittings import pair_of
from agent.live import Live, Talk
from agent.onlooking import people_in, shows_a_person
from agent.owners import Owners, new_talk, owner_in, owns, talk_of, thread_of
from tools.errors import BadRequest
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.said import Said
from tools.store.ledger import UPLOAD
from ui import markup
from ui.boxes import CONSENT_FIRST, word_boxes
from ui.chat import Now, made_in, transcript
from ui.lineage import lineage
from ui.looking import Looking
from ui.samples import SAMPLES, sample_path
from ui.tray import Attached, Tray
from ui.viewer import viewer

LOOK_AGAIN = 0.25
"""Seconds between two looks at what happened: a listener holds no thread."""
TALKS_SHOWN = 30
TITLE = 42
NOBODY = "Your visit has ended; load the page again."
View = dict[str, Any]
"""What changes on the screen, by the name of the part."""


@dataclass(frozen=True)
class Visits:
    """The talks of everybody on the page; every method is told which one."""

    assistant: Assistant
    live: Live
    tray: Tray
    owners: Owners
    reader: str = ""
    """The host of the language model that may be shown small copies of photos, if one may."""
    looking: Looking = field(default_factory=Looking)

    def thread(self, cookies: dict[str, str], talk: str) -> str:
        """Return the thread of a talk of whoever holds the cookie. Raises ``BadRequest`` for anybody else."""
        owner = self.owners.read(cookies.get(self.owners.cookie))
        thread = thread_of(owner, talk) if owner else None
        if thread is None or not owns(owner, thread):
            raise BadRequest(NOBODY)
        return thread

    def newest(self, owner: str) -> str:
        """Return the id of the owner's talk spoken in last, or of a new one."""
        threads = self.assistant.store.ledger.said.threads(f"{owner}.")
        return talk_of(threads[0]) if threads else new_talk()

    # -- what the visitor does ------------------------------------------------------------------------------------

    def send(self, thread: str, text: str) -> None:
        """Send a text with what lies in the tray. Raises ``BadRequest`` when it cannot be; then the tray stays."""
        waiting = self.tray.waiting(thread)
        if not text.strip() and not waiting:
            raise BadRequest("Say what you want, or add a product photo.")
        if len(text) > 20_000:
            raise BadRequest("This text is too long: 20,000 characters fit.")
        consent = self.tray.consents(thread)
        hidden = {"hidden": not self.tray.shows(thread)}
        brief = Brief(text=text, images=tuple(each.image.model_copy(update=hidden) for each in waiting))
        if not consent and (people := people_in(brief)):
            self.tray.ask_consent(thread, people)
            raise BadRequest(CONSENT_FIRST)
        self.live.send(Message(brief, thread, consent=consent), lambda: self._over(thread, waiting))
        self.tray.empty(thread)

    def attach(self, thread: str, files: list[str]) -> list[str]:
        """Take uploads over from Gradio's folder; return a sentence for each that cannot be used."""
        sentences = []
        for file in sorted(map(Path, files), key=lambda file: not is_file(file.suffix.lower().lstrip("."))):
            ours = file.with_name(f"{secrets.token_hex(8)}{file.suffix}")
            try:
                file.rename(ours)
            except FileNotFoundError:  # a second word of an upload that was taken over already
                continue
            try:
                self.tray.add(thread, ours, file.name)
            except BadRequest as error:
                sentences.append(error.sentence.replace(ours.name, file.name))
            finally:
                ours.unlink(missing_ok=True)
        self._find_person(thread)
        self._get_ahead(thread)
        return sentences

    def arrange(self, thread: str, told: dict[str, Any]) -> str:
        """Change a role, take a picture back, or note a word that is asked for; return the tray."""
        act, id, value = (str(told.get(name)) for name in ("act", "id", "value"))
        if act == "role":
            self.tray.set_role(thread, id, value)
            self._get_ahead(thread)
        elif act == "remove":
            self.tray.remove(thread, id)
        elif act == "consent":
            self.tray.set_consent(thread, value == "true")
        elif act == "show":
            self.tray.set_shown(thread, value == "true")
        return self.tray_of(thread)

    def sample(self, thread: str, name: str) -> str:
        """Put a sample into the tray and return its brief."""
        path = sample_path(name)
        if path is None:
            return ""
        self.tray.copy(thread, path)
        self._get_ahead(thread)
        return SAMPLES[name]

    def _find_person(self, thread: str) -> None:
        """Of several pictures one that shows a person, and that nobody named, is theirs: the box to tick comes up."""
        waiting = self.tray.waiting(thread)
        if len(waiting) < 2 or any(each.role == "person" or is_file(each.suffix) for each in waiting):
            return
        onlooker = self.assistant.context(thread).onlooker
        unnamed = [each for each in waiting if each.role == "unknown"]
        shown = [each for each in unnamed if shows_a_person(each.path, onlooker)]
        if 0 < len(shown) < len(waiting):
            for each in shown:
                self.tray.set_role(thread, each.id, "person")

    def _get_ahead(self, thread: str) -> None:
        """Begin with the first product in the tray while its brief is typed."""
        waiting = self.tray.waiting(thread)
        if any(is_file(each.suffix) for each in waiting):
            return  # a collection begins when its price is agreed to
        products = (each for each in waiting if each.role in ("product", "unknown"))
        if (first := next(products, None)) is not None:
            self.assistant.start_ahead(first.path, thread)

    def _over(self, thread: str, sent: tuple[Attached, ...]) -> None:
        self.tray.over(thread, sent, isinstance(self.assistant.pending(thread), Asked))

    # -- what the visitor sees ------------------------------------------------------------------------------------

    async def follow(self, thread: str, page: str = "") -> AsyncIterator[View]:
        """Give what is on the screen but the tray, then every change until nothing is under way any more.

        What the person at the ``page`` chose to look at meanwhile stays. The tray is told by what changes it: a screen
        that was read before an upload may arrive after it.
        """
        talk = await asyncio.to_thread(lambda: self.live.resume(thread) or self.live.talk(thread))
        view = await asyncio.to_thread(self.view, thread, talk) | await self._pictures(thread, page)
        if talk is None:
            yield view
            return
        before, now, place = list(view["chat"]), Now(thread), 0
        while True:
            over, fresh = talk.over, talk.events[place:]
            for event in fresh:
                now.take(event)
            place += len(fresh)
            if fresh or view:
                if any(isinstance(event, Finished | Asked | Replied) for event in fresh):
                    view |= await self._pictures(thread, page)
                yield view | {"chat": before + now.bubbles}
                view = {}
            if over and not fresh:
                break
            await asyncio.sleep(LOOK_AGAIN)
        last = await asyncio.to_thread(self.view, thread, self.live.talk(thread))
        yield last | await self._pictures(thread, page)

    def view(self, thread: str, talk: Talk | None) -> View:
        """Return the screen but its tray and pictures; of what is under way only what was said before."""
        ledger = self.assistant.store.ledger
        said = tuple(line for line in ledger.said.read(thread) if talk is None or line.turn < talk.first)
        assets = dict(ledger.assets(thread))
        return {
            "chat": transcript(said, thread, assets, self._touched(thread, assets)),
            "talks": markup.talks(thread, self._talks(thread), new_talk()),
            "samples": not said and talk is None,
            "stop": talk is not None,
        }

    async def _pictures(self, thread: str, page: str) -> View:
        """Return what is new to the ``page`` of the pictures that it looks at, as was chosen there to the last."""
        read = None
        while read != (chosen := self.looking.chosen(page)):
            read, view = chosen, await asyncio.to_thread(self.pictures, thread, *chosen)
        return self.looking.news(page, view)

    def pictures(self, thread: str, chosen: str | None, against: str | None = None) -> View:
        """Return the gallery, the picture that is looked at, and the credits."""
        ledger = self.assistant.store.ledger
        assets = dict(ledger.assets(thread))
        made = made_in(_current(ledger.state(thread).assets, assets, self.live.busy(thread)), assets)
        name = chosen if chosen in dict(made) else made[-1][0] if made else None
        return {
            "head": markup.purse(ledger.balance()),
            "gallery": markup.gallery(thread, made, name),
            "viewer": self._fit(thread, assets)
            + (viewer(thread, name, assets[name], lineage(name, assets, dict(made), against)) if name else ""),
        }

    async def choose(self, thread: str, page: str, name: str, other: str | None = None) -> View:
        """Look at another picture, against one of the others if one is named, or against its photo."""
        self.looking.choose(page, name, other)
        return await self._pictures(thread, page)

    def _fit(self, thread: str, assets: dict[str, Asset]) -> str:
        """Return the way to the points on a person, where the talk has a product and a person who agreed."""
        pair = pair_of(assets, self.assistant.store.ledger)
        return "" if pair is None else markup.fit_button(thread, *pair)

    def tray_of(self, thread: str) -> str:
        """Return the tray."""
        waiting = self.tray.waiting(thread)
        touched = frozenset(each.sha256 for each in waiting if self._is_touched(thread, each.sha256))
        given, asked = self.tray.consents(thread), self.tray.is_asked(thread)
        boxes = word_boxes(waiting, given, self.reader, self.tray.shows(thread), asked)
        return markup.tray(thread, waiting, boxes, touched)

    def _is_touched(self, thread: str, sha256: str) -> bool:
        """Whether this person touched up the cut-out of the photo ``sha256``."""
        ledger = self.assistant.store.ledger
        product = ledger.product(sha256)
        return product is not None and ledger.touches.find(owner_in(thread), product) is not None

    def _touched(self, thread: str, assets: dict[str, Asset]) -> dict[str, bool]:
        """Return the names of the products' photos, each with whether its cut-out was touched up."""
        uploads = {name: asset.sha256 for name, asset in assets.items() if asset.tool == UPLOAD}
        shown = {name: self.assistant.store.ledger.product(sha256) for name, sha256 in uploads.items()}
        return {
            name: self._is_touched(thread, uploads[name])
            for name, product in shown.items()
            if product is not None and product.refusal is None
        }

    def _talks(self, thread: str) -> tuple[tuple[str, str, bool], ...]:
        said = self.assistant.store.ledger.said
        threads = said.threads(f"{thread.partition('.')[0]}.")[:TALKS_SHOWN]
        return tuple((talk_of(each), _first_words(said.read(each)), each == thread) for each in threads)


def _current(kept: tuple[str, ...], assets: dict[str, Asset], busy: bool) -> tuple[str, ...]:
    """Return the names of the pictures that stand: what was undone is left out, what is just made is in."""
    if not busy:
        return kept
    made = [name for name in assets if name.startswith("a")]
    last = max((made.index(name) for name in kept if name in made), default=-1)
    return (*kept, *(name for name in made[last + 1 :] if name not in kept))


def _first_words(said: tuple[Said, ...]) -> str:
    text = next((line.text for line in said if line.side == "person" and line.text), "A photo")
    return text if len(text) <= TITLE else text[: TITLE - 1].rstrip() + "…"
