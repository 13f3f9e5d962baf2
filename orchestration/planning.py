"""Planning with a model: asked for by a press, read by a worker of its own, joined with the rules' needs.

Paid for once per revision: a reading is asked for under the outcome's lock, one worker at a time has it, and
its result is kept with the revision that it read.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction

from orchestration import wakeups
from orchestration.agents.prompts import LONGEST_READ
from orchestration.agents.protocol import (
    Agent,
    AgentError,
    AgentUnavailable,
    ApproachBrief,
    FoundNeeds,
    Interrupted,
    KnownNeed,
)
from orchestration.gate import gate_for_reading, reopen
from orchestration.holds import release_if_building
from orchestration.outages import patiently
from orchestration.progress import still_going
from orchestration.spending import meter_for_reading
from outcomes.errors import OutcomesError, Refused, WrongStatus
from outcomes.models import Event, Outcome, Readiness, Reading, Run, Task, Worker
from outcomes.needs import Need, effective_needs, library_names, needs_by_rules
from outcomes.readings import judged, last_read, reading_of
from outcomes.reconciliation import apply, reconcile, settle_readiness

if TYPE_CHECKING:
    from orchestration.worker import Heartbeat

log = logging.getLogger(__name__)

MOST_TRIES = 10  # of workers that were lost over one reading
REMEDIES = {  # what a person can do where the model brought nothing
    "too-long": "Make the approach shorter.",
    "max-tokens": "Make the approach shorter, or plan again.",
    "bad-request": "`manage.py check_agent` tells what the server lacks.",
    "refused": "Word the approach differently, or plan again.",
    "bad-reply": "Plan again, or see with `manage.py check_agent` what the server can do.",
    "empty-reply": "Plan again, or see with `manage.py check_agent` what the server can do.",
}


@dataclass(frozen=True, slots=True)
class Nothing:
    """The model brought nothing that can be used; the rules' needs stand."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class NotNow:
    """The model cannot be asked at all until time or a person has mended something."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class GivenBack:
    """Nobody's failure: stop or shutdown."""


Ending = FoundNeeds | Nothing | NotNow | GivenBack


@dataclass(frozen=True, slots=True)
class Handed:
    """A reading in a worker's hands, with the text of its revision."""

    reading: Reading
    outcome: Outcome


# -- asking ----------------------------------------------------------------------------------------


def ask(outcome_id: int, by: str) -> bool:
    """Have a model read the revision that counts; False when that is done already, or under way.

    Refused for the offline agent, an archived outcome and an empty approach.
    """
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=outcome_id)
        if settings.ACTIVE_AGENT != "claude":
            raise Refused(
                "The offline agent plans by rules alone. "
                "To plan with Claude, set ANTHROPIC_API_KEY and restart.",
                "offline-agent",
            )
        if outcome.status == Outcome.Status.ARCHIVED:
            raise Refused("This outcome is archived. Set it to active before you plan it.", "archived")
        if not outcome.approach.strip():
            raise Refused("The approach is empty: there is nothing to read.", "empty-approach")
        reading = reading_of(outcome)
        if reading is not None and (reading.status == Reading.Status.READ or _is_under_way(reading)):
            return False
        run = outcome.active_run
        running = run if run is not None and run.status == Run.Status.RUNNING else None
        reopen()
        _want(outcome, reading, by, running)
        wakeups.wake_planner(outcome, running)
        return True


def ask_for_run(outcome: Outcome, run: Run, by: str) -> None:
    """Orchestrate was pressed: have this revision planned first, where that has not ended.

    READY waits for it. The caller holds the outcome's lock, and wakes workers.
    """
    reading = reading_of(outcome)
    if settings.ACTIVE_AGENT != "claude":
        if reading is not None and reading.status == Reading.Status.WANTED:
            reading.hold(wakeups.OFFLINE, wakeups.NO_MODEL, by)
        return
    ended = reading is not None and reading.status in (Reading.Status.READ, Reading.Status.UNREAD)
    if ended or not outcome.approach.strip():
        return
    _want(outcome, reading, by, run)
    Worker.objects.active().planning().filter(outcome=outcome).update(run=run)
    if outcome.infrastructure_ready == Readiness.READY:
        outcome.reset_infrastructure("it is planned with Claude first", by)


