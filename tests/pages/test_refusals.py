"""What a person presses that cannot be done now: 409 with the state it is in, and nothing is changed."""

import pytest
from django.urls import reverse

from outcomes.models import Event, Run, Task
from tests.factories import OutcomeFactory, RunFactory, TaskFactory

HTMX = {"HX-Request": "true"}
TASKS = [
    ("retry", "running", "is running: there is nothing to retry"),
    ("skip", "completed", "is completed: it cannot become skipped"),
    ("skip", "cancelled", "is cancelled: it cannot become skipped"),
    ("cancel", "completed", "is completed: it cannot become cancelled"),
    ("answer", "pending", "has no open question"),
]
RUNS = [
    ("stop", None, "No run is active: there has been none"),
    ("stop", "completed", "No run is active: the last one is completed"),
    ("resume", None, "No run is active: there has been none"),
    ("resume", "completed", "No run is active: the last one is completed"),
    ("resume", "failed", "No run is active: the last one is failed"),
]


def both_ways(client, url: str, told: str, data=None) -> None:
    """With scripts and without: the reason is shown, and the history stays as it was."""
    events = Event.objects.count()

    refused = client.post(url, data or {}, headers=HTMX)
    shown = client.post(url, data or {}, follow=True)

    assert (refused.status_code, shown.status_code) == (409, 200)
    assert told in refused.text
    assert told in shown.text
    assert Event.objects.count() == events


@pytest.mark.parametrize(("action", "state", "told"), TASKS)
def test_of_a_task(action, state, told, member_client):
    task = TaskFactory(state=state)
    url = reverse(f"orchestration:{action}-task", args=[task.outcome_id, task.pk])

    both_ways(member_client, url, f"Task {task.pk} {told}", {"answer": "1999."})

    assert Task.objects.get(pk=task.pk).status == state


@pytest.mark.parametrize(("action", "state", "told"), RUNS)
def test_of_a_run(action, state, told, member_client):
    outcome = OutcomeFactory()
    if state:
        RunFactory(outcome=outcome, state=state)

    both_ways(member_client, reverse(f"orchestration:{action}", args=[outcome.pk]), told)

    assert list(Run.objects.values_list("status", flat=True)) == ([state] if state else [])
