"""Whether and of whom an ability is demanded: by a label, a heading, a word of needing, an obligation."""

from __future__ import annotations

from functools import lru_cache

from planner.candidates import clause_bounds
from planner.signs.harmless import harmless
from planner.text.blocks import Block
from planner.text.gates import MARKING, gate_of
from planner.text.statements import Statement, plain_marks
from planner.words.english import AUXILIARY
from planner.words.lexicon import OUTSIDERS, PREPOSITIONS, WORKERS, Mark
from planner.words.lists import word_set

VERBS = ("technical", "methodical")
TECHNIQUES = (*VERBS, "action")
ABILITIES = word_set(
    """
    ability abilities capability capacity competence facility know-how means skill skills way ways
    fähigkeit capacité capacidad
    """
)
ABILITY_LABELS = word_set("ability abilities capability capabilities competence competences")
_OBLIGES = word_set(
    """
    must shall needs need takes take has have got muss müssen until unless requires required
    expected braucht brauchen benötigt benötigen jemand jemanden doit doivent devra devront devrons faut
    debe deben deberá deberán tienen tiene hay expect expects erwarten erwartet attend attendons
    """
)
BRINGS = word_set("bring brings must cannot takes master")
_ADVERBS = word_set("to also at least the not zu both reliably quickly safely correctly then first")
_COUNTS = word_set("all each every any both many several alle jede tous toutes todos todas cada")
_SINGULAR_S = word_set(
    """
    is was this us its has does as thus gas bus plus always basis analysis process access
    """
)


def asked_from_above(st: Statement) -> bool:
    """Whether a label, an introduction or a heading demands abilities, so that a bare verb is enough."""
    return bool(st.label and label_needs(st.label)) or block_asks(st.block)


def asked_behind(st: Statement) -> bool:
    """Whether the next sentence leans on this one and calls it needed: "This ability has to be there"."""
    after = st.after
    if after is None or not (after.words[0] in _LEANING or "without" in after.words):
        return False
    return bool(after.marked("need", "depend"))


def block_asks(block: Block) -> bool:
    """Whether what stands over a block demands abilities."""
    over = block.headings[-1] if block.headings else ""
    return _asked_over(block.lead, over, block.header) or lists_needs(block)


@lru_cache(maxsize=4096)
def _asked_over(lead: str, heading: str, header: tuple[str, ...]) -> bool:
    titles = (lead[:60], heading, *header)
    return lead_asks(lead) or any(map(heading_asks, titles))


def lists_needs(block: Block) -> bool:
    """Whether the items are what is needed: "What has to be in place", "Wanted:", "We need:"."""
    if block.kind not in ("item", "row"):
        return False
    over = block.over
    return bool(over) and _names_needs(over)


@lru_cache(maxsize=4096)
def _names_needs(over: str) -> bool:
    words = [word.strip(",.:;*_#?!()").replace("’", "'") for word in over.lower().split()]
    if any(
        words[at : at + 2] == ["to", "be"] and words[at + 2] in _PREPARED
        for at in range(min(9, len(words) - 2))
    ):
        return True  # "The following are to be prepared by the officer"
    if "or" in words[5:]:
        words = words[: words.index("or", 5)]  # "what must be in place or it won't fly"
    words = " ".join(words[:14]).replace("'s ", " is ").split()
    if not words or len(words) >= 14 or OUTSIDERS.intersection(words):
        return False
    marks = plain_marks(words)
    refusing = ("negation", "excluded", "optional", "past")
    # "Was noch fehlt" is German for what is missing.
    harmless = [mark for mark in marks if mark.cls == "harmless"]
    refused = any(
        mark.cls in refusing
        and words[mark.start] != "was"
        and not any(one.start <= mark.start < one.end for one in harmless)
        for mark in marks
    )
    if not refused and any(words[mark.end - 1] in _THERE for mark in harmless):
        return True  # "What does not exist", "What we do not have yet"
    return not refused and any(mark.cls == "need" or (mark.cls == "must" and not mark.form) for mark in marks)


_PREPARED = word_set("prepared produced supplied provided delivered compiled")
_THERE = word_set("exist have there existe built written ready begun started")


