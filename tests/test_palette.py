"""Palettes in OKLab: the colours that are there, whatever the order and the size, and how far two lie apart."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.engines.color import linear_to_oklab, oklab_to_linear, srgb_to_linear
from tools.engines.mood import read_board
from tools.engines.mood_feel import read_feel
from tools.engines.mood_grade import MOVES, grade_towards
from tools.engines.mood_set import painted, set_colors
from tools.engines.palette import palette_distance, palette_of
from tools.specs.board import Swatch
from tools.specs.steps import Exposure

COLORS = ("#d8c6ae", "#8a4a2c", "#2b3a55", "#3f7d4f", "#f4f2ee", "#1a1a1a", "#c33a3a", "#9aa7b8")


def blocks(names: list[str], side: int = 40) -> np.ndarray:
    """Return a linear picture of equal stripes."""
    rows = [np.tile(np.frombuffer(bytes.fromhex(name[1:]), np.uint8), (side // 4, side, 1)) for name in names]
    return srgb_to_linear(np.concatenate(rows).astype(np.float32) / 255)


def swatch(color: str, share: float, height: float = 0.5) -> Swatch:
    return Swatch(color=color, name=color, share=share, height=height)


def test_oklab_is_ottossons() -> None:
    """The pairs of the paper's table, XYZ to OKLab; (0.950, 1.000, 1.089) is white."""
    assert linear_to_oklab(np.ones(3, np.float32)) == pytest.approx([1.0, 0.0, 0.0], abs=1e-3)
    red = linear_to_oklab(np.array([1, 0, 0], np.float32))
    assert red == pytest.approx([0.628, 0.2249, 0.1258], abs=1e-3)


@given(st.tuples(*[st.floats(0, 1, width=32)] * 3))
def test_oklab_comes_back(color: tuple[float, float, float]) -> None:
    linear = np.array(color, np.float32)
    assert oklab_to_linear(linear_to_oklab(linear)) == pytest.approx(linear, abs=2e-5)


@settings(deadline=None, max_examples=25)
@given(
    st.lists(st.sampled_from(COLORS), min_size=2, max_size=4, unique=True),
    st.randoms(use_true_random=False),
    st.integers(1, 5),
)
def test_neither_order_nor_size_changes_a_palette(names: list[str], chance, times: int) -> None:
    picture = blocks(names)
    pixels = picture.reshape(-1, 3).copy()
    order = list(range(len(pixels)))
    chance.shuffle(order)
    shuffled = pixels[order].reshape(picture.shape)
    larger = np.repeat(np.repeat(picture, times, 0), times, 1)
    first = palette_of([picture])
    assert {each.color for each in first} == set(names)
    assert palette_distance(first, palette_of([shuffled])) < 1.0
    assert palette_distance(first, palette_of([larger])) < 1.5


@settings(deadline=None, max_examples=40)
@given(*[st.dictionaries(st.sampled_from(COLORS), st.floats(0.05, 1.0), min_size=1, max_size=5)] * 2)
def test_the_distance_of_palettes_is_one(first: dict[str, float], second: dict[str, float]) -> None:
    one, other = ([swatch(color, share) for color, share in each.items()] for each in (first, second))
    assert palette_distance(one, one) == pytest.approx(0.0, abs=1e-6)
    far = palette_distance(one, other)
    assert far == pytest.approx(palette_distance(other, one), abs=1e-6)
    alike = max(first.values()) / sum(first.values()) if first.keys() == second.keys() else None
    assert far >= 0.0
    assert far > 0.0 or alike is not None


def test_the_distance_moves_shares_the_cheapest_way() -> None:
    half = [swatch("#ffffff", 0.5), swatch("#000000", 0.5)]
    assert palette_distance(half, [swatch("#ffffff", 1.0)]) == pytest.approx(50.0, abs=0.5)


def test_what_is_not_seen_is_no_colour_of_the_picture() -> None:
    picture, seen = blocks(["#c33a3a", "#f4f2ee"]), np.zeros((20, 40), np.float32)
    seen[10:] = 1.0
    assert [each.color for each in palette_of([picture], [seen])] == ["#f4f2ee"]
    with pytest.raises(ValueError, match="pixels"):
        palette_of([picture], [np.zeros((20, 40), np.float32)])


def test_feel_tells_grey_from_loud_empty_from_full_and_clean_from_grainy() -> None:
    chance = np.random.default_rng(2)
    plain = np.full((240, 240, 3), 0.6, np.float32)
    loud = plain * np.array([1.2, 0.5, 0.3], np.float32)
    full = np.kron(chance.random((24, 24, 1)), np.ones((10, 10, 3))).astype(np.float32)
    grainy = plain + chance.normal(0, 0.012, (240, 240, 1)).astype(np.float32)
    feels = [read_feel(each, srgb_to_linear(np.clip(each, 0, 1))) for each in (plain, loud, full, grainy)]
    assert feels[0].saturation < 0.005 < 0.1 < feels[1].saturation
    assert feels[0].density < 0.05 < 0.6 < feels[2].density
    assert feels[0].grain == 0.0
    assert feels[3].grain == pytest.approx(0.012, rel=0.15)
    assert feels[2].grain == 0.0, "leaves and cloth are no grain"


def test_a_sets_colours_are_the_boards_and_the_upper_one_is_behind() -> None:
    sky, sand, hat = swatch("#a9c8e6", 0.5, 0.8), swatch("#d8c6ae", 0.45, 0.2), swatch("#c33a3a", 0.05, 0.3)
    for palette in ([sky, sand, hat], [hat, sand, sky]):
        colors = set_colors(palette)
        assert (colors.wall, colors.ground, colors.accent) == (sky, sand, hat)
    mostly = set_colors([swatch("#f4f2ee", 0.9), swatch("#8a4a2c", 0.1)])
    assert mostly.wall.color == "#f4f2ee"
    assert not mostly.covered


def test_dark_colours_are_painted_lighter_and_others_as_they_are() -> None:
    assert painted("#d8c6ae") == "#d8c6ae"
    assert int(painted("#1f1420")[1:3], 16) > 0x1F


@settings(deadline=None, max_examples=15)
@given(st.floats(0.02, 1.5), st.sampled_from(COLORS))
def test_a_grade_stays_within_what_a_retoucher_does_and_is_the_same_twice(level: float, color: str) -> None:
    board = read_board([blocks([color, "#d8c6ae"])])
    plate = (blocks(["#8a8a8a", "#d8d8d8"]) * np.float32(level)).astype(np.float32)
    seen = np.ones(plate.shape[:2], np.float32)
    grade = grade_towards(board, plate, seen, (Exposure(stops=0.1),))
    assert grade == grade_towards(board, plate, seen, (Exposure(stops=0.1),))
    for move in MOVES:
        low = -1.0 if move.name == "saturation" else move.low
        assert low - 1e-9 <= getattr(grade, move.name) <= move.high + 1e-9


def test_a_dark_board_darkens_a_grey_set_and_a_bright_one_brightens_it() -> None:
    plate, seen = np.full((40, 40, 3), 0.25, np.float32), np.ones((40, 40), np.float32)
    dark, bright = (grade_towards(read_board([blocks([color])]), plate, seen, ()) for color in ("#1a1a1a", "#f4f2ee"))
    assert dark.exposure < 0 < bright.exposure
