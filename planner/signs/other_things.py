"""Words for programs that mean another thing: a sales programme, a tool of the hand, a script to speak."""

from __future__ import annotations

from planner.candidates import NounPhrase, clause_bounds, tells
from planner.signs.calls import WHATEVER
from planner.signs.making import INDEFINITE, maker
from planner.text.statements import Statement
from planner.words.lexicon import OUTSIDERS, WORKERS
from planner.words.lists import word_set
from planner.words.nouns import JOB_BEFORE, NOT_PROGRAM_BEFORE

SOFTWARE = word_set(
    """
    command-line cli python bash shell perl node rust sql software web browser command line
    """
)


def another_thing(st: Statement, phrase: NounPhrase, noun: str) -> bool:
    """A sales programme, a tool box, a script to be spoken, something that no program does."""
    if phrase.head > phrase.first and st.words[phrase.head - 1] in NOT_PROGRAM_BEFORE:
        return True
    if st.words[phrase.first - 4 : phrase.first - 1] in (["it", "will", "be"], ["this", "will", "be"]):
        return True  # "Dario is on it, it'll be a small program" speaks of what was asked for
    if st.words[phrase.head] == "tools" and phrase.before not in INDEFINITE and not maker(st, phrase):
        return ":" not in st.words
    return _by_noun(st, phrase, noun)


def _by_noun(st: Statement, phrase: NounPhrase, noun: str) -> bool:
    """What each of the words for programs means besides, told by what stands around it."""
    if noun == "library" and phrase.before == "the" and st.words[phrase.first - 2] in _WHERE:
        return True  # "isn't in the library"
    if noun in _MACHINES and _motor(st, phrase, noun):
        return True
    if noun == "command" and st.words[phrase.head + 1 : phrase.head + 2] == ["of"]:
        return True  # "a command of Dutch"
    if noun in _PROGRAMMES and _of_an_occasion(st.words[phrase.head + 1 : phrase.head + 5]):
        return True
    if noun in _OF_HAND and _for_a_machine(st, phrase):
        return True
    if noun == "werkzeug":
        return phrase.before != "kein" and phrase.before not in INDEFINITE and phrase.first == phrase.head
    if noun == "thing" and not SOFTWARE.isdisjoint(st.words[phrase.first : phrase.head]):
        return False  # "a small command-line thing"
    if noun in WHATEVER:
        return not _whatever(st, phrase.head)
    if noun == "job":
        behind = st.words[phrase.head + 1 : phrase.head + 2]
        ours = st.words[phrase.head + 1 : phrase.head + 3] in (["of", "ours"], ["of", "our"])
        told = ours or behind in (["that"], ["which"])
        named = {part for word in st.words[phrase.first : phrase.head] for part in word.split("-")}
        return JOB_BEFORE.isdisjoint(named) and not told
    return noun == "script" and _spoken(st, phrase.head)


def _of_an_occasion(behind: list[str]) -> bool:
    """ "The programme for the evening": what takes place there."""
    return behind[:1] in _OF and not _OCCASIONS.isdisjoint(behind)


def _motor(st: Statement, phrase: NounPhrase, noun: str) -> bool:
    """ "Our engine", "a fire engine", "a diesel generator"; not "a rules engine", "a generator of labels"."""
    if phrase.first == phrase.head:
        of_what = st.words[phrase.head + 1 : phrase.head + 2] in _OF_WHAT
        return noun == "engine" or not (of_what or maker(st, phrase))
    return st.words[phrase.head - 1] in _MOTORS


_WHERE = word_set("in from of to at")
_MACHINES = word_set("engine generator")
_OF_WHAT = (["of"], ["for"], ["that"], ["which"], ["to"], ["from"], [":"], ["("])
_MOTORS = word_set(
    """
    fire steam diesel petrol gas jet search car boat tractor ship truck lorry train game traction outboard
    combustion aircraft rail railway bus motor main spare new old database storage power emergency standby
    electric electricity wind backup back-up big bigger larger small second
    """
)
_OF = (["for"], ["of"], ["für"], ["des"], ["der"], ["de"], ["du"], ["del"], ["para"], ["pour"])
_PROGRAMMES = word_set("programme program programa programm")
_OCCASIONS = word_set(
    """
    evening night day afternoon morning week weekend season festival concert visit opening ceremony conference
    fair tour abend abends tag tages fest festes soirée journée fête saison velada jornada fiesta acto actos
    """
)
_OF_HAND = word_set("tool werkzeug outil herramienta")


def _for_a_machine(st: Statement, phrase: NounPhrase) -> bool:
    """ "The lathe needs a new tool": a tool of no kind and no purpose, which a thing needs."""
    if st.words[phrase.first] not in _NEW and any(map(tells, st.words[phrase.first : phrase.head])):
        return False
    behind = st.words[phrase.head + 1 : phrase.head + 2]
    if behind and behind[0] not in _STOPS and behind[0] not in _NEW:
        return False
    first = clause_bounds(st, phrase.head)[0]
    for mark in st.marked("need"):
        subject = st.words[first : mark.start]
        if first < mark.start < phrase.first and subject:
            return subject[0] in _THE and _OURS.isdisjoint(subject) and WORKERS.isdisjoint(subject)
    return False


_NEW = word_set("new neues neue neuen nouvel nouveau nouvelle nueva nuevo better besseres meilleur mejor")
_STOPS = frozenset((".", ",", ";", "!", ")", "–", "—", "and", "und", "et", "y"))
_THE = word_set("the der die das le la l el los las")
_OURS = word_set(
    "project plan work step team library job task projekt vorhaben arbeit projet travail proyecto trabajo"
)


def _spoken(st: Statement, head: int) -> bool:
    """ "the script for the moderators": words for people to say."""
    after = st.words[head + 1 : head + 4]
    if after[:1] not in _DOES and not _STAGED.isdisjoint(st.words[max(0, head - 6) : head + 5]):
        return True  # "a film, script by the sixth form"
    people = after[2] if after[:1] == ["for"] and after[1:2] in (["the"], ["our"]) and len(after) > 2 else ""
    return (
        people in OUTSIDERS
        or people.endswith(("ists", "ors", "hosts", "ants"))
        or (people in WORKERS and people != "team")
    )


_STAGED = word_set("film films play theatre theater actor actors compère compere scene scenes")
_DOES = (["that"], ["which"], ["to"], ["for"])


def _whatever(st: Statement, at: int) -> bool:
    """ "something that merges the lists": a program without a name, when it does what programs do."""
    behind = st.words[at + 1 : at + 2] in (["that"], ["which"], ["to"])
    if not behind:
        return False
    if any(m.cls in ("technical", "methodical", "function") for m in st.at.get(at + 2, ())):
        return True
    told = st.words[at + 3 : at + 13]
    return st.words[at + 1] == "to" and "out" in told and "of" in told  # "something to yank … out of …"
