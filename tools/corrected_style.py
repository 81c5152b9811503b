"""A remembered look as a person corrects it: another set, other colours, another light."""

from tools.board_changes import corrected, meant
from tools.edit import Changes
from tools.engines.palette import lch_of
from tools.errors import BadRequest
from tools.moodboard import completed
from tools.specs.board import Swatch
from tools.specs.board_changes import BoardChanges
from tools.specs.numbers import Numbers
from tools.specs.scene import SceneWish
from tools.specs.style import Style

CAST = 0.2
"""Warmth that goes or comes with a warm colour, or with a cool one."""
WARM, COOL = (20.0, 100.0), (190.0, 300.0)
"""Lab hues in degrees."""
_TINTS = ("surface_color", "backdrop_color", "prop_color")
_PARTS = ("surface", "backdrop", "light", "light_from", "leaf", "camera", *_TINTS)


def corrected_style(style: Style, changes: Changes, board: BoardChanges) -> Style:
    """Return ``style`` with what is said of its set, its colours and its light. Raises ``BadRequest``."""
    wish = _recoloured(_reset(style.wish, changes), board)
    read = style.board
    if read is not None and board != BoardChanges():
        try:
            read = corrected(read, board)
        except BadRequest:
            read = None  # none of its colours is left: the set's own words are what it goes by
    numbers = {
        name: _within(getattr(style.numbers, name) + getattr(changes, name))
        for name in Numbers.model_fields
        if name != "warmth"
    }
    warmth = _within(style.numbers.warmth + changes.warmth + _cast(board))
    return style.model_copy(
        update={"wish": _deeper(wish, style, changes, board), "board": read}
        | {"numbers": Numbers(warmth=warmth, **numbers)}
        | {"tone": _shaded(style, changes.shadow - 0.3 * board.softness)}
    )


def _reset(wish: SceneWish, changes: Changes) -> SceneWish:
    """Return ``wish`` with the parts of the set that are named exchanged."""
    named = {name: getattr(changes, name) for name in _PARTS if getattr(changes, name)}
    fresh = completed(SceneWish(**named), wish) if named else wish
    kept = tuple(prop for prop in wish.props if prop not in changes.remove)
    props = (*kept, *(prop for prop in changes.add if prop not in kept))
    look = None if props != wish.props or named else wish.look
    return fresh.model_copy(update={"props": props, "look": look})


def _recoloured(wish: SceneWish, board: BoardChanges) -> SceneWish:
    """Return ``wish`` without the colours that are to go or fade, with those that are to come."""
    swaps = dict(board.swap)
    for old, new in swaps.items():
        wish = _painted(wish, old, new)
    for color in (*board.without, *board.less):
        wish = _painted(wish, color, None)
    fresh = tuple(color for color in board.more if color not in wish.palette)
    return wish.model_copy(update={"palette": (*fresh, *wish.palette), "look": None if fresh else wish.look})


def _painted(wish: SceneWish, old: str, new: str | None) -> SceneWish:
    """Return ``wish`` with the colours of the kind of ``old`` replaced, or left out."""
    said = {*wish.palette, *(color for name in _TINTS if (color := getattr(wish, name)))}
    gone = {s.color for s in meant(old, [Swatch(color=color, name="", share=0.0) for color in sorted(said)])}
    if not gone:
        return wish
    palette = dict.fromkeys(new if color in gone else color for color in wish.palette)
    tints = {name: new for name in _TINTS if getattr(wish, name) in gone}
    return wish.model_copy(update={"palette": tuple(color for color in palette if color), "look": None} | tints)


def _cast(board: BoardChanges) -> float:
    """Return how much warmer the light becomes: less orange is cooler, more blue too."""
    ways = [(-1, color) for color in (*board.without, *board.less)] + [(1, color) for color in board.more]
    turns = [way * _side(lch_of(color)[2]) for way, color in ways]
    return CAST * max(-1, min(1, sum(turns)))


def _side(hue: float) -> int:
    return 1 if WARM[0] <= hue <= WARM[1] else -1 if COOL[0] <= hue <= COOL[1] else 0


def _deeper(wish: SceneWish, style: Style, changes: Changes, board: BoardChanges) -> SceneWish:
    """Return ``wish`` with its depth of shadow, where no tone of its own holds that, and its blur."""
    update: dict[str, float] = {}
    if changes.blur:
        update["blur"] = _within((wish.blur or 0.0) + changes.blur)
    depth = changes.shadow - 0.3 * board.softness
    if depth and style.tone is None:
        update["contrast"] = _within((wish.contrast or 0.0) + depth)
    return wish.model_copy(update=update) if update else wish


def _shaded(style: Style, depth: float) -> object:
    if style.tone is None or not depth:
        return style.tone
    return style.tone.model_copy(update={"shadow": _within(style.tone.shadow + depth)})


def _within(value: float) -> float:
    return round(max(-1.0, min(1.0, value)), 3)
