"""A look kept for a brand: its set, its light, its colours, under a name."""

from pydantic import Field

from tools.brand_styles import brand_of, made_up, named_in, styles_of, tone_of_scene, wish_of_scene
from tools.context import Context, Result
from tools.engines.mood import MOST, describe
from tools.errors import BadRequest
from tools.moodboard import board_of, tone_of, wish_of
from tools.relighting import depth_of
from tools.specs.asset import Asset
from tools.specs.base import Spec
from tools.specs.board import Board
from tools.specs.scene import Scene, SceneWish
from tools.specs.steps import WhiteBalance
from tools.specs.style import LAST, Style, Tone, same, spoken_brand, told
from tools.still import still_behind


class RememberStyleArgs(Spec):
    """What to remember."""

    brand: str = Field("", max_length=200, description="the brand it belongs to; empty for the house's own")
    name: str = Field("", max_length=200, description="its name, if it was given one: 'Hearth'")
    note: str = Field("", max_length=4000, description="what was said of it: 'remember this as …'")
    assets: tuple[str, ...] = Field((), max_length=MOST, description="pictures that show it, for example a1 or img2")


def remember_style(args: RememberStyleArgs, context: Context) -> Result:
    """Remember the look of some pictures for a brand, so that later pictures can have it again."""
    styles, brand = styles_of(context), brand_of(args.brand, context)
    assets = [
        still_behind(context.store.ledger.find_asset(ref, context.thread), context)
        for ref in dict.fromkeys(args.assets)
    ]
    if not assets and not args.note.strip():
        raise BadRequest("Say which look to remember: name a picture that has it, or describe it.")
    shown = [asset for asset in assets if context.store.ledger.product(asset.sha256) is None]
    board = board_of(shown, context) if shown else None
    wish, tone = _look(assets, board)
    known = tuple(style.name for style in styles.all(brand))
    name = told(args.name) or named_in(args.note) or made_up(board, wish.surface, known)
    if same(name) == LAST:
        raise BadRequest(f"{name!r} always means the look you used last. Give this one another name.")
    again = styles.find(brand, name) is not None
    note = " ".join(args.note.split())[:400]
    shown_by = tuple(dict.fromkeys(asset.id for asset in shown))
    style = Style(brand=brand, name=name, note=note, wish=wish, tone=tone, board=board, pictures=shown_by)
    styles.remember(style, describe(board) if board else None)
    text = f"{'Remembered anew' if again else 'Remembered'} for {spoken_brand(brand)} as {name}"
    text += f": {board.words}." if board else ", by its words only: no picture shows it yet."
    read = board.model_dump(mode="json") | {"words": board.words} if board else None
    return Result(text, data={"style": style.ref, "name": name, "board": read})


def _look(assets: list[Asset], board: Board | None) -> tuple[SceneWish, Tone | None]:
    """Return the set that the pictures share: of the last made one, else what their board asks for."""
    made = [asset for asset in assets if asset.recipe is not None and asset.recipe.scene is not None]
    if made:
        return _wish(made[-1]), _tone(made[-1])
    return (wish_of(board), tone_of(board)) if board else (SceneWish(), None)


def _wish(asset: Asset) -> SceneWish:
    return wish_of_scene(_scene(asset))


def _tone(asset: Asset) -> Tone:
    """Return the picture's own light; warmth and depth of shadow that an edit added are in its develop steps."""
    steps, scene = asset.recipe.develop if asset.recipe else (), _scene(asset)
    depth = max(-1.0, min(1.0, round(scene.shadow + depth_of(steps), 3)))
    warmth = sum(step.warmth for step in steps if isinstance(step, WhiteBalance))
    return tone_of_scene(scene.model_copy(update={"shadow": depth}), warmth)


def _scene(asset: Asset) -> Scene:
    assert asset.recipe is not None
    assert asset.recipe.scene is not None
    return asset.recipe.scene
