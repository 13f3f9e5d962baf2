"""What the database itself refuses, whoever writes: each row is made wrong past every rule of the models."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from outcomes.models import Artifact, Attempt, Dependency, Reading, Requirement, Task, Worker
from tests.factories import (
    ArtifactFactory,
    DependencyFactory,
    NeedOverrideFactory,
    OutcomeFactory,
    RequirementFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
    WorkerFactory,
    add_version,
)

pytestmark = pytest.mark.django_db


def write(row: models.Model, **values: Any) -> None:
    """Past save(), transitions and guarded querysets."""
    models.QuerySet.update(models.QuerySet(type(row)).filter(pk=row.pk), **values)


def refused(do: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        do()


def a_reading() -> Reading:
    return Reading.objects.create(outcome=OutcomeFactory(), revision=1, requested_by="ada")


CHECKS: dict[str, tuple[Callable[[], models.Model], dict[str, Any]]] = {
    "an unknown readiness": (OutcomeFactory, {"infrastructure_ready": 3}),
    "ready for a revision that nobody planned": (OutcomeFactory, {"infrastructure_ready": 2}),
    "an unknown outcome status": (OutcomeFactory, {"status": "gone"}),
    "an unknown policy": (OutcomeFactory, {"policy": "some"}),
    "no infrastructure worker": (OutcomeFactory, {"max_infrastructure_workers": 0}),
    "four infrastructure workers": (OutcomeFactory, {"max_infrastructure_workers": 4}),
    "no execution worker": (OutcomeFactory, {"max_execution_workers": 0}),
    "65 execution workers": (OutcomeFactory, {"max_execution_workers": 65}),
    "a negative budget": (OutcomeFactory, {"budget_usd": -1}),
    "an unknown run status": (RunFactory, {"status": "paused"}),
    "a final run without an end": (RunFactory, {"status": "completed"}),
    "an active run with an end": (RunFactory, {"finished_at": timezone.now()}),
    "a held run that does not say why": (RunFactory, {"status": "held"}),
    "a run with four infrastructure workers": (RunFactory, {"max_infrastructure_workers": 4}),
    "an unknown worker status": (WorkerFactory, {"status": "asleep"}),
    "a fourth infrastructure slot": (lambda: WorkerFactory(phase="infrastructure"), {"slot": 3}),
    "a worker of a phase without a run": (WorkerFactory, {"run": None}),
    "a second planning slot": (lambda: Worker.wake_planner(OutcomeFactory().pk), {"slot": 1}),
    "an unknown reading status": (lambda: a_reading(), {"status": "skimmed"}),
    "a reading without a result that does not say why": (lambda: a_reading(), {"status": "unread"}),
    "an unknown task status": (TaskFactory, {"status": "done"}),
    "a running task without a worker": (TaskFactory, {"status": "running"}),
    "a running task without a lease": (lambda: TaskFactory(running=True), {"lease_until": None}),
    "a pending task with a lease": (TaskFactory, {"lease_until": timezone.now()}),
    "an execution task with a revision": (TaskFactory, {"revision": 1}),
    "a build without a need": (lambda: TaskFactory(infrastructure=True), {"skill": None}),
    "a build without a revision": (lambda: TaskFactory(infrastructure=True), {"revision": None}),
    "an unknown skill status": (SkillFactory, {"status": "ready"}),
    "an unknown tool status": (ToolFactory, {"status": "ready"}),
    "a built skill without a version": (SkillFactory, {"status": "draft"}),
    "a built tool without a version": (ToolFactory, {"status": "proven"}),
    "a version that is not built": (lambda: SkillFactory(built=True).current(), {"status": "needed"}),
    "an artifact over 20 MB": (ArtifactFactory, {"size": 20 * 1024 * 1024 + 1}),
    "a closed attempt without an end": (
        lambda: TaskFactory(running=True).attempts.get(),
        {"status": "completed"},
    ),
    "a running attempt with an end": (
        lambda: TaskFactory(running=True).attempts.get(),
        {"finished_at": timezone.now()},
    ),
}


@pytest.mark.parametrize("case", CHECKS.values(), ids=CHECKS)
def test_the_database_refuses(case):
    make, wrong = case
    row = make()
    before = type(row).objects.filter(pk=row.pk).values().get()

    refused(lambda: write(row, **wrong))

    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.parametrize("first", ["running", "held", "stopped"])
def test_an_outcome_has_one_active_run(first):
    run = RunFactory(state=first)

    refused(lambda: RunFactory(outcome=run.outcome))

    assert run.outcome.runs.count() == 1


@pytest.mark.parametrize("first", ["completed", "failed"])
def test_an_outcome_has_any_number_of_ended_runs(first):
    run = RunFactory(state=first)

    RunFactory(outcome=run.outcome)

    assert run.outcome.runs.count() == 2


@pytest.mark.parametrize("phase", ["infrastructure", "execution"])
def test_two_active_workers_cannot_hold_one_slot(phase):
    worker = WorkerFactory(phase=phase, slot=0)

    refused(lambda: WorkerFactory(run=worker.run, phase=phase, slot=0, woken=True))

    assert worker.run.workers.count() == 1


def test_a_slot_is_free_when_its_worker_has_ended():
    worker = WorkerFactory(slot=0, ended=True)

    successor = WorkerFactory(run=worker.run, slot=0)

    assert successor.status == "working"


def test_a_worker_has_one_task_at_a_time():
    first = TaskFactory(running=True)
    second = TaskFactory(outcome=first.outcome)

    refused(lambda: TaskFactory.to_running(second, first.worker))

    assert Task.objects.get(pk=second.pk).status == "pending"


@pytest.mark.parametrize("kind", ["skill", "tool"])
@pytest.mark.parametrize("state", ["pending", "running", "held"])
def test_one_specification_has_one_open_build(kind, state):
    capability = SkillFactory() if kind == "skill" else ToolFactory()
    TaskFactory(infrastructure=True, state=state, **{kind: capability})

    refused(lambda: TaskFactory(infrastructure=True, **{kind: capability}))

    assert capability.tasks.count() == 1


def test_a_task_has_one_running_attempt():
    attempt = TaskFactory(running=True).attempts.get()
    twin = Attempt(
        task=attempt.task, number=2, approach_revision=1, agent="offline", started_at=timezone.now()
    )

    refused(twin.save)

    assert attempt.task.attempts.count() == 1


def doubled(row: models.Model) -> models.Model:
    """The same row with a new key."""
    copy = type(row).objects.get(pk=row.pk)
    copy.pk, copy._state.adding = None, True
    return copy


PAIRS: dict[str, Callable[[], models.Model]] = {
    "a name of a skill in an outcome": SkillFactory,
    "a name of a tool in an outcome": ToolFactory,
    "a name of a skill in the library": lambda: SkillFactory(library=True),
    "a name of a tool in the library": lambda: ToolFactory(library=True),
    "a number of a version": lambda: add_version(SkillFactory()),
    "a number of a revision": lambda: OutcomeFactory().revisions.get(),
    "a number of an attempt": lambda: TaskFactory(completed=True).attempts.get(),
    "a version of a path": ArtifactFactory,
    "an override of a need": NeedOverrideFactory,
    "a dependency": lambda: DependencyFactory(
        task=(task := TaskFactory()), on=TaskFactory(outcome=task.outcome)
    ),
    "a requirement": lambda: RequirementFactory(task=TaskFactory(), name="web-research"),
}


@pytest.mark.parametrize("make", PAIRS.values(), ids=PAIRS)
def test_there_is_only_one_row_for(make):
    row = make()

    refused(lambda: doubled(row).save(force_insert=True))

    assert type(row).objects.count() == 1


def test_the_library_and_an_outcome_may_name_a_skill_alike():
    SkillFactory(name="web-research", library=True)

    SkillFactory(name="web-research")
    SkillFactory(name="web-research")

    assert SkillFactory._meta.model.objects.filter(name="web-research").count() == 3


def test_no_task_waits_for_itself():
    task = TaskFactory()

    refused(lambda: Dependency.objects.create(task=task, on=task))

    assert not Dependency.objects.exists()


def test_deleting_an_outcome_takes_everything_along():
    outcome = OutcomeFactory(ready=True)
    task = TaskFactory(outcome=outcome, running=True)
    SkillFactory(outcome=outcome, built=True)
    ArtifactFactory(outcome=outcome, task=task)
    RequirementFactory(task=task, name="web-research")

    outcome.delete()

    assert not Task.objects.exists()
    assert not Artifact.objects.exists()
    assert not Requirement.objects.exists()


def test_the_worker_of_a_running_task_cannot_be_deleted():
    task = TaskFactory(running=True)

    with pytest.raises(models.RestrictedError):
        task.worker.delete()

    assert Task.objects.get(pk=task.pk).worker_id == task.worker_id
