"""Adds up the signs of what no rule claimed, and takes for a need what weighs enough."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planner.candidates import Candidate, clause_bounds, telling_words
from planner.needs import Kind
from planner.signs.capability_names import capability
from planner.signs.demands import who_must
from planner.signs.making import made_already
from planner.signs.other_things import another_thing
from planner.signs.program_names import complement_end, program_name
from planner.signs.prospects import looks_ahead
from planner.signs.refused_around import refused_around
from planner.text.blocks import HEADING
from planner.text.statements import Statement
from planner.weighing.gate import NAMING, asked_in
from planner.weighing.points import BASE, POINTS, THRESHOLD
from planner.weighing.proposals import Family, Proposal, proposals
from planner.weighing.signs import Sign, refusing_sign, signs_of, signs_of_sentence
from planner.words.lexicon import OUTSIDERS, WORKERS
from planner.words.lists import word_set
from planner.words.nouns import PERSON_OR_PROGRAM

REASON = "Several signs together: {}."
_TOLD = 4  # signs that a reason names
# Points that a thing may bring itself: where its sentence speaks for nothing, it is not looked at closely.
MOST_OF_ITS_OWN = 15


def weighed_needs(paragraphs: Sequence[Sequence[Statement]], claimed: set[int]) -> Iterator[Candidate]:
    """A need for what weighs enough in the statements that no rule claimed.

    `claimed` holds the identities of those in which a rule has seen something.
    """
    for paragraph in paragraphs:
        block = paragraph[0].block
        if block.kind in ("quote", "heading") or block.header == HEADING:
            continue
        for statement in paragraph:
            if statement.opened & NAMING and id(statement) not in claimed and (asked := asked_in(statement)):
                yield from _of(statement, asked)


def _of(statement: Statement, asked: int) -> Iterator[Candidate]:
    """The needs among what a statement names: of the family that weighs most, and one ability at most."""
    heavy: list[tuple[int, Proposal, list[Sign]]] = []
    said: dict[Family, tuple[int, list[Sign]]] = {}
    for proposal in proposals(statement, asked):
        family = proposal.family
        if family not in said:
            of_all = signs_of_sentence(statement, family)
            said[family] = BASE[family] + sum(POINTS[one.name] for one in of_all), of_all
        points, of_all = said[family]
        if points + MOST_OF_ITS_OWN < THRESHOLD:
            continue
        signs = signs_of(proposal)
        points += sum(POINTS[one.name] for one in signs)
        if points < THRESHOLD:
            continue  # what refuses it could only take from that
        refused = refusing_sign(proposal)
        points += POINTS[refused.name] if refused else 0
        if points >= THRESHOLD and admitted(proposal):
            heavy.append((points, proposal, of_all + signs))
    if not heavy:
        return
    heavy.sort(key=lambda one: -one[0])
    best = heavy[0][1].family
    for _, proposal, signs in heavy[:1] if best in ("ability", "skill") else heavy:
        if proposal.family == best:
            yield _candidate(proposal, _reason(signs))


def admitted(proposal: Proposal) -> bool:
    """Whether nothing rules it out: a question, a title of what is not wanted, a tool of the hand."""
    st, phrase = proposal.statement, proposal.phrase
    if proposal.family == "ability":
        apart = _done_once(proposal) or who_must(st, proposal.first) == "outsider" or _told_to_do(proposal)
    elif proposal.family == "program":
        apart = another_thing(st, phrase, proposal.noun) or made_already(st, phrase) or _a_person(proposal)
    else:
        apart = _for_others(proposal) or _written_before(proposal) or _a_step(proposal)
    return not apart and not refused_around(st, proposal.head, frozenset())


def _done_once(proposal: Proposal) -> bool:
    """ "translate the invitation by Friday": one thing, on one day."""
    behind = proposal.statement.words[proposal.head + 1 : proposal.head + 10]
    return behind[:1] in (["the"], ["this"], ["our"], ["a"]) and not _BY_WHEN.isdisjoint(behind)


_BY_WHEN = word_set("by before until on")


def _told_to_do(proposal: Proposal) -> bool:
    """ "Fill the gaps": an order that opens the sentence is a step of the work."""
    return proposal.first == 0 and proposal.verb is not None and proposal.verb.form == "base"


def _a_person(proposal: Proposal) -> bool:
    """ "A ship builder": a doer who is a person as often, of whom no making is told."""
    st = proposal.statement
    return proposal.noun in PERSON_OR_PROGRAM and not any(looks_ahead(st, mark) for mark in st.marked("make"))


def _for_others(proposal: Proposal) -> bool:
    """ "A guide for visitors", "guests are required to fill in a form": people from outside have it."""
    words = proposal.statement.words
    return not OUTSIDERS.isdisjoint(
        words[: proposal.first] + words[proposal.head + 1 :]
    ) and WORKERS.isdisjoint(words)


def _written_before(proposal: Proposal) -> bool:
    """ "We introduced a protocol in 2020": the verb right before it tells of the past."""
    return any(
        mark.form in ("past", "simple") and mark.end <= proposal.first <= mark.end + 2
        for mark in proposal.statement.marked("make", "make-text")
    )


def _a_step(proposal: Proposal) -> bool:
    """ "Write a migration guide", "Jo implements a new policy": a step of the work, not its means."""
    st, first = proposal.statement, proposal.first
    ordered = any(mark.start == 0 and mark.form == "base" for mark in st.marked("make", "make-text"))
    return ordered or not _CARRY_OUT.isdisjoint(st.words[max(0, first - 3) : first])


_CARRY_OUT = word_set("implement implements implementing apply applies applying enforce enforces enforcing")


def _reason(signs: list[Sign]) -> str:
    """What speaks for the need, in the order of its weight."""
    telling = sorted((one for one in signs if POINTS[one.name] > 0), key=lambda one: -POINTS[one.name])
    return REASON.format(", ".join(one.told for one in telling[:_TOLD]))


def _candidate(proposal: Proposal, reason: str) -> Candidate:
    st, head = proposal.statement, proposal.head
    if proposal.verb is not None:
        ability = capability(st, proposal.verb)
        ability.rule, ability.reason = "weighed", reason
        return ability
    first, last = clause_bounds(st, head)
    first, stop = max(first, proposal.first - 12), complement_end(st, head, last)
    kind: Kind = "tool" if proposal.family == "program" else "skill"
    return Candidate(kind, _names(proposal, last), st, head, first, stop, "weighed", reason)


def _names(proposal: Proposal, last: int) -> list[str]:
    st, first, head = proposal.statement, proposal.first, proposal.head
    if proposal.family == "program":
        return program_name(st, proposal.phrase, proposal.noun)
    if proposal.family == "skill":
        return list(proposal.names) or [st.slice(head, head + 1)]
    names = telling_words(st, first, head)[-3:] or telling_words(st, head + 1, min(last, head + 8))[:3]
    return [*names, st.slice(head, head + 1)]
