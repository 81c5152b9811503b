"""Does a picture follow its moodboard? Its palette against its own board's and against all others.

    python scripts/bench_board.py [--photo examples/watch.jpg] [--boards FOLDER] [--count 16] [--out FOLDER]

Boards are the folder's photos, each alone, and some threes. For every few of them one product is set and rendered
small; the palette of what is seen beside it is compared with every board's by the earth mover's distance in CIEDE2000.
A row says how many of the other boards are farther away than the picture's own.
"""

import argparse
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as PillowImage

from agent.app import build
from agent.settings import read_settings
from tools.context import Context
from tools.engines.color import srgb_to_linear
from tools.engines.composite import lay_back, place
from tools.engines.contact import with_contact
from tools.engines.develop import develop
from tools.engines.image import Bytes8, Image, to_float
from tools.engines.mood import read_board
from tools.engines.palette import palette_distance, palette_of
from tools.engines.studio.lights import rig_of
from tools.guide import guide_of
from tools.product_photo import ProductPhoto, open_product, reading_of
from tools.reference_shoot import ReferenceShootArgs, graded_to, recipe_of
from tools.sets import set_of
from tools.specs.board import Board, Swatch
from tools.specs.brief import Brief
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish

BOARDS = Path("../shared/data/photos/moods")
LONG = 320
"""Pixels of a result's longer side."""

SAMPLES = 4
THREES = 6
ASKED = 0.90
"""Share of the other boards that are to be farther away than a picture's own."""


@dataclass(frozen=True)
class Kept:
    """A board of the bench: its name, its board, and the names of its photos."""

    name: str
    board: Board
    photos: frozenset[str]


def boards_in(folder: Path) -> list[Kept]:
    """Return every photo of ``folder`` as a board, then some threes of them, the same each time."""
    photos = {path.stem: _opened(path) for path in sorted(folder.glob("*.jpg"))}
    kept = [Kept(name, read_board([photo]), frozenset({name})) for name, photo in photos.items()]
    names, chance = list(photos), np.random.default_rng(5)
    for number in range(THREES if len(names) >= 3 else 0):
        three = [names[at] for at in sorted(chance.choice(len(names), 3, replace=False))]
        kept.append(Kept(f"three {number + 1}", read_board([photos[name] for name in three]), frozenset(three)))
    return kept


def _opened(path: Path) -> Image:
    with PillowImage.open(path) as photo:
        photo.thumbnail((1600, 1600))
        return to_float(np.asarray(photo.convert("RGB")))


def small(recipe: Recipe) -> Recipe:
    """Return ``recipe`` at ``LONG`` pixels with few samples."""
    share = LONG / max(recipe.width, recipe.height)
    spot = recipe.placement
    moved = {"scale": spot.scale * share, "x": round(spot.x * share), "y": round(spot.y * share)}
    size = {"width": round(recipe.width * share), "height": round(recipe.height * share), "samples": SAMPLES}
    return recipe.model_copy(update=size | {"placement": spot.model_copy(update=moved)})


def made(board: Board, photo: ProductPhoto, context: Context) -> tuple[Bytes8, tuple[Swatch, ...], Recipe]:
    """Return (the picture that a board gives, the palette beside the product, its recipe)."""
    guide = guide_of(SceneWish(), board)
    recipe = small(recipe_of(ReferenceShootArgs(product="img1"), (guide, None), (photo, reading_of(photo)), 0))
    placed = place(photo.source, photo.cutout, recipe.placement, recipe.width, recipe.height)
    plate = context.studio.render(recipe.geometry(), np.ascontiguousarray(placed.rgba), context.report, lambda: False)
    recipe = graded_to(board, recipe, plate, placed)
    ground = with_contact(develop(plate, recipe.develop, recipe.seed), photo.source, photo.cutout, recipe)
    seen = 1.0 - to_float(placed.alpha)
    return lay_back(ground, placed), palette_of([srgb_to_linear(ground)], [seen]), recipe


