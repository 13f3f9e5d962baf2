"""Every transition of every state model: from which states it may be made, what it does there, what it tells.

`transitions` finds the methods that move a state, so that one without a row here is noticed.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import IntegrityError

from outcomes.errors import Refused
from outcomes.models import Outcome, Phase, Run, Skill, Task, Tool, Worker
from outcomes.state import StateModel
from tests.factories import (
    LEASE,
    OutcomeFactory,
    RunFactory,
    SkillFactory,
    TaskFactory,
    ToolFactory,
    WorkerFactory,
    add_version,
)


@dataclass(frozen=True)
class Move:
    """A call of a transition, and what it does: `column` becomes `to` (or what that makes of its value),
    and `writes` may change with it.
    """

    method: str
    sources: Collection[str]  # the states from which it is allowed
    column: str
    to: Any
    do: Callable[..., Any]  # with the row, and what `given` made for it
    told: str = ""  # the kind of its event; none without
    writes: Collection[str] = ()
    given: Callable[[Any], Any] | None = None
    idle: Collection[str] = ()  # states in which it is no mistake, and changes nothing
    refusals: dict[str, type[Exception]] = field(default_factory=dict)  # where it is not WrongStatus

    def __str__(self) -> str:
        return self.method if callable(self.to) else f"{self.method} to {self.to}"

    def prepare(self, row: Any) -> Callable[[Any], Any]:
        """The move, to be made with this row or another instance of it."""
        given = [] if self.given is None else [self.given(row)]
        return lambda row: self.do(row, *given)

    def result(self, before: Mapping[str, Any]) -> Any:
        """What its column is afterwards."""
        return self.to(before[self.column]) if callable(self.to) else self.to

    def changes(self, before: Mapping[str, Any]) -> bool:
        return bool(self.result(before) != before[self.column])


@dataclass(frozen=True)
class Kind:
    """Rows of a model, one for each state that makes a difference to its moves."""

    model: type[StateModel]
    states: Collection[str]
    make: Callable[[str], Any]
    moves: list[Move]
    tells: Collection[str]  # how the kinds of its events begin


def of_status(kind: str) -> Callable[..., Move]:
    """Rows of moves of the column `status`, whose events are called like the state unless `told`."""

    def move(
        method: str,
        sources: Collection[str],
        to: str,
        do: Callable[..., Any],
        *writes: str,
        told: str = "",
        **more: Any,
    ) -> Move:
        return Move(method, sources, "status", to, do, f"{kind}.{told or to}", writes, **more)

    return move


def transitions(model: type[StateModel]) -> set[str]:
    """The public methods that lead through the one door, `_move`, by themselves or over private ones."""
    methods = {
        name: found
        for owner in model.__mro__
        if owner.__module__.startswith("outcomes.")
        for name, found in vars(owner).items()
        if isinstance(found, types.FunctionType)
    }
    doors = {"_move"}
    while more := {
        name
        for name, method in methods.items()
        if name.startswith("_") and name not in doors and _names(method.__code__) & doors
    }:
        doors |= more
    return {
        name
        for name, method in methods.items()
        if not name.startswith("_") and _names(method.__code__) & doors
    }


def _names(code: types.CodeType) -> set[str]:
    """What this code and the functions inside it speak of."""
    inside = [const for const in code.co_consts if isinstance(const, types.CodeType)]
    return set(code.co_names).union(*map(_names, inside))


# -- runs -----------------------------------------------------------------------------------------

WHY = ("reason", "reason_code")
END = (*WHY, "finished_at")
ACTIVE = {"running", "held", "stopped"}
run_move = of_status("run")
RUNS = Kind(
    Run,
    Run.Status.values,
    lambda state: RunFactory(state=state),
    [
        run_move("hold", {"running"}, "held", lambda run: run.hold("no-key", "No key."), *WHY),
        run_move(
            "hold_for_change", {"held"}, "held", lambda run: run.hold_for_change("x", "Why", "ada"), *WHY
        ),
        run_move("stop", {"running", "held"}, "stopped", lambda run: run.stop("ada", "Enough."), *WHY),
        run_move(
            "go_on", ACTIVE, "running", lambda run: run.go_on("ada", "Go", 7), *WHY, "approach_revision"
        ),
        run_move("complete", {"running"}, "completed", lambda run: run.complete("done"), *END),
        run_move("fail", {"running"}, "failed", lambda run: run.fail("x", "It failed."), *END),
    ],
    tells=("run.",),
)

# -- workers --------------------------------------------------------------------------------------

BEGIN = ("cluster", "pid", "started_at", "seen_at")
ALIVE = {"woken", "working"}
worker_move = of_status("worker")
WORKERS = Kind(
    Worker,
    Worker.Status.values,
    lambda state: WorkerFactory(state=state, phase=Phase.INFRASTRUCTURE),
    [
        worker_move("start", {"woken"}, "working", lambda row: row.start("here", 7), *BEGIN, told="started"),
        worker_move("end", ALIVE, "ended", lambda row: row.end("done"), "ended_at"),
        worker_move("lose", ALIVE, "lost", lambda row: row.lose("silent"), "ended_at"),
        Move(
            "move_to_execution",
            {"working"},
            "phase",
            "execution",
            lambda worker: worker.move_to_execution(5),
            writes=("slot",),
        ),
    ],
    tells=("worker.",),
)

# -- tasks ----------------------------------------------------------------------------------------

ASKING = "asking"  # held by a question; "held" is without one
CLAIM = ("worker_id", "lease_until", "finished_at", "error")
COUNTS = ("failures", "losses")
UNDONE = {"pending", "running", "held", ASKING, "failed"}
NOT_OPEN = {"held", ASKING, "completed", "failed", "skipped", "cancelled"}
task_move = of_status("task")


def a_task(state: str) -> Task:
    if state != ASKING:
        return TaskFactory(state=state)
    task = TaskFactory(running=True)
    task.ask("Which year?", "call_1", task.attempts.get())
    return task


def settle(method: str, to: str, do: Callable[[Task], Any], *writes: str, told: str = "") -> Move:
    return task_move(method, {"running"}, to, do, *CLAIM, *writes, told=told)


TASKS = Kind(
    Task,
    [*Task.Status.values, ASKING],
    a_task,
    [
        task_move(
            "start",
            {"pending"},
            "running",
            lambda task, worker: task.start(worker, worker.run, "offline", "", LEASE),
            *CLAIM,
            *("attempt", "run_id", "started_at", "result"),
            told="started",
            given=lambda task: WorkerFactory(outcome=task.outcome),
        ),
        settle("complete", "completed", lambda task: task.complete("Done."), "result"),
        settle(
            "fail_attempt", "pending", lambda task: task.fail_attempt("Broke."), "failures", told="failed"
        ),
        settle("fail_attempt", "failed", lambda task: task.fail_attempt("Broke.", final=True), "failures"),
        settle("let_go", "pending", lambda task: task.let_go("shutdown"), told="released"),
        settle("lose", "pending", lambda task: task.lose("its lease ran out"), "losses", told="lost"),
        settle("ask", "held", lambda task: task.ask("Which year?", "call_2", task.attempts.last())),
        task_move(
            "take_answer",
            {ASKING},
            "pending",
            lambda task: task.take_answer("1999.", "ada"),
            *CLAIM,
            told="answered",
        ),
        task_move("skip", UNDONE, "skipped", lambda task: task.skip("ada"), *CLAIM, "result"),
        task_move("cancel", UNDONE, "cancelled", lambda task: task.cancel("ada"), *CLAIM),
        task_move(
            "reopen",
            NOT_OPEN,
            "pending",
            lambda task: task.reopen("ada", "again"),
            *CLAIM,
            *COUNTS,
            told="reopened",
        ),
    ],
    tells=("task.",),
)
BUILDS = Kind(
    Task,
    [state for state in Task.Status.values if state != "skipped"],
    lambda state: TaskFactory(state=state, infrastructure=True),
    [Move("join_revision", Task.Status.values, "revision", 7, lambda task: task.join_revision(7))],
    tells=("task.",),
)

# -- skills and tools -----------------------------------------------------------------------------

BUILT = {"draft", "checked", "proven"}
SETTLED = {*BUILT, "failed", "waived", "retired"}
STATES = ["needed", "building", *sorted(SETTLED)]
WAIVER = ("waived_by", "waived_at", "waived_why")


def capability(model: type[Skill] | type[Tool], factory: Any) -> Kind:
    move = of_status(model.KIND)
    return Kind(
        model,
        STATES,
        lambda state: factory(state=state),
        [
            move("start_building", {"needed"}, "building", lambda row: row.start_building("worker 1")),
            move(
                "put_back", {"building", "failed", "waived"}, "needed", lambda row: row.put_back("ada", "x")
            ),
            move("fail", {"building"}, "failed", lambda row: row.fail("worker 1", "refused")),
            move(
                "waive",
                {"needed", "building", "failed"},
                "waived",
                lambda row: row.waive("ada", "x"),
                *WAIVER,
            ),
            move("retire", set(STATES) - {"retired"}, "retired", lambda row: row.retire("ada")),
            move("want", SETTLED, "needed", lambda row: row.want("ada", "it changed")),
            move(
                "use",
                STATES,
                "checked",
                lambda row, version: row.use(version, "ada", "is built"),
                *("version", "description"),
                given=lambda row: add_version(row, use=False, agent="claude", status="checked"),
            ),
        ],
        tells=(f"{model.KIND}.",),
    )


# -- outcomes -------------------------------------------------------------------------------------

NEW = {"new", "achieved", "archived", "on claude", "spending"}  # their needs were never planned
PLANNED = {"planned", "under way"}
ALL = {*NEW, *PLANNED, "building", "ready"}
DOLLAR = Decimal(1)
outcome_move = of_status("outcome")


def an_outcome(state: str) -> Outcome:
    made = state in ("building", "ready", "achieved", "archived")
    outcome: Outcome = OutcomeFactory(state=state if made else "")
    match state:
        case "planned":
            outcome.mark_planned(1)
        case "under way":
            outcome = Outcome.objects.get(pk=RunFactory(outcome=outcome).outcome_id)
        case "on claude":
            outcome.mark_ran_on_claude()
        case "spending":
            outcome.reserve(DOLLAR)
    return outcome


def becomes(to: str, sources: Collection[str], **more: Any) -> Move:
    return outcome_move(
        "change_status", sources, to, lambda outcome: outcome.change_status(to, "ada"), **more
    )


def turn(method: str, sources: Collection[str], to: int, do: Callable[[Outcome], Any], **more: Any) -> Move:
    told = f"infrastructure.{('needed', 'building', 'ready')[to]}"
    return Move(method, sources, "infrastructure_ready", to, do, told, **more)


ASIDE = {"achieved", "archived"}
OUTCOMES = Kind(
    Outcome,
    sorted(ALL),
    an_outcome,
    [
        turn("begin_building", NEW | PLANNED, 1, lambda outcome: outcome.begin_building(1)),
        turn("finish_building", {*PLANNED, "building"}, 2, lambda outcome: outcome.finish_building(1)),
        turn("release_building", {"building"}, 0, lambda outcome: outcome.release_building("stopped")),
        turn(
            "reset_infrastructure",
            {"building", "ready"},
            0,
            lambda outcome: outcome.reset_infrastructure("a need was added"),
            idle=NEW | PLANNED,
        ),
        Move("mark_planned", ALL, "planned_revision", 1, lambda outcome: outcome.mark_planned(1)),
        Move(
            "forget_plan",
            {*PLANNED, "building"},
            "planned_revision",
            0,
            lambda outcome: outcome.forget_plan(),
            idle=NEW,
            refusals={"ready": IntegrityError},  # what is READY is planned: the database says so
        ),
        Move(
            "mark_ran_on_claude",
            ALL - {"on claude"},
            "ran_on_claude",
            True,
            lambda outcome: outcome.mark_ran_on_claude(),
            idle={"on claude"},
        ),
        Move(
            "reserve", ALL, "reserved_usd", lambda was: was + DOLLAR, lambda outcome: outcome.reserve(DOLLAR)
        ),
        Move(
            "pay",
            {"spending"},
            "reserved_usd",
            Decimal(0),
            lambda outcome: outcome.pay(DOLLAR, DOLLAR / 2),
            writes=("spent_usd",),
            refusals=dict.fromkeys(ALL - {"spending"}, IntegrityError),  # more than was set aside
        ),
        becomes("active", ASIDE, idle=ALL - ASIDE),
        becomes("achieved", ALL - {"achieved"}, idle={"achieved"}),
        becomes(
            "archived", ALL - {"archived", "under way"}, idle={"archived"}, refusals={"under way": Refused}
        ),
    ],
    tells=("infrastructure.", "outcome."),
)

KINDS = {
    "outcome": OUTCOMES,
    "run": RUNS,
    "task": TASKS,
    "build": BUILDS,
    "worker": WORKERS,
    "skill": capability(Skill, SkillFactory),
    "tool": capability(Tool, ToolFactory),
}
