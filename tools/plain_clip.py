"""A clip of a photo without a set: nothing is known of its depth, so it moves as a whole, in a soft vignette."""

import numpy as np

from tools.engines.clip.camera import Camera, Rest, still
from tools.engines.clip.frames import Part, product_of
from tools.engines.clip.layers import Sprite
from tools.engines.clip.paths import shares
from tools.engines.decoded import decoded
from tools.engines.image import Bytes8, Image, to_bytes, to_float
from tools.errors import BadRequest
from tools.filming import CLIP_PIXELS, Film
from tools.specs.asset import Asset
from tools.specs.clip import Clip
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement, Vignette
from tools.specs.words import Aspect, nearest_aspect
from tools.store.images import Images

PLAIN = ("push_in", "pull_out", "pan")
CLOSER, ASIDE = 0.12, 0.05
"""How much closer a push comes, and how far to either side a pan goes, in shares of the frame."""

DARKER = 0.35
"""Share of the light that the vignette takes in the corners, at the end of the way."""

PAPER = 255


def plain_recipe(asset: Asset, clip: Clip, aspect: Aspect | None) -> Recipe:
    """Return the recipe of a clip of a plain photo or tile. Raises ``BadRequest`` for a motion that needs a set."""
    if clip.motion not in PLAIN:
        raise BadRequest(
            f"A {clip.motion.replace('_', ' ')} needs a picture on a set, whose depth and light are known; this is a "
            "plain photo. Ask for a set first, or for a push in, a pull out or a pan."
        )
    ratio = aspect or nearest_aspect(asset.width, asset.height)
    whole = CLIP_PIXELS[ratio]
    enough = min(1.0, max(asset.width / whole[0], asset.height / whole[1]))
    width, height = (2 * max(8, round(side * enough / 2)) for side in whole)
    source = asset.recipe.source_sha256 if asset.recipe else asset.sha256
    cutout = asset.recipe.cutout_sha256 if asset.recipe else asset.sha256
    return Recipe(
        tool="video", source_sha256=source, cutout_sha256=cutout, mode="warped", width=width, height=height,
        placement=covering(asset, width, height), develop=(Vignette(amount=DARKER),), clip=clip,
    )  # fmt: skip


def covering(asset: Asset, width: int, height: int) -> Placement:
    """Return where the picture ``asset`` lies in a frame of that size in pixels: in its middle, and all over it."""
    fits = max(width / asset.width, height / asset.height)
    return Placement(scale=fits, x=round((width - asset.width * fits) / 2), y=round((height - asset.height * fits) / 2))


def plain_film(images: Images, asset: Asset, recipe: Recipe) -> Film:
    """Return the film of the picture ``asset``. Raises ``BadRequest`` or ``ToolFailed`` when its file is not there."""
    clip = recipe.clip
    assert clip is not None
    rest = Rest(recipe.width, recipe.height, recipe.width / 2, recipe.height / 2, float(recipe.width))
    photo = decoded(images.read(asset.sha256), "the picture")
    whole = np.full(photo.pixels.shape[:2], PAPER, np.uint8)
    pixels = to_float(np.dstack([on_paper(photo.pixels, photo.alpha), whole]))
    at = recipe.placement
    sheet = Sprite(pixels, (float(at.x), float(at.y)), (1 / at.scale, 1 / at.scale))
    way = shares(clip)
    step = recipe.step(Vignette)
    dark = _vignette(recipe.width, recipe.height, step.amount if step else 0.0)

    def seen(number: int) -> tuple[Image, Part]:
        picture, box = product_of(sheet, rest, _camera(clip, rest, way[number]))
        light = np.float32(1) - dark[box] * np.float32(way[number])
        return np.dstack([picture[..., :3] * light[..., None], np.ones(light.shape, np.float32)]), box

    def frame(number: int) -> Bytes8:
        picture, box = seen(number)
        whole = np.full((recipe.height, recipe.width, 3), PAPER, np.uint8)
        whole[box] = to_bytes(picture[..., :3])
        return whole

    return Film(clip.frames, frame, seen)


def _camera(clip: Clip, rest: Rest, share: float) -> Camera:
    at = still(rest)
    if clip.motion == "pan":
        side = (2.0 * share - 1.0) * ASIDE * rest.width
        return Camera(at.x, at.y, at.away, (at.center[0] + side, at.center[1]), 1.0 / (1.0 - 2.0 * ASIDE))
    nearer = share if clip.motion == "push_in" else 1.0 - share
    return Camera(at.x, at.y, at.away, at.center, 1.0 / (1.0 - CLOSER * nearer))


def _vignette(width: int, height: int, amount: float) -> Image:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    return np.asarray(((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * np.float32(amount), dtype=np.float32)


def on_paper(pixels: Bytes8, alpha: Bytes8 | None) -> Bytes8:
    """Return a picture (H×W×3) on white where its ``alpha`` (H×W), if it has one, lets it through."""
    if alpha is None:
        return pixels
    share = alpha[..., None].astype(np.float32) / 255
    return np.asarray(pixels * share + PAPER * (1 - share) + 0.5, np.uint8)
