"""The API put together: its routes, who may call it, how bodies are read and errors told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest
from ninja import NinjaAPI, Router

from orchestration.api import (
    artifacts,
    auth,
    capabilities,
    history,
    needs,
    orchestrate,
    outcomes,
    tasks,
    usage,
)
from orchestration.api.errors import handle_errors
from orchestration.api.input import StrictParser

PREFIX = "/api/"

api = NinjaAPI(
    title="Orchestrator",
    version="1",
    description="Outcomes, what they need, and the runs that get them done.",
    auth=list(auth.ANY),
    parser=StrictParser(),
    # Ninja's page loads a script from elsewhere, which our content security policy forbids.
    docs_url=None,
    openapi_url=None,
)
handle_errors(api)

ROUTES: dict[str, list[Router]] = {
    "outcomes": [
        outcomes.router,
        needs.router,
        orchestrate.router,
        tasks.router,
        history.router,
        artifacts.router,
    ],
    "": [capabilities.router],
    "usage": [usage.router],
}
for prefix, routers in ROUTES.items():
    for router in routers:
        api.add_router(prefix, router)


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> Any:
    return schema()


def schema() -> dict[str, Any]:
    """The OpenAPI description of every route."""
    return dict(api.get_openapi_schema(path_prefix=PREFIX))


urls = api.urls
for pattern in urls[0]:
    # Scripts are answered 401 by the API itself, not sent to a sign-in page.
    if pattern.callback is not None:
        login_not_required(pattern.callback)
