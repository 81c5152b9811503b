"""A clip's frames made a file, proved and kept: the studio's and a model's alike."""

import time

from tools.clip_proof import clip_receipt, painted_origin
from tools.context import Context
from tools.engines.clip.mp4 import write_mp4
from tools.engines.clip.proof import MOST, prove
from tools.engines.encode import encode_png
from tools.engines.grade import gap_of
from tools.engines.progress import Progress
from tools.errors import ToolFailed
from tools.filming import Film
from tools.specs.asset import Asset
from tools.specs.recipe import Recipe


def keep_clip(context: Context, film: Film, recipe: Recipe, of: tuple[Asset, float], begun: float) -> Asset:
    """Make the file, read it again, measure it and keep it, with a receipt.

    ``of`` is the picture behind it and when its making began; ``begun`` the share of the work that is done by now.
    Raises ``ToolFailed`` when cancelled, and when a product that must be the photo's is not.
    """
    still, started = of
    assert recipe.clip is not None
    images = context.store.images
    size = recipe.width, recipe.height
    data = write_mp4(film.frames(context, begun), size, recipe.clip.fps)
    context.report(Progress("check", 0.96))
    proved = prove(data, film.product)
    if proved.proof.checked and proved.proof.mean_difference > MOST:
        raise ToolFailed(
            f"The clip was not kept: its product is ΔE {proved.proof.mean_difference:.1f} off the photo, which must "
            "not happen. Please report it."
        )
    sha256 = images.put(data, "mp4")
    poster = images.put(encode_png(film.frame(0)), "png")
    gap = gap_of(recipe) if recipe.scene else None
    receipt = clip_receipt(recipe, proved, sha256, time.monotonic() - started, gap, painted_origin(recipe, images))
    made = Asset(
        id=sha256[:16], sha256=sha256, suffix="mp4", width=size[0], height=size[1], tool="video", parent=still.id,
        recipe=recipe, receipt=receipt, cutout_sha256=recipe.cutout_sha256 if recipe.scene else None,
        poster_sha256=poster,
    )  # fmt: skip
    context.store.ledger.save_asset(made, context.thread)
    return made
