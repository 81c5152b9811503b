"""Painted sets made up for the check of phantoms, and the faults that are seeded into them."""

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont
from products import cutout_of
from scipy import ndimage as ndi

from tools.engines.composite import Placed, place
from tools.engines.image import Bytes8, Image, to_bytes, to_float
from tools.specs.steps import Placement

HEIGHT, WIDTH = 640, 512
WORDS = ("LUMIERE", "Atelier", "SALE 50", "Maison Noir", "Bloom & Co", "EST. 1987")


def plate(seed: int) -> Image:
    """A wall of light with something on it: nothing, veins, soft lights, far leaves out of focus."""
    rng = np.random.default_rng(seed)
    ends = rng.uniform(0.2, 0.75, 2)
    wall = np.linspace(ends[0], ends[1], HEIGHT)[:, None, None] * (1 + rng.normal(0, 0.08, 3))
    image = np.broadcast_to(wall, (HEIGHT, WIDTH, 3)).copy()
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    if seed % 4 == 1:
        noise = sum(ndi.gaussian_filter(rng.standard_normal((HEIGHT, WIDTH)), s) * s for s in (4, 12, 40))
        image -= 0.12 * ndi.gaussian_filter((np.abs(noise / noise.std()) < 0.12).astype(float), 1)[..., None]
    for _ in range(10 if seed % 4 == 2 else 0):
        y, x, wide = rng.uniform(0, HEIGHT), rng.uniform(0, WIDTH), rng.uniform(20, 70)
        spot = np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * wide**2))
        image += spot[..., None] * rng.uniform(0, 0.35, 3)
    for _ in range(14 if seed % 4 == 3 else 0):
        y, x, turn = rng.uniform(0, HEIGHT), rng.uniform(0, WIDTH), rng.uniform(0, 3)
        along = (columns - x) * np.cos(turn) + (rows - y) * np.sin(turn)
        across = (rows - y) * np.cos(turn) - (columns - x) * np.sin(turn)
        leaf = ndi.gaussian_filter(((along / 60) ** 2 + (across / 16) ** 2 < 1).astype(float), 6)
        image -= leaf[..., None] * rng.uniform(0.05, 0.2, 3)
    return np.clip(image + rng.normal(0, 0.004, image.shape), 0, 1).astype(np.float32)


def placed(kind: str) -> Placed:
    """A product that stands in the lower half."""
    rgba = cutout_of(kind, long=230)
    at = Placement(scale=1.0, x=(WIDTH - rgba.shape[1]) // 2, y=HEIGHT - rgba.shape[0] - 8)
    return place(np.ascontiguousarray(rgba[..., :3]), rgba, at, WIDTH, HEIGHT)


def with_product(image: Image, product: Placed) -> Image:
    share = to_float(product.alpha)[..., None]
    return (image * (1 - share) + to_float(product.foreground) * share).astype(np.float32)


def with_twin(image: Image, product: Placed, seed: int) -> Image:
    """A second product, smaller, perhaps mirrored, in a slightly other light."""
    rng = np.random.default_rng(seed)
    rgba = np.dstack([product.foreground, product.alpha])
    rows, columns = np.flatnonzero(product.alpha.any(1)), np.flatnonzero(product.alpha.any(0))
    crop = PillowImage.fromarray(rgba[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
    scale = rng.uniform(0.5, 0.9)
    small = np.asarray(crop.resize((round(crop.width * scale), round(crop.height * scale)))).astype(np.float32) / 255
    small = small[:, ::-1] if rng.random() < 0.5 else small
    high, wide = small.shape[:2]
    y, x = int(rng.integers(4, max(5, HEIGHT // 2 - high))), int(rng.integers(4, WIDTH - wide - 4))
    made = image.copy()
    part = made[y : y + high, x : x + wide]
    share = small[: part.shape[0], :, 3:]
    part[:] = part * (1 - share) + np.clip(small[: part.shape[0], :, :3] * rng.uniform(0.85, 1.1), 0, 1) * share
    return made


def with_text(image: Image, seed: int) -> Image:
    rng = np.random.default_rng(seed)
    picture = PillowImage.fromarray(to_bytes(image))
    pen, font = ImageDraw.Draw(picture), ImageFont.load_default(int(HEIGHT * rng.uniform(0.035, 0.07)))
    word = WORDS[seed % len(WORDS)]
    box = pen.textbbox((0, 0), word, font=font)
    at = (int(rng.integers(5, max(6, WIDTH - box[2] - 5))), int(rng.integers(5, HEIGHT // 4)))
    pen.text(at, word, font=font, fill=ink(image))
    return to_float(np.asarray(picture))


def with_logo(image: Image, seed: int) -> Image:
    """A sign of few flat shapes: a star, a ring round a triangle, two rings, a window."""
    rng = np.random.default_rng(seed)
    fine = 4
    picture = PillowImage.fromarray(to_bytes(image)).resize((WIDTH * fine, HEIGHT * fine))
    pen, size = ImageDraw.Draw(picture), HEIGHT * rng.uniform(0.06, 0.12) * fine
    x, y, half = rng.uniform(size, WIDTH * fine - size), rng.uniform(size, HEIGHT * fine / 3), size / 2
    dark = ink(image)
    match seed % 4:
        case 0:
            turns = np.arange(10) * np.pi / 5
            reach = np.where(np.arange(10) % 2, 0.42, 1.0) * half
            pen.polygon([(x + r * np.sin(t), y - r * np.cos(t)) for r, t in zip(reach, turns, strict=True)], fill=dark)
        case 1:
            pen.ellipse((x - half, y - half, x + half, y + half), outline=dark, width=int(size / 9))
            pen.polygon([(x, y - half / 2), (x + half / 2, y + half / 2.5), (x - half / 2, y + half / 2.5)], fill=dark)
        case 2:
            for off in (-half / 3, half / 3):
                pen.ellipse((x + off - half / 2, y - half / 2, x + off + half / 2, y + half / 2), outline=dark,
                            width=int(size / 12))  # fmt: skip
        case _:
            pen.rectangle((x - half, y - half, x + half, y + half), fill=dark)
            pen.ellipse((x - half / 2, y - half / 2, x + half / 2, y + half / 2), fill=tuple(255 - v for v in dark))
    small = picture.resize((WIDTH, HEIGHT), PillowImage.Resampling.LANCZOS)
    return to_float(np.asarray(small))


def ink(image: Image) -> tuple[int, int, int]:
    top: Bytes8 = to_bytes(image[: HEIGHT // 3])
    return (32, 28, 38) if top.mean() > 110 else (226, 220, 208)
