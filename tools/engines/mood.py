"""A moodboard read: its palette, its light, its feel, and what surface or backdrop the pictures lean to."""

from collections.abc import Sequence

import numpy as np

from tools.engines.color import linear_to_lab, srgb_to_linear
from tools.engines.image import Image, check_image
from tools.engines.mood_feel import read_feel
from tools.engines.mood_light import read_light
from tools.engines.mood_matter import lean_backdrops, lean_surfaces
from tools.engines.palette import lab_of, palette_of
from tools.specs.board import Board, Contrast, Feel, Key, LightRead, Side, Temperature

LONG_SIDE = 256
MOST = 8
WARM, COOL = 0.30, -0.10
"""log2 of red over blue. A little warmth is what most balanced photos have, so the middle is not 0."""

FLAT, STEEP = 0.42, 0.72
HARD = 0.36
SURE = 0.28
DARK, BRIGHT = 0.40, 0.70


def read_board(images: Sequence[Image]) -> Board:
    """Return what 1 to 8 pictures (H×W×3 sRGB, float32) say together; pure, the same pictures give the same board.

    Every picture counts the same, whatever its size. Raises ``ValueError`` for none or more than 8.
    """
    if not 1 <= len(images) <= MOST:
        raise ValueError(f"a moodboard has 1 to {MOST} pictures, not {len(images)}")
    small = [_small(check_image(image, channels=(3,))) for image in images]
    linear = [srgb_to_linear(image) for image in small]
    lab = [linear_to_lab(pixels) for pixels in linear]
    light = _joined([read_light(*pair) for pair in zip(linear, lab, strict=True)])
    return Board(
        palette=palette_of(linear),
        temperature=_temperature(light),
        contrast=_contrast(light),
        softness="hard" if light.hardness > HARD else "soft",
        side=_side(light),
        key=_key(light),
        surfaces=lean_surfaces(lab),
        backdrops=lean_backdrops(lab),
        light=light,
        feel=_felt([read_feel(*pair) for pair in zip(images, linear, strict=True)]),
    )


def describe(board: Board) -> tuple[float, ...]:
    """Return a board as numbers of like weight (30): its light, and where its palette lies in Lab, by share.

    Boards are compared by the cosine between these; the palette is a soft histogram, so that two near colours count
    as near.
    """
    light = board.light
    numbers = [
        np.clip(light.warmth, -1, 1),
        2 * light.contrast - 1,
        2 * light.hardness - 1,
        light.lean,
        light.lift,
        2 * light.lightness - 1,
    ]
    lab = np.array([lab_of(swatch.color) for swatch in board.palette], np.float32)
    share = np.array([swatch.share for swatch in board.palette], np.float32)
    anchors = np.array([(level, *hue) for level in (25, 75) for hue in _HUES], np.float32)
    far = np.linalg.norm(lab[:, None] - anchors[None], axis=-1)
    near = np.exp(-((far / 30.0) ** 2))
    spread = (share[:, None] * near / np.maximum(near.sum(1, keepdims=True), 1e-6)).sum(0)
    return tuple(round(float(value), 5) for value in [*(0.5 * np.array(numbers)), *spread])


_TURNS = np.linspace(0, 2 * np.pi, 11, endpoint=False)
_HUES = [(0.0, 0.0), *((45 * float(np.cos(turn)), 45 * float(np.sin(turn))) for turn in _TURNS)]


def _small(image: Image) -> Image:
    """Return ``image`` at most 256 px long, averaged over whole blocks."""
    step = max(1, -(-max(image.shape[:2]) // LONG_SIDE))
    height, width = (side // step * step for side in image.shape[:2])
    blocks = image[:height, :width].reshape(height // step, step, width // step, step, 3)
    return np.asarray(blocks.mean((1, 3)), np.float32) if height and width else image


def _joined(lights: list[LightRead]) -> LightRead:
    """Return the mean of several lights; sides that disagree cancel out."""
    means = {name: float(np.mean([getattr(light, name) for light in lights])) for name in LightRead.model_fields}
    return LightRead(**means)


def _felt(feels: list[Feel]) -> Feel:
    """Return the mean of what several pictures feel like."""
    return Feel(
        **{name: round(float(np.mean([getattr(feel, name) for feel in feels])), 4) for name in Feel.model_fields}
    )


def _temperature(light: LightRead) -> Temperature:
    return "warm" if light.warmth > WARM else "cool" if light.warmth < COOL else "neutral"


def _contrast(light: LightRead) -> Contrast:
    return "low" if light.contrast < FLAT else "high" if light.contrast > STEEP else "medium"


def _side(light: LightRead) -> Side:
    if abs(light.lean) >= SURE and abs(light.lean) >= 0.6 * abs(light.lift):
        return "right" if light.lean > 0 else "left"
    return "top" if light.lift > 1.4 * SURE else "none"


def _key(light: LightRead) -> Key:
    return "low" if light.lightness < DARK else "high" if light.lightness > BRIGHT else "middle"
