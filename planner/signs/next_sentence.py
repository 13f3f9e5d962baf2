"""What the next sentence says of a thing that has been named: it is missing, or left to somebody to make."""

from __future__ import annotations

from functools import lru_cache

from planner.signs.people import named_workers
from planner.text.statements import Statement, plain_marks
from planner.words.english import AUXILIARY
from planner.words.lists import word_set

OBLIGED = word_set(
    """
    must has have needs need should shall ought will to muss müssen soll sollen doit doivent devra debe
    deben deberá tiene
    """
)
LEANING = word_set(
    "it this that which both den das der die er sie es dieser dieses il elle ce lo la este esta"
)
_OPENS_MISSING = LEANING | word_set("todavía aún noch encore")
_GOES_ON = OBLIGED | {"it", "this", "that"}
_NONE_OF_IT = word_set("one none any")


def to_be_made_next(after: Statement | None) -> bool:
    """Whether the next sentence goes on with "Must be made …", "Has to be written by Darek"."""
    if after is None or after.words[0] not in _GOES_ON:
        return False
    made = after.words[:3] in _TO_BE_DONE or any(
        mark.start <= 6 for mark in after.marked("make", "make-text")
    )
    return made and not after.has("negation", 0, 6)


_TO_BE_DONE = (["to", "be", "done"], ["to", "be", "delivered"], ["to", "be", "completed"])


def said_missing(after: Statement | None) -> bool:
    """Whether the next sentence says "It's missing" or "It does not exist yet"."""
    if after is None or not after.words:
        return False
    if len(after.words) <= 8 and any(after.words[m.end - 1] in _NONE_OF_IT for m in after.marked("harmless")):
        return True  # "We haven't got one."
    if any(after.words[m.end : m.end + 1] in _IT for m in after.marked("harmless")):
        return True  # "Nobody has built it yet."
    if after.words[0] in _NOBODY and any(
        m.start <= 6 and not _IT_IS.isdisjoint(after.words[2 : m.end + 1])
        for m in after.marked("make", "make-text")
    ):
        return True  # "Nobody has ever drawn it up."
    if 3 <= len(after.words) <= 9 and "to" in after.words and _left_to(tuple(after.words)):
        return True  # "Amaral to implement."
    if after.words[0] not in _OPENS_MISSING:
        return False
    return "missing" in after.words[:6] or any(mark.start < 6 for mark in after.marked("harmless", "pending"))


_NOBODY = word_set("nobody no-one none niemand personne nadie")
_IT_IS = word_set("it one this them")
_IT = (["it"], ["one"], ["this"])


@lru_cache(maxsize=4096)
def _left_to(words: tuple[str, ...]) -> bool:
    """Whether a short sentence leaves the making to somebody: "P. Amaral to implement.", "Mine to write."""
    at = words.index("to")
    made = any(m.start == at + 1 and m.form == "base" for m in plain_marks(list(words)) if m.cls in _MAKES)
    return made and 0 < at <= 4 and len(words) - at <= 4 and AUXILIARY.isdisjoint(words[:at])


_MAKES = ("make", "make-text")


_BY_IT = (
    *(
        ["to", "it"],
        ["by", "it"],
        ["from", "it"],
        ["with", "it"],
        ["against", "it"],
        ["use", "it"],
        ["uses", "it"],
        ["follow", "it"],
    ),
    *(["la", "siguen"], ["la", "suivent"], ["s", "y"], ["se", "atienen"]),
)
_IT_BEHIND = frozenset(it for _, it in _BY_IT)
_THEREBY = word_set("daran danach")


_APPLYING = word_set("gilt gelten applies apply vale valen vaut")


def workers_follow_it(later: Statement) -> bool:
    """ "Workers apply it without exception.": what has been named before is followed."""
    words = later.words
    by_it = not _THEREBY.isdisjoint(words) or (
        not _IT_BEHIND.isdisjoint(words) and any(words[at : at + 2] in _BY_IT for at in range(len(words)))
    )
    if (by_it or words[0] in _APPLYING) and named_workers([w.rpartition("-")[2] for w in words], team=True):
        return True  # "… and workers write according to it", "Alle halten sich daran"
    return any(
        mark.start <= 5
        and later.words[mark.end : mark.end + 1] in (["it"], ["this"], ["them"])
        and named_workers(later.words[: mark.start], team=True)
        for mark in later.marked("follow")
    )
