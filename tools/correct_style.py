"""A remembered look corrected, or called something else."""

from pydantic import Field

from tools.brand_styles import brand_of, kept_anew, styles_of, the_one
from tools.context import Context, Result
from tools.corrected_style import corrected_style
from tools.edit import Changes, said
from tools.engines.color_names import name_of
from tools.engines.palette import lab_of
from tools.errors import BadRequest
from tools.specs.base import Spec
from tools.specs.board_changes import BoardChanges
from tools.specs.style import LAST, Style, same, told


class CorrectStyleArgs(Spec):
    """Which look, and what is different about it from now on."""

    brand: str = Field("", max_length=200, description="the brand; empty for the house's own")
    style: str = Field(min_length=1, max_length=2000, description="its name, brand/name, or words that name it")
    name: str = Field("", max_length=200, description="what it is called from now on")
    changes: Changes = Field(default_factory=Changes, description="set and light, as an edit has them")
    board: BoardChanges = Field(default_factory=BoardChanges, description="its colours")


def correct_style(args: CorrectStyleArgs, context: Context) -> Result:
    """Correct a brand's remembered look, or give it another name; pictures made before stay as they are."""
    style = the_one(args.style, brand_of(args.brand or args.style.rpartition("/")[0], context), context, "corrected")
    new = corrected_style(style, args.changes, args.board)
    if args.name.strip():
        new = new.model_copy(update={"name": _free(told(args.name), style, context)})
    if new == style:
        raise BadRequest(f"{style.name} is like that already. Say what should be different, for example 'less orange'.")
    kept_anew(new, (style,), context)
    parts = [f"now called {new.name}"] if new.name != style.name else []
    parts += [words for words in (said(args.changes), _colours(args.board)) if words != "nothing" and words]
    return Result(f"{style.name} is corrected: {', '.join(parts)}.", data={"style": new.ref, "name": new.name})


def _free(name: str, style: Style, context: Context) -> str:
    """Return ``name`` if no other look of the brand has it."""
    if not name or same(name) == LAST:
        raise BadRequest("That is no name for a look. Say another, for example 'rename Hearth to Embers'.")
    if same(name) != same(style.name) and styles_of(context).find(style.brand, name) is not None:
        raise BadRequest(f"There is a look {name} already. Say another name, or 'merge {style.name} and {name}'.")
    return name


def _colours(board: BoardChanges) -> str:
    ways = (("without", board.without), ("more", board.more), ("less", board.less))
    parts = [f"{way} {name_of(lab_of(color))}" for way, colors in ways for color in colors]
    parts += [f"{name_of(lab_of(new))} in place of {name_of(lab_of(old))}" for old, new in board.swap]
    parts += ["softer light" if board.softness > 0 else "harder light"] if board.softness else []
    return ", ".join(parts)
