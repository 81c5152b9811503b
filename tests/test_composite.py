"""The product is laid back as photographed, and its edge without a fringe."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy.ndimage import binary_erosion

from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.composite import core_of, lay_back, place, place_channels, placed_size
from tools.engines.coverage import area_coverage
from tools.engines.image import Bytes8, Image, to_bytes, to_float
from tools.specs.steps import Placement

LIGHT, DARK = 0.92, 0.06


def coverage(size: int, factor: int = 8) -> NDArray[np.float32]:
    """The share of each pixel that a disc covers, by counting factor² points in it."""
    fine = np.mgrid[: size * factor, : size * factor] / factor - size / 2
    inside = (np.hypot(*fine) < size * 0.35).astype(np.float32)
    return np.asarray(inside.reshape(size, factor, size, factor).mean((1, 3)), np.float32)


def disc(size: int, product: float, backdrop: float) -> tuple[Bytes8, Bytes8, Image]:
    """A photo of a disc as a sensor sees it (light adds up), its true cut-out, its coverage."""
    share = coverage(size)
    both = srgb_to_linear(np.array([product, backdrop], np.float32))
    photo = linear_to_srgb(share * both[0] + (1 - share) * both[1])
    source = np.repeat(to_bytes(photo)[..., None], 3, 2)
    colour = np.full((size, size, 3), to_bytes(np.array([product], np.float32))[0], np.uint8)
    return source, np.dstack([colour, to_bytes(share)]), share


EDGES = [(LIGHT, DARK, LIGHT), (LIGHT, LIGHT, DARK), (DARK, LIGHT, DARK), (DARK, DARK, LIGHT), (LIGHT, DARK, DARK)]


@pytest.mark.parametrize(("product", "old", "new"), [*EDGES, (DARK, LIGHT, LIGHT)])
def test_an_edge_is_what_a_camera_would_have_seen(product: float, old: float, new: float) -> None:
    source, cutout, share = disc(96, product, old)
    placed = place(source, cutout, Placement(scale=1.0, x=0, y=0), 96, 96)
    background = np.full((96, 96, 3), new, np.float32)
    truth, _, _ = disc(96, product, new)
    made = lay_back(background, placed)
    assert int(np.abs(made.astype(int) - truth).max()) <= 3
    if product != new:
        mixed_in_srgb = to_bytes(share * np.float32(product) + (1 - share) * np.float32(new))
        assert int(np.abs(mixed_in_srgb.astype(int) - truth[..., 0]).max()) > 30  # the fringe that is avoided


@pytest.mark.parametrize(("product", "backdrop"), [(LIGHT, DARK), (DARK, LIGHT)])
def test_a_matte_of_srgb_values_becomes_the_covered_area(product: float, backdrop: float) -> None:
    source, cutout, share = disc(96, product, backdrop)
    solved = np.clip((to_float(source)[..., 0] - np.float32(backdrop)) / np.float32(product - backdrop), 0, 1)
    assert float(np.abs(solved - share).max()) > 0.15  # what matting on sRGB values gets wrong
    wall = np.full((1, 1, 3), backdrop, np.float32)
    covered = area_coverage(solved, to_float(cutout[..., :3]), wall)
    assert float(np.abs(covered - share).max()) < 0.02
    alike = area_coverage(solved, np.full((96, 96, 3), backdrop, np.float32), wall)
    np.testing.assert_array_equal(alike, solved)


def test_no_black_bleeds_in_from_under_transparent_pixels() -> None:
    source, cutout, _ = disc(256, LIGHT, LIGHT)
    cutout[cutout[..., 3] == 0, :3] = 0
    placed = place(source, cutout, Placement(scale=0.3, x=0, y=0), 77, 77)
    made = lay_back(np.full((77, 77, 3), LIGHT, np.float32), placed)
    assert np.ptp(made) <= 2


@pytest.mark.parametrize(
    ("scale", "x", "y"), [(1.0, 0, 0), (1.0, -30, 12), (0.37, 20, -9), (1.4, -60, -40), (0.5, 500, 0)]
)
def test_where_alpha_is_full_the_placed_photo_stands(scale: float, x: int, y: int) -> None:
    rng = np.random.default_rng(1)
    source = rng.integers(0, 256, (90, 120, 3), np.uint8)
    alpha = to_bytes(coverage(120))[15:105]
    cutout = np.dstack([source[::-1], alpha])  # a foreground colour that is plainly not the photo's
    placed = place(source, cutout, Placement(scale=scale, x=x, y=y), 100, 80)
    made = lay_back(rng.random((80, 100, 3), np.float32), placed)

    size = placed_size(120, 90, scale)
    photo, mask = PillowImage.fromarray(source), PillowImage.fromarray(alpha)
    if size != (120, 90):
        photo, mask = (part.resize(size, PillowImage.Resampling.LANCZOS) for part in (photo, mask))
    frame, shape = PillowImage.new("RGB", (100, 80)), PillowImage.new("L", (100, 80))
    frame.paste(photo, (x, y))
    shape.paste(mask, (x, y))
    opaque = np.asarray(shape) == 255
    np.testing.assert_array_equal(made[opaque], np.asarray(frame)[opaque])
    np.testing.assert_array_equal(placed.core, binary_erosion(opaque, np.ones((3, 3))))
    np.testing.assert_array_equal(placed.alpha, np.asarray(shape))


def test_nothing_outside_the_product_is_touched() -> None:
    source, cutout, share = disc(64, DARK, LIGHT)
    background = np.random.default_rng(2).random((64, 64, 3), np.float32)
    made = lay_back(background, place(source, cutout, Placement(scale=1.0, x=0, y=0), 64, 64))
    np.testing.assert_array_equal(made[share == 0], to_bytes(background)[share == 0])


def test_the_core_ends_one_pixel_inside_and_at_the_frame() -> None:
    alpha = np.full((6, 7), 255, np.uint8)
    alpha[3, 3] = 254
    expected = np.zeros((6, 7), bool)
    expected[1:5, 1:6] = True
    expected[2:5, 2:5] = False
    np.testing.assert_array_equal(core_of(alpha), expected)


def test_a_part_of_the_foreground_is_resized_as_the_whole_is() -> None:
    rng = np.random.default_rng(3)
    cutout = np.dstack([rng.integers(0, 256, (200, 160, 3), np.uint8), np.full((200, 160), 254, np.uint8)])
    whole = place(cutout[..., :3].copy(), cutout, Placement(scale=0.4, x=0, y=0), 64, 80).foreground
    part = place(cutout[..., :3].copy(), cutout, Placement(scale=0.4, x=-20, y=-30), 30, 20).foreground
    assert int(np.abs(part.astype(int) - whole[30:50, 20:50]).max()) <= 1


def test_the_placed_product_is_handed_to_a_studio_as_floats() -> None:
    source, cutout, _ = disc(32, LIGHT, DARK)
    rgba = place(source, cutout, Placement(scale=1.0, x=0, y=0), 32, 32).rgba
    assert rgba.dtype == np.float32
    assert rgba.shape == (32, 32, 4)
    np.testing.assert_array_equal(to_bytes(rgba)[..., 3], cutout[..., 3])
    assert to_float(cutout).max() <= 1


def test_what_does_not_fit_is_said() -> None:
    with pytest.raises(ValueError, match="differ in size"):
        place(np.zeros((20, 20, 3), np.uint8), np.zeros((20, 21, 4), np.uint8), Placement(scale=1, x=0, y=0), 9, 9)
    with pytest.raises(ValueError, match="rotation"):
        place_channels(np.zeros((20, 20), np.uint8), Placement(scale=1, x=0, y=0, rotation=3.0), 9, 9)


@given(
    seed=st.integers(0, 2**32 - 1),
    scale=st.floats(0.05, 2.5),
    shift=st.tuples(st.integers(-150, 200), st.integers(-150, 200)),
    frame=st.tuples(st.integers(16, 200), st.integers(16, 200)),
)
@settings(max_examples=60, deadline=None)
def test_a_part_is_resized_as_the_whole_would_be(
    seed: int, scale: float, shift: tuple[int, int], frame: tuple[int, int]
) -> None:
    rng = np.random.default_rng(seed)
    height, width = (int(side) for side in rng.integers(16, 240, 2))
    source = rng.integers(0, 256, (height, width, 3), np.uint8)
    alpha = np.zeros((height, width), np.uint8)
    top, left = int(rng.integers(0, height)), int(rng.integers(0, width))
    part = alpha[top : top + height // 3 + 1, left : left + width // 3 + 1]
    part[:] = rng.integers(0, 256, part.shape)
    placement = Placement(scale=scale, x=shift[0], y=shift[1])
    placed = place(source, np.dstack([source, alpha]), placement, *frame)
    truth = whole(alpha, placement, *frame)
    np.testing.assert_array_equal(placed.alpha, truth)
    np.testing.assert_array_equal(placed.source[truth > 0], whole(source, placement, *frame)[truth > 0])


def whole(pixels: Bytes8, placement: Placement, width: int, height: int) -> Bytes8:
    """All of the photo resized by Pillow, pasted by Pillow."""
    picture = PillowImage.fromarray(pixels)
    size = placed_size(picture.width, picture.height, placement.scale)
    frame = PillowImage.new(picture.mode, (width, height))
    frame.paste(picture.resize(size, PillowImage.Resampling.LANCZOS), (placement.x, placement.y))
    return np.asarray(frame)
