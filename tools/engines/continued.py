"""A photo's plain or smooth backdrop carried on beyond its edges, by its own tones: nothing is invented there.

Each row (or column) beyond an edge has the tone that the backdrop has at that edge, smoothed the more the farther it is
from the photo, with the backdrop's own grain. What differs from that at the edge itself fades out within a few pixels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.image import Bytes8, Image, to_bytes, to_float

EDGE = 0.012
"""Depth of the strip that an edge's tone is read off, as a share of the photo's longer side."""

ROUGH, UNEVEN = 0.030, 0.045
"""Scatter of an edge's tones about their smooth run, in sRGB units of 0..1, and of that run about a parabola, beyond
which a backdrop is neither plain nor smooth: paper, wall and sweep stay under it, a table or a street does not."""

SEAM = 0.01
"""Share of the longer side over which the very edge's own pixels fade into the smooth tone."""


@dataclass(frozen=True)
class Window:
    """Where a photo of ``width`` × ``height`` pixels lies in a larger frame: its upper left corner."""

    x: int
    y: int
    width: int
    height: int


def roughness(photo: Image, grown: tuple[bool, bool]) -> tuple[float, float]:
    """Return (scatter about the smooth run, of the run about a parabola) at the edges of ``photo`` (H×W×3 sRGB) that
    the frame goes beyond; ``grown``: to the sides, to top and bottom."""
    rough, uneven = 0.0, 0.0
    for strip in _edges(photo, grown):
        run = _run(strip)
        rough = max(rough, float((ndi.gaussian_filter(strip, (2, 1, 0)).mean(1) - run).std()))
        at = np.linspace(-1, 1, len(run))
        terms = np.stack([np.ones_like(at), at, at**2], -1)
        rest = run - terms @ np.linalg.lstsq(terms, run, rcond=None)[0]
        uneven = max(uneven, float(rest.std()))
    return rough, uneven


def is_plain(photo: Image, grown: tuple[bool, bool]) -> bool:
    """Return whether the backdrop at those edges can be carried on."""
    rough, uneven = roughness(photo, grown)
    return rough <= ROUGH and uneven <= UNEVEN


def continued(photo: Bytes8, window: Window, size: tuple[int, int], seed: int) -> Bytes8:
    """Return ``photo`` (h×w×3 sRGB, placed as ``window``) carried on to a frame of ``size`` (width, height)."""
    wide = _sideways(to_float(photo), window.x, size[0] - window.x - window.width, seed)
    tall = _sideways(wide.transpose(1, 0, 2), window.y, size[1] - window.y - window.height, seed + 1)
    whole = to_bytes(tall.transpose(1, 0, 2))
    whole[window.y : window.y + window.height, window.x : window.x + window.width] = photo
    return whole


def _sideways(photo: Image, before: int, after: int, seed: int) -> Image:
    """Return ``photo`` with ``before`` columns more on the left and ``after`` on the right."""
    parts = [photo]
    if before > 0:
        parts.insert(0, _beyond(photo, before, seed)[:, ::-1])
    if after > 0:
        parts.append(_beyond(photo[:, ::-1], after, seed + 7))
    return np.ascontiguousarray(np.concatenate(parts, axis=1), dtype=np.float32)


def _beyond(photo: Image, count: int, seed: int) -> Image:
    """Return ``count`` columns beyond the left edge of ``photo``, the nearest one first."""
    strip = photo[:, : _depth(photo)]
    run = _run(strip)
    fade = max(2.0, SEAM * max(photo.shape[:2]))
    mirrored = np.pad(photo, ((0, 0), (0, max(0, count - photo.shape[1])), (0, 0)), mode="edge")[:, :count]
    steps = np.arange(count)
    smooth = np.stack([ndi.gaussian_filter1d(run, 0.02 * len(run) + sigma, axis=0, mode="nearest") for sigma in
                       np.geomspace(0.5, max(1.0, 0.5 * count), 6)])  # fmt: skip
    place = np.clip(np.log(np.maximum(steps, 0.5) / 0.5) / np.log(max(1.0, 0.5 * count) / 0.5 + 1e-6) * 5, 0, 4.999)
    low = place.astype(int)
    share = (place - low)[:, None, None]
    tones = smooth[low] * (1 - share) + smooth[low + 1] * share
    own = np.exp(-steps / fade)[None, :, None]
    plain = tones.transpose(1, 0, 2) + own * (mirrored - tones.transpose(1, 0, 2))
    return np.asarray(plain + (1 - own) * _grain(strip, plain.shape, seed), dtype=np.float32)


def _grain(strip: Image, shape: tuple[int, ...], seed: int) -> Image:
    """Return grain of the ``strip``'s own strength."""
    fine = strip - ndi.gaussian_filter(strip, (2, 2, 0))
    sigma = 1.4826 * float(np.median(np.abs(fine - np.median(fine))))
    return np.asarray(np.random.default_rng(seed).normal(0.0, sigma, shape), dtype=np.float32)


def _edges(photo: Image, grown: tuple[bool, bool]) -> list[Image]:
    depth = _depth(photo)
    sides = [photo[:, :depth], photo[:, -depth:]] if grown[0] else []
    ends = [photo[:depth].transpose(1, 0, 2), photo[-depth:].transpose(1, 0, 2)] if grown[1] else []
    return [*sides, *ends]


def _depth(photo: Image) -> int:
    return max(2, round(EDGE * max(photo.shape[:2])))


def _run(strip: Image) -> NDArray[np.float64]:
    """Return the smooth run of tones along a strip (n×depth×3): n×3."""
    mean = np.median(strip, axis=1).astype(np.float64)
    return np.asarray(ndi.gaussian_filter1d(mean, max(2.0, 0.02 * len(mean)), axis=0, mode="nearest"))
