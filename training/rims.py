"""Pictures of edges whose alpha and colour are known, as the networks of ``tools/engines/cutout/rim.py`` see them.

    python -m training.rims --pack PACK --out OUT [--count 320] [--turns 2]

A thing of ``training.staged`` is photographed before a plain backdrop and cut out with the real cutter; its mask is
kept in OUT/masks. Then, ``--turns`` times, the thing gets a texture and a backdrop by chance and is photographed once
more, through lens, grain and JPEG, and the signs along the edge of that mask are kept in OUT/signs: a mask errs the way
that masks do, and costs one cut for many photographs. ``training.rim_fit`` fits the networks to them. PACK is that of
``staged``. A run that was stopped goes on; the same number gives the same picture.
"""

import argparse
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from PIL import Image as Pillow
from scipy import ndimage

from tools.engines.color import linear_to_srgb
from tools.engines.cutout import rim, rim_colour
from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.known_backdrop import projected
from tools.engines.cutout.lab import Region, window_of
from tools.engines.cutout.network import accessory
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.signs import Opinions
from tools.engines.image import Image, Mask, to_bytes, to_float
from training.staged import LEAST, Floats, Props, Rng, backdrop, laid, shaded, thing

KINDS = ("drawn", "drawn", "sewn", "stamp", "drawn")
BEHIND = ("light", "colour", "dark", "light", "colour")
STAMP = 0.3
"""Share of the frame of a stamp, of which there are four: enlarged, its edge would be a blurred one."""

REACH = 3
PIXELS = 2000
"""Pixels taken of each photograph."""

CLOSE = 0.85
"""Intersection over union from which on a mask is that of the thing."""

BESIDE = 6.0
"""Pixels from the true outline beyond which a mask errs so far that no edge can be put right."""


class Cut(NamedTuple):
    """What is kept of one cut-out: the thing's ``colour`` H×W×3 and ``alpha``, both linear; the cutter's ``mask``."""

    colour: Floats
    alpha: Floats
    mask: Region


class Rows(NamedTuple):
    """Pixels: what the alpha network sees, alpha so far; what the colour network sees beside its guesses; the truth."""

    alpha_seen: Floats
    colour_seen: Floats
    guesses: Floats
    alpha: Floats
    colour: Floats


