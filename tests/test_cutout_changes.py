"""The cut-out of a changed photo is the changed cut-out: mirrored, turned, halved, saved as a JPEG (line 6)."""

from io import BytesIO

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as Pillow
from test_cutout import SIZE, cut, disc, photo, ring

from tools.engines.cutout.lab import resize
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.image import Image, Mask, to_bytes, to_float

MOST = 0.01
"""Mean difference of alpha that a change may make."""

TONES = {
    "dark on light": ((0.1, 0.1, 0.12), 0.93),
    "light on dark": ((0.85, 0.85, 0.87), 0.05),
    "gold on white": ((0.75, 0.55, 0.2), 0.93),
}


def saved(image: Image) -> Image:
    """Return ``image`` as it comes back from a JPEG of quality 85."""
    file = BytesIO()
    Pillow.fromarray(to_bytes(image)).save(file, "JPEG", quality=85)
    return to_float(np.asarray(Pillow.open(file)))


def halved(pixels: Image) -> Image:
    return resize(np.ascontiguousarray(pixels), (pixels.shape[0] // 2, pixels.shape[1] // 2))


def shape(kind: str, x: float, radius: float) -> Mask:
    if kind == "disc":
        return disc(x, 120, radius)
    if kind == "ring":
        return ring(x, 120, radius, 0.7 * radius)
    bar = np.zeros((SIZE, SIZE), np.float32)
    bar[round(120 - radius) : round(120 + radius), round(x) - 14 : round(x) + 14] = 1.0
    return np.maximum(bar, disc(x, 120, 0.5 * radius))


@settings(max_examples=6)
@given(
    kind=st.sampled_from(["disc", "ring", "bar"]),
    tone=st.sampled_from(sorted(TONES)),
    x=st.floats(95, 145),
    radius=st.floats(45, 85),
    turns=st.integers(1, 3),
)
def test_line_6(kind: str, tone: str, x: float, radius: float, turns: int) -> None:
    product, backdrop = TONES[tone]
    image = photo(shape(kind, x, radius), product, backdrop)
    alpha = cut(image).alpha
    assert alpha.max() == 1.0
    assert off(cut(image[:, ::-1]).alpha, alpha[:, ::-1]) <= MOST
    assert off(cut(np.rot90(image, turns)).alpha, np.rot90(alpha, turns)) <= MOST
    assert off(cut(halved(image)).alpha, halved(alpha)) <= MOST
    assert off(cut(saved(image)).alpha, alpha) <= MOST


@settings(max_examples=3)
@given(seed=st.integers(0, 99), x=st.floats(95, 145))
def test_line_6_on_clutter(seed: int, x: float) -> None:
    """Here the network leads, which sees the same thing however the photo is turned."""
    patches = np.random.default_rng(seed).random((8, 8, 3)).astype(np.float32)
    matte = ring(x, 120, 75, 45)
    image = photo(matte, (0.9, 0.1, 0.1), np.asarray(patches.repeat(SIZE // 8, 0).repeat(SIZE // 8, 1)))

    def alpha_of(image: Image, seen: Mask) -> Mask:
        soft = resize(np.ascontiguousarray(seen), (seen.shape[0] // 4, seen.shape[1] // 4))
        return ClassicCutter(lambda _: resize(soft, (seen.shape[0], seen.shape[1]))).cut(image).alpha

    alpha = alpha_of(image, matte)
    assert off(alpha_of(image[:, ::-1], matte[:, ::-1]), alpha[:, ::-1]) <= MOST
    assert off(alpha_of(np.rot90(image), np.rot90(matte)), np.rot90(alpha)) <= MOST
    assert off(alpha_of(halved(image), halved(matte)), halved(alpha)) <= MOST
    assert off(alpha_of(saved(image), matte), alpha) <= MOST


def off(found: Mask, expected: Mask) -> float:
    return float(np.abs(found - expected).mean())
