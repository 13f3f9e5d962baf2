"""What a worker asks a person about its task, and the answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class QuestionQuerySet(models.QuerySet["Question"]):
    def open(self) -> QuestionQuerySet:
        return self.filter(answered_at=None, withdrawn_at=None)

    def answered(self) -> QuestionQuerySet:
        return self.exclude(answered_at=None)


class Question(models.Model):
    """Holds its task until it is answered, or withdrawn because a person decided otherwise about the task."""

    task = models.ForeignKey("outcomes.Task", on_delete=models.CASCADE, related_name="questions")
    attempt = models.ForeignKey("outcomes.Attempt", on_delete=models.CASCADE, related_name="questions")
    call = models.CharField(max_length=100)  # the tool call in the conversation that waits for the answer
    text = models.TextField()
    asked_at = models.DateTimeField(auto_now_add=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_question_per_task",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="answered_question_has_answer"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
