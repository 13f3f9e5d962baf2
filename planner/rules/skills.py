"""Named skills: "use the web-research skill", "**Market Intelligence Skill**", "a skill on haggling"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import takewhile

from planner.candidates import Candidate, clause_bounds, noun_phrase, telling_words
from planner.rules.paths import token_at
from planner.rules.skill_lists import PLURALS, REASON, enumerated_skills, skill_need, words_between
from planner.signs.demands import lists_needs
from planner.signs.making import INDEFINITE
from planner.signs.people import names_people
from planner.signs.pieces_of_work import first_word
from planner.signs.refusals import refusal
from planner.signs.refused_titles import remarked_away
from planner.text.gates import gate_for, places
from planner.text.statements import Statement, plain_marks
from planner.text.tokens import words_of
from planner.words.abroad import DETERMINERS as DETERMINERS_ABROAD
from planner.words.abroad import SKILL as SKILL_ABROAD
from planner.words.english import AUXILIARY, EMPTY_ADJECTIVES
from planner.words.lexicon import OUTSIDERS, STOP_WORDS, WORKERS
from planner.words.lists import word_set
from planner.words.nouns import NOT_A_SKILL_NAME, NOT_SKILL_AFTER

SKILL_WORDS = frozenset(["skill", *SKILL_ABROAD])
_ANY_SCRIPT = ("スキル", "技能", "навык", "스킬", "umiejętność", "vaardigheid")


@lru_cache(maxsize=65536)
def _may_name_skill(word: str) -> bool:
    """Whether a word is one for skills, also in another script, or names one in itself ("mapping-skill")."""
    if word in SKILL_WORDS or word in PLURALS or "skill" in word:
        return True
    return not word.isascii() and any(script in word for script in _ANY_SCRIPT)


SKILL = gate_for(_may_name_skill)
_CALLED = word_set("called named titled entitled namens genannt appelée llamada")
_TO_COME = word_set("required needed wanted missing to write new be written")
_NO_NAME = (
    NOT_A_SKILL_NAME
    | EMPTY_ADJECTIVES
    | word_set(
        "house in-house inhouse ist sind est sont es son die ebenfalls auch aussi también also likewise both"
    )
    | frozenset(DETERMINERS_ABROAD)
)
_LEADS_TO_NAME = _CALLED | _TO_COME | word_set("not there yet still is we have do lack that which our")
_ON = word_set("on for about in of to zum zur für de sur sobre para pour")
# Words that are no name alone, but may end one ("small business" is a name, "new" is not).
_MAY_JOIN = word_set(
    """
    life team social general first library small technical professional practical soft personal
    special human
    """
)
_HUMAN = word_set("soft human social life")
_PHRASE_ENDS = word_set(
    "is are and that which so who when where while if will has applies apply holds counts governs"
)

Found = tuple[list[str], int, int]  # the words of a name, first token, end


def skill_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each skill named in the statement; the caller looks them up in the library."""
    if (filed := _filed(statement)) is not None:
        yield filed
        return
    yield from _named(statement)
    yield from enumerated_skills(statement)


def _filed(st: Statement) -> Candidate | None:
    """ "It goes into `late-fees.md` under skills/": the file stands apart from its folder."""
    if st.paths or "skills" not in st.words:
        return None
    at = next(
        (at for at, word in enumerate(st.words[:-1]) if word == "skills" and st.words[at + 1] == "/"), -1
    )
    for file in range(max(0, at - 6), min(len(st.words), at + 8)) if at >= 0 else ():
        if st.words[file].endswith(".md") and not refusal(st, file):
            name = [part for part in st.words[file].removesuffix(".md").replace("_", "-").split("-") if part]
            return Candidate("skill", name, st, file, min(at, file), max(at, file) + 1, "path", REASON)
    return None


def heading_needs(statement: Statement) -> Iterator[Candidate]:
    """A skill that a heading names: "**Market Intelligence Skill**" on a line of its own."""
    if statement.words[-1] in SKILL_WORDS:
        yield from _named(statement)


def _named(st: Statement) -> Iterator[Candidate]:
    for index in places(st.words, SKILL):
        word = st.words[index]
        if "skill" in word and _in_address(st, index):
            continue
        if not word.isascii() and any(script in word for script in _ANY_SCRIPT):
            yield from _quoted_beside(st, index)
        elif word.endswith("-skill") and len(word) > 8 and word.isascii():
            if not refusal(st, index):
                yield skill_need(st, [st.slice(index, index + 1)[:-6]], index, index, index + 1)
        elif word in SKILL_WORDS and (not st.said[index] or _bold(st, index)):
            yield from _around(st, index)


