"""A language model that is right is obeyed: what it says is what is planned, and what is planned is what is done.

It says what ``data/*.jsonl`` expect, and ../shared's briefs where they are there. ``scripts/bench_strong.py`` prints
the share and what was lost, ``scripts/bench_llm.py`` asks a real model.
"""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from llm_setup import CALM
from scripted_server import ScriptedServer
from strong import brief, held_to, kept, meant, rows
from strong_desk import StrongDesk

SHARED = Path(__file__).parents[2] / "shared" / "data" / "briefs" / "dev.jsonl"
OWN = Path(__file__).parent / "data"
EVERY = 13
"""Of the sellers' briefs each that many-th goes through the whole assistant."""
OBEYED = {"sellers.jsonl": 0.98, "unseen.jsonl": 0.9, "dev.jsonl": 1.0}


@pytest.mark.parametrize("file", [OWN / "sellers.jsonl", OWN / "unseen.jsonl", SHARED], ids=lambda file: file.name)
def test_a_right_plan_is_the_plan(file: Path) -> None:
    if not file.exists():
        pytest.skip("../shared is absent")
    count, lost = held_to(file)
    assert 1 - len(lost) / count >= OBEYED[file.name], "\n".join(lost)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StrongDesk]:
    with ScriptedServer(lambda handler, gone: made.answer(handler, gone)) as server:
        made = StrongDesk(tmp_path_factory.mktemp("strong"), server.url, CALM)
        yield made
        made.close()


def test_what_is_planned_is_done(desk: StrongDesk) -> None:
    told = [(row, wanted) for row in rows(OWN / "sellers.jsonl") if (wanted := meant(row))]
    held = [(row, wanted) for row, wanted in told if wanted.steps][::EVERY]
    lost = []
    for row, wanted in held:
        calls = desk.carry_out(brief(row), wanted)
        same = [tool for tool, _ in calls] == [step["tool"] for step in wanted.steps]
        if not (same and all(map(kept, (step["args"] for step in wanted.steps), (args for _, args in calls)))):
            lost.append(f"{row['id']} {row['brief'][:60]!r}: {json.dumps(wanted.steps)} became {calls}")
    assert not lost, "\n".join(lost)
