"""The real studio, small: a product on a shared set is what a whole render of it is; changed lights in clips."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tools.engines.image import Image
from tools.engines.light_mix import summed
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.shots import Shot
from tools.engines.studio.worker import WarmStudio
from tools.specs.recipe import Recipe, Shared
from tools.specs.scene import SceneWish
from tools.specs.steps import Placement
from tools.specs.words import Look

pytestmark = pytest.mark.slow

SIZE, SAMPLES = 96, 128
AT = Placement(scale=1.0, x=0, y=0)


def box(left: int, right: int) -> Image:
    image = np.full((SIZE, SIZE, 4), 0.3, np.float32)
    image[..., 3] = 0
    image[40:72, left:right, 3] = 1
    return image


def recipe(look: Look, shared: bool = False) -> Recipe:
    scene = resolve(SceneWish(look=look), Photo(softness=0.3))
    first = Shared(cutout_sha256="a", placement=AT, thickness_mm=20.0, size=(SIZE, SIZE), for_placement=AT)
    return Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=SIZE, height=SIZE, scene=scene,
        placement=AT, samples=SAMPLES, seed=5, shared=first if shared else None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmStudio]:
    made = WarmStudio(tmp_path_factory.mktemp("home"), previews=False)
    yield made
    made.close()


def quiet(_: object) -> None:
    """Tell nobody."""


def never() -> bool:
    """Say that nobody cancels."""
    return False


@pytest.mark.parametrize("look", ["bright_marble", "warm_travertine"])
def test_a_product_on_a_shared_set_is_what_a_whole_render_shows(studio: WarmStudio, look: Look) -> None:
    of, thing = recipe(look, shared=True), np.dstack([box(30, 54), box(36, 60)[..., 3]])
    empty = studio.empty(of, thing, quiet, never)
    made = studio.on_set(empty, of, thing, quiet, never)
    whole = studio.render(of, thing, quiet, never)
    beside = thing[..., 3] < 0.5
    error = (np.clip(made, 0, 1) - np.clip(whole, 0, 1))[beside]
    bare = (np.clip(empty, 0, 1) - np.clip(whole, 0, 1))[beside]
    assert -10 * np.log10(np.mean(error**2)) >= 34.0
    assert np.mean(error**2) < 0.25 * np.mean(bare**2)  # its shadow is there
    assert (studio.on_set(empty, of, thing, quiet, never) == made).all()


def test_a_set_that_is_kept_gives_what_one_built_anew_gives(studio: WarmStudio, tmp_path: Path) -> None:
    of, thing = recipe("bright_marble", shared=True), np.dstack([box(30, 54), box(36, 60)[..., 3]])
    empty = studio.empty(of, thing, quiet, never)
    other = WarmStudio(tmp_path, previews=False)
    try:
        assert (other.on_set(empty, of, thing, quiet, never) == studio.on_set(empty, of, thing, quiet, never)).all()
    finally:
        other.close()


def test_a_clips_changed_lights_are_the_sum_of_the_lights_and_stay_with_their_shot(studio: WarmStudio) -> None:
    of, thing = recipe("warm_travertine"), box(36, 60)
    tint = (0.2, 0.3, 0.4)
    shots = (Shot(lights=(("key", tint),)), Shot(samples=SAMPLES), Shot(lights=(("key", tint),), samples=SAMPLES))
    dimmed, plain, again = studio.film(of, thing, shots, quiet, never).plates
    lights = studio.lights(of, thing, quiet, never)
    error = np.clip(summed(lights, {"key": np.array(tint, np.float32)}), 0, 1) - np.clip(dimmed, 0, 1)
    assert -10 * np.log10(np.mean(error**2)) >= 34.0
    assert np.mean(plain) > 1.3 * np.mean(dimmed)
    assert np.allclose(again, dimmed)
