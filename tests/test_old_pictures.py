"""Old recipes give the pictures that they gave: their steps over one made-up plate, against what was kept of it."""

from pathlib import Path

import numpy as np
import pytest

from tools.engines.develop import develop
from tools.engines.encode import decode
from tools.engines.image import Image, to_bytes
from tools.specs.base import digest
from tools.specs.recipe import Recipe

GOLDEN = Path(__file__).parent / "golden"
OF_SETS = ("v1", "v1-graded")
SIZE = (96, 80)

MOST, MEAN = 2, 0.2
"""Steps of 255 that a picture may be off: at its worst pixel, and on average."""

PLATES = {
    "v1": "e2c3f9ab8d041fa0b128e185c37184e0e8f8c7f7dcea2deac50a9566a5fac8a2",
    "v1-graded": "38f26a7230b32e5fad40aec13a13acc21b5939538e9117fefb1ff015e96c215e",
}
"""What the kept plates of these recipes are called."""


def plate() -> Image:
    """A set with a lit ground, a shadow, a light that is brighter than white, and fine texture."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
    light = 0.08 + 0.9 * rows / SIZE[0] + 0.15 * np.sin(columns / 7) * np.sin(rows / 5)
    light[(rows - 60) ** 2 + (columns - 30) ** 2 < 144] *= np.float32(0.25)
    light[(rows - 14) ** 2 + (columns - 64) ** 2 < 36] += np.float32(3.0)
    return (np.maximum(light, 0.0)[..., None] * np.array([1.0, 0.86, 0.7], np.float32)).astype(np.float32)


def recipe(name: str) -> Recipe:
    return Recipe.model_validate_json((GOLDEN / "recipes" / f"{name}.json").read_text())


@pytest.mark.parametrize("name", OF_SETS)
def test_an_old_recipe_develops_as_it_did(name: str) -> None:
    old = recipe(name)
    made = to_bytes(develop(plate(), old.develop, old.seed))
    kept = decode((GOLDEN / "pictures" / f"{name}.png").read_bytes()).pixels
    off = np.abs(made.astype(np.int16) - kept.astype(np.int16))
    assert off.max() <= MOST, off.max()
    assert off.mean() <= MEAN


@pytest.mark.parametrize("name", OF_SETS)
def test_an_old_recipe_finds_its_plate(name: str) -> None:
    assert digest(recipe(name).geometry()) == PLATES[name]
