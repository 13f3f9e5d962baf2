"""Signs for and against a proposal, each weak on its own; what they are worth is told in `points`.

Each sign is a question that is asked of a proposal, with the words in which a user is told of it. That a verb
of making looks ahead, that a sentence refuses and the like is read as the rules read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from planner.candidates import clause_bounds
from planner.rules.lists import listing_kind
from planner.signs.binding import binding
from planner.signs.demands import asked_from_above, demanded_nearby, speaks_of_many, who_must
from planner.signs.making import INDEFINITE
from planner.signs.next_sentence import said_missing, to_be_made_next
from planner.signs.people import named_workers
from planner.signs.pieces_of_work import lists_work
from planner.signs.prospects import looks_ahead
from planner.signs.refusals import refusal
from planner.signs.remarks import said_to_come
from planner.text.statements import Statement
from planner.weighing.proposals import FAMILIES, Family, Proposal
from planner.words.lexicon import AGENT_NOUNS, DOCUMENT_STRONG, OUTSIDERS, PROGRAM_NOUNS, Mark
from planner.words.lists import word_set
from planner.words.nouns import INPUT, PERSON_OR_PROGRAM, PHYSICAL, PROGRAM_WEAK
from planner.words.verbs import MUNDANE

Question = Callable[[Proposal], bool]
OfSentence = Callable[[Statement], bool]
THINGS: tuple[Family, ...] = ("program", "document", "skill")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign by the name of its question, and what a user is told where it holds."""

    name: str
    told: str


BY_FAMILY: dict[Family, list[tuple[Question, Sign]]] = {family: [] for family in FAMILIES}
OF_SENTENCE: dict[Family, list[tuple[OfSentence, Sign]]] = {family: [] for family in FAMILIES}


def signs_of(proposal: Proposal) -> Iterator[Sign]:
    """The signs that hold of a proposal itself, but for what refuses it."""
    return (one for holds, one in BY_FAMILY[proposal.family] if holds(proposal))


def signs_of_sentence(statement: Statement, family: Family) -> list[Sign]:
    """The signs that hold of everything of a family that the sentence names."""
    return [one for holds, one in OF_SENTENCE[family] if holds(statement)]


def sentence_sign(told: str, *families: Family) -> Callable[[OfSentence], OfSentence]:
    """Enter a question that is asked of a sentence as a whole."""

    def entered(holds: OfSentence) -> OfSentence:
        for family in families or FAMILIES:
            OF_SENTENCE[family].append((holds, Sign(holds.__name__, told)))
        return holds

    return entered


def sign(told: str, *families: Family) -> Callable[[Question], Question]:
    """Enter a question among the signs, under its own name."""

    def entered(holds: Question) -> Question:
        one = Sign(holds.__name__, told)
        for family in families or FAMILIES:
            BY_FAMILY[family].append((holds, one))
        return holds

    return entered


# What it is.


@sign("a word for programs", "program")
def a_word_for_programs(p: Proposal) -> bool:
    return p.noun in PROGRAM_NOUNS and p.noun not in PROGRAM_WEAK and p.noun not in PHYSICAL


@sign("a doer of a technique", "program")
def a_doer_of_a_technique(p: Proposal) -> bool:
    return p.noun in AGENT_NOUNS and p.noun not in PERSON_OR_PROGRAM


@sign("a doer of something", "program")
def any_doer(p: Proposal) -> bool:
    return p.noun not in PROGRAM_NOUNS and p.noun not in AGENT_NOUNS


@sign("a word for many kinds of tools", "program")
def tool_or_program(p: Proposal) -> bool:
    return p.noun in _TOOLS


_TOOLS = word_set("tool program programme software application app system")


@sign("a word for instructions", "document")
def instructions_by_its_name(p: Proposal) -> bool:
    return p.noun in DOCUMENT_STRONG


@sign("a word that seldom means instructions", "document")
def seldom_instructions(p: Proposal) -> bool:
    return p.noun in _SELDOM


_SELDOM = word_set(
    """
    key yardstick ladder standard norm norma normas template catalogue chart scale vocabulary matrix sheet
    crib code list form card table plan schema raster bogen baum ordnung schlüssel
    """
)


@sign('the word "skill"', "skill")
def the_word_skill(p: Proposal) -> bool:
    return p.noun == "skill"


@sign("skills spoken of beside it", "skill")
def skill_said_elsewhere_in_the_sentence(p: Proposal) -> bool:
    return p.noun == "name" and not _SKILLS.isdisjoint(p.statement.words)


_SKILLS = word_set("skill skills")

# How it is named.


