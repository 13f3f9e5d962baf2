"""Named skills ("use the web-research skill") and documents that workers follow ("a siting guide")."""

from __future__ import annotations

from collections.abc import Iterator

from planner.candidates import Candidate, clause_bounds, noun_phrase, telling_words
from planner.lexicon import DOCUMENT_STRONG, DOCUMENTS, OUTSIDERS, PREPOSITIONS, WORKERS
from planner.refusals import refusal
from planner.rules_paths import token_at
from planner.statements import Span, Statement
from planner.words import AUXILIARY, EMPTY_ADJECTIVES, NOT_A_SKILL_NAME, NOT_SKILL_AFTER, word_set
from planner.words_abroad import SKILL as SKILL_ABROAD

REASONS = {
    "skill": "The approach names a skill that the library does not hold.",
    "document": "Workers are to follow a document that is still to be written.",
}
SKILL_WORDS = frozenset(["skill", *SKILL_ABROAD])
ANY_SCRIPT = ("スキル", "技能", "навык", "스킬", "umiejętność", "vaardigheid")
_CALLED = word_set("called named titled entitled namens genannt appelée llamada")
_NUMBERS = word_set(
    """
    two three four five six several both these following zwei drei deux trois dos tres new
    """
)
_NOT_YET = word_set("written write draft drafted prepare prepared owe")


def skill_needs(statement: Statement) -> Iterator[Candidate]:
    """A need for each skill named in the statement; the caller looks them up in the library."""
    yield from _named_skills(statement)
    yield from _enumerated_skills(statement)
    yield from _documents(statement)


def _need(
    st: Statement, words: list[str], anchor: int, first: int, last: int, rule: str = "skill"
) -> Candidate:
    return Candidate("skill", words, st, anchor, first, max(last, anchor + 1), rule, REASONS[rule])


def _named_skills(st: Statement) -> Iterator[Candidate]:
    words = st.words
    for index, word in enumerate(words):
        if not word.isascii() and any(script in word for script in ANY_SCRIPT):
            yield from _quoted_beside(st, index)
            continue
        if word.endswith("-skill") and len(word) > 8 and word.isascii():
            if not refusal(st, index):
                yield _need(st, [st.slice(index, index + 1)[:-6]], index, index, index + 1)
            continue
        if word not in SKILL_WORDS or (st.said[index] and not _bold(st, index)):
            continue
        after = words[index + 1] if index + 1 < len(words) else ""
        if after in NOT_SKILL_AFTER or after == "'s":
            continue
        found = _before(st, index) or _after(st, index)
        if found is None:
            continue
        names, first, last = found
        phrase = noun_phrase(st, index)
        if not refusal(st, index, phrase, frozenset({"owned"} if phrase.owner in ("", "library") else ())):
            yield _need(st, names, index, first, last)


def _bold(st: Statement, index: int) -> bool:
    return any(span.start <= st.begin[index] < span.end for span in st.spans_of("bold"))


def _before(st: Statement, index: int) -> tuple[list[str], int, int] | None:
    """The name in front of "skill": `web-research` skill, the web research skill, "x" (skill)."""
    words = st.words
    at = index - 1
    if at >= 0 and words[at] == "(":
        at -= 1
    if at >= 0:
        for span in st.spans:
            if (span.kind in ("code", "said", "bold") and abs(span.end - st.end[at]) <= 1) or (
                span.start <= st.begin[at] < span.end and not span.start <= st.begin[index] < span.end
            ):
                inner = st.block.text[span.start : span.end]
                if len(inner.split()) <= 6 and "/" not in inner:
                    return inner.split(), token_at(st, span.start), index + 1
    if at != index - 1:
        return None
    phrase = noun_phrase(st, index)
    first = phrase.first
    names = []
    for at in range(first, index):
        word = words[at]
        if word in NOT_A_SKILL_NAME or word in EMPTY_ADJECTIVES or word.isdigit():
            if names and word not in (
                "life",
                "team",
                "social",
                "general",
                "first",
                "library",
                "small",
                "technical",
                "professional",
                "practical",
                "soft",
                "personal",
                "special",
            ):
                return None
            if word in ("soft", "human", "social", "life") and at == index - 1:
                return None
            continue
        names.append(st.slice(at, at + 1))
    return (names, first, index + 1) if names else None


