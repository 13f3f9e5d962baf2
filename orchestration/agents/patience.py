"""Calling a model again when that may help: after a wait that all workers keep, or a pause of one's own."""

from __future__ import annotations

import random
import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

from orchestration.agents.abilities import ask_as_it_can
from orchestration.agents.messages_api import Answer, Limits, send
from orchestration.agents.protocol import (
    FOR_GOOD,
    SLOW,
    TROUBLE,
    AgentError,
    AgentUnavailable,
    Gate,
    Interrupted,
    Meter,
)

LONGEST_WAIT = 300.0  # seconds that a worker waits with its task in hand
LONGEST_WAITS = 900.0  # and in all of them, for one answer
PAUSE = 300.0  # seconds until runs that were held by a trouble go on by themselves


class NotNow(Exception):
    """The API may not be called at this moment."""


def ask_patiently(
    request: Mapping[str, Any],
    limits: Limits,
    interrupted: threading.Event,
    meter: Meter | None,
    gate: Gate | None,
) -> Answer:
    """As `send`, once without a gate; with one, again and again while that may help.

    Raises AgentUnavailable where only time or a person can help: the task is nobody's failure then.
    """
    if gate is None:
        return _seen_to_end(ask_as_it_can(request, lambda told: send(told, limits, interrupted, meter)))
    look, tell = partial(_look, gate), partial(_tell, gate)
    waited, troubles = 0.0, 0
    while True:
        waited += _wait_for(gate, interrupted, waited)
        try:
            answer = _seen_to_end(
                ask_as_it_can(request, lambda told: send(told, limits, interrupted, meter, look, tell))
            )
        except NotNow:
            continue
        except AgentError as error:
            if error.code in TROUBLE:
                troubles += 1
                _back_off(error, troubles, limits, interrupted, gate)
            elif error.code not in SLOW:
                raise
        else:
            gate.went_well()
            return answer


def _look(gate: Gate) -> None:
    if gate.seconds_closed() > 0:
        raise NotNow


def _tell(gate: Gate, error: AgentError) -> None:
    """Have all workers know at once what concerns all of them."""
    if error.code in SLOW:
        gate.slow_down(error.code, str(error), error.retry_after)
    elif error.code in FOR_GOOD:
        gate.shut(error.code, str(error))


def _seen_to_end(answer: Answer) -> Answer:
    if not answer.whole and answer.stop_reason is None:
        raise AgentError("The connection was lost in the middle of the answer.", code="connection")
    return answer


def _wait_for(gate: Gate, interrupted: threading.Event, waited: float) -> float:
    """Wait until the gate is open; the seconds that took. Raises where that would take too long."""
    total = 0.0
    while (seconds := gate.seconds_closed()) > 0:
        if seconds > LONGEST_WAIT or waited + total > LONGEST_WAITS:
            code, reason = gate.why()
            raise AgentUnavailable(reason, code=code)
        # Not all at the same moment: they would only be refused together again.
        seconds += random.uniform(0, min(2.0, seconds / 4))  # noqa: S311
        _sleep(seconds, interrupted)
        total += seconds
    return total


def _back_off(
    error: AgentError, troubles: int, limits: Limits, interrupted: threading.Event, gate: Gate
) -> None:
    if troubles >= limits.tries:
        gate.pause(error.code, str(error), PAUSE)
        _, reason = gate.why()
        raise AgentUnavailable(reason, code=error.code) from error
    seconds = limits.back_off * 2 ** (troubles - 1)
    _sleep(random.uniform(seconds / 2, seconds), interrupted)  # noqa: S311


def _sleep(seconds: float, interrupted: threading.Event) -> None:
    if interrupted.wait(seconds):
        raise Interrupted("the worker was told to let go")
