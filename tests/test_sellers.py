"""Briefs as sellers write them: those the word lists were mended by, and those that were never looked at for it."""

import importlib.util
import json
import statistics
import time
from pathlib import Path
from typing import Any

import pytest

from agent.nearest_look import nearest_by
from agent.planner import OfflinePlanner
from tools.specs.brief import Brief
from tools.store.sentences import encode

DATA = Path(__file__).parent / "data"
SCORER = Path(__file__).parents[2] / "shared" / "scripts" / "score_plans.py"
PLANNER = OfflinePlanner(nearest_by(encode))


def rows(name: str) -> list[dict[str, Any]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def brief(row: dict[str, Any]) -> Brief:
    return Brief.model_validate({"text": row["brief"], **{key: row[key] for key in ("images", "thread", "price")}}
                                | {"brand": row["brand"]})  # fmt: skip


def scores(name: str) -> dict[str, Any]:
    if not SCORER.exists():
        pytest.skip("../shared is absent")
    spec = importlib.util.spec_from_file_location("score_plans", SCORER)
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    judged = [scorer.judge(row, PLANNER.plan(brief(row)).model_dump(mode="json")) for row in rows(name)]
    return dict(scorer.summary(judged))


def test_briefs_that_were_mended_for_stay_right() -> None:
    found = scores("sellers.jsonl")
    assert found["exact"] == 1.0
    assert found["refusal_precision"] == found["refusal_recall"] == 1.0


def test_briefs_that_were_never_tuned_on() -> None:
    found = scores("unseen.jsonl")
    assert found["route"] >= 0.97
    assert found["tools"] >= 0.92
    assert found["question"] >= 0.94
    assert found["exact"] >= 0.84


def test_a_brief_is_planned_in_milliseconds() -> None:
    briefs = [brief(row) for row in (*rows("sellers.jsonl"), *rows("unseen.jsonl"))]
    for one in briefs:
        PLANNER.plan(one)
    spent = []
    for one in briefs:
        fresh = one.model_copy(update={"text": one.text + " ok"})
        started = time.thread_time()
        PLANNER.plan(fresh)
        spent.append(time.thread_time() - started)
    assert statistics.median(spent) < 0.01
    assert statistics.quantiles(spent, n=20)[-1] < 0.05
