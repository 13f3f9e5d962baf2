"""Pressing Orchestrate, changing one's mind, and pressing it again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.acceptance.installation import Installation, eventually

SIX = """# Selling lighthouses

We need a skill for lighthouse pricing. We need a skill for tide reading. We need a skill for fog forecasting.
Build a CLI tool that converts tide tables to CSV. Build a CLI tool that checks lamp inventories.
Build a CLI tool that merges keeper logs.

Our office is next to the harbour.
"""


@pytest.fixture(scope="module", autouse=True)
def at_work_before(quick: Installation) -> set[int]:
    """Processes that do an outcome, and stand idle while the first tests wait for another installation."""
    before = set(quick.called("q-worker"))
    outcome = quick.outcome(SIX, tasks=2)
    quick.post(f"/api/outcomes/{outcome}/orchestrate")
    quick.ends(outcome)
    return before


def attempts(installation: Installation, outcome: int) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every (task, attempt) of an outcome."""
    tasks = installation.items(f"/api/outcomes/{outcome}/tasks")
    return [(task, attempt) for task in tasks for attempt in task["attempts"]]


def most_at_once(spans: list[tuple[str, str]]) -> int:
    return max(sum(start <= at < end for start, end in spans) for at, _ in spans)


def needs_six(installation: Installation, outcome: int) -> int:
    needs = installation.get(f"/api/outcomes/{outcome}/needs")
    return len(needs["skills"]) + len(needs["tools"])


def test_twenty_clicks_at_once_are_one_run(slow: Installation) -> None:
    outcome = slow.outcome(SIX, tasks=2)
    assert needs_six(slow, outcome) == 6

    with ThreadPoolExecutor(20) as clicks:
        answers = list(clicks.map(lambda _: slow.post(f"/api/outcomes/{outcome}/orchestrate"), range(20)))
    slow.ends(outcome)
    late = slow.post(f"/api/outcomes/{outcome}/orchestrate")

    assert all(answer["success"] and answer["message"] for answer in [*answers, late])
    assert {answer["runId"] for answer in [*answers, late]} == {answers[0]["runId"]}
    assert sum(answer["tasksCreated"] for answer in answers) == 6
    assert late["phase"] == "complete"
    tried = attempts(slow, outcome)
    assert len(tried) == 8
    builds = [(a["startedAt"], a["finishedAt"]) for task, a in tried if task["phase"] == "infrastructure"]
    work = [(a["startedAt"], a["finishedAt"]) for task, a in tried if task["phase"] == "execution"]
    assert most_at_once(builds) == 3
    assert most_at_once(work) == 1


def test_a_new_approach_holds_the_run_until_orchestrate(slow: Installation) -> None:
    outcome = slow.outcome(SIX, tasks=1)
    slow.post(f"/api/outcomes/{outcome}/orchestrate")
    eventually(lambda: slow.status(outcome)["stats"]["infrastructure"]["completed"], what="the first builds")

    replaced = SIX.replace(
        "Build a CLI tool that merges keeper logs.", "Build a CLI tool that draws sea charts."
    )
    slow.patch(f"/api/outcomes/{outcome}", {"approach": replaced})
    held = slow.status(outcome)

    assert held["infrastructureReady"] == 0
    assert held["run"]["status"] == "held"
    assert held["run"]["reasonCode"] == "approach-changed"
    eventually(lambda: not any(slow.status(outcome)["activeWorkers"].values()), what="the workers have left")
    plan = slow.get(f"/api/outcomes/{outcome}/needs")["plan"]
    before = {task["id"]: task["attempts"] for task, _ in attempts(slow, outcome)}

    answer = slow.post(f"/api/outcomes/{outcome}/orchestrate")
    slow.ends(outcome)

    assert answer["tasksCreated"] == 1
    kept = {entry["name"] for entry in plan["keep"]}
    assert len(kept) >= 3
    tasks = {task["id"]: task for task, _ in attempts(slow, outcome)}
    assert all(len(tasks[pk]["attempts"]) == len(tried) for pk, tried in before.items())
    built = {row["name"] for row in slow.items(f"/api/outcomes/{outcome}/tools")}
    assert any("chart" in name for name in built)
    assert not any("log" in name for name in built)


def test_a_typo_in_mid_run_rebuilds_nothing_and_the_run_goes_on(slow: Installation) -> None:
    outcome = slow.outcome(SIX, tasks=1)
    started = slow.post(f"/api/outcomes/{outcome}/orchestrate")
    eventually(lambda: slow.status(outcome)["stats"]["infrastructure"]["completed"], what="the first builds")

    slow.patch(
        f"/api/outcomes/{outcome}", {"approach": SIX.replace("next to the harbour", "near the harbour")}
    )
    final = slow.ends(outcome)

    assert final["run"]["id"] == started["runId"]
    assert final["run"]["approachRevision"] == 2
    assert len(attempts(slow, outcome)) == 7
    kinds = [event["kind"] for event in slow.items(f"/api/outcomes/{outcome}/events")]
    assert kinds.count("run.held") == 1
    assert kinds.count("run.running") == 1


def test_a_task_added_in_mid_run_is_done_and_one_added_later_waits(slow: Installation) -> None:
    outcome = slow.outcome(tasks=1)
    slow.post(f"/api/outcomes/{outcome}/orchestrate")
    eventually(lambda: slow.status(outcome)["stats"]["execution"]["running"], what="the first task runs")

    slow.post(f"/api/outcomes/{outcome}/tasks", {"title": "Just in time"})
    slow.ends(outcome)
    slow.post(f"/api/outcomes/{outcome}/tasks", {"title": "Too late"})

    assert [task["status"] for task in slow.items(f"/api/outcomes/{outcome}/tasks")] == [
        "completed",
        "completed",
        "pending",
    ]
    assert slow.status(outcome)["phase"] == "execution"
    slow.post(f"/api/outcomes/{outcome}/orchestrate")
    assert slow.ends(outcome)["stats"]["execution"]["completed"] == 3


def test_again_twice_makes_three_runs_and_keeps_everything(quick: Installation) -> None:
    outcome = quick.outcome(SIX, tasks=2)

    quick.post(f"/api/outcomes/{outcome}/orchestrate", {"async": False})
    for month in ("May", "June"):
        answer = quick.post(
            f"/api/outcomes/{outcome}/orchestrate",
            {"async": False, "again": True, "inputs": {"month": month}},
        )
        assert answer["phase"] == "complete"

    runs = quick.items(f"/api/outcomes/{outcome}/runs")
    assert [run["inputs"] for run in runs] == [{"month": "June"}, {"month": "May"}, {}]
    tried = [a for task, a in attempts(quick, outcome) if task["phase"] == "execution"]
    assert sorted(a["runId"] for a in tried) == sorted([run["id"] for run in runs] * 2)
    files = quick.items(f"/api/outcomes/{outcome}/artifacts")
    assert sorted(file["version"] for file in files) == [1, 1, 2, 2, 3, 3]
    assert sorted(file["runId"] for file in files) == sorted([run["id"] for run in runs] * 2)
    assert len(attempts(quick, outcome)) == 6 + 6


def test_processes_that_have_worked_are_replaced_by_fresh_ones(
    quick: Installation, at_work_before: set[int]
) -> None:
    eventually(lambda: set(quick.called("q-worker")) - at_work_before, what="a fresh process")
    eventually(lambda: len(quick.called("q-worker")) == 8, what="as many processes as before")
    again = quick.outcome(SIX, tasks=2)
    quick.post(f"/api/outcomes/{again}/orchestrate")
    quick.ends(again)
