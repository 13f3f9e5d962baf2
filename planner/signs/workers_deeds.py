"""What workers are said to have to do: "it is essential that the workers recognise rot on photos"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from planner.candidates import clause_bounds
from planner.signs.conditions import conditioned, done_before, helpless
from planner.signs.demands import (
    demanded_nearby,
    depended_on,
    label_needs,
    lists_needs,
    of_a_trade,
    speaks_of_many,
)
from planner.signs.harmless import harmless
from planner.text.gates import each_of, gate_for, places, with_a_mark_of, with_a_word_of
from planner.text.statements import Statement
from planner.words.abroad import MUNDANE as MUNDANE_ABROAD
from planner.words.lexicon import WORKERS, Mark
from planner.words.lists import word_set
from planner.words.nouns import INPUT
from planner.words.verbs import MUNDANE

_PRONOUNS = word_set(
    """
    we i us you they them one someone somebody anyone everyone everybody whoever hands desk wir nous
    nosotros
    """
)
# Between the people and what they do: "will have to be able to", "can also", "are required to".
_LEADS_TO_VERB = word_set(
    """
    can could should shall must will gotta to have has need needs are is be being able capable of required
    unable incapable fail fails
    expected then therefore thus donc entonces manage manages learn learns know knows how asked supposed
    themselves also always reliably
    absolutely cannot not no n ne pas nicht impérativement arrivent à in a position at least not only
    first and correctly quickly safely on their own
    müssen sollen doivent devront deben deberán tienen que habrán de savoir pouvoir peuvent sachent
    puissent sepan saben saber poder pueden puedan capables capaces sont son être ser
    """
)
_OBLIGING = word_set(
    """
    must need needs have has gotta required expected supposed müssen sollen doivent devront deben
    deberán tienen
    """
)
_ASKS_CLAUSE = word_set("that unless until before if : dass que qu solange bis whether")
_WANTS = word_set("want wants wanted due missing lacking lacks lack want")
_THEM_OR_INPUT = INPUT | {"them", "those", "these"}
_INSTRUCTIONS = word_set(
    "manual manuals instructions rules notice notices sheet sign signs guide handbook policy terms board"
)


def workers_deeds(st: Statement) -> Iterator[Mark]:
    """The technique of each clause whose subject are workers and which the sentence demands."""
    yield from _without_subject(st)
    for index in _subjects(st):
        if not names_workers(st.words[index]) and not _stands_for_workers(st, index):
            continue
        if st.said[index] or of_a_trade(st.words, index):
            continue
        lost = helpless(st, index) or _asked_for(st, index)
        at, obliging = _behind_auxiliaries(st, index + 1 + lost)
        hangs = lost or conditioned(st, index)
        if at >= len(st.words) or not (obliging or hangs or _asked(st, index)):
            continue
        verb = (
            _technique(st, at, hangs)
            or (_told_apart(st, at) if obliging else None)
            or _verb_last(st, index, hangs)
        )
        if verb is not None and hangs:
            yield Mark("without", verb.start, verb.end, verb.form, verb.lemma)
            continue
        if verb is not None:
            yield (
                Mark("without", verb.start, verb.end, verb.form, verb.lemma) if _excused(st, index) else verb
            )


def _subjects(st: Statement) -> Iterable[int]:
    """Where a word names workers, or may stand for them."""
    return places(st.words, WORKERS_OR_THEY) if st.opened & WORKERS_OR_THEY else ()


def _asked_for(st: Statement, index: int) -> bool:
    """ "It takes agents who can follow a melody": people who can do a thing are what is needed."""
    if st.words[index + 1 : index + 2] not in (["who"], ["that"]) or st.words[index + 2 : index + 3] != [
        "can"
    ]:
        return False
    return any(index - 3 <= mark.end <= index for mark in st.marked("need"))


def _told_apart(st: Statement, at: int) -> Mark | None:
    """ "must notice when a line is sung": many cases to be told apart, by a verb of perceiving."""
    if st.words[at].removesuffix("ing") in _OUT and st.words[at + 1 : at + 2] == ["out"]:
        asks = st.words[at + 2 : at + 3]
        found = (asks and asks[0] in _WHETHER) or "from" in st.words[at + 3 : at + 9]
        return Mark("verb", at, at + 2, "base", st.words[at]) if found else None
    behind = st.words[at + 1 : at + 4]
    if (
        st.words[at] in _PERCEIVING
        and behind[:1]
        and behind[0] in _WHETHER
        and behind[1:2]
        and behind[1] in _ANY
    ):
        return Mark("verb", at, at + 1, "base", st.words[at])
    return None


_PERCEIVING = word_set(
    "notice recognise recognize see tell spot sense understand know realise realize hear judge"
)
_OUT = word_set("work find make mak figure figur puzzle puzzl")
_WHETHER = word_set("when whether if which where how")
_ANY = word_set("a an any one two")


_REQUIRES = word_set(
    "require requires required necessary essential needed vital mandatory crucial critical indispensable"
)


@with_a_word_of(_REQUIRES)
def _important_for(st: Statement) -> Iterator[Mark]:
    """ "For the agents it's crucial to understand addresses": technique that is called vital for workers."""
    for mark in st.marked("need"):
        if st.words[mark.start] not in _REQUIRES:
            continue
        near = range(max(0, mark.start - 8), min(len(st.words), mark.end + 5))
        for_whom = any(names_workers(st.words[at]) and "for" in st.words[max(0, at - 3) : at] for at in near)
        at = next(
            (at + 1 for at in range(mark.end, min(len(st.words) - 1, mark.end + 6)) if st.words[at] == "to"),
            0,
        )
        if not for_whom or not at or st.said[at]:
            continue
        verb = _technique(st, at)
        if verb is None and st.words[at] in _PERCEIVING and speaks_of_many(st.words[at + 1 : at + 4]):
            verb = Mark("verb", at, at + 1, "base", st.words[at])
        if verb is not None:
            yield verb


_WITHOUT = word_set("without ohne sans sin")


@with_a_word_of(_WITHOUT)
def _not_without(st: Statement) -> Iterator[Mark]:
    """ "You can't do any of this without extracting the prices", "ohne Klassifizierung ist sie wertlos"."""
    for at, word in enumerate(st.words):
        if word not in _WITHOUT or st.said[at]:
            continue
        first, last = clause_bounds(st, at)
        rest = st.words[first:at] + st.words[at + 3 : last]
        if _NOT.isdisjoint(rest):
            continue
        for index in range(at + 1, min(at + 5, last)):
            found = next((m for m in st.at.get(index, ()) if m.cls in ("technical", "action")), None)
            if found is not None and (found.form in ("ing", "noun") or st.slice(index, index + 1).istitle()):
                if not _is_thing_done_to_one(st, found):
                    yield found._replace(cls="without")
                break


def _is_thing_done_to_one(st: Statement, mark: Mark) -> bool:
    """ "… without translating the letter": one thing, done once."""
    behind = st.words[mark.end : mark.end + 7]
    return behind[:1] in (["the"], ["this"], ["a"], ["it"]) and not speaks_of_many(behind)


_NOT = word_set(
    """
    not no nothing never nobody none cannot hopeless useless pointless impossible worthless nichts nicht
    kein
    keine wertlos nutzlos unmöglich sinnlos rien impossible inutile nada imposible inútil
    """
)


@with_a_mark_of("technical", "methodical")
def _done_by_workers(st: Statement) -> Iterator[Mark]:
    """ "remarks must be translated by the workers", "sind von den Helfern zu datieren": the passive."""
    for mark in st.marked("technical", "methodical"):
        if mark.form not in ("base", "past", "participle"):
            continue
        first, last = clause_bounds(st, mark.start)
        before = st.words[max(first, mark.start - 14) : mark.start]
        if mark.form == "base" and mark.lemma.endswith("n") and {"sind", "ist"}.intersection(before):
            if any(
                word == "von" and any(map(names_workers, before[at + 1 :])) for at, word in enumerate(before)
            ):
                yield mark  # "sind von den Helfern zusammenzufassen"
            continue
        if mark.form not in ("past", "participle") or "be" not in before[-3:]:
            continue
        behind = st.words[mark.end : min(last, mark.end + 16)]
        by = next((at for at, word in enumerate(behind) if word == "by"), len(behind))
        if not any(map(names_workers, behind[by + 1 : by + 4])) or not speaks_of_many(before):
            continue
        if not _OBLIGING.isdisjoint(before) or _asked(st, max(first, mark.start - 3)):
            yield mark._replace(cls="without")


@with_a_word_of(_REQUIRES)
def _required_to(st: Statement) -> Iterator[Mark]:
    """ "It requires to extract …", "this requires us to decode …": technique behind a verb of requiring."""
    for mark in st.marked("need"):
        if st.words[mark.start] not in _REQUIRES or st.said[mark.start]:
            continue
        at = mark.end
        while at < len(st.words) and at - mark.end < 3 and st.words[at] != "to":
            at += 1
        if st.words[at : at + 1] == ["to"] and at + 1 < len(st.words) and at - mark.end < 3:
            between = st.words[mark.end : at]
            verb = _technique(st, at + 1) if not between or between[-1] in _WHO else None
            if verb is not None and verb.cls == "technical":
                yield verb


_WHO = word_set("us them me one you we also") | (WORKERS - _PRONOUNS)


def _stands_for_workers(st: Statement, index: int) -> bool:
    """Whether "they" are workers: named before in the sentence, or in the one before it."""
    if st.words[index - 1 : index] in (["before"], ["while"], ["when"], ["if"]):
        return False  # "translate reviews before they tag them"
    if any(map(names_workers, st.words[:index])):
        return True
    return st.before is not None and any(map(names_workers, st.before.words))


@lru_cache(maxsize=65536)
def names_workers(word: str) -> bool:
    """Whether a word names workers: not by a pronoun; also as the last part ("KI-Mitarbeiter")."""
    return word not in _PRONOUNS and (word in WORKERS or word.rpartition("-")[2] in WORKERS - _PRONOUNS)


_STAND_FOR = word_set("they ils elles ellos ellas")
WORKERS_OR_THEY = gate_for(lambda word: word in _STAND_FOR or names_workers(word))


_without_subject = each_of(_not_without, _done_by_workers, _required_to, done_before, _important_for)


def _behind_auxiliaries(st: Statement, at: int) -> tuple[int, bool]:
    """The first token behind the auxiliaries of a subject, and whether they oblige."""
    obliging = False
    start = at
    while at < len(st.words) and at - start < 9 and st.words[at] in _LEADS_TO_VERB:
        obliging = obliging or st.words[at] in _OBLIGING
        at += 1
    if st.words[at : at + 1] == [","] and (end := _aside_end(st, start, at)):
        musts = any(mark.start < end for mark in st.marked("need") if mark.start > at)
        further, obliged = _behind_auxiliaries(st, end)
        return further, obliging or obliged or musts
    return at, obliging and "not" not in st.words[start:at]


def _aside_end(st: Statement, start: int, at: int) -> int:
    """Where the verb goes on behind an aside: "should be able, and this is a must, to match", ", who …"."""
    if at == start and st.words[at + 1 : at + 2] in _WHO_DO:
        at += 2
        return at + (at < len(st.words) and st.words[at].endswith("ly"))
    if st.words[at - 1] not in ("able", "capable"):
        return 0
    end = next((i for i in range(at + 1, min(at + 12, len(st.words))) if st.words[i] == ","), 0)
    return end + 1 if end and st.words[end + 1 : end + 2] in (["to"], ["of"]) else 0


_WHO_DO = (["who"], ["which"])


def _asked(st: Statement, index: int) -> bool:
    """Whether a word of needing governs the clause whose subject stands at this token."""
    if st.label and label_needs(st.label) and not st.has("negation", 0, index):
        return True
    if depended_on(st, index) or depended_on(st, index - 1):
        return True
    before = st.words[max(0, index - 9) : index]
    if lists_needs(st.block) and st.before is None and index <= 2:
        return True
    if index <= 3 and demanded_nearby(st) and not _demanded_elsewhere(st, index):
        return True
    if _ASKS_CLAUSE.isdisjoint(before):
        return False
    if not {"unless", "until", "before", "solange", "bis"}.isdisjoint(before):
        return any(mark.start < index for mark in st.marked("negation"))
    return any(
        mark.end <= index and st.words[mark.start] not in _WANTS and not st.said[mark.start]
        for mark in st.marked("need", "depend")
    ) or (index < 12 and demanded_nearby(st))


def _demanded_elsewhere(st: Statement, index: int) -> bool:
    """ "Agents fill in the sheet; estimating partials is what all rests on": another clause's technique."""
    if ";" not in st.words:
        return False
    clauses = {st.clause[mark.start] for mark in st.marked("need", "depend", "must")}
    named = {st.clause[m.start] for m in st.marked("technical", "methodical", "action") if m.form != "base"}
    return bool(clauses) and st.clause[index] not in clauses and bool(clauses & named)


