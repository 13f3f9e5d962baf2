"""What is to be done, in plain steps: the sentences of an approach without the words that only ask for it.

"We need a skill that sorts tickets and flags old ones" asks for a skill; its work is "Sort tickets and flag
old ones", which is two steps. Every pattern here is bounded, so that any text is taken apart in linear time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NO_STEPS = "Do what the purpose says; the approach describes no steps."  # a Method must have one
_VERBS = """
accept add adjust agree analyse analyze answer apply approve arrange ask assemble assess assign attach
audit avoid bring build calculate call categorise categorize chart check choose cite classify clean close
code collect combine compare compile complete compose compute condense confirm consolidate contact convert
copy correct count cover crawl create cross-check cut date decide deduplicate define deliver derive
describe detect determine discover distinguish download draft draw edit enclose enrich enter escalate
estimate evaluate examine explain export extract fetch file fill filter find fix flag follow forecast
format gather generate get give group handle identify import include inspect interview invite judge keep
label link list listen load locate log look make map mark match measure merge model monitor move name
negotiate normalise normalize note notify observe open order organise organize outline parse pick plan
predict prepare present price print prioritise prioritize process produce propose prove publish pull put
quantify quote rank rate read rebuild recommend reconcile record redact reduce refuse reject remove rename
render repeat replace reply report request research resolve review rewrite round route run sample save
scan schedule score scrape search select send separate set show simulate size sort source split state
store structure submit suggest sum summarise summarize tabulate tag take tell test trace track transcribe
transform translate triage turn understand update upload use validate verify visit warn watch weigh write
"""
# Nouns as well: verbs only before a determiner.
_NOUNS_TOO = """
answer audit call chart check code copy count cover cut date draft draw estimate export file filter fix
forecast format group import label link list log look map mark match measure model name note order outline
pick plan present price process quote rate record reply report request research review round run sample
scan schedule score search set show size source split state store structure sum test trace track turn
update use visit watch
"""


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else f"{verb}s"


def _gerunds(verb: str) -> tuple[str, ...]:
    if verb.endswith("e"):
        return (f"{verb[:-1]}ing",)
    return (f"{verb}ing", f"{verb}{verb[-1]}ing")


_BASES = frozenset(_VERBS.split())
_AMBIGUOUS = frozenset(_NOUNS_TOO.split())
_NO_OBJECT = frozenset(("of", "per", "and", "or", "is", "are", "in", "from", "by", ""))
_OF_THIRD = {_third(verb): verb for verb in _VERBS.split()} | {
    "does": "do",
    "goes": "go",
    "has": "have",
    "is": "be",
}
_OF_GERUND = {gerund: verb for verb in _VERBS.split() for gerund in _gerunds(verb)}
_IRREGULAR = frozenset(("is", "has", "does", "goes"))
_THIRD_OF = {verb: third for third, verb in _OF_THIRD.items() if third not in _IRREGULAR}

_WHO = (
    r"(?:we|workers?|agents?|they|you|people|everyone|somebody|someone|one|it"
    r"|the (?:team|worker|agent|workers)|our (?:team|workers|agents))"
)
_MODAL = (
    r"(?:'ll|’ll|'d|’d)?(?:\s+(?:will|would|must|should|shall|can|may|also|first|then|all|still"
    r"|have to|has to|need to|needs to|want to|ought to|like to)){0,4}"
)
_MAKES = (
    r"(?:create|build|write|make|draft|add|develop|needs?|requires?|wants?|have|has|set up|author|prepare"
    r"|introduce|uses?|calls? for|takes?|apply|follow|script|provide|get)"
)
_WORDS = r"(?:(?!(?:of|on|about|with|in|from|that|which)\b)[\w&/+'’.-]{1,40}\s+){0,6}?"
_QUOTED = r"[\"“‘'`*«]{1,3}[^\"“”‘’'`*«»\n]{1,100}[\"”’'`*»]{1,3}"
_THING = (
    r"(?:skills?|tools?|scripts?|programs?|programmes?|cli|utility|command|app|abilit(?:y|ies)|capability)"
)
_CALLED = (
    r"(?:,?\s*\(?(?:called|named|titled|known as)\s+"
    rf"(?:{_QUOTED}|[\w./-]{{1,60}}(?:\s[A-Z][\w-]{{0,40}}){{0,4}})\)?)?"
)
_ARTICLE = r"(?:an?|the|our|one|another|this|its)\s+"
_ARTIFACT = (
    rf"(?:(?:{_ARTICLE})?{_WORDS}(?:{_QUOTED}\s+)?{_WORDS}\b{_THING}\b[\"”’'`*]{{0,3}}"
    rf"(?:\s+{_QUOTED})?{_CALLED}|`[^`\n]{{1,200}}`|[\w/-]{{1,60}}\.(?:py|sh|md)\b)"
)
_CONNECT = r"(?:,?\s*(?P<link>that|which|who|to|for)\s+|\s*(?P<stop>[:–—]|-)\s+|\s*[.!]?\s*$)"
_ASKS = re.compile(
    rf"(?i)(?:(?:please|first|then|next|also|finally|so)[,:]?\s+)?(?:{_WHO}{_MODAL}\s+)?(?:also\s+)?"
    rf"(?:{_MAKES}\s+(?:us\s+|them\s+|for\s+)?|(?={_ARTICLE}|{_THING}\b|[`\"“‘']|[\w/-]{{1,60}}\.(?:py|sh|md)\b))"
    rf"{_ARTIFACT}{_CONNECT}"
)
_IN_THE_VOICE = re.compile(
    rf"(?i)(?:{_WHO}{_MODAL}\s+)?(?:write|work|answer|speak|report|reply|do (?:it|this))\s+"
    r"(?:in|with|using|after|by)\s+(?:the\s+(?:voice|style|tone|manner|way|spirit|format)\s+of\s+)?"
    rf"{_ARTIFACT}{_CONNECT}"
)
_SKILL_DOES = re.compile(
    rf"(?i)(?:the|this|our|each)\s+(?:{_QUOTED}\s+)?{_WORDS}{_THING}\s+"
    r"(?:should|must|will|can|shall|has to|needs to|is to)\s+(?:also\s+)?"
    r"(?=[a-z])(?!be\b|not\b|never\b|only\b|have\b)"
)
_ABILITY = re.compile(
    r"(?i)\b(?:be able to|able to|(?:know|knows|knowing|understands?|learn|learns) how to"
    r"|(?P<gerund>capable of|(?:good|skilled|practised|experienced|trained) (?:at|in)))\s+"
    r"(?:be good at\s+)?(?=[a-z])(?!be\b)"
)
_PEOPLE_MUST = re.compile(
    r"(?i)(?:the |our |all |every |each )?(?:workers?|agents?|we|they|you|people|everyone|somebody|someone"
    r"|team|it)(?:'ll|’ll)?\s+(?:also\s+)?(?:(?:must|need to|needs to|should|have to|has to|will|shall)\s+)+"
    r"(?:also\s+)?(?=[a-z])(?!be\b|not\b|never\b|only\b|have\b)"
)
_FINITE = re.compile(
    r"(?i)(?:should|must|will|can|shall|may|(?:is|are) able to|has to|have to|needs? to|knows? how to)\s+"
)
_ADVERB = re.compile(r"(?i)(?:also|then|first|finally|always|automatically|quickly|reliably)\s+")
_FIRST_WORD = re.compile(r"[A-Za-z][a-z-]*")
_AND_VERB = re.compile(
    r"(?:(?<=[,;])|\b(?:and|then|or))\s+(?:then\s+|also\s+)?(?=(?P<word>[a-z-]{2,20})\b\s*(?P<next>\S*))"
)
_CUT = re.compile(
    r";\s+(?:then\s+)?|,?\s+(?:and|&)\s+then\s+|,?\s+then\s+|,?\s+and\s+(?:also\s+)?(?=(?P<verb>[a-z-]{2,20})\s+(?P<next>\S+))"
    r"|,\s+(?=(?P<verb2>[a-z-]{2,20})\s+(?P<next2>\S+))"
)
_DETERMINER = re.compile(
    r"(?i)(?:an?|the|each|every|all|any|both|what|which|who|how|whether|where|why|when|it|them|its|their|our|his|her"
    r"|one|two|three|four|five|this|that|these|those|only|no|as|out|up|\d.*)$"
)
_SLASHED = re.compile(
    r"(?P<at>\s(?:into|as|by|between|among|under))?:?\s(?P<list>[\w-]{1,40}(?:\s/\s[\w-]{1,40}){1,9})(?=[\s.,;)!]|$)"
)
_BRACKETED = re.compile(r"\s*\(([^()]{3,300})\)")
_AFTER_COLON = re.compile(r"\s*[:–—]\s+(\S.{3,500}?)[.!]?$")
_PARTS = re.compile(r";\s+|,\s+(?:and\s+|or\s+)?|\s+and\s+(?=\S+$)")
_FIRM_BAR = re.compile(
    r"(?i)\b(?:must(?:n't| not)?|never|not|don't|only|at (?:least|most)|no more than|no|each|every|always"
    r"|without|within|exactly|may not|under \d|up to \d)\b|\d\s?%"
)
_COUNTS = re.compile(r"(?i)(?:one|two|three|all|\d+)\b|.{2,40}\s(?:respected|required|forbidden|allowed)$")
_ABOUT_A_THING = re.compile(rf"(?i){_THING}\b|`|\.(?:py|sh|md)\b")
_USES = re.compile(r"(?i)\b(?:uses?|apply|follow)\b")


@dataclass(frozen=True, slots=True)
class Work:
    """One sentence of an approach, taken apart."""

    text: str  # the whole, without what only asks for it
    steps: tuple[str, ...]  # its parts, each an instruction; empty when it is one plain thing
    bars: tuple[str, ...]  # conditions listed in it
    listed: int  # how many things one of `steps` lists
    listed_at: int  # which one, counted from 1


def unframed(sentence: str, *, of_skill: bool = False) -> str:
    """The work that a sentence asks for, as an instruction; the sentence itself when it only tells something.

    `of_skill`: it speaks of the skill in question, whose work is what one is to use it for.
    """
    if _ABOUT_A_THING.search(sentence):
        for pattern in (_IN_THE_VOICE, _ASKS) if of_skill else (_ASKS,):
            if (found := pattern.match(sentence)) and (of_skill or not _USES.search(found[0])):
                rest = sentence[found.end() :].strip()
                return _linked(rest, found["link"] or "") if rest else ""
        if found := _SKILL_DOES.match(sentence):
            return capital(sentence[found.end() :])
    if found := _ABILITY.search(sentence[:160]) or _PEOPLE_MUST.match(sentence):
        rest = sentence[found.end() :]
        return capital(_imperative(rest) if found.groupdict().get("gerund") else rest)
    first = sentence.split(" ", 1)[0].lower()
    if first in _OF_THIRD and first not in _IRREGULAR and _OF_THIRD[first] not in _AMBIGUOUS:
        return _imperative(sentence, finite=True)
    return sentence


def _linked(rest: str, link: str) -> str:
    link = link.lower()
    if link in ("that", "which", "who"):
        if finite := _FINITE.match(rest):
            return capital(rest[finite.end() :])
        return _imperative(rest, finite=True)
    if link == "for":
        first = _FIRST_WORD.match(rest)
        return _imperative(rest) if first and first[0].lower() in _OF_GERUND else f"Handle {rest}"
    first = _FIRST_WORD.match(rest)
    if first is not None and first[0].lower() in _OF_THIRD and not link:
        return _imperative(rest, finite=True)
    return f"Keep to this: {rest}" if not link and _bars_of(rest) else capital(rest)


def _imperative(text: str, *, finite: bool = False) -> str:
    """The text with its verbs in the form that tells someone to do it ("sorts …, and flags the …")."""
    adverb = _ADVERB.match(text)
    text = text[adverb.end() :] if adverb else text
    first = _FIRST_WORD.match(text)
    if first is None:
        return capital(text)
    word = first[0].lower()
    base = (_OF_THIRD.get(word) or (_plain(word) if finite else None)) or _OF_GERUND.get(word, word)
    forms = _OF_THIRD if finite else _OF_GERUND
    return capital(base + _inflected(text[first.end() :], forms))


def _plain(third: str) -> str:
    """The base of a verb that is in no list ("hyphenates")."""
    if third.endswith("ies") and len(third) > 4:
        return f"{third[:-3]}y"
    if third.endswith(("ches", "shes", "sses", "xes", "zzes")):
        return third[:-2]
    return third[:-1] if third.endswith("s") and not third.endswith("ss") else third


def _inflected(text: str, forms: dict[str, str]) -> str:
    """The text with each verb that follows "and", "then" or a comma in the other form."""
    parts, begin = [], 0
    for found in _AND_VERB.finditer(text):
        word = found["word"]
        if word in forms and word not in _IRREGULAR and _is_verb(word, forms[word], found["next"]):
            parts += [text[begin : found.end()], forms[word]]
            begin = found.end() + len(word)
    return "".join([*parts, text[begin:]])


def _is_verb(word: str, other: str, following: str) -> bool:
    """Whether the word is a verb here: it may be a noun as well, and then only a determiner tells."""
    following = following.strip(".,;:()")
    if following in _NO_OBJECT:
        return False
    plain = word.endswith("ing") or not (word in _AMBIGUOUS or other in _AMBIGUOUS)
    return plain or bool(_DETERMINER.match(following))


def third_person(text: str) -> str:
    """What someone does, of an instruction: "Sort tickets and flag the old" gives "Sorts … and flags …"."""
    first = _FIRST_WORD.match(text)
    third = _THIRD_OF.get(first[0].lower()) if first else None
    if first is None or third is None:
        return text
    return capital(third + _inflected(text[first.end() :], _THIRD_OF))


def capital(text: str) -> str:
    """The text with a capital letter at its start, unless it starts with a name such as iPhone or a_b."""
    first = text.split(maxsplit=1)[0] if text.strip() else ""
    return text[0].upper() + text[1:] if first.strip(",.;:!?()").islower() and "_" not in first else text


def ended(text: str) -> str:
    """The text as a sentence with its stop."""
    text = text.rstrip(" ,;:–—")
    return text if not text or text.endswith((".", "!", "?", "…", "。", "！", "？", "؟")) else f"{text}."


def work_of(sentence: str, *, of_skill: bool = False) -> Work:
    """A sentence taken apart: what it asks for, the steps in it, the conditions in it."""
    text = unframed(sentence, of_skill=of_skill)
    if " / " in text and (found := _SLASHED.search(text)):
        return _choices(text, found)
    if bars := _bars_of(text.removeprefix("Keep to this: ")):
        return Work(capital(text), (), tuple(bars), 0, 0)
    for pattern in (_BRACKETED, _AFTER_COLON):
        if (found := pattern.search(text)) and (listed := _listed(found[1])):
            return _with_list(text, text[: found.start()], listed, text[found.end() :])
    steps = [ended(capital(piece)) for piece in _pieces(text)]
    return Work(capital(text), tuple(steps) if len(steps) > 1 else (), (), 0, 0)


def _with_list(text: str, before: str, listed: list[str], after: str) -> Work:
    steps = [capital(piece) for piece in _pieces(before + after)]
    if _are_bars(listed):
        return Work(capital(text), tuple(map(ended, steps)), tuple(listed), 0, 0)
    at = len(_pieces(before))
    if all(map(_starts_with_verb, listed)):
        steps[at:at] = map(capital, listed)
        return Work(capital(text), tuple(map(ended, steps)), (), 0, 0)
    steps.insert(at, f"Cover: {', '.join(listed)}")
    return Work(capital(text), tuple(map(ended, steps)), (), len(listed), at + 1)


def _bars_of(text: str) -> list[str]:
    """The conditions of a text that is nothing but a list of them."""
    listed = _listed(text) if "," in text and not _starts_with_verb(text) else []
    return listed if listed and all(map(_is_condition, listed)) else []


def _choices(text: str, found: re.Match[str]) -> Work:
    """ "Sort them into a / b / c": a step, and the choice that it comes to."""
    at = found["at"] or ""
    head, tail = text[: found.start()].rstrip(), text[found.end() :].strip(" .")
    choices = found["list"].split(" / ")
    choose = f"Choose for each: {', '.join(choices[:-1])} or {choices[-1]}."
    steps = [ended(capital(piece)) for piece in _pieces(head)] if head else []
    after = [ended(capital(tail.lstrip(",; ").removeprefix("and ").removeprefix("then ")))] if tail else []
    shown = f"{head}{at}: {found['list']}{text[found.end() :]}"
    return Work(capital(shown.lstrip(": ")), (*steps, choose, *after), (), len(choices), len(steps) + 1)


def _listed(text: str) -> list[str]:
    """The parts of a list: two to ten short ones; nothing when the text is not one."""
    parts = [part.strip(" .") for part in _PARTS.split(text)]
    short = 2 <= len(parts) <= 10 and all(part and len(part.split()) <= 9 for part in parts)
    return parts if short else []


def _are_bars(parts: list[str]) -> bool:
    return sum(map(_is_condition, parts)) * 2 > len(parts)


def _is_condition(text: str) -> bool:
    return bool(_FIRM_BAR.match(text) or _COUNTS.match(text))


def _starts_with_verb(text: str) -> bool:
    word, _, rest = text.partition(" ")
    return bool(rest) and word.lower() in _BASES and _is_verb(word.lower(), "", rest.split(" ", 1)[0])


def _pieces(text: str) -> list[str]:
    """The text cut where another thing to do begins, outside brackets, code and quotation marks."""
    pieces, begin = [], 0
    tells = (first := _FIRST_WORD.match(text)) is not None and first[0].lower() in _BASES
    for found in _CUT.finditer(text):
        verb, following = found["verb"] or found["verb2"], found["next"] or found["next2"]
        if not (tells or "then" in found[0]) or (
            verb and not (verb in _BASES and _is_verb(verb, "", following))
        ):
            continue
        before = text[begin : found.start()]
        if before.count("(") == before.count(")") and not (before.count("`") % 2 or before.count('"') % 2):
            pieces.append(before)
            begin = found.end()
    pieces.append(text[begin:])
    return [piece.strip(" ,;:.") for piece in pieces if any(c.isalnum() for c in piece)]


def bars_in(text: str) -> list[str]:
    """The condition that a text sets, from the word that sets it to the end of its clause."""
    found = _FIRM_BAR.search(text)
    if found is None:
        return []
    clause = text[found.start() :]
    if text[: found.start()].strip():
        clause = re.split(r"[,;:]\s|\.\s", clause)[0]
    clause = clause if len(clause.split()) > 1 else text
    return [capital(clause.strip(" ,;:."))]


def is_bar(text: str) -> bool:
    """Whether a text does nothing but set a condition ("never name a sum …", "no jargon")."""
    found = _FIRM_BAR.search(text[:40])
    return found is not None and (found.start() == 0 or not _starts_with_verb(text))


def steps_in(sentence: str) -> list[str]:
    """The steps that a sentence asks for, at least one when it asks for anything."""
    work = work_of(sentence)
    if not work.text:
        return []
    return [*(work.steps or [ended(work.text)]), *(f"Keep to: {bar}." for bar in work.bars if work.steps)]
