"""What calls to a model may cost and have cost: reserved before each call, paid after it, within the budgets.

Two budgets hold for each call, its outcome's and the installation's of the day. The most that the call can
cost is set aside in both before it is sent; what it did cost takes that place. The locks are the outcome's
row and then the day's, always in this order.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from orchestration import budgets
from orchestration.agents.protocol import AgentUnavailable, Interrupted, Usage
from orchestration.claims import Claim
from orchestration.costs import Bound, cost_of, price_of
from orchestration.holds import release_if_building
from orchestration.models import ModelCall, Purpose, SpendingDay
from outcomes.models import Attempt, Event, Outcome, Phase, Reading, Run, Worker

log = logging.getLogger(__name__)

BUDGET = "budget"  # the reason code of runs that are held by this
LEAST_TOKENS = 512  # of an answer that is worth a call
LONGEST_CALL = timedelta(minutes=20)  # agents give up sooner: see messages_api.Limits
MOST_TOKENS = 100_000_000  # a server that counts more in one call cannot count
NOT_SENT = "not-sent"  # decided at the last moment


class BudgetReached(AgentUnavailable):
    """Too little is left for another call; the message says of what, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message, code=BUDGET)


@dataclass(frozen=True, slots=True)
class SpendingMeter:
    """Reserves and pays the calls that are made for one thing: see agents.protocol.Meter."""

    purpose: str
    outcome_id: int | None = None
    run_id: int | None = None
    task_id: int | None = None
    attempt_id: int | None = None
    worker_id: int | None = None  # of a call that belongs to no attempt
    capability: str = ""
    requested_by: str = ""

    def reserve(self, request: Mapping[str, Any]) -> Reserved:
        """Set the bound of this request aside in both budgets, shortening its answer to what is left.

        Raises BudgetReached where fewer than LEAST_TOKENS (or than asked for) could be paid: its run is held
        then, and makes no call until it is resumed. Raises Interrupted when the attempt that it is made for
        is over, and Outcome.DoesNotExist.
        """
        price, known = price_of(str(request["model"]))
        bound, wanted = Bound.of(price, request), int(request["max_tokens"])
        least = min(LEAST_TOKENS, wanted)
        with transaction.atomic():
            outcome = self._outcome()
            self._refuse_when_over()
            refusal = self._why_held()
            if not refusal:
                day = _locked_day()
                short = min(
                    budgets.of_call(outcome, day), key=lambda budget: bound.answer_for(budget.left, wanted)
                )
                allowed = bound.answer_for(short.left, wanted)
                if allowed >= least:
                    call = self._set_aside(request, bound, allowed, outcome, day, estimated=not known)
                    return Reserved(call, bound)
                refusal = short.refusal(bound.with_answer(least), self._afterwards)
                self._hold(outcome, refusal)
        raise BudgetReached(refusal)  # out here, so that the hold is kept

    def _set_aside(
        self,
        request: Mapping[str, Any],
        bound: Bound,
        tokens: int,
        outcome: Outcome | None,
        day: SpendingDay,
        *,
        estimated: bool,
    ) -> ModelCall:
        amount = bound.with_answer(tokens)
        if outcome is not None:
            outcome.reserve(amount)
        _change_day(day, reserved=amount)
        return ModelCall.objects.create(
            purpose=self.purpose,
            outcome=outcome,
            outcome_name=outcome.name if outcome else "",
            run_id=self.run_id,
            task_id=self.task_id,
            attempt_id=self.attempt_id,
            worker_id=self.worker_id,
            capability=self.capability,
            requested_by=self.requested_by,
            model=str(request["model"])[:100],
            max_tokens=tokens,
            bound_usd=amount,
            # What it counts should nobody come back to say.
            estimated=estimated,
            input_tokens=bound.input_tokens,
            output_tokens=tokens,
            prompt_digest=_digest(request.get("system", "")),
            day=day.day,
            created_at=timezone.now(),
        )

    def _outcome(self) -> Outcome | None:
        return None if self.outcome_id is None else _spending_outcomes().get(pk=self.outcome_id)

    def _refuse_when_over(self) -> None:
        """A worker that stalled must not pay for what its successor does already."""
        workers = Worker.objects.filter(status=Worker.Status.WORKING, stopping=False)
        if self.worker_id is not None and not workers.filter(pk=self.worker_id).exists():
            raise Interrupted("its worker was given up")
        if self.attempt_id is None:
            return
        if not Attempt.objects.filter(pk=self.attempt_id, status=Attempt.Status.RUNNING).exists():
            raise Interrupted("its claim is over")

    @property
    def _afterwards(self) -> str:
        """What a person does once there is enough."""
        if self.run_id is not None:
            return "resume the run"
        return "plan again" if self.purpose == Purpose.PLAN else "try again"

    def _why_held(self) -> str:
        """Why its run makes no calls; the others of its workers hear of it before their next one."""
        held = Run.objects.filter(pk=self.run_id or 0, status=Run.Status.HELD, reason_code=BUDGET)
        return held.values_list("reason", flat=True).first() or ""

    def _hold(self, outcome: Outcome | None, reason: str) -> None:
        """In the transaction that found too little: what is paid back a moment later is for no other call."""
        run = Run.objects.running().filter(pk=self.run_id or 0).first()
        if outcome is not None and run is not None:
            release_if_building(outcome, reason)
            run.hold(BUDGET, reason)


