"""Capabilities: "need to scrape competitor websites", "workers must be able to parse PDF invoices"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from planner.blocks import Block
from planner.candidates import Candidate, clause_bounds, telling_words
from planner.inflection import gerund, singular
from planner.lexicon import OUTSIDERS, WORKERS, Mark
from planner.refusals import refusal
from planner.statements import Statement, plain_marks
from planner.words import AUXILIARY, JUDGING, MUNDANE, word_set
from planner.words_abroad import TECHNICAL as TECHNICAL_ABROAD

REASON = "The work requires an ability that workers do not bring along."
_VERBS = ("technical", "methodical")
_ABILITY = word_set(
    """
    ability abilities capability capacity competence facility know-how means skill skills way ways
    fähigkeit capacité capacidad
    """
)
ABILITY_LABELS = word_set("ability abilities capability capabilities competence competences")
_OBLIGING = word_set(
    """
    must need needs have has shall doivent doit deben debe tienen tiene il hay devons debemos
    devra devront deberán deberá muss müssen
    """
)
_OBLIGES = word_set(
    """
    must shall needs need takes take has have got muss müssen until unless requires required
    expected
    """
)
_BRINGS = word_set("bring brings must cannot takes master")
_FOREIGN = frozenset(TECHNICAL_ABROAD)
_REQUIRES = word_set("require requires required necessary essential")
_WITHOUT = word_set("without ohne sans sin")
_NOT_OF_ABILITY = word_set("want wants wanted due missing lacking")
_BETWEEN_NEED_AND_VERB = word_set(
    """
    : the is too for also of ( a ) * and workers be being able to - an first in
    """
)
_BEFORE_NEED = AUXILIARY | word_set("also absolutely a an therefore ist est es still clearly and")
_STOPS_OBJECT = word_set("is are that which so before because since as must has have needs will")
_ADVERBS = word_set("to also at least the not zu both reliably quickly safely correctly then first")
_RELATIVE = word_set("that which who")
_BEFORE_GERMAN_VERB = word_set("lage fähig imstande fähigkeit")
_APART = (["apart"], ["out"], ["off"])
_COUNTS = word_set("all each every any both many several alle jede tous toutes todos todas cada")
_PRONOUNS = word_set("we i us you they team one")
_SINGULAR_S = word_set(
    """
    is was this us its has does as thus gas bus plus always basis analysis process access
    """
)


def capability_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each technical or methodical ability that the statement requires of workers."""
    taken: set[int] = set()
    for verb in _required_verbs(statement):
        if verb.start in taken or statement.said[verb.start]:
            continue
        taken.add(verb.start)
        if not refusal(statement, verb.start, allow=frozenset({"negation"} if verb.cls == "without" else ())):
            yield _candidate(statement, verb)


def asked_from_above(st: Statement) -> bool:
    """Whether a label, an introduction or a heading demands abilities, so that a bare verb is enough."""
    return bool(st.label and label_needs(st.label)) or block_asks(st.block)


def block_asks(block: Block) -> bool:
    """Whether what stands over a block demands abilities."""
    return bool(
        (block.lead and _lead_asks(block.lead)) or (block.headings and _heading_asks(block.headings[-1]))
    )


def _required_verbs(st: Statement) -> Iterator[Mark]:
    for mark in st.marked("able"):
        for verb in _after_able(st, mark):
            yield verb
            yield from _coordinated(st, verb)
    for mark in st.marked("must"):
        yield from _after_must(st, mark)
    for mark in st.marked("need"):
        yield from _workers_to(st, mark)
        yield from _needed_abroad(st, mark)
    for mark in st.marked("depend"):
        named = _verb_at(st, mark.end)
        if (
            named is not None
            and (named.form == "ing" or named.cls == "action")
            and _technical(st, named.start)
        ):
            yield Mark("without", named.start, named.end, named.form, named.lemma)
    yield from _can(st)
    yield from _named_actions(st)
    yield from _listed(st)


