"""From a click on Orchestrate until nothing is left to do."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from outcomes.compiled import Select
from outcomes.models.event import Event
from outcomes.state import StateModel, together


class RunQuerySet(models.QuerySet["Run"]):
    def active(self) -> RunQuerySet:
        """At most one per outcome: running, held or stopped."""
        return self.filter(status__in=Run.ACTIVE)

    def running(self) -> RunQuerySet:
        return self.filter(status=Run.Status.RUNNING)


class Run(StateModel):
    class Status(models.TextChoices):
        RUNNING = "running"
        HELD = "held"  # the system waits for something, and says for what
        STOPPED = "stopped"  # a person stopped it
        COMPLETED = "completed"
        FAILED = "failed"

    ACTIVE = (Status.RUNNING, Status.HELD, Status.STOPPED)
    FINAL = (Status.COMPLETED, Status.FAILED)
    STATE_COLUMNS = frozenset({"status", "reason", "reason_code", "approach_revision", "finished_at"})

    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="runs")
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    reason = models.TextField(blank=True)  # one sentence for people
    reason_code = models.CharField(max_length=40, blank=True)  # the same for scripts
    approach_revision = models.PositiveIntegerField()
    inputs = models.JSONField(default=dict, blank=True)
    requested_by = models.CharField(max_length=200)
    max_infrastructure_workers = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    max_execution_workers = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(64)]
    )
    agent = models.CharField(max_length=20)  # that the click asked for: no other, dearer one takes over
    skip_validation = models.BooleanField(default=False)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["running", "held", "stopped", "completed", "failed"]),
                name="run_status_known",
            ),
            models.UniqueConstraint(
                fields=["outcome"],
                condition=Q(status__in=["running", "held", "stopped"]),
                name="one_active_run_per_outcome",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["completed", "failed"], finished_at__isnull=False)
                | Q(status__in=["running", "held", "stopped"], finished_at__isnull=True),
                name="final_run_has_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["held", "failed"]) | ~Q(reason=""), name="held_run_says_why"
            ),
            models.CheckConstraint(
                condition=Q(max_infrastructure_workers__range=(1, 3), max_execution_workers__range=(1, 64)),
                name="run_limits_possible",
            ),
        ]
        indexes = [models.Index(fields=["status"], name="run_by_status")]

    def __str__(self) -> str:
        return f"run {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.status in self.ACTIVE

    def limit(self, phase: str) -> int:
        """How many workers this run may have in `phase` at once."""
        return self.max_infrastructure_workers if phase == "infrastructure" else self.max_execution_workers

    def hold(self, code: str, reason: str, by: str = "system") -> None:
        """running → held."""
        self._turn({self.Status.RUNNING}, self.Status.HELD, by, f"Run held: {reason}", code, reason)

    def hold_for_change(self, code: str, reason: str, by: str) -> None:
        """held → held for another reason: what it waited for is overtaken."""
        self._turn({self.Status.HELD}, self.Status.HELD, by, f"Run held: {reason}", code, reason)

    def stop(self, by: str, reason: str) -> None:
        """running, held → stopped."""
        sources = {self.Status.RUNNING, self.Status.HELD}
        self._turn(sources, self.Status.STOPPED, by, reason, "stopped", reason)

    def go_on(self, by: str, message: str, revision: int | None = None) -> None:
        """running, held, stopped → running, under `revision` where one is given."""
        changes: dict[str, Any] = {"approach_revision": revision} if revision else {}
        self._turn(set(self.ACTIVE), self.Status.RUNNING, by, message, **changes)

    def complete(self, reason: str) -> None:
        """running → completed."""
        self._turn(
            {self.Status.RUNNING},
            self.Status.COMPLETED,
            "system",
            f"Run {reason}",
            "completed",
            reason,
            finished_at=timezone.now(),
        )

    def fail(self, code: str, reason: str) -> None:
        """running → failed."""
        self._turn(
            {self.Status.RUNNING},
            self.Status.FAILED,
            "system",
            f"Run failed: {reason}",
            code,
            reason,
            finished_at=timezone.now(),
        )

    def _turn(
        self,
        sources: set[Any],
        to: str,
        by: str,
        message: str,
        code: str = "",
        reason: str = "",
        **changes: Any,
    ) -> None:
        with together():
            self._move("status", sources, to, reason=reason, reason_code=code, **changes)
            Event.record(self.outcome_id, f"run.{to}", by, message, run_id=self.pk)


ACTIVE_RUN = Select("outcome", build=lambda outcome: Run.objects.active().filter(outcome=outcome).order_by())
