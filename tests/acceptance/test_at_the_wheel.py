"""A person stops work that is under way, and goes on without what could not be built."""

from __future__ import annotations

import time
from typing import Any

from tests.acceptance.conftest import LONG_CALL, UNBUILDABLE
from tests.acceptance.installation import Installation, eventually
from tests.scripted_api import ScriptedApi

NEEDS = "We need the tide-reading skill, still to be written.\n\nWe need the {} skill, still to be written.\n"


def test_stop_now_ends_three_long_calls_within_five_seconds_and_resume_does_all_of_it_once(
    with_claude: tuple[Installation, ScriptedApi],
) -> None:
    installation, api = with_claude
    outcome = installation.outcome(maxExecutionWorkers=3)
    for number in range(4):
        installation.post(f"/api/outcomes/{outcome}/tasks", {"title": f"{LONG_CALL}, part {number}"})

    def calls() -> list[float]:
        return [request.at for request in list(api.requests) if LONG_CALL in request.text]

    def running() -> int:
        return int(installation.status(outcome)["stats"]["execution"]["running"])

    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    eventually(lambda: len(calls()) == 3, what="three agents are in a call")

    stopped_at = time.monotonic()
    for _ in range(2):
        installation.post(f"/api/outcomes/{outcome}/stop", {"mode": "now"})
    eventually(lambda: running() == 0, 5, "no task is in hand")
    print(f"three calls were given up {time.monotonic() - stopped_at:.1f} s after the stop")
    stopped = tasks_of(installation, outcome)
    assert installation.run_status(outcome) == "stopped"
    assert len(calls()) == 3

    for _ in range(2):
        installation.post(f"/api/outcomes/{outcome}/resume")
    installation.ends(outcome)

    assert [task["status"] for task in stopped] == ["pending"] * 4
    assert [attempt["status"] for task in stopped for attempt in task["attempts"]] == ["released"] * 3
    ended = [[attempt["status"] for attempt in task["attempts"]] for task in tasks_of(installation, outcome)]
    assert sorted(ended) == [["completed"], *[["released", "completed"]] * 3]
    kinds = [event["kind"] for event in installation.items(f"/api/outcomes/{outcome}/events")]
    assert (kinds.count("run.stopped"), kinds.count("run.running")) == (1, 1)
    assert api.problems == []


def test_under_partial_a_failed_need_keeps_only_those_waiting_that_require_it_until_it_is_waived(
    with_claude: tuple[Installation, ScriptedApi],
) -> None:
    installation, api = with_claude
    outcome = installation.outcome(NEEDS.format(UNBUILDABLE), policy="partial", maxExecutionWorkers=2)
    tasks = f"/api/outcomes/{outcome}/tasks"
    installation.post(tasks, {"title": "Read the tide", "requiredSkills": ["tide-reading"]})
    needs_it = installation.post(tasks, {"title": "Keep the light", "requiredSkills": [UNBUILDABLE]})["id"]
    installation.post(tasks, {"title": "Tell the ships", "dependsOn": [needs_it]})

    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    failed = installation.ends(outcome, "failed")
    free, waiting, last = tasks_of(installation, outcome)

    assert (failed["infrastructureReady"], free["status"]) == (2, "completed")
    assert waiting["blockedBy"] == [f"skill {UNBUILDABLE} (failed)"]
    assert last["blockedBy"][1] == f"skill {UNBUILDABLE} (failed) through task {needs_it}"
    assert UNBUILDABLE in failed["run"]["reason"]

    installation.post(f"/api/outcomes/{outcome}/needs/{UNBUILDABLE}/waive", {"note": "the keeper knows"})
    assert tasks_of(installation, outcome)[1]["blockedBy"] == []
    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    installation.ends(outcome)

    done = tasks_of(installation, outcome)
    assert [task["status"] for task in done] == ["completed"] * 3
    assert [waiver["waivedBy"] for waiver in done[1]["withoutCapabilities"]] == ["admin"]
    assert [len(task["attempts"]) for task in done] == [1, 1, 1]
    assert api.problems == []


def tasks_of(installation: Installation, outcome: int) -> list[dict[str, Any]]:
    return installation.items(f"/api/outcomes/{outcome}/tasks?phase=execution")
