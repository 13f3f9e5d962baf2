"""Programs to be made: "build a CLI tool for …", "a script that converts …", "clash detector (to code)"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, NounPhrase, clause_bounds, noun_phrase, telling_words
from planner.inflection import agent_noun, singular
from planner.lexicon import AGENT_NOUNS, PREPOSITIONS, PROGRAM_NOUNS
from planner.refusals import refusal
from planner.statements import Mark, Statement
from planner.words import (
    AUXILIARY,
    EMPTY_ADJECTIVES,
    MAKE_PROGRAM,
    NOT_PROGRAM_AFTER,
    NOT_PROGRAM_BEFORE,
    PERSON_OR_PROGRAM,
    PROGRAM_WEAK,
    word_set,
)
from planner.words_abroad import PROGRAM_SUFFIXES

REASONS = {
    "made": "The approach says that this program is to be made.",
    "needed": "The approach says that this program is needed.",
    "planned": "The plan lists this program as a piece of the work.",
}
_GENERIC = word_set(
    """
    script tool program programme utility cli app application software command skript werkzeug
    programm outil herramienta guion guión executable helper robot bot befehl commande comando
    utilidad logiciel routine pipeline package microservice mini-tool prototype
    """
)
_INDEFINITE = word_set(
    """
    a an one another new further two three some ein eine einen un une una second small additional
    """
)
_CODING = frozenset(MAKE_PROGRAM.split())
_WORK_WORDS = word_set("job step task thing piece deliverable item need action")


def tool_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each program noun that the statement calls for."""
    for index, word in enumerate(statement.words):
        noun = program_noun(word)
        if noun and not statement.said[index]:
            candidate = _tool(statement, index, noun)
            if candidate is not None:
                yield candidate


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
    words = st.words
    after = words[head + 1] if head + 1 < len(words) else ""
    if after in NOT_PROGRAM_AFTER or after == "'s" or (after and program_noun(after)):
        return None
    if st.is_at(head, "make") and _is_verb(st, head):
        return None
    if any(m.cls in ("technical", "methodical") for m in st.at.get(head, ())) and _is_verb(st, head):
        return None
    phrase = noun_phrase(st, head)
    modifiers = words[phrase.first : head]
    if any(word in NOT_PROGRAM_BEFORE for word in modifiers[-1:]):
        return None
    call = _call(st, phrase, noun)
    if not call:
        return None
    allow = frozenset({"owned"}) if call[0] == "made" and phrase.before != "'s" else frozenset()
    if refusal(st, head, phrase, allow) or _made_already(st, phrase):
        return None
    name = _name(st, phrase, noun)
    first, last = clause_bounds(st, head)
    stop = _complement_end(st, head, last)
    return Candidate(
        "tool", name, st, head, max(first, min(phrase.first, call[1])), stop, call[0], REASONS[call[0]]
    )


def _is_verb(st: Statement, index: int) -> bool:
    before = st.words[index - 1] if index else ""
    return before in ("to", "we", "i", "they", "must", "will", "should", "not", "and", "you", "can", "") and st.words[index] in (
        "program", "script", "prototype", "command", "package", "robot", "bridge", "harness", "monitor", "programme", "code", "bot",
    )  # fmt: skip


def _call(st: Statement, phrase: NounPhrase, noun: str) -> tuple[str, int] | None:
    """How the statement calls for the program, and the token that does; None where it does not."""
    words, head = st.words, phrase.head
    weak = noun in PROGRAM_WEAK
    agent = noun not in PROGRAM_NOUNS.values() and not noun.endswith(PROGRAM_SUFFIXES)
    maker = _maker(st, phrase)
    if maker is not None:
        coding = maker.lemma in _CODING or maker.lemma in (
            "build",
            "write",
            "develop",
            "implement",
            "schreiben",
            "écrire",
            "escribir",
        )
        if (not weak and not agent) or coding or _programlike(st, phrase):
            return "made", maker.start
    if agent and noun in PERSON_OR_PROGRAM and not _programlike(st, phrase):
        return None
    needed = _needed(st, phrase)
    if needed is not None and (
        not (weak or agent) or phrase.before in _INDEFINITE or words[needed] in ("lack", "missing", "fehlt")
    ):
        return "needed", needed
    if _labelled(st, phrase) or _planned(st, phrase, (agent and noun in PERSON_OR_PROGRAM) or weak):
        return "planned", phrase.first
    return None


