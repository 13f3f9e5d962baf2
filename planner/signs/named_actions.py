"""Actions that are named as what is needed: "Reading signs is a must", items under "Capabilities"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import cells_of, clause_bounds
from planner.signs.demands import (
    ABILITIES,
    BRINGS,
    VERBS,
    demanded_nearby,
    heading_asks,
    lead_asks,
    lists_needs,
    speaks_of_many,
    technical_at,
    under_needs_label,
    verb_at,
)
from planner.signs.workers_deeds import names_workers
from planner.text.gates import with_a_mark_of
from planner.text.statements import Statement
from planner.words.abroad import TECHNICAL
from planner.words.english import AUXILIARY
from planner.words.lexicon import WORKERS, Mark
from planner.words.lists import word_set
from planner.words.nouns import INPUT
from planner.words.verbs import MUNDANE

_NOT_OF_ABILITY = word_set("want wants wanted due missing lacking")
_BETWEEN_NEED_AND_VERB = word_set(
    """
    : the is too for also of ( a ) * and workers be being able to - an first in fuzzy automatic automated
    reliable robust accurate consistent quick fast
    """
)
_OF_WHAT = INPUT | word_set("speaker language optical character entity object layout face image line script")
_BEFORE_NEED = AUXILIARY | word_set("also absolutely a an therefore ist est es still clearly and")
_RELATIVE = word_set("that which who")
_FOREIGN = frozenset(TECHNICAL)


@with_a_mark_of(*VERBS, "action")
def named_actions(st: Statement) -> Iterator[Mark]:
    """ "Recognising signs in photos is needed", "Requires: reading bills", "OCR is a must"."""
    for mark in st.marks:
        if (
            mark.cls in VERBS
            and mark.form == "base"
            and not st.said[mark.start]
            and _opens_as_need(st, mark.start)
        ):
            yield mark
    for mark in st.marks:
        if (
            mark.cls in VERBS
            and mark.form == "ing"
            and not _is_modifier(st, mark.start)
            and not _upkeep(st, mark.start)
            and not (mark.cls == "methodical" and _of_one_thing(st, mark))
            and _governed(st, mark.start)
        ):
            yield mark
        elif _is_noun(st, mark) and not st.said[mark.start] and _governed(st, mark.start):
            after = st.words[mark.end : mark.end + 7]
            if after[:2] not in (["of", "the"], ["of", "this"]) or speaks_of_many(after):
                yield mark


def _of_one_thing(st: Statement, mark: Mark) -> bool:
    """ "Cleaning is a must", "cleaning the hall", "reading glasses": nothing that is done to many inputs."""
    behind = st.words[mark.end : mark.end + 6]
    if behind[:1] in (["is"], ["are"]) or behind[:1] in _NOT_READ:
        return True
    if mark.lemma in ("tell", "distinguish", "separate"):
        return False  # "telling a repaired plate from an intact one"
    one = behind[:1] in (["the"], ["this"], ["our"], ["a"])
    return one and not speaks_of_many(behind) and INPUT.isdisjoint(behind)


_NOT_READ = (["glasses"], ["room"], ["rooms"], ["lamp"], ["list"], ["lists"], ["week"], ["matter"])


def _is_noun(st: Statement, mark: Mark) -> bool:
    """Whether an action is named by a noun; in German by an infinitive with a capital ("das Erkennen")."""
    if mark.cls == "action":
        return True
    return (
        mark.form == "base"
        and mark.lemma in _FOREIGN
        and mark.lemma.endswith("n")
        and st.slice(mark.start, mark.end)[:1].isupper()
        and mark.start > 0
    )


@with_a_mark_of("technical", "action")
def essential_actions(st: Statement) -> Iterator[Mark]:
    """ "Transcribing dialect is new to us, yet all rests on it": technique called essential."""
    if not demanded_nearby(st):
        return
    for mark in st.marked("technical", "action"):
        first = clause_bounds(st, mark.start)[0]
        if (
            not (mark.form == "ing" or _is_noun(st, mark))
            or _is_modifier(st, mark.start)
            or st.said[mark.start]
        ):
            continue
        leading = 1 + 2 * (st.words[first] in ("ohne", "without", "sans", "sin"))  # "ohne das Erkennen …"
        opens = _opening(st.words, first, mark.start) <= leading or (
            st.block.kind == "item" and st.before is None and mark.start <= 1
        )
        after = st.words[mark.end : mark.end + 6]
        if (
            opens
            and after
            and after[0][0].isalnum()
            and after[0] not in AUXILIARY
            and (after[:2] != ["of", "the"] or speaks_of_many(after))
        ):
            # What is said against it elsewhere ("we have never done it") makes it no less essential.
            yield Mark("without", mark.start, mark.end, mark.form, mark.lemma)


def _opens_as_need(st: Statement, index: int) -> bool:
    """ "To redact faces is a must", "Required of the workers: geocode street names"."""
    before = st.words[index - 1] if index else ""
    if before == ":":
        return under_needs_label(st, index)
    if index <= 1 and st.at[index][0].lemma in _FOREIGN and not st.words[index].endswith("n"):
        return _governed(st, index)  # "Reconnaître les voix est indispensable"
    return before == "to" and index < 4 and not st.has("need", 0, index) and _governed(st, index)


def _upkeep(st: Statement, index: int) -> bool:
    """ "The roof needs mending": one thing to be done once."""
    before, after = st.words[max(0, index - 5) : index], st.words[index + 1 : index + 2]
    return (
        before[-1:] in (["needs"], ["need"])
        and (not after or not after[0][0].isalnum())
        and not technical_at(st, index, "technical")
        and not speaks_of_many(before[:-1])
    )


def _is_modifier(st: Statement, index: int) -> bool:
    """Whether the -ing word belongs to a noun that follows ("a parsing script")."""
    before = st.words[index - 1] if index else ""
    after = st.words[index + 1] if index + 1 < len(st.words) else ""
    return before in ("a", "an", "the", "our", "'s", "each") and after not in ("of", "and", "is")


def _governed(st: Statement, index: int) -> bool:
    """Whether a word of needing speaks of the action at this token."""
    if under_needs_label(st, index) or _under_abilities(st, index) or _brought(st, index):
        return True
    first, last = clause_bounds(st, index)
    for mark in st.marked("need"):
        if st.said[mark.start] or st.words[mark.start] in _NOT_OF_ABILITY:
            continue
        if ")" in st.words[index : mark.start] and "(" not in st.words[index : mark.start]:
            continue  # "the protocol (first reading in May) is compulsory"
        if index < mark.start < index + 9 and _needed_by_workers(st, index, mark.start):
            return True
        if mark.start <= first + 1 and mark.end < index <= mark.end + 9 and _is_said_to_be(st, index):
            return True  # "a precondition for any release is reliable redaction"
        if mark.end <= index <= mark.end + 6 and _leads_to(st, mark, index):
            return True
        if (
            index < mark.start <= last
            and mark.start - index < 25
            and (_predicative(st.words, mark.start) or st.words[mark.start] in AUXILIARY)
        ):
            related = _RELATIVE.intersection(st.words[index : mark.start])
            if not related and _opening(st.words, first, index) <= 4:
                return True
    return False


def _needed_by_workers(st: Statement, index: int, need: int) -> bool:
    """ "… mean OCR, which the workers need as well": a clause behind the action says whose need it is."""
    between = st.words[index + 1 : need]
    related = between[:1] in (["which"], ["that"]) or between[:2] in ([",", "which"], [",", "that"])
    return related and not WORKERS.isdisjoint(between)


def _is_said_to_be(st: Statement, index: int) -> bool:
    """Whether "is", and at most an article and an adjective, stand before the action."""
    return st.is_at(index, "action") and not _COPULA.isdisjoint(st.words[max(0, index - 3) : index])


_COPULA = word_set("is are ist sind est sont es son")


def _predicative(words: list[str], at: int) -> bool:
    """Whether a word of needing is said of a subject: "is needed", "is a hard requirement"."""
    if words[at - 1] in ("the", "an", "a"):
        return at > 1 and words[at - 2] in AUXILIARY  # "is the core competence"
    return words[at - 1] in _BEFORE_NEED or (
        words[at - 2 : at - 1] in (["a"], ["an"], ["the"], ["eine"], ["une"], ["una"])
        and not AUXILIARY.isdisjoint(words[max(0, at - 4) : at - 2])
    )


_LEARN = word_set("must need learn master can required expected")


def _brought(st: Statement, index: int) -> bool:
    """ "Reading log books is part of what workers need to bring"."""
    rest = st.words[index:]
    if index < 2 and "what" in rest and any(map(names_workers, rest)) and not _LEARN.isdisjoint(rest):
        return True  # "telling a repaired plate from an intact one is what the agents must learn first"
    return index < 2 and "workers" in rest and bool(BRINGS.intersection(rest)) and st.has("need")


def _opening(words: list[str], first: int, index: int) -> int:
    """How many words stand before the action in its clause, not counting an introduction up to a comma."""
    comma = next(
        (at for at in range(index - 1, max(first, index - 12) - 1, -1) if words[at] in (",", "(")), first
    )
    return index - comma


def _leads_to(st: Statement, mark: Mark, index: int) -> bool:
    """Whether only small words, or other actions, stand between a word of needing and the action."""
    behind = st.words[index + 1 : index + 2]
    if mark.end == index and (not behind or not behind[0][0].isalnum()) and st.words[index] == "reading":
        return False  # "is mandatory reading"
    if st.words[mark.start] in ("need", "needs") and st.words[mark.start - 1 : mark.start] == ["it"]:
        return False
    return all(
        word in _BETWEEN_NEED_AND_VERB
        or word in ABILITIES
        or technical_at(st, at)
        or (st.is_at(index, "action") and word in _OF_WHAT)
        for at, word in enumerate(st.words[mark.end : index], mark.end)
    )


def _under_abilities(st: Statement, index: int) -> bool:
    """Whether the action is enumerated behind a colon under a heading that speaks of abilities."""
    if not st.block.headings or not heading_asks(st.block.headings[-1]) or ":" not in st.words[:index]:
        return False
    before = st.words[index - 1]
    return before in (":", ";") or (before in (",", "and", "or") and index > 1)


def listed_actions(st: Statement) -> Iterator[Mark]:
    """Items under "workers must be able to:" or under a heading that speaks of abilities."""
    block = st.block
    if block.kind not in ("item", "row") or st.before is not None:
        return
    if block.kind == "row" and any(map(heading_asks, block.header)):
        yield from _in_cells(st)
        return
    abilities = (
        lead_asks(block.lead)
        or heading_asks(block.lead[:60])
        or (block.headings and heading_asks(block.headings[-1]))
    )
    if not abilities and not lists_needs(block):
        return
    start = next((i for i, word in enumerate(st.words) if word[0].isalnum()), len(st.words))
    start += next((len(means) for means in _MEANS if st.words[start : start + len(means)] == means), 0)
    if st.words[start : start + 1] and st.words[start] in WORKERS and "can" in st.words[start : start + 4]:
        # "What's wanted: someone who can decipher …"
        start = st.words.index("can") + 1
        abilities = True
    if abilities and block.kind == "item" and (noun := _named_ability(st, start)) is not None:
        yield noun
        return
    if (last := _infinitive_last(st, start)) is not None:
        yield last
        return
    verb = verb_at(st, start, reach=1)
    classes = (*(VERBS if abilities else ("technical",)), "action")
    if verb is None or verb.form not in ("base", "ing", "noun"):
        return
    made_new = abilities and st.words[verb.start].startswith(_ANEW)
    if made_new or technical_at(st, verb.start, *classes) or (abilities and _worked(st, verb)):
        yield verb


def _worked(st: Statement, verb: Mark) -> bool:
    """ "delineate glacier margins in oblique views": an unknown verb of work on many things that are told."""
    behind = st.words[verb.end : verb.end + 8]
    at = next((at for at, word in enumerate(behind) if word in _RELATIONS), 0)
    long = verb.form == "base" and len(verb.lemma) > 6 and verb.lemma not in MUNDANE
    return long and at > 0 and speaks_of_many(behind[:at]) and speaks_of_many(behind[at:])


_RELATIONS = word_set("from in on across between against out of by into")
_ANEW = ("co-", "de-", "geo-", "auto-", "ortho-", "re-", "cross-", "pre-")  # "co-register", "de-skew"
_MEANS = (
    *(["de", "quoi"], ["un", "moyen", "de"], ["a", "way", "to"], ["a", "means", "to"], ["to"]),
    *(["some", "way", "to"], ["a", "method", "to"], ["something", "to"], ["being", "able", "to"]),
    *(["modo", "de"], ["forma", "de"]),
)


def _in_cells(st: Statement) -> Iterator[Mark]:
    """Cells in a column of abilities: "Must estimate the depth of cracks from photos"."""
    for (first, last), header in zip(cells_of(st), st.block.header, strict=False):
        while first < last and (st.words[first] in _BEFORE_ABILITY or not st.words[first][0].isalnum()):
            first += 1
        if first == last or not heading_asks(header):
            continue
        verb = verb_at(st, first, reach=1)
        if verb is not None and technical_at(st, first):
            yield verb
        elif (noun := _named_ability(st, first)) is not None:
            yield noun


_BEFORE_ABILITY = word_set("must to should can need needs be able have has workers they muss müssen")


def _infinitive_last(st: Statement, start: int) -> Mark | None:
    """ "Durchschläge lesen, auch blasse": the German infinitive that ends what an item says first."""
    stop = start
    while stop < len(st.words) and stop - start < 12 and st.words[stop][0].isalnum():
        stop += 1
    marks = st.at.get(stop - 1, ()) if stop - start > 1 else ()
    forms = (mark for mark in marks if mark.form == "base" and mark.lemma in _FOREIGN)
    return next((mark for mark in forms if mark.lemma.endswith("n")), None)


def _named_ability(st: Statement, start: int) -> Mark | None:
    """ "Capabilities: speaker diarisation": a short phrase that ends in the noun of an action."""
    stop = start
    while stop < len(st.words) and st.words[stop][0].isalnum():
        stop += 1
    last = stop - 1
    if not 1 <= stop - start <= 5 or not st.words[last].endswith(_ACTION_ENDS) or last == start:
        return None
    return Mark("action", last, last + 1, "noun", st.words[last])


_ACTION_ENDS = (
    "ation",
    "ition",
    "ction",
    "sing",
    "ysis",
    "ising",
    "izing",
    "ping",
    "ling",
    "ring",
    "ting",
    "ding",
)
