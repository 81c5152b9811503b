"""Two remembered looks made one."""

from pydantic import Field

from tools.brand_styles import brand_of, kept_anew, pictures_board, the_one
from tools.context import Context, Result
from tools.errors import BadRequest
from tools.moodboard import completed
from tools.specs.base import Spec
from tools.specs.numbers import Numbers
from tools.specs.style import Style, told

MOST_PICTURES = 24


class MergeStylesArgs(Spec):
    """Which looks become one."""

    brand: str = Field("", max_length=200, description="the brand; empty for the house's own")
    styles: tuple[str, ...] = Field(min_length=2, max_length=4, description="their names; the first one leads")
    name: str = Field("", max_length=200, description="what the one is called; else as the first")


def merge_styles(args: MergeStylesArgs, context: Context) -> Result:
    """Make one remembered look of several: the first one's set, what it leaves open from the others, all pictures."""
    brand = brand_of(args.brand, context)
    looks = [the_one(words, brand, context, "merged") for words in args.styles]
    if len({look.ref for look in looks}) < len(looks):
        raise BadRequest("These are one and the same look. Name two, for example 'merge Hearth and Embers'.")
    merged = looks[0]
    for other in looks[1:]:
        merged = _joined(merged, other)
    merged = merged.model_copy(update={"name": told(args.name) or merged.name})
    read = pictures_board(merged.pictures, context)
    merged = merged.model_copy(update={"board": read or merged.board})
    kept_anew(merged, tuple(looks), context)
    names = " and ".join(look.name for look in looks)
    text = f"{names} are one look now, {merged.name}: the set of {looks[0].name}, and the pictures of both."
    return Result(text, data={"style": merged.ref, "name": merged.name})


def _joined(first: Style, second: Style) -> Style:
    notes = dict.fromkeys(note for note in (first.note, second.note) if note)
    pictures = tuple(dict.fromkeys((*first.pictures, *second.pictures)))[:MOST_PICTURES]
    means = {
        name: round((getattr(first.numbers, name) + getattr(second.numbers, name)) / 2, 3)
        for name in Numbers.model_fields
    }
    return first.model_copy(
        update={
            "note": "; ".join(notes)[:400],
            "wish": completed(first.wish, second.wish),
            "tone": first.tone or second.tone,
            "board": first.board or second.board,
            "numbers": Numbers(**means),
            "pictures": pictures,
        }
    )
