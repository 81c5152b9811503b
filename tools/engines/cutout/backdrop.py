"""The old backdrop as a smooth field of colour, fitted to the border and grown inwards.

A robust polynomial in L*a*b* on the border ring, refitted to all that is joined to the border and looks like it,
then corrected locally by normalised convolution (Knutsson and Westin 1993) in small steps, so that soft shadows
are taken in, and at last refitted with enclosed pieces that look the same and are as smooth.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from tools.engines.cutout.lab import Lab, Region, around, blur, from_lab, joined_to_frame, length, resize, slope, to_lab
from tools.engines.cutout.morphology import eroded
from tools.engines.image import Image, Mask

FIT_SIDE = 280
"""Long side in pixels at which the field is fitted: it is smooth, so more only costs time."""

HIGH_KEY = 98.5
"""L* from which on a backdrop is burnt white: it clips, and no smooth field describes it beside its shadows."""

RING = 0.05
"""Width of the border ring, as a share of the shorter side."""

CLEAN = 1.0, 2.5
"""Median ΔE off the field, and that of nine tenths of what is near it, up to which a border ring is clean."""

CROSSED = 0.2
"""Share of a clean border ring at most that something which runs out of the frame covers."""


@dataclass(frozen=True)
class Backdrop:
    """The photo in L*a*b* beside its backdrop; all arrays H×W(×3) of the picture that was read.

    ``field`` has soft shadows in it, ``base`` the backdrop without them; ``distance`` is ΔE76 from ``field``;
    ``sigma`` the backdrop's noise in ΔE; ``inliers`` what was taken for backdrop. ``plain``: the field can be trusted.
    ``nearly``: it could be, if all that differs from it is product that runs out of the frame.
    ``shape`` is height and width of the whole picture, of which this may be a part.
    """

    lab: Lab
    field: Lab
    base: Lab
    distance: Mask
    inliers: Region
    sigma: float
    plain: bool
    shape: tuple[int, int]
    nearly: bool = False

    @cached_property
    def base_rgb(self) -> Image:
        """The backdrop without its shadows, H×W×3 sRGB: several stages read it."""
        return from_lab(self.base)

    @cached_property
    def edge(self) -> Mask:
        """The photo's slope in ΔE76 a pixel, H×W, hardly blurred: several stages read it."""
        return slope(blur(self.lab, 0.7))

    def part(self, window: tuple[slice, slice]) -> Self:
        """Return what is in ``window`` (rows, columns)."""
        arrays = (self.lab, self.field, self.base, self.distance, self.inliers)
        lab, field, base, distance, inliers = (np.ascontiguousarray(each[window]) for each in arrays)
        return replace(self, lab=lab, field=field, base=base, distance=distance, inliers=inliers)

    @property
    def colour(self) -> tuple[float, float, float]:
        """Mean sRGB colour of the backdrop without its shadows."""
        mean = from_lab(self.base.mean(axis=(0, 1), dtype=np.float64).astype(np.float32).reshape(1, 1, 3))[0, 0]
        return float(mean[0]), float(mean[1]), float(mean[2])


def read_backdrop(image: Image) -> Backdrop:
    """Return the backdrop of ``image`` (H×W×3 sRGB, at least 16 px a side)."""
    height, width = image.shape[:2]
    lab = to_lab(image)
    factor = min(1.0, FIT_SIDE / max(height, width))
    small = to_lab(resize(image, (max(16, round(height * factor)), max(16, round(width * factor)))))
    ring = _ring(small.shape[:2])
    start = _fit(small, ring, order=2)
    off = length(small - start)[ring]
    median = float(np.median(off))
    near = off <= max(6.0, 4.0 * median)
    outliers = float((~near).mean())
    plain = float(np.percentile(off, 85)) < 6.5 and median < 4.0 and outliers < 0.07
    nearly = median < CLEAN[0] and outliers < CROSSED and float(np.percentile(off[near], 90)) < CLEAN[1]
    striped = False
    if not plain:
        smooth = _smooth(small)
        plain = striped = float(smooth[ring].mean()) > 0.96 and float(smooth.mean()) > 0.3
        if striped:  # stripes of shadow or a vignette: no low polynomial, yet nowhere an edge
            start = _fit(small, smooth, order=4)
            start = start + _spread(small - start, smooth)
            median = float(np.median(length(small - start)[smooth]))
    inliers, base, field = _grow(small, start, max(1.6, 3.0 * median + 1.0))
    two_levels = striped or float(np.median(field[..., 0])) > HIGH_KEY
    base = _lit(base, field) if two_levels else base
    full_field, full_base = resize(field, (height, width)), resize(base, (height, width))
    if two_levels:
        full_field = _between(lab, full_field, full_base)
    distance = length(lab - full_field)
    trusted = resize(inliers.astype(np.float32), (height, width)) > 0.99
    noise = float(np.sqrt(np.mean(np.minimum(distance[trusted], 12.0) ** 2))) if trusted.sum() > 100 else 5.0
    return Backdrop(lab, full_field, full_base, distance, trusted, noise, plain, (height, width), nearly and not plain)


def _ring(shape: tuple[int, ...]) -> Region:
    wide = max(3, int(RING * min(shape)))
    ring: Region = np.ones(shape, bool)
    ring[wide:-wide, wide:-wide] = False
    return ring


