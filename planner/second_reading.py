"""What a second reader, a model, says an approach calls for, held to the standard of the rules.

Each need quotes the approach exactly or is refused. What is known already, from the rules or an earlier
reading, keeps its name, specification and digest, so that reading again never causes a rebuild.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, TypeVar

from planner.library import surface_key
from planner.merging import GENERIC
from planner.naming import kebab_name
from planner.specification import bounded, specification_digest
from planner.words.inflection import stem

MOST_CLAIMS = 40  # of one reading
LONGEST_QUOTE = 1_000  # characters
LEAST_QUOTE = 4  # letters or digits: less says nothing
LONGEST_TITLE = 120
LONGEST_TOLD = 2_000  # of what a claim says beside its quotes


class Named(Protocol):
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


class RulesNeed(Named, Protocol):
    @property
    def title(self) -> str: ...
    @property
    def specification(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def quote(self) -> str: ...
    @property
    def digest(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Claim:
    """A need as the reader puts it; nothing of it is checked."""

    kind: str
    name: str
    title: str = ""
    specification: str = ""
    reason: str = ""
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A claim that does not count, and why."""

    name: str
    quote: str
    why: str


@dataclass(frozen=True, slots=True)
class ReadNeed:
    """A need that a second reader sees. What is said of it comes from the rules (`by_rules`) or from here."""

    kind: str
    name: str
    title: str
    specification: str
    reason: str
    quotes: tuple[str, ...]  # passages of the approach
    digest: str
    by_rules: bool = False

    def stands_in(self, approach: str) -> bool:
        """Whether every passage that it quotes is there, unchanged."""
        return all(quote in approach for quote in self.quotes)


@dataclass(frozen=True, slots=True)
class SecondReading:
    needs: tuple[ReadNeed, ...]
    refused: tuple[Refusal, ...]


N = TypeVar("N", bound=Named)


def judge(
    approach: str,
    claims: Sequence[Claim],
    confirmed: Collection[str],
    no_longer: Collection[str],
    rules: Sequence[RulesNeed],
    earlier: Sequence[ReadNeed],
) -> SecondReading:
    """What counts of these claims about the approach, beside what the rules see in it.

    Of what is known, `confirmed` names what the reader sees too: the passages that it was read from speak for
    it. A need of an earlier reading whose passages stand unchanged stays as it was, whether it is named or
    not; only one that is named in `no_longer` goes.
    """
    kept = [need for need in earlier if need.stands_in(approach)]
    found: list[ReadNeed] = []
    refused: list[Refusal] = []
    for number, claim in enumerate(claims):
        if why := _refused(claim, approach, number):
            refused.append(Refusal(claim.name[:200], " … ".join(claim.quotes)[:LONGEST_QUOTE], why))
            continue
        need = _known(claim, rules, kept) or _new(claim)
        if same_need(need, found) is None:
            found.append(need)
    for name in dict.fromkeys(map(kebab_name, confirmed)):
        known = next((need for need in [*kept, *map(_as_read, rules)] if need.name == name), None)
        if known is not None and same_need(known, found) is None:
            found.append(known)
    gone = {surface_key(name) for name in no_longer}
    for need in kept:
        stays = not need.by_rules and surface_key(need.name) not in gone
        if stays and same_need(need, found) is None:
            found.append(need)
    return SecondReading(tuple(found), tuple(refused))


def same_need(need: Named, among: Iterable[N]) -> N | None:
    """The one of these needs that is the same: "price-comparison" is "price-comparisons-tool" again."""
    return next((other for other in among if _is_same(need, other)), None)


def _is_same(one: Named, two: Named) -> bool:
    if one.name == two.name:
        return True
    return one.kind == two.kind and _key(one.name) == _key(two.name)


@lru_cache(maxsize=4096)
def _key(name: str) -> frozenset[str]:
    parts = frozenset(stem(part) for part in surface_key(name).split("-") if part)
    return parts - GENERIC or parts


def _refused(claim: Claim, approach: str, number: int) -> str:
    """Why this claim does not count; empty when it does."""
    if number >= MOST_CLAIMS:
        return f"It comes after {MOST_CLAIMS} others."
    if claim.kind not in ("skill", "tool"):
        return "It is neither a skill nor a tool."
    if not _letters(_named(claim)):
        return "It has no name."
    if not claim.quotes:
        return "It quotes nothing of the approach."
    for quote in claim.quotes:
        if _letters(quote) < LEAST_QUOTE:
            return "Its quote is too short to say anything."
        if len(quote) > LONGEST_QUOTE:
            return f"Its quote is longer than {LONGEST_QUOTE:,} characters."
        if quote not in approach:
            return "Its quote is not in the approach, word for word."
    return ""


def _named(claim: Claim) -> str:
    """What it is called: by its title where its name says nothing."""
    return claim.name if _letters(claim.name) else claim.title


def _letters(text: str) -> int:
    return len(re.findall(r"[^\W_]", text))


def _known(claim: Claim, rules: Iterable[RulesNeed], kept: Iterable[ReadNeed]) -> ReadNeed | None:
    """The need that this claim is about, if it is known: as it was read before, else as the rules have it."""
    named = _new(claim)
    before = same_need(named, kept)
    if before is not None and not before.by_rules:
        return before
    rule = same_need(named, rules)
    return before if rule is None else _as_read(rule)


def _as_read(rule: RulesNeed) -> ReadNeed:
    return ReadNeed(
        rule.kind,
        rule.name,
        rule.title,
        rule.specification,
        rule.reason,
        (rule.quote,),
        rule.digest,
        by_rules=True,
    )


def _new(claim: Claim) -> ReadNeed:
    said = claim.title if _letters(claim.title) else claim.name.replace("-", " ")
    title = " ".join(said.split())[:LONGEST_TITLE].strip()
    quotes = tuple(dict.fromkeys(claim.quotes))
    told = " ".join(claim.specification.split())[:LONGEST_TOLD]
    specification = bounded([*([told] if told else []), *quotes])
    return ReadNeed(
        claim.kind,
        kebab_name(_named(claim)),
        title[:1].upper() + title[1:],
        specification,
        " ".join(claim.reason.split())[:LONGEST_TOLD],
        quotes,
        specification_digest(claim.kind, specification),
    )


def line_of(approach: str, quote: str) -> int | None:
    """The line, from 1, on which this passage begins; None where it is not there."""
    at = approach.find(quote)
    return approach.count("\n", 0, at) + 1 if at >= 0 else None
