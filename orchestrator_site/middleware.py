"""Middleware that Django 5.2 does not bring along."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.defaults import page_not_found

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def refuse_nul(get_response: GetResponse) -> GetResponse:
    """No database keeps a NUL, and PostgreSQL takes none in a question: such an address is nowhere."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise Http404("No address holds a NUL character.")
        return get_response(request)

    def answering(request: HttpRequest) -> HttpResponseBase:
        try:
            return middleware(request)
        except Http404 as error:
            return page_not_found(request, error)

    return answering


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Scripts, styles and everything else from our own origin only, none of it inline; on every response,
    since a skill, an artifact or an approach may hold whatever a model or a web page put there."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware
