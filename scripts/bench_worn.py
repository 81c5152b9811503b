"""Measure what is found of people in a folder of photos, what would be put on them, and how long it takes.

    python scripts/bench_worn.py [--people ../shared/data/photos/people] [--out FILE] [--limit N]

Photos are read where they lie and never copied. A folder's name says what its photos show (face, hand, wrist, neck,
body); recall is the share of its photos in which such a thing passes every gate. Detections are listed with their
quality, so that somebody can look at each: a false one that passed is the fault that counts.
"""

import argparse
import json
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from tools.engines.person.bones import back_to_camera, measure_bones
from tools.engines.person.scale import of_face
from tools.engines.person.seen import Person, landmarks
from tools.engines.worn.laid import Wish
from tools.engines.worn.on_finger import lay_ring
from tools.engines.worn.on_wrist import lay_bracelet, lay_watch
from tools.errors import BadRequest

WANTED = {"face": "faces", "neck": "faces", "body": "faces or hands", "hand": "hands", "wrist": "hands"}
KINDS = {"watch": lay_watch, "bracelet": lay_bracelet, "ring": lay_ring}
PHOTOS = (".jpg", ".jpeg", ".png", ".webp")


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--people", type=Path, default=Path("../shared/data/photos/people"))
    reader.add_argument("--out", type=Path, default=None, help="a JSON file for the detections")
    reader.add_argument("--limit", type=int, default=None, help="photos of each folder")
    asked = reader.parse_args()
    if not asked.people.is_dir():
        raise SystemExit(f"{asked.people} is not there: name a folder of folders of photos with --people.")
    rows = []
    for folder in sorted(path for path in asked.people.iterdir() if path.is_dir()):
        photos = sorted(path for path in folder.iterdir() if path.suffix.lower() in PHOTOS)[: asked.limit]
        found = [look(path) for path in photos]
        rows += found
        print(summary(folder.name, found), flush=True)
    times = np.array([row["seconds"] for row in rows])
    cpu = np.array([row["cpu"] for row in rows])
    middle, most = np.median(times), times.max()
    print(f"looked in {middle:.2f} s in the middle ({np.median(cpu):.2f} s of a core), {most:.2f} s at most")
    if asked.out is not None:
        asked.out.write_text(json.dumps(rows, indent=1))


def look(path: Path) -> dict[str, Any]:
    """Return what is found on one photo, and what would become of each kind on it."""
    photo = np.asarray(Image.open(path).convert("RGB"))
    started, core = time.perf_counter(), time.process_time()
    person = landmarks().look(photo)
    row = {"photo": f"{path.parent.name}/{path.name}", "seconds": time.perf_counter() - started}
    row |= {"cpu": time.process_time() - core, "hands": hands_form(person), "faces": faces_form(person)}
    return row | {"placed": {kind: verdict(kind, photo, person) for kind in KINDS}}


def hands_form(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "at": [round(float(value)) for value in each.found.points[:, :2].mean(0)],
            "palm": round(each.found.palm, 1),
            "back": round(back_to_camera(each.found), 2),
            "px_per_mm": round(measure_bones(each.found.points).px_per_mm, 3),
            "faults": each.faults,
        }
        for each in person.hands
    ]


def faces_form(person: Person) -> list[dict[str, Any]]:
    return [
        {
            "at": [round(float(value)) for value in each.found.points[:, :2].mean(0)],
            "yaw": round(each.found.yaw),
            "px_per_mm": round(of_face(each.found).px_per_mm, 3),
            "plus_minus": round(of_face(each.found).plus_minus, 3),
            "faults": each.faults,
        }
        for each in person.faces
    ]


def verdict(kind: str, photo: Any, person: Person) -> str:
    """Return ``placed``, or why a well photographed thing of ``kind`` would not be put on."""
    try:
        KINDS[kind](photo, person, good_view(kind), Wish())
    except BadRequest as no:
        return no.sentence
    return "placed"


def good_view(kind: str) -> Any:
    """Return the alpha of a drawn thing that is seen as it must be."""
    import cv2

    alpha = np.zeros((700, 500), np.uint8)
    if kind == "watch":
        cv2.rectangle(alpha, (195, 5), (305, 695), 255, -1)
        cv2.circle(alpha, (250, 350), 105, 255, -1)
    elif kind == "bracelet":
        cv2.circle(alpha, (250, 350), 200, 255, 20)
    else:
        cv2.rectangle(alpha, (40, 332), (460, 368), 255, -1)
        cv2.circle(alpha, (250, 350), 75, 255, -1)
    return alpha


def summary(folder: str, rows: list[dict[str, Any]]) -> str:
    kept = {name: [any(not each["faults"] for each in row[name]) for row in rows] for name in ("hands", "faces")}
    wanted = WANTED.get(folder, "faces or hands")
    hit = [any(kept[name][at] for name in ("hands", "faces") if name in wanted) for at in range(len(rows))]
    stopped = sum(bool(each["faults"]) for row in rows for name in ("hands", "faces") for each in row[name])
    placed = {kind: sum(row["placed"][kind] == "placed" for row in rows) for kind in KINDS}
    return (
        f"{folder}: {wanted} in {sum(hit)} of {len(rows)}; hands in {sum(kept['hands'])}, "
        f"faces in {sum(kept['faces'])}; "
        f"{stopped} detections stopped by a gate; would place " + ", ".join(f"{n} {k}" for k, n in placed.items())
    )


if __name__ == "__main__":
    main()
