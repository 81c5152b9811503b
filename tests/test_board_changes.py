"""A moodboard corrected: in ten languages, on the board itself, and in the picture that is made of it."""

from typing import Any

import numpy as np
import pytest
from fakes import encoded, photo, png
from test_mood import uploaded

from agent.planner import OfflinePlanner
from agent.reading_board import board_changes
from agent.spelling import understand
from tools.board_changes import corrected, meant, unmet
from tools.context import Context
from tools.engines.color import hex_linear
from tools.errors import BadRequest
from tools.moodboard import tone_of, wish_of
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.registry import Outcome
from tools.specs.board import Board, Feel, LightRead, Swatch
from tools.specs.board_changes import BoardChanges
from tools.specs.brief import Brief

GREEN, RUST, RED, BLUE = "#3f7d4f", "#c26a4a", "#b3202c", "#3a6fb5"
LIGHT = LightRead(warmth=0.1, contrast=0.5, hardness=0.7, lean=-0.6, lift=0.2, lightness=0.5)
BOARD = Board(
    palette=(
        Swatch(color="#d8c6ae", name="sand", share=0.6), Swatch(color="#4f7a52", name="green", share=0.25),
        Swatch(color="#b5603c", name="rust", share=0.15),
    ),
    temperature="warm", contrast="medium", softness="hard", side="left", key="middle", light=LIGHT,
    surfaces=("moss",), feel=Feel(saturation=0.05, grain=0.0, density=0.3),
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("without the green", {"without": [GREEN]}),
        ("more of the rust and less blue", {"more": [RUST], "less": [BLUE]}),
        ("replace the green with rust", {"swap": [[GREEN, RUST]]}),
        ("without #4F7A52 (green), more #b5603c (rust)", {"without": ["#4f7a52"], "more": ["#b5603c"]}),
        ("softer light than the board", {"softness": 0.6}),
        ("bitte ohne das Grün, mehr Rot", {"without": [GREEN], "more": [RED]}),
        ("sans le vert, plus de rouge", {"without": [GREEN], "more": [RED]}),
        ("sin el verde", {"without": [GREEN]}),
        ("senza il verde", {"without": [GREEN]}),
        ("sem o verde", {"without": [GREEN]}),
        ("zonder het groen, meer rood", {"without": [GREEN], "more": [RED]}),
        ("yeşil olmasın", {"without": [GREEN]}),
        ("緑なしで、もっと青を", {"without": [GREEN], "more": [BLUE]}),
        ("不要绿色，多一点红色", {"without": [GREEN], "more": [RED]}),
        ("without the green ribbon", {}),
        ("more green", {}),
        ("on green velvet", {}),
    ],
)
def test_corrections_are_read(words: str, changes: dict[str, Any]) -> None:
    assert board_changes(understand(words)) == changes


def test_a_colour_goes_comes_and_changes() -> None:
    without = corrected(BOARD, BoardChanges(without=(GREEN,)))
    assert [swatch.name for swatch in without.palette] == ["sand", "rust"]
    assert sum(swatch.share for swatch in without.palette) == pytest.approx(1.0, abs=0.01)
    assert without.surfaces == (), "what is left leans to no moss"
    more = corrected(BOARD, BoardChanges(more=("#b5603c",)))
    assert {swatch.name: swatch.share for swatch in more.palette}["rust"] > 0.25
    swapped = corrected(BOARD, BoardChanges(swap=((GREEN, "#2b3a55"),)))
    assert "#2b3a55" in {swatch.color for swatch in swapped.palette}
    fresh = corrected(BOARD, BoardChanges(more=("#2b3a55",)))
    assert "#2b3a55" in {swatch.color for swatch in fresh.palette}
    assert corrected(BOARD, BoardChanges()) is BOARD


