"""Waiting for a run, with no transaction open between two looks at it."""

from __future__ import annotations

import math
import time

from outcomes.models import Run

FIRST_PAUSE, LONGEST_PAUSE = 0.02, 0.25  # seconds


def wait_for(run_id: int, seconds: float = math.inf) -> bool:
    """Whether the run is held, stopped or final (or gone) within so many seconds."""
    deadline, pause = time.monotonic() + seconds, FIRST_PAUSE
    while Run.objects.running().filter(pk=run_id).exists():
        left = deadline - time.monotonic()
        if left <= 0:
            return False
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, LONGEST_PAUSE)
    return True
