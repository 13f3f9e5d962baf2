"""What a pending task waits for: by itself, and through the tasks before it."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orchestration.waits import MOST_TOLD, blocked_by
from outcomes.models import Dependency, Task
from tests.factories import (
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    SkillFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def outcome():
    return OutcomeFactory(ready=True)


def chain(outcome, length: int) -> list[Task]:
    """Tasks named 0, 1, 2 …, each after the one before."""
    tasks = [TaskFactory(outcome=outcome, title=str(number)) for number in range(length)]
    for before, task in itertools.pairwise(tasks):
        DependencyFactory(task=task, on=before)
    return tasks


def waits(task: Task) -> list[str]:
    return blocked_by([task])[task]


def test_nothing_stands_in_the_way_of_a_task_whose_needs_are_met(outcome):
    task = TaskFactory(outcome=outcome)
    DependencyFactory(task=task, on=TaskFactory(outcome=outcome, completed=True))
    DependencyFactory(task=task, on=TaskFactory(outcome=outcome, skipped=True))
    RequirementFactory(task=task, name=SkillFactory(outcome=outcome, built=True).name)

    assert waits(task) == []


def test_a_task_names_what_it_waits_for_itself(outcome):
    before, task = chain(outcome, 2)
    RequirementFactory(task=task, name=SkillFactory(outcome=outcome, name="fog", failed=True).name)
    RequirementFactory(task=task, name="tides", kind="tool")

    assert waits(task) == [f"task {before.pk} “0” (pending)", "skill fog (failed)", "tool tides (not there)"]


def test_a_task_names_a_missing_need_at_the_far_end_of_what_it_waits_for(outcome):
    first, second, third, last = chain(outcome, 4)
    RequirementFactory(task=first, name=SkillFactory(outcome=outcome, name="fog", failed=True).name)

    assert waits(last) == [
        f"task {third.pk} “2” (pending)",
        f"skill fog (failed) through task {first.pk}",
    ]
    assert waits(second) == [
        f"task {first.pk} “0” (pending)",
        f"skill fog (failed) through task {first.pk}",
    ]


@pytest.mark.parametrize("state", ["failed", "held", "cancelled"])
def test_a_task_names_the_one_that_has_to_be_mended_first(state, outcome):
    stuck, between, last = TaskFactory(outcome=outcome, state=state, title="S"), *chain(outcome, 2)
    DependencyFactory(task=between, on=stuck)

    assert waits(last) == [
        f"task {between.pk} “0” (pending)",
        f"task {stuck.pk} “S” ({state}) through task {between.pk}",
    ]


def test_what_is_under_way_is_not_to_be_mended(outcome):
    running, between, last = TaskFactory(outcome=outcome, running=True), *chain(outcome, 2)
    DependencyFactory(task=between, on=running)

    assert waits(last) == [f"task {between.pk} “0” (pending)"]


def test_what_two_ways_lead_to_is_named_once(outcome):
    stuck, last = TaskFactory(outcome=outcome, failed=True, title="S"), TaskFactory(outcome=outcome)
    for _ in range(2):
        between = TaskFactory(outcome=outcome)
        DependencyFactory(task=between, on=stuck)
        DependencyFactory(task=last, on=between)
    DependencyFactory(task=last, on=stuck)

    assert sum("“S”" in name for name in waits(last)) == 1


def test_of_very_many_causes_the_first_are_named(outcome):
    between, last = chain(outcome, 2)
    for number in range(MOST_TOLD + 5):
        RequirementFactory(task=between, name=f"missing-{number}")

    assert len(waits(last)) == 1 + MOST_TOLD


@pytest.mark.parametrize("asked", [1, 50])
def test_a_chain_of_thousands_takes_as_many_queries_as_a_short_one(asked, outcome):
    """No statement recurses: in the database a chain may cost a look through the table for each step."""

    def queries(length: int) -> list[str]:
        tasks = Task.objects.bulk_create([Task(outcome=outcome, title=str(n)) for n in range(length)])
        links = [Dependency(task=task, on=before) for before, task in itertools.pairwise(tasks)]
        Dependency.objects.bulk_create(links)
        RequirementFactory(task=tasks[0], name="missing")
        with CaptureQueriesContext(connection) as captured:
            told = blocked_by(tasks[-asked:])
        far = f"skill missing (not there) through task {tasks[0].pk}"
        assert [names[-1] for names in told.values()] == [far] * asked
        return [query["sql"] for query in captured]

    long = queries(2_000)

    assert len(long) == len(queries(60)) <= 5
    assert not any("RECURSIVE" in sql.upper() for sql in long)


def test_links_that_lead_to_nothing_pending_are_all_that_is_read(outcome):
    stuck, task = TaskFactory(outcome=outcome, failed=True, title="S"), TaskFactory(outcome=outcome)
    DependencyFactory(task=task, on=stuck)
    chain(outcome, 3)

    with CaptureQueriesContext(connection) as captured:
        assert waits(task) == [f"task {stuck.pk} “S” (failed)"]

    assert len([query for query in captured if "outcomes_dependency" in query["sql"]]) == 1
