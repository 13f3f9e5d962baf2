"""Reading request bodies strictly: what is not exactly what was asked for is refused, and the field named."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Never

from django.http import HttpRequest
from ninja.parser import Parser
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from outcomes.errors import BadInput

MAX_LEVELS = 20  # of lists and objects within the value of one field
MAX_INTEGER = 2**63 - 1  # what both databases keep
LONGEST_INTEGER = 20  # characters of it, with its sign

# Possessive, so that a body of nothing but quotes and backslashes is still read once only.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)


class NotJsonError(ValueError):
    """The body cannot be read as JSON at all (400)."""


class Incoming(BaseModel):
    """A request body: camelCase, no unknown key, and no value bent into shape ("3" is not 3)."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, alias_generator=to_camel, allow_inf_nan=False
    )

    def given(self) -> dict[str, Any]:
        """Only what the caller wrote, by our own names."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class StrictParser(Parser):
    """Gives ninja a body whose every value can be stored; raises NotJsonError or BadInput for any other."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return read_object(request.body)


def read_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`."""
    try:
        # Half surrogate pairs are let through here, and refused below by the name of their field.
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise NotJsonError("The body is not UTF-8.") from error
    _refuse_depth(text)
    try:
        value = json.loads(text, parse_int=_integer, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise NotJsonError(f"The body is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadInput("body", f"The body is {_kind(value)}; expected a JSON object.")
    for key, content in value.items():
        _storable(key, "body")
        for part in _parts(content):
            _check(part, key[:100])
    return value


def _refuse_depth(text: str) -> None:
    """Before parsing, which would recurse once per level."""
    if text.count("[") + text.count("{") <= MAX_LEVELS:
        return  # most bodies: nothing in them could be too deep
    depth, field = 0, "body"
    for token in _TOKEN.finditer(text):
        sign = token[0][0]
        if sign == '"':
            if depth == 1:
                field = token[0].strip('"')[:100]
        elif sign in "[{":
            depth += 1
            if depth > MAX_LEVELS + 1:
                raise BadInput(field, f"{field} nests more than {MAX_LEVELS} levels deep.")
        else:
            depth -= 1


def _integer(digits: str) -> int:
    # A longer one is out of range anyway; converting it would take quadratic time.
    return int(digits) if len(digits) <= LONGEST_INTEGER else MAX_INTEGER + 1


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON value")


def _parts(value: Any) -> Iterator[Any]:
    """The value and everything in it, keys of objects too."""
    todo = [value]
    while todo:
        part = todo.pop()
        yield part
        if isinstance(part, list):
            todo += part
        elif isinstance(part, dict):
            todo += part.keys()
            todo += part.values()


def _check(value: Any, field: str) -> None:
    if isinstance(value, str):
        _storable(value, field)
    elif isinstance(value, int) and not -MAX_INTEGER - 1 <= value <= MAX_INTEGER:
        raise BadInput(field, f"{field} holds an integer beyond 64 bits.")
    elif isinstance(value, float) and not math.isfinite(value):
        raise BadInput(field, f"{field} holds a number that is too large.")


def _storable(text: str, field: str) -> None:
    if "\0" in text:
        raise BadInput(field, f"{field} holds a NUL character, which cannot be stored.")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadInput(field, f"{field} holds half of a surrogate pair, which is not a character.") from error


def _kind(value: Any) -> str:
    kinds = {list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")
