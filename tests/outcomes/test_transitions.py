"""Every state and every move: allowed ones move and write one event, the others change nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from outcomes.errors import WrongStatus
from outcomes.models import Event, Outcome, Run, Skill, Task, Tool, Worker
from outcomes.state import StateModel
from tests.factories import OutcomeFactory, RunFactory, SkillFactory, TaskFactory, ToolFactory, WorkerFactory
from tests.outcomes.moves import KINDS, Kind, Move, transitions

pytestmark = pytest.mark.django_db

CASES = [
    pytest.param(kind, state, move, id=f"{name}: {move} from {state}")
    for name, kind in KINDS.items()
    for move in kind.moves
    for state in kind.states
]
RACES = [
    case
    for case in CASES
    if case.values[1] in case.values[2].sources
    and not (case.values[1] == "ready" and case.values[2].method == "mark_planned")  # READY pins its plan
]


def stored(row: StateModel) -> dict[str, Any]:
    return type(row)._base_manager.filter(pk=row.pk).values().get()


def history(kind: Kind) -> list[str]:
    told = Event.objects.order_by("id").values_list("kind", flat=True)
    return [event for event in told if event.startswith(tuple(kind.tells))]


@pytest.mark.parametrize("model", [Outcome, Run, Task, Worker, Skill, Tool])
def test_every_transition_has_its_row(model):
    rows = {move.method for kind in KINDS.values() if kind.model is model for move in kind.moves}

    assert rows == transitions(model)


@pytest.mark.parametrize(("kind", "state", "move"), CASES)
def test_a_row_moves_only_where_it_may(kind, state, move):
    row = kind.make(state)
    do = move.prepare(row)
    before, told = stored(row), len(history(kind))

    if state in {*move.sources, *move.idle}:
        do(row)
    else:
        with pytest.raises(move.refusals.get(state, WrongStatus)), transaction.atomic():
            do(row)

    after, new = stored(row), history(kind)[told:]
    if state not in move.sources:
        assert (after, new) == (before, [])
        return
    changed = {name for name in before if after[name] != before[name]}
    assert after[move.column] == getattr(row, move.column) == move.result(before)
    assert changed <= {move.column, *move.writes}
    assert new == ([move.told] if move.told else [])


def rival_of(kind: Kind, move: Move, state: str, before: dict[str, Any]) -> Move:
    """Another move from this state that changes what this one compares."""
    for rival in kind.moves:
        if rival.column == move.column and state in rival.sources and rival.changes(before):
            return rival
    raise LookupError(f"nothing competes with {move} from {state}")


@pytest.mark.parametrize(("kind", "state", "move"), RACES)
def test_who_reads_before_a_move_and_writes_after_it_loses(kind, state, move):
    row = kind.make(state)
    do = move.prepare(row)
    rival = rival_of(kind, move, state, stored(row))
    stale = type(row)._base_manager.get(pk=row.pk)
    rival.prepare(row)(row)
    before, told = stored(row), history(kind)

    with pytest.raises(WrongStatus, match="refused"), transaction.atomic():
        do(stale)

    assert (stored(row), history(kind)) == (before, told)


@pytest.mark.parametrize(
    "row",
    [
        lambda: (OutcomeFactory(), {"infrastructure_ready": 2, "status": "archived", "planned_revision": 1}),
        lambda: (RunFactory(), {"status": "held", "reason": "x", "approach_revision": 9}),
        lambda: (TaskFactory(), {"status": "completed", "attempt": 9, "result": "x", "failures": 2}),
        lambda: (WorkerFactory(), {"status": "ended"}),
        lambda: (SkillFactory(), {"status": "proven", "version": 3}),
        lambda: (ToolFactory(), {"status": "proven", "version": 3}),
    ],
    ids=["outcome", "run", "task", "worker", "skill", "tool"],
)
@pytest.mark.parametrize("by_name", [False, True], ids=["save", "update_fields"])
def test_save_never_writes_a_state(row, by_name):
    row, forged = row()
    before = {name: getattr(row, name) for name in forged}

    for name, value in forged.items():
        setattr(row, name, value)
    row.save(**({"update_fields": list(forged)} if by_name else {}))

    stored = type(row).objects.get(pk=row.pk)
    assert {name: getattr(stored, name) for name in forged} == before
