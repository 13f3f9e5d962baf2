"""Everything that the live region of an outcome's page shows, in a number of queries that does not grow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, Count, F, OuterRef, Prefetch, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Now
from django.utils import timezone

from orchestration.agents.protocol import SLOW
from orchestration.control import LIMITS
from orchestration.disk import shortage
from orchestration.estimates import estimates, planning_estimate
from orchestration.planning_card import PlanningCard, is_reading, planning_card
from orchestration.progress import Tally, latest_run, word
from orchestration.task_lists import groups_of
from outcomes.compiled import Values
from outcomes.models import Artifact, Event, Outcome, Readiness, Run, Skill, Task, Worker
from outcomes.needs import effective_needs
from outcomes.reconciliation import Plan, reconcile
from outcomes.views.needs import bar_of_needs, need_lists, tell_steps

SHOWN_EVENTS = 8
SHOWN_ARTIFACTS = 10
SHOWN_WORKERS = 12  # active ones; the rest is counted
SHOWN_INPUTS = 300  # characters
POLL_S, IDLE_POLL_S = 1, 15
START_S = 10  # a wake-up that takes longer than this is told

STEPS = ("Needs", "Building", "Ready", "Execution", "Complete")
NEEDS, BUILDING, READY, EXECUTION, COMPLETE = range(5)

# What a person can do about a held run, where its reason does not say it.
WHAT_TO_DO = {
    "task-held": "Open the task, see what it asks for, and answer, retry or skip it.",
    **dict.fromkeys(SLOW, "It goes on by itself when that time is over."),
    "connection": "See whether the network and ANTHROPIC_BASE_URL are right; Resume tries at once.",
    "timeout": "It goes on by itself; Resume tries at once.",
    "server-error": "It goes on by itself; Resume tries at once.",
}


@dataclass(frozen=True, slots=True)
class StatusLine:
    """What is going on, in words that are true now, and what to do next."""

    tone: str  # idle, active, waiting, attention, done
    title: str
    text: str = ""


def seen_token(outcome_id: int) -> str | None:
    """Differs whenever something that the region shows may differ: every change writes an event.

    None where there is no such outcome. Asked every second by every page that is open.
    """
    lines = sorted(_SEEN.tuples(outcome=outcome_id), key=lambda line: (line[1], line[0]))
    if not lines:
        return None
    return "-".join(f"{number}{what}" for number, what in lines) + ("-disk" if shortage() else "")


def _seen(outcome: Any) -> QuerySet[Any, Any]:
    """(number, what) of the newest event, what is spent, the library, and each worker that is awake."""
    events = Event.objects.filter(outcome=OuterRef("pk")).order_by("-id").values("id")[:1]
    library = Skill.objects.library().order_by("-id").values("id")[:1]
    row = Outcome.objects.filter(pk=outcome).order_by()
    late = When(
        status=Worker.Status.WOKEN, woken_at__lt=Now() - timedelta(seconds=START_S), then=word("late")
    )
    workers = Worker.objects.active().filter(outcome=outcome).order_by()
    spent = Concat(Cast("spent_usd", CharField()), word("+"), Cast("reserved_usd", CharField()))
    return _numbered(row, Coalesce(Subquery(events), 0), word("event")).union(
        _numbered(row, Value(0), spent),
        _numbered(row, Coalesce(Subquery(library), 0), word("library")),
        _numbered(workers, F("id"), Case(late, default=F("status"), output_field=CharField())),
        all=True,
    )


def _numbered(rows: QuerySet[Any], number: Any, what: Any) -> QuerySet[Any, Any]:
    lines: QuerySet[Any, Any] = rows.annotate(number=number, what=what).values_list("number", "what")
    return lines


_SEEN = Values("outcome", build=_seen)


def _start_late(workers: list[Worker]) -> bool:
    """Whether one of them was woken a while ago and has not started."""
    due = timezone.now() - timedelta(seconds=START_S)
    return any(worker.status == Worker.Status.WOKEN and worker.woken_at < due for worker in workers)


def at_work(workers: list[Worker]) -> list[Worker]:
    """Those that have a task in hand."""
    return [worker for worker in workers if worker.tasks.all()]


def live_context(outcome: Outcome) -> dict[str, Any]:
    """The context of templates/orchestration/_live.html."""
    token = seen_token(outcome.pk)  # read first: what changes meanwhile is fetched again
    needs = effective_needs(outcome)
    plan = reconcile(outcome, needs)
    run = latest_run(outcome.pk)
    told = tell_steps(plan, outcome, run)
    tally = Tally.of(outcome.pk)
    counts, phase = tally.stats, tally.phase
    in_hand = Prefetch("tasks", Task.objects.only("title", "worker"))
    everyone = Worker.objects.filter(outcome=outcome)
    active = list(everyone.active().order_by("id").prefetch_related(in_hand))
    gone = dict(
        everyone.exclude(status__in=Worker.ACTIVE).order_by().values_list("status").annotate(Count("pk"))
    )
    artifacts = Artifact.objects.filter(outcome=outcome).latest().without_bodies()
    planning = planning_card(outcome, run)
    moving = bool(active) or (run is not None and run.status == Run.Status.RUNNING)
    return {
        "outcome": outcome,
        "token": token,
        "poll_s": POLL_S if moving else IDLE_POLL_S,
        "run": run,
        "plan": plan,
        "told_steps": told,
        "need_lists": need_lists(told),
        "existing": needs.existing,
        "said": needs.said,
        "library_ids": dict(
            Skill.objects.library().filter(name__in=needs.existing).values_list("name", "pk")
        ),
        "counts": counts,
        "phase": phase,
        "steps": steps(outcome, phase, counts, run),
        "status": status_line(outcome, run, plan, counts, active),
        "click": click(outcome, run, plan, counts, active, planning),
        "money": money(outcome, run, plan, counts, planning),
        "planning": planning,
        "planning_estimate": planning_estimate(outcome) if planning.may_ask else None,
        "run_inputs": told_inputs(run),
        "bars": bars(plan, counts, active),
        "groups": groups_of(outcome.pk, tally),
        "has_tasks": counts["execution"]["total"] > 0,
        "workers": active[:SHOWN_WORKERS],
        "more_workers": max(0, len(active) - SHOWN_WORKERS),
        "limits": limits(run, plan),
        "gone": ", ".join(f"{gone[status]} {status}" for status in ("ended", "lost") if gone.get(status)),
        "events": outcome.events.all()[:SHOWN_EVENTS],
        "artifacts": artifacts.annotate(agent=F("attempt__agent"))[:SHOWN_ARTIFACTS],
    }


def money(
    outcome: Outcome,
    run: Run | None,
    plan: Plan,
    counts: dict[str, dict[str, int]],
    planning: PlanningCard,
) -> dict[str, Any]:
    """What this outcome has cost of its budget, and what a click may cost."""
    running = run is not None and run.status == Run.Status.RUNNING
    spent = outcome.spent_usd + outcome.reserved_usd
    return {
        "offline": settings.ACTIVE_AGENT == "offline",
        "percent": min(100, int(100 * spent / outcome.budget_usd)) if outcome.budget_usd else 100,
        "held": run is not None and run.status == Run.Status.HELD and run.reason_code == "budget",
        "estimates": [] if running else estimates(outcome, plan, counts, plans=planning.on_orchestrate),
        "double": str(max(2 * outcome.budget_usd, Decimal(1))),
    }


def steps(
    outcome: Outcome, phase: str, counts: dict[str, dict[str, int]], run: Run | None
) -> list[dict[str, str]]:
    """The five steps, each done, current, failed or ahead."""
    failed = run is not None and run.status == Run.Status.FAILED and outcome.is_planned
    at = _step(outcome, phase, counts, run)
    if failed:
        at = EXECUTION if outcome.infrastructure_ready == Readiness.READY else BUILDING
    here = "failed" if failed else "current"
    return [
        {"name": name, "state": "done" if n < at or at == COMPLETE else here if n == at else "ahead"}
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


def bars(plan: Plan, counts: dict[str, dict[str, int]], active: list[Worker]) -> list[dict[str, Any]]:
    """The needs that are there of those called for, and the tasks that are done."""
    execution = counts["execution"]
    settled = execution["completed"] + execution["skipped"] + execution["cancelled"]
    left_out = execution["skipped"] or execution["cancelled"]
    done = f"{execution['completed']:,} of {execution['total']:,} done"
    parts = [f"{execution['completed']:,} done" if left_out and settled == execution["total"] else done]
    others = ("skipped", "cancelled", "running", "failed", "held", "blocked")
    parts += [f"{execution[status]:,} {status}" for status in others if execution[status]]
    told = {"total": execution["total"], "done": settled, "told": ", ".join(parts)}
    return [
        bar | {"label": label, "none": none, "workers": sum(w.phase == phase for w in at_work(active))}
        for phase, label, none, bar in (
            ("infrastructure", "Infrastructure", "nothing to build", bar_of_needs(plan)),
            ("execution", "Execution", "no tasks yet", told | {"failed": execution["failed"]}),
        )
    ]


def limits(run: Run | None, plan: Plan) -> list[dict[str, Any]]:
    """How many workers a run that is active may have, and the numbers next to that."""
    if run is None or not run.is_active:
        return []
    builds = any(step.need for step in plan.steps)
    named = [("max_infrastructure_workers", "that build")] if builds else []
    return [_limit(run, name, what) for name, what in [*named, ("max_execution_workers", "on tasks")]]


def _limit(run: Run, name: str, what: str) -> dict[str, Any]:
    now = getattr(run, name)
    numbers = {"fewer": max(1, now - 1), "more": min(LIMITS[name], now + 1)}
    return {"name": name, "what": what, "told": f"{_counted(now, 'worker')} {what}", **numbers}


def told_inputs(run: Run | None) -> str:
    """ "month: May, team: Sales" of a run that was given inputs."""
    if run is None or not isinstance(run.inputs, dict):
        return ""
    told = ", ".join(f"{name}: {value}" for name, value in run.inputs.items())
    return told if len(told) <= SHOWN_INPUTS else f"{told[:SHOWN_INPUTS]}…"


def click(
    outcome: Outcome,
    run: Run | None,
    plan: Plan,
    counts: dict[str, dict[str, int]],
    active: list[Worker],
    planning: PlanningCard,
) -> dict[str, Any]:
    """Which buttons stand there, and what Orchestrate would do, said before it is pressed."""
    execution = counts["execution"]
    to_do = execution["pending"] + execution["failed"] + execution["running"]
    ready = outcome.infrastructure_ready == Readiness.READY
    something = not ready or plan.takes_ready_back(outcome) or to_do
    running = run is not None and run.status == Run.Status.RUNNING
    paused = run is not None and run.is_active and not running
    busy = bool(at_work(active))
    held = run is not None and run.status == Run.Status.HELD
    same_plan = run is not None and run.approach_revision == outcome.approach_revision and outcome.is_planned
    resume = paused and same_plan and run is not None and run.reason_code != "agent-changed"
    archived = outcome.status == Outcome.Status.ARCHIVED
    wanted = something or run is None or paused or not plan.builds_nothing
    return {
        "orchestrate": not archived and not running and bool(wanted) and not (resume and plan.builds_nothing),
        "first_choice": bool(execution["total"]) or (plan.builds_nothing and not plan.of("building")),
        "stop_gently": running or (held and busy),
        "stop_now": running or held or (paused and busy),
        "resume": resume,
        "again": not archived
        and run is not None
        and not run.is_active
        and not something
        and execution["completed"] > 0,
        "archived": archived,
        "summary": ("Has Claude read the approach first. " if planning.on_orchestrate else "")
        + summary(outcome, plan, counts),
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
    to_build = [*plan.of("build"), *plan.of("rebuild"), *plan.of("building")]
    if not execution["total"] and to_build:
        kinds = sorted({step.kind for step in to_build})
        what = _counted(len(to_build), kinds[0]) if len(kinds) == 1 else f"{len(to_build)} skills and tools"
        return f"Add tasks first: Orchestrate would only build the {what}."
    if not execution["total"]:
        return f"{done_first}. There are no tasks yet."
    if not to_do:
        return f"{done_first}."
    ready = outcome.infrastructure_ready == Readiness.READY
    when = "and meanwhile" if to_build and ready and not plan.takes_ready_back(outcome) else "then"
    return f"{done_first}, {when} does {_counted(to_do, 'task')}."


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
        told = "Press Orchestrate when the plan looks right."
        if not counts["execution"]["total"]:
            told = "Write the tasks, or draft them from the approach; then press Orchestrate."
        return StatusLine("idle", "Not started", told)
    if run.status == Run.Status.RUNNING:
        return _running(outcome, plan, counts, active)
    busy = at_work(active)
    still = f" {_counted(len(busy), 'worker')} still at the task in hand." if busy else ""
    if run.status == Run.Status.HELD:
        return StatusLine("attention", "Held", f"{run.reason} {WHAT_TO_DO.get(run.reason_code, '')}{still}")
    if run.status == Run.Status.STOPPED:
        return StatusLine(
            "attention", "Stopped", f"{run.reason}.{still} Resume goes on where it was; nothing is lost."
        )
    if run.status == Run.Status.FAILED:
        return StatusLine("attention", "Failed", f"{run.reason} Orchestrate tries again what failed.")
    return _completed(outcome, run, plan, counts)


def _running(
    outcome: Outcome, plan: Plan, counts: dict[str, dict[str, int]], active: list[Worker]
) -> StatusLine:
    ready = outcome.infrastructure_ready == Readiness.READY
    what = "Executing tasks" if ready else "Building infrastructure"
    done = bars(plan, counts, [])[ready]["told"].split(", ")[0]  # the bar below it tells the rest
    late = plan.of("building") if ready else []
    if late:
        done += f"; {_counted(len(late), 'need')} built meanwhile"
    if busy := at_work(active):
        reading = "Claude reads the approach; " if is_reading(active) else ""
        return StatusLine("active", what, f"{reading}{done}; {_counted(len(busy), 'worker')} at work.")
    if is_reading(active):
        return StatusLine("active", "Planning", f"Claude reads the approach. {done}.")
    if any(worker.status == Worker.Status.WORKING for worker in active):
        return StatusLine("active", what, f"{done}. A worker looks for the next task.")
    if shortage():
        told = f"{done}. The next task begins when there is room."
        return StatusLine("attention", "Waiting for disk space", told)
    told = f"{done}. {_counted(len(active), 'worker')} woken"
    if _start_late(active):
        told += f", none has started for {START_S} seconds: the cluster may not be running."
    elif active:
        told += ", about to start."
    else:
        told = f"{done}. No worker is active; the supervisor wakes one within seconds where it runs."
    return StatusLine("waiting", "Waiting for workers", told)


def _completed(outcome: Outcome, run: Run, plan: Plan, counts: dict[str, dict[str, int]]) -> StatusLine:
    execution = counts["execution"]
    added = execution["pending"] + execution["failed"]
    if outcome.infrastructure_ready != Readiness.READY or plan.takes_ready_back(outcome):
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
    missing = ", ".join(f"{step.kind} {step.name}" for step in plan.of("build"))
    left = f" {missing[:1].upper()}{missing[1:]} could not be built; no task waits for it." if missing else ""
    return StatusLine("done", "Complete", f"Run {run.pk}: {run.reason}.{left}")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