def _in_address(st: Statement, index: int) -> bool:
    """Whether the word is a part of an address: "https://example.org/skill"."""
    if index and st.words[index - 1] != "/":
        return False
    return st.block.text[st.begin[index] - 1 : st.begin[index]] == "/"


def _around(st: Statement, index: int) -> Iterator[Candidate]:
    """The skill that the word "skill" at this token speaks of, named before it or behind it."""
    found = named_beside(st, index)
    if found is None:
        return
    names, first, last = found
    phrase = noun_phrase(st, index)
    # What stands in the name ("vendor comparison") refuses nothing; what stands before it does.
    phrase.head = max(phrase.first, first - 1)
    if first == phrase.first:
        phrase.first, phrase.head = index, index
    allow = {"owned"} if phrase.owner in ("", "library") else set()
    if not refusal(st, index, phrase, frozenset(allow | _only_named(st, index, last))):
        yield skill_need(st, names, index, first, last)


def _only_named(st: Statement, index: int, last: int) -> set[str]:
    """ "A skill for refused consignments": what refuses nothing, as it is a part of the name alone."""
    inside = {mark for mark in st.marks if index < mark.start and mark.end < last}
    return {mark.cls for mark in inside} - {mark.cls for mark in st.marks if mark not in inside}


def named_beside(st: Statement, index: int) -> Found | None:
    """The name before or behind the word "skill" at this token."""
    after = st.words[index + 1] if index + 1 < len(st.words) else ""
    return None if after in NOT_SKILL_AFTER or after == "'s" else _before(st, index) or _behind(st, index)


def _bold(st: Statement, index: int) -> bool:
    return any(span.start <= st.begin[index] < span.end for span in st.spans_of("bold"))


_AS = word_set("als as comme como")


def _before(st: Statement, index: int) -> Found | None:
    """The name in front of "skill": `web-research` skill, the web research skill, "x" (skill)."""
    at = index - 2 if st.words[index - 1 : index] == ["("] else index - 1
    if st.words[index - 2 : index - 1] in ([","], ["("], ["–"], ["—"]) and st.words[index - 1] in _ARTICLES:
        at = index - 3  # "they follow “fair play”, a skill that Jo writes"
    if at < 0 or st.words[at] in _AS:
        return None  # "liegt als Skill vor"
    for span in st.spans:
        closes = abs(span.end - st.end[at]) <= 1
        holds = span.start <= st.begin[at] < span.end and not span.start <= st.begin[index] < span.end
        if (closes or holds) and (names := words_between(st, span)):
            return names, token_at(st, span.start), index + 1
    if at == index - 1:
        return _plain_before(st, index)
    slug = "-" in st.words[at] and not st.said[at]
    return ([st.slice(at, at + 1)], at, index + 1) if slug else _named_aside(st, at, index)


def _told_last(st: Statement, index: int) -> Found | None:
    """ "One skill is missing, dialect spotting.": the name ends the sentence."""
    if st.block.kind == "row":
        return None
    at = max((at for at in range(index + 1, len(st.words)) if st.words[at] in (",", ":")), default=0)
    names = [word for word in st.words[at + 1 :] if word[0].isalnum()]
    if not at or at - index > 8 or not 1 <= len(names) <= 4 or any(word in STOP_WORDS for word in names):
        return None
    between = st.words[index + 1 : at]
    asked = any(index < m.start < at for m in st.marked("need", "pending", "harmless", "make", "make-text"))
    if not asked or not AUXILIARY.isdisjoint(names) or any(word in WORKERS for word in between):
        return None
    return [st.slice(i, i + 1) for i in range(at + 1, at + 1 + len(names))], index, at + 1 + len(names)


