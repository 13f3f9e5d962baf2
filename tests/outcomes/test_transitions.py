"""Every state and every move: allowed ones move and write one event, the others change nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from outcomes.errors import Refused, WrongStatus
from outcomes.models import Attempt, Event, Outcome, Run, Task, Worker
from outcomes.models.task import FAILURE_LIMIT, LOSS_LIMIT
from tests.factories import (
    LEASE,
    OutcomeFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
    WorkerFactory,
    add_version,
)

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Move:
    """A transition: from which states it is allowed, and where it leads."""

    name: str
    sources: set[Any]
    to: Any
    do: Callable[[Any], Any]

    def __str__(self) -> str:
        return self.name


def table(states: list[Any], moves: list[Move]) -> pytest.MarkDecorator:
    cases = [(state, move) for state in states for move in moves]
    return pytest.mark.parametrize(
        ("state", "move"), cases, ids=[f"{state}-{move.name}" for state, move in cases]
    )


def try_move(row: Any, move: Move, column: str, allowed: bool) -> list[str]:
    """Make the move, check what it did to the row, and return the events that it wrote."""
    before = type(row).objects.filter(pk=row.pk).values().get()
    told = set(Event.objects.values_list("pk", flat=True))

    if allowed:
        move.do(row)
    else:
        with pytest.raises(WrongStatus):
            move.do(row)

    after = type(row).objects.filter(pk=row.pk).values().get()
    if allowed:
        assert after[column] == move.to == getattr(row, column)
    else:
        assert after == before
    return list(Event.objects.exclude(pk__in=told).values_list("kind", flat=True))


# -- runs -----------------------------------------------------------------------------------------

ACTIVE = {"running", "held", "stopped"}
RUN_MOVES = [
    Move("hold", {"running"}, "held", lambda run: run.hold("no-key", "There is no key.")),
    Move("stop", {"running", "held"}, "stopped", lambda run: run.stop("ada", "Stopped by ada")),
    Move("go on", ACTIVE, "running", lambda run: run.go_on("ada", "It goes on")),
    Move("complete", {"running"}, "completed", lambda run: run.complete("completed")),
    Move("fail", {"running"}, "failed", lambda run: run.fail("execution-failed", "A task failed.")),
]


@table(Run.Status.values, RUN_MOVES)
def test_a_run_moves_only_where_it_may(state, move):
    run = RunFactory(state=state)
    allowed = state in move.sources

    told = try_move(run, move, "status", allowed)

    assert told == ([f"run.{move.to}"] if allowed else [])


@pytest.mark.parametrize("move", RUN_MOVES, ids=str)
def test_a_stale_run_loses_every_race(move):
    run = RunFactory()
    stale = Run.objects.get(pk=run.pk)
    run.complete("completed")

    with pytest.raises(WrongStatus, match=f"run {run.pk}: status running → {move.to} refused"):
        move.do(stale)

    assert Run.objects.get(pk=run.pk).status == "completed"


def test_a_run_that_goes_on_forgets_why_it_was_held():
    run = RunFactory(held=True)

    run.go_on("ada", "It goes on", 7)

    row = Run.objects.get(pk=run.pk)
    assert (row.reason, row.reason_code, row.approach_revision) == ("", "", 7)


# -- workers --------------------------------------------------------------------------------------

WORKER_MOVES = [
    Move("start", {"woken"}, "working", lambda worker: worker.start("cluster-2", 7)),
    Move("end", {"woken", "working"}, "ended", lambda worker: worker.end("nothing is left to do")),
    Move("lose", {"woken", "working"}, "lost", lambda worker: worker.lose("it fell silent")),
]
WORKER_TOLD = {"working": "started", "ended": "ended", "lost": "lost"}


@table(Worker.Status.values, WORKER_MOVES)
def test_a_worker_moves_only_where_it_may(state, move):
    worker = WorkerFactory(state=state)
    allowed = state in move.sources

    told = try_move(worker, move, "status", allowed)

    assert told == ([f"worker.{WORKER_TOLD[move.to]}"] if allowed else [])


@pytest.mark.parametrize("move", WORKER_MOVES, ids=str)
def test_a_stale_worker_loses_every_race(move):
    worker = WorkerFactory(woken=True)
    stale = Worker.objects.get(pk=worker.pk)
    worker.lose("its wake-up never arrived")

    with pytest.raises(WrongStatus):
        move.do(stale)

    assert Worker.objects.get(pk=worker.pk).status == "lost"


def test_a_doubled_wake_up_starts_one_worker():
    worker = WorkerFactory(woken=True)
    twin = Worker.objects.get(pk=worker.pk)
    worker.start("cluster-1", 1)

    with pytest.raises(WrongStatus):
        twin.start("cluster-1", 2)

    assert Worker.objects.get(pk=worker.pk).pid == 1


# -- tasks ----------------------------------------------------------------------------------------


def start(task: Task) -> Attempt:
    worker = WorkerFactory(outcome=task.outcome)
    Event.objects.filter(worker_id=worker.pk).delete()  # the worker's own start
    return task.start(worker, worker.run, "offline", "", LEASE)


PUT_ASIDE = {"pending", "running", "held", "failed"}
TASK_MOVES = [
    Move("complete", {"running"}, "completed", lambda task: task.complete("Done.")),
    Move("fail", {"running"}, "pending", lambda task: task.fail_attempt("It broke.")),
    Move("let go", {"running"}, "pending", lambda task: task.let_go("shutdown")),
    Move("lose", {"running"}, "pending", lambda task: task.lose("its lease ran out")),
    Move("skip", PUT_ASIDE, "skipped", lambda task: task.skip("ada")),
    Move("cancel", PUT_ASIDE, "cancelled", lambda task: task.cancel("ada")),
    Move(
        "reopen",
        {"held", "completed", "failed", "skipped", "cancelled"},
        "pending",
        lambda task: task.reopen("ada", "ada retries it"),
    ),
]
TASK_TOLD = {"fail": "failed", "let go": "released", "lose": "lost", "reopen": "reopened"}


@table(Task.Status.values, TASK_MOVES)
def test_a_task_moves_only_where_it_may(state, move):
    task = TaskFactory(state=state)
    allowed = state in move.sources

    told = try_move(task, move, "status", allowed)

    assert told == ([f"task.{TASK_TOLD.get(move.name, move.to)}"] if allowed else [])


@pytest.mark.parametrize("state", Task.Status.values)
def test_a_task_is_started_from_pending_only(state):
    task = TaskFactory(state=state)
    worker = WorkerFactory(outcome=task.outcome)
    tries = task.attempts.count()
    told = Event.objects.filter(kind="task.started").count()

    if state == "pending":
        task.start(worker, worker.run, "offline", "", LEASE)
    else:
        with pytest.raises(WrongStatus):
            task.start(worker, worker.run, "offline", "", LEASE)

    started = int(state == "pending")
    assert task.attempts.count() - tries == started
    assert Event.objects.filter(kind="task.started").count() - told == started


@pytest.mark.parametrize("move", TASK_MOVES, ids=str)
def test_a_stale_task_loses_every_race(move):
    first = min(move.sources - {"completed"})
    task = TaskFactory(state=first)
    stale = Task.objects.get(pk=task.pk)
    if first == "running":
        task.complete("Done by somebody else.")
    else:
        task.reopen("ada", "again") if first != "pending" else task.skip("ada")
    before = Task.objects.filter(pk=task.pk).values().get()

    with pytest.raises(WrongStatus):
        move.do(stale)

    assert Task.objects.filter(pk=task.pk).values().get() == before


def test_two_workers_cannot_start_the_same_task():
    task = TaskFactory()
    rival = Task.objects.get(pk=task.pk)
    start(task)

    with pytest.raises(WrongStatus):
        start(rival)

    assert task.attempts.count() == 1


@pytest.mark.parametrize("move", TASK_MOVES[:4], ids=str)
def test_a_stalled_worker_cannot_settle_its_successors_task(move):
    stalled = TaskFactory(running=True)
    successor = Task.objects.get(pk=stalled.pk)
    successor.lose("its lease ran out")
    start(successor)

    with pytest.raises(WrongStatus):
        move.do(stalled)

    row = Task.objects.get(pk=stalled.pk)
    assert (row.status, row.attempt, row.worker_id) == ("running", 2, successor.worker_id)
    assert row.attempts.get(number=2).status == Attempt.Status.RUNNING


def test_a_worker_cannot_keep_the_lease_of_another_claim():
    task = TaskFactory(running=True)

    assert task.keep_lease(task.worker_id, 1, LEASE)
    assert not task.keep_lease(task.worker_id + 1, 1, LEASE)
    assert not task.keep_lease(task.worker_id, 2, LEASE)


def test_the_third_failure_of_an_agent_is_the_last():
    task = TaskFactory()

    seen = []
    for _ in range(FAILURE_LIMIT):
        start(task)
        task.fail_attempt("It broke.")
        seen.append(task.status)
        Worker.objects.active().get().end("done")

    assert seen == ["pending", "pending", "failed"]
    assert (task.failures, task.error) == (3, "It broke.")
    assert list(task.attempts.values_list("status", flat=True)) == ["failed"] * 3


def test_the_tenth_lost_lease_waits_for_a_person():
    task = TaskFactory()

    seen = []
    for _ in range(LOSS_LIMIT):
        start(task)
        task.lose("its lease ran out")
        seen.append(task.status)
        Worker.objects.active().get().end("done")

    assert seen == ["pending"] * 9 + ["held"]
    assert (task.losses, task.failures) == (10, 0)


def test_a_task_that_is_let_go_counts_nothing():
    task = TaskFactory(running=True)

    task.let_go("shutdown")

    row = Task.objects.get(pk=task.pk)
    assert (row.failures, row.losses, row.attempt) == (0, 0, 1)
    assert row.attempts.get().status == Attempt.Status.RELEASED


def test_a_reopened_task_keeps_its_attempts_and_counts_afresh():
    task = TaskFactory(failed=True)

    task.reopen("ada", "ada retries it")

    row = Task.objects.get(pk=task.pk)
    assert (row.failures, row.losses, row.attempt, row.error) == (0, 0, 1, "")
    assert row.attempts.count() == 1


# -- skills and tools -----------------------------------------------------------------------------

CAPABILITY_STATES = [
    "needed",
    "building",
    "draft",
    "checked",
    "proven",
    "failed",
    "waived",
    "retired",
]
SETTLED = set(CAPABILITY_STATES) - {"needed", "building"}
CAPABILITY_MOVES = [
    Move("start building", {"needed"}, "building", lambda row: row.start_building("worker 1")),
    Move("put back", {"building", "failed", "waived"}, "needed", lambda row: row.put_back("ada", "stop")),
    Move("fail", {"building"}, "failed", lambda row: row.fail("worker 1", "refused")),
    Move("waive", {"needed", "building", "failed"}, "waived", lambda row: row.waive("ada")),
    Move("retire", set(CAPABILITY_STATES) - {"retired"}, "retired", lambda row: row.retire("ada")),
    Move("want", SETTLED, "needed", lambda row: row.want("ada", "it changed")),
]


@pytest.mark.parametrize("make", [SkillFactory, ToolFactory])
@table(CAPABILITY_STATES, CAPABILITY_MOVES)
def test_a_skill_or_tool_moves_only_where_it_may(state, move, make):
    row = make(state=state)
    allowed = state in move.sources

    told = try_move(row, move, "status", allowed)

    assert told == ([f"{row.kind}.{move.to}"] if allowed else [])


@pytest.mark.parametrize("make", [SkillFactory, ToolFactory])
@pytest.mark.parametrize("state", CAPABILITY_STATES)
def test_a_version_may_count_from_any_state_on(make, state):
    row = make(state=state)
    version = add_version(row, use=False, agent="claude", status="checked")
    move = Move("use", set(CAPABILITY_STATES), "checked", lambda row: row.use(version, "ada", "is built"))

    told = try_move(row, move, "status", allowed=True)

    assert told == [f"{row.kind}.checked"]
    assert row.version == version.number


@pytest.mark.parametrize("move", CAPABILITY_MOVES, ids=str)
def test_a_stale_skill_loses_every_race(move):
    skill = SkillFactory(state=min(move.sources))
    stale = type(skill).objects.get(pk=skill.pk)
    version = add_version(skill, use=False, status="proven")
    skill.use(version, "ada", "is built") if "proven" not in move.sources else None
    if skill.status == stale.status:
        skill.want("ada", "meanwhile") if skill.status in SETTLED else skill.retire("ada")

    with pytest.raises(WrongStatus):
        move.do(stale)

    assert type(skill).objects.get(pk=skill.pk).status == skill.status


def test_a_library_skill_moves_without_a_history():
    skill = SkillFactory(library=True)

    skill.retire("ada")

    assert not Event.objects.exists()


# -- outcomes -------------------------------------------------------------------------------------

OUTCOME_STATES = ["", "building", "ready"]
READINESS = {"": 0, "building": 1, "ready": 2}
OUTCOME_MOVES = [
    Move("begin", {""}, 1, lambda outcome: outcome.begin_building(1)),
    Move("finish", {"", "building"}, 2, lambda outcome: outcome.finish_building(1)),
    Move("release", {"building"}, 0, lambda outcome: outcome.release_building("it was stopped")),
    Move("reset", {"building", "ready"}, 0, lambda outcome: outcome.reset_infrastructure("a need was added")),
]


def planned(state: str) -> Outcome:
    outcome = OutcomeFactory(state=state)
    if not state:
        outcome.mark_planned(1)
    return outcome


@table(OUTCOME_STATES, [move for move in OUTCOME_MOVES if move.name != "reset"])
def test_infrastructure_ready_moves_only_where_it_may(state, move):
    outcome = planned(state)
    allowed = state in move.sources

    told = try_move(outcome, move, "infrastructure_ready", allowed)

    names = {0: "needed", 1: "building", 2: "ready"}
    assert told == ([f"infrastructure.{names[move.to]}"] if allowed else [])


@pytest.mark.parametrize(("state", "told"), [("", []), ("building", ["needed"]), ("ready", ["needed"])])
def test_a_reset_leads_to_needed_from_everywhere_and_says_nothing_new_there(state, told):
    outcome = planned(state)
    Event.objects.all().delete()

    outcome.reset_infrastructure("a need was added")

    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 0
    assert list(Event.objects.values_list("kind", flat=True)) == [f"infrastructure.{to}" for to in told]


@pytest.mark.parametrize("move", OUTCOME_MOVES, ids=str)
def test_a_stale_outcome_loses_every_race(move):
    outcome = planned(max(move.sources))
    stale = Outcome.objects.get(pk=outcome.pk)
    if outcome.infrastructure_ready:
        outcome.reset_infrastructure("the approach changed")
    else:
        outcome.begin_building(1)

    with pytest.raises(WrongStatus):
        move.do(stale)

    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == outcome.infrastructure_ready


@pytest.mark.parametrize("move", OUTCOME_MOVES[:2], ids=str)
def test_nothing_begins_or_ends_for_a_revision_that_is_no_longer_the_newest(move):
    outcome = planned("")
    Outcome.objects.get(pk=outcome.pk).save()
    newer = Outcome.objects.get(pk=outcome.pk)
    newer.approach = "Another text"
    newer.save()

    with pytest.raises(WrongStatus):
        move.do(outcome)

    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 0


def test_ready_needs_a_planning_of_this_revision():
    outcome = OutcomeFactory()

    with pytest.raises(WrongStatus):
        outcome.finish_building(1)

    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 0


def test_an_outcome_is_not_archived_under_a_run():
    outcome = RunFactory().outcome

    with pytest.raises(Refused, match="A run is active"):
        outcome.change_status("archived", "ada")

    assert Outcome.objects.get(pk=outcome.pk).status == "active"


@pytest.mark.parametrize(
    "row",
    [
        lambda: (OutcomeFactory(), {"infrastructure_ready": 2, "status": "archived", "planned_revision": 1}),
        lambda: (RunFactory(), {"status": "held", "reason": "x", "approach_revision": 9}),
        lambda: (TaskFactory(), {"status": "completed", "attempt": 9, "result": "x", "failures": 2}),
        lambda: (WorkerFactory(), {"status": "ended"}),
        lambda: (SkillFactory(), {"status": "proven", "version": 3}),
        lambda: (ToolFactory(), {"status": "proven", "version": 3}),
    ],
    ids=["outcome", "run", "task", "worker", "skill", "tool"],
)
@pytest.mark.parametrize("by_name", [False, True], ids=["save", "update_fields"])
def test_save_never_writes_a_state(row, by_name):
    row, forged = row()
    before = {name: getattr(row, name) for name in forged}

    for name, value in forged.items():
        setattr(row, name, value)
    row.save(**({"update_fields": list(forged)} if by_name else {}))

    stored = type(row).objects.get(pk=row.pk)
    assert {name: getattr(stored, name) for name in forged} == before
