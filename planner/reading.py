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
from planner.rules_capabilities import asked_from_above, capability_needs
from planner.rules_code import code_needs
from planner.rules_documents import document_needs
from planner.rules_lists import listed_needs
from planner.rules_paths import path_needs
from planner.rules_skills import ANY_SCRIPT, SKILL_WORDS, heading_needs, skill_needs
from planner.rules_tables import row_needs, row_refused
from planner.rules_tools import program_noun, tool_needs
from planner.specification import specification_digest
from planner.statements import Statement, statements
from planner.words import word_set

MAX_APPROACH_BYTES = 1_048_576
_SKILLS = (
    SKILL_WORDS
    | DOCUMENTS
    | {noun + "s" for noun in DOCUMENTS}
    | word_set("skills compétences habilidades kompetenzen")
)
# A demand for an ability holds one of these words: of each phrase, the first that is not everywhere.
_EVERYWHERE = word_set("the a in is are to it there no be will not can of with")
_DEMANDS = frozenset(
    next((word for word in (first, *rest) if word not in _EVERYWHERE), first)
    for first, entries in MARKED.items()
    for rest, cls, form, _ in entries
    if cls in ("need", "must", "able", "depend") and form != "weak"
) | word_set("can kann können bring")


def plan(approach: str, library: Collection[str]) -> InfrastructureNeeds:
    """What the approach calls for: skills to write, tools to build, and skills that the library holds.

    Never raises on any text; takes time in proportion to its length.
    """
    shelf = Shelf(library)
    said = [statement for block in read_blocks(approach) for statement in statements(block)]
    existing = existing_skills(said, shelf)
    candidates = [c for statement in said for c in _candidates(statement)]
    needs = merge(candidates, shelf)
    passages = Passages(said, needs)
    skills, tools = [], []
    for need in needs:
        if need.kind == "skill":
            skills.append(_skill(need, passages))
        else:
            tools.append(_tool(need, passages))
    return InfrastructureNeeds(tuple(skills), tuple(tools), existing)


def _candidates(statement: Statement) -> Iterator[Candidate]:
    """What each rule sees in one statement; the kind of block says which rules may look."""
    kind = statement.block.kind
    if kind == "quote" or not statement.words:
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
    words = statement.words
    if not _SKILLS.isdisjoint(words) or any(map(_names_skill, words)):
        yield from skill_needs(statement)
        yield from document_needs(statement)
    if any(map(program_noun, words)):
        yield from tool_needs(statement)
    if not _DEMANDS.isdisjoint(words) or asked_from_above(statement):
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
