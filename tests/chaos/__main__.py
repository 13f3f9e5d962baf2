"""`python -m tests.chaos [--engine sqlite|postgres|both] [--faults N] [--seed S]`: exit code 1 when anything
was lost, done twice or stuck, or took longer than a lease and ten seconds to come back."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.chaos import campaign
from tests.chaos.invariants import DOUBLE, LOST, MISTAKE, STUCK
from tests.chaos.servers import Missing, program

ENGINES = {"sqlite": (), "postgres": ("postgres", "initdb", "redis-server")}


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    asked.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    asked.add_argument("--faults", type=int, default=200, help="on each engine")
    asked.add_argument("--seed", type=int, default=random.randrange(10**6), help="of the same faults again")
    asked.add_argument("--keep", type=Path, help="folder for the logs, which are thrown away otherwise")
    options = asked.parse_args()
    engines = list(ENGINES) if options.engine == "both" else [options.engine]
    try:
        for name in [name for engine in engines for name in ENGINES[engine]]:
            program(name)
    except Missing as missing:
        print(f"{missing}: `apt-get install postgresql redis-server` brings it, or ask for --engine sqlite.")
        return 2
    print(f"Seed {options.seed}", flush=True)
    # Each of them waits most of the time: at once they take half as long.
    with tempfile.TemporaryDirectory(prefix="chaos-") as scratch, ThreadPoolExecutor(len(engines)) as pool:
        folder = Path(scratch)
        folder.chmod(0o755)  # PostgreSQL's owner is another one
        reports = list(
            pool.map(
                lambda engine: campaign.run(engine, options.faults, options.seed, folder, _tell), engines
            )
        )
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            for log in folder.glob("*/up.log"):
                (options.keep / f"{log.parent.name}.log").write_bytes(log.read_bytes())
    return sum(_told(report) for report in reports) and 1


def _tell(line: str) -> None:
    print(line, flush=True)


def _told(report: campaign.Report) -> bool:
    """Print the table; whether something in it must not be."""
    late = campaign.late(report)
    print("\n".join(["", *campaign.table(report)]))
    print(
        f"  lost {report.count(LOST)}, double {report.count(DOUBLE)}, stuck {report.count(STUCK)}, "
        f"answered with 500 {report.count(MISTAKE)}, "
        f"later than {campaign.LIMIT_S:.0f} s {len(late)}, tracebacks in the log {report.tracebacks}"
    )
    for kind, what in report.violations:
        print(f"  {kind}: {what}")
    return bool(report.violations or late)


if __name__ == "__main__":
    sys.exit(main())
