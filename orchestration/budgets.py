"""The two budgets that hold for a call: its outcome's, and the installation's of the day."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings

from orchestration.costs import usd
from orchestration.models import SpendingDay
from outcomes.models import Outcome

WARN_AT = Decimal("0.8")  # of a budget


@dataclass(frozen=True, slots=True)
class Budget:
    """One of the two, as it stands under its lock."""

    whole: Decimal
    spent: Decimal
    reserved: Decimal
    named: str
    remedy: str

    @property
    def left(self) -> Decimal:
        return self.whole - self.spent - self.reserved

    def refusal(self, needed: Decimal, afterwards: str) -> str:
        aside = f", {usd(self.reserved)} is set aside for calls under way" if self.reserved else ""
        return (
            f"{self.named} of {usd(self.whole)} is too small for the next call, which may cost "
            f"{usd(needed)} or more: {usd(self.spent)} is spent{aside}. {self.remedy}, then {afterwards}."
        )

    def warning(self, spent_before: Decimal) -> str:
        """What to say when 80 % have been reached just now; otherwise nothing."""
        mark = self.whole * WARN_AT
        if not self.whole or not spent_before < mark <= self.spent:
            return ""
        share = int(self.spent * 100 / self.whole)
        spent = f"{usd(self.spent)} of {usd(self.whole)}"
        return f"{self.named} is {share} % spent: {spent}. At its limit the run is held."


def of_call(outcome: Outcome | None, day: SpendingDay) -> list[Budget]:
    return [of_outcome(outcome), of_day(day)] if outcome is not None else [of_day(day)]


def of_outcome(outcome: Outcome) -> Budget:
    return Budget(
        outcome.budget_usd,
        outcome.spent_usd,
        outcome.reserved_usd,
        "The outcome's budget",
        "Raise the budget on the outcome's page",
    )


def of_day(day: SpendingDay) -> Budget:
    return Budget(
        settings.ORCHESTRATOR_DAILY_BUDGET_USD,
        day.spent_usd,
        day.reserved_usd,
        "The installation's budget for today",
        "Wait until midnight UTC, or raise ORCHESTRATOR_DAILY_BUDGET_USD and restart",
    )
