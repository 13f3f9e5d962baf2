"""What stops a start, and what a start does to a database that is there."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.installation import ROOT, Installation, eventually, installed
from tests.services import require_or_skip


def _start(installation: Installation) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "up"],
        cwd=ROOT,
        env=installation.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"ORCHESTRATOR_WORKERS": "many"}, "ORCHESTRATOR_WORKERS"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "SECRET_KEY": "x" * 50}, "DATABASE_URL"),
        ({"REDIS_URL": "redis://127.0.0.1:6379/0"}, "SECRET_KEY"),
        ({"REDIS_URL": "redis://127.0.0.1:9/0", "SECRET_KEY": "x" * 50}, "REDIS_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(
    tmp_path: Path, settings: dict[str, str], named: str
) -> None:
    done = _start(Installation(tmp_path, settings))

    assert done.returncode == 2
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_taken_stops_the_start(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = _start(Installation(tmp_path, port=taken.getsockname()[1]))

    assert done.returncode == 2
    assert "PORT" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_second_installation_on_the_same_folder_is_refused(quick: Installation) -> None:
    done = _start(Installation(quick.var))

    assert done.returncode == 2
    assert "ORCHESTRATOR_VAR" in done.stderr


def test_what_begins_anew_waits_for_its_database_until_ctrl_c(tmp_path: Path) -> None:
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "SECRET_KEY": "x" * 50}
    with subprocess.Popen(
        [sys.executable, "manage.py", "up", "--again"],
        cwd=ROOT,
        env=Installation(tmp_path, nowhere).environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().endswith("Trying again …\n")
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert rest.strip() == ""
    assert process.returncode == -signal.SIGINT


AS_PROCESS_1 = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child", "--mount-proc"]


def _may_be_process_1() -> bool:
    with contextlib.suppress(FileNotFoundError):
        return subprocess.run([*AS_PROCESS_1, "true"], capture_output=True).returncode == 0
    return False


def test_process_1_of_a_container_ends_by_sigterm_also_while_it_loads_its_program(tmp_path: Path) -> None:
    require_or_skip(_may_be_process_1(), "no process number 1 of one's own: unshare --user --pid")
    loading = Installation(tmp_path)
    settings = tmp_path / "settings.env"
    os.mkfifo(settings)  # whoever reads its settings waits there
    with subprocess.Popen(
        [*AS_PROCESS_1, sys.executable, "manage.py", "up"], cwd=ROOT, env=loading.environment
    ) as outside:
        writer = eventually(lambda: _heard_by_a_reader(settings), what="it reads its settings")
        try:
            (process_1,) = set(loading.processes()) - {outside.pid}
            os.kill(process_1, signal.SIGTERM)
            code = outside.wait(timeout=5)
        finally:
            os.close(writer)
            outside.kill()

    assert code == 128 + signal.SIGTERM


def _heard_by_a_reader(pipe: Path) -> int:
    """The end to write to, once somebody holds the other."""
    with contextlib.suppress(OSError):
        return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
    return 0


@pytest.mark.parametrize(
    ("engine", "streams"),
    [("sqlite", "<&- >&- 2>&-"), ("postgres", ">/dev/full 2>/dev/full")],
    ids=["sqlite-closed", "postgres-full"],
    indirect=["engine"],
)
def test_it_runs_and_begins_anew_where_nothing_can_be_told(
    engine: str, started_before: Installation, tmp_path: Path, streams: str
) -> None:
    with installed(tmp_path, on=engine, like=started_before) as quiet:
        with subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$0" manage.py up {streams}', sys.executable],
            cwd=ROOT,
            env=quiet.environment,
        ) as process:
            try:
                eventually(quiet.answers, what="the web server answers")
                (nursery,) = quiet.called("nursery")
                os.kill(nursery, signal.SIGKILL)
                eventually(lambda: set(quiet.called("nursery")) - {nursery}, what="another nursery")
                eventually(quiet.answers, what="the web server answers again")
                argv = Path(f"/proc/{process.pid}/cmdline").read_text().split("\0")
            finally:
                process.terminate()

        assert process.returncode == 0
        assert quiet.processes() == []
        assert argv[1:-1] == ["manage.py", "up", "--again"]


def test_how_to_sign_in_is_told_before_a_stop_could_lose_it(started_before: Installation) -> None:
    told = started_before.output()

    assert told.index("Starting") < told.index("Sign in:") < told.index("Ready:")


def test_an_older_database_is_copied_before_it_is_updated(started_before: Installation) -> None:
    assert "a copy is at" in started_before.output()
    assert "Ready:" in started_before.output()

    (copy,) = (started_before.var / "backups").iterdir()
    tables = tables_in(copy)
    assert "auth_user" in tables
    assert "outcomes_outcome" not in tables


def tables_in(copy: Path) -> set[str]:
    if copy.suffix == ".dump":
        listed = subprocess.run(["pg_restore", "--list", copy], capture_output=True, text=True, check=True)
        return {line.split()[5] for line in listed.stdout.splitlines() if " TABLE public " in line}
    with sqlite3.connect(copy) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
