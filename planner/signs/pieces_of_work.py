"""Things that stand for pieces of work: items to tick or to do, "the first job", named with a purpose."""

from __future__ import annotations

import re
from functools import lru_cache

from planner.candidates import NounPhrase, clause_bounds
from planner.signs.list_titles import lists_making, lists_tools
from planner.signs.making import INDEFINITE
from planner.signs.next_sentence import to_be_made_next
from planner.signs.program_names import called, program_noun
from planner.text.blocks import Block
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lists import phrase_set, word_set

_PIECES = word_set(
    """
    job step task thing piece deliverable item need action milestone priority requirement prerequisite
    component part building-block work-package gap
    """
)
_AFTER_PLANNED = word_set(
    """
    : that which to for from with mit avec con as →  ( , ; . who qui das que de d du des del von zum zur
    für pour para à
    """
)


def labelled(st: Statement, phrase: NounPhrase) -> bool:
    """ "Script: utility invoices → kWh" as an item of a list."""
    words = st.words
    after = words[phrase.head + 1 : phrase.head + 2]
    at_start = phrase.head == first_word(st) and after in ([":"], ["–"], ["—"])
    return at_start and st.block.kind in ("item", "row") and not words[phrase.head].endswith("s")


def given_as(st: Statement, phrase: NounPhrase) -> bool:
    """ "Units: a normaliser as a small CLI": behind a sign, and said to be a program."""
    behind = st.words[phrase.head + 1 : phrase.head + 6]
    opens_clause = (
        phrase.first <= 1 or st.words[phrase.first - 1] in _SIGN or st.words[phrase.first - 2] in _SIGN
    )
    return (
        opens_clause
        and behind[:1] in (["as"], ["als"], ["comme"], ["como"])
        and any(map(program_noun, behind))
    )


_SIGN = frozenset(":–—-→>")


def first_word(st: Statement) -> int:
    index = 0
    while index < len(st.words) - 1 and not st.words[index][0].isalnum():
        index += 1
    return index


