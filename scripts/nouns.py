"""List, by language, what a file of briefs names of its sets, and whether it is carried, said or dropped.

    python scripts/nouns.py briefs.jsonl [--all]

A line is a brief in the form of tests/data/briefs.jsonl. The languages are told by script and by small words; ``--all``
lists what was carried and said too. Exits with 1 when something was dropped in silence.
"""

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from dropped import carried_and_said, dropped  # noqa: E402

SMALL = {
    "de": "der die das und auf mit bitte ein eine im", "fr": "le la les des du sur avec un une et",
    "es": "el los sobre con una y para por pon",
    "it": "il su con una di e per orecchini", "nl": "de het op met een van",
    "pt": "o os em uma com para esse na", "tr": "bir bu ile ve olsun üzerinde",
}  # fmt: skip


def language_of(words: str) -> str:
    """Return the language of a brief as well as its script and small words tell it; English where none does."""
    if any("\u3040" <= letter <= "\u30ff" for letter in words):
        return "ja"
    if any("\u4e00" <= letter <= "\u9fff" for letter in words):
        return "zh"
    found = set(words.lower().split())
    counts = {name: len(found & set(small.split())) for name, small in SMALL.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] >= 2 else "en"


def main() -> int:
    """Print the list and return how the script ends."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("briefs", type=Path)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    rows = [json.loads(line) for line in options.briefs.read_text("utf-8").splitlines() if line.strip()]
    by_language: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_language[language_of(row["brief"])].append(row)
    lost = 0
    for language, its in sorted(by_language.items()):
        gone = {row["id"]: words for row in its if (words := dropped(row))}
        lost += len(gone)
        print(f"{language}: {len(its)} briefs, dropped in silence: {gone or 'nothing'}")
        for row in its if options.all else ():
            if named := carried_and_said(row):
                print(f"  {row['id']}: {named}")
    return 1 if lost else 0


if __name__ == "__main__":
    raise SystemExit(main())
