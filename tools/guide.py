"""What a set goes by beside its brief: a remembered style, a moodboard. What the brief names wins."""

from dataclasses import dataclass, field, replace
from typing import Any

from tools.board_changes import corrected, unmet
from tools.brand_styles import find_style
from tools.context import Context
from tools.moodboard import completed, open_board, taken, tone_of, toned, wish_of
from tools.specs.board import Board
from tools.specs.board_changes import BoardChanges
from tools.specs.numbers import Numbers
from tools.specs.scene import Scene, SceneWish
from tools.specs.style import Tone

AS_IT_IS = BoardChanges()
AS_IT_DEVELOPS = Numbers()


@dataclass(frozen=True)
class Guide:
    """``wish`` is the brief's with what it left open filled in; ``said`` a clause about where that came from.

    ``board`` is what the picture is graded towards, where the brief leaves colours and light to it; ``numbers`` are how
    a remembered style was corrected since.
    """

    brief: SceneWish
    wish: SceneWish
    tone: Tone | None = None
    said: str = ""
    board: Board | None = None
    data: dict[str, Any] = field(default_factory=dict)
    numbers: Numbers = AS_IT_DEVELOPS


def read_guide(
    brief: SceneWish,
    inspiration: tuple[str, ...],
    style: str | None,
    context: Context,
    changes: BoardChanges = AS_IT_IS,
) -> Guide:
    """Return what ``brief`` wishes, then what its moodboard says, then the remembered style ``brand/name``.

    ``changes`` are the person's corrections of the moodboard. Raises ``BadRequest`` when there is no such picture or
    style, or nothing is left of the board.
    """
    board = open_board(inspiration, context) if inspiration else None
    guide = guide_of(brief, corrected(board, changes)) if board else Guide(brief, brief)
    if board and (lacking := unmet(board, changes)):
        guide = replace(guide, said=f"{guide.said} The moodboard has no {' and no '.join(lacking)}.")
    if not style:
        return guide
    known = find_style(style, context)
    shown = known.board if known.tone and not known.tone.whole else None  # a made picture's board has its product in it
    return replace(
        guide,
        wish=completed(guide.wish, known.wish),
        tone=guide.tone or known.tone,
        said=f"{guide.said} In the look {known.name}.",
        board=guide.board or (shown if _open(brief) else None),
        numbers=Numbers() if brief.light or brief.mood else known.numbers,
        data=guide.data | {"style": known.ref},
    )


def guide_of(brief: SceneWish, board: Board) -> Guide:
    """Return what ``brief`` wishes, then what ``board`` says; a brief of its own colours or light is not graded."""
    data = {"board": board.model_dump(mode="json") | {"words": board.words}}
    wish = completed(brief, wish_of(board))
    return Guide(brief, wish, tone_of(board), taken(board, brief), board if _open(brief) else None, data)


def _open(brief: SceneWish) -> bool:
    return not (brief.light or brief.mood or brief.look or brief.palette or brief.surface or brief.backdrop)


def guided(scene: Scene, guide: Guide) -> Scene:
    """Return ``scene`` in the tone of its guide."""
    return scene if guide.tone is None else toned(scene, guide.tone, guide.brief)
