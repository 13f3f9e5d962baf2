"""The job of a worker: claim, let the agent do it, settle, repeat; bounded, and safe to kill anywhere."""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models.functions import Now

from orchestration.agents import active_agent
from orchestration.agents.protocol import Agent, AgentError, AgentUnavailable, Interrupted, TaskResult
from orchestration.checks import check_skill, check_tool
from orchestration.claims import (
    Built,
    Claim,
    Ending,
    Failure,
    GivenBack,
    Rest,
    lease,
    next_claim,
    settle_and_claim,
)
from orchestration.handout import Desk
from orchestration.library import describe
from orchestration.reaper import bury
from outcomes.approach import check_text
from outcomes.errors import BadInput, OutcomesError, WrongStatus
from outcomes.models import Outcome, Phase, Worker

log = logging.getLogger(__name__)

TASK_DEADLINE = timedelta(minutes=45)  # ends before django-q2's own timeout, which may wedge a cluster
LINGER_S = 2.0  # at most this long without a claim; whoever settles the task waited for wakes others
LOOK_AGAIN_S = (0.002, 0.1)  # first pause while lingering, and the longest
MAX_RESULT_BYTES = 1_000_000
DATABASE_PAUSE_S = 0.5
CLUSTER = "ORCHESTRATOR_CLUSTER_RUN"  # set by the supervisor for its children


def work(worker_id: int) -> None:
    """Be this worker until nothing is left for it. A doubled or late wake-up returns at once."""
    worker = Worker.objects.filter(pk=worker_id).first()
    if worker is None:
        return
    try:
        worker.start(os.environ.get(CLUSTER, ""), os.getpid())
    except WrongStatus:
        return
    with Heartbeat(worker) as heartbeat:
        try:
            Shift(worker, active_agent(), heartbeat).work()
        except Outcome.DoesNotExist:
            log.info("%s: its outcome was deleted", worker)
        except Exception:
            # A mistake of ours must not hold a slot and a task until leases run out.
            log.exception("%s broke", worker)
            bury([os.getpid()], worker.cluster)


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
                lambda: settle_and_claim(claim, ending, self.worker, agent.name, agent.model, self.claims)
            )
        except WrongStatus as error:
            # Its lease ran out and somebody else does it now, or a member took it off the list.
            log.warning("%s could not settle %s: %s", self.worker, claim.attempt, error)
            return self.look()

    def _patiently(self, call: Callable[[], Claim | Rest]) -> Claim | Rest:
        """Try for as long as a lease may hold: a database that restarts does not cost the work.

        Should the first try have been committed before its connection broke, the second finds the claim
        closed, which is WrongStatus.
        """
        until = time.monotonic() + lease().total_seconds()
        while True:
            try:
                return call()
            except (OperationalError, InterfaceError) as error:
                if time.monotonic() > until:
                    raise
                log.warning("%s: the database does not answer, trying again: %s", self.worker, error)
                connection.close()
                time.sleep(DATABASE_PAUSE_S)

    def linger(self) -> Claim | Rest:
        """Wait for what the running tasks may bring, looking again ever more slowly."""
        pause, longest = LOOK_AGAIN_S
        until = time.monotonic() + LINGER_S
        while time.monotonic() < until and not self.heartbeat.interrupted.is_set():
            if self._others_wait_for_a_process():
                break
            time.sleep(pause)
            pause = min(pause * 2, longest)
            step = self.look()
            if step is not Rest.LINGER:
                return step
        return self.look(may_linger=False)

    def _others_wait_for_a_process(self) -> bool:
        return Worker.objects.filter(status=Worker.Status.WOKEN).exists()

    def perform(self, claim: Claim) -> Ending:
        """Let the agent do it; whatever happens becomes an ending with a reason."""
        self.heartbeat.guard(claim)
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
            return Failure(str(error))
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
            return Failure(f"The {brief.kind} {brief.name} was refused by its checks: " + "; ".join(findings))
        drafted = self.agent.name == "offline" or claim.run.skip_validation
        return Built(content, describe(brief.kind, content), "draft" if drafted else "checked")

    def _do(self, claim: Claim) -> Ending:
        result: TaskResult = self.agent.do_task(self.desk.task_brief(claim), self.heartbeat.interrupted)
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

    def guard(self, claim: Claim) -> None:
        """Keep this claim's lease from now on. An interruption that was meant for an earlier one is over."""
        self.overdue = False
        self.interrupted.clear()
        self._since, self._claim = time.monotonic(), claim

    def release(self) -> None:
        self._claim = None

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
                except DatabaseError as error:
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
            self.overdue = time.monotonic() - self._since > TASK_DEADLINE.total_seconds()
        if (self.overdue or not mine.exists()) and self._claim is claim:
            self.interrupted.set()

    def _renew(self) -> None:
        Worker.objects.filter(pk=self.worker.pk).update(seen_at=Now())
        claim = self._claim
        if claim:
            claim.task.keep_lease(self.worker.pk, claim.attempt.number, lease())
