"""What a photo shows: from the words that came with it, its file's name, its pixels and the silhouette."""

import re
from typing import Any

from pydantic import Field

from tools.context import Context, Result
from tools.engines.cutout.things import things
from tools.engines.shape import Shape, measure_shape
from tools.engines.sight.kinds import Opinion, opinion
from tools.engines.sight.worn import worn
from tools.photo_file import glance
from tools.product_photo import find_upload, open_product, product_of
from tools.specs.base import Spec
from tools.specs.category_words import category_of, says_worn, view_of
from tools.specs.product import Classification, Product
from tools.specs.words import Category, Hardness, View, hardness_of

SURE = 0.7
"""Below this confidence no category is said, and the person is asked."""

KIND_SURE, HARD_SURE = 0.8, 0.8
"""Shares from which the pixels alone name a kind, or say hard or soft; set on one half of the real photos."""

Guess = tuple[Category, float]


class ClassifyArgs(Spec):
    """Which photo, and what was said with it."""

    image: str = Field(description="the photo, for example img1")
    words: str = Field("", max_length=2000, description="what the person said about it")
    cut: bool = Field(False, description="whether the product is cut out for good, because a picture will follow")
    keep: bool = Field(False, description="whether, cut out for good, it leaves kind and view to the picture's words")


def classify(args: ClassifyArgs, context: Context) -> Result:
    """Say what a photo shows: category, hard or soft, view, worn or not; ask when it is not clear."""
    upload = find_upload(args.image, context)
    product = product_of(upload, context)
    if (args.cut or args.keep) and product.refusal is None:
        product = open_product(upload.id, context).product
    photo, alpha = glance(upload, product.cutout_sha256, context)
    shape = measure_shape(alpha)
    seen = opinion(photo, alpha) if shape else None
    found = judge(shape, (args.words, file_words(upload.note)), seen)
    how = worn(photo, alpha, seen) if seen else None
    found = found.model_copy(update={"worn": found.worn or how is not None})
    pieces = len(things(alpha))
    _remember(product, found, pieces, args.keep, context)
    text = found.question or f"This is {_with_article(found.category or 'other')}."
    text += " Somebody wears or holds it: a photo of the product alone cuts cleaner." if how else ""
    return Result(text, data=found.model_dump(mode="json") | {"pieces": pieces})


def _remember(product: Product, found: Classification, pieces: int, keep: bool, context: Context) -> None:
    """Keep with the product what was seen; a look on the way to a picture leaves kind and view to its words."""
    told: dict[str, Any] = {"worn": found.worn, "pieces": pieces}
    if not keep:
        known = {"category": found.category, "hardness": found.hardness, "view": found.view}
        told |= {name: value for name, value in known.items() if value is not None}
    context.store.ledger.save_product(product.model_copy(update=told))


def file_words(name: str) -> str:
    """Return the words of a file's name without its ending."""
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)


def judge(shape: Shape | None, words: tuple[str, ...], seen: Opinion | None = None) -> Classification:
    """Return what is known; ``words`` are texts, the most telling first, ``seen`` what the pixels say. Pure.

    Hard or soft may be known where the category is not.
    """
    text = " . ".join(words)
    named = next((found for found in map(category_of, words) if found), None)
    guesses = _weighed(shape, seen)
    category, confidence = (named, _backed(named, guesses)) if named else _best(guesses)
    view = view_of(text) or (view_from(shape, category) if shape else None)
    sure = category is not None and confidence >= (SURE if named or seen is None else KIND_SURE)
    hardness = hardness_of(category) if category and sure else _hardness(seen)
    return Classification(
        category=category if sure else None,
        hardness=hardness,
        view=view,
        worn=says_worn(text),
        confidence=confidence,
        question=None if sure else _question(guesses),
    )


def _weighed(shape: Shape | None, seen: Opinion | None) -> tuple[Guess, ...]:
    """Return the likeliest kinds: the pixels' where they were looked at, else the silhouette's."""
    if seen is None:
        return guess(shape) if shape else ()
    return tuple((kind, share) for kind, share in seen.shares[:3] if share >= 0.1)


def _hardness(seen: Opinion | None) -> Hardness | None:
    """Return hard or soft where the pixels are sure of it."""
    if seen is None or 1.0 - HARD_SURE < seen.hard < HARD_SURE:
        return None
    return "hard" if seen.hard >= HARD_SURE else "soft"


def guess(shape: Shape) -> tuple[Guess, ...]:
    """Return categories that a silhouette may be, likeliest first. Few are sure: a ring and a bangle are one shape."""
    if shape.pair:
        return (("earring", 0.45), ("shoes", 0.25), ("cufflinks", 0.2))
    if shape.lenses and shape.pieces <= 2:
        return (("eyewear", 0.72),)
    if shape.handle and not shape.thin_loop:
        return (("bag", 0.72),)
    if shape.thin_loop:
        return (("bracelet", 0.45), ("necklace", 0.35), ("ring", 0.2))
    if shape.holes >= 1 and shape.hole_share > 0.25:
        return (("ring", 0.5), ("bracelet", 0.3))
    if shape.elongation > 6.0:
        return (("belt", 0.4), ("watch", 0.3), ("tie", 0.2))
    if shape.solidity < 0.45:
        return (("necklace", 0.4), ("bracelet", 0.25))
    return ()


def view_from(shape: Shape, category: Category | None) -> View | None:
    """Return the view a silhouette speaks for, or ``None``: what lies askew was seen from above."""
    lies = category in ("necklace", "bracelet", "belt", "scarf", "tie", "watch")
    if lies and shape.elongation > 1.8 and 15.0 < shape.tilt < 75.0:
        return "top"
    if category in ("necklace", "bracelet") and shape.thin_loop and shape.aspect < 1.6:
        return "top"
    if category == "ring" and shape.hole_share > 0.15:
        return "front"
    if shape.symmetry > 0.86 and shape.pieces == 1:
        return "front"
    return None


def _backed(named: Category, guesses: tuple[Guess, ...]) -> float:
    """Return how sure a named category is: words alone 0.85, with the shape on their side 0.95, against it 0.75."""
    if not guesses:
        return 0.85
    return 0.95 if named in (category for category, _ in guesses) else 0.75


def _best(guesses: tuple[Guess, ...]) -> tuple[Category | None, float]:
    return guesses[0] if guesses else (None, 0.0)


def _question(guesses: tuple[Guess, ...]) -> str:
    names = [_with_article(category) for category, _ in guesses[:2]]
    if len(names) == 2:
        return f"What is this: {names[0]}, {names[1]} or something else?"
    if names:
        return f"Is this {names[0]}, or something else?"
    return "What is this product? A word such as ring, watch or bag is enough."


def _with_article(category: Category) -> str:
    word = category.replace("_", " ")
    if category in ("shoes", "gloves", "cufflinks", "eyewear"):
        return word if category == "eyewear" else f"a pair of {word}"
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
