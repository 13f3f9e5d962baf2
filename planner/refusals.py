"""Why a mention is no need: negated, past, deferred, optional, existing, said by somebody else."""

from __future__ import annotations

from functools import lru_cache

from planner.candidates import NounPhrase, clause_bounds
from planner.lexicon import Mark
from planner.statements import Statement, plain_marks
from planner.words import AUXILIARY, word_set

# These refuse only what they stand beside ("the old script"), or as a predicate ("is available").
_BESIDE = word_set(
    """
    old existing current previous former legacy predecessor vendor commercial licensed bought
    purchased built-in available open-source third-party ancien ancienne alte alten altes existente
    existant existante vorhandene bestehende bestehenden antiguo antigua frühere früheren anterior
    licence license upstream finished installed provided hosted free dead defunct bundled optional
    """
)
_OURS = word_set("team project society's group we worker workers day week everyone")
_RELATIVE = word_set("that which who whose to so qui que der die das where")
_MODAL_HEDGE = word_set("might may could would ever if ideas idea considered consider")
_FUTURE = word_set("to be must will shall being gets get been")


def refusal(
    statement: Statement, anchor: int, phrase: NounPhrase | None = None, allow: frozenset[str] = frozenset()
) -> str:
    """Which mark refuses the thing named at this token, or an empty string."""
    block = statement.block
    if block.done:
        return "past"
    if statement.words[-1] == "?" and "asked" not in allow:
        return "asked"
    for over in (*block.headings, block.lead, statement.label):
        if over and (mark := section_refusal(over)) and mark not in allow:
            return mark
    if phrase is not None and "owned" not in allow:
        if phrase.before in ("their", "his", "her", "its") or (phrase.owner and phrase.owner not in _OURS):
            return "owned"
    first, last = clause_bounds(statement, anchor)
    beside = range(phrase.first if phrase else anchor, (phrase.head if phrase else anchor) + 1)
    harmless = [m for m in statement.marks if m.cls == "harmless"]
    for mark in statement.marks:
        if mark.cls not in ("negation", "past", "existing", "excluded", "optional") or mark.cls in allow:
            continue
        if any(h.start <= mark.start < h.end for h in harmless) or statement.said[mark.start]:
            continue
        inside = first <= mark.start < last
        if not inside and not _tags(statement, mark.start, mark.cls, last):
            continue
        if mark.cls != "excluded" and _aside(statement.words, mark.start, anchor):
            continue
        if _refuses(statement, mark.cls, mark.start, mark.end, anchor, beside, inside):
            return mark.cls
    return ""


def _aside(words: list[str], start: int, anchor: int) -> bool:
    """Whether a mark stands in brackets that comment something else; "(optional)" behind the thing does not."""
    opened = start
    while opened >= 0 and words[opened] != "(":
        if words[opened] == ")" or start - opened > 40:
            return False
        opened -= 1
    if opened < 0 or opened < anchor < start:
        return False
    closed = next((i for i in range(start, min(len(words), start + 40)) if words[i] == ")"), len(words))
    return not opened < anchor < closed and not (start - opened <= 3 and 0 < opened - anchor <= 10)


def _tags(statement: Statement, start: int, cls: str, last: int) -> bool:
    """Whether a mark stands in a short clause that only comments the one before: "a viewer: out of scope"."""
    if (
        cls == "negation"
        or start < last
        or start - last > 3
        or statement.words[last] not in (":", "–", "—", ";")
    ):
        return False
    end = clause_bounds(statement, start)[1]
    return end - start <= 6


_UNLESS = word_set("until unless without bis solange sans sin ohne")
_PLAIN_VERBS = word_set("was were had has have did is are do does may could would")


def _refuses(
    statement: Statement, cls: str, start: int, end: int, anchor: int, beside: range, inside: bool
) -> bool:
    words = statement.words
    word = words[start]
    if word in _BESIDE:
        return start in beside or (start > 0 and words[start - 1] in AUXILIARY and start > anchor and inside)
    between = words[min(start, anchor) + 1 : max(start, anchor)]
    related = any(w in _RELATIVE for w in between)
    if cls == "negation":
        return _negates(statement, start, anchor, between, related)
    if cls == "optional" and word in _MODAL_HEDGE:
        if word == "may" and statement.slice(start, end) == "May" and start:
            return False
        return start < anchor or (not related and start - beside.stop < 3)
    if words[start:end] == ["one", "day"] and words[end : end + 1] == ["of"]:
        return False
    if cls == "past" and word in ("was", "were", "had", "has", "have", "did", "wurde", "wurden", "fue"):
        return not (start > anchor and related) or "we" in between
    if cls == "existing" and words[end : end + 1] == ["'s"]:
        return False
    if cls == "existing" and word in ("we", "have", "there", "is", "are"):
        nexts = words[end : end + 2]
        return (
            start < anchor and nexts[:1] not in (["to"], ["no"], ["not"], ["got"]) and nexts != ["got", "to"]
        )
    return True


def _negates(statement: Statement, start: int, anchor: int, between: list[str], related: bool) -> bool:
    words = statement.words
    if start < anchor and _UNLESS.intersection(between):
        return False
    if words[start] in ("without", "ohne", "sans", "sin"):
        if start > anchor:
            return False
        earlier = words[:start]
        return not any(
            w in ("not", "no", "nothing", "nobody", "cannot", "never", "kein", "keine", "nicht", "pas", "no")
            for w in earlier
        )
    if start < anchor:
        return not (
            "," in between and any(w in ("we", "and", "it", "they") for w in between[between.index(",") :])
        )
    if related or "," in between or len(between) > 12:
        return False
    return words[start - 1] in AUXILIARY or words[start] in ("never", "kein", "nicht", "pas")


def mark_asks(marks: list[Mark]) -> bool:
    """Whether the words ask for something: "what has to be in place" lists what is missing."""
    asks = any(mark.cls in ("must", "need", "make") and mark.form in ("", "base") for mark in marks)
    return asks and not any(mark.cls in ("negation", "excluded", "optional") for mark in marks)


@lru_cache(maxsize=4096)
def section_refusal(title: str) -> str:
    """Whether a heading or an introduction says that what follows is not wanted, not now, or there already."""
    words = (
        title.replace("’", "'").replace("n't", " not").lower().strip("#*_: ").replace("*", "").split()[:14]
    )
    words = [word.strip(".,;:!?()[]\"'") or "-" for word in words]
    marks = plain_marks(words)
    if mark_asks(marks):
        return ""
    covered = {i for m in marks if m.cls == "harmless" for i in range(m.start, m.end)}
    for mark in marks:
        if mark.start in covered or mark.cls not in ("negation", "past", "existing", "excluded", "optional"):
            continue
        if words[mark.start] in _PLAIN_VERBS:
            continue
        if (
            words[mark.start] in ("would", "could", "was", "were", "had", "is", "current", "old", "available")
            and len(words) > 4
        ):
            continue
        if mark.cls == "negation" and len(words) > 8:
            continue
        return mark.cls
    if words and words[0] in (
        "later",
        "lessons",
        "history",
        "background",
        "appendix",
        "später",
        "historique",
    ):
        return "excluded"
    return ""
