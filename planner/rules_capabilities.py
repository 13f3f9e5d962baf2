"""Capabilities: "need to scrape competitor websites", "workers must be able to parse PDF invoices"."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, clause_bounds, telling_words
from planner.inflection import gerund, singular
from planner.lexicon import OUTSIDERS, WORKERS
from planner.refusals import refusal
from planner.statements import Mark, Statement, plain_marks
from planner.words import AUXILIARY, MUNDANE, word_set

REASON = "The work requires an ability that workers do not bring along."
_STRICT = frozenset(
    [
        "must",
        "have to",
        "has to",
        "need to",
        "needs to",
        "got to",
        "muss",
        "müssen",
        "il faut",
        "faut",
        "hay que",
        "doivent",
        "deben",
        "debemos",
        "devons",
        "tenemos que",
        "necesitamos",
        "il nous faut",
        "need",
    ]
)
_ABILITY_NOUNS = word_set(
    """
    ability abilities capability capacity competence facility know-how means fähigkeit capacité
    capacidad skill
    """
)
ACTIONS = word_set(
    """
    ocr transcription translation classification extraction recognition detection conversion
    redaction digitisation digitization deduplication reconciliation normalisation normalization
    segmentation annotation interpolation calibration linkage decoding anonymisation anonymization
    pseudonymisation categorisation categorization imputation transliteration georeferencing
    geocoding summarisation summarization simulation prediction estimation disambiguation
    vectorisation parsing scraping crawling matching forecasting clustering triangulation
    transkription übersetzung erkennung klassifizierung extraktion reconnaissance traduction
    conversión traducción transcripción
    """
)


def capability_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each technical or methodical ability that the statement requires of workers."""
    taken: set[int] = set()
    for verb in _required_verbs(statement):
        if verb.start in taken or statement.said[verb.start]:
            continue
        taken.add(verb.start)
        allow = frozenset({"negation"}) if verb.cls == "without" else frozenset()
        if not refusal(statement, verb.start, allow=allow):
            yield _candidate(statement, verb)


def _required_verbs(st: Statement) -> Iterator[Mark]:
    for mark in st.marked("able"):
        yield from _after_able(st, mark)
    for mark in st.marked("must", "need"):
        if " ".join(st.words[mark.start : mark.end]) in _STRICT:
            yield from _after_must(st, mark)
    for index, word in enumerate(st.words):
        if word in ("can", "kann", "können") and index and _needed(st, index) and _subject(st, index) != "outsider":
            verb = _verb_at(st, index + 1)
            if verb is not None and _technical(st, verb.start, ("technical", "methodical")):
                yield verb
    yield from _action_required(st)
    yield from _listed(st)


def _after_able(st: Statement, mark: Mark) -> Iterator[Mark]:
    phrase = st.words[mark.start : mark.end]
    verb = _verb_at(st, mark.end)
    noun = phrase[0] in _ABILITY_NOUNS or phrase[-1] in _ABILITY_NOUNS
    if verb is None and phrase[-1] in ("savoir", "können", "poder"):
        return
    if noun:
        first = max(0, mark.start - 4)
        without = any(w in ("without", "ohne", "sans", "sin") for w in st.words[first : mark.start])
        if not without and not _needed(st, mark.start):
            return
        if verb is not None and without:
            verb = Mark("without", verb.start, verb.end, verb.form, verb.lemma)
    else:
        who = _subject(st, mark.start)
        strict = phrase[0] in ("must", "need", "needs", "have", "has", "shall") or phrase[0] in (
            "doivent",
            "doit",
            "deben",
            "debe",
            "tienen",
            "il",
            "hay",
            "devons",
            "debemos",
            "devra",
            "devront",
            "deberán",
            "deberá",
        )
        if who == "outsider":
            return
        if (
            not strict
            and not (_needed(st, mark.start) or _obliged(st, mark.start))
            and not (who == "worker" and phrase[0] == "should")
        ):
            return
        if (
            verb is not None
            and who != "worker"
            and not _technical(st, verb.start, ("technical", "methodical"))
            and not _needed(st, mark.start)
        ):
            return
    if verb is not None and verb.lemma not in MUNDANE:
        yield verb


