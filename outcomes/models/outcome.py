"""What the team wants, and the approach that says how; every text of the approach is kept."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from outcomes.errors import Refused
from outcomes.models.event import Event
from outcomes.models.run import ACTIVE_RUN, Run
from outcomes.state import StateModel, together

APPROACH_COLUMNS = frozenset({"approach_revision", "fingerprint"})


class Readiness(models.IntegerChoices):
    NEEDED = 0
    BUILDING = 1
    READY = 2


class Policy(models.TextChoices):
    ALL = "all"  # execution waits for every need
    PARTIAL = "partial"  # a failed need blocks only the tasks that require it


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def update(self, **changes: Any) -> int:
        """As always, but for the approach and what follows from it: those have one door each."""
        guarded = {"approach", *APPROACH_COLUMNS, *Outcome.STATE_COLUMNS}.intersection(changes)
        if guarded:
            raise Refused(
                f"{', '.join(sorted(guarded))} cannot be set by a query: save() keeps the approach's "
                "history, and transitions move the state.",
                "guarded-column",
            )
        return super().update(**changes)

    update.alters_data = True  # type: ignore[attr-defined]

    def bulk_create(self, *args: Any, **kwargs: Any) -> Any:
        raise Refused(
            "Outcomes are created one by one: save() keeps the approach's history.", "guarded-column"
        )

    def locked(self) -> OutcomeQuerySet:
        """For a transaction in which nobody else may change the outcome (on SQLite every one is)."""
        return self.select_for_update(no_key=True)


class Outcome(StateModel):
    class Status(models.TextChoices):
        ACTIVE = "active"
        ACHIEVED = "achieved"
        ARCHIVED = "archived"  # no run may start

    STATE_COLUMNS = frozenset(
        {
            "infrastructure_ready",
            "status",
            "planned_revision",
            "ran_on_claude",
            "spent_usd",
            "reserved_usd",
        }
    )

    name = models.CharField(max_length=200)
    intent = models.TextField(blank=True)
    approach = models.TextField(blank=True)
    approach_revision = models.PositiveIntegerField(default=0, editable=False)
    fingerprint = models.CharField(max_length=64, editable=False)
    planned_revision = models.PositiveIntegerField(default=0, editable=False)  # its planning has ended
    infrastructure_ready = models.PositiveSmallIntegerField(choices=Readiness, default=Readiness.NEEDED)
    status = models.CharField(max_length=10, choices=Status, default=Status.ACTIVE)
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.ALL)
    max_infrastructure_workers = models.PositiveSmallIntegerField(
        default=3, validators=[MinValueValidator(1), MaxValueValidator(3)]
    )
    max_execution_workers = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(64)]
    )
    budget_usd = models.DecimalField(
        max_digits=10, decimal_places=2, default=Decimal("5.00"), validators=[MinValueValidator(0)]
    )
    # What calls to a model have cost, and what is set aside for those under way.
    spent_usd = models.DecimalField(max_digits=18, decimal_places=9, default=Decimal(0), editable=False)
    reserved_usd = models.DecimalField(max_digits=18, decimal_places=9, default=Decimal(0), editable=False)
    ran_on_claude = models.BooleanField(default=False, editable=False)  # never falls back silently after that
    created_by = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        base_manager_name = "objects"
        constraints = [
            models.CheckConstraint(
                condition=Q(infrastructure_ready__in=[0, 1, 2]), name="infrastructure_ready_is_0_1_or_2"
            ),
            models.CheckConstraint(
                condition=~Q(infrastructure_ready=2) | Q(planned_revision=models.F("approach_revision")),
                name="ready_only_for_a_planned_revision",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "achieved", "archived"]), name="outcome_status_known"
            ),
            models.CheckConstraint(condition=Q(policy__in=["all", "partial"]), name="policy_known"),
            models.CheckConstraint(
                condition=Q(max_infrastructure_workers__range=(1, 3), max_execution_workers__range=(1, 64)),
                name="outcome_limits_possible",
            ),
            models.CheckConstraint(condition=Q(budget_usd__gte=0), name="budget_not_negative"),
            models.CheckConstraint(
                condition=Q(spent_usd__gte=0, reserved_usd__gte=0), name="spending_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *, by: str = "", update_fields: Iterable[str] | None = None, **options: Any) -> None:
        """Write the row; when the approach differs, keep it as a new revision and reset the infrastructure.

        `by` is the author of that revision. All of it happens in one transaction, whichever fields were
        asked for: the receiver in outcomes/signals.py does the comparing.
        """
        from outcomes.approach import follow_change  # the rules know the models, not the other way round
        from outcomes.proposals import drafts_of

        self._changed_by, self._approach_changed = by, False
        if self.pk and "approach" in (update_fields or ("approach",)):
            drafts_of(self)  # a long approach is read before others have to wait for the lock
        with transaction.atomic():
            super().save(update_fields=update_fields, **options)
            if self._approach_changed:
                follow_change(self, by or "system")

    def _writable(self, asked: Iterable[str] | None) -> list[str]:
        """The approach and what follows from it are written together or not at all, deferred or not."""
        names = set(super()._writable(asked))
        return list(names | APPROACH_COLUMNS if "approach" in names else names - APPROACH_COLUMNS)

    @property
    def active_run(self) -> Run | None:
        return ACTIVE_RUN.first(outcome=self.pk)

    @property
    def left_usd(self) -> Decimal:
        """What of the budget is neither spent nor set aside; below 0 once the budget was lowered."""
        return self.budget_usd - self.spent_usd - self.reserved_usd

    @property
    def is_planned(self) -> bool:
        """Whether the needs as they are now have been planned."""
        return self.planned_revision == self.approach_revision

    def begin_building(self, revision: int, by: str = "system") -> None:
        """0 → 1: a run has something to build for this revision."""
        self._turn(
            {Readiness.NEEDED},
            Readiness.BUILDING,
            by,
            "Infrastructure is being built",
            {"approach_revision": revision},
        )

    def finish_building(self, revision: int, by: str = "system") -> None:
        """0, 1 → 2: everything this revision needs is settled. The caller looked, under the same lock."""
        self._turn(
            {Readiness.NEEDED, Readiness.BUILDING},
            Readiness.READY,
            by,
            "Infrastructure is ready",
            {"approach_revision": revision, "planned_revision": revision},
        )

    def release_building(self, why: str, by: str = "system") -> None:
        """1 → 0: the run no longer builds."""
        self._turn({Readiness.BUILDING}, Readiness.NEEDED, by, f"Building paused: {why}")

    def reset_infrastructure(self, why: str, by: str = "system") -> None:
        """Any → 0: the approach or the needs changed. Nothing happens, and nothing is told, at 0."""
        if self.infrastructure_ready != Readiness.NEEDED:
            self._turn(
                {Readiness.BUILDING, Readiness.READY},
                Readiness.NEEDED,
                by,
                f"Infrastructure needs a new look: {why}",
            )

    def mark_planned(self, revision: int, by: str = "system") -> None:
        """Planning of this revision has ended; WrongStatus when it is no longer the newest."""
        self._move(
            "planned_revision", {self.planned_revision}, revision, where={"approach_revision": revision}
        )

    def forget_plan(self) -> None:
        """What was planned counts no more, so READY is out of reach until Orchestrate plans again."""
        if self.planned_revision:
            self._move("planned_revision", {self.planned_revision}, 0)

    def mark_ran_on_claude(self) -> None:
        """False → True, once."""
        if not self.ran_on_claude:
            self._move("ran_on_claude", {False}, True)

    def reserve(self, amount: Decimal) -> None:
        """Set this much aside. The caller looked that it is left, under the same lock."""
        self._move("reserved_usd", {self.reserved_usd}, self.reserved_usd + amount)

    def pay(self, reserved: Decimal, cost: Decimal) -> None:
        """Spend `cost` in the place of what was set aside for it."""
        self._move(
            "reserved_usd",
            {self.reserved_usd},
            self.reserved_usd - reserved,
            where={"spent_usd": self.spent_usd},
            spent_usd=self.spent_usd + cost,
        )

    def change_status(self, to: str, by: str) -> None:
        """Any → active, achieved, archived; not archived while a run is active."""
        if to == self.status:
            return
        with transaction.atomic():
            Outcome.objects.locked().get(pk=self.pk)
            if to == self.Status.ARCHIVED and self.active_run:
                raise Refused(
                    "A run is active: stop it or let it end before you archive this outcome.", "run-active"
                )
            self._move("status", set(self.Status), to)
            Event.record(self.pk, f"outcome.{to}", by, f"Outcome is {self.get_status_display().lower()}")

    def _turn(
        self, sources: set[Any], to: Readiness, by: str, message: str, where: dict[str, Any] | None = None
    ) -> None:
        with together():
            self._move("infrastructure_ready", sources, to, where=where)
            Event.record(self.pk, f"infrastructure.{to.label.lower()}", by, message)


class ApproachRevision(models.Model):
    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    author = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["outcome", "number"], name="one_text_per_revision")]

    def __str__(self) -> str:
        return f"{self.outcome_id} revision {self.number}"
