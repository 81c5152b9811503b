"""Painted products: soft ones only, said to be painted, measured against the photo. Hard ones at no door."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeCutter, FakePainter, FakeStudio, ScriptedPlanner, encoded, photo, png
from hypothesis import given, settings
from hypothesis import strategies as st
from products import cutout_of, upload

from agent.app import Assistant
from agent.extras import Extras
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.context import Context
from tools.engines.generative.likeness import likeness
from tools.errors import BadRequest, Refused
from tools.looks import looks_of
from tools.prices import price
from tools.registry import TOOLS, Registry
from tools.specs.brief import Brief
from tools.specs.plan import Plan, Step
from tools.specs.product import Product
from tools.specs.words import HARD, SOFT, Category
from tools.store.store import Store

WHOLE = frozenset({"inpaint", "references", "words"})
NAMES = [tool.__name__ for tool in TOOLS]


def talk(store: Store, kind: str, painter: FakePainter) -> Context:
    context = Context(store, FakeCutter(), FakeStudio(), "t", painters={"diffusion": painter, "remote": painter})
    upload(context, cutout_of(kind, long=300), f"{kind}.png", kind)
    return context


@settings(max_examples=60)
@given(
    tool=st.sampled_from(NAMES),
    kind=st.sampled_from([*HARD, "other", None]),
    engine=st.sampled_from(["studio", "diffusion", "remote", None]),
    prompt=st.text(max_size=30),
    more=st.dictionaries(st.sampled_from(["variants", "aspect", "size"]), st.sampled_from([1, 2, "1:1", "1k"])),
)
def test_no_call_paints_a_hard_product(
    tool: str, kind: str | None, engine: str | None, prompt: str, more: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:  # fmt: skip
    store, painter = Store.open(tmp_path_factory.mktemp("home")), FakePainter(abilities=WHOLE)
    context = talk(store, "ring", painter)
    sha256 = store.ledger.find_asset("img1", "t").sha256
    known = store.ledger.product(sha256)
    assert known is not None
    store.ledger.save_product(Product.model_validate(known.model_dump() | {"category": kind}))
    named = "asset" if tool in ("edit", "reframe", "video", "change_background", "remove_background") else "product"
    args = {named: "img1", "mode": "generated", "prompt": prompt} | more | ({"engine": engine} if engine else {})
    outcome = Registry(allow, price).call(tool, args, context)
    assert outcome.assets == ()
    assert painter.tasks == []
    assert isinstance(outcome.error, Refused | BadRequest)
    if tool == "reference_shoot" and not more:
        assert isinstance(outcome.error, Refused)
        assert outcome.error.rule == "product_change"
    store.close()


@settings(max_examples=12)
@given(
    drawn=st.sampled_from(["ring", "watch", "earring", "necklace", "eyewear"]),
    called=st.sampled_from(SOFT),
    engine=st.sampled_from(["diffusion", "remote"]),
    prompt=st.text(max_size=30),
)
def test_what_looks_hard_is_not_painted_whatever_it_is_called(
    drawn: str, called: Category, engine: str, prompt: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store, painter = Store.open(tmp_path_factory.mktemp("home")), FakePainter(abilities=WHOLE)
    context = Context(store, FakeCutter(), FakeStudio(), "t", painters={"diffusion": painter, "remote": painter})
    upload(context, cutout_of(drawn, long=300), "bag.png", called)
    args = {"product": "img1", "mode": "generated", "engine": engine, "prompt": prompt}
    outcome = Registry(allow, price).call("reference_shoot", args, context)
    assert isinstance(outcome.error, Refused)
    assert "In its photo this looks like" in outcome.text
    assert painter.tasks == []
    known = store.ledger.product(store.ledger.find_asset("img1", "t").sha256)
    assert known is not None
    assert (known.category, known.looks) == (called, "hard")
    store.close()


def test_a_ring_that_is_called_a_bag_is_not_painted_in_the_chat(store: Store, tmp_path: Path) -> None:
    file, painter = tmp_path / "photo.png", FakePainter(abilities=WHOLE)
    file.write_bytes(png(cutout_of("ring", long=300)))
    assistant = Assistant(
        store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()),
        extras=Extras(painters={"diffusion": painter}),
    )  # fmt: skip
    images = [{"role": "product", "path": str(file), "what": "a leather bag"}]
    text = "generate my leather bag from scratch on marble with the diffusion engine"
    result = assistant.run(Brief.model_validate({"text": text, "images": images}), "t", yes=True)
    assert isinstance(result.error, Refused)
    assert "looks like" in str(result.error)
    assert painter.tasks == []
    assert result.made == ()


@pytest.mark.parametrize(("hard", "looks"), [(0.95, "hard"), (0.8, "hard"), (0.5, "unsure"), (0.1, "soft")])
def test_what_looks_like_neither_is_believed_to_be_what_it_is_called(hard: float, looks: str) -> None:
    assert looks_of(hard) == looks


@pytest.mark.parametrize("text", [
    "generate the ring from scratch on marble with the diffusion engine",
    "paint the product too, with ai, on a rooftop",
    "den Ring von Grund auf mit KI",
])  # fmt: skip
def test_the_chat_does_not_either(text: str, store: Store, tmp_path: Path) -> None:
    file, painter = tmp_path / "ring.png", FakePainter(abilities=WHOLE)
    file.write_bytes(encoded(photo(), "PNG"))
    assistant = Assistant(
        store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()),
        extras=Extras(painters={"diffusion": painter}),
    )  # fmt: skip
    images = [{"role": "product", "path": str(file), "what": "a silver ring"}]
    result = assistant.run(Brief.model_validate({"text": text, "images": images}), "t", yes=True)
    assert isinstance(result.error, Refused)
    assert result.error.exit_code == 3
    assert painter.tasks == []
    assert result.made == ()


def test_a_planners_own_idea_is_refused_too(store: Store, tmp_path: Path) -> None:
    file, painter = tmp_path / "ring.png", FakePainter(abilities=WHOLE)
    file.write_bytes(encoded(photo(), "PNG"))
    step = Step(tool="reference_shoot", args={"product": "img1", "mode": "generated", "engine": "diffusion"})
    planner = ScriptedPlanner(Plan(route="hard", category="ring", steps=(step,), credits=4))
    assistant = Assistant(
        store,
        Registry(allow, price),
        planner,
        lambda: (FakeCutter(), FakeStudio()),
        extras=Extras(painters={"diffusion": painter}),
    )
    images = [{"role": "product", "path": str(file), "what": "a ring"}]
    result = assistant.run(Brief.model_validate({"text": "x", "images": images}), "t", yes=True)
    assert isinstance(result.error, Refused)
    assert painter.tasks == []


def test_a_soft_one_is_painted_and_said_to_be(store: Store) -> None:
    painter = FakePainter(lambda task: task.start, abilities=WHOLE)
    context = talk(store, "bag", painter)
    args = {"product": "img1", "mode": "generated", "engine": "diffusion", "prompt": "turn the bag to its side"}
    outcome = Registry(allow, price).call("reference_shoot", args, context)
    assert outcome.error is None, outcome.text
    made = outcome.assets[0]
    assert made.receipt is not None
    assert (made.receipt.mode, made.receipt.engine) == ("generated", "diffusion")
    assert made.receipt.origin is not None
    assert made.receipt.origin.model == 1.0
    assert "no photograph of it" in outcome.text
    assert painter.tasks[0].mask.min() == 1.0
    assert len(painter.tasks[0].references) == 1


def test_the_difference_to_the_photo_is_measured() -> None:
    rgba = cutout_of("bag", long=300)
    seen, alpha = np.ascontiguousarray(rgba[..., :3]), rgba[..., 3]
    white = np.full_like(seen, 255)
    same = np.where(alpha[..., None] > 127, seen, white)
    other = np.where(alpha[..., None] > 127, seen[..., ::-1] // 2, white)
    assert likeness(seen, alpha, same).colour < 3
    assert likeness(seen, alpha, other).colour > likeness(seen, alpha, same).colour + 4
