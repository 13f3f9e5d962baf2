"""Any order of what people, workers and accidents do: the invariants hold after every step.

Workers are played by the test: it claims, settles and dies in their place, with the functions that they use.
"""

from __future__ import annotations

import contextlib
import random
from datetime import timedelta
from typing import Any

import hypothesis
import pytest
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, settings, stateful
from hypothesis import strategies as st

from orchestration import claims, control, reaper
from orchestration.agents.protocol import OutputFile, TaskResult
from orchestration.claims import Built, Claim, Ending, Failure, GivenBack, Rest
from orchestration.orchestrator import Options, orchestrate
from outcomes.errors import OutcomesError, WrongStatus
from outcomes.models import Attempt, Outcome, Phase, Run, Skill, Task, Tool, Worker
from outcomes.needs import add_need, change_need, effective_needs
from outcomes.reconciliation import reconcile, unsettled_capabilities
from outcomes.tasks import TaskFields, add_task, delete_task, edit_task
from tests.model_answers import skill_text, tool_text

SENTENCES = [
    "We need a skill for tide reading.",
    "We need a skill for fog forecasting.",
    "Build a CLI tool that checks lamp inventories.",
    "Build a CLI tool that merges keeper logs.",
]
NAMES = ["tide-reading", "fog-forecasting", "lamp-inventory-checker", "keeper-log-merger", "whale-song"]
approaches = st.lists(st.sampled_from(SENTENCES), unique=True).map("\n\n".join)
policies = st.sampled_from(["all", "partial"])
HOUR = ["settle"] * 5 + ["wake"] * 4 + ["stall", "come back", "die", "orchestrate", "orchestrate", "edit"]
endings = st.sampled_from(["done", "done", "done", "failed", "given back"])


