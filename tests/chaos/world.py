"""What the faults strike: an installation with its servers and its disk, and outcomes in flight upon it."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.error
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from tests.acceptance.installation import NO_PROXY, ROOT, Installation
from tests.chaos.disk import Disk
from tests.chaos.servers import Postgres, Redis

T = TypeVar("T")
LEASE_S = 4
LATENCY_S = 0.4  # of each attempt
WORKERS = 9  # more than the outcomes in flight may have: nobody waits but for a fault
IN_FLIGHT = 3  # outcomes
MIN_FREE_MB = 24
UP_S = 60.0
NEEDS = (
    "We need a skill for lighthouse pricing.",
    "We need a skill for tide reading.",
    "Build a CLI tool that checks lamp inventories.",
    "Build a CLI tool that merges keeper logs.",
)


class Stuck(Exception):
    """Something that had to happen has not."""


class World:
    """One installation on one engine. Everything of it lies in `folder` and is gone afterwards."""

    def __init__(self, engine: str, folder: Path, rng: random.Random) -> None:
        self.engine, self.folder, self.rng = engine, folder, rng
        self.room = folder / "disk"
        self.room.mkdir(parents=True)
        (folder / "up.log").touch()
        self.disk = Disk(self.room, lambda: self.up.processes())
        (self.room / "var").mkdir(mode=0o700)
        settings = {
            "ORCHESTRATOR_LEASE_S": str(LEASE_S),
            "ORCHESTRATOR_WORKERS": str(WORKERS),
            "ORCHESTRATOR_OFFLINE_LATENCY_MS": str(round(LATENCY_S * 1000)),
            "ORCHESTRATOR_MIN_FREE_MB": str(MIN_FREE_MB if self.disk.is_mounted else 0),
        }
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        if engine == "postgres":
            self.postgres, self.redis = Postgres(self.room / "postgres"), Redis(folder / "redis")
            self.postgres.start()
            self.redis.start()
            settings |= {
                "DATABASE_URL": self.postgres.url,
                "REDIS_URL": self.redis.url,
                "SECRET_KEY": "only for chaos",
            }
        self.up = Installation(self.room / "var", settings)

    # -- the installation ---------------------------------------------------------------------------

    @property
    def database(self) -> Path:
        """Of SQLite."""
        return self.room / "var" / "orchestrator.sqlite3"

    def start(self) -> None:
        """Start it as an init system would, and wait until it answers."""
        self.launch()
        self.until_it_answers()

    def launch(self) -> None:
        """Only begin to start it. Its log lies outside of its disk."""
        with open(self.folder / "up.log", "ab") as log:
            self.up.process = subprocess.Popen(
                [sys.executable, "manage.py", "up"],
                cwd=ROOT,
                env=self.up.environment,
                stdout=log,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    def until_it_answers(self) -> None:
        self.until(self.answers, UP_S, "the installation answers")
        if not self.up.token:
            self.up.token = self.up.manage("create_token", "admin").strip()

    def answers(self) -> bool:
        """Whether its web server does. Stuck when the whole installation has ended."""
        assert self.up.process is not None
        if self.up.process.poll() is not None:
            raise Stuck(f"the installation ended by itself: {self.log()[-600:]}")
        with contextlib.suppress(OSError):
            return NO_PROXY.open(f"http://127.0.0.1:{self.up.port}/healthz", timeout=2).status == 200
        return False

    def log(self) -> str:
        return (self.folder / "up.log").read_text(errors="replace")

    def close(self) -> list[int]:
        """Have the installation end; the processes that it left behind. The database can still be asked."""
        self.disk.free()
        if self.postgres is not None:
            self.postgres.start()
        process = self.up.process
        if process is not None and process.poll() is None:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(15)
        left = self.up.processes()
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return left

    def tear_down(self) -> None:
        self.close()
        for server in (self.postgres, self.redis):
            if server:
                server.end(signal.SIGQUIT if server is self.postgres else signal.SIGKILL)
        self.disk.close()

    # -- its processes ------------------------------------------------------------------------------

    def pids(self, name: str) -> list[int]:
        """Of the processes that call themselves so; a trailing blank stands for any number behind it."""
        return [
            pid
            for pid in self.up.processes()
            if (called := _read(pid, "comm").strip()) == name or (name[-1] == " " and called.startswith(name))
        ]

    # -- its work -----------------------------------------------------------------------------------

    def ask(self, sql: str) -> list[Any]:
        """The rows of a question to the database itself; waits while it is away."""
        until = time.monotonic() + UP_S
        while True:
            try:
                return self._ask(sql)
            except (sqlite3.OperationalError, psycopg.OperationalError) as error:
                if time.monotonic() > until or "no such" in str(error):
                    raise
                time.sleep(0.2)

    def _ask(self, sql: str) -> list[Any]:
        if self.postgres is not None:
            with psycopg.connect(self.postgres.url, connect_timeout=3) as connection:
                return connection.execute(sql).fetchall()
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as file:
            return file.execute(sql).fetchall()

    def open_outcomes(self) -> list[int]:
        """Those whose run is not over."""
        rows = self.ask("SELECT outcome_id FROM outcomes_run WHERE status IN ('running', 'held', 'stopped')")
        return [pk for (pk,) in rows]

    def has_settled_some(self, outcome: int) -> bool:
        """Whether a task of it has been done."""
        return bool(
            self.ask(
                f"SELECT 1 FROM outcomes_task WHERE outcome_id = {outcome} AND status = 'completed' LIMIT 1"
            )
        )

    def lose_wake_ups(self) -> None:
        """Every message that is on its way."""
        if self.redis is not None:
            self.redis.flush()
            return
        with contextlib.closing(sqlite3.connect(self.database, timeout=20)) as file, file:
            file.execute("DELETE FROM django_q_ormq")

    def in_hand(self) -> list[int]:
        """The tasks that are running."""
        return [pk for (pk,) in self.ask("SELECT id FROM outcomes_task WHERE status = 'running'")]

    def keep_in_flight(self) -> None:
        """Start outcomes until enough are under way."""
        for _ in range(IN_FLIGHT - len(self.open_outcomes())):
            self.begin_outcome()

    def begin_outcome(self) -> int:
        """Its id, when Orchestrate has been pressed."""
        approach = "\n\n".join(self.rng.sample(NEEDS, 2))
        fields = {"name": "An outcome in flight", "approach": approach}
        limit = {"maxExecutionWorkers": self.rng.choice((1, 2))}
        pk = self.post("/api/outcomes", {**fields, **limit})["id"]
        for number in range(10):
            self.post(f"/api/outcomes/{pk}/tasks", {"title": f"Task {number + 1}"})
        self.post(f"/api/outcomes/{pk}/orchestrate", {})
        return int(pk)

    def post(self, path: str, body: Any) -> Any:
        """As a patient client does it: with a key that makes it safe to repeat, until it is answered."""
        key = f"{self.rng.random()}"
        until = time.monotonic() + UP_S
        while True:
            told: Any = None
            with contextlib.suppress(OSError, urllib.error.URLError):
                status, told = self.up.call("POST", path, body, Idempotency_Key=key)
                if status < 300:
                    return told
            if time.monotonic() > until:
                raise Stuck(f"POST {path} is not answered: {told}")
            time.sleep(0.3)

    def until(self, look: Callable[[], T], within_s: float, what: str) -> T:
        until = time.monotonic() + within_s
        while not (seen := look()):
            if time.monotonic() > until:
                raise Stuck(f"not within {within_s:.0f} s: {what}")
            time.sleep(0.1)
        return seen

    @contextlib.contextmanager
    def stopped(self, pids: list[int], seconds: float) -> Iterator[None]:
        """Stop processes for so long; goes on at once when the body is through, then lets them go on."""
        for pid in pids:
            _signal(pid, signal.SIGSTOP)
        until = time.monotonic() + seconds
        yield
        time.sleep(max(0.0, until - time.monotonic()))
        for pid in pids:
            _signal(pid, signal.SIGCONT)


def kill(pids: list[int]) -> None:
    for pid in pids:
        _signal(pid, signal.SIGKILL)


def _signal(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _read(pid: int, what: str) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/{what}").read_text()
    return ""
