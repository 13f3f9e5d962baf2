"""Signing in, API tokens, and the page for a request that is too large."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urlsplit

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from outcomes.models import ApiToken

DRAINED_BYTES = 64 * 1024 * 1024


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """The sign-in form. A script that was polling when the session ended is sent here with its whole page."""

    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.htmx:  # type: ignore[attr-defined]
            page = urlsplit(request.htmx.current_url_abs_path or "/")  # type: ignore[attr-defined]
            query = urlencode({"next": page.path})
            return HttpResponseClientRedirect(f"{request.path}?{query}")
        return super().dispatch(request, *args, **kwargs)


@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The member's API tokens; a new one is shown in the answer to its creation, and never again."""
    new = ApiToken.issue(request.user) if request.method == "POST" else None
    mine = ApiToken.objects.filter(user=request.user.pk)
    response = render(request, "account/tokens.html", {"tokens": mine, "new": new})
    response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, user=request.user.pk, pk=pk)
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    return redirect("outcomes:tokens")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What Django calls a bad request; one that is too large says so, and what to do."""
    if not isinstance(exception, RequestDataTooBig):
        return render(request, "400.html", status=400)
    # A browser whose connection closes while it is still sending shows an error of its own, not this page.
    left = DRAINED_BYTES
    while left > 0 and (chunk := request.read(65536)):
        left -= len(chunk)
    return render(request, "413.html", status=413)
