"""Long lists take as many queries as short ones, and looking writes nothing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.models import Artifact, Event
from tests.factories import (
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    add_version,
)
from tests.statements import that_write_or_lock


def tasks(outcome, count):
    first = TaskFactory(outcome=outcome, completed=True)
    attempt = first.attempts.get()
    skill = SkillFactory(outcome=outcome, built=True)
    for number in range(count):
        (artifact,) = Artifact.store(outcome, [(f"{number}.md", b"x", "")], "mia")
        attempt.artifacts.add(artifact)
        attempt.skills.add(skill.current())
        task = TaskFactory(outcome=outcome)
        DependencyFactory(task=task, on=first)
        DependencyFactory(task=task, on=TaskFactory(outcome=outcome))
        RequirementFactory(task=task, name="missing")


def skills(outcome, count):
    for _ in range(count):
        add_version(SkillFactory(outcome=outcome, built=True))


def events(outcome, count):
    for _ in range(count):
        Event.record(outcome.pk, "test.event", "mia", "x")


def artifacts(outcome, count):
    Artifact.store(outcome, [(f"{n}.md", b"x", "") for n in range(count)], "mia")


def runs(outcome, count):
    for _ in range(count):
        RunFactory(outcome=outcome, completed=True)


@pytest.mark.parametrize("fill", [tasks, skills, events, artifacts, runs])
def test_a_list_of_one_outcome(api, fill):
    def queries(count):
        outcome = OutcomeFactory()
        fill(outcome, count)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert len(api.get(f"outcomes/{outcome.pk}/{fill.__name__}").json()["items"]) >= count
        return len(captured)

    assert queries(20) == queries(2) <= 17


def test_the_list_of_outcomes(api):
    def queries(count):
        for _ in range(count):
            TaskFactory(outcome=OutcomeFactory(ready=True))
        with CaptureQueriesContext(connection) as captured:
            api.get("outcomes")
        return len(captured)

    assert queries(2) == queries(20) <= 3


def test_the_state(api):
    def queries(count):
        outcome = OutcomeFactory(ready=True)
        tasks(outcome, count)
        TaskFactory(outcome=outcome, failed=True)
        with CaptureQueriesContext(connection) as captured:
            api.get(f"outcomes/{outcome.pk}/orchestrate")
        return len(captured)

    assert queries(20) == queries(2) <= 11


LOOKS = [
    "",
    "needs",
    "orchestrate",
    "tasks",
    "tasks/{task}",
    "skills",
    "tools",
    "events",
    "runs",
    "artifacts",
]


@pytest.mark.parametrize(
    "look", ["skills", "tools", "usage", "outcomes", *(f"outcomes/{{pk}}/{at}" for at in LOOKS)]
)
def test_looking_neither_writes_nor_locks(look, api):
    outcome = OutcomeFactory(ready=True)
    for fill in (tasks, skills, events, artifacts):
        fill(outcome, 2)
    here = look.format(pk=outcome.pk, task=outcome.tasks.first().pk).rstrip("/")

    with CaptureQueriesContext(connection) as captured:
        assert api.get(here).status_code == 200

    assert that_write_or_lock(query["sql"] for query in captured) == []
