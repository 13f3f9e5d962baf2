"""Documents that workers follow and that are still to be written: "a siting guide we still owe"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, NounPhrase, clause_bounds, noun_phrase, telling_words
from planner.signs.binding import binding
from planner.signs.calls import due, missing, promised
from planner.signs.demands import lists_needs
from planner.signs.document_names import (
    DOCUMENT,
    compound_of,
    document_noun,
    in_two_words,
    minutes_of_meeting,
)
from planner.signs.in_hand import in_hand
from planner.signs.making import announced
from planner.signs.next_sentence import said_missing, workers_follow_it
from planner.signs.people import (
    before_names_workers,
    for_people,
    named_workers,
    names_people,
    names_workers_nearby,
)
from planner.signs.pieces_of_work import is_piece, lists_work
from planner.signs.prospects import foreseen, though_absent
from planner.signs.refusals import refusal
from planner.signs.refused_titles import remarked_there
from planner.signs.writing import AHEAD, LEANING_ON_IT, OWING, near_says_written, to_be_written, told_next
from planner.text.gates import places
from planner.text.statements import Statement
from planner.words.abroad import GERMAN_A
from planner.words.english import AUXILIARY
from planner.words.lexicon import (
    DETERMINERS,
    DOCUMENT_STRONG,
    OUTSIDERS,
    PREPOSITIONS,
    STOP_WORDS,
    WORKERS,
)
from planner.words.lists import word_set

REASON = "Workers are to follow a document that is still to be written."
_UNDER = word_set("under by against per according accordance after gemäß nach selon según from")
_A = word_set("a an one eines ein eine einem un une una")
_THE = word_set("our the this that")
_KNOWN = _THE | DETERMINERS
_VERB_BEFORE = word_set("to we they will must and")
_LOOSE = word_set("rules criteria standards principles")
_LOOSE_OR_NONE = _LOOSE | {""}
_ONLY_BINDING = word_set(
    """
    key yardstick decision-tree flowchart ladder taxonomy standard norma normas template catalogue chart
    scale vocabulary nomenclature style-sheet decision-table matrix one-pager sheet crib code glossary
    thesaurus
    lexicon plantilla modèle vorlage katalog catálogo escala échelle skala raster mémento memento
    aide-mémoire fiche vademécum merkzettel
    """
)
# Nothing else than instructions, where workers are spoken of.
_GONE_THROUGH = word_set(
    """
    decision-tree flowchart taxonomy glossary thesaurus vocabulary nomenclature style-sheet decision-table
    entscheidungsbaum glossar vokabular glossaire vocabulaire glosario vocabulario
    """
)
_NOT_DOCUMENT_AFTER = word_set(
    "'s skill skills owner owners holder holders maker makers number page pages author"
)


def document_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each document of the statement that workers follow and somebody still has to write."""
    found, last = False, 0
    for index in places(statement.words, DOCUMENT) if statement.opened & DOCUMENT else ():
        noun = in_two_words(statement.words, index) or document_noun(statement.words[index])
        if not noun or statement.said[index]:
            continue
        told = (statement.words, statement.after.words if statement.after is not None else ())
        if noun in _LOOSE and any(document_noun(w) not in _LOOSE_OR_NONE for words in told for w in words):
            continue  # "criteria that Eva sets down in a rubric"
        if found and statement.words[index - 2 : index] in _AS_A:
            continue  # "guidance on …, and Sam will put that together as a rubric"
        if last and index - last <= 5 and statement.words[last + 1] in _ABOUT:
            continue  # "a procedure for restricted sheets"
        candidate = _document(statement, index, noun)
        if candidate is not None:
            found, last = True, index
            yield candidate


_ABOUT = word_set("for of on about für zu pour sur para sobre")
_AS_A = (["as", "a"], ["als", "ein"], ["als", "eine"])