def _after(st: Statement, index: int) -> tuple[list[str], int, int] | None:
    """The name behind "skill": skill "x", skill `x`, a skill on X, a further skill, x y z, is to be drafted."""
    words = st.words
    at = index + 1
    if at < len(words) and words[at] in _CALLED:
        at += 1
    if at < len(words):
        for span in st.spans:
            if (
                span.kind in ("code", "said", "bold")
                and st.begin[index] < span.start
                and token_at(st, span.start) - index <= 4
            ):
                between = words[index + 1 : token_at(st, span.start)]
                inner = st.block.text[span.start : span.end]
                if (
                    len(inner.split()) <= 6
                    and "/" not in inner
                    and not any(w[0].isalnum() and w not in _CALLED for w in between)
                ):
                    return inner.split(), index, token_at(st, span.end - 1) + 1
    while at < len(words) and words[at] in (
        "required",
        "needed",
        "wanted",
        "missing",
        "to",
        "write",
        "new",
        "be",
        "written",
    ):
        at += 1
    if at >= len(words) or (words[at] != ":" and at > index + 1):
        at = index + 1
    first, last = clause_bounds(st, index)
    if (
        at < len(words)
        and words[at]
        in ("on", "for", "about", "in", "of", "to", "zum", "zur", "für", "de", "sur", "sobre", "para", "pour")
        and (st.has("make", 0) or st.has("make-text") or st.has("need", first, last))
    ):
        stop = _phrase_end(st, at + 1)
        names = telling_words(st, at + 1, stop)[:4]
        return (names, index, stop) if names else None
    if (
        at < len(words)
        and words[at] in (",", ":")
        and (st.has("make") or st.has("make-text") or words[at] == ":")
    ):
        stop = _phrase_end(st, at + 1)
        names = telling_words(st, at + 1, stop)
        if 1 <= len(names) <= 4 and (stop >= len(words) or words[stop] in (",", "(", ".", ";", "–", "—")):
            return names, index, stop
    return None


def _phrase_end(st: Statement, start: int) -> int:
    stop = start
    while stop < len(st.words) and stop - start < 8 and st.words[stop][0].isalnum():
        if stop > start and (
            st.is_at(stop, "must")
            or st.words[stop] in ("is", "are", "and", "that", "which", "so", "who", "when", "will", "has")
        ):
            break
        stop += 1
    return stop


def _quoted_beside(st: Statement, index: int) -> Iterator[Candidate]:
    """A quoted, bold or code name in a sentence that says "skill" in another script."""
    for span in st.spans:
        anchor = token_at(st, span.start)
        inner = st.block.text[span.start : span.end]
        if abs(anchor - index) <= 6 and "/" not in inner and len(inner) <= 60:
            yield _need(st, inner.split(), anchor, anchor, anchor + 1)


def _enumerated_skills(st: Statement) -> Iterator[Candidate]:
    """ "two documents, both skills: A (…), and B (…)"; "the `a` and `b` skills"."""
    words = st.words
    for index, word in enumerate(words):
        if word not in ("skills", "compétences", "habilidades", "kompetenzen") or st.said[index]:
            continue
        if index and words[index - 1] in ("'s", "his", "her", "their"):
            continue
        colon = next((i for i in range(index + 1, min(index + 12, len(words))) if words[i] == ":"), 0)
        counted = (
            any(w in _NUMBERS for w in words[max(0, index - 4) : index])
            or st.has("make")
            or st.has("make-text")
        )
        if colon and counted and not _states(st, colon) and not refusal(st, index):
            yield from _items_after(st, colon + 1)
            return
        behind = [
            s
            for s in st.spans
            if s.kind in ("code", "bold", "said")
            and 0 <= s.start - st.end[index] < 5
            and "/" not in st.block.text[s.start : s.end]
        ]
        if behind and not refusal(st, index):
            place = behind[0].start
            for span in st.spans:
                if span.kind == behind[0].kind and span.start >= place and span.start - place < 14:
                    anchor = token_at(st, span.start)
                    yield _need(st, st.block.text[span.start : span.end].split(), anchor, anchor, anchor + 1)
                    place = span.end
            return
        if colon and counted and _slugs(st, colon + 1, True) and not refusal(st, index):
            yield from _items_after(st, colon + 1)
            return
        comma = words[index + 1 : index + 2] in ([","], [":"])
        if (
            comma
            and _slugs(st, index + 2, counted or index == 0 or st.has("need", 0, index + 4))
            and not refusal(st, index)
        ):
            yield from _items_after(st, index + 2)
            return
        marked = [
            s
            for s in st.spans
            if s.kind in ("code", "bold", "said") and s.end <= st.begin[index] and st.begin[index] - s.end < 4
        ]
        if marked and not refusal(st, index):
            for span in _neighbours(st, marked[-1]):
                anchor = token_at(st, span.start)
                yield _need(st, st.block.text[span.start : span.end].split(), anchor, anchor, index + 1)
            return
        phrase = noun_phrase(st, index)
        if (
            words[phrase.first - 1 : phrase.first]
            and (phrase.before in ("the", "and", "les", "las", "die"))
            and st.has("follow")
        ):
            for at in _hyphenated(st, index):
                if not refusal(st, at):
                    yield _need(st, [st.slice(at, at + 1)], at, at, index + 1)


