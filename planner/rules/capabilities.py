"""Capabilities: "need to scrape competitor websites", "workers must be able to parse PDF invoices"."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from planner.candidates import Candidate, clause_bounds
from planner.signs.capability_names import capability
from planner.signs.conditions import FUTILE
from planner.signs.demanded_deeds import demanded_deeds
from planner.signs.demands import (
    ABILITIES,
    VERBS,
    demanded_nearby,
    depended_on,
    is_needed,
    lists_needs,
    obliged,
    speaks_of_many,
    technical_at,
    verb_at,
    who_must,
)
from planner.signs.named_actions import essential_actions, listed_actions, named_actions
from planner.signs.refusals import refusal
from planner.signs.told_abilities import told_abilities
from planner.signs.verb_forms import passive, passive_abroad, zu_infinitive
from planner.signs.weak_abilities import weak_abilities
from planner.signs.workers_deeds import workers_deeds
from planner.text.gates import each_of, with_a_word_of
from planner.text.statements import Statement
from planner.words.abroad import MUNDANE as MUNDANE_ABROAD
from planner.words.abroad import TECHNICAL as TECHNICAL_ABROAD
from planner.words.english import AUXILIARY
from planner.words.lexicon import PREPOSITIONS, STOP_WORDS, WORKERS, Mark
from planner.words.lists import word_set
from planner.words.nouns import INPUT
from planner.words.verbs import JUDGING, MUNDANE

_OBLIGING = word_set(
    """
    must need needs have has shall doivent doit deben debe tienen tiene il hay devons debemos
    devra devront deberán deberá muss müssen ha han
    """
)
_FOREIGN = frozenset(TECHNICAL_ABROAD)
_REQUIRES = word_set("require requires required necessary essential")
_WITHOUT = word_set("without ohne sans sin")
_BEFORE_GERMAN_VERB = word_set("sein lage fähig imstande fähigkeit")
_NO_PARTICLE = PREPOSITIONS - {"up", "out", "off", "down", "across", "apart"}
_APART = (["apart"], ["out"], ["off"])
_PRONOUNS = word_set("we i us you they team one")


_START = attrgetter("start")


def capability_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each technical or methodical ability that the statement requires of workers."""
    taken: set[int] = set()
    required = (
        sorted(_required_verbs(statement), key=_START)
        or list(weak_abilities(statement))
        or list(demanded_deeds(statement))
    )
    for verb in required:
        if statement.words[verb.start] in STOP_WORDS or _told_of_others(statement, verb):
            continue
        if verb.start in taken or statement.said[verb.start] or _said_again(statement, verb.start, taken):
            continue
        if verb.form == "noun" and not taken.isdisjoint((verb.start - 1, verb.start - 2)):
            continue  # "to align translation with the recording"
        taken.add(verb.start)
        allow = _said_of_lack(statement) if verb.cls == "without" else frozenset()
        if not refusal(statement, verb.start, allow=allow):
            yield capability(statement, verb)


def _told_of_others(st: Statement, verb: Mark) -> bool:
    """ "Compulsory for everyone who picks up the phone": what they do, not what they must be able to do."""
    unknown = verb.cls in ("verb", "without") and verb.lemma == st.words[verb.start]
    return unknown and verb.lemma.endswith("s") and st.words[verb.start - 1 : verb.start] == ["who"]


def _said_of_lack(st: Statement) -> frozenset[str]:
    """What may be said of the work where the ability is not there: "it would be pointless"."""
    futile = "would" in st.words and not FUTILE.isdisjoint(st.words)
    return frozenset({"negation", "optional"} if futile else {"negation"})


def _said_again(st: Statement, index: int, taken: set[int]) -> bool:
    """ "Without reading the dials nothing works: the workers must be able to decipher them": one ability."""
    if ":" not in st.words[:index] or not taken:
        return False
    colon = index - 1 - st.words[index - 1 :: -1].index(":")
    return any(at < colon for at in taken)


