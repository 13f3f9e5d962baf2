"""What the real Messages API would refuse in a request: the judge behind the scripted one."""

from __future__ import annotations

import re
from typing import Any

BLOCK_FIELDS = {
    "text": ("text",),
    "image": ("source",),
    "document": ("source",),
    "tool_use": ("id", "name", "input"),
    "tool_result": ("tool_use_id",),
    "thinking": ("thinking", "signature"),
}


def check_request(path: str, headers: dict[str, str], body: Any) -> list[str]:
    """What the real API would refuse in a request to `/v1/messages`; empty when nothing."""
    if path.split("?")[0] not in ("/v1/messages", "/v1/messages/count_tokens"):
        return [f"no such address: {path}"]
    problems = []
    if not headers.get("authorization", "").startswith("Bearer ") and not headers.get("x-api-key"):
        problems.append("neither an authorization nor an x-api-key header")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", headers.get("anthropic-version", "")):
        problems.append("no anthropic-version header")
    if not isinstance(body, dict):
        return [*problems, "the body is not a JSON object"]
    if not isinstance(body.get("model"), str) or not body["model"]:
        problems.append("model is not a name")
    limit = body.get("max_tokens")
    if path.endswith("/messages") and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        problems.append("max_tokens is not a positive integer")
    messages = body.get("messages")
    if not isinstance(messages, list) or not messages or not all(isinstance(m, dict) for m in messages):
        return [*problems, "messages is not a list of messages"]
    if messages[-1].get("role") == "assistant" and "tools" in body:
        problems.append("the last message is not the user's")
    return problems + _check_tools(body) + _check_messages(messages)


def _check_messages(messages: list[dict[str, Any]]) -> list[str]:
    problems = []
    waiting: set[str] = set()  # tool calls of the turn before
    for number, message in enumerate(messages):
        expected = ("user", "assistant")[number % 2]
        if message.get("role") != expected:
            problems.append(f"message {number} has role {message.get('role')!r}, not {expected!r}")
        blocks = blocks_of(message.get("content"))
        if not blocks:
            problems.append(f"message {number} has no content")
        for block in blocks:
            fields = BLOCK_FIELDS.get(block.get("type", ""))
            if fields is None:
                problems.append(f"message {number} has a block of unknown type {block.get('type')!r}")
            elif missing := [name for name in fields if name not in block]:
                problems.append(f"message {number}: its {block['type']} block lacks {', '.join(missing)}")
            elif block["type"] == "text" and not str(block["text"]).strip():
                problems.append(f"message {number} has an empty text block")
        answered = {block.get("tool_use_id") for block in blocks if block.get("type") == "tool_result"}
        if answered != waiting:
            problems.append(
                f"message {number} answers tool calls {sorted(map(str, answered))}, not {sorted(waiting)}"
            )
        waiting = {str(block.get("id")) for block in blocks if block.get("type") == "tool_use"}
    if waiting:
        problems.append(f"tool calls without an answer: {sorted(waiting)}")
    return problems


def _check_tools(body: dict[str, Any]) -> list[str]:
    problems = []
    tools = body.get("tools", [])
    if len({tool.get("name") for tool in tools}) < len(tools):
        problems.append("two tools have one name")
    if (marks := str(body).count("'cache_control'")) > 4:
        problems.append(f"{marks} cache breakpoints; at most 4 are allowed")
    for tool in tools:
        if not re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", str(tool.get("name", ""))):
            problems.append(f"a tool has the name {tool.get('name')!r}")
        if tool.get("input_schema", {}).get("type") != "object":
            problems.append(f"the input_schema of tool {tool.get('name')!r} is not of type object")
        problems += _check_strict(tool) if tool.get("strict") else []
    form = body.get("output_config", {}).get("format")
    if form and (form.get("type") != "json_schema" or not isinstance(form.get("schema"), dict)):
        problems.append("output_config.format is not a JSON schema")
    return problems


def _check_strict(tool: dict[str, Any]) -> list[str]:
    schema = tool["input_schema"]
    known = schema.get("properties", {})
    if schema.get("additionalProperties") is not False:
        return [f"tool {tool['name']!r} is strict and allows additional properties"]
    return [
        f"tool {tool['name']!r} requires {name!r}" for name in schema.get("required", []) if name not in known
    ]


def blocks_of(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return [block for block in content or [] if isinstance(block, dict)]
