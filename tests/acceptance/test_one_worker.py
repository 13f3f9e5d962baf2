"""One worker process must be enough for everything."""

from __future__ import annotations

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from tests.acceptance.installation import Installation, eventually

APPROACH = "We need a skill for lighthouse pricing. Build a CLI tool that checks lamp inventories."


def test_four_waiting_callers_are_all_served_by_one_process(single: Installation) -> None:
    outcomes = [single.outcome(APPROACH, tasks=3) for _ in range(4)]
    took: list[float] = []

    with ThreadPoolExecutor(4) as callers:
        calls = [
            callers.submit(single.post, f"/api/outcomes/{pk}/orchestrate", {"async": False})
            for pk in outcomes
        ]
        while not all(call.done() for call in calls):
            since = time.monotonic()
            single.status(outcomes[0])
            took.append(time.monotonic() - since)
            time.sleep(0.05)

    assert [call.result()["phase"] for call in calls] == ["complete"] * 4
    assert all(call.result()["success"] for call in calls)
    print(f"status while waiting: median {statistics.median(took):.3f} s, worst {max(took):.3f} s")
    assert statistics.median(took) < 0.2


def test_a_caller_that_waits_too_long_gets_the_state_so_far(single: Installation) -> None:
    outcome = single.outcome(APPROACH, tasks=20)

    status, answer = single.call(
        "POST", f"/api/outcomes/{outcome}/orchestrate", {"async": False, "waitSeconds": 1}
    )

    assert status == 202
    assert answer["success"]
    eventually(lambda: single.status(outcome)["phase"] == "complete")
