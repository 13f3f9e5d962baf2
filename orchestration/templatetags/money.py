"""Amounts and counts as pages show them."""

from decimal import Decimal

from django import template

from orchestration import spending

register = template.Library()


@register.filter
def usd(amount: Decimal) -> str:
    return spending.usd(amount)


@register.filter
def commas(number: int) -> str:
    return f"{number:,}"
