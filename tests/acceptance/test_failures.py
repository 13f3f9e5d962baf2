"""What happens when a need cannot be built, and when a process dies."""

from __future__ import annotations

import os
import signal
import time

import pytest

from tests import engines
from tests.acceptance.conftest import UNBUILDABLE, Start
from tests.acceptance.installation import Installation, eventually
from tests.scripted_api import ScriptedApi

NEEDS = """We need the tide-reading skill, still to be written.
We need the lighthouse-keeping skill, still to be written.
We need the fog-forecasting skill, still to be written.
"""


def test_a_need_that_is_refused_in_three_rounds_fails_the_run_and_is_all_that_is_retried(
    with_claude: tuple[Installation, ScriptedApi],
) -> None:
    installation, api = with_claude
    outcome = installation.outcome(NEEDS, tasks=1)

    installation.post(f"/api/outcomes/{outcome}/orchestrate")
    failed = installation.ends(outcome, "failed")

    assert failed["infrastructureReady"] == 0
    assert failed["phase"] == "infrastructure"
    (error,) = failed["errors"]
    assert UNBUILDABLE in error
    assert "frontmatter" in error
    skills = {row["name"]: row["status"] for row in installation.items(f"/api/outcomes/{outcome}/skills")}
    assert skills == {"tide-reading": "checked", UNBUILDABLE: "failed", "fog-forecasting": "checked"}

    calls = len(api.requests)
    again = installation.post(f"/api/outcomes/{outcome}/orchestrate")
    failed_again = installation.ends(outcome, "failed")

    assert again["tasksCreated"] <= 1
    assert len(api.requests) - calls == 3
    assert all(UNBUILDABLE in request.text for request in api.requests[calls:])
    assert failed_again["stats"]["execution"]["pending"] == 1
    assert api.problems == []


def test_a_killed_worker_process_costs_one_lost_attempt(slow: Installation) -> None:
    outcome = slow.outcome(tasks=2)
    slow.post(f"/api/outcomes/{outcome}/orchestrate")
    eventually(lambda: slow.status(outcome)["stats"]["execution"]["running"], what="a task runs")

    os.kill(_pid_of_the_worker(slow, outcome), signal.SIGKILL)
    since = time.monotonic()
    eventually(lambda: _attempts(slow, outcome).count("lost") == 1, 4 + 10, "the loss is seen")
    seen_after = time.monotonic() - since
    slow.ends(outcome)

    print(f"the loss of a worker process was seen after {seen_after:.1f} s")
    assert sorted(_attempts(slow, outcome)) == ["completed", "completed", "lost"]
    tasks = slow.items(f"/api/outcomes/{outcome}/tasks")
    assert all(task["attempts"][-1]["status"] == "completed" for task in tasks)
    assert len(slow.items(f"/api/outcomes/{outcome}/artifacts")) == 2
    kinds = [event["kind"] for event in slow.items(f"/api/outcomes/{outcome}/events")]
    assert kinds.count("task.completed") == 2


def _attempts(installation: Installation, outcome: int) -> list[str]:
    tasks = installation.items(f"/api/outcomes/{outcome}/tasks")
    return [attempt["status"] for task in tasks for attempt in task["attempts"]]


def _pid_of_the_worker(installation: Installation, outcome: int) -> int:
    sql = f"SELECT pid FROM outcomes_worker WHERE outcome_id = {outcome} AND status = 'working'"
    return int(engines.ask(installation.var, installation.settings, sql))


def test_an_installation_takes_up_its_work_after_a_stop_and_after_a_kill(start: Start) -> None:
    with start(ORCHESTRATOR_OFFLINE_LATENCY_MS="60000") as installation:
        outcomes = [installation.outcome(tasks=4, maxExecutionWorkers=4)]
        outcomes += [installation.outcome(tasks=1) for _ in range(4)]
        for outcome in outcomes:
            installation.post(f"/api/outcomes/{outcome}/orchestrate")
        eventually(lambda: _running(installation, outcomes) == 8, what="8 at work")

        installation.stop(within_s=10)
        left = installation.processes()
        begun = engines.ask(installation.var, installation.settings, "SELECT COUNT(*) FROM outcomes_attempt")
        installation.start()
        eventually(lambda: _running(installation, outcomes) == 8, what="8 at work again")

        installation.stop(signal.SIGKILL)
        eventually(lambda: installation.processes() == [], 5, "no process is left")
        installation.settings["ORCHESTRATOR_OFFLINE_LATENCY_MS"] = "0"
        installation.start()
        for outcome in outcomes:
            installation.ends(outcome)

        assert left == []
        assert begun == 8  # whoever lets go wakes another, who begins nothing while all stop
        tasks = [task for pk in outcomes for task in installation.items(f"/api/outcomes/{pk}/tasks")]
        assert [task["status"] for task in tasks] == ["completed"] * 8
        ended = [status for pk in outcomes for status in _attempts(installation, pk)]
        assert ended.count("completed") == 8
        assert sum(len(installation.items(f"/api/outcomes/{pk}/artifacts")) for pk in outcomes) == 8


def _running(installation: Installation, outcomes: list[int]) -> int:
    return sum(int(installation.status(pk)["stats"]["execution"]["running"]) for pk in outcomes)


@pytest.mark.parametrize(("name", "dies_with_it"), [("cluster", "q-sentinel"), ("nursery", "web worker")])
def test_what_has_been_killed_is_started_again(slow: Installation, name: str, dies_with_it: str) -> None:
    outcome = slow.outcome(tasks=2)
    slow.post(f"/api/outcomes/{outcome}/orchestrate")
    eventually(lambda: slow.status(outcome)["stats"]["execution"]["running"], what="the task runs")

    (victim,), dependants = slow.called(name), set(slow.called(dies_with_it))
    os.kill(victim, signal.SIGKILL)
    eventually(lambda: not dependants & set(slow.processes()), 5, f"the {dies_with_it} ends with the {name}")
    eventually(slow.answers, what="the web server is there, or there again")
    slow.ends(outcome)

    done = slow.items(f"/api/outcomes/{outcome}/tasks")
    assert [task["status"] for task in done] == ["completed", "completed"]
    assert len(slow.items(f"/api/outcomes/{outcome}/artifacts")) == 2
