"""What tells a deed that workers must be able to do."""

from __future__ import annotations

from planner.candidates import clause_bounds
from planner.signs.demands import demanded_nearby, speaks_of_many, who_must
from planner.text.statements import Statement
from planner.weighing.proposals import Proposal
from planner.weighing.signs.entries import (
    sentence_sign,
    sign,
)
from planner.words.lists import word_set
from planner.words.nouns import INPUT
from planner.words.verbs import MUNDANE

# Abilities.


@sign("a technique", "ability")
def a_technique(p: Proposal) -> bool:
    return p.noun in ("technical", "technical-done")


@sign("a verb that names no technique", "ability")
def any_verb(p: Proposal) -> bool:
    return p.noun == "verb"


@sign("an everyday deed", "ability")
def an_everyday_verb(p: Proposal) -> bool:
    lemma = p.verb.lemma if p.verb else ""
    return lemma in MUNDANE or lemma.removesuffix("ing") in MUNDANE


@sign("a deed", "ability")
def an_infinitive(p: Proposal) -> bool:
    return p.verb is not None and p.verb.form == "base"


@sign("an ability", "ability", marks=("able", "can"))
def able_before(p: Proposal) -> bool:
    return any(mark.end == p.first for mark in p.statement.marked("able", "can"))


@sentence_sign("abilities spoken of", "ability")
def ability_named(st: Statement) -> bool:
    return not _ABILITY.isdisjoint(st.words)


_ABILITY = word_set(
    """
    ability abilities capability capabilities capacity competence skill skills craft able capable fähigkeit
    kompetenz capacité compétence capacidad competencia art
    """
)


@sign("people from outside who must", "ability")
def outsiders_must(p: Proposal) -> bool:
    return who_must(p.statement, p.first) == "outsider"


@sentence_sign("called essential", "ability")
def called_essential(st: Statement) -> bool:
    return demanded_nearby(st)


@sign("done to many things", "ability")
def many_things(p: Proposal) -> bool:
    return speaks_of_many(p.statement.words[p.head + 1 : p.head + 7])


@sign("done to things that hold information", "ability")
def of_inputs(p: Proposal) -> bool:
    return not INPUT.isdisjoint(p.statement.words[p.head + 1 : p.head + 9])


@sign("one thing made of another", "ability")
def from_one_thing_to_another(p: Proposal) -> bool:
    return not _RELATIONS.isdisjoint(p.statement.words[p.head + 2 : p.head + 9])


_RELATIONS = word_set("from off out into against across between to with aus von zu in de des à")


@sign("done to one thing", "ability")
def one_known_thing(p: Proposal) -> bool:
    return p.statement.words[p.head + 1 : p.head + 2] in _ONE


_ONE = (["the"], ["this"], ["our"], ["a"], ["an"], ["it"], ["them"])


@sign("a deed that opens the clause", "ability")
def opens_the_clause(p: Proposal) -> bool:
    return p.first - clause_bounds(p.statement, p.first)[0] <= 1


@sign("something is said of the deed", "ability")
def is_said_of_it(p: Proposal) -> bool:
    return (
        p.verb is not None
        and p.verb.form in ("ing", "noun")
        and "is" in p.statement.words[p.head + 1 : p.head + 14]
    )
