"""The contact shadow: the tight dark line where a product touches, multiplied into the set and never into the product.

A path tracer gives the soft shadow, but its denoiser eats the last pixels of contact, and then a thing hovers. So a
retoucher's layer goes between set and product: the photo's own contact shadow where its backdrop was plain enough to
read it, and a drawn one. Both lie on the ground only, along where the outline comes down to it, and fade to nothing.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy import ndimage as ndi

from tools.engines.base_line import ground_rows, outline_below, steepest_edge, without_crumbs
from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.composite import place_whole
from tools.engines.image import Bytes8, Image, Mask, check_image, to_float
from tools.engines.own_shadow import longer_side
from tools.engines.photo_shadow import DARKEST, photo_shadow
from tools.engines.studio.camera import View, elevation
from tools.engines.studio.display import FACING
from tools.engines.studio.giving import sunk_by
from tools.engines.studio.heights import KNOWN, Heights, Seen, Solid, heights_of
from tools.engines.studio.hidden_sky import hidden_sky
from tools.engines.studio.laid import sampled, seen_on
from tools.engines.studio.layout import top_of
from tools.engines.studio.seen import extent_of, view_of
from tools.engines.studio.stand_in import box_round, temples_told, with_wires
from tools.engines.studio.terrain import sinks
from tools.specs.recipe import Recipe
from tools.specs.steps import Contact

WORKING_SIDE = 1200
"""The layer is drawn at most this large; larger frames get it enlarged."""

CORE, HALO = (0.0065, 0.86), (0.030, 0.54)
"""Softness in shares of the product's longer side, and darkness where it touches, of the two drawn terms."""

POOL = (0.055, 0.20)
"""The same of the light that a body rising from its contact, as a ring's band does, keeps off the ground."""

AROUND, AROUND_WIDE = (0.006, 0.42), (0.018, 0.22)
"""The same round a thing that lies: weaker, since it touches the ground somewhere under itself."""

TOUCHING, TOUCHING_WIDE = (0.60, 0.84), (3.0, 0.38)
"""The same where a thing whose heights are known touches, but softness is in millimetres: no larger ring's is wider."""

PRESSED = 0.10
"""How much darker the former is where the ground gave way by a millimetre: it has sides then, all round."""

LIFTED, LIFTED_WIDE = 1.2, 0.3
"""Millimetres over the ground at which a lying thing's contact has fallen to a third, and the power of the wide one."""

ASIDE = 0.7
"""How far, in its softness, the darkness round a lying thing is moved away from the light: even all round it glows."""

BESIDE = 12.0
"""How far beside a lying thing its contact is reckoned, in its softness."""

MAP_CELLS, WIRE_CELLS = 200, 420
"""Cells along the longer side of the grid that its heights are told on, and of that of spectacles."""

HIDDEN = (0.45, 1.05)
"""How much of the sky that a standing thing hides its ground lacks beyond what the plate shows, by the softness of its
photo's light: in bare sun, and under a large softbox."""

GAP, UNDER_BAG = 0.012, 0.02
"""Height over the ground, in the same share, at which a standing thing's contact has fallen to a third; and a bag's:
its base lies behind its pockets and on studs, and it is dark under it."""

SOFT_CORE, SOFT_HALO, SOFT, IN_DENT = 0.26, 0.9, 0.56, 0.35
"""On ground that gives way: least softness of the first two terms in millimetres, the second's darkness, and how much
of what it gave way by a part may be over its bottom and still touch its sides."""

PHOTO_REACH = 0.035
"""How far from the contact the photo's own shadow is taken over."""

UNKNOWN_ELEVATION = 20.0
"""Degrees from which a person's own backdrop is taken to be seen, as most pictures of things on a ground are."""


@dataclass(frozen=True)
class _Stand:
    """How a product stands: ``extent`` its longer side in pixels, ``elevation`` the camera's in degrees, ``sunk`` how
    many millimetres the ground gave way, ``gap`` as ``GAP``."""

    extent: float
    elevation: float
    lying: bool
    away: float
    touch: Mask | None = None
    px_per_mm: float = 1.0
    sunk: float = 0.0
    gap: float = GAP


