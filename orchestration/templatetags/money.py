"""Amounts and counts as pages show them."""

from decimal import Decimal

from django import template

from orchestration import costs

register = template.Library()


@register.filter
def usd(amount: Decimal) -> str:
    return costs.usd(amount)


@register.filter
def commas(number: int) -> str:
    return f"{number:,}"
