"""Narrow openings that the evidence bridged: small ones, wide ones, and the tips of wedges."""

import numpy as np
import pytest
from scipy import ndimage
from test_cutout import SIZE, photo

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.slits import open_slits


@pytest.mark.parametrize(("soft", "seen", "open_"), [(0.0, 0.85, True), (1.2, 0.85, False), (0.0, 0.97, False)])
def test_a_small_clean_opening_is_open_and_neither_a_glint_nor_print_is(soft: float, seen: float, open_: bool) -> None:
    """The tip of a wedge between two straps, 4 by 5 px; a highlight as small is soft; print lies well inside."""
    matte = np.zeros((SIZE, SIZE), np.float32)
    matte[30:210, 90:150] = 1.0
    mask = matte > 0.5
    hole = np.zeros_like(matte)
    hole[118:123, 118:122] = 1.0
    image = photo(matte - (ndimage.gaussian_filter(hole, soft) if soft else hole), (0.12, 0.12, 0.14), 0.97)
    opened = open_slits(mask, read_backdrop(image), np.full_like(matte, seen))
    assert bool(opened[119:122, 119:121].any()) is not open_
    assert opened[100:115, 100:140].all()


@pytest.mark.parametrize(("colour", "open_"), [(0.9, True), (0.85, False)])
def test_a_wide_slit_shows_the_backdrop_itself(colour: float, open_: bool) -> None:
    """A stripe that is printed, or of silver, in nearly the backdrop's colour: 8 px wide it is told from a slit."""
    matte = np.zeros((SIZE, SIZE), np.float32)
    matte[30:210, 90:150] = 1.0
    mask, image = matte > 0.5, photo(matte, (0.12, 0.12, 0.14), 0.9)
    image[100:140, 116:124] = colour
    opened = open_slits(mask, read_backdrop(image), np.full_like(matte, 0.85))
    assert bool(opened[105:135, 118:122].any()) is not open_


def test_the_tip_of_a_wedge_is_open_up_to_where_it_is_bridged() -> None:
    """Two straps that meet: the evidence closed the last pixels of the gap between them, too few to be a slit."""
    rows = np.arange(SIZE)[:, None]
    across = np.abs(np.arange(SIZE)[None, :] - 119.5)
    gap = np.clip((rows - 100) / 20.0, 0.0, 8.0)
    matte = np.clip(40.5 - across, 0, 1) * np.clip(across - gap + 0.5, 0, 1) * (rows > 40) * (rows < 200)
    image = photo(matte.astype(np.float32), (0.12, 0.12, 0.14), 0.97)
    mask = matte > 0.5
    mask[:120] |= (across < 40)[0] & (rows[:120] > 40)  # a pixel on each side of the middle is bridged
    opened = open_slits(mask, read_backdrop(image), np.full(mask.shape, 0.85, np.float32))
    assert not opened[115:120, 119:121].any()
    assert opened[60:95, 85:155].all()
