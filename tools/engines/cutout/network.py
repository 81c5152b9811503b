"""Where an accessory is on a busy backdrop, and what of it is see-through, by the project's own network, 512 px.

An EfficientNet with a way back up (``training/``, ``weights/CARD.md``) that has seen drawn accessories only. It finds
rings, chains, wires and lenses where u2netp takes the table; of some real leather and cloth it sees only the details,
and then it says so by being undecided: u2netp is heard instead (``clutter.agreed``).
"""

from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np

from tools.engines.cutout.clutter import CHAIN, FAINT, TORN_FIELDS, thin_parts, torn_fields, undecided
from tools.engines.cutout.lab import resize
from tools.engines.cutout.looks import both_ways, close_look, fine_look
from tools.engines.image import Image, Mask
from tools.engines.session import open_session
from tools.engines.sight.weights import weights_path

SIDE, FINE_SIDE = 512, 1024
"""Pixels a side of a look, and of a square as large as one in finer steps."""

WORTH = 768
"""Pixels a side of a square as large as a photo has to be for finer steps to show more; a smaller one is enlarged."""

MUCH = 0.15
"""Share of thin parts from which on a thing is thin."""

UNCLEAR = 0.15
"""Undecided area, in that of the subject, from which on a thing is looked at in finer steps: links, teeth, coils."""


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
    found = (seen.subject > FAINT) & (seen.see_through < 0.5)
    thin = bool(thin_parts(found).sum() > MUCH * found.sum())
    if image.shape[0] * image.shape[1] < WORTH**2:
        return _enlarged(image, seen) if thin else seen
    return _finer(image, seen) if thin or _unclear(seen) else seen


def _sight(seen: Image) -> Sight:
    return Sight(np.ascontiguousarray(seen[..., 0]), np.ascontiguousarray(seen[..., 1]))


def _unclear(seen: Sight) -> bool:
    """Return whether a part of what is seen is undecided, but not over whole fields: that would stay so."""
    subject = np.where(seen.see_through < 0.5, seen.subject, np.float32(0.0))
    return undecided(subject) > UNCLEAR and not _torn(seen)


def _torn(seen: Sight) -> bool:
    return torn_fields(*seen) > TORN_FIELDS[0]


def _enlarged(image: Image, seen: Sight) -> Sight:
    """Return what is ``seen`` in a small photo with the thin parts that show when it is looked at enlarged."""
    fine = _sight(both_ways(image, partial(_once, _session(), WORTH))).subject
    return _with_thin(seen, fine)


def _with_thin(seen: Sight, fine: Mask, wide: float = 0.0) -> Sight:
    more = np.where(thin_parts(fine > FAINT, wide) & (seen.see_through < 0.5), fine, np.float32(0.0))
    return seen._replace(subject=np.maximum(seen.subject, more))


def _finer(image: Image, seen: Sight) -> Sight:
    """Return what is ``seen`` with what a look in finer steps shows; its thin parts alone where it tears the rest."""
    near = np.maximum(seen.subject, seen.see_through)
    fine = _sight(fine_look(image, partial(_answer, _session()), near, FINE_SIDE)).subject
    subject = np.where(seen.see_through < 0.5, _surer(seen.subject, fine), seen.subject)
    fused = _with_thin(seen._replace(subject=subject), fine, CHAIN)
    return _with_thin(seen, fine) if _torn(fused) and not _torn(seen) else fused


def _surer(coarse: Mask, fine: Mask) -> Mask:
    """Return the mean of two looks (H×W 0..1 each), each weighted by how decided it is at a pixel."""
    one, other = ((2.0 * seen - 1.0) ** 2 + np.float32(1e-3) for seen in (coarse, fine))
    return np.asarray((one * coarse + other * fine) / (one + other), np.float32)


@lru_cache(maxsize=1)
def _session() -> Any:
    """Return the one session."""
    return open_session(weights_path("parure_cutout.onnx"))


def _once(session: Any, side: int, image: Image) -> Image:
    """Return the answer, ``side``×``side``×2."""
    return _answer(session, (side, side), image)


def _answer(session: Any, shape: tuple[int, int], image: Image) -> Image:
    """Return the answer to ``image`` at ``shape`` (height, width, multiples of 32), of that size, two channels."""
    small = resize(np.ascontiguousarray(image), shape)
    feed = {"image": np.ascontiguousarray(small.transpose(2, 0, 1)[None], np.float32)}
    return np.asarray(session.run(["answer"], feed)[0][0], np.float32).transpose(1, 2, 0)
