"""The process from which web server and cluster are forked: they share what it has loaded.

Django and all of ours take 55 MB and most of a second to load; a fork of a process that holds them takes a
tenth of either. The nursery has neither threads nor connections and so may fork at any time. The supervisor
has both, and asks it to.
"""

from __future__ import annotations

import importlib
import logging
import os
import signal
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import NoReturn

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from orchestration import memory
from orchestration.checks import check_skill, check_tool
from orchestration.library import describe, frame
from orchestration.lifeline import be_called, die_with
from orchestration.worker import CLUSTER
from outcomes import compiled

log = logging.getLogger(__name__)

ANSWER_S = 5.0  # a nursery that does not fork within this is stopped or hung
BYTES = 200  # more than any request or answer has


class NurseryLost(OSError):
    """It forks nobody any more, and whom it forked has ended with it."""


class Nursery:
    """Forks whoever the supervisor wants to be there: `roles` has what each of them does, by name."""

    def __init__(self, roles: Mapping[str, Callable[[], object]], held: Callable[[], object]) -> None:
        """Load everything and fork it. What it and all its children hold open is opened by `held`, in it."""
        _load()
        connection.close()  # it is not for the children
        self._line, line_of_nursery = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._line.settimeout(ANSWER_S)
        memory.settle()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)  # ignored, as some start us, it would hide how it ended
        parent, self.pid = os.getpid(), os.fork()
        if not self.pid:
            self._line.close()
            _end_with(lambda: _serve(line_of_nursery, roles, held, parent))
        line_of_nursery.close()
        self._ended = False

    @property
    def is_alive(self) -> bool:
        """Whether it is there. Buries orphans as well: as process 1 of a container we have to adopt them."""
        while not self._ended and (buried := os.waitpid(-1, os.WNOHANG)[0]):
            self._ended = buried == self.pid
        return not self._ended

    def fork(self, role: str, run_id: str) -> int:
        """The pid of a new process in a session of its own that does what this role does.

        It dies with the nursery, which dies with us. OSError when there is none this time, as for want of
        memory; NurseryLost when there will be none.
        """
        try:
            self._line.send(f"{role}\n{run_id}".encode())
            answer = self._line.recv(BYTES)
        except OSError as error:
            self.close()  # a late answer would be taken for that to another question
            raise NurseryLost(f"no {role} could be forked: {error}") from error
        if not answer:
            raise NurseryLost(f"no {role} could be forked")
        if not answer.isdigit():
            raise OSError(f"no {role} could be forked: {answer.decode()}")
        return int(answer)

    def close(self) -> None:
        """End it, and with it whoever it has forked."""
        self._line.close()
        if self.is_alive:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self._ended = True


def _serve(
    line: socket.socket, roles: Mapping[str, Callable[[], object]], held: Callable[[], object], parent: int
) -> None:
    """Fork on request until the supervisor hangs up."""
    os.setsid()  # Ctrl-C is for the supervisor
    die_with(parent)
    be_called("nursery")
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for children: the kernel buries them
    os.environ.pop("ORCHESTRATOR_ADMIN_PASSWORD", None)  # the first admin's password is nobody's business
    mark = held()  # open for as long as it or one of its children lives
    nursery = os.getpid()
    while request := line.recv(BYTES):
        role, run_id = request.decode().split("\n")
        try:
            pid = os.fork()
        except OSError as error:  # whoever lives already shall not end for it
            line.send(str(error).encode())
            continue
        if not pid:
            line.close()
            _end_with(partial(_become, role, run_id, roles[role], nursery))
        line.send(str(pid).encode())
    del mark


def _become(role: str, run_id: str, act: Callable[[], object], nursery: int) -> None:
    os.setsid()
    die_with(nursery)
    be_called(role)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ[CLUSTER] = run_id
    act()


def _end_with(act: Callable[[], object]) -> NoReturn:
    """Do it, and end this process: nothing of what the forking one was about to do or write is for it."""
    code = 1
    try:
        act()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        log.exception("A process ends by a mistake of the program")
    finally:
        os._exit(code)


def _load() -> None:
    """What web server and workers need. What a process loads itself it does not share."""
    for name in (
        "orchestrator_site.wsgi",
        "orchestration.worker",
        f"orchestration.agents.{settings.ACTIVE_AGENT}",
        "skills_ref",
    ):
        importlib.import_module(name)
    _build_statements()
    _rehearse()


def _rehearse() -> None:
    """Build and check one skill and one tool for nobody: what that loads and compiles, all of them share."""
    for kind, check in (("skill", check_skill), ("tool", check_tool)):
        document = frame(kind, "rehearsal", "Rehearsal", "What a worker does first takes longest.")
        check("rehearsal", document)
        describe(kind, document)


def _build_statements() -> None:
    """So that no worker has to at its first task. A database that is away now is waited for by them."""
    try:
        with transaction.atomic():
            compiled.prepare()
    except DatabaseError as error:
        log.warning("The database does not answer yet: %s", error)
