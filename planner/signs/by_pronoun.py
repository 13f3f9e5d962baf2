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
    return (
        "the" in before and not (OUTSIDERS | _INSTITUTIONS).isdisjoint(before) and WORKERS.isdisjoint(before)
    )


_INSTITUTIONS = word_set(
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
        for mark in statement.marked("make", "make-text", "need"):
            if mark.start < start or (mark.form in FINISHED_FORMS and not _one_to_be(statement, mark, start)):
                continue
            after = statement.words[mark.end : mark.end + 2]
            known = phrase.before in _DEFINITE  # "le script, Paul l'écrit" tells of a thing that is there
            if _object_first(statement, mark) and not known:
                after = ["one"]  # "la programará Sol"
            if _by_others(statement.words[max(0, mark.start - 4) : mark.start]):
                continue
            new_one = statement.words[mark.end : mark.end + 3] in (["a", "new", "one"], ["a", "fresh", "one"])
            pronoun = (after and after[0] in _AS_ONE) or after == ["up", "one"] or new_one
            if pronoun or _one_to_be(statement, mark, start):
                between = statement.words[start : mark.start] if statement is st else ()
                if statement is st or len(statement.words) < 14:
                    return (
                        len(between) < 30
                        and not statement.has("optional", *clause_bounds(statement, mark.start))
                        and _DENIED.isdisjoint(statement.words[: mark.start][-3:])
                    )
    return False
