"""One question to a Messages API and its answer, or the named reason why there is none.

The codes of AgentError: rate-limited, overloaded, model-not-found, bad-request, too-long, server-error,
timeout, connection, refused, max-tokens, empty-reply, bad-reply; of AgentUnavailable: no-key, key-refused,
no-credit. No message ever holds the key.
"""

from __future__ import annotations

import json
import os
import queue
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import anthropic
import httpx2

from orchestration.agents.api_errors import named, was_never_counted, without_key
from orchestration.agents.passages import one_line
from orchestration.agents.protocol import AgentError, AgentUnavailable, Interrupted, Meter, Usage

# Which servers are trusted: it takes 20 ms and megabytes to load, so once, before workers are forked.
CERTIFICATES = httpx2.create_ssl_context()
LOOKS_EVERY = 0.2  # seconds between two looks at the stop signal
_NO_NAME = re.compile("[^a-zA-Z0-9_-]")
_NO_KEY = (
    "No API key: set ANTHROPIC_API_KEY (or ANTHROPIC_BASE_URL for a server that needs none) and restart."
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a question may take, in seconds."""

    connect: float = 10.0
    silence: float = 120.0  # between two pieces of an answer; the API sends a ping every few seconds
    whole: float = 900.0
    tries: int = 6  # where the API cannot be reached or fails
    back_off: float = 1.0  # after the first of them, doubled each time


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever it is worth: it was paid for."""

    blocks: tuple[dict[str, Any], ...]  # texts and tool calls; an input that is no JSON is a str
    stop_reason: str | None
    usage: Mapping[str, int]  # what the server told of input_tokens, output_tokens, cache_…_input_tokens
    whole: bool = True  # whether the answer was seen to end
    request_id: str = ""

    @property
    def text(self) -> str:
        return "".join(block["text"] for block in self.blocks if block["type"] == "text")

    @property
    def calls(self) -> list[dict[str, Any]]:
        return [block for block in self.blocks if block["type"] == "tool_use"]


@dataclass(slots=True)
class _Seen:
    """What was seen of an answer so far that its price depends on; written by the thread that reads it."""

    usage: Usage = field(default_factory=Usage)
    request_id: str = ""

    def count(self, told: Any, *, final: bool) -> None:
        """Take in what the API says it counted. The length of an answer is known only at its end."""
        before, plain = self.usage, _count(told, "input_tokens")
        output = _count(told, "output_tokens", least=1)  # no answer is empty, and none is free by mistake
        written, read = (_count(told, f"cache_{what}_input_tokens") for what in ("creation", "read"))
        for_an_hour = _count(_told(told, "cache_creation"), "ephemeral_1h_input_tokens")
        self.usage = Usage(
            input_tokens=before.input_tokens if plain is None else plain,
            output_tokens=output if final else None,
            cache_read_tokens=read or before.cache_read_tokens,
            cache_write_tokens=written or before.cache_write_tokens,
            cache_write_1h_tokens=for_an_hour or before.cache_write_1h_tokens,
        )


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
        http_client=anthropic.DefaultHttpxClient(verify=CERTIFICATES),
    )


def send(
    request: Mapping[str, Any],
    limits: Limits,
    interrupted: threading.Event,
    meter: Meter | None,
    before: Callable[[], None] = lambda: None,
    refused: Callable[[AgentError], None] = lambda error: None,
) -> Answer:
    """The answer to one request (the arguments of `messages.create`), however it ended.

    There is no call without a meter. It sets aside what the call may cost before that is sent, perhaps for a
    shorter answer than was asked for, and hears what came of it: *settled* with the usage; *failed*, with
    what is known of the usage, where an answer broke off or is read no further, as that is paid for too;
    *released* where the API was not reached or refused the request, which is free.

    `before` is called at the last moment; what it raises is raised, and nothing is sent. `refused` hears of
    an error at once, before anything else is done about it.

    Raises Interrupted within a second of the signal; the answer is then read no further, so that the API
    stops writing it. Raises AgentError and AgentUnavailable with the codes named above, "budget" from the
    meter among them.
    """
    if interrupted.is_set():
        raise Interrupted("the worker was told to let go")
    if meter is None:
        raise RuntimeError("a call to a model was about to be made without a meter")
    client = new_client(limits)
    reservation = meter.reserve(request)
    try:
        before()
    except BaseException:
        reservation.release("not-sent")
        raise
    seen = _Seen()
    try:
        payable = {**request, "max_tokens": reservation.max_tokens}
        answer = _send(client, payable, limits, interrupted, seen)
    except Interrupted:
        reservation.fail("interrupted", seen.usage, request_id=seen.request_id)
        raise
    except AgentError as error:
        refused(error)
        if was_never_counted(error.__cause__):
            request_id = getattr(error.__cause__, "request_id", None) or ""
            reservation.release(error.code, request_id=request_id)
        else:
            reservation.fail(error.code, seen.usage, request_id=seen.request_id)
        raise
    if not answer.whole and answer.stop_reason is None:
        reservation.fail("connection", seen.usage, request_id=answer.request_id)
    else:
        told = {"stop_reason": answer.stop_reason or "", "request_id": answer.request_id}
        reservation.settle(seen.usage, **told)
    return answer


def _send(
    client: anthropic.Anthropic,
    request: Mapping[str, Any],
    limits: Limits,
    interrupted: threading.Event,
    seen: _Seen,
) -> Answer:
    outcome: queue.SimpleQueue[Answer | Exception] = queue.SimpleQueue()
    abandoned = threading.Event()

    def read() -> None:
        # Closed by who reads: closing it from outside would leave the reader waiting on a dead socket.
        with client:
            try:
                outcome.put(_read(client, request, abandoned, seen))
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
            raise named(answer, client, str(request["model"])) from answer
        return _safe(answer, client)