def enumerated_need(st: Statement) -> bool:
    """ "We need three things. First: a converter …": a short sentence before counts what is needed."""
    before = st.before
    for _ in range(4):
        if before is None or ":" not in st.words[:4]:
            return False
        if len(before.words) <= 9 and before.marked("need") and not _COUNTING.isdisjoint(before.words):
            return not before.has("negation")
        before = before.before
    return False


_COUNTING = word_set(
    "two three four five six things cosas choses dinge dos tres deux trois zwei drei vier cuatro"
)


def under_needs_label(st: Statement, index: int) -> bool:
    if index > 8 or not (enumerated_need(st) or (st.label and label_needs(st.label))):
        return False
    before = st.words[:index]
    named = before[before.index(":") + 1 :] if ":" in before else []
    if named and len(named) <= 2 and all(word.isalpha() and word not in _NO_NAME for word in named):
        return True  # "Needed: speech recognition"
    return before[-1:] == [":"] or all(len(word) == 1 or word in ("the", "for") for word in before)


_NO_NAME = AUXILIARY | WORKERS | OUTSIDERS | word_set("a an the for of to by from with and or who that")


@lru_cache(maxsize=4096)
def label_needs(label: str) -> bool:
    words = label.lower().replace(",", " ").strip(".: ").split()
    return bool(ABILITY_LABELS.intersection(words)) or any(mark.cls == "need" for mark in plain_marks(words))


_LEAD_ENDS = (
    *("must be able to", "be able to", "able to", "has to", "have to", "must", "need to", "needs to"),
    *(
        "capable of",
        "know how to",
        "capabilities",
        "abilities",
        "expected to",
        "required to",
        "can",
        "able to do",
    ),
    *("capable of the following", "able to do the following", "capable of doing", "capable of all of this"),
    *("können", "müssen", "capaces de", "doivent savoir", "deben saber"),
)


@lru_cache(maxsize=4096)
def lead_asks(lead: str) -> bool:
    words = lead.lower().rstrip("*_: ").replace("*", "").replace(",", "").split()
    if not words or len(words) > 30 or OUTSIDERS.intersection(words[:6]):
        return False
    text = " ".join(words)
    return text.endswith(_LEAD_ENDS) or any(
        word in text for word in ("abilities", "capabilities", "able to", "capacities")
    )


@lru_cache(maxsize=4096)
def heading_asks(heading: str) -> bool:
    words = {word.strip(",.:*()") for word in heading.lower().split()}
    words |= {word.rpartition("-")[2] for word in words}
    if words & (OUTSIDERS - {"master"}):
        return False
    return not words.isdisjoint(_ABILITY_NAMES) or not (
        words.isdisjoint(WORKERS) or words.isdisjoint(_MASTERING) or "who" in words
    )


_ABILITY_NAMES = ABILITY_LABELS | word_set("able fähigkeiten capacités capacidades capables capaces")
_MASTERING = word_set(
    """
    aufgaben tasks duties
    master mastered learn know can requirements required demands savoir saber können beherrschen maîtriser
    dominar anforderungen exigences requisitos
    """
)


def verb_at(st: Statement, index: int, reach: int = 4) -> Mark | None:
    """The verb at this token, or after a few adverbs; an unknown word counts as a verb of its own."""
    end = min(len(st.words), index + reach)
    for at in range(index, end):
        if not st.words[at][0].isalnum():
            break
        if at > index and st.words[at - 1] in _ARTICLES:
            continue  # "close the track" is no tracking
        for mark in st.at.get(at, ()):
            if mark.cls in TECHNIQUES and mark.form in ("base", "ing", "noun"):
                return mark
    for at in range(index, end):
        word = st.words[at]
        if not word[0].isalnum() or word in AUXILIARY or word in _NO_VERB:
            return None
        if not word.endswith("ly") and word not in _ADVERBS:
            return Mark("verb", at, at + 1, "base", word)
    return None


_ARTICLES = word_set("the a an our their its this that these those")
_NO_VERB = word_set("who which that what whom whose how why when where this these those they it we")


def technical_at(st: Statement, index: int, *classes: str) -> bool:
    return any(mark.cls in (classes or TECHNIQUES) for mark in st.at.get(index, ()))


def speaks_of_many(words: list[str]) -> bool:
    """Whether the words speak of many things; one thing to be done once is a task, not an ability."""
    return any(
        word in _COUNTS
        or (len(word) > 3 and word.endswith(("s", "data")) and word not in _SINGULAR_S and word[-2] != "s")
        for word in words
    )