def _programlike(st: Statement, phrase: NounPhrase) -> bool:
    """Whether what follows tells of input and output: "from A to B", ": a in, b out", "→"."""
    after = st.words[phrase.head + 1 : phrase.head + 12]
    return "→" in after or ("from" in after[:1] and "to" in after) or (after[:1] == [":"] and "out" in after)


def _maker(st: Statement, phrase: NounPhrase) -> Mark | None:
    first, last = clause_bounds(st, phrase.head)
    for mark in st.marks:
        if mark.cls not in ("make", "make-text") or st.said[mark.start]:
            continue
        if mark.cls == "make-text" and mark.lemma not in ("prepare", "draft", "set-up", "adapt"):
            continue
        if mark.start < phrase.first and _object_of(st, mark, phrase, first):
            return mark
        if mark.start > phrase.head and _made_after(st, mark, phrase, last):
            return mark
    return None


def _object_of(st: Statement, mark: Mark, phrase: NounPhrase, first: int) -> bool:
    """Whether the program is what this verb before it makes, in any tense but the past."""
    words = st.words
    if mark.start < first and not _reaches(st, mark, phrase):
        return False
    between = words[mark.end : phrase.first]
    if mark.form in ("simple", "past", "participle") and not _passive_future(st, mark):
        return False
    if (
        mark.form == "ing"
        and words[mark.start - 1 : mark.start]
        and words[mark.start - 1] in ("the", "a", "of", "by", "from", "without")
    ):
        return words[mark.start - 1] in ("by", "of") and False
    if between[:1] == ["sure"] or len(between) > 14:
        return False
    if any(word in PREPOSITIONS and word not in ("of", "for", "as") for word in between if word != "of"):
        return _second_object(st, mark, phrase)
    if any(word in ("that", "which", "who") for word in between):
        return False
    return True


def _second_object(st: Statement, mark: Mark, phrase: NounPhrase) -> bool:
    """ "make a converter from A to B, and also a generator for C": a further object after a comma or "and"."""
    lead = st.words[max(mark.end, phrase.first - 4) : phrase.first]
    joined = any(word in ("and", "plus", ",", "or", "und", "et", "y", "sowie") for word in lead)
    return joined and phrase.before in _INDEFINITE and phrase.head - mark.start < 40


def _reaches(st: Statement, mark: Mark, phrase: NounPhrase) -> bool:
    """Whether only a colon lies between: "to be developed: a matcher", "needs coding as well: a merge script"."""
    gap = st.words[mark.end : phrase.first]
    return len(gap) <= 8 and ":" in gap and not any(word in ("but", ";") for word in gap)


def _passive_future(st: Statement, mark: Mark) -> bool:
    """Whether a participle looks ahead: "must be coded", "is to be written", "we want … built"."""
    words = st.words
    before = words[max(0, mark.start - 7) : mark.start]
    if not before:
        return False
    if "was" in before[-2:] or "were" in before[-2:] or ("been" in before[-2:] and "must" not in before):
        return False
    if any(word in ("be", "being", "get", "getting", "wird", "werden", "être", "ser") for word in before):
        return any(
            word
            in (
                "must",
                "to",
                "will",
                "shall",
                "needs",
                "need",
                "should",
                "has",
                "have",
                "is",
                "are",
                "be",
                "wird",
                "werden",
                "doit",
                "debe",
            )
            for word in before
        )
    if words[mark.start] in (
        "written",
        "built",
        "coded",
        "programmed",
        "developed",
        "made",
        "created",
        "scripted",
        "implemented",
        "geschrieben",
        "gebaut",
    ):
        return (
            any(
                word
                in (
                    "want",
                    "wants",
                    "need",
                    "needs",
                    "needed",
                    "gets",
                    "have",
                    "still",
                    "wird",
                    "werden",
                    "muss",
                )
                for word in before[-7:]
            )
            and "had" not in before
        )
    return False