def _obliged(st: Statement, index: int) -> bool:
    """Whether "must", "has to" or "takes someone" stands shortly before."""
    first, _ = clause_bounds(st, index)
    before = st.words[max(first, index - 8) : index]
    return any(
        w in before
        for w in (
            "must",
            "shall",
            "needs",
            "need",
            "takes",
            "take",
            "has",
            "have",
            "got",
            "muss",
            "müssen",
            "until",
            "unless",
            "requires",
            "required",
        )
    )


def _needed(st: Statement, index: int) -> bool:
    first, last = clause_bounds(st, index)
    return any(first <= m.start < last + 1 and not st.said[m.start] for m in st.marked("need")) or any(
        st.words[i] in ("bring", "must", "cannot", "takes") for i in range(first, last)
    )


def _after_must(st: Statement, mark: Mark) -> Iterator[Mark]:
    """ "need to geocode 812 addresses": only verbs of technique, because people need to do so many things."""
    if mark.cls == "need" and st.words[mark.start] == "need":
        return
    who = _subject(st, mark.start)
    if who == "outsider":
        return
    verb = _verb_at(st, mark.end)
    if (verb is not None and verb.form == "base" and _technical(st, verb.start, ("technical",))) or (
        verb is not None and who == "worker" and st.words[verb.start] in ("ocr",)
    ):
        yield verb


def _action_required(st: Statement) -> Iterator[Mark]:
    """ "Recognising signs in photos is needed", "Requires: reading figures off bills", "OCR of scans is a must"."""
    for mark in st.marks:
        if mark.cls in ("technical", "methodical") and mark.form == "ing" and not st.said[mark.start]:
            strong = mark.cls == "technical"
            if _is_modifier(st, mark.start):
                continue
            if _governed(st, mark.start, strong):
                yield mark
    for index, word in enumerate(st.words):
        if (
            word in ACTIONS
            and not st.said[index]
            and _governed(st, index, True)
            and not _is_modifier(st, index)
        ):
            yield Mark("action", index, index + 1, "noun", word)


def _is_modifier(st: Statement, index: int) -> bool:
    """Whether the -ing word belongs to a noun that follows ("testing guide", "a parsing script")."""
    before = st.words[index - 1] if index else ""
    return (
        before in ("a", "an", "the", "our", "'s", "each", "of")
        and before != "of"
        and not (index + 1 < len(st.words) and st.words[index + 1] in ("of", "and", "is"))
    )


def _governed(st: Statement, index: int, strong: bool) -> bool:
    first, last = clause_bounds(st, index)
    words = st.words
    if (
        st.label
        and index <= 8
        and any(
            m.cls == "need" for m in plain_marks(st.label.lower().strip(".:").replace(",", " , ").split())
        )
    ):
        if (
            all(not w[0].isalnum() or len(w) == 1 or w in ("the", "for") for w in words[:index])
            or words[index - 1] == ":"
        ):
            return True
    for mark in st.marked("need"):
        if st.said[mark.start] or words[mark.start] in ("want", "wants", "wanted", "due", "missing"):
            continue
        phrase = words[mark.start : mark.end]
        # before: "requires decoding", "requires: decoding", "necessary is the decoding"
        if mark.end <= index <= mark.end + 5 and all(
            w in (":", "the", "is", "too", "for", "also", "of", "(", "a", ")", "*", "and", "workers")
            or (w[0].isalnum() and st.is_at(i, "methodical"))
            for i, w in enumerate(words[mark.end : index], mark.end)
        ):
            if phrase[0] in ("need", "needs") and words[mark.start - 1 : mark.start] == ["it"]:
                continue
            return True
        # after: "decoding … is needed", not beyond the clause
        if (
            index < mark.start <= last
            and mark.start - index < 25
            and words[mark.start - 1]
            in (*AUXILIARY, "also", "absolutely", "a", "therefore", "ist", "est", "es", "sind")
        ):
            if index - first <= 4 and not any(
                w in ("that", "which", "who") for w in words[index : mark.start]
            ):
                return True
    return False


