"""A clip of a picture: the camera moves through its set, or the light does; the product's pixels stay the photo's."""

import time
from typing import Literal

from pydantic import Field

from tools.context import Context, Result
from tools.filming import clip_recipe, film_of
from tools.kept_clip import keep_clip
from tools.painted_clip import painted_clip
from tools.painting import refuse_rebuilt
from tools.plain_clip import plain_film, plain_recipe
from tools.product_photo import open_product
from tools.specs.base import Spec
from tools.specs.clip import Clip, Motion
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
    made = keep_clip(context, film, recipe, (asset, started), FILMED)
    proof = made.receipt.clip if made.receipt else None
    assert proof is not None
    turned = (
        " It goes 5 degrees at most: sides that no photo shows are never made up." if args.motion == "orbit" else ""
    )
    text = f"A clip of {args.seconds:g} seconds: {WORDS[args.motion]}.{turned}{more}"
    return Result(text, (made,), {"seconds": proof.seconds, "frames": proof.frames, "poster": made.poster_sha256})
