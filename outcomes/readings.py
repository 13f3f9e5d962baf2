"""The needs that a model sees, joined with the rules': the same need once, with its origin."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import planner
from outcomes.compiled import Select, Values
from outcomes.models.reading import Reading

if TYPE_CHECKING:
    from outcomes.models.capability import NeedOverride
    from outcomes.models.outcome import Outcome
    from outcomes.needs import Need

RULES, MODEL, BOTH = "rules", "model", "both"


def reading_of(outcome: Outcome) -> Reading | None:
    """The reading of the revision that counts, however far it is."""
    return outcome.readings.filter(revision=outcome.approach_revision).first()


def last_read(outcome: Outcome) -> Reading | None:
    """The newest reading that has brought something: what it says still counts where its passages stand."""
    return _LAST_READ.first(outcome=outcome.pk)


def is_being_read(outcome: Outcome) -> bool:
    """Whether planning of this revision has still to end."""
    return bool(_WANTED.tuples(outcome=outcome.pk))


_LAST_READ = Select(
    "outcome",
    build=lambda outcome: Reading.objects.read().filter(outcome=outcome).order_by("-revision")[:1],
)
_WANTED = Values(
    "outcome",
    build=lambda outcome: Reading.objects.wanted().filter(outcome=outcome).order_by().values_list("pk")[:1],
)


def has_to_be_read(outcome: Outcome, was: int) -> bool:
    """Whether only a model can tell what this text calls for, which was at revision `was` before.

    It was to be read, and then changed; or passages changed that only the model went by.
    """
    if was == outcome.approach_revision:
        return False
    if outcome.readings.filter(status=Reading.Status.WANTED, revision=was).exists():
        return True
    reading = last_read(outcome)
    own = [need for need in reading.found if not need.by_rules] if reading is not None else []
    before = outcome.revisions.filter(number=was).values_list("text", flat=True).first() or ""
    return any(need.stands_in(before) and not need.stands_in(outcome.approach) for need in own)


def judged(
    outcome: Outcome,
    approach: str,
    claims: Sequence[planner.Claim],
    confirmed: Iterable[str],
    no_longer: Iterable[str],
    rules: Sequence[Need],
) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """What counts of a model's claims about this text, and what is refused; both as they are kept."""
    before = last_read(outcome)
    found = planner.judge(
        approach, claims, list(confirmed), list(no_longer), rules, before.found if before else ()
    )
    return [asdict(need) for need in found.needs], [asdict(refusal) for refusal in found.refused]


def with_model(
    outcome: Outcome,
    approach: str,
    rules: Sequence[Need],
    existing: Iterable[str],
    library: Collection[str],
    overrides: Sequence[NeedOverride],
) -> tuple[list[Need], list[str]]:
    """The rules' needs of this text with those of the model whose passages stand in it, and existing skills.

    What members have said about needs comes after this, by name; so one that they dismissed, renamed or added
    themselves is not brought back under another name.
    """
    known = dict.fromkeys(existing)
    reading = last_read(outcome)
    needs = {need.name: need for need in rules}
    for found in reading.found if reading else ():
        if not found.stands_in(approach):
            continue
        current = reading is not None and reading.revision == outcome.approach_revision
        current = current and approach == outcome.approach
        rule = planner.same_need(found, needs.values())
        if rule is not None:
            needs[rule.name] = _joined(rule, found, approach)
        elif found.kind == "skill" and (name := planner.find_in_library(found.name, library)):
            known[name] = None
        elif (current or not found.by_rules) and not _is_decided(found, overrides):
            needs[found.name] = _alone(found, approach)
    return list({need.name: need for need in needs.values()}.values()), list(known)


def _is_decided(found: planner.ReadNeed, overrides: Iterable[NeedOverride]) -> bool:
    """Whether a member dismissed this need, added it, or gave its name to another."""
    names = [
        (override, override.new_name if override.new_name and not override.dismissed else override.name)
        for override in overrides
        if override.added or override.dismissed or (override.new_name and override.name != found.name)
    ]
    claims = [planner.Claim(override.kind or found.kind, name) for override, name in names]
    return planner.same_need(found, claims) is not None


def _joined(rule: Need, found: planner.ReadNeed, approach: str) -> Need:
    """One need that both see. What was built from the model's words before the rules saw it stays so."""
    if rule.origin != RULES:  # the model said it twice
        return rule
    said = rule if found.by_rules else replace(_alone(found, approach), interface=rule.interface)
    return replace(said, origin=BOTH)


def _alone(found: planner.ReadNeed, approach: str) -> Need:
    from outcomes.needs import Need

    quote = found.quotes[0]
    return Need(
        found.kind,
        found.name,
        found.title,
        found.specification,
        f"Claude: {found.reason}" if found.reason else "Claude reads it from this passage.",
        quote,
        planner.line_of(approach, quote),
        found.digest,
        origin=MODEL,
    )
