"""What people may do to an outcome, as rules of a state machine; each says what must come of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db import transaction

from orchestration import control, wakeups
from orchestration.orchestrator import Options, orchestrate
from outcomes.models import Outcome, Task
from outcomes.needs import add_need, change_need, effective_needs
from outcomes.tasks import TaskFields, add_task, delete_task, edit_task
from tests.model_answers import skill_text, tool_text
from tests.orchestration.deeds import Many, One, deed
from tests.orchestration.ledger import OVER, Ledger
from tests.orchestration.players import Players

SENTENCES = [
    "We need a skill for tide reading.",
    "We need a skill for fog forecasting.",
    "Build a CLI tool that checks lamp inventories.",
    "Build a CLI tool that merges keeper logs.",
]
TYPO = "\n\nThe office is near the harbour."
WAYS = ["done"] * 12 + ["failed"] * 3 + ["failed for good", "given back", "asks", "asks", "unavailable"]

sentences = Many(SENTENCES, most=3, unique=True)
policies = One(["all", "partial"])
some = One(range(10))  # the how-manieth of those that there are


def rule(**pools: Any) -> Callable[[Callable[..., None]], Any]:
    """A deed after which hands go on working for a while: alone it would seldom meet much that is done."""

    def decorate(do: Callable[..., None]) -> Any:
        def do_and_work(self: Any, hands: list[str], **values: Any) -> None:
            do(self, **values)
            self.work(hands)

        do_and_work.__name__, do_and_work.__qualname__ = do.__name__, do.__qualname__
        return deed(hands=Many(WAYS), **pools)(do_and_work)

    return decorate


class Members(Players):
    """One outcome with its members, and up to six workers."""

    @deed(
        first=True,
        approach=sentences,
        tasks=One([2, 4, 6]),
        workers=One([1, 2, 3]),
        policy=policies,
        hands=Many(WAYS, most=8),
    )
    def begin(self, approach: list[str], tasks: int, workers: int, policy: str, hands: list[str]) -> None:
        self.pk = Outcome.objects.create(
            name="Any",
            approach="\n\n".join(approach),
            max_execution_workers=workers,
            policy=policy,
            budget_usd=Decimal("0.05"),
        ).pk
        self.now = Ledger.read(self.pk)
        for number in range(tasks):
            after = list(self.now.tasks)[-1:] if number % 3 else []
            self.see(lambda after=after: self._add(depends_on=after))
        self.see(lambda: orchestrate(self.pk, Options(), "ann"))
        self.work(hands)

    @property
    def outcome(self) -> Outcome:
        return Outcome.objects.get(pk=self.pk)

    def one_of(self, number: int, phase: str = "") -> Task | None:
        found = [pk for pk, task in self.now.tasks.items() if phase in ("", task["phase"])]
        return Task.objects.get(pk=found[number % len(found)]) if found else None

    def held(self) -> list[int]:
        return [pk for pk, task in self.now.tasks.items() if task["status"] == "held"]

    def somebody_busy(self, number: int) -> int | None:
        """Of those that have a task in hand; where nobody has, work is begun first."""
        if not self.busy():
            if self.is_paused or not self.now.active_run:
                self._press(again=True)
            for _ in self.woken():
                self.wake_up()
        busy = self.busy()
        return busy[number % len(busy)] if busy else None

    @property
    def is_paused(self) -> bool:
        run = self.now.active_run
        return run is not None and run["status"] != "running"

    def states_of(self, name: str) -> set[str]:
        return {row["status"] for (_, named), row in self.now.capabilities.items() if named == name}

    # -- members ----------------------------------------------------------------------------------

    @rule(cards=4, approach=sentences, typo=One([False, True]))
    def edit_the_approach(self, approach: list[str], typo: bool) -> None:
        outcome = self.outcome
        outcome.approach = "\n\n".join(approach) + TYPO * typo
        self.see(self._waking(lambda: outcome.save(update_fields=["approach"], by="ann")))

    @rule(again=One([False, True]))
    def orchestrate(self, again: bool) -> None:
        self._press(again)

    def _press(self, again: bool) -> None:
        active, ran = self.now.active_run, bool(self.now.runs)
        done = {task["id"] for task in self.now.execution if task["status"] == "completed"}

        answer = self.see(lambda: orchestrate(self.pk, Options(again=again), "ann"))

        if active:
            assert (answer.run_id, answer.started) == (active["id"], False), "the run was joined"
        still = {pk for pk in done if self.now.tasks[pk]["status"] == "completed"}
        assert still == (set() if again and ran and not active else done), "only again does it all again"
        assert not any(task["status"] == "failed" for task in self.now.execution), (
            "what failed is tried again"
        )

    @deed(urge=0.6, when=lambda self: not self.now.active_run, hands=Many(WAYS))
    def do_it_all_again(self, hands: list[str]) -> None:
        self._press(again=True)
        self.work(hands)

    @deed(urge=0.4, when=lambda self: self.is_paused, number=some, hands=Many(WAYS))
    def let_it_go_on(self, number: int, hands: list[str]) -> None:
        held = self.held()
        if held:
            task = Task.objects.get(pk=held[number % len(held)])
            self.see(lambda: control.retry(task, "ann"))
        self._press(again=False)
        self.work(hands)

    @rule(
        cards=4,
        mode=One(["now", "now", "gently"]),
        before=One(["", "somebody is woken", "somebody is woken", "somebody is busy", "somebody is busy"]),
        resumed=One([False, True, True]),
    )
    def stop(self, mode: str, before: str, resumed: bool) -> None:
        """And perhaps resume, before the workers have seen anything of it."""
        if before == "somebody is woken":  # in the place of those that died
            for pk in list(self.at_work):
                self.die(pk)
            self._press(again=True)
            self.reap()
        if before == "somebody is busy":
            self.somebody_busy(0)
        run = self.now.active_run
        if run is None:
            return self.refused(lambda: control.stop(self.pk, mode, "ann"))
        self.see(lambda: control.stop(self.pk, mode, "ann"))
        assert self.now.runs[run["id"]]["status"] == "stopped"
        left = self.now.at_work()
        assert mode == "gently" or all(row["stopping"] and row["status"] == "working" for row in left)
        if resumed:
            self._resume()
        return None

    @rule()
    def resume(self) -> None:
        self._resume()

    def _resume(self) -> None:
        run, revision = self.now.active_run, self.now.outcome["approach_revision"]
        if run is None or run["approach_revision"] != revision or not self.now.is_planned:
            return self.refused(lambda: control.resume(self.pk, "ann"))
        self.see(lambda: control.resume(self.pk, "ann"))
        return None

    def need(self, number: int) -> str:
        """The name of a skill or tool that is called for or was, or of one that nobody heard of."""
        wanted = {need.name for need in effective_needs(self.outcome).wanted}
        found = sorted(wanted | {name for _, name in self.now.capabilities})
        return found[number % len(found)] if found and number != 9 else "unheard-of"

    @rule(cards=3, number=some, readers=One([0, 1, 1]), open_one=One([False, True, True]))
    def waive(self, number: int, readers: int, open_one: bool) -> None:
        """Any need, or one that is not there yet; perhaps with a task that requires it."""
        if open_one and not self._open_needs():
            self.see(self._waking(lambda: add_need(self.outcome, f"Net mending {number}", "ann")))
            self._press(again=False)
        found = self._open_needs() if open_one else []
        name = found[number % len(found)] if found else self.need(number)
        for _ in range(readers):
            self.try_to(lambda: self._add(**requiring(name)))
        is_open = name in self._open_needs() or "waived" in self.states_of(name)
        assert is_open == self.try_to(lambda: control.waive(self.pk, name, "ann"))
        assert not is_open or "waived" in self.states_of(name)

    def _open_needs(self) -> list[str]:
        open_states = ("needed", "building", "failed")
        return [name for (_, name), row in self.now.capabilities.items() if row["status"] in open_states]

    @rule(cards=1, number=some)
    def supply(self, number: int) -> None:
        name = self.need(number)
        wanted = {need.name: need.kind for need in effective_needs(self.outcome).wanted}
        text = tool_text(name) if wanted.get(name) == "tool" else skill_text(name)
        taken = self.try_to(lambda: control.supply(self.pk, name, text, "ann"))
        assert taken == (name in wanted)
        assert not taken or "checked" in self.states_of(name)

    @rule(cards=1, number=some)
    def have_built_after_all(self, number: int) -> None:
        name = self.need(number)
        self.try_to(lambda: control.build_after_all(self.pk, name, "ann"))

    @rule(policy=policies, workers=One([1, 2, 3]), builders=One([1, 2, 3]))
    def change_settings(self, policy: str, workers: int, builders: int) -> None:
        values = {
            "policy": policy,
            "max_execution_workers": workers,
            "max_infrastructure_workers": builders,
        }

        def change() -> None:
            with transaction.atomic():
                control.change_settings(Outcome.objects.locked().get(pk=self.pk), values, "ann")

        self.see(change)

    @rule(
        cards=3,
        number=some,
        built=One([False, True, True]),
        text=One(["", "by hand", "by lamp light"]),
        dismissed=One([False, True]),
    )
    def change_a_need(self, number: int, built: bool, text: str, dismissed: bool) -> None:
        """Perhaps of what is READY."""
        if built and self.now.outcome["infrastructure_ready"] != 2:
            self._press(again=False)
            self.work(["done"] * 4)
        name = self.need(number)
        said: dict[str, Any] = {"specification": text} if text else {"dismissed": dismissed}
        self.try_to(self._waking(lambda: change_need(self.outcome, name, "ann", **said)))

    @rule(cards=1, title=One(["Whale song", "Rope making"]))
    def add_a_need(self, title: str) -> None:
        self.see(self._waking(lambda: add_need(self.outcome, title, "ann")))

    @rule(cards=4, number=some, built_on=One([False, True, True]))
    def retry(self, number: int, built_on: bool) -> None:
        """Of any task, or of one that others were done on top of."""
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
        if not self.try_to(lambda: control.retry(task, "ann")):
            assert task.phase == "infrastructure"
            return None
        assert self.now.tasks[task.pk]["status"] == "pending"
        for pk in following if task.status != "pending" else ():
            was, now = before.tasks[pk]["status"], self.now.tasks[pk]["status"]
            assert now == ("pending" if was in ("completed", "failed", "running") else was), f"{pk} follows"
        return None

    def _built_on(self) -> list[int]:
        done = [pk for pk, task in self.now.tasks.items() if task["status"] == "completed"]
        found = {pk: len(self.now.built_on(pk) & {*done}) for pk in done}
        return sorted((pk for pk, followers in found.items() if followers), key=lambda pk: -found[pk])

    @rule(cards=4, number=some, to=One(["skipped", "cancelled"]))
    def put_aside(self, number: int, to: str) -> None:
        task = self.one_of(number)
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
        return None

    @rule(number=some, requires=One([None, None, *range(10)]), priority=One([1, 100]))
    def add_a_task(self, number: int, requires: int | None, priority: int) -> None:
        before = self.one_of(number, "execution")
        after = [before.pk] if before and number % 2 else []
        needs = {} if requires is None else requiring(self.need(requires))
        self.try_to(lambda: self._add(depends_on=after, priority=priority, **needs))

    def _add(self, **values: Any) -> None:
        self._waking(lambda: add_task(self.outcome, TaskFields(title="Task", **values), "ann"))()

    def _waking(self, change: Callable[[], Any]) -> Callable[[], None]:
        """The change as the API makes it."""

        def change_and_wake() -> None:
            with wakeups.then_wake(self.pk):
                change()

        return change_and_wake

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


def requiring(name: str) -> dict[str, list[str]]:
    return {"required_tools" if name.endswith(("checker", "merger")) else "required_skills": [name]}
