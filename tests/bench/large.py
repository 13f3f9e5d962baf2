"""One very large outcome, straight into the tables; run where Django is set up.

Tasks in every state, with dependencies, attempts and files, and a run with workers at them: what pages and
the status have to cope with. Making it is not what is measured, so no transition is walked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from outcomes.models import (
    Artifact,
    Attempt,
    Dependency,
    Event,
    Outcome,
    Phase,
    Requirement,
    Run,
    Task,
    Worker,
)
from outcomes.needs import effective_needs
from outcomes.reconciliation import apply, reconcile

WORKERS = 8  # at work; twenty times as many were before them
BY = "bench"
# Of a hundred tasks in a row, how many are in each state; the last ones wait, most of them for others.
SHARES = {"completed": 40, "skipped": 5, "cancelled": 3, "failed": 2, "held": 1, "pending": 49}
BATCH = 2000


def fill(outcome_id: int, tasks: int, events: int) -> None:
    """Give this outcome so many execution tasks and events, with all that hangs on them."""
    outcome = Outcome.objects.get(pk=outcome_id)
    build_needs(outcome)
    now = timezone.now()
    run = Run.objects.create(
        outcome=outcome,
        status="stopped",  # so that nobody does the tasks while pages are measured
        reason="Stopped by bench; workers finish the task in hand",
        approach_revision=outcome.approach_revision,
        requested_by=BY,
        max_infrastructure_workers=3,
        max_execution_workers=64,
        agent="offline",
    )
    workers = add_workers(outcome, run, now)
    rows = add_tasks(outcome, run, workers[:WORKERS], tasks, now)
    add_links(outcome, rows)
    add_attempts(rows, run, workers, now)
    add_files(outcome, rows, run)
    add_events(outcome, rows, run, events)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # as the server does by itself within a minute


def build_needs(outcome: Outcome) -> None:
    """Everything that its approach calls for is there, but for the last one, which was waived."""
    apply(outcome, reconcile(outcome, effective_needs(outcome)), BY)
    builds = list(Task.objects.infrastructure().filter(outcome=outcome).select_related("skill", "tool"))
    for build in builds:
        row = build.capability
        assert row is not None
        build.skip(BY)
        if build is builds[-1]:
            row.waive(BY)
            continue
        version = row.add_version(
            f"# {row.title}\n", agent="offline", model="", status="draft", digest=row.digest, description=""
        )
        row.use(version, BY, "is built")
    outcome.finish_building(outcome.approach_revision)


def add_workers(outcome: Outcome, run: Run, now: datetime) -> list[Worker]:
    rows = [
        Worker(
            outcome=outcome,
            run=run,
            phase=Phase.EXECUTION,
            slot=number if number < WORKERS else 0,
            status="working" if number < WORKERS else "ended",
            started_at=now,
            seen_at=now,
            ended_at=None if number < WORKERS else now,
        )
        for number in range(WORKERS * 21)
    ]
    return Worker.objects.bulk_create(rows, batch_size=BATCH)


def add_tasks(outcome: Outcome, run: Run, workers: list[Worker], count: int, now: datetime) -> list[Task]:
    """In the order of their positions; the first of those that wait are in the workers' hands."""
    states = [state for state, share in SHARES.items() for _ in range(count * share // 100)]
    states += ["pending"] * (count - len(states))
    hands = dict(enumerate(workers, states.index("pending")))
    rows = []
    for number, state in enumerate(states):
        worker = hands.get(number)
        rows.append(
            Task(
                outcome=outcome,
                phase=Phase.EXECUTION,
                title=f"Compare the price list of harbour {number} with that of the year before",
                description="Read both lists, line by line, and write down what differs. " * 8,
                position=number + 1,
                outputs=[f"harbours/{number}/report.md"],
                status="running" if worker else state,
                attempt=1 if worker or state in ("completed", "failed", "held") else 0,
                failures=3 if state == "failed" else 0,
                worker=worker,
                run=run if worker or state != "pending" else None,
                lease_until=now + timedelta(days=1) if worker else None,
                result="Three prices differ, all of them by less than a tenth. " * 20
                if state == "completed"
                else "",
                error="The list of last year could not be read: it holds no table."
                if state in ("failed", "held")
                else "",
                started_at=now if worker or state in ("completed", "failed", "held") else None,
                finished_at=now if state in ("completed", "failed") else None,
            )
        )
    return Task.objects.bulk_create(rows, batch_size=BATCH)


def add_links(outcome: Outcome, rows: list[Task]) -> None:
    """Tasks are after two earlier ones; every tenth requires a skill, which for some of them is missing."""
    links = [
        Dependency(task=task, on=rows[before])
        for number, task in enumerate(rows)
        for before in {number // 2, number - 7}
        if 0 <= before < number and number % 3
    ]
    Dependency.objects.bulk_create(links, batch_size=BATCH)
    names = [*outcome.skills.order_by("name").values_list("name", flat=True)[:3], "nowhere-to-be-found"]
    required = [
        Requirement(task=task, kind="skill", name=names[number // 10 % len(names)])
        for number, task in enumerate(rows)
        if number % 10 == 0
    ]
    Requirement.objects.bulk_create(required, batch_size=BATCH)


def add_attempts(rows: list[Task], run: Run, workers: list[Worker], now: datetime) -> None:
    """One of each task that was begun."""
    attempts = [
        Attempt(
            task=task,
            number=1,
            worker=task.worker or workers[number % len(workers)],
            run=run,
            approach_revision=run.approach_revision,
            agent="offline",
            status=ended,
            result=task.result,
            error=task.error,
            started_at=now,
            finished_at=None if ended == "running" else now,
        )
        for number, task in enumerate(rows)
        if (ended := {"held": "failed"}.get(task.status, task.status)) and task.attempt
    ]
    Attempt.objects.bulk_create(attempts, batch_size=BATCH)


def add_files(outcome: Outcome, rows: list[Task], run: Run) -> None:
    """Of each completed task a report, in three versions."""
    made = dict(Attempt.objects.filter(run=run, status="completed").values_list("task_id", "id"))
    body = b"# Report\n\nThree prices differ.\n" * 30
    files = (
        Artifact(
            outcome=outcome,
            path=task.outputs[0],
            version=version,
            media_type="text/markdown",
            size=len(body),
            body=body,
            task=task,
            run=run,
            attempt_id=made[task.pk],
            author=BY,
        )
        for version in (1, 2, 3)
        for task in rows
        if task.pk in made
    )
    in_batches(Artifact, files)


def add_events(outcome: Outcome, rows: list[Task], run: Run, count: int) -> None:
    in_batches(
        Event,
        (
            Event(
                outcome=outcome,
                kind="task.completed" if number % 2 else "task.started",
                actor=f"worker {number % 50}",
                message=f"“{rows[number % len(rows)].title}” {'completed' if number % 2 else 'started'}",
                task_id=rows[number % len(rows)].pk,
                run_id=run.pk,
            )
            for number in range(count)
        ),
    )


def in_batches(model: Any, rows: Iterable[Any]) -> None:
    source = iter(rows)
    while batch := list(islice(source, BATCH)):
        model.objects.bulk_create(batch)
