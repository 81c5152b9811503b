"""The product's cut-out, looked at and corrected."""

from typing import Any

from pydantic import Field

from tools.context import Context, Result
from tools.engines.cutout.result import CutOut
from tools.engines.cutout.touch import Mark, touch_up
from tools.engines.image import to_float
from tools.errors import BadRequest
from tools.product_photo import cut_photo, find_upload, keep_cutout, product_of, read_photo, refuse_if_declined
from tools.specs.base import Spec

Point = tuple[int, int]
Box = tuple[int, int, int, int]


class MaskArgs(Spec):
    """Which photo to cut out, and what a person says belongs to the product or not."""

    image: str = Field(description="the product's photo, for example img1")
    keep: tuple[Point | Box, ...] = Field((), description="points [x, y] or boxes [x, y, w, h] that are product")
    erase: tuple[Point | Box, ...] = Field((), description="points [x, y] or boxes [x, y, w, h] that are not product")


def mask(args: MaskArgs, context: Context) -> Result:
    """Cut the product out of its photo; say how sure that is and where to look again."""
    upload = find_upload(args.image, context)
    product = product_of(upload, context)
    refuse_if_declined(product)
    photo = read_photo(upload, context)
    height, width = photo.pixels.shape[:2]
    _check(args.keep + args.erase, width, height)
    cutout = touch_up(to_float(photo.pixels), cut_photo(photo, context), args.keep, args.erase)
    kept = keep_cutout(product, cutout, context)
    return Result(_sentence(cutout), data=_report(cutout) | {"cutout_sha256": kept.cutout_sha256})


def _check(marks: tuple[Mark, ...], width: int, height: int) -> None:
    """Raise ``BadRequest`` when a mark lies outside of the photo or a box is empty."""
    for mark in marks:
        inside = 0 <= mark[0] < width and 0 <= mark[1] < height
        if not inside or (len(mark) == 4 and min(mark[2:]) < 1):
            raise BadRequest(f"The mark {list(mark)} lies outside of the photo, which is {width}×{height} px.")


def _report(cutout: CutOut) -> dict[str, Any]:
    """Return the fields that CONTRACT promises for ``parure mask``."""
    return {
        "confidence": round(cutout.confidence, 3),
        "unsure": [list(box) for box in cutout.unsure],
        "instances": cutout.instances,
        "advice": list(cutout.advice),
    }


def _sentence(cutout: CutOut) -> str:
    if cutout.instances == 0:
        return "I found no product in this photo."
    if cutout.confidence < 0.6:
        return "Cut out, but I am not sure of it: please look at the marked spots."
    return "Cut out."
