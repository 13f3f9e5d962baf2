"""All that the database says of one outcome at one moment: what must hold in it, and between two of them.

The rules are told here once more, in few words and without the code that keeps them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from orchestration.models import ModelCall, SpendingDay
from outcomes.models import (
    Artifact,
    Attempt,
    Dependency,
    Event,
    Outcome,
    Requirement,
    Run,
    Task,
    Worker,
)
from outcomes.models.capability import CAPABILITIES
from tests.orchestration.tables import Row, Rows, Tables

DONE = {"completed", "skipped"}  # what waits for such a task goes on
OVER = {*DONE, "cancelled"}
BUILT = {"draft", "checked", "proven"}
THERE = {*BUILT, "waived"}  # no task waits for such a skill or tool
ACTIVE = {"running", "held", "stopped"}
FINAL = {"completed", "failed"}
# What a row may be after an event of this kind, if no later one tells otherwise.
AFTER = {
    "task": {
        "started": {"running"},
        "failed": {"failed", "pending"},
        "lost": {"pending"},
        "released": {"pending"},
        "reopened": {"pending"},
        "answered": {"pending"},
    }
    | {state: {state} for state in ("completed", "held", "skipped", "cancelled")},
    "run": {state: {state} for state in (*ACTIVE, *FINAL)} | {"started": {"running"}},
    "worker": {"started": {"working"}, "ended": {"ended"}, "lost": {"lost"}},
    "infrastructure": {"needed": {0}, "building": {1}, "ready": {2}},
}
AFTER |= {
    kind: {state: {state} for state in (*THERE, "needed", "building", "failed", "retired")}
    for kind in ("skill", "tool")
}
FIRST = {
    "task": "pending",
    "worker": "woken",
    "infrastructure": 0,
    "skill": "needed",
    "tool": "needed",
    "run": "",
}


@dataclass(frozen=True)
class Ledger:
    outcome: Row
    runs: Rows
    workers: Rows
    tasks: Rows
    attempts: Rows
    capabilities: Rows  # by kind and name
    versions: Rows  # by kind and id
    waits: tuple[tuple[int, int], ...]  # a task, and one that it is after
    requires: tuple[tuple[int, str, str], ...]
    artifacts: Rows
    calls: Rows
    days: Rows
    events: tuple[tuple[int, str], ...]  # of all time: id and kind
    told: dict[tuple[str, Any], str] = field(compare=False)  # the last event of each row
    starts: Counter[int] = field(compare=False)  # how often a task was started, as the events have it
    tables: Tables = field(compare=False)

    @classmethod
    def read(cls, pk: int, earlier: Ledger | None = None) -> Ledger:
        """What stands now; `earlier` spares work on what has not changed."""
        with connection.cursor() as cursor:
            return cls._read(Tables(cursor, pk, earlier.tables if earlier else None), earlier)

    @classmethod
    def _read(cls, tables: Tables, earlier: Ledger | None) -> Ledger:
        seen = earlier.events if earlier else ()
        told, starts = (dict(earlier.told), Counter(earlier.starts)) if earlier else ({}, Counter())
        events = tables.rows(Event, seen[-1][0] if seen else 0)
        for event in events.values():
            about, _, edge = event["kind"].partition(".")
            if edge in AFTER.get(about, ()):
                told[about, event.get(f"{about}_id") or _named(about, event["message"])] = edge
            if event["kind"] == "task.started":
                starts[event["task_id"]] += 1
        capabilities = {kind: tables.rows(model) for kind, model in CAPABILITIES.items()}
        versions = {kind: tables.rows(model.VERSIONS) for kind, model in CAPABILITIES.items()}
        waits, requires = tables.rows(Dependency), tables.rows(Requirement)
        (outcome,) = tables.rows(Outcome).values()
        return cls(
            outcome=outcome,
            runs=tables.rows(Run),
            workers=tables.rows(Worker),
            tasks=tables.rows(Task),
            attempts=tables.rows(Attempt),
            capabilities={
                (kind, row["name"]): row for kind, rows in capabilities.items() for row in rows.values()
            },
            versions={(kind, key): row for kind, rows in versions.items() for key, row in rows.items()},
            waits=tuple((row["task_id"], row["on_id"]) for row in waits.values()),
            requires=tuple((row["task_id"], row["kind"], row["name"]) for row in requires.values()),
            artifacts=tables.rows(Artifact),
            calls=tables.rows(ModelCall),
            days=tables.rows(SpendingDay),
            events=(*seen, *((key, event["kind"]) for key, event in events.items())),
            told=told,
            starts=starts,
            tables=tables,
        )

    # -- who may do what --------------------------------------------------------------------------

    @property
    def active_run(self) -> Row | None:
        return next((run for run in self.runs.values() if run["status"] in ACTIVE), None)

    @property
    def is_planned(self) -> bool:
        return bool(self.outcome["planned_revision"] == self.outcome["approach_revision"])

    @property
    def execution(self) -> list[Row]:
        return [task for task in self.tasks.values() if task["phase"] == "execution"]

    def holds(self, claim: Any) -> bool:
        """Whether the claim (a task, and an attempt by a worker) stands."""
        task = self.tasks.get(claim.task.pk)
        mine = (claim.attempt.number, claim.attempt.worker_id)
        return bool(task and task["status"] == "running" and (task["attempt"], task["worker_id"]) == mine)

    def is_free(self, task: Row) -> bool:
        """Whether nothing that it waits for itself is missing."""
        if task["phase"] == "infrastructure":
            return bool(task["revision"] == self.outcome["approach_revision"])
        waits = [on for waiting, on in self.waits if waiting == task["id"]]
        needs = [(kind, name) for of, kind, name in self.requires if of == task["id"]]
        return all(self.tasks[on]["status"] in DONE for on in waits) and all(
            self.capabilities.get(need, {}).get("status") in THERE for need in needs
        )

    def may_start(self, task: Row) -> bool:
        """Whether nothing stands in its way now, save that it may be running already."""
        ready = task["phase"] == "infrastructure" or self.outcome["infrastructure_ready"] == 2
        return ready and self.is_free(task)

    def first_free(self, phase: str) -> int | None:
        """The pending task of this phase that would be claimed first."""
        pending = (row for row in self.tasks.values() if (row["phase"], row["status"]) == (phase, "pending"))
        return next((task["id"] for task in pending if self.is_free(task)), None)

    def claimable(self) -> list[Row]:
        """In the order of claims."""
        return [task for task in self.tasks.values() if task["status"] == "pending" and self.may_start(task)]

    def what_is_planned(self) -> object:
        """All that a plan for the needs rests on."""
        builds = [task for task in self.tasks.values() if task["phase"] == "infrastructure"]
        said = [pk for pk, kind in self.events if kind.startswith("need.")]
        return self.outcome, self.capabilities, self.versions, builds, said

    def times_done(self, pk: int) -> int:
        done = [
            row for row in self.attempts.values() if row["task_id"] == pk and row["status"] == "completed"
        ]
        return len(done)

    def at_work(self) -> list[Row]:
        return [worker for worker in self.workers.values() if worker["status"] in ("woken", "working")]

    def built_on(self, pk: int) -> set[int]:
        """What waits for this task, directly or through others that nobody skipped or cancelled."""
        found: set[int] = set()
        todo = [pk]
        while todo:
            on = todo.pop()
            after = {waiting for waiting, before in self.waits if before == on} - found
            after = {
                waiting for waiting in after if self.tasks[waiting]["status"] not in ("skipped", "cancelled")
            }
            found |= after
            todo += after
        return found - {pk}

    def would_make_a_circle(self, pk: int, on: int) -> bool:
        """Whether `on` waits for the task already, directly or through others."""
        todo, seen = [on], {on}
        while todo:
            at = todo.pop()
            more = {before for waiting, before in self.waits if waiting == at} - seen
            seen |= more
            todo += more
        return pk in seen

    # -- what must hold ---------------------------------------------------------------------------

    def hold_true(self) -> None:
        """Whatever happened."""
        self._readiness()
        self._claims()
        self._places()
        self._builds()
        self._versions()
        self._money()
        self._history()

    def _readiness(self) -> None:
        outcome, run = self.outcome, self.active_run
        states = {row["status"] for row in self.capabilities.values()}
        if outcome["infrastructure_ready"] == 2:
            assert self.is_planned, "READY for needs that nobody planned"
            missing = states & {"needed", "building", "failed"}
            assert outcome["policy"] == "partial" or not missing, f"READY without what is {missing}"
        if outcome["infrastructure_ready"] == 1:
            assert run, "something is built, and no run does it"
            assert run["status"] == "running"
        if run and run["status"] == "running":
            assert run["approach_revision"] == outcome["approach_revision"]
            assert self.is_planned
        assert sum(row["status"] in ACTIVE for row in self.runs.values()) <= 1, "two active runs"

    def _claims(self) -> None:
        """A running task has one worker at work and one running attempt; attempts leave no number out."""
        running = [task for task in self.tasks.values() if task["status"] == "running"]
        assert len({task["worker_id"] for task in running}) == len(running)
        for task in running:
            assert self.workers[task["worker_id"]]["status"] == "working", f"nobody is at work on {task}"
        numbers: dict[int, list[int]] = {}
        for attempt in self.attempts.values():
            numbers.setdefault(attempt["task_id"], []).append(attempt["number"])
        for task in self.tasks.values():
            assert sorted(numbers.get(task["id"], [])) == list(range(1, task["attempt"] + 1))
            assert self.starts[task["id"]] == task["attempt"], f"a start of {task} is not in the history"
        open_ones = {
            (row["task_id"], row["number"]) for row in self.attempts.values() if row["status"] == "running"
        }
        assert open_ones == {(task["id"], task["attempt"]) for task in running}

    def _places(self) -> None:
        at_work = self.at_work()
        assert sum(worker["phase"] == "infrastructure" for worker in at_work) <= 3
        assert len({(worker["phase"], worker["slot"]) for worker in at_work}) == len(at_work)
        for worker in at_work:
            over = self.runs[worker["run_id"]]["status"] in FINAL
            assert not (over and worker["status"] == "woken"), f"{worker} is awaited by a run that is over"

    def _builds(self) -> None:
        building = {
            (kind, row["id"]) for (kind, _), row in self.capabilities.items() if row["status"] == "building"
        }
        running = {
            (kind, task[f"{kind}_id"])
            for task in self.tasks.values()
            for kind in ("skill", "tool")
            if task[f"{kind}_id"] and task["status"] == "running" and not self.is_overtaken(task)
        }
        assert building == running, "a build under way has its task, and a task its build"
        for task in self.tasks.values() if self.is_planned else ():
            waits = task["phase"] == "infrastructure" and task["status"] in ("pending", "held", "failed")
            fits = task["revision"] == self.outcome["approach_revision"] and not self.is_overtaken(task)
            assert fits or not waits, f"{task} waits to be built, and is called for no longer"

    def _versions(self) -> None:
        """What counts is the newest for what is called for now, or what a member brought."""
        versions: dict[tuple[str, int], list[Row]] = {}
        for (kind, _), version in self.versions.items():
            versions.setdefault((kind, version["of_id"]), []).append(version)
        for found in versions.values():
            assert [row["number"] for row in found] == list(range(1, len(found) + 1))
        for (kind, _), row in self.capabilities.items():
            if row["status"] in BUILT:
                found = versions[kind, row["id"]]
                counts = found[row["version"] - 1]
                same = [one for one in found if all(one[of] == counts[of] for of in ("digest", "agent"))]
                assert counts == same[-1], f"{counts} counts, and is an older one of {same}"
                assert row["status"] == counts["status"]
                assert row["digest"] == counts["digest"] or counts["agent"] == "member", (
                    f"{counts} counts, and {row} calls for another"
                )

    def is_overtaken(self, build: Row) -> bool:
        """Whether what it builds is called for no longer, or by another specification."""
        kind = "skill" if build["skill_id"] else "tool"
        rows = (row for (of, _), row in self.capabilities.items() if of == kind)
        row = next(row for row in rows if row["id"] == build[f"{kind}_id"])
        return bool(row["digest"] != build["digest"] or row["status"] == "retired")

    def _money(self) -> None:
        reserved = [call["bound_usd"] for call in self.calls.values() if call["status"] == "reserved"]
        spent = [call["cost_usd"] for call in self.calls.values() if call["status"] != "reserved"]
        for rows in ([self.outcome], self.days.values()):
            assert _usd(row["reserved_usd"] for row in rows) == _usd(reserved), "what is set aside"
            assert _usd(row["spent_usd"] for row in rows) == _usd(spent), "what is spent"

    def _history(self) -> None:
        """The last event of each row tells the state that it is in."""
        groups: Iterable[tuple[str, dict[Any, Any]]] = (
            ("task", {pk: row["status"] for pk, row in self.tasks.items()}),
            ("run", {pk: row["status"] for pk, row in self.runs.items()}),
            ("worker", {pk: row["status"] for pk, row in self.workers.items()}),
            ("infrastructure", {0: self.outcome["infrastructure_ready"]}),
            *(
                (kind, {name: row["status"] for (of, name), row in self.capabilities.items() if of == kind})
                for kind in ("skill", "tool")
            ),
        )
        for about, states in groups:
            for key, state in states.items():
                edge = self.told.get((about, key))
                expected = AFTER[about][edge] if edge else {FIRST[about]}
                assert state in expected, f"{about} {key} is {state}, and the history says {edge}"

    def follow(self, before: Ledger) -> None:
        """What must hold between `before` and now."""
        for key, version in before.versions.items():
            assert self.versions[key] == version, f"{version} was rewritten"
        for pk, file in before.artifacts.items():
            gone = file["task_id"] not in self.tasks  # its file stays
            origin = {name: file[name] for name in ("task_id", "attempt_id") if gone}
            assert file == self.artifacts[pk] | origin, f"{file} was rewritten"
        for pk, run in before.runs.items():
            assert run["status"] not in FINAL or self.runs[pk] == run, f"{run} was over"
        for pk, attempt in before.attempts.items():
            gone = attempt["task_id"] not in self.tasks
            assert gone or attempt["status"] == "running" or self.attempts[pk] == attempt, (
                f"{attempt} was closed"
            )
        self._paid(before)
        for pk, run in self.runs.items():
            if run["status"] in FINAL and before.runs.get(pk, {}).get("status") not in FINAL:
                self._end_of(run)
        for pk, task in self.tasks.items():
            was = before.tasks.get(pk, {"status": "", "attempt": 0})
            assert task["attempt"] >= was["attempt"]
            if task["status"] == "running" and (was["status"], was["attempt"]) != (
                "running",
                task["attempt"],
            ):
                self._begin_of(task)

    def _paid(self, before: Ledger) -> None:
        for pk, call in before.calls.items():
            if call["status"] != "reserved":
                same = self.calls[pk] | {"attempt_id": call["attempt_id"]}  # a deleted task's calls stay
                assert same == call, f"{call} was paid"
        if any(self.calls[pk]["status"] == "reserved" for pk in self.calls.keys() - before.calls.keys()):
            taken = _usd([self.outcome["spent_usd"], self.outcome["reserved_usd"]])
            assert taken <= _usd([self.outcome["budget_usd"]]), "more is set aside than may be spent"

    def _end_of(self, run: Row) -> None:
        """A run ends when nothing is left to do, and says what is in the way of the rest."""
        assert run["reason"]
        assert not any(task["status"] == "running" for task in self.execution)
        assert not self.claimable(), f"{run} ended, and {self.claimable()} can be done"
        if run["status"] == "completed":
            assert all(task["status"] in OVER for task in self.execution)
        elif self.outcome["infrastructure_ready"] == 2:
            assert any(task["status"] not in OVER for task in self.execution)
        else:
            assert any(row["status"] in ("needed", "failed") for row in self.capabilities.values())

    def _begin_of(self, task: Row) -> None:
        run = self.runs[task["run_id"]]
        assert run["status"] == "running", f"{task} was claimed, and the run is {run['status']}"
        assert self.may_start(task), f"{task} was claimed before it could be begun"
        worker = self.workers[task["worker_id"]]
        assert worker["phase"] == task["phase"], f"{task} was claimed by {worker}"
        assert worker["slot"] < run[f"max_{task['phase']}_workers"], f"{worker} is one too many"
        others = [other["id"] for other in self.claimable() if other["phase"] == task["phase"]]
        order = [pk for pk in self.tasks if pk == task["id"] or pk in others]
        assert order[0] == task["id"], f"{order} was the order"


def _named(about: str, message: str) -> Any:
    """Skills and tools stand in the history by name; of the infrastructure there is one."""
    return message.split()[1] if about in CAPABILITIES else 0


def _usd(amounts: Iterable[Any]) -> Decimal:
    """Their sum: SQLite keeps decimals as floats."""
    return sum((Decimal(str(amount)) for amount in amounts), Decimal(0)).quantize(Decimal("1e-9"))
