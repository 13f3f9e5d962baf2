"""Everything that is done to an installation while it works: a name, and what strikes.

A strike returns when it is over, with the time from which its cost counts: that of a kill, but the end of
what nobody could have worked through.
"""

from __future__ import annotations

import contextlib
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.chaos.servers import Server
from tests.chaos.world import LEASE_S, MIN_FREE_MB, Stuck, World, kill

STOPPED_S = LEASE_S + 2.0
Strike = Callable[[World], float]
FAULTS: dict[str, Strike] = {}


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    engines: tuple[str, ...] = ("sqlite", "postgres")

    def __call__(self, strike: Strike) -> Strike:
        for engine in self.engines:
            FAULTS[f"{engine}: {self.name}"] = strike
        return strike


def of(engine: str) -> dict[str, Strike]:
    return {name.split(": ")[1]: strike for name, strike in FAULTS.items() if name.startswith(engine)}


def _any(world: World, pids: list[int]) -> list[int]:
    """One of them, where there is any: what is looked for may just have ended."""
    return [world.rng.choice(pids)] if pids else []


# -- killed -----------------------------------------------------------------------------------------


def _killing(name: str, victims: Callable[[World], list[int]]) -> None:
    def strike(world: World) -> float:
        kill(victims(world))
        return time.time()

    Fault(f"kill {name}")(strike)


_killing("a worker at work", lambda world: _any(world, world.pids("worker ")))
_killing("every worker at work", lambda world: world.pids("worker "))
_killing("an idle worker", lambda world: _any(world, world.pids("q-worker")))
_killing("every worker", lambda world: world.pids("worker ") + world.pids("q-worker"))
_killing("the pusher", lambda world: world.pids("q-pusher"))
_killing("the monitor", lambda world: world.pids("q-monitor"))
_killing("the sentinel", lambda world: world.pids("q-sentinel"))
_killing("the cluster's leader", lambda world: world.pids("cluster"))
_killing("the web server", lambda world: world.pids("web server"))
_killing("a web worker", lambda world: _any(world, world.pids("web worker")))
_killing("the nursery", lambda world: world.pids("nursery"))
_killing(
    "any two processes but the supervisor",
    lambda world: world.rng.sample([pid for pid in world.up.processes() if pid != _supervisor(world)], 2),
)


def _supervisor(world: World) -> int:
    assert world.up.process is not None
    return world.up.process.pid


@Fault("kill the supervisor; start it again")
def _(world: World) -> float:
    assert world.up.process is not None
    world.up.process.kill()
    world.up.process.wait()
    since = time.time()
    world.start()
    return since


@Fault("kill all at once; start again")
def _(world: World) -> float:
    kill(world.up.processes())
    assert world.up.process is not None
    world.up.process.wait()
    since = time.time()
    world.start()
    return since


@Fault("SIGTERM to the supervisor; start it again")
def _(world: World) -> float:
    _stop(world)
    since = time.time()
    world.start()
    return since


def _stop(world: World) -> None:
    """By SIGTERM: everything is down within ten seconds."""
    assert world.up.process is not None
    world.up.process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    world.up.process.wait(30)
    if (took := time.monotonic() - began) > 10:
        raise Stuck(f"the supervisor took {took:.1f} s to stop")
    if left := world.up.processes():
        raise Stuck(f"the supervisor has left processes behind: {left}")


# -- stopped for longer than a lease ----------------------------------------------------------------


def _stopping(name: str, victims: Callable[[World], list[int]], *, from_the_start: bool = False) -> None:
    def strike(world: World) -> float:
        began = time.time()
        with world.stopped(victims(world), STOPPED_S):
            pass
        return began if from_the_start else time.time()

    Fault(f"stop {name}")(strike)


_stopping("a worker at work", lambda world: _any(world, world.pids("worker ")), from_the_start=True)
_stopping("every worker at work", lambda world: world.pids("worker "), from_the_start=True)
_stopping("an idle worker", lambda world: _any(world, world.pids("q-worker")))
_stopping("the pusher", lambda world: world.pids("q-pusher"))
_stopping("the sentinel", lambda world: world.pids("q-sentinel"))
_stopping("the supervisor", lambda world: [_supervisor(world)])
_stopping("a web worker", lambda world: _any(world, world.pids("web worker")))
_stopping("the nursery", lambda world: world.pids("nursery"))
_stopping("everything", lambda world: world.up.processes())


@Fault("stop the supervisor and a worker at work")
def _(world: World) -> float:
    """Nobody ends the worker meanwhile: it has to notice by itself that its claim is another's."""
    worker = _any(world, world.pids("worker "))
    with world.stopped(worker, STOPPED_S), world.stopped([_supervisor(world)], LEASE_S):
        pass
    return time.time()


@Fault("stop the supervisor; kill a worker at work")
def _(world: World) -> float:
    with world.stopped([_supervisor(world)], STOPPED_S):
        kill(_any(world, world.pids("worker ")))
    return time.time()


# -- servers ----------------------------------------------------------------------------------------


def _away(world: World) -> None:
    time.sleep(world.rng.choice((0.0, 1.0, 5.0)))


@Fault("restart PostgreSQL", engines=("postgres",))
def _(world: World) -> float:
    return _restart_postgres(world, signal.SIGINT)


