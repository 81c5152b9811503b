"""A contact sheet: product photos down, looks across, each made by the real tools. For judging by eye.

python scripts/sheet.py --out out/sheet --looks warm_travertine,bright_marble,clay_arch ring:ring.jpg bag:bag.jpg
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from PIL import Image

from agent.app import Assistant, build
from agent.settings import read_settings
from tools.engines.studio.looks import LOOKS
from tools.specs.brief import Brief

WIDTH = 456
"""Width of a picture on the sheet in pixels."""


def shoot(assistant: Assistant, named: tuple[str, Path], look: str, out: Path, sets: dict[str, str]) -> Path | None:
    """Make one picture and return its file, or nothing when a tool declined.

    ``sets`` holds the first picture of each look: the others have its set, as the products of a campaign do.
    """
    category, photo = named
    thread = f"sheet-{photo.stem}"
    started = time.perf_counter()
    brief = Brief.model_validate({"images": [{"role": "product", "what": category, "path": str(photo)}]})
    assistant.run(brief.model_copy(update={"text": f"estimate a set picture of this {category}"}), thread)
    args: dict[str, Any] = {"product": "img1", "scene": {"look": look}}
    args |= {"like": sets[look]} if look in sets else {}
    outcome = assistant.registry.call("reference_shoot", args, assistant.context(thread), step=f"{look}-{started}")
    if not outcome.assets or outcome.assets[0].receipt is None:
        print(f"{photo.stem} {look}: {outcome.text}", file=sys.stderr)
        return None
    asset, receipt = outcome.assets[0], outcome.assets[0].receipt
    sets.setdefault(look, asset.sha256)
    path = out / f"{photo.stem}-{look}.png"
    path.write_bytes(assistant.picture(asset.sha256))
    seconds = time.perf_counter() - started
    print(f"{path.name} {seconds:.1f} s core {receipt.core_share:.3f} max_diff {receipt.max_diff}", flush=True)
    return path


def lay_sheet(rows: list[list[Path | None]], out: Path) -> None:
    """Paste the pictures, one row a product, and save the sheet."""
    sizes = [Image.open(path).size for row in rows for path in row if path is not None]
    height = max(round(size[1] * WIDTH / size[0]) for size in sizes)
    sheet = Image.new("RGB", (WIDTH * len(rows[0]), height * len(rows)), "white")
    for top, row in enumerate(rows):
        for left, path in enumerate(row):
            if path is not None:
                picture = Image.open(path).convert("RGB")
                sheet.paste(picture.resize((WIDTH, height), Image.Resampling.LANCZOS), (left * WIDTH, top * height))
    sheet.save(out / "sheet.png")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="+", help="category:file")
    parser.add_argument("--looks", default=",".join(LOOKS))
    parser.add_argument("--out", type=Path, default=Path("out/sheet"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    assistant = build(read_settings())
    assistant.store.ledger.set_unlimited(True)
    try:
        named = [photo.split(":", 1) for photo in options.photos]
        looks = options.looks.split(",")
        sets: dict[str, str] = {}
        rows = [
            [shoot(assistant, (kind, Path(file)), look, options.out, sets) for look in looks] for kind, file in named
        ]
        lay_sheet(rows, options.out)
    finally:
        assistant.close()


if __name__ == "__main__":
    main()
