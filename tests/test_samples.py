"""The sample pictures: size, kind, mattes that fit their photos. Nothing is rendered here."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

FOLDER = Path(__file__).parents[1] / "examples"
NAMES = ("ring", "watch", "bag", "sunglasses", "earrings", "scarf")
LIMIT = 3_000_000


def _matte(name: str) -> NDArray[np.uint8]:
    with Image.open(FOLDER / f"{name}_matte.png") as picture:
        assert picture.mode == "L"
        return np.asarray(picture)


@pytest.mark.parametrize("name", NAMES)
def test_photos_are_twelve_megapixels(name: str) -> None:
    path = FOLDER / f"{name}.jpg"
    with Image.open(path) as photo:
        assert photo.format == "JPEG"
        assert photo.mode == "RGB"
        assert sorted(photo.size) == [3000, 4000]
    assert path.stat().st_size <= LIMIT


@pytest.mark.parametrize("name", NAMES)
def test_mattes_fit(name: str) -> None:
    """Of the photo's size, clear of the frame's edges, opaque inside, with soft edges in between."""
    matte = _matte(name)
    with Image.open(FOLDER / f"{name}.jpg") as photo:
        assert photo.size == matte.shape[::-1]
    border = np.concatenate([matte[:40].ravel(), matte[-40:].ravel(), matte[:, :40].ravel(), matte[:, -40:].ravel()])
    assert border.max() == 0
    assert 0.03 < (matte > 127).mean() < 0.6
    assert (matte == 255).any()
    assert ((matte > 0) & (matte < 255)).any()


@pytest.mark.parametrize("name", NAMES)
def test_matte_and_photo_show_the_same_thing(name: str) -> None:
    """Outside the matte the photo is even paper: just outside and far away differ little, inside differs from it."""
    matte = _matte(name)[::8, ::8]
    with Image.open(FOLDER / f"{name}.jpg") as photo:
        pixels = np.asarray(photo, dtype=np.float64)[::8, ::8]
    paper = np.median(pixels[matte == 0], axis=0)
    gap = np.abs(pixels - paper).max(axis=-1)
    assert np.median(gap[matte == 0]) < 12
    assert np.median(gap[matte == 255]) > 30


def test_lenses_let_light_through() -> None:
    matte = _matte("sunglasses")
    assert ((matte > 100) & (matte < 250)).mean() > 0.03


def test_each_is_named_with_its_licence() -> None:
    text = (FOLDER / "README.md").read_text("utf-8")
    assert all(f"`{name}`" in text for name in NAMES)
    assert "Licence: Apache-2.0" in text