def _made_after(st: Statement, mark: Mark, phrase: NounPhrase, last: int) -> bool:
    """Whether a verb after the program makes it: "… must be coded", "… that we write", "… (to code)"."""
    words = st.words
    gap = words[phrase.head + 1 : mark.start]
    if len(gap) > 25:
        return False
    before = words[mark.start - 1]
    if mark.form in ("simple", "past", "participle"):
        if not _passive_future(st, mark) or mark.start >= last + 12:
            return False
        return not any(word in (";",) for word in gap) and _same_subject(st, phrase, mark)
    if mark.form == "base" and before == "to":
        if st.words[mark.start - 2 : mark.start - 1] in (
            ["("],
            ["–"],
            ["—"],
            ["still"],
            ["is"],
            ["are"],
            [","],
            ["has"],
        ):
            return _ends_soon(st, mark)
        return any(
            w in gap
            for w in (
                "volunteered",
                "offered",
                "promised",
                "starts",
                "begins",
                "agreed",
                "will",
                "has",
                "is",
                "going",
                "plans",
            )
        ) and _it_after(st, mark)
    if mark.form == "ing":
        return (
            any(w in gap for w in ("starts", "start", "needs", "begins", "begin"))
            and mark.start - phrase.head < 16
        )
    # "that we write", "which Tomas codes", "we write it": a subject of its own before the verb
    if mark.form in ("base", "third"):
        if (
            gap
            and gap[-1] in ("we", "i", "they", "you", "she", "he", "will", "shall", "must", "team")
            and (_it_after(st, mark) or "that" in gap or "which" in gap)
        ):
            return True
        return bool(
            len(gap) >= 2
            and gap[0] in (",", "that", "which", "(")
            and any(w in ("that", "which", "(") for w in gap[:3])
            and gap[-1] not in ("that", "which", "(", "to")
            and _ends_soon(st, mark)
        )
    return False


def _it_after(st: Statement, mark: Mark) -> bool:
    return any(word in ("it", "that", "one", "this", "them") for word in st.words[mark.end : mark.end + 2])


def _ends_soon(st: Statement, mark: Mark) -> bool:
    """Whether the verb has no object of its own: the clause ends, or goes on with a time or a person."""
    after = st.words[mark.end : mark.end + 1]
    return (
        not after
        or not after[0][0].isalnum()
        or after[0] in PREPOSITIONS
        or after[0]
        in ("it", "first", "next", "and", "ourselves", "myself", "soon", "now", "beforehand", "this", "once")
    )


def _same_subject(st: Statement, phrase: NounPhrase, mark: Mark) -> bool:
    """Whether a passive after the program speaks of the program: no other noun phrase takes its place."""
    gap = st.words[phrase.head + 1 : mark.start]
    related = [i for i, word in enumerate(gap) if word in ("that", "which", "who")]
    if related:
        verbs = [w for w in gap[related[0] :] if w in AUXILIARY]
        return bool(verbs)
    return True


def _needed(st: Statement, phrase: NounPhrase) -> int | None:
    """The token that says the program is needed, when it speaks of the program itself."""
    words = st.words
    first, last = clause_bounds(st, phrase.head)
    for mark in st.marked("need"):
        if st.said[mark.start] or words[mark.end : mark.end + 1] == ["to"]:
            continue
        if mark.end <= phrase.first:
            gap = words[mark.end : phrase.first]
            near = len(gap) <= 8 and not any(
                w in PREPOSITIONS - {"of", "for", "in"} or w in ("that", "which") for w in gap
            )
            adjective = words[mark.start] in (
                "needed",
                "required",
                "missing",
                "necessary",
            ) and mark.start in range(phrase.first, phrase.head)
            if near and not adjective and (mark.start >= first or ":" in gap) and phrase.before != "'s":
                return mark.start
        elif phrase.head < mark.start < last + 1 and mark.start - phrase.head < 25:
            gap = words[phrase.head + 1 : mark.start]
            if words[mark.start - 1] in (
                *AUXILIARY,
                "still",
                "also",
                "(",
                "therefore",
                ",",
                "–",
                "—",
                ":",
                "ist",
                "est",
                "es",
            ) and phrase.before in (*_INDEFINITE, "the", "", "(", ":"):
                if words[mark.start] not in (
                    "want",
                    "wants",
                    "wanted",
                    "lack",
                    "require",
                    "requires",
                    "needs",
                    "need",
                    "lacks",
                    "due",
                ) and _subject_is(gap):
                    return mark.start
    return None


def _subject_is(gap: list[str]) -> bool:
    return len(gap) <= 3 or gap[0] in ("that", "which", "for", "to", "from", "of", "(")


