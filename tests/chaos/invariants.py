"""What must hold when everything is over, asked of the database itself: nothing lost, double or stuck."""

from __future__ import annotations

from tests.chaos.world import World

LOST, DOUBLE, STUCK, MISTAKE = "lost", "double", "stuck", "answered with 500"
COMPLETED = "(SELECT count(*) FROM outcomes_attempt a WHERE a.task_id = t.id AND a.status = 'completed')"
# Each finds what must not be.
QUESTIONS = {
    "a task is not completed": (
        LOST,
        "SELECT id, status, error FROM outcomes_task t WHERE status <> 'completed'",
    ),
    "a completed task has no completed attempt": (
        LOST,
        f"SELECT id FROM outcomes_task t WHERE status = 'completed' AND {COMPLETED} = 0",
    ),
    "a task was completed more than once": (DOUBLE, f"SELECT id FROM outcomes_task t WHERE {COMPLETED} > 1"),
    "a task has more or less than one event of its completion": (
        DOUBLE,
        "SELECT t.id FROM outcomes_task t WHERE (SELECT count(*) FROM outcomes_event e"
        " WHERE e.task_id = t.id AND e.kind = 'task.completed') <> 1",
    ),
    "a completed attempt of a task has no file": (
        LOST,
        "SELECT a.id FROM outcomes_attempt a JOIN outcomes_task t ON t.id = a.task_id WHERE a.status ="
        " 'completed' AND t.phase = 'execution' AND NOT EXISTS"
        " (SELECT 1 FROM outcomes_artifact f WHERE f.attempt_id = a.id)",
    ),
    "a file is of an attempt that was not completed": (
        DOUBLE,
        "SELECT f.id FROM outcomes_artifact f JOIN outcomes_attempt a ON a.id = f.attempt_id"
        " WHERE a.status <> 'completed'",
    ),
    "a file is not whole": (LOST, "SELECT id FROM outcomes_artifact WHERE size <> length(body) OR size = 0"),
    "a skill has more or less than one version": (
        DOUBLE,
        "SELECT s.id FROM outcomes_skill s WHERE s.outcome_id IS NOT NULL AND"
        " (SELECT count(*) FROM outcomes_skillversion v WHERE v.of_id = s.id) <> 1",
    ),
    "a tool has more or less than one version": (
        DOUBLE,
        "SELECT s.id FROM outcomes_tool s WHERE s.outcome_id IS NOT NULL AND"
        " (SELECT count(*) FROM outcomes_toolversion v WHERE v.of_id = s.id) <> 1",
    ),
    "a run has not completed": (
        STUCK,
        "SELECT id, outcome_id, status, reason FROM outcomes_run WHERE status <> 'completed'",
    ),
    "an outcome was never run": (
        STUCK,
        "SELECT id FROM outcomes_outcome o WHERE NOT EXISTS"
        " (SELECT 1 FROM outcomes_run r WHERE r.outcome_id = o.id)",
    ),
    "an attempt is open": (STUCK, "SELECT id FROM outcomes_attempt WHERE status = 'running'"),
    "a worker is active": (
        STUCK,
        "SELECT id, status FROM outcomes_worker WHERE status IN ('woken', 'working')",
    ),
}


def violations(world: World) -> list[tuple[str, str]]:
    """(lost, double or stuck; what was found)."""
    found = []
    for what, (kind, question) in QUESTIONS.items():
        found += [(kind, f"{what}: {row}") for row in world.ask(question)]
    if world.engine == "sqlite":
        for pragma in ("integrity_check", "foreign_key_check"):
            found += [(LOST, f"{pragma}: {row}") for row in world.ask(f"PRAGMA {pragma}") if row != ("ok",)]
    return found


def totals(world: World) -> dict[str, int]:
    """How much was at stake."""
    counts = {"outcomes": "outcomes_outcome", "tasks": "outcomes_task", "attempts": "outcomes_attempt"}
    told = {name: world.ask(f"SELECT count(*) FROM {table}")[0][0] for name, table in counts.items()}
    ended = dict(world.ask("SELECT status, count(*) FROM outcomes_attempt GROUP BY status"))
    return told | {f"attempts {status}": ended.get(status, 0) for status in ("lost", "released", "failed")}
