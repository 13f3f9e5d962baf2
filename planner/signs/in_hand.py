"""Whether a thing is in somebody's hands or has its date: "a splitter is on Lea's plate until mid-March"."""

from __future__ import annotations

import re
from functools import lru_cache

from planner.candidates import NounPhrase, clause_bounds
from planner.signs.harmless import harmless
from planner.signs.making import INDEFINITE
from planner.signs.told_abilities import counted_off, opens_next_of_several
from planner.text.statements import Statement
from planner.text.tokens import words_of
from planner.words.lexicon import OUTSIDERS
from planner.words.lists import phrase_set, word_set

_PLACES = word_set(
    """
    plate desk list hands hand bench table workbench pile queue backlog agenda to-do-list keyboard charge
    tray
    screen slate account court
    """
)
_AT = word_set("on in at under upon")
_WHOSE = word_set("'s our my his her their whose")
# What stands between a person and the thing that they are to make.
_TAKES_ON = [
    phrase.split()
    for phrase in phrase_set(
        """
        takes care of; take care of; will take care of; taking care of; sees to; see to; is in charge of;
        are in
        charge of; is responsible for; are responsible for; is charged with; is tasked with; are tasked
        with; is
        entrusted with; takes over; take over; takes on; take on; take upon; takes upon; has taken on;
        handles;
        saddled with; volunteers for; volunteered for; signed up for; signs up for; is down for; has in
        hand;
        kümmert sich um; ist zuständig für; steuert; se charge de; s occupe de; est chargé de; est chargée
        de; se
        encarga de; se ocupa de; corre a cargo de; falls to; is up to
        """
    )
]
_TAKES_FIRST = frozenset(phrase[0] for phrase in _TAKES_ON)
_BY = word_set("by until till before due bis avant hasta antes vor ab for in at from am im en für pour para")
_SOON = re.compile(
    r"(?:mid-|early-|late-)?(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|easter|whitsun|christmas|pentecost|spring|summer|autumn|winter|advent|week|month|sprint"
    r"|januar|februar|märz|mai|juni|juli|oktober|dezember|montag|dienstag|mittwoch|donnerstag|freitag|ostern|pfingsten"
    r"|weihnachten|kw|woche|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|lundi"
    r"|mardi|mercredi|jeudi|vendredi|pâques|semaine|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre"
    r"|octubre|noviembre|diciembre|lunes|martes|miércoles|jueves|viernes|semana)"
)
# Who does this with a program has it already, or gets it from elsewhere.
_USING = word_set(
    """
    use uses used using rent rents renting lend lends hire hires buy buys run runs running ran try tries
    test
    tests testing learn show shows demonstrate demonstrates try trial expires expire nutzt nutzen benutzt
    leiht
    mietet kauft utilise utilisent loue achète usa usan alquila compra keep keeps keeping present presents
    """
)
_AGAINST = ("negation", "past", "existing", "excluded", "optional")


def in_hand(st: Statement, phrase: NounPhrase) -> bool:
    """Whether the sentence says whose work the thing is, or by when; and nothing against it."""
    if phrase.before not in INDEFINITE:
        return False
    if st.block.kind == "row" or st.words[-1] == "?" or _spoken_against(st):
        return False
    if phrase.first <= 1 and _title_places(st.block.headings[-1:]):
        return True
    first, last = clause_bounds(st, phrase.head)
    lead = st.words[max(first, phrase.first - 12) : phrase.first - 1]
    if not OUTSIDERS.isdisjoint(lead):
        return False
    return (
        next_of_several(st, phrase)
        or _taken_on(lead)
        or _placed(st, phrase.head + 1, last)
        or _dated(st, phrase, last)
    )


@lru_cache(maxsize=1024)
def _title_places(titles: tuple[str, ...]) -> bool:
    """ "Still on Wout's bench": a title that says whose work its things are."""
    words = words_of(titles[0]) if titles else []
    for at, word in enumerate(words):
        if word in _AT and not _WHOSE.isdisjoint(words[at + 1 : at + 4]):
            return not _PLACES.isdisjoint(words[at + 2 : at + 5])
    return False


def next_of_several(st: Statement, phrase: NounPhrase) -> bool:
    """ "Two things Bram has agreed to. One is a program that …": what a sentence before has counted."""
    if st.before is None or not 1 < phrase.first <= 6 or phrase.before not in INDEFINITE:
        return False
    return opens_next_of_several(st.words[: phrase.first - 1]) and counted_off(st, things=True)


def _spoken_against(st: Statement) -> bool:
    return any(not harmless(st, mark) for mark in st.marked(*_AGAINST))


def _taken_on(lead: list[str]) -> bool:
    """Whether "takes care of" and the like lead right up to the thing."""
    for at, word in enumerate(lead):
        if word in _TAKES_FIRST:
            for phrase in _TAKES_ON:
                behind = lead[at + len(phrase) :]
                if lead[at : at + len(phrase)] == phrase and len(behind) <= 4 and "," not in behind:
                    return True
    return False


def _placed(st: Statement, start: int, last: int) -> bool:
    """ "… is on Lea's plate", "… is in our hands"."""
    for at in range(start, min(last, start + 20)):
        if st.words[at] in _AT:
            near = st.words[at + 1 : at + 6]
            place = next((i for i, word in enumerate(near) if word in _PLACES), -1)
            if place > 0 and not _WHOSE.isdisjoint(near[:place]):
                return True
    return False


def _dated(st: Statement, phrase: NounPhrase, last: int) -> bool:
    """Whether a day by which stands behind it: "… by Easter", "… before week 4"."""
    for at in range(phrase.head + 1, min(len(st.words) - 1, phrase.head + 24)):
        if st.words[at] in _DEADLINE and any(map(_SOON.fullmatch, st.words[at + 1 : at + 4])):
            return True
    return False


_DEADLINE = word_set("by until till due bis avant hasta antes")
