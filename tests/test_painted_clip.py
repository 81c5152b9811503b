"""A clip by a model: soft accessories only, said to be no photograph, measured, and known again by its file."""

from dataclasses import replace

import numpy as np
import pytest
from fakes import FakeCutter, FakePainter, FakeStudio
from hypothesis import given
from hypothesis import strategies as st
from products import cutout_of, upload

from agent.engines import with_engine
from agent.facts import gather
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.context import Context
from tools.engines.clip.mp4 import read_facts, read_frames
from tools.errors import BadRequest, EngineUnavailable, Refused
from tools.painted_clip import MOST_FRAMES, in_time
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.specs.brief import Brief, ThreadState
from tools.specs.clip import Clip
from tools.specs.plan import Step
from tools.specs.product import Product
from tools.specs.words import HARD, SOFT, Category
from tools.store.store import Store
from tools.verify import verify

MOVES = frozenset({"video"})


def talk(store: Store, painter: FakePainter | None, kind: Category = "bag", name: str = "bag") -> Context:
    painters = {} if painter is None else {"diffusion": painter}
    context = Context(store, FakeCutter(), FakeStudio(), "t", painters=painters)  # type: ignore[arg-type]
    upload(context, cutout_of(name, long=160), f"{kind}.png", kind)
    return context


def moved(context: Context, **args: object) -> Outcome:
    told = {"asset": "img1", "engine": "diffusion", "seconds": 2} | args
    return Registry(allow, price).call("video", told, context)


@pytest.mark.parametrize("seconds", [2, 10])
def test_a_soft_one_is_moved_by_a_model_and_said_to_be(seconds: int, store: Store) -> None:
    painter = FakePainter(abilities=MOVES)
    outcome = moved(talk(store, painter), seconds=seconds, prompt="a bag on a beach, the sea behind it")
    assert outcome.error is None, outcome.text
    assert "no photograph of it (mode generated)" in outcome.text
    (made,), (motion,) = outcome.assets, painter.motions
    assert motion.frames == min(MOST_FRAMES, 24 * seconds)
    assert motion.words == "a bag on a beach, the sea behind it"
    assert motion.start.shape == (made.height, made.width, 3)
    data = store.images.read(made.sha256)
    facts = read_facts(data)
    assert (facts.frames, facts.codec, facts.pixel_format) == (24 * seconds, "h264", "yuv420p")
    receipt = made.receipt
    assert receipt is not None
    assert receipt.clip is not None
    assert receipt.origin is not None
    assert (receipt.mode, receipt.engine, receipt.core_pixels, receipt.clip.checked) == ("generated", "diffusion", 0, 0)
    assert (receipt.origin.model, receipt.origin.photograph, receipt.origin.path_tracer) == (1.0, 0.0, 0.0)
    assert verify(data, "clip.mp4", store).differences == ()
    frames = [pixels for _, pixels in read_frames(data, 24)]
    assert np.abs(frames[0].astype(int) - np.round(motion.start * 255)).mean() < 4
    assert outcome.credits == price("video", {})


def test_a_picture_on_a_set_too(store: Store) -> None:
    context = talk(store, FakePainter(abilities=MOVES))
    shot = Registry(allow, price).call("reference_shoot", {"product": "img1"}, context).assets[0]
    outcome = moved(context, asset=shot.id, motion="orbit")
    assert outcome.error is None, outcome.text
    made = outcome.assets[0]
    assert made.parent == shot.id
    assert made.recipe is not None
    assert made.recipe.clip is not None
    assert made.recipe.clip.words == "A bag, the camera goes slowly round it."
    assert verify(store.images.read(made.sha256), "clip.mp4", store).differences == ()