def _listed(st: Statement) -> Iterator[Mark]:
    """Items under "workers must be able to:" or under a heading that speaks of abilities."""
    block = st.block
    if block.kind not in ("item", "row") or st.before is not None:
        return
    if _lead_asks(block.lead) or (block.headings and _heading_asks(block.headings[-1])):
        start = 0
        while start < len(st.words) and not st.words[start][0].isalnum():
            start += 1
        verb = _verb_at(st, start, reach=1)
        if (
            verb is not None
            and verb.form in ("base", "ing")
            and _technical(st, verb.start, ("technical", "methodical"))
        ):
            yield verb
        elif start < len(st.words) and st.words[start] in ACTIONS:
            yield Mark("action", start, start + 1, "noun", st.words[start])


def _lead_asks(lead: str) -> bool:
    words = lead.lower().rstrip("*_: ").replace("*", "").split()
    if not words or len(words) > 30 or any(w.strip(",.") in OUTSIDERS for w in words[:6]):
        return False
    text = " ".join(words)
    ends = (
        "must be able to",
        "be able to",
        "able to",
        "has to",
        "have to",
        "must",
        "need to",
        "needs to",
        "capable of",
        "capabilities",
        "abilities",
        "können",
        "capaces de",
        "doivent savoir",
        "deben saber",
        "müssen",
    )
    return text.endswith(ends) or any(
        w in text for w in ("abilities", "capabilities", "ability to", "able to", "capacities")
    )


def _heading_asks(heading: str) -> bool:
    words = heading.lower().replace("*", "").split()
    if any(word.strip(",.:") in OUTSIDERS for word in words) or "product" in words:
        return False
    return any(
        word.strip(",.:")
        in ("capabilities", "abilities", "capability", "fähigkeiten", "capacités", "capacidades")
        for word in words
    ) or ("able" in words)


def _verb_at(st: Statement, index: int, reach: int = 4) -> Mark | None:
    """The verb at this token, or after a few adverbs; an unknown word counts as a verb of its own."""
    end = min(len(st.words), index + reach)
    for at in range(index, end):
        for mark in st.at.get(at, ()):
            if mark.cls in ("technical", "methodical") and mark.form in ("base", "ing", "third"):
                return mark
        if not st.words[at][0].isalnum():
            break
    for at in range(index, end):
        word = st.words[at]
        if not word[0].isalnum():
            return None
        if word.endswith("ly") or word in ("to", "also", "at", "least", "the", "not", "zu", "both"):
            continue
        if word in AUXILIARY:
            return None
        return Mark("verb", at, at + 1, "base", word)
    return None


def _technical(st: Statement, index: int, classes: tuple[str, ...]) -> bool:
    return any(mark.cls in classes for mark in st.at.get(index, ()))


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
        if stop > verb.end + 1 and (
            st.is_at(stop, "need")
            or st.words[stop] in ("is", "are", "that", "which", "so", "before", "because", "since", "as")
        ):
            break
        stop += 1
    objects = [singular(word) if word.islower() else word for word in telling_words(st, verb.end, stop)][:3]
    lemma = verb.lemma or st.words[verb.start]
    name = (
        gerund(lemma)
        if (verb.form != "noun" and lemma.isascii() and verb.cls != "verb")
        or (verb.form == "base" and lemma.isascii())
        else lemma
    )
    if not objects:
        objects = (
            [w for w in telling_words(st, max(first, verb.start - 3), verb.start)][-2:]
            if verb.form == "noun"
            else []
        )
    return Candidate(
        "skill", [*objects, name], st, verb.start, max(first, verb.start - 12), stop, "capability", REASON
    )
