"""The product's own colour along its edge on a known backdrop: a mix of guesses, weighted by a small network.

Six guesses: the photo itself, the mean of what is product round about (wide and close), what is left when the backdrop
is taken out of the mix in linear light, blur fusion (Forte 2021), F = F̂ + α^p (I − α F̂ − (1 − α) B) with F̂ the wide
mean, and the colour carried from the sure inside. A mix of them is never further off than the worst.
"""

import numpy as np

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.cutout.lab import blur, per_channel
from tools.engines.cutout.perceptron import Floats, answer, layers
from tools.engines.cutout.rim import AT_ONCE, FILE, LUMA, Scene, Signs, Spots, surroundings
from tools.engines.image import Mask

WIDE, CLOSE = 0.5, 0.27
"""Standard deviations of the means' Gaussians, in widths of the unsure band."""

PURE, PURER = 4, 8
"""Powers of alpha that weigh them: a pixel half of backdrop says little of the product's colour."""

KNOWN, FEW = 0.01, 0.02
"""Weights under which they have nothing to go by."""

FAITH = 1.5
"""Power of alpha that weighs what the mean does not explain: where alpha is low, an error of alpha weighs most."""

LEAST = 0.1
"""Alpha under which the mix is not solved any further: the backdrop's grain would be magnified."""

PALER = 0.15
"""How far towards the backdrop, as a share of the way there, the rim may lie beyond the means."""

PURE_ONES = (1, 2, 5)
"""Which guesses are means of what is product alone, or nearly."""

MEAN = 1
"""Which guess the others are told by."""


def rim_colour(scene: Scene, told: Signs, alpha: Mask, at: Spots, reach: int) -> Floats:
    """Return N×3 sRGB of the product at N spots of ``scene``.

    ``told`` are the signs of its edge, ``alpha`` is H×W, ``reach`` the unsure band's width in pixels.
    """
    network = layers(FILE, "colour")
    means = _means(scene, alpha, reach)
    mixed = np.zeros((len(at.rows), 3), np.float32)
    for start in range(0, len(at.rows), AT_ONCE):
        some = at.part(start)
        seen, guesses = _seen(scene, means, told, alpha, some)
        weights = answer(network, seen)
        weights = np.exp(weights - weights.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        mean = np.einsum("ng,ngc->nc", weights, guesses)
        behind = scene.behind[some.rows, some.columns]
        mixed[start : start + AT_ONCE] = no_paler(mean, guesses[:, PURE_ONES], behind)
    return mixed


def no_paler(mixed: Floats, means: Floats, behind: Floats) -> Floats:
    """Return ``mixed`` (N×3) hardly nearer to the backdrop ``behind`` (N×3) than every one of ``means`` (N×M×3).

    Where alpha is a little high a wire takes the old backdrop's colour along, and is beaded on a dark ground.
    """
    along = behind[:, None] - means
    away = np.maximum((along**2).sum(axis=-1), 1e-4)
    share = ((mixed[:, None] - means) * along).sum(axis=-1) / away
    least = share.argmin(axis=1)
    here = np.arange(len(mixed))
    over = np.maximum(share[here, least] - PALER, 0.0)[:, None]
    return np.asarray(np.clip(mixed - over * along[here, least], 0.0, 1.0), np.float32)


def seen_at(scene: Scene, told: Signs, alpha: Mask, at: Spots, reach: int) -> tuple[Floats, Floats]:
    """Return (what the network is told N×219, the guesses N×6×3 sRGB) at N spots. Arguments as above."""
    return _seen(scene, _means(scene, alpha, reach), told, alpha, at)


def _seen(scene: Scene, means: tuple[Floats, Floats], told: Signs, alpha: Mask, at: Spots) -> tuple[Floats, Floats]:
    here = at.rows, at.columns
    wide, close = means
    mixed = tuple(array[here] for array in (scene.image, wide, close, scene.colour, scene.behind))
    guesses = _guesses(mixed, alpha[here][:, None])
    round_about = Signs((alpha, told.near[3], told.near[5], told.near[6]), told.here)
    return np.concatenate([surroundings(round_about, at), _told(guesses, mixed[4])], axis=1), guesses


def _means(scene: Scene, alpha: Mask, reach: int) -> tuple[Floats, Floats]:
    """Return the mean colour of what is product round about each pixel, wide and close, H×W×3 each."""
    wide = _mean(scene, alpha**PURE, WIDE * reach, KNOWN, scene.colour)
    return wide, _mean(scene, alpha**PURER, CLOSE * reach, FEW, wide)


def _mean(scene: Scene, pure: Mask, sigma: float, known: float, otherwise: Floats) -> Floats:
    """Return the photo's mean weighted by ``pure``; where too little (``known``) is near, what it is ``otherwise``."""
    density = per_channel(blur(pure, sigma))
    mean = blur(scene.image * per_channel(pure), sigma) / np.maximum(density, 1e-6)
    return np.asarray(otherwise + np.clip(density / known, 0.0, 1.0) * (mean - otherwise), np.float32)


def _guesses(mixed: tuple[Floats, ...], alpha: Floats) -> Floats:
    """Return N×6×3 sRGB of ``mixed``: photo, wide mean, close mean, carried colour, backdrop (N×3 each)."""
    seen, wide, close, carried, behind = mixed
    light = srgb_to_linear(seen) - (1.0 - alpha) * srgb_to_linear(behind)
    solved = linear_to_srgb(np.clip(light / np.maximum(alpha, LEAST), 0.0, 1.0))
    fused = np.clip(wide + alpha**FAITH * (seen - alpha * wide - (1.0 - alpha) * behind), 0.0, 1.0)
    return np.stack([seen, wide, close, solved, fused, carried], axis=1)


def _told(guesses: Floats, behind: Floats) -> Floats:
    """Return N×19: luma, chroma and chroma towards the backdrop's of each guess, and of it, beside the mean's luma."""
    mean = guesses[:, MEAN]
    others = np.concatenate([np.delete(guesses, MEAN, axis=1), behind[:, None]], axis=1) - mean[:, None]
    luma = others @ LUMA
    chroma = others - luma[..., None]
    back = behind - mean
    back = back - (back @ LUMA)[:, None]
    toward = back / (np.sqrt((back**2).sum(axis=1, keepdims=True)) + 0.02)
    size = np.sqrt((chroma**2).sum(axis=-1))
    along = np.einsum("ngc,nc->ng", chroma, toward)
    told = np.concatenate([luma * 2.0, size * 2.0, along * 2.0, (mean @ LUMA)[:, None]], axis=1)
    return np.asarray(told, np.float32)
