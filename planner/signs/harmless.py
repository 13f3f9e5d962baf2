"""Marks of refusal that refuse nothing: in quotation marks, part of another phrase, about something else."""

from __future__ import annotations

from planner.text.statements import Statement
from planner.words.lexicon import Mark
from planner.words.lists import word_set

_GERMAN = word_set("ist der das ein eine einen einer wird nicht dem und sind wie für gilt noch")


def harmless(statement: Statement, mark: Mark) -> bool:
    """Whether a mark of refusal refuses nothing here: in quotation marks, or part of another phrase."""
    if mark.cls == "past" and statement.words[mark.end : mark.end + 1] == ["'s"]:
        return True  # "last summer's data" is what the thing works on
    if mark.cls == "past" and statement.words[mark.start] in _LAST and statement.words[mark.start - 1] in _OF:
        return True  # "the recording of last season"
    if mark.cls == "past" and (
        _settled_that(statement.words, mark.start)
        or not _ONCE.isdisjoint(statement.words[max(0, mark.start - 3) : mark.start])
    ):
        return True
    if statement.words[mark.start] == "was" and not _GERMAN.isdisjoint(statement.words):
        return True  # "Was als Bruch gilt, legt Uta fest"
    if statement.words[mark.start] == "would" and _reported(statement.words, mark.start):
        return True  # "you said you'd write one"
    if statement.words[mark.start] == "dead" and not _WITHOUT.isdisjoint(statement.words):
        return True  # "Without OCR the pilot is dead"
    if statement.words[mark.start] == "may" and mark.start and statement.slice(mark.start, mark.end) == "May":
        return True
    return statement.said[mark.start] or any(
        other.start <= mark.start < other.end and statement.words[other.end : other.end + 1] not in _NO_CALL
        for other in statement.marked("harmless", "pending")
    )


_LAST = word_set("last letzten vergangenen")
_OF = word_set("of from der des")


def _settled_that(words: list[str], at: int) -> bool:
    """ "It has been agreed that Jo will build one": what is past is that it was settled."""
    return any(
        words[after] in _SETTLED and words[after + 1 : after + 2] == ["that"]
        for after in range(at + 1, min(at + 4, len(words)))
    )


_ONCE = word_set("once until when")  # "…, once this has been drawn up"
_SETTLED = word_set("agreed decided resolved settled confirmed arranged")
_NO_CALL = (
    *(["call"], ["need"], ["point"], ["use"], ["sense"], ["reason"], ["case"], ["place"], ["room"]),
    *(["demand"], ["occasion"], ["wish"], ["appetite"], ["plan"], ["plans"], ["budget"], ["money"]),
)


def _reported(words: list[str], at: int) -> bool:
    """Whether "would" tells of a promise: "Basti, you said you'd …", "Ann promised she would …"."""
    return not _PROMISED.isdisjoint(words[max(0, at - 4) : at]) and "if" not in words


_PROMISED = word_set("said promised agreed offered swore vowed volunteered told")


_WITHOUT = word_set("without ohne sans sin unless")