@Fault("crash PostgreSQL", engines=("postgres",))
def _(world: World) -> float:
    return _restart_postgres(world, signal.SIGQUIT)


def _restart_postgres(world: World, number: int) -> float:
    assert world.postgres is not None
    world.postgres.end(number)
    _away(world)
    world.postgres.start()
    return time.time()


@Fault("end every connection to PostgreSQL", engines=("postgres",))
def _(world: World) -> float:
    world.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
    return time.time()


@Fault("flush Redis", engines=("postgres",))
def _(world: World) -> float:
    assert world.redis is not None
    world.redis.flush()
    return time.time()


@Fault("kill Redis; start it again, empty", engines=("postgres",))
def _(world: World) -> float:
    assert world.redis is not None
    world.redis.end(signal.SIGKILL)
    _away(world)
    world.redis.start()
    return time.time()


@Fault("stop Redis", engines=("postgres",))
def _(world: World) -> float:
    """It takes connections and answers nothing."""
    return _stop_server(world, world.redis)


@Fault("stop Redis; start an outcome meanwhile", engines=("postgres",))
def _(world: World) -> float:
    assert world.redis is not None
    with world.stopped(world.redis.pids(), STOPPED_S):
        outcome = world.begin_outcome()
    return _begins(world, outcome)


@Fault("stop PostgreSQL", engines=("postgres",))
def _(world: World) -> float:
    return _stop_server(world, world.postgres)


def _stop_server(world: World, server: Server | None) -> float:
    assert server is not None
    with world.stopped(server.pids(), STOPPED_S):
        pass
    return time.time()


@Fault("restart PostgreSQL and Redis; kill every worker", engines=("postgres",))
def _(world: World) -> float:
    assert world.redis is not None
    world.redis.end(signal.SIGKILL)
    kill(world.pids("worker ") + world.pids("q-worker"))
    _restart_postgres(world, signal.SIGQUIT)
    world.redis.start()
    return time.time()


@Fault("SIGTERM while PostgreSQL is away; start before it is back", engines=("postgres",))
def _(world: World) -> float:
    assert world.postgres is not None
    assert world.redis is not None
    world.postgres.end(signal.SIGINT)
    _stop(world)
    world.redis.end(signal.SIGKILL)
    world.launch()
    _away(world)
    world.postgres.start()
    world.redis.start()
    since = time.time()
    world.until_it_answers()
    return since


@Fault("SIGTERM while SQLite is locked; start it again", engines=("sqlite",))
def _(world: World) -> float:
    with _locked(world):
        _stop(world)
    since = time.time()
    world.start()
    return since


@Fault("lose the wake-ups of an outcome")
def _(world: World) -> float:
    with world.stopped(world.pids("q-pusher"), 0):
        time.sleep(1.5)  # for longer than its last question to Redis
        outcome = world.begin_outcome()
        world.lose_wake_ups()
    return _begins(world, outcome)


@Fault("start an outcome while Redis is away", engines=("postgres",))
def _(world: World) -> float:
    assert world.redis is not None
    world.redis.end(signal.SIGKILL)
    outcome = world.begin_outcome()
    _away(world)
    world.redis.start()
    return _begins(world, outcome)


def _begins(world: World, outcome: int) -> float:
    since = time.time()
    world.until(
        lambda: world.has_settled_some(outcome), LEASE_S + 10, "an outcome begins that nobody heard of"
    )
    return since


@Fault("hold SQLite's lock", engines=("sqlite",))
def _(world: World) -> float:
    with _locked(world):
        time.sleep(STOPPED_S)
    return time.time()


@contextlib.contextmanager
def _locked(world: World) -> Iterator[None]:
    with contextlib.closing(sqlite3.connect(world.database, timeout=20, isolation_level=None)) as file:
        file.execute("BEGIN IMMEDIATE")
        yield
        file.execute("ROLLBACK")


# -- the disk ---------------------------------------------------------------------------------------


@Fault("no space on the disk", engines=("sqlite",))
def _(world: World) -> float:
    world.disk.fill(world.database)
    time.sleep(STOPPED_S)
    world.disk.free()
    return time.time()


@Fault("no space on the disk", engines=("postgres",))
def _(world: World) -> float:
    """PostgreSQL may end by this, and is started again by whoever looks after it."""
    assert world.postgres is not None
    if world.disk.is_mounted:
        world.disk.leave(0)
        time.sleep(STOPPED_S)
        world.disk.free()
        world.postgres.start()
    return time.time()


@Fault("little space on the disk")
def _(world: World) -> float:
    """Nothing new is begun, what is in hand is finished, and the server says so."""
    if not world.disk.is_mounted:
        return time.time()
    world.disk.leave(MIN_FREE_MB // 2)
    world.until(lambda: not world.in_hand(), LEASE_S + 10, "what is in hand ends on a disk with little space")
    begun = _attempts(world)
    time.sleep(2)
    if _attempts(world) != begun:
        raise Stuck("new tasks were begun on a disk with little space")
    world.until(world.answers, LEASE_S + 10, "the web server answers")
    status, told = world.up.call("GET", "/readyz")
    if status != 503 or told["code"] != "disk-space":
        raise Stuck(f"readyz says {status}, {told} on a disk with little space")
    world.disk.free()
    return time.time()


def _attempts(world: World) -> int:
    return int(world.ask("SELECT count(*) FROM outcomes_attempt")[0][0])
