"""The admin's actions, which go through the named transitions."""

import pytest
from django.contrib.auth.models import Permission

from orchestration.models import ModelCall
from outcomes.models import (
    ApiToken,
    Run,
    Task,
)
from tests.factories import (
    ApiTokenFactory,
    OutcomeFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    UserFactory,
)
from tests.orchestration.calls import make_call
from tests.outcomes.admin_site import act, changelist, page_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("archive", "active", "archived"),
        ("activate", "archived", "active"),
        ("mark_achieved", "active", "achieved"),
    ],
)
def test_the_status_of_an_outcome_is_changed_by_an_action(action, before, after, admin_client, admin_user):
    outcome = OutcomeFactory(state="" if before == "active" else before)

    told = act(admin_client, action, outcome)

    outcome.refresh_from_db()
    assert (outcome.status, told) == (after, [f"1 set to {after}."])
    assert outcome.events.first().actor == admin_user.username


def test_an_outcome_with_an_active_run_is_not_archived(admin_client):
    outcome = RunFactory().outcome

    told = act(admin_client, "archive", outcome)

    outcome.refresh_from_db()
    assert outcome.status == "active"
    assert "A run is active" in told[0]


@pytest.mark.parametrize(
    ("action", "before", "after"),
    [
        ("retry", "failed", "pending"),
        ("retry", "skipped", "pending"),
        ("skip", "pending", "skipped"),
        ("skip", "held", "skipped"),
        ("cancel", "failed", "cancelled"),
        ("skip", "running", "skipped"),
        ("retry", "running", "running"),
        ("skip", "completed", "completed"),
        ("cancel", "completed", "completed"),
    ],
)
def test_an_action_moves_a_task_where_its_transitions_allow(action, before, after, admin_client):
    task = TaskFactory(state=before)

    told = act(admin_client, action, task)

    task.refresh_from_db()
    assert task.status == after
    assert len(told) == 1
    assert ("refused" in told[0] or f"is {before}" in told[0]) == (before == after)


def test_a_refused_row_does_not_keep_the_others_from_moving(admin_client):
    outcome = OutcomeFactory()
    done, open_ = TaskFactory(outcome=outcome, completed=True), TaskFactory(outcome=outcome)

    told = act(admin_client, "skip", done, open_)

    open_.refresh_from_db()
    assert open_.status == "skipped"
    assert told[0] == "1 skipped."
    assert f"Task {done.pk} is completed" in told[1]


@pytest.mark.parametrize("action", ["stop_gently", "stop_now"])
def test_a_run_is_stopped_by_an_action(action, admin_client, admin_user):
    run = RunFactory()

    told = act(admin_client, action, run)

    run.refresh_from_db()
    assert (run.status, told) == ("stopped", ["1 stopped."])
    assert admin_user.username in run.reason


def test_a_stopped_run_is_resumed_by_an_action(admin_client):
    task = TaskFactory(outcome=OutcomeFactory(ready=True))
    run = RunFactory(outcome=task.outcome, stopped=True)

    act(admin_client, "resume", run)

    run.refresh_from_db()
    assert run.status == "running"


@pytest.mark.parametrize("action", ["stop_now", "resume"])
def test_an_action_on_an_ended_run_leaves_the_active_one_alone(action, admin_client):
    ended = RunFactory(completed=True)
    active = RunFactory(outcome=ended.outcome, held=action == "resume")

    told = act(admin_client, action, ended)

    assert "It is completed" in told[0]
    assert Run.objects.get(pk=active.pk).status == active.status


def test_a_library_skill_is_retired_by_an_action(admin_client):
    skill = SkillFactory(library=True)

    act(admin_client, "retire", skill)

    skill.refresh_from_db()
    assert skill.status == "retired"


def test_a_skill_of_an_outcome_is_not_retired_from_the_library(admin_client):
    skill = SkillFactory(built=True)

    told = act(admin_client, "retire", skill)

    skill.refresh_from_db()
    assert skill.status == "draft"
    assert "belongs to an outcome" in told[0]


def test_a_revoked_token_signs_nobody_in(admin_client):
    token = ApiTokenFactory()

    act(admin_client, "revoke", token)

    assert ApiToken.owner_of(token.text) is None


def test_no_page_shows_the_digest_of_a_token(admin_client):
    token = ApiTokenFactory()

    pages = [admin_client.get(address) for address in (changelist(ApiToken), page_of(token))]

    assert not any(token.digest in page.content.decode() for page in pages)


def test_whoever_may_only_look_is_offered_no_action(client):
    task = TaskFactory()
    user = UserFactory(is_staff=True)
    user.user_permissions.add(
        Permission.objects.get(codename="view_task", content_type__app_label="outcomes")
    )
    client.force_login(user)

    client.post(changelist(Task), {"action": "skip", "_selected_action": [task.pk]})

    task.refresh_from_db()
    assert task.status == "pending"


def test_calls_to_models_can_be_looked_at_and_nothing_else(admin_client):
    call = make_call(OutcomeFactory(), capability="price-history")

    answers = [admin_client.get(changelist(ModelCall), {"q": "history"}), admin_client.get(page_of(call))]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert b"price-history" in answers[0].content
    assert admin_client.post(page_of(call), {"cost_usd": "0"}).status_code == 403