@sign("brought in as new", *THINGS)
def new_by_its_article(p: Proposal) -> bool:
    return p.phrase.before in INDEFINITE


@sign("spoken of as known", *THINGS)
def known_by_its_article(p: Proposal) -> bool:
    return p.phrase.before in _THE


_THE = word_set("the this that these those der die das den dem le la les el los las l")


@sign("named like a heading or an item", *THINGS)
def without_an_article(p: Proposal) -> bool:
    return not p.phrase.before or not p.phrase.before[0].isalnum()


@sign("named as a means", *THINGS)
def gone_by(p: Proposal) -> bool:
    return not _BY.isdisjoint(p.statement.words[max(0, p.first - 2) : p.first])


_BY = word_set(
    "by per under against according via using through with nach gemäß laut selon según mit avec con"
)


@sign("a word that says nothing of what it is for", *THINGS)
def nothing_but_the_word(p: Proposal) -> bool:
    return p.first == p.head and "-" not in p.statement.words[p.head]


@sign("emphasised", *THINGS)
def emphasised(p: Proposal) -> bool:
    st = p.statement
    text, begin, end = st.block.text, st.begin[p.first], st.end[p.head]
    return text[begin - 1 : begin] in _EMPHASIS or text[end : end + 1] in _EMPHASIS


_EMPHASIS = ("*", "_", "`")


@sign("new, and its purpose told", *THINGS)
def brought_in_as_new(p: Proposal) -> bool:
    behind = p.statement.words[p.head + 1 : p.head + 3]
    if p.phrase.before not in INDEFINITE or not behind:
        return False
    return behind[0] in _THAT or (behind[0] in _SIGNS and behind[-1] in _THAT)


_THAT = word_set("that which to for qui que pour para der das die um zum →")
_SIGNS = frozenset((",", ":", "(", "–", "—"))


@sign("what it does is told", *THINGS)
def it_does_a_technique(p: Proposal) -> bool:
    at = p.statement.at
    return any(
        mark.cls in _DOING and mark.form in ("third", "ing", "base")
        for index in range(p.head + 1, p.head + 6)
        for mark in at.get(index, ())
    )


_DOING = ("technical", "methodical", "function")


@sign("data spoken of beside it", *THINGS)
def data_named_beside(p: Proposal) -> bool:
    words = p.statement.words
    return not (
        INPUT.isdisjoint(words[p.first : p.head]) and INPUT.isdisjoint(words[p.head + 1 : p.head + 9])
    )


# That it is needed.


@sign("a word of needing before it")
def need_before(p: Proposal) -> bool:
    return bool(_before(p, "need"))


@sign("a word of needing right before it")
def need_right_before(p: Proposal) -> bool:
    return any(p.first - mark.end <= 2 for mark in _before(p, "need"))


@sentence_sign("a word of needing")
def need_somewhere(st: Statement) -> bool:
    return bool(st.marked("need"))


@sign("an obligation")
def must_before(p: Proposal) -> bool:
    return bool(_before(p, "must"))


@sentence_sign("all hangs on something")
def all_hangs_on_it(st: Statement) -> bool:
    return bool(st.marked("depend"))


@sign("still to come")
def still_to_come(p: Proposal) -> bool:
    return bool(_near(p, 16, "pending"))


@sign("not there yet", *THINGS)
def not_there_yet(p: Proposal) -> bool:
    return bool(_near(p, 16, "harmless"))


@sentence_sign("the next sentence calls it missing", *THINGS)
def the_next_sentence_says_missing(st: Statement) -> bool:
    after = st.after
    return after is not None and (said_missing(after) or to_be_made_next(after) or after.has("pending"))


@sign("a deadline", *FAMILIES)
def deadline_near(p: Proposal) -> bool:
    return not _UNTIL.isdisjoint(p.statement.words[max(0, p.first - 10) : p.head + 14])


_UNTIL = word_set("by before until till due bis vor avant antes hasta first once")

# That it is made.


@sign("the object of making", *THINGS)
def object_of_making(p: Proposal) -> bool:
    words = p.statement.words
    return any(
        p.first - mark.end <= 4
        and all(word in INDEFINITE or word in _BETWEEN for word in words[mark.end : p.first])
        and looks_ahead(p.statement, mark)
        for mark in _before(p, "make", "make-text")
    )


_BETWEEN = word_set("us me them up down out together also first then just our the for")


@sign("to be made", *THINGS)
def making_ahead_behind(p: Proposal) -> bool:
    return any(looks_ahead(p.statement, mark) for mark in _behind(p, "make"))


