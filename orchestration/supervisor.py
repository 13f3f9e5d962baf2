"""A whole installation under one command: web server and cluster, watched, restarted, stopped together."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from orchestration import reaper
from orchestration.tether import Tether
from orchestration.worker import CLUSTER
from orchestrator_site.env import SettingError
from outcomes.models import Worker

log = logging.getLogger(__name__)

TICK_S = 0.25
LOOK_FOR_DEAD_S = 1.0
REAP_S = 5.0
STOP_GRACE_S = 6.0  # of the ten in which everything is down
RESTART_PAUSE_S = 1.0  # so that a child that cannot start does not spin
THREADS = 16


@dataclass
class Child:
    """One of the two programs, in a session of its own: signals reach it through us only."""

    name: str
    argv: list[str]
    run_id: str = ""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    restarts: int = 0

    def start(self, tether: Tether) -> None:
        self.run_id = uuid.uuid4().hex
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.argv,
            env={**_without_secrets(), CLUSTER: self.run_id},
            start_new_session=True,
            cwd=settings.BASE_DIR,
        )
        tether.hold(self.process.pid)

    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """To the leader only: the group would kill running jobs and hang the cluster."""
        if self.process is not None and self.is_alive():
            self.process.send_signal(signal.SIGTERM)

    def kill(self, tether: Tether) -> None:
        """End the whole group, whoever of it still lives."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        tether.let_go(self.process.pid)


@dataclass
class Supervisor:
    """Runs until SIGTERM or SIGINT; then everything is down within ten seconds."""

    tell: Callable[[str], None]
    stopping: bool = False
    children: list[Child] = field(default_factory=list)
    _unstarted_rounds: int = 0
    _lock: TextIO | None = None

    def run(self, when_ready: Callable[[], None]) -> None:
        """Start everything, call `when_ready` once the web server answers, and watch until told to stop."""
        tether = Tether.fork()  # before threads and connections
        self._clear_predecessor()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        cluster = Child("cluster", [sys.executable, "manage.py", "cluster"])
        self.children = [Child("web server", web_server()), cluster]
        for child in self.children:
            self._start(child, tether)
        try:
            self._await_web_server(tether)
            if not self.stopping:
                when_ready()
            self._watch(cluster, tether)
        finally:
            self._shut_down(cluster, tether)

    def hold_installation(self) -> None:
        """Be the only supervisor of this var folder. SettingError when another one is."""
        self._lock = open(settings.ORCHESTRATOR_VAR / "up.lock", "a+")  # noqa: SIM115  (held until we end)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SettingError(
                f"ORCHESTRATOR_VAR {settings.ORCHESTRATOR_VAR} is in use by an installation that is running; "
                "stop that one first"
            ) from error

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _start(self, child: Child, tether: Tether) -> None:
        child.start(tether)
        _remember(self.children)

    def _await_web_server(self, tether: Tether) -> None:
        while not self.stopping and not _answers():
            self._revive(tether)
            time.sleep(0.1)

    def _watch(self, cluster: Child, tether: Tether) -> None:
        last_look = last_reap = 0.0
        while not self.stopping:
            now = time.monotonic()
            self._revive(tether)
            try:
                if now - last_look >= LOOK_FOR_DEAD_S:
                    last_look = now
                    _bury_dead_workers(cluster.run_id)
                if now - last_reap >= REAP_S:
                    last_reap = now
                    self._reap(cluster, tether)
            except DatabaseError as error:
                log.error("The database does not answer; trying again: %s", error)
                close_old_connections()
            except Exception:
                log.exception(
                    "A look at the workers failed; looking again"
                )  # never take the rest down with it
            time.sleep(TICK_S)

    def _revive(self, tether: Tether) -> None:
        for child in self.children:
            if not child.is_alive() and time.monotonic() - child.started > RESTART_PAUSE_S:
                log.error("The %s ended by itself; it is started again.", child.name)
                self._restart(child, tether)

    def _restart(self, child: Child, tether: Tether) -> None:
        child.kill(tether)
        try:
            reaper.release_cluster(child.run_id, "its cluster was restarted")
        except DatabaseError as error:
            log.error("What it had in hand returns when its leases run out: %s", error)
            close_old_connections()
        child.restarts += 1
        self._start(child, tether)

    def _reap(self, cluster: Child, tether: Tether) -> None:
        """One look; a cluster that lets wake-ups pass twice while it stands idle is wedged."""
        overdue = reaper.expire_wake_ups()
        reaper.reap()
        self._unstarted_rounds = self._unstarted_rounds + 1 if overdue else 0
        if self._unstarted_rounds >= 2:
            log.error("The cluster stands idle while wake-ups are overdue; it is started again.")
            self._unstarted_rounds = 0
            self._restart(cluster, tether)

    def _clear_predecessor(self) -> None:
        """End what a killed predecessor left behind, and take up what it had in hand."""
        for run_id in _remembered():
            _kill_all_of(run_id)
            reaper.release_cluster(run_id, "the installation was restarted")
        for worker in Worker.objects.filter(status=Worker.Status.WOKEN):
            reaper.lose(worker, "its wake-up was sent before the installation was restarted")
        reaper.reap()

    def _shut_down(self, cluster: Child, tether: Tether) -> None:
        self.tell("Stopping …")
        deadline = time.monotonic() + STOP_GRACE_S
        with contextlib.suppress(DatabaseError):  # without it the leases end what is in hand
            Worker.objects.filter(cluster=cluster.run_id, status=Worker.Status.WORKING).update(stopping=True)
        for child in self.children:
            child.ask_to_stop()
        while any(child.is_alive() for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.kill(tether)
        try:
            reaper.release_cluster(cluster.run_id, "the installation was stopped")
            _forget()
        except DatabaseError as error:
            log.error("What the workers had in hand is returned at the next start: %s", error)
        self.tell("Stopped.")


def _without_secrets() -> dict[str, str]:
    """What the children need; the first admin's password is none of their business."""
    return {name: value for name, value in os.environ.items() if name != "ORCHESTRATOR_ADMIN_PASSWORD"}


def web_server() -> list[str]:
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    options = {
        "--bind": f"{host}:{settings.PORT}",
        "--worker-class": "gthread",
        "--workers": "2",
        "--threads": str(THREADS),
        "--graceful-timeout": "4",
        "--timeout": "60",
        "--log-level": "warning",
        "--worker-tmp-dir": "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp",  # noqa: S108  (its heartbeat file)
    }
    flat = [part for option in options.items() for part in option]
    return [sys.executable, "-m", "gunicorn", "orchestrator_site.wsgi:application", "--preload", *flat]


def local_url() -> str:
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.HOST, settings.HOST)  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{settings.PORT}"


