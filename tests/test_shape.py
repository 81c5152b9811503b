"""Silhouettes drawn by hand and what is measured of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.engines.image import Mask
from tools.engines.shape import Shape, measure_shape

SIZE = 300


def disc(x: float, y: float, radius: float) -> Mask:
    down, across = np.mgrid[0:SIZE, 0:SIZE]
    return (np.hypot(across - x, down - y) <= radius).astype(np.float32)


def box(x: int, y: int, width: int, height: int) -> Mask:
    mask = np.zeros((SIZE, SIZE), np.float32)
    mask[y : y + height, x : x + width] = 1.0
    return mask


def shape(mask: Mask) -> Shape:
    found = measure_shape(np.clip(mask, 0, 1).astype(np.float32))
    assert found is not None
    return found


def test_a_loop_has_one_hole_and_is_thin() -> None:
    found = shape(disc(150, 150, 120) - disc(150, 150, 112))
    assert found.holes == 1
    assert found.thin_loop
    assert found.hole_share == pytest.approx((112 / 120) ** 2, abs=0.03)


def test_a_band_is_no_thin_loop() -> None:
    found = shape(disc(150, 150, 120) - disc(150, 150, 70))
    assert found.holes == 1
    assert not found.thin_loop


def test_two_like_pieces_are_a_pair_and_two_unlike_are_not() -> None:
    assert shape(disc(80, 150, 40) + disc(220, 150, 38)).pair
    assert not shape(disc(80, 150, 60) + disc(220, 150, 25)).pair


def test_glasses_have_lenses_and_a_ring_has_none() -> None:
    solid = disc(80, 150, 50) + disc(220, 150, 50) + box(120, 140, 60, 8)
    open_frame = np.clip(solid, 0, 1) - disc(80, 150, 42) - disc(220, 150, 42)
    assert shape(solid).lenses
    assert shape(open_frame).lenses
    assert not shape(disc(150, 150, 120) - disc(150, 150, 70)).lenses


def test_a_bag_has_a_handle() -> None:
    loop = disc(150, 130, 60) - disc(150, 130, 48)
    bag = np.maximum(loop, box(50, 130, 200, 150))
    assert shape(bag).handle
    assert not shape(box(50, 130, 200, 150)).handle


def test_a_box_stands_on_its_base_and_a_ball_does_not() -> None:
    assert shape(box(50, 50, 200, 150)).base > 0.95
    assert shape(disc(150, 150, 80)).base < 0.4


def test_a_strap_is_long_and_its_tilt_is_known() -> None:
    down, across = np.mgrid[0:SIZE, 0:SIZE]
    diagonal = (np.abs(down - across) < 12) & (down > 20) & (down < 280)
    found = shape(diagonal.astype(np.float32))
    assert found.elongation > 6
    assert found.tilt == pytest.approx(45, abs=4)


def test_nothing_has_no_shape_and_a_broken_mask_raises() -> None:
    assert measure_shape(np.zeros((50, 50), np.float32)) is None
    with pytest.raises(TypeError):
        measure_shape(np.zeros((50, 50), np.uint8))  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 240), st.integers(60, 240), st.integers(20, 55), st.integers(3, 15))
def test_mirrored_shapes_measure_the_same(x: int, y: int, radius: int, band: int) -> None:
    mask = disc(x, y, radius) - disc(x, y, radius - band)
    here, there = shape(mask), shape(np.ascontiguousarray(mask[:, ::-1]))
    assert here.holes == there.holes
    assert here.hole_share == pytest.approx(there.hole_share, abs=0.02)
    assert here.aspect == pytest.approx(there.aspect, abs=0.02)
    assert here.symmetry == pytest.approx(there.symmetry, abs=0.05)
