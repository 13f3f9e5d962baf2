"""Programs to be made: "build a CLI tool for …", "a script that converts …", "clash detector (to code)"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from planner.candidates import Candidate, NounPhrase, clause_bounds, noun_phrase
from planner.demands import label_needs
from planner.lexicon import AGENT_NOUNS, OUTSIDERS, PREPOSITIONS, PROGRAM_NOUNS, WORKERS
from planner.making import INDEFINITE, made_already, made_as_one, maker
from planner.program_names import called, objects_in, program_name
from planner.refusals import refusal
from planner.statements import Statement
from planner.word_lists import word_set
from planner.words import AUXILIARY
from planner.words_abroad import PROGRAM_SUFFIXES
from planner.words_nouns import (
    NOT_PROGRAM_AFTER,
    NOT_PROGRAM_BEFORE,
    PERSON_OR_PROGRAM,
    PHYSICAL,
    PROGRAM_WEAK,
)
from planner.words_verbs import MAKE_PROGRAM

REASONS = {
    "made": "The approach says that this program is to be made.",
    "needed": "The approach says that this program is needed.",
    "planned": "The plan lists this program as a piece of the work.",
}
_SOFTWARE = word_set(
    """
    command-line cli python bash shell perl node rust sql software web browser command line
    """
)
_MAKES_THINGS = word_set("build make deliver add produce construct")
_THINGS = word_set("bridge robot extension adapter harness counter")
MAX_NAMED = 8  # programs looked at in one sentence; keeps hostile texts linear
_DATA = word_set(
    """
    file files data csv json xml pdf pdfs table tables ledger format formats list lists label
    labels image images
    """
)
_CODING = frozenset(MAKE_PROGRAM.split()) | word_set(
    "build write develop implement schreiben écrire escribir"
)
_WORK_WORDS = word_set("job step task thing piece deliverable item need action")
_NEVER_OBJECT = word_set("want wants wanted lack require requires needs need lacks due demand demands")
_ADJECTIVES = word_set("needed required missing necessary mandatory critical essential vital")
_BEFORE_NEED = AUXILIARY | word_set("still also ( therefore , – — : ist est es absolutely clearly")
_AFTER_PLANNED = word_set(": that which to for from → ( , ; . who qui das que")
_BEFORE_VERB = word_set("to we i they must will should not and you can")
_NOUN_AND_VERB = word_set(
    """
    program script prototype command package robot bridge harness monitor programme code bot
    """
)


def tool_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each program noun that the statement calls for."""
    named = [(index, noun) for index, word in enumerate(statement.words) if (noun := program_noun(word))]
    if named and ":" in statement.words:
        yield from _enumerated(statement)
    for index, noun in named[:MAX_NAMED]:
        if not statement.said[index]:
            candidate = _tool(statement, index, noun)
            if candidate is not None:
                yield candidate


def _has_items(st: Statement, head: int) -> bool:
    """Whether a plural ("two scripts: one that …") is followed by its items, which are needs of their own."""
    words = st.words
    return any(
        words[at] in (",", ":") and words[at + 1] in ("one", "a", "an")
        for at in range(head + 1, min(head + 10, len(words) - 1))
    )


def _enumerated(st: Statement) -> Iterator[Candidate]:
    """ "Scripts to write: clean-labels, split-batches"; "two tools are needed: one that …, one that …"."""
    words = st.words
    head = next((i for i, w in enumerate(words[:8]) if w.endswith("s") and PROGRAM_NOUNS.get(w)), -1)
    colon = next((i for i in range(head + 1, min(head + 9, len(words))) if words[i] == ":"), -1)
    wanted = any(
        m.end <= colon and m.form in ("", "base", "past", "participle") for m in st.marked("make", "need")
    )
    if (
        head < 0
        or colon < 0
        or not (wanted or {"new", "more", "further"}.intersection(words[:head]))
        or refusal(st, head)
    ):
        return
    first = colon + 1
    for at in range(colon + 1, len(words) + 1):
        if at == len(words) or words[at] in (",", ";", ".", "and"):
            item = [w for w in objects_in(st, first, min(at, first + 10)) if w.lower() != "one"][:4]
            if item and not any(program_noun(w) for w in words[first:at]) and not refusal(st, first):
                yield Candidate("tool", item, st, first, head, at, "made", REASONS["made"])
            first = at + 1


@lru_cache(maxsize=65536)
def program_noun(word: str) -> str:
    """The program that a word names ("converters" → "converter"), or an empty string."""
    noun = PROGRAM_NOUNS.get(word) or AGENT_NOUNS.get(word)
    if noun:
        return noun
    if len(word) > 7 and word.endswith(PROGRAM_SUFFIXES):
        return word
    if "-" in word:
        tail = word.rsplit("-", 1)[1]
        return word if tail in PROGRAM_NOUNS or tail in AGENT_NOUNS else ""
    return ""


