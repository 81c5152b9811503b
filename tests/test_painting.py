"""Sets that a model paints: the product is the photo's to the pixel, whatever the model did."""

from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeCutter, FakePainter, FakeStudio, another_set
from hypothesis import given, settings
from hypothesis import strategies as st
from products import cutout_of, pixels_of, upload

from agent.policy import allow
from tools.change_background import ChangeBackgroundArgs, change_background
from tools.context import Context, Painter
from tools.edit import Changes, EditArgs, edit
from tools.engines.decode import decode
from tools.engines.generative.task import Ability, Task
from tools.engines.image import Image
from tools.errors import BadRequest, EngineUnavailable
from tools.prices import price
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.reframe import ReframeArgs, reframe
from tools.registry import Registry
from tools.rerun import RerunArgs, rerun
from tools.specs.asset import Asset
from tools.specs.steps import Painted
from tools.specs.words import Engine
from tools.store.store import Store
from tools.verify import verify
from tools.video import VideoArgs, video


def talk(store: Store, painter: Painter | None = None, kind: str = "bag") -> Context:
    painters: dict[Engine, Painter] = {"diffusion": painter} if painter else {}
    opened = Context(store, FakeCutter(), FakeStudio(), "t", painters=painters)
    upload(opened, cutout_of(kind, long=300), f"{kind}.png", kind)
    return opened


def shot(context: Context, **args: object) -> Asset:
    told = ReferenceShootArgs.model_validate({"product": "img1", "engine": "diffusion"} | args)
    made = reference_shoot(told, context).assets[0]
    assert made.receipt is not None
    assert (made.receipt.mode, made.receipt.max_diff) == ("exact", 0)
    assert made.receipt.core_pixels > 500
    assert verify(context.store.images.read(made.sha256), "made.png", context.store).differences == ()
    return made


def test_the_studio_is_where_the_model_starts(store: Store) -> None:
    painter = FakePainter()
    context = talk(store, painter)
    made = shot(context, scene={"surface": "marble"}, prompt="a rooftop at dusk")
    task = painter.tasks[0]
    assert task.words == "a rooftop at dusk"
    assert task.start.shape == (made.height, made.width, 3)
    core = task.mask == 0
    assert 0.02 < core.mean() < 0.6
    before = (task.start[core] * 255 + 0.5).astype(np.uint8)
    assert (before == pixels_of(made, context)[core]).all()  # the product stood in it, and it is the same after
    assert made.recipe is not None
    step = made.recipe.step(Painted)
    assert step is not None
    assert (made.recipe.engine, step.model, step.words) == ("diffusion", "fake", "a rooftop at dusk")
    away = pixels_of(made, context)[5, 5].astype(int)
    assert np.abs(away - (another_set(task)[5, 5] * 255 + 0.5).astype(int)).max() <= 1


def test_whose_pixels_are_whose_is_kept(store: Store) -> None:
    context = talk(store, FakePainter())
    made = shot(context)
    assert made.receipt is not None
    told = made.receipt.origin
    assert told is not None
    assert told.photograph + told.path_tracer + told.model == pytest.approx(1.0, abs=1e-4)
    assert min(told.photograph, told.path_tracer, told.model) > 0.001
    mask = decode(store.images.read(told.mask_sha256)).pixels
    assert (mask.astype(int).sum(-1) == 255).all()
    assert mask[0, 0].tolist() == [0, 0, 255]


def test_of_the_studios_picture_too(store: Store) -> None:
    context = talk(store)
    made = reference_shoot(ReferenceShootArgs(product="img1"), context).assets[0]
    warmer = edit(EditArgs(asset=made.id, changes=Changes(warmth=0.5)), context).assets[0]
    for picture in (made, warmer):
        assert picture.receipt is not None
        told = picture.receipt.origin
        assert told is not None
        assert told.model == 0.0
        assert told.photograph + told.path_tracer == pytest.approx(1.0, abs=1e-4)
        mask = decode(store.images.read(told.mask_sha256)).pixels
        assert mask.shape == (picture.height, picture.width, 3)
        assert (mask[..., 0] == 255).mean() == pytest.approx(picture.receipt.core_pixels / mask[..., 0].size, abs=0.02)
        assert (mask.astype(int).sum(-1) == 255).all()
    assert made.receipt is not None
    assert warmer.receipt is not None
    assert made.receipt.origin == warmer.receipt.origin  # colours make no other mask


def vandal(seed: int) -> FakePainter:
    """A model that gives noise, with no regard to the mask."""

    def make(task: Task) -> Image:
        return np.random.default_rng(seed).random(task.start.shape, dtype=np.float32)

    return FakePainter(make)


