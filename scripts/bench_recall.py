"""Are remembered looks found again? 200 looks of 10 brands in 5 languages, asked for in other words.

    python scripts/bench_recall.py [--looks tests/data/recall.yaml] [--strike 0.5]

Each brand notes its looks in one language; each look is asked for once in that language, in other words, and once in
each of the four others. None is asked for by its name. ``--strike`` leaves a random share of the house's words out, to
tell what becomes of words that the lists do not have: the looks and the lists were written by the same hand.
"""

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from agent.scan import Scanner
from agent.text import read_text
from agent.themes import LISTS, themes_of
from prompts import lexicon
from tools.specs.style import Style
from tools.store.style_memory import StyleMemory

LOOKS = Path("tests/data/recall.yaml")
ASKED = 0.95
"""Share of the questions whose look is to be among the first three."""
SEED = 7
BRANDS = (
    "Petal & Co", "Ember Oak", "Nordlys", "Casa Lume", "Maison Brune",
    "Quill", "Ottoline", "Saltworks", "Kestrel", "Vela Nova",
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One question: whose look it asks for, in which language the look was noted, and in which it is asked."""

    brand: str
    name: str
    noted: str
    told: str
    words: str


@dataclass(frozen=True)
class Answer:
    """What came back: the place of the look that was meant, from 0, or -1; brands that are not the asker's; seconds."""

    asked: Asked
    place: int
    strangers: int
    seconds: float


def looks_of(file: Path, each: int = 20) -> tuple[list[Style], list[Asked]]:
    """Return the styles of all brands, ``each`` a brand, and the questions for them."""
    told = yaml.safe_load(file.read_text("utf-8"))
    languages = list(told[0])
    styles, asked = [], []
    for number, brand in enumerate(BRANDS):
        noted = languages[number // 2]
        order = list(range(len(told)))
        random.Random(f"{SEED} {noted}").shuffle(order)
        half = order[: len(order) // 2] if number % 2 == 0 else order[len(order) // 2 :]
        for place, look in enumerate(half[:each]):
            name = f"No {place + 1}"
            styles.append(Style(brand=brand, name=name, note=told[look][noted][0]))
            asked += [Asked(brand, name, noted, language, told[look][language][1]) for language in languages]
    return styles, asked


def answers(memory: StyleMemory, asked: list[Asked]) -> list[Answer]:
    """Return what ``memory`` finds for each question, among the first three."""
    found = []
    for each in asked:
        began = time.perf_counter()
        hits = memory.recall(each.brand, each.words)
        took = time.perf_counter() - began
        names = [hit.style.name for hit in hits]
        place = names.index(each.name) if each.name in names else -1
        found.append(Answer(each, place, sum(hit.style.brand != each.brand for hit in hits), took))
    return found


def struck(share: float) -> Callable[[str], frozenset[str]]:
    """Return the reduction to the house's words with a random ``share`` of the words left out."""
    if not share:
        return themes_of
    dice = random.Random(SEED)
    lists = {
        name: Scanner(
            {meaning: [w for w in words if dice.random() > share] for meaning, words in lexicon(name).items()}
        )
        for name in LISTS
    }
    return lambda text: frozenset(
        f"{name}:{meaning}" for name, words in lists.items() for meaning in words.meanings(read_text(text).tokens)
    )


def share(found: list[Answer], most: int = 3) -> float:
    """Return recall@``most``."""
    return sum(0 <= each.place < most for each in found) / len(found)


def _printed(found: list[Answer]) -> None:
    groups: dict[str, list[Answer]] = defaultdict(list)
    for each in found:
        kind = "the same language" if each.asked.noted == each.asked.told else "another language"
        groups[f"noted and asked in {kind}"].append(each)
        groups[f"asked in {each.asked.told}, noted in {kind}"].append(each)
    for name in sorted(groups, key=lambda name: (name.startswith("asked"), name)):
        of = groups[name]
        print(f"{name:48} {len(of):4} questions  @1 {share(of, 1):6.1%}  @3 {share(of):6.1%}")
    times = [each.seconds for each in found]
    print(f"looks of other brands: {sum(each.strangers for each in found)}")
    print(f"a question takes {1000 * np.median(times):.0f} ms (median), {1000 * max(times):.0f} ms at most")


def main() -> int:
    """Print the table; return 1 when too few are found, or one of another brand."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--looks", type=Path, default=LOOKS)
    parser.add_argument("--strike", type=float, default=0.0, help="share of the house's words to leave out")
    given = parser.parse_args()
    styles, asked = looks_of(given.looks)
    with tempfile.TemporaryDirectory() as home:
        memory = StyleMemory(Path(home) / "styles", reduce=struck(given.strike))
        for style in styles:
            memory.remember(style, None)
        found = answers(memory, asked)
        memory.close()
    print(f"{len(styles)} looks of {len(BRANDS)} brands, {len(asked)} questions")
    _printed(found)
    print(f"recall@3 of all questions: {share(found):.1%} (asked: {ASKED:.0%})")
    return int(share(found) < ASKED or any(each.strangers for each in found))


if __name__ == "__main__":
    sys.exit(main())
