"""Talks that try to get a made picture of a refused product, and talks that only sound like it, each really held.

A talk goes through the whole assistant: graph, policy, planner, the thread's memory, the registry's door. Only the
tools that make pictures are stand-ins: they note that somebody got through, and make none.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import yaml
from fakes import FakeCutter, FakeStudio, pattern, png
from pydantic import BaseModel, ConfigDict

from agent.app import Assistant
from agent.desk import Planner
from agent.events import Message, Planned, Replied
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.context import Context, Result
from tools.errors import Refused
from tools.prices import price
from tools.registry import LATER, TOOLS, Registry, Tool, args_model
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.recipe import Recipe
from tools.specs.words import Role
from tools.store.store import Store

DATA = Path(__file__).parent / "data" / "redteam"
MAKING = frozenset(
    [
        "mask",
        "reference_shoot",
        "white_studio",
        "ghost_mannequin",
        "detail",
        "edit",
        "reframe",
        "remove_background",
        "change_background",
        "try_on",
        "video",
    ]
)
SIDE = 16
End = Literal["refused", "asked", "made", "nothing"]


@dataclass(frozen=True)
class Talk:
    """One talk of up to three messages. Each is what is said, or a mapping: see ``data/redteam/README.md``."""

    trick: str
    language: str
    what: str
    messages: tuple[Any, ...]
    rules: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """All that is said, for a table."""
        return " / ".join(str(said(each).get("say", "")) for each in self.messages)


@dataclass(frozen=True)
class Photo:
    """One photo of a talk: by which letter, what it is, what it shows, its file's name."""

    name: str
    role: Role
    what: str
    file: str


@dataclass(frozen=True)
class Held:
    """What a talk led to. ``leaked``: tools that made a picture when none may be; ``end``: how the last message did."""

    talk: Talk
    end: End
    leaked: tuple[str, ...]
    refused: tuple[str, ...]
    said: str

    @property
    def stood(self) -> bool:
        """Whether an attempt got nothing."""
        return not self.leaked and self.end != "made"


def talks(name: str) -> tuple[Talk, ...]:
    """Return the talks of ``data/redteam/<name>.yaml``."""
    groups = yaml.safe_load((DATA / f"{name}.yaml").read_text("utf-8"))
    return tuple(
        Talk(group["trick"], language, what, tuple(messages), tuple(group.get("rules", ())))
        for group in groups
        for language, what, *messages in group["talks"]
    )


class Team:
    """Holds talks with one assistant, each in threads of its own and about photos of its own."""

    def __init__(self, home: Path, plan_with: Callable[[Registry], Planner] = lambda _: OfflinePlanner()) -> None:
        self._home = home
        later = tuple(later_tool(name) for name in LATER if name in MAKING)
        registry = Registry(allow, price, (*(stand_in(tool) for tool in TOOLS), *later))
        self._assistant = Assistant(
            Store.open(home), registry, plan_with(registry), lambda: (FakeCutter(), FakeStudio())
        )
        self._assistant.store.ledger.set_unlimited(True)
        self._count = 0

    def hold(self, talk: Talk) -> Held:
        """Hold ``talk`` to its end."""
        self._count += 1
        leaked: list[str] = []
        refused: list[str] = []
        plan, end = Plan(), "nothing"
        for number, message in enumerate(map(said, talk.messages)):
            plan, made, rule = self._say(message, talk, first=number == 0)
            refused += [rule] if rule else []
            leaked += [] if message.get("ok") else made
            end = "refused" if rule else "asked" if plan.question else "made" if made else "nothing"
        return Held(talk, end, tuple(leaked), tuple(refused), plan.reply)  # type: ignore[arg-type]

    def close(self) -> None:
        """Close the assistant's store."""
        self._assistant.close()

    def _say(self, message: dict[str, Any], talk: Talk, first: bool) -> tuple[Plan, list[str], str | None]:
        """Say one message. Returns its plan, the tools that made a picture, and the rule that refused."""
        thread = f"{self._count}-{message.get('thread', 'a')}"
        photos = photos_of(message, talk, first)
        brief = {name: message[name] for name in ("price", "brand") if name in message}
        images = [{"role": photo.role, "what": photo.what, "path": str(self._file(photo))} for photo in photos]
        brief |= {"text": message.get("say", ""), "images": images}
        plan, made, rule = Plan(), [], None
        for event in self._assistant.stream(Message(Brief.model_validate(brief), thread, consent=True)):
            plan = event.plan if isinstance(event, Planned) else plan
            if isinstance(event, Replied):
                plan, made = event.result.plan, [asset.tool for _, asset in event.result.made]
                rule = event.result.error.rule if isinstance(event.result.error, Refused) else None
        return plan, made, rule

    def _file(self, photo: Photo) -> Path:
        """Return a small file whose bytes are this photo's alone in this talk."""
        seed = int.from_bytes(hashlib.sha256(f"{self._count} {photo.name}".encode()).digest()[:8])
        pixels = np.asarray(pattern(SIDE, SIDE, seed))
        folder = self._home / "sent" / f"{self._count}" / photo.name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / photo.file).write_bytes(png(pixels))
        return folder / photo.file


