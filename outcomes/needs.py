"""What an outcome needs: the planner's reading, with the last word of members and callers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db import transaction

import planner
from outcomes.approach import follow_needs
from outcomes.compiled import Values
from outcomes.errors import BadInput, Refused
from outcomes.models.capability import BUILT, CAPABILITIES, CapabilityStatus, NeedOverride, Skill
from outcomes.models.event import Event
from outcomes.models.links import Requirement
from outcomes.readings import with_model

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
    origin: str = "rules"  # or "model", "both", or the name of who added or changed it

    @property
    def words(self) -> str:
        """The quote as a reader sees it: without the marks of markdown."""
        return " ".join(planner.plain(self.quote).strip(" \t|").split())

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
class Said:
    """What a member or a caller said about one need; it is forgotten by `restore_need`."""

    name: str  # by which it goes now
    need: str  # as the approach, or who added it, names it
    what: tuple[str, ...]  # of "added", "dismissed", "name", "kind", "title", "specification"
    author: str
    created_at: datetime
    stands: bool  # whether the approach still calls for it, or a member added it

    @property
    def dismissed(self) -> bool:
        return "dismissed" in self.what

    @property
    def added(self) -> bool:
        return "added" in self.what


@dataclass(frozen=True, slots=True)
class Needs:
    """What is to be made, and which skills of the library are used as they are."""

    wanted: tuple[Need, ...]
    existing: tuple[str, ...]
    said: tuple[Said, ...] = ()

    @property
    def skills(self) -> list[Need]:
        return [need for need in self.wanted if need.kind == "skill"]

    @property
    def tools(self) -> list[Need]:
        return [need for need in self.wanted if need.kind == "tool"]


def library_names() -> frozenset[str]:
    return frozenset(name for (name,) in _LIBRARY.tuples())


_LIBRARY = Values(build=lambda: Skill.objects.library().order_by().values_list("name"))


@lru_cache(maxsize=16)  # a page, its live fragment and the click ask about the same text
def _read(approach: str, library: frozenset[str]) -> tuple[tuple[Need, ...], tuple[str, ...]]:
    needs = planner.plan(approach, library)
    wanted = [Need.read(skill) for skill in needs.skills] + [Need.read(tool) for tool in needs.tools]
    return tuple(wanted), tuple(needs.existing_skills)


def needs_by_rules(approach: str) -> tuple[Need, ...]:
    """What the rules alone see in this text, beside the skills of the library."""
    return _read(approach, library_names())[0]


def effective_needs(outcome: Outcome, approach: str | None = None) -> Needs:
    """The needs that count for this outcome; with `approach`, those it would have under that text."""
    library = library_names()
    text = outcome.approach if approach is None else approach
    overrides = list(outcome.need_overrides.all())
    rules, existing = _read(text, library)
    if approach is not None and any(not override.added for override in overrides):
        _follow(overrides, _read(outcome.approach, library)[0], rules)
    wanted, used = with_model(outcome, text, rules, existing, library, overrides)
    needs = {need.name: need for need in wanted}  # by the planner's names, whatever they are called
    known = dict.fromkeys(used)
    planned, names = set(needs), set(needs)
    for override in overrides:
        if override.added:
            _add(override, needs, names, known, library)
        elif override.name in needs:
            need = needs.pop(override.name) if override.dismissed else needs[override.name]
            names.discard(need.name)
            if not override.dismissed:
                changed = _changed(need, override)
                # Two needs never become one: who comes second keeps the planner's name.
                needs[need.name] = changed if changed.name not in names else replace(changed, name=need.name)
                names.add(needs[need.name].name)
        elif override.dismissed and override.name in known:
            del known[override.name]
            planned.add(override.name)
    said = tuple(_said(override, override.added or override.name in planned) for override in overrides)
    return Needs(tuple(needs.values()), tuple(known), said)


def _said(override: NeedOverride, stands: bool) -> Said:
    named = {"name": "new_name", "specification": "specification", "title": "title", "kind": "kind"}
    what = [word for word in ("added", "dismissed") if getattr(override, word)]
    if not override.added:
        what += [word for word, field in named.items() if getattr(override, field)]
    name = override.new_name or override.name
    return Said(name, override.name, tuple(what), override.author, override.created_at, stands)


def _add(
    override: NeedOverride,
    needs: dict[str, Need],
    names: set[str],
    known: dict[str, None],
    library: frozenset[str],
) -> None:
    kind, name = override.kind or "skill", override.new_name or override.name
    if override.dismissed or name in names:
        return
    if kind == "skill" and name in library:
        known[name] = None
        return
    text = override.specification or override.title
    names.add(name)
    needs[f"+{name}"] = Need(
        kind,
        name,
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


def _follow(
    overrides: list[NeedOverride], before: tuple[Need, ...], now: tuple[Need, ...]
) -> list[NeedOverride]:
    """Have what was said of a need go with it, where another text gives it another name; those that went.

    One whose need is gone from the text stays under its name, and gives that up to one that goes there.
    """
    same = planner.match_needs(before, now)
    taken = {override.name for override in overrides if override.added}
    moved = []
    for override in overrides:
        name = same.get(override.name, override.name)
        if not override.added and name != override.name and name not in taken:
            override.name = name
            moved.append(override)
    return moved


def follow_evidence(outcome: Outcome, before: str) -> None:
    """The approach was another text before: what members said of its needs stays with them.

    The caller holds the outcome's lock.
    """
    overrides = list(outcome.need_overrides.all())
    if all(override.added for override in overrides):
        return
    library = library_names()
    moved = _follow(overrides, _read(before, library)[0], _read(outcome.approach, library)[0])
    if not moved:
        return
    names = {override.name: override.pk for override in moved}
    outcome.need_overrides.filter(name__in=names).exclude(pk__in=names.values()).delete()
    for override in moved:  # two may change places, and no two have one name
        outcome.need_overrides.filter(pk=override.pk).update(name=f"{override.pk}~")
    for name, pk in names.items():
        outcome.need_overrides.filter(pk=pk).update(name=name)


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
        if outcome.need_overrides.filter(name=name, dismissed=False).exclude(new_name="").exists():
            return False  # it is called for, under the name that a member gave it
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
            follow_needs(outcome, f"{kind} {name} was added", by)
    return True


def change_need(outcome: Outcome, name: str, by: str, /, **changes: str | bool) -> Need | None:
    """Keep what a member says about a need: kind, name, title, specification, dismissed.

    Returns the need as it counts now, None when it is dismissed. What is to be built may differ, so the
    infrastructure is reset and the active run held. Refused when there is no such need (code "not-found")
    or the new name is taken; BadInput for a name that is none.
    """
    with transaction.atomic():
        type(outcome).objects.locked().get(pk=outcome.pk)
        needs = effective_needs(outcome)
        override = _said_of(outcome, name)
        if override is None:
            if name in needs.existing and set(changes) != {"dismissed"}:
                raise _is_in_library(name)
            if name not in needs.existing and _named(needs, name) is None:
                raise Refused(f"This outcome has no need named {name}.", "not-found")
            override = NeedOverride(outcome=outcome, name=name)
        if changes.get("name", name) != name:
            _check_new_name(str(changes["name"]), needs)
        was = _named(needs, override.new_name or override.name)
        for key, value in changes.items():
            setattr(override, "new_name" if key == "name" else key, value)
        override.author = by
        if not override.says_nothing:
            override.save()
        elif override.pk:
            override.delete()
        Event.record(outcome.pk, "need.changed", by, f"Need {name} changed: {', '.join(sorted(changes))}")
        now = _named(effective_needs(outcome), override.new_name or override.name)
        _go_along(outcome, was, now)
        follow_needs(outcome, f"need {name} was changed", by)
    return now


def restore_need(outcome: Outcome, name: str, by: str) -> None:
    """Forget what members said of it: it counts as the approach says, and one that was added goes.

    Refused with code "not-found" when nothing was said of a need of this name.
    """
    with transaction.atomic():
        type(outcome).objects.locked().get(pk=outcome.pk)
        override = _said_of(outcome, name)
        if override is None:
            raise Refused(f"No member has said anything about a need named {name}.", "not-found")
        was = _named(effective_needs(outcome), override.new_name or override.name)
        override.delete()
        told = "no longer added" if override.added else "as the approach says it"
        Event.record(outcome.pk, "need.restored", by, f"Need {name} is {told}")
        _go_along(outcome, was, _named(effective_needs(outcome), override.name))
        follow_needs(outcome, f"need {name} is {told}", by)


def _said_of(outcome: Outcome, name: str) -> NeedOverride | None:
    """What members said of the need of this name, be it the planner's or theirs."""
    said: NeedOverride | None = outcome.need_overrides.filter(new_name=name).first()
    return said or outcome.need_overrides.filter(name=name).first()


