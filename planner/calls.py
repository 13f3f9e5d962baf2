"""How a statement calls for a thing: it is missing, due, needed, or planned as a piece of the work.

What is said here holds for programs and documents alike; that somebody makes the thing is told in
`making`, and what speaks against it in `refusals`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from planner.candidates import NounPhrase, clause_bounds
from planner.demands import enumerated_need, label_needs
from planner.lexicon import PREPOSITIONS
from planner.making import INDEFINITE
from planner.program_names import called
from planner.rules_lists import lists_tools
from planner.statements import Statement, plain_marks
from planner.word_lists import phrase_set, word_set
from planner.words import AUXILIARY, STATES_AHEAD

_NONE = word_set("no not kein keine keinen aucun aucune pas ningún ninguna no nobody without lack lacks")
_THERE = word_set(
    """
    there have has had having exist exists gibt haben existe existent hay tenemos avons a own got
    written wrote made built
    """
)
_SO_FAR = (
    *(["yet"], ["so", "far"], ["at", "present"], ["at", "the", "moment"], ["to", "date"], ["currently"]),
    *(["as", "of", "now"], ["still"], ["until", "now"], ["up", "to", "now"], ["today"], ["noch"]),
    *(["bisher"], ["bislang"], ["encore"], ["pour", "le", "moment"], ["à", "ce", "jour"]),
    *(["todavía"], ["aún"], ["hasta", "ahora"], ["por", "ahora"]),
)
_OBLIGED = word_set(
    """
    must has have needs need should shall ought will to muss müssen soll sollen doit doivent devra debe
    deben deberá tiene
    """
)
# What a thing is when it is there: "must be ready", "has to be in place", "is to go live".
_LEANING = word_set("it this that which both")
_NONE_OF_IT = word_set("one none any")
_SHALL = word_set("shall must will should has needs soll muss wird doit debe deberá devra")
_STANDING = word_set(
    """
    ready place there finished done available live running working operational complete hand
    existence exist exists stand fertig bereit vorhanden stehen prêt prête disponible listo lista
    """
)
_PIECES = word_set(
    """
    job step task thing piece deliverable item need action milestone priority requirement prerequisite
    component part building-block work-package
    """
)
_NEVER_OBJECT = word_set(
    "want wants wanted lack require requires required needs need lacks due demand demands"
)
_BEFORE_NEED = AUXILIARY | word_set("still also ( therefore , – — : ist est es absolutely clearly")
_AFTER_PLANNED = word_set(
    """
    : that which to for from → ( , ; . who qui das que de d du des del von zum zur für pour para à
    """
)


WHATEVER = word_set("something anything thing")  # a program where it does what programs do


def missing(st: Statement, phrase: NounPhrase) -> bool:
    """ "There is no converter yet", "nobody has written a guide so far", "a parser is still missing"."""
    if _NONE.isdisjoint(st.words):
        return False
    first, _ = clause_bounds(st, phrase.head)
    before = st.words[max(first, phrase.first - 9) : phrase.first]
    none = max((at for at, word in enumerate(before) if word in _NONE), default=-1)
    if none < 0 or not (_THERE.intersection(before) or before == ["no"]):
        return False
    if {"need", "needs", "needed", "want", "require", "requires", "to"}.intersection(before):
        return False
    if "what" in before and before[-1 - (phrase.before in INDEFINITE) :][:1] in (["is"], ["are"]):
        return True  # "what we don't have is a converter"
    if _to_be_made_next(st.after):
        return True
    around = st.words[max(first, phrase.first - 9) : min(len(st.words), phrase.head + 16)]
    return any(_holds(around, marker) for marker in _SO_FAR)


def _to_be_made_next(after: Statement | None) -> bool:
    """Whether the next sentence goes on with "Must be made …", "Has to be written by Darek"."""
    if after is None or after.words[0] not in _OBLIGED | {"it", "this", "that"}:
        return False
    return any(mark.start <= 6 for mark in after.marked("make", "make-text")) and not after.has(
        "negation", 0, 6
    )


def still_ahead(st: Statement, phrase: NounPhrase) -> bool:
    """ "A yet-to-be-written converter", "der fehlende Parser": what stands before the noun says so."""
    named = st.words[phrase.first : phrase.head]
    if any(word in _AHEAD or "to-be-" in word for word in named):
        return "existing" not in named
    # "ein noch zu schreibendes Skript"
    return phrase.before == "zu" and any(word.rstrip("srnm").endswith("nde") for word in named)


_AHEAD = word_set(
    """
    missing unwritten unbuilt unprogrammed future upcoming forthcoming planned promised fehlende fehlender
    fehlendes fehlenden geplante geplanter geplantes geplanten künftige künftiges künftigen
    """
)


def _holds(words: list[str], phrase: list[str]) -> bool:
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))


def said_missing(after: Statement | None) -> bool:
    """Whether the next sentence says "It's missing" or "It does not exist yet"."""
    if after is None or not after.words:
        return False
    if len(after.words) <= 8 and any(
        m.cls == "harmless" and after.words[m.end - 1] in _NONE_OF_IT for m in after.marks
    ):
        return True  # "We haven't got one."
    if after.words[0] not in _LEANING:
        return False
    return "missing" in after.words[:6] or any(mark.start < 6 for mark in after.marked("harmless", "pending"))


def due(st: Statement, phrase: NounPhrase) -> bool:
    """ "A splitter has to be in place by May", "the guide must be ready": it is obliged to be there."""
    if phrase.first == phrase.head and phrase.before in ("the", "this", "that"):
        return False
    last = clause_bounds(st, phrase.head)[1]
    gap = st.words[phrase.head + 1 : min(last, phrase.head + 14)]
    for at, word in enumerate(gap):
        if word not in _OBLIGED:
            continue
        given = gap[at + 1 : at + 3] in (["be", "provided"], ["be", "supplied"]) and "by" not in gap
        if given or _STANDING.intersection(gap[at + 1 : at + 6]):
            return "not" not in gap[at : at + 3] and not _other_subject(gap[:at])
    return False


def _other_subject(between: list[str]) -> bool:
    """Whether something else than the thing is the subject of the verb behind these words."""
    return (
        bool(between)
        and between[0] not in PREPOSITIONS
        and between[0] not in (*("that", "which", "(", ",", "also", "das", "der", "die", "qui", "que"),)
    )


def promised(st: Statement, phrase: NounPhrase) -> bool:
    """ "There will be a converter", "a script shall pull the records": a thing of the time to come."""
    if phrase.before not in INDEFINITE:
        return False
    behind = st.words[phrase.head + 1 : phrase.head + 4]
    if _supplied(st, phrase):
        return True
    ours = behind[:2] == ["of", "ours"] or behind == ["of", "our", "own"]
    if ours and not _SHALL.isdisjoint(st.words[: phrase.first]):
        return True  # "will be put together by a program of ours"
    first = clause_bounds(st, phrase.head)[0]
    opens = phrase.first - first <= 2 or st.words[phrase.first - 2] in (",", ":")
    if opens and st.words[phrase.head + 1 : phrase.head + 2] and st.words[phrase.head + 1] in _SHALL:
        return st.words[phrase.head + 2 : phrase.head + 3] not in (["not"], ["be"], ["have"], ["never"])
    before = st.words[max(clause_bounds(st, phrase.head)[0], phrase.first - 7) : phrase.first - 1]
    return any(
        before[at : at + 1] in (["will"], ["shall"])
        and before[at + 1 : at + 2] in (["be"], ["have"], ["get"])
        and len(before) - at <= 4
        and (before[at + 1] != "be" or "there" in before[:at])
        for at in range(len(before))
    )


def _supplied(st: Statement, phrase: NounPhrase) -> bool:
    """ "A command for that will be supplied by our IT": a thing to come, from our own people."""
    words = st.words
    last = clause_bounds(st, phrase.head)[1]
    for at in range(phrase.head + 1, min(last - 4, phrase.head + 14)):
        if words[at] in ("will", "shall") and words[at + 1] == "be" and words[at + 2] in _SUPPLIED:
            return words[at + 3] == "by" and (words[at + 4] in _OUR or st.slice(at + 4, at + 5)[:1].isupper())
    return False


_SUPPLIED = word_set("supplied provided delivered contributed handed produced prepared set")
_OUR = word_set("our us my me two one")


def needed(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    """Whether a word of needing speaks of the thing itself, not of something else in the sentence."""
    first, last = clause_bounds(st, phrase.head)
    if _lives_in_tools(st.words, first, last) and (phrase.before in INDEFINITE or phrase.before == "the"):
        return True
    if _on_its_way(st, phrase, last):
        return True
    start = phrase.first - (phrase.before in INDEFINITE)
    bare = phrase.before in INDEFINITE or st.words[phrase.head] in WHATEVER
    if bare and any(m.end == start for m in st.marked("depend")):
        return True  # "we'd be lost without a bridge …"
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
    return _under_label_of_need(st, phrase) or tagged(st, phrase)


def _on_its_way(st: Statement, phrase: NounPhrase, last: int) -> bool:
    """Whether the sentence, or the next one, says of the thing that it is not there yet."""
    for mark in st.marked("pending"):
        if st.words[mark.end - 1] == "be" and not _made_next(st, mark.end):
            continue  # "the programme still has to be printed"
        gap = st.words[phrase.head + 1 : mark.start]
        told = len(gap) <= 4 or gap[0] in PREPOSITIONS or gap[0] in ("that", "which", "(")
        if (phrase.head < mark.start <= min(phrase.head + 20, last) and told) or mark.end == phrase.first - 1:
            return True
    if phrase.before in INDEFINITE and said_missing(st.after):
        return True
    return any(
        mark.start > phrase.head
        and st.words[mark.start - 1] in _LEANING
        and clause_bounds(st, mark.start)[0] > phrase.head
        for mark in st.marked("harmless", "pending")
    )


def tagged(st: Statement, phrase: NounPhrase) -> bool:
    """ "Validator for codes – needed soon", "reaper: daemon that …; to be built": a short remark.

    Only behind a thing that opens the sentence, or that stands behind a name which does.
    """
    if st.block.kind == "row" or not _opens(st, phrase, _first_word(st)):
        return False
    remark: list[str] = []
    signs = 0
    for word in (*st.words[phrase.head + 1 : phrase.head + 40], ";"):
        if word[0].isalnum() or word == "-":
            remark.append(word)
            continue
        if signs and 0 < len(remark) <= 7 and still_to_come(remark):
            return True
        remark = []
        signs += 1
    return False


@lru_cache(maxsize=4096)
def _state(remark: str) -> bool:
    words = remark.split()
    marks = plain_marks(words)
    if any(
        mark.cls in ("negation", "past", "existing", "excluded", "optional") for mark in marks
    ) and not any(mark.cls in ("harmless", "pending") for mark in marks):
        return False
    for mark in marks:
        if mark.cls in ("make", "make-text"):
            before = words[max(0, mark.start - 3) : mark.start]
            third = mark.form == "third" and (mark.start > 0 or not mark.lemma.isascii())
            if third or (mark.form == "base" and _DOERS.intersection(before)):
                return mark.end >= len(words) - 3
            if mark.form in ("past", "participle") and {"be", "to", "being"}.intersection(before):
                return True
        if (mark.cls == "need" and mark.start == 0) or mark.cls == "pending":
            return True
    return False


def still_to_come(remark: list[str]) -> bool:
    """Whether a remark says of a thing that it is still to come: "new", "to be built", "Ola builds it"."""
    text = " ".join(remark)
    return text in STATES_AHEAD or _state(text)


_DOERS = word_set("we i they to will must she he")


def _made_next(st: Statement, at: int) -> bool:
    """Whether a verb of making follows, or nothing does."""
    return at >= len(st.words) or any(m.cls in ("make", "make-text") for m in st.at.get(at, ()))


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
    enumerated = enumerated_need(st)
    if phrase.before not in INDEFINITE or not (enumerated or (st.label and label_needs(st.label))):
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
    return "tools" in words and any(
        words[at] == "tools" and words[at + 1 : at + 2] == ["/"] for at in range(first, last)
    )


def _needed_object(st: Statement, start: int, end: int, phrase: NounPhrase, first: int) -> bool:
    words = st.words
    gap = words[end : phrase.first]
    if words[start] in _PARTICIPLES and gap[:1] != [":"] and not _impersonal(st, start):
        return False
    if start < first and ":" not in gap:
        return False
    near = len(gap) <= 10 and not any(
        w in PREPOSITIONS - {"of", "for", "in"} or w in ("that", "which") for w in gap
    )
    return near and phrase.before != "'s"


_PARTICIPLES = word_set(
    """
    wanted needed required planned foreseen envisaged envisioned budgeted earmarked vorgesehen geplant prévu
    prévue previsto prevista
    """
)


def _impersonal(st: Statement, start: int) -> bool:
    """Whether "wanted" or "needed" is a predicate, not what somebody wanted once."""
    return start == 0 or st.words[start - 1] in AUXILIARY or not st.words[start - 1][0].isalnum()


def labelled(st: Statement, phrase: NounPhrase) -> bool:
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


def planned(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    """A noun phrase that stands for a piece of work: opens an item, or is "the first job"."""
    words = st.words
    start = _first_word(st)
    if _is_piece(st, phrase):
        return True
    named = not doubtful or st.block.text.startswith("`")
    if lists_work(st) and st.before is None and named and _opens(st, phrase, start):
        return not words[phrase.head].endswith("s") and _explained(words[phrase.head + 1 :])
    named = phrase.first < phrase.head and words[phrase.first] in ("new", "small", "further", "custom")
    bare = phrase.first - start <= 1 and words[phrase.head + 1 : phrase.head + 2] in _PURPOSE and not doubtful
    if bare and st.block.kind == "item" and st.before is None and not lists_tools(st.block):
        return not words[phrase.head].endswith("s") and not _STATING.intersection(
            words[phrase.head + 1 :][:14]
        )
    if phrase.before not in INDEFINITE and not named:
        return False
    if words[phrase.first - 2 : phrase.first - 1] == [":"] and _PIECES.intersection(st.label.lower().split()):
        return True
    if phrase.head - start <= 2 and words[start] in ("new", "neu", "nouveau", "nuevo") and called(st, phrase):
        return True
    opens = phrase.first - start <= 1 or (":" in words[start : phrase.first] and phrase.first - start <= 4)
    return opens and not doubtful and st.block.kind == "item" and _explained(words[phrase.head + 1 :])


_PURPOSE = (
    ["for"],
    ["that"],
    ["which"],
    ["to"],
    ["from"],
    ["für"],
    ["pour"],
    ["para"],
    ["qui"],
    ["que"],
    ["→"],
)
_STATING = AUXILIARY - {"must", "shall", "should", "has", "can", "not"}


def assigned(st: Statement, phrase: NounPhrase) -> bool:
    """ "Checksum tool: Lena, before the first transfer": a person and a date stand behind the name."""
    words, at = st.words, phrase.head + 1
    if phrase.first != _first_word(st) or st.before is not None or words[at : at + 1] not in _SIGNS:
        return False
    behind = words[at + 1 : at + 14]
    person = st.slice(at + 1, at + 2)[:1].isupper() if behind else False
    return person and not _BY_WHEN.isdisjoint(behind) and AUXILIARY.isdisjoint(behind)


_SIGNS = ([":"], ["–"], ["—"], ["("], ["-"])
_BY_WHEN = word_set(
    """
    by until before bis vor avant hasta antes week june july august september october november december
    january february march april
    """
)


def lists_work(st: Statement) -> bool:
    """Whether the item stands for work to do: behind a box to tick, or in a list of pieces of work."""
    block = st.block
    over = block.lead or (block.headings[-1] if block.headings else "")
    return block.kind == "item" and (block.boxed or bool(over and names_work(over)))


@lru_cache(maxsize=4096)
def names_work(title: str) -> bool:
    """Whether a heading or introduction lists pieces of work: "To do", "Deliverables", "Next steps"."""
    words = " ".join(re.findall(r"[^\W\d_]+", title.lower()))
    return len(words.split()) <= 5 and any(f" {name} " in f" {words} " for name in _WORK_LISTS)


_WORK_LISTS = phrase_set(
    """
    to do; todo; todos; deliverables; work packages; work items; milestones; backlog; next steps;
    action items; actions; to build; to be built; to write; to code; missing; still missing; gaps; build
    list; shopping list; aufgaben; zu bauen; zu schreiben; à faire; à développer; tareas; pendiente; por
    hacer
    """
)


def _opens(st: Statement, phrase: NounPhrase, start: int) -> bool:
    """Whether the phrase opens the item, alone or as what a name in front of it stands for."""
    if phrase.first - start <= 1:
        return True
    lead = st.words[start : phrase.first]
    sign = next((at for at, word in enumerate(lead) if word in (":", "–", "—", "-", ",")), -1)
    return 0 < sign <= 4 and len(lead) - sign <= 2


def _is_piece(st: Statement, phrase: NounPhrase) -> bool:
    """ "The first job is a downloader", "a daemon that … is the first deliverable"."""
    if phrase.before not in INDEFINITE:
        return False
    first, last = clause_bounds(st, phrase.head)
    lead = st.words[first : phrase.first]
    if _PIECES.intersection(lead) and ("is" in lead or "are" in lead):
        return True
    if phrase.first - first > 2:
        return False
    behind = st.words[phrase.head + 1 : min(last, phrase.head + 20)]
    at = next((at for at, word in enumerate(behind) if word in ("is", "are")), len(behind))
    return behind[at + 1 : at + 2] in (["the"], ["our"], ["a"], ["one"]) and bool(
        _PIECES.intersection(behind[at + 2 : at + 6])
    )


def _explained(after: list[str]) -> bool:
    """Whether nothing follows the noun, or what tells what the thing is for; not a sentence about it."""
    if not after or after[0] == ":":
        return True
    return after[0] in _AFTER_PLANNED and not AUXILIARY.intersection(after[:14])
