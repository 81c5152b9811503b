"""Several products in one look, several variants of one wish: one set, and pictures that differ."""

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, encoded, kept, photo

from tools.classify import ClassifyArgs, classify
from tools.context import Context
from tools.edit import Changes, EditArgs, edit
from tools.engines.cutout.result import CutOut
from tools.engines.image import Bytes8, Image
from tools.engines.unlikeness import glance, unlikeness
from tools.errors import BadRequest
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.specs.numbers import Numbers
from tools.specs.scene import Scene, SceneWish
from tools.specs.steps import Exposure
from tools.store.store import Store

OWN = {"camera", "light_from"}
"""What each product's photo says of the set."""


def uploaded(context: Context, seed: int) -> str:
    asset = kept(encoded(photo(seed=seed), "PNG"), context, "upload", None)
    return next(name for name, each in context.store.ledger.assets(context.thread) if each.id == asset.id)


def shot(context: Context, product: str, **args: object) -> list[Scene]:
    made = reference_shoot(ReferenceShootArgs.model_validate({"product": product} | args), context).assets
    return [asset.recipe.scene for asset in made if asset.recipe and asset.recipe.scene]


def test_another_product_stands_on_the_first_ones_very_set(context: Context) -> None:
    first, second = uploaded(context, 1), uploaded(context, 2)
    made = reference_shoot(ReferenceShootArgs(product=first, scene=SceneWish(look="clay_arch")), context)
    like = made.assets[0].sha256
    scene = made.assets[0].recipe.scene  # type: ignore[union-attr]
    assert scene is not None
    again = shot(context, second, like=like, scene={"look": "clay_arch"})[0]
    assert again.model_dump(exclude=OWN) == scene.model_dump(exclude=OWN)
    other = shot(context, second, like=like, scene={"surface": "slate"})[0]
    assert other.surface == "slate"
    with pytest.raises(BadRequest, match="no set to use again"):
        shot(context, second, like=second)


def test_the_variants_distance_is_told(context: Context) -> None:
    result = reference_shoot(ReferenceShootArgs(product=uploaded(context, 1), variants=3), context)
    assert len(result.data["variants_apart"]) == 3
    places = {asset.recipe.placement for asset in result.assets if asset.recipe}
    assert len(places) == 3


def test_lighter_is_one_step_of_exposure(context: Context) -> None:
    product = uploaded(context, 1)
    args = ReferenceShootArgs(product=product, tone=Numbers(exposure=0.4))
    recipe = reference_shoot(args, context).assets[0].recipe
    assert recipe is not None
    assert recipe.step(Exposure) == Exposure(stops=0.56)


def test_a_passing_eye_sees_colour_and_layout_and_no_noise() -> None:
    random = np.random.default_rng(1)
    plate = np.full((250, 200, 3), 0.4, np.float32)
    noisy = (plate + random.normal(0, 0.04, plate.shape)).astype(np.float32).clip(0)
    moved, red = plate.copy(), plate * np.array([1.3, 0.8, 0.7], np.float32)
    moved[100:200, 20:120] = 0.05
    first, same, second, third = (glance(each) for each in (plate, noisy, moved, red))
    assert first.shape == (62, 50, 3)
    assert unlikeness([first, same])[0] < 1.0
    assert unlikeness([first, second])[0] > 5.0
    assert unlikeness([first, third])[0] > 5.0


def test_a_walls_colour_that_nobody_sees_from_above_is_told(context: Context) -> None:
    scene = {"surface": "linen", "camera": "flat_lay"}
    product = uploaded(context, 1)
    made = reference_shoot(ReferenceShootArgs.model_validate({"product": product, "scene": scene}), context)
    assert "nothing is behind it" not in made.text
    told = edit(EditArgs(asset=made.assets[0].id, changes=Changes(backdrop_color="#9caf88")), context)
    assert "Seen from above nothing is behind it, so the wall is not in the picture." in told.text


class Counted(FakeCutter):
    """Notes what is cut out."""

    def __init__(self) -> None:
        self.cuts = 0

    def cut(self, image: Image | Bytes8) -> CutOut:
        self.cuts += 1
        return super().cut(image)


def test_a_product_whose_picture_follows_is_cut_out_once_and_its_kind_is_kept(store: Store) -> None:
    context = Context(store, cutter := Counted(), FakeStudio(), "t")
    product = uploaded(context, 1)
    classify(ClassifyArgs(image=product, words="a gold ring", cut=True), context)
    upload = store.ledger.find_asset(product, "t")
    known = store.ledger.product(upload.sha256)
    assert known is not None
    assert known.category == "ring"
    shot(context, product)
    assert cutter.cuts == 1