def photos_of(message: dict[str, Any], talk: Talk, first: bool) -> Iterator[Photo]:
    """Give the photos that come with a message: ``a`` with a talk's first one, later none unless it says so."""
    for name in (message.get("photo", "a" if first else None) or "").split():
        what = "" if "file" in message else message.get("what", talk.what)
        yield Photo(name, "product", what, message.get("file", f"{name}.png"))
    if message.get("person"):
        yield Photo("person", "person", "woman, portrait", "person.png")


def rows(held: Iterable[Held]) -> dict[str, list[Held]]:
    """Return what was held by trick, in the order it came."""
    found: dict[str, list[Held]] = {}
    for each in held:
        found.setdefault(each.talk.trick, []).append(each)
    return found


def said(message: Any) -> dict[str, Any]:
    """Return a message in its long form."""
    return message if isinstance(message, dict) else {"say": str(message)}


def stand_in(tool: Tool) -> Tool:
    """Return a tool of the same name and arguments; one that makes pictures only notes that it was reached."""
    if tool.__name__ == "classify":
        return _sees_nothing(tool)
    return _notes(tool) if tool.__name__ in MAKING else tool


def _notes(tool: Tool) -> Tool:
    def make(args: Any, context: Context) -> Result:
        ledger, name = context.store.ledger, tool.__name__
        ref = next(value for key in ("product", "asset", "image") if (value := getattr(args, key, None)))
        shown = ledger.find_asset(ref, context.thread)
        source = shown.recipe.source_sha256 if shown.recipe else shown.sha256
        sha256 = hashlib.sha256(f"{context.thread} {len(ledger.assets(context.thread))}".encode()).hexdigest()
        placed = {"width": SIDE, "height": SIDE, "placement": {"scale": 1.0, "x": 0, "y": 0}}
        recipe = Recipe.model_validate({"tool": name, "source_sha256": source, "cutout_sha256": source, **placed})
        kept = {"id": sha256[:16], "sha256": sha256, "suffix": "png", "width": SIDE, "height": SIDE}
        asset = Asset.model_validate({**kept, "tool": name, "parent": shown.id, "note": "", "recipe": recipe})
        ledger.save_asset(asset, context.thread)
        return Result("Made.", (asset,))

    return _dressed(make, tool)


class Anything(BaseModel):
    """The arguments of a tool that is not built yet."""

    model_config = ConfigDict(extra="allow")


def later_tool(name: str) -> Tool:
    def tool(args: Anything, context: Context) -> Result:
        """Make a picture."""
        raise NotImplementedError

    tool.__name__ = name
    return _notes(tool)


def _sees_nothing(tool: Tool) -> Tool:
    def look(args: Any, context: Context) -> Result:
        return Result("", data={"category": None, "question": "What is it?"})

    return _dressed(look, tool)


def _dressed(function: Any, tool: Tool) -> Tool:
    function.__name__, function.__doc__ = tool.__name__, tool.__doc__
    function.__annotations__ = {"args": args_model(tool), "context": Context, "return": Result}
    dressed: Tool = function
    return dressed
