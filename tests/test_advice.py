"""Advice to the photographer: true, at most two sentences, and none for a good photo."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from tools.engines.cutout.judgement import advice
from tools.engines.image import Image

EXAMPLES = Path(__file__).parents[1] / "examples"
MASK = np.zeros((240, 320), bool)
MASK[60:180, 90:230] = True


def photo(product: float = 0.4, backdrop: float = 0.85) -> Image:
    """Return a grey photo of a box with a sharp pattern."""
    made = np.full((240, 320, 3), backdrop, np.float32)
    made[MASK] = product
    made[60:180:4, 90:230] *= 1.2
    return np.clip(made, 0.0, 1.0).astype(np.float32)


def said(image: Image, mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]] = MASK, trust: float = 1.0) -> str:
    """Return the advice in one line."""
    return " ".join(advice(image, mask, trust))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.jpg")), ids=lambda path: path.stem)
def test_good_photos_get_none(path: Path) -> None:
    image = np.asarray(Pillow.open(path).convert("RGB").resize((1400, 1050)), np.float32) / 255
    matte = Pillow.open(path.with_name(f"{path.stem}_matte.png")).convert("L").resize((1400, 1050))
    assert advice(image, np.asarray(matte) > 127) == ()


def test_a_plain_photo_gets_none() -> None:
    assert said(photo()) == ""


def test_a_dark_photo_is_told_and_a_black_thing_on_white_is_not() -> None:
    assert "very dark" in said(photo(0.08, 0.12))
    assert "dark" not in said(photo(0.05, 0.9))


def test_a_lamps_light_is_told_and_a_coloured_wall_is_not() -> None:
    lamp = photo() * np.array([1.0, 0.84, 0.6], np.float32)
    assert "daylight" in said(lamp)
    wall = photo()
    wall[~MASK] = (0.9, 0.65, 0.45)
    assert "daylight" not in said(wall)
    gold = photo()
    gold[MASK] *= np.array([1.0, 0.8, 0.5], np.float32)
    assert "daylight" not in said(gold)


def test_blur_and_burnt_light_and_size_and_frame_are_told() -> None:
    soft = photo()
    soft[MASK] = 0.4
    inner = np.zeros_like(MASK)
    inner[64:176, 94:226] = True
    assert "blurred" in said(soft, inner)
    assert "burnt" in said(photo(1.0, 0.6))
    small = np.zeros_like(MASK)
    small[110:130, 150:180] = True
    assert "small" in said(photo(), small)
    off = np.zeros_like(MASK)
    off[60:, 90:230] = True
    assert "cut off" in said(photo(), off)


def test_a_busy_backdrop_is_told_where_it_harmed() -> None:
    assert "busy" in said(photo(), trust=0.2)
    assert "busy" not in said(photo(), trust=0.6)


def test_no_more_than_two_sentences() -> None:
    assert len(advice(np.zeros((240, 320, 3), np.float32), np.ones((240, 320), bool), 0.1)) == 2
