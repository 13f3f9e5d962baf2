"""The planner itself: text → blocks → statements → candidates → needs."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import reduce
from itertools import chain
from operator import or_

from planner.candidates import Candidate
from planner.existing import existing_skills
from planner.library import Shelf
from planner.merging import Merged, merge
from planner.naming import title_of
from planner.needs import InfrastructureNeeds, SkillSpec, ToolSpec
from planner.passages import Passages
from planner.rules.capabilities import capability_needs
from planner.rules.code import code_needs
from planner.rules.code_files import code_file_needs
from planner.rules.coding import CODING
from planner.rules.counted import counted_needs
from planner.rules.documents import document_needs
from planner.rules.lists import listed_needs
from planner.rules.open_items import open_item_needs
from planner.rules.own_one import own_one_needs
from planner.rules.paths import path_needs
from planner.rules.siblings import sibling_needs
from planner.rules.skills import SKILL, heading_needs, skill_needs
from planner.rules.tables import row_needs, row_refused, tells_of_rows
from planner.rules.tools import tool_needs
from planner.rules.usage import usage_needs
from planner.rules.written_down import WRITING_WORDS, written_down_needs
from planner.signs.demands import ABILITY_LABELS, asked_behind, asked_from_above, block_asks
from planner.signs.document_names import DOCUMENT
from planner.signs.list_titles import announced_kind, key_asks, listing_kind
from planner.signs.pieces_of_work import lists_work
from planner.signs.program_names import PROGRAM
from planner.signs.told_abilities import ABILITY_WORDS, counted_off
from planner.specification import specification_digest
from planner.text.blocks import HEADING, Block, read_blocks
from planner.text.gates import gate_of
from planner.text.statements import Statement, read_statements
from planner.text.tokens import Words
from planner.weighing.weighing import weighed_needs
from planner.words.lexicon import MARKED, rarest
from planner.words.lists import word_set

MAX_APPROACH_BYTES = 1_048_576
# Words that demand an ability, and those that do with others: of each phrase, the rarest and its others.
_DEMANDING = set(
    word_set(
        """
        unless unable incapable
        provided sofern solange pourvu can cannot kann können pueden peuvent savent saben without
        ohne
        sans sin
        """
    )
    | ABILITY_LABELS
    | ABILITY_WORDS
)
_PHRASES: dict[str, set[frozenset[str]]] = {}
_PHRASES["before"] = {frozenset((word,)) for word in ("get", "gets", "be")}  # "names get blanked before …"
for _first, _entries in MARKED.items():
    for _rest, _cls, _form, _ in _entries:
        if _cls not in ("need", "must", "able", "depend", "can") or _form == "weak":
            continue
        if _rest:
            _word = rarest((_first, *_rest))
            _PHRASES.setdefault(_word, set()).add(frozenset((_first, *_rest)) - {_word})
        else:
            _DEMANDING.add(_first)
_PHRASE_WORDS = frozenset(_PHRASES)
# What the words of a sentence can tell of, besides a program: the gates of the rules for it.
_PROGRAM = PROGRAM | gate_of(CODING)
_DOCUMENT = DOCUMENT | gate_of(WRITING_WORDS)
_DEMAND = gate_of(_DEMANDING)
_PHRASE = gate_of(_PHRASES)
_PATH = gate_of(("skills", "tools"))
_TELLING = _PROGRAM | SKILL | _DOCUMENT | _DEMAND | _PATH | _PHRASE


def plan(approach: str, library: Collection[str]) -> InfrastructureNeeds:
    """What the approach calls for: skills to write, tools to build, and skills that the library holds.

    Never raises on any text; takes time in proportion to its length.
    """
    with _without_collector():
        return _read(approach, library)


@contextmanager
def _without_collector() -> Iterator[None]:
    """A reading makes many small objects that live to its end; looking for garbage takes a quarter of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _read(approach: str, library: Collection[str]) -> InfrastructureNeeds:
    shelf = Shelf(library)
    words = Words()
    read = (read_statements(block, words) for block in read_blocks(approach))
    paragraphs = [statements for statements in read if statements]
    vocabulary = words.vocabulary()
    existing = existing_skills(paragraphs, vocabulary, shelf)
    candidates: list[Candidate] = []
    called: dict[int, list[Candidate]] = {}
    for statement, told in _telling_statements(paragraphs):
        found = list(_candidates(statement, told))
        if found:
            candidates += found
            called.setdefault(id(statement.block), []).extend(found)
    candidates += sibling_needs(paragraphs, called)
    candidates += usage_needs(paragraphs, vocabulary)
    candidates += weighed_needs(paragraphs, {id(found.statement) for found in candidates})
    needs = merge(candidates, shelf)
    passages = Passages(chain.from_iterable(paragraphs), vocabulary, needs)
    skills, tools = [], []
    for need in needs:
        if need.kind == "skill":
            skills.append(_skill_spec(need, passages))
        else:
            tools.append(_tool_spec(need, passages))
    _part(paragraphs)
    return InfrastructureNeeds(tuple(skills), tuple(tools), existing)


