"""One claimant: a row here, and one job in a django-q2 cluster."""

from __future__ import annotations

import contextlib
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from outcomes.errors import WrongStatus
from outcomes.models.event import Event
from outcomes.models.task import Phase
from outcomes.state import StateModel, together

PLANNING = "planning"  # what a worker does that reads an approach with a model, beside the two phases
_NOW = models.functions.Now()


class WorkerQuerySet(models.QuerySet["Worker"]):
    def active(self) -> WorkerQuerySet:
        """Those that count against the limits: woken and working."""
        return self.filter(status__in=Worker.ACTIVE)

    def planning(self) -> WorkerQuerySet:
        return self.filter(phase=PLANNING)


class Worker(StateModel):
    class Status(models.TextChoices):
        WOKEN = "woken"  # the wake-up is on its way
        WORKING = "working"
        ENDED = "ended"  # nothing was left for it to do
        LOST = "lost"  # died, or its wake-up never arrived

    ACTIVE = (Status.WOKEN, Status.WORKING)
    INFRASTRUCTURE_SLOTS = 3

    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="workers")
    run = models.ForeignKey(  # none where a person asked for a plan and nothing else
        "outcomes.Run", null=True, blank=True, on_delete=models.CASCADE, related_name="workers"
    )
    phase = models.CharField(max_length=20, choices=[*Phase.choices, (PLANNING, "Planning")])
    # Two workers cannot hold one slot, so a doubled wake-up cannot exceed a limit.
    slot = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WOKEN)
    stopping = models.BooleanField(default=False)  # told to let go: claims nothing more
    cluster = models.CharField(max_length=40, blank=True)  # the supervisor's run that its process belongs to
    pid = models.PositiveIntegerField(null=True)
    woken_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)  # by the database's clock
    ended_at = models.DateTimeField(null=True)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["woken", "working", "ended", "lost"]), name="worker_status_known"
            ),
            models.CheckConstraint(
                condition=Q(phase="execution")
                | Q(phase="infrastructure", slot__lt=3)
                | Q(phase="planning", slot=0),
                name="at_most_three_infrastructure_workers",
            ),
            models.CheckConstraint(
                condition=Q(run__isnull=False) | Q(phase="planning"), name="only_planning_needs_no_run"
            ),
            models.UniqueConstraint(
                fields=["outcome", "phase", "slot"],
                condition=Q(status__in=["woken", "working"]),
                name="one_worker_per_slot",
            ),
        ]
        indexes = [
            models.Index(fields=["run", "phase", "status"], name="worker_by_run"),
            # Not a partial one: SQLite leaves those aside where the status is a parameter.
            models.Index(fields=["status"], name="worker_by_status"),
        ]

    def __str__(self) -> str:
        return f"worker {self.pk}"

    @classmethod
    def wake(cls, run: Any, phase: str, slot: int) -> Worker:
        """A new claimant in this slot; IntegrityError when somebody holds it."""
        return cls.objects.create(outcome_id=run.outcome_id, run=run, phase=phase, slot=slot)

    @classmethod
    def call_off(cls, run: Any, why: str) -> None:
        """End those of this run that wait for their process; one that starts meanwhile sees for itself."""
        for worker in cls.objects.filter(run=run, status=cls.Status.WOKEN):
            with contextlib.suppress(WrongStatus):
                worker.end(why)

    @classmethod
    def wake_planner(cls, outcome_id: int, run: Any = None) -> Worker:
        """A new claimant of the outcome's reading; IntegrityError when there is one."""
        return cls.objects.create(outcome_id=outcome_id, run=run, phase=PLANNING, slot=0)

    def start(self, cluster: str, pid: int) -> None:
        """woken → working."""
        with together():
            self._move(
                "status",
                {self.Status.WOKEN},
                self.Status.WORKING,
                cluster=cluster,
                pid=pid,
                started_at=timezone.now(),
                seen_at=_NOW,
            )
            self._record("started", f"Worker {self.pk} started on {self._what}")

    def end(self, why: str) -> None:
        """woken, working → ended."""
        with together():
            self._move("status", self.ACTIVE, self.Status.ENDED, ended_at=timezone.now())
            self._record("ended", f"Worker {self.pk} ended: {why}")

    def lose(self, why: str) -> None:
        """woken, working → lost. Its task is returned by whoever calls this."""
        with together():
            self._move("status", self.ACTIVE, self.Status.LOST, ended_at=timezone.now())
            self._record("lost", f"Worker {self.pk} lost: {why}")

    def move_to_execution(self, slot: int) -> None:
        """Go on from the infrastructure phase into this slot of the execution phase.

        Raises WrongStatus when it is not at work, and IntegrityError when somebody holds the slot: call it in
        a savepoint.
        """
        self._move(
            "phase", {Phase.INFRASTRUCTURE}, Phase.EXECUTION, where={"status": self.Status.WORKING}, slot=slot
        )

    @property
    def _what(self) -> str:
        return "planning with Claude" if self.phase == PLANNING else f"the {self.phase} phase"

    def _record(self, edge: str, message: str) -> None:
        Event.record(
            self.outcome_id,
            f"worker.{edge}",
            f"worker {self.pk}",
            message,
            worker_id=self.pk,
            run_id=self.run_id,
        )
