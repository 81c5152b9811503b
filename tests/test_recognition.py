"""A changed copy of a photo is known again, and another product is not taken for it: the engine by itself."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image as PillowImage
from still_lifes import SIZE, brighter, cropped, jpeg, resized, still_life

from tools.engines.decode import decode
from tools.engines.image import Bytes8, Mask
from tools.engines.recognition.agreement import ALIKE, agreement
from tools.engines.recognition.points import mirrored, pairs
from tools.engines.recognition.search import find
from tools.engines.recognition.traits import Traits, pack, pack_outline, traits_of, unpack, unpack_outline

PHOTO = still_life(1, 1)
SHARE = st.floats(0.0, 0.15)


def pixels_of(picture: PillowImage.Image) -> Bytes8:
    return np.asarray(picture.convert("RGB"))


def oval() -> Mask:
    rows, columns = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    inside = ((rows / SIZE[1] - 0.5) * 3) ** 2 + ((columns / SIZE[0] - 0.5) * 3) ** 2 < 1
    return inside.astype(np.float32)


KNOWN, PRODUCT = traits_of(pixels_of(PHOTO)), oval()


def how_alike(seen: Traits, product: Mask | None = PRODUCT) -> float:
    lie = find(KNOWN, seen)
    return agreement(KNOWN, seen, lie, product) if lie is not None else 0.0


@settings(max_examples=25)
@given(
    factor=st.floats(0.4, 1.5),
    crop=st.tuples(SHARE, SHARE, SHARE, SHARE),
    light=st.floats(0.85, 1.12),
    quality=st.integers(60, 95),
    flipped=st.booleans(),
)
@example(factor=0.4, crop=(0.15, 0.15, 0.15, 0.15), light=1.12, quality=60, flipped=True)
def test_a_changed_copy_is_known_again(
    factor: float, crop: tuple[float, float, float, float], light: float, quality: int, flipped: bool
) -> None:
    copy = brighter(resized(cropped(PHOTO, *crop), factor), light)
    copy = copy.transpose(PillowImage.Transpose.FLIP_LEFT_RIGHT) if flipped else copy
    seen = traits_of(decode(jpeg(copy, quality)).pixels)
    lie = find(KNOWN, seen)
    assert lie is not None
    assert lie.mirrored is flipped
    assert agreement(KNOWN, seen, lie, PRODUCT) >= ALIKE


@pytest.mark.parametrize("turned", [90, 180, 270, 4])
def test_a_turned_copy_is_known_again(turned: int) -> None:
    copy = PHOTO.rotate(turned, PillowImage.Resampling.BICUBIC, expand=True, fillcolor=(255, 255, 255))
    assert how_alike(traits_of(pixels_of(copy))) >= ALIKE


def test_a_copy_in_a_frame_squeezed_or_without_colour_is_known_again() -> None:
    framed = PillowImage.new("RGB", (1000, 800), (240, 240, 235))
    framed.paste(PHOTO, (200, 150))
    for copy in (framed, PHOTO.resize((520, 520)), PHOTO.convert("L")):
        assert how_alike(traits_of(pixels_of(copy))) >= ALIKE


@settings(max_examples=15)
@given(product=st.integers(2, 10_000), scene=st.integers(2, 10_000))
def test_another_photo_is_not_found_in_it(product: int, scene: int) -> None:
    assert find(KNOWN, traits_of(pixels_of(still_life(product, scene)))) is None


@settings(max_examples=15)
@given(product=st.integers(2, 10_000))
def test_another_product_on_the_same_set_is_not_taken_for_it(product: int) -> None:
    other = traits_of(pixels_of(still_life(product, 1)))
    assert find(KNOWN, other) is not None  # the set itself is found
    assert how_alike(other) < ALIKE - 0.1


def test_a_copy_that_shows_too_little_of_the_product_says_nothing() -> None:
    corner = PHOTO.crop((0, 0, SIZE[0] // 3, SIZE[1] // 3))
    assert how_alike(traits_of(pixels_of(corner))) == 0.0


def test_pictures_without_any_feature_are_not_found() -> None:
    plain = traits_of(np.full((300, 200, 3), 250, np.uint8))
    assert len(plain.points) == 0
    assert find(plain, KNOWN) is None
    assert find(KNOWN, plain) is None


def test_see_through_parts_are_white() -> None:
    alpha = np.rint(PRODUCT * 255).astype(np.uint8)
    pixels = pixels_of(PHOTO)
    whitened = np.where(alpha[..., None] > 0, pixels, 255).astype(np.uint8)
    assert np.array_equal(traits_of(pixels, alpha).marks, traits_of(whitened).marks)


def test_mirrored_marks_are_those_of_the_mirrored_picture() -> None:
    flipped = traits_of(np.ascontiguousarray(pixels_of(PHOTO)[:, ::-1]))
    found = pairs(mirrored(KNOWN.directions), flipped.directions)
    assert len(found) > 0.8 * len(KNOWN.points)
    across = KNOWN.points[found[:, 0], 0] + flipped.points[found[:, 1], 0]
    assert np.mean(np.abs(across - 1.0) < 0.005) > 0.9


def test_traits_and_outlines_come_back_as_they_were_kept() -> None:
    back = unpack(pack(KNOWN))
    assert all(np.array_equal(getattr(back, name), getattr(KNOWN, name)) for name in ("small", "points", "marks"))
    outline = unpack_outline(pack_outline(PRODUCT, KNOWN))
    assert outline.shape == KNOWN.small.shape[:2]
    assert outline.mean() == pytest.approx(PRODUCT.mean(), abs=0.005)
    assert how_alike(traits_of(pixels_of(still_life(5, 1))), outline) < ALIKE - 0.1
