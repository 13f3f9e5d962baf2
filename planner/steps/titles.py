"""The title of a step: short, an order where the text allows it, never cut inside brackets."""

from __future__ import annotations

import re
from functools import lru_cache

from planner.steps.clauses import open_up, opens_with_deed
from planner.steps.text import either, ends_sentence, outside, plain
from planner.steps.words import SMALL_WORDS

MAX_TITLE = 80  # characters
_LONG = 600  # of a text that is looked at

_BOLD_LEAD = re.compile(
    r"(?:\*\*|__)([^*_]{2,100}?)(?P<parted>[\s.:–—-]*)(?:\*\*|__)\s*(?P<sign>[.:–—-]*)\s*"
)
_DAYS_AND_MONTHS = either(
    """
    monday~; tuesday~; wednesday~; thursday~; friday~; saturday~; sunday~; montag~; dienstag~; mittwoch~;
    donnerstag~; freitag~; samstag~; sonntag~; lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche;
    lunes; martes; miércoles; jueves; viernes; sábado; domingo; jan~; feb~; mar~; apr~; may; jun~; jul~;
    aug~; sep~; oct~; nov~; dec~
    """
)
_TIME = re.compile(
    rf"\W*(?:{_DAYS_AND_MONTHS}|\d{{1,2}}[./]\d{{1,2}}\.?|\d{{1,2}}:\d{{2}})\W*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\s*(?:\([^()]{0,400}\)|\[[^\[\]]{0,400}\])")
_INTO = either("to; into; in; as; under; nach; unter; als; dans; sous; comme; en; como; a")
_FILE = r"[\w./+-]*(?:/|\.[A-Za-z]\w{0,5})(?=\s|$)"
# "… and write them to prices.csv": the declared outputs say it.
_INTO_FILE = re.compile(
    rf"\s+und\s+{_INTO}\s+{_FILE}\s+\w+en(?=\s|$)"
    rf"|(?:\s+and\s+\w+\s+(?:it|them|everything|the\s\w+))?\s+(?:and\s+)?{_INTO}\s+{_FILE}[,;]?",
    re.IGNORECASE,
)
# "Write the terms, out/terms.md": the same as a name for what it leaves.
_FILE_BESIDE = re.compile(rf",\s{_FILE}$")
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,3}")  # "M1: …"
_NUMBERS = r"\d{1,3}[a-z]?(?:[\s,]*(?:and|und|et|y|to|bis|à|a|–|-)?\s*\d{1,3}[a-z]?)*"
_STEPS = either(
    "step; steps; schritt; schritten; schritte; étape; étapes; paso; pasos; task; tasks; phase; phases"
)
_BY = either(
    """
    after; before; from; using; with; of; in parallel with; in parallel to; independent of; parallel zu;
    unabhängig von; nach; vor; aus; mit; après; avant; de; des; en parallèle de; à partir; después de;
    antes de; del; con
    """
)
# "…, after steps 1 to 3": the order says it.
_REFERENCE = re.compile(
    rf"[,;]?\s+(?:only |erst |but )?{_BY}\s(?:\w+\s){{0,3}}?(?:l['’])?{_STEPS}\s{_NUMBERS}\W*$", re.IGNORECASE
)
_REFERENCE_FIRST = re.compile(
    rf"{_BY}\s(?:[\w'’]+\s){{0,5}}?{_STEPS}\s{_NUMBERS}\s*,?\s+(?=\S)", re.IGNORECASE
)
_ONCE = re.compile(
    rf",?\s{either('as soon as; once; dès que; une fois que; sobald; en cuanto; una vez que')}\s.*$"
    rf"|,\s{either('after; après; nach; después de')}\s.*$"
)
_ASIDE_WORDS = either(
    """
    which; qui; with; without; at most; at least; must; nach; mit; gemäß; höchstens; mindestens; avec;
    selon; con; según; sans; sin
    """
)
_ASIDE = re.compile(rf",\s(?:using|\w{{3,}}ing|{_ASIDE_WORDS})\s")
_JOINING_WORDS = either(
    """
    so that; because; since; which; where; in order to; to make sure; until; unless; if; as soon as;
    damit; weil; sodass; wobei; falls; afin de; afin que; pour que; parce que; para que; porque; con el
    fin de; and; und; et; y
    """
)
_JOINED = re.compile(rf",?\s(?:{_JOINING_WORDS})\s|,\s")
_WEAK_END = re.compile(r"[\s,;:–—-]+$")