def _excused(st: Statement, index: int) -> bool:
    """Whether a "not" in front belongs to the demand: "no page goes out unless the workers can …"."""
    return any(
        mark.start < index and not harmless(st, mark) and clause_bounds(st, index)[0] <= mark.start
        for mark in st.marked("negation")
    )


def _technique(st: Statement, at: int, hangs: bool = False) -> Mark | None:
    """The verb at this token where it tells of a technique, on many things."""
    for mark in st.at.get(at, ()):
        if mark.cls == "technical" and mark.form in ("base", "ing", "finite"):
            return mark
    if st.words[at] == "lean" and st.words[at - 1] == "que":
        return Mark("technical", at, at + 1, "base", "leer")  # Spanish only behind "que"
    behind = st.words[at + 1 : at + 12]
    for mark in st.at.get(at, ()):
        if mark.cls == "methodical" and mark.form in ("base", "ing"):
            deed = mark.lemma == "read" and not _INSTRUCTIONS.isdisjoint(behind[:5])
            apart = mark.lemma in ("tell", "distinguish", "separate") and "from" in behind
            many = (
                apart
                or speaks_of_many(behind)
                or not _THEM_OR_INPUT.isdisjoint(behind)
                or behind[:1] == ["such"]
                or (hangs and not _ANY.isdisjoint(behind[:8]))
            )
            return mark if many and not deed else None
    word = st.words[at]
    if not word.isalpha() or word in MUNDANE or word.removesuffix("ing") in MUNDANE or word in _LEADS_TO_VERB:
        return None
    if word in ("who", "that", "which"):
        return None
    inputs = _on_inputs(behind) or (hangs and not INPUT.isdisjoint(behind))
    return Mark("verb", at, at + 1, "base", word) if inputs else None