def _states(st: Statement, start: int) -> bool:
    """Whether a sentence with a verb follows, not a list of names."""
    depth = 0
    for word in st.words[start:]:
        depth += (word == "(") - (word == ")")
        if not depth and word in AUXILIARY:
            return True
    return False


def _slugs(st: Statement, start: int, counted: bool) -> bool:
    """Whether what follows is a list of names: short items, each hyphenated."""
    rest = [word for word in st.words[start:] if word not in (",", "and", ".", ";")]
    return counted and 0 < len(rest) <= 8 and all("-" in word for word in rest)


def _hyphenated(st: Statement, index: int) -> Iterator[int]:
    """Hyphenated words joined by commas and "and", right before the plural."""
    at = index - 1
    while at >= 0 and (st.words[at] in (",", "and", "the", "und", "et", "y") or "-" in st.words[at]):
        if "-" in st.words[at]:
            yield at
        at -= 1


def _neighbours(st: Statement, span: Span) -> Iterator[Span]:
    same = [s for s in st.spans if s.kind == span.kind and s.start <= span.start]
    last = span.start
    for other in reversed(same):
        if last - other.end > 12 and other is not span:
            break
        last = other.start
        inner = st.block.text[other.start : other.end]
        if "/" not in inner and len(inner.split()) <= 5:
            yield other


def _items_after(st: Statement, start: int) -> Iterator[Candidate]:
    """The items of an enumeration, each without what stands in brackets after it."""
    words, at, depth = st.words, start, 0
    first = start
    while at <= len(words):
        word = words[at] if at < len(words) else ","
        if word in ("(", "["):
            depth += 1
        elif word in (")", "]"):
            depth = max(0, depth - 1)
        elif not depth and (word in (",", ";", ".", "and", "und", "et", "y") or at == len(words)):
            yield from _item(st, first, at)
            first = at + 1
        at += 1


def _item(st: Statement, first: int, last: int) -> Iterator[Candidate]:
    stop = first
    while stop < last and st.words[stop] not in ("(", ":", "–", "—"):
        stop += 1
    names = telling_words(st, first, stop)
    if 1 <= len(names) <= 5 and not refusal(st, first):
        yield _need(st, names, first, first, stop)


def _documents(st: Statement) -> Iterator[Candidate]:
    for index, word in enumerate(st.words):
        base = word[:-1] if word.endswith("s") and word[:-1] in DOCUMENTS else word
        if (base not in DOCUMENTS and word not in DOCUMENTS) or st.said[index]:
            continue
        candidate = _document(st, index, base if base in DOCUMENTS else word)
        if candidate is not None:
            yield candidate


def _document(st: Statement, index: int, noun: str) -> Candidate | None:
    words = st.words
    if (
        st.is_at(index, "follow")
        and index
        and words[index - 1] in ("to", "we", "they", "will", "must", "and")
    ):
        return None
    if words[index + 1 : index + 2] in (["'s"], ["skill"], ["skills"]):
        return None
    phrase = noun_phrase(st, index)
    names = telling_words(st, phrase.first, index)
    strong = noun in DOCUMENT_STRONG
    first, last = clause_bounds(st, index)
    written = _to_be_written(st, index) or _said_missing(st)
    followed = _followed(st, index, first, last)
    near = _near_says_written(st)
    needed = _required(st, phrase.first) and (strong or _for_workers(st))
    if phrase.before in ("our", "the", "this", "that") and not (written or near or needed):
        return None
    if not (
        written
        or needed
        or (near and (followed or st.has("negation")))
        or (followed and strong and _fresh(st, phrase.before, phrase.first, index))
    ):
        return None
    if (
        not strong
        and not followed
        and not _said_missing(st)
        and not _for_workers(st)
        and not _for_team(st, index)
    ):
        return None
    if _for_outsiders(st, index, last) or (not written and _outsiders_follow(st, first, last)):
        return None
    allow = {"owned"} if written and phrase.before != "'s" else set()
    if near and st.has("negation", max(0, index - 6), index):
        allow.add("negation")  # "There is no rubric so far. Ed writes one."
    if refusal(st, index, phrase, frozenset(allow)):
        return None
    if not names:
        names = (
            telling_words(st, index + 1, min(last, index + 8))[:3]
            if index + 1 < len(words) and words[index + 1] in PREPOSITIONS
            else _subject_words(st, index)
        )
    if not names:
        return None
    return _need(
        st,
        [*names[-3:], st.slice(index, index + 1)],
        index,
        max(first, index - 12),
        min(last, index + 16),
        "document",
    )