class Installation(stateful.RuleBasedStateMachine):
    """One outcome, its members, and up to six workers."""

    def __init__(self) -> None:
        super().__init__()
        self.at_work: dict[int, Claim | None] = {}
        self.stalled: list[Claim] = []
        self.completed: dict[int, int] = {}

    @stateful.initialize(
        approach=approaches, tasks=st.integers(0, 3), workers=st.integers(1, 3), policy=policies
    )
    def begin(self, approach: str, tasks: int, workers: int, policy: str) -> None:
        self.pk = Outcome.objects.create(
            name="Any", approach=approach, max_execution_workers=workers, policy=policy
        ).pk
        for number in range(tasks):
            add_task(self.outcome, TaskFields(title=f"Task {number}"), "ann")
        orchestrate(self.pk, Options(), "ann")

    @property
    def outcome(self) -> Outcome:
        return Outcome.objects.get(pk=self.pk)

    def busy(self) -> list[int]:
        return [pk for pk, claim in self.at_work.items() if claim]

    def woken(self) -> Any:
        return Worker.objects.filter(outcome=self.pk, status="woken").order_by("id")

    def tasks(self) -> Any:
        return Task.objects.filter(outcome=self.pk)

    def one_of(self, tasks: Any, number: int) -> Task | None:
        found = list(tasks.order_by("id"))
        return found[number % len(found)] if found else None

    def attempt(self, call: Any) -> None:
        """What the rules refuse is refused whole: the invariants are looked at afterwards."""
        with contextlib.suppress(OutcomesError):
            call()

    # -- members ----------------------------------------------------------------------------------

    @stateful.rule(approach=approaches)
    def edit_the_approach(self, approach: str) -> None:
        outcome = self.outcome
        outcome.approach = approach
        outcome.save(update_fields=["approach"], by="ann")

    @stateful.rule()
    def mend_a_typo(self) -> None:
        outcome = self.outcome
        outcome.approach += "\n\nThe office is near the harbour."
        outcome.save(by="ann")

    @stateful.rule(again=st.booleans())
    def orchestrate(self, again: bool) -> None:
        active = self.outcome.active_run
        answer = orchestrate(self.pk, Options(again=again), "ann")
        if active:
            assert answer.run_id == active.pk

    @stateful.precondition(lambda self: self.outcome.active_run)
    @stateful.rule(mode=st.sampled_from(["now", "gently"]))
    def stop(self, mode: str) -> None:
        self.attempt(lambda: control.stop(self.pk, mode, "ann"))

    @stateful.precondition(lambda self: self.outcome.active_run)
    @stateful.rule()
    def resume(self) -> None:
        self.attempt(lambda: control.resume(self.pk, "ann"))

    @stateful.rule(name=st.sampled_from(NAMES))
    def waive(self, name: str) -> None:
        self.attempt(lambda: control.waive(self.pk, name, "ann"))

    @stateful.rule(name=st.sampled_from(NAMES))
    def supply(self, name: str) -> None:
        wanted = {need.name: need.kind for need in effective_needs(self.outcome).wanted}
        text = tool_text(name) if wanted.get(name) == "tool" else skill_text(name)
        self.attempt(lambda: control.supply(self.pk, name, text, "ann"))

    @stateful.rule(name=st.sampled_from(NAMES))
    def have_built_after_all(self, name: str) -> None:
        self.attempt(lambda: control.build_after_all(self.pk, name, "ann"))

    @stateful.rule(policy=policies, workers=st.integers(1, 3), builders=st.integers(1, 3))
    def change_settings(self, policy: str, workers: int, builders: int) -> None:
        values = {
            "policy": policy,
            "max_execution_workers": workers,
            "max_infrastructure_workers": builders,
        }
        with transaction.atomic():
            control.change_settings(Outcome.objects.locked().get(pk=self.pk), values, "ann")

    @stateful.rule(number=st.integers(0, 9), other=st.integers(0, 4))
    def require_a_need(self, number: int, other: int) -> None:
        task = self.one_of(self.tasks().execution(), number)
        name = NAMES[other]
        if task:
            kind = "required_tools" if name.endswith(("checker", "merger")) else "required_skills"
            self.attempt(lambda: edit_task(task, TaskFields(**{kind: [name]}), "ann"))

    @stateful.rule(name=st.sampled_from(NAMES), dismissed=st.booleans())
    def dismiss_or_restore(self, name: str, dismissed: bool) -> None:
        self.attempt(lambda: change_need(self.outcome, name, "ann", dismissed=dismissed))

    @stateful.rule(name=st.sampled_from(NAMES), text=st.sampled_from(["by hand", "by lamp light"]))
    def specify(self, name: str, text: str) -> None:
        self.attempt(lambda: change_need(self.outcome, name, "ann", specification=text))

    @stateful.rule(title=st.sampled_from(["Whale song", "Rope making"]))
    def add_a_need(self, title: str) -> None:
        add_need(self.outcome, title, "ann")

    @stateful.rule(number=st.integers(0, 9), what=st.sampled_from(["retry", "skip", "cancel"]))
    def decide_on_a_task(self, number: int, what: str) -> None:
        task = self.one_of(self.tasks(), number)
        if task is None:
            return
        calls = {
            "retry": lambda: control.retry(task, "ann"),
            "skip": lambda: control.skip(task, "not now", "ann"),
            "cancel": lambda: control.cancel(task, "ann"),
        }
        self.attempt(calls[what])

    @stateful.rule(number=st.integers(0, 9))
    def add_a_task_after_another(self, number: int) -> None:
        before = self.one_of(self.tasks().execution(), number)
        add_task(self.outcome, TaskFields(title="Added", depends_on=[before.pk] if before else []), "ann")

    @stateful.rule(number=st.integers(0, 9), other=st.integers(0, 9))
    def edit_a_task(self, number: int, other: int) -> None:
        task = self.one_of(self.tasks().execution(), number)
        on = self.one_of(self.tasks().execution(), other)
        if task and on:
            self.attempt(lambda: edit_task(task, TaskFields(title="Edited", depends_on=[on.pk]), "ann"))

    @stateful.rule(number=st.integers(0, 9))
    def delete_a_task(self, number: int) -> None:
        task = self.one_of(self.tasks().execution(), number)
        if task:
            self.completed.pop(task.pk, None)
            delete_task(task, "ann")

    # -- workers ----------------------------------------------------------------------------------

    @stateful.precondition(lambda self: self.woken().exists())
    @stateful.rule()
    def a_worker_wakes(self) -> None:
        worker = self.woken().first()
        if worker:
            worker.start("here", worker.pk)
            self._look(worker)

    @stateful.precondition(lambda self: self.busy())
    @stateful.rule(number=st.integers(0, 9), how=endings)
    def a_worker_settles(self, number: int, how: str) -> None:
        self._settle(self.busy()[number % len(self.busy())], how)

    @stateful.rule(hows=st.lists(endings, max_size=6))
    def everybody_works_for_a_while(self, hows: list[str]) -> None:
        for how in hows:
            self.a_worker_wakes()
            for pk in self.busy()[:1]:
                self._settle(pk, how)

    @stateful.rule(
        steps=st.lists(st.tuples(st.sampled_from(HOUR), st.integers(0, 9), endings), min_size=15, max_size=30)
    )
    def a_busy_hour(self, steps: list[tuple[str, int, str]]) -> None:
        """Many small steps in a row reach what single ones seldom do."""
        for what, number, how in steps:
            if what == "settle" and self.busy():
                self.a_worker_settles(number, how)
            elif what == "wake" and self.woken().exists():
                self.a_worker_wakes()
            elif what == "die" and self.at_work:
                self.a_process_dies(number)
            elif what == "stall" and self.busy():
                self.a_worker_stalls_past_its_lease(number)
            elif what == "come back" and self.stalled:
                self.a_stalled_worker_comes_back(number, others_go_on=True)
            elif what == "orchestrate":
                self.orchestrate(again=number < 3)
            elif what == "edit":
                self.edit_the_approach("\n\n".join(SENTENCES[: number % 5]))
            self.look_at_everything()

    def look_at_everything(self) -> None:
        self.readiness_tells_the_truth()
        self.limits_hold()
        self.every_claim_is_one_attempt()
        self.nothing_is_done_twice_or_lost()
        self.a_build_under_way_has_its_task()

    @stateful.precondition(lambda self: len(self.busy()) < len(self.at_work))
    @stateful.rule(number=st.integers(0, 9))
    def an_idle_worker_looks_again(self, number: int) -> None:
        idle = [pk for pk, claim in self.at_work.items() if claim is None]
        self._look(Worker.objects.get(pk=idle[number % len(idle)]))

    @stateful.precondition(lambda self: self.busy())
    @stateful.rule(number=st.integers(0, 9))
    def a_heartbeat(self, number: int) -> None:
        claim = self.at_work[self.busy()[number % len(self.busy())]]
        assert claim is not None
        assert claim.attempt.worker_id is not None
        claim.task.keep_lease(claim.attempt.worker_id, claim.attempt.number, claims.lease())

    # -- accidents --------------------------------------------------------------------------------

    @stateful.precondition(lambda self: self.at_work)
    @stateful.rule(number=st.integers(0, 9))
    def a_process_dies(self, number: int) -> None:
        pk = list(self.at_work)[number % len(self.at_work)]
        self.at_work.pop(pk)
        reaper.bury(Worker.objects.filter(pk=pk))

    @stateful.precondition(lambda self: self.busy())
    @stateful.rule(number=st.integers(0, 9))
    def a_worker_stalls_past_its_lease(self, number: int) -> None:
        claim = self.at_work.pop(self.busy()[number % len(self.busy())])
        assert claim is not None
        self.stalled.append(claim)
        past = timezone.now() - timedelta(hours=1)
        Task.objects.filter(pk=claim.task.pk, attempt=claim.attempt.number, status="running").update(
            lease_until=past
        )
        reaper.expire_leases()

    @stateful.precondition(lambda self: self.stalled)
    @stateful.rule(number=st.integers(0, 9), others_go_on=st.booleans())
    def a_stalled_worker_comes_back(self, number: int, others_go_on: bool) -> None:
        if others_go_on:  # its successor has the task by now
            reaper.reap()
            for _ in range(3):
                self.a_worker_wakes()
        claim = self.stalled.pop(number % len(self.stalled))
        worker = Worker.objects.get(pk=claim.attempt.worker_id)
        with pytest.raises((WrongStatus, Task.DoesNotExist)):
            claims.settle_and_claim(claim, self._ending(claim, "done"), worker, "offline", "", 0)
        step = claims.next_claim(worker, "offline", "")
        if worker.status == Worker.Status.WORKING:
            self._take(worker.pk, step)  # a member took the task off the list first: it goes on
        else:
            assert step is Rest.LEAVE

    @stateful.precondition(lambda self: self.woken().exists())
    @stateful.rule()
    def wake_ups_are_lost(self) -> None:
        reaper.lose_wake_ups("its wake-up never arrived")

    @stateful.rule()
    def the_reaper_looks(self) -> None:
        reaper.reap()

    # -- what must hold ---------------------------------------------------------------------------

    @stateful.invariant()
    def readiness_tells_the_truth(self) -> None:
        outcome, run = self.outcome, self.outcome.active_run
        if outcome.infrastructure_ready == 2:
            assert outcome.planned_revision == outcome.approach_revision
            assert not reconcile(outcome, effective_needs(outcome)).takes_ready_back(outcome)
            if outcome.policy == "all":
                assert not unsettled_capabilities(outcome)
        if outcome.infrastructure_ready == 1:
            assert run is not None
            assert run.status == "running"
        if run and run.status == "running":
            assert run.approach_revision == outcome.approach_revision

    @stateful.invariant()
    def limits_hold(self) -> None:
        active = Worker.objects.active().filter(outcome=self.pk)
        assert active.filter(phase=Phase.INFRASTRUCTURE).count() <= 3
        assert self.outcome.runs.filter(status__in=Run.ACTIVE).count() <= 1

    @stateful.invariant()
    def every_claim_is_one_attempt(self) -> None:
        running = self.tasks().running()
        assert not running.exclude(worker__status="working").exists()
        attempts = Attempt.objects.filter(task__outcome=self.pk)
        assert attempts.filter(status="running").count() == running.count()
        assert not attempts.filter(status="running").exclude(number=F("task__attempt")).exists()
        for task in self.tasks():
            assert list(task.attempts.values_list("number", flat=True)) == list(range(1, task.attempt + 1))

    @stateful.invariant()
    def nothing_is_done_twice_or_lost(self) -> None:
        for pk, times in self.completed.items():
            task = Task.objects.get(pk=pk)
            assert task.attempts.filter(status="completed").count() == times
            if task.phase == Phase.EXECUTION:
                assert task.artifacts.count() == times

    @stateful.invariant()
    def a_build_under_way_has_its_task(self) -> None:
        for model in (Skill, Tool):
            for row in model.objects.filter(outcome=self.pk):
                running = row.tasks.filter(status="running", digest=row.digest).exists()
                assert (row.status == "building") == running or row.status == "retired", row

    def teardown(self) -> None:
        """Whatever happened, a click and working hands bring it to an end."""
        if not hasattr(self, "pk"):
            return
        for pk in list(self.at_work):
            self.at_work.pop(pk)
            reaper.bury(Worker.objects.filter(pk=pk))
        orchestrate(self.pk, Options(), "ann")
        for _ in range(200):
            run = self.outcome.active_run
            if run is None:
                break
            if run.status == "held":
                held = self.tasks().filter(status="held").first()
                assert held is not None, run.reason
                control.retry(held, "ann")
            self.a_worker_wakes()
            for pk in list(self.at_work):
                self._settle(pk, "done") if self.at_work[pk] else self._look(Worker.objects.get(pk=pk))
            reaper.reap()
        assert self.outcome.active_run is None
        latest = self.outcome.runs.first()
        assert latest is not None
        assert latest.status in ("completed", "failed")
        if latest.status == "completed":
            assert not self.tasks().execution().exclude(status__in=Task.SETTLED).exists()

    # -- playing a worker -------------------------------------------------------------------------

    def _look(self, worker: Worker) -> None:
        self._take(worker.pk, claims.next_claim(worker, "offline", ""))

    def _settle(self, pk: int, how: str) -> None:
        claim = self.at_work[pk]
        assert claim is not None
        worker = Worker.objects.get(pk=pk)
        try:
            step = claims.settle_and_claim(claim, self._ending(claim, how), worker, "offline", "", 0)
        except (WrongStatus, Task.DoesNotExist):
            self._look(worker)
            return
        if how == "done":
            self.completed[claim.task.pk] = self.completed.get(claim.task.pk, 0) + 1
        self._take(pk, step)

    def _take(self, pk: int, step: Claim | Rest) -> None:
        if step is Rest.LEAVE:
            self.at_work.pop(pk, None)
            return
        if isinstance(step, Claim) and step.task.phase == Phase.INFRASTRUCTURE:
            assert step.task.revision == self.outcome.approach_revision
        self.at_work[pk] = step if isinstance(step, Claim) else None

    @staticmethod
    def _ending(claim: Claim, how: str) -> Ending:
        if how == "failed":
            return Failure("it did not work")
        if how == "given back":
            return GivenBack("it was told to stop")
        if claim.task.phase == Phase.INFRASTRUCTURE:
            return Built("content", "description", "draft")
        return TaskResult("done", (OutputFile(f"results/{claim.task.pk}.md", b"done"),))


