"""Is a language model that is right obeyed? It says the plans that files of briefs expect; how many are carried out so?

    python scripts/bench_strong.py [BRIEFS.jsonl ...]

Without files: the briefs of tests/data. Prints the share, and each plan that became another one.
"""

import sys
from pathlib import Path

HOUSE = Path(__file__).parents[1]
sys.path[:0] = [str(HOUSE), str(HOUSE / "tests")]

from strong import held_to  # noqa: E402

OWN = tuple(HOUSE / "tests" / "data" / name for name in ("sellers.jsonl", "unseen.jsonl", "briefs.jsonl"))


def main() -> int:
    """Print the table."""
    for file in [Path(name) for name in sys.argv[1:]] or OWN:
        count, lost = held_to(file)
        print(f"{file.name}: {count - len(lost)} of {count} plans were carried out as they were said")
        print("".join(f"  {line}\n" for line in lost), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
