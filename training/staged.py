"""Photographs of accessories with exact mattes, in the open: what the confidence of a cut-out is fitted to.

    python -m training.staged --pack PACK --out FOLDER [--count 300]

Writes FOLDER/images/NAME.jpg and FOLDER/gt/NAME.png; a run that was stopped goes on. NAME begins with the kind of
product (``drawn`` by ``scenes``, ``stamp``: photographed and cut out, ``sewn``) and the kind of backdrop. Many are bad
photos on purpose: small, blurred, of the backdrop's colour, cut off by the frame, two things, props.
"""

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from scipy import ndimage

from training.bank import load_studio
from training.scenes import Studio, product, prop
from training.sewn import sewn

Floats = NDArray[np.float32]
Rng = np.random.Generator
BACKDROPS = ("light", "dark", "colour", "surface", "photo", "clutter")
KINDS = ("drawn", "stamp", "sewn", "stamp", "drawn")
LEAST = 0.002
"""Share of the frame that a product must cover."""


class Props:
    """Where pictures are taken: the studio that draws tiles, and the pack's photos and stamps."""

    def __init__(self, pack: Path) -> None:
        self.studio: Studio = load_studio(pack)
        self.rooms = sorted((pack / "photos").glob("w_*.jpg"))
        self.surfaces = sorted((pack / "photos").glob("t_*.jpg"))
        self.stamps = sorted((pack / "stamps").glob("*.png"))


def _read(path: Path) -> Floats:
    """Return H×W×3 linear, or ×4 premultiplied linear where the file has alpha."""
    pixels = np.asarray(Image.open(path), np.float32) / 255
    colour, alpha = pixels[..., :3] ** 2.2, pixels[..., 3:]
    return np.concatenate([colour * alpha, alpha], -1) if alpha.size else colour


def _resized(picture: Floats, height: int, width: int) -> Floats:
    import cv2

    how = cv2.INTER_AREA if height < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(np.clip(cv2.resize(picture, (width, height), interpolation=how), 0, None), np.float32)


def _soft(picture: Floats, sigma: float) -> Floats:
    import cv2

    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma) if sigma > 0.2 else picture, np.float32)


