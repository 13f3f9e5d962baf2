"""What an outcome needs: the planner's reading, with the last word of members and callers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db import transaction

import planner
from outcomes.errors import BadInput, Refused
from outcomes.models.capability import CAPABILITIES, NeedOverride, Skill
from outcomes.models.event import Event

if TYPE_CHECKING:
    from outcomes.models.outcome import Outcome
    from planner import SkillSpec, ToolSpec


@dataclass(frozen=True, slots=True)
class Need:
    """One skill or tool that the outcome calls for."""

    kind: str
    name: str
    title: str
    specification: str
    reason: str
    quote: str
    line: int | None  # 1-based, in the approach; None when it is not from there
    digest: str
    interface: str = ""
    origin: str = "rules"  # or the name of who added it

    @classmethod
    def read(cls, spec: SkillSpec | ToolSpec) -> Need:
        return cls(
            spec.kind,
            spec.name,
            spec.title,
            spec.specification,
            spec.reason,
            spec.quote,
            spec.line,
            spec.digest,
            getattr(spec, "interface", None) or "",
        )


@dataclass(frozen=True, slots=True)
class Needs:
    """What is to be made, and which skills of the library are used as they are."""

    wanted: tuple[Need, ...]
    existing: tuple[str, ...]

    @property
    def skills(self) -> list[Need]:
        return [need for need in self.wanted if need.kind == "skill"]

    @property
    def tools(self) -> list[Need]:
        return [need for need in self.wanted if need.kind == "tool"]


def library_names() -> frozenset[str]:
    return frozenset(Skill.objects.library().values_list("name", flat=True))


@lru_cache(maxsize=16)  # a page, its live fragment and the click ask about the same text
def _read(approach: str, library: frozenset[str]) -> tuple[tuple[Need, ...], tuple[str, ...]]:
    needs = planner.plan(approach, library)
    wanted = [Need.read(skill) for skill in needs.skills] + [Need.read(tool) for tool in needs.tools]
    return tuple(wanted), tuple(needs.existing_skills)


def effective_needs(outcome: Outcome, approach: str | None = None) -> Needs:
    """The needs that count for this outcome; with `approach`, those it would have under that text."""
    library = library_names()
    wanted, existing = _read(outcome.approach if approach is None else approach, library)
    by_name = {need.name: need for need in wanted}
    known = dict.fromkeys(existing)
    for override in outcome.need_overrides.all():
        if override.added:
            _add(override, by_name, known, library)
        elif override.name in by_name:
            need = by_name.pop(override.name)
            if not override.dismissed:
                changed = _changed(need, override)
                by_name[changed.name] = changed
    return Needs(tuple(by_name.values()), tuple(known))


def _add(
    override: NeedOverride, needs: dict[str, Need], known: dict[str, None], library: frozenset[str]
) -> None:
    kind = override.kind or "skill"
    if kind == "skill" and override.name in library:
        known[override.name] = None
    elif override.name not in needs and not override.dismissed:
        text = override.specification or override.title
        needs[override.name] = Need(
            kind,
            override.name,
            override.title,
            text,
            f"Added by {override.author}.",
            "",
            None,
            planner.specification_digest(kind, text),
            origin=override.author,
        )


def _changed(need: Need, override: NeedOverride) -> Need:
    kind = override.kind or need.kind
    specification = override.specification or need.specification
    return replace(
        need,
        kind=kind,
        name=override.new_name or need.name,
        title=override.title or need.title,
        specification=specification,
        digest=planner.specification_digest(kind, specification),
        reason=f"{need.reason} Changed by {override.author}.",
        origin=override.author,
    )


def add_need(
    outcome: Outcome, title: str, by: str, kind: str = "skill", specification: str = "", field: str = "name"
) -> bool:
    """Have this skill or tool beside what the approach calls for; False when it is called for already.

    The infrastructure is reset when something has to be made for it.
    """
    if not any(char.isalnum() for char in title):
        raise BadInput(field, f"{title[:80]!r} gives no name: expected some letters or digits.")
    library = library_names()
    name = (kind == "skill" and planner.find_in_library(title, library)) or planner.kebab_name(title)
    with transaction.atomic():
        type(outcome).objects.locked().get(pk=outcome.pk)
        needs = effective_needs(outcome)
        if name in needs.existing or planner.find_in_library(name, [need.name for need in needs.wanted]):
            return False
        NeedOverride.objects.update_or_create(
            outcome=outcome,
            name=name,
            defaults={
                "added": True,
                "dismissed": False,
                "kind": kind,
                "title": title[:200],
                "specification": specification,
                "author": by,
            },
        )
        if kind == "skill" and name in library:
            Event.record(outcome.pk, "need.added", by, f"Skill {name} of the library is to be used")
        else:
            Event.record(outcome.pk, "need.added", by, f"Need added: {kind} {name}")
            outcome.refresh_from_db(fields=["infrastructure_ready"])
            outcome.reset_infrastructure(f"{kind} {name} was added", by)
    return True


def change_need(outcome: Outcome, name: str, by: str, /, **changes: str | bool) -> Need | None:
    """Keep what a member says about a need: kind, name, title, specification, dismissed.

    Returns the need as it counts now, None when it is dismissed. Resets the infrastructure, since what is
    to be built may differ. Refused (404-like) when there is no such need, also not a dismissed one.
    """
    with transaction.atomic():
        type(outcome).objects.locked().get(pk=outcome.pk)
        override = outcome.need_overrides.filter(name=name).first() or (
            outcome.need_overrides.filter(new_name=name).first()
        )
        if override is None:
            if name not in {need.name for need in effective_needs(outcome).wanted}:
                raise Refused(f"This outcome has no need named {name}.", "not-found")
            override = NeedOverride(outcome=outcome, name=name)
        for key, value in changes.items():
            setattr(override, "new_name" if key == "name" else key, value)
        override.author = by
        override.save()
        Event.record(outcome.pk, "need.changed", by, f"Need {name} changed: {', '.join(sorted(changes))}")
        outcome.refresh_from_db(fields=["infrastructure_ready"])
        outcome.reset_infrastructure(f"need {name} was changed", by)
    current = override.new_name or override.name
    return next((need for need in effective_needs(outcome).wanted if need.name == current), None)


def waive_need(outcome: Outcome, name: str, by: str) -> None:
    """Go on without it; Refused when it is not called for, WrongStatus when it is being built or there."""
    for model in CAPABILITIES.values():
        row = model.objects.called_for().filter(outcome=outcome, name=name).first()
        if row is not None:
            row.waive(by)
            return
    raise Refused(
        f"No need named {name} is open. Needs can be waived after the first Orchestrate.", "not-found"
    )
