"""Framing: the product fits, is never blown up, and sits where it should."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tools.engines.framing import LARGEST_SCALE, box_of, by_look, frame
from tools.engines.studio.looks import LOOKS
from tools.specs.recipe import Pose
from tools.specs.words import PIXELS_1K


def block(width: int, height: int, canvas: int = 300) -> np.ndarray:
    mask = np.zeros((canvas, canvas), np.float32)
    mask[20 : 20 + height, 30 : 30 + width] = 1
    return mask


@limits(max_examples=60, deadline=None)
@given(
    st.integers(8, 250), st.integers(8, 250), st.sampled_from(sorted(PIXELS_1K)),
    st.sampled_from(["standing", "lying"]), st.sampled_from(["front", "macro", "flat_lay"]),
)  # fmt: skip
def test_the_product_lies_inside_the_frame(width: int, height: int, aspect: str, pose: Pose, camera: str) -> None:
    size = PIXELS_1K[aspect]
    framed = frame(block(width, height), "ring", pose, camera, size)  # type: ignore[arg-type]
    place = framed.placement
    assert 0 < place.scale <= LARGEST_SCALE
    left, top = place.x + 30 * place.scale, place.y + 20 * place.scale
    assert left >= -1
    assert left + width * place.scale <= size[0] + 1
    assert top >= -1
    assert top + height * place.scale <= size[1] + 1
    assert framed.frame_mm > 0


def test_a_known_size_sets_the_scale() -> None:
    small = frame(block(200, 100), "bag", "standing", "front", (912, 1144), 100.0)
    large = frame(block(200, 100), "bag", "standing", "front", (912, 1144), 400.0)
    assert large.frame_mm == pytest.approx(4 * small.frame_mm)


def test_an_empty_mask_is_said() -> None:
    with pytest.raises(ValueError, match="empty"):
        box_of(np.zeros((10, 10), np.float32))


def test_the_mass_is_centred_and_not_the_strap() -> None:
    mask = np.zeros((300, 300), np.float32)
    mask[100:200, 120:240] = 1
    mask[150:155, 60:120] = 1
    size = (912, 1144)
    place = frame(mask, "bag", "standing", "front", size).placement
    body = place.x + 180 * place.scale
    assert abs(body - size[0] / 2) < 0.03 * size[0]
    assert place.x + 60 * place.scale >= 0.04 * size[0]


def test_looks_frame_a_wide_product_otherwise_and_one_look_frames_all_alike() -> None:
    size, alpha = (912, 1144), block(540, 315, canvas=700)
    fills, middles = set(), set()
    for look in LOOKS:
        for props in (False, True):
            place = by_look(frame(alpha, "bag", "standing", "front", size), alpha, size, look, props).placement
            left, wide = place.x + 30 * place.scale, 540 * place.scale
            assert 0.53 <= wide / size[0] <= 0.75
            assert left >= 0.08 * size[0]
            assert left + wide <= 0.92 * size[0]
            assert 0.45 <= (place.y + 177 * place.scale) / size[1] <= 0.65
            fills.add(round(wide / size[0], 2))
            middles.add(round((left + wide / 2) / size[0], 1))
    assert len(fills) > 10
    assert middles >= {0.4, 0.5, 0.6}


@limits(max_examples=60, deadline=None)
@given(
    st.integers(8, 250), st.integers(8, 250), st.sampled_from(sorted(PIXELS_1K)), st.sampled_from(sorted(LOOKS)),
    st.booleans(),
)  # fmt: skip
def test_a_look_keeps_the_product_in_the_frame_at_its_scale(
    width: int, height: int, aspect: str, look: str, props: bool
) -> None:
    size, alpha = PIXELS_1K[aspect], block(width, height)
    first = frame(alpha, "bag", "standing", "front", size)
    framed = by_look(first, alpha, size, look, props)
    place = framed.placement
    assert 0 < place.scale <= LARGEST_SCALE
    left, top = place.x + 30 * place.scale, place.y + 20 * place.scale
    assert min(left, top) >= -1
    assert left + width * place.scale <= size[0] + 1
    assert top + height * place.scale <= size[1] + 1
    assert framed.frame_mm * place.scale == pytest.approx(first.frame_mm * first.placement.scale, rel=1e-4)
