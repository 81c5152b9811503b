"""A stretch of a wrist or a finger: its axis and width, and whether it is bare."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image, Mask
from tools.engines.person.own_skin import OwnSkin, lab_of, unlike

Numbers = NDArray[np.float32]
ROWS = 48
STEADY = 0.8
"""A row of a bare limb has at least this share of its person's skin."""
EDGE = 9.0
"""Steps of the middle lightness (CIE L*) from one row to the next but two that no shade of bare skin makes."""


@dataclass(frozen=True)
class Limb:
    """``x``, ``y`` the middle and ``way`` the unit vector along the axis, pixels; ``width`` across, likewise.

    ``uneven`` is how much the width varies along the stretch; ``rows`` how many of its rows were found, in shares.
    """

    x: float
    y: float
    way: tuple[float, float]
    width: float
    uneven: float
    rows: float


@dataclass(frozen=True)
class Strip:
    """A limb laid straight: ``lab`` rows×columns×3 along×across, ``flesh`` and ``inside`` (in the photo) likewise."""

    lab: Numbers
    flesh: Mask
    inside: NDArray[np.bool_]


def limb_at(flesh: Mask, start: Numbers, way: Numbers, stretch: tuple[float, float], most: float) -> Limb | None:
    """Return the limb that runs from ``start`` along ``way``, between two distances of ``stretch`` pixels.

    ``most`` is the largest width that counts. Its axis is fitted to the middles of its rows, twice. Nothing when fewer
    than half of the rows have an edge on either side.
    """
    middle = start + way * np.float32(sum(stretch) / 2)
    length = stretch[1] - stretch[0]
    found = None
    for _ in range(3):
        found = _rows(flesh, middle, way, length, most)
        if found is None:
            return None
        middles, _ = found
        slope, offset = np.polyfit(middles[:, 0], middles[:, 1], 1)
        if abs(slope) > 0.5:
            return None
        across = np.array([-way[1], way[0]], np.float32)
        turned = way + across * np.float32(slope)
        middle = middle + across * np.float32(offset)
        way = (turned / np.linalg.norm(turned)).astype(np.float32)
    assert found is not None
    width = float(np.median(found[1]))
    uneven = float(np.std(found[1]) / width)
    return Limb(float(middle[0]), float(middle[1]), (float(way[0]), float(way[1])), width, uneven, len(found[1]) / ROWS)


def _rows(flesh: Mask, middle: Numbers, way: Numbers, length: float, most: float) -> tuple[Numbers, Numbers] | None:
    """Return (n×2: how far along and across each row's middle lies, n widths) of the rows with two edges."""
    along = np.linspace(-length / 2, length / 2, ROWS)
    across = np.arange(-0.75 * most, 0.75 * most, 0.5)
    values = _read(flesh, middle, way, along, across)
    middles, widths = [], []
    for row, at in zip(values, along, strict=True):
        inside = np.flatnonzero(row > 0.5)
        if not len(inside):
            continue
        near = inside[np.abs(across[inside]).argmin()]
        if abs(across[near]) > 0.25 * most:
            continue
        out = np.flatnonzero(row <= 0.5)
        left, right = out[out < near], out[out > near]
        if len(left) and len(right) and (wide := across[right[0]] - across[left[-1]] - 0.5) < most:
            middles.append((at, (across[right[0]] + across[left[-1]]) / 2))
            widths.append(wide)
    return (np.array(middles, np.float32), np.array(widths, np.float32)) if len(widths) >= ROWS / 2 else None


def _read(picture: NDArray[np.float32], middle: Numbers, way: Numbers, along: Numbers, across: Numbers) -> Numbers:
    import cv2

    x = middle[0] + along[:, None] * way[0] - across[None] * way[1]
    y = middle[1] + along[:, None] * way[1] + across[None] * way[0]
    read: Numbers = cv2.remap(picture, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)
    return read


def strip_of(photo: Image, flesh: Mask, limb: Limb, reach: tuple[float, float]) -> Strip:
    """Return the limb from ``reach`` pixels behind its middle to as many before it, 0.8 of its width across."""
    middle, way = np.array([limb.x, limb.y], np.float32), np.array(limb.way, np.float32)
    step = max(0.5, limb.width / 60)
    along = np.arange(reach[0], reach[1], step)
    across = np.arange(-0.4 * limb.width, 0.4 * limb.width, step)
    inside = _read(np.ones(photo.shape[:2], np.float32), middle, way, along, across) > 0.99
    return Strip(_read(lab_of(photo), middle, way, along, across), _read(flesh, middle, way, along, across), inside)


@dataclass(frozen=True)
class Bare:
    """What a stretch of limb has on: ``skin`` is the least share of skin in a row, ``edge`` the sharpest step along it.

    ``framed`` is the share of it that is in the photo; ``resumes``: skin is seen on both sides of what is no skin.
    """

    skin: float
    edge: float
    framed: float
    resumes: bool

    @property
    def is_bare(self) -> bool:
        """Whether nothing is worn there."""
        return self.skin >= STEADY and self.edge < EDGE


def bare_of(strip: Strip, skin: OwnSkin) -> Bare:
    """Return what is worn on a strip."""
    like = (unlike(strip.lab, skin) < 3.6) & strip.inside
    rows = like.mean(1) / np.maximum(strip.inside.mean(1), 1e-6)
    known = strip.inside.mean(1) > 0.5
    if not known.any():
        return Bare(0.0, 99.0, 0.0, False)
    smooth = np.convolve(rows[known], np.ones(3) / 3, "same")[1:-1] if known.sum() > 4 else rows[known]
    light = np.median(strip.lab[known][..., 0], axis=1)
    gap = max(2, len(light) // 30)
    edge = float(np.abs(light[gap:] - light[:-gap]).max(initial=0.0))
    off = np.flatnonzero(smooth < STEADY)
    resumes = (
        bool(len(off)) and bool((smooth[: off[0]] >= STEADY).any()) and bool((smooth[off[-1] + 1 :] >= STEADY).any())
    )
    return Bare(float(smooth.min(initial=1.0)), edge, float(strip.inside.mean()), resumes)
