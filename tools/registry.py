"""The one door to the tools: arguments are checked, policy and budget asked, the call recorded and charged."""

import hashlib
import json
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, get_type_hints

from pydantic import BaseModel, ValidationError

from tools.batch import batch
from tools.change_background import change_background
from tools.classify import classify
from tools.compare import compare
from tools.context import Context, Result
from tools.correct_style import correct_style
from tools.detail import detail
from tools.edit import edit
from tools.errors import BadRequest, BudgetExceeded, ParureError, ToolFailed
from tools.estimate import estimate
from tools.forget_style import forget_style
from tools.forget_taste import forget_taste
from tools.ghost_mannequin import ghost_mannequin
from tools.invalid import say_invalid
from tools.looks import looked_at
from tools.mask import mask
from tools.merge_styles import merge_styles
from tools.rate import rate
from tools.recall_style import recall_style
from tools.redo import redo
from tools.reference_shoot import reference_shoot
from tools.reframe import reframe
from tools.remember_style import remember_style
from tools.remove_background import remove_background
from tools.rerun import rerun
from tools.specs.asset import Asset
from tools.specs.base import canonical_json
from tools.specs.board import Board
from tools.specs.product import Product
from tools.specs.sheet import SkuLine
from tools.try_on import try_on
from tools.undo import undo
from tools.video import video
from tools.white_studio import white_studio
from tools.worn_cut import try_on_behind


class Tool(Protocol):
    """A typed function; its args model and its docstring are all that is known of it."""

    __name__: str

    def __call__(self, args: Any, context: Context, /) -> Result:
        """Do the work. Raises one of the five errors."""
        ...


TOOLS: tuple[Tool, ...] = (
    classify,
    mask,
    reference_shoot,
    white_studio,
    ghost_mannequin,
    detail,
    edit,
    reframe,
    video,
    remove_background,
    change_background,
    try_on,
    remember_style,
    recall_style,
    forget_style,
    correct_style,
    merge_styles,
    rate,
    forget_taste,
    estimate,
    undo,
    redo,
    compare,
    rerun,
    batch,
)
"""All that can be called. Nothing is found by scanning."""

LATER: dict[str, str] = {
    "export": "Export to a preset",
    "check_listing": "The listing check",
}
"""Tools of the contract that are not built yet, as a person calls them."""


class Allow(Protocol):
    """Policy at the door."""

    def __call__(self, tool: str, product: Product | None, mode: str | None = None) -> None:
        """Raise ``Refused`` when ``tool`` may not make a picture of ``product`` in ``mode``."""
        ...


