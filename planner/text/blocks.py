"""Text → blocks: headings, list items, table rows, code, quotations and prose, each knowing its lines.

A small line-based reader, because every block must map back to exact lines and hostile markdown must
cost no more than its length. It reads what people write, not all of CommonMark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

BlockKind = Literal["heading", "item", "row", "code", "quote", "prose"]

_ITEM = re.compile(
    r"([ \t]{0,40})(?:([-*+•–])|(\(?\d{1,9}[.)]|\(?[A-Za-z][.)]|\((?:i{1,3}|iv|vi{0,3}|ix)\))"
    # "2.1 Capabilities", "R3. A script", "FR-12: A script": only before a capital or a mark
    r"|(?:\d{1,3}(?:\.\d{1,3}){1,3}[.)]?|[A-Z]{1,3}-?\d{1,3}[.:)]|\[[A-Z]{1,8}-?\d{1,5}\])"
    r"(?=[ \t]+[^\Wa-z_\d]|[ \t]+[*`_\"“„«\[]))[ \t]+(?=\S)"
)
_SUB_ITEM = re.compile(r"([ \t]{2,40})()()\d{1,3}(?:\.\d{1,3}){1,3}[.)]?[ \t]+(?=\S)")
_TASK_BOX = re.compile(r"\[([ xX])\][ \t]+")
_TICKET = re.compile(r"\[?[A-Z][A-Z\d]{1,9}-\d{1,6}\]?:?[ \t]+(?=\S)")  # "RESTOCK-14 Write …"
_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_FENCE = re.compile(r"[ \t]{0,12}(`{3,}|~{3,})")
_QUOTE = re.compile(r"[ \t]{0,12}>[ \t]?")
_RULE_LINE = re.compile(r"[ \t]{0,3}(?:-[ \t]*){3,}$|[ \t]{0,3}(?:\*[ \t]*){3,}$|[ \t]{0,3}(?:_[ \t]*){3,}$")
_SETEXT = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_YAML_KEY = re.compile(r"([ \t]{0,40})([A-Za-z_][\w -]{0,60}):[ \t]*(\S.*)?$")
_YAML_ITEM = re.compile(r"([ \t]{0,40})-[ \t]+(\S.*)$")
_BOLD_LINE = re.compile(r"(?:\*\*|__)([^*_]{1,100})(?:\*\*|__)[ \t]*:?[ \t]*$")


COMMENT = ("#", "//", "--", ";", "/*")  # what a line of code begins with that is a comment
HEADING = ("",)  # the header of the row that is a table's header itself


@dataclass(slots=True, eq=False)
class Block:
    """A run of text that belongs together, and what stands over it. Equal when both are, wherever it stands.

    `text` is made of substrings of the lines, joined by newlines, so a part of it that holds no
    newline is always an exact substring of its line.
    """

    kind: BlockKind
    text: str
    first_line: int
    starts: Sequence[int] = (0,)
    headings: tuple[str, ...] = ()
    lead: str = ""
    header: tuple[str, ...] = ()
    depth: int = 0
    ordered: bool = False
    boxed: bool = False  # stands behind a box to tick: [ ] or [x]
    done: bool = False
    key: str = ""
    language: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Block) and self._said_under() == other._said_under()

    def __hash__(self) -> int:
        return hash((self.kind, self.text, self.headings, self.lead))

    def _said_under(self) -> tuple[object, ...]:
        over = (self.headings, self.lead, self.header, self.key)
        form = (self.depth, self.ordered, self.boxed, self.done, self.language)
        return (self.kind, self.text, form, over)

    @property
    def over(self) -> str:
        """What stands right over it: its introduction, else its heading."""
        return self.lead or (self.headings[-1] if self.headings else "")

    def line_of(self, offset: int) -> int:
        """The 1-based line of the approach on which this offset of `text` stands."""
        return self.first_line + bisect_right(self.starts, offset) - 1

    def fill(self, lines: list[str]) -> None:
        """Have these lines for a text; all at once, so that a long paragraph stays linear."""
        self.text = "\n".join(lines)
        self.starts = list(accumulate((len(line) + 1 for line in lines[:-1]), initial=0))


def read_blocks(text: str) -> list[Block]:
    """The blocks of a markdown text in order; comments are dropped."""
    return _Reader(without_comments(text).split("\n")).read()


def without_comments(text: str) -> str:
    """The text with HTML comments blanked out, lines kept: what they say is not said to the reader."""
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start + 4)
        if end < 0:
            break
        parts.append(text[at:start])
        parts.append(re.sub(r"[^\n]", " ", text[start : end + 3]))
        at = end + 3
    return "".join(parts) + text[at:]


def _leads(text: str, run_in: bool) -> bool:
    """Whether a paragraph introduces the list behind it: by a colon, or as a few words right above it."""
    if text.rstrip("*_ \t").endswith((":", " able to", " shall", " must", " shall deliver", " deliver")):
        return True
    return (
        run_in
        and "\n" not in text
        and len(text.split()) <= 9
        and not text.rstrip().endswith((".", "!", ";", ","))
    )


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.blocks: list[Block] = []
        self.headings: list[tuple[int, str]] = []
        self.titles: tuple[str, ...] | None = ()  # of `headings`; None where they changed
        self.open: Block | None = None
        self.further: list[str] = []  # lines of the open block behind its first
        self.header: tuple[str, ...] = ()
        self.lead = ""
        self.item_leads: list[tuple[int, str]] = []

    def read(self) -> list[Block]:
        index = self._front_matter()
        while index < len(self.lines):
            index = self._line(index)
        self._close()
        return self.blocks

    def _front_matter(self) -> int:
        if self.lines[0].strip() == "---":
            for end in range(1, min(len(self.lines), 200)):
                if self.lines[end].strip() in ("---", "..."):
                    self._code(1, end, "yaml")
                    return end + 1
        return 0

    def _line(self, index: int) -> int:
        line = self.lines[index].rstrip()
        if not line or line.isspace():
            self._close()
            self.header = ()
            return index + 1
        sign = line.lstrip()[0]
        if sign in "`~" and (fence := _FENCE.match(line)):
            return self._fenced(index, fence.group(1))
        if sign == "#" and (atx := _ATX.match(line)):
            self._heading(len(atx.group(1)), line[atx.end() :].rstrip("# \t"), index)
            return index + 1
        if sign in "=-" and (level := self._setext(line)) and self.open is not None:
            title, self.open = self.open, None
            self._heading(level, title.text, title.first_line - 1)
            return index + 1
        if sign in "-*_" and _RULE_LINE.match(line):
            self._close()
            return index + 1
        if line.count("|") >= 2 and (
            line.lstrip().startswith("|") or self.header or self._table_starts(index)
        ):
            return self._row(index, line)
        if sign == ">" and (quote := _QUOTE.match(line)):
            self._continue("quote", line[quote.end() :], index)
        elif item := _ITEM.match(line) or self._sub_item(index, line):
            self._item(index, line, item)
        else:
            self._text(index, line)
        return index + 1

    def _sub_item(self, index: int, line: str) -> re.Match[str] | None:
        """A line that an indented "2.1" opens, where the line above leads to it or is one as well."""
        if not line[:1].isspace() or index == 0 or not (found := _SUB_ITEM.match(line)):
            return None
        above = self.lines[index - 1].rstrip()
        return found if above.endswith((":", ";", ".", " to", " shall", " must", " deliver")) else None

    def _text(self, index: int, line: str) -> None:
        """A line without a sign: it goes on with what is open, or begins a paragraph."""
        if self._heads_a_list(index, line):
            self._close()
        if self.open is not None and self.open.kind in ("item", "prose"):
            self._continue(self.open.kind, line.lstrip(), index)
        else:
            self._prose(index, line)

    def _heads_a_list(self, index: int, line: str) -> bool:
        """Whether a word or two at the margin end one list and stand over the next: "DONE"."""
        if self.open is None or self.open.kind != "item" or not line[0].isupper() or len(line) > 40:
            return False
        short = line.isupper() or len(line.split()) <= 2
        follows = index + 1 < len(self.lines) and _ITEM.match(self.lines[index + 1]) is not None
        return short and follows and line[-1] not in ".!;,"

    def _setext(self, line: str) -> int:
        found = _SETEXT.match(line)
        usable = self.open is not None and self.open.kind == "prose" and not self.further
        return (1 if "=" in line else 2) if found and usable else 0

    def _table_starts(self, index: int) -> bool:
        return index + 1 < len(self.lines) and bool(_TABLE_RULE.match(self.lines[index + 1].rstrip()[:500]))

    def _titles(self) -> tuple[str, ...]:
        if self.titles is None:
            self.titles = tuple(title for _, title in self.headings)
        return self.titles

    def _start(self, block: Block) -> None:
        self._close()
        block.headings = self._titles()
        self.open = block

    def _close(self, run_in: bool = False) -> None:
        if self.open is not None:
            block, self.open = self.open, None
            if self.further:
                block.fill([block.text, *self.further])
                self.further = []
            self.blocks.append(block)
            if block.kind == "prose":
                self.lead = block.text if _leads(block.text, run_in) else ""
                self.item_leads = []

    def _heading(self, level: int, title: str, index: int) -> None:
        self._close()
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.titles = None
        over = self._titles()
        # The first heading of level 1 names the document; it says nothing about its sections.
        if level > 1 or any(block.kind == "heading" for block in self.blocks):
            self.headings.append((level, title[:200]))
            self.titles = None
        self.blocks.append(Block("heading", self.lines[index], index + 1, headings=over))
        self.lead, self.item_leads = "", []

    def _continue(self, kind: BlockKind, piece: str, index: int) -> None:
        if self.open is not None and self.open.kind == kind:
            self.further.append(piece)
        else:
            self._start(Block(kind, piece, index + 1))

    def _prose(self, index: int, line: str) -> None:
        piece = line.lstrip()
        if (bold := _BOLD_LINE.match(piece)) and self._alone(index) and not piece.rstrip("*_").endswith("."):
            # A bold line of its own does a heading's work; it may still be a name, so it is a block too.
            self._heading(7, bold.group(1), index)
            return
        self._start(Block("prose", piece, index + 1))

    def _alone(self, index: int) -> bool:
        below = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        return not below.strip() or bool(_ITEM.match(below))

    def _item(self, index: int, line: str, item: re.Match[str]) -> None:
        if self.open is None and self.blocks and self.blocks[-1].kind == "prose":
            # A few words that stand alone over a list head it.
            self.lead = self.lead or (self.blocks[-1].text if _leads(self.blocks[-1].text, True) else "")
        self._close(run_in=True)
        depth = len(item.group(1).expandtabs(4))
        body = line[item.end() :]
        box = _TASK_BOX.match(body)
        if box:
            body = body[box.end() :]
        if ticket := _TICKET.match(body):
            body = body[ticket.end() :]
        while self.item_leads and self.item_leads[-1][0] >= depth:
            self.item_leads.pop()
        lead = self.item_leads[-1][1] if self.item_leads else self.lead
        if len(self.item_leads) < 20:
            self.item_leads.append((depth, body[:300] if _leads(body, True) else lead))
        self._start(Block("item", body, index + 1))
        assert self.open is not None
        self.open.lead, self.open.depth, self.open.ordered = lead, depth, bool(item.group(3))
        self.open.boxed = box is not None
        self.open.done = bool(box and box.group(1) in "xX")

    def _row(self, index: int, line: str) -> int:
        self._close()
        if not self.header and self._table_starts(index):
            self.header = tuple(cell.strip()[:100] for cell in line.strip().strip("|").split("|")[:20])
            self.blocks.append(Block("row", line.strip(), index + 1, headings=self._titles(), header=HEADING))
            return index + 2
        self.blocks.append(
            Block("row", line.strip(), index + 1, headings=self._titles(), header=self.header, lead=self.lead)
        )
        return index + 1

    def _fenced(self, index: int, fence: str) -> int:
        self._close()
        language = self.lines[index].strip().lstrip("`~").strip()[:20].lower()
        end = index + 1
        while end < len(self.lines) and not self.lines[end].strip().startswith(fence):
            end += 1
        self._code(index + 1, end, language)
        return end + 1

    def _code(self, first: int, end: int, language: str) -> None:
        """Code lines, one block each; `key: - value` lists (YAML) keep the key that stands over a value."""
        key, key_depth, lead = "", -1, self.lead
        for index in range(first, end):
            line = self.lines[index].rstrip()
            block = Block("code", line.strip(), index + 1, headings=self._titles(), lead=lead)
            if block.text.startswith(COMMENT):
                lead = block.text[:200]
            block.language = language
            if item := _YAML_ITEM.match(line):
                if key and len(item.group(1)) >= key_depth:
                    block.key, block.text = key, item.group(2).rstrip()
            elif found := _YAML_KEY.match(line):
                key, key_depth = found.group(2).strip().lower(), len(found.group(1))
                if found.group(3):
                    block.key = key
            elif line:
                key = ""
            if line:
                self.blocks.append(block)
