"""Candidates → needs: mentions of one thing are joined, each need gets one name that no other has."""

from __future__ import annotations

from dataclasses import dataclass, field

from planner.candidates import Candidate
from planner.existing import candidate_in_library
from planner.library import Shelf
from planner.naming import MAX_NAME, kebab_name, short_name
from planner.needs import Kind
from planner.signs.making import INDEFINITE
from planner.words.inflection import gerund, stem
from planner.words.lists import word_list

# Who names and places a need when several rules see it.
_RANK = {
    "path": 0,
    "skill": 1,
    "listed": 2,
    "made": 3,
    "needed": 4,
    "document": 5,
    "planned": 6,
    "capability": 7,
    "weighed": 8,
}
GENERIC = frozenset(
    stem(word)
    for word in word_list(
        """
    script tool program programme utility command cli app skill guide handbook playbook rubric
    manual policy protocol methodology procedure checklist software bot robot standard method
    guideline application
    """
    )
)
_NAMELESS = GENERIC | {stem(word) for word in word_list("above below our own small it thing piece something")}
_MANY = 24  # earlier needs compared per word; keeps hostile texts linear


@dataclass(slots=True, eq=False)
class Merged:
    """One need with all its mentions; the first of `mentions` is its evidence."""

    kind: Kind
    mentions: list[Candidate]
    name: str = ""
    stems: frozenset[str] = field(default_factory=frozenset)

    @property
    def evidence(self) -> Candidate:
        return self.mentions[0]


def merge(candidates: list[Candidate], shelf: Shelf) -> list[Merged]:
    """The needs in the order of the text, without what the library holds."""
    by_stem: dict[str, list[Merged]] = {}
    needs: list[Merged] = []
    for candidate in candidates:
        if (
            candidate.kind == "skill"
            and candidate.rule != "capability"
            and candidate_in_library(candidate, shelf)
        ):
            continue
        stems = _telling_stems(candidate)
        same = _same(candidate, stems, by_stem, needs[-4:]) or _of_its_kind(candidate, stems, needs[-_MANY:])
        if same is None:
            same = Merged(candidate.kind, [candidate], "", stems)
            needs.append(same)
        else:
            _join(same, candidate)
        for part in stems:
            same_part = by_stem.setdefault(part, [])
            if same not in same_part[-3:]:
                same_part.append(same)
    needs.sort(key=lambda need: need.evidence.line)
    _name_all(needs)
    return needs


def _telling_stems(candidate: Candidate) -> frozenset[str]:
    """The stems of what a candidate is called, without those that only say what kind of thing it is."""
    stems = candidate.stems()
    return stems - GENERIC or stems


def _same(
    candidate: Candidate, stems: frozenset[str], by_stem: dict[str, list[Merged]], recent: list[Merged]
) -> Merged | None:
    if candidate.rule == "weighed" and (told := _told_before(candidate, stems, by_stem)) is not None:
        return told
    for need in reversed(recent):
        if _says_what(candidate, stems, need):
            return need
        for mention in need.mentions[-2:]:
            if _same_place(candidate, mention):
                return need
    for part in sorted(stems):
        for need in by_stem.get(part, ())[-_MANY:]:
            if (stems <= need.stems or need.stems <= stems) and _same_thing(candidate, stems, need):
                return need
    return None


def _of_its_kind(candidate: Candidate, stems: frozenset[str], recent: list[Merged]) -> Merged | None:
    """ "| June | rubric | deputies |": a row that names only the kind means the one told before."""
    if candidate.statement.block.kind != "row" or not stems <= _NAMELESS:
        return None
    noun = candidate.words[-1].lower()
    alike = (need for need in reversed(recent) if need.evidence.words[-1].lower() == noun)
    return next(alike, None)


def _told_before(
    candidate: Candidate, stems: frozenset[str], by_stem: dict[str, list[Merged]]
) -> Merged | None:
    """The need of the same block that shares a word with what was only weighed: most likely said again."""
    block = candidate.statement.block
    for part in sorted(stems):
        for need in by_stem.get(part, ())[-_MANY:]:
            if need.evidence.statement.block is block and need.evidence.statement is not candidate.statement:
                return need
    return None