def _answers() -> bool:
    try:
        # The address we listen on ourselves; a proxy from the environment is not asked.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{local_url()}/healthz", timeout=2) as reply:
            return bool(reply.status == 200)
    except urllib.error.HTTPError:
        return True  # it answers, if only that this host name is not allowed
    except OSError:
        return False


def _bury_dead_workers(run_id: str) -> None:
    """Return at once what a killed worker process had in hand: its pid is a child of our cluster, or gone."""
    working = Worker.objects.filter(status=Worker.Status.WORKING, cluster=run_id)
    dead = [pid for pid in working.values_list("pid", flat=True) if pid and not _is_running(pid)]
    if dead:
        reaper.bury(dead, run_id)


def _is_running(pid: int) -> bool:
    """Also false for a zombie, which no longer does anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return Path("/proc/self/stat").exists() is False and _exists(pid)


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _record() -> Path:
    return Path(settings.ORCHESTRATOR_VAR) / "up.json"


def _remember(children: list[Child]) -> None:
    """Note which runs are ours, for a successor that has to clear up after us."""
    scratch = _record().with_suffix(".new")
    scratch.write_text(json.dumps([child.run_id for child in children if child.run_id]))
    scratch.replace(_record())


def _remembered() -> list[str]:
    try:
        return [str(run_id) for run_id in json.loads(_record().read_text())]
    except (FileNotFoundError, ValueError):
        return []


def _forget() -> None:
    _record().unlink(missing_ok=True)


def _kill_all_of(run_id: str) -> None:
    """SIGKILL to every process that carries this run's mark in its environment."""
    mark = f"{CLUSTER}={run_id}".encode()
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if mark in entry.read_bytes().split(b"\0"):
                os.kill(int(entry.parent.name), signal.SIGKILL)
        except (FileNotFoundError, PermissionError, ProcessLookupError):
            continue  # not ours, or gone already
