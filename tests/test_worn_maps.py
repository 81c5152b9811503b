"""Maps of a try-on: never mirrored, read back where they were put, and all of it photographed pixels."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.engines.worn.dressed import Scenery, dressed, product_on, prove_worn, zone_of
from tools.engines.worn.maps import determinant, look_up
from tools.engines.worn.resample import warped
from tools.specs.worn import BodyScale, BodyShadow, Flat, Loop, Warp, Worn, Wrap

SIZE = (160, 120)
NOTHING = "0" * 64


def watch(turn: float = 20.0, along: float = -90.0) -> Wrap:
    return Wrap(x=80, y=60, turn=turn, radius=30, rigid=14, at=(50.5, 100.5), along=along, scale=2.0)


def bracelet(turn: float = 200.0) -> Loop:
    return Loop(x=80, y=60, turn=turn, radius=30, bow=0.1, middle=(60, 60), radii=(40.0,) * 36, front=90, scale=1.5)


def product(height: int = 200, width: int = 100) -> tuple[np.ndarray, np.ndarray]:
    """Return (photo, cut-out) of a strap with an F of other colours on it: a letter tells its mirror image."""
    source = np.full((height, width, 3), 40, np.uint8)
    source[60:140, 25:76] = (200, 180, 60)
    source[75:125, 38:46] = source[75:83, 38:64] = source[95:103, 38:58] = (250, 20, 20)
    alpha = np.zeros((height, width), np.uint8)
    alpha[:, 30:71] = alpha[60:140, 25:76] = 255
    return source, np.dstack([source, alpha])


def worn(*warps: Warp, strength: float = 0.6) -> Worn:
    shadow = BodyShadow(x=1.5, y=2.0, sigma=1.5, strength=strength)
    scale = BodyScale(px_per_mm=1.2, plus_minus=0.12, source="wrist")
    return Worn(
        person_sha256=NOTHING, person_scale=1.0, part="wrist", warps=warps, masks_sha256=NOTHING, shadow=shadow,
        scale=scale, size_mm=38.0,
    )  # fmt: skip


def scene(cover: bool = False) -> Scenery:
    source, cutout = product()
    rng = np.random.default_rng(3)
    person = rng.integers(60, 200, (SIZE[1], SIZE[0], 3), dtype=np.uint8)
    masks = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    masks[..., 0] = 255
    masks[:, 80:, 1] = 255 if cover else 0
    return Scenery(source, cutout, person, masks)


@settings(max_examples=40, deadline=None)
@given(turn=st.floats(-180, 180), along=st.floats(-180, 180), rigid=st.floats(0, 29), bow=st.floats(-0.4, 0.4))
def test_no_wrap_mirrors(turn: float, along: float, rigid: float, bow: float) -> None:
    wrap = watch(turn, along).model_copy(update={"rigid": rigid, "bow": bow})
    y, x = np.mgrid[0:120:3, 0:160:3] + 0.5
    seen = look_up(wrap, x, y).seen > 0.6
    assert (determinant(wrap, x, y)[seen] > 0).all()


@given(turn=st.floats(-180, 180))
@settings(max_examples=20, deadline=None)
def test_no_loop_mirrors(turn: float) -> None:
    loop = bracelet(turn)
    y, x = np.mgrid[0:120:3, 0:160:3] + 0.5
    seen = look_up(loop, x, y).seen > 0.6
    assert seen.any()
    assert (determinant(loop, x, y)[seen] > 0).all()


def test_a_mirrored_map_is_refused() -> None:
    source, cutout = product()
    with pytest.raises(ValueError, match="mirrors"):
        warped(source, cutout, (Flat(matrix=(-1, 0, 150, 0, 1, 0, 0, 0, 1)),), 0.0, SIZE)


def test_the_middle_of_the_case_is_where_it_was_put() -> None:
    looked = look_up(watch(), np.array([80.0]), np.array([60.0]))
    assert (looked.x[0], looked.y[0]) == pytest.approx((50.5, 100.5))


def test_text_reads_the_right_way_round() -> None:
    """The F's bars lie to the right of its stem, as seen with the strap upright."""
    source, cutout = product()
    upright = watch(turn=-90.0, along=-90.0)
    placed = warped(source, cutout, (upright,), 0.0, SIZE)
    red = (placed.source[..., 0] > 150) & (placed.source[..., 1] < 100)
    rows, columns = np.nonzero(red)
    top, low = columns[rows < rows.min() + 4], columns[rows > rows.max() - 4]
    assert top.max() > low.max() + 3
    assert top.min() == pytest.approx(low.min(), abs=2)


def test_nothing_but_the_contact_zone_is_touched() -> None:
    made, given_ = worn(watch()), scene()
    picture = dressed(made, given_, SIZE)
    placed = product_on(made, given_, SIZE)
    zone = zone_of(placed.alpha, made.shadow)
    assert 0.02 < zone.mean() < 0.6
    np.testing.assert_array_equal(picture[~zone], given_.person[~zone])
    np.testing.assert_array_equal(picture[placed.core], placed.source[placed.core])
    assert placed.core.sum() > 200
    shaded = zone & (placed.alpha == 0)
    assert (picture[shaded].astype(int) <= given_.person[shaded].astype(int)).all()
    assert (picture[shaded] != given_.person[shaded]).any()


def test_one_changed_pixel_of_the_person_is_found() -> None:
    made, given_ = worn(watch()), scene()
    picture = dressed(made, given_, SIZE)
    alpha = product_on(made, given_, SIZE).alpha
    assert prove_worn(picture, given_.person, alpha, made).most_changed == 0
    picture[3, 4, 1] ^= 1
    assert prove_worn(picture, given_.person, alpha, made).most_changed == 1


def test_what_lies_before_the_product_hides_it() -> None:
    made = worn(watch(), strength=0.0)
    half, whole = product_on(made, scene(cover=True), SIZE), product_on(made, scene(), SIZE)
    assert not half.alpha[:, 80:].any()
    np.testing.assert_array_equal(half.alpha[:, :80], whole.alpha[:, :80])


def test_every_pixel_lies_between_those_of_the_photo() -> None:
    """A resampled flat colour is that colour: nothing is added or sharpened."""
    source, cutout = product()
    source[:] = (90, 120, 150)
    placed = warped(source, np.dstack([source, cutout[..., 3]]), (watch(),), 0.0, SIZE)
    assert np.abs(placed.source[placed.core].astype(int) - (90, 120, 150)).max() <= 1
