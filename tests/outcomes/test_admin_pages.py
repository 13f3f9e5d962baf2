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
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<[^>]+\son[a-z]+=")
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


def test_every_list_and_every_row_opens_and_needs_no_inline_script(admin_client):
    one_of_everything()
    pages = [page for model in MODELS for page in (changelist(model), f"{changelist(model)}?q=e")]
    pages += [page_of(row) for model in MODELS for row in model.objects.all()]

    answers = {page: admin_client.get(page) for page in pages}

    assert len(pages) > 3 * len(MODELS)
    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 200} == {}
    assert [page for page, answer in answers.items() if INLINE.search(answer.content.decode())] == []


def test_a_list_makes_as_many_queries_for_many_rows_as_for_one_and_reads_no_long_text(admin_client):
    def queries() -> dict[str, list[str]]:
        made = {}
        for model in MODELS:
            with CaptureQueriesContext(connection) as captured:
                assert admin_client.get(changelist(model)).status_code == 200
            made[model._meta.model_name] = [query["sql"] for query in captured]
        return made

    def count() -> dict[str, int]:
        return {name: len(statements) for name, statements in queries().items()}

    one_of_everything()
    queries()  # content types are cached from the first page on
    few = count()
    for _ in range(3):
        one_of_everything()

    assert count() == few
    read = [sql.split(" FROM ")[0] for made in queries().values() for sql in made if sql.startswith("SELECT")]
    assert [columns for columns in read if LONG_TEXTS.search(columns)] == []


def test_no_page_reads_the_body_of_an_artifact(admin_client):
    outcome = one_of_everything()

    for row in (outcome.artifacts.get(), Attempt.objects.first(), outcome, outcome.tasks.first()):
        with CaptureQueriesContext(connection) as queries:
            assert admin_client.get(page_of(row)).status_code == 200

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
