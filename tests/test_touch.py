"""Strokes on a cut-out: what they take, what they leave alone, and that they can be taken back."""

import io

import numpy as np
import pytest
from PIL import Image as PillowImage

from tools.engines.cutout.touch import touch, undo
from tools.engines.image import Bytes8
from tools.engines.shown import shown_part, step_of
from tools.specs.touch import Stroke

HEIGHT, WIDTH = 300, 420
ROWS, COLUMNS = np.mgrid[0:HEIGHT, 0:WIDTH]
FAR = np.hypot(ROWS - 150, COLUMNS - 160)
DISC, HOLE = FAR < 90, FAR < 50
STRAP = (np.abs(ROWS - 150) < 6) & (COLUMNS >= 235) & (COLUMNS < 380)
STUD = np.hypot(ROWS - 60, COLUMNS - 340) < 18


def photo(truth: np.ndarray, light: float = 0.9, seed: int = 0) -> Bytes8:
    """Return a shaded brown thing on a plain backdrop with some noise; ``truth`` is H×W."""
    import cv2

    alpha = cv2.GaussianBlur(truth.astype(np.float32), (0, 0), 0.8)[..., None]
    shade = 1.0 + 0.25 * np.sin(COLUMNS / 45)
    product = np.stack([0.5 * shade, 0.35 * shade, 0.2 * shade], axis=-1)
    mixed = alpha * product + (1 - alpha) * light + np.random.default_rng(seed).normal(0, 0.006, (HEIGHT, WIDTH, 3))
    return (np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8)


def cut(source: Bytes8, mask: np.ndarray) -> Bytes8:
    """Return a cut-out whose alpha is ``mask``."""
    alpha = np.where(mask, 255, 0).astype(np.uint8)
    return np.dstack([np.where(mask[..., None], source, 0), alpha]).astype(np.uint8)


def stroke(hand: str, shape: str, *points: tuple[int, int], radius: float = 8.0) -> Stroke:
    return Stroke.model_validate({"hand": hand, "shape": shape, "points": points, "radius": radius})


def off(rgba: Bytes8, truth: np.ndarray) -> float:
    """Return the share of pixels on the wrong side of one half."""
    return float(((rgba[..., 3] > 127) != truth).mean())


@pytest.mark.parametrize("light", [0.9, 0.08])
def test_a_click_into_a_filled_hole_opens_it(light: float) -> None:
    truth = DISC & ~HOLE
    source = photo(truth, light)
    rgba = cut(source, DISC)
    assert touch(source, rgba, stroke("erase", "point", (160, 150))) is not None
    assert off(rgba, truth) < 0.003
    assert rgba[150, 160, 3] == 0


def test_a_click_on_a_missing_strap_takes_all_of_it_and_nothing_else() -> None:
    truth = DISC | STRAP
    source = photo(truth)
    rgba = cut(source, DISC)
    touch(source, rgba, stroke("keep", "point", (300, 150)))
    assert off(rgba, truth) < 0.003
    assert rgba[150, 250:375, 3].min() == 255


def test_a_brush_along_a_strap_keeps_it_and_the_photo_decides_its_rim() -> None:
    truth = DISC | STRAP
    source = photo(truth)
    rgba = cut(source, DISC)
    touch(source, rgba, stroke("keep", "brush", (230, 150), (378, 150), radius=7.5))
    assert rgba[146:155, 245:372, 3].min() == 255
    assert np.array_equal(rgba[148:153, 245:372, :3], source[148:153, 245:372])
    assert rgba[140, 258:372, 3].max() < 60, "what the brush covered beyond the strap is backdrop in the photo"


def test_a_box_takes_what_lies_in_it_whole() -> None:
    source = photo(DISC | STUD)
    rgba = cut(source, DISC)
    touch(source, rgba, stroke("keep", "box", (325, 35), (375, 90)))
    assert off(rgba, DISC | STUD) < 0.003, "the stud sticks out of the box, the backdrop in it does not belong"
    touch(source, rgba, stroke("erase", "box", (315, 35), (375, 90)))
    assert off(rgba, DISC) < 0.003
    assert rgba[60, 340, 3] == 0


@pytest.mark.parametrize(
    "one",
    [
        stroke("erase", "point", (160, 150)),
        stroke("keep", "brush", (240, 150), (300, 170), radius=9),
        stroke("erase", "brush", (100, 100), (150, 120), (100, 140), radius=6),
        stroke("erase", "box", (60, 60), (110, 110)),
    ],
    ids=lambda one: f"{one.hand} {one.shape}",
)
def test_only_the_band_changes_and_it_can_be_taken_back(one: Stroke) -> None:
    source = photo((DISC & ~HOLE) | STRAP)
    rgba = cut(source, DISC)
    before = rgba.copy()
    touched = touch(source, rgba, one)
    assert touched is not None
    changed = np.zeros((HEIGHT, WIDTH), bool)
    changed.reshape(-1)[touched.pixels] = True
    assert np.array_equal(rgba[~changed], before[~changed])
    outside = np.ones_like(changed)
    outside[touched.window] = False
    assert not changed[outside].any()
    rising = rgba[..., 3].astype(int) - before[..., 3]
    assert (rising >= 0).all() if one.hand == "keep" else (rising <= 0).all()
    assert (rgba[rgba[..., 3] == 0] == 0).all()
    undo(rgba, touched)
    assert np.array_equal(rgba, before)


def test_a_click_that_means_nothing_plain_is_a_small_disc() -> None:
    source = photo(DISC)
    rgba = cut(source, DISC)
    touched = touch(source, rgba, stroke("keep", "point", (380, 270)))
    assert touched is not None
    assert touched.pixels.size < 200, "a click on the open backdrop does not keep the whole backdrop"
    assert touch(source, cut(source, DISC), stroke("erase", "point", (380, 270))) is None


def test_a_stroke_may_leave_the_photo() -> None:
    source = photo(DISC)
    rgba = cut(source, DISC)
    assert touch(source, rgba, stroke("keep", "brush", (400, 290), (600, 400), radius=12)) is not None
    assert touch(source, rgba, stroke("keep", "brush", (900, 900), (950, 950), radius=12)) is None


def test_parts_that_are_shown_fit_the_whole() -> None:
    rgba = np.random.default_rng(1).integers(0, 256, (1403, 2811, 4), dtype=np.uint8)
    step = step_of(*rgba.shape[:2])
    assert step == 3
    whole = _opened(shown_part(rgba, (slice(0, 1403), slice(0, 2811)), step)[0])
    part, (x, y, width, height) = shown_part(rgba, (slice(100, 333), slice(2500, 2811)), step)
    assert whole.shape[:2] == (468, 937)
    assert np.array_equal(_opened(part), whole[y : y + height, x : x + width])


def _opened(png: bytes) -> Bytes8:
    return np.asarray(PillowImage.open(io.BytesIO(png)))