def _named_aside(st: Statement, at: int, index: int) -> Found | None:
    """ "First, moss identification, a skill that Jo writes": a plain name, where it is to be written."""
    if not st.marked("make", "make-text", "pending", "need", "harmless") or st.words[at + 1] != ",":
        return None
    first = at + 1
    while first and st.words[first - 1][0].isalpha() and st.words[first - 1] not in STOP_WORDS:
        first -= 1
    names = [st.slice(i, i + 1) for i in range(first, at + 1)]
    told = any(map(AUXILIARY.__contains__, st.words[first : at + 1])) or any(
        mark.cls in _ASKING for i in range(first, at + 1) for mark in st.at.get(i, ())
    )
    return (names, first, index + 1) if 1 < len(names) <= 4 and not told else None


def _plain_before(st: Statement, index: int) -> Found | None:
    phrase = noun_phrase(st, index)
    first = _over_of(st, phrase.first)
    if first < phrase.first:
        return [st.slice(at, at + 1) for at in range(first, index)], first, index + 1
    names: list[str] = []
    for at in range(first, index):
        word = st.words[at]
        if word in _PART_OF_NAME and at + 1 < index and st.words[at + 1] not in _NO_NAME:
            names.append(st.slice(at, at + 1))  # "the plain answer skill"
        elif word not in _NO_NAME and not word.isdigit():
            names.append(st.slice(at, at + 1))
        elif (names and word not in _MAY_JOIN) or (word in _HUMAN and at == index - 1):
            return None
    return (names, first, index + 1) if names else None


_PART_OF_NAME = word_set("plain common general first quick brief whole full internal clean nice good")


def _over_of(st: Statement, first: int) -> int:
    """Where "the right of reply skill" begins: a short name may hold "of", right behind its article."""
    if st.words[first - 1 : first] == ["of"]:
        for at in range(first - 2, max(first - 5, 0), -1):
            if st.words[at - 1] in _ARTICLES:
                return at
            if not st.words[at][0].isalpha() or st.words[at] in AUXILIARY:
                break
    return first


_ARTICLES = word_set("the our a an this")


def _behind(st: Statement, index: int) -> Found | None:
    """The name behind "skill": skill "x", a skill called x, skill on x, skill needed: x."""
    return (
        _marked_behind(st, index)
        or _called_behind(st, index)
        or _plain_behind(st, index)
        or _right_behind(st, index)
        or _told_last(st, index)
    )


def _right_behind(st: Statement, index: int) -> Found | None:
    """ "The skill heat stress is still missing", "den Skill Mahnwesen schreibt Uta": a bare name."""
    if st.words[index - 1 : index] not in _THE_SKILL or st.words[index] not in SKILL_WORDS:
        return None
    stop = index + 1
    while stop < len(st.words) and stop - index <= 5 and _may_name(st, stop):
        stop += 1
        if st.is_at(stop, "follow"):
            break  # "wird der Skill Webrecherche verwendet"
    names = [st.slice(at, at + 1) for at in range(index + 1, stop)]
    if not 1 <= len(names) <= 4:
        return None
    ends = stop == len(st.words) or not st.words[stop][0].isalnum()
    slug = len(names) == 1 and "-" in names[0]
    used = ends and st.is_at(index - 2, "follow")  # "Alle nutzen den Skill Webrecherche."
    if ends and (slug or used or st.words[max(0, index - 2) : index - 1] in _BY_MEANS):
        return names, index, stop  # "as it is written in the skill bill-anomaly"
    if stop == len(st.words):
        return None
    asked = st.words[stop] in AUXILIARY or st.words[stop] in _ENDS_NAME or bool(st.at.get(stop))
    told = st.marked("need", "pending", "make", "make-text", "follow", "harmless") or lists_needs(st.block)
    return (names, index, stop) if asked and told else None


_BY_MEANS = tuple(
    [word]
    for word in word_set(
        "with by per under using via through follow use apply mit nach per avec selon con según"
    )
)


def _may_name(st: Statement, at: int) -> bool:
    word = st.words[at]
    told = any(mark.cls in _ASKING for mark in st.at.get(at, ()))
    return word[0].isalpha() and word not in STOP_WORDS and not told


_ENDS_NAME = frozenset(",:(–—")
_THE_SKILL = (["the"], ["der"], ["den"], ["dem"], ["our"], ["la"], ["le"], ["el"])
_ASKING = word_set("need pending make make-text must existing excluded optional past negation")


def _marked_behind(st: Statement, index: int) -> Found | None:
    for span in st.spans:
        if st.begin[index] < span.start and token_at(st, span.start) - index <= 6:
            between = st.words[index + 1 : token_at(st, span.start)]
            names = words_between(st, span)
            if names and not any(word[0].isalnum() and word not in _LEADS_TO_NAME for word in between):
                return names, index, token_at(st, span.end - 1) + 1
    return None


