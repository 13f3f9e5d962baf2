"""One installation as a Hypothesis state machine: members, workers, calls to models, and accidents.

What must hold after each step stands in ledger.py, how workers are played in players.py, what people do in
members.py and task_members.py.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import stateful

from orchestration import control, reaper
from orchestration.agents.protocol import AgentUnavailable, Interrupted, Usage
from orchestration.claims import Claim
from orchestration.orchestrator import Options, orchestrate
from orchestration.spending import NOT_SENT, Reserved, meter_for
from outcomes.models import Task
from outcomes.needs import effective_needs
from outcomes.reconciliation import reconcile
from tests.orchestration.calls import request
from tests.orchestration.deeds import Many, One, deed
from tests.orchestration.members import WAYS, rule, some
from tests.orchestration.task_members import TaskMembers

ENDS: dict[str, Callable[[Reserved], None]] = {
    "settle": lambda call: call.settle(Usage(100, 10)),
    "fail": lambda call: call.fail("server-error", Usage(100, 0)),
    "release": lambda call: call.release("overloaded"),
    NOT_SENT: lambda call: call.release(NOT_SENT),
}
ends = One(list(ENDS))


class Installation(TaskMembers, stateful.RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Reserved] = []
        self.seen_planned: object = None

    @stateful.invariant()
    def ready_waits_for_no_plan(self) -> None:
        """READY means that Orchestrate would find nothing to build. Looked at when that may have changed."""
        stands = self.now.what_is_planned() if hasattr(self, "now") else None
        if stands != self.seen_planned and self.now.outcome["infrastructure_ready"] == 2:
            outcome = self.outcome
            assert not reconcile(outcome, effective_needs(outcome)).takes_ready_back(outcome)
        self.seen_planned = stands

    # -- workers ----------------------------------------------------------------------------------

    @deed(cards=4, hands=Many(WAYS, least=2, most=6))
    def a_shift(self, hands: list[str]) -> None:
        self.work(hands)

    @deed(cards=3, hands=One(range(3, 8)))
    def a_good_shift(self, hands: int) -> None:
        self.work(["done"] * hands)

    @rule(number=some)
    def a_worker_settles_twice(self, number: int) -> None:
        """It never heard that the first time was committed."""
        pk = self.somebody_busy(number)
        if pk is not None:
            claim = self.in_hand(pk)
            self.settle(pk, "done")
            self.settle_late(claim)

    @rule(cards=1, number=some)
    def a_heartbeat(self, number: int) -> None:
        pk = self.somebody_busy(number)
        if pk is not None:
            self.beat(self.in_hand(pk))

    @rule(cards=3, number=some, tokens=One([500, 1500]))
    def a_call_begins(self, number: int, tokens: int) -> None:
        """By somebody at work, or by one that does not know yet that its claim is over."""
        self.somebody_busy(number)
        claims = [*map(self.in_hand, self.busy()), *self.stalled]
        if claims:
            self._call(claims[number % len(claims)], tokens)

    def _call(self, claim: Claim, tokens: int) -> Reserved | None:
        stood, begun = self.now.holds(claim), len(self.calls)

        def reserve() -> None:
            try:
                self.calls.append(meter_for(claim).reserve(request(tokens)))
                assert stood, "a call was paid for a claim that is over"
            except (AgentUnavailable, Interrupted):
                return

        self.see(reserve)
        return self.calls[-1] if len(self.calls) > begun else None

    @deed(cards=5, when=lambda self: self.calls, number=some, how=ends, again=ends)
    def a_call_ends(self, number: int, how: str, again: str) -> None:
        """Twice: its worker never heard that the first time was committed."""
        call = self.calls.pop(number % len(self.calls))
        self._end(call, how)
        self._end(call, again)

    def _end(self, call: Reserved, how: str) -> None:
        before, pk = self.now, call.call.pk
        was_open = pk in before.calls and before.calls[pk]["status"] == "reserved"
        self.see(lambda: ENDS[how](call))
        if was_open:
            assert (pk in self.now.calls) == (how != NOT_SENT), "only what was not sent was no call"
        else:
            assert self.now == before, "a call is paid once"

    # -- accidents --------------------------------------------------------------------------------

    @rule(cards=3, number=some)
    def a_process_dies(self, number: int) -> None:
        pk = self.somebody_busy(number)
        if pk is not None:
            self.die(pk)

    @rule(cards=4, number=some, beats=One([False, True]), how=ends, others=Many(WAYS))
    def a_worker_stalls_and_comes_back(self, number: int, beats: bool, how: str, others: list[str]) -> None:
        """Its lease runs out, another takes over, and then it goes on where it was: in a call, perhaps."""
        pk = self.somebody_busy(number)
        if pk is None:
            return
        call = self._call(self.in_hand(pk), 500)
        claim = self.stall(pk)
        self._others_take_over()
        if call is not None:
            self.calls.remove(call)
            self._end(call, how)
        self._call(claim, 500)
        if beats:
            self.beat(claim)
        self.settle_late(claim)
        self.work(others)
        self.settle_late(claim)

    def _others_take_over(self) -> None:
        self.reap()
        for _ in self.woken():
            self.wake_up()

    @rule(number=some)
    def a_worker_stalls(self, number: int) -> None:
        pk = self.somebody_busy(number)
        if pk is not None:
            self.stalled.append(self.stall(pk))

    @rule(when=lambda self: self.stalled, number=some)
    def a_stalled_worker_comes_back(self, number: int) -> None:
        claim = self.stalled.pop(number % len(self.stalled))
        self._others_take_over()
        self.beat(claim)
        self.settle_late(claim)

    @rule(cards=1, when=lambda self: self.woken())
    def wake_ups_are_lost(self) -> None:
        self.awaits_reaper = True
        self.see(lambda: reaper.lose_wake_ups("its wake-up never arrived"))

    @rule()
    def the_reaper_looks(self) -> None:
        self.reap()

    def teardown(self) -> None:
        """Whatever happened, a click and working hands bring it to an end."""
        if not hasattr(self, "now"):
            return
        for pk in list(self.at_work):
            self.die(pk)
        self.see(lambda: orchestrate(self.pk, Options(), "ann"))
        for _ in range(100):
            run = self.now.active_run
            if run is None:
                break
            if run["status"] == "held":
                held = self.held()
                assert held, run["reason"]
                self.see(lambda held=held: control.retry(Task.objects.get(pk=held[0]), "ann"))
            self.work(["done"] * 3)
            self.reap()
        assert self.now.active_run is None, "it goes on for ever"
