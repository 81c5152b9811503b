"""A cut-out under a person's hand: strokes drawn one after the other, then kept with the product or let go."""

from collections.abc import Sequence
from dataclasses import replace

from tools.context import Context
from tools.engines.cutout.touch import Touched, Window, touch, undo
from tools.engines.decoded import keep_decoded
from tools.engines.encode import encode_png
from tools.errors import BadRequest
from tools.product_photo import ProductPhoto, open_product, touched_up
from tools.specs.touch import MOST_STROKES, Stroke, TouchUp

TOO_MANY = "{most} strokes are kept with one product: take some back, or finish and photograph it again."
OUTSIDE = "The mark at {point} lies outside of the photo, which is {width}×{height} px."


class OpenTouchUp:
    """One product's cut-out at full size while it is touched up. ``base_sha256`` is the one that was drawn on.

    That may be an older cutter's: what a person approved stays as it is, until it is started over.
    """

    def __init__(self, photo: ProductPhoto, base_sha256: str, strokes: tuple[Stroke, ...] = ()) -> None:
        """``photo`` is what the product looks like now; ``strokes`` are those that led there from the base."""
        self.photo = photo
        self.base_sha256 = base_sha256
        self._before = strokes
        self._drawn: list[tuple[Stroke, Touched | None]] = []
        self.rgba = photo.cutout.copy()

    @property
    def strokes(self) -> tuple[Stroke, ...]:
        """All strokes in order."""
        return (*self._before, *(stroke for stroke, _ in self._drawn))

    @property
    def can_undo(self) -> bool:
        """Whether a stroke was drawn since this was opened."""
        return bool(self._drawn)

    def draw(self, stroke: Stroke) -> Window | None:
        """Draw a stroke; return the rows and columns that changed, if any. Raises ``BadRequest`` for a bad one."""
        if len(self.strokes) >= MOST_STROKES:
            raise BadRequest(TOO_MANY.format(most=MOST_STROKES))
        check_stroke(stroke, self.rgba.shape[1], self.rgba.shape[0])
        touched = touch(self.photo.source, self.rgba, stroke)
        self._drawn.append((stroke, touched))
        return touched.window if touched else None

    def undo(self) -> Window | None:
        """Take the last stroke back; return the rows and columns that changed, if any."""
        touched = self._drawn.pop()[1] if self._drawn else None
        if touched is None:
            return None
        undo(self.rgba, touched)
        return touched.window

    def start_over(self, base_sha256: str | None = None) -> None:
        """Go back to the cut-out as it was made, the newest or a kept one, earlier strokes included."""
        self.base_sha256 = base_sha256 or str(self.photo.product.cutout_sha256)
        self.rgba = replace(self.photo, cutout_sha256=self.base_sha256).cutout.copy()
        self._before, self._drawn = (), []


def check_stroke(stroke: Stroke, width: int, height: int) -> None:
    """Raise ``BadRequest`` when a stroke begins outside of a photo of that size; one that leaves it is cut off."""
    x, y = stroke.points[0]
    if stroke.shape != "brush" and not (0 <= x < width and 0 <= y < height):
        raise BadRequest(OUTSIDE.format(point=[x, y], width=width, height=height))


def open_touch_up(ref: str, context: Context) -> OpenTouchUp:
    """Return the cut-out behind ``ref`` for its owner's hand. Raises what ``open_product`` raises."""
    photo = open_product(ref, context)
    touched = touched_up(photo.product, context)
    base_sha256 = touched.base_sha256 if touched else photo.cutout_sha256
    return OpenTouchUp(photo, base_sha256, touched.strokes if touched else ())


def keep_touch_up(opened: OpenTouchUp, context: Context) -> str:
    """Keep the touched-up cut-out with its product, for this owner alone; return its SHA-256.

    Without a stroke the product has its cut-out as it was made.
    """
    product, touches, base = opened.photo.product, context.store.ledger.touches, opened.base_sha256
    if not opened.strokes and base == product.cutout_sha256:
        touches.drop(context.owner, product)
        if touches.find_whole(context.owner, product) is not None:  # or its piece would come back
            touches.save(context.owner, product, TouchUp(strokes=(), base_sha256=base, cutout_sha256=base))
        return base
    png = encode_png(opened.rgba)
    sha256 = context.store.images.put(png, "png")
    kept = opened.rgba.copy()
    kept.setflags(write=False)
    keep_decoded(sha256, kept)
    touches.save(context.owner, product, TouchUp(strokes=opened.strokes, base_sha256=base, cutout_sha256=sha256))
    return sha256


def as_strokes(hand: str, marks: Sequence[tuple[int, ...]]) -> tuple[Stroke, ...]:
    """Return points (x, y) and boxes (x, y, width, height) as strokes of one hand."""
    return tuple(Stroke.model_validate({"hand": hand, **_shape(mark)}) for mark in marks)


def _shape(mark: tuple[int, ...]) -> dict[str, object]:
    if len(mark) == 2:
        return {"shape": "point", "points": (mark,)}
    x, y, width, height = mark
    return {"shape": "box", "points": ((x, y), (x + width, y + height))}