def _document(st: Statement, index: int, noun: str) -> Candidate | None:
    words = st.words
    verb = index and words[index - 1] in _VERB_BEFORE and st.is_at(index, "follow")
    if verb or _no_document(st, index, noun) or minutes_of_meeting(st, index, noun):
        return None
    phrase = noun_phrase(st, index)
    if words[phrase.first - 2 : phrase.first - 1] == ["as"] and any(
        map(document_noun, words[: phrase.first])
    ):
        return None  # "needs guidance, and Sam puts that together as a rubric"
    written = (
        to_be_written(st, index)
        or announced(st, phrase)
        or said_missing(st.after)
        or foreseen(st, phrase, text=True)
    )
    if not _called_for(st, phrase, noun, written) or _for_outsiders(st, index, written):
        return None
    if st.block.kind == "item" and index < 5 and remarked_there(st.after):
        return None  # "- market rules. There: …"
    if _written_already(st, phrase) or _refused(st, phrase, written):
        return None
    first, last = clause_bounds(st, index)
    names = telling_words(st, phrase.first, index)
    if not names and not _named_before(st, phrase):
        names = _names_around(st, index, last) or _names_over(st)
        if not names and noun not in DOCUMENT_STRONG and words[index] == noun:
            return None
    if phrase.before in GERMAN_A:  # German tells things by their capitals
        names = [name for name in names if name[:1].isupper()] or names
    words_of_name = [*names[-3:], st.slice(index, index + 1)]
    stop = max(min(last, index + 16), index + 1)
    return Candidate("skill", words_of_name, st, index, max(first, index - 12), stop, "document", REASON)


def _no_document(st: Statement, index: int, noun: str) -> bool:
    """ "The code", "a question of policy", "the guide's": by what stands around it no document."""
    many, verb = st.words[index + 1 : index + 2], st.words[index + 2 : index + 3]
    if noun == "standard" and verb in (["are"], ["go"], ["must"], ["will"]) and many[0].endswith("s"):
        return True  # "standard answers are written by Jo"
    words, behind = st.words, st.words[index + 1 : index + 2]
    if noun == "scheme" and "at" in words[max(0, index - 3) : index]:
        return True  # "at the holiday scheme"
    if noun == "manual" and behind and behind[0].endswith("ing"):
        return True  # "manual handling"
    if noun == "code" and behind not in (["of"], ["for"]):
        return True
    if words[index - 1 : index] == ["of"] and words[index - 2 : index - 1] in (["question"], ["matter"]):
        return True
    return _measured_by_piece(words, index) or (bool(behind) and behind[0] in _NOT_DOCUMENT_AFTER)


def _measured_by_piece(words: list[str], index: int) -> bool:
    """ "40 minutes for one manual": what a piece takes."""
    before = words[max(0, index - 5) : index]
    return before[-2:-1] in (["for"], ["per"]) and any(word.isdigit() for word in before)


def _called_for(st: Statement, phrase: NounPhrase, noun: str, written: bool) -> bool:
    """Whether somebody has to write it, and workers go by it."""
    index, strong = phrase.head, noun in DOCUMENT_STRONG
    needed = _required(st, phrase.first, index)
    if noun in _ONLY_BINDING and not ((written or needed) and _goes_with_workers(st, phrase, noun)):
        return False
    if OWING.intersection(st.words[max(0, phrase.first - 5) : phrase.first]) and "us" in st.words:
        return True
    required = needed and (strong or _speaks_of_workers(st, phrase))
    near = near_says_written(st, noun)
    if phrase.before in _THE and not (written or near or required):
        return False
    if (lists_needs(st.block) or lists_work(st.block)) and st.before is None and phrase.first <= 1:
        return True
    wanted = (
        missing(st, phrase)
        or due(st, phrase)
        or promised(st, phrase)
        or is_piece(st, phrase)
        or in_hand(st, phrase)
    )
    fresh = phrase.before in _A or "new" in st.words[phrase.first : index + 1]
    asked = (
        written
        or required
        or wanted
        or (near and (st.has("negation") or _goes_by_it(st, index)))
        or (st.block.kind != "row" and told_next(st) and _concerns_workers(st, phrase, strong))
        or (fresh and strong and _goes_by_it(st, index))
    )
    return asked and (
        strong or _goes_by_it(st, index) or _speaks_of_workers(st, phrase) or said_missing(st.after)
    )


