"""Memory and idle processor time of a whole installation, from /proc."""

from __future__ import annotations

import contextlib
import os
import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.acceptance.installation import Installation

LOOK_S = 0.5


def pss_mb(installation: Installation) -> float:
    """Proportional set size of all its processes: what each shares is counted once."""
    total = 0
    for pid in installation.processes():
        with contextlib.suppress(OSError):  # it has ended meanwhile
            told = Path(f"/proc/{pid}/smaps_rollup").read_text()
            found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
            total += int(found[1]) if found else 0
    return total / 1024


@contextlib.contextmanager
def watched(installation: Installation) -> Iterator[list[float]]:
    """What `pss_mb` says every half a second meanwhile."""
    seen: list[float] = []
    ended = threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_S):
            seen.append(pss_mb(installation))

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        ended.set()
        watcher.join()


def idle_cpu_percent(installation: Installation, seconds: float = 10.0) -> float:
    """Of one core, while nothing is to be done."""
    before, since = _ticks(installation), time.monotonic()
    time.sleep(seconds)  # the span that is measured
    used = (_ticks(installation) - before) / os.sysconf("SC_CLK_TCK")
    return 100 * used / (time.monotonic() - since)


def _ticks(installation: Installation) -> int:
    fields = [
        Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in installation.processes()
    ]
    return sum(int(parts[11]) + int(parts[12]) for parts in fields)
