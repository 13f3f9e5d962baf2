"""What people may do to the tasks of an outcome, as rules of a state machine."""

from __future__ import annotations

from typing import Any

from orchestration import control
from outcomes.models import Task
from outcomes.tasks import TaskFields, delete_task, edit_task
from tests.orchestration.deeds import One
from tests.orchestration.ledger import OVER
from tests.orchestration.members import PUT_ASIDE, Members, amid, requiring, rule, some

AT_STAKE = ("running", "completed")  # what a retry takes back


class TaskMembers(Members):
    @rule(cards=4, number=some, amid=amid, built_on=One([False, True, True]))
    def retry(self, number: int, amid: str, built_on: bool) -> None:
        """Of any task, or of one that others are done on top of."""
        self._get_busy(amid)
        if built_on and not self._built_on():
            self._press(again=not self.now.active_run)
            self.work(["done"] * 5)
        found = self._built_on() if built_on else []
        task = Task.objects.get(pk=found[number % 2 % len(found)]) if found else self.one_of(number)
        if task is None:
            return None
        before, following = self.now, self.now.built_on(task.pk)
        if task.status == "running":
            return self.refused(lambda: control.retry(task, "ann"))
        fits = task.phase == "execution" or task.status == "pending" or self._may_be_built_again(task.pk)
        if not fits:
            return self.refused(lambda: control.retry(task, "ann"))
        self.see(lambda: control.retry(task, "ann"))
        assert self.now.tasks[task.pk]["status"] == "pending"
        self._find_that_nothing_waits_for_a_person()
        for pk in following if task.status != "pending" else ():
            was, now = before.tasks[pk]["status"], self.now.tasks[pk]["status"]
            assert now == ("pending" if was in ("completed", "failed", "running") else was), f"{pk} follows"
        return None

    def _may_be_built_again(self, pk: int) -> bool:
        task, revision = self.now.tasks[pk], self.now.outcome["approach_revision"]
        fits = task["revision"] == revision and not self.now.is_overtaken(task)
        return fits and task["status"] in ("failed", "held")

    def _built_on(self) -> list[int]:
        """What others are done on top of: first where that is under way, or most of it."""
        of = {
            state: {pk for pk, row in self.now.tasks.items() if row["status"] == state} for state in AT_STAKE
        }
        found = {pk: [len(self.now.built_on(pk) & of[state]) for state in AT_STAKE] for pk in of["completed"]}
        return sorted(
            (pk for pk, counts in found.items() if any(counts)), key=found.__getitem__, reverse=True
        )

    @rule(cards=4, number=some, to=One(PUT_ASIDE), awaited=One([False, True, True]))
    def put_aside(self, number: int, to: str, awaited: bool) -> None:
        """Any task, or one that others wait for."""
        found = self._awaited() if awaited else []
        task = Task.objects.get(pk=found[number % len(found)]) if found else self.one_of(number)
        if task is None:
            return None
        calls = {
            "skipped": lambda: control.skip(task, "not now", "ann"),
            "cancelled": lambda: control.cancel(task, "ann"),
        }
        if task.phase == "infrastructure" or task.status in OVER - {to}:
            return self.refused(calls[to])
        self.see(calls[to])
        assert self.now.tasks[task.pk]["status"] == to
        return None

    def _awaited(self) -> list[int]:
        tasks = self.now.tasks
        links = [(tasks[waiting]["status"], on) for waiting, on in self.now.waits]
        return sorted({on for state, on in links if state == "pending" and tasks[on]["status"] not in OVER})

    @rule(number=some, text=One(["In 1999.", "In 1999.", "  "]))
    def answer(self, number: int, text: str) -> None:
        held = self.held()
        task = Task.objects.get(pk=held[number % len(held)]) if held else self.one_of(number)
        if task is None:
            return None
        if not text.strip() or not task.questions.open().exists():
            return self.refused(lambda: control.answer(task, text, "ann"))
        self.see(lambda: control.answer(task, text, "ann"))
        assert self.now.tasks[task.pk]["status"] == "pending"
        self._find_that_nothing_waits_for_a_person()
        return None

    def _find_that_nothing_waits_for_a_person(self) -> None:
        """Where no task does, the run goes on."""
        run = self.now.active_run
        waits = run is not None and run["reason_code"] == "task-held"
        planned = (
            self.now.is_planned and run and run["approach_revision"] == self.now.outcome["approach_revision"]
        )
        assert not (waits and planned) or self.held(), f"{run} waits for nobody"

    @rule(number=some, requires=One([None, None, *range(10)]), priority=One([1, 100]))
    def add_a_task(self, number: int, requires: int | None, priority: int) -> None:
        before = self.one_of(number, "execution")
        after = [before.pk] if before and number % 2 else []
        needs = {} if requires is None else requiring(self.need(requires))
        self.try_to(lambda: self._add(depends_on=after, priority=priority, **needs))

    @rule(number=some, other=some, requires=One([None, None, *range(10)]))
    def edit_a_task(self, number: int, other: int, requires: int | None) -> None:
        task, on = self.one_of(number, "execution"), self.one_of(other, "execution")
        if task is None or on is None:
            return
        needs: dict[str, Any] = {} if requires is None else requiring(self.need(requires))

        values = TaskFields(depends_on=[on.pk], **needs)
        circle = self.now.would_make_a_circle(task.pk, on.pk)
        taken = self.try_to(self._waking(lambda: edit_task(task, values, "ann")))
        assert not (taken and circle), "a circle"

    @rule(number=some)
    def delete_a_task(self, number: int) -> None:
        task = self.one_of(number, "execution")
        if task is not None:
            self.see(self._waking(lambda: delete_task(task, "ann")))
