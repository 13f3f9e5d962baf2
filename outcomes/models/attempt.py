"""Every try at a task: opened by a claim and closed once. Provenance rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone

from outcomes import compiled

if TYPE_CHECKING:
    from outcomes.models.task import Task


class Attempt(models.Model):
    """One try at a task. Opened by a claim and closed once; provenance rests on it."""

    class Status(models.TextChoices):
        RUNNING = "running"
        COMPLETED = "completed"
        FAILED = "failed"
        LOST = "lost"  # the lease ran out, or the process died
        RELEASED = "released"  # given back: shutdown or stop

    task = models.ForeignKey("outcomes.Task", on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()  # of the task's claims
    worker = models.ForeignKey(
        "outcomes.Worker", null=True, on_delete=models.SET_NULL, related_name="attempts"
    )
    run = models.ForeignKey("outcomes.Run", null=True, on_delete=models.SET_NULL, related_name="attempts")
    approach_revision = models.PositiveIntegerField()
    agent = models.CharField(max_length=20)
    model = models.CharField(max_length=100, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.RUNNING)
    skills = models.ManyToManyField("outcomes.SkillVersion", related_name="given_to")
    opened = models.ManyToManyField("outcomes.SkillVersion", related_name="opened_in")  # by its worker
    tools = models.ManyToManyField("outcomes.ToolVersion", related_name="given_to")
    artifacts = models.ManyToManyField("outcomes.Artifact", related_name="given_to")
    waived = models.JSONField(default=list)  # names of required capabilities that it was done without
    result = models.TextField(blank=True)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["task", "number"], name="one_attempt_per_claim"),
            models.UniqueConstraint(
                fields=["task"], condition=Q(status="running"), name="one_running_attempt_per_task"
            ),
            models.CheckConstraint(
                condition=Q(status="running", finished_at__isnull=True)
                | Q(status__in=["completed", "failed", "lost", "released"], finished_at__isnull=False),
                name="attempt_closed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of task {self.task_id}"

    @classmethod
    def close(cls, task: Task, status: str, result: str, error: str) -> None:
        """Close the running attempt of this claim, in the transaction that moves the task."""
        compiled.update(
            cls,
            {"task": task, "number": task.attempt, "status": cls.Status.RUNNING},
            {"status": status, "result": result, "error": error, "finished_at": timezone.now()},
        )
