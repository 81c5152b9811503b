"""A moodboard read: colours by k-means in Lab, the light, and what surface or backdrop the pictures lean to."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import Colours, hex_linear, lab_to_linear, linear_to_lab, linear_to_srgb, srgb_to_linear
from tools.engines.color_names import name_of
from tools.engines.image import Image, check_image, to_bytes
from tools.engines.mood_light import read_light
from tools.engines.mood_matter import lean_backdrops, lean_surfaces
from tools.specs.board import Board, Contrast, Key, LightRead, Side, Swatch, Temperature

LONG_SIDE = 256
MOST = 8
COLORS = 5
CLUSTERS = 8
STEPS = 12
SAMPLES = 4000
"""Pixels of each picture that are clustered, on an even grid."""

ALIKE = 11.0
"""Lab distance under which two clusters are one colour."""

SMALLEST = 0.01
"""Share under which a colour is left out."""

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
        palette=_palette(lab),
        temperature=_temperature(light),
        contrast=_contrast(light),
        softness="hard" if light.hardness > HARD else "soft",
        side=_side(light),
        key=_key(light),
        surfaces=lean_surfaces(lab),
        backdrops=lean_backdrops(lab),
        light=light,
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
    lab = np.array([_lab_of(swatch.color) for swatch in board.palette], np.float32)
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


def _palette(lab: list[Colours]) -> tuple[Swatch, ...]:
    """Return up to five colours, by k-means in Lab, the most telling first.

    A colour tells by its share, and more when it is strong: a red ribbon on a grey wall is what one remembers.
    """
    pixels = np.concatenate([_grid(each) for each in lab])
    centres, labels = _clusters(pixels[:, :3])
    counts = np.bincount(labels, minlength=len(centres))
    heights = np.bincount(labels, pixels[:, 3], len(centres)) / np.maximum(counts, 1)
    groups = _merged(np.column_stack([centres, heights])[counts > 0], counts[counts > 0] / len(labels))
    groups.sort(key=lambda group: -(group[1] ** 0.6) * (1 + float(np.hypot(*group[0][1:3])) / 40))
    return tuple(_swatch(centre, share) for centre, share in groups[:COLORS])


def _clusters(points: Colours) -> tuple[Colours, NDArray[np.intp]]:
    """Return (centres, each point's centre), at most 8: k-means++ (Arthur and Vassilvitskii, 2007), Lloyd's steps."""
    chance = np.random.default_rng(7)
    centres = [points[len(points) // 2]]
    nearest = ((points - centres[0]) ** 2).sum(1)
    while len(centres) < CLUSTERS and nearest.max() > 1.0:
        centres.append(points[chance.choice(len(points), p=nearest / nearest.sum(dtype=np.float64))])
        nearest = np.minimum(nearest, ((points - centres[-1]) ** 2).sum(1))
    kept = np.array(centres, np.float32)
    labels = np.zeros(len(points), np.intp)
    for _ in range(STEPS):
        labels = ((points[:, None] - kept[None]) ** 2).sum(-1).argmin(1)
        for number in np.unique(labels):
            kept[number] = points[labels == number].mean(0)
    return kept, labels


def _swatch(centre: Colours, share: float) -> Swatch:
    """Return the swatch of a cluster: its Lab and its height in the pictures."""
    height = float(np.clip(centre[3], 0, 1))
    return Swatch(color=_hex(centre[:3]), name=name_of(centre[:3]), share=round(share, 3), height=round(height, 2))


def _merged(centres: NDArray[np.float64], shares: NDArray[np.float64]) -> list[tuple[Colours, float]]:
    """Return (centre, share) with clusters that look alike made one; centres are Lab and a height."""
    groups: list[tuple[Colours, float]] = []
    for at in np.argsort(-shares):
        centre, share = centres[at].astype(np.float32), float(shares[at])
        for number, (other, weight) in enumerate(groups):
            if float(np.linalg.norm(other[:3] - centre[:3])) < ALIKE:
                total = weight + share
                groups[number] = ((other * np.float32(weight) + centre * np.float32(share)) / np.float32(total), total)
                break
        else:
            groups.append((centre, share))
    return [group for group in groups if group[1] >= SMALLEST]


def _grid(lab: Colours) -> Colours:
    """Return an even choice of a picture's pixels, each with its height from 0 at the foot to 1 at the top."""
    height, width = lab.shape[:2]
    rows = np.broadcast_to(np.linspace(1, 0, height, dtype=np.float32)[:, None, None], (height, width, 1))
    step = max(1, round((height * width / SAMPLES) ** 0.5))
    return np.asarray(np.concatenate([lab, rows], -1)[::step, ::step].reshape(-1, 4), np.float32)


def _hex(lab: Colours) -> str:
    pixels = to_bytes(linear_to_srgb(lab_to_linear(lab[None, None])))
    return "#" + bytes(pixels[0, 0]).hex()


def _lab_of(color: str) -> Colours:
    return linear_to_lab(hex_linear(color))


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
