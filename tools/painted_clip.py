"""A clip that a model makes of a picture, the product too: soft ones only, said to be no photograph, and measured.

Nothing hard comes here: the door refuses it (``agent.policy.allow``). No photo of a person is set in motion either.
"""

import time
from collections.abc import Callable, Sequence

import numpy as np

from tools.clip_proof import nothing_photographed
from tools.context import Context, Result
from tools.engines.composite import place_channels
from tools.engines.decoded import decoded
from tools.engines.generative.likeness import likeness
from tools.engines.generative.task import Ability, Motion
from tools.engines.image import Bytes8, Image, to_bytes, to_float
from tools.errors import BadRequest, ToolFailed
from tools.filming import CLIP_PIXELS, Film
from tools.kept_clip import keep_clip
from tools.painting import painter_for, painting
from tools.painting_whole import say_likeness
from tools.plain_clip import covering, on_paper
from tools.product_photo import open_product
from tools.specs.asset import Asset
from tools.specs.base import digest, seed_of
from tools.specs.clip import Clip
from tools.specs.clip import Motion as Way
from tools.specs.recipe import Recipe
from tools.specs.words import Aspect, Engine, nearest_aspect
from tools.worn_cut import try_on_behind

MOVES: tuple[Ability, ...] = ("video",)
MOST_FRAMES = 121
"""Frames that a model is asked for at most, five seconds of film; a longer clip shows them more slowly."""
INSTEAD = "leave the engine out: the studio makes clips, and the product in them stays the photo's"
PAINTED = 0.95
"""Share of the work that is done when a model has painted all frames."""
WORDS: dict[Way, str] = {
    "push_in": "the camera moves slowly closer", "pull_out": "the camera draws slowly back",
    "pan": "the camera glides slowly past", "orbit": "the camera goes slowly round it",
    "light_sweep": "the camera stands still, the light travels over it",
    "focus_pull": "the camera stands still, the focus comes to it",
}  # fmt: skip
"""How a model is told of a motion."""


def painted_clip(
    asset: Asset, clip: Clip, engine: Engine, asked: tuple[str | None, Aspect | None], context: Context
) -> Result:
    """Make a clip of ``asset`` by a model; ``asked`` are the person's words and a ratio. Product and all are painted.

    Raises ``BadRequest`` for a picture of a person and for another ratio than the picture's, ``EngineUnavailable``
    when no such engine is there, ``ToolFailed`` when cancelled, within one step.
    """
    started = time.monotonic()
    painter = painter_for(engine, MOVES, context, INSTEAD)
    photo = open_product(asset.id, context)
    if try_on_behind(asset, context) is not None:
        raise BadRequest("No model sets a person's photo in motion. Leave the engine out: the studio moves the camera.")
    words, aspect = asked
    if aspect not in (None, nearest_aspect(asset.width, asset.height)):
        raise BadRequest(f"A model keeps the picture's ratio: make the picture {aspect} first, or {INSTEAD}.")
    kind = (photo.product.category or "product").replace("_", " ")
    told = words or f"A {kind}, {WORDS[clip.motion]}."
    recipe = _recipe(asset, clip.model_copy(update={"words": told}), engine, photo.cutout_sha256)
    start = _start(asset, recipe, context)
    motion = Motion(to_float(start), told, min(MOST_FRAMES, clip.frames), recipe.seed)
    made = painter.move(motion, painting(context), context.cancelled)
    if not made:
        raise ToolFailed(f"The {engine} engine gave no frames; nothing was charged here.")
    film = Film(clip.frames, in_time(made, clip), nothing_photographed)
    kept = keep_clip(context, film, recipe, (asset, started), PAINTED)
    middle = to_bytes(made[len(made) // 2])
    text = (
        f"A clip of {clip.seconds:g} seconds painted by the {engine} engine, the {kind} in it too: it is no photograph "
        f"of it (mode generated). In its middle: {say_likeness(likeness(photo.source, photo.cutout[..., 3], middle))}"
    )
    data = {"seconds": clip.seconds, "frames": clip.frames, "poster": kept.poster_sha256}
    return Result(text, (kept,), data)


def in_time(made: Sequence[Image], clip: Clip) -> Callable[[int], Bytes8]:
    """Return which picture of ``made`` each frame of ``clip`` shows; a loop goes there and back."""
    way = np.linspace(0.0, 1.0, clip.frames)
    if clip.loop:
        way = 1.0 - np.abs(1.0 - 2.0 * np.arange(clip.frames) / clip.frames)
    numbers = np.round(way * (len(made) - 1)).astype(int)
    return lambda number: to_bytes(made[int(numbers[number])])


def _recipe(asset: Asset, clip: Clip, engine: Engine, cutout: str) -> Recipe:
    whole = CLIP_PIXELS[nearest_aspect(asset.width, asset.height)]
    factor = min(1.0, max(whole) / max(asset.width, asset.height), min(whole) / min(asset.width, asset.height))
    width, height = (2 * max(8, round(side * factor / 2)) for side in (asset.width, asset.height))
    old = asset.recipe
    return Recipe(
        tool="video", mode="generated", engine=engine, source_sha256=old.source_sha256 if old else asset.sha256,
        cutout_sha256=cutout, width=width, height=height, placement=covering(asset, width, height),
        kind=old.kind if old else None, clip=clip,
        seed=seed_of(f"{asset.sha256}|{clip.motion}|{clip.words}"), parent=digest(old) if old else None,
    )  # fmt: skip


def _start(asset: Asset, recipe: Recipe, context: Context) -> Bytes8:
    """Return the picture that the model begins with, as large as the clip."""
    picture = decoded(context.store.images.read(asset.sha256), "the picture")
    return place_channels(on_paper(picture.pixels, picture.alpha), recipe.placement, recipe.width, recipe.height)
