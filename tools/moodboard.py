"""From a moodboard to a set: what the board says is added to what the brief leaves open."""

from collections.abc import Sequence

from tools.context import Context
from tools.engines.decoded import decoded
from tools.engines.image import to_float
from tools.engines.mood import MOST, read_board
from tools.engines.mood_set import backdrop_for, painted, props_for, set_colors, surface_for
from tools.errors import BadRequest
from tools.specs.asset import Asset
from tools.specs.board import Board, side_of_light
from tools.specs.scene import Scene, SceneWish
from tools.specs.style import Tone
from tools.specs.words import Light

FILLED = (
    "look", "surface", "backdrop", "light", "light_from", "props", "leaf", "camera", "surface_color", "backdrop_color",
    "prop_color", "contrast", "blur", "mood",
)  # fmt: skip
"""What a style or a board fills of a wish that leaves it open."""

WARMTH = {"warm": 0.14, "neutral": 0.0, "cool": -0.12}
"""Added to the set's own warmth: a hint, since tints carry most of a board's colour."""

LIGHT_ITS_OWN = 0.3
"""How much of a light's own warmth is left: a board's colours are as they were seen in its light already."""

BRIGHTNESS = {"high": 0.99, "middle": 0.90, "low": 0.78}
SHADOW = {"high": 0.25, "medium": 0.0, "low": -0.25}
KEY_SHADOW = {"high": -0.10, "middle": 0.0, "low": 0.20}
HARDER, MIDDLING = 0.5, 0.3
"""How much deeper a light of hardness 1 casts than one of 0, and the hardness that changes nothing."""


def open_board(refs: Sequence[str], context: Context) -> Board:
    """Return what the pictures say that ``refs`` name in the thread. Raises ``BadRequest`` for none or over 8."""
    if not 1 <= len(refs) <= MOST:
        raise BadRequest(f"A moodboard takes 1 to {MOST} pictures, not {len(refs)}; leave some out.")
    return board_of([context.store.ledger.find_asset(ref, context.thread) for ref in refs], context)


def board_of(assets: Sequence[Asset], context: Context) -> Board:
    """Return what kept pictures say together, 8 at most."""
    photos = [decoded(context.store.images.read(asset.sha256), asset.note or "the picture") for asset in assets]
    return read_board([to_float(photo.pixels) for photo in photos])


def wish_of(board: Board) -> SceneWish:
    """Return the set that a board asks for: what it leans to, its light, its colours on wall, ground and props."""
    colors = set_colors(board.palette)
    leaning = next(iter(board.backdrops), None)
    surface = surface_for(colors, leaning, board.surfaces)
    backdrop = leaning or backdrop_for(colors, surface)
    wall, ground = painted(colors.wall.color), painted(colors.ground.color)
    accent = colors.accent.color if colors.accent else None
    return SceneWish(
        surface=surface,
        backdrop=backdrop,
        light=light_of(board),
        light_from=side_of_light(board.side),
        props=props_for(colors, backdrop, board.feel.density if board.feel else 0.0),
        palette=tuple(dict.fromkeys(color for color in (wall, ground, accent) if color)),
        backdrop_color=wall,
        surface_color=ground,
        prop_color=accent,
    )


def light_of(board: Board) -> Light:
    """Return the light word nearest to a board's temperature, softness, side, contrast and key."""
    if board.softness == "hard":
        if board.key == "low":
            return "candle" if board.temperature == "warm" else "rim"
        return "golden_hour" if board.temperature == "warm" and board.key == "middle" else "hard_sun"
    if board.key == "low":
        return "candle" if board.temperature == "warm" else "soft_window"
    if board.side in ("left", "right"):
        return "soft_window"
    return "softbox" if board.key == "high" or board.side == "top" else "overcast"


def tone_of(board: Board) -> Tone:
    """Return how warm, bright and deep in shadow a board's light is."""
    shadow = SHADOW[board.contrast] + KEY_SHADOW[board.key] + HARDER * (board.light.hardness - MIDDLING)
    return Tone(
        warmth=WARMTH[board.temperature],
        brightness=BRIGHTNESS[board.key],
        shadow=round(max(-1.0, min(1.0, shadow)), 3),
    )


def completed(wish: SceneWish, other: SceneWish) -> SceneWish:
    """Return ``wish`` with what it leaves open taken from ``other``; a light of its own keeps its own side."""
    update = {name: getattr(other, name) for name in FILLED if not getattr(wish, name)}
    if not wish.loose:  # the brief's colours are of one thing each: the rest of the set follows the other's
        update["palette"] = tuple(dict.fromkeys((*wish.palette, *other.palette)))
    for name, of in (("surface_color", wish.surface), ("backdrop_color", wish.backdrop)):
        if of or wish.loose:
            update.pop(name, None)
    if wish.surface or wish.backdrop:
        update.pop("look", None)
        if not wish.props:
            update.pop("props", None)
    if wish.light and not wish.light_from:
        update.pop("light_from", None)
    return wish.model_copy(update=update)


def toned(scene: Scene, tone: Tone, brief: SceneWish) -> Scene:
    """Return ``scene`` in the tone of a board or style; a light or a mood that the brief names keeps its own."""
    if brief.light or brief.mood:
        return scene
    kept = 0.0 if tone.whole else 1.0
    update = {
        "warmth": max(-1.0, min(1.0, round(kept * LIGHT_ITS_OWN * scene.warmth + tone.warmth, 3))),
        "brightness": tone.brightness,
        "shadow": max(-1.0, min(1.0, round(kept * scene.shadow + tone.shadow, 3))),
    }
    return scene.model_copy(update=update)


def taken(board: Board, brief: SceneWish) -> str:
    """Return in one clause what a set took from the board."""
    parts = []
    if not brief.palette:
        wall, ground, accent, _ = set_colors(board.palette)
        colors = [swatch.name for swatch in (wall, ground, accent) if swatch]
        parts.append("its " + " and ".join(dict.fromkeys(colors)))
    if not (brief.light or brief.mood):
        aim = {"none": "", "top": " from above"}.get(board.side, f" from the {board.side}")
        key = "" if board.key == "middle" else f"{board.key}-key "
        warm = "" if board.temperature == "neutral" else f"{board.temperature} "
        parts.append(f"{warm}{key}{board.softness} light{'' if brief.light_from else aim}")
    surface = wish_of(board).surface
    if surface in board.surfaces and not brief.surface:
        parts.append(surface)
    return (
        f" From the moodboard: {', '.join(parts)}." if parts else " The brief names all that the moodboard could say."
    )