def _basis(shape: tuple[int, ...], order: int) -> NDArray[np.float32]:
    """Return H×W×N monomials of x and y in -1..1 up to ``order`` together."""
    rows, columns = (np.linspace(-1.0, 1.0, side, dtype=np.float32) for side in shape)
    y, x = np.meshgrid(rows, columns, indexing="ij")
    return np.stack([x**i * y**j for i in range(order + 1) for j in range(order + 1 - i)], axis=-1)


def _fit(lab: Lab, where: Region, order: int, rounds: int = 8) -> Lab:
    """Return the polynomial field by iteratively reweighted least squares: L1 first, then Tukey's biweight."""
    basis = _basis(lab.shape[:2], order)
    rows, colours = basis[where].astype(np.float64), lab[where].astype(np.float64)
    weights = np.ones(len(rows))
    solution = np.zeros((rows.shape[1], 3))
    for turn in range(rounds):
        weighed = (rows * weights[:, None]).T  # normal equations: exact enough in doubles, and far less work
        solution = np.linalg.lstsq(weighed @ rows, weighed @ colours, rcond=None)[0]
        off = np.linalg.norm(colours - rows @ solution, axis=1)
        spread = max(1.48 * float(np.median(off)), 0.6)
        tukey = np.clip(1.0 - (off / (4.0 * spread)) ** 2, 0.0, 1.0) ** 2 + 1e-4
        weights = 1.0 / np.maximum(off, spread) if turn < 3 else tukey
    return np.asarray(basis @ solution.astype(np.float32), np.float32)


def _smooth(lab: Lab, steepest: float = 1.2) -> Region:
    """Return what can be reached from the border without crossing an edge of ``steepest`` ΔE a pixel."""
    return joined_to_frame(slope(blur(lab, 1.0)) < steepest)


def _lit(base: Lab, field: Lab) -> Lab:
    """Return the backdrop as it would be without shadows: nowhere darker than the brightest of its surroundings."""
    import cv2

    window = np.ones((FIT_SIDE // 4, FIT_SIDE // 4), np.uint8)
    brightest = cv2.dilate(np.ascontiguousarray(field[..., 0]), window)
    lit = base.copy()
    lit[..., 0] = np.maximum(base[..., 0], blur(brightest, FIT_SIDE / 16))
    top = float(np.percentile(field[..., 0], 75))
    if top > HIGH_KEY:
        lit[..., 0] = np.maximum(lit[..., 0], top)
    return lit


def _between(lab: Lab, shaded: Lab, lit: Lab) -> Lab:
    """Return, for each pixel, the nearest backdrop between ``shaded`` and ``lit``: stripes have two levels."""
    brightness = blur(np.ascontiguousarray(lab[..., 0]), 1.0)
    room = np.maximum(lit[..., 0] - shaded[..., 0], 1e-3)
    share = np.clip((brightness - shaded[..., 0]) / room, 0.0, 1.0)[..., None]
    return np.asarray(shaded + share * (lit - shaded), np.float32)


def _grow(lab: Lab, start: Lab, limit: float, steps: int = 6) -> tuple[Region, Lab, Lab]:
    """Return (inliers, base, field) at the fitting size; ``limit`` is in ΔE."""
    inliers = joined_to_frame(length(lab - start) < limit)
    base = _fit(lab, inliers, 4, 5) if inliers.sum() > 300 else start
    field = base
    for _ in range(steps):
        local, weight = around(lab - base, inliers, 5.0)
        field = base + local * np.clip(weight / 0.15, 0.0, 1.0)[..., None]
        inliers = joined_to_frame(length(lab - field) < limit)
    inliers = inliers | _enclosed(lab, field, inliers, limit)
    if inliers.sum() > 300:
        base = _fit(lab, inliers, 4, 5)
    field = base + _spread(lab - base, inliers)
    if inliers.any():  # a polynomial must not run away where the product hides the backdrop
        low, high = lab[inliers].min(axis=0), lab[inliers].max(axis=0)
        base, field = np.clip(base, low, high), np.clip(field, low, high)
    return inliers, base, field


def _enclosed(lab: Lab, field: Lab, inliers: Region, limit: float) -> Region:
    """Return enclosed pieces that match the field and are as smooth as what is joined to the border."""
    from scipy import ndimage

    texture = blur(length(lab - blur(lab, 1.5)), 1.5)
    sure = eroded(inliers, times=3)
    smooth = 1.5 * (float(np.percentile(texture[sure], 90)) if sure.sum() > 100 else 1.0) + 0.5
    off = length(lab - field)
    labels, count = ndimage.label((off < limit + 2.5) & ~inliers & (texture < smooth))
    if count == 0:
        return np.zeros_like(inliers)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    means = np.asarray(ndimage.mean(off, labels, range(count + 1)))
    keep = (areas >= max(40, 0.0012 * inliers.size)) & (means < limit + 1.2)
    keep[0] = False
    found: Region = keep[labels]
    return found


def _spread(rest: Lab, inliers: Region) -> Lab:
    """Return the local correction everywhere: by wider and wider windows where nothing is known."""
    total = np.zeros_like(rest)
    covered = np.zeros((*inliers.shape, 1), np.float32)
    for sigma in (3.0, 6.0, 12.0, 30.0):
        local, weight = around(rest, inliers, sigma)
        share = np.clip(weight / 0.2, 0.0, 1.0)[..., None] * (1.0 - covered)
        total += local * share
        covered += share
    return total
