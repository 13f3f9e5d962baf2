"""The policy `partial`: a need that failed keeps only those waiting that require it, and may be met later."""

import pytest

from orchestration import control
from orchestration.agents.protocol import TaskResult
from orchestration.claims import Built, Claim, Failure, Rest, settle_and_claim
from orchestration.waits import blocked_by
from outcomes.models import Outcome, Skill, Task, Worker
from outcomes.needs import change_need, effective_needs
from tests.factories import (
    DependencyFactory,
    OutcomeFactory,
    RequirementFactory,
    RunFactory,
    TaskFactory,
    WorkerFactory,
    build,
)
from tests.model_answers import skill_text
from tests.orchestration.cluster import claim, press, started, work_all

pytestmark = pytest.mark.django_db

APPROACH = "We need a skill for tide reading."


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def settle(taken, ending, worker) -> Claim | Rest:
    return settle_and_claim(taken, ending, worker, "offline", "", 1)


class World:
    """A run at READY whose one need has failed: `reader` requires it, `after` is after `reader`."""

    def __init__(self, **values):
        self.outcome = OutcomeFactory(approach=APPROACH, policy="partial", **values)
        (need,) = effective_needs(self.outcome).wanted
        self.skill = build(self.outcome, need, "needed")
        self.build = TaskFactory(infrastructure=True, skill=self.skill, failed=True)
        self.free, self.reader, self.after = TaskFactory.create_batch(3, outcome=self.outcome)
        RequirementFactory(task=self.reader, name=self.skill.name)
        DependencyFactory(task=self.after, on=self.reader)
        self.run = self.outcome.active_run
        fresh(self.outcome).finish_building(1)

    @property
    def ready(self) -> int:
        return fresh(self.outcome).infrastructure_ready

    def open(self) -> list[Task]:
        """What of the work may be claimed."""
        return list(Task.objects.execution().unblocked().order_by("pk"))

    def meet(self, how: str) -> None:
        name = self.skill.name
        ways = {
            "retry": lambda: control.retry(self.build, "ada"),
            "waive": lambda: control.waive(self.outcome.pk, name, "ada"),
            "supply": lambda: control.supply(self.outcome.pk, name, skill_text(name), "ada"),
            "orchestrate": lambda: press(self.outcome),
        }
        ways[how]()


@pytest.fixture
def world():
    return World()


def test_a_failed_need_keeps_only_those_waiting_that_require_it(world):
    waits = blocked_by([world.free, world.reader, world.after])

    assert world.open() == [world.free]
    named = f"skill {world.skill.name} (failed)"
    assert waits[world.reader] == [named]
    assert waits[world.after][1:] == [f"{named} through task {world.reader.pk}"]


@pytest.mark.parametrize("how", ["retry", "waive", "supply", "orchestrate"])
def test_meeting_the_need_interrupts_nothing_that_is_under_way(how, world):
    worker = WorkerFactory(outcome=world.outcome)
    taken = claim(worker)

    world.meet(how)

    assert (world.ready, fresh(world.run).status) == (2, "running")
    assert (fresh(taken.task).status, fresh(worker).stopping) == ("running", False)
    assert not world.outcome.events.filter(kind="infrastructure.needed").exists()


@pytest.mark.parametrize("how", ["waive", "supply"])
def test_a_need_that_is_waived_or_supplied_releases_its_tasks_at_once(how, world):
    world.meet(how)

    assert world.open() == [world.free, world.reader]
    assert fresh(world.build).status == "cancelled"


@pytest.mark.parametrize("how", ["retry", "orchestrate"])
def test_a_retried_build_runs_beside_execution_and_releases_its_tasks_when_it_is_there(how):
    world = World(max_execution_workers=3)
    worker = WorkerFactory(outcome=world.outcome)
    taken = claim(worker)
    world.meet(how)
    [builder] = [woken for woken in started(world.run) if woken.phase == "infrastructure"]

    building = claim(builder)
    assert building.task == world.build
    assert world.open() == []
    step = settle(building, Built("content", "description", "draft"), builder)

    assert (step.task, fresh(builder).phase) == (world.reader, "execution")
    assert (fresh(taken.task).status, world.ready) == ("running", 2)


