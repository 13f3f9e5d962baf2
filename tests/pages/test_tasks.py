"""Writing tasks, deciding about them, and what one task's page tells."""

import pytest
from django.urls import reverse

from outcomes.models import Artifact, Attempt, Task
from tests.factories import (
    APPROACH,
    ConversationFactory,
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    SkillFactory,
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
        ("outputs", "/etc/passwd", "not a path inside the outcome"),
        ("outputs", "report.md\nresults/CON.txt", "the reserved name"),
        ("outputs", ".git/config", "the reserved name"),
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

    assert response.status_code == 409
    assert f"Task {first.pk} cannot wait for task {second.pk}: that one waits for it" in response.text
    assert not first.dependencies.exists()


def test_an_edit_shows_what_stands_and_saves_what_is_said(outcome, member_client):
    task = TaskFactory(outcome=outcome, title="Old title", outputs=["a.md"])

    form = member_client.get(of("edit-task", outcome, task.pk)).text
    member_client.post(of("edit-task", outcome, task.pk), {"title": "New title", "description": ""})

    task.refresh_from_db()
    assert "Old title" in form
    assert "a.md" in form
    assert (task.title, task.outputs) == ("New title", [])


def move(member_client, task, direction):
    address = reverse("orchestration:move-task", args=[task.outcome_id, task.pk])
    return member_client.post(address, {"direction": direction}, follow=True)


@pytest.mark.parametrize("shared_place", [True, False])
@pytest.mark.parametrize(
    ("which", "direction", "order"),
    [(1, "up", "bac"), (1, "down", "acb"), (0, "up", "abc"), (2, "down", "abc")],
)
def test_a_task_moves_one_place(which, direction, order, shared_place, outcome, member_client):
    tasks = [
        TaskFactory(outcome=outcome, title=title, position=0 if shared_place else place)
        for place, title in enumerate("abc")
    ]

    move(member_client, tasks[which], direction)

    ordered = Task.objects.filter(outcome=outcome).in_claim_order()
    assert "".join(ordered.values_list("title", flat=True)) == order
    assert outcome.events.filter(kind="task.moved").count() == (order != "abc")


def test_a_task_moves_past_those_that_are_done(outcome, member_client):
    first = TaskFactory(outcome=outcome, position=1)
    TaskFactory(outcome=outcome, position=2, completed=True)
    last = TaskFactory(outcome=outcome, position=3)

    move(member_client, last, "up")

    assert list(Task.objects.execution().pending().in_claim_order()) == [last, first]


def test_a_task_that_cannot_move_further_says_what_would_move_it(outcome, member_client):
    TaskFactory(outcome=outcome, priority=50)
    task = TaskFactory(outcome=outcome, title="Late")

    text = move(member_client, task, "up").text

    assert "“Late” stays: it is the first that waits with priority 100. Edit its priority" in text


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


def test_a_task_is_skipped_with_a_reason_that_its_page_tells(outcome, member_client):
    task = TaskFactory(outcome=outcome)

    member_client.post(reverse("orchestration:skip-task", args=[outcome.pk, task.pk]), {"note": " no need "})

    text = member_client.get(reverse("orchestration:task", args=[outcome.pk, task.pk])).text
    task.refresh_from_db()
    assert (task.status, task.result) == ("skipped", "no need")
    assert "Why it was skipped" in text


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        ("pending", {"skip", "cancel"}),
        ("running", {"skip", "cancel"}),
        ("failed", {"retry", "skip", "cancel"}),
        ("held", {"retry", "skip", "cancel"}),
        ("completed", {"retry"}),
        ("skipped", {"retry"}),
        ("cancelled", {"retry"}),
    ],
)
def test_a_tasks_page_offers_what_its_state_allows(state, buttons, outcome, member_client):
    task = TaskFactory(outcome=outcome, state=state)

    text = member_client.get(reverse("orchestration:task", args=[outcome.pk, task.pk])).text

    assert {name for name in ("retry", "skip", "cancel") if f'<button id="{name}"' in text} == buttons


def test_before_a_retry_the_page_names_what_follows_it_and_afterwards_says_so(outcome, member_client):
    first, second = TaskFactory.create_batch(2, outcome=outcome, completed=True)
    DependencyFactory(task=second, on=first)
    page = reverse("orchestration:task", args=[outcome.pk, first.pk])

    before = member_client.get(page).text
    after = member_client.post(
        reverse("orchestration:retry-task", args=[outcome.pk, first.pk]), {"next": page}, follow=True
    ).text

    assert "Retry also does again what was built on it" in before
    assert second.title in before
    assert "and after it the task that built on it" in after
    assert "Earlier result" in after


def test_what_was_done_without_a_skill_says_so_wherever_it_is_shown(outcome, member_client):
    skill = SkillFactory(outcome=outcome, name="fog", failed=True)
    task, waiting = TaskFactory(outcome=outcome, completed=True), TaskFactory(outcome=outcome)
    attempt = task.attempts.get()
    attempt.waived = ["skill fog"]
    attempt.save()
    RequirementFactory(task=waiting, name="fog")
    (file,) = Artifact.store(outcome, [("a.md", b"x", "")], "worker 1", task=task, attempt=attempt)
    skill.waive("grace", "we know it")

    def text(name, *more):
        return member_client.get(reverse(name, args=[outcome.pk, *more])).text

    told = "without skill fog (waived by grace: we know it)"
    assert f"Done {told}" in text("orchestration:task", task.pk)
    assert f"To be done {told}" in text("orchestration:task", waiting.pk)
    assert f"Made {told}" in text("outcomes:artifact", file.pk)
    assert "Done without skill fog" in text("orchestration:outcome")


def test_the_page_shows_what_was_said_and_which_skills_were_opened(outcome, member_client):
    task = TaskFactory(outcome=outcome, completed=True)
    Attempt.objects.update(agent="claude")
    skill = SkillFactory(outcome=outcome, name="tone", built=True)
    task.attempts.get().opened.add(skill.current())
    ConversationFactory(task=task)

    page = member_client.get(reverse("orchestration:task", args=[outcome.pk, task.pk])).text

    for shown in (
        "Transcript",
        "Let me see.",
        "calls read_skill: tone",
        "The call is refused",
        "skill tone v1",
    ):
        assert shown in page


def test_a_hostile_transcript_is_shown_as_text(outcome, member_client):
    task = TaskFactory(outcome=outcome, completed=True)
    Attempt.objects.update(agent="claude")
    evil = "<script>alert(1)</script>"
    call = {"type": "tool_use", "id": "t", "name": "x", "input": {"path": evil, evil: [evil]}}
    answer = {"type": "tool_result", "tool_use_id": "t", "content": evil, "is_error": True}
    ConversationFactory(task=task, blocks=[[{"type": "text", "text": evil}], [call], [answer]])

    assert evil not in member_client.get(reverse("orchestration:task", args=[outcome.pk, task.pk])).text


def test_a_new_turn_is_fetched_while_nothing_else_has_changed(outcome, member_client):
    task = TaskFactory(outcome=outcome, running=True)
    Attempt.objects.update(agent="claude")
    conversation = ConversationFactory(task=task)
    live = reverse("orchestration:task-live", args=[outcome.pk, task.pk])
    seen = member_client.get(live).context["token"]
    assert member_client.get(live, {"seen": seen}).status_code == 204

    said = [{"type": "text", "text": "A new thought."}]
    conversation.turns.create(number=4, role="assistant", blocks=said, attempt=task.attempts.get())

    assert "A new thought." in member_client.get(live, {"seen": seen}).text
