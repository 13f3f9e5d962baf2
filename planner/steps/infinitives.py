""" "Wir sammeln …", "nous collectons …", "recogemos …" as the orders that a title gives."""

from __future__ import annotations

import re

from planner.steps.text import outside
from planner.steps.words import PARTICLES

_GERMAN = re.compile(r"(?:(\w+(?:en|ern|eln))\s+wir|wir\s+(\w+(?:en|ern|eln)))\s+", re.IGNORECASE)
# "… fragt Heike die Wirte", "… wird der Text geschrieben": in German the verb comes before its subject.
_INVERTED = re.compile(
    r"([a-zäöü]\w*(?:t|en|ird|uss))\s+"
    r"((?:(?:der|die|das|ein|eine|unsere?|jede[rs]?|alle|zwei|drei)\s+(?:[a-zäöüß]+\s+)?)?[A-ZÄÖÜ][\wäöüß-]+)(?=\s|$)"
)
_FRENCH = re.compile(
    r"(?:nous|on)\s+(?P<object>(?:les?|la|leur|en|y)\s+|l['’])?(?:(?P<we>\w+ons)|(?P<one>\w+e))\b",
    re.IGNORECASE,
)
_SPANISH = re.compile(r"(?:(l[oa]s?)\s+)?(\w{2,}(?:[aei]mos|remos))\b", re.IGNORECASE)
_SPANISH_HELPERS = ("vamos", "hemos", "estamos", "tenemos", "debemos", "queremos", "podemos")
_IRREGULAR = {
    "faisons": "faire",
    "écrivons": "écrire",
    "lisons": "lire",
    "mettons": "mettre",
    "prenons": "prendre",
    "traduisons": "traduire",
    "construisons": "construire",
    "vendons": "vendre",
    "rendons": "rendre",
    "ouvrons": "ouvrir",
}


def german(text: str) -> str:
    """ "Werten wir … aus" as "… auswerten"; empty where no "wir" opens the text."""
    found = _GERMAN.match(text)
    if not found:
        return ""
    verb, rest = (found.group(1) or found.group(2)).lower(), text[found.end() :]
    ends = [at for at in outside(rest, ".;,:") if not rest[at + 1 : at + 2].strip()]
    joined = rest.find(" und ")
    stop = min([*ends, joined if joined > 0 else len(rest), len(rest)])
    words = rest[:stop].split()
    if len(words) > 1 and words[-1].lower() in PARTICLES:
        verb, words = words[-1].lower() + verb, words[:-1]
    # What is joined by "und" has a verb of its own, in a form that an order has not.
    return " ".join([*words, verb]) + ("" if stop == joined else rest[stop:])


def german_inverted(text: str) -> str:
    """ "Fragt Heike die Wirte" as "Heike fragt die Wirte"; other texts as they are."""
    found = _INVERTED.match(text)
    if not found:
        return text
    return f"{found.group(2)} {found.group(1)}{text[found.end() :]}"


def romance(text: str) -> str:
    """ "Nous collectons …" as "collecter …", "recogemos …" as "recoger …"; empty where no such verb opens."""
    if found := _FRENCH.match(text):
        verb = _french(found.group("we").lower()) if found.group("we") else f"{found.group('one').lower()}r"
        return (found.group("object") or "").lower() + verb + text[found.end() :]
    found = _SPANISH.match(text)
    if found and found.group(2).lower() not in _SPANISH_HELPERS:
        return _spanish(found.group(2).lower()) + (found.group(1) or "").lower() + text[found.end() :]
    return ""


def _french(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if verb.endswith(("erons", "irons")):
        return verb[:-3]  # "vérifierons": a future
    for ending, infinitive in (("issons", "ir"), ("geons", "ger"), ("çons", "cer"), ("ons", "er")):
        if verb.endswith(ending):
            return verb[: -len(ending)] + infinitive
    return verb


def _spanish(verb: str) -> str:
    if verb.endswith(("aremos", "eremos", "iremos")):
        return verb[:-4]  # "recogeremos": a future
    for ending, infinitive in (("amos", "ar"), ("emos", "er"), ("imos", "ir")):
        if verb.endswith(ending):
            return verb[: -len(ending)] + infinitive
    return verb