def meter_for(claim: Claim) -> SpendingMeter:
    """The meter of the calls that a worker makes for this claim."""
    task, capability = claim.task, claim.task.capability
    return SpendingMeter(
        purpose=capability.kind if task.phase == Phase.INFRASTRUCTURE and capability else Purpose.TASK,
        outcome_id=claim.outcome.pk,
        run_id=claim.run.pk,
        task_id=task.pk,
        attempt_id=claim.attempt.pk,
        capability=capability.name if capability else "",
        requested_by=claim.run.requested_by,
    )


def meter_for_reading(reading: Reading, worker: Worker) -> SpendingMeter:
    """The meter of the calls that a worker makes to plan a revision."""
    return SpendingMeter(
        purpose=Purpose.PLAN,
        outcome_id=reading.outcome_id,
        run_id=reading.run_id,
        worker_id=worker.pk,
        requested_by=reading.requested_by,
    )


class Reserved:
    """What was set aside for one call: see agents.protocol.Reservation."""

    def __init__(self, call: ModelCall, bound: Bound) -> None:
        self.call, self.bound = call, bound
        self.max_tokens = call.max_tokens
        self._since = time.monotonic()

    def settle(self, usage: Usage, *, stop_reason: str = "", request_id: str = "") -> None:
        self._pay(ModelCall.Status.SETTLED, usage, stop_reason=stop_reason, request_id=request_id)

    def fail(self, code: str, usage: Usage, *, stop_reason: str = "", request_id: str = "") -> None:
        self._pay(
            ModelCall.Status.FAILED, usage, error_code=code, stop_reason=stop_reason, request_id=request_id
        )

    def release(self, code: str, *, request_id: str = "") -> None:
        free = {"input_tokens": 0, "output_tokens": 0, "estimated": False}
        told = {"error_code": code, "request_id": request_id}
        closed = self._close(ModelCall.Status.FAILED, Decimal(0), **free, **told)
        if closed and code == NOT_SENT:
            self.call.delete()  # it was no call

    def _pay(self, status: str, usage: Usage, **told: str) -> None:
        """What was not counted, or cannot be believed, counts at the bound."""
        plain, output = _count(usage.input_tokens), _count(usage.output_tokens)
        read, written = _count(usage.cache_read_tokens) or 0, _count(usage.cache_write_tokens) or 0
        if plain is None or not plain + read + written:  # no request is empty
            cost = self.bound.with_answer(self.max_tokens if output is None else output)
            plain, read, written, missing = self.bound.input_tokens, 0, 0, True
        else:
            price, _ = price_of(self.call.model)
            missing = output is None
            for_an_hour = _count(usage.cache_write_1h_tokens) or 0
            cost = cost_of(
                price, Usage(plain, self.max_tokens if output is None else output, read, written, for_an_hour)
            )
        self._close(
            status,
            cost,
            estimated=self.call.estimated or missing,
            input_tokens=plain,
            output_tokens=self.max_tokens if output is None else output,
            cache_read_tokens=read,
            cache_write_tokens=written,
            **told,
        )

    def _close(self, status: str, cost: Decimal, **told: Any) -> bool:
        told["seconds"] = round(time.monotonic() - self._since, 3)
        for name in ("stop_reason", "request_id"):
            told[name] = told.get(name, "")[:100]
        return close(self.call, status, cost, **told)


