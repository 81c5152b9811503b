"""The whole way on the real engines, with a sample of ours: a brief, a picture, 'make it warmer', the proof."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PillowImage

from agent.app import build
from agent.settings import Settings
from tools.engines.color import srgb_to_lab
from tools.engines.image import to_float
from tools.specs.brief import Brief
from tools.specs.recipe import Recipe

pytestmark = pytest.mark.slow
RING = Path(__file__).parents[1] / "examples" / "ring.jpg"


def pixels(data: bytes, path: Path) -> np.ndarray:
    path.write_bytes(data)
    return np.asarray(PillowImage.open(path).convert("RGB"))


def yellow(picture: np.ndarray) -> float:
    """The mean b* of a corner that shows the set only."""
    return float(srgb_to_lab(to_float(picture[:200, :200]))[..., 2].mean())


def test_a_ring_on_travertine_then_warmer_then_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    photo = tmp_path / "ring.jpg"
    PillowImage.open(RING).resize((1000, 750)).save(photo, quality=92)
    monkeypatch.setenv("PARURE_HOME", str(tmp_path / "home"))
    assistant = build(Settings(home=tmp_path / "home"))
    try:
        brief = Brief.model_validate(
            {
                "text": "solitaire ring on warm travertine, leaf shadows, square",
                "images": [{"role": "product", "path": str(photo)}],
            }
        )
        first = assistant.run(brief, "t")
        assert first.error is None
        ((name, asset),) = first.made
        assert name == "a1"
        assert (asset.width, asset.height) == (1024, 1024)
        receipt = asset.receipt
        assert receipt is not None
        assert (receipt.mode, receipt.max_diff) == ("exact", 0)
        assert receipt.core_share >= 0.7, "a band of a dozen pixels is mostly edge"
        assert assistant.store.ledger.balance() == 96

        warmer = assistant.run(Brief(text="make it warmer"), "t")
        assert warmer.error is None
        ((_, second),) = warmer.made
        assert second.parent == asset.id
        assert assistant.store.ledger.balance() == 96
        assert isinstance(second.recipe, Recipe)
        assert second.recipe.geometry() == asset.recipe.geometry()

        before = pixels(assistant.picture(asset.sha256), tmp_path / "first.png")
        after = pixels(assistant.picture(second.sha256), tmp_path / "second.png")
        assert yellow(after) > yellow(before) + 2
        assert second.receipt is not None
        assert second.receipt.max_diff == 0
        assert not assistant.verify(tmp_path / "second.png").differences
    finally:
        assistant.close()
