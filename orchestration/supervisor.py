"""A whole installation under one command: web server and cluster, watched, restarted, stopped together."""

from __future__ import annotations

import fcntl
import json
import logging
import signal
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.db import Error

from orchestration import sentinel, web_server
from orchestration.bell import take_all_down
from orchestration.children import Child, end_all_of, held_by_children, new_run_id
from orchestration.nursery import Nursery
from orchestration.watch import Watch
from orchestrator_site.env import SettingError
from outcomes.models import Worker

log = logging.getLogger(__name__)

TICK_S = 0.25
STOP_GRACE_S = 6.0  # of the ten in which everything is down
LAST_WORDS_S = 1.5  # of them, to return in the database what the workers had in hand


@dataclass
class Supervisor:
    """Runs until SIGTERM, SIGINT or SIGHUP; then everything is down within ten seconds."""

    tell: Callable[[str], None]
    stopping: bool = False
    has_run_before: bool = False
    owed: dict[str, str] = field(default_factory=dict)  # see Watch
    cluster: Child = field(default_factory=lambda: Child("cluster"))
    _lock: TextIO | None = None

    def __post_init__(self) -> None:
        self.children = [Child(web_server.ROLE), self.cluster]
        self.watch = Watch(self.cluster, self.owed)

    def take_over(self) -> None:
        """Be the only supervisor of this var folder, and end what a killed one left running.

        SettingError when another one runs.
        """
        self._lock = open(settings.ORCHESTRATOR_VAR / "up.lock", "a+")  # noqa: SIM115  (held until we end)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise SettingError(
                f"ORCHESTRATOR_VAR {settings.ORCHESTRATOR_VAR} is in use by an installation that is running; "
                "stop that one first"
            ) from error
        self.has_run_before = _record().exists()
        self.owed.update(dict.fromkeys(_remembered(), "the installation was restarted"))
        end_all_of(settings.ORCHESTRATOR_VAR)
        take_all_down()

    def run(self, when_ready: Callable[[], None]) -> bool:
        """Start everything, call `when_ready` once the web server answers, and watch until told to stop.

        False when the nursery has been killed: there is nobody to start anything from. With the threads that
        we have by then no other can be forked: all has to begin anew.
        """
        self.nursery = Nursery({web_server.ROLE: web_server.serve, "cluster": sentinel.run}, self._release)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup has it
                signal.signal(number, self._stop)
        self.watch.start()
        try:
            self._keep_up(when_ready)
        finally:
            self.watch.stop.set()
            self._shut_down()
        return self.stopping

    def _release(self) -> object:
        """In the nursery: our lock is ours alone, or a successor would have to wait for all of them."""
        assert self._lock is not None
        self._lock.close()
        return held_by_children(settings.ORCHESTRATOR_VAR)

    def _stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _keep_up(self, when_ready: Callable[[], None]) -> None:
        ready = False
        while not self.stopping:
            if not self.nursery.is_alive:
                log.error("The process that forks all others was killed; everything is started again.")
                return
            try:
                if self.watch.restart_wanted:
                    log.error("The cluster is ended. %s", self.watch.restart_wanted)
                    self.watch.restart_wanted = ""
                    self.cluster.kill()
                for child in self.children:
                    self._revive(child)
            except OSError as error:  # no memory, no processes, no disk
                log.error("Something could not be started; trying again: %s", error)
            if not ready and _answers():
                ready = True
                when_ready()
            time.sleep(TICK_S)

    def _revive(self, child: Child) -> None:
        if child.is_alive or (child.run_id and not child.is_due):
            return
        if child.run_id:
            log.error("The %s has ended; it is started again.", child.role)
            child.kill()  # its leader is gone, others of the group may not be
        run_id = new_run_id()
        if child is self.cluster:
            self._owe("its cluster was restarted")
            self._remember([*self.owed, run_id])
        child.start(self.nursery, run_id)

    def _owe(self, why: str) -> None:
        """The cluster is down: what it had in hand is to be returned."""
        if self.cluster.run_id:
            self.owed[self.cluster.run_id] = why

    def _remember(self, runs: list[str]) -> None:
        """Note which clusters of ours may have something in hand, for a successor that has to return it."""
        scratch = _record().with_suffix(".new")
        try:
            scratch.write_text(json.dumps(runs))
            scratch.replace(_record())
        except OSError as error:
            log.error("%s cannot be written: %s", _record(), error)

    def _shut_down(self) -> None:
        self.tell("Stopping …" if self.stopping else "Restarting …")
        deadline = time.monotonic() + STOP_GRACE_S
        for child in self.children:
            child.ask_to_stop()
        _aside(self._tell_workers)
        while any(child.is_alive for child in self.children) and time.monotonic() < deadline:
            time.sleep(0.05)
        for child in self.children:
            child.kill()
        self.nursery.close()
        self._owe(f"the installation was {'stopped' if self.stopping else 'restarted'}")
        _aside(self.watch.release_owed).join(LAST_WORDS_S)
        self._remember(list(self.owed))
        if self.owed:
            log.error("What the workers had in hand is returned at the next start.")
        if self.stopping:
            self.tell("Stopped.")

    def _tell_workers(self) -> None:
        working = Worker.objects.filter(cluster=self.cluster.run_id, status=Worker.Status.WORKING)
        working.update(stopping=True)


def _aside(act: Callable[[], object]) -> threading.Thread:
    """Do something with the database that may fail or hang: leases and the next start make up for it."""

    def run() -> None:
        try:
            act()
        except Error as error:
            log.error("The database does not answer: %s", error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


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


def _record() -> Path:
    """Where those clusters are noted. It stays when there is none: it also tells of an earlier start."""
    return Path(settings.ORCHESTRATOR_VAR) / "up.json"


def _remembered() -> list[str]:
    try:
        return [str(run_id) for run_id in json.loads(_record().read_text())]
    except (OSError, ValueError):
        return []
