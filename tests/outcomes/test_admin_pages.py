"""The admin's pages: all of them open, quickly, and show no more than they should."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.models import (
    ApproachRevision,
    Artifact,
    Attempt,
    DroppedStep,
    Event,
    IdempotentRequest,
    Outcome,
    Question,
    Reading,
    Run,
    Skill,
    SkillVersion,
    Tool,
    ToolVersion,
    Worker,
)
from tests.factories import (
    ApiTokenFactory,
    ArtifactFactory,
    ConversationFactory,
    DependencyFactory,
    NeedOverrideFactory,
    OutcomeFactory,
    RequirementFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
)
from tests.outcomes.admin_site import changelist, page_of

pytestmark = pytest.mark.django_db

MODELS = list(apps.get_app_config("outcomes").get_models())
names = [model._meta.model_name for model in MODELS]
LONG_TEXTS = re.compile(r'"(approach|intent|body|description|specification|content|result|text|answer)"')


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


def test_every_model_of_the_app_has_a_page():
    assert [model for model in MODELS if not admin.site.is_registered(model)] == []


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