def _want(outcome: Outcome, reading: Reading | None, by: str, run: Run | None) -> None:
    if reading is not None:
        reading.ask(by, run)
        return
    reading = Reading.objects.create(
        outcome=outcome, revision=outcome.approach_revision, run=run, requested_by=by[:200]
    )
    reading.record("asked", by, f"Revision {reading.revision} is to be planned with Claude")


def _is_under_way(reading: Reading) -> bool:
    if reading.status != Reading.Status.WANTED:
        return False
    return Worker.objects.active().planning().filter(outcome=reading.outcome_id, stopping=False).exists()


def carry_out_plan(outcome: Outcome, by: str) -> list[Task]:
    """Plan by the needs as they are, and make the builds; those that are new.

    The caller holds the outcome's lock. READY is taken back where execution has to wait for a build.
    """
    plan = reconcile(outcome, effective_needs(outcome))
    wait = plan.takes_ready_back(outcome)
    created = apply(outcome, plan, by)
    if outcome.infrastructure_ready == Readiness.READY and wait:
        outcome.reset_infrastructure("something has to be built again", by)
    return created


# -- reading ---------------------------------------------------------------------------------------


class PlanningShift:
    """The time of a worker that reads approaches, from its wake-up until no reading is asked for."""

    def __init__(self, worker: Worker, agent: Agent, heartbeat: Heartbeat) -> None:
        self.worker, self.agent, self.heartbeat = worker, agent, heartbeat

    def work(self) -> None:
        while (handed := patiently(lambda: begin(self.worker), self.worker)) is not None:
            self.read(handed)

    def read(self, handed: Handed) -> None:
        rules = needs_by_rules(handed.outcome.approach)  # a long text is read with no lock held
        ending = self.perform(handed, rules)
        patiently(lambda: settle(self.worker, handed, ending, self.agent.model, rules), self.worker)

    def perform(self, handed: Handed, rules: Sequence[Need]) -> Ending:
        """Ask the model; whatever happens becomes an ending with a reason."""
        reading = handed.reading
        self.heartbeat.guard(None)
        self.agent.meter = meter_for_reading(reading, self.worker)
        self.agent.gate = gate_for_reading(reading, self.worker)
        try:
            return self.agent.find_needs(_brief(handed.outcome, rules), self.heartbeat.interrupted)
        except Interrupted:
            if self.heartbeat.overdue:
                return Nothing("timeout", "Reading it took too long. Plan again.")
            return GivenBack()
        except AgentUnavailable as error:
            return NotNow(error.code, str(error))
        except AgentError as error:
            return Nothing(error.code, f"{error} {REMEDIES.get(error.code, '')}".strip())
        except (OperationalError, InterfaceError):
            connection.close()
            return GivenBack()
        except (DatabaseError, OutcomesError, Outcome.DoesNotExist):
            raise  # not the agent's doing
        except Exception as error:
            log.exception("%s failed by a mistake of the program", reading)
            return Nothing("agent-broke", f"The agent broke: {type(error).__name__}: {error}"[:1000])
        finally:
            self.heartbeat.release()


def _brief(outcome: Outcome, rules: Sequence[Need]) -> ApproachBrief:
    known = {need.name: KnownNeed(need.kind, need.name, need.title, need.quote) for need in rules}
    before = last_read(outcome)
    for need in before.found if before else ():
        stands = need.stands_in(outcome.approach)
        known.setdefault(need.name, KnownNeed(need.kind, need.name, need.title, need.quotes[0], stands))
    dismissed = outcome.need_overrides.filter(dismissed=True).values_list("name", flat=True)
    return ApproachBrief(
        outcome.name,
        outcome.intent,
        outcome.approach,
        tuple(known.values()),
        tuple(dismissed),
        tuple(sorted(library_names())),
    )


