"""A product in a person's own photo: what is read off the place, the shadow on its ground, what is in focus."""

import math

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from hypothesis import given, settings
from hypothesis import strategies as st
from products import cutout_of, pixels_of, upload
from scipy.ndimage import gaussian_filter

from agent.planner import OfflinePlanner
from tools.change_background import ChangeBackgroundArgs, change_background
from tools.context import Context, Result
from tools.edit import Changes, EditArgs, edit
from tools.engines.image import Bytes8, Image
from tools.engines.place_photo.cast import cast_shadow
from tools.engines.place_photo.focus import focused, radii
from tools.engines.place_photo.horizon import horizon_of
from tools.engines.place_photo.scale import HONEST, shown
from tools.engines.place_photo.standing import foot_in
from tools.engines.place_photo.survey import survey
from tools.errors import BadRequest
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.scene import SceneWish
from tools.specs.steps import CastShadow, OwnShadow, PhotoView
from tools.specs.words import Category
from tools.store.store import Store

SIZE = (600, 800)
"""Rows and columns of the painted places."""


def beach(row: float, sun: float | None = None, noise: float = 4.0) -> Image:
    """Return a sky over sand that meet at ``row``; ``sun``: at which share of the width one stands low."""
    rows, columns = SIZE
    rng = np.random.default_rng(3)
    line = round(row * rows)
    picture = np.empty((rows, columns, 3))
    picture[:line] = np.linspace((90, 140, 205), (190, 205, 222), max(line, 1))[:, None]
    grain = gaussian_filter(rng.normal(0, noise, (rows, columns)), 0.7)[..., None] * 2
    picture[line:] = np.array([205, 182, 150]) + grain[line:]
    if sun is not None:
        y, x = np.mgrid[:rows, :columns]
        picture[np.hypot(x - sun * columns, y - (row - 0.12) * rows) < 0.03 * columns] = 255
    return (picture.clip(0, 255) / 255).astype(np.float32)


def boards(row: float) -> Image:
    """Return a floor of boards that run to a point at ``row``, which may lie above the picture."""
    rows, columns = SIZE
    y, x = np.mgrid[:rows, :columns].astype(np.float64)
    below = np.maximum(y - row * rows, 1.0)
    across = (x - 0.45 * columns) / below
    return np.dstack([np.where((across * 7) % 2 < 1, 0.62, 0.42)] * 3).astype(np.float32)


@settings(max_examples=12, deadline=None)
@given(st.floats(0.2, 0.7))
def test_the_edge_of_the_sky_is_the_horizon(row: float) -> None:
    found = horizon_of(beach(row))
    assert found.seen
    assert found.row == pytest.approx(row, abs=0.02)


@pytest.mark.parametrize("row", [-0.4, -0.1])
def test_boards_lead_to_an_eye_level_out_of_view(row: float) -> None:
    found = horizon_of(boards(row))
    assert not found.seen
    assert found.row == pytest.approx(row, abs=0.12)


def test_nothing_to_tell_by_is_no_horizon() -> None:
    plain = np.full((*SIZE, 3), 0.8, np.float32)
    assert not horizon_of(plain).seen
    assert horizon_of(plain).trust < 0.3
    assert survey(plain).even


def test_a_foot_is_set_beside_what_stands_there() -> None:
    place = beach(0.4)
    rng = np.random.default_rng(1)
    place[380:600, 260:800] = rng.random((220, 540, 3), np.float32)
    foot = foot_in(place, 0.4, 0.25)
    assert foot.plain
    assert foot.x < 0.3
    assert foot.y > 0.45


@pytest.mark.parametrize(("at", "sign"), [(0.2, -1), (0.8, 1)])
def test_a_low_sun_stands_behind_on_its_side(at: float, sign: int) -> None:
    light = survey(beach(0.5, sun=at)).light
    assert light.in_view
    assert light.side == "behind"
    assert math.copysign(1, light.azimuth) == sign