def _after_able(st: Statement, mark: Mark) -> Iterator[Mark]:
    """The verb after "must be able to", "the ability to", "capable of" and the like, where it is demanded."""
    phrase = st.words[mark.start : mark.end]
    verb = _able_verb(st, mark)
    if phrase[0] in ("way", "ways") and verb is not None and not _technical(st, verb.start):
        return
    if verb is None or (verb.lemma in MUNDANE and st.words[verb.end : verb.end + 1] not in _APART):
        return
    without = bool(_WITHOUT.intersection(st.words[max(0, mark.start - 4) : mark.start]))
    depends = without or _depends(st, mark.start)
    needed = _needed(st, mark.start)
    if phrase[0] in _ABILITY or phrase[-1] in _ABILITY:
        demanded = depends or needed
    else:
        who = _subject(st, mark.start)
        strict = depends or phrase[0] in _OBLIGING or _obliged(st, mark.start)
        demanded = strict or needed or (who == "worker" and phrase[0] == "should")
        if who == "outsider" or not (who == "worker" or needed or _technical(st, verb.start)):
            return
    if demanded:
        yield Mark("without", verb.start, verb.end, verb.form, verb.lemma) if depends else verb


def _able_verb(st: Statement, mark: Mark) -> Mark | None:
    if st.words[mark.end : mark.end + 1] == ["do"]:
        # "Harvesting reviews is something our workers need to be able to do"
        opening = clause_bounds(st, mark.start)[0] + 3
        return next((m for m in st.marks if m.cls in _VERBS and m.form == "ing" and m.start < opening), None)
    verb = _verb_at(st, mark.end)
    if verb is None and st.words[mark.end - 1] in _BEFORE_GERMAN_VERB:
        return next((m for m in st.marks if m.cls in _VERBS and m.start >= mark.end), None)
    return verb


def _after_must(st: Statement, mark: Mark) -> Iterator[Mark]:
    """ "need to geocode addresses", "recordings must be transcribed": verbs of technique only."""
    if mark.form == "weak" or _subject(st, mark.start) == "outsider":
        return
    verb = _verb_at(st, mark.end)
    if (
        verb is not None
        and verb.form == "base"
        and (_technical(st, verb.start, "technical") or _judged(st, mark, verb))
    ):
        yield verb
        yield from _coordinated(st, verb)
    elif st.words[mark.end : mark.end + 1] == ["be"] and _many(st.words[max(0, mark.start - 8) : mark.start]):
        yield from _passive(st, mark.end + 1)


def _judged(st: Statement, must: Mark, verb: Mark) -> bool:
    """ "agents must identify fake reviews": workers by their name, and many things to tell apart."""
    subjects = st.words[max(0, must.start - 2) : must.start]
    named = any(word in WORKERS and word not in _PRONOUNS for word in subjects)
    return named and verb.lemma in JUDGING and _many(st.words[verb.end : verb.end + 6])


def _passive(st: Statement, at: int) -> Iterator[Mark]:
    words = st.words
    while at < len(words) and (words[at].endswith("ly") or words[at] == "first"):
        at += 1
    near = words[at : at + 8]
    by_workers = "by" in near and bool(WORKERS.intersection(near))
    for made in st.at.get(at, ()):
        if made.form == "past" and (made.cls == "technical" or (made.cls == "methodical" and by_workers)):
            yield made


def _workers_to(st: Statement, mark: Mark) -> Iterator[Mark]:
    """ "requires workers to classify", "we need people to transcribe"."""
    words = st.words
    for at in range(mark.end, min(mark.end + 4, len(words) - 1)):
        if words[at] in WORKERS and words[at + 1] in ("to", "who", "that"):
            verb = _verb_at(st, at + 3 if words[at + 2 : at + 3] == ["can"] else at + 2)
            if verb is not None and _technical(st, verb.start):
                yield verb
        elif words[at] in WORKERS and words[at - 1] == "that":
            verb = _verb_at(st, at + 1)
            if verb is not None and verb.form == "base" and _technical(st, verb.start):
                yield verb
    if words[mark.end : mark.end + 1] == ["that"] and words[mark.start] in _REQUIRES:
        for at in range(mark.end + 1, min(mark.end + 8, len(words) - 1)):
            if words[at] in ("are", "be", "is") and _many(words[mark.end + 1 : at]):
                yield from _passive(st, at + 1)
                return