def begin(worker: Worker) -> Handed | None:
    """What this worker reads now; None, with the worker ended, when there is nothing for it."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=worker.outcome_id)
        reading = Reading.objects.wanted().filter(outcome=outcome).select_related("run").first()
        if why := _why_not(worker, reading):
            _leave(worker, why)
            return None
        assert reading is not None
        if not_now := _not_now(outcome, reading):
            _wait(outcome, reading, not_now, f"worker {worker.pk}", hold=True)
            _leave(worker, f"planning waits: {not_now.reason}")
            return None
        reading.begin()
        if reading.run_id:
            outcome.mark_ran_on_claude()
        return Handed(reading, outcome)


def _why_not(worker: Worker, reading: Reading | None) -> str:
    if not Worker.objects.filter(pk=worker.pk, status=Worker.Status.WORKING, stopping=False).exists():
        return "it was told to stop"
    if reading is None or settings.ACTIVE_AGENT != "claude":
        return "nothing is left to plan"
    if reading.run is not None and reading.run.status != Run.Status.RUNNING:
        return f"the run is {reading.run.status}"
    return ""


def _not_now(outcome: Outcome, reading: Reading) -> NotNow | None:
    """Why nobody is to read this until a person asks again."""
    if outcome.status == Outcome.Status.ARCHIVED:
        return NotNow("archived", "This outcome is archived. Set it to active, then plan again.")
    if reading.tries >= MOST_TRIES:
        told = f"Its worker was lost {reading.tries} times. Look into the log, then plan again."
        return NotNow("lost", told)
    return None


def _leave(worker: Worker, why: str) -> None:
    try:
        worker.end(why)
    except WrongStatus:
        log.info("%s was ended already", worker)  # the reaper took it for dead


def settle(worker: Worker, handed: Handed, ending: Ending, model: str, rules: Sequence[Need]) -> None:
    """Keep what was read, and have the run follow; of a revision the first result counts."""
    with transaction.atomic():
        outcome = Outcome.objects.locked().get(pk=handed.outcome.pk)
        reading = Reading.objects.select_related("run").get(pk=handed.reading.pk)
        if reading.status != Reading.Status.WANTED:
            return
        by = f"worker {worker.pk}"
        if isinstance(ending, NotNow | GivenBack):
            if reading.tries == handed.reading.tries:  # else it was taken for dead, or somebody has pressed
                reading.take_back_try()
            if isinstance(ending, NotNow):
                _wait(outcome, reading, ending, by)
            return
        before = _call_for(outcome)
        match ending:
            case Nothing():
                reading.give_up(ending.code, ending.reason, by)
            case FoundNeeds():
                found, refused = judged(
                    outcome,
                    handed.outcome.approach,
                    ending.claims,
                    ending.confirmed,
                    ending.no_longer,
                    rules,
                )
                told = _told(reading, found, refused, handed.outcome)
                reading.keep(found, refused, model, by, told)
        if reading.revision == outcome.approach_revision:
            _follow(outcome, worker, by, changed=before != _call_for(outcome))


def _call_for(outcome: Outcome) -> set[tuple[str, str, str]]:
    return {(need.kind, need.name, need.digest) for need in effective_needs(outcome).wanted}


def _told(
    reading: Reading, found: list[dict[str, object]], refused: list[dict[str, object]], outcome: Outcome
) -> str:
    own = sum(not need["by_rules"] for need in found)
    parts = [f"{own} of its own", f"{len(found) - own} that the rules see too", f"{len(refused)} refused"]
    told = f"Revision {reading.revision} was planned with Claude: {', '.join(parts)}"
    if len(outcome.approach) > LONGEST_READ:
        told += f"; only the first {LONGEST_READ:,} characters were read"
    return told


def _wait(outcome: Outcome, reading: Reading, ending: NotNow, by: str, *, hold: bool = False) -> None:
    """The run waits with it, and goes on by the usual doors; a reading without a run waits by itself."""
    run = reading.run
    if run is not None and run.status == Run.Status.RUNNING:
        release_if_building(outcome, ending.reason)
        run.hold(ending.code, ending.reason)
    if run is None or hold:
        reading.hold(ending.code, ending.reason, by)


def _follow(outcome: Outcome, worker: Worker, by: str, *, changed: bool) -> None:
    """Planning has ended: what it added becomes builds of the run that is active under this revision."""
    if not outcome.is_planned:
        return  # Orchestrate will plan, with what was read
    run = outcome.active_run
    if run is None:
        if changed:
            outcome.reset_infrastructure("planning with Claude changed the needs", by)
            outcome.forget_plan()
        return
    if run.approach_revision != outcome.approach_revision:
        return
    created = carry_out_plan(outcome, by)
    if created:
        told = f"Planning with Claude adds {len(created)} to build"
        Event.record(outcome.pk, "planning.added", by, told, run_id=run.pk)
    if run.status != Run.Status.RUNNING:
        return
    settle_readiness(outcome, run)
    others = Worker.objects.active().filter(run=run).exclude(pk=worker.pk)
    if not wakeups.top_up(outcome, run) and not others.exists():
        still_going(outcome, run)  # nothing to do at all ends here
