"""The finish of a surface, and recipes from before there was one."""

import json

import numpy as np
import pytest
from pydantic import ValidationError

from tools.engines.studio.finish import FINISHED, finished
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.textures.catalog import make_texture
from tools.specs.base import canonical_json
from tools.specs.scene import Scene, SceneWish

SCENE = Scene(surface="marble", backdrop="wall", light="softbox")


@pytest.mark.parametrize("name", sorted(FINISHED))
def test_polish_smooths_and_grinds(name: str) -> None:
    own = make_texture(name, 1, size=128)
    matt, honed, polished = (finished(own, name, polish) for polish in (0.0, 0.5, 1.0))
    means = [float(t.roughness.mean()) for t in (matt, honed, polished)]
    assert means[0] > 0.7 > means[1] > 0.15 > means[2]
    assert polished.bump_mm < 0.5 * matt.bump_mm
    assert np.array_equal(polished.color_linear, own.color_linear)


def test_nothing_said_is_its_own_finish_and_cloth_has_no_other() -> None:
    marble, silk = make_texture("marble", 1, size=64), make_texture("silk", 1, size=64)
    assert finished(marble, "marble", None) is marble
    assert finished(silk, "silk", 1.0) is silk


def test_a_finish_that_was_not_asked_for_is_not_written() -> None:
    assert "polish" not in json.loads(canonical_json(SCENE))
    assert json.loads(canonical_json(SCENE.model_copy(update={"polish": 0.0})))["polish"] == 0.0
    assert Scene.model_validate(SCENE.model_dump()) == SCENE
    with pytest.raises(ValidationError):
        Scene(surface="marble", backdrop="wall", light="softbox", polish=1.2)


def test_a_wish_for_a_finish_reaches_the_scene() -> None:
    assert resolve(SceneWish(surface="marble", polish=1.0), Photo()).polish == 1.0
    assert resolve(SceneWish(surface="marble"), Photo()).polish is None
