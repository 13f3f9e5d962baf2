"""What a model says that one revision of an approach calls for: asked for, read once, kept."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

import planner
from outcomes.models.event import Event
from outcomes.state import StateModel, together


class ReadingQuerySet(models.QuerySet["Reading"]):
    def wanted(self) -> ReadingQuerySet:
        """Asked for and not over, of the revision that counts: until then there is no READY."""
        current = models.F("outcome__approach_revision")
        return self.filter(status=Reading.Status.WANTED, revision=current)

    def read(self) -> ReadingQuerySet:
        return self.filter(status=Reading.Status.READ)


class Reading(StateModel):
    """One for each revision that a person had planned with a model; a worker of the outcome reads it."""

    class Status(models.TextChoices):
        WANTED = "wanted"  # somebody asked for it
        HELD = "held"  # the model could not be asked for now; the next press tries again
        READ = "read"
        UNREAD = "unread"  # the model brought nothing of use: the rules' needs stand alone

    STATE_COLUMNS = frozenset(
        {
            "status",
            "run",
            "requested_by",
            "tries",
            "needs",
            "refused",
            "model",
            "code",
            "reason",
            "finished_at",
        }
    )

    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="readings")
    revision = models.PositiveIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.WANTED)
    run = models.ForeignKey(  # that it was asked for by; None: by a press of its own
        "outcomes.Run", null=True, blank=True, on_delete=models.SET_NULL, related_name="readings"
    )
    requested_by = models.CharField(max_length=200)
    tries = models.PositiveSmallIntegerField(default=0)  # whose worker has not come back, since a press
    needs = models.JSONField(default=list, blank=True)  # planner.ReadNeed, each as an object
    refused = models.JSONField(default=list, blank=True)  # planner.Refusal, each as an object
    model = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=40, blank=True)  # why it is held or unread, for scripts
    reason = models.TextField(blank=True)  # the same for people
    asked_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "revision"], name="one_reading_per_revision"),
            models.CheckConstraint(
                condition=Q(status__in=["wanted", "held", "read", "unread"]), name="reading_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["held", "unread"]) | ~Q(reason=""),
                name="reading_without_result_says_why",
            ),
        ]
        indexes = [models.Index(fields=["status"], name="reading_by_status")]

    def __str__(self) -> str:
        return f"reading of revision {self.revision} of outcome {self.outcome_id}"

    @property
    def found(self) -> tuple[planner.ReadNeed, ...]:
        return tuple(planner.ReadNeed(**{**need, "quotes": tuple(need["quotes"])}) for need in self.needs)

    @property
    def refusals(self) -> tuple[planner.Refusal, ...]:
        return tuple(planner.Refusal(**refusal) for refusal in self.refused)

    @property
    def own(self) -> int:
        """How many needs it brought that the rules did not see."""
        return sum(not need["by_rules"] for need in self.needs)

    def ask(self, by: str, run: Any = None) -> None:
        """wanted, held, unread → wanted, for this run or by a press of its own."""
        again = self.status != self.Status.WANTED
        changes: dict[str, Any] = {"code": "", "reason": "", "finished_at": None}
        with together():
            self._move(
                "status",
                {self.Status.WANTED, self.Status.HELD, self.Status.UNREAD},
                self.Status.WANTED,
                run=run,
                tries=0,
                **(changes | {"requested_by": by[:200]} if again else {}),
            )
            if again:
                self.record("asked", by, f"Revision {self.revision} is to be planned with Claude once more")

    def begin(self) -> None:
        """A worker begins to read."""
        self._move("tries", {self.tries}, self.tries + 1, where={"status": self.Status.WANTED})

    def take_back_try(self) -> None:
        """The worker that began last has come back without a result, and is not lost."""
        self._move("tries", {self.tries}, self.tries - 1, where={"status": self.Status.WANTED})

    def keep(self, needs: list[Any], refused: list[Any], model: str, by: str, told: str) -> None:
        """wanted → read. WrongStatus where another worker was first: then that result counts."""
        self._end(
            self.Status.READ, by, told, needs=needs, refused=refused, model=model[:100], code="", reason=""
        )

    def give_up(self, code: str, reason: str, by: str) -> None:
        """wanted → unread: the rules' needs stand alone."""
        told = f"Planning with Claude brought nothing, so the rules' needs stand: {reason}"
        self._end(self.Status.UNREAD, by, told, code=code, reason=reason)

    def hold(self, code: str, reason: str, by: str) -> None:
        """wanted → held: nobody waits for it, until it is asked for again."""
        self._end(self.Status.HELD, by, f"Planning with Claude waits: {reason}", code=code, reason=reason)

    def _end(self, to: Status, by: str, told: str, **changes: Any) -> None:
        with together():
            self._move("status", {self.Status.WANTED}, to, finished_at=timezone.now(), **changes)
            self.record(to, by, told)

    def record(self, edge: str, by: str, told: str) -> None:
        Event.record(self.outcome_id, f"planning.{edge}", by, told, run_id=self.run_id)