def _needed_abroad(st: Statement, mark: Mark) -> Iterator[Mark]:
    """ "es necesario transcribir", "il faut géoréférencer": an infinitive right behind a word of needing."""
    for verb in st.at.get(mark.end, ()):
        if verb.lemma in _FOREIGN and verb.cls == "technical" and _many(st.words[verb.end : verb.end + 5]):
            yield verb


def _can(st: Statement) -> Iterator[Mark]:
    """ "It's required that they can reconcile hours", "Prüfer müssen Briefe entziffern können"."""
    for index, word in enumerate(st.words):
        if word in ("können", "kann") and index:
            if _obliged(st, index) and _subject(st, index) != "outsider" and _technical(st, index - 1):
                yield Mark("technical", index - 1, index, "base", st.words[index - 1])
        elif (
            word == "can"
            and (_needed(st, index) or _obliged(st, index))
            and _subject(st, index) != "outsider"
        ):
            verb = _verb_at(st, index + 1)
            if verb is not None and _technical(st, verb.start):
                yield verb


def _named_actions(st: Statement) -> Iterator[Mark]:
    """ "Recognising signs in photos is needed", "Requires: reading bills", "OCR is a must"."""
    for mark in st.marks:
        if (
            mark.cls in _VERBS
            and mark.form == "base"
            and not st.said[mark.start]
            and _opens_as_need(st, mark.start)
        ):
            yield mark
    for mark in st.marks:
        if (
            mark.cls in _VERBS
            and mark.form == "ing"
            and not _is_modifier(st, mark.start)
            and not _upkeep(st, mark.start)
            and _governed(st, mark.start)
        ):
            yield mark
        elif mark.cls == "action" and not st.said[mark.start] and _governed(st, mark.start):
            after = st.words[mark.end : mark.end + 7]
            if after[:2] not in (["of", "the"], ["of", "this"]) or _many(after):
                yield mark


def _opens_as_need(st: Statement, index: int) -> bool:
    """ "To redact faces is a must", "Required of the workers: geocode street names"."""
    before = st.words[index - 1] if index else ""
    if before == ":":
        return _under_needs_label(st, index)
    return before == "to" and index < 4 and not st.has("need", 0, index) and _governed(st, index)


def _upkeep(st: Statement, index: int) -> bool:
    """ "The roof needs mending": one thing to be done once."""
    before, after = st.words[max(0, index - 5) : index], st.words[index + 1 : index + 2]
    return (
        before[-1:] in (["needs"], ["need"])
        and (not after or not after[0][0].isalnum())
        and not _technical(st, index, "technical")
        and not _many(before[:-1])
    )


def _is_modifier(st: Statement, index: int) -> bool:
    """Whether the -ing word belongs to a noun that follows ("a parsing script")."""
    before = st.words[index - 1] if index else ""
    after = st.words[index + 1] if index + 1 < len(st.words) else ""
    return before in ("a", "an", "the", "our", "'s", "each") and after not in ("of", "and", "is")


def _governed(st: Statement, index: int) -> bool:
    """Whether a word of needing speaks of the action at this token."""
    if _under_needs_label(st, index) or _under_abilities(st, index) or _brought(st, index):
        return True
    first, last = clause_bounds(st, index)
    for mark in st.marked("need"):
        if st.said[mark.start] or st.words[mark.start] in _NOT_OF_ABILITY:
            continue
        if mark.end <= index <= mark.end + 6 and _leads_to(st, mark, index):
            return True
        if (
            index < mark.start <= last
            and mark.start - index < 25
            and st.words[mark.start - 1] in _BEFORE_NEED
        ):
            related = _RELATIVE.intersection(st.words[index : mark.start])
            if not related and _opening(st.words, first, index) <= 4:
                return True
    return False


