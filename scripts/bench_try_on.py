"""Time a try-on, and the redraw when a point is dragged, on photos of people.

    python scripts/bench_try_on.py [--people ../shared/data/photos/people] [--products ../shared/data/photos/products]

The product is cut out beforehand, as it is in the talk before anybody is asked for a person. A try-on is all of the
tool's call: the photo read, the person looked at, the product laid, dressed, saved, opened again and measured; at 2 MP
and, after that, as it is asked for in the largest frame that such a photo gives. A redraw is what the page waits for
while a point is dragged. Photos are read where they lie and never copied. Without them nothing is timed.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from PIL import Image as PillowImage

from agent.app import Assistant, build
from agent.settings import Settings
from tools.context import Context
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.engines.person.seen import Known
from tools.errors import BadRequest
from tools.fitting import OpenFitting, begun, open_fitting
from tools.product_photo import open_product
from tools.specs.asset import Asset
from tools.specs.product import Product
from tools.specs.words import Category, Size, hardness_of
from tools.try_on import TryOnArgs, try_on

THREAD = "bench.try_on"
PIXELS = 2_000_000
TRY_ON, REDRAW = 3.0, 0.5
"""Seconds of a try-on and of a redraw, at most."""

TRIED = 5
"""Products of a kind that are tried until one is photographed from where it can be put on."""

PRODUCTS: dict[Category, tuple[str, str]] = {
    "earring": ("earring", "face"), "necklace": ("necklace", "face"), "brooch": ("earring", "face"),
    "eyewear": ("eyewear", "face"), "bag": ("handbag", "body"), "watch": ("watch", "hand"), "ring": ("ring", "hand"),
    "bracelet": ("bracelet", "hand"),
}  # fmt: skip
"""The folders of the products and of the people of each kind."""


@dataclass(frozen=True)
class Timed:
    """Seconds on the clock and of all cores."""

    wall: float
    cores: float


def main() -> None:
    """Print the table; exit 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=Path, default=Path("../shared/data/photos/people"))
    parser.add_argument("--products", type=Path, default=Path("../shared/data/photos/products"))
    parser.add_argument("--each", type=int, default=4, help="people of a kind")
    options = parser.parse_args()
    if not (options.people.is_dir() and options.products.is_dir()):
        print("no photos of people and products: name folders of them with --people and --products")
        return
    with tempfile.TemporaryDirectory() as scratch:
        assistant = build(Settings(home=Path(scratch) / "home"), previews=False)
        with closing(assistant):
            missed = _all(assistant, options)
    if missed:
        raise SystemExit("missed: " + ", ".join(missed))


def _all(assistant: Assistant, options: argparse.Namespace) -> list[str]:
    context = assistant.context(THREAD)
    found: dict[str, list[Timed]] = {"try-on": [], "try-on, largest": [], "redraw": []}
    for kind, (products, people) in PRODUCTS.items():
        for path in _photos(options.products / products)[:TRIED]:
            before = len(found["redraw"])
            product = _product(path, kind, context)
            for whose in _photos(options.people / people)[: options.each]:
                person = _kept(_sized(whose), f"{people}/{whose.stem[:24]}", context)
                context.store.ledger.give_consent(person.id)
                _one(kind, (product, person), context, found)
            if len(found["redraw"]) > before:
                break  # this one is seen as it must be
    bounds = {"try-on": TRY_ON, "try-on, largest": 2 * TRY_ON, "redraw": REDRAW}
    print(f"\n{'':17}{'times':>6}{'middle':>9}{'most':>8}{'cores, middle':>15}")
    for name, times in found.items():
        if times:
            walls, cores = [each.wall for each in times], [each.cores for each in times]
            row = f"{statistics.median(walls):7.2f} s{max(walls):6.2f} s{statistics.median(cores):13.2f} s"
            print(f"{name:17}{len(times):6}{row}")
    return [
        name for name, times in found.items() if times and statistics.median([t.wall for t in times]) > bounds[name]
    ]


def _one(kind: Category, pair: tuple[Asset, Asset], context: Context, found: dict[str, list[Timed]]) -> None:
    """Time one product on one person; what is refused is not counted."""
    product, person = pair
    try:
        fitting = open_fitting(product.id, person.id, context)
        points = begun(fitting)
        large = _at(fitting, _sized(context.store.images.path(person.sha256)), context)
        args = TryOnArgs(product=product.id, person=person.id, handles=points)
        redraw = min((_timed(lambda: large.draw(args)) for _ in range(3)), key=lambda each: each.wall)
        sizes: tuple[tuple[str, Size | None], ...] = (("try-on", None), ("try-on, largest", "2k"))
        times = []
        for name, size in sizes:
            asked = args if size is None else args.model_copy(update={"size": size})
            asked = TryOnArgs.model_validate(asked.model_dump(exclude_unset=size is None))
            times.append((name, _timed(lambda asked=asked: try_on(asked, context))))  # type: ignore[misc]
    except BadRequest:
        return
    found["redraw"].append(redraw)
    for name, timed in times:
        found[name].append(timed)
    said = "  ".join(f"{name} {timed.wall:.2f} s" for name, timed in (*times, ("redraw", redraw)))
    print(f"{kind:10} {person.note[:28]:30} {said}", flush=True)


def _at(fitting: OpenFitting, frame: Bytes8, context: Context) -> OpenFitting:
    """Return the fitting with the person at 2 MP, where the page opens it at one."""
    seen = Known(context.onlooker.look(frame))
    return OpenFitting(fitting.photo, fitting.category, fitting.person, fitting.sha256, frame, 1.0, seen)


def _timed(call: Callable[[], object]) -> Timed:
    started, cores = time.perf_counter(), time.process_time()
    call()
    return Timed(time.perf_counter() - started, time.process_time() - cores)


def _photos(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"))


def _sized(path: Path) -> Bytes8:
    """Return a photo (H×W×3) at 2 MP."""
    import numpy as np

    photo = PillowImage.open(path).convert("RGB")
    factor = (PIXELS / (photo.width * photo.height)) ** 0.5
    return np.asarray(photo.resize((round(photo.width * factor), round(photo.height * factor))))


def _product(path: Path, kind: Category, context: Context) -> Asset:
    """Return a photo's product, cut out."""
    asset = _kept(_sized(path), path.name, context)
    known = context.store.ledger.product(asset.sha256) or Product(id=asset.sha256)
    context.store.ledger.save_product(known.model_copy(update={"category": kind, "hardness": hardness_of(kind)}))
    open_product(asset.id, context)
    return asset


def _kept(pixels: Bytes8, name: str, context: Context) -> Asset:
    sha256 = context.store.images.put(encode_png(pixels), "png")
    height, width = pixels.shape[:2]
    asset = Asset(id=sha256[:16], sha256=sha256, suffix="png", width=width, height=height, tool="upload", note=name)
    context.store.ledger.save_asset(asset, context.thread)
    return asset


if __name__ == "__main__":
    main()