def close(call: ModelCall, status: str, cost: Decimal, **told: Any) -> bool:
    """reserved → settled or failed, the cost in the place of the bound; False when it was closed before."""
    with transaction.atomic():
        outcome = _spending_outcomes().filter(pk=call.outcome_id).first() if call.outcome_id else None
        day = _locked_day(call.day)
        mine = ModelCall.objects.reserved().filter(pk=call.pk)
        if not mine.update(status=status, cost_usd=cost, **told):
            log.warning("%s was closed before: its cost of %s USD is not counted again", call, cost)
            return False
        spent_before = outcome.spent_usd if outcome else Decimal(0)
        days_before = day.spent_usd
        if outcome is not None:
            outcome.pay(call.bound_usd, cost)
        _change_day(day, reserved=-call.bound_usd, spent=cost)
        _warn(call, outcome, spent_before, day, days_before)
    if cost > call.bound_usd:
        log.warning("%s cost %s USD, more than its bound of %s", call, cost, call.bound_usd)
    return True


def settle_abandoned() -> int:
    """Close what dead processes have left, at its bound; how many that were.

    A call is over with its attempt, or with the worker that made it for none; one that has neither, after the
    longest time a call can take.
    """
    ended = Q(attempt__isnull=False) & ~Q(attempt__status=Attempt.Status.RUNNING)
    ended |= Q(worker__isnull=False) & ~Q(worker__status=Worker.Status.WORKING)
    late = Q(created_at__lt=timezone.now() - LONGEST_CALL)
    return sum(
        close(call, ModelCall.Status.FAILED, call.bound_usd, estimated=True, error_code="process-died")
        for call in ModelCall.objects.reserved().filter(ended | late)
    )


def _spending_outcomes() -> QuerySet[Outcome]:
    return Outcome.objects.locked().only("name", "budget_usd", "spent_usd", "reserved_usd")


def _locked_day(day: date | None = None) -> SpendingDay:
    rows = SpendingDay.objects.select_for_update(no_key=True)
    return rows.get_or_create(day=day or timezone.now().date())[0]


def _change_day(day: SpendingDay, *, reserved: Decimal, spent: Decimal = Decimal(0)) -> None:
    """The caller holds the row's lock."""
    day.reserved_usd += reserved
    day.spent_usd += spent
    day.save(update_fields=["reserved_usd", "spent_usd"])


def _count(number: object) -> int | None:
    """A number of tokens that can be believed."""
    fits = isinstance(number, int) and not isinstance(number, bool) and 0 <= number <= MOST_TOKENS
    return number if fits else None  # type: ignore[return-value]


def _digest(instructions: object) -> str:
    told = json.dumps(instructions, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _warn(
    call: ModelCall, outcome: Outcome | None, spent_before: Decimal, day: SpendingDay, days_before: Decimal
) -> None:
    told = [budgets.of_day(day).warning(days_before)]
    if outcome is not None:
        told.append(budgets.of_outcome(outcome).warning(spent_before))
    for message in filter(None, told):
        log.warning("%s: %s", call, message)
        if outcome is not None:
            about = {"run_id": call.run_id, "task_id": call.task_id}
            Event.record(outcome.pk, "budget.warning", "system", message, **about)
