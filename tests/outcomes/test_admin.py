"""The admin: every page opens, actions go through the transitions, and no state can be posted."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orchestration.models import ModelCall
from outcomes.models import (
    ApiToken,
    ApproachRevision,
    Artifact,
    Attempt,
    Conversation,
    Dependency,
    DroppedStep,
    Event,
    IdempotentRequest,
    KeptFile,
    NeedOverride,
    Outcome,
    Question,
    Reading,
    Requirement,
    Run,
    Skill,
    SkillVersion,
    Task,
    Tool,
    ToolVersion,
    Turn,
    Worker,
)
from tests.factories import (
    APPROACH,
    ApiTokenFactory,
    ArtifactFactory,
    ConversationFactory,
    DependencyFactory,
    NeedOverrideFactory,
    OutcomeFactory,
    RequirementFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
    UserFactory,
)
from tests.orchestration.calls import make_call

pytestmark = pytest.mark.django_db

MODELS = [
    ApiToken,
    ApproachRevision,
    Artifact,
    Attempt,
    Conversation,
    Dependency,
    DroppedStep,
    Event,
    IdempotentRequest,
    KeptFile,
    NeedOverride,
    Outcome,
    Question,
    Reading,
    Requirement,
    Run,
    Skill,
    SkillVersion,
    Task,
    Tool,
    ToolVersion,
    Turn,
    Worker,
]
names = [model._meta.model_name for model in MODELS]
LONG_TEXTS = re.compile(r'"(approach|intent|body|description|specification|content|result|text|answer)"')


@pytest.fixture
def admin_user(db):
    """Without a password: hashing one takes longer than any page."""
    return UserFactory(admin=True)


def one_of_everything() -> Outcome:
    outcome = OutcomeFactory(with_approach=True)
    SkillFactory(outcome=outcome, built=True)
    ToolFactory(outcome=outcome, built=True)
    task = TaskFactory(outcome=outcome, completed=True)
    after = TaskFactory(outcome=outcome, running=True)
    DependencyFactory(task=after, on=task)
    RequirementFactory(task=after, name="web-research")
    written = ArtifactFactory(outcome=outcome, task=task)
    task.attempts.get().artifacts.add(written)
    ConversationFactory(task=task, file=("a.md", b"# A"))
    Question.objects.create(task=task, attempt=task.attempts.get(), call="c", text="Which year?")
    NeedOverrideFactory(outcome=outcome)
    Reading.objects.create(outcome=outcome, revision=1, requested_by="ada")
    DroppedStep.objects.create(outcome=outcome, step="write-report", author="ada")
    token = ApiTokenFactory()
    IdempotentRequest.objects.create(user=token.user, key="key-1", fingerprint="f", status=200, answer={})
    return outcome


def changelist(model) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def page_of(row) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def act(client, action: str, *rows) -> list[str]:
    """Run an action of the list page on these rows; the messages that follow."""
    answer = client.post(
        changelist(type(rows[0])), {"action": action, "_selected_action": [row.pk for row in rows]}
    )
    assert answer.status_code == 302
    return [str(message) for message in get_messages(answer.wsgi_request)]


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


def test_every_model_of_the_app_has_a_page():
    tables = set(apps.get_app_config("outcomes").get_models())

    assert {model for model in tables if admin.site.is_registered(model)} == tables == set(MODELS)


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_the_list_and_every_row_open(model, admin_client):
    one_of_everything()

    answers = [admin_client.get(changelist(model)), admin_client.get(changelist(model), {"q": "e"})]
    answers += [admin_client.get(page_of(row)) for row in model.objects.all()]

    assert {answer.status_code for answer in answers} == {200}
    assert len(answers) > 2


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_no_page_needs_an_inline_script(model, admin_client):
    one_of_everything()

    for address in (changelist(model), page_of(model.objects.first())):
        html = admin_client.get(address).content.decode()
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", html)
        assert not re.search(r"<[^>]+\son[a-z]+=", html)


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_a_list_makes_as_many_queries_for_many_rows_as_for_one(model, admin_client):
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert admin_client.get(changelist(model)).status_code == 200
        return len(queries)

    one_of_everything()
    count()  # content types are cached from the first page on
    few = count()
    for _ in range(3):
        one_of_everything()

    assert count() == few


@pytest.mark.parametrize("model", MODELS, ids=names)
def test_a_list_reads_no_long_text(model, admin_client):
    one_of_everything()

    with CaptureQueriesContext(connection) as queries:
        admin_client.get(changelist(model))

    read = [sql["sql"].split(" FROM ")[0] for sql in queries if sql["sql"].startswith("SELECT")]
    assert [columns for columns in read if LONG_TEXTS.search(columns)] == []


@pytest.mark.parametrize("kind", ["artifact", "attempt", "outcome", "task"])
def test_no_page_reads_the_body_of_an_artifact(kind, admin_client):
    outcome = one_of_everything()
    rows = {
        "artifact": outcome.artifacts.get(),
        "attempt": Attempt.objects.first(),
        "outcome": outcome,
        "task": outcome.tasks.first(),
    }

    with CaptureQueriesContext(connection) as queries:
        assert admin_client.get(page_of(rows[kind])).status_code == 200

    assert [sql for sql in queries if '"body"' in sql["sql"]] == []


@pytest.mark.parametrize(
    "model", [Attempt, Event, Worker, Run, ApproachRevision, SkillVersion, ToolVersion, Artifact, Skill, Tool]
)
def test_rows_that_the_rules_write_are_not_added_or_deleted_by_hand(model, admin_client):
    one_of_everything()
    row = model.objects.first()

    added = admin_client.post(changelist(model) + "add/", {})
    deleted = admin_client.post(changelist(model) + f"{row.pk}/delete/", {"post": "yes"})

    assert (added.status_code, deleted.status_code) == (403, 403)
    assert model.objects.filter(pk=row.pk).exists()


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
