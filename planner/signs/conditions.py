"""What all hangs on: "only if the agents can …", "if they can't, we needn't begin", "before one reads"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import clause_bounds
from planner.signs.demands import demanded_nearby, speaks_of_many
from planner.text.gates import with_a_word_of
from planner.text.statements import Statement
from planner.words.lexicon import WORKERS, Mark
from planner.words.lists import word_set

# In front of a clause that has to hold.
_CONDITIONS = (
    *(["only", "if"], ["provided"], ["providing"], ["on", "condition"], ["a", "condition"], ["so", "long"]),
    *(["as", "long"], ["only", "when"], ["only", "once"], ["not", "until"], ["nur", "wenn"]),
    *(["erst", "wenn"], ["vorausgesetzt"], ["sofern"], ["ohne", "dass"], ["à", "condition"], ["pourvu"]),
    *(["seulement", "si"], ["siempre", "que"], ["solo", "si"], ["sólo", "si"], ["condición", "de"]),
    *(["sin", "que"], ["sans", "que"], ["à", "moins"], ["a", "menos"]),
)
_CONDITION_ENDS = frozenset(condition[-1] for condition in _CONDITIONS)
_CONDITION_FAR = word_set(
    """
    provided condition presupposes proviso premise supposition assumption hypothesis presumption bedingung
    voraussetzung annahme supposition hypothèse supuesto condición fällt hängt abhängt dépend depende hinges
    voraussetzt
    """
)
_IF = word_set("if as while unless until where when wenn solange si mientras tant tanto")
_IF_ONLY = word_set("if once when")
_NOT = word_set("unable incapable fail fails not cannot never nicht ne n pas no nie jamais")
# What is said of the work where the condition fails.
FUTILE = word_set(
    """
    umsonst vergebens vano balde
    no not never nothing useless pointless worthless hopeless stop stops vain fail fails impossible
    collapses
    cannot neither nor kein keine keinen nicht nichts gar zwecklos sinnlos inutile inutiles rien inutil nada
    dead doomed over stuck blocked stranded helpless standstill ne n pas no forget pack senseless wasted
    waste lost verloren
    perdu
    perdido
    """
)
_FEWEST = 3  # words of a clause that says what follows


def conditioned(st: Statement, index: int) -> bool:
    """Whether the work hangs on what the subject at this token can do."""
    before = st.words[max(0, index - 7) : index]
    for condition in () if _CONDITION_ENDS.isdisjoint(before) else _CONDITIONS:
        for at in range(len(before) - len(condition), -1, -1):
            if before[at : at + len(condition)] == condition:
                return condition[0] not in ("as", "so") or not _fails(st, index) or _futile(st, index)
    if before[-2:-1] in (["that"], ["dass"], ["que"]) and not _CONDITION_FAR.isdisjoint(
        st.words[max(0, index - 30) : index]
    ):
        return True  # "provided — and this is what both depend on — that the agents can …"
    if before[-1:] and not _IF_ONLY.isdisjoint(before[-3:]) and "only" in st.words[max(0, index - 9) : index]:
        return not _fails(st, index)  # "we'll only get through if the workers manage to …"
    return not _IF.isdisjoint(before) and _fails(st, index) and _futile(st, index)


def helpless(st: Statement, index: int) -> bool:
    """ "Agents that can't date a coin are of no help", "without people who can …": of those who lack it."""
    if st.words[index + 1 : index + 2] not in _WHO:
        return False
    lacking = index and not _WITHOUT.isdisjoint(st.words[max(0, index - 3) : index])
    return bool(lacking or _fails(st, index + 1)) and _futile(st, index)


_WHO = (["who"], ["that"], ["which"], ["die"], ["qui"], ["que"])
_WITHOUT = word_set("without ohne sans sin")


def _fails(st: Statement, index: int) -> bool:
    """Whether the clause of the subject at this token is negated."""
    last = min(clause_bounds(st, index)[1], index + 14)
    return any(word in _NOT for word in st.words[index + 1 : last] if word != ",")


def _futile(st: Statement, index: int) -> bool:
    """Whether the sentence, outside the clause of this token, says that nothing comes of the work then."""
    comma = next((at for at in range(index, min(len(st.words), index + 24)) if st.words[at] == ","), 0)
    for part in (st.words[:index], st.words[comma + 1 :] if comma else (), _tail(st, index)):
        if len(part) >= _FEWEST and not FUTILE.isdisjoint(part):
            return True
    return False


def _tail(st: Statement, index: int) -> list[str]:
    """What stands behind the verb "to be" of a sentence whose subject stands at this token."""
    for at in range(index + 3, min(len(st.words), index + 24)):
        if st.words[at] in ("is", "are", "sind", "sont", "son"):
            return st.words[at:]
    return []


@with_a_word_of(word_set("before"))
def done_before(st: Statement) -> Iterator[Mark]:
    """ "Names get blanked before anybody reads a line": a technique to be done to all of them first."""
    for mark in st.marked("technical", "methodical"):
        if mark.form not in ("past", "participle") or not _READERS.intersection(
            st.words[mark.end + 1 : mark.end + 9]
        ):
            continue
        before, behind = st.words[max(0, mark.start - 9) : mark.start], st.words[mark.end : mark.end + 5]
        ordered = before[-1:] in (["get"], ["gets"]) or before[-3:] == ["are", "to", "be"]
        ordered = ordered or (before[-1:] == ["be"] and not _OBLIGED.isdisjoint(before[-4:]))
        sure = mark.cls == "technical" or mark.lemma in _COVERING or demanded_nearby(st)
        if ordered and sure and "before" in behind and "not" not in before and speaks_of_many(before):
            yield mark


_READERS = (WORKERS | word_set("anybody anyone any worker agent agents")) - {"it", "us", "you"}
_OBLIGED = word_set("must to need needs should shall")
_COVERING = word_set("blur blank mask black-out strip hash crop remove scrub")