def _brought(st: Statement, index: int) -> bool:
    """ "Reading log books is part of what workers need to bring"."""
    rest = st.words[index:]
    return index < 2 and "workers" in rest and bool(_BRINGS.intersection(rest)) and st.has("need")


def _opening(words: list[str], first: int, index: int) -> int:
    """How many words stand before the action in its clause, not counting an introduction up to a comma."""
    comma = next((at for at in range(first, min(index, first + 8)) if words[at] == ","), first)
    return index - comma


def _leads_to(st: Statement, mark: Mark, index: int) -> bool:
    """Whether only small words, or other actions, stand between a word of needing and the action."""
    if st.words[mark.start] in ("need", "needs") and st.words[mark.start - 1 : mark.start] == ["it"]:
        return False
    return all(
        word in _BETWEEN_NEED_AND_VERB or word in _ABILITY or _technical(st, at)
        for at, word in enumerate(st.words[mark.end : index], mark.end)
    )


def _under_needs_label(st: Statement, index: int) -> bool:
    if not st.label or index > 8 or not label_needs(st.label):
        return False
    before = st.words[:index]
    return before[-1:] == [":"] or all(len(word) == 1 or word in ("the", "for") for word in before)


def _under_abilities(st: Statement, index: int) -> bool:
    """Whether the action is enumerated behind a colon under a heading that speaks of abilities."""
    if not st.block.headings or not _heading_asks(st.block.headings[-1]) or ":" not in st.words[:index]:
        return False
    before = st.words[index - 1]
    return before in (":", ";") or (before in (",", "and", "or") and index > 1)


@lru_cache(maxsize=4096)
def label_needs(label: str) -> bool:
    words = label.lower().replace(",", " ").strip(".: ").split()
    return bool(ABILITY_LABELS.intersection(words)) or any(mark.cls == "need" for mark in plain_marks(words))


def _coordinated(st: Statement, verb: Mark) -> Iterator[Mark]:
    """ "… and to convert …", "…; detect outliers": a further verb of technique under the same demand."""
    for mark in st.marked("technical"):
        if (
            verb.start < mark.start < verb.start + 24
            and mark.form == "base"
            and mark.lemma not in ("query", "model")
        ):
            before = st.words[mark.start - 2 : mark.start]
            if before[-1:] == [";"] or before == ["and", "to"] or before == [",", "to"]:
                yield mark


def _listed(st: Statement) -> Iterator[Mark]:
    """Items under "workers must be able to:" or under a heading that speaks of abilities."""
    block = st.block
    if block.kind not in ("item", "row") or st.before is not None:
        return
    if _lead_asks(block.lead) or (block.headings and _heading_asks(block.headings[-1])):
        start = next((i for i, word in enumerate(st.words) if word[0].isalnum()), len(st.words))
        verb = _verb_at(st, start, reach=1)
        if verb is not None and verb.form in ("base", "ing", "noun") and _technical(st, verb.start):
            yield verb


_LEAD_ENDS = (
    *("must be able to", "be able to", "able to", "has to", "have to", "must", "need to", "needs to"),
    *("capable of", "know how to", "capabilities", "abilities"),
    *("können", "müssen", "capaces de", "doivent savoir", "deben saber"),
)


@lru_cache(maxsize=4096)
def _lead_asks(lead: str) -> bool:
    words = lead.lower().rstrip("*_: ").replace("*", "").replace(",", "").split()
    if not words or len(words) > 30 or OUTSIDERS.intersection(words[:6]):
        return False
    text = " ".join(words)
    return text.endswith(_LEAD_ENDS) or any(
        word in text for word in ("abilities", "capabilities", "able to", "capacities")
    )


