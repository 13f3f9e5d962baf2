"""gunicorn, as the supervisor's nursery runs it."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from gunicorn.app.base import BaseApplication

from orchestration.lifeline import be_called, die_with

PROCESSES = 2
THREADS = 16
ROLE, WORKER = "web server", "web worker"  # what its processes call themselves


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The site, with all its pages loaded before gunicorn forks."""

    def load_config(self) -> None:
        host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
        for name, value in {
            "bind": f"{host}:{settings.PORT}",
            "worker_class": "gthread",
            "workers": PROCESSES,
            "threads": THREADS,
            "preload_app": True,
            "graceful_timeout": 4,
            "timeout": 30,
            "loglevel": "warning",
            # Its heartbeat files.
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp",  # noqa: S108
            "post_fork": _tie,
            # A thread beside what forks, and a socket in the home folder that all installations would share.
            "control_socket_disable": True,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from orchestrator_site.wsgi import application

        return application


def _tie(arbiter: Any, worker: Any) -> None:
    """Called by gunicorn in each of its processes."""
    die_with(arbiter.pid)
    be_called(WORKER)


def serve() -> None:
    """Serve until SIGTERM."""
    WebServer().run()
