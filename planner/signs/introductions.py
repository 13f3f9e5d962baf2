"""Programs that a plan brings in as new and says the purpose of: "let's have a bot that pages the vet".

What brings a thing in is not a list of verbs: every verb does, but for those that tell of a thing that is
there.
"""

from __future__ import annotations

from planner.candidates import NounPhrase, clause_bounds
from planner.signs.harmless import harmless
from planner.signs.making import INDEFINITE
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import OUTSIDERS, PREPOSITIONS, WORKERS
from planner.words.lists import word_set

_AGAINST = ("negation", "past", "existing", "excluded", "optional")
# Who does this with a thing has it, knows it, or is given it by others.
_OF_WHAT_IS_THERE = word_set(
    """
    use uses using run runs running rent rents lend lends hire hires buy buys sell sells offer offers own
    owns keep
    keeps have has having had know knows see sees hear hears read reads remember remembers mention mentions
    describe
    describes contain contains include includes involve involves recommend recommends advertise advertises
    praise
    praises hate hates like likes love loves forbid forbids ban bans refuse refuses prefer prefers mean
    means call
    calls possess possesses test tests try tries show shows demonstrate become becomes resemble resembles
    was
    were is are be been been being am find finds choose chooses operate operates maintain maintains ship
    ships
    receive receives inherit inherits share shares open opens start starts call calls behind than and or nor
    but
    spiel utilise usa nutzt nutzen hat haben ist sind a est ont sont es son tiene tienen il
    """
)
_GIVEN = word_set("let lets let's will shall must to want wants need needs should us me them 'll")
_IRREGULAR_PAST = word_set(
    """
    bought got found ran sent gave saw made wrote built took kept came went brought sold lent left told met
    held
    heard thought taught drew lost won spent felt knew grew showed began stood put set let cut
    """
)


def introduced(st: Statement, phrase: NounPhrase) -> bool:
    """Whether the sentence brings in the thing as new, without a word that says it is there or unwanted."""
    if phrase.before not in INDEFINITE or st.block.kind in ("row", "code") or st.words[-1] == "?":
        return False
    if any(not harmless(st, mark) for mark in st.marked(*_AGAINST)) or _from_outside(st, phrase):
        return False
    at = phrase.first - 2
    while at >= 0 and st.words[at] in INDEFINITE:
        at -= 1
    return at >= 0 and (_brought_in(st, at) or _behind_colon(st, phrase, at))


def _from_outside(st: Statement, phrase: NounPhrase) -> bool:
    """Whether people from outside do what the clause tells, or the thing is of somebody by name."""
    first, last = clause_bounds(st, phrase.head)
    lead = st.words[first : phrase.first]
    if not OUTSIDERS.isdisjoint(lead) and _OUR_PEOPLE.isdisjoint(lead):
        return True
    for at in range(phrase.head + 1, min(last - 1, phrase.head + 12)):
        if st.words[at] in ("from", "by", "of") and st.slice(at + 1, at + 2)[:1].isupper():
            return True
    return False


_OUR_PEOPLE = WORKERS - {"us", "they"}


def _brought_in(st: Statement, at: int) -> bool:
    """Whether the word in front of "a …" is a verb of the present or the time to come, or "us" behind one."""
    if st.words[at] in ("us", "me", "ourselves", "them"):
        at -= 1
    word = st.words[at]
    if at < 0 or not word.isalpha() or word in PREPOSITIONS or st.said[at]:
        return False
    if word in _OF_WHAT_IS_THERE:
        given = not _GIVEN.isdisjoint(st.words[max(0, at - 3) : at])
        return word == "have" and given
    if word.endswith("ed") or word in _IRREGULAR_PAST or word in AUXILIARY or word in OUTSIDERS:
        return False
    subject = st.words[max(0, at - 3) : at]
    finite = word.endswith("s") and not word.endswith("ss")
    return at == 0 or finite or not _GIVING.isdisjoint(subject)


_GIVING = WORKERS | _GIVEN


def _behind_colon(st: Statement, phrase: NounPhrase, at: int) -> bool:
    """ "Our intern's project: an aligner of subtitles": all that stands behind the colon is the thing."""
    if st.words[at] not in (":", "–", "—") or at > 10 or st.before is not None:
        return False
    return _FINITE.isdisjoint(st.words[:at]) and ":" not in st.words[:at]


_FINITE = AUXILIARY - {"must", "let", "get"}
