"""Processes that have worked make way for fresh ones once they stand idle."""

import queue
import threading
from types import SimpleNamespace

from orchestration.sentinel import RECYCLED, Renewal, WakeUps

NOTHING = object()


class Told:
    """A queue that gives these; NOTHING is a wait in vain. `waits` has how long each wait might have been."""

    def __init__(self, *things):
        self.things, self.waits = list(things), []

    def get(self, timeout=None):
        self.waits.append(timeout)
        if (thing := self.things.pop(0)) is NOTHING:
            raise queue.Empty
        return thing


def seen_by_a_process(told, renewal, stopping=None):
    timer = SimpleNamespace(value=-1)
    return WakeUps(told, timer, renewal, stopping or threading.Event()), timer


def test_a_process_that_has_worked_and_stands_idle_makes_way():
    wake_ups, timer = seen_by_a_process(Told("work", NOTHING), Renewal())

    assert [wake_ups.get(), wake_ups.get()] == ["work", "STOP"]
    assert timer.value == RECYCLED


def test_a_process_that_is_woken_in_time_goes_on():
    wake_ups, timer = seen_by_a_process(Told("work", "more work"), Renewal())

    assert [wake_ups.get(), wake_ups.get()] == ["work", "more work"]
    assert timer.value == -1


def test_a_process_that_has_not_worked_waits_for_as_long_as_it_takes():
    told = Told("work")

    seen_by_a_process(told, Renewal())[0].get()

    assert told.waits == [None]


def test_only_one_makes_way_at_a_time():
    renewal = Renewal()
    first, _ = seen_by_a_process(Told("work", NOTHING), renewal)
    second, timer = seen_by_a_process(Told("work", NOTHING, "more work", NOTHING), renewal)
    assert [first.get(), first.get()] == ["work", "STOP"]

    assert [second.get(), second.get()] == ["work", "more work"]
    renewal.release()
    assert second.get() == "STOP"
    assert timer.value == RECYCLED


def test_a_lone_process_stays():
    told = Told("work", "more work")
    wake_ups, _ = seen_by_a_process(told, None)

    assert [wake_ups.get(), wake_ups.get()] == ["work", "more work"]
    assert told.waits == [None, None]


def test_a_wake_up_that_comes_while_the_cluster_stops_begins_nothing():
    stopping = threading.Event()
    wake_ups, _ = seen_by_a_process(Told("work", "more work"), None, stopping)
    assert wake_ups.get() == "work"

    stopping.set()

    assert wake_ups.get() == "STOP"