@pytest.mark.parametrize(("azimuth", "right"), [(-50.0, True), (50.0, False), (-130.0, True)])
def test_a_shadow_falls_away_from_the_light(azimuth: float, right: bool) -> None:
    shadow = cast_shadow(_bag(), _light(azimuth=azimuth), "standing", 0.3)
    columns = shadow.sum(0)
    beside = columns[: SIZE[1] // 2 - 110].sum(), columns[SIZE[1] // 2 + 110 :].sum()
    assert (beside[1] > 4 * beside[0]) == right
    rows = np.flatnonzero(shadow.max(1) > 0.3)
    front = abs(azimuth) > 115
    assert (rows[-1] > 420) == front
    assert rows[0] > 0.35 * SIZE[0]  # never on the sky


def test_softer_light_blurs_more_and_a_higher_one_throws_less() -> None:
    hard, soft = (cast_shadow(_bag(), _light(softness=s), "standing", 0.2) for s in (0.0, 1.0))
    low, high = (cast_shadow(_bag(), _light(elevation=e), "standing", 0.2) for e in (20.0, 70.0))
    assert np.abs(np.diff(hard, axis=1)).max() > 2 * np.abs(np.diff(soft, axis=1)).max()
    assert low.sum() > 1.5 * high.sum()


@settings(max_examples=25, deadline=None)
@given(
    st.floats(-180, 180), st.floats(1, 90), st.floats(0, 1), st.floats(-20, 20), st.sampled_from(["standing", "lying"])
)
def test_any_light_leaves_a_share(azimuth: float, elevation: float, softness: float, horizon: float, pose: str) -> None:
    light = CastShadow(azimuth=azimuth, elevation=elevation, softness=softness, strength=0.5, horizon=horizon)
    shadow = cast_shadow(_bag()[::4, ::4], light, "lying" if pose == "lying" else "standing", 0.3)
    assert np.isfinite(shadow).all()
    assert 0 <= shadow.min() <= shadow.max() <= 1


@given(st.floats(0.3, 1.0), st.floats(-1.0, 0.9), st.floats(0, 40), st.floats(0, 5))
def test_the_foot_is_in_focus(foot: float, eye: float, far: float, least: float) -> None:
    radius = radii(200, foot * 200, eye * 200, far, least)
    if eye < foot:
        assert radius[min(199, int(foot * 200))] <= math.hypot(least, far * 0.2) + 1e-6
    assert radius.max() <= math.hypot(far, least) + 1e-6


def test_what_is_far_is_soft_and_keeps_its_light() -> None:
    noise = np.random.default_rng(2).random((160, 120, 3), np.float32)
    made = focused(noise, 130, 40, 9.0, 0.0)
    assert made[20:40].std() < 0.2 * noise[20:40].std()
    assert made[128:132].std() > 0.8 * noise[128:132].std()
    assert made.mean() == pytest.approx(noise.mean(), abs=0.01)


def test_a_ring_on_a_beach_is_no_giant_in_silence() -> None:
    ring, bag = (shown(400, mm, (832, 1248), (0.4, 0.8)) for mm in (24.0, 300.0))
    assert ring.over > HONEST > bag.over
    assert ring.far > bag.far
    assert ring.least > bag.least == 0.0


def _bag() -> Bytes8:
    alpha = np.zeros(SIZE, np.uint8)
    alpha[260:420, SIZE[1] // 2 - 100 : SIZE[1] // 2 + 100] = 255
    return alpha


def _light(**changed: float) -> CastShadow:
    return CastShadow.model_validate(
        {"azimuth": -50.0, "elevation": 40.0, "softness": 0.1, "strength": 0.6, "horizon": 0.35} | changed
    )


@pytest.fixture
def context(store: Store) -> Context:
    return Context(store, FakeCutter(), FakeStudio(), "t")


def in_place(context: Context, kind: Category, place: Image, category: Category | None = None) -> Result:
    upload(context, cutout_of(kind, long=300), f"{kind}.png", category or kind)
    opaque = np.dstack([(place * 255).astype(np.uint8), np.full(SIZE, 255, np.uint8)])
    upload(context, opaque, "beach.png")
    return change_background(ChangeBackgroundArgs(asset="img1", scene=SceneWish(place="img2")), context)


def step_of(asset: Asset) -> CastShadow:
    assert asset.recipe is not None
    step = asset.recipe.step(CastShadow)
    assert step is not None
    return step


def test_a_bag_stands_on_the_sand_and_the_reply_says_what_was_assumed(context: Context) -> None:
    result = in_place(context, "bag", beach(0.4, sun=0.8))
    made = result.assets[0]
    assert made.recipe is not None
    view, pool = made.recipe.step(PhotoView), made.recipe.step(OwnShadow)
    assert view is not None
    assert pool is not None
    assert "stands on the plainest ground" in result.text
    assert "from behind" in result.text
    assert "towards you" in result.text
    assert "True to scale" not in result.text
    assert made.receipt is not None
    assert (made.receipt.mode, made.receipt.max_diff) == ("exact", 0)


def test_a_ring_on_a_beach_is_said_to_be_a_close_up(context: Context) -> None:
    assert "True to scale it would be" in in_place(context, "ring", beach(0.4)).text


def test_moving_it_takes_the_shadow_along(context: Context) -> None:
    first = in_place(context, "bag", beach(0.4)).assets[0]
    left = edit(EditArgs(asset="a1", changes=Changes(product_position="left", product_scale=-0.5)), context).assets[0]
    turned = edit(EditArgs(asset="a1", changes=Changes(light_from="right")), context).assets[0]
    assert step_of(left) == step_of(first)
    assert step_of(turned).azimuth > 0
    ground = pixels_of(first, context).astype(int), pixels_of(left, context).astype(int)
    sand = slice(round(0.55 * first.height), None)
    where = [np.flatnonzero(picture[sand].mean((0, 2)) < 165) for picture in ground]
    assert where[1].mean() < where[0].mean() - 0.1 * first.width
    for asset in (left, turned):
        assert asset.receipt is not None
        assert asset.receipt.max_diff == 0
    with pytest.raises(BadRequest, match="light from"):
        edit(EditArgs(asset="a1", changes=Changes(surface="marble")), context)


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("nach links", {"product_position": "left"}),
        ("light from the left", {"light_from": "left"}),
        ("further left and light from the left", {"product_position": "left", "light_from": "left"}),
    ],
)
def test_a_side_is_the_light_s_or_the_product_s(words: str, changes: dict[str, str]) -> None:
    thread = {"category": "bag", "last_tool": "change_background", "assets": ["a1"], "last_scene": {}}
    plan = OfflinePlanner().plan(Brief.model_validate({"text": words, "thread": thread}))
    assert [step.args["changes"] for step in plan.steps] == [changes]


def test_places_that_are_built_are_named_as_sets() -> None:
    images = [{"path": "ring.png", "role": "product", "what": "a photo of a silver ring"}]
    briefs = [{"text": f"my ring {place}", "images": images} for place in ("on a terrace", "on a yacht")]
    plans = [OfflinePlanner().plan(Brief.model_validate(brief)) for brief in briefs]
    assert "builds a set of its own: a plaster slab" in plans[0].reply
    assert plans[0].steps[0].args["scene"]["look"] == "mediterranean_wall"
    assert "I cannot build yacht" in plans[1].reply
    assert all("own background photo" in plan.reply for plan in plans)
