"""A whole installation, started as users start it, for tests that look at it from outside only."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from tests import engines

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
START_S = 60.0
PAUSE_S = 0.25  # between two looks: asking more often would take the processor from what is looked at
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(look: Callable[[], T], within_s: float = 30.0, what: str = "") -> T:
    """What `look` returns once it is true; an AssertionError that tells the last answer when it never is."""
    until = time.monotonic() + within_s
    while True:
        seen = look()
        if seen:
            return seen
        assert time.monotonic() < until, f"not within {within_s} s: {what or look}, last seen: {seen!r}"
        time.sleep(PAUSE_S)


@dataclass
class Installation:
    """`manage.py up` with a var folder, a port and a token of its own."""

    var: Path
    settings: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    token: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "ORCHESTRATOR_VAR": str(self.var),
            "PORT": str(self.port),
            "ORCHESTRATOR_AGENT": "offline",
            "ORCHESTRATOR_ADMIN_PASSWORD": "a password for tests",
            **self.settings,
        }

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.log = open(self.var / "up.log", "w")  # noqa: SIM115  (open for as long as it runs)
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"],
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            text=True,
            start_new_session=True,
            preexec_fn=_end_with_the_tests,
        )
        eventually(self._is_ready, START_S, "the start of the installation: " + self.output())
        if not self.token:
            self.token = self.manage("create_token", "admin").strip()

    def _is_ready(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"it ended at the start: {self.output()}"
        return "Ready:" in self.output()

    def output(self) -> str:
        path = self.var / "up.log"
        return path.read_text() if path.exists() else ""

    def stop(self, number: int = signal.SIGTERM, within_s: float = 10.0) -> float:
        """Send the signal and wait for the end; how many seconds it took."""
        assert self.process is not None
        since = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(timeout=within_s)
        self.log.close()
        return time.monotonic() - since

    def manage(self, *argv: str) -> str:
        """What the management command prints."""
        done = subprocess.run(
            [sys.executable, "manage.py", *argv],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        """Status and parsed body of one API call."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, method=method)
        request.add_header("Authorization", f"Bearer {self.token}")
        if data is not None:
            request.add_header("Content-Type", "application/json")
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with NO_PROXY.open(request, timeout=120) as reply:
                return reply.status, _parsed(reply.read())
        except urllib.error.HTTPError as error:
            return error.code, _parsed(error.read())

    def get(self, path: str) -> Any:
        status, answer = self.call("GET", path)
        assert status == 200, (status, answer)
        return answer

    def post(self, path: str, body: Any = None) -> Any:
        status, answer = self.call("POST", path, {} if body is None else body)
        assert status in (200, 201, 202), (status, answer)
        return answer

    def patch(self, path: str, body: Any) -> Any:
        status, answer = self.call("PATCH", path, body)
        assert status == 200, (status, answer)
        return answer

    def outcome(self, approach: str = "", tasks: int = 0, **fields: Any) -> int:
        """The id of a new outcome with so many execution tasks."""
        pk = int(self.post("/api/outcomes", {"name": "An outcome", "approach": approach, **fields})["id"])
        for number in range(tasks):
            self.post(f"/api/outcomes/{pk}/tasks", {"title": f"Task {number + 1}"})
        return pk

    def answers(self) -> bool:
        """Whether its web server can be reached."""
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            return self.call("GET", "/healthz")[0] == 200
        return False

    def status(self, outcome: int) -> dict[str, Any]:
        answer: dict[str, Any] = self.get(f"/api/outcomes/{outcome}/orchestrate")
        return answer

    def run_status(self, outcome: int) -> str:
        run = self.status(outcome)["run"]
        return run["status"] if run else ""

    def items(self, path: str) -> list[dict[str, Any]]:
        """Every item of a list, over all its pages."""
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            mark = "&" if "?" in path else "?"
            page = self.get(path + (f"{mark}cursor={cursor}" if cursor else ""))
            found += page["items"]
            cursor = page["nextCursor"]
            if not cursor:
                return found

    def ends(self, outcome: int, status: str = "completed", within_s: float = 60.0) -> dict[str, Any]:
        """The status answer once the latest run has ended, which must be as `status`."""
        final = ("completed", "failed", "held", "stopped")
        eventually(lambda: self.run_status(outcome) in final, within_s, f"the end of outcome {outcome}")
        answer = self.status(outcome)
        assert answer["run"]["status"] == status, answer
        return answer

    def processes(self) -> list[int]:
        """Pids of everything that this installation's supervisor started and that still lives."""
        mark = f"ORCHESTRATOR_VAR={self.var}".encode()
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
        return found

    def called(self, name: str) -> list[int]:
        """Those of them that call themselves so."""
        return [pid for pid in self.processes() if Path(f"/proc/{pid}/comm").read_text().strip() == name]


def _end_with_the_tests() -> None:
    """Have the kernel stop this process when the one that runs the tests is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode(errors="replace")


@contextlib.contextmanager
def installed(
    var: Path, *, on: str = "sqlite", like: Installation | None = None, durable: bool = False, **settings: str
) -> Iterator[Installation]:
    """An installation to be started on the engine `on`; nothing of it is left afterwards.

    Its database is empty, or a copy of the one of `like`, which must have been stopped. `durable`: commits
    wait for the disk, as where people work.
    """
    engine = engines.settings_for(on, like.settings.get("DATABASE_URL", "") if like else "", durable)
    installation = Installation(var, {**engine, **settings})
    if like:
        installation.token = like.token
        if on == "sqlite":
            engines.copy_sqlite(like.var, var)
    try:
        yield installation
    finally:
        if installation.process:
            installation.stop(within_s=60)  # how quickly it stops is for one test to say
        engines.clear(engine)


@contextlib.contextmanager
def running(var: Path, **settings: Any) -> Iterator[Installation]:
    """An installation that is up; the parameters are those of `installed`."""
    with installed(var, **settings) as installation:
        installation.start()
        yield installation
