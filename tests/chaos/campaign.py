"""A campaign on one engine: one fault after the other, what each of them cost, and what holds in the end."""

from __future__ import annotations

import random
import statistics
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tests.chaos import faults
from tests.chaos.invariants import MISTAKE, STUCK, totals, violations
from tests.chaos.world import LATENCY_S, LEASE_S, Stuck, World

LIMIT_S = LEASE_S + 10.0  # what a kill may cost
GIVE_UP_S = 60.0  # and when the wait for it ends
END_S = 120.0
TARGETED_S = 30.0


@dataclass
class Report:
    engine: str
    disk: str = ""
    cost: dict[str, list[float]] = field(default_factory=dict)  # seconds, by fault
    violations: list[tuple[str, str]] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    tracebacks: int = 0

    def count(self, kind: str) -> int:
        return sum(found == kind for found, _ in self.violations)

    @property
    def faults(self) -> int:
        return sum(map(len, self.cost.values()))


def run(engine: str, number: int, seed: int, folder: Path, tell: Callable[[str], None]) -> Report:
    """So many faults; whatever they find is in the report."""
    rng = random.Random(f"{engine} {seed}")
    report = Report(engine)
    world = World(engine, folder / engine, rng)
    report.disk = world.disk.told
    try:
        world.start()
        for count, name in enumerate(_drawn(engine, number, rng), start=1):
            cost = _strike(world, name, report)
            report.cost.setdefault(name, []).append(cost)
            tell(f"{engine} {count}/{number}: {name}: {cost:.1f} s")
    except Exception:  # whatever it is, what stands there now is worth looking at
        report.violations.append((STUCK, traceback.format_exc(limit=-3)))
    try:
        _come_to_an_end(world, report)
        report.violations += violations(world)
        report.totals = totals(world)
        log = world.log()
        report.tracebacks = log.count("Traceback")
        report.violations += [(MISTAKE, line) for line in log.splitlines() if "Internal Server Error" in line]
    finally:
        world.tear_down()
    return report


def _come_to_an_end(world: World, report: Report) -> None:
    """Leave it in peace until every outcome is over and the last workers have left; then stop it."""
    active = "SELECT count(*) FROM outcomes_worker WHERE status IN ('woken', 'working')"
    try:
        world.disk.free()
        world.until(lambda: not world.open_outcomes(), END_S, "every outcome comes to its end")
        world.until(lambda: world.ask(active)[0][0] == 0, 4 * LEASE_S, "no worker is active any more")
    except Stuck as stuck:
        report.violations.append((STUCK, f"{stuck}; {_standing(world)}"))
    if left := world.close():
        report.violations.append((STUCK, f"processes were left behind: {left}"))


def _drawn(engine: str, number: int, rng: random.Random) -> list[str]:
    """Every kind equally often, in any order."""
    names = list(faults.of(engine))
    drawn: list[str] = []
    while len(drawn) < number:
        drawn += rng.sample(names, len(names))
    return drawn[:number]


def _strike(world: World, name: str, report: Report) -> float:
    """Seconds from the fault until every task that was in hand was done, less its own length, and until the
    web server answered."""
    world.keep_in_flight()
    world.until(world.in_hand, TARGETED_S, "a task is in hand")
    time.sleep(world.rng.uniform(0, LATENCY_S))
    waiting, outcomes = world.in_hand(), world.open_outcomes()
    since = faults.of(world.engine)[name](world)
    try:
        world.until(world.answers, GIVE_UP_S, f"the web server answers after: {name}")
        answered = time.time()
        world.until(lambda: _all_done(world, waiting, outcomes, since), GIVE_UP_S, f"{name} is overcome")
    except Stuck as stuck:
        report.violations.append((STUCK, f"{stuck}; {_standing(world)}"))
        return GIVE_UP_S
    done = max(_ends(world, waiting, outcomes, since), default=since) - LATENCY_S
    return max(0.0, done - since, answered - since)


def _all_done(world: World, tasks: list[int], outcomes: list[int], since: float) -> bool:
    return len(_ends(world, tasks, outcomes, since)) == len(tasks) + len(outcomes)


def _ends(world: World, tasks: list[int], outcomes: list[int], since: float) -> list[float]:
    """When each task was completed; when each outcome has had something completed since, or its end."""
    done = _dict(world, "SELECT id, finished_at FROM outcomes_task WHERE status = 'completed'")
    steps = world.ask(
        "SELECT t.outcome_id, a.finished_at FROM outcomes_attempt a JOIN outcomes_task t ON t.id = a.task_id"
        " WHERE a.status = 'completed'"
    )
    over = _dict(world, "SELECT outcome_id, finished_at FROM outcomes_run WHERE finished_at IS NOT NULL")
    ends = [done[pk] for pk in tasks if pk in done]
    for pk in outcomes:
        later = [at for outcome, finished in steps if outcome == pk and (at := _seconds(finished)) > since]
        if later or pk in over:
            ends.append(min(later, default=over.get(pk, since)))
    return ends


def _dict(world: World, sql: str) -> dict[int, float]:
    return {pk: _seconds(at) for pk, at in world.ask(sql)}


def _seconds(at: datetime | str) -> float:
    if isinstance(at, str):
        at = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return at.timestamp()


def _standing(world: World) -> str:
    """What stands there while nothing moves, for whoever looks for the mistake."""
    runs = world.ask("SELECT id, outcome_id, status, reason FROM outcomes_run WHERE status <> 'completed'")
    workers = world.ask("SELECT id, status, pid FROM outcomes_worker WHERE status IN ('woken', 'working')")
    tasks = world.ask("SELECT id, status, worker_id FROM outcomes_task WHERE status <> 'completed'")
    return f"runs {runs}, workers {workers}, tasks {tasks[:12]}"


def late(report: Report) -> list[tuple[str, float]]:
    return [(name, cost) for name, costs in report.cost.items() for cost in costs if cost > LIMIT_S]


def table(report: Report) -> list[str]:
    width = max((len(name) for name in report.cost), default=0)
    lines = [f"{report.engine}: {report.faults} faults; {report.disk}"]
    lines += [f"  {'fault':{width}}  times  median s  worst s"]
    lines += [
        f"  {name:{width}}  {len(costs):5}  {statistics.median(costs):8.1f}  {max(costs):7.1f}"
        for name, costs in sorted(report.cost.items())
    ]
    lines += [f"  {', '.join(f'{count} {what}' for what, count in report.totals.items())}"]
    return lines
