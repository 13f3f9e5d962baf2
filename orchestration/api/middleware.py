"""What is answered outside of the API's operations, under its addresses, in its one error shape."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from orchestration.api.errors import problem
from outcomes.models.artifact import MAX_ARTIFACT_BYTES

GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Bytes; what a form adds around a file of the greatest size.
MAX_BODY = MAX_ARTIFACT_BYTES + 1024 * 1024


def shape_api_errors(get_response: GetResponse) -> GetResponse:
    """Wrong methods, bodies that are too large, and errors of the site itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith("/api/"):
            return get_response(request)
        if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
            # Django would read such a body as an empty one, and an empty one is a request for the defaults.
            return problem(411, "The body came in chunks: send it with a Content-Length.")
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and (len(length) > 15 or int(length) > MAX_BODY):
            return problem(413, f"The body has {length[:20]} bytes; at most {MAX_BODY:,} are accepted.")
        response = get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type") == "application/json":
            return response
        shaped = problem(response.status_code, _about(request, response.status_code))
        if "Allow" in response.headers:
            shaped.headers["Allow"] = response.headers["Allow"]
        response.close()
        return shaped

    return middleware


def _about(request: HttpRequest, status: int) -> str:
    return f"{request.path_info[:200]} does not take {request.method}." if status == 405 else ""
