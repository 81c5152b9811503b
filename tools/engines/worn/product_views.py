"""From where a product was photographed, by its outline: whether it can be laid round a limb as it lies."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Bytes8

Numbers = NDArray[np.float64]
OPAQUE = 127
BINS = 160


@dataclass(frozen=True)
class Watch:
    """A watch from straight above, its strap straight. Lengths in pixels of the photo.

    ``at`` is the case's middle, ``up`` the direction of its 12 in degrees clockwise from the right, ``case`` the width
    of the case, ``half`` half its length along the strap, ``above`` and ``below`` how far the strap reaches.
    """

    at: tuple[float, float]
    up: float
    case: float
    half: float
    above: float
    below: float


@dataclass(frozen=True)
class Round:
    """A bracelet that lies as a ring, seen from above: its middle, its middle line's radii, the angle of its front."""

    middle: tuple[float, float]
    radii: tuple[float, ...]
    front: float
    thick: float


@dataclass(frozen=True)
class Band:
    """A ring seen from straight above: its band is a line, ``half`` as long as it is wide, along ``along`` degrees."""

    at: tuple[float, float]
    along: float
    half: float


@dataclass(frozen=True)
class _Rows:
    """An outline cut across its long axis: how far along, from where to where across, n each."""

    along: Numbers
    low: Numbers
    high: Numbers
    middle: Numbers
    way: Numbers

    @property
    def wide(self) -> Numbers:
        return self.high - self.low


