"""A person before a path-traced set: whose pixels are whose, what may follow on it, and where the camera is."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import painted_hand as painted
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_person_on_white import seen

from agent.planner import OfflinePlanner
from tools.change_background import ChangeBackgroundArgs, change_background
from tools.context import Context
from tools.edit import Changes, EditArgs, edit
from tools.engines.decode import decode
from tools.engines.image import Bytes8
from tools.engines.key_light import KeyLight
from tools.engines.person.photo_light import rows_of
from tools.engines.person.seen import Judged, Person
from tools.engines.studio.job import render_job
from tools.engines.studio.person_set import Rows, left_out, person_scene, stance_of
from tools.engines.studio.resolve import Photo
from tools.engines.studio.seen import extent_of, view_of
from tools.engines.studio.stand_in import make_stand_in
from tools.errors import BadRequest
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.reframe import ReframeArgs, reframe
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish, Stance
from tools.specs.steps import Placement
from tools.try_on import TryOnArgs, try_on
from tools.verify import verify
from tools.white_studio import WhiteStudioArgs, white_studio
from ui.markup import scene_words

WALL = SceneWish(surface="plaster", backdrop="wall")


def before_a_wall(context: Context, **args: object) -> Asset:
    told = {"product": "img1", "person": "img2", "scene": WALL, **args}
    return try_on(TryOnArgs.model_validate(told), context).assets[0]


def pixels_of(asset: Asset, context: Context) -> Bytes8:
    return decode(context.store.images.read(asset.sha256), "it").pixels


def test_skin_and_product_are_the_photos_and_the_rest_is_path_traced(context: Context) -> None:
    context = seen(context)
    made = before_a_wall(context)
    assert made.recipe is not None
    assert made.receipt is not None
    assert made.receipt.origin is not None
    assert (made.recipe.mode, made.receipt.max_diff, made.receipt.core_pixels > 1000) == ("warped", 0, True)
    worn = context.store.ledger.by_output(made.recipe.source_sha256)
    assert worn is not None
    picture, photo, before = pixels_of(made, context), painted.photo(), pixels_of(worn, context)
    mask = decode(context.store.images.read(made.receipt.origin.mask_sha256), "the mask").pixels
    whole = mask[..., 0] == 255
    np.testing.assert_array_equal(picture[whole], before[whole])
    palm = (slice(480, 560), slice(290, 350))
    np.testing.assert_array_equal(picture[palm], photo[palm])  # bare skin, far from the watch
    traced = mask[..., 1] == 255
    assert (np.abs(picture[traced].astype(int) - painted.WALL).max(-1) > 20).mean() > 0.95
    origin = made.receipt.origin
    assert origin.photograph + origin.path_tracer == pytest.approx(1.0, abs=1e-4)
    assert origin.model == 0
    assert verify(context.store.images.read(made.sha256), "it", context.store).differences == ()


def test_the_talk_goes_on_with_it(context: Context) -> None:
    context = seen(context)
    try_on(TryOnArgs(product="img1", person="img2"), context)
    made = change_background(ChangeBackgroundArgs(asset="a1", scene=SceneWish(backdrop="window")), context).assets[0]
    assert made.recipe is not None
    assert made.recipe.scene is not None
    assert made.recipe.scene.backdrop == "window"
    warmer = edit(EditArgs(asset="a2", changes=Changes(warmth=0.4)), context)
    assert warmer.data["rendered"] is False
    assert warmer.assets[0].receipt is not None
    assert warmer.assets[0].receipt.max_diff == 0
    tall = reframe(ReframeArgs(asset="a2", aspect="9:16"), context).assets[0]
    assert tall.recipe is not None
    assert tall.recipe.scene is not None
    assert tall.recipe.scene.backdrop == "window"
    assert tall.width / tall.height == pytest.approx(9 / 16, abs=0.01)
    white = white_studio(WhiteStudioArgs(product="a2"), context).assets[0]
    assert (pixels_of(white, context)[:30, :30] == 255).all()
    paper = change_background(ChangeBackgroundArgs(asset="a2", scene=SceneWish(palette=("#3a6fb5",))), context)
    assert paper.assets[0].recipe is not None
    assert paper.assets[0].recipe.scene is not None
    assert paper.assets[0].recipe.scene.backdrop == "seamless"


def test_a_shoot_with_a_person_is_one(context: Context) -> None:
    context = seen(context)
    made = reference_shoot(ReferenceShootArgs(product="img1", person="img2", scene=WALL), context).assets[0]
    assert made.recipe is not None
    assert made.recipe.scene is not None
    assert made.recipe.scene.stance is not None
    assert made.width / made.height != pytest.approx(4 / 5, abs=0.02), "no ratio was named: the photo's own"


@pytest.mark.parametrize("changes", [{"camera": "low"}, {"add": ("flowers",)}, {"zoom": 0.5}, {"product_scale": 0.4}])
def test_what_a_person_has_not_is_refused(context: Context, changes: dict[str, object]) -> None:
    context = seen(context)
    before_a_wall(context)
    with pytest.raises(BadRequest, match="cannot change"):
        edit(EditArgs(asset="a2", changes=Changes.model_validate(changes)), context)


def test_a_photo_is_no_set(context: Context) -> None:
    context = seen(context)
    with pytest.raises(BadRequest, match="not before a photo"):
        before_a_wall(context, scene=SceneWish(place="img2"))


def test_forgetting_a_person_takes_renders_along(context: Context) -> None:
    context = seen(context)
    made = before_a_wall(context)
    assert made.receipt is not None
    assert made.receipt.origin is not None
    ledger = context.store.ledger
    gone = ledger.people.withdraw(ledger.find_asset("img2", context.thread).id)
    assert made.receipt.origin.mask_sha256 in gone.files
    assert [context.store.plates.remove(key) for key in gone.plates] == [True]


def test_half_a_body_does_not_float() -> None:
    face = painted_face(top=50, chin=150)
    alpha = np.zeros((1000, 400), np.uint8)
    alpha[30:1000] = 255
    assert rows_of(alpha, face) == Rows((50.0, 150.0))
    alpha[900:] = 0
    assert rows_of(alpha, face) == Rows((50.0, 150.0), 900.0)
    alpha[400:] = 0
    with pytest.raises(ValueError, match="in the air"):
        rows_of(alpha, face)


def painted_face(top: float, chin: float) -> Person:
    """Return a person of whom only the rows of forehead and chin are told."""
    from tools.engines.person.faces import Face

    points = np.zeros((468, 3), np.float32)
    points[10, 1], points[152, 1] = top, chin
    return Person((), (Judged(Face(points, np.zeros((2, 5, 2), np.float32), 1.0, 0.0), ()),))


SIDE = 120


def recipe_of(stance: Stance, backdrop: str = "wall") -> Recipe:
    wish = SceneWish.model_validate({"backdrop": backdrop, "light": "soft_window"})
    scene = person_scene(wish, Photo("front", None, 0.6, 0.5), None, stance)
    return Recipe(
        tool="try_on", source_sha256="s", cutout_sha256="c", mode="warped", width=SIDE, height=SIDE, frame_mm=700.0,
        thickness_mm=160.0, scene=scene, placement=Placement(scale=1.0, x=0, y=0), seed=3, samples=4,
    )  # fmt: skip


def body() -> np.ndarray:
    """Return a grey figure that the frame cuts off, H×W×4."""
    product = np.full((SIDE, SIDE, 4), 0.4, np.float32)
    product[..., 3] = 0
    product[50:, 45:75, 3] = 1
    return product


@given(eye=st.floats(0.3, 0.8), floor=st.floats(400.0, 2000.0))
def test_the_camera_is_as_high_as_it_is_said(eye: float, floor: float) -> None:
    recipe = recipe_of(Stance(eye=eye, floor_mm=floor))
    view = view_of(recipe, body())
    extent = extent_of(recipe, body(), view)
    assert view.axis_row == pytest.approx(eye * SIDE, abs=1e-6)
    assert extent.base == pytest.approx(floor, abs=1e-6)
    assert extent.seen_at(extent.base, -1.5 * recipe.frame_mm) < extent.eye_height


def test_a_body_that_is_cut_off_stands_upright_at_its_place() -> None:
    recipe = recipe_of(Stance(eye=0.6, floor_mm=1000.0))
    mesh = make_stand_in(body(), view_of(recipe, body()), "standing", recipe.thickness_mm)
    assert np.abs(mesh.vertices[:, 2]).max() < 0.5 * recipe.thickness_mm * 2
    assert mesh.vertices[:, 1].min() > 950.0


@pytest.mark.parametrize(("soles", "cut"), [(6, False), (60, True)])
def test_shoes_on_the_photos_edge_are_no_legs_that_it_cut_off(soles: int, cut: bool) -> None:
    alpha = np.zeros((1000, 400), np.uint8)
    alpha[30:999, 100:200] = 255
    alpha[900:] = 0
    alpha[900:997, 100 : 100 + soles] = 255
    assert (rows_of(alpha, painted_face(top=50, chin=150)).foot is None) is cut


def test_feet_in_the_picture_stand_on_the_floor() -> None:
    stance = stance_of(Rows((10.0, 22.0), 100.0), SIDE, SIDE / 700.0)
    assert stance.floor_mm < 0
    recipe = recipe_of(stance)
    product = body()
    product[100:, :, 3] = 0
    assert view_of(recipe, product).base_row == pytest.approx(100.0, abs=0.01)


@given(
    azimuth=st.floats(-120.0, 120.0), softness=st.floats(0.0, 1.0),
    backdrop=st.sampled_from(["wall", "window", "horizon", "arch", "drape", "seamless", "gradient", "sky"]),
)  # fmt: skip
def test_the_key_stands_on_the_side_of_the_photos(azimuth: float, softness: float, backdrop: str) -> None:
    a = np.radians(azimuth)
    key = KeyLight((0.8 * float(np.sin(a)), 0.6, 0.8 * float(np.cos(a))), 0.95)
    wish = SceneWish.model_validate({"backdrop": backdrop})
    scene = person_scene(wish, Photo("front", None, softness, 0.5), key, Stance(eye=0.6, floor_mm=1000.0))
    assert scene.key_azimuth is not None
    assert (scene.backdrop, scene.support) == (backdrop, "ground")
    if abs(azimuth) > 15:
        assert scene.key_azimuth * azimuth > 0
    assert scene.light == ("hard_sun" if softness < 0.3 else "soft_window")


def test_the_page_says_what_is_behind_a_person() -> None:
    scene = recipe_of(Stance(eye=0.6, floor_mm=1000.0), "horizon").scene
    assert scene is not None
    assert scene_words(scene) == "before horizon, soft window from the left, at chest height"


def test_things_on_the_ground_are_left_out_and_said() -> None:
    wish = SceneWish(backdrop="wall", props=("leaf_shadow", "flowers"))
    scene = person_scene(wish, Photo(), None, Stance(eye=0.6, floor_mm=1000.0))
    assert scene.props == ("leaf_shadow",)
    assert left_out(wish) == ("flowers",)


@pytest.mark.parametrize(
    ("text", "backdrop"),
    [
        ("put her before a warm plaster wall", "wall"),
        ("now at a window", "window"),
        ("before a horizon at dusk", "horizon"),
        ("setz sie vor eine Wand", "wall"),
        ("devant une fenêtre", "window"),
    ],
)
def test_a_set_named_after_a_try_on_goes_behind_the_person(text: str, backdrop: str) -> None:
    thread = {"assets": ["a1"], "last_tool": "try_on", "last_scene": None}
    step = OfflinePlanner().plan(Brief.model_validate({"text": text, "images": [], "thread": thread})).steps[0]
    assert (step.tool, step.args["asset"], step.args["scene"]["backdrop"]) == ("change_background", "a1", backdrop)


@pytest.mark.parametrize(
    ("text", "tool"),
    [("at a window instead", "change_background"), ("warmer", "edit"), ("light from the right", "edit")],
)
def test_another_set_is_built_anew_and_a_change_of_light_is_an_edit(text: str, tool: str) -> None:
    scene = {"backdrop": "wall", "light": "soft_window", "stance": {"eye": 0.6, "floor_mm": 1000.0}}
    thread = {"assets": ["a1"], "last_tool": "try_on", "last_scene": scene}
    step = OfflinePlanner().plan(Brief.model_validate({"text": text, "images": [], "thread": thread})).steps[0]
    assert (step.tool, step.args["asset"]) == (tool, "a1")


@pytest.mark.slow
def test_a_wall_is_lit_and_a_horizon_is_at_the_cameras_height(tmp_path: Path) -> None:
    """The floor is in neither: a wall goes on to the lower edge, and over a horizon all is sky."""
    stance = Stance(eye=0.6, floor_mm=1000.0)
    wall = render_job(recipe_of(stance), body(), tmp_path, lambda _: None, preview=False)[:, :30].mean((1, 2))
    assert wall.min() > 0.4 * wall.max()
    far = render_job(recipe_of(stance, "horizon"), body(), tmp_path, lambda _: None, preview=False)
    rows = np.abs(np.diff(far[:, :30].mean((1, 2))))
    assert abs(int(rows[50:110].argmax()) + 50 - 0.6 * SIDE) < 8


def test_nobody_without_their_word(context: Context) -> None:
    context = replace(seen(context), thread="other")
    with pytest.raises(BadRequest):
        before_a_wall(context)