Price = Callable[[str, dict[str, Any]], int]
_REFS = ("product", "asset", "image", "inside")
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Outcome:
    """What became of a call: a result or an error, and the credits it cost. ``repeated``: done earlier, not again."""

    tool: str
    result: Result | None = None
    error: ParureError | None = None
    credits: int = 0
    repeated: bool = False

    @property
    def text(self) -> str:
        """One sentence for the person."""
        return self.result.text if self.result else self.error.sentence if self.error else ""

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The pictures made."""
        return self.result.assets if self.result else ()

    @property
    def board(self) -> Board | None:
        """The moodboard that was read on the way."""
        read = self.result.data.get("board") if self.result else None
        return Board.model_validate({name: read[name] for name in Board.model_fields if name in read}) if read else None

    @property
    def table(self) -> tuple[SkuLine, ...]:
        """What became of a sheet, a line a product."""
        lines = self.result.data.get("table", ()) if self.result else ()
        return tuple(SkuLine.model_validate(line) for line in lines)


@dataclass(frozen=True)
class Registry:
    """``allow`` is policy, handed in so that tools never import the agent; ``price`` gives a call's credits."""

    allow: Allow
    price: Price
    tools: tuple[Tool, ...] = field(default=TOOLS)

    def call(
        self, tool: str, args: dict[str, Any], context: Context, step: str | None = None, budget: int | None = None
    ) -> Outcome:
        """Run ``tool``; every error becomes an outcome.

        ``step`` names the place in the talk: the same tool, arguments and step run and are paid once, and a second
        call gives the first one's result. Without it every call is a new one. ``budget``: credits still allowed.
        """
        key = ""
        try:
            function = self._find(tool)
            checked = _validate(function, args)
            key = _key(context.thread, step, tool, checked)
            self._ask_policy(tool, checked, context)
            kept = context.store.ledger.calls.done(key)
            if kept is not None:
                return Outcome(tool, _revive(kept, context), repeated=True)
            cost = self.price(tool, checked.model_dump(mode="json", exclude_defaults=True))
            _check_budget(tool, cost, budget, context)
            context.store.ledger.calls.begin(key, context.thread, tool, canonical_json(checked))
            result = function(checked, context)
            context.store.ledger.calls.finish(key, tool, _keep(result), cost + result.charged)
            return Outcome(tool, result, credits=cost + result.charged + result.spent)
        except ParureError as error:
            return self._failed(tool, key, error, context)
        except Exception as error:  # noqa: BLE001 - the one place where a fault of the program becomes a sentence
            _log.error("%s stopped", tool, exc_info=error)
            fault = f"{tool} stopped on a fault of the program ({type(error).__name__}: {error}); nothing was charged."
            return self._failed(tool, key, ToolFailed(fault), context)

    def schemas(self) -> list[dict[str, Any]]:
        """Return name, description and JSON schema of every tool, as a language model reads them."""
        return [
            {
                "name": tool.__name__,
                "description": (tool.__doc__ or "").strip().splitlines()[0],
                "parameters": args_model(tool).model_json_schema(),
            }
            for tool in self.tools
        ]

    def _find(self, name: str) -> Tool:
        for tool in self.tools:
            if tool.__name__ == name:
                return tool
        if name in LATER:
            raise ToolFailed(f"{LATER[name]} comes in a later version of Parure; nothing was charged.")
        known = ", ".join(tool.__name__ for tool in self.tools)
        raise BadRequest(f"There is no tool {name[:40]!r}. There are: {known}.")

    def _ask_policy(self, tool: str, args: BaseModel, context: Context) -> None:
        products = [_behind(ref, context) for name in _REFS if isinstance(ref := getattr(args, name, None), str)]
        mode = _mode_of(args)
        for product in products or [None]:
            self.allow(tool, product, mode)
            if mode == "generated" and product is not None:  # it may be called soft, and look hard
                self.allow(tool, looked_at(product, context), mode)

    def _failed(self, tool: str, key: str, error: ParureError, context: Context) -> Outcome:
        if key:
            context.store.ledger.calls.fail(key, error.sentence)
        return Outcome(tool, error=error)


def args_model(tool: Tool) -> type[BaseModel]:
    """Return the pydantic model of a tool's arguments, from its annotations."""
    model = get_type_hints(tool)["args"]
    if not (isinstance(model, type) and issubclass(model, BaseModel)):
        raise TypeError(f"{tool.__name__} must take a pydantic model")
    return model


def _behind(ref: str, context: Context) -> Product | None:
    """Return the product in the picture ``ref``: that of the photo it was made from, if one is known."""
    asset = context.store.ledger.find_asset(ref, context.thread)
    asset = try_on_behind(asset, context) or asset
    return context.store.ledger.product(asset.recipe.source_sha256 if asset.recipe else asset.sha256)


def _mode_of(args: BaseModel) -> str | None:
    """Return the mode that a call asks for, by itself or in a recipe that it brings."""
    brought = getattr(args, "recipe", None)
    return getattr(args, "mode", None) or getattr(brought, "mode", None)


def _validate(tool: Tool, args: dict[str, Any]) -> BaseModel:
    try:
        return args_model(tool).model_validate(args)
    except ValidationError as error:
        raise BadRequest(f"{tool.__name__}: {say_invalid(error)}") from error


def _check_budget(tool: str, cost: int, budget: int | None, context: Context) -> None:
    if budget is not None and cost > budget:
        raise BudgetExceeded(f"{tool} costs {cost} credits and {budget} were allowed; allow more with --max-credits.")
    left = context.store.ledger.balance()
    if left is not None and cost > left:
        raise BudgetExceeded(f"{tool} costs {cost} credits and {left} are left; `parure credits add N` adds more.")


def _key(thread: str, step: str | None, tool: str, args: BaseModel) -> str:
    parts = json.dumps([thread, step or uuid.uuid4().hex, tool, canonical_json(args)])
    return hashlib.sha256(parts.encode()).hexdigest()


def _keep(result: Result) -> str:
    ids = [asset.id for asset in result.assets]
    return json.dumps({"text": result.text, "assets": ids, "data": result.data}, default=str)


def _revive(kept: str, context: Context) -> Result:
    fields = json.loads(kept)
    assets = tuple(context.store.ledger.find_asset(id, context.thread) for id in fields["assets"])
    return Result(fields["text"], assets, fields["data"])
