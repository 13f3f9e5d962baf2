"""Classes of words written as prose."""

from __future__ import annotations


def word_list(text: str) -> list[str]:
    """The words of a text; a class written as prose reads better than a list of strings."""
    return text.split()


def word_set(text: str) -> frozenset[str]:
    """The words of a text, for looking up."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """The phrases of a text, which semicolons part, for looking up."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split(";"))