def contact_strength(recipe: Recipe) -> float:
    """Return how strongly the recipe asks for the layer: 0 in recipes from before it was known."""
    return float(sum(step.strength for step in recipe.develop if isinstance(step, Contact)))


def with_contact(background: Image, source: Bytes8, cutout: Bytes8, recipe: Recipe) -> Image:
    """Return ``background`` (H×W×3 sRGB, the developed set) darkened where the product touches it, in linear light.

    ``source`` (h×w×3) and ``cutout`` (h×w×4) are the photo and its cut-out. Unchanged when the recipe asks for none.
    """
    if contact_strength(recipe) <= 0:
        return check_image(background, "background", (3,))
    return touched(background, contact_layer(source, cutout, recipe), recipe)


def touched(background: Image, layer: Mask, recipe: Recipe) -> Image:
    """Return ``background`` (H×W×3 sRGB) darkened by a ``contact_layer`` (H×W) as strongly as the recipe asks for."""
    check_image(background, "background", (3,))
    here = layer < 1.0
    light = np.float32(1) - np.float32(min(contact_strength(recipe), 1.0)) * (np.float32(1) - layer[here])
    darkened = background.copy()
    darkened[here] = linear_to_srgb(srgb_to_linear(background[here]) * light[:, None])
    return darkened


