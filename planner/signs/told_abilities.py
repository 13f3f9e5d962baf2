"""Techniques that are called an ability which is asked for: "sorting is a craft that all must master"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import clause_bounds
from planner.signs.demands import VERBS, speaks_of_many
from planner.signs.workers_deeds import names_workers
from planner.text.gates import gate_of, places
from planner.text.statements import Statement
from planner.words.abroad import TECHNICAL
from planner.words.lexicon import OUTSIDERS, WORKERS, Mark
from planner.words.lists import word_set

_ABILITY = word_set(
    """
    ability capability competence competency skill craft art knack faculty technique expertise know-how
    proficiency trick fähigkeit fertigkeit kompetenz kunst können compétence capacité aptitude savoir-faire
    capacidad habilidad competencia aptitud destreza
    """
)
# What the work is about at bottom: nothing else has to say that it is needed.
_CORE = word_set("heart core crux backbone foundation basis essence bottleneck linchpin cornerstone")
ABILITY_WORDS = _ABILITY | _CORE
_SEVERAL = word_set(
    """
    tools scripts programs programmes utilities commands pieces jobs werkzeuge skripte programme outils
    herramientas abilities capabilities competences competencies skills crafts things techniques fähigkeiten
    fertigkeiten
    kompetenzen dinge compétences capacités choses capacidades habilidades competencias cosas
    """
)
_ONE_OF_THEM = word_set("a an one the this another eine die une la una el l")
_IS = word_set("is are ist sind est sont es son 's")
_WITHOUT = word_set("without ohne sans sin unless")
_NOT = word_set("no not never optional nor kein keine nicht aucun aucune pas ningún ninguna")
_FOREIGN = frozenset(TECHNICAL)
ORDINALS = word_set(
    """
    one first firstly second secondly third thirdly another other finally lastly last next then also
    erstens zweitens drittens eine andere zweite dritte premièrement deuxièmement première deuxième autre
    primero segundo primera segunda otra
    """
)
_BEFORE_ORDINAL = word_set("the and a die das la le l el und et y")
_LEADS_TO_DEED = _IS | word_set(": , – — ( that of being able to")


def told_abilities(st: Statement) -> Iterator[Mark]:
    """The technique that the sentence calls an ability and demands, or that a sentence before announced."""
    for at in places(st.words, _ABILITIES) if st.opened & _ABILITIES else ():
        if not st.said[at]:
            yield from _called_ability(st, at)
            yield from _ability_is(st, at)
    if st.opened & _ANYTHING:
        yield from _something_to_master(st)
    if st.before is not None and counted_off(st):
        yield from _next_of_several(st)


def _called_ability(st: Statement, at: int) -> Iterator[Mark]:
    """ "Dating hands is a craft all must master", "… zu erkennen, ist eine Fähigkeit, ohne die …"."""
    if (
        at == 0
        or st.words[at - 1] not in _ONE_OF_THEM
        or not (_IS.intersection(st.words[max(0, at - 4) : at]))
    ):
        return
    if not _demanded(st, at + 1, len(st.words)):
        return
    yield from _technique_told_before(st, at)


def _something_to_master(st: Statement) -> Iterator[Mark]:
    """ "Segmenting birds in footage is something the agents have to know": what workers are obliged to."""
    at = next((at for at, word in enumerate(st.words) if word in _SOMETHING and st.words[at - 1] in _IS), 0)
    behind = st.words[at + 1 : at + 14]
    if not at or not any(map(names_workers, behind)) or not _demanded(st, at, len(st.words)):
        return
    yield from _technique_told_before(st, at)


def _technique_told_before(st: Statement, at: int) -> Iterator[Mark]:
    """The technique that opens the sentence, of which the word at `at` says what it is."""
    for mark in st.marks:
        if mark.end >= at:
            return
        if _opens(st, mark) and (mark.cls == "technical" or speaks_of_many(st.words[mark.end : at])):
            yield mark._replace(cls="without")
            return


_SOMETHING = word_set("something what")
_ABILITIES = gate_of(ABILITY_WORDS)
_ANYTHING = gate_of(_SOMETHING)


def _ability_is(st: Statement, at: int) -> Iterator[Mark]:
    """ "The skill that all of this rests on is reading weather maps": the ability first, then what it is."""
    core = st.words[at] in _CORE
    if core and st.words[at + 1 : at + 2] not in (["of"], ["to"]):
        return
    for is_at in range(at + 1, min(at + 16, len(st.words) - 1)):
        if st.words[is_at] in _IS or st.words[is_at] == ":":
            deed = is_at + 1 + (st.words[is_at + 1] == "to")
            mark = _deed(st, deed)
            if mark is not None and (core or _demanded(st, max(0, at - 3), is_at)):
                yield mark._replace(cls="without")
                return


def _opens(st: Statement, mark: Mark) -> bool:
    """Whether the mark names a deed that a clause opens with: a gerund, or an infinitive behind "to"."""
    if mark.cls not in (*VERBS, "action") or st.said[mark.start]:
        return False
    first = clause_bounds(st, mark.start)[0]
    before = st.words[mark.start - 1] if mark.start else ""
    if mark.form in ("ing", "noun"):
        return mark.start - first <= 2 or before in ("and", ",", "und", "et", "y")
    if mark.form != "base":
        return False
    german = mark.lemma in _FOREIGN and mark.lemma.endswith("n")
    return before == "to" or before == "zu" or (mark.lemma in _FOREIGN and (german or mark.start <= 2))


def _deed(st: Statement, at: int) -> Mark | None:
    for mark in st.at.get(at, ()):
        deed = mark.form in ("ing", "noun") or (mark.form == "base" and (at and st.words[at - 1] == "to"))
        if mark.cls in (*VERBS, "action") and (deed or mark.lemma in _FOREIGN) and not st.said[at]:
            return mark
    return None


def _demanded(st: Statement, first: int, last: int) -> bool:
    """Whether these words demand: a word of needing or of obligation, or "without which"; of workers."""
    words = st.words[first:last]
    if not OUTSIDERS.isdisjoint(words) and WORKERS.isdisjoint(words):
        return False
    asked = any(first <= mark.start < last for mark in st.marked("need", "must", "depend"))
    return asked or not _WITHOUT.isdisjoint(words) or not _MASTERING.isdisjoint(words)


_MASTERING = word_set("master learn rests hangs depends prerequisite beherrschen maîtriser dominar")


def counted_off(st: Statement, things: bool = False) -> bool:
    """Whether the sentence goes through what one before has counted: "One is …", "The other: …".

    What was counted must have been demanded; of `things`, that they are promised or to be made is enough.
    """
    opening = st.words[0] in ORDINALS or (st.words[0] in _BEFORE_ORDINAL and st.words[1:2] != [])
    if st.before is None or not opening:
        return False
    if st.words[0] not in ORDINALS and st.words[1] not in ORDINALS:
        return False
    before: Statement | None = st.before
    for _ in range(4):
        if before is None:
            return False
        if not _SEVERAL.isdisjoint(before.words) and (
            before.marked("need", "must", "depend") or (things and _promised(before))
        ):
            return not before.marked("past", "existing", "excluded", "optional") and (
                _NOT.isdisjoint(before.words) and _OTHERS.isdisjoint(before.words[:8])
            )
        before = before.before
    return False


_OTHERS = OUTSIDERS - {"it"}


def _promised(before: Statement) -> bool:
    """Whether things are said to come: by a verb of making, which "programs" is not here, or of promising."""
    made = any(before.words[mark.start] not in _SEVERAL for mark in before.marked("make", "pending"))
    return made or not _PROMISED.isdisjoint(before.words)


_PROMISED = word_set(
    "come comes join joins new agreed promised promises undertaken volunteered takes offered remain left"
)


def opens_next_of_several(words: list[str]) -> bool:
    """Whether these words only lead on to the next of several things: "One is", "The other:"."""
    return all(word in ORDINALS or word in _BEFORE_ORDINAL or word in _LEADS_TO_DEED for word in words)


def _next_of_several(st: Statement) -> Iterator[Mark]:
    at = 0
    while at < min(len(st.words), 7):
        word = st.words[at]
        if word not in ORDINALS and word not in _BEFORE_ORDINAL and word not in _LEADS_TO_DEED:
            break
        at += 1
    if at and (mark := _deed(st, at)) is not None:
        yield mark._replace(cls="without")
