"""Numbers in addresses: those that a row can have. Any other address names nothing, and is a 404."""

from __future__ import annotations

from django.urls import register_converter

from orchestration.api.input import MAX_INTEGER


class Key:
    regex = "[0-9]{1,19}"

    def to_python(self, digits: str) -> int:
        number = int(digits)
        if number > MAX_INTEGER:
            raise ValueError(f"{digits} is beyond 64 bits")
        return number

    def to_url(self, number: int) -> str:
        return str(number)


register_converter(Key, "key")
