"""The set's key where the photo's stood: as far as it is sure, within what the rig can be."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.changes import changed_scene
from tools.edit import Changes
from tools.engines.key_light import KeyLight, vector_of
from tools.engines.studio.camera import make_view
from tools.engines.studio.key import disagreement, like_key, off_the_lens, with_key, words_of
from tools.engines.studio.lights import OVER_THE_WALL, direction, key_lamp, rig_of
from tools.engines.studio.sight_line import blocks, clear_sight, round_the_lens
from tools.specs.recipe import Pose
from tools.specs.scene import LATER, Scene
from tools.specs.words import Camera, Light, LightFrom

LIGHTS = st.sampled_from(["hard_sun", "golden_hour", "softbox", "overcast"])


def scene(**fields: object) -> Scene:
    return Scene.model_validate({"surface": "travertine", "backdrop": "wall", "light": "hard_sun", **fields})


def key(azimuth: float, elevation: float, confidence: float = 1.0, camera: float = 9.0) -> KeyLight:
    x, y, z = vector_of(azimuth, elevation, camera)
    return KeyLight((x, y, z), confidence)


def off(made: Scene, azimuth: float, elevation: float, flat: bool = False) -> float:
    known = vector_of(azimuth, elevation, 0.0)
    return float(np.degrees(np.arccos(np.clip(direction(key_lamp(made, flat)) @ known, -1, 1))))


@pytest.mark.parametrize(("azimuth", "elevation"), [(60, 45), (-30, 60), (5, 50), (80, 30)])
def test_a_sure_key_is_where_the_photo_s_was(azimuth: float, elevation: float) -> None:
    assert off(with_key(scene(), "standing", key(azimuth, elevation)), azimuth, elevation) < 2


def test_an_unsure_key_lies_between_the_look_s_and_the_photo_s() -> None:
    sure, unsure = (with_key(scene(), "standing", key(60, 45, trust)) for trust in (1.0, 0.67))
    assert off(sure, 60, 45) < off(unsure, 60, 45) < off(scene(), 60, 45)


def test_nothing_known_changes_nothing() -> None:
    assert with_key(scene(), "standing", None) == scene()
    assert with_key(scene(light="ring_flash"), "standing", key(60, 45)) == scene(light="ring_flash")


def test_a_set_without_a_known_key_keeps_its_name() -> None:
    assert {"key_azimuth", "key_elevation"} <= LATER
    assert "key_azimuth" not in scene().model_dump()


@given(azimuth=st.floats(-180, 180), elevation=st.floats(0, 90), light=LIGHTS)
def test_no_key_stands_behind_the_wall_or_straight_above(azimuth: float, elevation: float, light: str) -> None:
    lamp = key_lamp(scene(light=light, key_azimuth=azimuth, key_elevation=elevation), False)
    assert lamp.elevation <= 74 + 1e-6
    x, y, z = direction(lamp)
    assert z > 0 or y >= OVER_THE_WALL * abs(z) * 0.9
    assert x * azimuth >= -1e-9


def test_from_above_the_light_comes_from_where_the_picture_says() -> None:
    made = with_key(scene(camera="flat_lay"), "lying", key(150, 40, 1.0, 90.0))
    assert off(made, 150, 40, True) < 2


def test_the_fill_stays_across_from_the_key() -> None:
    for side in (-1, 1):
        lamps = {lamp.group: lamp for lamp in rig_of(with_key(scene(), "standing", key(50 * side, 40)), False).lamps}
        assert lamps["fill"].azimuth * lamps["key"].azimuth < 0


def test_another_product_has_its_own_side_and_the_campaign_s_height() -> None:
    first = with_key(scene(), "standing", key(50, 35))
    second = like_key(first, "left")
    assert second.key_azimuth == -first.key_azimuth
    assert second.key_elevation == first.key_elevation


def test_the_reply_knows_when_light_and_product_disagree() -> None:
    told = disagreement(scene(light_from="left"), "standing", key(70, 55))
    assert told is not None
    assert told[0] == "the left"
    assert told[1] == "the right and above"
    assert told[2] > 60
    made = with_key(scene(), "standing", key(70, 55))
    assert disagreement(made, "standing", key(70, 55)) is None


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ((90, 20), "the right"),
        ((0, 20), "the front"),
        ((180, 60), "behind and above"),
        ((0, 88), "above"),
        ((40, 55), "the right, the front and above"),
    ],
)
def test_directions_have_words(at: tuple[float, float], said: str) -> None:
    assert words_of(*at) == said


@given(
    azimuth=st.floats(-180, 180), elevation=st.floats(0, 90), light=st.sampled_from(get_args(Light)),
    camera=st.sampled_from(get_args(Camera)), pose=st.sampled_from(["standing", "lying"]),
    size=st.sampled_from([(912, 1144), (760, 1360), (1568, 672)]), known=st.booleans(),
)  # fmt: skip
def test_no_lamp_stands_before_the_lens(
    azimuth: float, elevation: float, light: str, camera: str, pose: Pose, size: tuple[int, int], known: bool
) -> None:
    at = {"key_azimuth": azimuth, "key_elevation": elevation} if known else {}
    made = scene(light=light, camera=camera, **at)
    view = make_view(made, pose, size, 100.0, (0.5 if pose == "lying" else 0.7) * size[1])
    target = np.array([0.0, 0.0 if pose == "lying" else 20.0, 0.0])
    rig, clear = rig_of(made, view.from_above), clear_sight(rig_of(made, view.from_above), view, target)
    assert not any(blocks(lamp, view, target / 100.0) for lamp in clear.lamps)
    for old, new in zip(rig.lamps, clear.lamps, strict=True):
        assert new.share == old.share
        assert new.size[0] / new.distance == pytest.approx(old.size[0] / old.distance)


def test_a_soft_key_where_the_camera_is_would_black_the_picture_out() -> None:
    made = scene(light="soft_window", camera="three_quarter", key_azimuth=0.0, key_elevation=42.0)
    view = make_view(made, "lying", (912, 1144), 100.0, 572.0)
    assert any(blocks(lamp, view, np.zeros(3)) for lamp in rig_of(made, False).lamps)


@given(azimuth=st.floats(-180, 180), elevation=st.floats(0, 90), light=LIGHTS, flat=st.booleans())
def test_nothing_stands_in_the_key_s_way(azimuth: float, elevation: float, light: str, flat: bool) -> None:
    made = scene(light=light, key_azimuth=azimuth, key_elevation=elevation)
    key_now = key_lamp(made, flat)
    for lamp in rig_of(made, flat).lamps:
        if lamp.shape == "panel" and lamp.group != "key" and lamp.distance < key_now.distance:
            apart = np.degrees(np.arccos(np.clip(direction(lamp) @ direction(key_now), -1, 1)))
            assert apart > np.degrees(np.arctan(max(lamp.size) / 2 / lamp.distance))


@pytest.mark.parametrize("camera", ["front", "low", "macro", "three_quarter", "flat_lay"])
def test_a_ring_flash_is_behind_the_camera_and_all_round_it(camera: str) -> None:
    flat = camera == "flat_lay"
    made = scene(light="ring_flash", camera=camera)
    lamps = rig_of(made, flat).lamps
    tallest = make_view(made, "standing", (900, 1600), 100.0, 1400.0)
    assert all(lamp.distance * 100 > float(np.linalg.norm(tallest.eye)) for lamp in lamps)
    mean = sum(direction(lamp) for lamp in lamps) / len(lamps)
    assert np.degrees(np.arccos(mean @ (tallest.eye / np.linalg.norm(tallest.eye)) / np.linalg.norm(mean))) < 6


def test_an_edit_that_names_a_side_frees_the_key() -> None:
    made = with_key(scene(), "standing", key(-50, 40))
    edited = changed_scene(made, Changes(light_from="right"))
    assert edited.key_azimuth is None
    assert direction(key_lamp(edited, False))[0] > 0
    behind = changed_scene(made, Changes(light_from="back"))
    assert direction(key_lamp(behind, False))[2] < 0


@pytest.mark.parametrize("camera", ["front", "three_quarter", "flat_lay"])
def test_a_ring_flash_is_worn_on_the_lens(camera: Camera) -> None:
    made = scene(light="ring_flash", camera=camera)
    pose: Pose = "lying" if camera == "flat_lay" else "standing"
    view = make_view(made, pose, (912, 1144), 100.0, 800.0)
    rig = rig_of(made, view.from_above)
    target = np.array([0.0, 0.0 if view.from_above else 15.0, 0.0])
    worn = clear_sight(round_the_lens(rig, view, target), view, target)
    away = float(np.linalg.norm(view.eye - target)) / 100.0
    for lamp, known in zip(worn.lamps, rig.lamps, strict=True):
        assert away < lamp.distance < known.distance
        assert lamp.size[0] / lamp.distance == pytest.approx(known.size[0] / known.distance)


@given(
    st.floats(-180, 180), st.floats(5, 85), st.sampled_from([42.0, 60.0, 90.0]), st.sampled_from(["left", "right"]),
    st.sampled_from([(0.0, 33.9, 68.0), (1.0, 55.9, 94.0)]),
)  # fmt: skip
def test_a_light_beside_the_lens_goes_aside_until_its_shadow_is_seen(
    azimuth: float, height: float, seen: float, side: LightFrom, soft: tuple[float, float, float]
) -> None:
    softness, least, farthest = soft
    moved = off_the_lens(azimuth, height, seen, side, softness)
    lens = vector_of(0.0, seen, 0.0)
    hidden = float(np.dot(vector_of(moved, height, 0.0), lens)) > np.cos(np.radians(least))
    assert not hidden or abs(moved) >= farthest
    assert abs(moved) >= abs(azimuth)
    if abs(azimuth) > 4.0:
        assert moved * azimuth > 0


@pytest.mark.parametrize("light", ["hard_sun", "golden_hour"])
@pytest.mark.parametrize("azimuth", [12.0, -30.0])
def test_a_sun_stands_aside_of_what_soft_light_shaped(light: str, azimuth: float) -> None:
    soft, hard = (with_key(scene(light=light, own_light=own), "standing", key(azimuth, 55)) for own in (1.0, 0.2))
    assert soft.key_azimuth is not None
    assert hard.key_azimuth is not None
    assert abs(soft.key_azimuth) >= 58.0 > abs(hard.key_azimuth)
    assert soft.key_azimuth * azimuth > 0, "it stays on its side"
    assert (soft.key_elevation or 90.0) <= 40.0
    window = with_key(scene(light="soft_window", own_light=1.0), "standing", key(azimuth, 45))
    assert off(window, azimuth, 45) < 2, "a window is no sun"


def test_a_sun_right_over_a_bag_in_half_soft_light_throws_its_shadow_aside() -> None:
    half = with_key(scene(light="hard_sun", own_light=0.6), "standing", key(9, 80))
    assert abs(half.key_azimuth or 0.0) >= 58.0
    assert (half.key_elevation or 90.0) <= 40.0


def test_a_mirror_from_above_has_a_sky_to_show() -> None:
    above, beside = (rig_of(scene(light="rim", surface="mirror", own_light=0.8), flat) for flat in (True, False))
    stone = rig_of(scene(light="rim", surface="slate", own_light=0.8), True)
    assert above.ambient > beside.ambient > stone.ambient