def _named(needs: Needs, name: str) -> Need | None:
    return next((need for need in needs.wanted if need.name == name), None)


def _go_along(outcome: Outcome, was: Need | None, now: Need | None) -> None:
    """Have the tasks that require a need require it as it is called now."""
    if was is not None and now is not None:
        Requirement.objects.move(outcome, (was.kind, was.name), (now.kind, now.name))


def _check_new_name(name: str, needs: Needs) -> None:
    if planner.kebab_name(name) != name:
        raise BadInput("name", f"{name[:80]!r} is not a name: expected lowercase words joined by hyphens.")
    if name in needs.existing or name in {need.name for need in needs.wanted}:
        raise Refused(f"This outcome has a need named {name} already.", "name-taken")


def wanted_need(outcome: Outcome, name: str) -> Need:
    """The need of this name that is to be met; Refused with code "not-found" when there is none."""
    needs = effective_needs(outcome)
    for need in needs.wanted:
        if need.name == name:
            return need
    if name in needs.existing:
        raise _is_in_library(name)
    raise Refused(f"This outcome has no need named {name}.", "not-found")


def _is_in_library(name: str) -> Refused:
    told = f"Skill {name} is used from the library as it is: there is nothing to build or to change."
    return Refused(told, "in-the-library")


def waive_need(outcome: Outcome, name: str, by: str, why: str = "") -> None:
    """Go on without it; its build, if one waits or runs, is cancelled. Who, when and why is kept.

    Refused when it is not called for (code "not-found") or is there. Twice is once.
    """
    with transaction.atomic():
        type(outcome).objects.locked().get(pk=outcome.pk)
        row = _open_capability(outcome, name)
        if row.status == CapabilityStatus.WAIVED:
            return
        if row.status in BUILT:
            raise Refused(
                f"{row.kind.capitalize()} {name} is {row.status}: there is nothing to waive.", "wrong-status"
            )
        row.waive(by, why)
        end_builds(row, by, f"{row.kind} {name} was waived")


def end_builds(row: Any, by: str, why: str) -> None:
    """Cancel every build of it that is not over; the worker that has one lets go."""
    for task in row.tasks.filter(status__in=("pending", "running", "held", "failed")):
        task.cancel(by, why)


def _open_capability(outcome: Outcome, name: str) -> Any:
    for model in CAPABILITIES.values():
        row = model.objects.called_for().filter(outcome=outcome, name=name).first()
        if row is not None:
            return row
    raise Refused(
        f"No need named {name} is open. Needs can be waived after the first Orchestrate.", "not-found"
    )