def _labelled(st: Statement, phrase: NounPhrase) -> bool:
    """ "Script: utility invoices → kWh" as an item of a list."""
    words = st.words
    return (
        phrase.head == _first_word(st)
        and words[phrase.head + 1 : phrase.head + 2] in ([":"], ["–"], ["—"])
        and st.block.kind in ("item", "row")
        and not words[phrase.head].endswith("s")
    )


def _first_word(st: Statement) -> int:
    index = 0
    while index < len(st.words) - 1 and not st.words[index][0].isalnum():
        index += 1
    return index


def _planned(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    """A noun phrase that stands for a piece of work: opens an item, or is "the first job"."""
    words = st.words
    if phrase.before not in _INDEFINITE and not (
        phrase.first < phrase.head and words[phrase.first] in ("new", "small", "further", "custom")
    ):
        return False
    first, _ = clause_bounds(st, phrase.head)
    lead = words[first : phrase.first]
    if phrase.before == "is" or (
        any(word in _WORK_WORDS for word in lead) and any(w in ("is", "are") for w in lead)
    ):
        return True
    start = _first_word(st)
    after = words[phrase.head + 1] if phrase.head + 1 < len(words) else ""
    opens = phrase.first - start <= 1 or (":" in words[start : phrase.first] and phrase.first - start <= 4)
    if not opens or doubtful:
        return False
    return (
        st.block.kind == "item"
        and after
        in (
            ":",
            "that",
            "which",
            "to",
            "for",
            "from",
            "→",
            "(",
            ",",
            ";",
            "",
            ".",
            "who",
            "qui",
            "das",
            "que",
        )
        and not _finite(st, phrase)
    )


def _finite(st: Statement, phrase: NounPhrase) -> bool:
    """Whether the sentence says something else about the phrase: "a tool is provided"."""
    words = st.words
    after = words[phrase.head + 1 :]
    return (
        bool(after)
        and after[0] not in (":",)
        and any(w in ("is", "are", "was", "were", "has", "had") for w in after[:14])
    )


def _made_already(st: Statement, phrase: NounPhrase) -> bool:
    """ "a script that a freelancer wrote", "a counter built by students"."""
    first, last = clause_bounds(st, phrase.head)
    for mark in st.marks:
        if (
            mark.cls == "make"
            and mark.form in ("simple", "past", "participle")
            and first <= mark.start < last
        ):
            if not _passive_future(st, mark) and mark.start > phrase.head and mark.start - phrase.head < 12:
                return not any(
                    m.cls == "make" and m.form == "base" and first <= m.start < last for m in st.marks
                )
    return False


def _complement_end(st: Statement, head: int, last: int) -> int:
    stop = head + 1
    while stop < last and stop - head < 20 and st.words[stop] not in (",", "(", ";", "."):
        stop += 1
    return stop


def _name(st: Statement, phrase: NounPhrase, noun: str) -> list[str]:
    words, head = st.words, phrase.head
    modifiers = [w for w in telling_words(st, phrase.first, head)][-3:]
    generic = noun in _GENERIC
    shown = noun if words[head] != noun and noun.isascii() else st.slice(head, head + 1)
    if len(modifiers) >= 2 or (modifiers and not generic):
        return [*modifiers, shown]
    first, last = clause_bounds(st, head)
    start = head + 1
    if words[start : start + 1] in ([":"], ["("], ["–"]):
        start, last = start + 1, min(len(words), start + 14)
    stop = start
    while (
        stop < min(len(words), max(last, start))
        and stop - head < 14
        and words[stop] not in (",", ";", ".", "(", ")", ":")
    ):
        stop += 1
    if generic and not modifiers:
        for at in range(start, min(start + 3, stop)):
            verb = next((m for m in st.at.get(at, ()) if m.cls in ("technical", "methodical", "agent")), None)
            if verb is not None and verb.lemma.isascii():
                objects = [singular(w) if w.islower() else w for w in telling_words(st, verb.end, stop)][:3]
                return [*objects, agent_noun(verb.lemma)]
    objects = [singular(w) if w.islower() else w for w in telling_words(st, start, stop)]
    objects = [w for w in objects if w.lower() not in EMPTY_ADJECTIVES][: 3 - len(modifiers)]
    return [*objects, *modifiers, shown] if objects or modifiers else [shown]
