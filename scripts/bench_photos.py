"""Measure the cut-out and what is built on it over real product photos, in folders named by their kind.

    python scripts/bench_photos.py kinds|changes|tiles PHOTOS [--count 30] [--side 1000] [--outlines FILE.npz]

``kinds``: hard or soft told by pixels alone. ``changes``: mean alpha difference after a change of the photo.
``tiles``: white tiles made by the tool: pixels beside product and shadow that are not 255; the fill and its rule.
``--outlines`` keeps the cut-outs between runs of ``kinds`` and ``tiles``; photos are at most ``--side`` pixels long.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from tools.classify import judge
from tools.context import Context
from tools.engines.composite import place
from tools.engines.cutout.lab import resize
from tools.engines.cutout.network import accessory
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.result import CutOut
from tools.engines.decode import decode
from tools.engines.decoded import decoded_rgba
from tools.engines.image import Bytes8, Image, Mask, as_float, to_bytes, to_float
from tools.engines.lifted_shadow import tile_shadow
from tools.engines.progress import Cancelled, Report
from tools.engines.shape import measure_shape
from tools.engines.sight.kinds import opinion
from tools.engines.tile import FILL, MAX_ENLARGEMENT, shadow_of
from tools.errors import ParureError
from tools.specs.asset import Asset
from tools.specs.category_words import category_of
from tools.specs.recipe import Recipe
from tools.specs.words import hardness_of
from tools.store.store import Store
from tools.white_studio import WhiteStudioArgs, white_studio

ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
MOST = 0.01
"""Mean alpha difference that a change may make, and how far a fill may be off its rule (issue 4, lines 6 and 7)."""


@dataclass(frozen=True)
class Photo:
    """A photo, H×W×3, its path below the folder, and the kind that the folder is named after."""

    name: str
    kind: str
    pixels: Bytes8


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("kinds", "changes", "tiles"))
    parser.add_argument("photos", type=Path)
    parser.add_argument("--count", type=int, default=1000, help="as many, spread over all")
    parser.add_argument("--side", type=int, default=1000)
    parser.add_argument("--outlines", type=Path)
    options = parser.parse_args()
    photos = photos_of(options.photos, options.count, options.side)
    outlines = Outlines(options.outlines)
    match options.what:
        case "kinds":
            tell_kinds(photos, outlines)
        case "changes":
            tell_changes(photos)
        case "tiles":
            tell_tiles(photos, outlines)


def photos_of(folder: Path, count: int, side: int) -> Iterator[Photo]:
    """Open ``count`` photos, spread over all in the folder, at most ``side`` pixels long."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    for at in np.unique(np.linspace(0, len(paths) - 1, min(count, len(paths))).round().astype(int)):
        path = paths[at]
        picture = PillowImage.fromarray(decode(path.read_bytes(), path.name).pixels[..., :3])
        picture.thumbnail((side, side), PillowImage.Resampling.LANCZOS)
        yield Photo(str(path.relative_to(folder)), path.parent.name, np.asarray(picture))


