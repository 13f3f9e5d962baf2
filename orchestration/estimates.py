"""What a click on Orchestrate may cost: said before it is pressed, with what it rests on."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal

from django.conf import settings
from django.db.models.functions import Coalesce

from orchestration.agents.protocol import MAX_TOKENS
from orchestration.costs import Bound, price_of, usd
from orchestration.models import ModelCall, Purpose
from outcomes.models import Outcome
from outcomes.reconciliation import Plan

LEAST_HISTORY = 3  # pieces of work from which a range can be told
LOOKED_AT = 2000  # the newest calls
MOST_CALLS = {
    Purpose.PLAN: 2,
    Purpose.SKILL: 3,
    Purpose.TOOL: 3,
    Purpose.TASK: 20,
}  # of a piece of work
LEAST_ANSWER = 500  # tokens
CENT = Decimal("0.01")  # a guess is told no finer
PROMPT_BYTES = 10_000  # of instructions and material beside the approach
PHASES = {"Planning": (Purpose.PLAN,), "Building": (Purpose.SKILL, Purpose.TOOL), "Tasks": (Purpose.TASK,)}


EARLIER = {"Planning": "plans", "Building": "builds", "Tasks": "tasks"}


@dataclass(frozen=True, slots=True)
class Estimate:
    """The range for one phase, in words."""

    phase: str
    told: str
    basis: str


@dataclass(frozen=True, slots=True)
class _Range:
    low: Decimal
    usual: Decimal | None  # None: there is no history
    high: Decimal
    pieces: int = 0  # of history


def estimates(
    outcome: Outcome, plan: Plan, counts: Mapping[str, Mapping[str, int]], *, plans: bool = False
) -> list[Estimate]:
    """For each phase in which there is something to do; nothing where no call would be made.

    `plans`: whether a model reads the approach first, which may add to what is built.
    """
    return _estimates(outcome, {Purpose.PLAN: int(plans), **_to_do(plan, counts)})


def planning_estimate(outcome: Outcome) -> Estimate | None:
    """For a press that has a model read the approach, and nothing else."""
    return next(iter(_estimates(outcome, {Purpose.PLAN: 1})), None)


def _estimates(outcome: Outcome, to_do: Mapping[Purpose, int]) -> list[Estimate]:
    if settings.ACTIVE_AGENT == "offline":
        return []
    costs = _history([purpose for purpose, number in to_do.items() if number])
    told = []
    for phase, purposes in PHASES.items():
        ranges = [(to_do[p], _range(p, costs.get(p, []), outcome)) for p in purposes if to_do.get(p)]
        if ranges:
            told.append(_told(phase, ranges, outcome))
    return told


def _to_do(plan: Plan, counts: Mapping[str, Mapping[str, int]]) -> dict[Purpose, int]:
    steps = [*plan.of("build"), *plan.of("rebuild"), *plan.of("building")]
    tasks = counts["execution"]
    return {
        Purpose.SKILL: sum(step.kind == "skill" for step in steps),
        Purpose.TOOL: sum(step.kind == "tool" for step in steps),
        Purpose.TASK: tasks["pending"] + tasks["failed"] + tasks["running"],
    }


def _history(purposes: list[Purpose]) -> dict[str, list[Decimal]]:
    """What each piece of work of these purposes has cost with this model, of late."""
    if not purposes:
        return {}
    calls = (
        ModelCall.objects.filter(purpose__in=purposes, model=settings.ORCHESTRATOR_MODEL)
        .exclude(status=ModelCall.Status.RESERVED)
        .annotate(piece=Coalesce("task_id", "worker_id"))
        .exclude(piece=None)
        .order_by("-id")
    )
    costs: dict[tuple[str, int], Decimal] = defaultdict(Decimal)
    for purpose, piece, cost in calls.values_list("purpose", "piece", "cost_usd")[:LOOKED_AT]:
        costs[purpose, piece] += cost
    by_purpose: dict[str, list[Decimal]] = defaultdict(list)
    for (purpose, _), cost in costs.items():
        by_purpose[purpose].append(cost)
    return by_purpose


def _range(purpose: Purpose, costs: list[Decimal], outcome: Outcome) -> _Range:
    """Of one piece of work: from a tenth to nine tenths of the earlier ones, or from what a call can cost."""
    if len(costs) >= LEAST_HISTORY:
        tenths = statistics.quantiles(costs, n=10, method="inclusive")
        return _Range(tenths[0], statistics.median(costs), tenths[-1], len(costs))
    price, _ = price_of(settings.ORCHESTRATOR_MODEL)
    bound = Bound.of(price, {"system": "x" * PROMPT_BYTES, "approach": outcome.approach})
    # A token is about four bytes of plain text; the bound counts each byte.
    low = bound.input_usd / 4 + bound.with_answer(LEAST_ANSWER) - bound.input_usd
    return _Range(low, None, bound.with_answer(MAX_TOKENS[purpose]) * MOST_CALLS[purpose])


def _told(phase: str, ranges: list[tuple[int, _Range]], outcome: Outcome) -> Estimate:
    low = sum((number * each.low for number, each in ranges), Decimal(0))
    high = sum((number * each.high for number, each in ranges), Decimal(0))
    pieces = sum(each.pieces for _, each in ranges)
    what = f"{pieces} earlier {EARLIER[phase]} with {settings.ORCHESTRATOR_MODEL}"
    if all(each.usual is not None for _, each in ranges):
        usual = sum((number * each.usual for number, each in ranges if each.usual is not None), Decimal(0))
        return Estimate(phase, f"{usd(low)} to {usd(high)}, most likely {usd(usual)}", f"from {what}")
    basis = (
        "a guess from the length of the approach and the longest answers, as there are too few earlier calls"
    )
    left = max(Decimal(0), outcome.left_usd)
    if high > left:
        high, basis = left, f"{basis}; never more than the budget has left"
    low, high = (amount.quantize(CENT, ROUND_UP) for amount in (min(low, high), high))
    return Estimate(phase, f"{usd(low)} to {usd(high)}", basis)