def test_tasks_that_a_late_build_releases_wake_workers_up_to_the_limit():
    world = World(max_execution_workers=3)
    for task in TaskFactory.create_batch(3, outcome=world.outcome):
        RequirementFactory(task=task, name=world.skill.name)
    world.meet("retry")
    workers = {worker.phase: worker for worker in started(world.run)}
    claim(workers["execution"])

    settle(claim(workers["infrastructure"]), Built("x", "x", "draft"), workers["infrastructure"])

    assert Worker.objects.active().filter(phase="execution").count() == 3


def test_a_run_does_not_end_while_a_late_build_is_open():
    world = World()
    worker = WorkerFactory(outcome=world.outcome)
    taken = claim(worker)
    world.meet("retry")

    step = settle(taken, TaskResult("Done."), worker)

    assert (step, fresh(world.run).status) == (Rest.LINGER, "running")


def test_a_run_whose_open_tasks_wait_for_a_failed_need_names_it_at_its_end(world):
    worker = WorkerFactory(outcome=world.outcome)

    settle(claim(worker), TaskResult("Done."), worker)

    run = fresh(world.run)
    assert (run.status, world.ready) == ("failed", 2)
    assert f"waits for skill {world.skill.name} (failed)" in run.reason


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["retry", "waive", "supply"])
def test_after_its_end_one_more_press_does_the_rest(how):
    world = World()
    worker = WorkerFactory(outcome=world.outcome)
    settle(claim(worker), TaskResult("Done."), worker)

    world.meet(how)
    press(world.outcome)
    work_all()

    assert set(Task.objects.execution().values_list("status", flat=True)) == {"completed"}
    assert [run.status for run in world.outcome.runs.order_by("pk")] == ["failed", "completed"]
    assert world.free.attempts.count() == 1


def test_a_build_that_fails_once_more_leaves_execution_as_it_was(world):
    world.meet("retry")
    builder = next(worker for worker in started(world.run) if worker.phase == "infrastructure")
    taken = claim(builder)
    for _ in range(2):
        taken = settle(taken, Failure("it named no source"), builder)

    step = settle(taken, Failure("it named no source"), builder)

    assert (fresh(world.skill).status, world.ready) == ("failed", 2)
    assert getattr(step, "task", None) in (None, world.free)


def test_what_is_to_be_built_for_the_first_time_is_waited_for():
    outcome = OutcomeFactory(approach=APPROACH, policy="partial")
    task = TaskFactory(outcome=outcome)
    press(outcome)

    [worker] = started(outcome.active_run)

    assert worker.phase == "infrastructure"
    assert claim(worker).task != task


def test_a_build_that_waits_for_a_person_does_not_keep_the_others_waiting():
    outcome = OutcomeFactory(approach=APPROACH, policy="partial")
    task = TaskFactory(outcome=outcome)
    (need,) = effective_needs(outcome).wanted
    held = TaskFactory(infrastructure=True, skill=build(outcome, need, "needed"), held=True)
    run = outcome.active_run
    worker = WorkerFactory(outcome=outcome, phase="infrastructure")

    taken = claim(worker)
    settle(taken, TaskResult("Done."), worker)

    assert taken.task == task
    assert (fresh(run).status, fresh(run).reason_code) == ("held", "task-held")
    control.retry(held, "ada")
    assert (fresh(run).status, fresh(outcome).infrastructure_ready) == ("running", 2)
    assert Worker.objects.filter(status="woken", phase="infrastructure").exists()


def test_another_specification_is_another_need_and_is_built_first(world):
    change_need(fresh(world.outcome), world.skill.name, "ada", specification="Reads tides by lamp light.")

    press(world.outcome)

    assert world.ready == 1


@pytest.mark.parametrize("policy", ["all", "partial"])
def test_a_rebuild_of_what_was_there_takes_ready_back_only_under_all(policy):
    outcome = OutcomeFactory(approach=APPROACH, policy=policy)
    (need,) = effective_needs(outcome).wanted
    skill = build(outcome, need, "supplied")
    RunFactory(outcome=outcome)
    TaskFactory(outcome=outcome)
    fresh(outcome).finish_building(1)

    control.build_after_all(outcome.pk, skill.name, "ada")

    assert fresh(outcome).infrastructure_ready == (1 if policy == "all" else 2)
    assert Skill.objects.get(pk=skill.pk).status == "needed"
    assert Worker.objects.filter(status="woken", phase="infrastructure").count() == 1
    assert Outcome.objects.get(pk=outcome.pk).active_run.status == "running"
