"""Inflected forms of regular and listed verbs, plural and singular of nouns, agent nouns."""

from __future__ import annotations

import re
from functools import lru_cache

from planner.words.verbs import DOUBLED, IRREGULAR

VOWELS = "aeiou"
# One short syllable doubles its last letter: cut → cutting.
_SHORT = re.compile(r"(?:[^aeiou]|qu)*[aeiou][^aeiouwxy]")


def verb_forms(verb: str) -> dict[str, str]:
    """Each written form of an English verb with its use; "past" is past tense and participle alike."""
    head, *tail = verb.split("-")
    if tail and tail[0] not in ("up", "down", "out", "together"):
        head, tail = verb, []
    rest = "".join(" " + part for part in tail)
    forms = {head: "base", _third(head): "third", _ing(head): "ing"}
    past, participle = IRREGULAR.get(head, f"{_past(head)} {_past(head)}").split()
    if past != head:
        forms[past] = "simple" if past != participle else "past"
    if participle != head:
        forms[participle] = "participle" if past != participle else "past"
    return {form + rest: use for form, use in forms.items()}


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _stem(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1]
    return verb + verb[-1] if verb in DOUBLED or _SHORT.fullmatch(verb) else verb


def _ing(verb: str) -> str:
    return _stem(verb) + "ing"


def _past(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ied"
    return _stem(verb) + "ed"


def gerund(verb: str) -> str:
    """The -ing form: "scrape" → "scraping"."""
    return _ing(verb)


def agent_of_gerund(word: str) -> str:
    """The doer of a deed whose verb no list holds: "planning" → "planner", "rotating" → "rotator"."""
    root = word.removesuffix("ing")
    if root.endswith("y") and root[-2:-1] not in VOWELS:
        root = root[:-1] + "i"
    return root + ("or" if root.endswith("at") and len(root) > 4 else "er")


def agent_noun(verb: str) -> str:
    """The doer of a verb: "convert" → "converter", "calculate" → "calculator"."""
    if verb.endswith("ate") and len(verb) > 5 and not verb.endswith("date"):
        return verb[:-1] + "or"
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        return verb[:-1] + "ier"
    if verb in ("extract", "predict", "detect", "collect", "correct", "inspect", "edit", "monitor"):
        return verb if verb == "monitor" else verb + "or"
    return _stem(verb) + ("er" if not verb.endswith("ee") else "r")


def agent_nouns(verb: str) -> list[str]:
    """The doer in each spelling that is written: "dialler" and "dialer", "compressor" and "compresser"."""
    noun = agent_noun(verb)
    if verb.endswith(("ct", "ute", "it", "ess")):
        return [noun, verb.removesuffix("e") + "or"]
    if verb.endswith("l") and verb[-2:-1] in VOWELS:
        return list(dict.fromkeys([noun, verb + "er", verb + "ler"]))
    return [noun]


def participles_abroad(verb: str) -> list[str]:
    """Regular participles: "klassifizieren" → "klassifiziert", "annoter" → "annoté", "anotar" → "anotado"."""
    if verb.endswith("ieren"):
        return [verb[:-2] + "t"]
    if verb.endswith("er") and not verb.endswith("eer"):
        return [verb[:-2] + "é" + tail for tail in ("", "e", "s", "es")]
    if verb.endswith("ar"):
        return [verb[:-2] + "ad" + tail for tail in ("o", "a", "os", "as")] + [verb + "se"]
    return []


def action_nouns(verb: str) -> list[str]:
    """Regular nouns of an action: "pseudonymisieren" → "pseudonymisierung", "classify" → "classification"."""
    if verb.endswith("ieren"):
        return [verb[:-2] + "ung"]
    if verb.endswith(("ise", "ize")):
        return [verb[:-1] + "ation"]
    if verb.endswith("ify"):
        return [verb[:-1] + "ication"]
    return [verb[:-1] + "ion"] if verb.endswith("ate") else []


def finite_abroad(verb: str) -> list[str]:
    """Regular plural forms that workers stand before: "dater" → "datent", "clasificar" → "clasifiquen"."""
    if verb.endswith("er"):
        return [verb[:-2] + ("eent" if verb.endswith("ger") else "ent")]
    if verb.endswith("ar"):
        root = verb[:-2]
        for end, soft in (("c", "qu"), ("g", "gu"), ("z", "c")):
            if root.endswith(end):
                return [root + "an", root[:-1] + soft + "en"]
        return [root + "an", root + "en"]
    return []


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """A word without its plural ending, good enough to compare words."""
    if word in ("series", "species"):
        return word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


# The first that fits is cut off.
_ENDINGS = (
    "ations",
    "ation",
    "isation",
    "ization",
    "ings",
    "ing",
    "ers",
    "er",
    "ors",
    "or",
    "ed",
    "ion",
    "e",
)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """What "convert", "converts", "converting" and "converter" share; for comparing, not for showing."""
    word = singular(word)
    for ending in _ENDINGS if word.endswith(_ENDINGS) else ():
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word
