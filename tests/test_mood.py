"""A moodboard read and turned into a set: the same colours in another light give another rig."""

import numpy as np
import pytest
from fakes import encoded, kept, photo, png
from numpy.typing import NDArray

from tools.context import Context
from tools.engines.color import linear_to_srgb
from tools.engines.color_names import NAMES, name_of
from tools.engines.image import Image
from tools.engines.mood import describe, read_board
from tools.engines.studio.lights import rig_of
from tools.engines.studio.resolve import Photo, resolve
from tools.errors import BadRequest
from tools.moodboard import completed, tone_of, wish_of
from tools.recall_style import RecallStyleArgs, recall_style
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.remember_style import RememberStyleArgs, remember_style
from tools.specs.board import Board
from tools.specs.scene import Scene, SceneWish

WALL, TABLE, BALL = (0.80, 0.62, 0.46), (0.55, 0.30, 0.20), (0.92, 0.88, 0.80)


def still_life(
    side: str = "left", hard: bool = True, gain: float = 1.0, tint: tuple[float, float, float] = (1, 1, 1)
) -> Image:
    """Return a drawn board, 180 × 240 sRGB: a ball on a table before a wall, in bare sun or in even light."""
    height, width = 180, 240
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    image = np.where((rows < 105)[..., None], np.array(WALL, np.float32), np.array(TABLE, np.float32))
    x, y = (columns - 120) / 42, (rows - 95) / 42
    ball = x**2 + y**2 < 1
    image[ball] = BALL
    towards = -1.0 if side == "left" else 1.0
    if hard:
        light = 0.75 + 0.25 * towards * (columns - 120) / 120
        shade = np.clip(0.12 + 1.1 * (0.75 * towards * x - 0.5 * y + 0.25), 0.06, 1.0)
        light = np.where(ball, shade, light)
        shadow = ((columns - 120 + towards * 62) / 60) ** 2 + ((rows - 138) / 14) ** 2 < 1
        blind = (rows < 105) & (((columns + rows) // 14) % 2 == 0) & (towards * (columns - 120) > -20)
        light = np.where((shadow | blind) & ~ball, 0.2 * light, light)
    else:
        light = np.where(ball, 0.93 + 0.05 * -y, 1.0)
    colour = image * (light * gain)[..., None] * np.array(tint, np.float32)
    return linear_to_srgb(np.clip(colour, 0, 1).astype(np.float32))


def set_of(board: Board, brief: SceneWish | None = None) -> Scene:
    wish = brief or SceneWish()
    return resolve(completed(wish, wish_of(board)), Photo("front", "right", 0.5, 0.5))


def test_the_palette_is_what_was_painted_and_sums_to_the_pictures() -> None:
    stripes = np.zeros((120, 120, 3), np.float32)
    stripes[:60], stripes[60:96], stripes[96:] = (0.9, 0.9, 0.85), (0.15, 0.25, 0.5), (0.8, 0.1, 0.1)
    board = read_board([stripes])
    assert {swatch.name for swatch in board.palette} == {"ivory", "ink blue", "red"}
    assert sum(swatch.share for swatch in board.palette) == pytest.approx(1.0, abs=0.02)
    places = {swatch.name: (swatch.share, swatch.height) for swatch in board.palette}
    expected = {"ivory": (0.5, 0.75), "ink blue": (0.3, 0.35), "red": (0.2, 0.1)}
    for name, place in expected.items():
        assert places[name] == pytest.approx(place, abs=0.02)
    assert read_board([stripes]) == board


def test_hard_side_light_and_soft_high_key_of_one_palette_give_different_rigs() -> None:
    hard, soft = read_board([still_life("left", True, 0.8)]), read_board([still_life("left", False, 1.25)])
    assert (hard.softness, hard.side) == ("hard", "left")
    assert (soft.softness, soft.key) == ("soft", "high")
    assert soft.side not in ("left", "right")
    alike = soft.model_copy(update={"palette": hard.palette})
    scenes = [set_of(board) for board in (hard, alike)]
    assert scenes[0].palette == scenes[1].palette
    first, second = (rig_of(scene, flat=False) for scene in scenes)
    assert {lamp.shape for lamp in first.lamps} != {lamp.shape for lamp in second.lamps}
    assert first.lamps[0].azimuth < 0


def test_a_mirrored_board_is_lit_from_the_other_side() -> None:
    left, right = read_board([still_life("left")]), read_board([still_life("left")[:, ::-1].copy()])
    assert (left.side, right.side) == ("left", "right")
    keys = [rig_of(set_of(board), flat=False).lamps[0].azimuth for board in (left, right)]
    assert keys[0] == -keys[1] < 0


@pytest.mark.parametrize(
    ("tint", "word"), [((1.0, 0.80, 0.52), "warm"), ((0.72, 0.88, 1.0), "cool"), ((1.0, 1.0, 1.0), "neutral")]
)
def test_the_temperature_is_the_lights(tint: tuple[float, float, float], word: str) -> None:
    """A grey set in coloured light, with a strongly red thing that says nothing of the light."""
    grey = np.full((120, 160, 3), 0.6, np.float32) + np.linspace(-0.2, 0.2, 160, dtype=np.float32)[None, :, None]
    grey[40:80, 60:100] = (0.7, 0.05, 0.05)
    board = read_board([np.clip(grey * np.array(tint, np.float32), 0, 1)])
    assert board.temperature == word
    warmth = tone_of(board).warmth
    assert (warmth > 0, warmth < 0) == (word == "warm", word == "cool")


def test_what_the_brief_names_wins() -> None:
    board = read_board([still_life("left", True, 0.8)])
    brief = SceneWish(surface="slate", light="softbox", palette=("#102030",))
    wish = completed(brief, wish_of(board))
    assert (wish.surface, wish.light, wish.light_from, wish.palette) == ("slate", "softbox", None, ("#102030",))
    scene = set_of(board, brief)
    assert scene.light_from == "right"  # the product photo's own


def test_pictures_count_alike_whatever_their_size() -> None:
    small, large = np.full((60, 60, 3), 0.9, np.float32), np.zeros((900, 700, 3), np.float32) + np.float32(0.1)
    shares = [swatch.share for swatch in read_board([small, large]).palette]
    assert shares == pytest.approx([0.5, 0.5], abs=0.06)


@pytest.mark.parametrize("shape", [(16, 16), (16, 4000), (3000, 17)])
def test_any_shape_is_read(shape: tuple[int, int]) -> None:
    noise: NDArray[np.float32] = np.random.default_rng(3).random((*shape, 3), np.float32)
    assert 1 <= len(read_board([noise]).palette) <= 5
    assert len(read_board([np.zeros((*shape, 3), np.float32)]).palette) == 1


def test_none_and_nine_are_too_few_and_too_many() -> None:
    picture = np.zeros((20, 20, 3), np.float32)
    for pictures in ([], [picture] * 9):
        with pytest.raises(ValueError, match="1 to 8"):
            read_board(pictures)


def test_boards_alike_are_near_and_others_far() -> None:
    def cosine(first: Board, second: Board) -> float:
        one, other = np.array(describe(first)), np.array(describe(second))
        return float(one @ other / np.linalg.norm(one) / np.linalg.norm(other))

    board, near = read_board([still_life("left")]), read_board([still_life("left", gain=0.92)])
    far = read_board([still_life(hard=False, gain=1.3, tint=(0.6, 0.9, 1.25))])
    assert cosine(board, near) > 0.95 > cosine(board, far) + 0.2


def test_a_board_that_was_kept_before_its_feel_was_read_still_compares() -> None:
    kept = read_board([still_life("left")]).model_dump(mode="json")
    del kept["feel"]
    old = Board.model_validate(kept)
    assert old.feel is None
    assert len(describe(old)) == 30
    assert wish_of(old).surface == wish_of(read_board([still_life("left")])).surface


def test_every_name_of_a_color_is_its_own_nearest() -> None:
    assert [name for name in NAMES if name_of(np.array(NAMES[name], np.float32)) != name] == []


def uploaded(data: bytes, context: Context, note: str) -> str:
    asset = kept(data, context, "upload", None)
    return next(name for name, each in context.store.ledger.assets(context.thread) if each.id == asset.id and note)


def test_a_shoot_takes_its_set_from_the_board_and_says_so(context: Context) -> None:
    ring = uploaded(encoded(photo(), "PNG"), context, "ring")
    pixels = (still_life("left", True, 0.8) * 255).astype(np.uint8)
    board = uploaded(png(pixels), context, "board")
    args = ReferenceShootArgs(product=ring, inspiration=(board,))
    result = reference_shoot(args, context)
    scene = result.data["scene"]
    assert scene["light_from"] == "left"
    assert scene["backdrop_tint"] in {swatch["color"] for swatch in result.data["board"]["palette"]}
    assert "From the moodboard: " in result.text
    assert "hard light from the left" in result.text


def test_a_remembered_board_is_found_by_a_picture_and_used(context: Context) -> None:
    ring = uploaded(encoded(photo(), "PNG"), context, "ring")
    boards = {}
    for name, picture in {
        "Noon": still_life("left"),
        "Mist": still_life(hard=False, gain=1.3, tint=(0.7, 0.9, 1.2)),
    }.items():
        boards[name] = uploaded(png((picture * 255).astype(np.uint8)), context, name)
        remember_style(
            RememberStyleArgs(brand="Petal", note=f"remember this as {name}", assets=(boards[name],)), context
        )
    found = recall_style(RecallStyleArgs(brand="Petal", query=boards["Mist"]), context)
    assert found.data["style"] == "Petal/Mist"
    noon, mist = (
        reference_shoot(ReferenceShootArgs(product=ring, style=f"Petal/{name}"), context).data["scene"]
        for name in ("Noon", "Mist")
    )
    assert noon["light"] != mist["light"]
    assert mist["warmth"] < noon["warmth"]
    with pytest.raises(BadRequest, match="Noon"):
        reference_shoot(ReferenceShootArgs(product=ring, style="Petal/Dusk"), context)
    with pytest.raises(BadRequest, match="brand/name"):
        reference_shoot(ReferenceShootArgs(product=ring, style="Dusk"), context)
