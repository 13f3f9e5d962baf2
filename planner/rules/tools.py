"""Programs to be made: "build a CLI tool for …", "a script that converts …", "clash detector (to code)"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, NounPhrase, clause_bounds, noun_phrase
from planner.rules.coding import BEFORE_VERB, NOUN_AND_VERB, coded_needs
from planner.rules.coding import REASON as MADE
from planner.signs.asides import aside_asks
from planner.signs.by_pronoun import made_as_one
from planner.signs.calls import WHATEVER, due, missing, needed, promised, still_ahead
from planner.signs.conditions import FUTILE
from planner.signs.in_hand import in_hand, next_of_several
from planner.signs.introductions import introduced
from planner.signs.making import INDEFINITE, made_already, maker
from planner.signs.other_things import SOFTWARE, another_thing
from planner.signs.pieces_of_work import assigned, assigned_next, first_word, given_as, labelled, planned
from planner.signs.program_names import PROGRAM, complement_end, objects_in, program_name, program_noun
from planner.signs.prospects import foreseen, handed_over, looks_ahead
from planner.signs.refusals import refusal
from planner.signs.refused_titles import remarked_away, remarked_there
from planner.text.gates import places
from planner.text.statements import Statement
from planner.words.abroad import PROGRAM_SUFFIXES
from planner.words.english import AUXILIARY
from planner.words.lexicon import PERSON_OR_PROGRAM, PROGRAM_NOUNS, WORKERS, Mark
from planner.words.lists import word_set
from planner.words.nouns import (
    INPUT,
    NOT_PROGRAM_AFTER,
    PHYSICAL,
    PROGRAM_WEAK,
)
from planner.words.verbs import MAKE_PROGRAM

REASONS = {
    "made": MADE,
    "needed": "The approach says that this program is needed.",
    "planned": "The plan lists this program as a piece of the work.",
}
_DOING = ("technical", "methodical", "function")
_FILES = word_set(
    "file files csv json xml pdf pdfs log logs database databases api feed feeds html geojson kml"
)
_FORMATS = word_set(
    "csv json xml pdf feed feeds geojson kml xlsx excel rss ics ical api html sql svg gpx yaml"
)
_IN_OUT = word_set("out raus fuera dentro rein sortie entrée")
_FUNCTIONS = word_set(
    """
    takes reads gives shows writes prints puts makes sends returns keeps looks picks finds tells says asks
    adds checks fetches gets fills collects cuts lists flags turns nimmt liest schreibt zeigt sucht prüft
    meldet lit écrit affiche trouve range cherche vérifie lee escribe muestra busca compara avisa
    """
)
_DOUBTFUL = PROGRAM_WEAK | PERSON_OR_PROGRAM | PHYSICAL
_MAKES_THINGS = word_set("build make deliver add produce construct")
_THINGS = word_set("bridge robot extension adapter harness counter filter library module hook")
_TAKING = word_set("work-on take do")
MAX_NAMED = 8  # programs looked at in one sentence; keeps hostile texts linear
_CODING = frozenset(MAKE_PROGRAM.split()) | word_set(
    "build write develop implement create put-together set-up schreiben écrire escribir"
)


def tool_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each program noun that the statement calls for."""
    named = list(places(statement.words, PROGRAM)) if statement.opened & PROGRAM else []
    if named and ":" in statement.words:
        yield from _enumerated(statement)
    yield from coded_needs(statement)
    called: Candidate | None = None
    for index in named[:MAX_NAMED]:
        if not statement.said[index]:
            candidate = _tool(statement, index, program_noun(statement.words[index]), called)
            if candidate is not None:
                yield candidate
            called = candidate or called


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
    if head < 0 or colon < 0:
        return
    wanted = any(
        m.end <= colon and m.form in ("", "base", "past", "participle") for m in st.marked("make", "need")
    )
    if not (wanted or {"new", "more", "further"}.intersection(words[:head])) or refusal(st, head):
        return
    first = colon + 1
    for at in range(colon + 1, len(words) + 1):
        if at == len(words) or words[at] in (",", ";", ".", "and"):
            item = [w for w in objects_in(st, first, min(at, first + 10)) if w.lower() != "one"][:4]
            if item and not any(program_noun(w) for w in words[first:at]) and not refusal(st, first):
                yield Candidate("tool", item, st, first, head, at, "made", REASONS["made"])
            first = at + 1