def _required_verbs(st: Statement) -> Iterator[Mark]:
    marked = st.by_class
    for mark in marked.get("able", ()):
        for verb in _after_able(st, mark):
            yield verb
            yield from _coordinated(st, verb)
    for mark in marked.get("must", ()):
        yield from _after_must(st, mark)
    for mark in marked.get("need", ()):
        yield from _workers_to(st, mark)
        yield from _needed_abroad(st, mark)
    for mark in marked.get("depend", ()):
        named = verb_at(st, mark.end + (st.words[mark.end : mark.end + 1] == [":"]))
        if (
            named is not None
            and (named.form == "ing" or named.cls == "action")
            and technical_at(st, named.start)
        ):
            yield Mark("without", named.start, named.end, named.form, named.lemma)
    yield from _told_otherwise(st)


def _after_able(st: Statement, mark: Mark) -> Iterator[Mark]:
    """The verb after "must be able to", "the ability to", "capable of" and the like, where it is demanded."""
    phrase = st.words[mark.start : mark.end]
    verb = _able_verb(st, mark)
    if (
        phrase[0] in ("way", "ways", "skill", "skills")
        and verb is not None
        and not technical_at(st, verb.start)
    ):
        return
    if verb is not None and verb.lemma == "read" and st.words[verb.end : verb.end + 1] == ["what"]:
        return  # "must be able to read what we send"
    if verb is None or (verb.lemma in MUNDANE and st.words[verb.end : verb.end + 1] not in _APART):
        return
    if phrase[0] in ABILITIES or phrase[-1] in ABILITIES:
        who = ""
    elif (who := who_must(st, mark.start)) == "outsider" or _goes_on_otherwise(st, verb):
        return
    without = bool(_WITHOUT.intersection(st.words[max(0, mark.start - 4) : mark.start])) or _barred(st, mark)
    depends = without or depended_on(st, mark.start)
    needed = is_needed(st, mark.start) or _said_needed(st, verb)
    if who:
        demanded = _demanded_of(who, st, mark, verb, depends, needed)
    else:
        demanded = depends or needed or lists_needs(st.block) or _shall_have(st, mark.start)
    if demanded:
        yield Mark("without", verb.start, verb.end, verb.form, verb.lemma) if depends else verb


def _goes_on_otherwise(st: Statement, verb: Mark) -> bool:
    """ "point to the door", "taste 14 dishes in a row": no object that an unknown verb is done to."""
    behind = st.words[verb.end] if verb.end < len(st.words) else ""
    return verb.cls == "verb" and (behind in _NO_PARTICLE or behind.isdigit())


def _demanded_of(who: str, st: Statement, mark: Mark, verb: Mark, depends: bool, needed: bool) -> bool:
    """Whether the sentence demands that somebody is able to do it, and it is no everyday deed."""
    needed, listed = needed or demanded_nearby(st), lists_needs(st.block)
    if not (who == "worker" or needed or listed or technical_at(st, verb.start)):
        return False
    if verb.cls == "verb" and not (depends or listed or speaks_of_many(_object_of(st, verb))):
        return False
    if who == "unknown" and not depends and not technical_at(st, verb.start, "technical"):
        # "Every knitter must be able to read a chart"
        many = speaks_of_many(st.words[verb.end : verb.end + 7])
        if not many or (verb.lemma not in JUDGING and _of_other_people(st, mark)):
            return False
    if depends or needed or listed or st.words[mark.start] in _OBLIGING or obliged(st, mark.start):
        return True
    return _should(st, mark) and (who == "worker" or technical_at(st, verb.start, "technical"))


def _barred(st: Statement, mark: Mark) -> bool:
    """ "Nobody touches it who isn't capable of …", "it'd be pointless unless workers are able to …"."""
    before = st.words[max(0, mark.start - 14) : mark.start]
    if before[-1:] == ["not"]:
        return not _NOBODY.isdisjoint(before)
    return "unless" in before[-6:] and not FUTILE.isdisjoint(before)


