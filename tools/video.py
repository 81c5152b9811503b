"""A clip of a picture: the camera moves through its set, or the light does; the product's pixels stay the photo's."""

import time
from typing import Literal

from pydantic import Field

from tools.clip_proof import clip_receipt
from tools.context import Context, Result
from tools.engines.clip.mp4 import write_mp4
from tools.engines.clip.proof import MOST, prove
from tools.engines.encode import encode_png
from tools.engines.grade import gap_of
from tools.engines.progress import Progress
from tools.errors import ToolFailed
from tools.filming import Film, clip_recipe, film_of
from tools.painted_clip import painted_clip
from tools.painting import refuse_rebuilt
from tools.plain_clip import plain_film, plain_recipe
from tools.product_photo import open_product
from tools.specs.asset import Asset
from tools.specs.base import Spec
from tools.specs.clip import Clip, Motion
from tools.specs.recipe import Recipe
from tools.specs.words import Aspect, Engine, Mode
from tools.still import still_behind

WORDS: dict[Motion, str] = {
    "push_in": "the camera comes closer", "pull_out": "the camera draws back", "pan": "the camera goes past",
    "orbit": "the camera goes round", "light_sweep": "the light goes over the set", "focus_pull": "the focus comes in",
}  # fmt: skip
FILMED = 0.62
"""Share of the work that is done when the frames begin."""


class VideoArgs(Spec):
    """Which picture, and how it moves."""

    asset: str = Field(description="the picture, for example a1")
    motion: Motion = Field("push_in", description="how the camera or the light goes; orbit stays under 5 degrees")
    seconds: float = Field(5.0, ge=2.0, le=10.0, allow_inf_nan=False)
    fps: Literal[24, 30] = 24
    loop: bool = Field(False, description="ends where it began, to be played over and over")
    aspect: Aspect | None = Field(None, description="nothing: the picture's own")
    engine: Engine | None = Field(None, description="nothing: the studio; else a model paints all of it, soft only")
    prompt: str | None = Field(None, max_length=1500, description="words for such a model")

    @property
    def mode(self) -> Mode | None:
        """What the door is asked for: a model that makes a clip paints the product, too."""
        return None if self.engine in (None, "studio") else "generated"


def video(args: VideoArgs, context: Context) -> Result:
    """Make a clip of a picture: the camera or the light moves, the product's pixels are the photo's, only moved.

    With an engine a model makes the whole clip, of soft accessories only.
    """
    started = time.monotonic()
    asset = still_behind(context.store.ledger.find_asset(args.asset, context.thread), context)
    clip = Clip(motion=args.motion, seconds=args.seconds, fps=args.fps, loop=args.loop)
    if args.engine is not None and args.mode == "generated":
        return painted_clip(asset, clip, args.engine, (args.prompt, args.aspect), context)
    if asset.recipe is not None and asset.recipe.scene is not None:
        refuse_rebuilt(asset.recipe, "camera")
        photo = open_product(asset.id, context)
        recipe = clip_recipe(asset.recipe, clip, args.aspect, photo).model_copy(
            update={"cutout_sha256": photo.cutout_sha256}
        )
        film, more = film_of(context, photo, recipe), ""
    else:
        recipe = plain_recipe(asset, clip, args.aspect)
        film, more = (
            plain_film(context.store.images, asset, recipe),
            " It is a plain photo: the picture moves as a whole.",
        )
    made = _kept(context, film, recipe, (asset, started))
    proof = made.receipt.clip if made.receipt else None
    assert proof is not None
    turned = (
        " It goes 5 degrees at most: sides that no photo shows are never made up." if args.motion == "orbit" else ""
    )
    text = f"A clip of {args.seconds:g} seconds: {WORDS[args.motion]}.{turned}{more}"
    return Result(text, (made,), {"seconds": proof.seconds, "frames": proof.frames, "poster": made.poster_sha256})


def _kept(context: Context, film: Film, recipe: Recipe, of: tuple[Asset, float]) -> Asset:
    """Make the file, read it again, measure it and keep it. Raises ``ToolFailed`` when the product is not the photo."""
    still, started = of
    assert recipe.clip is not None
    images = context.store.images
    size = recipe.width, recipe.height
    data = write_mp4(film.frames(context, FILMED), size, recipe.clip.fps)
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
    receipt = clip_receipt(recipe, proved, sha256, time.monotonic() - started, gap)
    made = Asset(
        id=sha256[:16], sha256=sha256, suffix="mp4", width=size[0], height=size[1], tool="video", parent=still.id,
        recipe=recipe, receipt=receipt, cutout_sha256=recipe.cutout_sha256 if recipe.scene else None,
        poster_sha256=poster,
    )  # fmt: skip
    context.store.ledger.save_asset(made, context.thread)
    return made
