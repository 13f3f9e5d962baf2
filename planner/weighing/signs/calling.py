"""That something is needed, made or used in the work; and where it stands."""

from __future__ import annotations

from planner.candidates import clause_bounds
from planner.signs.binding import binding
from planner.signs.demands import asked_from_above
from planner.signs.list_titles import listing_kind
from planner.signs.making import INDEFINITE
from planner.signs.next_sentence import said_missing, to_be_made_next
from planner.signs.people import named_workers
from planner.signs.pieces_of_work import lists_work
from planner.signs.prospects import looks_ahead
from planner.signs.remarks import said_to_come
from planner.text.statements import Statement
from planner.weighing.proposals import FAMILIES, Proposal
from planner.weighing.signs.entries import (
    THINGS,
    sentence_sign,
    sign,
)
from planner.weighing.signs.nearby import marks_before, marks_behind, marks_near
from planner.words.lexicon import OUTSIDERS
from planner.words.lists import word_set

# That it is needed.


@sign("a word of needing before it", marks=("need",))
def need_before(p: Proposal) -> bool:
    return bool(marks_before(p, "need"))


@sign("a word of needing right before it", marks=("need",))
def need_right_before(p: Proposal) -> bool:
    return any(p.first - mark.end <= 2 for mark in marks_before(p, "need"))


@sentence_sign("a word of needing", marks=("need",))
def need_somewhere(st: Statement) -> bool:
    return bool(st.marked("need"))


@sign("an obligation", marks=("must",))
def must_before(p: Proposal) -> bool:
    return bool(marks_before(p, "must"))


@sentence_sign("all hangs on something", marks=("depend",))
def all_hangs_on_it(st: Statement) -> bool:
    return bool(st.marked("depend"))


@sign("still to come", marks=("pending",))
def still_to_come(p: Proposal) -> bool:
    return bool(marks_near(p, 16, "pending"))


@sign("not there yet", *THINGS, marks=("harmless",))
def not_there_yet(p: Proposal) -> bool:
    return bool(marks_near(p, 16, "harmless"))


@sentence_sign("the next sentence calls it missing", *THINGS)
def the_next_sentence_says_missing(st: Statement) -> bool:
    after = st.after
    return after is not None and (said_missing(after) or to_be_made_next(after) or after.has("pending"))


_UNTIL = word_set("by before until till due bis vor avant antes hasta first once")


@sign("a deadline", *FAMILIES, words=_UNTIL)
def deadline_near(p: Proposal) -> bool:
    return not _UNTIL.isdisjoint(p.statement.words[max(0, p.first - 10) : p.head + 14])


# That it is made.


@sign("the object of making", *THINGS, marks=("make", "make-text"))
def object_of_making(p: Proposal) -> bool:
    words = p.statement.words
    return any(
        p.first - mark.end <= 4
        and all(word in INDEFINITE or word in _BETWEEN for word in words[mark.end : p.first])
        and looks_ahead(p.statement, mark)
        for mark in marks_before(p, "make", "make-text")
    )


_BETWEEN = word_set("us me them up down out together also first then just our the for")


@sign("to be made", *THINGS, marks=("make",))
def making_ahead_behind(p: Proposal) -> bool:
    return any(looks_ahead(p.statement, mark) for mark in marks_behind(p, "make"))


@sentence_sign("something to be made", *THINGS, marks=("make", "make-text"))
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


@sentence_sign("programming", *THINGS, marks=("make",))
def coding_named(st: Statement) -> bool:
    return any(mark.lemma in _CODING for mark in st.marked("make"))


_CODING = word_set(
    "code program script implement automate programmieren programar programmer coder codificar"
)

# That it is used in the work, and by whom.


@sign("followed in the work", *THINGS, marks=("follow",))
def followed(p: Proposal) -> bool:
    return bool(marks_before(p, "follow"))


@sentence_sign("binding for somebody", "document", "skill")
def it_binds(st: Statement) -> bool:
    return binding(st)


_OFTEN = word_set("nightly daily weekly hourly each every whenever automatically regularly")


@sentence_sign("done again and again", *THINGS, words=_OFTEN)
def run_again_and_again(st: Statement) -> bool:
    return not _OFTEN.isdisjoint(st.words)


@sentence_sign("said of us or of workers")
def we_or_workers(st: Statement) -> bool:
    return named_workers(st.words, team=True)


@sign("people from outside", words=OUTSIDERS)
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
