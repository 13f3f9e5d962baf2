"""Taking work and giving it back: each in one transaction under the outcome's lock.

The agent works between two of these calls, with no transaction open.
"""

from __future__ import annotations

import contextlib
import copy
import enum
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from orchestration import wakeups
from orchestration.agents.protocol import Asked, TaskResult
from orchestration.disk import shortage
from orchestration.holds import hold_for_agent, release_if_building
from orchestration.progress import current_phase, still_going
from outcomes import compiled
from outcomes.compiled import Select
from outcomes.errors import WrongStatus
from outcomes.models import (
    Artifact,
    Attempt,
    CapabilityStatus,
    Dependency,
    KeptFile,
    Outcome,
    Phase,
    Readiness,
    Run,
    Task,
    Worker,
)
from outcomes.readings import is_being_read

HAND_OVER_AFTER = timedelta(minutes=10)  # so that other outcomes get their turn, and shutdown is bounded
HAND_OVER_CLAIMS = 200


@dataclass(slots=True)
class Claim:
    """A task that is this worker's until its lease runs out."""

    task: Task
    attempt: Attempt
    run: Run
    outcome: Outcome  # without its approach


class Rest(enum.Enum):
    LINGER = "linger"  # tasks are running whose end may bring more: look again soon
    LEAVE = "leave"  # the worker has been ended


@dataclass(frozen=True, slots=True)
class Built:
    """A capability that passed its checks."""

    content: str
    description: str
    status: str  # draft or checked


@dataclass(frozen=True, slots=True)
class Failure:
    reason: str
    final: bool = False  # another try would only repeat it


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Nobody's failure: stop, shutdown, or an agent that cannot work at all (`hold_code`)."""

    reason: str
    hold_code: str = ""


Ending = Built | TaskResult | Asked | Failure | GivenBack


def lease() -> timedelta:
    return timedelta(seconds=settings.ORCHESTRATOR_LEASE_S)


def next_claim(
    worker: Worker, agent: str, model: str, claims: int = 0, may_linger: bool = True
) -> Claim | Rest:
    """What this worker does next; ends the worker when there is nothing for it.

    Without `may_linger` it is ended also when running tasks may bring more: the reaper wakes others then.
    """
    with transaction.atomic():
        outcome = _lock(worker.outcome_id)
        with compiled.batch():
            read_run = _RUN_OF_WORKER.first_ahead(run=worker.run_id, worker=worker.pk)
            read_task = _ask_first_claimable(outcome, worker)
        return _next_claim(outcome, read_run(), read_task(), worker, agent, model, claims, may_linger)


def may_find_something(worker: Worker) -> bool:
    """Whether `next_claim` is worth its lock to a worker that lingers: two reads tell."""
    outcome = _READ.first(outcome=worker.outcome_id)
    if outcome is None or _first_claimable(outcome, worker):
        return True
    going_on = _RUNNING.rows(outcome=outcome.pk, phase=current_phase(outcome)) or is_being_read(outcome)
    return not going_on


def settle_and_claim(
    claim: Claim, ending: Ending, worker: Worker, agent: str, model: str, claims: int
) -> Claim | Rest:
    """Close the claim and take the next task, in one transaction: that saves a commit per task.

    Raises WrongStatus, and changes nothing, when the claim is no longer this worker's.
    """
    with transaction.atomic():
        # A copy: should this be rolled back and tried again, the claim is as it was.
        task = copy.copy(claim.task)
        with compiled.batch():
            lock = _ask_lock(worker.outcome_id)
            # A result is kept without a look at the outcome, and the next task looked for in the outcome as
            # it was at the claim, which mostly it still is: all of this is sent in one go.
            looked = None if isinstance(ending, TaskResult) else lock()
            seen = looked or claim.outcome
            _settle(seen, replace(claim, task=task), ending)
            read_run = _RUN_OF_WORKER.first_ahead(run=worker.run_id, worker=worker.pk)
            # A lone worker goes on itself with what its task has brought.
            several = claim.run.max_execution_workers > 1
            read_waiting = _AWAITING.ahead(task=task.pk) if several else None
            read_following = _ask_first_claimable(seen, worker)
        outcome = looked or lock()
        readiness = outcome.infrastructure_ready
        as_seen = _open_for_claims(outcome) == _open_for_claims(seen)
        following = read_following() if as_seen else _first_claimable(outcome, worker)
        step = _next_claim(outcome, read_run(), following, worker, agent, model, claims, True)
        # Under `partial` a build may end while execution is under way: what required it is released.
        late_build = readiness == Readiness.READY and task.phase == Phase.INFRASTRUCTURE
        brought = task.status == Task.Status.COMPLETED and bool(read_waiting and read_waiting())
        if outcome.infrastructure_ready != readiness or late_build or brought:
            wakeups.top_up(outcome, _run(claim))
        return step


