"""The words with which a step opens: what order they speak of, and the deed that is left without them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from planner.steps.infinitives import german, german_inverted, romance
from planner.steps.text import Phrases, either, first_word, outside, plain
from planner.steps.words import (
    APART,
    BESIDE,
    ENGLISH_DEEDS,
    FIRST,
    LAST,
    MODALS,
    NEXT,
    NOT_INFINITIVE,
    RESULT_LEADS,
    ROMANCE_DEEDS,
    SUBJECTS,
    USING,
    WHEN,
    WHILE,
)
from planner.words.lists import word_set

Order = Literal["", "first", "next", "last", "beside", "apart"]

OPENING = 400  # characters of a step that are looked at for its title and its order
_CLASSES: tuple[tuple[Order, Phrases], ...] = (
    ("first", Phrases(FIRST)),
    ("last", Phrases(LAST)),
    ("beside", Phrases(BESIDE)),
    ("next", Phrases(NEXT)),
    ("apart", Phrases(APART)),
)
_WHEN = Phrases(WHEN)
_CLAUSES = Phrases(RESULT_LEADS, WHILE)
_LEADS = Phrases(WHEN, USING, RESULT_LEADS, WHILE)
_MODAL = Phrases(MODALS)
_SUBJECT = re.compile(
    rf"(?:{either(';'.join(SUBJECTS))}|the team|das team|l['’]équipe|el equipo)\s+", re.IGNORECASE
)
# "First aid", "the second floor", "last year": they go with a noun unless a deed or a subject follows.
_ALSO_ADJECTIVES = word_set("first second third fourth fifth last next segundo tercero parallel")
# Ends of English nouns that look like an infinitive of French or Spanish.
_NOUN_ENDS = (
    "ter",
    "ber",
    "der",
    "ver",
    "ner",
    "per",
    "ler",
    "ker",
    "ier",
    "ser",
    "ger",
    "cer",
    "mer",
    "her",
)
# "Ada: …", "4. Mai: …": what follows is the item.
_LABEL = re.compile(r"(?:\d{1,2}\.\s)?[^\W\d_]+(?:\s[^\W\d_]+)?(?:\s?:|\s[–—-])\s+(?=\S)")
# "**Mapping.** Map each …": a name before the deed.
_BOLD_NAME = re.compile(r"(?:\*\*|__)[^*_]{2,60}?(?:[.:–—-]\s*(?:\*\*|__)|(?:\*\*|__)\s*[.:–—-])\s*")
# A clause without a comma behind it ends where the subject or, in German, the verb comes: "with the records
# we then draw a map", "nach der Prüfung drucken wir".
_NO_COMMA_AGENT = re.compile(
    r"\s+(?!(?:we|they|nous|on)\b)(?:[^\s.,;:()]+\s+){2,9}?(?=(?:we|they|nous|on)\s+\w)"
)
_NO_COMMA = re.compile(
    r"\w+\s+(?:[^\s.,;:()]+\s+){1,9}?(?=[a-zäöü]\w*(?:en|ern|eln)\s+wir\b)"
    r"|[Nn]ach\s+(?:(?:dem|der|den|unserer|unserem|einer|einem)\s+)?(?:[a-zäöüß]+e[rnm]\s+)?[A-ZÄÖÜ][\wäöüß-]+"
    r"(?:\s+(?:des|der|von|vom)\s+(?:[a-zäöüß]+e[rn]\s+)?[A-ZÄÖÜ][\wäöüß-]+)?\s+"
    r"(?=(?:den|die|das|dem|der|einen|eine|ein|alle|jede[rs]?|[a-zäöü]\w*t)\s)"
)
_ENGLISH = word_set("the are is of to be been has have by for with it they")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a step opens: `deed` is what remains when words of order, a leading clause and "we" are gone."""

    deed: str
    order: Order = ""
    lead: str = ""  # "once the map is drawn"
    agent: bool = False  # whether "we" or the like stood there


def open_up(text: str) -> Opening:
    """Take the opening apart; `text` is plain, and of a long one the beginning is enough."""
    return _opening(text[:OPENING])


@lru_cache(maxsize=8192)  # asked for several times over one step
def _opening(text: str) -> Opening:
    rest, order, lead = text.strip(), "", ""
    for _ in range(3):
        before = rest
        for name, phrases in _CLASSES:
            found = phrases.match(rest)
            if found and found.end() < len(rest) and not _goes_with_noun(rest, found):
                order = order or name
                rest = rest[found.end() :].lstrip(" ,:;–—\n")
        if clause := _leading_clause(rest):
            lead = f"{lead} {clause}".strip()
            rest = rest[len(clause) :].lstrip(" ,:–—")
        if rest == before:
            break
    deed, agent = _without_agent(rest)
    if order == "first":
        deed = _from_gerund(deed)
    if (order or lead) and not agent:
        deed = german_inverted(deed)
    return Opening(deed, order, lead, agent)  # type: ignore[arg-type]