def _joined(st: Statement, phrase: NounPhrase, called: Candidate) -> bool:
    """ "… needs a parser, and a bot which …, plus an exporter": the demand goes on to further things."""
    if phrase.before not in INDEFINITE or called.anchor > phrase.first:
        return False
    lead = st.words[max(called.anchor + 1, phrase.first - 5) : phrase.first - 1]
    while lead and lead[-1] in _AS_WELL:
        lead.pop()
    between = st.words[called.anchor : phrase.first]
    if ":" in st.words[: called.anchor] and lead[-1:] == [";"]:
        return True  # "Three things want making: a lookup, …; a spotter, …; and a macro"
    listed = ":" in st.words[: called.anchor] and lead[-2:] == [";", "and"]
    return bool(lead) and lead[-1] in _AND and (";" not in between or listed)


_AS_WELL = word_set("also well as finally of course auch aussi también")
_AND = word_set("and plus , und sowie et y e")


def _tool(st: Statement, head: int, noun: str, called: Candidate | None) -> Candidate | None:
    if not _is_head(st, head):
        return None
    phrase = noun_phrase(st, head)
    if another_thing(st, phrase, noun) or (called and _same(st, phrase, called)):
        return None
    if st.words[max(0, phrase.first - 3) : phrase.first - 1] in _IT_AS:
        return None  # "a comparer: the developer builds it as a small program"
    call = _call(st, phrase, noun)
    if not call and called is not None and _joined(st, phrase, called):
        call = called.rule if noun not in _DOUBTFUL or _programlike(st, phrase) else ""
    if not call or (st.words[head].endswith("s") and _has_items(st, head)):
        return None
    allow = frozenset({"owned"}) if call == "made" and phrase.before != "'s" else frozenset()
    if call == "absent" or (call == "made" and _absent_but_coming(st, phrase)):
        allow, call = allow | {"negation"}, "made"
    if refusal(st, head, phrase, allow) or made_already(
        st, phrase, call in ("made", "needed") or st.block.kind == "item"
    ):
        return None
    told = call == "planned" and st.words[head + 1 : head + 2] == [":"] and st.words[head + 2 :]
    if (told and refusal(st, head + 2)) or _waved_away(st, phrase) or _told_of_past(st, phrase):
        return None
    if st.words[head].endswith("s") and st.words[-1] == ":" and phrase.first == head:
        return None  # "We are short of three programs:", and the list names them
    first, last = clause_bounds(st, head)
    stop = complement_end(st, head, last)
    return Candidate("tool", program_name(st, phrase, noun), st, head, first, stop, call, REASONS[call])


_IT_AS = (["it", "as"], ["this", "as"], ["that", "as"], ["them", "as"])


def _absent_but_coming(st: Statement, phrase: NounPhrase) -> bool:
    """ "No converter exists for it. Lea is on it.", "there is no parser, so we make one"."""
    lead = st.words[max(0, phrase.first - 6) : phrase.first]
    there = not _THERE.isdisjoint(lead) or not _THERE.isdisjoint(st.words[phrase.head + 1 : phrase.head + 5])
    if not there or _DENYING.isdisjoint(lead):
        return False
    return handed_over(st, phrase.head + 1) or made_as_one(st, phrase)


_THERE = word_set("there have has exist exists gibt existiert existe hay")
_DENYING = word_set("no not kein keine keinen aucun aucune ningún ninguna")


def _told_of_past(st: Statement, phrase: NounPhrase) -> bool:
    """ "A macro that filled the calendar", "a student made an app": it did its work, or was made, once."""
    behind = st.words[phrase.head + 1 : phrase.head + 3]
    if behind[:1] in (["that"], ["which"]) and behind[1:] and behind[1].endswith("ed") and len(behind[1]) > 4:
        return True
    made = (mark for mark in st.marked("make") if phrase.first - 2 <= mark.end <= phrase.first)
    return any(
        mark.form in ("simple", "past") and not looks_ahead(st, mark) and _by_somebody(st, mark)
        for mark in made
        if all(other.form != "third" for other in st.at[mark.start])  # German "programmiert"
    )


def _by_somebody(st: Statement, mark: Mark) -> bool:
    """Whether a person or a pronoun stands right before a verb in the past: "a student made"."""
    before = st.words[mark.start - 1] if mark.start else ""
    return before.isalpha() and before not in AUXILIARY and before not in _BEFORE_PARTICIPLE


_BEFORE_PARTICIPLE = word_set("need needs want wants get gets to be being and or newly still it")


def _waved_away(st: Statement, phrase: NounPhrase) -> bool:
    """ "- a viewer – no: the portal has one", "- a verifier. There, we own one.": an item not to make."""
    if st.block.kind != "item" or st.before is not None or phrase.first - first_word(st) > 1:
        return False
    return remarked_away(st) or remarked_there(st.after)


