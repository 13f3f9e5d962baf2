"""Events and runs: what happened."""

from outcomes.models import Event
from tests.factories import OutcomeFactory, RunFactory, TaskFactory


def test_events_are_told_newest_first(api, outcome):
    api.post(f"outcomes/{outcome.pk}/tasks", {"title": "Compare"})

    told = api.get(f"outcomes/{outcome.pk}/events").json()["items"]

    assert set(told[0]) == {"id", "at", "kind", "actor", "message", "taskId", "workerId", "runId"}
    assert [event["kind"] for event in told] == ["task.added", "outcome.created"]
    assert told[0]["taskId"] == outcome.tasks.get().pk


def test_events_come_in_pages(api, outcome):
    for number in range(5):
        Event.record(outcome.pk, "test.event", "mia", f"Event {number}")

    first = api.get(f"outcomes/{outcome.pk}/events?limit=3").json()
    second = api.get(f"outcomes/{outcome.pk}/events?limit=3&cursor={first['nextCursor']}").json()

    assert [event["message"] for event in first["items"]] == ["Event 4", "Event 3", "Event 2"]
    assert len(second["items"]) == 3
    assert second["nextCursor"] is None


def test_an_outcome_tells_only_its_own_history(api, outcome):
    TaskFactory(completed=True)

    assert len(api.get(f"outcomes/{outcome.pk}/events").json()["items"]) == 1
    assert api.get(f"outcomes/{outcome.pk}/runs").json() == {"items": [], "nextCursor": None}


def test_runs_are_told_newest_first(api):
    outcome = OutcomeFactory()
    RunFactory(outcome=outcome, completed=True)
    RunFactory(outcome=outcome, inputs={"region": "EU"})

    told = api.get(f"outcomes/{outcome.pk}/runs").json()["items"]

    assert [(run["status"], run["inputs"]) for run in told] == [
        ("running", {"region": "EU"}),
        ("completed", {}),
    ]
    assert told[1]["finishedAt"]
    assert told[0]["finishedAt"] is None
