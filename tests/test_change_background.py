"""Another background for any picture: a colour, a gradient, a set, an own photo; the product stays as photographed."""

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from hypothesis import given, settings
from hypothesis import strategies as st
from products import cutout_of, pixels_of, upload

from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.change_background import ChangeBackgroundArgs, change_background
from tools.context import Context
from tools.edit import Changes, EditArgs, edit
from tools.engines.encode import encode_png
from tools.engines.ground import filled
from tools.errors import BadRequest, EngineUnavailable, Refused
from tools.ghost_mannequin import GhostMannequinArgs, ghost_mannequin
from tools.prices import price
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.registry import TOOLS, Registry
from tools.remove_background import RemoveBackgroundArgs, remove_background
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.product import Product, Refusal
from tools.specs.scene import SceneWish
from tools.specs.steps import Inside, OwnBackdrop, OwnShadow, Paper
from tools.store.store import Store
from tools.verify import verify
from tools.white_studio import WhiteStudioArgs, white_studio


@pytest.fixture
def context(store: Store) -> Context:
    opened = Context(store, FakeCutter(), FakeStudio(), "t")
    upload(opened, cutout_of("bag", long=300), "bag.png", "bag")
    return opened


def changed(context: Context, asset: str, **scene: object) -> Asset:
    wish = SceneWish.model_validate(scene)
    made = change_background(ChangeBackgroundArgs(asset=asset, scene=wish), context).assets[0]
    assert made.receipt is not None
    assert (made.receipt.mode, made.receipt.max_diff) == ("exact", 0)
    assert verify(context.store.images.read(made.sha256), "made.png", context.store).differences == ()
    return made


def test_a_colour_is_that_colour(context: Context) -> None:
    made = changed(context, "img1", palette=["#9caf88"])
    upload_ = context.store.ledger.find_asset("img1", "t")
    assert (made.width, made.height, made.parent) == (upload_.width, upload_.height, upload_.id)
    pixels = pixels_of(made, context)
    assert (pixels[:5] == (0x9C, 0xAF, 0x88)).all()
    assert (pixels == (0x9C, 0xAF, 0x88)).all(-1).mean() > 0.4
    assert made.recipe is not None
    assert made.recipe.placement.scale == 1.0


@pytest.mark.parametrize(
    ("scene", "bottom"),
    [
        ({"palette": ["#203040", "#f0e0d0"]}, (0xF0, 0xE0, 0xD0)),
        ({"palette": ["#203040"], "backdrop": "gradient"}, None),
    ],
)
def test_a_gradient_runs_down_without_bands(
    scene: dict[str, object], bottom: tuple[int, int, int] | None, context: Context
) -> None:
    pixels = pixels_of(changed(context, "img1", **scene), context)
    assert np.abs(pixels[0, 0].astype(int) - (0x20, 0x30, 0x40)).max() <= 1
    if bottom:
        assert np.abs(pixels[-1, 0].astype(int) - bottom).max() <= 1
    means = pixels[:, :20, 0].mean(1)
    assert means[-1] > means[0] + 60
    assert np.diff(means).min() > -1.5


def test_a_set_goes_the_way_of_a_shoot(context: Context) -> None:
    result = change_background(ChangeBackgroundArgs(asset="img1", scene=SceneWish(surface="marble")), context)
    assert result.assets[0].recipe is not None
    assert result.assets[0].recipe.scene is not None
    assert result.assets[0].recipe.scene.surface == "marble"


def test_a_made_picture_keeps_its_frame(context: Context) -> None:
    shot = reference_shoot(ReferenceShootArgs(product="img1", aspect="4:5"), context).assets[0]
    made = changed(context, "a1", palette=["#112233"])
    assert made.recipe is not None
    assert shot.recipe is not None
    assert made.recipe.placement == shot.recipe.placement
    assert (made.width, made.height, made.parent) == (shot.width, shot.height, shot.id)
    assert made.recipe.scene is None
    assert made.recipe.step(Paper) == Paper(top="#112233", bottom="#112233")


def test_a_straightened_tile_stays_straightened(context: Context) -> None:
    upload(context, cutout_of("watch", 6.0, long=300), "watch.png", "watch")
    tile = white_studio(WhiteStudioArgs(product="img2", mode="warped"), context).assets[0]
    made = change_background(ChangeBackgroundArgs(asset="a1", scene=SceneWish(palette=("#998877",))), context).assets[0]
    assert made.receipt is not None
    assert tile.receipt is not None
    assert (made.receipt.mode, made.receipt.max_diff) == ("warped", 0)
    assert made.receipt.placement == tile.receipt.placement


