"""What kind of accessory a photo shows, and how sure that is: a calibrated reading of the network's features.

The logit of a kind is the log-share of the ImageNet classes that are this kind of thing, plus a linear term of the
features that was learned on drawings made for it (``scripts/make_kinds.py``), averaged over three views.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tools.engines.image import Image, Mask, check_image, check_mask
from tools.engines.sight.network import Numbers, Seen, see
from tools.engines.sight.views import views
from tools.engines.sight.weights import weights_path
from tools.specs.words import HARD, Category


@dataclass(frozen=True)
class Opinion:
    """``shares`` are probabilities of the kinds, likeliest first; ``hard`` is that of a hard accessory."""

    shares: tuple[tuple[Category, float], ...]
    hard: float


@dataclass(frozen=True)
class Head:
    """The learned part. ``rows`` K×M indices of ImageNet's classes of each kind, filled up with -1; arrays by kind."""

    kinds: tuple[Category, ...]
    rows: tuple[tuple[int, ...], ...]
    mean: Numbers
    scale: Numbers
    weights: Numbers
    bias: Numbers
    views: Numbers
    temperature: float

    def logits(self, seen: Seen) -> Numbers:
        """Return N×K logits."""
        whole = _log_sum(seen.logits)
        prior = np.stack([_log_sum(seen.logits[:, list(rows)]) - whole for rows in self.rows], axis=-1)
        logits: Numbers = prior + ((seen.features - self.mean) / self.scale) @ self.weights.T + self.bias
        return logits


def opinion(photo: Image, alpha: Mask) -> Opinion:
    """Return what ``photo`` (H×W×3 sRGB) shows, its product being ``alpha`` (H×W). Raises ``EngineUnavailable``."""
    check_image(photo, channels=(3,))
    check_mask(alpha)
    return judged(see(views(photo, alpha)), head())


def judged(seen: Seen, by: Head) -> Opinion:
    """Return the opinion of the three views in ``seen``."""
    logits = (by.views @ by.logits(seen)) / by.temperature
    shares = np.exp(logits - _log_sum(logits[None])[0])
    order = np.argsort(-shares, kind="stable")
    hard = float(sum(shares[at] for at, kind in enumerate(by.kinds) if kind in HARD))
    return Opinion(tuple((by.kinds[at], float(shares[at])) for at in order), hard)


@lru_cache(maxsize=1)
def head() -> Head:
    """Return the head of ``weights/kinds.npz``."""
    with np.load(weights_path("kinds.npz"), allow_pickle=False) as kept:
        rows = tuple(tuple(int(row) for row in each if row >= 0) for each in kept["rows"])
        numbers = {name: kept[name].astype(np.float32) for name in ("mean", "scale", "weights", "bias", "views")}
        return Head(
            kinds=tuple(str(kind) for kind in kept["kinds"]),  # type: ignore[misc]  # written by make_kinds
            rows=rows,
            temperature=float(kept["temperature"]),
            **numbers,
        )


def _log_sum(logits: Numbers) -> Numbers:
    """Return the log of the summed exponentials of the last axis."""
    top = logits.max(axis=-1, keepdims=True)
    result: Numbers = (top + np.log(np.exp(logits - top).sum(axis=-1, keepdims=True)))[..., 0]
    return result
