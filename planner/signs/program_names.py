"""What a program is called: by its own name, its modifiers, or what it does to what."""

from __future__ import annotations

from functools import lru_cache

from planner.candidates import NounPhrase, clause_bounds, noun_phrase, telling_words
from planner.signs.making import INDEFINITE
from planner.text.gates import gate_for
from planner.text.statements import Statement
from planner.words.abroad import GERMAN_A, PROGRAM_SUFFIXES
from planner.words.english import AUXILIARY, EMPTY_ADJECTIVES
from planner.words.inflection import agent_noun, agent_of_gerund, singular
from planner.words.lexicon import AGENT_NOUNS, DETERMINERS, PROGRAM_NOUNS, Mark
from planner.words.lists import word_set

_GENERIC = word_set(
    """
    script tool program programme utility cli app application software command skript werkzeug
    programm outil herramienta guion guión executable helper robot bot thing library module befehl
    commande comando
    utilidad logiciel routine pipeline package microservice mini-tool prototype something anything
    """
)
_ENDS_COMPLEMENT = word_set(
    """
    , ; . ( ) : | is are has have will must shall does do did can should before after during until
    since
    """
)
# What goes on behind a comma about the same thing.
_GOES_ON = word_set("which that it das die der welches welche qui que")


def program_name(st: Statement, phrase: NounPhrase, noun: str) -> list[str]:
    """ "merge script for letters" → letter merge script; "script that converts CSV" → CSV converter."""
    words, head = st.words, phrase.head
    if name := called(st, phrase):
        return name
    modifiers = telling_words(st, phrase.first, head)[-3:] or _named_before(st, phrase)
    generic = noun in _GENERIC
    shown = noun if words[head] != noun and noun.isascii() else st.slice(head, head + 1)
    if len(modifiers) >= 2 or (modifiers and not generic):
        return [*modifiers, shown]
    start, stop = _complement(st, head)
    if words[start + 1 : start + 2] in _NEEDED and words[start + 2 : start + 3] == ["to"]:
        start, stop = start + 2, _complement(st, start + 1)[1]  # "a script is needed to merge the lists"
    if words[start - 1] == ":" and words[start : start + 1] in _QUESTION:
        stop = start  # "Fleet calculator: how many buses does it take?"
    if words[start : start + 3] == ["of", "our", "own"]:
        start += 4 if words[start + 3 : start + 4] == ["making"] else 3
    if generic and not modifiers and (doer := _doer(st, start, stop, shown)):
        return doer
    if _verb_behind(st, head, start):
        start += 1 + (st.words[start : start + 1] in _WHICH)
    things = objects_in(st, start, stop)
    if phrase.before in GERMAN_A:  # German tells things by their capitals: "das die Listen zusammenführt"
        things = [word for word in things if word[:1].isupper()]
    return [*things[: 3 - len(modifiers)], *modifiers, shown]


def _doer(st: Statement, start: int, stop: int, shown: str) -> list[str]:
    """What it does to what, as a noun: "for label printing", "that prints labels" → label printer."""
    while start < stop and st.said[start]:
        start += 1  # "a tool `sort.py` that sorts mail"
    lead = st.words[start : start + 1]
    if lead == ["for"]:
        at = next((at for at in range(start + 1, min(start + 5, stop)) if _is_deed(st, at)), stop)
        if st.words[start + 1 : start + 2] in _A_THING and st.words[at + 1 : at + 2] != ["of"]:
            return []  # "for the launch": an occasion, unlike "for the renaming of photos"
        things = objects_in(st, start + 1, at) or objects_in(st, at + 1, stop)
    else:
        at = start
        if lead in _WHICH and st.words[at + 1 : at + 2] in _MAY:
            at, stop = _complement(st, at + 1)
        while at < stop and (st.words[at] in _BEFORE_VERB or st.words[at].endswith("ly")):
            at += 1
        things = objects_in(st, at + 1, stop)
        while things and things[-1].endswith("ly"):
            things.pop()  # "copies the files nightly"
    if at >= stop or not (_verb_class(st, at) or lead in (["for"], ["to"]) or _does(st, at)):
        return []
    doer = _agent(st, at)
    return [*things[:3], doer or shown] if doer or things else []


def _does(st: Statement, at: int) -> bool:
    """Whether an unknown word behind "that" is what the program does: "prints labels", not "clerks use"."""
    if not st.words[at].endswith("s") or st.words[at].endswith(("ss", "ers", "ors", "ists", "ians", "ees")):
        return False
    behind = "".join(st.words[at + 1 : at + 2])
    return behind.endswith("s") or behind in DETERMINERS or behind in _PARTICLES


def _verb_behind(st: Statement, head: int, start: int) -> bool:
    """Whether what is said of it opens with a verb: "a converter takes …", "a bot that posts …"."""
    at = start + (st.words[start : start + 1] in _WHICH)
    said = at > start or start == head + 1
    return said and at < len(st.words) and _acts(st, at)


_NEEDED = (["needed"], ["required"], ["necessary"], ["wanted"])
_QUESTION = tuple(
    map(str.split, ("how", "what", "who", "when", "where", "wie", "was", "wer", "wann", "combien"))
)
_WHICH = (["that"], ["which"])
_MAY = (["can"], ["will"], ["shall"], ["must"], ["should"])
_A_THING = tuple([word] for word in (*INDEFINITE, "the", "our", "their", "his", "her", "this", "every"))
_PARTICLES = word_set("up out off down in on over back away all")
_BEFORE_VERB = word_set("that which to also just simply always never only even then sometimes still")


