"""What a task waits for: other tasks, and skills or tools by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from outcomes.models.capability import Skill, Tool

if TYPE_CHECKING:
    from outcomes.models.outcome import Outcome


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def unmet(self) -> RequirementQuerySet:
        """Those that nothing usable answers to, in the outcome or in the library."""
        return self.exclude(Q(kind="skill") & _there(Skill) | Q(kind="tool") & _there(Tool))

    def move(self, outcome: Outcome, was: tuple[str, str], now: tuple[str, str]) -> None:
        """The outcome's tasks that required the first (kind, name) require the second from now on."""
        if was == now:
            return
        rows = self.filter(task__outcome=outcome, kind=was[0], name=was[1])
        there = self.filter(task__outcome=outcome, kind=now[0], name=now[1]).values("task")
        rows.filter(task__in=there).delete()
        rows.update(kind=now[0], name=now[1])


def _there(model: type[Skill] | type[Tool]) -> Q:
    usable = model.objects.usable().filter(name=OuterRef("name"))
    own = usable.filter(outcome=OuterRef("task__outcome"))
    # The outcome's own one counts before the library's of the same name.
    named = model.objects.called_for().filter(name=OuterRef("name"), outcome=OuterRef("task__outcome"))
    return Q(Exists(own)) | Q(Exists(usable.filter(outcome=None))) & ~Q(Exists(named))


class Dependency(models.Model):
    task = models.ForeignKey("outcomes.Task", on_delete=models.CASCADE, related_name="dependencies")
    on = models.ForeignKey("outcomes.Task", on_delete=models.CASCADE, related_name="awaited_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "on"], name="one_dependency_per_pair"),
            models.CheckConstraint(condition=~Q(task=F("on")), name="no_task_waits_for_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} after {self.on_id}"


class Requirement(models.Model):
    """A skill or tool, by name, that must be there before the task starts."""

    task = models.ForeignKey("outcomes.Task", on_delete=models.CASCADE, related_name="requirements")
    kind = models.CharField(max_length=10, choices=[("skill", "skill"), ("tool", "tool")])
    name = models.CharField(max_length=64)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["task", "kind", "name"], name="one_requirement_per_name"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
