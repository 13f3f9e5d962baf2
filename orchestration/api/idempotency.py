"""Asking twice with one Idempotency-Key: the work is done once, and the first answer is given again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.responses import NinjaJSONEncoder, Response
from pydantic import BaseModel

from orchestration.api.auth import who
from outcomes.errors import BadInput, Refused
from outcomes.models import IdempotentRequest

HEADER = "Idempotency-Key"
LONGEST_KEY = 200  # characters
KEPT = timedelta(hours=24)

Work = Callable[[], tuple[int, BaseModel]]
Ending = Callable[[Any], tuple[int, BaseModel]]


def once(request: HttpRequest, work: Work, ending: Ending | None = None) -> HttpResponse:
    """The answer of `work` (status and body), or the one that was given to this key before.

    Key and effect are committed together: whoever asks at the same time waits for the commit, and a process
    that dies leaves neither. What `work` raises is not kept, as nothing was done.

    Some answers have to be waited for outside of any transaction: `ending` gets the body that `work`
    answered, and gives the final one. When the process dies in between, the next request with the key waits.
    """
    key = request.headers.get(HEADER)
    if key is None:
        status, body = work()
        return _respond(*(ending(_plain(body)) if ending else (status, body)))
    if not key.isprintable() or not 0 < len(key) <= LONGEST_KEY:
        raise BadInput(HEADER, f"{HEADER} has 1 to {LONGEST_KEY} printable characters.")
    asked = _asked(request, key, work, waits=ending is not None)
    if asked.status is None and ending is not None:
        status, final = ending(asked.answer)
        # Two may have waited at once: the first one's answer is everybody's.
        open_row = IdempotentRequest.objects.filter(pk=asked.pk, status=None)
        open_row.update(status=status, answer=_plain(final))
        asked.refresh_from_db()
    return Response(asked.answer, status=asked.status)


def _asked(request: HttpRequest, key: str, work: Work, waits: bool) -> IdempotentRequest:
    """The row of this key, with the answer to it; does the work when the key is new."""
    fingerprint = _fingerprint(request)
    mine = IdempotentRequest.objects.filter(user=who(request))
    with transaction.atomic():
        mine.filter(created_at__lt=timezone.now() - KEPT).delete()
        row = _found(mine, key) or _claimed(request, key, fingerprint)
        if row is None:
            row = mine.get(key=key)  # somebody else's claim, committed while ours waited
        if row.fingerprint != fingerprint:
            raise Refused(f"{HEADER} {key[:50]!r} was used for another request.", "idempotency-key-used")
        if row.answer is None:
            status, body = work()
            row.status, row.answer = (None if waits else status), _plain(body)
            row.save(update_fields=["status", "answer"])
    return row


def _found(mine: QuerySet[IdempotentRequest], key: str) -> IdempotentRequest | None:
    return mine.filter(key=key).first()


def _claimed(request: HttpRequest, key: str, fingerprint: str) -> IdempotentRequest | None:
    try:
        with transaction.atomic():
            return IdempotentRequest.objects.create(user=who(request), key=key, fingerprint=fingerprint)
    except IntegrityError:
        return None


def _fingerprint(request: HttpRequest) -> str:
    told = b"\0".join((str(request.method).encode(), request.path.encode(), request.body))
    return hashlib.sha256(told).hexdigest()


def _plain(body: BaseModel) -> Any:
    dumped = body.model_dump(by_alias=True, exclude_none=True)
    return json.loads(json.dumps(dumped, cls=NinjaJSONEncoder))


def _respond(status: int, body: BaseModel) -> HttpResponse:
    return Response(_plain(body), status=status)
