"""The outcome's page while its work is started, watched and stopped."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from outcomes.models import Outcome, Run, Skill, Task
from outcomes.needs import effective_needs
from tests.factories import APPROACH, OutcomeFactory, RunFactory, TaskFactory, WorkerFactory, build
from tests.pages.conftest import let_workers_work

HTMX = {"HX-Request": "true"}


def of(name: str, outcome, *more) -> str:
    return reverse(f"orchestration:{name}", args=[outcome.pk, *more])


def test_the_page_says_what_orchestrate_will_do(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    TaskFactory(outcome=outcome)

    text = member_client.get(of("outcome", outcome)).text

    assert "Builds 2, then does 1 task." in text
    assert "web-research skill" in text
    assert "ine 3" in text


def test_an_empty_approach_says_that_execution_starts_straight_away(member_client):
    outcome = OutcomeFactory(approach="")
    TaskFactory(outcome=outcome)

    assert (
        "execution starts straight away, then does 1 task." in member_client.get(of("outcome", outcome)).text
    )


def test_no_tasks_yet_is_said_and_drafting_is_offered(member_client):
    outcome = OutcomeFactory(approach="1. Collect.\n2. Write.")

    assert "No tasks yet" in member_client.get(of("outcome", outcome)).text
    member_client.post(reverse("outcomes:draft-tasks", args=[outcome.pk]))

    assert list(outcome.tasks.values_list("title", flat=True)) == ["Collect", "Write"]


def test_orchestrate_starts_a_run_in_the_members_name_and_goes_back(member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    response = member_client.post(of("orchestrate", outcome))

    assert response.headers["Location"] == of("outcome", outcome)
    assert outcome.runs.get().requested_by == "ada"


def test_pressing_twice_joins(member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    member_client.post(of("orchestrate", outcome))
    member_client.post(of("orchestrate", outcome))

    assert outcome.runs.count() == 1


def test_a_script_gets_the_region_and_the_message(member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    response = member_client.post(of("orchestrate", outcome), headers=HTMX)

    assert response.status_code == 200
    assert "<html" not in response.text
    assert "Waiting for workers" in response.text
    assert "Started run" in response.text


def test_a_refused_action_answers_409_with_the_region_and_the_reason(member_client):
    outcome = OutcomeFactory()

    response = member_client.post(of("stop", outcome), {"mode": "now"}, headers=HTMX)

    assert response.status_code == 409
    assert "No run is active" in response.text
    assert 'id="live"' in response.text


def test_a_refused_action_without_scripts_comes_back_with_the_reason(member_client):
    outcome = OutcomeFactory(archived=True)

    response = member_client.post(of("orchestrate", outcome), follow=True)

    assert "This outcome is archived" in response.text
    assert not Run.objects.exists()


def test_the_region_is_answered_204_until_something_happens(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    token = member_client.get(of("live", outcome)).context["token"]

    unchanged = member_client.get(of("live", outcome), {"seen": token})
    member_client.post(of("orchestrate", outcome))
    changed = member_client.get(of("live", outcome), {"seen": token})

    assert (unchanged.status_code, changed.status_code) == (204, 200)


def test_a_poll_of_somebody_who_is_signed_out_leads_to_sign_in(client, db):
    outcome = OutcomeFactory()
    headers = HTMX | {"HX-Current-URL": f"http://testserver{of('outcome', outcome)}"}

    response = client.get(of("live", outcome), headers=headers, follow=True)

    assert response.headers["HX-Redirect"] == f"/accounts/login/?next=%2Foutcomes%2F{outcome.pk}%2F"


@pytest.mark.parametrize(("moving", "seconds"), [(True, 1), (False, 15)])
def test_it_polls_quickly_only_while_something_moves(moving, seconds, member_client):
    outcome = OutcomeFactory()
    if moving:
        WorkerFactory(outcome=outcome)

    assert f'hx-trigger="every {seconds}s"' in member_client.get(of("outcome", outcome)).text


def test_a_held_run_says_why_and_can_be_orchestrated(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    member_client.post(of("orchestrate", outcome))
    outcome.refresh_from_db()
    outcome.approach += "\n\nBuild a CLI tool that sorts mail.\n"
    outcome.save(by="grace")

    text = member_client.get(of("outcome", outcome)).text

    assert "Held" in text
    assert "The approach changed (revision 2). Press Orchestrate" in text
    assert 'id="orchestrate"' in text
    assert 'id="resume"' not in text


def test_stop_and_resume(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    member_client.post(of("orchestrate", outcome))

    member_client.post(of("stop", outcome), {"mode": "gently"})
    stopped = member_client.get(of("outcome", outcome)).text
    member_client.post(of("resume", outcome))

    assert "Stopped by ada; workers finish the task in hand" in stopped
    assert outcome.runs.get().status == Run.Status.RUNNING


def test_a_stopped_run_whose_plan_stands_is_only_resumed(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    TaskFactory(outcome=outcome)
    member_client.post(of("orchestrate", outcome))
    member_client.post(of("stop", outcome), {"mode": "now"})

    text = member_client.get(of("outcome", outcome)).text

    assert '<button class="primary" id="resume">' in text
    assert 'id="orchestrate"' not in text


@pytest.mark.parametrize("works", [True, False])
def test_a_held_run_stops_after_the_task_in_hand_only_where_there_is_one(works, member_client):
    outcome = OutcomeFactory(state="ready")
    run = RunFactory(outcome=outcome)
    if works:
        TaskFactory(outcome=outcome, running=True)
    run.hold("task-held", "A task waits for a person.")

    text = member_client.get(of("outcome", outcome)).text

    assert ('id="stop-gently"' in text) is works
    assert 'id="stop-now"' in text


def test_joining_a_run_is_told_as_going_on(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    member_client.post(of("orchestrate", outcome))

    text = member_client.post(of("orchestrate", outcome), follow=True).text

    assert f"Run {outcome.runs.get().pk} goes on: building" in text


def test_that_the_cluster_may_not_run_is_said_only_after_a_while(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    member_client.post(of("orchestrate", outcome))

    at_first = member_client.get(of("live", outcome))
    outcome.workers.update(woken_at=timezone.now() - timedelta(seconds=11))
    later = member_client.get(of("live", outcome), {"seen": at_first.context["token"]})

    assert "the cluster may not be running" not in at_first.text
    assert "the cluster may not be running" in later.text


def test_only_workers_with_a_task_are_at_work(member_client):
    outcome = OutcomeFactory(state="ready")
    TaskFactory(outcome=outcome, running=True)
    WorkerFactory(outcome=outcome)
    WorkerFactory(outcome=outcome, state="ended")

    text = member_client.get(of("outcome", outcome)).text

    assert "1 worker at work" in text
    assert "between tasks" in text
    assert "1 ended" in text


def test_a_finished_outcome_says_offline_drafts_and_can_run_again_with_inputs(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    TaskFactory(outcome=outcome)
    member_client.post(of("orchestrate", outcome))
    let_workers_work()

    text = member_client.get(of("outcome", outcome)).text
    member_client.post(of("orchestrate", outcome), {"again": "1", "inputs": "month: May\nteam: Sales"})

    assert "completed, offline drafts" in text
    assert 'id="run-again"' in text
    assert 'id="orchestrate"' not in text
    assert outcome.runs.first().inputs == {"month": "May", "team": "Sales"}
    shown = member_client.get(of("outcome", outcome)).text
    assert f"Run {outcome.runs.first().pk}, with month: May, team: Sales" in shown


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_inputs_that_cannot_be_read_come_back_with_the_reason_at_the_field(headers, member_client):
    outcome = OutcomeFactory(state="ready")
    TaskFactory(outcome=outcome, completed=True)
    outcome.active_run.complete("completed")
    sent = {"again": "1", "inputs": "month: May\nnonsense"}

    response = member_client.post(of("orchestrate", outcome), sent, headers=headers)

    assert response.status_code == 422
    assert "month: May\nnonsense</textarea>" in response.text
    assert 'aria-invalid="true" aria-describedby="inputs-error inputs-help"' in response.text
    assert "is not an input" in response.text


@pytest.mark.parametrize("inputs", ["nonsense", '{"a": ', "[" * 5000, '{"a": ' * 5000])
def test_inputs_that_cannot_be_read_start_nothing(inputs, member_client):
    outcome = OutcomeFactory(state="ready")
    RunFactory(outcome=outcome, completed=True)

    response = member_client.post(of("orchestrate", outcome), {"again": "1", "inputs": inputs}, headers=HTMX)

    assert response.status_code == 422
    assert outcome.runs.count() == 1


def test_a_failed_need_can_be_waived_and_a_wrong_one_dismissed(member_client):
    outcome = OutcomeFactory(approach=APPROACH)
    member_client.post(of("orchestrate", outcome))
    task = Task.objects.infrastructure().get(skill__name="web-research")
    TaskFactory.to_failed(task)

    member_client.post(of("waive", outcome, "web-research"))
    member_client.post(of("dismiss", outcome, "price-diff"))

    assert Skill.objects.get(name="web-research").status == "waived"
    assert outcome.need_overrides.get(name="price-diff").dismissed


def test_a_dismissed_need_can_be_taken_back(member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    dismissed = member_client.post(of("dismiss", outcome, "price-diff"), headers=HTMX)
    undone = member_client.post(of("dismiss", outcome, "price-diff"), {"undo": "1"}, headers=HTMX)

    assert "need-tool-price-diff" not in dismissed.text
    assert "said-price-diff" in dismissed.text
    assert "need-tool-price-diff" in undone.text


def test_an_archived_outcome_offers_no_orchestrate(member_client):
    outcome = OutcomeFactory(archived=True)

    text = member_client.get(of("outcome", outcome)).text

    assert "Archived" in text
    assert 'id="orchestrate"' not in text
    assert Outcome.objects.get().status == "archived"


# -- limits, and partial infrastructure -----------------------------------------------------------


def test_a_run_under_way_offers_one_worker_more_or_fewer_and_takes_it_at_once(member_client):
    outcome = OutcomeFactory(ready=True)
    TaskFactory.create_batch(3, outcome=outcome)
    member_client.post(of("orchestrate", outcome))
    sent = {"name": "max_execution_workers", "number": "2"}

    shown = member_client.get(of("outcome", outcome)).context["limits"]
    for _ in range(2):
        response = member_client.post(of("limit", outcome), sent, follow=True)

    [limit] = shown
    assert (limit["fewer"], limit["told"], limit["more"]) == (1, "1 worker on tasks", 2)
    assert "Up to 2 at once from now on." in response.text
    assert outcome.workers.filter(status="woken").count() == 2
    assert outcome.events.filter(kind="outcome.edited").count() == 1


@pytest.mark.parametrize("number", ["0", "4", "-1", "two", "", "٣", "1" * 5000])
def test_a_limit_that_cannot_be_is_refused(number, member_client):
    outcome = RunFactory().outcome
    sent = {"name": "max_infrastructure_workers", "number": number}

    response = member_client.post(of("limit", outcome), sent, headers={"HX-Request": "true"})

    assert response.status_code == 422
    assert "is not a number of workers from 1 to 3" in response.text


def test_the_settings_page_changes_the_limits_of_a_run_under_way(member_client):
    outcome = OutcomeFactory(ready=True)
    TaskFactory.create_batch(3, outcome=outcome)
    member_client.post(of("orchestrate", outcome))
    sent = {"name": outcome.name, "status": "active", "max_execution_workers": "3"}

    member_client.post(of("settings", outcome), sent)

    assert outcome.workers.filter(status="woken").count() == 3


def test_what_was_stopped_gently_can_still_be_stopped_now(member_client):
    task = TaskFactory(outcome=OutcomeFactory(ready=True), running=True)
    member_client.post(of("stop", task.outcome), {"mode": "gently"})

    offered = member_client.get(of("outcome", task.outcome)).context["click"]
    member_client.post(of("stop", task.outcome), {"mode": "now"})

    task.worker.refresh_from_db()
    assert (offered["stop_now"], offered["stop_gently"], task.worker.stopping) == (True, False, True)


@pytest.fixture
def partial(db):
    """READY under `partial`, with one need of two that failed."""
    outcome = OutcomeFactory(approach=APPROACH, policy="partial")
    skill, tool = effective_needs(outcome).wanted
    build(outcome, tool)
    TaskFactory(infrastructure=True, skill=build(outcome, skill, "needed"), failed=True)
    Outcome.objects.get(pk=outcome.pk).finish_building(1)
    return outcome


def test_a_need_that_is_built_beside_execution_is_told(partial, member_client):
    TaskFactory(outcome=partial, running=True)
    before = member_client.get(of("outcome", partial)).context
    member_client.post(of("orchestrate", partial))

    after = member_client.get(of("outcome", partial)).context

    assert before["click"]["summary"] == "Builds 1, keeps 1, and meanwhile does 1 task."
    assert after["status"].title == "Executing tasks"
    assert "1 need built meanwhile" in after["status"].text


def test_a_run_that_ended_without_a_need_that_nothing_required_says_so(partial, member_client):
    TaskFactory(outcome=partial, completed=True)
    partial.active_run.complete("completed, offline drafts")

    shown = member_client.get(of("outcome", partial)).context

    assert shown["status"].title == "Complete"
    assert "Skill web-research could not be built; no task waits for it." in shown["status"].text
    assert (shown["click"]["orchestrate"], shown["click"]["again"]) == (True, True)
