"""Orchestrate and its state, waiting for it, and the person at the wheel."""

import threading

import pytest

from orchestration.api import orchestrate as module
from outcomes.models import Outcome, Run, Task, Worker
from tests.factories import OutcomeFactory, RunFactory, SkillFactory, TaskFactory

ANSWER = {"success", "phase", "workersSpawned", "tasksCreated", "message", "outcomeId", "runId"}


def click(api, outcome, body=b"", **headers):
    return api.post(f"outcomes/{outcome.pk}/orchestrate", body, **headers)


def test_the_first_click_starts_a_run(api, outcome):
    response = click(api, outcome)

    told = response.json()
    assert response.status_code == 202
    assert set(told) == ANSWER
    assert (told["success"], told["phase"], told["outcomeId"]) == (True, "infrastructure", outcome.pk)
    assert (told["workersSpawned"], told["tasksCreated"]) == (2, 2)
    assert told["runId"] == Run.objects.get().pk


def test_the_second_click_joins_it(api, outcome):
    first = click(api, outcome).json()

    second = click(api, outcome)

    assert second.status_code == 200
    assert (second.json()["runId"], second.json()["tasksCreated"]) == (first["runId"], 0)


def test_nothing_to_do_is_a_success_too(api):
    outcome = OutcomeFactory(approach="")
    first = click(api, outcome).json()

    again = click(api, outcome)

    assert again.status_code == 200
    assert (again.json()["success"], again.json()["phase"], again.json()["runId"]) == (
        True,
        "complete",
        first["runId"],
    )


def test_an_empty_approach_goes_straight_to_execution_and_says_so(api):
    outcome = OutcomeFactory(approach="")
    TaskFactory(outcome=outcome)

    told = click(api, outcome).json()

    assert told["phase"] == "execution"
    assert "empty" in told["message"]


def test_limits_and_skills_of_the_caller_count(api, outcome):
    body = {
        "maxInfrastructureWorkers": 1,
        "maxExecutionWorkers": 4,
        "suggestedSkills": ["market sizing"],
        "skipValidation": True,
        "inputs": {"region": "EU"},
    }

    told = click(api, outcome, body).json()

    run = Run.objects.get()
    assert (told["workersSpawned"], told["tasksCreated"]) == (1, 3)
    assert (run.max_execution_workers, run.skip_validation, run.inputs) == (4, True, {"region": "EU"})


def test_other_inputs_than_the_active_runs_are_refused(api, outcome):
    click(api, outcome, {"inputs": {"region": "EU"}})

    assert click(api, outcome, {"inputs": {"region": "US"}}).status_code == 409


def test_an_archived_outcome_is_refused(api):
    response = click(api, OutcomeFactory(archived=True))

    assert (response.status_code, response.json()["code"]) == (409, "archived")


def test_again_starts_a_new_run_of_a_finished_outcome(api):
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome, completed=True)
    outcome.active_run.complete("completed")

    response = click(api, outcome, {"again": True, "inputs": {"region": "US"}})

    assert response.status_code == 202
    assert [run.status for run in outcome.runs.all()] == ["running", "completed"]


def test_waiting_ends_with_the_state_so_far(api, outcome):
    response = click(api, outcome, {"async": False, "waitSeconds": 0.05})

    assert response.status_code == 202
    assert (response.json()["success"], response.json()["errors"]) == (True, [])
    assert "still" in response.json()["message"]


def test_waiting_for_what_is_done_answers_at_once(api):
    outcome = OutcomeFactory(approach="")

    response = click(api, outcome, {"async": False})

    assert (response.status_code, response.json()["phase"]) == (200, "complete")


@pytest.mark.parametrize(
    ("end", "success"),
    [
        (lambda run: run.hold("task-held", "A question is open."), False),
        (lambda run: run.stop("mia", "Enough."), False),
        (lambda run: run.fail("infrastructure-failed", "It broke."), False),
        (lambda run: run.complete("completed"), True),
    ],
)
def test_waiting_ends_with_the_run(api, outcome, monkeypatch, end, success):
    looks = []

    def wait_for(run_id, seconds=0):
        looks.append(seconds)
        if seconds:
            end(Run.objects.get(pk=run_id))
        return bool(seconds)

    monkeypatch.setattr(module, "wait_for", wait_for)

    response = click(api, outcome, {"async": False, "waitSeconds": 7})

    assert (response.status_code, response.json()["success"]) == (200, success)
    assert looks == [0, 7]


def test_a_failed_need_is_told_with_its_reason(api):
    outcome = OutcomeFactory()
    run = RunFactory(outcome=outcome)
    TaskFactory(infrastructure=True, failed=True, skill=SkillFactory(outcome=outcome, name="web-research"))
    run.fail("infrastructure-failed", "skill web-research could not be built.")

    told = api.get(f"outcomes/{outcome.pk}/orchestrate").json()

    assert told["errors"] == ["skill web-research: The agent gave up."]
    assert told["run"]["status"] == "failed"


