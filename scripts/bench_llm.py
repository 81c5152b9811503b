"""Is a language model's plan as good as the offline planner's? A file of briefs, planned by both and scored.

    python scripts/bench_llm.py BRIEFS.jsonl --url http://127.0.0.1:8089/v1 --out PLANS.jsonl [--first 20]

Any OpenAI-compatible server will do. A brief whose plan is in PLANS.jsonl is not planned again, so a run that was cut
off goes on. BRIEFS.jsonl and the scorer have the form of ../shared. Exits with 1 when the model's ``tools_tight`` is
more than 2 points below the offline planner's, or a refusal is missed.
"""

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from agent.app import Assistant, build
from agent.settings import Settings
from ui.attached import read_briefs
from ui.delivered import plan_form

SCORER = Path(__file__).parents[2] / "shared" / "scripts" / "score_plans.py"
ALLOWED = 0.02
COLUMNS = (
    "n", "route", "category", "tools", "tools_tight", "args", "question", "refusal", "rule", "exact",
    "refusal_precision", "refusal_recall", "question_precision", "question_recall", "acted_when_it_should_hold",
)  # fmt: skip
Row = dict[str, Any]


def planned(assistant: Assistant, briefs: Path, out: Path, first: int | None, again: bool) -> dict[str, Row]:
    """Return the lines of ``out`` by id, after planning those of the ``first`` briefs that are not in it.

    ``again``: those, too, whose plan was the offline one, as it is after a time-out.
    """
    rows = read_briefs(briefs)[:first]
    lines = out.read_text("utf-8").splitlines() if out.exists() else []
    known = {row["id"]: row for row in map(json.loads, filter(str.strip, lines))}
    with out.open("a", encoding="utf-8") as file:
        for id, brief in rows:
            if id in known and not (again and known[id]["plan"]["planner"] == "offline"):
                continue
            began = time.perf_counter()
            plan = plan_form(assistant.plan(brief))
            known[id] = {"id": id, "plan": plan, "seconds": round(time.perf_counter() - began, 2)}
            file.write(json.dumps(known[id], ensure_ascii=False) + "\n")
            file.flush()
            print(f"{id} {known[id]['seconds']:6.1f} s  {plan['planner']:8}{_tools(plan)}", file=sys.stderr)
    return {id: known[id] for id, _ in rows}


def _tools(plan: Row) -> str:
    return ", ".join(step["tool"] for step in plan["steps"]) or plan["question"] or plan["route"]


def scores(scorer: Any, briefs: Path, plans: Mapping[str, Row]) -> tuple[Row, dict[str, Row]]:
    """Return the scorer's summary over the briefs that were planned, and each brief's judgement."""
    rows = [row for row in scorer.load_rows(str(briefs)) if row["id"] in plans]
    judged = {row["id"]: scorer.judge(row, plans[row["id"]]["plan"]) for row in rows}
    return scorer.summary(list(judged.values())), judged


def _scorer(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score_plans", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} cannot be read.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _printed(model: tuple[Row, dict[str, Row]], offline: tuple[Row, dict[str, Row]]) -> None:
    print(f"{'':28}{'offline':>9}{'model':>9}")
    for column in COLUMNS:
        print(f"{column:28}{offline[0][column]!s:>9}{model[0][column]!s:>9}")
    for id, mine in model[1].items():
        lost = [name for name, right in mine.items() if right is False and offline[1][id][name] is not False]
        won = [name for name, right in mine.items() if right is True and offline[1][id][name] is False]
        if lost or won:
            print(f"{id}  worse: {', '.join(lost) or '-'}  better: {', '.join(won) or '-'}")


def main() -> int:
    """Plan, score and print; return 1 when the model's plans are too far below."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("briefs", type=Path)
    parser.add_argument("--url", required=True)
    parser.add_argument("--model", default="model")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--small", action="store_true", help="tools in a few lines of text, as PARURE_LLM_SMALL=1")
    parser.add_argument("--again", action="store_true", help="plan again what was planned offline")
    parser.add_argument("--seconds", type=float, default=50.0, help="the longest that a plan may take")
    parser.add_argument("--first", type=int)
    parser.add_argument("--scorer", type=Path, default=SCORER)
    given = parser.parse_args()
    told = {"llm_url": given.url, "llm_model": given.model, "llm_small": given.small, "llm_seconds": given.seconds}
    with tempfile.TemporaryDirectory() as home:
        asked = build(Settings(home=Path(home) / "llm", **told))
        alone = build(Settings(home=Path(home) / "offline", llm_url=None))
        try:
            by_model = planned(asked, given.briefs, given.out, given.first, given.again)
            by_lists = {
                id: {"plan": plan_form(alone.plan(brief))} for id, brief in read_briefs(given.briefs)[: given.first]
            }
        finally:
            asked.close()
            alone.close()
    scorer = _scorer(given.scorer)
    model, offline = scores(scorer, given.briefs, by_model), scores(scorer, given.briefs, by_lists)
    _printed(model, offline)
    seconds = sorted(row["seconds"] for row in by_model.values())
    print(f"planned by: {dict(Counter(row['plan']['planner'] for row in by_model.values()))}")
    print(f"a plan took {seconds[len(seconds) // 2]:.1f} s (median), {seconds[-1]:.1f} s at most")
    whole = all(model[0][name] in (1.0, None) for name in ("refusal_precision", "refusal_recall"))
    return int(not whole or model[0]["tools_tight"] < offline[0]["tools_tight"] - ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