def _subject_words(st: Statement, index: int) -> list[str]:
    """For "screeners score by a rubric": the words in front, because the noun has no name of its own."""
    return telling_words(st, max(0, index - 5), index)[:2]


def _to_be_written(st: Statement, index: int) -> bool:
    for mark in st.marked("make-text", "make"):
        if st.said[mark.start] or abs(mark.start - index) > 28:
            continue
        before = st.words[max(0, mark.start - 6) : mark.start]
        if mark.form in ("base", "third"):
            return True
        if (
            mark.cls == "make-text"
            and mark.form == "past"
            and before[-1:] in (["is"], ["are"])
            and st.words[mark.end : mark.end + 1] == ["by"]
        ):
            return True
        if mark.form == "ing" and before and before[-1] in ("is", "are", "be", "starts", "am", "start"):
            return True
        if mark.form in ("past", "participle", "simple") and any(
            w in ("to", "be", "must", "will", "gets", "first", "yet", "still", "not", "beforehand")
            for w in before[-5:]
        ):
            return True
    return any(w == "owe" for w in st.words[max(0, index - 10) : index + 20]) or any(
        mark.cls == "harmless" and mark.start > index for mark in st.marks
    )


def _near_says_written(st: Statement) -> bool:
    """Whether the sentence before or after says that it is still to be written."""
    for other in (st.after, st.before):
        if other is not None and _made_by_pronoun(other):
            return True
        if other is not None and any(w in ("it", "this", "that", "which", "both") for w in other.words[:4]):
            if (
                _to_be_written(other, 0)
                or other.has("harmless")
                or other.has("need")
                or "ready" in other.words
            ):
                return True
    return False


def _said_missing(st: Statement) -> bool:
    """Whether the next sentence says "It's missing" or "It does not exist yet"."""
    after = st.after
    if after is None or after.words[:1] not in (["it"], ["this"], ["that"], ["both"]):
        return False
    return "missing" in after.words[:6] or any(
        m.cls in ("harmless", "pending") and m.start < 6 for m in after.marks
    )


def _made_by_pronoun(st: Statement) -> bool:
    """ "Ed writes one": a verb of making with a pronoun for its object."""
    return any(
        mark.form in ("base", "third") and st.words[mark.end : mark.end + 1] in (["one"], ["it"], ["them"])
        for mark in st.marked("make", "make-text")
    )


def _required(st: Statement, first: int) -> bool:
    """Whether a word of needing stands shortly before the document, with nothing between but adjectives."""
    for mark in st.marked("need"):
        gap = st.words[mark.end : first]
        if mark.end <= first and len(gap) <= 5 and not PREPOSITIONS.intersection(gap) and "'s" not in gap:
            return True
    return False


def _fresh(st: Statement, before: str, first: int, index: int) -> bool:
    return (
        before in ("a", "an", "one", "ein", "eine", "einem", "un", "une", "una")
        or "new" in st.words[first : index + 1]
    )


def _followed(st: Statement, index: int, first: int, last: int) -> bool:
    """Whether workers go by it: a verb of following, or "under", "according to" and the like before it."""
    words = st.words
    if any(
        first <= m.start < last and not st.said[m.start] and m.start != index for m in st.marked("follow")
    ):
        return True
    before = words[max(first, index - 6) : index]
    return any(
        w
        in (
            "under",
            "by",
            "per",
            "according",
            "accordance",
            "after",
            "gemäß",
            "nach",
            "selon",
            "según",
            "from",
        )
        for w in before
    )


def _for_workers(st: Statement) -> bool:
    return any(word in WORKERS and word not in ("we", "i", "us", "you", "they", "team") for word in st.words)


def _outsiders_follow(st: Statement, first: int, last: int) -> bool:
    """ "customers follow a simple procedure": not a document for workers."""
    return any(
        first < mark.start < last
        and st.words[mark.start - 1] in OUTSIDERS
        and st.words[mark.start - 1] not in WORKERS
        for mark in st.marked("follow")
    )


def _for_team(st: Statement, index: int) -> bool:
    after = st.words[index + 1 : index + 6]
    return after[:1] == ["for"] and any(word in WORKERS for word in after[1:])


def _for_outsiders(st: Statement, index: int, last: int) -> bool:
    after = st.words[index + 1 : min(last, index + 6)]
    return (
        bool(after)
        and after[0] in ("for", "to", "für", "pour", "para")
        and any(word in OUTSIDERS for word in after[1:4])
    )


def heading_needs(statement: Statement) -> Iterator[Candidate]:
    """A skill that a heading names: "**Market Intelligence Skill**" on a line of its own."""
    if statement.words[-1] in SKILL_WORDS or statement.words[-1] == "*":
        yield from _named_skills(statement)