def obliged(st: Statement, index: int) -> bool:
    """Whether "must", "has to" or "takes someone" stands shortly before."""
    first, _ = clause_bounds(st, index)
    return bool(_OBLIGES.intersection(st.words[max(first, index - 12) : index]))


def depended_on(st: Statement, index: int) -> bool:
    return any(mark.end <= index <= mark.end + 4 for mark in st.marked("depend"))


def is_needed(st: Statement, index: int) -> bool:
    first, last = clause_bounds(st, index)
    if any(first <= m.start <= last and not st.said[m.start] for m in st.marked("need")):
        return True
    return bool(BRINGS.intersection(st.words[first:last])) or bool(
        st.label and under_needs_label(st, min(index, 8))
    )


_STRONG_NEED = word_set(
    """
    essential indispensable vital crucial critical mandatory required necessary must-have must-haves
    prerequisite prerequisites precondition requirement requirements obligatory non-negotiable deal-breaker
    show-stopper needed unverzichtbar notwendig erforderlich unerlässlich nötig indispensable nécessaire
    obligatoire imprescindible necesario necesaria esencial fundamental
    """
)
_LEANING = word_set(
    """
    it it's this that these those both neither without otherwise they das dies diese dieser ohne cela ce
    cette c sans esto esta este eso sin
    """
)


def demanded_nearby(st: Statement) -> bool:
    """Whether the sentence, or one behind that leans on it, calls something essential or hangs on it."""
    if _calls_essential(st):
        return True
    after = st.after
    if after is None or len(after.words) >= 24:
        return False
    if any(m.end < len(after.words) and after.words[m.end] in _LEANING for m in after.marked("need")):
        return not after.has("negation", 2)  # "Translating puns. Workers need it."
    return after.words[0] in _LEANING and _calls_essential(after)


_ELSE = word_set("otherwise sonst andernfalls sinon")


_ESSENTIAL = gate_of(_ELSE) | MARKING["need", "depend"]


def _calls_essential(st: Statement) -> bool:
    if not st.opened & _ESSENTIAL or (_ELSE.isdisjoint(st.words) and not _strongly_needed(st)):
        return False
    against = st.marked("optional", "excluded")
    why = _why(st.words) if against else 0
    return not any(mark.start < why and not harmless(st, mark) for mark in against)


def _strongly_needed(st: Statement) -> bool:
    """Whether a strong word of needing or depending stands in the sentence, and nothing denies it."""
    strong = any(
        (st.words[mark.start] in _STRONG_NEED or mark.end - mark.start > 1) and not st.said[mark.start]
        for mark in st.marked("need", "depend")
    )
    return strong and not any(
        not any(other.start <= mark.start < other.end for other in st.marked("harmless", "need", "depend"))
        and any(0 < need.start - mark.start < 4 for need in st.marked("need"))
        for mark in st.marked("negation")
    )


def _why(words: list[str]) -> int:
    """Where a reason is given for what is said before: "…, since a permit refused is a loan lost"."""
    return next(
        (at for at in range(1, len(words)) if words[at] in _BECAUSE and words[at - 1] == ","), len(words)
    )


_BECAUSE = word_set("since because as for weil da denn car puisque porque pues")


def of_a_trade(words: list[str], at: int) -> bool:
    """ "Field staff", "kitchen crew": people whose place or trade stands before the word are no workers."""
    if words[at] not in _STAFF or not at:
        return False
    before = words[at - 1]
    return before.isalpha() and before not in _NO_TRADE


_STAFF = word_set("staff crew crews personnel")
_NO_TRADE = (
    WORKERS
    | AUXILIARY
    | PREPOSITIONS
    | word_set(
        """
        office back-office editorial administrative admin project archive library support the our all any
        every each ai digital new no two three your that this these automated and or
        """
    )
)


def who_must(st: Statement, index: int) -> str:
    """Who must: worker, outsider, or unknown; the nearest telling word before the verb decides."""
    first, _ = clause_bounds(st, index)
    for at in range(index - 1, max(first, index - 12) - 1, -1):
        word = st.words[at]
        if word in WORKERS:
            return "outsider" if of_a_trade(st.words, at) else "worker"
        if word in OUTSIDERS:
            return "outsider"
    return "unknown"
