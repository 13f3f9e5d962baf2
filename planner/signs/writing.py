"""Whether a sentence, or one near it, says of a document that it is still to be written."""

from __future__ import annotations

from planner.signs.binding import binding
from planner.text.statements import Statement
from planner.words.lexicon import OUTSIDERS, WORKERS, Mark
from planner.words.lists import word_set

AHEAD = word_set("to be being must will shall should gets first yet still not beforehand")
_RUNNING = word_set("is are be starts am start")
OWING = word_set("owe owes owed owing")
_SETTLED = word_set("agreed settled fixed decided adopted")
_PARTED = (
    *(("legt", "fest"), ("legen", "fest"), ("hält", "fest"), ("legt", "nieder"), ("schreibt", "nieder")),
    *(("schreibt", "auf"), ("schreiben", "auf"), ("setzt", "auf"), ("stellt", "auf"), ("arbeitet", "aus")),
    *(("stellt", "zusammen"), ("bringt", "papier")),
)
_BECOMING = word_set(
    """
    becomes become turn turned turns made distilled condensed boiled boils boil distils distills condenses
    condense poured pours moulds shapes
    """
)
LEANING_ON_IT = word_set("it this that which both")
_DRAFTS = word_set("draft drafts version author owner entwurf autor projet auteur borrador autora")
_DUE = word_set("due by until before bis avant hasta antes first")


def to_be_written(st: Statement, index: int) -> bool:
    """Whether the sentence says so: a verb of writing not in the past, "we still owe", "does not exist"."""
    for mark in st.marked("make-text", "make"):
        if not st.said[mark.start] and abs(mark.start - index) <= 28 and _writes(st, mark):
            return True
    if _BECOMING.intersection(st.words[max(0, index - 7) : index]) and not st.has("past"):
        return True  # "his way of picking becomes a guide", "somebody has to turn it into a procedure"
    settled = st.words[index : index + 14]
    if any(
        word in _SETTLED and settled[at - 1] == "be" and settled[at - 2] in AHEAD
        for at, word in enumerate(settled)
        if at > 1
    ):
        return True  # "a taxonomy, to be agreed with the department"
    if any(first in st.words and last in st.words for first, last in _PARTED):
        return True  # "legt er in einer Ordnung fest"
    if OWING.intersection(st.words[max(0, index - 10) : index + 20]) or _ready_by(st, index):
        return True
    if _ready_once(st.words[index + 1 : index + 12]):
        return True
    return any(mark.start > index for mark in st.marked("harmless"))


def _ready_once(behind: list[str]) -> bool:
    """ "…, once this has been drawn up": it is not there before."""
    once = next((at for at, word in enumerate(behind[:4]) if word in _ONCE), len(behind))
    told = behind[once + 1 :]
    if not told or told[0] not in LEANING_ON_IT:
        return False  # "once the form has been printed" tells of another thing
    done = told[3:4] if told[1:3] == ["has", "been"] else told[2:3] if told[1:2] == ["is"] else []
    return not _SETTLED.union(_WRITTEN).isdisjoint(done)


_ONCE = word_set("once when")
_WRITTEN = word_set("written drawn drafted finished completed ready complete")


def _ready_by(st: Statement, index: int) -> bool:
    """ "… the guide that Ann will have ready by May": said behind it to be there only then."""
    for at in range(index + 1, min(len(st.words), index + 14)):
        if st.words[at] in _READY and not _WILL.isdisjoint(st.words[max(index, at - 4) : at]):
            return "not" not in st.words[max(index, at - 4) : at]
    return False


_READY = word_set("ready finished done complete")
_WILL = word_set("will shall must should")