_NOBODY = word_set("nobody none no-one no")


def _object_of(st: Statement, verb: Mark) -> list[str]:
    """The words of what an unknown verb is done to, without how long or how often."""
    behind = st.words[verb.end : verb.end + 7]
    return behind[: next((at for at, word in enumerate(behind) if at and word in _HOW_LONG), len(behind))]


_HOW_LONG = word_set("for within during until before after in at every each per twice once")


def _of_other_people(st: Statement, mark: Mark) -> bool:
    """ "Councillors must be able to read the letters": people that no word calls workers."""
    before = st.words[max(0, mark.start - 3) : mark.start]
    subject = next((word for word in reversed(before) if word not in AUXILIARY and word != "to"), "")
    return len(subject) > 4 and subject.endswith("s") and speaks_of_many([subject]) and subject not in WORKERS


def _should(st: Statement, mark: Mark) -> bool:
    """ "Workers should therefore be able to …"."""
    return not {"should", "ought"}.isdisjoint(st.words[max(0, mark.start - 3) : mark.end])


def _said_needed(st: Statement, verb: Mark) -> bool:
    """ "Ability to infer the stop: required, not there today": a remark behind the ability asks for it."""
    reach = st.words[verb.end : verb.end + 14]
    colon = verb.end + reach.index(":") if ":" in reach else -1
    return colon > 0 and st.is_at(colon + 1, "need")


def _shall_have(st: Statement, index: int) -> bool:
    """ "Staff shall have the capability to …", "must bring the ability to"."""
    before = st.words[max(0, index - 6) : index]
    has = {"have", "bring", "possess", "acquire", "get", "gain"}.intersection(before)
    return bool(has) and bool({"shall", "must", "should", "to"}.intersection(before)) and "not" not in before


def _able_verb(st: Statement, mark: Mark) -> Mark | None:
    if st.words[mark.end : mark.end + 1] == ["do"]:
        for at in range(mark.end + 1, min(mark.end + 9, len(st.words) - 2)):
            if st.words[at] in (":", "namely"):  # "… be able to do, namely to spot linked claims"
                return verb_at(st, at + 1 + (st.words[at + 1] == "to"))
        # "Harvesting reviews is something our workers need to be able to do"
        opening = clause_bounds(st, mark.start)[0] + 3
        return next((m for m in st.marks if m.cls in VERBS and m.form == "ing" and m.start < opening), None)
    if st.words[mark.end - 1] in _BEFORE_GERMAN_VERB:
        known = next((m for m in st.marks if m.cls in VERBS and m.start >= mark.end), None)
        return known or zu_infinitive(st, mark.end)
    return verb_at(st, mark.end)


def _after_must(st: Statement, mark: Mark) -> Iterator[Mark]:
    """ "need to geocode addresses", "recordings must be transcribed": verbs of technique only."""
    impersonal = st.words[mark.start - 1 : mark.end] and st.words[max(0, mark.start - 1)] == "it"
    if mark.form == "weak" or (who_must(st, mark.start) == "outsider" and not impersonal):
        return
    yield from passive_abroad(st, mark)
    verb = verb_at(st, mark.end)
    if (
        verb is not None
        and verb.form == "base"
        and not _one_thing_by_a_day(st, verb)
        and (technical_at(st, verb.start, "technical") or _judged(st, mark, verb) or _worked_out_of(st, verb))
    ):
        yield verb
        yield from _coordinated(st, verb)
    elif st.words[mark.end : mark.end + 1] == ["be"] and speaks_of_many(
        st.words[max(0, mark.start - 8) : mark.start]
    ):
        yield from passive(st, mark.end + 1)


def _one_thing_by_a_day(st: Statement, verb: Mark) -> bool:
    """ "We need to translate the invitation by Friday": one thing, to be done once."""
    behind = st.words[verb.end : verb.end + 10]
    if behind[:1] not in (["the"], ["this"], ["that"], ["our"], ["a"]) or speaks_of_many(behind):
        return False
    by = next((at for at, word in enumerate(behind) if word in ("by", "before", "until")), 0)
    return bool(by) and not INPUT.intersection(behind[:by]) & _MASS


