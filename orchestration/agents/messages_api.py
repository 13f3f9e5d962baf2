"""One question to a Messages API and its answer as text, or the named reason why there is none.

The codes of AgentError: rate-limited, overloaded, model-not-found, bad-request, too-long, server-error,
timeout, connection, refused, max-tokens, empty-reply, bad-reply; of AgentUnavailable: no-key, key-refused,
no-credit. No message ever holds the key.
"""

from __future__ import annotations

import json
import os
import queue
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import anthropic
import httpx2

from orchestration.agents.passages import one_line
from orchestration.agents.protocol import AgentError, AgentUnavailable, Interrupted

LOOKS_EVERY = 0.2  # seconds between two looks at the stop signal
_OF_STATUS = {408: "timeout", 413: "too-long", 429: "rate-limited", 504: "timeout", 529: "overloaded"}
_OF_TYPE = {
    "rate_limit_error": "rate-limited",
    "overloaded_error": "overloaded",
    "timeout_error": "timeout",
    "request_too_large": "too-long",
    "not_found_error": "model-not-found",
    "invalid_request_error": "bad-request",
}
_SAYS = {
    "rate-limited": "The API asks to slow down",
    "overloaded": "The API is overloaded",
    "timeout": "The API did not answer in time",
    "too-long": "The request is too long for the API",
    "bad-request": "The API refuses the request",
    "server-error": "The API failed",
}
_NO_KEY = (
    "No API key: set ANTHROPIC_API_KEY (or ANTHROPIC_BASE_URL for a server that needs none) and restart."
)
_KEY_REFUSED = "The API refuses the key: correct ANTHROPIC_API_KEY, restart, and resume the run."
_NO_CREDIT = "The API account has no credit left: top it up and resume the run."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a question may take, in seconds."""

    connect: float = 10.0
    silence: float = 120.0  # between two pieces of an answer; the API sends a ping every few seconds
    whole: float = 900.0


@dataclass(frozen=True, slots=True)
class _Answer:
    text: str
    stop_reason: str | None
    whole: bool  # whether the answer was seen to end


def new_client(limits: Limits) -> anthropic.Anthropic:
    """A client for the key and address of the environment; raises AgentUnavailable without either.

    It never retries by itself: a worker retries where the lease, the budget and the stop button are seen.
    """
    key = os.environ.get("ANTHROPIC_API_KEY", "").strip()
    address = os.environ.get("ANTHROPIC_BASE_URL", "").strip()
    if not key and not address:
        raise AgentUnavailable(_NO_KEY, code="no-key")
    return anthropic.Anthropic(
        # Without any key the SDK would look for other credentials on this machine, or raise a TypeError.
        api_key=key or "none",
        base_url=address or None,
        # Servers made for earlier versions of the API know the key by this name only.
        default_headers={"x-api-key": key} if key and address else None,
        max_retries=0,
        timeout=anthropic.Timeout(limits.silence, connect=limits.connect),
    )


def ask(request: Mapping[str, Any], limits: Limits, interrupted: threading.Event) -> str:
    """The text of the answer to one request (the arguments of `messages.create`).

    Raises Interrupted within a second of the signal; the answer is then read no further, so that the API
    stops writing it. Raises AgentError and AgentUnavailable with the codes named above.
    """
    if interrupted.is_set():
        raise Interrupted("the worker was told to let go")
    client = new_client(limits)
    outcome: queue.SimpleQueue[_Answer | Exception] = queue.SimpleQueue()
    abandoned = threading.Event()

    def read() -> None:
        # Closed by who reads: closing it from outside would leave the reader waiting on a dead socket.
        with client:
            try:
                outcome.put(_read(client, request, abandoned))
            except Exception as error:  # carried over to the asking thread, which names it
                outcome.put(error)

    # A thread of its own, as a socket cannot be waited for together with an event.
    threading.Thread(target=read, name="messages-api", daemon=True).start()
    deadline = time.monotonic() + limits.whole
    while True:
        try:
            answer = outcome.get(timeout=LOOKS_EVERY)
        except queue.Empty:
            if interrupted.is_set():
                abandoned.set()
                raise Interrupted("the worker was told to let go") from None
            if time.monotonic() > deadline:
                abandoned.set()
                raise AgentError(
                    f"The API did not finish its answer within {limits.whole:g} s.", code="timeout"
                ) from None
            continue
        if isinstance(answer, Exception):
            raise _named(answer, client, str(request["model"])) from answer
        return _text(answer)


def _read(client: anthropic.Anthropic, request: Mapping[str, Any], abandoned: threading.Event) -> _Answer:
    parts: list[str] = []
    stop_reason: str | None = None
    whole = False
    with client.messages.create(**request, stream=True) as stream:
        if "event-stream" not in stream.response.headers.get("content-type", "event-stream"):
            return _from_body(stream.response.read())  # a compatible server that does not stream
        for event in stream:
            if abandoned.is_set():
                break
            if event.type == "content_block_start" and event.content_block.type == "text":
                parts.append(event.content_block.text or "")
            elif event.type == "content_block_delta" and event.delta.type == "text_delta":
                parts.append(event.delta.text or "")
            elif event.type == "message_delta":
                stop_reason = event.delta.stop_reason or stop_reason
            whole = whole or event.type == "message_stop"
    return _Answer("".join(parts), stop_reason, whole)


def _from_body(body: bytes) -> _Answer:
    """The answer in a whole JSON message; raises AgentError for anything else."""
    try:
        message = json.loads(body)
    except ValueError:
        message = None
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(content, list):
        raise AgentError(f"The API answered something that is no message: {_quoted(body)}", code="bad-reply")
    texts = [
        block["text"] for block in content if isinstance(block, dict) and isinstance(block.get("text"), str)
    ]
    stop_reason = message.get("stop_reason")
    return _Answer("".join(texts), stop_reason if isinstance(stop_reason, str) else None, whole=True)


def _text(answer: _Answer) -> str:
    """The answer's text when the model ended it of its own accord; otherwise the AgentError that says why."""
    if answer.stop_reason == "refusal":
        raise AgentError(f"The model refused: {_quoted(answer.text) or 'without words'}", code="refused")
    if answer.stop_reason == "max_tokens":
        raise AgentError("The answer was cut off at its length limit.", code="max-tokens")
    if answer.stop_reason == "model_context_window_exceeded":
        raise AgentError("The request and its answer are too long for the model.", code="too-long")
    if not answer.whole and answer.stop_reason is None:
        raise AgentError("The connection was lost in the middle of the answer.", code="connection")
    if not answer.text.strip():
        raise AgentError("The model answered without any text.", code="empty-reply")
    return answer.text


