"""Measure how surely a refused product is known again by its picture, and how seldom another is taken for it.

    python scripts/recognise.py --photos ../shared/data/photos/products --sets ../shared/data/photos/moods

``--outlines FILE.npz`` keeps the cut-outs between runs.

Every photo is refused once, then each of the others and changed copies of itself come by. "Taken" are photos of other
products in which it was found: all pairs of the photos, and, where there are sets, cut-outs of two products laid on one
set. The perceptual hash (DCT of 32×32 pixels, 64 bits, at most 10 of them different) stands beside it for comparison.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage
from scipy.fft import dctn

from changed_copies import CHANGES, Picture
from tools.engines.cutout.network import accessory
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.decode import decode
from tools.engines.image import Bytes8, Mask, to_bytes, to_float
from tools.engines.recognition.agreement import ALIKE, ALIKE_CUT_OUT, agreement
from tools.engines.recognition.search import find
from tools.engines.recognition.traits import Traits, traits_of, traits_of_cutout

MOST_BITS = 10
GLANCE = 640
WHITE = np.float32(255.0)
FRAME = 900
LARGE, SMALL = 0.6, 0.3
"""Shares of the frame that a laid cut-out takes."""
ENDINGS = (".jpg", ".jpeg", ".png", ".webp")
Hash = NDArray[np.bool_]


@dataclass(frozen=True)
class Refused:
    """A photo as it is remembered: its picture, traits, hash and where its product is."""

    name: str
    picture: Picture
    traits: Traits
    hash: Hash
    product: Mask


@dataclass(frozen=True)
class Row:
    """What became of one kind of copy: how many were known by features and pixels, and by hash; the least alike."""

    name: str
    known: int
    hashed: int
    least: float
    whose: str


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--sets", type=Path)
    parser.add_argument("--outlines", type=Path)
    options = parser.parse_args()
    refused = list(remembered(pictures(options.photos), options.outlines))
    tell_pairs(refused)
    tell_copies(refused)
    if options.sets is not None:
        tell_sets(refused, [each for _, each in pictures(options.sets)])
    tell_time(refused)


def pictures(folder: Path) -> list[tuple[str, Picture]]:
    """Return the name and picture of every photo under a folder."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    return [
        (str(path.relative_to(folder)), PillowImage.fromarray(decode(path.read_bytes(), path.name).pixels))
        for path in paths
    ]


def remembered(photos: list[tuple[str, Picture]], kept: Path | None) -> Iterator[Refused]:
    """Look at each photo as a refused one is looked at."""
    outlines = dict(np.load(kept)) if kept is not None and kept.exists() else {}
    cutter = ClassicCutter(second=accessory)
    for name, picture in photos:
        if name not in outlines:
            small = picture.copy()
            small.thumbnail((GLANCE, GLANCE))
            outlines[name] = to_bytes(cutter.cut(np.asarray(small)).alpha)
        yield Refused(name, picture, traits_of(np.asarray(picture)), hashed(picture), to_float(outlines[name]))
    if kept is not None:
        np.savez_compressed(kept, **outlines)


def hashed(picture: Picture) -> Hash:
    """Return the perceptual hash: signs of the 8×8 lowest frequencies against their median."""
    small = np.asarray(picture.convert("L").resize((32, 32), PillowImage.Resampling.LANCZOS), np.float64)
    low = dctn(small)[:8, :8]
    return np.asarray(low > np.median(low))


def alike(known: Refused, seen: Traits) -> float:
    """Return how much alike the known product is to what is seen; 0 when it is not found."""
    lie = find(known.traits, seen)
    product = known.product if (known.product > 0.5).any() else None
    return agreement(known.traits, seen, lie, product) if lie is not None else 0.0


def copies_row(name: str, change: Callable[[Picture], Picture], refused: list[Refused]) -> Row:
    """Return what became of the changed copy of every photo."""
    copies = [change(each.picture) for each in refused]
    found = [alike(each, traits_of(np.asarray(copy))) for each, copy in zip(refused, copies, strict=True)]
    bits = [np.count_nonzero(each.hash != hashed(copy)) for each, copy in zip(refused, copies, strict=True)]
    worst = int(np.argmin(found))
    known, by_hash = sum(each >= ALIKE for each in found), sum(each <= MOST_BITS for each in bits)
    return Row(name, known, by_hash, found[worst], refused[worst].name)


def tell_copies(refused: list[Refused]) -> None:
    """Print how many changed copies are known again, kind by kind."""
    print(f"\n{'copies':28} {'known':>7} {'by hash':>8} {'least alike':>12}")
    rows, count = [], len(refused)
    for name, change in CHANGES.items():
        rows.append(row := copies_row(name, change, refused))
        shares = f"{row.known / count:7.1%} {row.hashed / count:8.1%} {row.least:12.2f}"
        print(f"{row.name:28} {shares}  {row.whose}", flush=True)
    total = count * len(rows)
    print(f"{'all':28} {sum(r.known for r in rows) / total:7.1%} {sum(r.hashed for r in rows) / total:8.1%}")


