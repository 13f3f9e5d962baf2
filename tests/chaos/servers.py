"""A PostgreSQL and a Redis of our own, which may be killed: the machine's servers are never touched."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path

import psycopg
import redis

from tests.acceptance.installation import free_port

START_S = 60.0  # a crash has to be recovered from first


class Missing(Exception):
    """A program that is needed is not installed here."""


def program(name: str) -> str:
    """Its path. Debian keeps PostgreSQL's outside of PATH."""
    places = [path for path in Path("/usr/lib/postgresql").glob(f"*/bin/{name}") if os.access(path, os.X_OK)]
    found = str(max(places)) if places else shutil.which(name)
    if not found:
        raise Missing(f"{name} is not installed here")
    return found


class Server:
    """A process that is started, ended in several ways, and started again on the same port and folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def argv(self) -> list[str]:
        raise NotImplementedError

    def answers(self) -> bool:
        raise NotImplementedError

    def start(self) -> None:
        """Start it, or wait until it answers again; once more when it ends by itself meanwhile."""
        until = time.monotonic() + START_S
        while not self.answers():
            if self.process is None or self.process.poll() is not None:
                with open(self.folder.with_suffix(".log"), "ab") as log:
                    self.process = subprocess.Popen(self.argv(), stdout=log, stderr=log, **as_owner())
            if time.monotonic() > until:
                raise TimeoutError(f"{self.argv()[0]} does not start; see {self.folder}.log")
            time.sleep(0.1)

    def pids(self) -> list[int]:
        """Of the server, and of those that it has started for its clients."""
        if self.process is None or self.process.poll() is not None:
            return []
        started = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [self.process.pid, *map(int, started.split())]

    def end(self, number: int) -> None:
        """Send a signal and wait for the end."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(number)
        self.process.wait(30)


class Postgres(Server):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        folder.mkdir(mode=0o700)
        if owner := as_owner():
            shutil.chown(folder, owner["user"])
        subprocess.run(
            # Small files of the log of changes, so that a small disk holds enough of them.
            [
                program("initdb"),
                "-D",
                folder,
                "-U",
                "postgres",
                "-A",
                "trust",
                "--no-sync",
                "--wal-segsize=1",
            ],
            check=True,
            capture_output=True,
            **owner,
        )

    def argv(self) -> list[str]:
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            "shared_buffers": "32MB",
            "max_wal_size": "16MB",
            "min_wal_size": "4MB",
        }
        flat = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [program("postgres"), "-D", str(self.folder), *flat]

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def answers(self) -> bool:
        with contextlib.suppress(psycopg.Error), psycopg.connect(self.url, connect_timeout=2) as connection:
            connection.execute("SELECT 1")
            return True
        return False


class Redis(Server):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        folder.mkdir(mode=0o700)

    def argv(self) -> list[str]:
        return [
            *(program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1"),
            *("--save", "", "--appendonly", "no", "--dir", "/"),
        ]

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        with contextlib.suppress(redis.RedisError):
            return bool(redis.from_url(self.url, socket_timeout=2).ping())
        return False

    def flush(self) -> None:
        redis.from_url(self.url, socket_timeout=5).flushall()


def as_owner() -> dict[str, str]:
    """PostgreSQL refuses to run as root; anybody else runs it as themselves."""
    if os.geteuid() != 0:
        return {}
    with contextlib.suppress(KeyError):
        return {"user": pwd.getpwnam("postgres").pw_name, "group": "postgres"}
    return {"user": "nobody"}
