"""The pack that the cut-out network is trained on, out of photographs that packages of other people carry.

    python -m training.collect --out PACK --from FOLDER [--quality 82]

FOLDER holds one folder a package, each unpacked and named as in ``SOURCES`` (what is not there is left out with a
word). PACK is made beside its place and moved there whole, with a list of where each picture is from (``made.tsv``)
and READY, the counts. Which licences the packages have stands in README.md; read them before weights are shipped.

photos/*.jpg     crops of photographs, 448 px at most; t_*: surfaces, 384 px; w_*: rooms and gardens, 900 px
stamps/*.png     photographed things cut out, 192 px, with alpha
env/*.npy        64×128×3 linear, half floats

A picture is left out that is drawn, blank, in the pack already, or of a thing that the network has to find.
"""

import argparse
import base64
import logging
import shutil
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import partial
from io import BytesIO
from multiprocessing import Pool
from multiprocessing.pool import Pool as PoolOf
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.sources import LEFT_OUT, SOURCES, Source

Bytes = NDArray[np.uint8]
SIDE, SURFACE, ROOM, STAMP = 448, 384, 900, 192
ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".tga", ".dds", ".tif"}
LOG = logging.getLogger(__name__)
ALIKE = 6
"""Bits of 64 in which the thumbnails of two pictures that count as one may differ."""


def main() -> None:
    """Make the pack."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--from", type=Path, required=True, dest="packages")
    parser.add_argument("--quality", type=int, default=82, help="of the JPEGs, 1 to 95")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parts = options.out.with_name(options.out.name + ".part")
    shutil.rmtree(parts, ignore_errors=True)
    for name in ("photos", "stamps", "env"):
        (parts / name).mkdir(parents=True)
    unlock(options.packages)
    with Pool(2) as pool:
        lines = photographs(options.packages, parts / "photos", options.quality, pool)
        lines += stamps(options.packages, parts / "stamps")
    lines += environments(options.packages, parts / "env")
    (parts / "made.tsv").write_text("".join(f"{line}\n" for line in lines))
    counts = {name: len(list(parts.glob(name))) for name in ("photos/[!tw]_*", "photos/t_*", "photos/w_*")}
    counts |= {name: len(list((parts / name).iterdir())) for name in ("stamps", "env")}
    size = sum(file.stat().st_size for file in parts.rglob("*") if file.is_file())
    (parts / "READY").write_text(f"{counts} {size / 2**20:.1f} MiB\n")
    shutil.rmtree(options.out, ignore_errors=True)
    parts.rename(options.out)
    LOG.info("%s", (options.out / "READY").read_text().strip())


def unlock(packages: Path) -> None:
    """Write the WebP files of compiled resources (\\*.rcc) into a folder ``un`` of their package, named by order."""
    for path in sorted(packages.glob("*/usr/share/*/rcc/*.rcc")):
        folder = packages / path.relative_to(packages).parts[0] / "un"
        folder.mkdir(exist_ok=True)
        data, start, number = path.read_bytes(), 0, 0
        while (start := data.find(b"RIFF", start)) >= 0:
            size = int.from_bytes(data[start + 4 : start + 8], "little") + 8
            if data[start + 8 : start + 12] == b"WEBP":
                (folder / f"{path.stem}_{number:03d}.webp").write_bytes(data[start : start + size])
                number += 1
            start += 4


def pictures(packages: Path, source: Source) -> list[Path]:
    """Return the pictures of ``source``, without those that LEFT_OUT names."""
    folder = packages / source.package
    if not folder.is_dir():
        LOG.warning("left out, not in %s: %s", packages, source.package)
    found = sorted({p for files in source.files for p in folder.glob(files) if p.suffix.lower() in ENDINGS})
    names = [str(path.relative_to(packages)) for path in found]
    return [p for p, name in zip(found, names, strict=True) if not any(fnmatch(name, out) for out in LEFT_OUT)]


def opened(path: Path) -> Bytes | None:
    """Return the picture, H×W×3, of one that is see-through in part the rows that are not; None if it can't be read."""
    try:
        image: Image.Image = Image.open(path)
        if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
            image = image.convert("RGBA")
            solid = np.asarray(image)[..., 3].min(1) > 250
            if not solid.any():
                return None
            top, bottom = int(np.argmax(solid)), len(solid) - int(np.argmax(solid[::-1]))
            if not solid[top:bottom].all():
                return None
            image = image.crop((0, top, image.width, bottom))
        return np.asarray(image.convert("RGB"))
    except (OSError, ValueError, NotImplementedError, SyntaxError):
        return None


