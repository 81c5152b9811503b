"""The cut-out on our samples and on the benchmark, and the matte's tiles."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_cutout import SIZE, off, shares

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.known_backdrop import known_backdrop
from tools.engines.cutout.lab import from_lab, resize, to_lab
from tools.engines.cutout.matte import matte_plain
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.image import to_float

EXAMPLES = Path(__file__).parents[1] / "examples"
MATTING = Path(__file__).parents[2] / "shared" / "data" / "matting"


def test_the_matte_does_not_know_its_tiles() -> None:
    """A backdrop of half the size is read at the photo's own pixels, whichever tile they lie in."""
    side = 2 * SIZE + 59
    down, across = np.mgrid[0:side, 0:side].astype(np.float32)
    matte = np.clip(200.5 - np.hypot(across - 270, down - 270), 0, 1)[..., None]
    steep = np.linspace(0.5, 0.95, side // 2 + 1, dtype=np.float32)[:, None, None].repeat(side // 2 + 1, 1).repeat(3, 2)
    behind = from_lab(resize(to_lab(steep), (side, side)))
    image = (matte * 0.2 + (1 - matte) * behind).astype(np.float32)
    backdrop = replace(read_backdrop(steep), field=to_lab(steep), sigma=0.3)
    alpha, colour = matte_plain(image, matte[..., 0] > 0.5, backdrop, 2.0)
    whole, its_colour = known_backdrop(image, behind, matte[..., 0] > 0.5, 0.3, 4)
    assert float(np.abs(alpha - whole).max()) < 1e-3
    assert float(np.abs(colour - its_colour)[alpha > 0.05].max()) < 2e-3


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ring", "earrings", "watch"])
def test_our_samples_leave_their_shadow_behind(name: str) -> None:
    from PIL import Image as Pillow

    with Pillow.open(EXAMPLES / f"{name}.jpg") as file:
        image = to_float(np.asarray(file.convert("RGB").reduce(4)))
    with Pillow.open(EXAMPLES / f"{name}_matte.png") as file:
        truth = np.asarray(file.convert("L").reduce(4)).astype(np.float32) / 255.0
    extra, lost = shares(ClassicCutter().cut(image), truth)
    assert extra < 0.01
    assert lost < 0.02  # half a pixel of the rim, at this size


@pytest.mark.slow
@pytest.mark.skipif(not MATTING.is_dir(), reason="the matting benchmark is not beside the project")
@pytest.mark.parametrize(
    ("stem", "most"), [("syn_ring_band_dark", 0.01), ("syn_bag_handle_light", 0.012), ("syn_watch_steel_paper", 0.012)]
)
def test_the_benchmark_is_met(stem: str, most: float) -> None:
    from PIL import Image as Pillow

    with Pillow.open(MATTING / "images" / f"{stem}.jpg") as file:
        image = to_float(np.asarray(file.convert("RGB")))
    with Pillow.open(MATTING / "gt" / f"{stem}.png") as file:
        truth = np.asarray(file)[..., 3].astype(np.float32) / 255.0
    assert off(ClassicCutter().cut(image), truth) < most
