"""Panes let through in a finished matte, one after the other, each in a window of its own."""

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region, around, length, resize, to_lab, window_of
from tools.engines.cutout.matte import Window, part_of
from tools.engines.cutout.morphology import opened
from tools.engines.cutout.translucency import RIM, glaze, look_through
from tools.engines.image import Image, Mask

ROOM = 40
"""Pixels round a pane that are looked at with it, at the working size."""

CLEAR = 0.5
"""Share that comes through from which on a thing in the pane is told from the pane by its colour."""

OTHER = 12.0
"""ΔE76 from the pane's own colour from which on it is such a thing: a nose pad, a temple behind it."""

Matte = tuple[Mask, Image]


def let_through(image: Image, working: Image, behind: Image, panes: list[Region], matte: Matte) -> Matte:
    """Return ``matte`` (alpha, foreground of ``image``, panes taken for solid) with ``panes`` see-through.

    ``working`` and ``behind`` (the backdrop alone) are sRGB of the working size, as ``panes`` are.
    """
    alpha, colour = matte
    for pane in panes:
        window = window_of(pane, ROOM)
        glass = look_through(working[window], behind[window], pane[window])
        clear = glass.at((pane[window].shape[0], pane[window].shape[1])) > CLEAR
        smooth = pane[window] & ~(clear & _solid(working[window], pane[window]))
        large = _enlarged(window, pane.shape, alpha.shape)
        shape = (large[0].stop - large[0].start, large[1].stop - large[1].start)
        factor = alpha.shape[0] / pane.shape[0]
        field = resize(smooth.astype(np.float32), shape) > 0.5
        past = part_of(behind, large, alpha.shape)
        reach = max(RIM, round(RIM * factor))
        there = alpha[large], colour[large]
        alpha[large], colour[large] = glaze(image[large], past, glass, field, there, reach)
    return alpha, colour


def _solid(image: Image, pane: Region) -> Region:
    """Return what lies in or behind the ``pane`` and is not the pane."""

    lab = to_lab(image)
    off = length(lab - np.median(lab[pane], axis=0).astype(np.float32))
    solid: Region = opened(pane & (off > OTHER), EIGHT)
    return solid


def behind_clutter(image: Image, mask: Region) -> Image:
    """Return what may lie behind the product ``mask`` (H×W): its surroundings, by wider and wider windows."""
    known = ~mask
    behind, covered = image.copy(), known.astype(np.float32)[..., None]
    behind *= covered
    for sigma in (8.0, 24.0, 72.0):
        near, weight = around(image, known, sigma)
        share = np.clip(weight / 0.1, 0.0, 1.0)[..., None] * (1.0 - covered)
        behind += near * share
        covered += share
    return np.asarray(behind / np.maximum(covered, 1e-3), np.float32)


def _enlarged(window: Window, small: tuple[int, ...], full: tuple[int, ...]) -> Window:
    rows, columns = (
        slice(round(span.start * large / end), round(span.stop * large / end))
        for span, end, large in zip(window, small, full, strict=True)
    )
    return rows, columns
