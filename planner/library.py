"""Which skills of the library an approach names, in whatever form it writes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from planner.naming import kebab_name
from planner.words.inflection import singular
from planner.words.lists import word_set


@lru_cache(maxsize=4096)
def surface_key(name: str) -> str:
    """What all written forms of one skill share: "Web Research skills" and "skills/web_research.md" alike."""
    text = name.strip().lower()
    if "skills/" in text:
        text = text[text.rfind("skills/") + 7 :]
    text = re.sub(r"(?:/skill)?\.(?:md|txt)$", "", text.strip("`*_\"'“”«» /"))
    parts = kebab_name(_ELIDED.sub(" ", text)).split("-")
    while len(parts) > 1 and parts[-1] in ("skill", "skills"):
        parts.pop()
    return "-".join(_key_part(part) for part in parts if part not in _SMALL) or "-".join(parts)


_ELIDED = re.compile(r"\b(?:[dlns]|qu)['’](?=\w)")
_SMALL = word_set("the of for and de del la le les des du d l und et y für a an der die das")


def _key_part(part: str) -> str:
    """A part of a name in the singular; ä and ae are one letter, and so on."""
    return _UMLAUT.sub("", singular(part)) if part.isascii() else singular(part)


_UMLAUT = re.compile("(?<=[aou])e")


def find_in_library(name: str, library: Iterable[str]) -> str | None:
    """The library's own spelling of this skill, or None; hyphens, capitals and plural don't matter."""
    key = surface_key(name)
    return next((entry for entry in library if surface_key(entry) == key), None)


@lru_cache(maxsize=65536)
def name_parts(word: str) -> tuple[str, ...]:
    """A written word as the singular parts of a name; a sign is a part that no name has."""
    if not word[:1].isalnum():
        return ("|",)
    return tuple(_key_part(part) for part in kebab_name(word).split("-") if part not in _SMALL)


class Shelf:
    """A library, ready to be looked up word by word in any number of sentences."""

    def __init__(self, library: Collection[str]) -> None:
        self.by_key: dict[str, str] = {}
        self.by_first: dict[str, list[list[str]]] = {}
        for entry in library:
            key = surface_key(entry)
            if key and key not in self.by_key:
                self.by_key[key] = entry
                parts = key.split("-")
                self.by_first.setdefault(parts[0], []).append(parts)

    def get(self, name: str) -> str | None:
        return self.by_key.get(surface_key(name))

    def may_begin_in(self, word: str) -> bool:
        """Whether a name may begin in this written word."""
        return not self.by_first.keys().isdisjoint(name_parts(word))

    def named_in(self, parts: list[str]) -> list[tuple[str, int, int]]:
        """(entry, first, end) for each library name among these singular word parts."""
        return [
            (self.by_key["-".join(name)], index, index + len(name))
            for index, part in enumerate(parts)
            for name in self.by_first.get(part, ())
            if parts[index : index + len(name)] == name
        ]