def rigs_differ(photo: ProductPhoto) -> tuple[int, int]:
    """Return (how often one palette in two lights gives two rigs, how many pairs): sides, softness and key swapped."""
    swatches = (Swatch(color="#d8c6ae", name="sand", share=0.6), Swatch(color="#8a4a2c", name="rust", share=0.4))
    light = {"warmth": 0.1, "contrast": 0.5, "hardness": 0.5, "lean": 0.0, "lift": 0.0, "lightness": 0.5}
    plain = {"palette": swatches, "temperature": "neutral", "contrast": "medium", "light": light}
    lights = [
        {"softness": softness, "side": side, "key": key}
        for softness in ("hard", "soft") for side in ("left", "right", "top") for key in ("high", "low")
    ]  # fmt: skip
    rigs = []
    for each in lights:
        guide = guide_of(SceneWish(), Board.model_validate(plain | each))
        rigs.append(repr(rig_of(set_of(guide, photo, reading_of(photo), 0)[0], flat=False)))
    pairs = [(a, b) for at, a in enumerate(rigs) for b in rigs[at + 1 :]]
    return sum(a != b for a, b in pairs), len(pairs)


def main() -> None:
    """Print a row a board, then how many of them hold to what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photo", type=Path, default=Path("examples/watch.jpg"))
    parser.add_argument("--boards", type=Path, default=BOARDS)
    parser.add_argument("--count", type=int, default=16, help="how many boards are rendered")
    parser.add_argument("--only", default="", help="part of the names of the boards to render")
    parser.add_argument("--home", type=Path, help="a home whose caches are warm, in place of a fresh one")
    parser.add_argument("--out", type=Path, help="keep the pictures here")
    options = parser.parse_args()
    if not options.boards.is_dir():
        print(f"No photos in {options.boards}: nothing is measured. Name a folder with --boards.", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["PARURE_HOME"] = str(options.home or scratch)
        shares = _measured(options)
    met = sum(share >= ASKED for share in shares)
    print(f"{met} of {len(shares)} are nearer to their own board than to {ASKED:.0%} of the others; "
          f"mean share {np.mean(shares):.3f}")  # fmt: skip


def _measured(options: argparse.Namespace) -> list[float]:
    begun = time.monotonic()
    boards = boards_in(options.boards)
    chosen = [kept for kept in boards if options.only in kept.name][:: max(1, round(len(boards) / options.count))]
    assistant = build(read_settings())
    shares = []
    try:
        photo = [{"role": "product", "what": options.photo.stem, "path": str(options.photo)}]
        brief = Brief.model_validate({"images": photo, "text": f"estimate a set picture of this {options.photo.stem}"})
        assistant.run(brief, "bench")
        context = assistant.context("bench")
        product = open_product("img1", context)
        for kept in chosen:
            picture, palette, recipe = made(kept.board, product, context)
            shares.append(_row(kept, palette, recipe, boards))
            if options.out:
                options.out.mkdir(parents=True, exist_ok=True)
                PillowImage.fromarray(picture).save(options.out / f"{kept.name}.png")
        differ, pairs = rigs_differ(product)
        print(
            f"one palette in other light: another rig in {differ} of {pairs} pairs ({time.monotonic() - begun:.0f} s)"
        )
    finally:
        assistant.close()
    return shares


def _row(kept: Kept, palette: tuple[Swatch, ...], recipe: Recipe, boards: list[Kept]) -> float:
    own = palette_distance(palette, kept.board.palette)
    others = [palette_distance(palette, other.board.palette) for other in boards if other is not kept]
    share = float(np.mean([far > own for far in others]))
    scene = recipe.scene
    assert scene is not None
    words = " ".join(f"{swatch.name} {swatch.share:.2f}" for swatch in palette)
    print(f"{kept.name[:24]:<25} own ΔE {own:5.1f}  farther {share:.2f}  {scene.surface} {scene.backdrop} {scene.light}"
          f"  {words}", flush=True)  # fmt: skip
    return share


if __name__ == "__main__":
    main()