@sentence_sign("something to be made", *THINGS)
def making_elsewhere(st: Statement) -> bool:
    return any(looks_ahead(st, mark) for mark in st.marked("make", "make-text"))


@sentence_sign("making in the next sentence", *THINGS)
def making_in_the_next_sentence(st: Statement) -> bool:
    after = st.after
    return (
        after is not None
        and len(after.words) < 20
        and any(mark.start <= 6 and looks_ahead(after, mark) for mark in after.marked("make", "make-text"))
    )


@sentence_sign("programming", *THINGS)
def coding_named(st: Statement) -> bool:
    return any(mark.lemma in _CODING for mark in st.marked("make"))


_CODING = word_set(
    "code program script implement automate programmieren programar programmer coder codificar"
)

# That it is used in the work, and by whom.


@sign("followed in the work", *THINGS)
def followed(p: Proposal) -> bool:
    return bool(_before(p, "follow"))


@sentence_sign("binding for somebody", "document", "skill")
def it_binds(st: Statement) -> bool:
    return binding(st)


@sentence_sign("done again and again", *THINGS)
def run_again_and_again(st: Statement) -> bool:
    return not _OFTEN.isdisjoint(st.words)


_OFTEN = word_set("nightly daily weekly hourly each every whenever automatically regularly")


@sentence_sign("said of us or of workers")
def we_or_workers(st: Statement) -> bool:
    return named_workers(st.words, team=True)


@sign("people from outside")
def outsiders_before(p: Proposal) -> bool:
    return not OUTSIDERS.isdisjoint(p.statement.words[clause_bounds(p.statement, p.head)[0] : p.first])


# Where it stands.


@sentence_sign("an item of a list")
def in_an_item(st: Statement) -> bool:
    return st.block.kind == "item"


@sentence_sign("a row of a table")
def in_a_row(st: Statement) -> bool:
    return st.block.kind == "row"


@sentence_sign("asked for by what stands above")
def asked_by_what_stands_above(st: Statement) -> bool:
    return asked_from_above(st)


@sentence_sign("in a list of skills or tools")
def a_list_of_tools_or_skills(st: Statement) -> bool:
    return listing_kind(st.block) is not None


@sentence_sign("in a list of work to do")
def in_a_list_of_work(st: Statement) -> bool:
    return lists_work(st.block)


@sentence_sign("a remark says that it is to come", *THINGS)
def a_remark_says_to_come(st: Statement) -> bool:
    return st.before is None and st.block.kind in ("item", "row") and said_to_come(st)


@sentence_sign("a long sentence")
def long_sentence(st: Statement) -> bool:
    return len(st.words) > 30


@sentence_sign("a short remark")
def short_sentence(st: Statement) -> bool:
    return len(st.words) < 9


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


@sign("an ability", "ability")
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


# What speaks against it.


@sign("there already")
def there_already(p: Proposal) -> bool:
    return bool(_near(p, 8, "existing"))


@sentence_sign("something is ruled out")
def excluded_somewhere(st: Statement) -> bool:
    return bool(st.marked("excluded"))


# What the rules refuse a thing for; of these one holds at most, and it is asked for last.
REFUSING = {
    cls: Sign(f"refused_as_{cls}", told)
    for cls, told in (
        ("negation", "negated"),
        ("past", "in the past"),
        ("existing", "there"),
        ("excluded", "ruled out"),
        ("optional", "left open"),
        ("owned", "somebody else's"),
    )
}


def refusing_sign(p: Proposal) -> Sign | None:
    """What the rules refuse the thing for, if they do."""
    return REFUSING.get(refusal(p.statement, p.head, None if p.family == "ability" else p.phrase))


def _before(p: Proposal, *classes: str) -> list[Mark]:
    """The marks of these classes up to ten words before it, in its clause."""
    st = p.statement
    low = max(clause_bounds(st, p.head)[0], p.first - 10)
    return [
        mark
        for mark in st.marked(*classes)
        if low <= mark.start and mark.end <= p.first and not st.said[mark.start]
    ]


def _behind(p: Proposal, *classes: str) -> list[Mark]:
    """The marks of these classes up to fourteen words behind it, in its clause."""
    st = p.statement
    high = min(clause_bounds(st, p.head)[1], p.head + 14)
    return [mark for mark in st.marked(*classes) if p.head < mark.start < high and not st.said[mark.start]]


def _near(p: Proposal, reach: int, *classes: str) -> list[Mark]:
    st = p.statement
    return [
        mark for mark in st.marked(*classes) if abs(mark.start - p.head) <= reach and not st.said[mark.start]
    ]
