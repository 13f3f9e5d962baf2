"""Any order of what people, workers and accidents do: what must hold, holds (see ledger.py)."""

from __future__ import annotations

import hypothesis
import pytest
from hypothesis import HealthCheck, settings, stateful

from tests.orchestration.deeds import walk
from tests.orchestration.installation import Installation

pytestmark = pytest.mark.django_db

EXAMPLES, EXAMPLE_STEPS = 2, 12
WALKS, WALK_STEPS = 5, 20


def test_what_must_hold_holds_in_any_order() -> None:
    stateful.run_state_machine_as_test(
        Installation,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=EXAMPLE_STEPS,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[hypothesis.Phase.generate],  # shrinking a failure takes minutes: do it by hand
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.parametrize("number", range(WALKS))
def test_what_must_hold_holds_on_a_long_walk(number: int) -> None:
    installation, steps = Installation(), []
    try:
        for step in walk(installation, WALK_STEPS, number):
            steps.append(step)  # noqa: PERF402
    except Exception as error:
        error.add_note("\n".join(["The walk was:", *steps]))
        raise

    assert installation.delivered, "the walk did nothing"
