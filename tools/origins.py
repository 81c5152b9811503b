"""Whose pixels are whose in a picture: kept as a mask beside it, and as shares in its receipt."""

from dataclasses import asdict

import numpy as np

from tools.engines.decode import decode
from tools.engines.decoded import Kept
from tools.engines.encode import encode_png
from tools.engines.generative.origin import Shares, origin, shares
from tools.engines.image import Bytes8
from tools.engines.receipt import Evidence, opened
from tools.specs.asset import Origin
from tools.specs.recipe import Recipe
from tools.specs.steps import OwnBackdrop, Painted
from tools.store.images import Images

_SEEN: Kept[tuple[bytes, Shares]] = Kept(32_000_000, lambda made: len(made[0]))
"""Masks of the last pictures as files, by what they depend on: no change of light or colour makes another one."""


def origin_of(recipe: Recipe, evidence: Evidence, images: Images) -> Origin | None:
    """Return whose pixels are whose; nothing of a plain tile, whose ground is neither photographed nor rendered."""
    if (step := recipe.step(Painted)) is not None:
        mask = decode(images.read(step.origin_sha256), "the mask of origins").pixels
        return Origin(mask_sha256=step.origin_sha256, **asdict(shares(mask)))
    if recipe.worn is None and recipe.scene is None and recipe.step(OwnBackdrop) is None:
        return None
    frame = (recipe.placement, recipe.width, recipe.height, recipe.scene is None, recipe.worn)
    file, told = _SEEN.get((recipe.cutout_sha256, recipe.source_sha256, frame), lambda: _made(recipe, evidence))
    return Origin(mask_sha256=images.put(file, "png"), **asdict(told))  # put: it may have gone with a person's photo


def _made(recipe: Recipe, evidence: Evidence) -> tuple[bytes, Shares]:
    mask = _mask(recipe, evidence)
    return encode_png(mask), shares(mask)


def _mask(recipe: Recipe, evidence: Evidence) -> Bytes8:
    """Return the mask of a picture that no model painted the set of: H×W×3 as ``origin`` gives it."""
    alpha = opened(evidence, recipe)[1].alpha
    person = recipe.worn
    if recipe.scene is None and (person is None or person.painted is None):
        alpha = np.full_like(alpha, 255)  # two photographs: what lies between them is a shadow on one of them
    rendered = recipe.scene is not None
    return origin(alpha, np.full(alpha.shape, float(rendered), np.float32))