class Outlines:
    """Alphas of photos, H×W 8 bit, cut when they are asked for and kept in a file if there is one."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._known = dict(np.load(file)) if file is not None and file.exists() else {}
        self._cutter = ClassicCutter(second=accessory)

    def of(self, photo: Photo) -> Bytes8:
        """Return the alpha of ``photo``."""
        kept = self._known.get(photo.name)
        if kept is None or kept.shape != photo.pixels.shape[:2]:
            self._known[photo.name] = kept = to_bytes(self._cutter.cut(photo.pixels).alpha)
            if self._file is not None:
                np.savez_compressed(self._file, **self._known)
        return kept


def tell_kinds(photos: Iterator[Photo], outlines: Outlines) -> None:
    """Print how often hard or soft is said, and how often it is right."""
    said, right, count = 0, 0, 0
    for photo in photos:
        truth = category_of(photo.kind)
        alpha = to_float(outlines.of(photo))
        shape = measure_shape(alpha)
        found = judge(shape, ("",), opinion(to_float(photo.pixels), alpha) if shape else None)
        count += 1
        if found.hardness is None or truth is None:
            continue
        said += 1
        right += found.hardness == hardness_of(truth)
        if found.hardness != hardness_of(truth):
            print(f"  {photo.name}: {found.hardness}, {found.category or 'no kind'}")
    print(f"{count} photos, answered {said / count:.1%}, right when it answers {right / max(said, 1):.1%}")


def saved(pixels: Bytes8) -> Bytes8:
    """Return what a JPEG of quality 85 makes of ``pixels``."""
    file = BytesIO()
    PillowImage.fromarray(pixels).save(file, "JPEG", quality=85)
    return np.asarray(PillowImage.open(file).convert("RGB"))


def half(values: NDArray[np.generic]) -> NDArray[np.float32]:
    """Return H×W or H×W×3 at half the size, of the same range."""
    return resize(np.asarray(values, np.float32), (values.shape[0] // 2, values.shape[1] // 2))


CHANGES: dict[str, tuple[Callable[[Bytes8], Bytes8], Callable[[Mask], Mask]]] = {
    "mirror": (lambda p: np.ascontiguousarray(p[:, ::-1]), lambda a: a[:, ::-1]),
    "90°": (lambda p: np.ascontiguousarray(np.rot90(p)), lambda a: np.rot90(a)),
    "half": (lambda p: np.rint(half(p)).astype(np.uint8), half),
    "JPEG 85": (saved, lambda a: a),
}
"""What is done to a photo, and to its alpha."""


def tell_changes(photos: Iterator[Photo]) -> None:
    """Print the mean difference of each change, photo by photo, the worst last."""
    cutter = ClassicCutter(second=accessory)
    rows = []
    for photo in photos:
        alpha = cutter.cut(photo.pixels).alpha
        off = [
            float(np.abs(cutter.cut(change(photo.pixels)).alpha - same(alpha)).mean())
            for change, same in CHANGES.values()
        ]
        rows.append((photo.name, off))
        print("  " + "  ".join(f"{value:.4f}" for value in off) + f"  {photo.name}", flush=True)
    table = np.array([off for _, off in rows])
    for name, column in zip(CHANGES, table.T, strict=True):
        worst = rows[int(column.argmax())][0]
        print(f"{name:8} mean {column.mean():.4f}, at most {MOST}: {(column <= MOST).mean():.0%}, worst {worst}")


def tell_tiles(photos: Iterator[Photo], outlines: Outlines) -> None:
    """Print what of a tile's ground is not literal white, and how far its fill is off the rule."""
    with TemporaryDirectory() as home:
        store = Store.open(Path(home))
        for photo in photos:
            print(f"  {_tile(photo, outlines.of(photo), store)}  {photo.name}", flush=True)
        store.close()


def _tile(photo: Photo, alpha: Bytes8, store: Store) -> str:
    """Return one photo's figures, or why there is no tile."""
    context = Context(store, _Kept(alpha), _NoStudio(), photo.name)
    _upload(photo, context)
    try:
        asset = white_studio(WhiteStudioArgs(product="img1"), context).assets[0]
    except ParureError as error:
        return f"no tile: {error}"
    recipe = asset.recipe
    if recipe is None:
        return "no recipe"
    images = store.images
    source = np.ascontiguousarray(decoded_rgba(images.read(recipe.source_sha256))[..., :3])
    placed = place(
        source, decoded_rgba(images.read(recipe.cutout_sha256)), recipe.placement, recipe.width, recipe.height
    )
    shadow = tile_shadow(source, placed, shadow_of(recipe), recipe)
    ground = (placed.alpha == 0) & (shadow == 0)
    tile = decoded_rgba(images.read(asset.sha256))[..., :3]
    rows, columns = np.nonzero(placed.alpha > 127)
    fill = max((np.ptp(columns) + 1) / recipe.width, (np.ptp(rows) + 1) / recipe.height)
    stray = int((tile[ground] != 255).any(-1).sum())
    few = " (too few pixels)" if recipe.placement.scale >= MAX_ENLARGEMENT else ""
    return f"{stray} stray of {ground.sum()}, fill {fill:.3f} ({fill - FILL:+.3f}){few}"


def _upload(photo: Photo, context: Context) -> None:
    file = BytesIO()
    PillowImage.fromarray(photo.pixels).save(file, "PNG")
    sha256 = context.store.images.put(file.getvalue(), "png")
    height, width = photo.pixels.shape[:2]
    asset = Asset(id=sha256[:16], sha256=sha256, suffix="png", width=width, height=height, tool="upload", note="x.png")
    context.store.ledger.save_asset(asset, context.thread)


@dataclass(frozen=True)
class _Kept:
    """A cutter that has the cut-out already; tiles need the photo's own colours only."""

    alpha: Bytes8

    def cut(self, image: Image | Bytes8) -> CutOut:
        return CutOut(alpha=to_float(self.alpha), foreground=as_float(image), confidence=1.0)


class _NoStudio:
    """Tiles are not rendered."""

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        raise NotImplementedError

    def warm_up(self) -> None:
        pass

    def close(self) -> None:
        pass


if __name__ == "__main__":
    main()
