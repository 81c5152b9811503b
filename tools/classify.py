"""What a photo shows: from the words that came with it, its file's name and the silhouette."""

import re

from pydantic import Field

from tools.context import Context, Result
from tools.engines.image import Mask, to_float
from tools.engines.shape import Shape, measure_shape
from tools.product_photo import cut_photo, find_upload, product_of, read_photo
from tools.specs.asset import Asset
from tools.specs.base import Spec
from tools.specs.category_words import category_of, says_worn, view_of
from tools.specs.product import Classification, Product
from tools.specs.words import Category, View, hardness_of

SURE = 0.7
"""Below this confidence no category is said, and the person is asked."""

LOOK_SIDE = 640
"""Long side at which a photo without a cut-out is looked at; the glance is not kept."""

Guess = tuple[Category, float]


class ClassifyArgs(Spec):
    """Which photo, and what was said with it."""

    image: str = Field(description="the photo, for example img1")
    words: str = Field("", max_length=2000, description="what the person said about it")


def classify(args: ClassifyArgs, context: Context) -> Result:
    """Say what a photo shows: category, hard or soft, view, worn or not; ask when it is not clear."""
    upload = find_upload(args.image, context)
    product = product_of(upload, context)
    shape = measure_shape(_silhouette(upload, product, context))
    found = judge(shape, (args.words, file_words(upload.note)))
    if found.category is not None:
        known = {"category": found.category, "hardness": found.hardness, "view": found.view, "worn": found.worn}
        context.store.ledger.save_product(product.model_copy(update=known))
    text = found.question or f"This is a {str(found.category).replace('_', ' ')}."
    return Result(text, data=found.model_dump(mode="json"))


def file_words(name: str) -> str:
    """Return the words of a file's name without its ending."""
    return re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)


def judge(shape: Shape | None, words: tuple[str, ...]) -> Classification:
    """Return what is known; ``words`` are texts, the most telling first. Pure."""
    text = " . ".join(words)
    named = next((found for found in map(category_of, words) if found), None)
    guesses = guess(shape) if shape else ()
    category, confidence = (named, _backed(named, guesses)) if named else _best(guesses)
    view = view_of(text) or (view_from(shape, category) if shape else None)
    if category is None or confidence < SURE:
        return Classification(view=view, worn=says_worn(text), confidence=confidence, question=_question(guesses))
    return Classification(
        category=category,
        hardness=hardness_of(category),
        view=view,
        worn=says_worn(text),
        confidence=confidence,
    )


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


def _silhouette(upload: Asset, product: Product, context: Context) -> Mask:
    """Return the product's alpha: from the kept cut-out, or from a glance at a smaller copy."""
    from tools.engines.cutout.lab import resize
    from tools.engines.decode import Photo, decode

    if product.cutout_sha256 is not None:
        kept = decode(context.store.images.read(product.cutout_sha256), "the cut-out").alpha
        if kept is not None:
            return to_float(kept)
    photo: Photo = read_photo(upload, context)
    if photo.alpha is not None:
        return cut_photo(photo, context).alpha
    height, width = photo.pixels.shape[:2]
    factor = min(1.0, LOOK_SIDE / max(height, width))
    return context.cutter.cut(resize(to_float(photo.pixels), (round(height * factor), round(width * factor)))).alpha


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