def _is_deed(st: Statement, at: int) -> bool:
    """Whether this is the deed in "for label printing", "for log rotation"."""
    word = st.words[at]
    if word in _NO_DEED:
        return False
    return (len(word) > 5 and word.endswith("ing") and not _VOWELS.isdisjoint(word[:-3])) or any(
        mark.form in ("ing", "noun") and mark.cls in _DEEDS for mark in st.at.get(at, ())
    )


_VOWELS = frozenset("aeiouy")  # "spring" and "string" are made of no verb
_DEEDS = ("technical", "methodical", "function")


def _verb_class(st: Statement, at: int) -> Mark | None:
    return next((mark for mark in st.at.get(at, ()) if mark.cls in _DEEDS), None)


def _agent(st: Statement, at: int) -> str:
    """The doer of the deed at this token; empty where that would be no word for a program."""
    word, verb = st.words[at], _verb_class(st, at)
    lemma = verb.lemma if verb else word
    if not lemma.isascii() or lemma in _NO_DEED or word in _NO_DEED:
        return ""
    if verb:
        return agent_noun(lemma)
    if word.endswith("ing"):
        return agent_of_gerund(word)
    return agent_noun(singular(word)) if word.isalpha() and word not in AUXILIARY else ""


_NO_DEED = word_set(
    """
    turn turns take takes make makes do does give gives get gets use uses help helps let lets keep keeps tell
    tells say says show shows work works run runs go goes look looks allow allows enable enables support
    supports handle handles ensure ensures put puts bring brings need needs deal deals come comes the a an all
    our we they it each every one turning taking making doing giving getting using helping keeping telling
    handling dealing bringing follow follows following something anything everything nothing building
    training meeting morning evening wedding ceiling clothing sibling painting missing incoming outgoing
    upcoming ongoing existing remaining outstanding following according surrounding interesting during housing
    """
)


def _named_before(st: Statement, phrase: NounPhrase) -> list[str]:
    """ "A badge bridge feeds it; we'll write that bridge": the modifiers of an earlier mention."""
    if (
        phrase.before not in ("that", "this", "the")
        or st.words[phrase.head] not in st.words[: phrase.head - 1]
    ):
        return []
    earlier = noun_phrase(st, st.words.index(st.words[phrase.head]))
    return telling_words(st, earlier.first, earlier.head)[-3:]


CALLED = (["namens"], ["called"], ["named"], ["appelé"], ["appelée"], ["llamado"], ["llamada"])


def called(st: Statement, phrase: NounPhrase) -> list[str]:
    """The name in code marks beside the noun: "a CLI called `tidemark`", "the `frost-alert` command"."""
    text = st.block.text
    named = st.words[phrase.head + 1 : phrase.head + 2] in CALLED
    if named and (name := "".join(st.words[phrase.head + 2 : phrase.head + 3])).isalpha():
        return [name]
    for span in st.spans_of("code"):
        inner = text[span.start : span.end]
        if not inner or len(inner) > 40 or any(char in inner for char in " /.=<>(){}"):
            continue
        behind = text[st.end[phrase.head] : span.start - 1].strip(" ,*\n").lower()
        behind = behind.removeprefix("of our own").removeprefix("of ours").removeprefix("à nous")
        if span.start > st.end[phrase.head] and behind in (
            "",
            "called",
            "named",
            "(",
            "namens",
            "appelé",
            "llamado",
        ):
            return [inner]
        if st.begin[phrase.first] - 2 <= span.start < st.begin[phrase.head]:
            return [inner]
    return []


def _complement(st: Statement, head: int) -> tuple[int, int]:
    """First token and end of what is said about the head behind it."""
    words = st.words
    start, last = head + 1, clause_bounds(st, head)[1]
    if words[start : start + 1] == [","] and words[start + 1 : start + 2] and words[start + 1] in _GOES_ON:
        start, last = start + 2, len(words)
    elif words[start : start + 1] in ([":"], ["("], ["–"]):
        start, last = start + 1, len(words)
    stop = start
    while (
        stop < last
        and stop - head < 14
        and words[stop] not in _ENDS_COMPLEMENT
        and not st.is_at(stop, "must")
    ):
        if (
            words[stop] == "and"
            and stop + 1 < last
            and (words[stop + 1] in INDEFINITE or _acts(st, stop + 1))
        ):
            break  # "takes CSV and gives JSON"
        stop += 1
    return start, stop


def _acts(st: Statement, at: int) -> bool:
    return st.words[at] in _NO_DEED or any(mark.form == "third" for mark in st.at.get(at, ()))


def objects_in(st: Statement, first: int, last: int) -> list[str]:
    objects = [singular(word) if word.islower() else word for word in telling_words(st, first, last)]
    return [word for word in objects if word.lower() not in EMPTY_ADJECTIVES]


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


PROGRAM = gate_for(program_noun)


def complement_end(st: Statement, head: int, last: int) -> int:
    stop = head + 1
    while stop < last and stop - head < 20 and st.words[stop] not in (",", "(", ";", "."):
        stop += 1
    return stop