def _from_gerund(deed: str) -> str:
    """ "We start by collecting …": the deed is to collect."""
    word = first_word(deed)
    if not word.endswith("ing"):
        return deed
    base = word[:-3]
    for verb in (base, f"{base}e", base[:-1] if base[-1:] == base[-2:-1] else base):
        if verb in ENGLISH_DEEDS:
            return verb + deed[len(word) :]
    return deed


def without_name(text: str) -> str:
    """An item without the bold words that name it: "**Mapping.** Map each …" → "Map each …"."""
    name = _BOLD_NAME.match(text)
    return text[name.end() :] if name and name.end() < len(text) else text


def _goes_with_noun(text: str, found: re.Match[str]) -> bool:
    if found.group().lower() not in _ALSO_ADJECTIVES:
        return False
    following = text[found.end() :].lstrip()
    word = first_word(following)
    if found.group().lower() == "parallel":
        return following[:1] not in ",:;"
    return following[:1] not in ",:;" and word not in SUBJECTS and not is_deed_word(word)


def _leading_clause(text: str) -> str:
    """ "Once the map is drawn" of "Once the map is drawn, print it"; empty where no such clause opens."""
    found = _LEADS.match(text)
    if not found:
        return ""
    says_when = _WHEN.match(text)
    whole = says_when or _CLAUSES.match(text)
    for at in outside(text[:200], ",:"):
        if at > found.end() and len(text) - at > 6:
            rest = text[at + 1 :].strip()
            # Others may go on behind their comma: "with tea, milk and sugar".
            if whole or text[at] == ":" or _SUBJECT.match(rest) or opens_with_deed(rest[:160]):
                return text[:at]
    uncut = _NO_COMMA.match(text[:200]) or _NO_COMMA_AGENT.match(text[:200], found.end())
    return text[: uncut.end()].rstrip() if uncut else ""


def _without_agent(text: str) -> tuple[str, bool]:
    """Without "we will" and the like, in the form that gives an order; and whether that stood there."""
    ordered = german(text) or romance(text)
    if ordered:
        return ordered, True
    found = _SUBJECT.match(text)
    rest = text[found.end() :] if found else text
    for _ in range(3):
        modal = _MODAL.match(rest)
        if not modal or not rest[modal.end() : modal.end() + 1].isspace():
            break
        rest = rest[modal.end() :].lstrip()
    return rest, bool(found)


def opens_with_deed(text: str) -> bool:
    """Whether this reads like something to do: an order, an infinitive, "we" with a verb."""
    return _opens_with_deed(text[:OPENING])


@lru_cache(maxsize=8192)
def _opens_with_deed(text: str) -> bool:
    inner = without_name(text)
    if inner != text and opens_with_deed(inner):
        return True
    opening = open_up(plain(text))
    if opening.agent:
        return True
    if label := _LABEL.match(opening.deed):
        return opens_with_deed(opening.deed[label.end() :])
    words = re.findall(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|[.;:,(]", opening.deed[:160])
    return bool(words) and (is_deed_word(words[0].lower()) or _ends_with_infinitive(words))


def is_deed_word(word: str) -> bool:
    """Whether an order may begin with this word (in lower case)."""
    if (
        word in ENGLISH_DEEDS
        or word in ROMANCE_DEEDS
        or word.startswith(("re-", "pre-", "cross-", "double-"))
    ):
        return True
    if len(word) < 5 or word in NOT_INFINITIVE:
        return False
    infinitive = word.endswith(("er", "ir", "ar", "arlos", "erlos", "irlos", "arlas", "arla", "arlo"))
    return word.endswith("ez") or (infinitive and not (word.isascii() and word.endswith(_NOUN_ENDS)))


def _ends_with_infinitive(words: list[str]) -> bool:
    """Whether the first clause ends as an order does in German: "Fotos auswählen", "Kisten sichten und …"."""
    clause: list[str] = []
    for word in words:
        if word in ".;:,(" or (clause and word in ("und", "oder")):
            break
        clause.append(word)
    if len(clause) < 2 or not _ENGLISH.isdisjoint(clause):
        return False
    last = clause[-1]
    return (
        last.islower()
        and len(last) > 4
        and last.endswith(("en", "ern", "eln"))
        and last not in NOT_INFINITIVE
        and last not in ENGLISH_DEEDS
    )
