"""A task's words find the skills and tools they speak of."""

from __future__ import annotations

import pytest

from outcomes.drafting import draft_tasks
from outcomes.mentions import mentioned
from outcomes.models import Task
from tests.factories import OutcomeFactory


@pytest.mark.parametrize(
    "text", ["Do the tide reading for May.", "Read the tides of May.", "TIDE tables: reading them"]
)
def test_a_name_is_found_in_any_form(text):
    assert mentioned(text, ["tide-reading", "fog-forecasting"]) == ["tide-reading"]


def test_half_a_name_is_no_mention():
    assert mentioned("Read the manual.", ["tide-reading"]) == []


@pytest.mark.django_db
def test_a_drafted_task_requires_what_its_step_speaks_of():
    approach = "We need a skill for tide reading.\n\n1. Read the tides of May.\n2. Paint the door.\n"

    tasks = draft_tasks(OutcomeFactory(approach=approach), "ada")

    required = [
        list(task.requirements.values_list("name", flat=True)) for task in Task.objects.order_by("position")
    ]
    assert [task.title for task in tasks] == ["Read the tides of May", "Paint the door"]
    assert required == [["tide-reading"], []]
