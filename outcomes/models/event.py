"""One line of an outcome's history: who or what, did what, when, why."""

from __future__ import annotations

from typing import Any

from django.db import models

from outcomes import compiled


class Event(models.Model):
    """Written in the transaction of what it tells of; never changed."""

    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    kind = models.CharField(max_length=60)  # "task.completed": what changed, and how
    actor = models.CharField(max_length=200)  # a username, "worker 12" or "system"
    message = models.TextField()
    # Plain numbers, not keys: the history outlives what it speaks of, and costs one write only.
    task_id = models.BigIntegerField(null=True)
    worker_id = models.BigIntegerField(null=True)
    run_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["outcome", "id"], name="event_by_outcome")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"

    @classmethod
    def record(cls, outcome_id: int, kind: str, by: str, message: str, **about: Any) -> None:
        """Add one line; `about` holds task_id, worker_id, run_id where they apply."""
        compiled.insert(cls(outcome_id=outcome_id, kind=kind, actor=by[:200], message=message, **about))
