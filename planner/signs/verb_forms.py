"""Techniques in passives, and in German infinitives with "zu", which stand apart from who does them."""

from __future__ import annotations

from collections.abc import Iterator

from planner.text.statements import Statement
from planner.words.abroad import MUNDANE as MUNDANE_ABROAD
from planner.words.lexicon import WORKERS, Mark
from planner.words.lists import word_list, word_set


def passive(st: Statement, at: int) -> Iterator[Mark]:
    words = st.words
    while at < len(words) and (words[at].endswith("ly") or words[at] == "first"):
        at += 1
    near = words[at : at + 8]
    by_workers = "by" in near and bool(WORKERS.intersection(near))
    for made in st.at.get(at, ()):
        if made.form == "past" and (made.cls == "technical" or (made.cls == "methodical" and by_workers)):
            yield made


def passive_abroad(st: Statement, must: Mark) -> Iterator[Mark]:
    """ "Zettel müssen erkannt werden", "les lettres doivent être transcrites", "deben transcribirse"."""
    if st.words[must.start] not in _MANY_MUST:
        return
    for done in st.marked("technical-done"):
        around = st.words[max(0, done.start - 2) : done.end + 1]
        be = {"werden", "être", "ser"}.intersection(around) or st.words[done.start].endswith("se")
        if must.end <= done.start < must.end + 12 and be:
            yield Mark("technical", done.start, done.end, "past", done.lemma)


_MANY_MUST = word_set("müssen sollen doivent devront deben deberán tienen")


def zu_infinitive(st: Statement, at: int) -> Mark | None:
    """ "imstande, Merkmale herauszulösen", "fähig, Wappen zu bestimmen": the infinitive with "zu"."""
    for index in range(at, min(len(st.words), at + 20)):
        word = st.words[index]
        apart = st.words[index - 1] == "zu" and word.endswith("n") and word not in MUNDANE_ABROAD
        if apart or (len(word) > 8 and word.endswith("n") and any(part in word for part in _PARTED_ZU)):
            return Mark("technical", index, index + 1, "base", word)
    return None


_PARTED_ZU = tuple(word_list("abzu anzu aufzu auszu einzu herzu hinzu umzu unterzu vorzu nachzu wegzu"))
