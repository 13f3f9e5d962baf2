"""The job of a worker: claim, let the agent do it, settle, repeat; bounded, and safe to kill anywhere."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, Error, InterfaceError, OperationalError, connection
from django.db.models.functions import Now

from orchestration.agents import active_agent
from orchestration.agents.protocol import Agent, AgentError, AgentUnavailable, Asked, Interrupted
from orchestration.bell import Bell
from orchestration.checks import check_skill, check_tool
from orchestration.claims import (
    Built,
    Claim,
    Ending,
    Failure,
    GivenBack,
    Rest,
    lease,
    may_find_something,
    next_claim,
    return_claim,
    settle_and_claim,
)
from orchestration.gate import gate_for
from orchestration.handout import Desk
from orchestration.library import describe
from orchestration.lifeline import be_called
from orchestration.outages import patiently
from orchestration.planning import PlanningShift
from orchestration.reaper import bury
from orchestration.spending import meter_for
from orchestration.wakeups import bell_of
from outcomes.approach import check_text
from outcomes.compiled import Select
from outcomes.errors import BadInput, OutcomesError, WrongStatus
from outcomes.models import Outcome, Phase, Task, Worker
from outcomes.models.worker import PLANNING

log = logging.getLogger(__name__)

TASK_DEADLINE = timedelta(minutes=45)  # ends before django-q2's own timeout, which may wedge a cluster
LINGER_S = 2.0  # at most this long without a claim; whoever settles the task waited for wakes others
PEEK_AGAIN_S = (0.003, 0.05)  # first pause while lingering, and the longest
LOOK_AGAIN_S = 0.1  # under the lock, where a stop or a change is seen
FINAL = ("too-long", "unbuildable")  # what another try would only repeat
REMEDIES = {  # what a person can do about it
    "too-long": "Make the task, or what it is given, smaller.",
    "unbuildable": "Change the approach, supply it by hand, or waive it.",
    "bad-request": "`manage.py check_agent` tells what the server lacks.",
    "refused": "Say in the task what it is for, or word it differently.",
    "max-tokens": "Have it write less, or in several files.",
    "bad-reply": "See whether ANTHROPIC_BASE_URL is a Messages API and the model can call tools.",
    "empty-reply": "See whether the model can call tools.",
}
MAX_RESULT_BYTES = 1_000_000
PROCESS_NAME = "worker {}"  # what a process calls itself while it is that worker: the supervisor looks for it
CLUSTER = "ORCHESTRATOR_CLUSTER_RUN"  # set by the supervisor for its children


def work(worker_id: int) -> None:
    """Be this worker until nothing is left for it. A doubled or late wake-up returns at once."""
    be_called(PROCESS_NAME.format(worker_id))
    try:
        _work(worker_id)
    finally:
        be_called("q-worker")


def _work(worker_id: int) -> None:
    worker = _WORKER.first(pk=worker_id)
    if worker is None:
        return
    try:
        worker.start(os.environ.get(CLUSTER, ""), os.getpid())
    except WrongStatus:
        return
    with Heartbeat(worker) as heartbeat:
        try:
            shift = PlanningShift if worker.phase == PLANNING else Shift
            shift(worker, active_agent(), heartbeat).work()
        except Outcome.DoesNotExist:
            log.info("%s: its outcome was deleted", worker)
        except BaseException as error:
            # Neither a mistake of ours nor the SystemExit by which django-q2 ends a job that takes too long
            # may hold a slot and a task until leases run out.
            log.exception("%s broke", worker)
            if isinstance(error, Error):
                connection.close()
            bury([worker], f"it broke: {type(error).__name__}")
            if not isinstance(error, Exception):
                raise


_WORKER = Select("pk", build=lambda pk: Worker.objects.filter(pk=pk).order_by())
_WOKEN = Select(build=lambda: Worker.objects.filter(status=Worker.Status.WOKEN).order_by()[:1])


class Shift:
    """One worker's time from its wake-up to its end."""

    def __init__(self, worker: Worker, agent: Agent, heartbeat: Heartbeat) -> None:
        self.worker, self.agent, self.heartbeat = worker, agent, heartbeat
        self.claims = 0
        self.desk = Desk(worker.outcome_id)

    def work(self) -> None:
        step = self.look()
        while step is not Rest.LEAVE:
            if isinstance(step, Claim):
                self.claims += 1
                step = self.settle(step, self.perform(step))
            else:
                step = self.linger()

    def look(self, may_linger: bool = True) -> Claim | Rest:
        agent = self.agent
        return self._patiently(
            lambda: next_claim(self.worker, agent.name, agent.model, self.claims, may_linger)
        )

    def settle(self, claim: Claim, ending: Ending) -> Claim | Rest:
        """Settle and claim the next; a result that cannot be kept is this attempt's failure."""
        try:
            return self._settle_and_claim(claim, ending)
        except BadInput as error:
            return self._settle_and_claim(claim, Failure(str(error)))

    def _settle_and_claim(self, claim: Claim, ending: Ending) -> Claim | Rest:
        agent = self.agent
        try:
            return self._patiently(
                lambda: settle_and_claim(claim, ending, self.worker, agent.name, agent.model, self.claims),
                claim,
            )
        except WrongStatus as error:
            # Its lease ran out and somebody else does it now, or a member took it off the list.
            log.warning("%s could not settle %s: %s", self.worker, claim.attempt, error)
            return self.look()

    def _patiently(self, call: Callable[[], Claim | Rest], claim: Claim | None = None) -> Claim | Rest:
        """Try again while the database restarts or its disk is full: that does not cost the work.

        Should a try have been committed before its connection broke, the next one finds the claim closed,
        which is WrongStatus.
        """
        return patiently(call, self.worker, lambda: self._return_unheard(claim))

    def _return_unheard(self, claim: Claim | None) -> None:
        """Give back a task that a commit gave us whose answer was lost: a worker has one at most."""
        tasks = Task.objects.running().filter(worker=self.worker.pk)
        if claim:
            tasks = tasks.exclude(pk=claim.task.pk, attempt=claim.attempt.number)
        for task in tasks:
            return_claim(task, "the answer to its claim was lost", lost=False)

    def linger(self) -> Claim | Rest:
        """Wait for what the running tasks may bring, looking again ever more slowly."""
        try:
            return self._linger()
        except (OperationalError, InterfaceError):
            return self.look()  # which has patience

    def _linger(self) -> Claim | Rest:
        bell = Bell(bell_of(self.worker))
        try:
            return self._listen(bell)
        finally:
            bell.take_down()

    def _listen(self, bell: Bell) -> Claim | Rest:
        pause, longest = PEEK_AGAIN_S
        looked = time.monotonic()
        until = looked + LINGER_S
        while time.monotonic() < until and not self.heartbeat.interrupted.is_set():
            if self._others_wait_for_a_process():
                break
            bell.wait(pause)
            pause = min(pause * 1.2, longest)
            if time.monotonic() - looked >= LOOK_AGAIN_S or may_find_something(self.worker):
                step = self.look()
                if step is not Rest.LINGER:
                    return step
                looked = time.monotonic()
        return self.look(may_linger=False)

    def _others_wait_for_a_process(self) -> bool:
        return bool(_WOKEN.rows())

    def perform(self, claim: Claim) -> Ending:
        """Let the agent do it; whatever happens becomes an ending with a reason."""
        self.heartbeat.guard(claim)
        self.agent.meter, self.agent.gate = meter_for(claim), gate_for(claim)
        try:
            if claim.task.phase == Phase.INFRASTRUCTURE:
                return self._build(claim)
            return self._do(claim)
        except Interrupted:
            if self.heartbeat.overdue:
                return Failure(f"It took longer than {TASK_DEADLINE.total_seconds() / 60:.0f} minutes.")
            return GivenBack("it was told to stop")
        except AgentUnavailable as error:
            return GivenBack(str(error), hold_code=error.code)
        except AgentError as error:
            return Failure(f"{error} {REMEDIES.get(error.code, '')}".strip(), final=error.code in FINAL)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            return GivenBack(f"the database did not answer: {error}")
        except BadInput as error:
            return Failure(str(error))
        except (DatabaseError, OutcomesError):
            raise  # not the agent's doing: the lease returns the task
        except Exception as error:
            log.exception("%s failed by a mistake of the program", claim.attempt)
            return Failure(f"The {self.agent.name} agent broke: {type(error).__name__}: {error}"[:1000])
        finally:
            self.heartbeat.release()

    def _build(self, claim: Claim) -> Ending:
        brief = self.desk.capability_brief(claim)
        interrupted = self.heartbeat.interrupted
        if brief.kind == "skill":
            content = self.agent.write_skill(brief, interrupted)
        else:
            content = self.agent.write_tool(brief, interrupted)
        check_text(content, brief.kind)
        check = check_skill if brief.kind == "skill" else check_tool
        findings = [] if claim.run.skip_validation else check(brief.name, content)
        if findings:
            refused = f"The {brief.kind} {brief.name} was refused by its checks: " + "; ".join(findings)
            # A model has had its rounds of repairing: another attempt would pay for the same again.
            return Failure(refused, final=self.agent.name == "claude")
        drafted = self.agent.name == "offline" or claim.run.skip_validation
        return Built(content, describe(brief.kind, content), "draft" if drafted else "checked")

    def _do(self, claim: Claim) -> Ending:
        result = self.agent.do_task(self.desk.task_brief(claim), self.heartbeat.interrupted)
        if isinstance(result, Asked):
            return result
        size = len(check_text(result.summary, "summary").encode())
        if size > MAX_RESULT_BYTES:
            return Failure(f"The result has {size:,} bytes; at most {MAX_RESULT_BYTES:,} are kept.")
        return result


