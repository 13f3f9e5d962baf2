"""Every answer that is not a success: one shape, whatever went wrong and wherever."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.core.exceptions import (
    BadRequest,
    ObjectDoesNotExist,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from orchestration.api.input import NotJsonError
from outcomes.errors import BadInput, Circle, OutcomesError, StaleApproach
from outcomes.models import Outcome

logger = logging.getLogger(__name__)

MOST_DETAILS = 20
LONGEST_NAME = 100  # characters of a caller's key that is told back

CODES = {
    400: ("bad-request", "The request cannot be read."),
    401: (
        "not-signed-in",
        "Sign in, or send an Authorization header with a valid token: Bearer TOKEN.",
    ),
    403: ("forbidden", "This is not allowed."),
    404: ("not-found", "There is nothing at this address."),
    405: ("method-not-allowed", "This address does not take that method."),
    413: ("too-large", "The body is too large."),
    500: ("server-error", "Something went wrong here; it has been logged."),
    503: ("unavailable", "The database cannot be reached now. Try again in a moment."),
}


class StaleText(StaleApproach):
    """With the text that was not saved, so that its writer can put both together."""

    def __init__(self, outcome: Outcome, read: int, text: str) -> None:
        super().__init__(outcome, read)
        self.text = text


def problem(status: int, message: str = "", code: str = "", details: Sequence[Any] = ()) -> JsonResponse:
    """An error answer; message and code default to what the status means."""
    usual_code, usual_message = CODES.get(status, CODES[400])
    body = {
        "error": message or usual_message,
        "code": code or usual_code,
        "details": list(details)[:MOST_DETAILS],
    }
    response = JsonResponse(body, status=status)
    if status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def answer(request: HttpRequest, error: Exception | type[Exception]) -> JsonResponse:
    """What the caller is told about this error; one that nobody foresaw is logged, and told as a 500."""
    if isinstance(error, HttpError) and isinstance(error.__cause__, (OutcomesError, NotJsonError)):
        error = error.__cause__  # ninja wraps whatever its parser raises
    for kinds, told in ANSWERS.items():
        if isinstance(error, kinds):
            return told(request, error)
    logger.error("%s %s failed", request.method, request.path, exc_info=cast(Exception, error))
    return problem(500)


def handle_errors(api: NinjaAPI) -> None:
    """Have every exception of an operation answered here."""
    for kind in (Exception, Http404, HttpError, ValidationError):
        api.add_exception_handler(kind, answer)


def _refused(error: OutcomesError) -> JsonResponse:
    message = str(error)
    if isinstance(error, BadInput):
        told = message if error.field in message else f"{error.field}: {message}"
        details = [{"field": error.field, "message": finding} for finding in error.findings]
        return problem(422, told, error.code, details)
    if isinstance(error, Circle):
        return problem(409, message, error.code, [{"field": error.field, "message": message}])
    if isinstance(error, StaleApproach):
        texts = {
            "yourApproach": error.text if isinstance(error, StaleText) else "",
            "currentApproach": error.outcome.approach,
            "approachRevision": error.outcome.approach_revision,
        }
        return problem(409, message, error.code, [texts])
    return problem(404 if error.code == "not-found" else 409, message, error.code)


def _invalid(error: ValidationError) -> JsonResponse:
    details = [_detail(entry) for entry in error.errors[:MOST_DETAILS]]
    first = details[0]
    return problem(422, f"{first['field']}: {first['message']}", "invalid", details)


def _detail(entry: dict[str, Any]) -> dict[str, str]:
    source, *path = entry["loc"]
    if path[:1] == ["body"]:
        path = path[1:]
    field = ".".join(str(part)[:LONGEST_NAME] for part in path) or str(source)
    if entry["type"] == "extra_forbidden":
        return {"field": field, "message": "There is no such field here."}
    if entry["type"] == "missing":
        return {"field": field, "message": "It is missing."}
    return {"field": field, "message": entry["msg"].removeprefix("Value error, ") + "."}


def _missing(request: HttpRequest, error: ObjectDoesNotExist) -> str:
    """Which row there is not, by the numbers in the address."""
    kind = type(error).__qualname__.split(".")[0].lower()
    match = request.resolver_match
    numbers: dict[str, Any] = match.kwargs if match else {}
    if kind == "outcome" and "outcome_id" in numbers:
        return f"There is no outcome {numbers['outcome_id']}."
    number = numbers.get(f"{kind}_id")
    return f"Outcome {numbers.get('outcome_id')} has no {kind} {number}." if number else CODES[404][1]


def _unavailable(request: HttpRequest, error: Exception) -> JsonResponse:
    logger.error("%s %s: the database cannot be used", request.method, request.path, exc_info=error)
    return problem(503)


# The first that fits: RequestDataTooBig is a SuspiciousOperation too.
ANSWERS: dict[type[Exception] | tuple[type[Exception], ...], Callable[[HttpRequest, Any], JsonResponse]] = {
    OutcomesError: lambda _, error: _refused(error),
    ValidationError: lambda _, error: _invalid(error),
    ObjectDoesNotExist: lambda request, error: problem(404, _missing(request, error)),
    NotJsonError: lambda _, error: problem(400, str(error), "not-json"),
    AuthenticationError: lambda *_: problem(401),
    HttpError: lambda _, error: problem(error.status_code, error.message),
    RequestDataTooBig: lambda *_: problem(413),
    RawPostDataException: lambda *_: problem(400, "The body is a form; expected JSON.", "not-json"),
    (OperationalError, InterfaceError): _unavailable,
    Http404: lambda *_: problem(404),
    PermissionDenied: lambda *_: problem(403),
    (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError): lambda *_: problem(400),
}
