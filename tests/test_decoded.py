"""One file is decoded once, and what comes back is what decoding anew would give."""

import numpy as np
import pytest
from fakes import photo, png

from tools.engines.composite import place
from tools.engines.decode import Photo, decode, decode_rgba
from tools.engines.decoded import Kept, Product, decoded, decoded_rgba, placed_once, weigh_photo
from tools.engines.image import Bytes8
from tools.specs.steps import Placement

RNG = np.random.default_rng(5)
SEE_THROUGH: Bytes8 = RNG.integers(0, 256, (40, 30, 4), np.uint8)
FILE = png(np.asarray(photo()))


def room() -> Kept[Photo]:
    return Kept(10**6, weigh_photo)


def test_the_same_bytes_are_decoded_once() -> None:
    kept = room()
    first = decoded(FILE, "a", kept)
    assert decoded(bytes(bytearray(FILE)), "b", kept) is first
    np.testing.assert_array_equal(first.pixels, decode(FILE).pixels)


def test_one_other_pixel_is_another_picture() -> None:
    kept = room()
    pixels = np.array(photo())
    pixels[3, 4, 1] ^= 1
    assert (decoded(png(pixels), "b", kept).pixels != decoded(FILE, "a", kept).pixels).sum() == 1


def test_nobody_can_paint_on_what_others_read() -> None:
    for pixels in (decoded(FILE, kept=room()).pixels, decoded_rgba(png(SEE_THROUGH), kept=room())):
        with pytest.raises(ValueError, match="read-only"):
            pixels[0, 0] = 0


def test_what_is_kept_has_a_bound() -> None:
    kept = Kept(3 * 40 * 30 * 4, weigh_photo)
    for _ in range(9):
        decoded_rgba(png(RNG.integers(0, 256, (40, 30, 4), np.uint8)), kept=kept)
        assert 0 < kept.size <= 3 * 40 * 30 * 4
    assert decoded(png(np.asarray(photo(400, 300))), kept=kept).pixels.shape == (300, 400, 3)
    assert kept.size <= 400 * 300 * 3 + 40 * 30 * 4  # one that is larger than the room for all stays with one other


@pytest.mark.parametrize("pixels", [SEE_THROUGH, SEE_THROUGH[..., :3]], ids=["rgba", "rgb"])
def test_a_cut_out_in_one_go_is_the_cut_out(pixels: Bytes8) -> None:
    file = png(np.ascontiguousarray(pixels))
    np.testing.assert_array_equal(decode_rgba(file), decode(file).rgba)
    assert (decode_rgba(file)[..., 3] == 255).all() == (pixels.shape[2] == 3)


def test_a_product_is_placed_once_in_a_place() -> None:
    product = Product(SEE_THROUGH[..., :3], SEE_THROUGH, "s", "c")
    there = Placement(scale=0.8, x=3, y=-2)
    placed = placed_once(product, there, 30, 40)
    assert placed_once(product, there, 30, 40) is placed
    np.testing.assert_array_equal(placed.source, place(product.source, product.cutout, there, 30, 40).source)
    other = Product(SEE_THROUGH[::-1, :, :3], SEE_THROUGH, "t", "c")
    for again in (placed_once(other, there, 30, 40), placed_once(product, there, 31, 40)):
        assert again is not placed