def _read(
    client: anthropic.Anthropic, request: Mapping[str, Any], abandoned: threading.Event, seen: _Seen
) -> Answer:
    with client.messages.create(**request, stream=True) as stream:
        headers = stream.response.headers
        seen.request_id = headers.get("request-id", "")
        if "event-stream" not in headers.get("content-type", "event-stream"):
            # A compatible server that does not stream.
            return _from_body(stream.response.read(), seen)
        return _from_events(stream, abandoned, seen)


def _from_events(stream: Iterable[Any], abandoned: threading.Event, seen: _Seen) -> Answer:
    parts: dict[int, list[str]] = {}
    starts: dict[int, Any] = {}
    usage: dict[str, int] = {}
    stop_reason: str | None = None
    whole = False
    for event in stream:
        if abandoned.is_set():
            break
        if event.type == "message_start":
            usage |= _counts(_told(event.message, "usage"))
            seen.count(_told(event.message, "usage"), final=False)
        elif event.type == "content_block_start":
            starts[event.index] = event.content_block
            parts[event.index] = [getattr(event.content_block, "text", None) or ""]
        elif event.type == "content_block_delta" and event.delta.type in ("text_delta", "input_json_delta"):
            piece = event.delta.text if event.delta.type == "text_delta" else event.delta.partial_json
            parts[event.index].append(piece or "")
        elif event.type == "message_delta":
            stop_reason = event.delta.stop_reason or stop_reason
            usage |= _counts(_told(event, "usage"))
            seen.count(_told(event, "usage"), final=True)
        whole = whole or event.type == "message_stop"
    blocks = [_block(vars(start), "".join(parts[index])) for index, start in starts.items()]
    return Answer(tuple(filter(None, blocks)), stop_reason, usage, whole, seen.request_id)


def _from_body(body: bytes, seen: _Seen) -> Answer:
    """The answer in a whole JSON message; raises AgentError for anything else."""
    try:
        message = json.loads(body)
    except ValueError:
        message = None
    content = message.get("content") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(content, list):
        raise AgentError(f"The API answered something that is no message: {_quoted(body)}", code="bad-reply")
    seen.count(message.get("usage"), final=True)
    blocks = [_block(block, str(block.get("text") or "")) for block in content if isinstance(block, dict)]
    stop_reason = message.get("stop_reason")
    return Answer(
        tuple(filter(None, blocks)),
        stop_reason if isinstance(stop_reason, str) else None,
        _counts(message.get("usage")),
        request_id=seen.request_id,
    )


def _block(start: Mapping[str, Any], said: str) -> dict[str, Any] | None:
    """A text, or a tool call whose id and input may be missing; None for anything else, or without words."""
    if start.get("type") == "text":
        return {"type": "text", "text": said} if said.strip() else None
    if start.get("type") != "tool_use":
        return None
    given: Any = start.get("input")
    if isinstance(given, str):
        said = given
    if said:
        try:
            given = json.loads(said)
        except (ValueError, RecursionError):
            given = said
    return {
        "type": "tool_use",
        # In the next request these stand in the history, where the API refuses any other characters.
        "id": _NO_NAME.sub("_", str(start.get("id") or "")) or f"toolu_{uuid.uuid4().hex}",
        "name": _NO_NAME.sub("_", str(start.get("name") or "unnamed"))[:64],
        "input": {} if given is None else given if isinstance(given, dict | str) else json.dumps(given),
    }


COUNTED = ("input_tokens", "output_tokens", "cache_creation_input_tokens", "cache_read_input_tokens")


def _counts(usage: Any) -> dict[str, int]:
    """The counts that are there; a compatible server may leave out any of them."""
    found = usage if isinstance(usage, dict) else vars(usage) if usage is not None else {}
    counts = {name: found.get(name) for name in COUNTED}
    return {
        name: n for name, n in counts.items() if isinstance(n, int) and not isinstance(n, bool) and n >= 0
    }


def _told(thing: Any, name: str) -> Any:
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)


def _count(told: Any, name: str, least: int = 0) -> int | None:
    count = _told(told, name)
    return count if isinstance(count, int) and not isinstance(count, bool) and count >= least else None


def refuse_unfinished(answer: Answer) -> None:
    """Raise the AgentError that says why this is not an answer which the model ended of its own accord."""
    if answer.stop_reason == "refusal":
        raise AgentError(f"The model refused: {_quoted(answer.text) or 'without words'}", code="refused")
    if answer.stop_reason == "max_tokens":
        raise AgentError("The answer was cut off at its length limit.", code="max-tokens")
    if answer.stop_reason == "model_context_window_exceeded":
        raise AgentError("The request and its answer are too long for the model.", code="too-long")
    if not answer.whole and answer.stop_reason is None:
        raise AgentError("The connection was lost in the middle of the answer.", code="connection")
    if not answer.blocks:
        raise AgentError("The model answered without anything.", code="empty-reply")


def _safe(answer: Answer, client: anthropic.Anthropic) -> Answer:
    """The answer without our key: a server could send it back, and answers are kept and shown."""
    text = json.dumps(answer.blocks)
    cleaned = without_key(text, client)
    return answer if cleaned == text else replace(answer, blocks=tuple(json.loads(cleaned)))


def _quoted(text: str | bytes) -> str:
    shown = one_line(text.decode(errors="replace") if isinstance(text, bytes) else text, 200)
    return f"“{shown}”" if shown else ""
