"""The real studio, each light by itself, at small sizes: their sum is the set, and the job can be dropped at once."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from tools.engines.light_mix import summed
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.worker import WarmStudio
from tools.errors import ToolFailed
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish
from tools.specs.steps import Placement
from tools.specs.words import Look

pytestmark = pytest.mark.slow

SIZE = 96


def product() -> np.ndarray:
    """A grey box in the middle of the frame."""
    image = np.full((SIZE, SIZE, 4), 0.5, np.float32)
    image[..., 3] = 0
    image[40:72, 36:60, 3] = 1
    return image


def recipe(look: Look, samples: int) -> Recipe:
    scene = resolve(SceneWish(look=look), Photo(softness=0.5))
    return Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=SIZE, height=SIZE, scene=scene,
        placement=Placement(scale=1.0, x=0, y=0), samples=samples, seed=5,
    )  # fmt: skip


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    made = WarmStudio(tmp_path_factory.mktemp("home"), previews=False)
    yield made
    made.close()


@pytest.mark.parametrize("look", ["bright_marble", "neon_night", "christmas_ribbon", "cafe_window"])
def test_the_lights_of_a_set_add_up_to_it(studio: WarmStudio, look: Look) -> None:
    of = recipe(look, 256)
    plate = studio.render(of, product(), lambda _: None, lambda: False)
    lights = studio.lights(of, product(), lambda _: None, lambda: False)
    assert {"key", "fill"} <= set(lights)
    assert all(light.shape == plate.shape and light.max() > 0 for light in lights.values())
    error = np.clip(summed(lights, {}), 0, 1) - np.clip(plate, 0, 1)
    assert -10 * np.log10(np.mean(error**2)) >= 36.0


def test_the_same_lights_have_the_same_bytes(studio: WarmStudio) -> None:
    made = [studio.lights(recipe("clay_arch", 2), product(), lambda _: None, lambda: False) for _ in range(2)]
    assert all((made[0][name] == made[1][name]).all() for name in made[0])


def test_a_dropped_job_ends_at_once_and_the_next_one_is_made(tmp_path: Path) -> None:
    spare = WarmStudio(tmp_path, previews=False)
    ended: list[float] = []

    def work() -> None:
        with pytest.raises(ToolFailed):
            spare.lights(recipe("clay_arch", 1024), product(), lambda _: started.set(), lambda: False)
        ended.append(time.monotonic())

    started = threading.Event()
    thread = threading.Thread(target=work)
    try:
        thread.start()
        assert started.wait(240)
        dropped = time.monotonic()
        spare.drop()
        thread.join(10)
        assert ended[0] - dropped < 1.0
        assert spare.lights(recipe("clay_arch", 2), product(), lambda _: None, lambda: False)
    finally:
        spare.close()


def test_work_behind_comes_after_all_other_work() -> None:
    asked = "import os; from tools.engines.studio.worker import stand_last; stand_last(); print(os.nice(0))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "19"