def thing(kind: str, props: Props, rng: Rng, side: int) -> Floats:
    """Return a product (or, of kind ``prop``, none), H×W×4 premultiplied linear, trimmed, longer side ``side``."""
    if kind == "sewn":
        tile = sewn([_read(file) for file in rng.choice(props.surfaces, 2)], rng, side)
    elif kind == "stamp":
        tile = _read(props.stamps[int(rng.integers(len(props.stamps)))])
    else:
        draw = prop if kind == "prop" else product
        tile = draw(int(rng.integers(2**31)), props.studio, min(max(side, 200), 700))[..., :4]
    rows, columns = np.flatnonzero(tile[..., 3].max(1) > 0.02), np.flatnonzero(tile[..., 3].max(0) > 0.02)
    if len(rows) == 0:
        return thing(kind, props, rng, side)
    tile = tile[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    factor = side / max(tile.shape[:2])
    tile = _resized(np.ascontiguousarray(tile), *(max(2, round(s * factor)) for s in tile.shape[:2]))
    tile[..., 3] = np.clip(tile[..., 3], 0, 1)
    return tile[:, ::-1] if rng.random() < 0.5 else tile


def backdrop(kind: str, props: Props, rng: Rng, shape: tuple[int, int]) -> Floats:
    """Return what is behind, H×W×3 linear."""
    height, width = shape
    down, across = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    if kind in ("photo", "clutter") and rng.random() < 0.75:
        room = _resized(_read(props.rooms[int(rng.integers(len(props.rooms)))]), max(shape), max(shape))
        return _soft(room[:height, :width], float(rng.choice([0.0, 0.0, 2.0, 6.0, 14.0])))
    if kind in ("surface", "photo", "clutter"):
        paved = _resized(_read(props.surfaces[int(rng.integers(len(props.surfaces)))]), max(shape), max(shape))
        calm = float(rng.uniform(0.2, 1.0)) if kind == "surface" else 1.0
        return np.asarray(calm * paved[:height, :width] + (1 - calm) * paved.mean((0, 1)), np.float32)
    tone = {"light": rng.uniform(0.55, 0.97), "dark": rng.uniform(0.008, 0.07), "colour": rng.uniform(0.1, 0.6)}[kind]
    tint = rng.uniform(-0.7, 0.7, 3) if kind == "colour" else rng.uniform(-0.05, 0.05, 3)
    turn = rng.uniform(0, 6.3)
    slope = rng.uniform(0, 0.3) * (np.cos(turn) * across + np.sin(turn) * down)
    weave = _soft(rng.normal(size=shape).astype(np.float32), float(rng.uniform(0.8, 2.0)))
    lit = 1 + slope - rng.uniform(0, 0.15) * (across**2 + down**2) + rng.uniform(0, 0.05) * weave / weave.std()
    return np.asarray(np.clip(tone * np.exp(tint) * lit[..., None], 0.002, 1), np.float32)


def laid(tile: Floats, at: tuple[int, int], shape: tuple[int, int]) -> Floats:
    """Return an empty frame with ``tile``'s middle at ``at`` (row, column); what lies outside is cut off."""
    frame = np.zeros((*shape, 4), np.float32)
    top, left = at[0] - tile.shape[0] // 2, at[1] - tile.shape[1] // 2
    rows = slice(max(top, 0), max(min(top + tile.shape[0], shape[0]), 0))
    columns = slice(max(left, 0), max(min(left + tile.shape[1], shape[1]), 0))
    frame[rows, columns] = tile[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    return frame


def _spot(tile: Floats, shape: tuple[int, int], rng: Rng, wild: bool) -> tuple[int, int]:
    """Return where a thing goes: whole in the frame, or anywhere."""
    room = [0.5 if wild else max((size - side) / 2 / size, 0.0) for size, side in zip(shape, tile.shape, strict=False)]
    return tuple(round(size * (0.5 + rng.uniform(-1, 1) * r * 0.95)) for size, r in zip(shape, room, strict=True))


def shaded(scene: Floats, alpha: Floats, rng: Rng) -> Floats:
    """Return ``scene`` (H×W×3 linear) with a contact shadow and a cast one of ``alpha`` on it."""
    if rng.random() < 0.2:
        return scene
    slide = (int(rng.integers(0, 26)), int(rng.integers(-20, 21)))
    cast = ndimage.shift(alpha, slide, order=0)
    dark = rng.uniform(0, 0.6) * _soft(cast, float(rng.choice([1.5, 6.0, 16.0, 40.0])))
    near = rng.uniform(0, 0.5) * _soft(ndimage.shift(alpha, (5, 1), order=0), float(rng.uniform(2, 9)))
    return np.asarray(scene * ((1 - dark) * (1 - near))[..., None], np.float32)


def photographed(light: Floats, rng: Rng) -> NDArray[np.uint8]:
    """Return what a phone makes of linear ``light``: exposure, white balance, tone, blur, grain; 8 bit sRGB."""
    gains = np.exp(rng.normal(0, 0.06, 3)) * np.exp(rng.normal(0, 0.25))
    seen = np.clip(light * gains, 1e-5, 1) ** (1 / 2.2)
    curve = rng.uniform(-0.2, 0.4)
    seen = (1 - curve) * seen + curve * seen * seen * (3 - 2 * seen)
    seen = _soft(seen.astype(np.float32), float(rng.choice([0.0, 0.5, 0.5, 0.8, 1.5, 2.5])))
    seen = seen + rng.normal(0, 1, seen.shape) * rng.choice([0.0, 0.003, 0.008, 0.02])
    return np.rint(np.clip(seen, 0, 1) * 255).astype(np.uint8)


def staged(kind: str, behind: str, props: Props, rng: Rng) -> tuple[NDArray[np.uint8], Floats]:
    """Return a photograph (H×W×3, 8 bit) and its matte (H×W)."""
    shape = (int(rng.integers(450, 640)), int(rng.integers(450, 640)))
    share = rng.uniform(0.45, 0.95) if rng.random() < 0.75 else rng.uniform(0.12, 0.45)
    scene = backdrop(behind, props, rng, shape)
    for _ in range(int(rng.integers(1, 5)) if behind == "clutter" else 0):
        other = thing("prop" if rng.random() < 0.6 else "stamp", props, rng, int(rng.uniform(0.15, 0.7) * min(shape)))
        other = laid(other, _spot(other, shape, rng, wild=True), shape)
        scene = shaded(scene, other[..., 3], rng) * (1 - other[..., 3:]) + other[..., :3]
    front = np.zeros((*shape, 4), np.float32)
    for turn in range(2 if rng.random() < 0.12 else 1):
        tile = thing(kind, props, rng, int(share * min(shape) * (0.6 if turn else 1.0)))
        tile = laid(tile, _spot(tile, shape, rng, wild=rng.random() < 0.12), shape)
        front = front + (1 - front[..., 3:]) * tile
    if rng.random() < 0.15 and behind in ("light", "dark", "colour"):  # light on light, dark on dark
        mean = front[..., :3].sum((0, 1)) / max(float(front[..., 3].sum()), 1.0)
        scene = scene / scene.mean((0, 1)) * np.clip(mean * rng.uniform(0.6, 1.6), 0.004, 0.95)
    scene = shaded(scene.astype(np.float32), front[..., 3], rng)
    return photographed(front[..., :3] + (1 - front[..., 3:]) * scene, rng), front[..., 3]


def main() -> None:
    """Take ``--count`` photographs; the same number gives the same one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=300)
    options = parser.parse_args()
    props = Props(options.pack)
    for name in ("images", "gt"):
        (options.out / name).mkdir(parents=True, exist_ok=True)
    for number in range(options.count):
        rng = np.random.default_rng((20, number))
        kind, behind = KINDS[number % len(KINDS)], BACKDROPS[number % len(BACKDROPS)]
        name = f"{kind}_{behind}_{number:03d}"
        if (options.out / "gt" / f"{name}.png").exists():
            continue
        photo, matte = staged(kind, behind, props, rng)
        if float(matte.mean()) < LEAST:
            continue
        Image.fromarray(photo).save(options.out / "images" / f"{name}.jpg", quality=int(rng.integers(70, 97)))
        rgba = np.dstack([photo, np.rint(matte * 255).astype(np.uint8)])
        Image.fromarray(rgba).save(options.out / "gt" / f"{name}.png", compress_level=1)


if __name__ == "__main__":
    main()
