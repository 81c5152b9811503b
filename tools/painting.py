"""A set that a model paints: the studio's picture is where it starts, and the product is laid back exactly after it."""

import math
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from tools.context import Context, Painter
from tools.engines.composite import Placed, lay_back
from tools.engines.contact import with_contact
from tools.engines.decoded import decoded
from tools.engines.develop import develop
from tools.engines.encode import encode_png
from tools.engines.generative.found import Phantom
from tools.engines.generative.origin import origin
from tools.engines.generative.phantom import phantoms
from tools.engines.generative.seam import joined
from tools.engines.generative.task import Ability, Painted, Task
from tools.engines.image import Image, Mask, to_bytes, to_float
from tools.engines.progress import Progress, Report
from tools.engines.reading import read_backdrop
from tools.engines.relight import relit
from tools.errors import BadRequest, EngineUnavailable
from tools.hints import faults, hints_of, say_hints
from tools.nearness import nearness_of
from tools.product_photo import ProductPhoto, reading_of
from tools.shoot import placed_of, plate_of
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish
from tools.specs.steps import Painted as PaintedSet
from tools.specs.words import Engine

SETS: tuple[Ability, ...] = ("inpaint", "words", "image_to_image")
"""What can paint a set, the best first: a mask, an order in words, a start."""

HOW = {
    "diffusion": "put diffusers weights in a folder, name it in PARURE_DIFFUSION_MODEL, and pip install "
    "'parure[diffusion]'",
    "remote": "set PARURE_IMAGES_URL, PARURE_IMAGES_KEY and PARURE_IMAGES_MODEL to an images service",
}
"""What brings an engine that is not there."""
TRIES, NEXT_SEED = 2, 7919
"""Pictures that are painted at most for one, and how far their seeds are apart."""
HOW_TO_SET = f"For a model of your own, {HOW['diffusion']}; for a service, {HOW['remote']}."


@dataclass(frozen=True)
class Order:
    """What is asked of an engine: its name, the words, and further pictures (h×w×3 sRGB) for models that take them."""

    engine: Engine
    words: str
    references: tuple[Image, ...] = ()


class Asked(Protocol):
    """The arguments of a tool that an engine is named in."""

    @property
    def engine(self) -> Engine | None:
        """The engine."""
        ...

    @property
    def prompt(self) -> str | None:
        """Words for it."""
        ...

    @property
    def scene(self) -> SceneWish:
        """The set that is wished for."""
        ...

    @property
    def inspiration(self) -> tuple[str, ...]:
        """Pictures to take the mood from."""
        ...


@dataclass(frozen=True)
class Made:
    """A recipe with its painted set, and what a service charged for it in cents, nothing where it did not tell."""

    recipe: Recipe
    cents: float | None


@dataclass(frozen=True)
class Bill:
    """What services charged: ``cents`` together, and how many pictures they did not tell the price of."""

    cents: float = 0.0
    untold: int = 0

    def plus(self, made: Made) -> "Bill":
        """Return the bill with one more picture on it."""
        return self.with_cents(made.cents)

    def with_cents(self, cents: float | None) -> "Bill":
        """Return the bill with ``cents`` more, or with one more picture of which nobody told the price."""
        return Bill(self.cents + (cents or 0.0), self.untold + (cents is None))

    @property
    def credits(self) -> int:
        """Whole credits, one a cent, rounded up."""
        return math.ceil(self.cents - 1e-9)

    @property
    def said(self) -> str:
        """A sentence about what services charged, or nothing."""
        text = f" The service charged {self.cents:.1f} cents, {self.credits} credits." if self.cents else ""
        more = " The service did not tell what it charged; your account there does."
        return text + (more if self.untold else "")


def order_of(asked: Asked, recipe: Recipe, context: Context) -> Order:
    """Return what the engine is asked: the person's own words, else those of the recipe's set."""
    assert asked.engine is not None
    find, images = context.store.ledger.find_asset, context.store.images
    boards = [find(ref, context.thread) for ref in asked.inspiration]
    pictures = tuple(to_float(decoded(images.read(board.sha256), board.note or "the board").pixels) for board in boards)
    return Order(asked.engine, asked.prompt or words_of(recipe, asked.scene), pictures)


def words_of(recipe: Recipe, wish: SceneWish) -> str:
    """Return the recipe's set in words: what it is of, its place, ground, backdrop, light and things."""
    scene = recipe.scene
    if scene is None:
        return wish.place or wish.mood
    parts = [recipe.kind or "product", wish.place, wish.mood, scene.surface, scene.backdrop, scene.light, *scene.props]
    return ", ".join(str(part).replace("_", " ") for part in parts if part)


def say_painted(recipes: list[Recipe], bill: Bill) -> str:
    """Return the sentences about painted sets: by which engine, what it cost, what the check saw; or nothing."""
    step = recipes[0].step(PaintedSet)
    if step is None:
        return ""
    kind = (recipes[0].kind or "product").replace("_", " ")
    text = f"Your {kind} as photographed, pixel for pixel, in a set painted by the {recipes[0].engine} engine."
    steps = [step for recipe in recipes if (step := recipe.step(PaintedSet)) is not None]
    text += say_hints([hint for step in steps for hint in step.hints])
    if any(step.tries > 1 for step in steps):
        text += " It was painted twice, since the first one showed what nobody asked for; the better one was taken."
    return text + bill.said


