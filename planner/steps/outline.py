"""Blocks → an outline: sections with their lists, tables and paragraphs, and every item with its lines.

It says how the text is built, not what of it is a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from planner.blocks import HEADING, Block, read_blocks, without_comments
from planner.steps.words import ORDINALS, PHASE_LABELS, STEP_LABELS, TRACK_LABELS

Label = Literal["", "step", "phase", "track"]

_MARKER = re.compile(r"[ \t]*(?:[-*+•–]|\(?(\d{1,9}|[A-Za-z])[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")
_KIND_OF_LABEL: dict[str, Label] = {
    **dict.fromkeys(STEP_LABELS, "step"),
    **dict.fromkeys(PHASE_LABELS, "phase"),
    **dict.fromkeys(TRACK_LABELS, "track"),
}
_NAMES = "|".join(sorted((name for name in _KIND_OF_LABEL), key=lambda name: -len(name)))
_STEP_NAMES = "|".join(sorted({*STEP_LABELS, "phase", "stage", "milestone"}, key=lambda name: -len(name)))
_ORDINALS = "|".join(sorted(ORDINALS, key=lambda name: -len(name)))
_SEPARATOR = r"(?:\*\*|__)?\s*(?P<bracket>\([^()]{1,60}\))?\s*(?P<sep>[:.)]|–|—|-(?=\s)|$)?\s*(?:\*\*|__)?\s*"
# "Step 1: …", "**Phase 2** – …", "Schritt 3 (Mai): …", "Week one: …", "Second step: …"
_LABELLED = re.compile(
    rf"\W{{0,3}}(?:(?P<name>{_NAMES})\s{{1,3}}(?:n[.ºo°]{{1,2}}\s?|nr\.?\s?|#)?"
    rf"(?P<number>\d{{1,3}}[a-z]?|{_ORDINALS}|[A-H](?![a-z]))|(?P<ordinal>{_ORDINALS})\s(?P<named>{_STEP_NAMES}))"
    rf"(?![\w/]){_SEPARATOR}",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"\W{0,3}([^\W\d_]+)")
_MAY_LABEL = frozenset(_KIND_OF_LABEL) | frozenset(ORDINALS)
_NUMBERED = re.compile(r"(?:\*\*|__)?(\d{1,3}(?:\.\d{1,3}){0,3}[a-z]?)[.)]?(?:\*\*|__)?[ \t]+(?=\S)")
_DECIMAL = re.compile(r"(\d{1,3}\.\d{1,3}(?:\.\d{1,3})?)[.)]?[ \t]+(?=\S)")


@dataclass(slots=True, eq=False)
class Entry:
    """An item of a list, a labelled paragraph, a row of a table, or a section: what may be a step."""

    text: str  # its own words on one line, without marker, label and number
    first_line: int
    last_line: int
    number: str = ""
    label: Label = ""
    name: str = ""  # the label as it is written: "Step", "Woche"
    depth: int = 0
    ordered: bool = False
    box: bool = False
    done: bool = False
    cells: tuple[str, ...] = ()
    section: Section | None = None  # for a section that is an entry of its parent
    children: list[Entry] = field(default_factory=list)
    parent: Entry | None = None

    def reach(self, line: int) -> None:
        """Let it and all it stands in go on to this line."""
        at: Entry | None = self
        while at is not None and at.last_line < line:
            at.last_line = line
            at = at.parent


@dataclass(slots=True, eq=False)
class Listing:
    """Entries that stand together, with what introduces them; of a table, its header."""

    entries: list[Entry]
    lead: str = ""
    header: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Section:
    """A heading and what stands under it, in order."""

    title: str
    depth: int
    first_line: int
    number: str = ""
    label: Label = ""
    name: str = ""
    last_line: int = 0
    over: tuple[str, ...] = ()  # the titles of the sections it stands in, outermost first
    parts: list[Listing | Block | Section] = field(default_factory=list)

    @property
    def titles(self) -> tuple[str, ...]:
        return (*self.over, self.title) if self.title else self.over

    def sections(self) -> Iterator[Section]:
        return (part for part in self.parts if isinstance(part, Section))


class Outline:
    """The outline of a text and its lines, from which descriptions are cut."""

    def __init__(self, approach: str) -> None:
        text = without_comments(approach)
        self.lines = text.split("\n")
        self.root = Section("", -1, 1, last_line=len(self.lines))
        self._stack = [self.root]
        self._items: list[Entry] = []  # the open item and those it stands in
        self._listing: Listing | None = None
        self._numbered: tuple[Listing, int] | None = None  # a list of numbers, and where it stands
        for block in read_blocks(approach):
            self._take(block)
        for section in self._stack[1:]:
            section.last_line = len(self.lines)

    def source(self, entry: Entry) -> str:
        """The entry as it is written, without its marker, and without the indentation that it gives."""
        lines = [line.rstrip() for line in self.lines[entry.first_line - 1 : entry.last_line]]
        first = lines[0]
        marker = _MARKER.match(first)
        body = first[marker.end() :] if marker else first.lstrip()
        if entry.label and (labelled := _labelled(body)):
            body = body[labelled.end() :] or body
        rest = lines[1:]
        indent = min((len(line) - len(line.lstrip()) for line in rest if line.strip()), default=0)
        return "\n".join([body, *(line[indent:] for line in rest)]).strip()

    def section_source(self, section: Section) -> str:
        """What stands under a heading, as it is written."""
        return (
            "\n".join(self.lines[section.first_line : section.last_line]).strip().removesuffix("---").strip()
        )

    # -- building -----------------------------------------------------------------------------------------

    def _take(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block)
        elif block.kind == "item":
            self._item(block)
        elif block.kind == "row":
            self._row(block)
        elif self._items and self._indent(block) > self._items[0].depth:
            self._detail(block)
        else:
            self._items, self._listing = [], None
            if block.kind == "prose":
                self._paragraph(block)
            else:
                self._here.parts.append(block)

    @property
    def _here(self) -> Section:
        return self._stack[-1]

    def _indent(self, block: Block) -> int:
        """How far its first line is indented; code begins with its fence, the line above."""
        line = self.lines[block.first_line - 1]
        if block.kind == "code" and self._items and self._items[-1].last_line >= block.first_line - 2:
            return len(line) - len(line.lstrip()) or self._items[-1].depth
        return len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())

    def _detail(self, block: Block) -> None:
        indent = self._indent(block)
        while len(self._items) > 1 and self._items[-1].depth >= indent:
            self._items.pop()
        last = block.first_line + block.text.count("\n")
        closes = (
            block.kind == "code"
            and last < len(self.lines)
            and self.lines[last].lstrip()[:3] in ("```", "~~~")
        )
        self._items[-1].reach(last + closes)

    def _heading(self, block: Block) -> None:
        depth = len(block.headings)
        while self._stack[-1].depth >= depth:
            self._stack.pop().last_line = block.first_line - 1
        title = heading_text(block.text)
        section = Section(title, depth, block.first_line, over=self._here.titles)
        if found := _LABELLED.match(title):
            section.label, section.name, section.number = _label(found)
            section.title = (title[found.end() :] or title).strip()
        elif found := _NUMBERED.match(title):
            section.number, section.title = found.group(1), title[found.end() :].strip()
        self._here.parts.append(section)
        self._stack.append(section)
        self._items, self._listing, self._numbered = [], None, None

    def _item(self, block: Block) -> None:
        entry = self._entry(block)
        while self._items and self._items[-1].depth >= entry.depth:
            self._items.pop()
        if self._items:
            entry.parent = self._items[-1]
            entry.parent.children.append(entry)
            entry.parent.reach(entry.last_line)
        else:
            self._top_item(entry, block.lead)
        self._items.append(entry)

    def _top_item(self, entry: Entry, lead: str) -> None:
        listing = self._listing
        if entry.ordered and (going_on := self._goes_on(entry)):
            listing = going_on
        elif listing and not entry.ordered and self._hangs_on(listing.entries[-1], entry):
            entry.parent = listing.entries[-1]
            entry.parent.children.append(entry)
            entry.parent.reach(entry.last_line)
            return
        elif listing is None or listing.entries[0].ordered != entry.ordered:
            listing = Listing([], lead)
            self._here.parts.append(listing)
        listing.entries.append(entry)
        self._listing = listing
        if entry.ordered:
            self._numbered = listing, len(self._here.parts)

    def _hangs_on(self, last: Entry, entry: Entry) -> bool:
        """Whether a bullet right under a number belongs to it, though it is not indented."""
        return last.ordered and not last.label and last.last_line == entry.first_line - 1

    def _goes_on(self, entry: Entry) -> Listing | None:
        """The list of numbers that this item continues; what stands between belongs to its last item."""
        if self._numbered is None:
            return None
        listing, at = self._numbered
        last = listing.entries[-1]
        if listing is self._listing:
            return listing
        if not (
            last.number.isdigit() and entry.number.isdigit() and int(entry.number) == int(last.number) + 1
        ):
            return None
        between = self._here.parts[at:]
        if any(isinstance(part, Section) for part in between):
            return None
        for part in between:
            if isinstance(part, Listing):
                last.children += part.entries
                last.reach(part.entries[-1].last_line)
            elif isinstance(part, Block):
                last.reach(part.first_line + part.text.count("\n"))
        del self._here.parts[at:]
        return listing

    def _entry(self, block: Block) -> Entry:
        line = self.lines[block.first_line - 1]
        marker = _MARKER.match(line)
        number = (marker.group(1) or "") if marker else ""
        text = " ".join(block.text.split())
        entry = Entry(
            text,
            block.first_line,
            block.first_line + block.text.count("\n"),
            number,
            depth=block.depth,
            ordered=block.ordered,
            box=bool(marker and marker.group(2)),
            done=block.done,
        )
        if found := _labelled(text):
            entry.label, entry.name, entry.number = _label(found)
            entry.text, entry.ordered = _after_label(text, found), True
        elif not number and (decimal := _DECIMAL.match(text)):
            entry.number, entry.text, entry.ordered = decimal.group(1), text[decimal.end() :], True
        return entry

    def _row(self, block: Block) -> None:
        self._items = []
        if block.header == HEADING:
            self._listing = None
            return
        cells = tuple(cell.strip() for cell in _cells(block.text))
        if self._listing is None or not self._listing.header:
            self._listing = Listing([], block.lead, block.header or ("",))
            self._here.parts.append(self._listing)
        self._listing.entries.append(Entry("", block.first_line, block.first_line, cells=cells))

    def _paragraph(self, block: Block) -> None:
        """A paragraph; its lines that begin with a label or a decimal number are entries."""
        starts = [
            (index, found)
            for index, line in enumerate(block.text.split("\n"))
            if (found := _labelled(line) or _DECIMAL.match(line))
        ]
        if not starts:
            self._here.parts.append(block)
            return
        lines = block.text.split("\n")
        if starts[0][0]:
            self._here.parts.append(Block("prose", "\n".join(lines[: starts[0][0]]), block.first_line))
        stops = [index for index, _ in starts[1:]] + [len(lines)]
        for (index, found), stop in zip(starts, stops, strict=True):
            text = " ".join(" ".join(lines[index:stop]).split())
            first = block.first_line + index
            entry = Entry(text, first, block.first_line + stop - 1, ordered=True)
            if "name" in found.re.groupindex:
                entry.label, entry.name, entry.number = _label(found)
                entry.text = _after_label(text, found)
            else:
                entry.number, entry.text = found.group(1), text[found.end() :]
            self._labelled_paragraph(entry, block.lead)

    def _labelled_paragraph(self, entry: Entry, lead: str) -> None:
        """Put it beside the one before, if it stands in this section; what is between belongs to that one."""
        if self._numbered is not None and self._numbered[0].entries[-1].label == entry.label:
            listing, at = self._numbered
            last = listing.entries[-1]
            for part in self._here.parts[at:]:
                if isinstance(part, Listing):
                    last.children += part.entries
                    last.reach(part.entries[-1].last_line)
                elif isinstance(part, Block):
                    last.reach(part.first_line + part.text.count("\n"))
            del self._here.parts[at:]
        else:
            listing = Listing([], lead)
            self._here.parts.append(listing)
        listing.entries.append(entry)
        self._numbered = listing, len(self._here.parts)
        self._items, self._listing = [], None


def heading_text(line: str) -> str:
    """The words of a heading, whichever way it is written."""
    return line.strip().lstrip("#").strip().strip("#*_: \t")


def _labelled(text: str) -> re.Match[str] | None:
    first = _FIRST_WORD.match(text)
    if first is None or first.group(1).lower() not in _MAY_LABEL:
        return None
    found = _LABELLED.match(text[:120])
    # "Week 2 was wet" is no label: something must part it from the rest, or it is all there is.
    return found if found and (found.group("sep") or found.end() >= len(text)) else None


def _after_label(text: str, found: re.Match[str]) -> str:
    rest = text[found.end() :].strip()
    return rest or text


def _label(found: re.Match[str]) -> tuple[Label, str, str]:
    name = found.group("name") or found.group("named")
    number = (found.group("number") or found.group("ordinal")).lower()
    return _KIND_OF_LABEL[name.lower()], name, str(ORDINALS.get(number, number))


def _cells(row: str) -> Sequence[str]:
    text = row.strip().removeprefix("|").removesuffix("|")
    return re.split(r"(?<!\\)\|", text)[:20]