def contact_layer(source: Bytes8, cutout: Bytes8, recipe: Recipe) -> Mask:
    """Return the share of light that is left (H×W of the recipe's frame, 1 where nothing touches)."""
    width, height = recipe.width, recipe.height
    step = -(-max(width, height) // WORKING_SIDE)
    alpha = without_crumbs(to_float(place_whole(cutout[..., 3], recipe.placement, width, height)[::step, ::step]))
    solid = alpha > 0.5
    if not solid.any():
        return np.ones((height, width), np.float32)
    seen_from = elevation(recipe.scene, recipe.pose) if recipe.scene else UNKNOWN_ELEVATION
    away = {"left": 1.0, "right": -1.0}.get(recipe.scene.light_from, 0.0) if recipe.scene else 0.0
    display = recipe.scene.display if recipe.scene else None
    if display == "hang":  # it touches nothing but what it hangs from
        return np.ones((height, width), np.float32)
    lying = recipe.pose == "lying" or seen_from > 80 or display in FACING or on_temples(recipe, alpha)
    gap = UNDER_BAG if recipe.kind == "bag" else GAP
    stand = _Stand(longer_side(solid), seen_from, lying, away, px_per_mm=width / step / recipe.frame_mm, gap=gap)
    if lying and display not in FACING and recipe.scene and recipe.kind in KNOWN:
        touch = touching(alpha, recipe, stand.px_per_mm, seen_from > 80)
        stand = replace(stand, touch=touch, sunk=sinks(recipe.scene))
    elif not lying and recipe.scene:
        stand = replace(stand, sunk=sunk_by(recipe.scene, recipe.frame_mm))
    photo = place_whole(source, recipe.placement, width, height)[::step, ::step]
    there = place_whole(np.full(source.shape[:2], 255, np.uint8), recipe.placement, width, height)
    own = _enlarged(
        photo_shadow(photo[::2, ::2], alpha[::2, ::2], (there[::step, ::step] == 255)[::2, ::2]), alpha.shape
    )
    dark = _lying(alpha, own, stand) if stand.lying else _standing(solid, own, stand)
    if not lying and display in (None, "stand") and recipe.scene:
        dark = 1.0 - (1.0 - dark) * (1.0 - _sky(alpha, recipe))
    dark = np.clip(dark, 0.0, DARKEST)
    dark[dark < 0.004] = 0.0
    if step > 1:
        dark = _enlarged(dark, (height, width))
    return (1.0 - dark).astype(np.float32)


def on_temples(recipe: Recipe, alpha: Mask) -> bool:
    """Say whether these are spectacles on their rims and tips (``alpha``, H×W), however high they were seen from."""
    display = recipe.scene.display if recipe.scene else None
    return recipe.kind == "eyewear" and display in (None, "stand", "lie") and temples_told(_seen(alpha, recipe)[1])


def _seen(alpha: Mask, recipe: Recipe) -> tuple[Recipe, View]:
    """Return (``recipe`` as large as ``alpha``, H×W, is drawn; its camera)."""
    small = recipe.model_copy(update={"width": alpha.shape[1], "height": alpha.shape[0]})
    return small, view_of(small, np.broadcast_to(alpha[..., None], (*alpha.shape, 4)))


def _sky(alpha: Mask, recipe: Recipe) -> Mask:
    """Return the darkness round what stands by the sky that it hides; ``alpha`` (H×W) is of the layer's size."""
    scene = recipe.scene
    assert scene is not None
    small, view = _seen(alpha, recipe)
    product = np.broadcast_to(alpha[..., None], (*alpha.shape, 4))
    top = top_of(scene, recipe.frame_mm, extent_of(small, product, view))
    soft = 0.5 if scene.own_light is None else scene.own_light
    share = HIDDEN[0] + (HIDDEN[1] - HIDDEN[0]) * soft
    return np.float32(share) * hidden_sky(alpha, view, top, scene.support == "podium")


def _enlarged(dark: Mask, shape: tuple[int, ...]) -> Mask:
    large = PillowImage.fromarray(dark.astype(np.float32)).resize((shape[1], shape[0]), PillowImage.Resampling.BILINEAR)
    return np.asarray(large, dtype=np.float32)


def _standing(solid: NDArray[np.bool_], own: Mask, stand: _Stand) -> Mask:
    """Return the darkness along the ground: in front of the contact, and in the gap under what hangs close above."""
    columns, bottom = outline_below(solid)
    ground = ground_rows(solid, steepest_edge(stand.elevation))[columns]
    sunk = stand.sunk * stand.px_per_mm
    near = np.exp(-(ground - bottom) / (stand.gap * stand.extent + IN_DENT * sunk))
    low = np.exp(-(ground - bottom) / (3 * stand.gap * stand.extent + IN_DENT * sunk))
    squash = 0.6 + float(np.sin(np.radians(stand.elevation)))
    tight, wide, dark = CORE[0] * stand.extent, HALO[0] * stand.extent, HALO[1]
    if sunk > 0:
        tight, wide, dark = max(tight, SOFT_CORE * stand.px_per_mm), max(wide, SOFT_HALO * stand.px_per_mm), SOFT
    core = CORE[1] * _band(solid.shape, columns, (bottom, ground, near), tight * squash)
    halo = dark * _band(solid.shape, columns, (bottom, ground, low), wide * squash)
    rising = np.clip(1.1 * np.exp(-(ground - bottom) / (6 * GAP * stand.extent)) - 0.1, 0.0, 1.0)
    pool = POOL[1] * _band(solid.shape, columns, (bottom, ground, rising), POOL[0] * stand.extent * squash)
    taken = own * _band(solid.shape, columns, (bottom, ground, low), PHOTO_REACH * stand.extent * squash)
    return np.maximum(1.0 - (1.0 - core) * (1.0 - halo) * (1.0 - pool), taken)


Rows = NDArray[np.float64]


def _band(shape: tuple[int, ...], columns: NDArray[np.int64], rows: tuple[Rows, Rows, Rows], sigma: float) -> Mask:
    """Return a band, 1 between ``rows``' outline and ground, Gaussian beyond them, times its touch per column.

    It is softened sideways, so that it runs out where the contact ends, and never climbs beside the product.
    """
    sigma = max(sigma, 0.7)
    bottom, ground, touch = rows
    y = np.arange(shape[0])[:, None]
    beyond = np.maximum(np.maximum(y - ground[None] - 1.0, bottom[None] - y), 0.0)
    band = np.zeros(shape, np.float32)
    band[:, columns] = touch[None] * np.exp(-0.5 * (beyond / sigma) ** 2)
    return np.asarray(ndi.gaussian_filter1d(band, 0.7 * sigma, axis=1, mode="constant"), dtype=np.float32)


def touching(alpha: Mask, recipe: Recipe, px_per_mm: float, from_above: bool) -> Mask:
    """Return how nearly each place of a lying product (``alpha``, H×W) touches, 0..1, by its kind's heights."""
    assert recipe.kind in KNOWN
    if recipe.kind == "eyewear":
        return _touching_spectacles(alpha, recipe)
    (top, bottom), (left, right) = box_round(alpha > 0.5)
    box = (slice(top, bottom), slice(left, right))
    step = -(-max(bottom - top - 4, right - left - 4) // MAP_CELLS)
    small = alpha[box][::step, ::step]
    cell = step / px_per_mm
    seen = Seen(cell, None if from_above else np.full(len(small), cell))
    heights = heights_of(small > 0.5, small.astype(np.float64), recipe.kind, recipe.thickness_mm, seen)
    return _near_ground(heights, small > 0.5, box, (alpha, step))


def _touching_spectacles(alpha: Mask, recipe: Recipe) -> Mask:
    """Return ``touching`` of spectacles: no wire falls between two cells, and no temple is longer than any."""
    solid = with_wires(alpha)
    (top, bottom), (left, right) = box_round(solid)
    step = -(-max(bottom - top, right - left) // WIRE_CELLS)
    rows, columns = np.arange(top, bottom, step), np.arange(left, right, step)
    kept, small = sampled(solid, alpha, (rows, columns), step)
    seen = seen_on(_seen(alpha, recipe)[1], rows, step, columns)
    heights = heights_of(kept, small, "eyewear", recipe.thickness_mm, seen)
    return _near_ground(heights, kept, (slice(top, bottom), slice(left, right)), (alpha, step))


def _near_ground(heights: Heights, kept: Solid, box: tuple[slice, slice], grid: tuple[Mask, int]) -> Mask:
    """Return how near to the ground ``heights`` are, at the pixels of ``box`` of what the ``grid`` was thinned from."""
    alpha, step = grid
    near = np.exp(-np.maximum(heights.bottom - 0.1 * heights.top, 0.0) / LIFTED) * kept
    made = np.zeros_like(alpha)
    made[box] = np.repeat(np.repeat(near, step, 0), step, 1)[: alpha[box].shape[0], : alpha[box].shape[1]]
    return made


def _lying(alpha: Mask, own: Mask, stand: _Stand) -> Mask:
    """Return the darkness all round a thing that lies, a little more on the side away from the light."""
    total = np.zeros_like(alpha)
    terms = [(softness * stand.extent, depth) for softness, depth in (AROUND, AROUND_WIDE)]
    near, far = np.ones_like(alpha), np.ones_like(alpha)
    if stand.touch is not None:
        near = _carried_out(stand.touch, alpha > 0.5, max(stand.px_per_mm, 0.7))
        far = near**LIFTED_WIDE
        terms = [(softness * stand.px_per_mm, depth) for softness, depth in (TOUCHING, TOUCHING_WIDE)]
        terms[0] = (terms[0][0] * (1.0 + stand.sunk), min(terms[0][1] + PRESSED * stand.sunk, DARKEST))
    for (softness, depth), there in zip(terms, (near, far), strict=True):
        sigma = max(softness, 0.7)
        soft = ndi.gaussian_filter(alpha, sigma, mode="constant")
        soft = ndi.shift(soft, (ASIDE * sigma, ASIDE * sigma * stand.away), order=1, mode="constant")
        total = 1.0 - (1.0 - total) * (1.0 - depth * np.clip(1.6 * soft, 0.0, 1.0) * there)
    away = ndi.distance_transform_edt(alpha <= 0.5)
    return np.maximum(total, own * np.exp(-0.5 * (away / (PHOTO_REACH * stand.extent)) ** 2)).astype(np.float32)


def _carried_out(touch: Mask, solid: NDArray[np.bool_], sigma: float) -> Mask:
    """Return ``touch`` (H×W) carried on from the ``solid`` product to what lies beside it, softened; 0 far from it."""
    pad = round(BESIDE * sigma)
    rows, columns = (np.flatnonzero(solid.any(axis)) for axis in (1, 0))
    box = (slice(max(rows[0] - pad, 0), rows[-1] + pad), slice(max(columns[0] - pad, 0), columns[-1] + pad))
    nearest = ndi.distance_transform_edt(~solid[box], return_distances=False, return_indices=True)
    made = np.zeros_like(touch)
    made[box] = ndi.gaussian_filter(touch[box][nearest[0], nearest[1]], sigma)
    return made