def _tool(st: Statement, head: int, noun: str) -> Candidate | None:
    if not _is_head(st, head):
        return None
    phrase = noun_phrase(st, head)
    if head > phrase.first and st.words[head - 1] in NOT_PROGRAM_BEFORE:
        return None
    if noun == "script" and _spoken(st, head):
        return None
    call = _call(st, phrase, noun)
    if not call or (st.words[head].endswith("s") and _has_items(st, head)):
        return None
    allow = frozenset({"owned"}) if call == "made" and phrase.before != "'s" else frozenset()
    if call == "absent":
        allow, call = frozenset({"negation"}), "made"
    if refusal(st, head, phrase, allow) or made_already(st, phrase):
        return None
    if (
        call == "planned"
        and st.words[head + 1 : head + 2] == [":"]
        and head + 2 < len(st.words)
        and refusal(st, head + 2)
    ):
        return None
    first, last = clause_bounds(st, head)
    stop = _complement_end(st, head, last)
    return Candidate("tool", program_name(st, phrase, noun), st, head, first, stop, call, REASONS[call])


def _spoken(st: Statement, head: int) -> bool:
    """ "the script for the moderators": words for people to say."""
    after = st.words[head + 1 : head + 4]
    people = after[2] if after[:1] == ["for"] and after[1:2] in (["the"], ["our"]) and len(after) > 2 else ""
    return (
        people in OUTSIDERS
        or people.endswith(("ists", "ors", "hosts", "ants"))
        or (people in WORKERS and people != "team")
    )


def _is_head(st: Statement, head: int) -> bool:
    """Whether this word is a noun and the last of its phrase, not a verb and not "tool kit"."""
    after = st.words[head + 1] if head + 1 < len(st.words) else ""
    if st.words[head].endswith("s") and st.words[head] in WORKERS:
        return False
    if after in NOT_PROGRAM_AFTER or after == "'s" or (after and program_noun(after)):
        return False
    before = st.words[head - 1] if head else ""
    return not (st.words[head] in _NOUN_AND_VERB and before in _BEFORE_VERB)


def _call(st: Statement, phrase: NounPhrase, noun: str) -> str:
    """How the statement calls for the program: made, needed, planned; empty where it does not."""
    weak = noun in PROGRAM_WEAK
    agent = noun not in PROGRAM_NOUNS and not noun.endswith(PROGRAM_SUFFIXES)
    person = agent and noun in PERSON_OR_PROGRAM
    if person and st.words[phrase.head].endswith("s"):
        return ""
    programlike = _programlike(st, phrase)
    # A bridge or an adapter is a program only where its function or the verb says so.
    thing = noun in PHYSICAL and not programlike
    verb = maker(st, phrase)
    if verb is not None and thing and noun in _THINGS and verb.lemma in _MAKES_THINGS:
        verb = None
    if verb is not None and (
        not (weak or agent or (thing and noun in _THINGS)) or verb.lemma in _CODING or programlike
    ):
        return "made"
    if person and not programlike:
        return ""
    absent = st.has("negation", max(0, phrase.first - 6), phrase.first) or st.has("pending", phrase.head)
    if (absent or phrase.first <= 2) and made_as_one(st, phrase):
        return "absent" if absent else "made"
    if thing and not _functional(st, phrase):
        return ""
    if _needed(st, phrase, weak or agent) or _under_label_of_need(st, phrase):
        return "needed"
    return "planned" if _labelled(st, phrase) or _planned(st, phrase, person or weak) else ""


def _programlike(st: Statement, phrase: NounPhrase) -> bool:
    """Whether what follows tells of a function: "that …", "from A to B", ": a in, b out", "→"."""
    after = st.words[phrase.head + 1 : phrase.head + 12]
    if after[:1] in (["that"], ["which"]) and phrase.before in INDEFINITE:
        return True
    if _SOFTWARE.intersection(st.words[phrase.first : phrase.head]):
        return True
    return "→" in after or ("from" in after[:1] and "to" in after) or (after[:1] == [":"] and "out" in after)


def _functional(st: Statement, phrase: NounPhrase) -> bool:
    """Whether data follow: "exporter to GeoJSON", "a converter for KML files"."""
    after = st.words[phrase.head + 1 : phrase.head + 5]
    source = st.slice(phrase.head + 1, min(phrase.head + 5, len(st.words)))
    return bool(after) and (
        any(word.isupper() and len(word) > 1 for word in source.split()) or any(w in _DATA for w in after)
    )


