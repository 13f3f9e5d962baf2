"""Everything that the live region of an outcome's page shows, in a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Max, OuterRef, QuerySet, Subquery, Value, When

from orchestration.progress import active_workers, blocked_by, latest_run, shown_phase, stats
from outcomes.models import Artifact, Attempt, Event, Outcome, Phase, Readiness, Run, Skill, Task, Worker
from outcomes.needs import effective_needs
from outcomes.reconciliation import Plan, reconcile

SHOWN_TASKS = 50  # of each phase; the rest is on a page of its own
SHOWN_EVENTS = 30
SHOWN_ARTIFACTS = 20
POLL_S, IDLE_POLL_S = 1, 15

STEPS = ("Needs", "Building", "Ready", "Execution", "Complete")
NEEDS, BUILDING, READY, EXECUTION, COMPLETE = range(5)

# What a person can do about a held run, where its reason does not say it.
WHAT_TO_DO = {
    "task-held": "Open the task, see what it asks for, and retry or skip it.",
}


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What is going on, in words that are true now, and what to do next."""

    tone: str  # idle, active, waiting, attention, done
    title: str
    text: str = ""


def seen_token(outcome_id: int) -> str:
    """Differs whenever something that the region shows may differ: every change writes an event."""
    newest = Event.objects.filter(outcome=outcome_id).aggregate(n=Max("id"))["n"] or 0
    workers = list(
        Worker.objects.active().filter(outcome=outcome_id).order_by("id").values_list("id", "status")
    )
    library = Skill.objects.library().aggregate(n=Max("id"))["n"] or 0
    at_work = ".".join(f"{pk}{status[:4]}" for pk, status in workers)
    return f"{newest}-{at_work}-{library}"


def live_context(outcome: Outcome) -> dict[str, Any]:
    """The context of templates/orchestration/_live.html."""
    token = seen_token(outcome.pk)  # read first: what changes meanwhile is fetched again
    needs = effective_needs(outcome)
    plan = reconcile(outcome, needs)
    run = latest_run(outcome)
    counts = stats(outcome)
    phase = shown_phase(outcome)
    workers = list(Worker.objects.filter(outcome=outcome).order_by("-id").prefetch_related("tasks")[:8])
    active = [worker for worker in workers if worker.status in Worker.ACTIVE]
    artifacts = Artifact.objects.filter(outcome=outcome).latest().without_bodies()
    moving = bool(active) or (run is not None and run.status == Run.Status.RUNNING)
    return {
        "outcome": outcome,
        "token": token,
        "poll_s": POLL_S if moving else IDLE_POLL_S,
        "run": run,
        "plan": plan,
        "existing": needs.existing,
        "dismissed": outcome.need_overrides.filter(dismissed=True)[:50],
        "library_ids": dict(
            Skill.objects.library().filter(name__in=needs.existing).values_list("name", "pk")
        ),
        "counts": counts,
        "phase": phase,
        "steps": steps(outcome, phase, counts, run),
        "status": status_line(outcome, run, plan, counts, active),
        "click": click(outcome, run, plan, counts),
        "lists": _first_tasks(outcome),
        "has_tasks": counts["execution"]["total"] > 0,
        "workers": workers,
        "working": active_workers(outcome),
        "events": outcome.events.all()[:SHOWN_EVENTS],
        "artifacts": artifacts.select_related("attempt")[:SHOWN_ARTIFACTS],
    }