def _says_what(candidate: Candidate, stems: frozenset[str], need: Merged) -> bool:
    """ "A program that is still to be written: a berth planner": one says only that it is a program."""
    one, two = stems <= _NAMELESS, need.stems <= _NAMELESS
    if not one and not two:
        return False
    evidence = need.evidence
    if evidence.rule == "capability" and candidate.kind == "tool" and one:
        # "Names must be masked: a command for that …"
        return candidate.statement is evidence.statement
    if candidate.rule == "capability" and need.kind == "tool" and two:
        return candidate.statement is evidence.statement
    if candidate.kind != need.kind or "path" in (candidate.rule, evidence.rule):
        return False
    if candidate.interface and two:  # "The command above is still to be written"
        return abs(candidate.line - evidence.line) < 12
    if candidate.statement.block is not evidence.statement.block or stems == need.stems:
        return False
    if two and not one:  # first the word, then the name: in one sentence, or the next
        return abs(candidate.statement.start - evidence.statement.start) < 300
    return one and not two and _points(candidate, need)


def _points(candidate: Candidate, need: Merged) -> bool:
    """Whether "the program", or "a program of ours" that speaks of what the need works on, is that need."""
    words = candidate.statement.words
    if "it" in words[max(0, candidate.anchor - 7) : candidate.anchor] or words[:2] in _THAT_IS:
        return True  # "… it'll be a small program", "That's a program we don't possess"
    fresh = not INDEFINITE.isdisjoint(words[max(0, candidate.anchor - 2) : candidate.anchor])
    said = {stem(word) for word in words}
    return candidate.kind == "skill" or not fresh or not said.isdisjoint(need.stems - _NAMELESS)


_THAT_IS = (["that", "is"], ["this", "is"], ["that", "'s"])


def _same_place(one: Candidate, two: Candidate) -> bool:
    """Two rules looking at the same words, or a path written beside the thing that it names."""
    if one.statement is not two.statement:
        return one.rule == two.rule == "capability" and _told_again(one, two)
    if one.anchor == two.anchor:
        return True
    capability = "capability" in (one.rule, two.rule)
    if one.kind != two.kind and not capability:
        return False
    if "path" in (one.rule, two.rule) and one.rule != two.rule:
        clause = one.statement.clause
        return abs(one.anchor - two.anchor) <= 14 and abs(clause[one.anchor] - clause[two.anchor]) <= 1
    if capability and one.rule != two.rule:
        return bool(one.stems() & two.stems())
    if one.rule == two.rule == "capability" and _told_again(one, two):
        return True
    # "… have to be classified; classifying plates is an ability …"
    return capability and one.words[-1] == two.words[-1] and bool(one.stems() & two.stems())


def _told_again(one: Candidate, two: Candidate) -> bool:
    """ "They have to be transcribed. … Workers must be able to transcribe Low German": one technique."""
    if one.words[-1] != two.words[-1] or one.words[-1] not in _ONE_TECHNIQUE:
        return False
    block, start = one.statement.block, one.statement.start
    return block is two.statement.block and block.kind == "prose" and abs(start - two.statement.start) < 300


_ONE_TECHNIQUE = frozenset(
    map(
        gerund,
        word_list(
            "transcribe translate ocr redact geocode georeference forecast diarise anonymise pseudonymise"
        ),
    )
)


def _same_thing(candidate: Candidate, stems: frozenset[str], need: Merged) -> bool:
    """Whether two that hold all stems of one of them are one need."""
    kind = candidate.kind == need.kind
    if kind and stems == need.stems:
        return True
    if "capability" in (candidate.rule, need.evidence.rule):
        return len(stems & need.stems) >= 2
    return kind and not "path" == candidate.rule == need.evidence.rule


def _join(need: Merged, candidate: Candidate) -> None:
    """Add a mention; a rule that knows more about the name takes the lead."""
    if candidate.rule == "capability" and need.kind == "tool" and need.stems <= _NAMELESS:
        need.evidence.words = [*candidate.words, *need.evidence.words]
        need.stems = need.evidence.stems()
        need.mentions.append(candidate)
        return
    if need.evidence.rule == "capability" and candidate.stems() <= _NAMELESS:
        candidate.words = [*need.evidence.words, *candidate.words]
    if _RANK[candidate.rule] < _RANK[need.evidence.rule] or (
        candidate.kind == need.kind and need.stems <= _NAMELESS and not candidate.stems() <= _NAMELESS
    ):
        need.mentions.insert(0, candidate)
        need.kind = candidate.kind
        need.stems = _telling_stems(candidate)
    else:
        need.mentions.append(candidate)


def _name_all(needs: list[Merged]) -> None:
    taken: set[str] = set()
    for need in needs:
        base = short_name(need.evidence.words)
        name, count = base, 1
        if name in taken:
            name = kebab_name(f"{base[: MAX_NAME - 6]}-{need.kind}")
        while name in taken:
            count += 1
            name = f"{base[: MAX_NAME - 8].rstrip('-')}-{count}"
        taken.add(name)
        need.name = name
