"""Runs every workload and prints one table; the figures also go to bench.json in the var folder."""

from __future__ import annotations

import json
import os
import statistics
import tempfile
import time
from contextlib import AbstractContextManager
from pathlib import Path

from tests.acceptance.installation import ROOT, Installation, running
from tests.bench import footprint, planning, raw, workloads
from tests.bench.workloads import SIX_NEEDS
from tests.engines import ENGINES, servers_answer
from tests.model_answers import obliging
from tests.scripted_api import ScriptedApi

PAUSE_MS = 50
RENEWED_S = 20  # in which processes that stand idle have been replaced by fresh ones
CALLED = {"sqlite": "SQLite", "postgres": "PostgreSQL + Redis"}
Row = tuple[str, str, str]


def main() -> None:
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        scratch = Path(folder)
        rows += planner_rows(scratch)
        for engine in ENGINES if servers_answer() else ENGINES[:1]:
            rows += engine_rows(scratch, engine)
    report(rows)


def planner_rows(scratch: Path) -> list[Row]:
    scored = planning.score(scratch)
    needs, existing = scored["needs"], scored["existing"]
    return [
        (
            "planner",
            "F1, precision, recall on the corpus",
            f"{needs['f1']}, {needs['precision']}, {needs['recall']}",
        ),
        ("planner", "kind accuracy; traps hit", f"{scored['kind_accuracy']}; {scored['traps_hit']}"),
        ("planner", "existing: precision, recall", f"{existing['precision']}, {existing['recall']}"),
        *(
            ("planner", f"{size // 1000} kB", f"{planning.seconds_for(size) * 1000:.0f} ms")
            for size in (10_000, 100_000, 1_000_000)
        ),
    ]


def engine_rows(scratch: Path, engine: str) -> list[Row]:
    rows: list[Row] = []

    def tell(what: str, figure: str) -> None:
        rows.append((CALLED[engine], what, figure))
        print(f"{CALLED[engine]}: {what}: {figure}", flush=True)

    def up(name: str, **settings: str) -> AbstractContextManager[Installation]:
        (scratch / engine / name).mkdir(parents=True)
        return running(scratch / engine / name, on=engine, durable=True, **settings)

    with up("paused", ORCHESTRATOR_OFFLINE_LATENCY_MS=str(PAUSE_MS)) as paused:
        paused_rows(paused, tell)
    with up("quick") as quick:
        preview_rows(quick, tell)
        quick_rows(quick, tell)
    with up("offline") as offline:
        memory_rows(offline, tell, "offline")
    with ScriptedApi(obliging) as api:
        claude = {"ORCHESTRATOR_AGENT": "claude", "ANTHROPIC_API_KEY": "none", "ANTHROPIC_BASE_URL": api.url}
        with up("claude", **claude) as with_claude:
            memory_rows(with_claude, tell, "with Claude")
    with up("large", ORCHESTRATOR_LEASE_S="3600") as large:
        large_rows(large, tell)
    return rows


def paused_rows(up: Installation, tell: workloads.Tell) -> None:
    workloads.makespan_s(up, SIX_NEEDS, 3, 3)  # warm
    baseline = raw.median_makespan_s(up, 6, 30, PAUSE_MS / 1000, 3) / 0.6
    tell("6 + 30 tasks of 50 ms, 3 workers, bare django-q2", f"{baseline:.2f} x the ideal")
    ratio = workloads.median_makespan_s(up, SIX_NEEDS, 30, 3) / 0.6
    tell("6 + 30 tasks of 50 ms, 3 workers", f"{ratio:.2f} x the ideal")
    ratio = workloads.median_makespan_s(up, SIX_NEEDS, 30, 1) / 1.6
    tell("6 + 30 tasks of 50 ms, 1 execution worker", f"{ratio:.2f} x the ideal")
    took = workloads.status_latencies_s(up, 16)
    tell(
        "status while 16 outcomes run: median, worst",
        f"{statistics.median(took) * 1000:.0f} ms, {max(took) * 1000:.0f} ms of {len(took)}",
    )


def memory_rows(up: Installation, tell: workloads.Tell, agent: str) -> None:
    def told(when: str, megabytes: float | None = None) -> None:
        tell(f"memory (PSS) {agent}, {when}", f"{megabytes or footprint.pss_mb(up):.0f} MB")

    told("at the start")
    workloads.makespan_s(up, SIX_NEEDS, 30, 3)
    told("after one outcome")
    with footprint.watched(up) as seen:
        workloads.status_latencies_s(up, 8)
    told("while 8 more ran at once, at most", max(seen))
    told("right after")
    time.sleep(RENEWED_S)  # the span that is told
    told(f"{RENEWED_S} s later")


def quick_rows(up: Installation, tell: workloads.Tell) -> None:
    tell("idle processor time", f"{footprint.idle_cpu_percent(up):.1f} % of a core")
    workloads.crowd(up, 1_000)
    alone = workloads.median_makespan_s(up, "", 300, 3)
    tell("300 tasks of no length, 3 workers", f"{alone / 300 * 1000:.1f} ms each")
    workloads.crowd(up, 100_000)
    crowded = workloads.median_makespan_s(up, "", 300, 3)
    tell("the same among 100,000 other tasks", f"{crowded / alone:.2f} x as long")
    tell("needs built again when 1 of 20 changes", str(workloads.builds_after_one_change(up)))


def preview_rows(up: Installation, tell: workloads.Tell) -> None:
    for what, seconds in workloads.previews(up).items():
        tell(f"preview: {what}", f"{seconds * 1000:.0f} ms")


def large_rows(up: Installation, tell: workloads.Tell) -> None:
    outcome = workloads.large_outcome(up, 10_000, 100_000)
    for what, seconds in workloads.reading(up, outcome).items():
        tell(f"10,000 tasks and 100,000 events: {what}", f"{seconds * 1000:.0f} ms")
    tell("memory (PSS) after reading them", f"{footprint.pss_mb(up):.0f} MB")


def report(rows: list[Row]) -> None:
    width = max(len(what) for _, what, _ in rows)
    print()
    for engine, what, figure in rows:
        print(f"{engine:20} {what:{width}}  {figure}")
    var = ROOT / os.environ.get("ORCHESTRATOR_VAR", "var")
    var.mkdir(exist_ok=True)
    figures = [dict(zip(("engine", "what", "figure"), row, strict=True)) for row in rows]
    (var / "bench.json").write_text(json.dumps(figures, indent=1) + "\n")


if __name__ == "__main__":
    main()