def test_too_many_waiting_requests_are_answered_at_once(api, outcome, monkeypatch):
    monkeypatch.setattr(module, "_waiting", threading.BoundedSemaphore(1))
    module._waiting.acquire()

    response = click(api, outcome, {"async": False, "waitSeconds": 600})

    assert response.status_code == 202
    assert "waiting" in response.json()["message"]


def test_places_to_wait_are_given_back(api, outcome, monkeypatch):
    monkeypatch.setattr(module, "_waiting", threading.BoundedSemaphore(1))

    for _ in range(3):
        told = click(api, outcome, {"async": False, "waitSeconds": 0.01}).json()

    assert "still going on" in told["message"]


def test_the_state_before_anything_ran(api, outcome):
    told = api.get(f"outcomes/{outcome.pk}/orchestrate").json()

    counts = dict.fromkeys(["total", *Task.Status.values, "blocked"], 0)
    assert told == {
        "outcomeId": outcome.pk,
        "phase": "infrastructure",
        "infrastructureReady": 0,
        "readyForExecution": False,
        "stats": {"infrastructure": counts, "execution": counts},
        "activeWorkers": {"infrastructure": 0, "execution": 0},
        "run": None,
        "errors": [],
    }


def test_the_state_while_something_runs(api):
    outcome = OutcomeFactory(ready=True)
    TaskFactory(outcome=outcome, running=True)
    TaskFactory(outcome=outcome)

    told = api.get(f"outcomes/{outcome.pk}/orchestrate").json()

    assert (told["phase"], told["readyForExecution"]) == ("execution", True)
    assert told["stats"]["execution"]["running"] == told["stats"]["execution"]["pending"] == 1
    assert told["activeWorkers"] == {"infrastructure": 0, "execution": 1}
    assert set(told["run"]) == {
        "id",
        "status",
        "reason",
        "reasonCode",
        "approachRevision",
        "inputs",
        "requestedBy",
        "startedAt",
        "finishedAt",
    }


def test_the_state_reads_no_approach(api, outcome, django_assert_max_num_queries):
    with django_assert_max_num_queries(11) as queries:
        api.get(f"outcomes/{outcome.pk}/orchestrate")

    assert not any('"approach"' in query["sql"] for query in queries)


def test_execute_plan_drafts_the_tasks_and_starts(api):
    outcome = OutcomeFactory(approach="1. Collect prices\n2. Compare them\n")

    response = api.post(f"outcomes/{outcome.pk}/execute-plan")

    assert response.status_code == 202
    assert response.json()["tasksDrafted"] == 2
    assert set(response.json()) == ANSWER | {"tasksDrafted"}


def test_execute_plan_drafts_nothing_beside_tasks(api):
    task = TaskFactory()

    assert api.post(f"outcomes/{task.outcome_id}/execute-plan").json()["tasksDrafted"] == 0


def test_execute_plan_of_an_archived_outcome_drafts_nothing(api):
    outcome = OutcomeFactory(archived=True, approach="1. Collect\n2. Compare\n")

    assert api.post(f"outcomes/{outcome.pk}/execute-plan").status_code == 409
    assert not outcome.tasks.exists()


@pytest.mark.parametrize(("mode", "stopping"), [("now", True), ("gently", False)])
def test_stop_tells_the_workers(api, outcome, mode, stopping):
    click(api, outcome)
    worker = Worker.objects.first()
    worker.start("cluster", 4242)

    told = api.post(f"outcomes/{outcome.pk}/stop", {"mode": mode}).json()

    assert told["run"]["status"] == "stopped"
    assert Worker.objects.get(pk=worker.pk).stopping is stopping
    woken = Worker.objects.filter(status="woken").exclude(pk=worker.pk)
    assert woken.exists() is not stopping


def test_stop_and_resume_need_no_body(api, outcome):
    click(api, outcome)

    assert api.post(f"outcomes/{outcome.pk}/stop").status_code == 200
    told = api.post(f"outcomes/{outcome.pk}/resume")
    assert (told.status_code, told.json()["run"]["status"]) == (200, "running")


@pytest.mark.parametrize("verb", ["stop", "resume"])
def test_without_an_active_run_there_is_nothing_to_steer(api, outcome, verb):
    response = api.post(f"outcomes/{outcome.pk}/{verb}")

    assert (response.status_code, response.json()["code"]) == (409, "no-active-run")


def test_a_run_held_for_a_changed_approach_is_not_resumed(api, outcome):
    click(api, outcome)
    api.patch(f"outcomes/{outcome.pk}", {"approach": "Use the market-sizing skill."})

    response = api.post(f"outcomes/{outcome.pk}/resume")

    assert (response.status_code, response.json()["code"]) == (409, "approach-changed")
    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 0


def test_an_unknown_stop_mode_is_refused(api, outcome):
    assert api.post(f"outcomes/{outcome.pk}/stop", {"mode": "hard"}).status_code == 422
