"""Steps of an approach that a member does not want as tasks."""

from __future__ import annotations

from django.db import models


class DroppedStep(models.Model):
    """A step of the plan that is not to be proposed again; `step` is its key, as on Task."""

    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="dropped_steps")
    step = models.CharField(max_length=150)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "step"], name="a_step_is_dropped_once"),
        ]

    def __str__(self) -> str:
        return f"{self.step} (dropped by {self.author})"