def _run(claim: Claim) -> Run:
    """The claim's run as it is now."""
    run = _RUN.first(run=claim.run.pk)
    assert run is not None  # it goes with its outcome, which is locked
    return run


_RUN = Select("run", build=lambda run: Run.objects.filter(pk=run).order_by())
_AWAITING = Select("task", build=lambda task: Dependency.objects.filter(on=task)[:1])


def _lock(outcome_id: int) -> Outcome:
    """The outcome's row is the one lock of everything that moves in it."""
    with compiled.batch():
        lock = _ask_lock(outcome_id)
    return lock()


def _ask_lock(outcome_id: int) -> Callable[[], Outcome]:
    """The same, to be told later: what is sent after it within a batch is done under the lock."""
    read = _LOCKED.first_ahead(outcome=outcome_id)

    def locked() -> Outcome:
        outcome = read()
        if outcome is None:
            raise Outcome.DoesNotExist(f"outcome {outcome_id} was deleted")
        return outcome

    return locked


_LOCKED = Select(
    "outcome", build=lambda outcome: Outcome.objects.locked().defer("approach").filter(pk=outcome)
)
_READ = Select("outcome", build=lambda outcome: Outcome.objects.defer("approach").filter(pk=outcome))
_RUNNING = Select(
    "outcome",
    "phase",
    build=lambda outcome, phase: Task.objects.filter(outcome=outcome, phase=phase).running().order_by()[:1],
)
_RUN_OF_WORKER = Select(
    "run",
    "worker",
    build=lambda run, worker: Run.objects.filter(
        pk=run, workers=worker, workers__status=Worker.Status.WORKING, workers__stopping=False
    ),
)

_AT_WORK = Select(
    "outcome",
    "phase",
    build=lambda outcome, phase: Worker.objects.active().filter(outcome=outcome, phase=phase).order_by(),
)


def _next_claim(
    outcome: Outcome,
    run: Run | None,
    task: Task | None,
    worker: Worker,
    agent: str,
    model: str,
    claims: int,
    may_linger: bool,
) -> Claim | Rest:
    """`run` is the worker's, where it may still claim; `task` the first one that it may take."""
    if run is None:
        return _make_way(outcome, worker, "it was told to stop")
    if run.status != Run.Status.RUNNING:
        return _make_way(outcome, worker, f"the run is {run.status}")
    if run.approach_revision != outcome.approach_revision or not outcome.is_planned:
        return _make_way(outcome, worker, "the approach changed")
    if hold_for_agent(outcome, run):
        return _leave(worker, "the agent is another than the run was started with")
    if claims >= HAND_OVER_CLAIMS or _worked_for(worker) > HAND_OVER_AFTER:
        worker.end("it hands over to a fresh job")
        wakeups.hand_over(worker, run)
        return Rest.LEAVE
    if task is None:
        # Reaches READY when this worker has just settled the last need: it goes on into execution itself.
        if not still_going(outcome, run):
            return _leave(worker, "nothing is left to do")
        task = _first_claimable(outcome, worker)
    if not _has_place(worker, run, Phase(task.phase) if task else current_phase(outcome)):
        # A limit that was lowered may have left a lower slot free.
        return _make_way(outcome, worker, "the phase has all the workers it may have")
    if task is None:
        return Rest.LINGER if may_linger else _leave(worker, "others are at work, and nothing is waiting")
    return _take(task, worker, outcome, run, agent, model)


def _first_claimable(outcome: Outcome, worker: Worker) -> Task | None:
    return _ask_first_claimable(outcome, worker)()


def _ask_first_claimable(outcome: Outcome, worker: Worker) -> Callable[[], Task | None]:
    """Under the policy `partial` builds may be open at READY: who builds does those first."""
    tasks, (phase, revision) = Task.objects, _open_for_claims(outcome)
    first = tasks.ask_first_claimable(outcome.pk, phase, revision)
    if phase == Phase.EXECUTION and worker.phase == Phase.INFRASTRUCTURE:
        first_build = tasks.ask_first_claimable(outcome.pk, Phase.INFRASTRUCTURE, revision)
        return lambda: first_build() or first()
    return first


def _open_for_claims(outcome: Outcome) -> tuple[Phase, int]:
    """What of an outcome says where the next task is looked for."""
    return current_phase(outcome), outcome.approach_revision


def _leave(worker: Worker, why: str) -> Rest:
    """End the worker in the transaction that found nothing, so that nobody counts on it any more."""
    with contextlib.suppress(WrongStatus):  # the reaper took it for dead: it has been ended for us
        worker.end(why)
    return Rest.LEAVE


