"""A person whom a model paints for a product, which is then laid on them as on any person: its pixels are the photo's.

The model is never told of the product: it paints the pose that the kind needs, and bare. A person on whom the product
cannot be laid is painted once more from another seed, and then it is said; so is one beside whom a second product
or writing is seen, and the better of the two is taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tools.context import Context
from tools.engines.encode import encode_png
from tools.engines.generative.found import Phantom
from tools.engines.generative.phantom import phantoms
from tools.engines.generative.poses import has_pose, pose_words
from tools.engines.generative.task import Task
from tools.engines.image import Bytes8, Image, to_bytes, to_float
from tools.engines.person.seen import Known
from tools.engines.progress import Progress
from tools.engines.worn.bare_places import placed_by_sight
from tools.engines.worn.laid import Laid, Wish
from tools.engines.worn.resample import warped
from tools.errors import BadRequest, ToolFailed
from tools.hints import faults, hints_of, say_hints
from tools.painting import NEXT_SEED, SETS, TRIES, Bill, Order, painter_for, painting
from tools.product_photo import ProductPhoto
from tools.specs.words import Aspect, Category, Size, frame_pixels
from tools.specs.worn import PaintedPerson
from tools.wearing import VIEWS, lay_on_person

RATIO: Mapping[Category, Aspect] = {"ring": "1:1", "watch": "4:5", "bracelet": "4:5"}
"""Ratio of the frame when nobody says one."""
GROUND = (0.72, 0.52)
"""Grey of the plain ground that a model starts from, at its top and at its foot."""
INSTEAD = "upload a photo of a person who agreed, or ask for the product alone"
OWN = f"{INSTEAD[0].upper()}{INSTEAD[1:]}."


@dataclass(frozen=True)
class Nobody:
    """A painted person (H×W×3) under ``sha256``, how the product lies on them, and what services charged."""

    frame: Bytes8
    sha256: str
    laid: Laid
    painted: PaintedPerson
    bill: Bill


@dataclass(frozen=True)
class Frame:
    """The frame that a person is painted in, and the seed of the first try."""

    aspect: Aspect | None
    size: Size
    seed: int


def check_painted(category: Category, alpha: Bytes8) -> None:
    """Raise ``BadRequest`` when the product of ``alpha`` (H×W) can be laid on no person, before one is painted."""
    if not has_pose(category):
        raise BadRequest(f"A person is not painted for a {category.replace('_', ' ')} yet. {OWN}")
    VIEWS[category](alpha)


def painted_person(
    category: Category, photo: ProductPhoto, wish: Wish, order: Order, frame: Frame, context: Context
) -> Nobody:
    """Return a person whom ``order.engine`` painted and the product of ``photo`` laid on them.

    Raises ``EngineUnavailable`` when the engine is not there, ``ToolFailed`` when it is cancelled or when no usable
    person came of two tries.
    """
    painter = painter_for(order.engine, SETS, context, INSTEAD)
    width, height = frame_pixels(frame.aspect or RATIO.get(category, "4:5"), frame.size)
    words = pose_words(category, order.words)
    bill, why, usable = Bill(), "", list[_Usable]()
    for number in range(TRIES):
        seed = frame.seed + number * NEXT_SEED
        task = Task(ground(width, height), np.ones((height, width), np.float32), words, seed, strength=1.0)
        made = painter.paint(task, painting(context), context.cancelled)
        bill = bill.with_cents(made.cents)
        pixels = to_bytes(made.image)
        try:
            laid = _laid(category, (pixels, photo.cutout[..., 3]), wish, context)
        except BadRequest as refused:
            why = refused.sentence
            continue
        context.report(Progress("check", 0.94))
        usable.append(_Usable(pixels, laid, _beside(pixels, photo, laid), made.model, seed))
        if not usable[-1].found:
            break
    if not usable:
        raise ToolFailed(_unusable(category, order, why, bill))
    best = min(usable, key=lambda each: faults(each.found))
    told = PaintedPerson(
        engine=order.engine, model=best.model, words=words, seed=best.seed, tries=number + 1,
        hints=hints_of(best.found, (height, width)),
    )  # fmt: skip
    return Nobody(best.pixels, context.store.images.put(encode_png(best.pixels), "png"), best.laid, told, bill)


@dataclass(frozen=True)
class _Usable:
    """A painted person (H×W×3) who can wear it, how it lies, what else was found, and of what model and seed."""

    pixels: Bytes8
    laid: Laid
    found: tuple[Phantom, ...]
    model: str
    seed: int


def _beside(pixels: Bytes8, photo: ProductPhoto, laid: Laid) -> tuple[Phantom, ...]:
    """Return what looks like a second product or writing beside the one that is laid on a person (H×W×3).

    The first of a pair is looked for: the other's place is bare, or something was painted there.
    """
    size = (pixels.shape[1], pixels.shape[0])
    return phantoms(
        to_float(pixels), warped(photo.source, photo.cutout, laid.warps[:1], laid.softness, size), signs=False
    )


def _laid(category: Category, seen: tuple[Bytes8, Bytes8], wish: Wish, context: Context) -> Laid:
    """Return how the product lies on a painted person (H×W×3; its alpha H×W). Raises ``BadRequest`` where it cannot."""
    pixels, alpha = seen
    person = context.onlooker.look(pixels)
    there = placed_by_sight(category, pixels, person, wish)
    return lay_on_person(category, pixels, alpha, there, Known(person))


def ground(width: int, height: int) -> Image:
    """Return the plain ground that a model starts from, H×W×3."""
    slope = np.linspace(*GROUND, height, dtype=np.float32)[:, None, None]
    return np.broadcast_to(slope, (height, width, 3)).copy()


def say_nobody(nobody: Nobody) -> str:
    """Return who the person is: a painted one, how often it was tried, what it cost."""
    twice = " The first one could not wear it or showed what nobody asked for, so another was painted."
    return (
        f"The person was painted by the {nobody.painted.engine} engine and does not exist; the product is your photo, "
        f"and no model touched it.{twice if nobody.painted.tries > 1 else ''}{say_hints(nobody.painted.hints)}"
        f"{nobody.bill.said}"
    )


def _unusable(category: Category, order: Order, why: str, bill: Bill) -> str:
    """Return the sentence that no painted person could wear it."""
    cost = f" The service charged {bill.cents:.1f} cents all the same." if bill.cents else ""
    return (
        f"The {order.engine} engine painted a person twice, and the {category.replace('_', ' ')} can be laid on "
        f"neither ({why.split('. ')[0].rstrip('.')}); nothing was charged here.{cost} {OWN}"
    )
