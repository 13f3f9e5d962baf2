"""What becomes of one item of a plan, by its own words: to be done, done, put off, or no step at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planner.steps.clauses import opens_with_deed
from planner.steps.headings import OUT, kind_of
from planner.steps.tense import is_past
from planner.steps.text import Phrases, either, first_word, plain
from planner.steps.words import ARTICLES, DONE_PHRASES, SMALL_WORDS

_DONE = Phrases(DONE_PHRASES)
_REMARK = re.compile(r"[(\[]([^()\[\]]{2,60})[)\]]\W{0,5}$")
_LABEL = re.compile(r"\W{0,4}([^:.()\n]{2,40}?)\W{0,4}:(?=\s|$)|\W{0,4}\(([^()]{2,40})\)")
_STRUCK = re.compile(r"\W{0,4}~~[^~]+~~\W{0,4}")
_SEEN = 300  # characters of an item that are looked at
_TICKED = re.compile(r"\s*[✅✔☑]")
_REFUSALS = either(
    """
    no; not; never; do not; don't; don’t; we will not; we won't; we won’t; we do not; we don't; we don’t;
    there is no; there are no; nobody; kein; keine; keinen; nicht; nie; ne; pas de; nous ne; no se;
    nunca; sin
    """
)
_NOT = re.compile(
    rf"{_REFUSALS}\s(?!(?:only|one|nur)\b)",
    re.IGNORECASE,
)
_WE_DID = re.compile(
    r"(?:we|i|they|wir|nous|on)\s+(?:have|had|already|did|haben|hatten|avons|avions)\b(?!\s+to\b)"
    r"|(?:we|they|i)\s+(?P<past>\w+ed)\b",
    re.IGNORECASE,
)
_STATEMENTS = either(
    """
    must be able; need to be able; needs to be able; have to be able; has to be able; ability to;
    abilities; capable of; able to; in der lage; fähigkeit; doivent savoir; doit savoir; doivent pouvoir;
    capables de; deben saber; debe saber; deben poder; capaces de; exists already; already exists; exist
    already; existe déjà; existent déjà; existe ya; ya existe; ya existen; existiert schon; existiert
    bereits; liegt bereits vor; liegt schon vor; gibt es schon; gibt es bereits
    """
)
# What workers must be able to do, or what is there: no step, unless the item gives an order, too.
_STATES = re.compile(
    rf"\b{_STATEMENTS}\b|\bmüssen\b[^.]{{0,120}}\bkönnen\b",
    re.IGNORECASE,
)
# "If money is left, buy …": not now.
_IF_LEFT = re.compile(
    r"(?:if|falls|wenn|si|s['’]il)\s[^,.:;]{0,30}\b(?:left|remains?|allows?|permits?|übrig|reicht|bleibt|erlaubt"
    r"|reste|permet|sobra|queda|alcanza|lo permite|hay (?:dinero|tiempo))\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s")


def is_done(text: str) -> bool:
    """Ticked off, struck through, or called done."""
    if _TICKED.match(text):
        return True
    if struck := _STRUCK.match(text):
        # "~~Rent a van~~ Borrow a van" is still to do, "~~Rent a van~~ (cancelled, we have one)" is not.
        rest = text[struck.end() :]
        return not opens_with_deed(plain(rest))
    remarks = (remark.strip(" .!*") for remark in _remarks(text))
    return any(
        (found := _DONE.match(remark)) is not None and found.end() == len(remark) for remark in remarks
    )


def is_put_off(remark: str) -> bool:
    """Whether a remark, as in the brackets of "Phase 4 (optional)", puts off what it stands at."""
    return _puts_off(remark.strip("() ").lower())


def is_no_step(text: str) -> bool:
    """Whether the item asks, quotes, refuses, looks back, states, or is put off."""
    said = plain(text[:_SEEN]).strip()
    first = _SENTENCE_END.split(said, maxsplit=1)[0]
    if first.endswith("?") and not re.search(r"[:–—]", first):
        return True
    if said[:1] in '"“«„' and said.rstrip(". ")[-1:] in '"”»“':
        return True
    if _NOT.match(said) or _IF_LEFT.match(said) or any(_puts_off(remark) for remark in _remarks(text)):
        return True
    if any(OUT.match(rest) and len(rest.split()) <= 6 for rest in _SENTENCE_END.split(said)[1:]):
        return True
    if said.endswith(":") and kind_of(said, introduces=True) == "other":
        return True
    return _tells_of_the_past(said) or (not opens_with_deed(said) and bool(_STATES.search(first)))


def _tells_of_the_past(said: str) -> bool:
    if found := _WE_DID.match(said):
        return found.group("past") is None or is_past(found.group("past").lower())
    words = said.split()
    # "Booked the room", but "Automated scan".
    about = len(words) > 3 or (len(words) > 1 and words[1].lower() in SMALL_WORDS | ARTICLES)
    return about and is_past(first_word(said))


def _remarks(text: str) -> Iterator[str]:
    """What a label in front or a bracket at the end says of an item: "Later: …", "… (dropped)"."""
    if found := _LABEL.match(text):
        yield (found.group(1) or found.group(2)).strip().lower()
    if found := _REMARK.search(text[-80:]):
        yield found.group(1).strip().lower()


def _puts_off(remark: str) -> bool:
    found = OUT.match(remark)
    return found is not None and (found.end() == len(remark) or len(remark.split()) <= 4)
