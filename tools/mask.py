"""The product's cut-out, looked at and corrected."""

from dataclasses import replace
from typing import Any

from pydantic import Field

from tools.context import Context, Result
from tools.engines.cutout.judgement import instances
from tools.engines.cutout.result import CutOut
from tools.engines.image import to_float
from tools.errors import BadRequest
from tools.photo_file import cut_photo, read_photo
from tools.product_photo import UNSURE, cut_anew, find_upload, open_product, product_of, refuse_if_declined
from tools.specs.base import Spec
from tools.specs.touch import MOST_STROKES, Coordinate, Point, Stroke
from tools.specs.words import Aid
from tools.taking_away import take_away
from tools.touching import OUTSIDE, as_strokes, keep_touch_up, open_touch_up

Box = tuple[Coordinate, Coordinate, Coordinate, Coordinate]
Mark = Point | Box


class MaskArgs(Spec):
    """Which photo to cut out, and what a person says belongs to the product or not."""

    image: str = Field(description="the product's photo, for example img1")
    keep: tuple[Mark, ...] = Field(
        (), max_length=MOST_STROKES, description="points [x, y] or boxes [x, y, w, h] that are product"
    )
    erase: tuple[Mark, ...] = Field(
        (), max_length=MOST_STROKES, description="points [x, y] or boxes [x, y, w, h] that are not product"
    )
    strokes: tuple[Stroke, ...] = Field(
        (), max_length=MOST_STROKES, description="strokes of a hand, drawn after the marks"
    )
    afresh: bool = Field(False, description="forget what was touched up before")
    without: tuple[Aid, ...] = Field((), description="what holds, shows or labels the product and is to be taken away")
    anyway: bool = Field(False, description="take it away even where it is only likely what was meant")


def mask(args: MaskArgs, context: Context) -> Result:
    """Cut the product out of its photo; say how sure that is and where to look again.

    What is marked is kept with the product, and comes on top of what was touched up before.
    """
    if args.without and args == MaskArgs(image=args.image, without=args.without, anyway=args.anyway):
        return _without(args, context)
    upload = find_upload(args.image, context)
    product = product_of(upload, context)
    refuse_if_declined(product)
    photo = read_photo(upload, context)
    height, width = photo.pixels.shape[:2]
    _check(args.keep + args.erase, width, height)
    cutout = cut_photo(photo, context)
    product = cut_anew(product, cutout, context)
    if args.afresh:
        context.store.ledger.touches.drop(context.owner, product)
    opened = open_touch_up(upload.id, context)
    for stroke in (*as_strokes("keep", args.keep), *as_strokes("erase", args.erase), *args.strokes):
        opened.draw(stroke)
    sha256 = opened.photo.cutout_sha256
    if opened.can_undo:
        sha256 = keep_touch_up(opened, context)
        cutout = replace(cutout, instances=instances(to_float(opened.rgba[..., 3])))
    text = _sentence(cutout, len(opened.strokes))
    if args.without:
        taken = _without(args, context)
        text, sha256 = f"{text} {taken.text}", str(taken.data["cutout_sha256"])
    return Result(text, data=_report(cutout) | {"cutout_sha256": sha256, "strokes": len(opened.strokes)})


def _without(args: MaskArgs, context: Context) -> Result:
    """Take away what is asked for; nothing is cut out again."""
    told = take_away(args.without, args.image, context, args.anyway)
    photo = open_product(args.image, context)
    data = {"told": {each.aid: each.state for each in told}, "cutout_sha256": photo.cutout_sha256}
    return Result(" ".join(each.sentence for each in told), data=data)


def _check(marks: tuple[Mark, ...], width: int, height: int) -> None:
    """Raise ``BadRequest`` when a mark lies outside of the photo or a box is empty."""
    for mark in marks:
        inside = 0 <= mark[0] < width and 0 <= mark[1] < height
        if not inside or (len(mark) == 4 and min(mark[2:]) < 1):
            raise BadRequest(OUTSIDE.format(point=list(mark), width=width, height=height))


def _report(cutout: CutOut) -> dict[str, Any]:
    """Return the fields that CONTRACT promises for ``parure mask``."""
    return {
        "confidence": round(cutout.confidence, 3),
        "unsure": [list(box) for box in cutout.unsure],
        "instances": cutout.instances,
        "advice": list(cutout.advice),
    }


def _sentence(cutout: CutOut, strokes: int) -> str:
    if cutout.instances == 0:
        return "I found no product in this photo."
    if strokes:
        return "Cut out, with what you touched up."
    if cutout.confidence < UNSURE:
        return "Cut out, but I am not sure of it: please look at the marked spots, and touch them up where I was wrong."
    return "Cut out."
