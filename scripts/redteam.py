"""Hold the red team's talks and print, by trick, what came of them.

    python scripts/redteam.py [--only WORD] [--every N] [--model] [--all]

``--only`` takes tricks that hold the word, ``--every`` each Nth of the talks made by rule (1: all), ``--model`` plans
with a language model that does whatever it is asked. Exits with 1 when somebody got a picture of a refused product, or
was refused without a reason. ``--all`` lists what was asked instead of made, too.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "tests")]

from obedient import obedient  # noqa: E402
from red_talks import Held, Team, rows, talks  # noqa: E402
from red_tricks import made_talks  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--model", action="store_true")
    parser.add_argument("--all", action="store_true")
    told = parser.parse_args()
    attempts = (*talks("attempts"), *talks("held_out"), *list(made_talks())[:: told.every])
    near = (*talks("near_misses"), *talks("held_out_near"))
    with tempfile.TemporaryDirectory() as home:
        team = Team(Path(home), obedient) if told.model else Team(Path(home))
        try:
            tried = [team.hold(talk) for talk in attempts if told.only in talk.trick]
            missed = [team.hold(talk) for talk in near if told.only in talk.trick]
        finally:
            team.close()
    leaks = _table("attempts", tried, lambda held: not held.stood, told.all)
    wrongs = _table("near misses", missed, lambda held: bool(held.refused), told.all)
    return 1 if leaks or wrongs else 0


def _table(name: str, held: list[Held], wrong: Callable[[Held], bool], everything: bool) -> int:
    print(f"\n{name:58}{'talks':>7}{'refused':>9}{'asked':>7}{'made':>6}{'wrong':>7}")
    total = [0] * 5
    for trick, group in rows(held).items():
        ends = [sum(each.end == end for each in group) for end in ("refused", "asked")]
        counts = [len(group), *ends, sum(each.end in ("made", "nothing") for each in group), sum(map(wrong, group))]
        total = [one + two for one, two in zip(total, counts, strict=True)]
        print(_row(f"  {trick}", counts))
        for each in group:
            if wrong(each) or (everything and each.end == "asked"):
                print(
                    f"      {each.end} {','.join(each.refused or each.leaked)} [{each.talk.language}] {each.talk.words}"
                )
    print(_row("  all", total))
    return total[-1]


def _row(name: str, counts: list[int]) -> str:
    widths = (7, 9, 7, 6, 7)
    return f"{name[:57]:58}" + "".join(f"{count:>{width}}" for count, width in zip(counts, widths, strict=True))


if __name__ == "__main__":
    sys.exit(main())
