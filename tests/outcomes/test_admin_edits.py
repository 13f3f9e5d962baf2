"""What is edited in the admin goes through the same rules as everywhere."""

import pytest
from django.contrib.messages import get_messages

from outcomes.models import (
    Outcome,
    Task,
)
from tests.factories import (
    APPROACH,
    OutcomeFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
)
from tests.outcomes.admin_site import changelist, page_of

pytestmark = pytest.mark.django_db


def form_of(outcome: Outcome, **changes) -> dict[str, object]:
    """What the browser posts for this outcome, with these fields changed by hand."""
    fields = ("name", "intent", "approach", "policy", "max_infrastructure_workers")
    fields += ("max_execution_workers", "budget_usd")
    posted = {name: getattr(outcome, name) for name in fields}
    management = {"revisions-TOTAL_FORMS": 0, "revisions-INITIAL_FORMS": 0}
    return posted | management | {"read_revision": outcome.approach_revision} | changes


def task_form(**fields) -> dict[str, object]:
    inlines = {
        f"{name}-{count}_FORMS": 0
        for name in ("dependencies", "requirements", "attempts")
        for count in ("TOTAL", "INITIAL")
    }
    values = {"title": "Compare", "description": "", "acceptance": "", "outputs": "[]"}
    return values | {"priority": 100, "position": 0} | inlines | fields


def test_a_new_outcome_names_who_made_it(admin_client, admin_user):
    answer = admin_client.post(
        changelist(Outcome) + "add/", form_of(Outcome(name="Prices", approach="# How"))
    )

    assert answer.status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.created_by, outcome.approach_revision) == (admin_user.username, 1)
    assert outcome.revisions.get().author == admin_user.username


def test_an_approach_edited_here_resets_the_infrastructure(admin_client, admin_user):
    outcome = OutcomeFactory(ready=True)

    answer = admin_client.post(page_of(outcome), form_of(outcome, approach=APPROACH))

    assert answer.status_code == 302
    outcome.refresh_from_db()
    assert (outcome.infrastructure_ready, outcome.approach_revision) == (0, 2)
    assert outcome.revisions.first().author == admin_user.username


def test_an_outcome_saved_here_untouched_stays_ready(admin_client):
    outcome = OutcomeFactory(ready=True, with_approach=True)

    posted = form_of(outcome, approach=outcome.approach.replace("\n", "\r\n"), name="Renamed")
    admin_client.post(page_of(outcome), posted)

    outcome.refresh_from_db()
    assert (outcome.name, outcome.infrastructure_ready, outcome.approach_revision) == ("Renamed", 2, 1)


def test_the_indentation_of_the_first_line_is_kept(admin_client):
    outcome = OutcomeFactory()

    admin_client.post(page_of(outcome), form_of(outcome, approach="    code\n"))

    outcome.refresh_from_db()
    assert outcome.approach == "    code\n"


def test_a_form_read_before_another_edit_overwrites_nothing(admin_client):
    outcome = OutcomeFactory(with_approach=True)
    stale = form_of(outcome, name="Renamed")
    Outcome.objects.get(pk=outcome.pk).save()
    newer = Outcome.objects.get(pk=outcome.pk)
    newer.approach = "Their text"
    newer.save(by="grace")

    answer = admin_client.post(page_of(outcome), stale)

    assert answer.status_code == 200
    assert "you read revision 1, it is now at revision 2" in answer.content.decode()
    outcome.refresh_from_db()
    assert (outcome.approach, outcome.approach_revision) == ("Their text", 2)
    assert outcome.name != "Renamed"


def test_an_approach_over_the_limit_is_told_at_the_field(admin_client):
    outcome = OutcomeFactory()

    answer = admin_client.post(page_of(outcome), form_of(outcome, approach="é" * 600_000))

    assert "at most 1,048,576 are accepted" in answer.content.decode()
    outcome.refresh_from_db()
    assert outcome.approach_revision == 1


