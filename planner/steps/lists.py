"""Which lists, tables and sections of an outline may be the plan, and which of them it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from planner.steps.building import Building
from planner.steps.clauses import opens_with_deed
from planner.steps.drafts import Draft, Fate, Group
from planner.steps.fates import is_done, is_no_step, is_put_off
from planner.steps.headings import kind_of
from planner.steps.outline import Entry, Listing, Outline, Section
from planner.steps.tables import group_of_table
from planner.steps.text import Phrases, either, plain
from planner.steps.words import IN_ORDER, NEXT_STEPS

# How surely a group is a plan: labelled steps; under a heading of plans, or ticked off one by one; numbered
# deeds; what is to be delivered; deeds in a plain list.
LABELLED, PLANNED, LIKELY, RESULTS, PERHAPS = 4.0, 3.0, 2.0, 1.5, 1.0

_IN_ORDER = Phrases(IN_ORDER)
_NEXT_STEPS = re.compile(either(NEXT_STEPS), re.IGNORECASE)


def groups_in(outline: Outline, building: Building) -> list[Group]:
    """Every group of the outline that may be a plan, in the order of the text."""
    return list(_Reader(outline, building).section(outline.root))


def choose(groups: Sequence[Group], tell: Callable[[], list[Group]]) -> list[Group]:
    """The groups that are the plan: all that surely are; without one, the likeliest.

    `tell` reads plans told in prose: they come after numbered deeds, and before everything that is weaker.
    """
    for least in (PLANNED, LIKELY):
        if found := [group for group in groups if group.strength >= least and _has_steps(group)]:
            return found
    if told := tell():
        return told
    for least in (RESULTS, PERHAPS):
        if found := [group for group in groups if group.strength >= least and _has_steps(group)]:
            return found
    return []


def _title_line(outline: Outline) -> int:
    """The line of the heading that names the document; it says nothing about what stands under it."""
    first = next(outline.root.sections(), None)
    if first is None:
        return 0
    line, under = (
        outline.lines[at] if at < len(outline.lines) else ""
        for at in (first.first_line - 1, first.first_line)
    )
    return first.first_line if re.match(r" {0,3}#(?!#)", line) or under.startswith("=") else 0


def _has_steps(group: Group) -> bool:
    return any(draft.fate != "no" for draft in group.drafts())


def _share(drafts: Sequence[Draft]) -> float:
    """How many of these read like something to do."""
    return sum(draft.fate == "builds" or opens_with_deed(draft.text) for draft in drafts) / len(drafts)


def _most(entries: Sequence[Entry], is_so: Callable[[Entry], object]) -> bool:
    return sum(bool(is_so(entry)) for entry in entries) * 2 > len(entries)


class _Reader:
    def __init__(self, outline: Outline, building: Building) -> None:
        self.outline = outline
        self.building = building
        self.names_document = _title_line(outline)

    # -- sections -----------------------------------------------------------------------------------------

    def section(self, section: Section) -> Iterator[Group]:
        """The groups under one heading."""
        series: list[Section] = []
        for part in section.parts:
            if isinstance(part, Section):
                if series and (part.label, bool(part.number)) != (series[-1].label, bool(series[-1].number)):
                    yield from self._series(series, section)
                    series = []
                series.append(part)
            elif isinstance(part, Listing):
                yield from self._listing(part, section)
        yield from self._series(series, section)

    def _series(self, series: Sequence[Section], parent: Section) -> Iterator[Group]:
        """Sections beside each other: steps, phases, or simply sections."""
        if not series:
            return
        if series[0].label == "step":
            members: list[Draft | Group] = [self._section_draft(section) for section in series]
            yield self._group_of(members, LABELLED, series[0])
        elif series[0].label or self._numbers_steps(series, parent):
            yield from self._phases(series)
        else:
            for section in series:
                if section.first_line == self.names_document or kind_of(section.title) not in (
                    "other",
                    "out",
                ):
                    yield from self.section(section)

    def _numbers_steps(self, series: Sequence[Section], parent: Section) -> bool:
        """Whether numbered headings number steps, and not merely sections."""
        if len(series) < 2 or not all(section.number for section in series):
            return False
        if parent.depth >= 0 and kind_of(parent.title) == "plan":
            return True
        return sum(opens_with_deed(section.title) for section in series) * 5 >= len(series) * 4

    def _phases(self, series: Sequence[Section]) -> Iterator[Group]:
        """Phases: the groups of their steps, or a step each where they hold none."""
        members: list[Draft | Group] = []
        for section in series:
            if kind_of(section.title) == "out" or is_put_off(section.remark):
                continue
            inner = [group for group in self.section(section) if self._is_of_phase(group)]
            for group in inner:
                group.label, group.number = section.label, section.number
                group.said = f"{group.said} {section.remark}"
            members += inner or [self._section_draft(section)]
        if members:
            yield self._group_of(members, PLANNED, series[0])

    def _is_of_phase(self, group: Group) -> bool:
        """Whether a list in a phase holds its steps, and not remarks about it."""
        drafts = [draft for draft in group.drafts() if draft.fate != "no"]
        return bool(drafts) and (group.strength >= LIKELY or _share(drafts) >= 0.6)

    def _group_of(self, members: list[Draft | Group], strength: float, first: Section) -> Group:
        said = first.over[-1] if first.over else ""
        return Group(members, strength, first.label != "track", first.label, said, first.first_line)

    def _section_draft(self, section: Section) -> Draft:
        """A heading that is a step, with all that stands under it."""
        body = self.outline.section_source(section)
        text = section.title or body.split("\n", 1)[0]
        draft = Draft(text, body or text, section.first_line, section.last_line)
        draft.number, draft.label = section.number, section.label
        draft.fate = self._fate(
            Entry(text, section.first_line, section.last_line, remark=section.remark),
            said=f"{text.rstrip('.')}.\n\n{body}",
        )
        return draft

    # -- lists --------------------------------------------------------------------------------------------

    def _listing(self, listing: Listing, section: Section) -> Iterator[Group]:
        """The group that a list or table is, unless what stands over it says that it is no plan."""
        kind = kind_of(section.title)
        names_document = section.depth < 0 or section.first_line == self.names_document
        if section.label:
            kind = "phase"
        elif names_document and kind not in ("plan", "results"):
            kind = ""
        kind = kind_of(listing.lead, introduces=True) or kind
        if kind == "other" and listing.lead and _IN_ORDER.search(plain(listing.lead)):
            kind = "plan"  # "Who does what, in this order:"
        if kind in ("other", "out"):
            return
        said = f"{'' if names_document else section.title}. {plain(listing.lead)}"
        if listing.header:
            yield from group_of_table(listing, kind, said, lambda row: self._fate(row, said=row.text))
            return
        entries = listing.entries
        members = [self._member(entry) for entry in entries]
        group = Group(members, 0, _most(entries, lambda entry: entry.ordered), entries[0].label, said)
        group.line = entries[0].first_line
        group.strength = self._strength(entries, kind, [one for one in group.drafts() if one.fate != "no"])
        if not group.in_order:
            group.in_order = bool(_IN_ORDER.search(said)) and not _NEXT_STEPS.search(said)
        elif group.label == "track":
            group.in_order = False
        if group.strength:
            yield group

    def _strength(self, entries: Sequence[Entry], kind: str, todo: Sequence[Draft]) -> float:
        """How surely this list is a plan, from its marks, its words and what stands over it."""
        if not todo:
            return 0
        if _most(entries, lambda entry: entry.label == "step"):
            return LABELLED
        if _most(entries, lambda entry: entry.label):
            return PLANNED
        if kind == "results":
            return RESULTS
        if _most(_leaves(entries), lambda entry: entry.box):
            return PLANNED
        share = _share(todo)
        if _most(entries, lambda entry: entry.ordered):
            sections = any("." in entry.number for entry in entries)
            if kind == "plan" and not sections:
                return PLANNED
            if kind == "phase" and not sections and share >= 0.3:
                return PLANNED
            return LIKELY if share >= (0.5 if len(entries) > 1 else 1) else 0
        if kind in ("plan", "phase"):
            return PLANNED if share >= (0.3 if kind == "plan" else 0.6) else 0
        return PERHAPS if share >= 0.8 and len(todo) > 1 else 0

    def _member(self, entry: Entry) -> Draft | Group:
        """The item as a step, or as a group of steps where it only names what its sub-items do."""
        if not entry.children or not _names_a_group(entry):
            return self._draft(entry)
        inner: list[Draft | Group] = [self._draft(child) for child in entry.children]
        in_order = _most(entry.children, lambda child: child.ordered)
        said = plain(entry.text)
        return Group(inner, PLANNED, in_order, entry.label, said, entry.first_line, number=entry.number)

    def _draft(self, entry: Entry) -> Draft:
        draft = Draft(entry.text, self.outline.source(entry), entry.first_line, entry.last_line)
        draft.number, draft.label = entry.number, entry.label
        draft.fate = self._fate(entry, said=draft.source)
        return draft

    def _fate(self, entry: Entry, *, said: str) -> Fate:
        if not re.search(r"\w", entry.text):
            return "no"
        if entry.done or is_done(entry.text):
            return "done"
        if is_no_step(entry.text) or is_put_off(entry.remark):
            return "no"
        only_builds = self.building.is_all_of(entry.text, said, entry.first_line, entry.last_line)
        return "builds" if only_builds else "step"


def _leaves(entries: Sequence[Entry]) -> list[Entry]:
    """The items, or in place of one that names a group the items under it."""
    return [leaf for entry in entries for leaf in (entry.children if _names_a_group(entry) else [entry])]


def _is_part(child: Entry, entry: Entry) -> bool:
    """2a and 2.1 of 2."""
    rest = child.number.removeprefix(entry.number)
    return rest != child.number and (rest[:1] == "." or rest.isalpha())


def _names_a_group(entry: Entry) -> bool:
    """Whether an item is the title of the steps under it: a phase, or a few words over deeds."""
    boxes = _most(entry.children, lambda child: child.box)
    if len(entry.children) < 2 and not (boxes and not entry.box):
        return False
    deeds = sum(opens_with_deed(child.text) for child in entry.children) * 5 >= len(entry.children) * 3
    if entry.number and all(_is_part(child, entry) for child in entry.children):
        return deeds and (len(entry.text.split()) <= 3 or not opens_with_deed(entry.text))
    if entry.label == "step":
        return False
    if entry.label:
        return boxes or deeds
    if boxes and not entry.box:
        return True
    return deeds and len(entry.text.split()) <= 6 and not opens_with_deed(entry.text)