def drawn(pixels: Bytes) -> bool:
    """Return whether a picture is drawn, grey or a normal map: neighbours too often alike, few colours, blue."""
    step = max(1, min(pixels.shape[:2]) // 700)
    some = pixels[::step, ::step].astype(np.int16)
    alike = (np.abs(np.diff(some, axis=1)).max(-1) == 0).mean()
    shades = len(np.unique((some // 8) @ np.array([1, 32, 1024])))
    colour = np.abs(some[..., 0] - some[..., 2]).mean()
    normals = some[..., 2].mean() > 165 and (some[..., 2] - some[..., 0]).mean() > 45
    return bool(alike > 0.55 or shades < 140 or colour < 0.4 or normals)


def blank(pixels: Bytes, most: float) -> bool:
    """Return whether more than ``most`` of a crop's 16×16 tiles are without any texture: sky, wall, blur."""
    small = np.asarray(Image.fromarray(pixels).resize((192, 192), Image.Resampling.BOX).convert("L"), np.float32)
    tiles = small.reshape(12, 16, 12, 16).std((1, 3))
    return bool((tiles < 3.0).mean() > most)


def print_of(pixels: Bytes) -> int:
    """Return 64 bits that tell a picture's thumbnail from others'."""
    small = np.asarray(Image.fromarray(pixels).convert("L").resize((9, 8), Image.Resampling.BOX), np.int16)
    return int("".join("1" if bit else "0" for bit in (np.diff(small, axis=1) > 0).ravel()), 2)


def boxes(height: int, width: int, most: int) -> Iterator[tuple[int, int, int]]:
    """Yield squares of a picture, the largest first: its ends, then its quarters, then ninths, while sharp enough."""
    short, count = min(height, width), 0
    for parts in (1, 2, 3):
        side = short // parts
        if parts > 1 and side < SIDE:
            return
        across, down = (max(1, min(round(length / side + 0.2), 4)) for length in (width, height))
        spots = [(i, j) for j in range(down) for i in range(across)]
        for i, j in spots if parts == 1 else spots[:: max(1, len(spots) * 2 // max(1, 2 * (most - count)))]:
            if count == most:
                return
            yield round(i * (width - side) / max(across - 1, 1)), round(j * (height - side) / max(down - 1, 1)), side
            count += 1


def cut(path: Path, source: Source, packages: Path, quality: int) -> tuple[int, list[tuple[str, str, bytes]]]:
    """Return a picture's print and its crops: kind, line of the list, JPEG. None where it is no photograph."""
    pixels = opened(path)
    if pixels is None or min(pixels.shape[:2]) < source.least or drawn(pixels):
        return 0, []
    name, found = str(path.relative_to(packages)), []
    size = SURFACE if source.kind == "t" else SIDE
    spots = [(source.kind, size, box) for box in boxes(pixels.shape[0], pixels.shape[1], source.crops)]
    if any(fnmatch(name, f"{source.package}/{room}") for room in source.rooms):
        spots.append(("w", ROOM, spots[0][2]))
    for kind, size, (left, top, side) in spots:
        square = pixels[top : top + side, left : left + side]
        if not blank(square, 0.9 if kind == "t" else 0.6):
            image = Image.fromarray(square)
            image = image.resize((min(size, side),) * 2, Image.Resampling.LANCZOS)
            file = BytesIO()
            image.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
            found.append((kind, f"{name}\t{left},{top},{side}", file.getvalue()))
    return print_of(pixels), found


def photographs(packages: Path, out: Path, quality: int, pool: PoolOf) -> list[str]:
    """Save the crops of every photograph that is not in already and return the list of them."""
    lines: list[str] = []
    prints: list[int] = []
    for source in (source for source in SOURCES if source.kind in "pt"):
        work = partial(cut, source=source, packages=packages, quality=quality)
        before = len(prints)
        for mark, found in pool.imap(work, pictures(packages, source), chunksize=4):
            if any((mark ^ other).bit_count() <= ALIKE for other in prints):
                continue
            prints += [mark] if found else []
            for kind, line, file in found:
                name = f"photos/{kind}_{len(lines):04d}.jpg"
                (out.parent / name).write_bytes(file)
                lines.append(f"{name}\t{line}")
        LOG.info("%s: %d pictures, %d crops so far", source.package, len(prints) - before, len(lines))
    return lines


def stamps(packages: Path, out: Path) -> list[str]:
    """Save things cut out, whole in the square, and return the list of them."""
    lines: list[str] = []
    for source in (source for source in SOURCES if source.kind == "s"):
        for path in pictures(packages, source):
            thing = Image.open(path).convert("RGBA")
            pixels = np.asarray(thing)
            solid = pixels[..., 3] > 200
            if min(thing.size) < 60 or solid.mean() < 0.04 or pixels[..., 3].min() > 5 or _painted(pixels, solid):
                continue
            thing = thing.crop(thing.getchannel("A").point(lambda a: 255 * (a > 5)).getbbox())
            thing.thumbnail((STAMP - 8, STAMP - 8), Image.Resampling.LANCZOS)
            square = Image.new("RGBA", (STAMP, STAMP))
            square.paste(thing, ((STAMP - thing.width) // 2, (STAMP - thing.height) // 2))
            name = f"s_{len(lines):04d}.png"
            square.save(out / name, optimize=True)
            lines.append(f"stamps/{name}\t{path.relative_to(packages)}")
    return lines


def _painted(pixels: Bytes, solid: NDArray[np.bool_]) -> bool:
    """Return whether a cut-out is drawn: too many neighbours alike, or too few colours."""
    inside = solid[:, 1:] & solid[:, :-1]
    alike = (np.abs(np.diff(pixels[..., :3].astype(np.int16), axis=1)).max(-1) == 0)[inside].mean()
    return bool(alike > 0.3 or len(np.unique((pixels[solid][:, :3] // 8).astype(int) @ np.array([1, 32, 1024]))) < 200)


def environments(packages: Path, out: Path) -> list[str]:
    """Save the environments that are written into scripts as base64 EXR, and return the list of them."""
    import cv2
    import mitsuba as mi

    mi.set_variant("scalar_rgb")
    lines = []
    for source in (source for source in SOURCES if source.kind == "e"):
        for path in sorted(p for files in source.files for p in (packages / source.package).glob(files)):
            stream = mi.MemoryStream()
            written = path.suffix == ".js"
            stream.write(
                base64.b64decode(path.read_text().split("base64,")[1].split("'")[0]) if written else path.read_bytes()
            )
            stream.seek(0)
            image = mi.Bitmap(stream).convert(mi.Bitmap.PixelFormat.RGB, mi.Struct.Type.Float32, srgb_gamma=False)
            room = np.array(image)
            room = cv2.resize(room, (128, 64), interpolation=cv2.INTER_AREA)
            name = f"{source.package}_{path.name.split('.')[0]}.npy"
            np.save(out / name, np.minimum(room, 60000).astype(np.float16))
            lines.append(f"env/{name}\t{path.relative_to(packages)}")
    return lines


if __name__ == "__main__":
    main()
