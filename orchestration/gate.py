"""What all workers of an installation know together: when the API may be called again, and why not now."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from orchestration.agents.protocol import SLOW, TROUBLE, AgentUnavailable
from orchestration.claims import Claim
from orchestration.models import ApiPause
from outcomes.models import Event, Reading, Worker

LONGEST_GUESS = 60.0  # seconds to wait where the API does not say how long
LONGEST_BELIEVED = 24 * 3600.0
TOLD_FROM = 1.0  # seconds: a shorter wait is no event
BY_ITSELF = SLOW | TROUBLE  # runs that were held for one of these go on when the pause is over


@dataclass(frozen=True, slots=True)
class SharedGate:
    """The gate as one worker sees it; what it learns there is an event of its outcome."""

    outcome_id: int
    worker: str
    task_id: int | None
    run_id: int | None

    def seconds_closed(self) -> float:
        """Until a call may begin; 0 for now. Raises AgentUnavailable while the API wants a person first."""
        pause = _pause()
        if pause is None:
            return 0.0
        if pause.shut:
            raise AgentUnavailable(pause.reason, code=pause.code)
        return _left(pause)

    def why(self) -> tuple[str, str]:
        pause = _pause()
        if pause is None or pause.until is None:
            return "rate-limited", "The API asked to wait."
        return pause.code, f"{pause.reason} It is called again from {_clock(pause.until)} on, by itself."

    def slow_down(self, code: str, reason: str, seconds: float | None) -> None:
        with transaction.atomic():
            pause = _locked()
            if _left(pause) <= 0:
                pause.refusals += 1  # those that were under way together are one refusal
            if seconds is None:
                guess = min(LONGEST_GUESS, 2.0 ** min(pause.refusals, 10))
                seconds = random.uniform(guess / 2, guess)  # noqa: S311
            self._close(pause, code, reason, min(max(seconds, 0.05), LONGEST_BELIEVED))

    def pause(self, code: str, reason: str, seconds: float) -> None:
        with transaction.atomic():
            self._close(_locked(), code, reason, seconds)

    def shut(self, code: str, reason: str) -> None:
        with transaction.atomic():
            pause = _locked()
            pause.shut, pause.code, pause.reason = True, code, reason
            pause.save()

    def went_well(self) -> None:
        ApiPause.objects.filter(refusals__gt=0).filter(_over()).update(refusals=0)

    def _close(self, pause: Any, code: str, reason: str, seconds: float) -> None:
        until = pause.now + timedelta(seconds=seconds)
        if pause.until is None or until > pause.until:
            pause.until, pause.code, pause.reason = until, code, reason
            if seconds >= TOLD_FROM:
                told = f"{reason} No call is made for {seconds:.0f} s."
                about = {"task_id": self.task_id, "run_id": self.run_id}
                Event.record(self.outcome_id, f"api.{code}", self.worker, told, **about)
        pause.save()


def gate_for(claim: Claim) -> SharedGate:
    """The gate as the worker of this claim sees it."""
    return SharedGate(claim.outcome.pk, f"worker {claim.attempt.worker_id}", claim.task.pk, claim.run.pk)


def gate_for_reading(reading: Reading, worker: Worker) -> SharedGate:
    """The gate as the worker sees it that reads an approach."""
    return SharedGate(reading.outcome_id, f"worker {worker.pk}", None, reading.run_id)


def reopen() -> None:
    """A person says that it is mended: call again. What the API itself asked to wait for still holds."""
    closed = ApiPause.objects.filter(Q(shut=True) | Q(until__isnull=False) & ~Q(code__in=SLOW))
    closed.update(shut=False, until=None, refusals=0)


def is_open() -> bool:
    """Whether the API may be called now."""
    return not ApiPause.objects.exclude(_over() & Q(shut=False)).exists()


def _over() -> Q:
    return Q(until__isnull=True) | Q(until__lte=Now())


def _pause() -> Any:
    """The row, with `now` by the clock that its times are of."""
    return ApiPause.objects.annotate(now=Now()).filter(pk=ApiPause.ONLY).first()


def _locked() -> Any:
    ApiPause.objects.get_or_create(pk=ApiPause.ONLY)
    return ApiPause.objects.select_for_update().annotate(now=Now()).get(pk=ApiPause.ONLY)


def _left(pause: Any) -> float:
    return max(0.0, (pause.until - pause.now).total_seconds()) if pause.until else 0.0


def _clock(at: datetime) -> str:
    return f"{at:%H:%M:%S} UTC"