def _worked_out_of(st: Statement, verb: Mark) -> bool:
    """ "need to remove backgrounds from photos": many things, taken out of or set against inputs."""
    if verb.lemma in MUNDANE:
        return False
    behind = st.words[verb.end : verb.end + 9]
    at = next((at for at, word in enumerate(behind) if word in _RELATIONS), -1)
    return (
        at > 0
        and speaks_of_many(behind[:at])
        and any(word in INPUT and (word.endswith("s") or word in _MASS) for word in behind[at + 1 :])
    )


_RELATIONS = word_set("from off out against across in between into")
_MASS = word_set("data footage audio speech voice handwriting html")


def _judged(st: Statement, must: Mark, verb: Mark) -> bool:
    """ "agents must identify fake reviews": workers by their name, and many things to tell apart."""
    subjects = st.words[max(0, must.start - 2) : must.start]
    if subjects[-1:] == ["something"] and speaks_of_many(st.words[verb.end : verb.end + 6]):
        return verb.cls == "methodical"  # "somebody or something must read the labels"
    behind = st.words[verb.end : verb.end + 9]
    if verb.lemma in ("tell", "distinguish") and behind[:1] in (["a"], ["an"], ["one"]) and "from" in behind:
        return True  # "they have to tell a cancelled mark from a valid one"
    named = any(word in WORKERS and word not in _PRONOUNS for word in subjects) or (
        subjects[-1:] == ["they"]
        and not WORKERS.isdisjoint(st.words[max(0, must.start - 9) : must.start - 1])
    )
    return (
        named
        and (verb.lemma in JUDGING or _of_inputs(st, verb))
        and (speaks_of_many(st.words[verb.end : verb.end + 6]) or _of_any(st.words[verb.end : verb.end + 6]))
    )


def _of_any(words: list[str]) -> bool:
    """ "the colour of a spore print": of any one of its kind."""
    return any(words[at : at + 2] in _OF_A for at in range(len(words)))


_OF_A = (["of", "a"], ["of", "an"], ["of", "each"], ["of", "any"])


def _of_inputs(st: Statement, verb: Mark) -> bool:
    """ "workers must tag each photo": method at work on things that hold information."""
    return (
        verb.cls == "methodical"
        and verb.lemma != "read"
        and not INPUT.isdisjoint(st.words[verb.end : verb.end + 7])
    )


def _workers_to(st: Statement, mark: Mark) -> Iterator[Mark]:
    """ "requires workers to classify", "we need people to transcribe"."""
    words = st.words
    for at in range(mark.end, min(mark.end + 4, len(words) - 1)):
        if words[at] in WORKERS and words[at + 1] in ("to", "who", "that"):
            verb = verb_at(st, at + 3 if words[at + 2 : at + 3] == ["can"] else at + 2)
            if verb is not None and technical_at(st, verb.start):
                yield verb
        elif words[at] in WORKERS and words[at - 1] == "that":
            verb = verb_at(st, at + 1)
            if verb is not None and verb.form == "base" and technical_at(st, verb.start):
                yield verb
    if words[mark.end : mark.end + 1] == ["that"] and words[mark.start] in _REQUIRES:
        for at in range(mark.end + 1, min(mark.end + 8, len(words) - 1)):
            if words[at] in ("are", "be", "is") and speaks_of_many(words[mark.end + 1 : at]):
                yield from passive(st, at + 1)
                return


def _needed_abroad(st: Statement, mark: Mark) -> Iterator[Mark]:
    """ "es necesario transcribir", "il faut géoréférencer": an infinitive right behind a word of needing."""
    start = mark.end + (st.words[mark.end : mark.end + 1] in (["de"], ["que"], ["d"]))
    for verb in st.at.get(start, ()):
        if (
            verb.lemma in _FOREIGN
            and verb.cls == "technical"
            and speaks_of_many(st.words[verb.end : verb.end + 5])
        ):
            yield verb


