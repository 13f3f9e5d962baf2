"""Workers of one outcome as a test plays them, step by step: they claim, settle, beat, stall and die with the
functions that real ones use, and after each step everything is looked at (see ledger.py).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from orchestration import claims, reaper
from orchestration.agents.protocol import Asked, NotPossible, OutputFile, TaskBrief, TaskResult
from orchestration.claims import Built, Claim, Ending, Failure, GivenBack, Rest
from orchestration.handout import Desk
from outcomes.errors import OutcomesError
from outcomes.models import Phase, Task, Worker
from tests.orchestration.ledger import BUILT, Ledger


class Players:
    """`pk` is the outcome, `now` what stands in the database."""

    pk: int
    now: Ledger

    def __init__(self) -> None:
        super().__init__()
        self.at_work: dict[int, Claim | None] = {}  # by worker: what it has in hand
        self.desks: dict[int, Desk] = {}  # by worker: where it is handed what it needs
        self.stalled: list[Claim] = []  # by workers that were taken for dead, and are not
        self.delivered: dict[int, int] = {}  # by task: how often it was done
        self.awaits_reaper = False  # an accident may have left work to nobody

    # -- one step ---------------------------------------------------------------------------------

    def see(self, step: Callable[[], Any]) -> Any:
        """Take one step and look at everything."""
        answer = step()
        before, self.now = self.now, Ledger.read(self.pk, self.now)
        if self.now != before:
            self.now.hold_true()
            self.now.follow(before)
            self._find_first_things_first()
        for pk in self.delivered.keys() & self.now.tasks.keys():
            assert self.now.times_done(pk) == self.delivered[pk], f"task {pk} was done so many times"
        run = self.now.active_run
        if run and run["status"] == "running" and not self.awaits_reaper:
            assert self.now.at_work() or not self.now.claimable(), "what can be done is left to nobody"
        return answer

    def _find_first_things_first(self) -> None:
        """Who looks for work is shown what comes first, and nothing that must wait."""
        for phase in Phase:
            first = Task.objects.first_claimable(self.pk, phase, self.now.outcome["approach_revision"])
            assert (first and first.pk) == self.now.first_free(phase), f"{first} is shown to workers"

    def try_to(self, step: Callable[[], Any]) -> bool:
        """Take a step that may be refused; what is refused is refused whole."""
        before = self.now

        def step_or_refusal() -> bool:
            try:
                step()
            except (OutcomesError, Task.DoesNotExist):
                return False
            return True

        taken: bool = self.see(step_or_refusal)
        assert taken or self.now == before, "it was refused, and did something all the same"
        return taken

    def refused(self, step: Callable[[], Any]) -> None:
        assert not self.try_to(step), "this should have been refused"

    def busy(self) -> list[int]:
        return [pk for pk, claim in self.at_work.items() if claim]

    def woken(self) -> list[int]:
        return [pk for pk, worker in self.now.workers.items() if worker["status"] == "woken"]

    # -- at work ----------------------------------------------------------------------------------

    def work(self, hows: Iterable[str]) -> None:
        """One after the other wakes, settles in one of these ways, and looks for more."""
        for number, how in enumerate(hows):
            if not self.busy() or number % 2:  # others may come late, or find that all is done
                self.wake_up()
            if busy := self.busy():
                self.settle(busy[number % len(busy)], how)
            self.look_again()

    def wake_up(self) -> None:
        if self.woken():
            worker = Worker.objects.get(pk=self.woken()[0])
            self.see(lambda: worker.start("here", worker.pk))
            self.look(worker)

    def look_again(self) -> None:
        for pk in [pk for pk, claim in self.at_work.items() if claim is None]:
            self.look(Worker.objects.get(pk=pk))

    def look(self, worker: Worker) -> None:
        self._take(worker.pk, self.see(lambda: claims.next_claim(worker, "offline", "")))

    def settle(self, pk: int, how: str) -> None:
        """The worker brings what it has, and takes the next; when its claim is over it looks for another."""
        claim, worker = self.in_hand(pk), Worker.objects.get(pk=pk)
        stood, files = self.now.holds(claim), len(self.now.artifacts)
        if stood and claim.task.phase == Phase.EXECUTION:
            self.read_what_is_handed_out(claim)
        if stood and how == "done":
            self.delivered[claim.task.pk] = self.delivered.get(claim.task.pk, 0) + 1
        steps: list[Claim | Rest] = []
        taken = self.try_to(lambda: steps.append(_bring(claim, how, worker)))
        assert taken == stood, f"{claim.attempt} {'stood' if stood else 'was over'}"
        if not taken:
            self.at_work[pk] = None
            return self.look(worker)
        written = how == "done" and claim.task.phase == Phase.EXECUTION
        assert len(self.now.artifacts) == files + written
        if written:
            self._find_what_was_written(claim)
        return self._take(pk, steps[0])

    def settle_late(self, claim: Claim) -> None:
        """A claim that is over is never settled, whatever its worker brings."""
        worker = Worker.objects.get(pk=claim.attempt.worker_id)
        for how in ("done", "failed", "given back", "asks") if not self.now.holds(claim) else ():
            self.refused(lambda how=how: _bring(claim, how, worker))

    def beat(self, claim: Claim) -> None:
        before, stood, worker = self.now, self.now.holds(claim), claim.attempt.worker_id
        assert worker is not None
        kept = self.see(lambda: claim.task.keep_lease(worker, claim.attempt.number, timedelta(hours=2)))
        assert kept == stood, "a lease is kept as long as the claim stands"
        assert stood or self.now == before

    def in_hand(self, pk: int) -> Claim:
        claim = self.at_work[pk]
        assert claim is not None
        return claim

    def _take(self, pk: int, step: Claim | Rest) -> None:
        if step is Rest.LEAVE:
            self.at_work.pop(pk, None)
            assert self.now.workers[pk]["status"] in ("ended", "lost")
            return
        assert self.now.workers[pk]["status"] == "working"
        assert not isinstance(step, Claim) or self.now.holds(step)
        self.at_work[pk] = step if isinstance(step, Claim) else None

    def read_what_is_handed_out(self, claim: Claim) -> None:
        """Late: much may have changed since the claim, and since the worker looked into the catalogue.

        It gets the versions that count: all that the task requires and some that it speaks of, and nothing
        that was retired or waived.
        """
        worker = claim.attempt.worker_id
        assert worker is not None
        is_new = worker not in self.desks
        brief = self.desks.setdefault(worker, Desk(self.pk)).task_brief(claim)
        given = {(text.kind, text.name): text.version for text in (*brief.skills, *brief.tools)}
        built = {
            need: row["version"] for need, row in self.now.capabilities.items() if row["status"] in BUILT
        }
        required = {(kind, name) for of, kind, name in self.now.requires if of == claim.task.pk}
        assert given.items() <= built.items(), f"{given} is handed out, and there is {built}"
        assert given.keys() >= required & built.keys(), f"{given} is handed out of {required}"
        if is_new:
            listed = {(text.kind, text.name) for text in brief.catalogue}
            assert listed == built.keys() - given.keys()
        self._open_what_is_retired(brief, {*claim.attempt.skills.values_list("of__name", flat=True)})

    def _open_what_is_retired(self, brief: TaskBrief, given_before: set[str]) -> None:
        retired = {name for (_, name), row in self.now.capabilities.items() if row["status"] == "retired"}
        for name in sorted(retired - given_before)[:1]:
            with contextlib.suppress(NotPossible):
                skill = brief.workplace.open_skill(name)
                raise AssertionError(f"{skill} was opened, and is retired")

    def _find_what_was_written(self, claim: Claim) -> None:
        *_, latest = self.now.artifacts.values()
        versions = [row["version"] for row in self.now.artifacts.values() if row["path"] == latest["path"]]
        assert versions == list(range(1, len(versions) + 1)), "each delivery is one version more"
        assert (latest["task_id"], latest["attempt_id"]) == (claim.task.pk, claim.attempt.pk)

    # -- accidents --------------------------------------------------------------------------------

    def die(self, pk: int) -> None:
        """Its process is gone, and somebody notices."""
        self.at_work.pop(pk)
        self.awaits_reaper = True
        self.see(lambda: reaper.bury(Worker.objects.filter(pk=pk)))

    def stall(self, pk: int) -> Claim:
        """Nothing is heard of it for a lease."""
        claim = self.in_hand(pk)
        self.at_work.pop(pk)
        stood = self.now.holds(claim)
        mine = Task.objects.running().filter(pk=claim.task.pk, attempt=claim.attempt.number)
        mine.update(lease_until=Now() - timedelta(hours=1))
        self.awaits_reaper = True
        self.see(reaper.expire_leases)
        assert not self.now.holds(claim)
        if stood:
            attempt = self.now.attempts[claim.attempt.pk]
            assert (attempt["status"], self.now.workers[pk]["status"]) == ("lost", "lost")
        return claim

    def reap(self) -> None:
        self.awaits_reaper = False
        self.see(reaper.reap)
        run = self.now.active_run
        assert not run or run["status"] != "running" or self.now.at_work(), (
            "the reaper leaves a run to nobody"
        )
        for call in self.now.calls.values():
            stands = self.now.attempts.get(call["attempt_id"], {}).get("status") == "running"
            assert call["status"] != "reserved" or stands, "what dead processes had set aside is settled"


def _bring(claim: Claim, how: str, worker: Worker) -> Claim | Rest:
    return claims.settle_and_claim(claim, ending_of(claim, how), worker, "offline", "", 0)


def ending_of(claim: Claim, how: str) -> Ending:
    build = claim.task.phase == Phase.INFRASTRUCTURE
    if how == "done" and build:
        return Built(f"attempt {claim.attempt.pk}", "description", "draft")
    if how == "done":
        return TaskResult("done", (OutputFile(f"results/{claim.task.pk % 2}.md", b"done"),))
    return {
        "failed": Failure("it did not work"),
        "failed for good": Failure("it never will", final=True),
        "given back": GivenBack("it was told to stop"),
        "asks": Failure("builders do not ask") if build else Asked("Which year?", "call_1"),
        "unavailable": GivenBack("The key was refused.", hold_code="key-refused"),
    }[how]
