"""What a set goes by beside its brief: a remembered style, a moodboard. What the brief names wins."""

from dataclasses import dataclass, field
from typing import Any

from tools.brand_styles import find_style
from tools.context import Context
from tools.moodboard import completed, open_board, taken, tone_of, toned, wish_of
from tools.specs.scene import Scene, SceneWish
from tools.specs.style import Tone


@dataclass(frozen=True)
class Guide:
    """``wish`` is the brief's with what it left open filled in; ``said`` a clause about where that came from."""

    brief: SceneWish
    wish: SceneWish
    tone: Tone | None = None
    said: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def read_guide(brief: SceneWish, inspiration: tuple[str, ...], style: str | None, context: Context) -> Guide:
    """Return what ``brief`` wishes, then what its moodboard says, then the remembered style ``brand/name``.

    Raises ``BadRequest`` when there is no such picture or style.
    """
    wish, tone, said = brief, None, ""
    data: dict[str, Any] = {}
    if inspiration:
        board = open_board(inspiration, context)
        wish, tone, said = completed(wish, wish_of(board)), tone_of(board), taken(board, brief)
        data["board"] = board.model_dump(mode="json") | {"words": board.words}
    if style:
        known = find_style(style, context)
        wish, tone = completed(wish, known.wish), tone or known.tone
        said += f" In the look {known.name}."
        data["style"] = known.ref
    return Guide(brief, wish, tone, said, data)


def guided(scene: Scene, guide: Guide) -> Scene:
    """Return ``scene`` in the tone of its guide."""
    return scene if guide.tone is None else toned(scene, guide.tone, guide.brief)
