"""A set is graded towards a moodboard: as bright, as steep, as colourful, within what a retoucher would do.

Only the set's plate is measured and only the set is graded; the product is laid back afterwards.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import Colours, linear_to_lab, srgb_to_linear
from tools.engines.develop import CONTRAST, GRAIN, STOPS, develop
from tools.engines.image import Image, Mask
from tools.engines.palette import lab_of
from tools.specs.board import Board
from tools.specs.numbers import Numbers
from tools.specs.steps import Contrast, DevelopStep, Exposure, Saturation, WhiteBalance, WhitePoint

SAMPLES = 700
"""Pixels of the plate that are compared, on an even grid."""

QUANTILES = (np.arange(24) + 0.5) / 24
COLOR = 0.7
"""What a step of a* or b* counts beside one of L*."""

COST = 4.0
"""L* that a change by 1 must save: a grade that gains little is left out."""

REACHES = (1.0, 0.4, 0.15)
"""How far each round looks, in shares of the whole way."""


class Move(NamedTuple):
    """A number that is graded, how far it may go down and up."""

    name: str
    low: float
    high: float


MOVES = (
    Move("exposure", -0.54, 0.40),
    Move("contrast", -0.40, 0.44),
    Move("saturation", -0.50, 0.14),
    Move("warmth", -0.20, 0.20),
    Move("tint", -0.14, 0.14),
)
GREY = 0.010
"""OKLab chroma of a board without colour: its set may lose all of its own."""

SEEN_GRAIN, MOST_GRAIN = 0.007, 0.009
"""Grain from which a board is grainy, and the most that is added, as standard deviations."""

FINE = 0.02


def grade_towards(board: Board, plate: Image, seen: Mask, steps: tuple[DevelopStep, ...]) -> Numbers:
    """Return the changes that bring the developed ``plate`` (H×W×3 linear) nearest to the palette of ``board``.

    ``seen`` (H×W) is over 0.5 where the set is seen. Compared are the spreads of L*, a* and b* (sliced Wasserstein
    distance; Bonneel and others, 2015), coordinate by coordinate on a grid: the same plate gives the same numbers.
    """
    wanted = _wanted(board)
    pixels = _chosen(plate, seen)
    if not len(pixels):
        return Numbers()
    kept = tuple(
        step for step in steps if isinstance(step, WhitePoint | WhiteBalance | Exposure | Contrast | Saturation)
    )
    moves = [move._replace(low=-1.0) if move.name == "saturation" and _is_grey(board) else move for move in MOVES]
    found = {move.name: 0.0 for move in moves}

    def cost(values: dict[str, float]) -> float:
        far = _spread(_developed(pixels, kept, values)) - wanted
        size = sum(abs(value) for name, value in values.items() if not (name == "saturation" and _is_grey(board)))
        return float(np.abs(far * [[1.0], [COLOR], [COLOR]]).mean() * 3 + COST * size)

    for reach in REACHES:
        for move in moves:
            found = min(_tried(found, move, reach), key=cost)
    return Numbers(**found, grain=_grain(board))


def _tried(found: dict[str, float], move: Move, reach: float) -> list[dict[str, float]]:
    """Return ``found`` and what it is with one number moved, in steps of 0.02 at the finest."""
    at = found[move.name]
    ways = [at + reach * share * (move.high if share > 0 else -move.low) for share in np.linspace(-1, 1, 9)]
    tried = {round(round(min(move.high, max(move.low, way)) / FINE) * FINE, 2) for way in ways} | {at}
    return [found | {move.name: value} for value in sorted(tried, key=abs)]


def _is_grey(board: Board) -> bool:
    return board.feel is not None and board.feel.saturation < GREY


def _grain(board: Board) -> float:
    grain = board.feel.grain if board.feel else 0.0
    return round(min(grain, MOST_GRAIN) / GRAIN, 2) if grain >= SEEN_GRAIN else 0.0


def _chosen(plate: Image, seen: Mask) -> Image:
    """Return pixels of the set, N×3: means of small blocks, so that noise and texture do not count."""
    side = max(1, round((plate.shape[0] * plate.shape[1] / SAMPLES) ** 0.5 / 2))
    height, width = (length // side * side for length in plate.shape[:2])
    shape = (height // side, side, width // side, side)
    inside = seen[:height, :width].reshape(shape).mean((1, 3)) > 0.9
    blocks = plate[:height, :width].reshape(*shape, 3).mean((1, 3))[inside]
    return np.asarray(blocks[:: max(1, len(blocks) // SAMPLES)], np.float32)


def _developed(pixels: Image, kept: tuple[DevelopStep, ...], values: dict[str, float]) -> Colours:
    """Return Lab (N×3) of the pixels developed with ``values`` added, in the units of an edit."""
    steps = (
        *kept,
        WhiteBalance(warmth=values["warmth"], tint=values["tint"]),
        Exposure(stops=values["exposure"] * STOPS),
        Contrast(amount=values["contrast"] * CONTRAST),
        Saturation(amount=values["saturation"]),
    )
    return linear_to_lab(srgb_to_linear(develop(pixels[:, None], steps, 0)))[:, 0]


def _spread(lab: Colours) -> NDArray[np.float64]:
    """Return the quantiles of L*, a*, b* (3×24) of N×3."""
    return np.asarray(np.quantile(lab, QUANTILES, axis=0).T, np.float64)


def _wanted(board: Board) -> NDArray[np.float64]:
    """Return the same of a palette: each colour counts by its share."""
    lab = np.array([lab_of(swatch.color) for swatch in board.palette], np.float64)
    share = np.array([swatch.share for swatch in board.palette], np.float64)
    return np.stack([_quantiles(lab[:, axis], share) for axis in range(3)])


def _quantiles(values: NDArray[np.float64], shares: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    order = np.argsort(values)
    ends = np.cumsum(np.asarray(shares)[order])
    return np.asarray(values[order][np.searchsorted(ends / ends[-1], QUANTILES).clip(0, len(values) - 1)], np.float64)
