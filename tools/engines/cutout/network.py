"""Where an accessory is on a busy backdrop, and what of it is see-through, by the project's own network, 512 px.

An EfficientNet with a way back up (``training/``, ``weights/CARD.md``) that has seen drawn accessories only. It finds
rings, chains, wires and lenses where u2netp takes the table; of some real leather and cloth it sees only the details,
and then it says so by being undecided: u2netp is heard instead (``clutter.agreed``).
"""

from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from tools.engines.cutout.clutter import FAINT, thin_parts
from tools.engines.cutout.lab import resize
from tools.engines.cutout.looks import both_ways, close_look
from tools.engines.image import Image, Mask
from tools.engines.session import open_session
from tools.engines.sight.weights import weights_path

SIDE, FINE_SIDE = 512, 768
"""Pixels a side of a look, and of one for thin things."""

MUCH = 0.15
"""Share of thin parts from which on a thing is thin."""


class Sight(NamedTuple):
    """What the network sees: how much each pixel is the product, and is see-through, H×W 0..1 each."""

    subject: Mask
    see_through: Mask


def accessory(image: Image, near: Mask | None = None) -> Sight:
    """Return what the network sees in ``image``, H×W×3 sRGB. Raises ``EngineUnavailable``.

    ``near`` is where the product is, if that is known (H×W 0..1): then only that part is looked at, closely.
    """
    once = partial(_once, _session(), SIDE)
    if near is not None:
        return _sight(close_look(image, once, near))
    seen = _sight(both_ways(image, once))
    return seen if _thick(seen) else _finer(image, seen)


def _sight(seen: Image) -> Sight:
    return Sight(np.ascontiguousarray(seen[..., 0]), np.ascontiguousarray(seen[..., 1]))


def _thick(seen: Sight) -> bool:
    """Return whether little of what is seen is thin."""
    found = (seen.subject > FAINT) & (seen.see_through < 0.5)
    return bool(thin_parts(found).sum() <= MUCH * found.sum())


def _finer(image: Image, seen: Sight) -> Sight:
    """Return what is ``seen`` with the thin parts that show when the picture is looked at in finer steps."""
    fine = _sight(both_ways(image, partial(_once, _session(), FINE_SIDE))).subject
    more = np.where(thin_parts(fine > FAINT) & (seen.see_through < 0.5), fine, np.float32(0.0))
    return seen._replace(subject=np.maximum(seen.subject, more))


@lru_cache(maxsize=1)
def _session() -> Any:
    """Return the one session."""
    return open_session(weights_path("parure_cutout.onnx"))


def _once(session: Any, side: int, image: Image) -> Image:
    """Return the answer, ``side``×``side``×2."""
    small = resize(np.ascontiguousarray(image), (side, side))
    feed = {"image": np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32)}
    return np.asarray(session.run(["answer"], feed)[0][0], np.float32).transpose(1, 2, 0)