def tell_pairs(refused: list[Refused]) -> None:
    """Print how many photos are taken for another one."""
    pairs = [(first, second) for first in refused for second in refused if first is not second]
    taken = [(first, second) for first, second in pairs if alike(first, second.traits) >= ALIKE]
    by_hash = sum(np.count_nonzero(first.hash != second.hash) <= MOST_BITS for first, second in pairs)
    share = f"{len(taken)} of {len(pairs)} ({len(taken) / len(pairs):.2%}; by hash {by_hash / len(pairs):.2%})"
    print(f"other photos taken for a refused one: {share}", flush=True)
    for first, second in taken:
        print(f"  {second.name} for {first.name}")


def tell_sets(refused: list[Refused], sets: list[Picture]) -> None:
    """Print what happens when another product lies on the refused one's set, and when it lies on another set.

    The latter by the photo, and by its cut-out, which is made before a picture is.
    """
    rng = np.random.default_rng(0)
    print(f"\n{'cut-outs laid on sets':28} {'taken':>7}  {'itself on another set':>22} {'by cut-out':>11} {'taken':>7}")
    for share in (LARGE, SMALL):
        taken, known, cut, cut_taken, count = 0, 0, 0, 0, 0
        for one in refused:
            if not (one.product > 0.5).any():
                continue
            other = refused[int(rng.integers(len(refused)))]
            here, there = (sets[int(number)] for number in rng.choice(len(sets), 2, replace=False))
            first = laid(one, here, share)
            mine = Refused(one.name, first[0], traits_of(np.asarray(first[0])), one.hash, first[1])
            count += 1
            if other is not one and (other.product > 0.5).any():
                stranger = laid(other, here, share)
                taken += alike(mine, traits_of(np.asarray(stranger[0]))) >= ALIKE
                cut_taken += alike_cut_out(first, stranger) >= ALIKE_CUT_OUT
            again = laid(one, there, share)
            known += alike(mine, traits_of(np.asarray(again[0]))) >= ALIKE
            cut += alike_cut_out(first, again) >= ALIKE_CUT_OUT
        shares = f"{taken / count:7.1%}  {known / count:22.1%} {cut / count:11.1%} {cut_taken / count:7.1%}"
        print(f"{f'{share:.0%} of the frame':28} {shares}", flush=True)


def alike_cut_out(known: tuple[Picture, Mask], seen: tuple[Picture, Mask]) -> float:
    """Return how much alike two cut-outs are, each a frame and its alpha; 0 when the one is not found."""
    first, second = (traits_of_cutout(np.asarray(frame, np.float32) / WHITE, alpha) for frame, alpha in (known, seen))
    lie = find(first, second) if first is not None and second is not None else None
    if first is None or first.product is None or second is None or lie is None:
        return 0.0
    return agreement(first, second, lie, to_float(first.product))


def laid(thing: Refused, behind: Picture, share: float) -> tuple[Picture, Mask]:
    """Return the thing's cut-out in the middle of a set, and its alpha there."""
    alpha = PillowImage.fromarray(np.rint(thing.product * 255).astype(np.uint8)).resize(thing.picture.size)
    box = alpha.point(lambda level: 255 * (level > 127)).getbbox()
    cut, alpha = thing.picture.crop(box), alpha.crop(box)
    factor = share * FRAME / max(cut.size)
    size = (max(1, round(cut.width * factor)), max(1, round(cut.height * factor)))
    at = ((FRAME - size[0]) // 2, (FRAME - size[1]) // 2)
    frame, mask = behind.resize((FRAME, FRAME)), PillowImage.new("L", (FRAME, FRAME))
    frame.paste(cut.resize(size), at, alpha.resize(size))
    mask.paste(alpha.resize(size), at)
    return frame, np.asarray(mask, np.float32) / np.float32(255.0)


def tell_time(refused: list[Refused]) -> None:
    """Print what a check of one photo against a hundred takes, once its file is decoded."""
    hundred = (refused * 100)[:101]
    pixels: Bytes8 = np.asarray(hundred[-1].picture)
    begun = time.perf_counter()
    seen = traits_of(pixels)
    made = time.perf_counter() - begun
    for known in hundred[:-1]:
        find(known.traits, seen)
    print(f"\none photo against 100 refused: {time.perf_counter() - begun:.2f} s ({made:.2f} s of it for its features)")


if __name__ == "__main__":
    main()
