"""Waiting for a database that is away, with finished work in hand."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection

from orchestration.claims import lease

log = logging.getLogger(__name__)
T = TypeVar("T")

PAUSE_S = 0.5
PATIENCE = timedelta(minutes=10)  # with a database that does not answer, or whose disk is full


def patiently(call: Callable[[], T], who: object, unheard: Callable[[], None] = lambda: None) -> T:
    """What `call` returns, tried again while the database restarts or its disk is full.

    A try may have been committed before its connection broke. `unheard` is called before each further try.
    """
    until = time.monotonic() + max(PATIENCE, lease()).total_seconds()
    again = False
    while True:
        try:
            if again:
                unheard()
            return call()
        except (OperationalError, InterfaceError) as error:
            if time.monotonic() > until:
                raise
            log.warning("%s: the database does not answer, trying again: %s", who, error)
            again = True
            connection.close()
            time.sleep(PAUSE_S)
