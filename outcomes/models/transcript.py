"""What a worker and a model said to each other about a task, kept as it happens."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from outcomes.models.artifact import MAX_PATH_LENGTH


class Conversation(models.Model):
    """All that was said about one task until a person has it done again, or what it rests on has changed."""

    task = models.ForeignKey("outcomes.Task", on_delete=models.CASCADE, related_name="conversations")
    basis = models.CharField(max_length=64)  # digest of what the task, its approach and its skills say
    closed = models.BooleanField(default=False)
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["task"], condition=Q(closed=False), name="one_open_conversation_per_task"
            ),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk} of task {self.task_id}"


class Turn(models.Model):
    """One message of a conversation, as it was sent or received; overlong texts in it are cut and marked."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="turns")
    number = models.PositiveIntegerField()  # from 1, odd ones are ours
    attempt = models.ForeignKey("outcomes.Attempt", on_delete=models.CASCADE, related_name="turns")
    role = models.CharField(max_length=10)
    blocks = models.JSONField()
    kept_at = models.DateTimeField(auto_now=True)  # a turn of ours grows with each result in it

    class Meta:
        ordering = ["conversation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "number"], name="one_turn_per_number"),
            models.CheckConstraint(condition=Q(role__in=["user", "assistant"]), name="turn_role_known"),
        ]

    def __str__(self) -> str:
        return f"turn {self.number} of conversation {self.conversation_id}"


class KeptFile(models.Model):
    """A file that a task has written and not yet delivered: an artifact once the task completes."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="files")
    path = models.CharField(max_length=MAX_PATH_LENGTH)
    media_type = models.CharField(max_length=200)
    body = models.BinaryField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "path"], name="one_kept_file_per_path"),
        ]

    def __str__(self) -> str:
        return self.path
