"""A page that lists every route of the API, from its OpenAPI description; for signed-in members."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orchestration.api.api import schema


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    description = schema()
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            group = groups.setdefault(operation.get("tags", ["other"])[0], [])
            group.append(_route(path, method, operation))
    shapes = {
        name: json.dumps(shape, indent=2, ensure_ascii=False)
        for name, shape in sorted(description["components"]["schemas"].items())
    }
    context = {"info": description["info"], "groups": groups, "shapes": shapes}
    return render(request, "orchestration/api_docs.html", context)


def _route(path: str, method: str, operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "method": method.upper(),
        "path": path,
        "about": operation.get("description", ""),
        "parameters": [
            {
                "name": parameter["name"],
                "where": parameter["in"],
                "required": parameter.get("required", False),
                "kind": _kind(parameter["schema"]),
            }
            for parameter in operation.get("parameters", [])
        ],
        "bodies": [
            f"{_kind(body['schema'])} ({media})"
            for media, body in operation.get("requestBody", {}).get("content", {}).items()
        ],
        "answers": [
            (
                status,
                [_kind(body["schema"]) for body in answer.get("content", {}).values()] or ["no body"],
            )
            for status, answer in operation["responses"].items()
        ],
    }


def _kind(schema: dict[str, Any]) -> str:
    """A shape's name, or what kind of value it is."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    return str(schema.get("title") if schema.get("properties") else schema.get("type", "anything"))