@lru_cache(maxsize=1024)  # a text is read again at every pause while it is written
def title_of(text: str) -> str:
    """What a person would call this step; never empty for a text with a letter or digit."""
    head, rest = _bold_lead(text[:_LONG])
    if head:
        return _finish(head)
    clause = _BRACKETS.sub("", open_up(_first_clause(plain(rest))).deed)
    return _finish(clause) or _finish(plain(text[:_LONG])) or "Do the work"


def _bold_lead(text: str) -> tuple[str, str]:
    """The bold words that open an item and name it; without them, the text itself."""
    found = _BOLD_LEAD.match(text)
    if not found:
        return "", text
    head, rest = plain(found.group(1)).strip(), text[found.end() :]
    if _TIME.fullmatch(head) or not head:
        return "", rest or text
    # A single emphasised word in a sentence names nothing: "**Never** open the valve".
    parted = found.group("parted").strip() or found.group("sign")
    if rest and len(head.split()) < 2 and not parted and not opens_with_deed(head):
        return "", text
    return head, rest


def _first_clause(text: str) -> str:
    """Up to the end of the sentence, a colon or a dash, whichever leaves something to do."""
    for at in outside(text, ".;:!?–—-→"):
        sign, after = text[at], text[at + 1 : at + 2]
        if at < 3 or (after and not after.isspace()) or (sign == "." and not ends_sentence(text, at)):
            continue
        head, rest = text[:at].strip(), text[at + 1 :].strip()
        if sign in "–—-→":
            names_time = len(head) < 30 and _TIME.fullmatch(head)
            if not text[at - 1].isspace() or (len(head.split()) < 2 and not names_time):
                continue
            return _first_clause(rest) if names_time and rest else head
        if sign == ":" and rest and _only_labels(head, rest):
            return _first_clause(rest)
        return head
    return text


def _only_labels(head: str, rest: str) -> bool:
    """ "Legal: run the licence review" is about running it; "Compare: what differs?" is not."""
    if open_up(f"{head}: {rest}").lead:
        return True
    if opens_with_deed(head) or len(head.split()) > 4:
        return False
    return opens_with_deed(rest) or bool(_TIME.fullmatch(head) or _CODE.fullmatch(head))


def _finish(clause: str) -> str:
    title = " ".join(plain(clause).split())
    first = _REFERENCE_FIRST.match(title)
    title = title[first.end() :] if first else title
    aside = _ASIDE.search(title)
    if aside and len(title[: aside.start()].split()) > 1 and _balanced(title[: aside.start()]):
        title = title[: aside.start()]
    title = _shorter(title)
    for told_elsewhere in (_REFERENCE, _ONCE, _INTO_FILE, _FILE_BESIDE):
        shorter = told_elsewhere.sub("", title)
        title = shorter if len(shorter.split()) > 1 or opens_with_deed(shorter) else title
    title = _WEAK_END.sub("", _whole(title)).rstrip(".").strip()
    return title[:1].upper() + title[1:]


def _shorter(title: str) -> str:
    """Cut where a clause ends, else where a word does; not after a word that asks for another."""
    if len(title) <= MAX_TITLE:
        return title
    ends = [found.start() for found in _JOINED.finditer(title[: MAX_TITLE + 10])]
    cuts = [at for at in ends if 20 <= at <= MAX_TITLE and _balanced(title[:at])]
    if cuts:
        return title[: cuts[-1]]
    words = title[:MAX_TITLE].rsplit(" ", 1)[0].split()
    while len(words) > 2 and (words[-1].lower().strip(",;") in SMALL_WORDS or not _balanced(" ".join(words))):
        words.pop()
    return " ".join(words)


def _whole(title: str) -> str:
    """Without brackets that the text itself leaves open, or closes without having opened them."""
    for opening, closing in ("()", "[]"):
        if title.count(opening) != title.count(closing):
            head = title[: title.find(opening)] if opening in title else ""
            title = head if len(head.split()) > 1 else title.replace(opening, "").replace(closing, "")
    return title


def _balanced(text: str) -> bool:
    return (
        text.count("(") == text.count(")") and text.count("[") == text.count("]") and text.count('"') % 2 == 0
    )
