"""Which step waits for which.

In a plan whose steps are numbered, or told one after the other, each step waits for everything before it
that nobody waits for yet: mostly the step before. In a list without numbers none waits. What a step says
itself comes first ("after step 2", "once the map is drawn", "in parallel with step 3", "independent of the
others"); a plan in which most steps say so is taken at its word, and its other steps wait for none. A file
that an earlier step writes is always waited for.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from planner.steps.clauses import Opening
from planner.steps.drafts import Draft, Group
from planner.steps.products import Products, definite_heads, points_back, product_of
from planner.steps.references import References, references_in
from planner.steps.results import Paths
from planner.steps.text import Phrases, first_word, plain
from planner.steps.words import ANY_ORDER, BESIDE, PARALLEL_TO, SIDE_BY_SIDE, SMALL_WORDS

MAX_WAITED_FOR = 20  # steps that one step waits for without naming them; keeps wide plans small
_LOOKED_BACK = 20  # earlier steps of a word among which a name is looked up; keeps long plans linear
_FOLLOWED = 500  # steps that are looked at for a circle
_ANY_ORDER = Phrases(ANY_ORDER)
_PARALLEL = Phrases(BESIDE, PARALLEL_TO)


@dataclass(slots=True, eq=False)
class Placed:
    """A step with what it waits for, as places in the list of all."""

    draft: Draft
    opening: Opening
    title: str
    paths: Paths
    references: References
    after: list[int] = field(default_factory=list)


class Sequencer:
    """Puts steps behind one another, group by group; `placed` are all of them, in the order of the text."""

    def __init__(self, placed: Sequence[Placed]) -> None:
        self.placed = placed
        self.place = {id(one.draft): index for index, one in enumerate(placed)}
        self.by_number: dict[str, list[int]] = {}  # of a group its open ends
        self.starts: dict[str, list[int]] = {}  # of a group: what its first steps wait for
        self.written: dict[str, int] = {}
        self.by_stem: dict[str, list[int]] = {}
        self.by_file: dict[str, list[int]] = {}
        self.products = Products()
        for place, one in enumerate(placed):
            for stem in _stems(one.title):
                self.by_stem.setdefault(stem, []).append(place)
            for stem in _stems(" ".join(one.paths.written)):
                self.by_file.setdefault(stem, []).append(place)
            self.products.add(place, one.opening)

    def arrange(self, groups: Iterable[Group]) -> None:
        """Fill in `after` of every step."""
        ends: list[int] = []
        earlier: Group | None = None
        for group in groups:
            follows = earlier is not None and earlier.in_order and group.in_order and group.label != "track"
            ends = self._group(group, ends if follows else [])
            earlier = group
        for place, one in enumerate(self.placed):
            for other in self._numbered(one.references.ahead):
                self._let_wait(other, place)
            for other in self._numbered(one.references.after) if one.draft.after else ():
                self._let_wait(place, other)

    def _let_wait(self, place: int, other: int) -> None:
        """Add that one step waits for another, in whatever order they stand; never in a circle."""
        if other in self.placed[place].after or self._waits(other, place):
            return
        self.placed[place].after.append(other)

    def _waits(self, place: int, other: int) -> bool:
        """Whether a step waits for another, over others as well; True also where that takes long to tell."""
        todo, seen = [place], {place}
        while todo and len(seen) < _FOLLOWED:
            at = todo.pop()
            if at == other:
                return True
            fresh = set(self.placed[at].after) - seen
            seen |= fresh
            todo += fresh
        return bool(todo)

    def _group(self, group: Group, before: list[int]) -> list[int]:
        """Place the members behind `before`; the open ends that they leave."""
        in_order = group.in_order and not self._says_for_itself(group)
        told = False  # in a plan that says for itself, what says nothing after the first that does comes next
        ends = _Ends(before)
        previous: int | None = None
        last_start = list(before)
        for member in group.members:
            if isinstance(member, Group):
                start = list(ends.open) if group.in_order and member.label != "track" else before
                start = self._start_beside(member, start, last_start)
                last_start = start
                inner = self._group(member, start)
                ends.replace(inner, start)
                self._number(member.number, inner)
                self.starts[member.number] = start
                previous = None
            else:
                place = self.place[id(member)]
                ends.first = place if ends.first is None else ends.first
                told = told or (group.in_order and not group.explicit and self._tells(place))
                self._step(place, ends, in_order or told, previous)
                previous = place
        return ends.all()

    def _start_beside(self, group: Group, start: list[int], last_start: list[int]) -> list[int]:
        """Where a phase says that it runs beside another, it begins with that one."""
        if group.label != "phase" or not _PARALLEL.search(group.said):
            return start
        numbers = references_in(plain(group.said)).beside
        return next((self.starts[number] for number in numbers if number in self.starts), last_start)

    def _says_for_itself(self, group: Group) -> bool:
        """Whether the group leaves it to each of its steps to say what it waits for."""
        if group.explicit or _ANY_ORDER.search(group.said):
            return True
        places = [self.place[id(member)] for member in group.members if isinstance(member, Draft)]
        telling = sum(self._tells(place) for place in places[1:])
        return telling > 2 and telling * 2 >= len(places)

    def _tells(self, place: int) -> bool:
        return bool(self.placed[place].references) or bool(self._named(place))

    def _step(self, place: int, ends: _Ends, in_order: bool, previous: int | None) -> None:
        one = self.placed[place]
        own = self._own_words(place)
        apart = own is None and one.references.of_all
        beside = (
            previous if own is None and not apart and self._is_beside(place, previous, in_order) else None
        )
        if own is not None:
            worked_on = self.products.worked_on(place, one.draft.text) if one.draft.after is None else []
            one.after = [*own, *(other for other in worked_on if other in ends.open and other not in own)]
        elif beside is not None:
            one.after = list(self.placed[beside].after)
        elif one.opening.order == "last":
            one.after = ends.all()
        elif one.opening.order == "apart":
            one.after = list(ends.before)
        elif not apart:
            one.after = list(ends.open) if in_order else self._taken_up(place, previous, ends)
        writers = self._through_files(place)
        if apart and ends.first == place:
            ends.begin_anew(place)
        elif apart:
            ends.loose.append(place)
        elif one.draft.fate == "step" and not self._comes_before_known(one):
            ends.step(place, writers if beside is not None else one.after)
        self._number(one.draft.number, [place])

    def _comes_before_known(self, one: Placed) -> bool:
        """Whether it is an earlier step that waits for this one, and so no open end."""
        return bool(self._numbered(one.references.ahead))

    def _number(self, number: str, places: list[int]) -> None:
        if number:
            self.by_number[number.lower()] = places
            self.by_number.setdefault(number.lower().lstrip("abcdefghijklmnopqrstuvwxyz-"), places)

    def _own_words(self, place: int) -> list[int] | None:
        """What the step itself says that it waits for; None where it says nothing that is known."""
        said = self.placed[place].references
        after = [*self._numbered(said.after), *self._named(place), *self._arrived(place)]
        if after:
            return list(dict.fromkeys(after))
        beside, apart, ahead = map(self._numbered, (said.beside, said.apart, said.ahead))
        beside += self._looked_up(said.beside_names, place)
        if like := [*beside, *apart, *ahead]:
            waited = dict.fromkeys(waited for other in like for waited in self.placed[other].after)
            return [other for other in waited if other not in apart]
        return [] if self.placed[place].draft.after is not None else None

    def _numbered(self, numbers: Iterable[str]) -> list[int]:
        return [place for number in numbers for place in self.by_number.get(number, ())]

    def _named(self, place: int) -> list[int]:
        """The earlier steps that the words "after the interviews" and the like speak of."""
        return self._looked_up(self.placed[place].references.names, place)

    def _looked_up(self, names: Iterable[str], place: int) -> list[int]:
        found = (self._lookup(name, place) for name in names)
        return [other for other in found if other is not None]

    def _arrived(self, place: int) -> list[int]:
        """Who ordered, or asked for, what has to be there: "once the shelves have arrived"."""
        arrivals = self.placed[place].references.arrivals
        ordered = self.products.ordered(place) if arrivals else []
        if not ordered:
            return self._looked_up(arrivals, place)
        wanted = [_stems(name) for name in arrivals]
        titles = {other: _stems(self.placed[other].title) for other in ordered}
        return [next((at for at in ordered if stems & titles[at]), ordered[0]) for stems in wanted]

    def _lookup(self, name: str, place: int) -> int | None:
        stems = _stems(name)
        for index in (self.by_stem, self.by_file):
            hits: Counter[int] = Counter()
            for stem in stems:
                places = index.get(stem, [])
                before = bisect_left(places, place)
                hits.update(places[max(0, before - _LOOKED_BACK) : before])
            best = max(hits, key=lambda other: (hits[other], other), default=None)
            if best is not None and hits[best] * 2 >= len(stems):
                return best
        words = re.findall(r"[^\W\d_]{3,}", name.lower())
        return next((at for word in words if (at := self.products.of_action(word, place)) is not None), None)

    def _is_beside(self, place: int, previous: int | None, in_order: bool) -> bool:
        """Whether the step waits for no more than the one before it does.

        It says so, or both are of one kind: two interviews, two translations, 2a and 2b.
        """
        if previous is None:
            return False
        one, two = self.placed[previous], self.placed[place]
        if two.opening.order or not in_order:
            return two.opening.order == "beside"
        if _same_number(one.draft.number, two.draft.number):
            return True
        verb = first_word(two.opening.deed)
        same_deed = verb in SIDE_BY_SIDE and verb == first_word(one.opening.deed)
        return same_deed and product_of(one.opening.deed) not in definite_heads(two.draft.text)

    def _taken_up(self, place: int, previous: int | None, ends: _Ends) -> list[int]:
        """In a list without order: what comes "then", and whose result "the report" is."""
        one = self.placed[place]
        if previous is not None and (one.opening.order == "next" or points_back(one.opening.deed)):
            return [previous]
        first = ends.first if ends.first is not None else place
        taken = [other for other in self.products.taken_up(place, one.draft.text) if other >= first]
        passed_on = {waited for other in taken for waited in self.placed[other].after}
        return [other for other in taken if other not in passed_on] or list(ends.before)

    def _through_files(self, place: int) -> list[int]:
        """Wait for the steps that write what this one reads."""
        one = self.placed[place]
        writers: list[int] = []
        for path in one.paths.read:
            writer = self.written.get(path, self.written.get(f"{path.rpartition('/')[0]}/"))
            if writer is not None and writer != place and writer not in one.after:
                writers.append(writer)
        one.after += writers
        for path in one.paths.written:
            self.written.setdefault(path, place)
        return writers


class _Ends:
    """The steps of a group that nobody in it waits for yet."""

    def __init__(self, before: list[int]) -> None:
        self.before = before
        self.first: int | None = None  # the first step of the group
        self.open = list(before)
        self.loose: list[int] = []  # independent ones: only what comes last waits for them

    def step(self, place: int, waited_for: Iterable[int]) -> None:
        waited = {*waited_for, *self.before}
        self.open = [end for end in self.open if end not in waited] + [place]
        self.loose = [end for end in self.loose if end not in waited]
        del self.open[:-MAX_WAITED_FOR]

    def begin_anew(self, place: int) -> None:
        """The first step of the group waits for nothing: what follows it need not wait for more."""
        self.loose += self.open
        self.open = [place]

    def replace(self, ends: list[int], start: Iterable[int]) -> None:
        """A group inside, which began at `start`, has left these ends."""
        kept = [end for end in self.open if end not in {*start, *ends}]
        self.open = [*kept, *ends][-MAX_WAITED_FOR:]

    def all(self) -> list[int]:
        return [*self.open, *self.loose][-MAX_WAITED_FOR:]


def to_do(placed: Sequence[Placed]) -> list[Placed]:
    """The steps to do; what waited for one that is not to be done waits for what that one waited for."""
    stands_for: list[list[int]] = []
    kept: list[Placed] = []
    new_place: dict[int, int] = {}
    for place, one in enumerate(placed):
        waited = list(dict.fromkeys(other for at in one.after if at < place for other in stands_for[at]))
        if one.draft.fate == "step":
            new_place[place] = len(kept)
            one.after = [*waited, *(at for at in one.after if at > place)]
            kept.append(one)
            stands_for.append([place])
        else:
            stands_for.append(waited[-MAX_WAITED_FOR:])
    for one in kept:
        one.after = sorted({new_place[at] for at in one.after if at in new_place})
    return kept


def _same_number(one: str, two: str) -> bool:
    """2a and 2b."""
    first, second = re.fullmatch(r"(\d+)[a-z]", one.lower()), re.fullmatch(r"(\d+)[a-z]", two.lower())
    return first is not None and second is not None and first.group(1) == second.group(1)


def _stems(text: str) -> frozenset[str]:
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    return frozenset(_unaccented(word)[:5] for word in words if word not in SMALL_WORDS)


def _unaccented(word: str) -> str:
    if word.isascii():
        return word
    return "".join(char for char in unicodedata.normalize("NFD", word) if not unicodedata.combining(char))
