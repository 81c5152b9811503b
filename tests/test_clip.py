"""Clips: the camera's parallax, the light's way, the file, and the proof that the product is the photo's."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, photo, png
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.context import Context
from tools.engines.clip.camera import Rest, back, lying_near, seen_on_plane, still
from tools.engines.clip.frames import Stage, out_of_focus, product_of, set_of
from tools.engines.clip.layers import Sprite, spread, without_product
from tools.engines.clip.mp4 import read_facts, read_frames, write_mp4
from tools.engines.clip.paths import WAYS, cameras, room_for, shares, swing
from tools.engines.image import Bytes8, Image
from tools.filming import tints_of
from tools.prices import price
from tools.product_photo import open_product
from tools.registry import Outcome, Registry
from tools.shoot import take
from tools.specs.asset import Asset
from tools.specs.clip import Clip
from tools.store.store import Store
from tools.verify import verify

REST = Rest(160, 200, 80.0, 20.0, 512.0)
MOVING = ("push_in", "pull_out", "pan", "orbit")
TWO = {"seconds": 2}


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """A talk with a product photo, img1, and a small picture of it on a set, a2."""
    store = Store.open(tmp_path)
    made = Context(store, FakeCutter(), FakeStudio(), "t")
    data = png(np.asarray(photo(160, 120)))
    sha256 = store.images.put(data, "png")
    store.ledger.save_asset(
        Asset(id=sha256[:16], sha256=sha256, suffix="png", width=160, height=120, tool="upload", note="r.png"), "t"
    )
    first = registry().call("reference_shoot", {"product": "img1", "scene": {"surface": "travertine"}}, made)
    recipe = first.assets[0].recipe
    assert recipe is not None
    small = recipe.model_copy(
        update={
            "width": 128,
            "height": 160,
            "placement": recipe.placement.model_copy(update={"scale": 0.7, "x": 8, "y": 50}),
        }
    )
    take(made, open_product("img1", made), small)
    yield made
    store.close()


def registry() -> Registry:
    return Registry(lambda *_: None, price)


def clip_of(context: Context, **args: object) -> Outcome:
    return registry().call("video", {"asset": "a2", **TWO, **args}, context)


def frames_of(context: Context, asset: Asset, every: int = 1) -> list[Bytes8]:
    return [pixels for _, pixels in read_frames(context.store.images.read(asset.sha256), every)]


# -- the camera ---------------------------------------------------------------------------------------------------


@given(st.sampled_from(MOVING), st.floats(0, 1), st.floats(0, 160), st.floats(0, 200))
def test_what_lies_on_the_products_plane_is_where_it_is_seen(motion: str, share: float, x: float, y: float) -> None:
    camera = WAYS[motion](REST, share, (80.0, 110.0), 0.12)  # type: ignore[index]
    places = seen_on_plane(camera, REST, np.float32([x]), np.float32([y]))
    assert np.allclose(back(camera, REST, places, 1.0), places, atol=1e-2)


@pytest.mark.parametrize("motion", MOVING)
def test_what_is_far_moves_against_the_product(motion: str) -> None:
    ways = cameras(Clip(motion=motion), REST, (80.0, 110.0))  # type: ignore[arg-type]
    assert swing(ways, REST) > 5.0


def test_a_push_needs_no_room_and_begins_with_the_picture() -> None:
    ways = cameras(Clip(motion="push_in"), REST, (80.0, 110.0))
    assert room_for(ways, REST) == (0, 0)
    assert ways[0] == still(REST)
    assert room_for(cameras(Clip(motion="orbit"), REST, (80.0, 110.0)), REST)[0] > 8


def test_an_orbit_stays_under_five_degrees() -> None:
    ways = cameras(Clip(motion="orbit"), REST, (80.0, 110.0))
    turned = [np.degrees(np.arctan2(camera.x - REST.x, REST.away)) for camera in ways]
    assert 3.0 < max(turned) - min(turned) < 5.0


def test_what_lies_on_the_ground_is_nearer_in_front() -> None:
    lying = Rest(160, 200, 80.0, -100.0, 512.0, ground=200.0)
    near = lying_near(still(lying), lying, np.float32([60.0, 100.0, 140.0]))
    assert np.allclose(near, [0.8, 1.0, 1.2])


@given(st.integers(2, 10), st.sampled_from([24, 30]))
def test_a_loop_goes_there_and_back(seconds: int, fps: int) -> None:
    clip = Clip(seconds=seconds, fps=fps, loop=True)  # type: ignore[arg-type]
    way = shares(clip)
    assert len(way) == seconds * fps
    assert way[0] == 0.0
    assert np.allclose(way[1:], way[1:][::-1])  # the frame after the last one is the first
    assert max(abs(np.diff([*way, way[0]]))) < 0.08


# -- the layers ---------------------------------------------------------------------------------------------------


def stage(near: float) -> Stage:
    columns = np.arange(200, dtype=np.float32)[None, :, None]
    wall = np.broadcast_to(0.5 + 0.4 * np.exp(-(((columns - 60) / 3) ** 2)), (200, 200, 3)).astype(np.float32)
    return Stage(wall.copy(), np.full((200, 200), near, np.float32), (20, 0), REST)


def line_in(picture: Image) -> float:
    light = picture[100, :, 0] - 0.5
    return float((light * np.arange(light.size)).sum() / light.sum())


def test_the_backdrop_moves_and_the_product_does_not() -> None:
    ways = cameras(Clip(motion="orbit"), REST, (80.0, 110.0))
    far = [line_in(set_of(stage(0.6), camera)) for camera in (ways[0], ways[-1])]
    on_plane = [line_in(set_of(stage(1.0), camera)) for camera in (ways[0], ways[-1])]
    parallax = abs(far[1] - far[0])
    assert parallax > 4.0
    assert abs(on_plane[1] - on_plane[0]) < 0.05
    assert parallax == pytest.approx(0.4 * 2 * 512 * np.tan(np.radians(2.4)), abs=0.5)


def test_what_the_product_hid_is_the_empty_set_in_the_light_beside_it() -> None:
    empty = np.full((80, 80, 3), 0.4, np.float32)
    full = empty * np.float32(0.5)  # all in shadow
    alpha = np.zeros((80, 80), np.float32)
    alpha[30:50, 30:50] = 1.0
    full[alpha > 0] = (0.9, 0.1, 0.1)  # the stand-in
    clean = without_product(full, empty, alpha, np.full((80, 80), 0.5, np.float32), 20.0)
    assert np.abs(clean - 0.2).max() < 0.01


@settings(max_examples=20)
@given(st.floats(2, 60), st.floats(0.2, 0.9))
def test_an_edge_is_spread_so_far_that_nothing_is_torn(most: float, far: float) -> None:
    near = np.full((60, 400), far, np.float32)
    near[:, 190:210] = 1.0
    wide = spread(near, most, None)
    assert (wide >= near - 1e-6).all()
    steep = np.abs(np.diff(wide, axis=1))
    assert steep[:, :180].max(initial=0) * most < 1.0
    assert wide[30, 189] == pytest.approx(1.0)


def test_out_of_focus_keeps_the_light() -> None:
    pixels = np.zeros((40, 40, 4), np.float32)
    pixels[10:30, 10:30] = 1.0
    sprite = Sprite(pixels, (60.0, 90.0), (1.0, 1.0))
    sharp, _ = product_of(sprite, REST, still(REST))
    soft, _ = out_of_focus(sprite, REST, still(REST), 4.0)
    assert soft[..., 3].sum() == pytest.approx(sharp[..., 3].sum(), rel=0.01)
    assert (soft[..., 3] > 0.99).sum() < (sharp[..., 3] > 0.99).sum()


# -- the file -----------------------------------------------------------------------------------------------------


def test_a_file_plays_everywhere_and_keeps_its_colours() -> None:
    colours = np.zeros((64, 96, 3), np.uint8)
    colours[:, :32], colours[:, 32:64], colours[:, 64:] = (200, 160, 60), (40, 60, 120), (245, 245, 245)
    data = write_mp4([colours] * 48, (96, 64), 24)
    facts = read_facts(data)
    assert (facts.width, facts.height, facts.frames, facts.seconds) == (96, 64, 48, 2.0)
    assert (facts.codec, facts.pixel_format, facts.faststart) == ("h264", "yuv420p", True)
    shown = [frame for _, frame in read_frames(data)][20]
    for column in (16, 48, 80):
        assert np.abs(shown[32, column].astype(int) - colours[32, column]).max() <= 3
    assert write_mp4([colours] * 48, (96, 64), 24) == data


def test_what_is_no_clip_is_said_so() -> None:
    from tools.errors import BadRequest

    with pytest.raises(BadRequest):
        read_facts(b"no clip at all")


# -- the tool -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("motion", [*MOVING, "light_sweep", "focus_pull"])
def test_every_motion_makes_a_clip_that_is_proved(context: Context, motion: str) -> None:
    outcome = clip_of(context, motion=motion)
    assert outcome.error is None
    assert outcome.credits == 10
    made = outcome.assets[0]
    assert (made.suffix, made.width, made.height, made.moves) == ("mp4", 160, 200, True)
    assert made.receipt is not None and made.receipt.clip is not None  # noqa: PT018
    proof = made.receipt.clip
    assert (proof.frames, proof.seconds, proof.pixel_format, proof.faststart) == (48, 2.0, "yuv420p", True)
    assert proof.checked == 4
    assert made.receipt.mode == "warped"
    assert proof.mean_difference < 4.0  # the fake photo is all grain, which compression eats
    assert made.poster_sha256 is not None
    assert context.store.images.path(made.poster_sha256).suffix == ".png"


def test_the_shadow_moves_with_the_light(context: Context) -> None:
    made = clip_of(context, motion="light_sweep").assets[0]
    frames = frames_of(context, made, 8)
    places = []
    for frame in frames:
        dark = np.clip(110.0 - frame[:30].mean(axis=(0, 2)), 0.0, None)
        places.append(float((dark * np.arange(dark.size)).sum() / max(dark.sum(), 1e-6)))
    assert abs(places[-1] - places[0]) > 20.0
    assert all(a > b - 0.1 for a, b in pairwise(places))  # it starts and ends slowly: the codec's noise


def test_a_still_backdrop_does_not_flicker(context: Context) -> None:
    made = clip_of(context, motion="focus_pull").assets[0]
    light = np.stack([frame[:20].astype(np.float32) for frame in frames_of(context, made)])
    assert np.abs(np.diff(light.mean(axis=(2, 3)), axis=0)).max() < 0.6  # of 255


def test_a_loop_has_no_jump(context: Context) -> None:
    made = clip_of(context, motion="orbit", loop=True).assets[0]
    frames = [frame.astype(np.float32) for frame in frames_of(context, made)]
    steps = [float(np.abs(b - a).mean()) for a, b in zip(frames, [*frames[1:], frames[0]], strict=True)]
    assert steps[-1] <= max(steps[:-1]) * 1.1


def test_a_clip_stands_in_the_light_that_its_picture_was_given(context: Context) -> None:
    before = frames_of(context, clip_of(context).assets[0], 24)[0]
    edited = registry().call("edit", {"asset": "a2", "changes": {"key": -1.0}}, context)
    assert edited.assets[0].recipe is not None
    assert tints_of(edited.assets[0].recipe)
    after = frames_of(context, clip_of(context, asset=edited.assets[0].id).assets[0], 24)[0]
    assert after[:20].mean() < before[:20].mean() - 20.0
    studio = context.studio
    assert isinstance(studio, FakeStudio)
    assert studio.films == 2


def test_plates_are_kept_for_the_next_clip(context: Context) -> None:
    clip_of(context)
    clip_of(context, seconds=3)
    studio = context.studio
    assert isinstance(studio, FakeStudio)
    assert studio.films == 1


def test_a_clip_is_verified_from_its_file(context: Context) -> None:
    made = clip_of(context).assets[0]
    data = context.store.images.read(made.sha256)
    assert verify(data, "clip.mp4", context.store).differences == ()
    plain = registry().call("video", {"asset": "img1", **TWO, "motion": "pan"}, context)
    assert "plain photo" in plain.text
    assert verify(context.store.images.read(plain.assets[0].sha256), "p.mp4", context.store).differences == ()


@pytest.mark.parametrize("motion", ["orbit", "light_sweep", "focus_pull"])
def test_a_plain_photo_has_no_depth_to_move_in(context: Context, motion: str) -> None:
    outcome = registry().call("video", {"asset": "img1", "motion": motion}, context)
    assert outcome.error is not None
    assert "plain photo" in outcome.text
    assert outcome.credits == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [({"seconds": 1}, "2"), ({"seconds": 11}, "10"), ({"fps": 60}, "30"), ({"motion": "spin"}, "orbit"),
     ({"engine": "remote"}, "studio"), ({"asset": "a9"}, "a9")],
)  # fmt: skip
def test_bad_input_is_one_sentence(context: Context, args: dict[str, object], said: str) -> None:
    outcome = clip_of(context, **args)
    assert outcome.error is not None
    assert said in outcome.text
    assert "\n" not in outcome.text


def test_a_clip_of_a_clip_is_one_of_its_picture(context: Context) -> None:
    clip_of(context)
    again = clip_of(context, asset="a3", motion="pan")
    assert again.error is None
    assert again.assets[0].parent == context.store.ledger.find_asset("a2", "t").id


def test_a_cancelled_clip_costs_nothing(context: Context) -> None:
    from dataclasses import replace

    looks = iter([False] * 12)
    cancelled = replace(context, cancelled=lambda: next(looks, True))
    outcome = registry().call("video", {"asset": "a2", **TWO}, cancelled)
    assert outcome.error is not None
    assert "cancelled" in outcome.text
    assert outcome.credits == 0


def test_another_ratio_is_another_view(context: Context) -> None:
    made = clip_of(context, aspect="9:16").assets[0]
    assert made.width / made.height == pytest.approx(9 / 16, abs=0.02)
