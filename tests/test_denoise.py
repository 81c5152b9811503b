"""The denoiser: grain that the samples hardly show comes back from the guides."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.engines.studio import render

pytest.importorskip("mitsuba_oidn")

SIDE = 160

Floats = NDArray[np.float32]


def noisy_grain() -> tuple[Floats, Floats, Floats]:
    """Return (the truth, one noisy render of it, its noisy guides): fine grain under a light that falls off."""
    random = np.random.default_rng(4)
    grain = 0.4 + 0.08 * np.kron(random.random((SIDE // 2, SIDE // 2)), np.ones((2, 2)))
    albedo = np.repeat(grain[..., None], 3, axis=2).astype(np.float32)
    truth = albedo * np.linspace(1.0, 0.3, SIDE, dtype=np.float32)[None, :, None]
    color = truth * random.gamma(0.3, 1 / 0.3, truth.shape[:2])[..., None].astype(np.float32)
    normal = np.zeros_like(truth) + np.array([0.0, 1.0, 0.0], dtype=np.float32)
    guide = np.concatenate([albedo * random.normal(1.0, 0.04, truth.shape).astype(np.float32), normal], axis=-1)
    return truth, np.asarray(color, dtype=np.float32), np.asarray(guide, dtype=np.float32)


def likeness(first: Floats, second: Floats) -> float:
    """Return how well the fine detail of two pictures agrees, 1 the same."""
    flat = [(part - part.mean(axis=0, keepdims=True)).ravel() for part in (first, second)]
    return float(np.corrcoef(*flat)[0, 1])


def test_cleaned_guides_bring_back_grain_that_noisy_ones_let_be_smeared() -> None:
    truth, color, guide = noisy_grain()
    careful, quick = likeness(render.denoise(color, guide), truth), likeness(render.denoise(color, guide, True), truth)
    assert careful > 0.5
    assert careful > quick


def test_the_same_render_is_cleaned_the_same() -> None:
    _, color, guide = noisy_grain()
    assert np.array_equal(render.denoise(color, guide), render.denoise(color, guide))


def test_grain_is_a_pattern_and_not_the_edge_of_a_thing() -> None:
    _, _, guide = noisy_grain()
    albedo = guide[..., :3].copy()
    albedo[:, SIDE // 2 :] = 0.02
    grain = render.grain_of(albedo)
    assert grain.min() >= 0.5
    assert grain.max() <= 2.0
    assert np.abs(grain[:, SIDE // 2 - 2 : SIDE // 2 + 2] - 1.0).max() < 0.02
    assert grain[:, : SIDE // 4].std() > 0.02
    assert np.abs(grain[:, -SIDE // 4 :] - 1.0).max() < 1e-3
