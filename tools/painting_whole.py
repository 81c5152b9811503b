"""A soft accessory painted by a model, the product too: said to be so, and measured against its photo.

Nothing hard comes here: the door refuses it (``agent.policy.allow``).
"""

import numpy as np

from tools.context import Context, Result
from tools.engines.composite import lay_back
from tools.engines.contact import with_contact
from tools.engines.decode import decode
from tools.engines.develop import develop
from tools.engines.encode import encode_png
from tools.engines.generative.likeness import Likeness, likeness
from tools.engines.generative.origin import origin
from tools.engines.generative.task import Ability, Task
from tools.engines.image import Bytes8, to_bytes, to_float
from tools.painting import Bill, Made, Order, painter_for, painting
from tools.product_photo import ProductPhoto
from tools.shoot import placed_of, plate_of, take
from tools.specs.recipe import Recipe
from tools.specs.steps import Painted

WHOLE: tuple[Ability, ...] = ("references", "words", "image_to_image")
"""What can paint a product after its photo: further pictures, an order in words, a start."""
OFF_COLOUR = 6.0
"""Mean ΔE2000 of the product's colours from which on they are said to differ."""
STRENGTH = 0.6


def painted_whole(recipe: Recipe, photo: ProductPhoto, order: Order, context: Context) -> Made:
    """Return ``recipe`` in mode ``generated``: all of it painted by a model after the studio's picture and the photo.

    Raises ``EngineUnavailable`` when the engine is not there, ``ToolFailed`` when cancelled or declined.
    """
    painter = painter_for(order.engine, WHOLE, context)
    placed = placed_of(photo, recipe)
    plate, _ = plate_of(context, recipe, placed)
    start = with_contact(develop(plate, recipe.develop, recipe.seed), photo.source, photo.cutout, recipe)
    whole = to_float(lay_back(start, placed))
    references = (to_float(product_alone(photo)), *order.references) if "references" in painter.abilities else ()
    mask = np.ones(whole.shape[:2], np.float32)
    task = Task(whole, mask, order.words, recipe.seed, STRENGTH, references=references)
    painted = painter.paint(task, painting(context), context.cancelled)
    images = context.store.images
    nowhere = np.zeros(mask.shape, np.uint8)
    step = Painted(
        sha256=images.put(encode_png(to_bytes(painted.image)), "png"),
        origin_sha256=images.put(encode_png(origin(nowhere, np.zeros(mask.shape, np.float32))), "png"),
        model=painted.model,
        words=order.words,
        seed=recipe.seed,
    )
    told = {"engine": order.engine, "mode": "generated", "develop": (step,)}
    return Made(recipe.model_copy(update=told), painted.cents)


def product_alone(photo: ProductPhoto) -> Bytes8:
    """Return the photo round its product, H×W×3, on white."""
    alpha = photo.cutout[..., 3]
    rows, columns = np.flatnonzero(alpha.any(1)), np.flatnonzero(alpha.any(0))
    box = np.s_[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    share = to_float(alpha[box])[..., None]
    return to_bytes(to_float(photo.cutout[box][..., :3]) * share + (1.0 - share))


def whole_result(made: list[Made], photo: ProductPhoto, context: Context) -> Result:
    """Keep the pictures of ``made`` and say what they are, and how far the product in them is from its photo."""
    bill, assets, told = Bill(), [], []
    for each in made:
        asset = take(context, photo, each.recipe).asset
        assets.append(asset)
        bill = bill.plus(each)
        painted = decode(context.store.images.read(asset.sha256), "the picture").pixels
        told.append(likeness(photo.source, photo.cutout[..., 3], painted))
    kind = (photo.product.category or "product").replace("_", " ")
    text = (
        f"The {kind} in this picture was painted by the {made[0].recipe.engine} engine after your photo: it is no "
        f"photograph of it (mode generated). {say_likeness(told[0])}{bill.said}"
    )
    data = {"likeness": [{"colour": each.colour, "pattern": each.pattern} for each in told]}
    return Result(text, tuple(assets), data, charged=bill.credits)


def say_likeness(told: Likeness) -> str:
    """Return what differs between the product and its photo, in colour and in what is on it."""
    said = (
        f"Its colours are ΔE {told.colour:.0f} off the photo's."
        if told.colour > OFF_COLOUR
        else f"Its colours are the photo's (ΔE {told.colour:.0f})."
    )
    if told.pattern is None:
        return f"{said} There is too little on it to compare a pattern or a logo by."
    if told.pattern < 0.2:
        return f"{said} Its pattern, and any logo, could not be found again: look before you use it."
    return f"{said} {told.pattern:.0%} of what marks its pattern and logo was found again: look before you use it."