INSTEAD = "leave the engine out to use the studio"
"""What there is without an engine."""


def painter_for(engine: Engine, wanted: tuple[Ability, ...], context: Context, instead: str = INSTEAD) -> Painter:
    """Return the painter of ``engine``, if it can one of ``wanted``.

    Raises ``EngineUnavailable`` with what to set, or what there is ``instead``.
    """
    painter = context.painters.get(engine)
    if painter is None:
        raise EngineUnavailable(f"The {engine} engine is not set up: {HOW[engine]}. Or {instead}.")
    if not painter.abilities & set(wanted):
        can = ", ".join(sorted(painter.abilities)).replace("_", " ") or "nothing that is known here"
        raise EngineUnavailable(
            f"The model of the {engine} engine cannot do this: it can {can}. Name another model, or {instead}."
        )
    return painter


def painted_set(recipe: Recipe, photo: ProductPhoto, order: Order, context: Context) -> Made:
    """Return ``recipe``, one of the studio's, with its set painted as ``order`` says round the untouched product.

    Raises ``EngineUnavailable`` when the engine is not there, ``ToolFailed`` when cancelled or declined.
    """
    painter = painter_for(order.engine, SETS, context)
    placed = placed_of(photo, recipe)
    plate, _ = plate_of(context, recipe, placed)
    start = with_contact(develop(plate, recipe.develop, recipe.seed), photo.source, photo.cutout, recipe)
    task = Task(
        start=to_float(lay_back(start, placed)),
        mask=1.0 - placed.core.astype(np.float32),
        words=order.words,
        seed=recipe.seed,
        depth=depth_of(recipe, placed, context) if "depth" in painter.abilities else None,
        references=order.references if "references" in painter.abilities else (),
    )
    tries = _tries(painter, task, placed, context)
    best = min(tries, key=lambda each: faults(each.found))
    step = _kept(best, (placed, start), order, photo, context)
    step = step.model_copy(update={"tries": len(tries)})
    cents = [each.painted.cents for each in tries]
    told = None if None in cents else math.fsum(filter(None, cents))
    return Made(recipe.model_copy(update={"engine": order.engine, "develop": (step,)}), told)


def depth_of(recipe: Recipe, placed: Placed, context: Context) -> Mask:
    """Return how near each pixel of the studio's picture is, H×W: 1 the nearest, 0 at infinity; the product is in it.

    Raises ``ToolFailed`` when cancelled.
    """
    near = np.where(placed.alpha > 127, np.float32(1.0), nearness_of(context, recipe, placed))
    return np.asarray(near / max(float(near.max()), 1e-6), np.float32).clip(0.0, 1.0)


@dataclass(frozen=True)
class _Try:
    """One picture that was painted, what the check found in it, and its seed."""

    painted: Painted
    found: tuple[Phantom, ...]
    seed: int


def _tries(painter: Painter, task: Task, placed: Placed, context: Context) -> list[_Try]:
    """Return what was painted: one picture, and another of another seed where the first shows what nobody asked for."""
    tries: list[_Try] = []
    for number in range(TRIES):
        seed = task.seed + number * NEXT_SEED
        painted = painter.paint(replace(task, seed=seed), painting(context), context.cancelled)
        context.report(Progress("check", 0.94))
        tries.append(_Try(painted, phantoms(painted.image, placed), seed))
        if not tries[-1].found:
            break
    return tries


def painting(context: Context) -> Report:
    """Return what tells a painter's progress as the second half of the picture's."""
    return lambda progress: context.report(replace(progress, share=0.5 + 0.45 * progress.share))


def _kept(best: _Try, under: tuple[Placed, Image], order: Order, photo: ProductPhoto, context: Context) -> PaintedSet:
    """Return the step with the painted set, joined along the product and kept."""
    placed, start = under
    result = joined(best.painted.image, start, placed.alpha)
    images = context.store.images
    own, read = reading_of(photo), read_backdrop(best.painted.image)
    return PaintedSet(
        sha256=images.put(encode_png(to_bytes(result.image)), "png"),
        origin_sha256=images.put(encode_png(origin(placed.alpha, result.by_studio)), "png"),
        model=best.painted.model,
        words=order.words,
        seed=best.seed,
        photo_white=own.white,
        white=read.white,
        hints=hints_of(best.found, placed.alpha.shape),
    )


def refuse_rebuilt(recipe: Recipe, what: str) -> None:
    """Raise ``BadRequest`` when the set of ``recipe`` was painted: the studio cannot render more of it."""
    if recipe.step(PaintedSet) is not None:
        raise BadRequest(
            f"This set was painted by the {recipe.engine} engine, so its {what} cannot be changed by a render; colour, "
            "exposure and contrast can. Ask for the picture again with the engine, or in the studio."
        )


def same_set(old: Recipe, new: Recipe) -> bool:
    """Return whether ``new`` differs from ``old`` by develop steps alone, no light of the set among them."""
    unseeded = new.geometry().model_copy(update={"seed": old.seed})
    return unseeded == old.geometry() and not relit(new)
