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
from outcomes.tasks import TaskFields, add_task
from tests.model_answers import skill_text, tool_text
from tests.orchestration.deeds import Many, One, deed
from tests.orchestration.ledger import BUILT, Ledger
from tests.orchestration.players import Players

SENTENCES = [
    "We need a skill for tide reading.",
    "We need a skill for fog forecasting.",
    "Build a CLI tool that checks lamp inventories.",
    "Build a CLI tool that merges keeper logs.",
]
TYPO = "\n\nThe office is near the harbour."
PUT_ASIDE = ("skipped", "cancelled")
WAYS = ["done"] * 12 + ["failed"] * 3 + ["failed for good", "given back", "asks", "asks", "unavailable"]

SPEAKING = "Do tide reading, fog forecasting, lamp inventory checks and keeper log merges"  # of what is built

sentences = Many(SENTENCES, most=3, unique=True)
policies = One(["all", "partial"])
amid = One(["", "a build", "a task"])
pressed = One([False, True, True])
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

    @rule(cards=4, approach=sentences, typo=One([False, True]), pressed=pressed)
    def edit_the_approach(self, approach: list[str], typo: bool, pressed: bool) -> None:
        self._write("\n\n".join(approach) + TYPO * typo)
        if pressed:
            self._press(again=False)

    def _write(self, approach: str) -> None:
        outcome = self.outcome
        outcome.approach = approach
        self.see(self._waking(lambda: outcome.save(update_fields=["approach"], by="ann")))

    @deed(cards=6, of=One(["need", "approach"]), how=One(["done", "done", "failed", "given back"]))
    def what_is_built_changes(self, of: str, how: str) -> None:
        """Under the hands of a worker, which goes on with what was called for when it began."""
        self._add_needs(1 if of == "need" else 2)
        self._get_busy("a build")
        if not (builds := self._in_hand("infrastructure")):
            return
        worker, task = builds[-1]
        text, name = f"We need a skill for reading chart {len(self.now.events)}.", task.capability.name
        if of == "need":
            self.try_to(self._waking(lambda: change_need(self.outcome, name, "ann", specification=text)))
        else:
            self._write(f"{self.outcome.approach}\n\n{text}")
        self._press(again=False)
        for _ in self.woken():
            self.wake_up()
        self.settle(worker, how)

    @deed(cards=4, sentence=One([*SENTENCES, ""]))
    def what_a_task_uses_goes(self, sentence: str) -> None:
        """Under the hands of a worker that has looked into the catalogue already."""
        if not BUILT & {row["status"] for row in self.now.capabilities.values()}:
            self._write(SENTENCES[0])
        self._get_busy("a task")
        if not (tasks := self._in_hand("execution")):
            return
        worker, _ = tasks[0]
        self.read_what_is_handed_out(self.in_hand(worker))
        self._write(f"{sentence}\n\nNote {len(self.now.events)}.")
        self._press(again=False)
        self.settle(worker, "done")

    def _get_busy(self, amid: str) -> None:
        """Have somebody at work on a build, or on a task."""
        if amid == "a build" and not self._in_hand("infrastructure"):
            self._add_needs(1)
            self._press(again=False)
            self.wake_up()
        if amid == "a task" and not self._in_hand("execution"):
            self._press(again=not self.now.active_run)
            self.work(["done"] * 4)

    def _add_needs(self, count: int) -> None:
        for number in range(count):
            title = f"Net mending {len(self.now.events)} {number}"
            self.see(self._waking(lambda title=title: add_need(self.outcome, title, "ann")))

    def _in_hand(self, phase: str) -> list[tuple[int, Task]]:
        claims = {pk: claim for pk, claim in self.at_work.items() if claim and self.now.holds(claim)}
        return [(pk, claim.task) for pk, claim in claims.items() if claim.task.phase == phase]

    @rule(again=One([False, True]))
    def orchestrate(self, again: bool) -> None:
        self._press(again)

    def _press(self, again: bool) -> None:
        active, ran = self.now.active_run, bool(self.now.runs)
        done = {task["id"] for task in self.now.execution if task["status"] == "completed"}
        aside = {row["id"] for row in self.now.execution if row["status"] in PUT_ASIDE}

        answer = self.see(lambda: orchestrate(self.pk, Options(again=again), "ann"))

        if active:
            assert (answer.run_id, answer.started) == (active["id"], False), "the run was joined"
        still = {pk for pk in done if self.now.tasks[pk]["status"] == "completed"}
        assert still == (set() if again and ran and not active else done), "only again does it all again"
        assert all(self.now.tasks[pk]["status"] in PUT_ASIDE for pk in aside), "a person's decision stands"
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
        ready=One([False, True, True]),
        text=One(["", "by hand", "by lamp light"]),
        dismissed=One([False, True]),
        pressed=pressed,
    )
    def change_a_need(self, number: int, ready: bool, text: str, dismissed: bool, pressed: bool) -> None:
        """Perhaps of what is READY."""
        if ready and self.now.outcome["infrastructure_ready"] != 2:
            self._press(again=False)
            self.work(["done"] * 4)
        name = self.need(number)
        said: dict[str, Any] = {"specification": text} if text else {"dismissed": dismissed}
        self.try_to(self._waking(lambda: change_need(self.outcome, name, "ann", **said)))
        if pressed:
            self._press(again=False)

    @rule(cards=1, title=One(["Whale song", "Rope making"]))
    def add_a_need(self, title: str) -> None:
        self.see(self._waking(lambda: add_need(self.outcome, title, "ann")))

    def _add(self, **values: Any) -> None:
        self._waking(lambda: add_task(self.outcome, TaskFields(title=SPEAKING, **values), "ann"))()

    def _waking(self, change: Callable[[], Any]) -> Callable[[], None]:
        """The change as the API makes it."""

        def change_and_wake() -> None:
            with wakeups.then_wake(self.pk):
                change()

        return change_and_wake


def requiring(name: str) -> dict[str, list[str]]:
    return {"required_tools" if name.endswith(("checker", "merger")) else "required_skills": [name]}
