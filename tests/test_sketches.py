"""The small pictures for who waits: as bright as the picture will be, with the product in it."""

import numpy as np
import pytest

from tools.engines.composite import place
from tools.engines.sketches import PAPER, SIDE, cutout_sketch, set_sketch
from tools.specs.steps import Placement


def cutout(width: int, height: int) -> np.ndarray:
    """A red box in the middle of a transparent photo."""
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[height // 4 : 3 * height // 4, width // 4 : 3 * width // 4] = (200, 10, 10, 255)
    return pixels


@pytest.mark.parametrize(("width", "height"), [(3000, 2000), (400, 1400), (60, 40), (2, 900)])
def test_a_cutout_is_shown_small_on_grey(width: int, height: int) -> None:
    sketch = cutout_sketch(cutout(width, height))
    assert max(sketch.shape[:2]) == min(SIDE, max(width, height))
    assert sketch.dtype == np.float32
    assert sketch[0, 0] == pytest.approx([PAPER] * 3)
    if width > 2:
        middle = sketch[sketch.shape[0] // 2, sketch.shape[1] // 2]
        assert middle == pytest.approx(np.array([200, 10, 10]) / 255, abs=1e-3)


def test_the_product_stands_in_the_set_where_the_picture_has_it() -> None:
    source = cutout(200, 200)
    placed = place(source[..., :3].copy(), source, Placement(scale=1.0, x=0, y=40), 200, 240)
    preview = np.full((120, 100, 3), 0.4, np.float32)
    sketch = set_sketch(preview, placed)
    assert sketch.shape == preview.shape
    assert sketch[70, 50] == pytest.approx(np.array([200, 10, 10]) / 255, abs=1e-3)
    assert sketch[30, 50] == pytest.approx([0.4] * 3)
    assert sketch[115, 5] == pytest.approx([0.4] * 3)
