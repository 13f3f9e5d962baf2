"""Whether a verb makes what a pronoun stands for: "There is no exporter, so Ines builds one"."""

from __future__ import annotations

from planner.candidates import NounPhrase, clause_bounds
from planner.signs.making import FINISHED_FORMS
from planner.text.statements import Statement
from planner.words.lexicon import OUTSIDERS, WORKERS, Mark
from planner.words.lists import word_set

_DENIED = word_set("nobody none niemand personne nadie not no never nicht nie pas ne jamais nunca tampoco")
_AS_ONE = word_set("one it es ihn sie diesen eines einen un una uno lo la le l den")
_DEFINITE = word_set("el la los las le les l der die das the")
_ABROAD = word_set("schreiben écrire escribir")


def _object_first(st: Statement, mark: Mark) -> bool:
    """ "La programará Sol", "den schreibt Uta": the pronoun stands before the verb."""
    return mark.lemma in _ABROAD and mark.start > 0 and st.words[mark.start - 1] in _AS_ONE


def _by_others(before: list[str]) -> bool:
    """ "…: the ministry is making one": an institution that is not ours."""
    return "the" in before and not _OTHERS.isdisjoint(before) and WORKERS.isdisjoint(before)


_OTHERS = OUTSIDERS | word_set(
    "ministry government university federation province state association network county"
)


def _one_to_be(st: Statement, mark: Mark, start: int) -> bool:
    """ "We have no parser; one will be written": the pronoun is the subject of what is to be done."""
    before = st.words[max(start, mark.start - 5) : mark.start]
    return before[-1:] == ["be"] and not _SUBJECT_ONE.isdisjoint(before[-4:-1])


_SUBJECT_ONE = word_set("one it this")


def made_as_one(st: Statement, phrase: NounPhrase) -> bool:
    """ "There is no exporter yet, so Ines builds one": the verb speaks of the thing by a pronoun."""
    for statement, start in ((st, phrase.head + 1), (st.after, 0)):
        if statement is None:
            continue
        if statement is not st and len(statement.words) >= 14:
            continue
        for mark in statement.marked("make", "make-text", "need"):
            if mark.start < start or not _makes_one(statement, mark, start, phrase):
                continue
            if _by_others(statement.words[max(0, mark.start - 4) : mark.start]):
                continue
            between = statement.words[start : mark.start] if statement is st else ()
            return (
                len(between) < 30
                and not statement.has("optional", *clause_bounds(statement, mark.start))
                and _DENIED.isdisjoint(statement.words[: mark.start][-3:])
            )
    return False


def _makes_one(st: Statement, mark: Mark, start: int, phrase: NounPhrase) -> bool:
    """Whether a pronoun that stands for the phrase is what the verb makes, or what is to be made."""
    if _one_to_be(st, mark, start):
        return True
    if mark.form in FINISHED_FORMS:
        return False
    if _object_first(st, mark) and phrase.before not in _DEFINITE:
        return True  # "la programará Sol"; "le script, Paul l'écrit" tells of a thing that is there
    after = st.words[mark.end : mark.end + 3]
    return after[:1] != [] and (after[0] in _AS_ONE or after[:2] == ["up", "one"] or after in _NEW_ONE)


_NEW_ONE = (["a", "new", "one"], ["a", "fresh", "one"])
