"""The API put together: its routes, who may call it, how bodies are read and errors told."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Router

import orchestration.api.addresses  # noqa: F401 - its kind of number is in the routes
from orchestration.api import (
    artifacts,
    auth,
    capabilities,
    history,
    needs,
    orchestrate,
    outcomes,
    preview,
    proposals,
    tasks,
    usage,
)
from orchestration.api.errors import handle_errors, problem
from orchestration.api.input import StrictParser
from orchestration.api.schemas import ProblemOut

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
        preview.router,
        orchestrate.router,
        tasks.router,
        proposals.router,
        history.router,
        artifacts.router,
    ],
    "": [capabilities.router],
    "usage": [usage.router],
}
for prefix, routers in ROUTES.items():
    for router in routers:
        api.add_router(prefix, router)


@api.get("/openapi.json", include_in_schema=False, url_name="openapi")
def openapi(request: HttpRequest) -> Any:
    return schema()


def schema() -> dict[str, Any]:
    """The OpenAPI description of every route."""
    told: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    told["components"]["schemas"]["ProblemOut"] = ProblemOut.model_json_schema()
    problem_here = {"schema": {"$ref": "#/components/schemas/ProblemOut"}}
    for methods in told["paths"].values():
        for operation in methods.values():
            operation["responses"]["default"] = {
                "description": "Anything that is not a success",
                "content": {"application/json": problem_here},
            }
    return told


urls = api.urls  # read once: each reading builds them anew
for pattern in urls[0]:
    # Scripts are answered 401 by the API itself, not sent to a sign-in page.
    if pattern.callback is not None:
        login_not_required(pattern.callback)


@login_not_required
@csrf_exempt
def nowhere(request: HttpRequest) -> JsonResponse:
    """What every other address under the API's answers."""
    return problem(404, f"There is nothing at {request.path_info[:200]}.")
