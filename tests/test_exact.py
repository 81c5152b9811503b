"""The product's pixels in 200 random scenes: thin, holed and translucent things, any set, any develop, the saved file.

What is in the file is compared with the photo resized here, by Pillow alone, and not by the code under test.
"""

import io
from typing import get_args

import numpy as np
import pytest
from fakes import FakeStudio
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st
from PIL import Image as PillowImage
from PIL import ImageDraw
from scipy import ndimage as ndi

from tools.context import Context
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.engines.studio.resolve import Photo, resolve
from tools.errors import ToolFailed
from tools.product_photo import ProductPhoto
from tools.shoot import take
from tools.specs.asset import Asset
from tools.specs.product import Product
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish
from tools.specs.steps import (
    Blur,
    Contact,
    Contrast,
    DevelopStep,
    Exposure,
    Grain,
    Placement,
    Saturation,
    Vignette,
    WhiteBalance,
)
from tools.specs.words import Backdrop, Camera, Caption, Light, LightFrom, Prop, Surface

FRAME = (144, 176)
PHOTO = (120, 100)


def product(seed: int, kind: str) -> Bytes8:
    """Return a noisy H×W×4 photo with its alpha: a ring, a thin chain, a disc with a pane, or a blob."""
    random = np.random.default_rng(seed)
    width, height = PHOTO
    drawn = PillowImage.new("L", (width * 3, height * 3), 0)
    pen = ImageDraw.Draw(drawn)
    at = random.integers(20, 90, 2) * 1
    box = (
        int(at[0]),
        int(at[1]),
        int(at[0]) + int(random.integers(120, 230)),
        int(at[1]) + int(random.integers(90, 190)),
    )
    pen.ellipse(box, fill=255)
    if kind == "ring":
        inset = int(random.integers(9, 40))
        pen.ellipse((box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), fill=0)
    elif kind == "thin":
        pen.rectangle((0, 0, width * 3, height * 3), fill=0)
        pen.line([tuple(int(n) for n in random.integers(20, 280, 2)) for _ in range(5)], fill=255, width=7)
        pen.rectangle((box[0], box[1], box[0] + 50, box[1] + 40), fill=255)
    elif kind == "pane":
        pen.ellipse((box[0] + 30, box[1] + 20, box[0] + 80, box[1] + 70), fill=int(random.integers(40, 220)))
    alpha = np.asarray(drawn.resize((width, height), PillowImage.Resampling.LANCZOS))
    return np.dstack([random.integers(0, 256, (height, width, 3), np.uint8), alpha])


amounts = st.floats(-1.0, 1.0)
steps: st.SearchStrategy[DevelopStep] = st.one_of(
    st.builds(Exposure, stops=amounts), st.builds(Contrast, amount=amounts), st.builds(Saturation, amount=amounts),
    st.builds(WhiteBalance, warmth=amounts, tint=amounts), st.builds(Vignette, amount=st.floats(0.0, 1.0)),
    st.builds(Grain, sigma=st.floats(0.0, 0.05)), st.builds(Blur, sigma=st.floats(0.0, 3.0)),
    st.builds(Contact, strength=st.floats(0.0, 1.0)),
)  # fmt: skip
wishes = st.builds(
    SceneWish,
    surface=st.sampled_from(get_args(Surface)), backdrop=st.sampled_from([None, *get_args(Backdrop)]),
    light=st.sampled_from(get_args(Light)), light_from=st.sampled_from([None, *get_args(LightFrom)]),
    camera=st.sampled_from(get_args(Camera)), caption=st.sampled_from([None, *get_args(Caption)]),
    props=st.lists(st.sampled_from(get_args(Prop)), max_size=3, unique=True).map(tuple),
)  # fmt: skip
recipes = st.builds(
    lambda wish, develop, scale, x, y, seed, pose: Recipe(
        tool="reference_shoot", source_sha256="", cutout_sha256="", width=FRAME[0], height=FRAME[1],
        placement=Placement(scale=round(scale, 6), x=x, y=y), scene=resolve(wish, Photo()), pose=pose,
        develop=tuple(develop), seed=seed, samples=2,
    ),
    wishes, st.lists(steps, max_size=5), st.floats(0.3, 1.5), st.integers(-40, 70), st.integers(-30, 90),
    st.integers(0, 99), st.sampled_from(["standing", "lying"]),
)  # fmt: skip


