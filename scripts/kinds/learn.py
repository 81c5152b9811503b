"""From drawings of things to the classifier's head: a correction of what the ImageNet classes already say.

The logit of a kind is the log of the summed ImageNet classes that are this kind of thing, plus a linear term of the
features, learned on drawings alone and held small. Kinds without a class of their own start from nearby metal things.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter, zoom
from scipy.optimize import minimize
from scipy.special import logsumexp

from tools.engines.sight.network import Seen, see
from tools.engines.sight.views import PAPER, square

Numbers = NDArray[np.float64]
METAL = (679, 488, 772, 902, 584, 600, 633, 714, 464)
"""necklace, chain, safety pin, whistle, hair slide, hook, loupe, pick, buckle."""
CLASSES: dict[str, tuple[int, ...]] = {
    "ring": METAL, "earring": METAL, "necklace": (679, *METAL), "bracelet": METAL, "brooch": METAL, "cufflinks": METAL,
    "watch": (531, 409, 826, 892, 635), "eyewear": (836, 837), "hair_accessory": (584,),
    "bag": (414, 636, 748, 728, 797), "wallet": (893,), "belt": (464,), "scarf": (824, 911),
    "hat": (515, 808, 452, 439, 433, 793, 911), "gloves": (658,), "shoes": (770, 630, 502, 774, 514), "tie": (906, 451),
}  # fmt: skip
KINDS = tuple(CLASSES)
HELD = 0.3
"""Weight of the squared correction: how near the head stays to ImageNet's own opinion."""


def prior(logits: NDArray[Any]) -> Numbers:
    """Return N×kinds log-shares of ImageNet's classes."""
    whole = logsumexp(logits, axis=1)
    return np.stack([logsumexp(logits[:, list(rows)], axis=1) - whole for rows in CLASSES.values()], -1)


def on_backdrops(shots: NDArray[np.uint8], rng: np.random.Generator, copies: int) -> tuple[Any, ...]:
    """Return ``copies`` squares of each drawing: mirrored, tinted, blurred, half on paper, half on made backdrops."""
    made = []
    for shot in shots:
        for number in range(copies):
            picture = shot.astype(np.float32) / 255.0
            if rng.random() < 0.5:
                picture = picture[:, ::-1]
            color = picture[..., :3] * rng.uniform(0.85, 1.1, 3).astype(np.float32)
            color = gaussian_filter(color, (*[float(rng.uniform(0.3, 1.2))] * 2, 0))
            cover = gaussian_filter(picture[..., 3:], (0.5, 0.5, 0))
            ground = np.full_like(color, PAPER) if number % 2 == 0 else _ground(color.shape, rng)
            whole = np.clip(color * cover + ground * (1 - cover), 0, 1).astype(np.float32)
            rows, columns = (np.flatnonzero(cover[..., 0].max(axis=k) > 0.5) for k in (1, 0))
            if len(rows) and rng.random() < 0.8:
                whole = whole[max(0, rows[0] - 9) : rows[-1] + 10, max(0, columns[0] - 9) : columns[-1] + 10]
            made.append(square(np.ascontiguousarray(whole), ground[0, 0].astype(np.float32)))
    return tuple(made)


def _ground(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Return a sheet with a slope of light, or a patterned one."""
    base = rng.uniform(0.02, 0.98) + rng.normal(0, 0.06, 3)
    slope = np.linspace(-1, 1, shape[0])[:, None, None] * rng.normal(0, 0.12)
    field = base + slope + np.zeros(shape)
    if rng.random() < 0.5:
        coarse = rng.standard_normal((int(rng.integers(3, 40)), int(rng.integers(3, 40))))
        rows, columns = shape[0] / coarse.shape[0], shape[1] / coarse.shape[1]
        field = field + rng.uniform(0, 0.12) * zoom(coarse, (rows, columns), order=1)[: shape[0], : shape[1], None]
    return np.clip(field, 0, 1).astype(np.float32)


def seen(pictures: tuple[Any, ...]) -> Seen:
    """Return what the network sees, eight pictures at a time."""
    parts = [see(pictures[at : at + 8]) for at in range(0, len(pictures), 8)]
    return Seen(np.concatenate([part.features for part in parts]), np.concatenate([part.logits for part in parts]))


def fit(what: Seen, kinds: NDArray[np.int64], held: float = HELD) -> dict[str, Numbers]:
    """Return the head that tells ``kinds`` (N indices) apart: mean, scale, weights (kinds×1280) and bias."""
    mean, scale = what.features.mean(0), what.features.std(0) + 0.05
    x, base = ((what.features - mean) / scale).astype(np.float64), prior(what.logits)
    count, width = len(KINDS), x.shape[1]
    weight = 1.0 / np.bincount(kinds, minlength=count).clip(1)[kinds]
    weight /= weight.sum()

    def loss(flat: Numbers) -> tuple[float, Numbers]:
        w, b = flat[: count * width].reshape(count, width), flat[count * width :]
        logits = base + x @ w.T + b
        share = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
        value = -float(weight @ np.log(share[np.arange(len(kinds)), kinds] + 1e-12))
        share[np.arange(len(kinds)), kinds] -= 1.0
        share *= weight[:, None]
        value += held * float((w**2).sum() + 0.1 * (b**2).sum())
        return value, np.concatenate([(share.T @ x + 2 * held * w).ravel(), share.sum(0) + 0.2 * held * b])

    best = minimize(loss, np.zeros(count * (width + 1)), jac=True, method="L-BFGS-B", options={"maxiter": 200}).x
    return {
        "mean": mean,
        "scale": scale,
        "bias": best[count * width :],
        "weights": best[: count * width].reshape(count, width),
    }


def scores(what: Seen, head: dict[str, Numbers]) -> Numbers:
    """Return N×kinds logits."""
    return prior(what.logits) + ((what.features - head["mean"]) / head["scale"]) @ head["weights"].T + head["bias"]
