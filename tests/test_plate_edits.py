"""Edits of a picture's kept plate, through the registry: nothing is rendered, and the product is the photo's."""

import random
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, photo, png

from agent.planner import OfflinePlanner
from tools.context import Context
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief, ThreadState
from tools.specs.steps import Crop, Defocus
from tools.store.store import Store

TURNED = ("warmth", "exposure", "contrast", "saturation", "tint", "grain", "vignette", "shadow", "key", "fill_warmth")


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    """A talk with a picture a1 of a product, and a studio that counts."""
    store = Store.open(tmp_path)
    store.ledger.set_unlimited(True)
    made = Context(store, FakeCutter(), FakeStudio(), "t")
    data = png(np.asarray(photo(800, 600)))
    sha256 = store.images.put(data, "png")
    store.ledger.save_asset(
        Asset(id=sha256[:16], sha256=sha256, suffix="png", width=800, height=600, tool="upload", note="r.png"), "t"
    )
    call(made, "reference_shoot", product="img1", scene={"surface": "travertine", "props": ["pebbles"]}, aspect="4:5")
    yield made
    store.close()


def call(context: Context, tool: str, **args: object) -> Outcome:
    return Registry(lambda *_: None, price).call(tool, args, context)


def edited(context: Context, asset: str, **changes: object) -> Asset:
    outcome = call(context, "edit", asset=asset, changes=changes)
    assert outcome.error is None, outcome.text
    assert outcome.result is not None
    assert not outcome.result.data["rendered"]
    return outcome.assets[0]


def studio(context: Context) -> FakeStudio:
    assert isinstance(context.studio, FakeStudio)
    return context.studio


def exact(asset: Asset) -> bool:
    return asset.receipt is not None and asset.receipt.mode == "exact" and asset.receipt.max_diff == 0


def test_blur_and_crop_render_nothing_and_leave_the_product(context: Context) -> None:
    renders = studio(context).renders
    soft = edited(context, "a1", blur=0.4)
    square = edited(context, soft.id, crop="1:1")
    closer = edited(context, square.id, zoom=0.3)
    warm = edited(context, closer.id, warmth=0.3, blur=0.2)
    assert studio(context).renders == renders
    assert studio(context).films == 1, "how near the set is was looked up once"
    assert all(exact(asset) for asset in (soft, square, closer, warm))
    assert square.width == square.height == closer.width == closer.height
    assert warm.recipe is not None
    assert (warm.recipe.step(Defocus) is not None, warm.recipe.step(Crop) is not None) == (True, True)
    assert closer.receipt is not None
    assert square.receipt is not None
    assert closer.receipt.core_pixels > square.receipt.core_pixels


def test_the_same_crop_has_the_same_bytes(context: Context) -> None:
    first, other = (edited(context, "a1", zoom=0.3, blur=0.2) for _ in range(2))
    assert first.sha256 == other.sha256


def test_a_crop_is_reframed_from_the_whole_set(context: Context) -> None:
    closer = edited(context, "a1", zoom=0.4)
    wide = call(context, "reframe", asset=closer.id, aspect="16:9").assets[0]
    assert wide.recipe is not None
    assert wide.recipe.step(Crop) is None
    assert wide.width > 1.7 * wide.height
    assert exact(wide)


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_edits_in_a_row_and_the_core_is_the_photo_s(context: Context, seed: int) -> None:
    chance, now, soft = random.Random(seed), "a1", 0.0
    for _ in range(10):
        name = chance.choice((*TURNED, "blur", "zoom"))
        amount = round(chance.choice((-1, 1)) * chance.uniform(0.05, 0.5), 3)
        if name in ("grain", "vignette", "blur", "zoom"):
            amount = abs(amount) if name != "zoom" else 0.15
        soft += amount if name == "blur" else 0.0
        if soft > 0.9:
            continue
        outcome = call(context, "edit", asset=now, changes={name: amount})
        assert outcome.error is None, outcome.text
        assert exact(outcome.assets[0])
        now = outcome.assets[0].id


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("crop it square without rendering", True),
        ("just crop it to 1:1", True),
        ("nur zuschneiden auf 1:1", True),
        ("recadre juste en 1:1", True),
        ("crop to 1:1", False),
        ("make it square", False),
    ],
)
def test_cut_without_a_render_is_said_outright(text: str, cut: bool) -> None:
    scene = {"surface": "marble", "backdrop": "seamless", "light": "soft_window", "props": []}
    state = ThreadState(category="ring", last_tool="edit", assets=("a1",), last_scene=scene, history=("ring",))
    steps = OfflinePlanner().plan(Brief(text=text, thread=state)).steps
    assert [step.tool for step in steps] == (["edit"] if cut else ["reframe"])
    if cut:
        assert steps[0].args["changes"] == {"crop": "1:1"}