def planned(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    """A noun phrase that stands for a piece of work: opens an item, or is "the first job"."""
    words = st.words
    start = first_word(st)
    if is_piece(st, phrase) or _behind_a_piece(st, phrase) or (not doubtful and _named_alone(st, phrase)):
        return True
    if not _NOBODY.isdisjoint(words):
        return False  # "fancy bot (nobody, 2027?)"
    named = not doubtful or st.block.text.startswith("`")
    if lists_work(st.block) and phrase.before in INDEFINITE and words[phrase.first - 2] == "as":
        return True  # "[ ] mapping of old codes to new, as a command"
    if lists_work(st.block) and st.before is None and named and opens(st, phrase, start):
        return not words[phrase.head].endswith("s") and _explained(words[phrase.head + 1 :])
    named = phrase.first < phrase.head and words[phrase.first] in ("new", "small", "further", "custom")
    bare = phrase.first - start <= 1 and words[phrase.head + 1 : phrase.head + 2] in _PURPOSE and not doubtful
    if bare and st.block.kind == "item" and st.before is None and not lists_tools(st.block):
        return not words[phrase.head].endswith("s") and not _STATING.intersection(
            words[phrase.head + 1 :][:14]
        )
    labelled = ":" in words[max(0, phrase.first - 4) : phrase.first]
    if labelled and _ACTIONS.intersection(st.label.lower().split()):
        return _explained(words[phrase.head + 1 :])  # "Action: Tom – merge tool for the lists"
    if phrase.before not in INDEFINITE and not named:
        return False
    if words[phrase.first - 2 : phrase.first - 1] == [":"] and _PIECES.intersection(st.label.lower().split()):
        return True
    if phrase.head - start <= 2 and words[start] in ("new", "neu", "nouveau", "nuevo") and called(st, phrase):
        return True
    at_start = phrase.first - start <= 1 or (":" in words[start : phrase.first] and phrase.first - start <= 4)
    return at_start and not doubtful and st.block.kind == "item" and _explained(words[phrase.head + 1 :])


_ACTIONS = word_set("action actions todo task ai aufgabe tâche tarea acción")


def _named_alone(st: Statement, phrase: NounPhrase) -> bool:
    """ "A duplicate finder. The archive is long, and near matches must be caught": named, then asked for."""
    alone = phrase.first == 1 < phrase.head and st.words[phrase.head + 1 :] in ([], ["."])
    if not alone or phrase.before not in INDEFINITE or st.before is not None or st.after is None:
        return False
    if st.after.marked("negation", "existing", "excluded", "optional"):
        return False
    if to_be_made_next(st.after) or st.after.marked("need", "pending", "harmless"):
        return True
    return any(not _handled(st.after.words, mark.end) for mark in st.after.marked("must"))


def _handled(words: list[str], at: int) -> bool:
    """ "It must be charged daily", "everyone must use it": said of a thing that is there."""
    return words[at : at + 1] == ["use"] or (words[at : at + 1] == ["be"] and words[0] in _IT_MUST)


_IT_MUST = word_set("it they he she must has")


def _behind_a_piece(st: Statement, phrase: NounPhrase) -> bool:
    """ "Deliverable 3. A harvester that …": a short sentence before says what the thing is."""
    over = st.before
    return (
        over is not None
        and len(over.words) <= 4
        and not _PIECES.isdisjoint(over.words)
        and phrase.before in INDEFINITE
        and phrase.first <= 2
        and _explained(st.words[phrase.head + 1 :])
    )


_NOBODY = word_set("nobody niemand personne nadie noone")
_PURPOSE = (
    ["for"],
    ["that"],
    ["which"],
    ["to"],
    ["from"],
    ["für"],
    ["pour"],
    ["para"],
    ["qui"],
    ["que"],
    ["→"],
)
_STATING = AUXILIARY - {"must", "shall", "should", "has", "can", "not"}


def assigned(st: Statement, phrase: NounPhrase) -> bool:
    """ "Checksum tool: Lena, before the first transfer": a person and a date stand behind the name."""
    words, at = st.words, phrase.head + 1
    if phrase.first != first_word(st) or st.before is not None or words[at : at + 1] not in _SIGNS:
        return False
    behind = words[at + 1 : at + 14]
    person = st.slice(at + 1, at + 2)[:1].isupper() if behind else False
    return person and not _BY_WHEN.isdisjoint(behind) and AUXILIARY.isdisjoint(behind)


def assigned_next(st: Statement) -> bool:
    """ "Lou, next week.": the next sentence is a person and a time, no more."""
    after = st.after
    if after is None or st.block.kind != "item" or not 2 <= len(after.words) <= 7:
        return False
    person = after.slice(0, 1)[:1].isupper() and after.words[1:2] in ([","], ["in"], ["by"], ["next"])
    return person and not _SOON.isdisjoint(after.words) and not after.marks[2:]


_SIGNS = ([":"], ["–"], ["—"], ["("], ["-"])
_BY_WHEN = word_set(
    """
    by until before bis vor avant hasta antes week june july august september october november december
    january february march april mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday w days weeks kw tage jours días semana semaine
    """
)
_SOON = _BY_WHEN | word_set(
    "next days tomorrow soon today sprint month monday tuesday wednesday thursday friday"
)


def lists_work(block: Block) -> bool:
    """Whether the item stands for work to do: behind a box to tick, or in a list of pieces of work."""
    if block.kind != "item" or block.boxed:
        return block.kind == "item"
    over = block.over
    return bool(over) and (names_work(over) or lists_making(over))


@lru_cache(maxsize=4096)
def names_work(title: str) -> bool:
    """Whether a heading or introduction lists pieces of work: "To do", "Deliverables", "Next steps"."""
    words = " ".join(re.findall(r"[^\W\d_]+", title.lower()))
    return len(words.split()) <= 5 and any(f" {name} " in f" {words} " for name in _WORK_LISTS)


_WORK_LISTS = phrase_set(
    """
    to do; todo; todos; deliverables; work packages; work items; milestones; backlog; next steps;
    action items; actions; to build; to be built; to write; to code; missing; still missing; gaps; build
    list; offene arbeiten; offene punkte; noch offen; noch zu tun; open points; open items; open work;
    remaining work; still to do; still open; outstanding; outstanding work; reste à faire; trabajos
    pendientes; queda por hacer; this sprint; current sprint; in progress; doing; up next; this week;
    next week; tasks;
    in arbeit; en cours; en curso; shopping list; aufgaben; zu bauen; zu schreiben; à faire; à
    développer; tareas; pendiente; por
    hacer
    """
)


def opens(st: Statement, phrase: NounPhrase, start: int) -> bool:
    """Whether the phrase opens the item, alone or as what a name in front of it stands for."""
    if phrase.first - start <= 1:
        return True
    lead = st.words[start : phrase.first]
    sign = next((at for at, word in enumerate(lead) if word in (":", "–", "—", "-", ",", "→")), -1)
    return 0 < sign <= (8 if lists_work(st.block) else 4) and len(lead) - sign <= 2


_TIME = word_set("day days hour hours week weeks evening evenings")


def is_piece(st: Statement, phrase: NounPhrase) -> bool:
    """ "The first job is a downloader", "a daemon that … is the first deliverable"."""
    first, last = clause_bounds(st, phrase.head)
    lead = st.words[first : phrase.first]
    if phrase.before == "the" and phrase.first < phrase.head and lead[-2:-1] == ["is"] and "'s" in lead:
        return not _PIECES.isdisjoint(lead)  # "Kofi's job this month is the barcode generator"
    if phrase.before not in INDEFINITE or "last" in st.words[phrase.head + 1 : phrase.head + 6]:
        return False
    if lead[-2:-1] == ["for"] and not _TIME.isdisjoint(lead[-3:-2]):
        return True  # "the budget has three days for a converter"
    if _PIECES.intersection(lead) and ("is" in lead or "are" in lead):
        return True
    if phrase.first - first > 2:
        return False
    behind = st.words[phrase.head + 1 : min(last, phrase.head + 20)]
    at = next((at for at, word in enumerate(behind) if word in ("is", "are")), len(behind))
    opening = behind[at + 1 : at + 2] in (["the"], ["our"], ["a"], ["one"]) or "'s" in behind[at + 2 : at + 4]
    return opening and bool(_PIECES.intersection(behind[at + 2 : at + 6]))


def _explained(after: list[str]) -> bool:
    """Whether nothing follows the noun, or what tells what the thing is for; not a sentence about it."""
    if not after or after[0] == ":":
        return True
    told = after[: next((at for at, word in enumerate(after[:14]) if word in ("—", "–", ";", "(", ":")), 14)]
    return after[0] in _AFTER_PLANNED and not AUXILIARY.intersection(told)