def test_a_softer_light_is_a_softer_rig() -> None:
    soft = corrected(BOARD, BoardChanges(softness=0.6))
    assert (BOARD.softness, soft.softness) == ("hard", "soft")
    assert wish_of(soft).light != wish_of(BOARD).light
    assert tone_of(soft).shadow < tone_of(BOARD).shadow


def test_what_the_board_has_not_is_said_and_nothing_left_is_asked_about() -> None:
    assert meant(BLUE, BOARD.palette) == ()
    assert len(unmet(BOARD, BoardChanges(without=(BLUE, GREEN)))) == 1
    with pytest.raises(BadRequest, match="would be left"):
        corrected(BOARD, BoardChanges(without=tuple(swatch.color for swatch in BOARD.palette)))


def test_later_corrections_go_before_earlier_ones() -> None:
    told = BoardChanges(without=(GREEN,), softness=0.6).then(BoardChanges(more=(GREEN,), without=(RED,), softness=0.6))
    assert told == BoardChanges(without=(RED,), more=(GREEN,), softness=1.0)


def test_the_talk_goes_on_with_the_corrected_board() -> None:
    last = {"inspiration": ["abc123"], "board": {"without": [GREEN]}, "tone": {"exposure": 0.4}, "aspect": "1:1"}
    thread = {"assets": ["a1"], "last_tool": "reference_shoot", "last_scene": {"surface": "linen"}, "last_board": last}
    plan = OfflinePlanner().plan(Brief.model_validate({"text": "more of the rust", "thread": thread}))
    args = plan.steps[0].args
    assert plan.steps[0].tool == "reference_shoot"
    assert args["board"] == {"without": [GREEN], "more": [RUST]}
    assert (args["inspiration"], args["tone"], args["aspect"]) == (["abc123"], {"exposure": 0.4}, "1:1")
    brief = {"text": "softer light than the board and a bit darker", "thread": thread}
    softer = OfflinePlanner().plan(Brief.model_validate(brief)).steps[0].args
    assert softer["board"] == {"without": [GREEN], "softness": 0.6}
    assert softer["tone"]["exposure"] == pytest.approx(0.2)
    assert "scene" not in softer, "the board's light is made softer, not another one"
    warmer = OfflinePlanner().plan(Brief.model_validate({"text": "make it warmer", "thread": thread}))
    assert warmer.steps[0].tool == "edit"


def test_a_first_message_corrects_its_board() -> None:
    images = [{"role": "product", "what": "a ring"}, {"role": "inspiration", "what": "moodboard"}]
    brief = Brief.model_validate({"text": "like this but without the green", "images": images})
    assert OfflinePlanner().plan(brief).steps[0].args["board"] == {"without": [GREEN]}


def test_a_picture_of_a_corrected_board(context: Context) -> None:
    ring = uploaded(encoded(photo(), "PNG"), context, "ring")
    pixels = np.full((120, 120, 3), 216, np.uint8)
    pixels[60:] = (60, 130, 70)
    board = uploaded(png(pixels), context, "board")
    plain = reference_shoot(ReferenceShootArgs(product=ring, inspiration=(board,)), context)
    again = reference_shoot(ReferenceShootArgs(product=ring, inspiration=(board,)), context)
    receipts = [receipt for result in (plain, again) if (receipt := result.assets[0].receipt)]
    assert receipts[0].pixels_sha256 == receipts[1].pixels_sha256
    assert [receipt.max_diff for receipt in receipts] == [0, 0]
    changes = BoardChanges(without=(GREEN,))
    without = reference_shoot(ReferenceShootArgs(product=ring, inspiration=(board,), board=changes), context)
    green, grey = (hex_linear(result.data["scene"]["surface_tint"]) for result in (plain, without))
    assert green[1] > 1.5 * green[0]
    assert grey[1] == pytest.approx(grey[0], rel=0.05)
    assert without.data["shot"]["board"] == {"without": [GREEN]}
    read = Outcome("reference_shoot", without, None, 4).board
    assert read is not None
    assert len(read.palette) == 1, "the page shows the board as it was corrected"
