"""What a photo makes one ask, in a whole talk: the answer leads on, is kept, and leaves one thing in the cut-out."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from PIL import Image as Pillow
from test_conversation import names

from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.run import RunResult
from tools.engines.decode import decode
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.specs.product import Product
from tools.store.store import Store

SKIN = (217, 158, 128)


@pytest.fixture
def assistant(tmp_path: Path) -> Iterator[Assistant]:
    engines = (FakeCutter(), FakeStudio())
    made = Assistant(Store.open(tmp_path / "home"), Registry(allow, price), OfflinePlanner(), lambda: engines)
    yield made
    made.close()


def cut_out(path: Path, arm: bool = False) -> Path:
    """Write a see-through PNG: a large and a small box, or one that an arm holds."""
    rgba = np.zeros((600, 800, 4), np.uint8)
    rgba[150:450, 100:400] = (60, 80, 160, 255)
    if arm:
        rgba[250:350, 400:] = (*SKIN, 255)
    else:
        rgba[250:350, 550:650] = (160, 60, 60, 255)
    Pillow.fromarray(rgba).save(path)
    return path


def say(assistant: Assistant, text: str, file: Path | None = None) -> RunResult:
    """Say ``text`` in the one talk, with a product's photo beside."""
    images = [{"path": str(file), "role": "product"}] if file else []
    return assistant.run(Brief.model_validate({"text": text, "images": images}), "t")


def kept(assistant: Assistant) -> Product:
    """Return the talk's product."""
    uploads = [asset for _, asset in assistant.store.ledger.assets("t") if asset.tool == "upload"]
    product = assistant.store.ledger.product(uploads[-1].sha256)
    assert product is not None
    return product


def test_one_of_two_things_is_asked_for_and_the_other_leaves_the_cut_out(assistant: Assistant, tmp_path: Path) -> None:
    asked = say(assistant, "my enamel brooch on slate", cut_out(tmp_path / "x.png"))
    assert asked.plan.question == "I see 2 things in this photo. Which one is the product?"
    assert "the left one" in asked.plan.options
    assert names(say(assistant, "the left one")) == ["a1"]
    product = kept(assistant)
    assert (product.piece, product.pieces) == ("left", 2)
    alpha = decode(assistant.store.images.read(str(product.cutout_sha256)), "x").alpha
    assert alpha is not None
    assert alpha[300, 250] == 255
    assert not alpha[:, 500:].any()


def test_a_brief_that_chooses_is_not_asked(assistant: Assistant, tmp_path: Path) -> None:
    assert names(say(assistant, "the smaller one, a brooch, on slate", cut_out(tmp_path / "x.png"))) == ["a1"]
    assert kept(assistant).piece == "smaller"


def test_two_shoes_are_a_pair_however_unlike(assistant: Assistant, tmp_path: Path) -> None:
    assert names(say(assistant, "my shoes on slate", cut_out(tmp_path / "x.png"))) == ["a1"]


def test_a_held_product_is_asked_about_once_and_may_be_gone_on_with(assistant: Assistant, tmp_path: Path) -> None:
    asked = say(assistant, "my wallet on slate", cut_out(tmp_path / "x.png", arm=True))
    assert asked.plan.question is not None
    assert "wear or hold" in asked.plan.question
    assert asked.plan.options == ("go on as it is",)
    assert names(say(assistant, "go on as it is")) == ["a1"]
    assert names(say(assistant, "warmer")) == ["a2"]
