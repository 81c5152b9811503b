"""Edits that nobody could see are refused, and what can be seen is not."""

from typing import Any

import numpy as np
import pytest

from tools.changes import changed_scene
from tools.edit import Changes
from tools.engines.composite import Placed, core_of
from tools.errors import BadRequest
from tools.specs.recipe import Pose, Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Placement
from tools.unseen import refuse_unseen

SIZE = (160, 200)


def placed(wide: int) -> Placed:
    """A box ``wide`` pixels wide that stands in the middle of the frame."""
    alpha = np.zeros((SIZE[1], SIZE[0]), np.uint8)
    alpha[70:140, (SIZE[0] - wide) // 2 : (SIZE[0] + wide) // 2] = 255
    colours = np.full((*alpha.shape, 3), 120, np.uint8)
    return Placed(colours, colours, alpha, core_of(alpha))


def recipe(pose: Pose = "standing", **said: Any) -> Recipe:
    scene = {"surface": "plaster", "backdrop": "wall", "light": "softbox"} | said
    return Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=SIZE[0], height=SIZE[1], pose=pose,
        placement=Placement(scale=1.0, x=0, y=0), scene=Scene.model_validate(scene),
    )  # fmt: skip


def changed(old: Recipe, **changes: Any) -> Recipe:
    assert old.scene is not None
    return old.model_copy(update={"scene": changed_scene(old.scene, Changes.model_validate(changes))})


def test_a_ball_beside_a_thing_that_fills_the_frame_is_not_made() -> None:
    with pytest.raises(BadRequest, match="no room on this set for: sphere"):
        refuse_unseen(recipe(), changed(recipe(), add=["sphere"]), placed(150))
    refuse_unseen(recipe(), changed(recipe(), add=["sphere"]), placed(40))


def test_a_wall_out_of_sight_is_not_painted() -> None:
    above = recipe("lying", camera="flat_lay")
    with pytest.raises(BadRequest, match="Nobody would see"):
        refuse_unseen(above, changed(above, backdrop_color="#9caf88"), placed(60))
    refuse_unseen(recipe(), changed(recipe(), backdrop_color="#9caf88"), placed(60))


def test_leaves_without_a_leaf_shadow_and_colour_without_things_are_not_seen() -> None:
    for change in ({"leaf": "palm"}, {"prop_color": "#b3202c"}):
        with pytest.raises(BadRequest, match="nothing charged"):
            refuse_unseen(recipe(), changed(recipe(), **change), placed(60))
    with_leaves = recipe(props=["leaf_shadow"])
    refuse_unseen(with_leaves, changed(with_leaves, leaf="palm"), placed(60))


def test_what_is_seen_beside_what_is_not_is_made() -> None:
    refuse_unseen(recipe(), changed(recipe(), add=["sphere"], surface="slate"), placed(150))