@lru_cache(maxsize=4096)
def _heading_asks(heading: str) -> bool:
    words = {word.strip(",.:*()") for word in heading.lower().split()}
    if words & OUTSIDERS:
        return False
    return bool(
        words & {"capabilities", "abilities", "capability", "able", "fähigkeiten", "capacités", "capacidades"}
    )


def _verb_at(st: Statement, index: int, reach: int = 4) -> Mark | None:
    """The verb at this token, or after a few adverbs; an unknown word counts as a verb of its own."""
    end = min(len(st.words), index + reach)
    for at in range(index, end):
        if not st.words[at][0].isalnum():
            break
        for mark in st.at.get(at, ()):
            if mark.cls in (*_VERBS, "action") and mark.form in ("base", "ing", "noun"):
                return mark
    for at in range(index, end):
        word = st.words[at]
        if not word[0].isalnum() or word in AUXILIARY:
            return None
        if not word.endswith("ly") and word not in _ADVERBS:
            return Mark("verb", at, at + 1, "base", word)
    return None


def _technical(st: Statement, index: int, *classes: str) -> bool:
    return any(mark.cls in (classes or (*_VERBS, "action")) for mark in st.at.get(index, ()))


def _many(words: list[str]) -> bool:
    """Whether the words speak of many things; one thing to be done once is a task, not an ability."""
    return any(
        word in _COUNTS or (len(word) > 3 and word.endswith(("s", "data")) and word not in _SINGULAR_S)
        for word in words
    )


def _obliged(st: Statement, index: int) -> bool:
    """Whether "must", "has to" or "takes someone" stands shortly before."""
    first, _ = clause_bounds(st, index)
    return bool(_OBLIGES.intersection(st.words[max(first, index - 8) : index]))


def _depends(st: Statement, index: int) -> bool:
    return any(mark.end <= index <= mark.end + 4 for mark in st.marked("depend"))


def _needed(st: Statement, index: int) -> bool:
    first, last = clause_bounds(st, index)
    if any(first <= m.start <= last and not st.said[m.start] for m in st.marked("need")):
        return True
    return bool(_BRINGS.intersection(st.words[first:last])) or bool(
        st.label and _under_needs_label(st, min(index, 8))
    )


def _subject(st: Statement, index: int) -> str:
    """Who must: worker, outsider, or unknown; the nearest telling word before the verb decides."""
    first, _ = clause_bounds(st, index)
    for at in range(index - 1, max(first, index - 12) - 1, -1):
        word = st.words[at]
        if word in WORKERS:
            return "worker"
        if word in OUTSIDERS:
            return "outsider"
    return "unknown"


def _candidate(st: Statement, verb: Mark) -> Candidate:
    first, last = clause_bounds(st, verb.start)
    stop = verb.end
    while (
        stop < last
        and stop - verb.end < 14
        and (st.words[stop][0].isalnum() or st.words[stop] in ('"', "'s", "-"))
    ):
        if stop > verb.end + 1 and (st.is_at(stop, "need") or st.words[stop] in _STOPS_OBJECT):
            break
        stop += 1
    objects = _objects(st, verb.end, stop)[:3]
    lemma = verb.lemma or st.words[verb.start]
    if verb.form == "past":
        objects = _objects(st, max(first, verb.start - 8), verb.start)[:3]
    elif not objects and verb.form != "base":
        objects = _objects(st, max(first, verb.start - 3), verb.start)[-2:]
    name = gerund(lemma) if lemma.isascii() and verb.form != "noun" and lemma not in _FOREIGN else lemma
    return Candidate(
        "skill", [*objects, name], st, verb.start, max(first, verb.start - 12), stop, "capability", REASON
    )


def _objects(st: Statement, first: int, last: int) -> list[str]:
    return [singular(word) if word.islower() else word for word in telling_words(st, first, last)]