@settings(max_examples=12)
@given(seed=st.integers(0, 99), kind=st.sampled_from(["bag", "watch", "ring", "hat"]))
def test_no_model_reaches_the_product(seed: int, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store.open(tmp_path_factory.mktemp("home"))
    shot(talk(store, vandal(seed), kind))
    store.close()


def test_a_changed_background_may_be_painted_too(store: Store) -> None:
    painter = FakePainter()
    context = talk(store, painter)
    wish = {"palette": ["#203040"], "place": "a rooftop"}
    args = {"asset": "img1", "scene": wish, "engine": "diffusion"}
    made = change_background(ChangeBackgroundArgs.model_validate(args), context).assets[0]
    assert made.recipe is not None
    assert made.recipe.engine == "diffusion"
    assert "a rooftop" in painter.tasks[0].words


def test_colours_of_a_painted_set_change_and_its_things_do_not(store: Store) -> None:
    context = talk(store, FakePainter())
    first = shot(context)
    warmer = edit(EditArgs(asset=first.id, changes=Changes(warmth=0.5)), context).assets[0]
    assert warmer.receipt is not None
    assert warmer.receipt.max_diff == 0
    before, after = (pixels_of(each, context)[5, 5].astype(int) for each in (first, warmer))
    assert after[0] > before[0]
    assert after[2] < before[2]
    for call in (
        lambda: edit(EditArgs(asset=first.id, changes=Changes(surface="slate")), context),
        lambda: edit(EditArgs(asset=first.id, changes=Changes(fill=0.5)), context),
        lambda: reframe(ReframeArgs(asset=first.id, aspect="16:9"), context),
        lambda: video(VideoArgs(asset=first.id), context),
    ):
        with pytest.raises(BadRequest, match="painted by the diffusion engine"):
            call()


def test_its_recipe_needs_no_model(store: Store) -> None:
    painter = FakePainter()
    context = talk(store, painter)
    first = shot(context)
    again = rerun(RerunArgs(product="img1", asset=first.id), replace(context, painters={})).assets[0]
    assert again.receipt is not None
    assert first.receipt is not None
    assert again.receipt.pixels_sha256 == first.receipt.pixels_sha256
    assert len(painter.tasks) == 1


@pytest.mark.parametrize("engine", ["diffusion", "remote"])
@pytest.mark.parametrize("tool", ["reference_shoot", "change_background"])
def test_without_an_engine_it_is_said_how_to_get_one(engine: str, tool: str, store: Store) -> None:
    context = talk(store)
    named = {"product": "img1"} if tool == "reference_shoot" else {"asset": "img1"}
    outcome = Registry(allow, price).call(tool, named | {"engine": engine}, context)
    assert isinstance(outcome.error, EngineUnavailable)
    assert "PARURE_" in outcome.text
    assert outcome.credits == 0
    assert isinstance(context.studio, FakeStudio)
    assert context.studio.renders == 0


@pytest.mark.parametrize("abilities", [frozenset(), frozenset({"video"})])
def test_a_model_is_chosen_by_what_it_can(abilities: frozenset[Ability], store: Store) -> None:
    context = talk(store, FakePainter(abilities=abilities))
    with pytest.raises(EngineUnavailable, match="cannot do this"):
        shot(context)


ABILITIES: tuple[Ability, ...] = ("inpaint", "image_to_image", "depth", "words", "references")


@settings(max_examples=10)
@given(
    also=st.sets(st.sampled_from(ABILITIES)), first=st.sampled_from(["inpaint", "words", "image_to_image"]),
    kind=st.sampled_from(["bag", "watch"]),
)  # fmt: skip
def test_a_model_is_given_what_it_can_take_and_never_the_product(
    also: set[Ability], first: Ability, kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store.open(tmp_path_factory.mktemp("home"))
    painter = FakePainter(lambda task: 1.0 - task.start, abilities=frozenset({first, *also}))
    context = talk(store, painter, kind)
    upload(context, cutout_of("hat", long=200), "board.png")
    made = shot(context, inspiration=["img2"])
    task = painter.tasks[0]
    assert (len(task.references) == 1) == ("references" in painter.abilities)
    assert (task.depth is not None) == ("depth" in painter.abilities)
    if task.depth is not None:
        assert task.depth.shape == (made.height, made.width)
        assert task.depth[task.mask == 0].min() >= task.depth[0].max()  # the product stands before the wall
        assert 0.0 <= task.depth.min() < task.depth.max() == 1.0
    store.close()


def test_what_a_service_charged_is_charged(store: Store) -> None:
    context = talk(store, FakePainter(cents=6.2))
    before = store.ledger.balance()
    outcome = Registry(allow, price).call("reference_shoot", {"product": "img1", "engine": "diffusion"}, context)
    assert outcome.error is None, outcome.text
    assert outcome.credits == 4 + 7
    assert before is not None
    assert store.ledger.balance() == before - 11
    assert "6.2 cents" in outcome.text


def test_cancelled_it_costs_nothing(store: Store) -> None:
    context = replace(talk(store, FakePainter()), cancelled=lambda: True)
    outcome = Registry(allow, price).call("reference_shoot", {"product": "img1", "engine": "diffusion"}, context)
    assert "cancelled" in outcome.text
    assert store.ledger.balance() == 100