def _goes_by_it(st: Statement, index: int) -> bool:
    """Whether somebody follows it, or is bound by what is written."""
    return _followed(st, index) or binding(st)


def _speaks_of_workers(st: Statement, phrase: NounPhrase) -> bool:
    """Whether the sentence names workers, or people for whom the document may be."""
    words, index = st.words, phrase.head
    return (
        named_workers(words)
        or named_workers(words[index + 1 : index + 6], team=True)
        or for_people(words[index + 1 : index + 24])
        or any(names_people(word) for word in words if word != words[index])
        or not WORKERS.isdisjoint("-".join(words[phrase.first : index]).split("-"))
        or (words[index + 1 : index + 3] == ["for", "them"] and before_names_workers(st))
    )


def _concerns_workers(st: Statement, phrase: NounPhrase, strong: bool) -> bool:
    return strong or _speaks_of_workers(st, phrase) or names_workers_nearby(st)


def _goes_with_workers(st: Statement, phrase: NounPhrase, noun: str) -> bool:
    """Whether a word that seldom means instructions does here: workers are to go by it."""
    if binding(st) or (noun in _GONE_THROUGH and names_workers_nearby(st)):
        return True
    gone_by = _gone_against(st, phrase) or compound_of(st.words[phrase.head], noun)
    return gone_by and _speaks_of_workers(st, phrase)


def _refused(st: Statement, phrase: NounPhrase, written: bool) -> bool:
    allow = {"owned"} if written and phrase.before != "'s" else set()
    if (near_says_written(st) and st.has("negation", max(0, phrase.head - 6), phrase.head)) or missing(
        st, phrase
    ):
        allow.add("negation")  # "There is no rubric so far. Ed writes one."
    if "would" in st.words and near_says_written(st):
        allow.add("optional")  # "A guide would have spared us the quarrels. It gets written now."
    if written and though_absent(st, phrase, text=True):
        allow.add("negation")
    return bool(refusal(st, phrase.head, phrase, frozenset(allow)))


def _named_before(st: Statement, phrase: NounPhrase) -> bool:
    """Whether "the protocol" speaks of one that the sentence, or the one before, has named."""
    lead = st.words[max(0, phrase.first - 4) : phrase.first]
    if lead[-2:] == ["as", "a"] and not LEANING_ON_IT.isdisjoint(lead[:2]):
        return phrase.first == phrase.head  # "Ed writes this as a protocol", "puts that together as a rubric"
    such = st.words[max(0, phrase.first - 2) : phrase.first - 1] == ["such"]
    if not such and (phrase.before not in _KNOWN or phrase.before in _A):
        return False
    noun = st.words[phrase.head]
    return noun in st.words[: phrase.first] or (st.before is not None and noun in st.before.words)


def _names_around(st: Statement, index: int, last: int) -> list[str]:
    """Words for a document without a name of its own: "a guide on X", "screeners score by a rubric"."""
    behind = index + 1 + (st.words[index + 1 : index + 2] == [","])
    if st.words[behind : behind + 1] in _TELLS_MORE:
        return telling_words(st, max(0, index - 5), index)[:2]
    if st.words[index + 1 : index + 2] and (
        st.words[index + 1] in PREPOSITIONS or st.words[index + 1] in ("d", "des", "der")
    ):
        return telling_words(st, index + 1, min(last, index + 8))[:3]
    if st.words[index + 1 : index + 2] in ([","], [":"]) and (names := telling_words(st, index + 2, last)):
        return names[:3]
    if index < 4 and st.has("need", index + 2, index + 4) and st.words[index + 1] in AUXILIARY:
        return telling_words(st, index + 1, min(last, index + 12))[:3]
    return telling_words(st, max(0, index - 5), index)[:2]


# Behind a document they tell when it is used or written, not what it is about: "a guide, once it is ready".
_TELLS_MORE = (["once"], ["when"], ["which"], ["so"], ["still"])


