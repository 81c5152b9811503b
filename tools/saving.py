"""How a made picture is kept: written, read again, measured, entered in the ledger."""

import time

from tools.context import Context
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.engines.receipt import Evidence, measure, strays
from tools.errors import ToolFailed
from tools.origins import origin_of
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe
from tools.specs.steps import Inside
from tools.store.images import Images

_PROMISED = ("graded", "warped")


def evidence_of(saved: bytes, recipe: Recipe, images: Images) -> Evidence:
    """Return the files that a receipt of ``saved`` is about. Raises ``ToolFailed`` when one is damaged or gone."""
    step = recipe.step(Inside)
    inside = (images.read(step.source_sha256), images.read(step.cutout_sha256)) if step else None
    worn = recipe.worn
    person = (images.read(worn.person_sha256), images.read(worn.masks_sha256)) if worn else None
    return Evidence(saved, images.read(recipe.source_sha256), images.read(recipe.cutout_sha256), inside, person)


def save_picture(
    context: Context, pixels: Bytes8, recipe: Recipe, parent: str | None, started: float, cast_gap: float | None
) -> Asset:
    """Keep ``pixels`` (H×W×3 or H×W×4, 8-bit sRGB) as PNG and return the asset with the receipt of the saved file.

    ``started`` is ``time.monotonic()`` at the beginning of the work; ``parent`` the id of the asset it came from.
    The photo and the cut-out of ``recipe`` must be in the store. Raises ``ToolFailed`` when an exact picture does not
    hold the photo's pixels, a graded one not the photo's under one grade, or a warped one not the turned photo's:
    nothing is entered then.
    """
    images = context.store.images
    sha256 = images.put(encode_png(pixels), "png")
    evidence = evidence_of(images.read(sha256), recipe, images)
    receipt = measure(evidence, recipe, time.monotonic() - started, cast_gap)
    off = receipt.max_diff if recipe.mode == "exact" else strays(evidence, recipe) if recipe.mode in _PROMISED else 0
    if receipt.worn is not None:
        off = max(off, receipt.worn.most_changed)
    if off > 0:
        raise ToolFailed(
            f"The picture was not kept: its product is {off} of 255 steps off what the mode {recipe.mode} promises, "
            "which must not happen. Please report it."
        )
    asset = Asset(
        id=sha256[:16],
        sha256=sha256,
        suffix="png",
        width=recipe.width,
        height=recipe.height,
        tool=recipe.tool,
        parent=parent,
        recipe=recipe,
        receipt=receipt.model_copy(
            update={"seconds": time.monotonic() - started, "origin": origin_of(recipe, evidence, images)}
        ),
        cutout_sha256=recipe.cutout_sha256,
        note="",
    )
    context.store.ledger.save_asset(asset, context.thread)
    return asset