def _same(st: Statement, phrase: NounPhrase, called: Candidate) -> bool:
    """ "reaper: daemon that …": one thing, said twice."""
    between = st.words[called.anchor + 1 : phrase.first]
    if st.words[called.anchor] in WHATEVER and between[-2:-1] == [":"] and len(between) < 16:
        return True  # "the thing that turns photos straight: a cropper"
    return 0 < len(between) <= 2 and between[0] in (":", "–", "—", "(", ",") and between[1:] != ["and"]


def _is_head(st: Statement, head: int) -> bool:
    """Whether this word is a noun and the last of its phrase, not a verb and not "tool kit"."""
    after = st.words[head + 1] if head + 1 < len(st.words) else ""
    if st.words[head].endswith("s") and st.words[head] in WORKERS:
        return False
    if after == "/" and program_noun("".join(st.words[head + 2 : head + 3])):
        return False
    if after == "'s" and st.words[head + 2 : head + 3] in _IS_SAID:
        return True  # "a converter's being written"
    if after in NOT_PROGRAM_AFTER or after == "'s" or (after and program_noun(after)):
        return False
    before = st.words[head - 1] if head else ""
    return not (st.words[head] in NOUN_AND_VERB and before in BEFORE_VERB)


_IS_SAID = (["being"], ["to"], ["still"], ["due"], ["needed"], ["missing"], ["not"])


def _call(st: Statement, phrase: NounPhrase, noun: str) -> str:
    """How the statement calls for the program: made, needed, planned; empty where it does not."""
    weak = noun in PROGRAM_WEAK
    agent = noun not in PROGRAM_NOUNS and not noun.endswith(PROGRAM_SUFFIXES)
    person = agent and noun in PERSON_OR_PROGRAM
    several = st.words[phrase.head].endswith("s")
    if several and (person or (noun.endswith("er") and _beside_workers(st, phrase))):
        return ""
    doubtful = (weak or person or noun in PHYSICAL) and not (
        _programlike(st, phrase) or next_of_several(st, phrase)
    )
    # A bridge or an adapter is a program only where its function or the verb says so.
    thing = doubtful and noun in PHYSICAL
    verb = maker(st, phrase)
    if verb is not None and thing and noun in _THINGS and verb.lemma in _MAKES_THINGS:
        verb = None
    if verb is not None and (
        not doubtful
        or not (weak or person or noun in _THINGS)
        or verb.lemma in _CODING
        or (verb.lemma in _TAKING and not person and (agent or _functional(st, phrase)))
    ):
        return "made"
    if person and doubtful:
        return ""
    if call := _made_by_pronoun(st, phrase):
        return call
    given = not (weak or person) and ":" in st.words[: phrase.first] and assigned_next(st)
    if thing and not (given or _functional(st, phrase)):
        return ""
    if weak and doubtful and phrase.before in _ARTICLES:
        return ""  # "the programme for the evening is still to be written"
    if call := _asked_for(st, phrase, weak or agent):
        return call
    if not doubtful and (foreseen(st, phrase) or aside_asks(st, phrase)):
        return "made"
    at_hand = not doubtful and _at_hand(st, phrase)
    listed = given or at_hand or _is_planned(st, phrase, doubtful and (person or weak))
    return "planned" if listed else ""


_ARTICLES = word_set("the der das die den le la les el los las")


def _asked_for(st: Statement, phrase: NounPhrase, doubtful: bool) -> str:
    """How the sentence says that the thing is missing, still ahead, or needed; empty where it does not."""
    if missing(st, phrase) or _vital(st, phrase):
        return "absent"
    if still_ahead(st, phrase):
        return "made"
    if needed(st, phrase, doubtful) or due(st, phrase) or promised(st, phrase):
        return "needed"
    return ""


def _made_by_pronoun(st: Statement, phrase: NounPhrase) -> str:
    """ "There is no exporter, so Ines builds one": what a pronoun speaks of later."""
    absent = st.has("negation", max(0, phrase.first - 6), phrase.first) or st.has("pending", phrase.head)
    fresh = phrase.first <= 2 or phrase.before in INDEFINITE or phrase.before in ("=", ":", "→")
    if (absent or fresh) and made_as_one(st, phrase):
        return "absent" if absent else "made"
    return ""