def _make_way(outcome: Outcome, worker: Worker, why: str) -> Rest:
    """End a worker that may do nothing more, and wake others in its place where something is to be done.

    Whoever had the work go on meanwhile, by a new run or Resume, has counted this one as at work.
    """
    rest = _leave(worker, why)
    run = outcome.active_run
    if run is not None:
        wakeups.top_up(outcome, run)
    return rest


def _worked_for(worker: Worker) -> timedelta:
    return timezone.now() - worker.started_at if worker.started_at else timedelta(0)


def _has_place(worker: Worker, run: Run, phase: Phase) -> bool:
    if worker.phase == phase:
        return worker.slot < run.limit(phase)
    if phase == Phase.INFRASTRUCTURE:
        return False  # the approach changed under its task: whoever orchestrated has woken builders
    taken = {other.slot for other in _AT_WORK.rows(outcome=worker.outcome_id, phase=phase)}
    for slot in range(run.limit(phase)):
        if slot not in taken:
            worker.move_to_execution(slot)
            return True
    return False


def _take(task: Task, worker: Worker, outcome: Outcome, run: Run, agent: str, model: str) -> Claim | Rest:
    if shortage():
        return _leave(worker, "the disk has no room for new tasks")
    with compiled.batch():
        attempt = task.start(worker, run, agent, model, lease())
        if agent == "claude":
            outcome.mark_ran_on_claude()
    if task.phase == Phase.INFRASTRUCTURE:
        capability = task.read_capability()
        assert capability is not None  # the database says so
        capability.start_building(f"worker {worker.pk}")
    return Claim(task, attempt, run, outcome)


def _settle(outcome: Outcome, claim: Claim, ending: Ending) -> None:
    task = claim.task
    by = f"worker {task.worker_id}"
    match ending:
        case Built():
            _keep_built(task, claim, ending, by)
        case TaskResult():
            with compiled.batch():
                Artifact.store(
                    outcome,
                    [(file.path, file.content, file.media_type) for file in ending.files],
                    by,
                    task=task,
                    run=claim.run,
                    attempt=claim.attempt,
                )
                task.complete(ending.summary)
            if claim.attempt.agent == "claude":  # what was kept meanwhile is delivered
                KeptFile.objects.filter(conversation__task=task).delete()
        case Asked():
            task.ask(ending.question, ending.call, claim.attempt)
        case Failure():
            task.fail_attempt(ending.reason, final=ending.final)
            _return_capability(task, by, ending.reason)
        case GivenBack():
            task.let_go(ending.reason)
            _return_capability(task, by, ending.reason)
            run = _run(claim)
            if ending.hold_code and run.status == Run.Status.RUNNING:
                release_if_building(outcome, ending.reason)
                run.hold(ending.hold_code, ending.reason)


def _keep_built(task: Task, claim: Claim, built: Built, by: str) -> None:
    """Add the version; it counts unless the approach has gone on to another specification meanwhile."""
    row = task.read_capability()
    assert row is not None
    version = row.add_version(
        built.content,
        agent=claim.attempt.agent,
        model=claim.attempt.model,
        status=built.status,
        specification=task.description,
        digest=task.digest,
        description=built.description,
        attempt=claim.attempt,
    )
    fits = row.digest == task.digest and row.status == CapabilityStatus.BUILDING
    task.complete(
        f"{row.kind.capitalize()} {row.name}, version {version.number}, {built.status}"
        + ("" if fits else "; kept as an old version, since the approach has changed")
    )
    if fits:
        row.use(version, by, f"is built: version {version.number}")


def _return_capability(task: Task, by: str, why: str) -> None:
    """After an attempt without result the capability is needed again, or failed with its task."""
    row = task.read_capability()
    if row is None:
        return
    if row.digest != task.digest or row.status != CapabilityStatus.BUILDING:
        if task.status != Task.Status.CANCELLED:
            task.cancel(by, f"{row.kind} {row.name} is no longer to be built like this")
        return
    if task.status == Task.Status.FAILED:
        row.fail(by, why)
    else:
        row.put_back(by, why)


def return_claim(task: Task, why: str, *, lost: bool) -> bool:
    """Take a task from a worker that will not settle it; False when it was settled meanwhile.

    `lost` counts against the task (its worker died); a shutdown does not.
    """
    with transaction.atomic():
        try:
            _lock(task.outcome_id)
            current = Task.objects.running().get(pk=task.pk, attempt=task.attempt)
        except (Outcome.DoesNotExist, Task.DoesNotExist):
            return False
        by = f"worker {current.worker_id}"
        if lost:
            current.lose(why)
        else:
            current.let_go(why)
        _return_capability(current, by, why)
    return True
