"""A moodboard as a person corrects it: without a colour, with more or less of one, with another in its place."""

from collections.abc import Sequence

from tools.engines.color import delta_e
from tools.engines.color_names import name_of
from tools.engines.palette import lab_of, lch_of
from tools.errors import BadRequest
from tools.specs.board import Board, Swatch
from tools.specs.board_changes import BoardChanges

MORE, LESS = 2.5, 0.35
"""What a colour's share is multiplied by."""

LEAST = 0.28
"""Share of a colour that there should be more of."""

OF_A_KIND = 34.0
"""Degrees of hue within which two colours have one name."""

GREY = 9.0
"""Lab chroma under which a colour has no hue."""

ALIKE = 12.0
"""CIEDE2000 within which a grey or a named swatch is meant."""

HALF = 0.5
"""Light that is neither hard nor soft."""


def corrected(board: Board, changes: BoardChanges) -> Board:
    """Return ``board`` with ``changes``; its leaning to stuffs goes with a colour that goes.

    Raises ``BadRequest`` when no colour would be left.
    """
    if changes == BoardChanges():
        return board
    palette = list(board.palette)
    for old, new in changes.swap:
        met = meant(old, palette)
        palette = [_painted(swatch, new) if swatch in met else swatch for swatch in palette]
    gone = {swatch for color in changes.without for swatch in meant(color, palette)}
    palette = [swatch for swatch in palette if swatch not in gone]
    if not palette:
        raise BadRequest("Nothing of the moodboard's palette would be left. Name fewer colours to leave out.")
    for color in changes.more:
        palette = _grown(palette, color)
    for color in changes.less:
        met = meant(color, palette)
        palette = [_scaled(swatch, LESS) if swatch in met else swatch for swatch in palette]
    total, before = sum(s.share for s in palette), sum(s.share for s in board.palette)
    palette = [_scaled(swatch, before / total if total else 1.0) for swatch in palette]
    told: dict[str, object] = {"palette": tuple(palette[: len(board.palette) + 1][:5])}
    if changes.swap or gone:
        told["surfaces"] = ()
    return board.model_copy(update=told | _softened(board, changes.softness))


def unmet(board: Board, changes: BoardChanges) -> tuple[str, ...]:
    """Return the names of colours that are to go, fade or change and that ``board`` does not have."""
    asked = (*changes.without, *changes.less, *(first for first, _ in changes.swap))
    return tuple(dict.fromkeys(name_of(lab_of(color)) for color in asked if not meant(color, board.palette)))


def meant(color: str, palette: Sequence[Swatch]) -> tuple[Swatch, ...]:
    """Return the swatches that ``color`` means: itself, else those of its hue, else, of a grey, those nearest it."""
    if own := tuple(swatch for swatch in palette if swatch.color == color):
        return own
    chroma, hue = _hue(color)
    if chroma < GREY:
        near = [swatch for swatch in palette if _hue(swatch.color)[0] < 2 * GREY]
        return tuple(swatch for swatch in near if _apart(color, swatch.color) < 1.5 * ALIKE)
    alike = [swatch for swatch in palette if _hue(swatch.color)[0] >= 0.6 * GREY]
    of_a_kind = [swatch for swatch in alike if _turn(hue, _hue(swatch.color)[1]) <= OF_A_KIND]
    named = [swatch for swatch in of_a_kind if _apart(color, swatch.color) < ALIKE]
    return tuple(named or of_a_kind)


def _grown(palette: list[Swatch], color: str) -> list[Swatch]:
    met = meant(color, palette)
    if not met:
        fresh = Swatch(color=color, name=name_of(lab_of(color)), share=LEAST, height=0.4)
        return [fresh, *palette]
    best = max(met, key=lambda swatch: swatch.share)
    share = min(1.0, max(LEAST, best.share * MORE))
    return [swatch.model_copy(update={"share": share}) if swatch == best else swatch for swatch in palette]


def _painted(swatch: Swatch, color: str) -> Swatch:
    return swatch.model_copy(update={"color": color, "name": name_of(lab_of(color))})


def _scaled(swatch: Swatch, by: float) -> Swatch:
    return swatch.model_copy(update={"share": round(min(1.0, swatch.share * by), 3)})


def _softened(board: Board, softness: float) -> dict[str, object]:
    if not softness:
        return {}
    hardness = max(0.0, min(1.0, (HALF if softness > 0 else board.light.hardness) - HALF * softness))
    softer = {"softness": "soft" if softness > 0 else "hard"}
    return softer | {"light": board.light.model_copy(update={"hardness": round(hardness, 3)})}


def _hue(color: str) -> tuple[float, float]:
    """Return Lab chroma, and hue in degrees."""
    return lch_of(color)[1:]


def _turn(first: float, second: float) -> float:
    return abs((first - second + 180) % 360 - 180)


def _apart(first: str, second: str) -> float:
    return float(delta_e(lab_of(first), lab_of(second)))