def _is_planned(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    return (
        labelled(st, phrase)
        or given_as(st, phrase)
        or (assigned(st, phrase) and not doubtful)
        or planned(st, phrase, doubtful)
    )


def _at_hand(st: Statement, phrase: NounPhrase) -> bool:
    """Whether it has its maker or its date, or is brought in with its purpose."""
    return in_hand(st, phrase) or (
        introduced(st, phrase) and (_programlike(st, phrase) or _functional(st, phrase))
    )


def _vital(st: Statement, phrase: NounPhrase) -> bool:
    """ "Without a stitcher the exhibit is stuck": what all fails without."""
    if phrase.before not in INDEFINITE or st.words[phrase.first - 2] not in _WITHOUT:
        return False
    return not FUTILE.isdisjoint(st.words[: phrase.first - 2] + st.words[phrase.head + 1 :])


_WITHOUT = word_set("without ohne sans sin")


def _beside_workers(st: Statement, phrase: NounPhrase) -> bool:
    """ "for our checkers and workers": doers that are people."""
    behind = st.words[phrase.head + 1 : phrase.head + 3]
    joined = behind[:1] in (["and"], ["or"], ["und"], ["et"], ["y"]) and behind[1:] and behind[1] in WORKERS
    return bool(joined) or st.words[max(0, phrase.first - 2) : phrase.first] in (
        ["for", "our"],
        ["for", "the"],
    )


_OF_SOFTWARE = SOFTWARE | _FORMATS
_SOME = (["piece"], ["bit"], ["line"], ["lines"], ["pieces"], ["bits"])


def _programlike(st: Statement, phrase: NounPhrase) -> bool:
    """Whether what follows tells of a function: "that …", "from A to B", ": a in, b out", "→"."""
    after = st.words[phrase.head + 1 : phrase.head + 12]
    ours = after[:3] == ["of", "our", "own"] or after[:2] == ["of", "ours"]
    if (ours or after[:1] in (["that"], ["which"], ["qui"], ["que"])) and phrase.before in INDEFINITE:
        return True
    if after[:1] == [","] and after[1:2] in (["which"], ["der"], ["das"], ["welcher"], ["welches"], ["qui"]):
        return phrase.before in INDEFINITE and after[2:3] not in _SOMEBODY  # ", which the workshop builds"
    if not _OF_SOFTWARE.isdisjoint(st.words[phrase.first : phrase.head]):
        return True
    if _called_software(st, phrase, after):
        return True
    if after[:1] in (["of"], ["for"]) and not _FILES.isdisjoint(after[1:6]):
        return True
    if after[:1] in ([":"], ["–"], ["("]):
        does = phrase.head + (3 if after[1:2] == ["it"] else 2)
        if any(m.form == "third" for m in st.at.get(does, ()) if m.cls in _DOING):
            return True
        if st.words[does : does + 1] and st.words[does] in _FUNCTIONS:
            return True
    if ":" in after and not _IN_OUT.isdisjoint(after):
        return True  # "una calculadora del convenio: peso dentro, importe fuera"
    return "→" in after or ("from" in after[:1] and "to" in after) or (after[:1] == [":"] and "out" in after)


_SOMEBODY = (["the"], ["our"], ["we"], ["he"], ["she"], ["they"])
_ON_COMMAND_LINE = ["on", "the", "command", "line"]


def _called_software(st: Statement, phrase: NounPhrase, after: list[str]) -> bool:
    """ "A piece of software", "a program for dating the tickets"."""
    if phrase.before == "of" and st.words[phrase.first - 2 : phrase.first - 1] in _SOME:
        return True
    if st.words[phrase.head] in _SOFT and phrase.head > phrase.first and _deed_at(st, phrase.head - 1):
        return True  # "masking software"
    if after[:1] == ["zum"] and phrase.before in INDEFINITE:
        return after[1:2] != [] and after[1].endswith(("en", "ern", "eln"))  # "ein Programm zum Drucken"
    return after[:1] == ["for"] and phrase.before in INDEFINITE and _deed_at(st, phrase.head + 2)


_SOFT = word_set("software program programme routine pipeline")


def _deed_at(st: Statement, at: int) -> bool:
    return any(m.form == "ing" and m.cls in _DOING for m in st.at.get(at, ()))


def _functional(st: Statement, phrase: NounPhrase) -> bool:
    """Whether data follow: "exporter to GeoJSON", "a converter for KML files"."""
    if not INPUT.isdisjoint(st.words[phrase.first : phrase.head]):
        return True  # "a report generator"
    if not INPUT.isdisjoint(st.words[phrase.head + 1 : phrase.head + 7]):
        return True
    source = st.slice(phrase.head + 1, min(phrase.head + 5, len(st.words)))
    return any(word.isupper() and len(word) > 1 for word in source.split())
