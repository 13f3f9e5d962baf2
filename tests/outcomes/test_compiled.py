"""Statements that are built once."""

import pytest
from django.db.models import Value

from orchestration.progress import _COUNTS
from outcomes.compiled import Parameter, Select, Values
from outcomes.models import Task
from tests.factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("title", ["plain", "Ada's 100 %", "%s and %%s", "a \\' b", "“ä”"])
def test_constants_stand_in_the_statement_as_they_are(title):
    task = TaskFactory(title=title)
    TaskFactory(title="another")
    statement = Select("outcome", build=lambda outcome: Task.objects.filter(outcome=outcome, title=title))
    said = Values("pk", build=lambda pk: Task.objects.filter(pk=pk).values_list(Value(title), "priority"))

    assert statement.rows(outcome=task.outcome_id) == [task]
    assert said.tuples(pk=task.pk) == [(title, 100)]


def test_what_is_not_plain_is_given_with_the_statement():
    TaskFactory(outputs=["a.md"])
    statement = Select(
        "priority", build=lambda priority: Task.objects.filter(outputs=["a.md"], priority=priority)
    )

    assert len(statement.rows(priority=100)) == 1
    assert statement.rows(priority=1) == []


def test_a_server_plans_the_counts_knowing_what_is_counted():
    params = _COUNTS.compile().params

    assert params
    assert all(isinstance(param, Parameter) for param in params)
