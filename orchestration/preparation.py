"""What must hold before an installation starts: checks with one sentence each, then a migrated database
and somebody who can sign in."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from math import inf
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import Error, IntegrityError, InterfaceError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils.crypto import get_random_string

from orchestration.lifeline import die_with
from orchestrator_site.env import SettingError, text

T = TypeVar("T")
ADMIN = "admin"
UPDATE = int.from_bytes(b"update")  # whoever holds this lock of PostgreSQL's may update the database
PATIENCE_S = 60.0  # with servers that worked at an earlier start, and are perhaps starting as well


def check_port() -> None:
    """SettingError when HOST:PORT cannot be listened on."""
    family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.HOST, settings.PORT))
            probe.listen(1)
        except OSError as error:
            raise SettingError(
                f"PORT {settings.PORT} on HOST {settings.HOST} cannot be used ({error.strerror or error}); "
                "stop what listens there, or choose another PORT"
            ) from error


def wait_for(check: Callable[[], T], patience_s: float, tell: Callable[[str], None]) -> T:
    """What a check returns, which is repeated until it holds; its SettingError if not within `patience_s`."""
    until = time.monotonic() + patience_s
    told = False
    while True:
        try:
            return check()
        except SettingError as error:
            if time.monotonic() > until:
                raise
            if not told:
                tell(f"{error}. Trying again{f' for {patience_s:.0f} seconds' if patience_s < inf else ''} …")
            told = True
            time.sleep(0.5)


@contextlib.contextmanager
def _answering_database(
    errors: tuple[type[Error], ...] = (OperationalError, InterfaceError),
) -> Iterator[None]:
    """SettingError where the database, which may go away at any time, does not answer."""
    try:
        yield
    except errors as error:
        connection.close()
        first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        what = "DATABASE_URL" if text("DATABASE_URL") else "ORCHESTRATOR_VAR"
        raise SettingError(f"{what}: the database cannot be reached: {first}") from error


@_answering_database((Error,))  # what is there may be no database at all
def check_database() -> None:
    """SettingError when the database does not answer."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_broker() -> None:
    """SettingError when REDIS_URL is set and does not answer."""
    if not settings.REDIS_URL:
        return
    import redis

    try:
        redis.from_url(settings.REDIS_URL, socket_connect_timeout=5, socket_timeout=5).ping()
    except (redis.RedisError, ValueError) as error:
        raise SettingError(
            f"REDIS_URL: the broker cannot be reached: {str(error).splitlines()[0]}"
        ) from error


def in_a_child(act: Callable[[], object]) -> None:
    """Do it in a process of its own, with which goes what it needed of memory.

    Raises SettingError as `act` does; whatever else it raises is told by the child, and ends this process.
    """
    connection.close()  # it cannot be used by both
    told, tell = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("fork")
    child = context.Process(target=_in_the_child, args=(act, tell, os.getpid()))
    child.start()
    tell.close()
    child.join()
    if told.poll():
        with contextlib.suppress(EOFError):  # closed by its end, without a word
            raise SettingError(told.recv())
    if child.exitcode:
        sys.exit(1)


def _in_the_child(act: Callable[[], object], tell: Connection, parent: int) -> None:
    die_with(parent)
    try:
        act()
    except SettingError as error:
        tell.send(str(error))


@_answering_database()
def migrate(tell: Callable[[str], None]) -> None:
    """Bring the database up to date; one that holds something is copied first.

    SettingError when the copy cannot be made, or the database has gone away.
    """
    with _alone(tell):
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return
        if executor.loader.applied_migrations:
            tell(f"Updating the database; {_keep_copy()}")
        call_command("migrate", interactive=False, verbosity=0)


@contextlib.contextmanager
def _alone(tell: Callable[[str], None]) -> Iterator[None]:
    """Of all machines that start on one PostgreSQL; SQLite's folder has one installation anyway."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [UPDATE])
        if not cursor.fetchone()[0]:
            tell("Another machine is updating the database. Waiting for it …")
            cursor.execute("SET lock_timeout = 0")  # an update takes as long as it takes
            cursor.execute("SELECT pg_advisory_lock(%s)", [UPDATE])
            cursor.execute("RESET lock_timeout")
        yield  # who fails here ends, and the lock with its connection
        cursor.execute("SELECT pg_advisory_unlock(%s)", [UPDATE])


def _keep_copy() -> str:
    """Where it is. SettingError when it cannot be made; no half of one is left then."""
    folder = settings.ORCHESTRATOR_VAR / "backups"
    kind = "sqlite3" if connection.vendor == "sqlite" else "dump"
    target = folder / f"before-update-{datetime.now(UTC):%Y%m%d-%H%M%S}.{kind}"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        return _copy_sqlite(target) if kind == "sqlite3" else _dump_postgres(target)
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        what = "ORCHESTRATOR_VAR" if kind == "sqlite3" else "DATABASE_URL"
        raise SettingError(
            f"{what}: no copy could be made before the update, so it was not begun: {error}"
        ) from error


def _copy_sqlite(target: Path) -> str:
    with (
        contextlib.closing(sqlite3.connect(str(connection.settings_dict["NAME"]))) as source,
        contextlib.closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)
    return f"a copy is at {target}."


def _dump_postgres(target: Path) -> str:
    program = shutil.which("pg_dump")
    if program is None:
        return "pg_dump is not installed here, so no copy was made."
    known = connection.settings_dict
    environment = {"PGPASSWORD": known["PASSWORD"] or "", "PATH": "/usr/bin:/bin"}
    argv = [program, "--format=custom", f"--file={target}", f"--dbname={known['NAME']}"]
    argv += [f"--host={known['HOST']}"] if known["HOST"] else []
    argv += [f"--port={known['PORT']}"] if known["PORT"] else []
    argv += [f"--username={known['USER']}"] if known["USER"] else []
    done = subprocess.run(argv, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ChildProcessError(done.stderr.strip()[:300])
    return f"a copy is at {target}."


@_answering_database()
def ensure_admin() -> str | None:
    """Have the user `admin` when there is no user yet; the generated password, to be shown once.

    SettingError when the database has gone away.
    """
    users = get_user_model().objects
    if users.exists():
        return None
    given = text("ORCHESTRATOR_ADMIN_PASSWORD")
    password = given or get_random_string(16, "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789")
    try:
        with transaction.atomic():
            users.create_superuser(username=ADMIN, email="", password=password)
    except IntegrityError:
        return None  # another machine starts as well, and was faster
    return None if given else password
