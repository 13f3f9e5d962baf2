"""A Messages API over real HTTP that answers by a script and checks every request it gets.

    with ScriptedApi([text_reply("hello"), error_reply(429)]) as api:
        ...  # ANTHROPIC_BASE_URL=api.url
    assert api.problems == []

A script is a list of replies, one for each request in turn, or a function from request to reply that may be
called from several threads at once. Also a program: `python -m tests.scripted_api --help`.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.request_rules import blocks_of, check_request

ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]  # names in lower case
    body: dict[str, Any]
    at: float  # time.monotonic()

    @property
    def text(self) -> str:
        """Everything the request says to the model, in one string."""
        said = [self.body.get("system", ""), *(m.get("content", "") for m in self.body.get("messages", []))]
        return "\n\n".join(part for content in said for part in _texts(content))


@dataclass(frozen=True, slots=True)
class Reply:
    """A message, or with `status` an error; `raw` replaces the body by any bytes.

    The last three fields are for streams: stop after so many events, wait that long before each event, end
    with an error event of this type.
    """

    message: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: bytes | None = None
    media_type: str = "application/json"
    delay_s: float = 0.0
    streams: bool = True  # False: answers whole even when asked to stream
    cut_after: int | None = None
    event_delay_s: float = 0.0
    error_event: str = ""


Script = Callable[[Request], Reply] | Sequence[Reply]


def text_reply(text: str, *, stop_reason: str = "end_turn", **options: Any) -> Reply:
    """The model answers with this text (a dict or list: as JSON)."""
    return message_reply([{"type": "text", "text": text}], stop_reason=stop_reason, **options)


def json_reply(value: object, **options: Any) -> Reply:
    return text_reply(json.dumps(value), **options)


def message_reply(
    content: list[dict[str, Any]],
    *,
    stop_reason: str = "end_turn",
    usage: tuple[int, int] = (100, 20),
    **options: Any,
) -> Reply:
    """The model answers with these blocks; `usage` is input and output tokens."""
    message = {
        "id": "msg_scripted",
        "type": "message",
        "role": "assistant",
        "model": "",  # filled with the one that was asked
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {"input_tokens": usage[0], "output_tokens": usage[1]},
    }
    return Reply(message, **options)


def calls_reply(*calls: tuple[str, object], says: str = "", **options: Any) -> Reply:
    """The model calls these tools: name and input of each."""
    blocks: list[dict[str, Any]] = [{"type": "text", "text": says}] if says else []
    for name, given in calls:
        blocks.append(
            {"type": "tool_use", "id": f"toolu_{uuid.uuid4().hex[:12]}", "name": name, "input": given}
        )
    return message_reply(blocks, **{"stop_reason": "tool_use", **options})


def error_reply(status: int, message: str = "scripted", **options: Any) -> Reply:
    kind = ERROR_TYPES.get(status, "api_error")
    return Reply({"type": "error", "error": {"type": kind, "message": message}}, status=status, **options)


class ScriptedApi:
    """The server, running inside its `with` block on a free port of the loopback interface."""

    def __init__(self, script: Script, *, port: int = 0) -> None:
        self.requests: list[Request] = []
        self.problems: list[str] = []  # what was wrong with requests, or that the script ran out
        self.closed_early = 0  # answers that the client did not read to their end
        self._script = script
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _Handler)
        self._server.api = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> ScriptedApi:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: Request, problems: list[str]) -> Reply:
        """Records the request; a faulty one gets 400, as the real API would answer."""
        with self._lock:
            turn = len(self.requests)
            self.requests.append(request)
            self.problems += problems
        if problems:
            return error_reply(400, "; ".join(problems))
        if callable(self._script):
            return self._script(request)
        if turn < len(self._script):
            return self._script[turn]
        with self._lock:
            self.problems.append(f"request {turn + 1} is one more than the script has replies")
        return error_reply(500, "the script is at its end")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    api: ScriptedApi


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        problems = check_request(self.path, headers, body)
        request = Request(self.path, headers, body if isinstance(body, dict) else {}, time.monotonic())
        reply = self.server.api.answer(request, problems)
        time.sleep(reply.delay_s)
        if "model" in reply.message:
            reply = replace(reply, message={**reply.message, "model": request.body.get("model", "")})
        try:
            self._send(reply, streamed=bool(request.body.get("stream")) and reply.streams)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
            self.server.api.closed_early += 1

    def _send(self, reply: Reply, *, streamed: bool) -> None:
        self.send_response(reply.status)
        for name, value in {"request-id": "req_scripted", **reply.headers}.items():
            self.send_header(name, value)
        if streamed and reply.raw is None and reply.status == 200:
            self._stream(reply)
            return
        body = reply.raw if reply.raw is not None else json.dumps(reply.message).encode()
        self.send_header("content-type", reply.media_type)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: Reply) -> None:
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        for number, event in enumerate(stream_events(reply)):
            if number == reply.cut_after:
                return
            time.sleep(reply.event_delay_s)
            self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the tests read `requests`."""


def stream_events(reply: Reply) -> Iterator[dict[str, Any]]:
    """A message as the events that a streaming client sees, its texts in pieces of 40 characters."""
    message = reply.message
    yield {"type": "message_start", "message": {**message, "content": [], "stop_reason": None}}
    yield {"type": "ping"}
    for index, block in enumerate(message["content"]):
        empty, pieces = _pieces(block)
        yield {"type": "content_block_start", "index": index, "content_block": empty}
        yield from ({"type": "content_block_delta", "index": index, "delta": piece} for piece in pieces)
        yield {"type": "content_block_stop", "index": index}
    if reply.error_event:
        yield {"type": "error", "error": {"type": reply.error_event, "message": "scripted"}}
        return
    delta = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield {"type": "message_delta", "delta": delta, "usage": message["usage"]}
    yield {"type": "message_stop"}


def _pieces(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    if block["type"] == "text":
        texts = [block["text"][at : at + 40] for at in range(0, len(block["text"]), 40)]
        return {**block, "text": ""}, [{"type": "text_delta", "text": text} for text in texts]
    if block["type"] == "tool_use":
        given = block["input"]  # a str stands for what is no JSON
        written = given if isinstance(given, str) else json.dumps(given)
        pieces = [written[at : at + 4000] for at in range(0, len(written), 4000)]
        return {**block, "input": {}}, [
            {"type": "input_json_delta", "partial_json": piece} for piece in pieces
        ]
    return block, []


def _texts(content: Any) -> Iterator[str]:
    for block in blocks_of(content):
        yield str(block.get("text") or block.get("content") or "")


def main() -> None:
    from tests.model_answers import by_rules  # imported here, as it is made of this module's replies

    parser = argparse.ArgumentParser(prog="tests.scripted_api", description="Serve a scripted Messages API.")
    parser.add_argument("--port", type=int, default=8100)
    parser.add_argument("--script", type=Path, help="JSON list of rules, see tests/model_answers.py")
    options = parser.parse_args()
    rules = json.loads(options.script.read_text(encoding="utf-8")) if options.script else []
    with ScriptedApi(by_rules(rules), port=options.port) as api:
        print(f"ANTHROPIC_BASE_URL={api.url}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(api.requests)} requests", *api.problems, sep="\n")


if __name__ == "__main__":
    main()