@pytest.mark.django_db
def test_the_invariants_hold_in_any_order() -> None:
    stateful.run_state_machine_as_test(
        Installation,
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[hypothesis.Phase.generate],  # shrinking a failure takes minutes: do it by hand
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(2))
def test_the_invariants_hold_on_a_long_walk(seed: int) -> None:
    """Hypothesis keeps its examples short; trouble that takes a hundred steps is looked for here."""
    dice = random.Random(seed)
    walk = Installation()
    policy = ["all", "partial"][seed % 2]
    walk.begin("\n\n".join(SENTENCES[seed % 3 :]), tasks=3, workers=1 + seed % 3, policy=policy)
    members = [
        lambda: walk.orchestrate(dice.random() < 0.3),
        lambda: walk.edit_the_approach("\n\n".join(dice.sample(SENTENCES, dice.randint(1, 4)))),
        walk.mend_a_typo,
        lambda: walk.stop(dice.choice(["now", "gently"])) if walk.outcome.active_run else None,
        walk.resume,
        lambda: walk.waive(dice.choice(NAMES)),
        lambda: walk.dismiss_or_restore(dice.choice(NAMES), dice.random() < 0.5),
        lambda: walk.specify(dice.choice(NAMES), dice.choice(["by hand", "by lamp light"])),
        lambda: walk.supply(dice.choice(NAMES)),
        lambda: walk.have_built_after_all(dice.choice(NAMES)),
        lambda: walk.change_settings(dice.choice(["all", "partial"]), dice.randint(1, 3), dice.randint(1, 3)),
        lambda: walk.require_a_need(dice.randint(0, 9), dice.randint(0, 4)),
        lambda: walk.decide_on_a_task(dice.randint(0, 9), dice.choice(["retry", "skip", "cancel"])),
        lambda: walk.add_a_task_after_another(dice.randint(0, 9)),
        lambda: walk.delete_a_task(dice.randint(0, 9)),
        walk.the_reaper_looks,
    ]
    for _ in range(60):
        run = walk.outcome.active_run
        if not (run and run.status == "running") and dice.random() < 0.5:
            walk.orchestrate(again=True)
        if dice.random() < 0.15:
            dice.choice(members)()
        else:
            how = dice.choice(["done", "done", "failed", "given back"])
            walk.a_busy_hour([(dice.choice(HOUR[:-3]), dice.randint(0, 9), how)])
        walk.look_at_everything()
    settled = sum(walk.completed.values())
    walk.teardown()

    assert settled, "the walk did nothing"