def shot(context: Context, rgba: Bytes8, recipe: Recipe) -> Asset:
    """Keep the photo and its cut-out, and take the picture."""
    images = context.store.images
    source, cutout = (images.put(encode_png(np.ascontiguousarray(part)), "png") for part in (rgba[..., :3], rgba))
    photo = ProductPhoto(Product(id=source, category="ring", hardness="hard"), cutout, images, "photo")
    return take(context, photo, recipe.model_copy(update={"source_sha256": source, "cutout_sha256": cutout})).asset


def core_of(rgba: Bytes8, placement: Placement) -> tuple[np.ndarray, np.ndarray]:
    """Return (the frame with the photo resized once and shifted, its core), by Pillow alone."""
    size = tuple(max(1, round(side * placement.scale)) for side in PHOTO)
    small = [
        np.asarray(PillowImage.fromarray(np.ascontiguousarray(part)).resize(size, PillowImage.Resampling.LANCZOS))
        for part in (rgba[..., :3], rgba[..., 3])
    ]
    frame = np.zeros((FRAME[1], FRAME[0], 4), np.uint8)
    rows = np.arange(size[1]) + placement.y
    columns = np.arange(size[0]) + placement.x
    row, column = (rows >= 0) & (rows < FRAME[1]), (columns >= 0) & (columns < FRAME[0])
    frame[np.ix_(rows[row], columns[column])] = np.dstack(small)[np.ix_(row, column)]
    return frame[..., :3], ndi.binary_erosion(frame[..., 3] == 255, structure=np.ones((3, 3)), border_value=0)


def check(context: Context, rgba: Bytes8, recipe: Recipe) -> int:
    """Assert that the saved file holds the photo's core to the last bit, and return how many pixels that are."""
    photo, core = core_of(rgba, recipe.placement)
    asset = shot(context, rgba, recipe)
    saved = np.asarray(PillowImage.open(io.BytesIO(context.store.images.read(asset.sha256))).convert("RGB"))
    assert saved.shape == (FRAME[1], FRAME[0], 3)
    assert np.array_equal(saved[core], photo[core])
    assert asset.receipt is not None
    assert asset.receipt.max_diff == 0
    return int(core.sum())


@limits(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(recipes, st.integers(0, 999), st.sampled_from(["ring", "thin", "pane", "blob"]))
def test_the_products_core_is_the_photos_in_200_random_scenes(
    context: Context, recipe: Recipe, seed: int, kind: str
) -> None:
    rgba = product(seed, kind)
    if core_of(rgba, recipe.placement)[1].any():
        check(context, rgba, recipe)
        return
    with pytest.raises(ToolFailed, match="outside the picture"):
        shot(context, rgba, recipe)


def test_a_product_whose_pixels_are_touched_is_not_kept(context: Context) -> None:
    """The property above can fail: a set drawn over the product is another file than the photo's."""
    rgba = product(5, "blob")
    recipe = Recipe(
        tool="reference_shoot", source_sha256="", cutout_sha256="", width=FRAME[0], height=FRAME[1],
        placement=Placement(scale=1.0, x=10, y=20), scene=resolve(SceneWish(), Photo()),
    )  # fmt: skip
    asset = shot(context, rgba, recipe)
    saved = np.asarray(PillowImage.open(io.BytesIO(context.store.images.read(asset.sha256))).convert("RGB")).copy()
    photo, core = core_of(rgba, recipe.placement)
    saved[tuple(np.argwhere(core)[0])] ^= 1
    assert not np.array_equal(saved[core], photo[core])


@pytest.mark.slow
@pytest.mark.parametrize("look", ["warm_travertine", "beach_horizon", "velvet_candle", "summer_terrazzo"])
def test_real_renders_are_exact_too(context: Context, look: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    from dataclasses import replace

    from tools.engines.studio.worker import WarmStudio

    assert isinstance(context.studio, FakeStudio)
    studio = WarmStudio(tmp_path_factory.mktemp("studio"))
    try:
        recipe = Recipe(
            tool="reference_shoot", source_sha256="", cutout_sha256="", width=FRAME[0], height=FRAME[1],
            placement=Placement(scale=0.8, x=20, y=60), samples=2, frame_mm=60.0,
            scene=resolve(SceneWish.model_validate({"look": look}), Photo()),
            develop=(Exposure(stops=0.4), Contact(strength=1.0)),
        )  # fmt: skip
        assert check(replace(context, studio=studio), product(5, "blob"), recipe) > 300
    finally:
        studio.close()
