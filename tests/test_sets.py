"""The looks, rendered very small: what a photographer would see first."""

import numpy as np
import pytest

from tools.engines.color import LUMINANCE
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.worker import WarmStudio
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish
from tools.specs.steps import Placement

pytestmark = pytest.mark.slow

WIDTH, HEIGHT = 96, 120


def luminance(studio: WarmStudio, look: str) -> np.ndarray:
    """Return H×W of the set round a grey box that stands at 0.72 of the height."""
    recipe = Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=WIDTH, height=HEIGHT, samples=8, seed=3,
        placement=Placement(scale=1.0, x=0, y=0), scene=resolve(SceneWish(look=look), Photo(softness=1.0)),
    )  # fmt: skip
    product = np.full((HEIGHT, WIDTH, 4), 0.5, np.float32)
    product[..., 3] = 0
    product[56:86, 30:66, 3] = 1
    return np.asarray(studio.render(recipe, product, lambda _: None, lambda: False) @ LUMINANCE)


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory):  # type: ignore[no-untyped-def]
    made = WarmStudio(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


def test_the_niche_is_no_dark_hole(studio: WarmStudio) -> None:
    plate = luminance(studio, "clay_arch")
    niche, wall = plate[25:50, 38:58].mean(), plate[25:50, 3:10].mean()
    assert 0.72 < niche / wall < 1.25
    assert plate[20:50, 24:72].min() > 0.3 * wall


def test_the_evening_has_a_pool_of_light_behind_the_product(studio: WarmStudio) -> None:
    plate = luminance(studio, "slate_evening")
    pool, corner = plate[25:50, 30:66].mean(), plate[:10, :10].mean()
    assert pool > 1.5 * corner
    assert np.percentile(plate, 2) > 0.004, "blacks keep their drawing"


def test_marble_under_a_softbox_is_bright_and_not_burnt(studio: WarmStudio) -> None:
    plate = luminance(studio, "bright_marble")
    front = plate[95:118, 10:86]
    assert 0.5 < np.median(front) < 1.3
