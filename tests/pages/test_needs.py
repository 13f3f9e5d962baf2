"""The list of needs: adding one, and words that are true while a run runs, is stopped, or has failed."""

import pytest
from django.urls import reverse

from outcomes.models import Run, Task
from tests.factories import APPROACH, OutcomeFactory, RunFactory, TaskFactory
from tests.pages.conftest import let_workers_work


def of(name: str, outcome, *more) -> str:
    return reverse(f"orchestration:{name}", args=[outcome.pk, *more])


@pytest.fixture
def started(member_client):
    """An outcome whose builds wait for workers."""
    outcome = OutcomeFactory(approach=APPROACH)
    member_client.post(of("orchestrate", outcome))
    return outcome


def told(member_client, outcome) -> list[tuple[str, str]]:
    response = member_client.get(of("outcome", outcome))
    return [(step.badge, step.text) for step in response.context["told_steps"]]


def test_a_member_adds_a_tool_that_the_approach_does_not_name(member_client):
    outcome = OutcomeFactory()
    said = {"kind": "tool", "title": "Mail sorter", "specification": "Sorts mail by sender."}

    response = member_client.post(of("new-need", outcome), said, follow=True)

    assert "“Mail sorter” is added to the needs." in response.text
    assert "need-tool-mail-sorter" in response.text
    assert outcome.need_overrides.get().specification == "Sorts mail by sender."
    assert told(member_client, outcome) == [("build", "Added by ada. It is not built yet.")]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"kind": "skill", "title": "Web research"}, "calls for this already"),
        ({"kind": "skill", "title": "***"}, "gives no name"),
        ({"kind": "wish", "title": "Mail"}, "Select a valid choice"),
        ({"kind": "skill", "title": ""}, "required"),
    ],
)
def test_a_need_that_cannot_be_added_comes_back_with_the_reason(said, reason, member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    response = member_client.post(of("new-need", outcome), said)

    assert response.status_code == 422
    assert reason in response.text
    assert not outcome.need_overrides.exists()


def test_the_preview_says_how_to_name_what_is_missing(member_client):
    sent = {"preview": "1", "approach": APPROACH}

    text = member_client.post(reverse("outcomes:new"), sent, headers={"HX-Request": "true"}).text

    assert "We need a skill for …" in text


def test_before_the_click_the_badges_say_what_it_does(member_client):
    outcome = OutcomeFactory(approach=APPROACH)

    assert [badge for badge, _ in told(member_client, outcome)] == ["build", "build"]


def test_builds_wait_for_workers_and_then_for_the_run(started, member_client):
    running = told(member_client, started)
    member_client.post(of("stop", started), {"mode": "now"})
    stopped = told(member_client, started)

    assert running == [("to build", "It waits for a worker.")] * 2
    assert stopped == [("to build", "Its build waits: the run is stopped.")] * 2


def test_what_is_built_waived_and_failed_is_called_so(started, member_client):
    builds = list(Task.objects.infrastructure().order_by("pk"))
    TaskFactory.to_failed(builds[0])
    TaskFactory.to_completed(builds[1])
    RunFactory.to_failed(started.active_run)

    failed = told(member_client, started)
    bar = member_client.get(of("outcome", started)).context["bars"][0]["told"]
    member_client.post(of("waive", started, builds[0].capability.name))

    assert failed[0] == ("failed", "Its last build failed. Orchestrate tries it again.")
    assert failed[1][0] == "built"
    assert bar == "1 of 2 built, 1 failed"
    assert [badge for badge, _ in told(member_client, started)] == ["waived", "built"]
    assert member_client.get(of("outcome", started)).context["bars"][0]["told"] == "1 built, 1 waived"


def test_a_failed_run_marks_the_phase_that_failed(started, member_client):
    TaskFactory.to_failed(Task.objects.infrastructure().first())
    started.refresh_from_db()
    started.release_building("not everything could be built")
    RunFactory.to_failed(started.active_run)

    steps = member_client.get(of("outcome", started)).context["steps"]

    assert [step["state"] for step in steps] == ["done", "failed", "ahead", "ahead", "ahead"]


def test_when_all_is_built_the_bars_say_so(started, member_client):
    TaskFactory(outcome=started).skip("ada", "")
    let_workers_work()

    bars = member_client.get(of("outcome", started)).context["bars"]

    assert [bar["told"] for bar in bars] == ["2 of 2 built", "0 done, 1 skipped"]
    assert started.runs.get().status == Run.Status.COMPLETED