def _verb_last(st: Statement, index: int, hangs: bool = False) -> Mark | None:
    """The infinitive that ends the clause of the subject at this token: "dass Helfer Briefe zuordnen"."""
    last = min(clause_bounds(st, index)[1], index + 16)
    for mark in st.marked("technical"):
        if index < mark.start < last and mark.form == "base" and mark.lemma.endswith("n"):
            behind = st.words[mark.end : mark.end + 1]
            if not behind or not behind[0][0].isalnum() or behind[0] in _BEHIND_VERB:
                return mark
    for at in range(index + 2, last) if hangs else ():
        word = st.words[at]
        if st.words[at + 1 : at + 2] in _CAN_LAST and len(word) > 6 and word not in MUNDANE_ABROAD:
            return Mark("technical", at, at + 1, "base", word)  # "wenn sie die Linien nicht verfolgen können"
    return None


_CAN_LAST = (["können"], ["kann"])
_BEHIND_VERB = word_set("können und oder sollen müssen")


def _on_inputs(behind: list[str]) -> bool:
    """Whether something is taken from, set against or turned into things that hold information."""
    at = next((at for at, word in enumerate(behind) if word in _RELATIONS), -1)
    return at > 0 and any(word in INPUT and (word.endswith("s") or word in _MASS) for word in behind[at:])


_RELATIONS = word_set("from off out against across in between into on onto with")
_MASS = word_set("data footage audio speech voice handwriting html")
