"""Small products that the tests paint, and how they get into a talk: as see-through PNGs, which need no cutter."""

import numpy as np
from PIL import Image as PillowImage
from PIL import ImageDraw
from scipy.ndimage import gaussian_filter

from tools.context import Context
from tools.engines.decode import decode
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.specs.asset import Asset
from tools.specs.product import Product
from tools.specs.words import Category, hardness_of

SIZE = (640, 520)
OVER = 3
"""Outlines are drawn this many times larger, so that their edges are soft."""

OUTLINES: dict[str, list[tuple[str, list[float]]]] = {
    "bag": [("polygon", [170, 420, 470, 420, 430, 180, 210, 180]), ("arc", [250, 80, 390, 280])],
    "watch": [("box", [290, 60, 350, 460]), ("disc", [245, 185, 395, 335])],
    "eyewear": [("disc", [110, 190, 300, 330]), ("disc", [340, 190, 530, 330]), ("box", [290, 230, 350, 246])],
    "ring": [("disc", [220, 160, 420, 360]), ("hole", [250, 190, 390, 330])],
    "hat": [("disc", [200, 120, 440, 380]), ("box", [140, 340, 500, 380])],
    "earring": [("disc", [200, 200, 260, 300]), ("disc", [380, 200, 440, 300])],
    "necklace": [("arc", [180, 60, 460, 420]), ("disc", [290, 390, 350, 450])],
    "front": [("polygon", [200, 160, 440, 160, 480, 430, 160, 430]), ("hole", [225, 100, 415, 215])],
    "inside": [("polygon", [200, 160, 440, 160, 480, 430, 160, 430]), ("disc", [200, 110, 440, 230])],
}


LONG = 640
"""Pixels of an outline's longer side unless a test says otherwise: as many as fill a tile of 1 MP, enlarged."""


def alpha_of(kind: str, lean: float = 0.0, long: int = LONG) -> Bytes8:
    """Return the 8-bit alpha of an outline ``long`` pixels long, turned ``lean`` degrees clockwise."""
    picture = PillowImage.new("L", (SIZE[0] * OVER, SIZE[1] * OVER), 0)
    pen = ImageDraw.Draw(picture)
    for shape, numbers in OUTLINES[kind]:
        at = [number * OVER for number in numbers]
        match shape:
            case "polygon":
                pen.polygon(at, fill=255)
            case "box":
                pen.rectangle(at, fill=255)
            case "disc":
                pen.ellipse(at, fill=255)
            case "hole":
                pen.ellipse(at, fill=0)
            case "arc":
                pen.arc(
                    at, 0 if kind == "necklace" else 180, 180 if kind == "necklace" else 360, fill=255, width=14 * OVER
                )
    box = picture.getbbox()
    assert box is not None
    scale = long / max(box[2] - box[0], box[3] - box[1]) * OVER
    turned = picture.rotate(-lean, PillowImage.Resampling.BICUBIC)
    size = round(SIZE[0] * scale), round(SIZE[1] * scale)
    return np.asarray(turned.resize(size, PillowImage.Resampling.LANCZOS))


def cutout_of(kind: str, lean: float = 0.0, long: int = LONG, tone: int = 110) -> Bytes8:
    """Return H×W×4: a grainy product of one tone."""
    alpha = alpha_of(kind, lean, long)
    grain = np.random.default_rng(len(kind)).normal(0, 12, (*alpha.shape, 3))
    colours = np.clip(tone + gaussian_filter(grain, (0.6, 0.6, 0)), 0, 255).astype(np.uint8)
    return np.dstack([colours, alpha])


def upload(context: Context, rgba: Bytes8, name: str, category: Category | None = None) -> str:
    """Keep a picture as an upload of the talk and return its name there."""
    sha256 = context.store.images.put(encode_png(rgba), "png")
    asset = Asset(
        id=sha256[:16], sha256=sha256, suffix="png", width=rgba.shape[1], height=rgba.shape[0], tool="upload", note=name
    )
    if category is not None:
        product = Product(id=sha256, category=category, hardness=hardness_of(category))
        context.store.ledger.save_product(product)
    return context.store.ledger.save_asset(asset, context.thread)


def pixels_of(asset: Asset, context: Context) -> Bytes8:
    """Return the pixels of a kept picture, H×W×3."""
    return decode(context.store.images.read(asset.sha256)).pixels