def _names_over(st: Statement) -> list[str]:
    """The words of the label or heading over a document that its sentence gives no name."""
    over = st.label or (st.block.headings[-1] if st.block.headings else "")
    words = [word.strip(".,:;()*_#") for word in over.split()]
    return [word for word in words if len(word) > 3 and word.isalpha() and word.lower() not in STOP_WORDS][
        -3:
    ]


def _required(st: Statement, first: int, head: int) -> bool:
    """Whether a word of needing stands right before the document, but for adjectives, or right behind."""
    for mark in st.marked("need"):
        gap = st.words[mark.end : first]
        if gap and _another_deed(st, mark.end):
            continue
        if mark.end <= first and len(gap) <= 5 and "'s" not in gap and not PREPOSITIONS.intersection(gap):
            return True
        behind = head + (8 if st.words[head + 1] in PREPOSITIONS else 3) if head + 1 < len(st.words) else head
        if head < mark.start <= behind and st.words[mark.start - 1] in ("is", "are", "be", "also"):
            return True
    return False


def _another_deed(st: Statement, at: int) -> bool:
    """ "Il faut signer le protocole", "hay que firmar": what is needed is a deed with the document."""
    word = st.words[at]
    return (
        st.words[at - 1] in _IMPERSONAL
        and len(word) > 4
        and word.endswith(("er", "ir", "re", "ar"))
        and word not in DETERMINERS
        and not any(mark.cls in ("make", "make-text") for mark in st.at.get(at, ()))
    )


_IMPERSONAL = word_set("faut faudra que nécessaire necesario besoin de")


def _written_already(st: Statement, phrase: NounPhrase) -> bool:
    """ "We introduced a protocol in 2020": a verb of writing in the past has it as its object."""
    return any(
        mark.end <= phrase.first <= mark.end + 2
        and PREPOSITIONS.isdisjoint(st.words[mark.end : phrase.first])
        and mark.form in ("past", "simple")
        and not any(other.form == "third" for other in st.at[mark.start])
        and not AHEAD.intersection(st.words[max(0, mark.start - 5) : mark.start])
        and not AUXILIARY.intersection(st.words[max(0, mark.start - 2) : mark.start])
        for mark in st.marked("make", "make-text")
    )


def _followed(st: Statement, index: int) -> bool:
    """Whether workers go by it: a verb of following, or "under", "according to" and the like before it."""
    first, last = clause_bounds(st, index)
    if any(
        first <= m.start < last and m.start != index and not st.said[m.start] for m in st.marked("follow")
    ):
        return True
    later = st.after
    for _ in range(2):
        if later is not None and workers_follow_it(later):
            return True
        later = later.after if later is not None else None
    return bool(_UNDER.intersection(st.words[max(first, index - 6) : index]))


def _gone_against(st: Statement, phrase: NounPhrase) -> bool:
    """ "Graded against a ladder", "entscheiden nach einem Katalog": right behind a preposition."""
    return not _AGAINST.isdisjoint(st.words[max(0, phrase.first - 2) : phrase.first])


_AGAINST = word_set("against nach anhand selon según")


def _for_outsiders(st: Statement, index: int, written: bool) -> bool:
    """ "a guide for visitors", "customers follow a simple procedure": not a document for workers."""
    first, last = clause_bounds(st, index)
    after = st.words[index + 1 : min(last, index + 6)]
    if after[:1] in (["for"], ["to"], ["für"], ["pour"], ["para"]):
        named = [word for word in after[1:4] if word in OUTSIDERS or word in WORKERS]
        if document_noun(st.words[index]) in DOCUMENT_STRONG and named_workers(st.words[:index], team=True):
            return False  # "the team lacks a playbook for angry callers"
        if named and named[-1] in OUTSIDERS:
            return True  # but "the service desk" is a desk
    followers = [st.words[mark.start - 1] for mark in st.marked("follow") if first < mark.start < last]
    return not written and any(word in OUTSIDERS and word not in WORKERS for word in followers)
