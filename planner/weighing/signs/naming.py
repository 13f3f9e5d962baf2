"""What a thing is, and how it is named."""

from __future__ import annotations

from planner.signs.making import INDEFINITE
from planner.weighing.proposals import Proposal
from planner.weighing.signs.entries import (
    THINGS,
    sign,
)
from planner.words.lexicon import AGENT_NOUNS, DOCUMENT_STRONG, PROGRAM_NOUNS
from planner.words.lists import word_set
from planner.words.nouns import INPUT, PERSON_OR_PROGRAM, PHYSICAL, PROGRAM_WEAK

# What it is.


@sign("a word for programs", "program")
def a_word_for_programs(p: Proposal) -> bool:
    return p.noun in PROGRAM_NOUNS and p.noun not in PROGRAM_WEAK and p.noun not in PHYSICAL


@sign("a doer of a technique", "program")
def a_doer_of_a_technique(p: Proposal) -> bool:
    return p.noun in AGENT_NOUNS and p.noun not in PERSON_OR_PROGRAM


@sign("a doer of something", "program")
def any_doer(p: Proposal) -> bool:
    return p.noun not in PROGRAM_NOUNS and p.noun not in AGENT_NOUNS


@sign("a word for many kinds of tools", "program")
def tool_or_program(p: Proposal) -> bool:
    return p.noun in _TOOLS


_TOOLS = word_set("tool program programme software application app system")


@sign("a word for instructions", "document")
def instructions_by_its_name(p: Proposal) -> bool:
    return p.noun in DOCUMENT_STRONG


@sign("a word that seldom means instructions", "document")
def seldom_instructions(p: Proposal) -> bool:
    return p.noun in _SELDOM


_SELDOM = word_set(
    """
    key yardstick ladder standard norm norma normas template catalogue chart scale vocabulary matrix sheet
    crib code list form card table plan schema raster bogen baum ordnung schlüssel
    """
)


@sign('the word "skill"', "skill")
def the_word_skill(p: Proposal) -> bool:
    return p.noun == "skill"


@sign("skills spoken of beside it", "skill")
def skill_said_elsewhere_in_the_sentence(p: Proposal) -> bool:
    return p.noun == "name" and not _SKILLS.isdisjoint(p.statement.words)


_SKILLS = word_set("skill skills")

# How it is named.


@sign("brought in as new", *THINGS)
def new_by_its_article(p: Proposal) -> bool:
    return p.phrase.before in INDEFINITE


@sign("spoken of as known", *THINGS)
def known_by_its_article(p: Proposal) -> bool:
    return p.phrase.before in _THE


_THE = word_set("the this that these those der die das den dem le la les el los las l")


@sign("named like a heading or an item", *THINGS)
def without_an_article(p: Proposal) -> bool:
    return not p.phrase.before or not p.phrase.before[0].isalnum()


@sign("named as a means", *THINGS)
def gone_by(p: Proposal) -> bool:
    return not _BY.isdisjoint(p.statement.words[max(0, p.first - 2) : p.first])


_BY = word_set(
    "by per under against according via using through with nach gemäß laut selon según mit avec con"
)


@sign("a word that says nothing of what it is for", *THINGS)
def nothing_but_the_word(p: Proposal) -> bool:
    return p.first == p.head and "-" not in p.statement.words[p.head]


@sign("emphasised", *THINGS)
def emphasised(p: Proposal) -> bool:
    st = p.statement
    text, begin, end = st.block.text, st.begin[p.first], st.end[p.head]
    return text[begin - 1 : begin] in _EMPHASIS or text[end : end + 1] in _EMPHASIS


_EMPHASIS = ("*", "_", "`")


@sign("new, and its purpose told", *THINGS)
def brought_in_as_new(p: Proposal) -> bool:
    behind = p.statement.words[p.head + 1 : p.head + 3]
    if p.phrase.before not in INDEFINITE or not behind:
        return False
    return behind[0] in _THAT or (behind[0] in _SIGNS and behind[-1] in _THAT)


_THAT = word_set("that which to for qui que pour para der das die um zum →")
_SIGNS = frozenset((",", ":", "(", "–", "—"))


@sign("what it does is told", *THINGS)
def it_does_a_technique(p: Proposal) -> bool:
    at = p.statement.at
    return any(
        mark.cls in _DOING and mark.form in ("third", "ing", "base")
        for index in range(p.head + 1, p.head + 6)
        for mark in at.get(index, ())
    )


_DOING = ("technical", "methodical", "function")


@sign("data spoken of beside it", *THINGS)
def data_named_beside(p: Proposal) -> bool:
    words = p.statement.words
    return not (
        INPUT.isdisjoint(words[p.first : p.head]) and INPUT.isdisjoint(words[p.head + 1 : p.head + 9])
    )
