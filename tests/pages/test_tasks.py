"""Writing tasks, deciding about them, and what one task's page tells."""

import pytest
from django.urls import reverse

from outcomes.models import Artifact, Task
from tests.factories import (
    APPROACH,
    DependencyFactory,
    OutcomeFactory,
    TaskFactory,
    WorkerFactory,
)


@pytest.fixture
def outcome(db):
    return OutcomeFactory(approach=APPROACH, state="ready")


def of(name: str, outcome, *more) -> str:
    return reverse(f"outcomes:{name}", args=[outcome.pk, *more])


def test_a_task_is_added_with_all_that_was_said(outcome, member_client):
    first = TaskFactory(outcome=outcome)
    sent = {
        "title": "Write the report",
        "description": "One page.",
        "acceptance": "Every number has a source.",
        "outputs": "results/report.md\nresults/data/\n",
        "priority": "50",
        "depends_on": [first.pk],
        "required_skills": ["web-research"],
    }

    response = member_client.post(of("new-task", outcome), sent)

    task = outcome.tasks.get(title="Write the report")
    assert response.headers["Location"] == reverse("orchestration:outcome", args=[outcome.pk])
    assert task.outputs == ["results/report.md", "results/data/"]
    assert list(task.depends_on.all()) == [first]
    assert task.requirements.get().name == "web-research"
    assert (task.priority, task.acceptance) == (50, "Every number has a source.")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", "required"),
        ("title", "x" * 301, "at most 300"),
        ("outputs", "../secret", "not a path inside the outcome"),
        ("priority", "many", "whole number"),
        ("depends_on", "999999", "not one of the available choices"),
        ("required_skills", "flying", "not one of the available choices"),
        ("description", "x" * 100_001, "at most 100,000"),
    ],
)
def test_a_task_that_cannot_be_comes_back_with_the_reason(field, value, told, outcome, member_client):
    TaskFactory(outcome=outcome)

    response = member_client.post(of("new-task", outcome), {"title": "Fine"} | {field: value})

    assert response.status_code == 422
    assert told in response.text
    assert outcome.tasks.count() == 1


def test_an_edit_that_makes_a_circle_is_refused_at_its_field(outcome, member_client):
    first, second = TaskFactory(outcome=outcome), TaskFactory(outcome=outcome)
    DependencyFactory(task=second, on=first)

    response = member_client.post(
        of("edit-task", outcome, first.pk), {"title": "x", "depends_on": [second.pk]}
    )

    assert response.status_code == 422
    assert "cannot wait for task" in response.text


def test_an_edit_shows_what_stands_and_saves_what_is_said(outcome, member_client):
    task = TaskFactory(outcome=outcome, title="Old title", outputs=["a.md"])

    form = member_client.get(of("edit-task", outcome, task.pk)).text
    member_client.post(of("edit-task", outcome, task.pk), {"title": "New title", "description": ""})

    task.refresh_from_db()
    assert "Old title" in form
    assert "a.md" in form
    assert (task.title, task.outputs) == ("New title", [])


@pytest.mark.parametrize(
    ("which", "direction", "order"),
    [(1, "up", "bac"), (1, "down", "acb"), (0, "up", "abc"), (2, "down", "abc")],
)
def test_a_task_moves_one_place(which, direction, order, outcome, member_client):
    tasks = [TaskFactory(outcome=outcome, title=title, position=0) for title in "abc"]

    member_client.post(of("move-task", outcome, tasks[which].pk), {"direction": direction})

    ordered = Task.objects.filter(outcome=outcome).in_claim_order()
    assert "".join(ordered.values_list("title", flat=True)) == order


def test_deleting_asks_first_and_leaves_the_artifacts(outcome, member_client):
    task = TaskFactory(outcome=outcome)
    Artifact.store(outcome, [("a.md", b"x", "")], "worker 1", task=task)

    asked = member_client.get(of("delete-task", outcome, task.pk))
    member_client.post(of("delete-task", outcome, task.pk))

    assert "Keep it" in asked.text
    assert not Task.objects.exists()
    assert Artifact.objects.exists()


