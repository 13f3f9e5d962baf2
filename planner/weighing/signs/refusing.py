"""What speaks against a proposal."""

from __future__ import annotations

from planner.signs.refusals import refusal
from planner.text.statements import Statement
from planner.weighing.proposals import Proposal
from planner.weighing.signs.entries import (
    Sign,
    sentence_sign,
    sign,
)
from planner.weighing.signs.nearby import marks_near

# What speaks against it.


@sign("there already", marks=("existing",))
def there_already(p: Proposal) -> bool:
    return bool(marks_near(p, 8, "existing"))


@sentence_sign("something is ruled out", marks=("excluded",))
def excluded_somewhere(st: Statement) -> bool:
    return bool(st.marked("excluded"))


# What the rules refuse a thing for; of these one holds at most, and it is asked for last.
REFUSING = {
    cls: Sign(f"refused_as_{cls}", told)
    for cls, told in (
        ("negation", "negated"),
        ("past", "in the past"),
        ("existing", "there"),
        ("excluded", "ruled out"),
        ("optional", "left open"),
        ("owned", "somebody else's"),
    )
}


def refusing_sign(p: Proposal) -> Sign | None:
    """What the rules refuse the thing for, if they do."""
    return REFUSING.get(refusal(p.statement, p.head, None if p.family == "ability" else p.phrase))