def _needed(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    """Whether a word of needing speaks of the program itself, not of something else in the sentence."""
    first, last = clause_bounds(st, phrase.head)
    if _lives_in_tools(st.words, first, last) and (phrase.before in INDEFINITE or phrase.before == "the"):
        return True
    for mark in st.marked("pending"):
        behind = phrase.head < mark.start <= min(phrase.head + 5, last)
        if behind or mark.end == phrase.first - 1:
            return True
    for mark in st.marked("need"):
        word = st.words[mark.start]
        if st.said[mark.start] or st.words[mark.end : mark.end + 1] == ["to"]:
            continue
        if doubtful and phrase.before not in INDEFINITE and word not in ("lack", "missing", "fehlt"):
            continue
        if mark.end <= phrase.first and _needed_object(st, mark.start, mark.end, phrase, first):
            return True
        if phrase.head < mark.start <= last and _needed_subject(st, mark.start, phrase):
            return True
    return False


def _under_label_of_need(st: Statement, phrase: NounPhrase) -> bool:
    """ "**What we lack.** A decoder for … And a bot …": a thing opens the sentence."""
    block = st.block
    if (
        block.kind == "item"
        and phrase.first <= 1
        and st.before is None
        and not st.words[phrase.head].endswith("s")
    ):
        over = block.lead or (block.headings[-1] if block.headings else "")
        if len(over) < 40 and label_needs(over):
            return True
    if phrase.before not in INDEFINITE or not st.label or not label_needs(st.label):
        return False
    colon = st.words.index(":") + 1 if ":" in st.words[:8] else 0
    return phrase.first - colon <= 2 or phrase.first <= 2


def _needed_subject(st: Statement, start: int, phrase: NounPhrase) -> bool:
    """ "a converter (GPX to KML) is required": the need stands behind, and nothing else is its subject."""
    gap = st.words[phrase.head + 1 : start]
    if st.words[start] in _NEVER_OBJECT or phrase.before == "'s":
        return False
    if st.words[start - 1] not in _BEFORE_NEED and st.words[start] != "must":
        return False
    return len(gap) <= 3 or gap[0] in PREPOSITIONS or gap[0] in ("that", "which", "(")


def _lives_in_tools(words: list[str], first: int, last: int) -> bool:
    """Whether the clause says that the program lives under tools/, without a file name."""
    return any(words[at] == "tools" and words[at + 1 : at + 2] == ["/"] for at in range(first, last))


def _needed_object(st: Statement, start: int, end: int, phrase: NounPhrase, first: int) -> bool:
    words = st.words
    gap = words[end : phrase.first]
    if words[start] in ("wanted", "needed", "required") and gap[:1] != [":"] and not _impersonal(st, start):
        return False
    if start < first and ":" not in gap:
        return False
    near = len(gap) <= 10 and not any(
        w in PREPOSITIONS - {"of", "for", "in"} or w in ("that", "which") for w in gap
    )
    return near and phrase.before != "'s"


def _impersonal(st: Statement, start: int) -> bool:
    """Whether "wanted" or "needed" is a predicate, not what somebody wanted once."""
    return start == 0 or st.words[start - 1] in AUXILIARY or not st.words[start - 1][0].isalnum()


def _labelled(st: Statement, phrase: NounPhrase) -> bool:
    """ "Script: utility invoices → kWh" as an item of a list."""
    words = st.words
    after = words[phrase.head + 1 : phrase.head + 2]
    opens = phrase.head == _first_word(st) and after in ([":"], ["–"], ["—"])
    return opens and st.block.kind in ("item", "row") and not words[phrase.head].endswith("s")


def _first_word(st: Statement) -> int:
    index = 0
    while index < len(st.words) - 1 and not st.words[index][0].isalnum():
        index += 1
    return index


def _planned(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    """A noun phrase that stands for a piece of work: opens an item, or is "the first job"."""
    words = st.words
    named = phrase.first < phrase.head and words[phrase.first] in ("new", "small", "further", "custom")
    if phrase.before not in INDEFINITE and not named:
        return False
    first, _ = clause_bounds(st, phrase.head)
    lead = words[first : phrase.first]
    if _WORK_WORDS.intersection(lead) and ("is" in lead or "are" in lead):
        return True
    if words[phrase.first - 2 : phrase.first - 1] == [":"] and _WORK_WORDS.intersection(
        st.label.lower().split()
    ):
        return True
    start = _first_word(st)
    if phrase.head - start <= 2 and words[start] in ("new", "neu", "nouveau", "nuevo") and called(st, phrase):
        return True
    opens = phrase.first - start <= 1 or (":" in words[start : phrase.first] and phrase.first - start <= 4)
    if not opens or doubtful or st.block.kind != "item":
        return False
    after = words[phrase.head + 1 : phrase.head + 15]
    if not after or after[0] == ":":
        return True
    return after[0] in _AFTER_PLANNED and not AUXILIARY.intersection(after)


def _complement_end(st: Statement, head: int, last: int) -> int:
    stop = head + 1
    while stop < last and stop - head < 20 and st.words[stop] not in (",", "(", ";", "."):
        stop += 1
    return stop
