"""What a call to a model costs, and the most that it can cost, in US dollars."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import Any

from django.conf import settings

from orchestration.agents.protocol import Usage
from orchestrator_site.prices import Price, dearest

OVERHEAD_TOKENS = 1_000  # what the API adds to a request, most of it where there are tools
MILLION = 1_000_000
BILLIONTH = Decimal("0.000000001")
# A name that the table has, as it is dated or aliased.
DATED = re.compile(r"(.+?)(?:[-@]\d{8}|-latest)")


def price_of(model: str) -> tuple[Price, bool]:
    """What this model costs, and whether that is known; otherwise it is the dearest of all."""
    table: dict[str, Price] = settings.MODEL_PRICES
    if model not in table and (dated := DATED.fullmatch(model)):
        model = dated[1]
    return (table[model], True) if model in table else (dearest(table), False)


def cost_of(price: Price, usage: Usage) -> Decimal:
    """In US dollars; the counts of `usage` are all there."""
    plain, written, read = usage.input_tokens or 0, usage.cache_write_tokens, usage.cache_read_tokens
    for_an_hour = min(usage.cache_write_1h_tokens, written)
    each = (
        plain * price.input
        + (usage.output_tokens or 0) * price.output
        + read * price.cache_read
        + (written - for_an_hour) * price.cache_write_5m
        + for_an_hour * price.cache_write_1h
    )
    return _dollars(each * _factor(price, plain + written + read))


def _factor(price: Price, input_tokens: int) -> Decimal:
    long = price.long_prompt_over and input_tokens > price.long_prompt_over
    return price.long_prompt_factor if long else Decimal(1)


def _dollars(millionths: Decimal) -> Decimal:
    return (millionths / MILLION).quantize(BILLIONTH, ROUND_UP)


@dataclass(frozen=True, slots=True)
class Bound:
    """The most that a request can cost, for any length of its answer."""

    input_tokens: int
    input_usd: Decimal
    output_price: Decimal  # per million tokens

    @classmethod
    def of(cls, price: Price, request: Mapping[str, Any]) -> Bound:
        """A token is at least one byte, so there are no more of them than bytes."""
        told = {name: value for name, value in request.items() if name not in ("model", "max_tokens")}
        text = json.dumps(told, ensure_ascii=False, default=str)
        tokens = len(text.encode("utf-8", "surrogatepass")) + OVERHEAD_TOKENS
        each = price.input
        if '"cache_control":' in text:
            written = price.cache_write_1h if '"ttl": "1h"' in text else price.cache_write_5m
            each = max(each, written)
        factor = _factor(price, tokens)
        return cls(tokens, _dollars(tokens * each * factor), price.output * factor)

    def with_answer(self, tokens: int) -> Decimal:
        return self.input_usd + _dollars(tokens * self.output_price)

    def answer_for(self, dollars: Decimal, wanted: int) -> int:
        """How many tokens of an answer can be paid with this, `wanted` at most; negative for none."""
        left = dollars - self.input_usd
        if left < 0:
            return -1
        if not self.output_price:
            return wanted
        return min(wanted, int((left * MILLION / self.output_price).to_integral_value(ROUND_DOWN)))


def usd(amount: Decimal) -> str:
    """ "$1.20", "$0.0312": two decimals, or four below a dollar."""
    if amount and abs(amount) < Decimal("0.0001"):
        return "less than $0.0001"
    cents = amount == amount.quantize(Decimal("0.01")) or abs(amount) >= 1
    return f"${amount:,.2f}" if cents else f"${amount:.4f}"