def backdrop(context: Context) -> str:
    rng = np.random.default_rng(5)
    stripes = np.where((np.arange(900) // 2) % 2, 210, 90)[None, :, None] + rng.normal(0, 2, (600, 900, 3))
    return upload(context, np.dstack([stripes.clip(0, 255), np.full((600, 900), 255)]).astype(np.uint8), "wall.png")


def test_an_own_photo_is_softened_and_the_product_is_not(context: Context) -> None:
    name = backdrop(context)
    made = changed(context, "img1", place=name)
    assert made.width / made.height == pytest.approx(3 / 2, rel=0.02)
    assert made.recipe is not None
    step = made.recipe.step(OwnBackdrop)
    assert step is not None
    assert step.blur > 0
    far = pixels_of(made, context)[:40].astype(int)
    assert far.std() < 40  # stripes of 60 either way, softened
    assert made.recipe.placement.scale <= 1.5


def test_a_shadow_before_an_own_photo_is_an_edit(context: Context) -> None:
    first = changed(context, "img1", place=backdrop(context))
    gone = edit(EditArgs(asset="a1", changes=Changes(shadow=-1.0, blur=0.3)), context).assets[0]
    moved = edit(EditArgs(asset="a1", changes=Changes(product_position="left", product_scale=-0.4)), context).assets[0]
    assert gone.recipe is not None
    assert moved.recipe is not None
    assert first.recipe is not None
    shadow = gone.recipe.step(OwnShadow)
    assert shadow is not None
    assert shadow.strength == 0.0
    assert pixels_of(gone, context).mean() > pixels_of(first, context).mean()
    assert moved.recipe.placement.scale < first.recipe.placement.scale
    assert gone.receipt is not None
    assert moved.receipt is not None
    assert gone.receipt.max_diff == moved.receipt.max_diff == 0


@pytest.mark.parametrize(
    ("args", "error", "words"),
    [
        ({"asset": "img1", "scene": {"place": "img1"}}, BadRequest, "same picture"),
        ({"asset": "img1", "scene": {"place": "img9"}}, BadRequest, "img9"),
        ({"asset": "a4", "scene": {"palette": ["#ffffff"]}}, BadRequest, "a4"),
        ({"asset": "img1", "engine": "diffusion"}, EngineUnavailable, "leave the engine out"),
    ],
)
def test_bad_input_ends_in_a_sentence(
    args: dict[str, object], error: type[Exception], words: str, context: Context
) -> None:
    with pytest.raises(error, match=words):
        change_background(ChangeBackgroundArgs.model_validate(args), context)


def test_a_refused_product_is_neither_before_nor_behind(context: Context) -> None:
    name = backdrop(context)
    refusal = Refusal(rule="counterfeit", reason="It is a copy.", advice="Show the original.")
    behind = context.store.ledger.find_asset(name, "t")
    context.store.ledger.save_product(Product(id=behind.sha256, refusal=refusal))
    with pytest.raises(Refused, match="copy"):
        changed(context, "img1", place=name)
    with pytest.raises(Refused, match="copy"):
        changed(context, name, palette=["#ffffff"])


def test_the_tools_are_in_the_registry() -> None:
    assert {"ghost_mannequin", "detail", "change_background"} <= {tool.__name__ for tool in TOOLS}


def test_a_brief_with_two_photos_leads_there(store: Store, tmp_path: Path) -> None:
    files = [tmp_path / "bag.png", tmp_path / "room.png"]
    files[0].write_bytes(encode_png(cutout_of("bag", long=300)))
    files[1].write_bytes(encode_png(np.full((400, 500, 3), (180, 150, 120), np.uint8)))
    assistant = Assistant(store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()))
    images = [{"path": str(files[0]), "role": "product"}, {"path": str(files[1]), "role": "inspiration"}]
    brief = Brief.model_validate({"text": "use the second photo as the background of my bag", "images": images})
    first = assistant.run(brief, "t").made[0][1]
    assert first.recipe is not None
    step = first.recipe.step(OwnBackdrop)
    assert step is not None
    assert store.images.read(step.sha256) == files[1].read_bytes()
    assert assistant.run(Brief(text="no shadow"), "t").made[0][1].parent == first.id
    grey = assistant.run(Brief(text="change the background to light grey"), "t").made[0][1]
    assert grey.recipe is not None
    assert grey.recipe.step(Paper) == Paper(top="#d8d8d8", bottom="#d8d8d8")
    assert grey.recipe.placement == first.recipe.placement


def test_a_joined_mannequin_keeps_its_inside(context: Context) -> None:
    upload(context, cutout_of("front", tone=60), "front.png", "bag")
    upload(context, cutout_of("inside", long=700, tone=200), "inside.png", "bag")
    ghost_mannequin(GhostMannequinArgs(product="img2", inside="img3"), context)
    made = change_background(ChangeBackgroundArgs(asset="a1", scene=SceneWish(palette=("#334455",))), context).assets[0]
    assert made.recipe is not None
    assert made.recipe.step(Inside) is not None
    assert made.recipe.mode == "warped"
    with pytest.raises(BadRequest, match="joined from two photos"):
        remove_background(RemoveBackgroundArgs(asset="a1"), context)
    with pytest.raises(BadRequest, match="change its background"):
        reference_shoot(ReferenceShootArgs(product="img1", scene=SceneWish(place="img2")), context)


@settings(max_examples=40)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(1, 90), st.integers(1, 90))
def test_any_photo_fills_any_frame(width: int, height: int, across: int, down: int) -> None:
    photo = np.full((down, across, 3), 77, np.uint8)
    assert (filled(photo, width, height) == np.full((height, width, 3), 77, np.uint8)).all()