_CAN = word_set("can kann können")


@with_a_word_of(_CAN)
def _can(st: Statement) -> Iterator[Mark]:
    """ "It's required that they can reconcile hours", "Prüfer müssen Briefe entziffern können"."""
    for index, word in enumerate(st.words):
        if word in ("können", "kann") and index:
            joined = st.words[max(0, index - 2)] == "und"
            known = technical_at(st, index - 1) or (
                _must_before(st, index) and _infinitive(st.words[index - 1]) and not joined
            )
            if known and obliged(st, index) and who_must(st, index) != "outsider":
                yield Mark("technical", index - 1, index, "base", st.words[index - 1])
        elif (
            word == "can"
            and (
                is_needed(st, index)
                or obliged(st, index)
                or demanded_nearby(st)
                or depended_on(st, index - 1)
            )
            and who_must(st, index) != "outsider"
        ):
            verb = verb_at(st, index + 1)
            if verb is not None and (technical_at(st, verb.start) or _workers_function(st, index, verb)):
                yield verb


def _workers_function(st: Statement, index: int, verb: Mark) -> bool:
    """ "… that workers can unify the names": what programs do to many things, demanded of workers."""
    if (
        verb.lemma in MUNDANE
        or who_must(st, index) != "worker"
        or not technical_at(st, verb.start, "function")
    ):
        return False
    return speaks_of_many(st.words[verb.end : verb.end + 6])


def _must_before(st: Statement, index: int) -> bool:
    """Whether workers are said to have to be able to: "die Helfer müssen … können"."""
    before = st.words[max(0, index - 12) : index]
    return bool({"müssen", "muss"}.intersection(before)) and who_must(st, index) == "worker"


def _infinitive(word: str) -> bool:
    return len(word) > 5 and word.endswith(("en", "ern", "eln")) and word not in MUNDANE_ABROAD


@with_a_word_of(word_set("what"))
def _cleft(st: Statement) -> Iterator[Mark]:
    """ "What they can't do yet, and must, is estimate thickness from images"."""
    if st.words[0] != "what" or "is" not in st.words[3:14]:
        return
    at = st.words.index("is", 3)
    verb = verb_at(st, at + 1)
    if (
        st.marked("must", "need")
        and verb is not None
        and verb.form == "base"
        and technical_at(st, verb.start)
    ):
        yield Mark("without", verb.start, verb.end, verb.form, verb.lemma)


_told_otherwise = each_of(
    _can, _cleft, named_actions, listed_actions, essential_actions, workers_deeds, told_abilities
)
_JOINTS = (
    (["et", "de"], ("er", "ir", "re")),
    (["et", "d"], ("er", "ir", "re")),
    (["y", "de"], ("ar", "er", "ir")),
)


def _coordinated(st: Statement, verb: Mark) -> Iterator[Mark]:
    """ "… and to convert …", "…; detect outliers": a further verb of technique under the same demand."""
    reach = range(verb.end + 1, min(verb.end + 24, len(st.words) - 1))
    for at in reach if "et" in st.words or "y" in st.words else ():
        # "capable de déchiffrer … et de géoréférencer …", "leer … y clasificar …"
        for joint, ends in _JOINTS:
            if st.words[at : at + len(joint)] == joint and at + len(joint) < len(st.words):
                word = st.words[at + len(joint)]
                if len(word) > 5 and word.endswith(ends):
                    yield Mark("technical", at + len(joint), at + len(joint) + 1, "base", word)
    for mark in st.marked("technical"):
        if (
            verb.start < mark.start < verb.start + 24
            and mark.form == "base"
            and mark.lemma not in ("query", "model")
        ):
            before = st.words[mark.start - 2 : mark.start]
            if before[-1:] == [";"] or before == ["and", "to"] or before == [",", "to"]:
                yield mark