def _writes(st: Statement, mark: Mark) -> bool:
    before = st.words[max(0, mark.start - 5) : mark.start]
    if mark.form in ("base", "third", "noun"):
        return True
    if before[-1:] in (["was"], ["were"]):
        return False  # "the guide to the hall was written in 2018"
    if mark.form == "ing":
        return before[-1:] != [] and before[-1] in _RUNNING
    # "is drafted by Ed"
    if (
        mark.cls == "make-text"
        and before[-1:] in (["is"], ["are"])
        and st.words[mark.end : mark.end + 1] == ["by"]
    ):
        return True
    # "is composed with two of them in February and binds whoever is on duty"
    if before[-1:] in (["is"], ["are"], ["gets"], ["get"]) and mark.form != "simple" and binding(st):
        return True
    # "There will be a guide, written by Ed"
    by_whom = st.words[mark.end : mark.end + 1] == ["by"] and mark.form != "simple"
    if by_whom and st.words[max(0, mark.start - 14) : mark.start].count("will"):
        return True
    return bool(AHEAD.intersection(before))


def near_says_written(st: Statement, noun: str = "") -> bool:
    """Whether the sentence before or after says that it is still to be written."""
    later = st.after.after if st.after is not None else None
    near = (st.after, later, st.before)
    return any(other is not None and speaks_of_writing(other, noun) for other in near)


def _out_of_it(other: Statement, mark: Mark) -> bool:
    """ "We'll make a proper skill out of it"."""
    behind = other.words[mark.end : mark.end + 9]
    return any(
        behind[at : at + 3] in (["out", "of", "it"], ["out", "of", "that"]) for at in range(len(behind))
    )


def _completes_it(words: list[str]) -> bool:
    """ "It is a page of headings; Dr Okafor is to complete it", not "each helper has to complete it"."""
    return any(
        word in _FINISHING
        and words[at + 1 : at + 2] in _IT
        and not AHEAD.isdisjoint(words[max(0, at - 3) : at])
        and _FILLING_IN.isdisjoint(words[max(0, at - 6) : at])
        for at, word in enumerate(words[:-1])
    )


_FILLING_IN = WORKERS | OUTSIDERS | {"they", "each", "every", "everyone"}


_FINISHING = word_set("complete finish finalise finalize")


def _becomes(other: Statement, mark: Mark) -> bool:
    before = other.words[max(0, mark.start - 3) : mark.start]
    return before[-1:] == ["be"] and not _WILL.isdisjoint(before)


_IS = (["is"], ["are"], ["'s"], ["am"])
_SUBJECT_IT = word_set("it this that which")
_IT = (["one"], ["it"], ["them"])
_HAVE_IT = word_set("have get having")


def told_next(st: Statement) -> bool:
    """Whether one of the next two sentences says, by a pronoun, that it is still to be written."""
    later = st.after.after if st.after is not None else None
    return any(other is not None and speaks_of_writing(other) for other in (st.after, later))


def speaks_of_writing(other: Statement, noun: str = "") -> bool:
    """Whether a sentence says that what it leans on, or the document that it repeats, is to be written."""
    for mark in other.marked("make", "make-text"):
        running = mark.form == "ing" and other.words[mark.start - 1 : mark.start] in _IS
        if (mark.form in ("base", "third") or running) and other.words[mark.end : mark.end + 1] in _IT:
            return True
        if mark.form in ("base", "third") and _out_of_it(other, mark):
            return True
        if not _SUBJECT_IT.isdisjoint(other.words[max(0, mark.start - 4) : mark.start - 1]) and _becomes(
            other, mark
        ):
            return True  # "Don't look for it: it'll be set down by the lawyer"
        if _HAVE_IT.isdisjoint(other.words[max(0, mark.start - 3) : mark.start - 1]):
            continue
        if other.words[mark.start - 1 : mark.start] in _IT and _writes(other, mark):
            return True  # "Legal promised to have it drafted"
    if other.words[:2] == ["to", "be"] and other.marked("make", "make-text"):
        return True  # "To be agreed by the jury before round one."
    return _completes_it(other.words) or _of_it(other, noun)


def _of_it(other: Statement, noun: str) -> bool:
    """Whether the sentence leans on the document, or repeats it, and says that it is to come."""
    if not _DRAFTS.isdisjoint(other.words[:6]) and not _DUE.isdisjoint(other.words):
        return True  # "Owner: Head of Pricing, draft due 12 Feb."
    again = bool(noun) and noun in other.words
    if not again and not LEANING_ON_IT.intersection(other.words[:4]):
        return False
    return to_be_written(other, 0) or other.has("need") or "ready" in other.words
