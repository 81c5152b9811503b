"""Alpha and colour of what is see-through: how much of the backdrop comes through, and what the pane adds.

A pane shows I = T · B + R in linear light: the backdrop B, dimmed to the share T, and the light R that its two
surfaces reflect (Fresnel 1823: 4 % each, more at a slant). Alpha is 1 − T and the foreground R / alpha, so that the
photo comes out again over its own backdrop. T is read from the colour seen through beside the colour seen past
the pane, and, where the backdrop has a texture, from how much of its contrast comes through. Where the backdrop is
too dark to tell, what is left of the prior is a guess, and ``sure`` says so.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.cutout.lab import Region, around, blur, length, to_lab
from tools.engines.cutout.morphology import depth, dilated, eroded
from tools.engines.image import Image, Mask

GLARE = 0.05
"""Light that a pane reflects, linear, under the sky of a room: twice 4 % of rather less than white."""

GLARE_SPREAD = 0.04

CLEAR = 0.55
"""Share that comes through before anything is seen: between spectacles' 0.9 and sunglasses' 0.15."""

CLEAR_SPREAD = 0.35

GLASS, GLASS_SPREAD = 0.87, 0.04
"""The same where it is plainly clear glass: 0.92 for a bare one, rather less through a lens's rim and slant."""

PLAINLY = 0.65, 0.8
"""Share that comes through, little glare (``COATED``) left out, from which on a pane may be, and surely is, clear."""

COATED = 0.02

TINTED = 0.25
"""The same for a pane with a colour of its own."""

TEXTURED = 0.012
"""Contrast of a backdrop (linear, relative) from which on it is looked for through the pane: well above grain."""

ABOVE_NOISE = 0.002
"""The least of it in linear light: a dark backdrop's is noise, and what a pane reflects is as rough as that."""

TEXTURE_SPREAD = 0.08

MODEL_SPREAD = 0.1
"""How wrong T may be by the colour however bright the backdrop: a tinted pane glares in its own colour."""

SLACK = 1.05
"""Room for the backdrop's own texture where the most that can come through is reckoned."""

THROUGH = 0.97
"""More than this comes through no glass."""

COLOURLESS, COLOURED = 0.1, 0.4
"""Alpha up to which a pane has no colour of its own, and from which on all that is read: glass reflects grey."""

RIM = 4
"""Pixels beyond a pane's smooth field in which its rim's edge lies, at the working size."""


@dataclass(frozen=True)
class Glass:
    """What is known of a pane: ``through`` T as a plane (3 numbers over x, y, 1), ``sure`` 0..1."""

    through: NDArray[np.float64]
    sure: float

    def at(self, shape: tuple[int, int]) -> Mask:
        """Return T at every pixel of a window of ``shape`` that covers the pane."""
        down, across = (np.linspace(-1.0, 1.0, side, dtype=np.float32) for side in shape)
        plane = self.through[0] * across[None, :] + self.through[1] * down[:, None] + self.through[2]
        return np.asarray(np.clip(plane, 0.0, THROUGH), np.float32)


def look_through(image: Image, behind: Image, pane: Region) -> Glass:
    """Return how much comes through ``pane`` (H×W) of ``behind`` (H×W×3 sRGB, the backdrop without the product).

    ``image`` is the photo, all three of a window round the pane.
    """
    seen, past = srgb_to_linear(image), srgb_to_linear(behind)
    height, width = pane.shape
    down, across = np.mgrid[-1.0 : 1.0 : height * 1j, -1.0 : 1.0 : width * 1j]
    basis = np.stack([across[pane], down[pane], np.ones(int(pane.sum()))], axis=-1)
    texture = _from_texture(seen, past, image, pane)
    may_be_clear = texture is None or texture > PLAINLY[0]
    told, weight = _from_colour(seen[pane], past[pane], may_be_clear)
    if texture is not None:
        share = TEXTURE_SPREAD**-2 / (TEXTURE_SPREAD**-2 + weight)
        told, weight = told + share * (texture - told), weight + TEXTURE_SPREAD**-2
    plane = _low_plane(basis, told)
    sure = float(np.clip(1.0 - np.median(weight) ** -0.5 / CLEAR_SPREAD, 0.0, 1.0))
    return Glass(plane, sure)


