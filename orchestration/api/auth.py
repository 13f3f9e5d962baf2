"""Who is asking: a signed-in member's browser, or a script with a token."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.errors import AuthorizationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from outcomes.models import ApiToken


class TokenAuth(HttpBearer):
    """`Authorization: Bearer TOKEN`. No browser sends it by itself, so it needs no CSRF token."""

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        return ApiToken.owner_of(token)


class SessionAuth(APIKeyCookie):
    """The session of the site; whatever changes something must carry the CSRF token too."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Any | None:
        # Whoever sends a token means that token: a wrong one is not made good by a cookie.
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        if check_csrf(request):
            raise AuthorizationError(
                403, "The CSRF token is missing or wrong. Send it as X-CSRFToken, or use a token."
            )
        return request.user

    def authenticate(self, request: HttpRequest, key: str | None) -> Any | None:
        return self(request)


ANY = (TokenAuth(), SessionAuth())


def who(request: HttpRequest) -> Any:
    """The user that an operation was called by."""
    return cast(Any, request).auth


def actor(request: HttpRequest) -> str:
    """Their name, as the history tells it."""
    return str(who(request).get_username())