def for_a_list(tasks: QuerySet[Task]) -> QuerySet[Task]:
    """What waits for a person, then what is being done, then the rest in the order of claims.

    Each with `agent`, the one of its last attempt; without its long texts.
    """
    last = Attempt.objects.filter(task=OuterRef("pk"), number=OuterRef("attempt"))
    urgency = Case(
        When(status__in=("failed", "held"), then=Value(0)),
        When(status="running", then=Value(1)),
        When(status="pending", then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    slim = tasks.select_related("skill", "tool").defer("result", "description", "acceptance")
    rows = slim.annotate(urgency=urgency, agent=Subquery(last.values("agent")[:1]))
    return rows.order_by("urgency", "priority", "position", "id")


def _first_tasks(outcome: Outcome) -> dict[str, list[Task]]:
    """Of each phase, with `waits_for` on every one of them."""
    tasks = Task.objects.filter(outcome=outcome)
    by_phase = {
        Phase.INFRASTRUCTURE: tasks.of_revision(outcome.approach_revision),
        Phase.EXECUTION: tasks.execution(),
    }
    lists = {phase.value: list(for_a_list(rows)[:SHOWN_TASKS]) for phase, rows in by_phase.items()}
    name_what_they_wait_for([task for rows in lists.values() for task in rows])
    return lists


def name_what_they_wait_for(tasks: list[Task]) -> None:
    waits = blocked_by(tasks)
    for task in tasks:
        task.waits_for = waits[task]  # type: ignore[attr-defined]


def steps(
    outcome: Outcome, phase: str, counts: dict[str, dict[str, int]], run: Run | None
) -> list[dict[str, str]]:
    """The five steps, each done, current or ahead."""
    at = _step(outcome, phase, counts, run)
    return [
        {"name": name, "state": "done" if n < at or at == COMPLETE else "current" if n == at else "ahead"}
        for n, name in enumerate(STEPS)
    ]


def _step(outcome: Outcome, phase: str, counts: dict[str, dict[str, int]], run: Run | None) -> int:
    if outcome.infrastructure_ready == Readiness.NEEDED:
        return NEEDS
    if outcome.infrastructure_ready == Readiness.BUILDING:
        return BUILDING
    if phase == "complete":
        return COMPLETE
    execution = counts["execution"]
    begun = execution["total"] > execution["pending"] or (run and run.status == Run.Status.RUNNING)
    return EXECUTION if begun else READY


def click(outcome: Outcome, run: Run | None, plan: Plan, counts: dict[str, dict[str, int]]) -> dict[str, Any]:
    """Which buttons stand there, and what Orchestrate would do, said before it is pressed."""
    execution = counts["execution"]
    to_do = execution["pending"] + execution["failed"] + execution["running"]
    something = not plan.builds_nothing or outcome.infrastructure_ready != Readiness.READY or to_do
    running = run is not None and run.status == Run.Status.RUNNING
    paused = run is not None and run.is_active and not running
    same_revision = run is not None and run.approach_revision == outcome.approach_revision
    archived = outcome.status == Outcome.Status.ARCHIVED
    never_ran = run is None
    return {
        "orchestrate": not archived and not running and bool(something or never_ran or paused),
        "stop": running or bool(run and run.status == Run.Status.HELD),
        "resume": paused and same_revision,
        "again": not archived
        and run is not None
        and not run.is_active
        and not something
        and execution["completed"] > 0,
        "archived": archived,
        "summary": summary(outcome, plan, counts),
    }


def summary(outcome: Outcome, plan: Plan, counts: dict[str, dict[str, int]]) -> str:
    """ "Builds 3, keeps 2, retires 1, then does 4 tasks." """
    if not outcome.approach.strip() and not plan.steps:
        done_first = "The approach is empty, so nothing has to be built: execution starts straight away"
    else:
        verbs = {
            "build": "builds",
            "rebuild": "rebuilds",
            "building": "goes on building",
            "keep": "keeps",
            "retire": "retires",
        }
        parts = [f"{verb} {len(found)}" for action, verb in verbs.items() if (found := plan.of(action))]
        done_first = ", ".join(parts).capitalize() if parts else "Nothing has to be built"
    execution = counts["execution"]
    to_do = execution["pending"] + execution["failed"] + execution["running"]
    if not execution["total"]:
        return f"{done_first}. There are no tasks yet."
    return f"{done_first}, then does {to_do} task{'' if to_do == 1 else 's'}." if to_do else f"{done_first}."


def status_line(
    outcome: Outcome,
    run: Run | None,
    plan: Plan,
    counts: dict[str, dict[str, int]],
    active: list[Worker],
) -> StatusLine:
    if outcome.status == Outcome.Status.ARCHIVED:
        return StatusLine("idle", "Archived", "No run may start. Set it to active in its settings to go on.")
    if run is None:
        return StatusLine("idle", "Not started", "Press Orchestrate when the plan looks right.")
    working = [worker for worker in active if worker.status == Worker.Status.WORKING]
    if run.status == Run.Status.RUNNING:
        return _running(outcome, counts, active, working)
    still = f" {_counted(len(working), 'worker')} still at the task in hand." if working else ""
    if run.status == Run.Status.HELD:
        return StatusLine("attention", "Held", f"{run.reason} {WHAT_TO_DO.get(run.reason_code, '')}{still}")
    if run.status == Run.Status.STOPPED:
        return StatusLine(
            "attention", "Stopped", f"{run.reason}.{still} Resume goes on where it was; nothing is lost."
        )
    if run.status == Run.Status.FAILED:
        return StatusLine("attention", "Failed", f"{run.reason} Orchestrate tries what failed again.")
    return _completed(outcome, run, plan, counts)


def _running(
    outcome: Outcome, counts: dict[str, dict[str, int]], active: list[Worker], working: list[Worker]
) -> StatusLine:
    ready = outcome.infrastructure_ready == Readiness.READY
    now = counts["execution" if ready else "infrastructure"]
    settled = now["completed"] + now["skipped"] + now["cancelled"]
    what = "Executing tasks" if ready else "Building infrastructure"
    done = f"{settled} of {now['total']} done"
    if working:
        return StatusLine("active", what, f"{done}, {_counted(len(working), 'worker')} at work.")
    if active:
        told = (
            f"{done}. {_counted(len(active), 'worker')} woken, none has started yet. "
            "If this lasts, the cluster may not be running."
        )
    else:
        told = f"{done}. No worker is active; the supervisor wakes one within seconds where it runs."
    return StatusLine("waiting", "Waiting for workers", told)


def _completed(outcome: Outcome, run: Run, plan: Plan, counts: dict[str, dict[str, int]]) -> StatusLine:
    execution = counts["execution"]
    added = execution["pending"] + execution["failed"]
    if not plan.builds_nothing or outcome.infrastructure_ready != Readiness.READY:
        return StatusLine("waiting", "Changed since the last run", "Press Orchestrate to follow the change.")
    if added:
        return StatusLine(
            "waiting",
            "Tasks wait",
            f"{_counted(added, 'task')} not done since the last run ended: press Orchestrate.",
        )
    if not execution["total"]:
        return StatusLine(
            "done", "Infrastructure is ready", "There are no tasks yet: add some, then Orchestrate."
        )
    return StatusLine("done", "Complete", f"Run {run.pk}: {run.reason}.")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
