"""What calls cost: prices, bounds, and how amounts are told."""

from decimal import Decimal

import pytest

from orchestration.agents.protocol import Usage
from orchestration.costs import Bound, cost_of, price_of, usd
from tests.orchestration.calls import SONNET, request

COSTS = [
    (SONNET, Usage(1000, 100), "0.003"),
    (SONNET, Usage(1, 1), "0.000012"),
    (SONNET, Usage(0, 1, cache_read_tokens=1), "0.0000101"),
    (SONNET, Usage(10, 10, 1000, 1000, 400), "0.000020 + 0.000100 + 0.000100 + 0.0015 + 0.0016"),
    ("claude-opus-5-5", Usage(1000, 100, 1000), "0.0062"),
    ("claude-haiku-5-5", Usage(1, 1), "0.0000006"),
    ("claude-haiku-5-5", Usage(100_000, 1), "0.0100005"),
    ("claude-haiku-5-5", Usage(100_001, 1), "0.050003"),
    ("claude-haiku-5-5", Usage(1, 1, 100_000), "0.005003"),
]


@pytest.mark.parametrize(("model", "usage", "cost"), COSTS)
def test_a_call_costs_its_tokens_at_the_configured_prices(model, usage, cost):
    price, known = price_of(model)

    assert cost_of(price, usage) == sum(map(Decimal, cost.split(" + ")))
    assert known


@pytest.mark.parametrize(
    "name", ["claude-sonnet-5-5-20261101", "claude-sonnet-5-5@20261101", f"{SONNET}-latest"]
)
def test_a_dated_name_has_the_price_of_the_model(name):
    assert price_of(name) == price_of(SONNET)


@pytest.mark.parametrize("name", ["claude-sonnet-6", "claude-sonnet-5-5-mini", "", "llama"])
def test_an_unknown_model_counts_at_the_dearest_price(name):
    price, known = price_of(name)

    assert not known
    assert (price.input, price.output) == (Decimal(4), Decimal(20))


def test_the_dearest_price_includes_what_long_prompts_cost(settings):
    haiku = settings.MODEL_PRICES["claude-haiku-5-5"]
    settings.MODEL_PRICES = {"claude-haiku-5-5": haiku}

    assert price_of("other")[0].output == haiku.output * 5


def test_the_bound_of_an_input_is_its_bytes():
    price, _ = price_of(SONNET)

    short, long = (Bound.of(price, request(system=text)).input_tokens for text in ("", "日本" * 500))

    assert long - short == 3000


@pytest.mark.parametrize(("ttl", "times"), [({}, "1.25"), ({"ttl": "1h"}, "2")])
def test_a_request_that_writes_to_the_cache_is_bound_by_the_price_of_writing(ttl, times):
    price, _ = price_of(SONNET)
    block = {"type": "text", "text": "x", "cache_control": {"type": "ephemeral", **ttl}}

    bound = Bound.of(price, request(system=[block]))

    assert bound.input_usd == bound.input_tokens * price.input * Decimal(times) / 1_000_000


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("0", "$0.00"),
        ("5", "$5.00"),
        ("1234.5", "$1,234.50"),
        ("0.0312", "$0.0312"),
        ("0.000001", "less than $0.0001"),
    ],
)
def test_an_amount_is_told_with_the_decimals_that_matter(amount, told):
    assert usd(Decimal(amount)) == told