def test_a_build_has_no_edit_page(outcome, member_client):
    build = TaskFactory(outcome=outcome, infrastructure=True)

    assert member_client.get(of("edit-task", outcome, build.pk)).status_code == 404


@pytest.mark.parametrize(
    ("action", "state", "becomes"),
    [("retry", "failed", "pending"), ("skip", "pending", "skipped"), ("cancel", "pending", "cancelled")],
)
def test_a_person_decides_about_a_task(action, state, becomes, outcome, member_client):
    task = TaskFactory(outcome=outcome, state=state)
    here = reverse("orchestration:task", args=[outcome.pk, task.pk])

    response = member_client.post(
        reverse(f"orchestration:{action}-task", args=[outcome.pk, task.pk]), {"next": here}
    )

    task.refresh_from_db()
    assert task.status == becomes
    assert response.headers["Location"] == here


def test_the_way_back_never_leads_to_another_site(outcome, member_client):
    task = TaskFactory(outcome=outcome)

    response = member_client.post(
        reverse("orchestration:skip-task", args=[outcome.pk, task.pk]), {"next": "https://example.org/"}
    )

    assert response.headers["Location"] == reverse("orchestration:outcome", args=[outcome.pk])


def test_a_tasks_page_tells_exactly_what_each_attempt_was_given(outcome, member_client):
    worker = WorkerFactory(outcome=outcome)
    task = TaskFactory(outcome=outcome, running=True, worker=worker)
    attempt = task.attempts.get()
    attempt.skills.add(outcome.skills.get().versions.get())
    attempt.artifacts.add(*Artifact.store(outcome, [("data.csv", b"1", "")], "ada"))
    task.complete("# Found\n\n<script>alert(1)</script>")

    text = member_client.get(reverse("orchestration:task", args=[outcome.pk, task.pk])).text

    assert "skill web-research v1" in text
    assert "data.csv v1" in text
    assert "<h3>Found</h3>" in text
    assert "<script>alert" not in text
    assert "offline draft" in text


def test_a_blocked_task_names_what_it_waits_for(outcome, member_client):
    first, second = TaskFactory(outcome=outcome, title="First"), TaskFactory(outcome=outcome)
    DependencyFactory(task=second, on=first)

    text = member_client.get(reverse("orchestration:task", args=[outcome.pk, second.pk])).text

    assert f"task {first.pk} “First” (pending)" in text


def test_a_page_of_a_task_that_runs_follows_it_and_then_stops_asking(outcome, member_client):
    task = TaskFactory(outcome=outcome, running=True)
    page = reverse("orchestration:task", args=[outcome.pk, task.pk])
    live = reverse("orchestration:task-live", args=[outcome.pk, task.pk])
    htmx = {"HX-Request": "true"}

    first = member_client.get(page)
    seen = {"seen": first.context["token"]}
    unchanged = member_client.get(live, seen, headers=htmx)
    task.complete("# Found")
    changed = member_client.get(live, seen, headers=htmx)

    assert 'hx-trigger="every 1s"' in first.text
    assert unchanged.status_code == 204
    assert changed.status_code == 286
    assert "<h3>Found</h3>" in changed.text
    assert "hx-trigger" not in changed.text
    assert f'value="{page}"' in changed.text


def test_a_task_that_no_run_waits_for_is_not_polled(outcome, member_client):
    task = TaskFactory(outcome=outcome)

    assert (
        "hx-trigger" not in member_client.get(reverse("orchestration:task", args=[outcome.pk, task.pk])).text
    )


def test_an_edit_of_a_running_task_says_that_the_attempt_does_not_see_it(outcome, member_client):
    task = TaskFactory(outcome=outcome, running=True)

    response = member_client.post(of("edit-task", outcome, task.pk), {"title": "Other"}, follow=True)

    assert "The attempt in hand does not see it" in response.text
    assert "The task is saved." not in response.text