def _from_colour(seen: Image, past: Image, may_be_clear: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return T (N) by that channel, of the bright ones, of which least comes through, and its inverse variance.

    Bayes with a Gaussian prior on T and on the glare: I = T·B + R. A bright backdrop tells, a dark one does not.
    """
    own = _tint(seen, past)
    dark = np.maximum(past, 1e-3).astype(np.float64)
    glass = _is_clear(seen, dark) * (1.0 - own) * float(may_be_clear)
    prior = CLEAR + (TINTED - CLEAR) * own + (GLASS - CLEAR) * glass
    known = (CLEAR_SPREAD + (GLASS_SPREAD - CLEAR_SPREAD) * glass)[:, None] ** -2.0
    precision = known + (dark / GLARE_SPREAD) ** 2
    told = (prior[:, None] * known + (seen - GLARE) * dark / GLARE_SPREAD**2) / precision
    telling = precision > 0.5 * precision.max(axis=1, keepdims=True)  # a channel the backdrop lacks says nothing
    least = np.argmin(np.where(telling, told, np.inf), axis=1)
    rows = np.arange(len(told))
    upper = np.minimum((seen / dark).min(axis=1), ((1.0 - seen) / np.maximum(1.0 - dark, 1e-3)).min(axis=1))
    weight = 1.0 / (1.0 / precision[rows, least] + (MODEL_SPREAD * (1.0 - 0.5 * glass)) ** 2)
    return np.clip(told[rows, least], 0.0, np.minimum(upper, THROUGH)), weight


def _is_clear(seen: Image, dark: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 0..1 (N) whether nearly all of a backdrop (``dark``, N×3) comes through, where it is bright enough."""
    share = ((seen - COATED) / dark).min(axis=1)
    clear = np.clip((share - PLAINLY[0]) / (PLAINLY[1] - PLAINLY[0]), 0.0, 1.0)
    return np.asarray(clear * np.clip(dark.min(axis=1) / GLARE - 1.0, 0.0, 1.0), np.float64)


def _tint(seen: Image, past: Image) -> NDArray[np.float64]:
    """Return 0..1 how plainly a pixel (N×3) has a colour that neither the backdrop nor grey glare has."""
    grey = seen / np.maximum(seen.mean(axis=1, keepdims=True), 1e-4)
    cast = past / np.maximum(past.mean(axis=1, keepdims=True), 1e-4)
    low, high = np.minimum(1.0, cast), np.maximum(1.0, cast)
    beyond = np.maximum(grey - high, 0.0) + np.maximum(low - grey, 0.0)
    return np.asarray(np.clip((beyond.max(axis=1) - 0.08) / 0.2, 0.0, 1.0), np.float64)


def _from_texture(seen: Image, past: Image, image: Image, pane: Region) -> float | None:
    """Return T as the contrast of the backdrop's texture through the pane over that past it, if it has any."""

    deep = eroded(pane, times=6)
    outside = eroded(length(to_lab(image) - to_lab(np.asarray(linear_to_srgb(past), np.float32))) < 9.0)
    outside = eroded(outside & ~dilated(pane, times=20), times=6)
    if deep.sum() < 400 or outside.sum() < 400:
        return None
    grey, back = seen.mean(axis=-1), np.maximum(past.mean(axis=-1), 1e-3)
    band = (blur(grey, 1.2) - blur(grey, 4.0)) / back
    through, beside = _spread(band[deep]), _spread(band[outside])
    plain = beside > TEXTURED and beside * float(np.median(back[pane])) > ABOVE_NOISE
    return float(np.clip(through / beside, 0.0, THROUGH)) if plain else None


def _spread(values: NDArray[np.float32]) -> float:
    """Return the standard deviation by the median, deaf to a few edges."""
    return float(1.48 * np.median(np.abs(values - np.median(values))))


def _low_plane(basis: NDArray[np.float64], told: NDArray[np.float64], rounds: int = 6) -> NDArray[np.float64]:
    """Return the plane through T (N): what a lamp's reflection adds is left out, round by round."""
    step = max(1, len(told) // 20000)
    rows, values = basis[::step], told[::step]
    weights = np.ones(len(values))
    plane = np.array([0.0, 0.0, float(np.median(values))])
    for _ in range(rounds):
        root = np.sqrt(weights)[:, None]
        plane = np.linalg.lstsq(rows * root, values * root[:, 0], rcond=None)[0]
        off = values - rows @ plane
        spread = max(1.48 * float(np.median(np.abs(off))), 0.01)
        weights = np.clip(1.0 - (off / (3.0 * spread)) ** 2, 0.0, 1.0) ** 2 * np.where(off > 0, 0.5, 1.0) + 1e-4
    return plane


def glaze(
    image: Image, behind: Image, glass: Glass, pane: Region, matte: tuple[Mask, Image], reach: int
) -> tuple[Mask, Image]:
    """Return ``matte`` (alpha, foreground) of a window, in which the pane was taken for solid, with it let through.

    ``pane`` is its smooth field; the rim's edge is looked for within ``reach`` pixels of it.
    """
    alpha, colour = matte
    seen, past = srgb_to_linear(image), srgb_to_linear(behind)
    free = _clear(image, pane, reach)
    through = np.minimum(free * glass.at((pane.shape[0], pane.shape[1])), np.where(free > 0.0, _most(seen, past), 1.0))
    let = np.minimum(alpha, 1.0 - through).astype(np.float32)
    own = _own(seen, past, let, pane, reach)
    return let, np.where((through > 0.0)[..., None], own, colour).astype(np.float32)


def _most(seen: Image, past: Image) -> Mask:
    """Return the most that can come through, so that a colour between black and white is left for the pane."""
    calm = blur(seen, 0.8)
    burnt = ((1.0 - calm) / np.maximum(1.0 - past, 0.02)).min(axis=-1)
    dimmed = (calm / np.maximum(past, 1e-3)).min(axis=-1)
    return np.asarray(np.clip(SLACK * np.minimum(burnt, dimmed), 0.0, 1.0), np.float32)


def _own(seen: Image, past: Image, alpha: Mask, pane: Region, reach: int) -> Image:
    """Return the pane's own colour, R / alpha: of a faint pane calmed, as the backdrop's grain would be magnified."""
    calm, weight = around(seen, pane, float(reach))
    faint = np.clip(1.5 - 3.0 * alpha, 0.0, 1.0) * (pane & (weight > 0.05))
    light = seen + faint[..., None] * (calm - seen)
    share = alpha[..., None]
    own = np.clip((light - (1.0 - share) * past) / np.maximum(share, 0.03), 0.0, 1.0)
    grey = own.mean(axis=-1, keepdims=True)
    tint = np.clip((share - COLOURLESS) / (COLOURED - COLOURLESS), 0.0, 1.0)
    return linear_to_srgb(grey + np.where(pane[..., None], tint, 1.0) * (own - grey))


def _clear(image: Image, pane: Region, reach: int) -> Mask:
    """Return 0..1 how much of a pixel is pane: 1 in the field, less where the rim or a thing behind it begins."""
    import cv2

    carried, _ = around(image, pane, 2.0 * reach)
    off = length(image - carried)
    side = 2 * reach + 1
    strongest = cv2.dilate(off, np.ones((side, side), np.uint8))
    share = np.clip(1.0 - off / np.maximum(strongest, 0.04), 0.0, 1.0)
    near = depth(~pane)
    share = np.where(pane, 1.0, np.where(near <= reach, share, 0.0))
    return np.asarray(share, np.float32)
