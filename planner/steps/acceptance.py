"""What the text of a step says about when it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from planner.steps.text import either, plain, sentences, vocabulary
from planner.words.lists import word_set

# "Acceptance: …", "Done when …"
_NAMES = either(
    """
    acceptance; acceptance criteria; acceptance criterion; definition of done; success criteria; success
    criterion; criteria; criterion; abnahme; abnahmekriterien; abnahmekriterium; akzeptanzkriterien;
    akzeptanzkriterium; kriterien; critère d'acceptation; critères d'acceptation; critère d’acceptation;
    critères d’acceptation; recette; validation; criterio de aceptación; criterios de aceptación;
    aceptación
    """
)
_WHENS = either(
    """
    accepted when; accepted if; accepted once; accept when; accept if; accept once; accept it when; accept
    it if; accept only when; accept only if; counts as done when; counts as done once; passes when;
    done when; done if; done once; finished when; complete
    when; complete if; completed when; ready when; good enough when; fertig, wenn; fertig wenn; fertig,
    sobald; fertig sobald; erledigt, wenn; erledigt wenn; erledigt, sobald; abgenommen, wenn; terminé
    quand; terminée quand; terminé lorsque; terminée lorsque; fini quand; finie quand; fait quand; faite
    quand; hecho cuando; hecha cuando; listo cuando; lista cuando; terminado cuando; terminada cuando
    """
)
_OPENS = re.compile(
    rf"\W{{0,3}}(?:{_NAMES}\W{{0,3}}:"
    rf"|(?:(?:it|this|this step|the step|we) (?:is|are) |es ist )?{_WHENS}\b:?)\W{{0,3}}\s*",
    re.IGNORECASE,
)
_INSIDE = re.compile(rf"[;:–—(]\s*(?:{_NAMES}\s*:|{_WHENS}\b)\s*", re.IGNORECASE)
_QUALITIES = either(
    """
    contain; include; have; be; list; state; show; cover; name; match; hold; fit; pass; give; cite;
    carry; mention; sum; add; load; work; run; validate; say; stay; agree; link; end; start; begin;
    answer; explain
    """
)
_MUST = re.compile(
    r"\b(?:must|has to|have to|needs to|need to)\s+"
    rf"(?:not\s+|never\s+|always\s+|all\s+|also\s+|each\s+|still\s+)?{_QUALITIES}\b"
    r"|\b(?:must not|must never|may not|mustn't)\b|^\W{0,3}must\b|\bno (?:\w+ ){1,4}may\b"
    r"|\b(?:muss|müssen|darf|dürfen|doit|doivent|ne peut|debe|deben|deberá|deberán)\b",
    re.IGNORECASE,
)
# About workers, or about the order of the work, and not about what comes out.
_ELSE = re.compile(
    r"\b(?:must|ha(?:s|ve) to|needs? to) be (?:there|ready|done|finished|available|able)\b|must know"
    r"|must have access|können müssen|müssen .{0,80}können\b|doi(?:t|vent) (?:savoir|pouvoir)"
    r"|deben? (?:saber|poder)",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;–—]\s|:\s|,\s(?=(?:and |und |et |y )?(?:must|muss|darf|doit|debe|it must|they must)\b)", re.IGNORECASE
)
# Without one of these words, the patterns above find nothing.
_HINTS = word_set(
    """
    must mustn has have needs need may muss müssen darf dürfen doit doivent peut debe deben deberá
    deberán acceptance accepted done definition finished complete completed success criteria criterion
    ready enough accept passes abnahme abnahmekriterien abnahmekriterium fertig erledigt akzeptanzkriterien
    akzeptanzkriterium abgenommen kriterien critère critères terminé terminée fini finie fait faite
    recette validation criterio criterios aceptación hecho hecha listo lista terminado terminada
    """
)
_ITEM = re.compile(r"[ \t]*(?:[-*+•–]|\(?(?:\d{1,9}|[A-Za-z])[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")


@lru_cache(maxsize=1024)  # a text is read again at every pause while it is written
def acceptance_of(text: str) -> str:
    """What the text says about when it is done, one criterion a line; "" where it says nothing."""
    if vocabulary(text).isdisjoint(_HINTS):
        return ""
    criteria: list[str] = []
    under: int | None = None  # indentation of what introduces a list of criteria
    for line, indent, is_item in _logical_lines(text):
        if under is not None and is_item and indent > under:
            criteria.append(plain(line))
            continue
        under = None
        head, introduced = _introduces(line)
        if introduced:
            under = indent if is_item else indent - 1
        criteria += _criteria_in(head)
    return "\n".join(dict.fromkeys(criteria))


def is_criterion(sentence: str) -> bool:
    """Whether a sentence opens as a criterion does: "Done when …"."""
    return _OPENS.match(sentence) is not None


def _logical_lines(text: str) -> Iterator[tuple[str, int, bool]]:
    """(text, indentation, whether it is an item) of items and paragraphs, wrapped lines joined; no code."""
    held: list[str] = []
    indent, is_item, fenced = 0, False, False
    for line in text.split("\n"):
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        marker = _ITEM.match(line)
        if held and (fenced or marker or not line.strip()):
            yield " ".join(held), indent, is_item
            held = []
        if fenced or not line.strip() or line.lstrip().startswith(("```", "~~~")):
            continue
        if not held:
            indent, is_item = len(line) - len(line.lstrip()), marker is not None
        held.append((line[marker.end() :] if marker else line).strip())
    if held:
        yield " ".join(held), indent, is_item


def _introduces(line: str) -> tuple[str, bool]:
    """The line without a label that closes it, and whether there is one: "… Acceptance:"."""
    if not line.rstrip("*_ ").endswith(":"):
        return line, False
    last = max((found.end() for found in re.finditer(r"[.!?;]\s", line)), default=0)
    label = _OPENS.match(line, last)
    return (line[:last], True) if label and not line[label.end() :].strip() else (line, False)


def _criteria_in(line: str) -> Iterator[str]:
    named = False  # "Acceptance: …" goes on to the end of its line
    for sentence in sentences(line):
        if label := _OPENS.match(sentence):
            named = named or ":" in label.group()
            yield from _criterion(sentence[label.end() :])
        elif named:
            yield from _criterion(sentence)
        elif inside := _INSIDE.search(sentence):
            yield from _criterion(sentence[inside.end() :].strip(" )"))
        elif (found := _MUST.search(sentence)) and not _ELSE.search(sentence):
            start = max((part.end() for part in _CLAUSE.finditer(sentence, 0, found.start() + 1)), default=0)
            yield from _criterion(sentence[start:])


def _criterion(text: str) -> Iterator[str]:
    said = plain(text).strip()
    if said:
        yield said[:1].upper() + said[1:]