def _telling_statements(paragraphs: list[list[Statement]]) -> Iterator[tuple[Statement, int]]:
    """The sentences that can hold a need, each with what its words can tell of.

    What is said twice in the same words, in one block or under the same headings, is read once.
    """
    read = _Read()
    for paragraph in paragraphs:
        block = paragraph[0].block
        if block.kind == "quote":
            continue
        each = [_told(statement) for statement in paragraph]
        if len(each) == 1:
            told = each[0] & ~_PHRASE
            if _may_hold_a_need(block, told) and not read.before(block):
                yield paragraph[0], told
            continue
        all_told = reduce(or_, each)
        if all_told == _PHRASE:
            all_told = _DEMAND if _demand(paragraph) else 0
        if not _may_hold_a_need(block, all_told) or read.before(block):
            continue
        heard: set[tuple[str, ...]] = set()
        for statement, told in zip(paragraph, each, strict=True):
            words = tuple(statement.words)
            if words not in heard:
                heard.add(words)
                yield statement, told & ~_PHRASE


def _told(statement: Statement) -> int:
    """What the words of the statement can tell of, all together."""
    told = statement.opened & _TELLING
    if told & _PHRASE and not told & _DEMAND and _demand([statement]):
        told |= _DEMAND
    return told


def _part(paragraphs: list[list[Statement]]) -> None:
    """Take the sentences apart that hold each other, so that a reading leaves no garbage to look for."""
    for statement in chain.from_iterable(statements for statements in paragraphs if len(statements) > 1):
        statement.after = None


class _Read:
    """The blocks that have been read; only those of which two have one text are compared."""

    def __init__(self) -> None:
        self._first: dict[str, Block] = {}
        self._again: set[Block] = set()

    def before(self, block: Block) -> bool:
        """Whether an equal block has been read; if not, this one now has."""
        first = self._first.setdefault(block.text, block)
        if first is block:
            return False
        if block == first or block in self._again:
            return True
        self._again.add(block)
        return False


def _may_hold_a_need(block: Block, told: int) -> bool:
    """Whether the words of a block, or what stands over it, make a closer look worth while."""
    if block.kind == "heading":
        return bool(told & (SKILL | _PATH))
    return bool(
        told
        or (block.kind == "row" and tells_of_rows(block))
        or lists_work(block)
        or listing_kind(block) is not None
        or block.text.startswith("`")
        or announced_kind(block) is not None
        or block_asks(block)
    )


def _demand(statements: list[Statement]) -> bool:
    """Whether all words of a phrase that demands an ability are there, in whatever order."""
    words = frozenset(chain.from_iterable(statement.words for statement in statements))
    held = _PHRASE_WORDS & words
    return any(others <= words for word in held for others in _PHRASES[word])


def _candidates(statement: Statement, told: int) -> Iterator[Candidate]:
    """What each rule sees in one statement; the kind of block says which rules may look."""
    kind = statement.block.kind
    if kind == "heading":
        yield from path_needs(statement)
        yield from heading_needs(statement)
        return
    if kind == "row" and (statement.block.header == HEADING or row_refused(statement)):
        return
    if statement.paths:
        yield from path_needs(statement)
    elif statement.before is None and kind in ("item", "code"):
        yield from listed_needs(statement)
    if kind == "code":
        yield from code_needs(statement)
        if key_asks(statement.block.key):
            yield from _spoken_of(statement, told & SKILL)
        return
    if kind == "item":
        yield from open_item_needs(statement)
    if kind == "row":
        for found in row_needs(statement):
            yield found
            told &= ~_DOCUMENT  # other cells tell of what the row is
    yield from _spoken_of(statement, told)


def _spoken_of(statement: Statement, told: int) -> Iterator[Candidate]:
    """What the rules for sentences see, as far as the words of this one can tell of it."""
    if statement.before is not None:
        yield from counted_needs(statement)
    if told & SKILL:
        yield from skill_needs(statement)
    if told & _DOCUMENT:
        yield from document_needs(statement)
        yield from written_down_needs(statement)
    programs = list(tool_needs(statement)) if told & _PROGRAM else []
    yield from programs
    yield from own_one_needs(statement)
    if statement.spans and not programs:  # "build a tool `sort.py` that …" says more than its file does
        yield from code_file_needs(statement)
    asked = told & _DEMAND or asked_from_above(statement) or asked_behind(statement)
    if asked or (statement.before is not None and counted_off(statement)):
        yield from capability_needs(statement)


def _skill_spec(need: Merged, passages: Passages) -> SkillSpec:
    evidence = need.evidence
    specification = passages.specification(need)
    return SkillSpec(
        name=need.name,
        title=title_of(evidence.words),
        specification=specification,
        reason=evidence.reason,
        quote=evidence.quote(),
        line=evidence.line,
        digest=specification_digest("skill", specification),
        rule=evidence.rule,
        last_line=evidence.last_line,
    )


def _tool_spec(need: Merged, passages: Passages) -> ToolSpec:
    evidence = need.evidence
    specification = passages.specification(need)
    return ToolSpec(
        name=need.name,
        title=title_of(evidence.words),
        specification=specification,
        reason=evidence.reason,
        quote=evidence.quote(),
        line=evidence.line,
        digest=specification_digest("tool", specification),
        interface=next((m.interface for m in need.mentions if m.interface), None),
        rule=evidence.rule,
        last_line=evidence.last_line,
    )
