"""A brand's remembered looks, found by words or by a picture."""

import re

from pydantic import Field

from tools.brand_facts import all_known
from tools.brand_styles import brand_of, known_at, last_look, styles_of
from tools.context import Context, Result
from tools.engines.mood import describe
from tools.errors import BadRequest
from tools.moodboard import open_board
from tools.specs.base import Spec
from tools.specs.style import Style, StyleHit

MOST = 3
_PICTURE = re.compile(r"(?:img|a)\d+|[0-9a-f]{16}")


class RecallStyleArgs(Spec):
    """What to look for."""

    brand: str = Field("", max_length=200, description="the brand; empty for the house's own")
    query: str = Field(min_length=1, max_length=2000, description="words for the look, or a picture such as img2")
    last: bool = Field(False, description="the look that the brand used last, whatever its name")
    about: bool = Field(False, description="instead tell all that is known of the brand")


def recall_style(args: RecallStyleArgs, context: Context) -> Result:
    """Find up to three remembered looks of a brand; the first one's brand/name is what reference_shoot.style takes."""
    brand, query = brand_of(args.brand, context), args.query.strip()
    if args.about:
        return all_known(brand, context)
    if args.last:
        return _as_last_time(last_look(brand, context))
    if _PICTURE.fullmatch(query.lower()):
        hits = styles_of(context).alike(brand, describe(open_board([query], context)), MOST)
    else:
        hits = styles_of(context).recall(brand, query, MOST)
    if not hits:
        raise BadRequest(known_at(brand, context))
    found = [{"style": hit.style.ref, "score": round(hit.score, 3), "note": hit.style.note} for hit in hits]
    return Result(_say(hits), data={"style": hits[0].style.ref, "styles": found})


def _as_last_time(style: Style) -> Result:
    scene = style.wish
    parts = filter(None, [scene.surface, f"{scene.light} light" if scene.light else None])
    words = ", ".join(part.replace("_", " ") for part in parts)
    return Result(f"As you had it last time: {words}.", data={"style": style.ref, "styles": []})


def _say(hits: tuple[StyleHit, ...]) -> str:
    best, others = hits[0], ", ".join(hit.style.name for hit in hits[1:])
    if best.score >= 1.0:
        return f"In your remembered look {best.style.name}."
    rest = f" (also near: {others})" if others else ""
    return f"The nearest of your remembered looks is {best.style.name}{rest}."