def _rows_of(alpha: Bytes8) -> _Rows | None:
    there = _largest(alpha)
    if there is None or there.sum() < 400:
        return None
    y, x = np.nonzero(there)
    places = np.stack([x + 0.5, y + 0.5], 1)
    middle = places.mean(0)
    _, _, axes = np.linalg.svd((places - middle)[:: max(1, len(places) // 20000)], full_matrices=False)
    way = axes[0]
    along, across = (places - middle) @ way, (places - middle) @ np.array([-way[1], way[0]])
    edges = np.linspace(along.min(), along.max(), BINS + 1)
    bins = np.clip(np.digitize(along, edges) - 1, 0, BINS - 1)
    low, high = np.full(BINS, np.inf), np.full(BINS, -np.inf)
    np.minimum.at(low, bins, across)
    np.maximum.at(high, bins, across)
    known = np.isfinite(low)
    return _Rows(((edges[1:] + edges[:-1]) / 2)[known], low[known], high[known], middle, way)


def _largest(alpha: Bytes8) -> NDArray[np.bool_] | None:
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats((alpha > OPAQUE).astype(np.uint8))
    if count < 2:
        return None
    largest: NDArray[np.bool_] = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    return largest


def watch_from_above(alpha: Bytes8) -> Watch | str:
    """Return the watch on a cut-out (H×W), or in words what is wrong with its view."""
    rows = _rows_of(alpha)
    if rows is None:
        return "the watch could not be made out"
    length = float(np.ptp(rows.along))
    if length < 1.6 * float(rows.wide.max()):
        return "the watch is seen from the side or with its strap closed"
    ends = np.abs(rows.along - rows.along.mean()) > 0.3 * length
    strap = float(np.median(rows.wide[ends]))
    broad = np.flatnonzero(rows.wide > 1.22 * strap)
    if not len(broad):
        return "its case does not stand out from its strap"
    runs = np.split(broad, np.flatnonzero(np.diff(broad) > 3) + 1)
    case = max(runs, key=lambda run: float((rows.wide[run] - strap).sum()))
    low, high = float(rows.along[case[0]]), float(rows.along[case[-1]])
    middles = (rows.low + rows.high) / 2
    line = np.polyfit(rows.along[ends], middles[ends], 1)
    if float(np.abs(middles[ends] - np.polyval(line, rows.along[ends])).mean()) > 0.13 * strap:
        return "its strap is not straight"
    width, middle = float(np.quantile(rows.wide[case], 0.8)), (low + high) / 2
    if not 0.75 * width < high - low < 1.45 * width or not 0.2 < (middle - rows.along.min()) / length < 0.8:
        return "its case is not seen from straight above"
    way = rows.way if rows.way[1] < 0 else -rows.way
    if abs(way[1]) < 0.3:
        return "it lies on its side, and which end is 12 cannot be told"
    across = np.array([-rows.way[1], rows.way[0]])
    at = rows.middle + rows.way * middle + across * float(np.polyval(line, middle))
    above, below = abs(rows.along.max() - middle), abs(rows.along.min() - middle)
    if rows.way[1] > 0:
        above, below = below, above
    up = float(np.degrees(np.arctan2(way[1], way[0])))
    return Watch((float(at[0]), float(at[1])), up, width, (high - low) / 2, float(above), float(below))


def bracelet_from_above(alpha: Bytes8, count: int = 72) -> Round | str:
    """Return the bracelet on a cut-out (H×W), or in words what is wrong with its view."""
    import cv2

    there = alpha > OPAQUE
    if there.sum() < 200:
        return "the bracelet could not be made out"
    y, x = np.nonzero(there)
    hull = cv2.convexHull(np.stack([x, y], 1).astype(np.int32))
    (cx, cy), (one, other), _ = cv2.fitEllipse(hull) if len(hull) >= 5 else ((0.0, 0.0), (1.0, 9.0), 0.0)
    if min(one, other) < 0.72 * max(one, other):
        return "the bracelet does not lie round, or is not seen from straight above"
    away, angle = np.hypot(x + 0.5 - cx, y + 0.5 - cy), np.mod(np.arctan2(y + 0.5 - cy, x + 0.5 - cx), 2 * np.pi)
    bins = np.round(angle / (2 * np.pi) * count).astype(int) % count
    middles, thick = np.full(count, np.nan), np.zeros(count)
    for each in range(count):
        if (here := away[bins == each]).size:
            middles[each], thick[each] = np.median(here), np.ptp(here)
    if np.isnan(middles).mean() > 0.12:
        return "the bracelet is not a closed ring"
    whole = float(np.nanmedian(middles))
    if float(np.median(thick)) > 0.6 * whole or away.min() < 0.35 * whole:
        return "the bracelet lies in more than one round, or its inside is not empty"
    known = ~np.isnan(middles)
    middles = np.interp(np.arange(count), np.flatnonzero(known), middles[known], period=count)
    radii = _round_line(middles, thick)
    return Round(
        (float(cx), float(cy)), tuple(round(float(r), 3) for r in radii), _front(thick), float(np.median(thick))
    )


def _round_line(middles: Numbers, thick: Numbers) -> Numbers:
    """Return the chain's own line: a smooth round through the parts of usual thickness, past stones and charms."""
    angle = 2 * np.pi * np.arange(len(middles)) / len(middles)
    waves = [np.ones_like(angle)] + [turn(order * angle) for order in (1, 2, 3) for turn in (np.cos, np.sin)]
    basis = np.stack(waves, 1)
    usual = float(np.median(thick))
    weights = np.where((thick > 0) & (thick < 1.45 * usual), 1.0, 0.05)
    line = middles
    for _ in range(6):
        found, *_ = np.linalg.lstsq(basis * weights[:, None], middles * weights, rcond=None)
        line = basis @ found
        off = np.abs(middles - line)
        weights = np.minimum(weights, 1.0 / np.maximum(1.0, off / max(0.25 * usual, 1.0)))
    return np.asarray(np.maximum(line, 1.0))


def _front(thick: Numbers) -> float:
    """Return the angle in degrees of what is shown: the broadest part, else the lower side of the photo."""
    soft = _smooth(thick, 4)
    at = int(soft.argmax())
    return 360.0 * at / len(thick) if soft[at] > 1.5 * np.median(soft) else 90.0


def _smooth(values: Numbers, reach: int) -> Numbers:
    kernel = np.hanning(2 * reach + 3)[1:-1]
    padded = np.concatenate([values[-reach:], values, values[:reach]])
    return np.convolve(padded, kernel / kernel.sum(), "valid")


def ring_from_above(alpha: Bytes8) -> Band | str:
    """Return the ring on a cut-out (H×W) whose band is a line under its head, or what is wrong with its view."""
    rows = _rows_of(alpha)
    if rows is None:
        return "the ring could not be made out"
    if _hole(alpha) > 0.04:
        return "one looks through the ring's hole"
    length, tall = float(np.ptp(rows.along)), float(rows.wide.max())
    if length < 1.35 * tall:
        return "the ring is not seen from straight above"
    thirds = [float(np.median(rows.wide[part])) for part in (slice(0, BINS // 6), slice(-BINS // 6, None))]
    if max(thirds) > 0.36 * tall and length < 3.0 * tall:
        return "the ring's band is seen as a round, not as a line under its head"
    if max(thirds) > 1.7 * max(min(thirds), 1e-6):
        return "the ring's two shoulders do not look alike"
    middles = (rows.low + rows.high) / 2
    ends = np.abs(rows.along - rows.along.mean()) > 0.33 * length
    line = np.polyfit(rows.along[ends], middles[ends], 1)
    if float(np.abs(middles[ends] - np.polyval(line, rows.along[ends])).mean()) > 0.25 * max(thirds):
        return "the ring's band is bent to one side: it was not seen from straight above"
    centre = (float(rows.along.max()) + float(rows.along.min())) / 2
    way = rows.way if rows.way[0] > 0 else -rows.way
    across = np.array([-rows.way[1], rows.way[0]])
    at = rows.middle + rows.way * centre + across * float(np.polyval(line, centre))
    return Band((float(at[0]), float(at[1])), float(np.degrees(np.arctan2(way[1], way[0]))), length / 2)


def _hole(alpha: Bytes8) -> float:
    """Return the share of the filled outline that is hole."""
    import cv2

    there = (alpha > OPAQUE).astype(np.uint8)
    outlines, _ = cv2.findContours(there, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    filled = cv2.drawContours(np.zeros_like(there), outlines, -1, 1, cv2.FILLED)
    return 1.0 - float(there.sum()) / max(1.0, float(filled.sum()))