def front(number: int, props: Props, rng: Rng) -> Floats:
    """Return a thing in an empty frame, premultiplied linear H×W×4, as a lens blurs it."""
    shape = (int(rng.integers(480, 640)), int(rng.integers(480, 640)))
    kind = KINDS[number % len(KINDS)]
    share = STAMP * rng.uniform(0.7, 1.1) if kind == "stamp" else rng.uniform(0.5, 0.92)
    frame = np.zeros((*shape, 4), np.float32)
    for _ in range(4 if kind == "stamp" else 1):
        tile = thing(kind, props, rng, int(share * min(shape)))
        room = [max(side - long, 2) // 2 for side, long in zip(shape, tile.shape, strict=False)]
        at = (
            shape[0] // 2 + int(rng.integers(-room[0], room[0])),
            shape[1] // 2 + int(rng.integers(-room[1], room[1])),
        )
        frame = frame + (1 - frame[..., 3:]) * laid(tile, at, shape)
    soft = rng.uniform(0.3, 0.8) if rng.random() < 0.67 else rng.uniform(0.8, 1.5)
    return np.asarray(cv2.GaussianBlur(frame, (0, 0), float(soft)), np.float32)


def cut(number: int, props: Props) -> Cut | None:
    """Return thing ``number`` and the mask that the cutter finds of it, or nothing where it does not find it."""
    rng = np.random.default_rng((21, number))
    made = front(number, props, rng)
    alpha = np.rint(np.clip(made[..., 3], 0, 1) * 255) / np.float32(255)
    if float(alpha.mean()) < LEAST or not (alpha > 0.9).any():
        return None
    colour = made[..., :3] / np.maximum(alpha, 1e-3)[..., None]
    bright = float(np.percentile(colour[alpha > 0.9].mean(-1), 90))
    colour = np.clip(colour * rng.uniform(0.25, 0.95) / max(bright, 0.03), 0, 1)
    scene = shaded(backdrop(BEHIND[number % len(BEHIND)], props, rng, alpha.shape), alpha, rng)
    kept: list[Region] = []

    def judge(_: Image, __: Mask, mask: Region, ___: Opinions, found: Backdrop) -> float:
        kept.extend([mask] if found.plain else [])
        return 1.0

    ClassicCutter(second=accessory, judge=judge).cut(_photographed(colour, alpha, scene, rng))
    if not kept or _overlap(kept[0], alpha > 0.5) < CLOSE:
        return None
    return Cut(colour.astype(np.float32), alpha, kept[0])


def _overlap(one: Region, other: Region) -> float:
    return float((one & other).sum() / max((one | other).sum(), 1))


def _photographed(colour: Floats, alpha: Floats, scene: Floats, rng: Rng) -> Image:
    """Return the thing before ``scene`` (linear) after sharpening, grain and JPEG, sRGB."""
    share = alpha[..., None]
    seen = linear_to_srgb(np.clip(share * colour + (1 - share) * scene, 0, 1))
    if rng.random() < 0.2:
        seen = seen + rng.uniform(0.2, 0.6) * (seen - cv2.GaussianBlur(seen, (0, 0), float(rng.uniform(0.8, 1.5))))
    grain = rng.normal(0, 1, alpha.shape)[..., None] * rng.choice([0.0016, 0.0016, 0.004, 0.008])
    seen = seen + grain + rng.normal(0, 1, seen.shape) * rng.choice([0.0006, 0.002, 0.005])
    file = BytesIO()
    chroma = 2 if rng.random() < 0.85 else 0  # 4:2:0, or whole
    quality = int(rng.choice([95, 95, 95, 92, 88, 80]))
    Pillow.fromarray(to_bytes(np.clip(seen, 0, 1).astype(np.float32))).save(
        file, "JPEG", quality=quality, subsampling=chroma
    )
    return to_float(np.asarray(Pillow.open(file)))


def textured(colour: Floats, rng: Rng) -> Floats:
    """Return ``colour`` (linear) under light and stuff of three sizes: the edge of metal changes along itself."""
    if rng.random() < 0.75:
        light = np.zeros(colour.shape[:2], np.float32)
        for low, high, least, most in ((2.5, 5, 0.0, 0.5), (5, 14, 0.3, 1.0), (14, 60, 0.3, 1.0)):
            size = float(rng.uniform(low, high))
            coarse = rng.normal(size=tuple(max(2, int(side / size)) for side in light.shape)).astype(np.float32)
            light += float(rng.uniform(least, most)) * cv2.resize(
                coarse, light.shape[::-1], interpolation=cv2.INTER_CUBIC
            )
        light = np.tanh(2 * light) * 1.2 if rng.random() < 0.5 else light
        light = cv2.GaussianBlur(light, (0, 0), 0.6)[..., None]
        colour = colour * np.exp(light * (rng.uniform(0.3, 1.3) + 0.12 * rng.normal(size=3)))
        colour = np.where(colour < 0.6, colour, 0.6 + 0.4 * (1 - np.exp((0.6 - colour) / 0.4)))
    if rng.random() < 0.4:
        colour = colour * rng.uniform(0.1, 1.6)
    colour = colour[..., rng.permutation(3)] if rng.random() < 0.3 else colour
    return np.asarray(np.clip(colour, 0.002, 1), np.float32)


def plain(alpha: Floats, rng: Rng) -> Floats:
    """Return a plain backdrop, linear H×W×3, dark, light or of a colour, with a soft shadow of ``alpha``."""
    tone = [rng.uniform(0.008, 0.06), rng.uniform(0.5, 0.95), rng.uniform(0.06, 0.7)]
    spread = [rng.normal(0, 0.25, 3), rng.normal(0, 0.04, 3), rng.uniform(-0.8, 0.8, 3)]
    kind = int(rng.choice(3, p=[0.42, 0.26, 0.32]))
    down, across = (np.linspace(-1, 1, side, dtype=np.float32) for side in alpha.shape)
    turn = rng.uniform(0, 6.3)
    slope = rng.uniform(0, 0.35) * (np.cos(turn) * across[None, :] + np.sin(turn) * down[:, None])
    near = np.roll(alpha, (int(rng.integers(2, 14)), int(rng.integers(-8, 9))), (0, 1))
    dark = rng.uniform(0, 0.5) * (rng.random() < 0.8) * cv2.GaussianBlur(near, (0, 0), float(rng.uniform(3, 16)))
    made = tone[kind] * np.exp(spread[kind]) * (np.exp(slope) * (1 - dark))[..., None]
    return np.asarray(np.clip(made, 0.002, 1), np.float32)


def rows(of: Cut, rng: Rng) -> Rows | None:
    """Return the pixels of one more photograph of a thing, or nothing where it has no inside."""
    room = window_of(of.mask, 24)
    colour, alpha, mask = textured(of.colour[room], rng), of.alpha[room], np.ascontiguousarray(of.mask[room])
    scene = plain(alpha, rng)
    texture, noise = float(rng.uniform(0, 0.04) * (rng.random() < 0.5)), float(rng.uniform(0.3, 0.8))
    weave = cv2.GaussianBlur(rng.normal(size=alpha.shape), (0, 0), 1.3)
    photo = _photographed(colour, alpha, scene * (1 + texture * weave / weave.std())[..., None], rng)
    read = np.clip(linear_to_srgb(scene) + rng.normal(0, 0.006) + rng.normal(0, 0.003, 3), 0, 1)  # never quite right
    found = projected(photo, np.asarray(read, np.float32), mask, noise + 25 * texture, REACH)
    if found is None:
        return None
    band = rim.spots(found.band, REACH)
    told = rim.signs(found.scene, found.inside, found.alpha, noise + 25 * texture, band)
    right = rim.put_right(told, found.alpha, band)
    apart = [ndimage.distance_transform_edt(side) for side in (alpha <= 0.5, alpha > 0.5)]
    near = np.argwhere(found.band & (apart[0] < BESIDE) & (apart[1] < BESIDE))
    chosen = near[rng.permutation(len(near))[:PIXELS]]
    at = rim.Spots(chosen[:, 0], chosen[:, 1], 1)
    seen, guesses = rim_colour.seen_at(found.scene, told, right, at, REACH)
    here = at.rows, at.columns
    true = np.asarray(linear_to_srgb(colour[here]), np.float32)
    return Rows(rim.surroundings(told, at), seen, guesses, alpha[here], true)


def main() -> None:
    """Cut out ``--count`` things and photograph each ``--turns`` times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=320)
    parser.add_argument("--turns", type=int, default=2)
    options = parser.parse_args()
    props = Props(options.pack)
    masks, signs = options.out / "masks", options.out / "signs"
    for folder in (masks, signs):
        folder.mkdir(parents=True, exist_ok=True)
    for number in range(options.count):
        kept = masks / f"{number:04d}.npz"
        if not kept.exists():
            made = cut(number, props)
            np.savez_compressed(kept, **({} if made is None else made._asdict()))
        with np.load(kept) as file:
            of = Cut(file["colour"], file["alpha"], file["mask"]) if file.files else None
        for turn in range(options.turns if of is not None else 0):
            seen = signs / f"{number:04d}_{turn}.npz"
            if (
                of is not None
                and not seen.exists()
                and (told := rows(of, np.random.default_rng((22, number, turn)))) is not None
            ):
                np.savez(seen, **{name: array.astype(np.float16) for name, array in told._asdict().items()})


if __name__ == "__main__":
    main()
