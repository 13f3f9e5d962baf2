"""What is kept of each call to a model, and what a day has cost. Written by spending.py only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q


class Purpose(models.TextChoices):
    PLAN = "plan"  # read an approach
    SKILL = "skill"  # write a skill
    TOOL = "tool"  # write a tool
    TASK = "task"  # do a task
    CHECK = "check"  # see whether the model answers


def _usd(**options: Any) -> models.DecimalField[Decimal, Decimal]:
    """Exact: a price has at most three decimals, and stands for a million tokens."""
    return models.DecimalField(max_digits=18, decimal_places=9, default=Decimal(0), **options)


class ModelCallQuerySet(models.QuerySet["ModelCall"]):
    def reserved(self) -> ModelCallQuerySet:
        """Under way, or left behind by a process that died."""
        return self.filter(status=ModelCall.Status.RESERVED)


class ModelCall(models.Model):
    """One request to a model: reserved before it is sent, closed once. It outlives what it was made for."""

    class Status(models.TextChoices):
        RESERVED = "reserved"  # its upper bound is set aside
        SETTLED = "settled"  # answered
        FAILED = "failed"  # no answer that could be used; it may have cost money all the same

    status = models.CharField(max_length=10, choices=Status, default=Status.RESERVED)
    purpose = models.CharField(max_length=10, choices=Purpose)
    outcome = models.ForeignKey(
        "outcomes.Outcome", null=True, on_delete=models.SET_NULL, related_name="model_calls"
    )
    outcome_name = models.CharField(max_length=200, blank=True)  # kept when the outcome is deleted
    run = models.ForeignKey("outcomes.Run", null=True, on_delete=models.SET_NULL, related_name="model_calls")
    task = models.ForeignKey(
        "outcomes.Task", null=True, on_delete=models.SET_NULL, related_name="model_calls"
    )
    attempt = models.ForeignKey(
        "outcomes.Attempt", null=True, on_delete=models.SET_NULL, related_name="model_calls"
    )
    worker = models.ForeignKey(  # that makes a call which belongs to no attempt
        "outcomes.Worker", null=True, on_delete=models.SET_NULL, related_name="model_calls"
    )
    capability = models.CharField(max_length=200, blank=True)  # name of the skill or tool that it builds
    requested_by = models.CharField(max_length=200, blank=True)  # who asked for the run
    model = models.CharField(max_length=100)
    max_tokens = models.PositiveIntegerField()  # of the answer, after shrinking
    bound_usd = _usd()  # the most that it can cost; set aside while it is under way
    cost_usd = _usd()
    estimated = models.BooleanField(default=False)  # by a bound or by another model's price
    input_tokens = models.PositiveBigIntegerField(default=0)
    output_tokens = models.PositiveBigIntegerField(default=0)
    cache_read_tokens = models.PositiveBigIntegerField(default=0)
    cache_write_tokens = models.PositiveBigIntegerField(default=0)
    seconds = models.FloatField(default=0)
    stop_reason = models.CharField(max_length=100, blank=True)
    request_id = models.CharField(max_length=100, blank=True)
    error_code = models.CharField(max_length=40, blank=True)
    prompt_digest = models.CharField(max_length=64, blank=True)  # of the instructions it was sent with
    day = models.DateField()  # in UTC: on which it counts
    created_at = models.DateTimeField()

    objects = ModelCallQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["reserved", "settled", "failed"]), name="model_call_status_known"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=["plan", "skill", "tool", "task", "check"]),
                name="model_call_purpose_known",
            ),
            models.CheckConstraint(
                condition=Q(bound_usd__gte=0, cost_usd__gte=0), name="model_call_cost_not_negative"
            ),
            models.CheckConstraint(
                condition=~Q(status="reserved") | Q(cost_usd=0), name="model_call_under_way_has_no_cost_yet"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "created_at"], name="model_call_by_status"),
            models.Index(fields=["outcome", "day"], name="model_call_by_outcome"),
            models.Index(fields=["purpose", "model", "id"], name="model_call_by_purpose"),
            models.Index(fields=["day"], name="model_call_by_day"),
        ]

    def __str__(self) -> str:
        return f"call {self.pk} of {self.model} for a {self.purpose}"


class SpendingDay(models.Model):
    """What the whole installation has spent and set aside on one day, in UTC; its row is the day's lock."""

    day = models.DateField(primary_key=True)
    spent_usd = _usd()
    reserved_usd = _usd()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(spent_usd__gte=0, reserved_usd__gte=0), name="days_spending_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.spent_usd} USD"


class ApiPause(models.Model):
    """The one row that says when the API may be called again. Written by gate.py only."""

    ONLY = 1

    until = models.DateTimeField(null=True)  # by the database's clock
    shut = models.BooleanField(default=False)  # until a person resumes or orchestrates a run
    code = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    refusals = models.PositiveIntegerField(default=0)  # in a row

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_api_pause")]

    def __str__(self) -> str:
        return f"calls to the API: {self.code or 'open'}"