class Heartbeat:
    """A thread that keeps the claim's lease and hears when the worker is to let go."""

    def __init__(self, worker: Worker) -> None:
        self.worker = worker
        self.interrupted = threading.Event()
        self.overdue = False
        self._claim: Claim | None = None
        self._since = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(
            target=self._beat, name=f"heartbeat of worker {worker.pk}", daemon=True
        )

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def guard(self, claim: Claim | None) -> None:
        """Keep this claim's lease from now on; None: the worker has something in hand that is no task.

        An interruption that was meant for an earlier one is over.
        """
        self.overdue = False
        self.interrupted.clear()
        self._since, self._claim = time.monotonic(), claim

    def release(self) -> None:
        self._since, self._claim = 0.0, None

    def _beat(self) -> None:
        tick = min(1.0, lease().total_seconds() / 4)
        renew_after = lease().total_seconds() / 3
        renewed = time.monotonic()
        try:
            while not self._ended.wait(tick):
                try:
                    self._listen()
                    if time.monotonic() - renewed >= renew_after:
                        self._renew()
                        renewed = time.monotonic()
                except Error as error:
                    # The lease is longer than a passing trouble; past it, the successor has the task.
                    log.warning("%s: heartbeat missed: %s", self.worker, error)
                    connection.close()
        finally:
            connection.close()

    def _listen(self) -> None:
        """Interrupt the agent when the worker is told to stop, or the claim is no longer its own."""
        claim = self._claim
        mine = Worker.objects.filter(pk=self.worker.pk, stopping=False, status=Worker.Status.WORKING)
        if claim:
            mine = mine.filter(tasks=claim.task, tasks__attempt=claim.attempt.number)
        since = self._since
        self.overdue = bool(since) and time.monotonic() - since > TASK_DEADLINE.total_seconds()
        if (self.overdue or not mine.exists()) and self._claim is claim:
            self.interrupted.set()

    def _renew(self) -> None:
        if self.overdue:
            return  # an agent that does not heed its deadline loses the task with the lease
        Worker.objects.filter(pk=self.worker.pk).update(seen_at=Now())
        claim = self._claim
        if claim:
            claim.task.keep_lease(self.worker.pk, claim.attempt.number, lease())
