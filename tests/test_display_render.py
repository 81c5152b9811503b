"""Displays in the real studio at a small size: lit, finite, and shaded right beside what they carry."""

from pathlib import Path

import numpy as np
import pytest

from tools.engines.studio.worker import WarmStudio
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Placement

pytestmark = pytest.mark.slow

SIZE = 120


def shot(display: str, studio: WarmStudio) -> np.ndarray:
    scene = Scene(
        surface="plaster", surface_tint="#d8d8d8", backdrop="wall", backdrop_tint="#d8d8d8", light="hard_sun",
        camera="three_quarter" if display == "slope" else "front",
    ).model_copy(update={"display": display})  # fmt: skip
    recipe = Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=SIZE, height=SIZE, scene=scene,
        placement=Placement(scale=1.0, x=0, y=0), samples=4, seed=7, frame_mm=60.0, thickness_mm=6.0,
    )  # fmt: skip
    image = np.full((SIZE, SIZE, 4), 0.5, np.float32)
    image[..., 3] = 0
    image[40:76, 46:74, 3] = 1
    return studio.render(recipe, image, lambda _: None, lambda: False)


def test_what_carries_the_product_is_lit_and_has_its_shadow_right_beside_it(tmp_path: Path) -> None:
    studio = WarmStudio(tmp_path)
    try:
        for display in ("card", "slope", "hang"):
            plate = shot(display, studio)
            assert np.isfinite(plate).all(), display
            lit, shaded = plate[45:70, 38:43].mean(), plate[50:70, 75:79].mean()
            assert 0.2 < lit < 1.6, display
            assert shaded < 0.85 * lit, f"{display}: a key on the left throws the shadow to the right"
    finally:
        studio.close()
