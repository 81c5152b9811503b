"""Lights far behind a product: in the looks that have some, before a wall that is seen, towards the camera."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engines.studio.far_lights import COLORS, far_lights
from tools.engines.studio.looks import LOOKS
from tools.engines.studio.part import Extent

FRAME = 100.0
SEEN = Extent(-20.0, 20.0, 30.0, False, False, eye_height=50.0, eye_distance=320.0, top=70.0)


@pytest.mark.parametrize("look", sorted(COLORS))
def test_they_face_the_camera_in_the_frame_and_above_the_floor(look: str) -> None:
    parts = far_lights(LOOKS[look], FRAME, SEEN, -20.0, 3)
    assert len({part.tint for part in parts}) == 2
    for part in parts:
        assert part.mesh.normals is not None
        assert np.allclose(part.mesh.normals, (0.0, 0.0, 1.0))
        first, second, third = (part.mesh.vertices[part.mesh.faces[:, corner]] for corner in range(3))
        assert (np.cross(second - first, third - first)[:, 2] > 0).all()
        x, y, z = part.mesh.vertices.T
        assert y.min() > -20.0
        assert z.min() > -0.61 * FRAME  # before the spot that lights the wall: it draws no shadows of them
        assert z.max() < -0.5 * FRAME
        assert max(SEEN.seen_wide(float(abs(each)), float(z[0])) for each in x) < 0.6 * FRAME


@given(seed=st.integers(0, 2**31))
def test_each_is_apart_from_the_others(seed: int) -> None:
    parts = far_lights(LOOKS["christmas_ribbon"], FRAME, SEEN, 0.0, seed)
    middles = np.concatenate([part.mesh.vertices[::33, :2] for part in parts])
    rims = np.concatenate([part.mesh.vertices[1::33, :2] for part in parts])
    radii = np.linalg.norm(rims - middles, axis=1)
    apart = np.linalg.norm(middles[:, None] - middles[None], axis=-1)
    assert (apart + np.eye(len(middles)) * FRAME > radii[:, None] + radii[None]).all()


@pytest.mark.parametrize("from_above", [True, False])
def test_a_mirroring_ground_shows_them_where_no_wall_is_seen(from_above: bool) -> None:
    over = Extent(-20.0, 20.0, 30.0, True, from_above, 0.0 if from_above else 290.0, 320.0, top=60.0)
    eye = np.array([0.0, 320.0, 0.0] if from_above else [0.0, 290.0, 320.0])
    parts = far_lights(LOOKS["new_year_mirror"], FRAME, over, 0.0, 5)
    assert parts
    for part in parts:
        assert part.mesh.normals is not None
        middles, towards = part.mesh.vertices[::33], part.mesh.normals[::33]
        image = eye * (1.0, -1.0, 1.0) - middles  # of the eye in the ground
        assert (np.sum(image * towards, 1) / np.linalg.norm(image, axis=1) > 0.999).all()
        assert middles[:, 1].min() > 0.0
    assert not far_lights(LOOKS["christmas_ribbon"], FRAME, over, 0.0, 5)


def test_none_where_no_wall_is_seen_or_the_look_has_none() -> None:
    christmas = LOOKS["christmas_ribbon"]
    assert far_lights(christmas, FRAME, SEEN, 0.0, 1)
    assert not far_lights(christmas, FRAME, replace(SEEN, from_above=True), 0.0, 1)
    assert not far_lights(christmas, FRAME, replace(SEEN, eye_height=300.0), 0.0, 1)
    looked_down_on = replace(SEEN, eye_height=156.0)
    few, many = (sum(len(part.mesh.vertices) for part in far_lights(christmas, FRAME, seen, -20.0, 1))
                 for seen in (looked_down_on, SEEN))  # fmt: skip
    assert 0 < few < many
    assert not far_lights(christmas, FRAME, replace(looked_down_on, top=40.0), -20.0, 1)
    assert not far_lights(christmas.model_copy(update={"backdrop": "sky"}), FRAME, SEEN, 0.0, 1)
    assert not far_lights(LOOKS["linen_morning"], FRAME, SEEN, 0.0, 1)
