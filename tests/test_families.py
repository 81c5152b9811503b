"""Fifty pictures by tiny random pipelines of every family, loaded from disk with the network off: what they paint is
noise, and the product in each is the photo's, pixel for pixel.

They need torch and diffusers, which only the extra ``diffusion`` brings; Qwen's picture processor needs torchvision.
"""

import importlib.util
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, png
from products import cutout_of, upload
from typer.testing import CliRunner

from agent.app import Assistant
from agent.extras import Extras
from agent.painters import painters_of
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.settings import Settings
from tools.context import Context, Painter
from tools.engines.generative.diffusion import DiffusionPainter
from tools.engines.generative.task import Ability, Motion
from tools.prices import price
from tools.registry import Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.words import Engine
from tools.store.store import Store
from tools.verify import verify

THERE = all(importlib.util.find_spec(name) for name in ("torch", "diffusers", "transformers"))
pytestmark = [
    pytest.mark.skipif(not THERE, reason="pip install 'parure[diffusion]'"),
    pytest.mark.slow,
    pytest.mark.timeout(1200),
]
EXAMPLE = Path(__file__).parents[1] / "examples" / "ring.jpg"
CAN: dict[str, set[Ability]] = {
    "sd": {"inpaint", "image_to_image"},
    "xl": {"inpaint", "image_to_image"},
    "xl_depth": {"inpaint", "image_to_image", "depth", "references"},
    "flux_fill": {"inpaint", "image_to_image"},
    "flux_kontext": {"inpaint", "image_to_image", "words", "references"},
    "qwen_edit": {"inpaint", "image_to_image", "words"},
    "ltx": {"video"},
}
QUICK = ("sd", "xl", "xl_depth", "flux_fill", "flux_kontext")
PRODUCTS = ("watch", "bag")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    import warnings

    import tiny_pipelines

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = tmp_path_factory.mktemp("weights")
        kinds = [kind for kind in CAN if kind != "qwen_edit" or importlib.util.find_spec("torchvision")]
        yield {kind: tiny_pipelines.save(kind, root / kind) for kind in kinds}


def exact(made: Asset, store: Store) -> None:
    """Fail unless the saved file, opened again, holds the photo's product."""
    assert made.receipt is not None
    assert (made.receipt.engine, made.receipt.mode, made.receipt.max_diff) == ("diffusion", "exact", 0)
    assert made.receipt.core_pixels > 500
    assert made.receipt.origin is not None
    assert made.receipt.origin.model > 0.2
    assert verify(store.images.read(made.sha256), "made.png", store).differences == ()


def by_tools(painter: Painter, store: Store, kind: str, variants: int) -> None:
    painters: dict[Engine, Painter] = {"diffusion": painter}
    context = Context(store, FakeCutter(), FakeStudio(), "t", painters=painters)
    store.ledger.set_unlimited(True)
    upload(context, cutout_of(kind, long=300), f"{kind}.png", kind)
    upload(context, cutout_of("bag", long=200), "board.png")
    args = {"product": "img1", "engine": "diffusion", "prompt": "a rooftop", "variants": variants, "aspect": "1:1"}
    outcome = Registry(allow, price).call("reference_shoot", args | {"inspiration": ["img2"]}, context)
    assert outcome.error is None, outcome.text
    assert len(outcome.assets) == variants
    for made in outcome.assets:
        exact(made, store)


@pytest.mark.parametrize("kind", PRODUCTS)
@pytest.mark.parametrize("family", QUICK)
def test_by_the_tools(family: str, kind: str, weights: dict[str, Path], store: Store) -> None:
    painter = DiffusionPainter(weights[family], steps=2)
    assert painter.abilities == CAN[family]
    by_tools(painter, store, kind, 4)


def test_by_the_tools_with_qwen(weights: dict[str, Path], store: Store) -> None:
    if "qwen_edit" not in weights:
        pytest.skip("Qwen's picture processor needs torchvision")
    painter = DiffusionPainter(weights["qwen_edit"], steps=2)
    assert painter.abilities == CAN["qwen_edit"]
    by_tools(painter, store, "watch", 2)


@pytest.mark.parametrize("family", [*QUICK, "qwen_edit"])
def test_in_the_chat(family: str, weights: dict[str, Path], store: Store, tmp_path: Path) -> None:
    if family not in weights:
        pytest.skip("Qwen's picture processor needs torchvision")
    file = tmp_path / "watch.png"
    rgba = cutout_of("watch", long=300)
    file.write_bytes(png(np.where(rgba[..., 3:] > 127, rgba[..., :3], 255).astype(np.uint8)))
    assistant = Assistant(
        store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()),
        extras=Extras(painters={"diffusion": DiffusionPainter(weights[family], steps=2)}),
    )  # fmt: skip
    images = [{"role": "product", "path": str(file), "what": "a steel watch"}]
    text = "my watch on a rooftop at dusk with the diffusion engine"
    result = assistant.run(Brief.model_validate({"text": text, "images": images}), "t", yes=True)
    assert result.error is None, result.error
    assert len(result.made) == 1
    exact(result.made[0][1], store)


@pytest.mark.parametrize("family", ["xl_depth", "flux_fill", "flux_kontext"])
def test_on_the_command_line(
    family: str, weights: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.cli import app

    monkeypatch.setenv("PARURE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PARURE_DIFFUSION_MODEL", str(weights[family]))
    monkeypatch.chdir(tmp_path)
    words = ["run", "the ring in a café, engine diffusion, 1:1", "--image", f"{EXAMPLE}:product", "--out", "made",
             "--json", "--yes"]  # fmt: skip
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 0, done.stderr
    (told,) = json.loads(done.stdout)["assets"]
    assert (told["receipt"]["engine"], told["receipt"]["max_diff"]) == ("diffusion", 0)
    store = Store.open(tmp_path / "home")
    made = store.ledger.by_id(told["id"])
    assert made is not None
    exact(made, store)
    store.close()


def test_a_model_of_clips_gives_frames_and_no_pictures(weights: dict[str, Path], store: Store) -> None:
    (painter,) = painters_of(Settings(diffusion_model=str(weights["ltx"])), store).values()
    assert painter.abilities == CAN["ltx"]
    start = np.full((160, 128, 3), 0.5, np.float32)
    told: list[float] = []
    quick = DiffusionPainter(weights["ltx"], steps=2)
    frames = quick.move(Motion(start, "leaves sway", 9, 1), lambda each: told.append(each.share), lambda: False)
    assert [frame.shape for frame in frames] == [start.shape] * 9
    assert told == [0.0, 0.5, 1.0]
    context = Context(store, FakeCutter(), FakeStudio(), "t", painters={"diffusion": painter})
    upload(context, cutout_of("bag", long=300), "bag.png", "bag")
    outcome = Registry(allow, price).call("reference_shoot", {"product": "img1", "engine": "diffusion"}, context)
    assert "cannot do this: it can video" in outcome.text
    assert outcome.assets == ()
    quickly = replace(context, painters={"diffusion": quick})
    clip = Registry(allow, price).call("video", {"asset": "img1", "engine": "diffusion", "seconds": 2}, quickly)
    assert clip.error is None, clip.text
    (made,) = clip.assets
    assert made.receipt is not None
    assert made.receipt.origin is not None
    assert (made.receipt.mode, made.receipt.origin.model) == ("generated", 1.0)
    assert verify(store.images.read(made.sha256), "clip.mp4", store).differences == ()
