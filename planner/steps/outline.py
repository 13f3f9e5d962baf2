"""Blocks → an outline: sections with their lists, tables and paragraphs, and every item with its lines.

It says how the text is built, not what of it is a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from planner.steps.labels import (
    BELOW,
    CODED,
    CODED_ITEM,
    LABELLED,
    NUMBERED,
    Label,
    after_label,
    label_of,
    labelled_in,
)
from planner.steps.words import STEP_LABELS
from planner.text.blocks import HEADING, Block, read_blocks, without_comments

_MARKER = re.compile(r"[ \t]*(?:[-*+•–]|\(?(\d{1,9}|[A-Za-z])[.)])[ \t]+(?:\[([ xX])\][ \t]+)?")


@dataclass(slots=True, eq=False)
class Entry:
    """An item of a list, a labelled paragraph, a row of a table, or a section: what may be a step."""

    text: str  # its own words on one line, without marker, label and number
    first_line: int
    last_line: int
    number: str = ""
    label: Label = ""
    name: str = ""  # the label as it is written: "Step", "Woche"
    remark: str = ""  # what stands in brackets behind the label: "(optional)"
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
    remark: str = ""
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
        self._close_labelled()
        for section in self._stack[1:]:
            section.last_line = len(self.lines)

    def source(self, entry: Entry) -> str:
        """The entry as it is written, without its marker, and without the indentation that it gives."""
        lines = [line.rstrip() for line in self.lines[entry.first_line - 1 : entry.last_line]]
        first = lines[0]
        marker = _MARKER.match(first)
        body = first[marker.end() :] if marker else first.lstrip()
        if entry.label and (labelled := labelled_in(body)):
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

    def _close_labelled(self) -> None:
        """Give the last of several labelled paragraphs the list under it, as the others have theirs."""
        if self._numbered is None:
            return
        listing, at = self._numbered
        *earlier, last = listing.entries
        following = self._here.parts[at : at + 1]
        if not (last.label and earlier and earlier[-1].children):
            return
        for part in following:
            if isinstance(part, Listing) and not part.header and not part.entries[0].ordered:
                last.children += part.entries
                last.reach(part.entries[-1].last_line)
                del self._here.parts[at]

    def _heading(self, block: Block) -> None:
        self._close_labelled()
        depth = len(block.headings)
        while self._stack[-1].depth >= depth:
            self._stack.pop().last_line = block.first_line - 1
        title = heading_text(block.text)
        section = Section(title, depth, block.first_line, over=self._here.titles)
        if found := LABELLED.match(title):
            section.label, section.name, section.number = label_of(found)
            section.remark = found.group("bracket") or ""
            section.title = (title[found.end() :] or title).strip()
        elif found := CODED.match(title):
            section.number, section.title = found.group("code"), title[found.end() :].strip()
            section.label = "step" if found.group("letters").lower() in STEP_LABELS else ""
        elif found := NUMBERED.match(title):
            section.number, section.title = found.group(1), title[found.end() :].strip()
        self._here.parts.append(section)
        self._stack.append(section)
        self._items, self._listing, self._numbered = [], None, None

    def _item(self, block: Block) -> None:
        own, parts = _parts_inside(block)
        entry = self._entry(own)
        entry.reach(block.first_line + block.text.count("\n"))
        while self._items and self._items[-1].depth >= entry.depth:
            self._items.pop()
        if self._items:
            entry.parent = self._items[-1]
            entry.parent.children.append(entry)
            entry.parent.reach(entry.last_line)
        else:
            self._top_item(entry, block.lead)
        self._items.append(entry)
        for part in parts:
            child = self._entry(part)
            child.parent = entry
            entry.children.append(child)

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
        if found := labelled_in(text):
            entry.label, entry.name, entry.number = label_of(found)
            entry.text, entry.ordered = after_label(text, found), True
            entry.remark = found.group("bracket") or ""
        elif not number and (coded := CODED_ITEM.match(text)):
            entry.number, entry.text, entry.ordered = coded.group("code"), text[coded.end() :], True
        elif not number and (decimal := BELOW.match(text)):
            entry.number, entry.text, entry.ordered = decimal.group(1), text[decimal.end() :], True
        elif not marker and (decimal := BELOW.match(line)):
            entry.number, entry.ordered = decimal.group(1), True
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
            if (found := labelled_in(line) or BELOW.match(line))
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
                entry.label, entry.name, entry.number = label_of(found)
                entry.text = after_label(text, found)
                entry.remark = found.group("bracket") or ""
            else:
                entry.number, entry.text = found.group(1), text[found.end() :]
            self._labelled_paragraph(entry, block.lead)

    def _labelled_paragraph(self, entry: Entry, lead: str) -> None:
        """Put it beside the one before, if it stands in this section; what is between belongs to that one."""
        if self._numbered is not None and _is_below(self._numbered[0].entries[-1], entry):
            entry.parent = self._numbered[0].entries[-1]
            entry.parent.children.append(entry)
            entry.parent.reach(entry.last_line)
            self._items, self._listing = [], None
            return
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


def _is_below(step: Entry, entry: Entry) -> bool:
    """Whether an entry without a label is a part of a labelled step: 2a and 2.1 of step 2."""
    number = entry.number.lower()
    return bool(
        step.label
        and not entry.label
        and step.number.isdigit()
        and (number.startswith(f"{step.number}.") or re.fullmatch(rf"{step.number}[a-z]", number))
    )


def _parts_inside(block: Block) -> tuple[Block, list[Block]]:
    """An item without its lines that begin with a number below another, and those: "2. Permits", "2.1 …"."""
    lines = block.text.split("\n")
    starts = [index for index, line in enumerate(lines) if index and BELOW.match(line)]
    if not starts:
        return block, []
    parts = [
        replace(block, text="\n".join(lines[at:stop]), first_line=block.first_line + at)
        for at, stop in pairwise([0, *starts, len(lines)])
    ]
    return parts[0], parts[1:]


def _cells(row: str) -> Sequence[str]:
    text = row.strip().removeprefix("|").removesuffix("|")
    return re.split(r"(?<!\\)\|", text)[:20]
