"""The whole assistant before a server whose model is always right; the tools only note that they were reached."""

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

from fakes import FakeCutter, FakeStudio, encoded, pattern
from red_talks import later_tool, stand_in
from scripted_server import call
from strong import Meant

from agent.app import Assistant
from agent.events import Message
from agent.llm import LanguageModel, Patience
from agent.llm_planner import LanguagePlanner
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.context import Context
from tools.prices import price
from tools.registry import LATER, TOOLS, Outcome, Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.store.store import Store

SIDE = 48
Called = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class NotedRegistry(Registry):
    """The one door, with a note of each step that went through it: pictures made within the turn are ``$1``, ``$2``."""

    noted: list[Called] = field(default_factory=list)
    made: dict[str, str] = field(default_factory=dict)

    def call(
        self, tool: str, args: dict[str, Any], context: Context, step: str | None = None, budget: int | None = None
    ) -> Outcome:
        outcome = super().call(tool, args, context, step, budget)
        if step is not None:
            self.noted.append((tool, self._by_step(args)))
            self.made.update({asset.id: f"${len(self.noted)}" for asset in outcome.assets})
        return outcome

    def _by_step(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._by_step(item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._by_step(item) for item in value]
        return self.made.get(value, value) if isinstance(value, str) else value


class StrongDesk:
    """Carries briefs out, each in a talk of its own, with the model's plan handed over beside."""

    def __init__(self, home: Path, url: str, patience: Patience) -> None:
        self._home = home
        self._wanted = Meant(())
        self._count = 0
        tools = (*(stand_in(tool) for tool in TOOLS), *map(later_tool, LATER))
        self._registry = NotedRegistry(allow, price, tools)
        planner = LanguagePlanner(LanguageModel(url, "m", None, patience), OfflinePlanner(), self._registry)
        self._assistant = Assistant(Store.open(home), self._registry, planner, lambda: (FakeCutter(), FakeStudio()))
        self._assistant.store.ledger.set_unlimited(True)

    def answer(self, handler: BaseHTTPRequestHandler, gone: threading.Event) -> None:
        """Say what is wanted, as a server."""
        call(*((step["tool"], step["args"]) for step in self._wanted.steps), text="Gladly.")(handler, gone)

    def carry_out(self, brief: Brief, wanted: Meant) -> list[Called]:
        """Send ``brief`` and return what went through the door for it."""
        self._count += 1
        self._wanted = wanted
        self._registry.noted.clear()
        thread = f"t{self._count}"
        images = tuple(
            image.model_copy(update={"path": str(self._photo(number))}) for number, image in enumerate(brief.images)
        )
        self._furnish(thread, brief)
        for _ in self._assistant.stream(Message(brief.model_copy(update={"images": images}), thread, consent=True)):
            pass
        return list(self._registry.noted)

    def close(self) -> None:
        """Close the assistant's store."""
        self._assistant.close()

    def _photo(self, number: int) -> Path:
        file = self._home / f"{self._count}-{number}.png"
        file.write_bytes(encoded(pattern(SIDE, SIDE, 100 * self._count + number), "PNG"))
        return file

    def _furnish(self, thread: str, brief: Brief) -> None:
        """Put the pictures that a talk already has into the store: a photo, and what was made of it."""
        if brief.thread is None:
            return
        ledger = self._assistant.store.ledger
        for number, tool in enumerate(("upload", *("reference_shoot" for _ in brief.thread.assets))):
            sha256 = f"{self._count:032x}{number:032x}"[::-1]
            told = {"id": sha256[:16], "sha256": sha256, "suffix": "png", "width": SIDE, "height": SIDE}
            ledger.save_asset(Asset.model_validate({**told, "tool": tool, "parent": None, "note": ""}), thread)