def _called_behind(st: Statement, index: int) -> Found | None:
    if st.words[index + 1 : index + 2] in (["for"], ["to"], ["that"]):
        # "The skill for this is called loft access"
        behind = st.words[index + 1 : index + 9]
        at = next((at for at, word in enumerate(behind) if at and word in _CALLED), 0)
        if at and behind[at - 1] in ("is", "be"):
            stop = _phrase_end(st, index + 2 + at)
            names = telling_words(st, index + 2 + at, stop)[:4]
            return (names, index, stop) if names else None
    if st.words[index + 1 : index + 2] and st.words[index + 1] in _CALLED:
        stop = _phrase_end(st, index + 2)
        names = telling_words(st, index + 2, stop)[:4]
        return (names, index, stop) if names else None
    return None


def _plain_behind(st: Statement, index: int) -> Found | None:
    words = st.words
    at = index + 1
    while at < len(words) and words[at] in _TO_COME:
        at += 1
    if words[at : at + 1] != [":"]:
        at = index + 1
    if words[at : at + 1] == ["of"] and words[at + 2 : at + 3] == ["own"]:
        at += 3  # "a skill of its own, border cases, which …"
    if at >= len(words):
        return None
    stop = _phrase_end(st, at + 1)
    names = telling_words(st, at + 1, stop)
    made = st.has("make") or st.has("make-text")
    if not WORKERS.isdisjoint(name.lower() for name in names):
        return None  # "a skill for the workers"
    if words[at] in ("that", "which") and "how" in words[at + 1 : at + 5]:
        at = words.index("how", at) + 1  # "a skill that explains how to grade essays"
        stop = _phrase_end(st, at + 1)
        names = telling_words(st, at, stop)
        asked = made or st.marked("need") or _told_alone(st, index)
        return (names[:4], index, stop) if names and asked else None
    if words[at] in _ON and (made or st.has("need", *clause_bounds(st, index)) or _told_alone(st, index)):
        return (names[:4], index, stop) if names else None
    aside = words[at] == "," and made and words[at + 1] not in STOP_WORDS  # not "the skill, as with honey"
    named = (words[at] == ":" or aside) and 1 <= len(names) <= 4
    ends = stop >= len(words) or words[stop] in (",", "(", ".", ";", "–", "—")
    return (names, index, stop) if named and ends else None


def _told_alone(st: Statement, index: int) -> bool:
    """ "- A skill for bark grafting", "Needed: a skill for …": it is named, and nothing is said of it."""
    phrase = noun_phrase(st, index)
    if phrase.before not in INDEFINITE and st.words[phrase.first] != "new":
        return False
    opens = phrase.first - (phrase.before in INDEFINITE)
    if opens > first_word(st):
        if st.words[opens - 1] not in _ENDS_LABEL or not (lists_needs(st.block) or _asks(st.label)):
            return False  # "Patience: a skill for parents"
    elif st.block.kind != "item":
        return False
    told = list(takewhile(lambda word: word not in _ENDS_NAME, st.words[index + 1 :]))
    of_people = any(word in _HUMAN or word in OUTSIDERS for word in told)
    of_people = of_people or any(map(names_people, told[1:2] if len(told) <= 3 else ()))
    return not of_people and AUXILIARY.isdisjoint(told) and not remarked_away(st)


def _asks(label: str) -> bool:
    return any(
        mark.cls in ("need", "must", "make", "pending", "harmless") for mark in plain_marks(words_of(label))
    )


_ENDS_LABEL = frozenset(":–—→")


def _phrase_end(st: Statement, start: int) -> int:
    stop = start
    while stop < len(st.words) and stop - start < 8 and st.words[stop][0].isalnum():
        if stop > start and (st.words[stop] in _PHRASE_ENDS or st.is_at(stop, "must")):
            break
        stop += 1
    return stop


def _quoted_beside(st: Statement, index: int) -> Iterator[Candidate]:
    """A quoted, bold or code name in a sentence that says "skill" in another script."""
    for span in st.spans:
        anchor = token_at(st, span.start)
        if abs(anchor - index) <= 6 and (names := words_between(st, span)):
            yield skill_need(st, names, anchor, anchor, anchor + 1)
