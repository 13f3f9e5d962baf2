"""The planner itself: text → blocks → statements → candidates → needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from planner.blocks import read_blocks
from planner.candidates import Candidate
from planner.existing import existing_skills
from planner.lexicon import DOCUMENTS, MARKED
from planner.library import Shelf
from planner.merging import Merged, merge
from planner.naming import title_of
from planner.needs import InfrastructureNeeds, SkillSpec, ToolSpec
from planner.passages import Passages
from planner.rules_capabilities import asked_from_above, block_asks, capability_needs
from planner.rules_code import code_needs
from planner.rules_documents import document_needs
from planner.rules_lists import listed_needs, listing_kind
from planner.rules_paths import path_needs
from planner.rules_skills import ANY_SCRIPT, SKILL_WORDS, heading_needs, skill_needs
from planner.rules_tables import header_kind, row_needs, row_refused
from planner.rules_tools import program_noun, tool_needs
from planner.specification import specification_digest
from planner.statements import Paragraph, Statement
from planner.words import word_set

MAX_APPROACH_BYTES = 1_048_576
_SKILLS = (
    SKILL_WORDS
    | DOCUMENTS
    | {noun + "s" for noun in DOCUMENTS}
    | word_set("skills compétences habilidades kompetenzen")
)
_PATHS = word_set("skills tools")
# Phrases that demand an ability: of each, the first word and the others.
_DEMANDS: dict[str, list[frozenset[str]]] = {
    first: [
        frozenset(rest)
        for rest, cls, form, _ in entries
        if cls in ("need", "must", "able", "depend", "can") and form != "weak"
    ]
    for first, entries in MARKED.items()
}
for _word in word_set("can kann können"):
    _DEMANDS[_word] = [frozenset()]
_DEMANDING = frozenset(first for first, phrases in _DEMANDS.items() if phrases)


def plan(approach: str, library: Collection[str]) -> InfrastructureNeeds:
    """What the approach calls for: skills to write, tools to build, and skills that the library holds.

    Never raises on any text; takes time in proportion to its length.
    """
    shelf = Shelf(library)
    paragraphs = [Paragraph(block) for block in read_blocks(approach)]
    existing = existing_skills(paragraphs, shelf)
    telling = _Telling()
    candidates = [
        candidate
        for paragraph in paragraphs
        if _may_hold_a_need(paragraph, telling)
        for statement in paragraph.statements
        for candidate in _candidates(statement, telling)
    ]
    needs = merge(candidates, shelf)
    passages = Passages(paragraphs, needs)
    skills, tools = [], []
    for need in needs:
        if need.kind == "skill":
            skills.append(_skill(need, passages))
        else:
            tools.append(_tool(need, passages))
    return InfrastructureNeeds(tuple(skills), tuple(tools), existing)


class _Telling(dict[str, bool]):
    """Word → whether it names a program; each word is looked at once."""

    def __missing__(self, word: str) -> bool:
        found = self[word] = bool(program_noun(word))
        return found

    def programs(self, words: Collection[str]) -> bool:
        return any(map(self.__getitem__, words))


def _may_hold_a_need(paragraph: Paragraph, telling: _Telling) -> bool:
    """Whether the words of a block, or what stands over it, make a closer look worth while."""
    block, words = paragraph.block, paragraph.vocabulary
    if block.kind == "quote":
        return False
    if _speaks_of_skills(words):
        return True
    if block.kind == "heading":
        return False
    return (
        telling.programs(words)
        or not _PATHS.isdisjoint(words)
        or _demands(words)
        or (block.kind == "row" and header_kind(block) is not None)
        or listing_kind(block) is not None
        or block_asks(block)
    )


def _speaks_of_skills(words: Collection[str]) -> bool:
    return not _SKILLS.isdisjoint(words) or any(map(_names_skill, words))


def _demands(words: Collection[str]) -> bool:
    """Whether all words of a phrase that demands an ability are there, in whatever order."""
    firsts = _DEMANDING.intersection(words)
    if not firsts:
        return False
    there = words if isinstance(words, frozenset) else frozenset(words)
    return any(rest <= there for first in firsts for rest in _DEMANDS[first])


def _candidates(statement: Statement, telling: _Telling) -> Iterator[Candidate]:
    """What each rule sees in one statement; the kind of block says which rules may look."""
    kind, words = statement.block.kind, statement.words
    if not words:
        return
    if kind == "heading":
        yield from heading_needs(statement)
        return
    if kind == "row" and row_refused(statement):
        return
    yield from path_needs(statement)
    yield from listed_needs(statement)
    if kind == "code":
        yield from code_needs(statement)
        return
    if kind == "row":
        yield from row_needs(statement)
    if _speaks_of_skills(words):
        yield from skill_needs(statement)
        yield from document_needs(statement)
    if telling.programs(words):
        yield from tool_needs(statement)
    if _demands(words) or asked_from_above(statement):
        yield from capability_needs(statement)


def _names_skill(word: str) -> bool:
    """Whether a word names a skill in itself ("mapping-skill"), or is a word for one in another script."""
    return "skill" in word or (not word.isascii() and any(script in word for script in ANY_SCRIPT))


def _skill(need: Merged, passages: Passages) -> SkillSpec:
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


def _tool(need: Merged, passages: Passages) -> ToolSpec:
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