def _named(error: Exception, client: anthropic.Anthropic, model: str) -> AgentError:
    """The error under one of the codes, in a plain sentence."""
    if isinstance(error, AgentError):
        return error
    if isinstance(error, anthropic.APITimeoutError | httpx2.TimeoutException):
        return AgentError(f"{_SAYS['timeout']}.", code="timeout")
    if isinstance(error, anthropic.APIStatusError):
        return _of_status(error, client, model)
    if isinstance(error, anthropic.APIConnectionError | httpx2.HTTPError):
        address = urlsplit(str(client.base_url))
        cause = _plain(str(error.__cause__ or error), client)
        return AgentError(f"No connection to the API at {address.hostname}: {cause}", code="connection")
    # The SDK checks nothing of what a server sends: a wrong shape shows as whatever its code runs into.
    return AgentError(
        f"The API's answer could not be read ({type(error).__name__}: {_plain(str(error), client)})",
        code="bad-reply",
    )


def _of_status(error: anthropic.APIStatusError, client: anthropic.Anthropic, model: str) -> AgentError:
    """An error inside a stream comes with status 200: then its type tells what it is."""
    status, kind = error.status_code, str(error.type)
    said = _plain(error.api_message or str(error), client)
    if status in (401, 403) or kind in ("authentication_error", "permission_error"):
        return AgentUnavailable(f"{_KEY_REFUSED} It said: {said}", code="key-refused")
    if status == 402 or kind == "billing_error":
        return AgentUnavailable(f"{_NO_CREDIT} It said: {said}", code="no-credit")
    code = (
        _OF_STATUS.get(status)
        or _OF_TYPE.get(kind)
        or ("bad-request" if 400 <= status < 500 else "server-error")
    )
    if code == "model-not-found":
        says = f"The API does not know the model {model!r} or the address: correct ORCHESTRATOR_MODEL"
    else:
        says = _SAYS[code]
    return AgentError(f"{says} ({status if status >= 300 else kind}): {said}", code=code)


def _plain(text: str, client: anthropic.Anthropic) -> str:
    """The text on one line, short, and without the key that a server may have echoed."""
    key = client.api_key
    return one_line(text.replace(key, "[key]") if key and len(key) > 4 else text, 300)


def _quoted(text: str | bytes) -> str:
    shown = one_line(text.decode(errors="replace") if isinstance(text, bytes) else text, 200)
    return f"“{shown}”" if shown else ""