def test_the_state_of_an_outcome_cannot_be_posted(admin_client):
    outcome = OutcomeFactory()

    forged = {"infrastructure_ready": 2, "status": "archived", "planned_revision": 1, "approach_revision": 9}
    answer = admin_client.post(page_of(outcome), form_of(outcome, **forged))

    assert answer.status_code == 302
    outcome.refresh_from_db()
    assert (outcome.infrastructure_ready, outcome.status) == (0, "active")
    assert (outcome.planned_revision, outcome.approach_revision) == (0, 1)


def test_the_state_of_a_task_cannot_be_posted(admin_client):
    task = TaskFactory()

    answer = admin_client.post(page_of(task), task_form(status="completed", attempt=7, result="forged"))

    assert answer.status_code == 302
    task.refresh_from_db()
    assert (task.status, task.attempt, task.result, task.title) == ("pending", 0, "", "Compare")


def test_the_status_of_a_skill_cannot_be_posted(admin_client):
    skill = SkillFactory()
    management = {"versions-TOTAL_FORMS": 0, "versions-INITIAL_FORMS": 0}

    answer = admin_client.post(
        page_of(skill), {"title": "Better", "status": "proven", "version": 3} | management
    )

    assert answer.status_code == 302
    skill.refresh_from_db()
    assert (skill.title, skill.status, skill.version) == ("Better", "needed", 0)


@pytest.mark.parametrize("row", [RunFactory, lambda: TaskFactory(infrastructure=True)], ids=["run", "build"])
def test_runs_and_builds_are_to_look_at(row, admin_client):
    row = row()

    answer = admin_client.post(page_of(row), {"status": "completed"})

    assert answer.status_code == 403
    assert type(row).objects.get(pk=row.pk).status == row.status


def test_a_task_added_here_goes_to_the_end_of_the_list(admin_client):
    outcome = OutcomeFactory()
    TaskFactory(outcome=outcome, position=4)

    answer = admin_client.post(changelist(Task) + "add/", task_form(outcome=outcome.pk, title="Next"))

    assert answer.status_code == 302
    assert outcome.tasks.get(title="Next").position == 5
    assert outcome.events.filter(kind="task.added").count() == 1


@pytest.mark.parametrize("outputs", ['["../escape.md"]', '["/etc/passwd"]', '{"a": 1}', "[1]", '["NUL"]'])
def test_a_task_with_outputs_that_cannot_be_is_refused_at_the_field(outputs, admin_client):
    task = TaskFactory()

    answer = admin_client.post(page_of(task), task_form(outputs=outputs))

    assert answer.status_code == 200
    assert "outputs" in answer.context["adminform"].form.errors
    task.refresh_from_db()
    assert task.outputs == []


def test_a_value_that_only_the_rules_refuse_is_a_message(admin_client):
    task = TaskFactory()

    answer = admin_client.post(page_of(task), task_form(priority=5_000_000))

    assert answer.status_code == 302
    assert "expected -1,000,000 to 1,000,000" in str(next(iter(get_messages(answer.wsgi_request))))
    task.refresh_from_db()
    assert task.priority == 100


def test_a_task_deleted_here_takes_its_attempts_along_and_is_told(admin_client):
    task = TaskFactory(completed=True)

    answer = admin_client.post(page_of(task).replace("/change/", "/delete/"), {"post": "yes"})

    assert answer.status_code == 302
    assert not Task.objects.exists()
    assert task.outcome.events.filter(kind="task.deleted").count() == 1


def test_tasks_deleted_from_the_list_are_each_told(admin_client):
    outcome = OutcomeFactory()
    tasks = TaskFactory.create_batch(2, outcome=outcome)

    admin_client.post(
        changelist(Task),
        {"action": "delete_selected", "_selected_action": [task.pk for task in tasks], "post": "yes"},
    )

    assert not Task.objects.exists()
    assert outcome.events.filter(kind="task.deleted").count() == 2
