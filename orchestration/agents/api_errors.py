"""What an error of a Messages API, or on the way to it, is called: one of the codes and a plain sentence.

The codes of AgentError: rate-limited, overloaded, model-not-found, bad-request, too-long, server-error,
timeout, connection, bad-reply; of AgentUnavailable: key-refused, no-credit. No message ever holds the key.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import anthropic
import httpx2

from orchestration.agents.passages import one_line
from orchestration.agents.protocol import AgentError, AgentUnavailable

_OF_STATUS = {408: "timeout", 413: "too-long", 429: "rate-limited", 504: "timeout", 529: "overloaded"}
_OF_TYPE = {
    "rate_limit_error": "rate-limited",
    "overloaded_error": "overloaded",
    "timeout_error": "timeout",
    "request_too_large": "too-long",
    "not_found_error": "model-not-found",
    "invalid_request_error": "bad-request",
}
_TOO_LONG = re.compile(r"too long|context (length|window)|maximum context|exceeds? the (context|limit)", re.I)
_SAYS = {
    "rate-limited": "The API asks to slow down",
    "overloaded": "The API is overloaded",
    "timeout": "The API did not answer in time",
    "too-long": "The request is too long for the API",
    "bad-request": "The API refuses the request",
    "server-error": "The API failed",
}
_KEY_REFUSED = "The API refuses the key: correct ANTHROPIC_API_KEY, restart, and resume the run."
_NO_CREDIT = "The API account has no credit left: top it up and resume the run."


def named(error: Exception, client: anthropic.Anthropic, model: str) -> AgentError:
    """The error under one of the codes, in a plain sentence."""
    if isinstance(error, AgentError):
        return AgentError(without_key(str(error), client), code=error.code)
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
        ("too-long" if status == 400 and _TOO_LONG.search(said) else None)
        or _OF_STATUS.get(status)
        or _OF_TYPE.get(kind)
        or ("bad-request" if 400 <= status < 500 else "server-error")
    )
    if code == "model-not-found":
        says = f"The API does not know the model {model!r} or the address: correct ORCHESTRATOR_MODEL"
        return AgentUnavailable(f"{says}, restart, and resume the run. It said: {said}", code=code)
    told = f"{_SAYS[code]} ({status if status >= 300 else kind}): {said}"
    return AgentError(told, code=code, retry_after=_retry_after(error.response.headers))


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, whichever way the server said it; None where it did not."""
    said = headers.get("retry-after", "")
    try:
        if "retry-after-ms" in headers:
            return max(0.0, float(headers["retry-after-ms"]) / 1000)
        return max(0.0, float(said))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(said).timestamp() - time.time())
    except (ValueError, TypeError):
        return None


def _plain(text: str, client: anthropic.Anthropic) -> str:
    """The text on one line, short, and without the key that a server may have echoed."""
    return one_line(without_key(text, client), 300)


def without_key(text: str, client: anthropic.Anthropic) -> str:
    key = client.api_key
    return text.replace(key, "[key]") if key and len(key) > 4 else text


def was_never_counted(error: BaseException | None) -> bool:
    """Whether the API refused the request, or never got it. A gateway that gave up may have passed it on."""
    if isinstance(error, anthropic.APIStatusError):
        return error.status_code >= 400 and error.status_code not in (408, 502, 504)
    causes = (error, error.__cause__ if error else None)
    return any(isinstance(cause, httpx2.ConnectError | httpx2.ConnectTimeout) for cause in causes)