@given(kind=st.sampled_from(HARD), seconds=st.integers(2, 10))
def test_nothing_hard_is(kind: Category, seconds: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store.open(tmp_path_factory.mktemp("home"))
    painter = FakePainter(abilities=MOVES)
    outcome = moved(talk(store, painter, kind), seconds=seconds)
    assert isinstance(outcome.error, Refused), outcome.text
    assert painter.motions == []
    store.close()


def test_what_looks_hard_is_not_either(store: Store) -> None:
    painter = FakePainter(abilities=MOVES)
    context = talk(store, painter)
    product = store.ledger.product(store.ledger.find_asset("img1", "t").sha256)
    assert product is not None
    store.ledger.save_product(product.model_copy(update={"looks": "hard"}))
    assert isinstance(moved(context).error, Refused)
    assert painter.motions == []


@pytest.mark.parametrize(("args", "painter", "error", "words"), [
    ({}, None, EngineUnavailable, "PARURE_DIFFUSION_MODEL"),
    ({}, FakePainter(), EngineUnavailable, "cannot do this"),
    ({"aspect": "21:9"}, FakePainter(abilities=MOVES), BadRequest, "make the picture 21:9 first"),
])  # fmt: skip
def test_a_wrong_call_is_one_sentence(
    args: dict[str, object], painter: FakePainter | None, error: type, words: str, store: Store
) -> None:
    outcome = moved(talk(store, painter), **args)
    assert isinstance(outcome.error, error), outcome.text
    assert words in outcome.text
    assert outcome.credits == 0


def test_cancelled_it_costs_nothing(store: Store) -> None:
    context = replace(talk(store, FakePainter(abilities=MOVES)), cancelled=lambda: True)
    outcome = moved(context)
    assert "cancelled" in outcome.text
    assert store.ledger.balance() == 100


@given(frames=st.integers(1, 140), seconds=st.integers(2, 10), loop=st.booleans())
def test_frames_are_spread_over_the_time(frames: int, seconds: int, loop: bool) -> None:
    made = [np.full((2, 2, 3), number / 255, np.float32) for number in range(frames)]
    clip = Clip(seconds=seconds, loop=loop)
    shown = in_time(made, clip)
    numbers = np.array([int(shown(number)[0, 0, 0]) for number in range(clip.frames)])
    assert numbers[0] == 0
    assert numbers.max() == frames - 1
    if loop:
        assert numbers[-1] <= 1 + round(2 * (frames - 1) / clip.frames)
    else:
        assert (np.diff(numbers) >= 0).all()


CLIP = (Step(tool="video", args={"asset": "a1", "motion": "pan"}),)


def test_a_clip_alone_gets_the_engine_and_one_of_a_painted_set_does_not() -> None:
    facts = gather(Brief(text="a slow pan of it with the diffusion engine", engines=("diffusion",)))
    (alone,) = with_engine(CLIP, facts)
    assert (alone.tool, alone.args["engine"]) == ("video", "diffusion")
    shoot = Step(tool="reference_shoot", args={"product": "img1"})
    both = with_engine((shoot, *CLIP), facts)
    assert [step.args.get("engine") for step in both] == ["diffusion", None]
    unasked = gather(Brief(text="a slow pan of it", engines=("diffusion",)))
    assert "engine" not in with_engine(CLIP, unasked)[0].args


def test_in_the_talk_it_is_asked_for_and_said() -> None:
    thread = ThreadState(
        category="bag", last_tool="reference_shoot", last_scene={"surface": "sand"}, history=("my bag on a beach",),
        assets=("img1", "a2"),
    )  # fmt: skip
    plan = OfflinePlanner().plan(
        Brief(text="make it a 4 second clip with the diffusion engine", thread=thread, engines=("diffusion",))
    )
    (step,) = plan.steps
    assert (step.tool, step.args["engine"], step.args["seconds"]) == ("video", "diffusion", 4)
    assert "no photograph of it" in plan.reply


def test_every_soft_kind_may_be() -> None:
    for kind in SOFT:
        allow("video", Product(id="0" * 64, category=kind, hardness="soft"), "generated")
