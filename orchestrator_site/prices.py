"""What tokens cost, in US dollars per million: the published prices, and over them ORCHESTRATOR_PRICES."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from .env import SettingError, text

NAME = "ORCHESTRATOR_PRICES"
EXAMPLE = '{"my-model": {"input": 2, "output": 10}}'
HIGHEST = 100_000  # a price above it is a slip of the finger
KEYS = {
    "input": "input",
    "output": "output",
    "cacheRead": "cache_read",
    "cacheWrite5m": "cache_write_5m",
    "cacheWrite1h": "cache_write_1h",
    "longPromptOver": "long_prompt_over",
    "longPromptFactor": "long_prompt_factor",
}


@dataclass(frozen=True, slots=True)
class Price:
    """US dollars per million tokens."""

    input: Decimal
    output: Decimal
    cache_read: Decimal
    cache_write_5m: Decimal  # kept for five minutes, and for an hour
    cache_write_1h: Decimal
    long_prompt_over: int = (
        0  # tokens of input above which everything costs `long_prompt_factor` times as much
    )
    long_prompt_factor: Decimal = Decimal(1)


def price(input: str, output: str, cache_read: str, over: int = 0, factor: int = 1) -> Price:
    """Writing to the cache costs 1.25 times the input, or twice as much where it is kept for an hour."""
    each = Decimal(input)
    return Price(
        each,
        Decimal(output),
        Decimal(cache_read),
        each * Decimal("1.25"),
        each * 2,
        over,
        Decimal(factor),
    )


PUBLISHED = {
    "claude-opus-5-5": price("4", "20", "0.20"),
    "claude-sonnet-5-5": price("2", "10", "0.10"),
    "claude-haiku-5-5": price("0.10", "0.50", "0.01", over=100_000, factor=5),
}


def price_table() -> dict[str, Price]:
    """The published prices, corrected and completed by the setting; SettingError when that is wrong."""
    written = text(NAME)
    if not written:
        return dict(PUBLISHED)
    try:
        told = json.loads(written, parse_float=Decimal, parse_int=Decimal, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise SettingError(f"{NAME} is not JSON ({error}); expected something like {EXAMPLE}") from error
    if not isinstance(told, dict):
        raise SettingError(f"{NAME} is no JSON object; expected something like {EXAMPLE}")
    return PUBLISHED | {model: _read(model, values) for model, values in told.items()}


def dearest(table: Mapping[str, Price]) -> Price:
    """At least as dear as any model of the table, for models that are not in it."""
    return Price(
        *(
            max(getattr(row, field.name) * row.long_prompt_factor for row in table.values())
            for field in fields(Price)[:5]
        )
    )


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    told = dict(pairs)
    if len(told) != len(pairs):
        raise ValueError("a name stands in it twice")
    return told


def _read(model: str, values: object) -> Price:
    if not re.fullmatch(r"\S{1,100}", model):
        raise SettingError(f"{NAME} has a price for {model!r}; expected the name of a model")
    if not isinstance(values, dict):
        raise SettingError(f"{NAME}: the price of {model} is {values!s}; expected something like {EXAMPLE}")
    if unknown := sorted(set(values) - set(KEYS)):
        raise SettingError(f"{NAME}: {model} has {unknown[0]!r}; expected {', '.join(KEYS)}")
    for key in ("input", "output"):
        if key not in values:
            raise SettingError(f"{NAME}: {model} has no {key!r}; expected dollars per million tokens")
    numbers = {KEYS[key]: _number(model, key, value) for key, value in values.items()}
    each = numbers["input"]
    # What is not told counts at the dearer of what is usual.
    usual = {"cache_read": each, "cache_write_5m": each * Decimal("1.25"), "cache_write_1h": each * 2}
    over = int(numbers.pop("long_prompt_over", Decimal(0)))
    return Price(**(usual | numbers), long_prompt_over=over)


def _number(model: str, key: str, value: object) -> Decimal:
    factor = key == "longPromptFactor"
    try:
        number = value if isinstance(value, Decimal) else Decimal("NaN")
        fits = number.is_finite() and (1 if factor else 0) <= number
        fits = fits and number <= (10_000_000 if key == "longPromptOver" else HIGHEST)
    except InvalidOperation:
        fits = False
    if not fits:
        expected = "a number from 1 up" if factor else "a number from 0 up, in JSON"
        raise SettingError(f"{NAME}: {key} of {model} is {value!s}; expected {expected}")
    return number
