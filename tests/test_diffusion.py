"""Tiny random pipelines, built in code and loaded from disk with the network off, paint round real cut-outs.

They need torch and diffusers, which only the extra ``diffusion`` brings.
"""

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio
from products import cutout_of, upload

from tools.context import Context
from tools.engines.generative import diffusion
from tools.engines.generative.diffusion import DiffusionPainter
from tools.engines.generative.task import Task
from tools.engines.progress import Progress
from tools.errors import EngineUnavailable, ToolFailed
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.store.store import Store
from tools.verify import verify

THERE = all(importlib.util.find_spec(name) for name in ("torch", "diffusers", "transformers"))
pytestmark = pytest.mark.skipif(not THERE, reason="pip install 'parure[diffusion]'")
FAMILIES = ("sd", "xl")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    import warnings

    import tiny_pipelines

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = tmp_path_factory.mktemp("weights")
        yield {kind: tiny_pipelines.save(kind, root / kind) for kind in FAMILIES}


def task(seed: int = 1) -> Task:
    mask = np.ones((100, 80), np.float32)
    mask[40:60, 30:50] = 0
    return Task(np.full((100, 80, 3), 0.5, np.float32), mask, "a bag on marble", seed)


@pytest.mark.parametrize("kind", FAMILIES)
def test_it_paints_the_same_for_the_same_seed(kind: str, weights: dict[str, Path]) -> None:
    painter = DiffusionPainter(weights[kind], steps=2)
    told: list[Progress] = []
    first = painter.paint(task(), told.append, lambda: False)
    again, other = (painter.paint(task(seed), lambda _: None, lambda: False) for seed in (1, 2))
    assert first.image.shape == (100, 80, 3)
    assert first.image.dtype == np.float32
    assert (first.image == again.image).all()
    assert (first.image != other.image).any()
    assert [round(each.share, 2) for each in told][:2] == [0.0, 0.5]


def test_a_cancel_ends_it_within_one_step(weights: dict[str, Path]) -> None:
    painter = DiffusionPainter(weights["sd"], steps=6)
    painter.abilities  # noqa: B018 - read before the clock
    told: list[Progress] = []
    begun = time.monotonic()
    with pytest.raises(ToolFailed, match="cancelled"):
        painter.paint(task(), told.append, lambda: len(told) > 3)
    assert len(told) == 4
    assert time.monotonic() - begun < 60
    assert painter.paint(task(), lambda _: None, lambda: False).image.shape == (100, 80, 3)


@pytest.mark.parametrize("kind", FAMILIES)
def test_the_product_is_the_photos_whatever_is_painted(kind: str, weights: dict[str, Path], store: Store) -> None:
    painter = DiffusionPainter(weights[kind], steps=2)
    context = Context(store, FakeCutter(), FakeStudio(), "t", painters={"diffusion": painter})
    upload(context, cutout_of("watch", long=300), "watch.png", "watch")
    args = {"product": "img1", "engine": "diffusion", "prompt": "a rooftop", "variants": 2}
    for made in reference_shoot(ReferenceShootArgs.model_validate(args), context).assets:
        assert made.receipt is not None
        assert (made.receipt.engine, made.receipt.max_diff) == ("diffusion", 0)
        assert verify(store.images.read(made.sha256), "made.png", store).differences == ()


def test_broken_weights_are_said(weights: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "model_index.json").write_bytes((weights["sd"] / "model_index.json").read_bytes())
    with pytest.raises(EngineUnavailable, match="cannot be loaded"):
        DiffusionPainter(folder).paint(task(), lambda _: None, lambda: False)


@pytest.mark.parametrize("kind", FAMILIES)
def test_a_large_model_is_held_part_by_part(
    kind: str, weights: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(diffusion, "LARGE", 0)
    by_turns = DiffusionPainter(weights[kind], steps=2)
    first, again = (by_turns.paint(task(), lambda _: None, lambda: False) for _ in range(2))
    held = by_turns._pipe
    assert not any(weight.numel() for part in (held.unet, held.text_encoder) for weight in part.parameters())
    monkeypatch.setattr(diffusion, "Turns", lambda *_: None)
    whole = DiffusionPainter(weights[kind], steps=2).paint(task(), lambda _: None, lambda: False)
    assert (first.image == whole.image).all()
    assert (again.image == whole.image).all()


def test_a_cancelled_large_model_paints_again(weights: dict[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diffusion, "LARGE", 0)
    painter = DiffusionPainter(weights["xl"], steps=4)
    told: list[Progress] = []
    with pytest.raises(ToolFailed, match="cancelled"):
        painter.paint(task(), told.append, lambda: len(told) > 2)
    after = painter.paint(task(), lambda _: None, lambda: False)
    assert (
        after.image == DiffusionPainter(weights["xl"], steps=4).paint(task(), lambda _: None, lambda: False).image
    ).all()
