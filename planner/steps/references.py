"""What a step says of the others: "after step 2", "depends on 1 and 3", "once the map is drawn"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from planner.steps.text import either, vocabulary
from planner.word_lists import word_set

_ONE = r"\d{1,3}(?:\.\d{1,2})*[a-z]?"
_TO = r"(?:to|–|-|through|bis|à|al?)"
_JOINED = rf"\s*(?:,\s*(?:and|und|et|y)|,|and|&|\+|or|und|et|y|sowie|{_TO})\s*"
_STEP = either(
    """
    step; steps; task; tasks; item; items; point; points; no.; nos.; schritt; schritte; schritten;
    schritts; aufgabe; aufgaben; punkt; punkte; punkten; étape; étapes; etape; etapes; tâche; tâches;
    paso; pasos; tarea; tareas; punto; puntos; nr.
    """
)
_LIST = rf"{_ONE}(?:{_JOINED}(?:{_STEP}\s*)?#?{_ONE}(?![\w%]))*"
_STEPS = re.compile(rf"(?<![\w-]){_STEP}\s*(?:n[°ºo.]+\s*)?#?({_LIST})(?![\w%])", re.IGNORECASE)
_BEFORE_NUMBERS = either(
    """
    depends on; depend on; depending on; dependent on; after; needs; requires; follows; builds on; waits
    for; hängt ab von; nach; braucht; benötigt; setzt; dépend de; après; nécessite; requiert; depende de;
    después de; necesita; requiere
    """
)
# Without the word "step" the numbers must end the clause: "after 7 days" speaks of days.
_BARE = re.compile(
    rf"(?<![\w-]){_BEFORE_NUMBERS}\s+#?({_LIST})(?=\s*(?:[).,;:\]]|$|ab\b|voraus\b))",
    re.IGNORECASE,
)
_RANGE = re.compile(rf"({_ONE})\s*{_TO}\s*(?:{_STEP}\s*)?({_ONE})", re.IGNORECASE)
# What stands before a number: the first that is found says how the two steps stand to each other.
_RELATIONS = [
    (relation, re.compile(rf"\b{either(words)}\b", re.IGNORECASE))
    for relation, words in (
        (
            "apart",
            """
            independent; independently; unabhängig; indépendan~; independiente~; regardless; not depend;
            not need; not wait; n't depend; n't need; n't wait; without waiting; no need to wait; nicht
            auf
            """,
        ),
        (
            "beside",
            """
            parallel~; alongside; same time; simultaneous~; gleichzeitig; zeitgleich; même temps;
            parallèle; mismo tiempo; paralelo; a la vez; while; während; pendant; mientras
            """,
        ),
        ("ahead", "before; prior to; bevor; vor; avant; antes"),
        (
            "like",
            """
            as in; like; see; same as; as described; wie in; wie bei; siehe; comme; voir; como; véase;
            ver; repeat; wiederhol~; répéter; repetir
            """,
        ),
    )
]
_WHENEVER = either(
    """
    at any time; any time; can start now; can start at once; jederzeit; à tout moment; en cualquier
    momento
    """
)
_OF_ALL = re.compile(
    r"\b(?:independent(?:ly)? of|unabhängig von|indépendan\w+ (?:de|des)|independiente\w* de)\s+"
    r"(?:all\s+|allen\s+|toutes\s+|todos\s+)?(?:the\s+|den\s+|de\s+|les\s+|los\s+|las\s+)?"
    r"(?:other|rest|everything|all|anderen|übrigen|autres|tout|otros|otras|demás)"
    rf"|\b{_WHENEVER}\b",
    re.IGNORECASE,
)
_AFTER = either(
    """
    after; following; once; when; as soon as; depend on; depends on; depending on; dependent on; draw on;
    draws on; based on; build on; builds on; relies on; sobald; nachdem; wenn; hängt von; hängt ab von;
    baut auf; beruht auf; auf basis von; auf basis der; auf basis des; auf grundlage von;
    auf grundlage der; auf grundlage des; après; une fois; dès que; lorsque; quand; dépend de; dépend des;
    dépend du; s'appuie sur; à partir de; à partir des; à partir du; después de; una vez; cuando;
    en cuanto; tras; depende de; depende del; se basa en; a partir de; a partir del
    """
)
_NAMED = re.compile(
    rf"\b(?:{_AFTER}|nach (?=(?:dem|der|den)\b))\s+(?!(?:that|this|cela|quoi|das|eso|ello)\b)"
    r"(?:both\s+|having\s+)?(?P<what>[^.,;:()\n]{2,90})"
    r"|(?:^|[,;.(]\s*|\bbut |\bmais |\baber |\bpero )(?P<there>[^.,;:()\n]{3,60}?)"
    r"\s(?:ha(?:s|ve) to|must|needs? to) be\s(?:there|ready|done|finished|complete|available)\b",
    re.IGNORECASE,
)
_VERBS = either(
    """
    is; are; has; have; was; were; we; they; ist; sind; vorlieg~; fertig; steh~; wir; est; sont; a été;
    ont; nous; está~; ha; han; es; son
    """
)
_NAME_ENDS = re.compile(
    rf"\s{_VERBS}\b.*",
    re.IGNORECASE,
)
# "Following the mapping skill" follows no step.
_CAPABILITY = re.compile(
    r"\b(?:skills?|tools?|scripts?|guide|skript|kompetenz|compétence|outil|habilidad)\b", re.IGNORECASE
)
_AND = re.compile(r"\s(?:and|und|et|y|as well as|sowie)\s")
_DIGIT = re.compile(r"\d")
# Of the patterns above, the words without which each finds nothing.
_NUMBERED_WORDS = word_set(
    """
    step steps task tasks item items point points no nos schritt schritte schritten schritts aufgabe
    aufgaben punkt punkte punkten étape étapes etape etapes tâche tâches paso pasos tarea tareas punto
    puntos nr depends depend depending dependent after needs requires follows builds waits hängt nach
    braucht benötigt setzt dépend après nécessite requiert depende después necesita requiere
    """
)
_OF_ALL_WORDS = word_set(
    """
    independent independently unabhängig indépendant indépendante indépendants indépendantes
    indépendamment independiente independientes independientemente time start jederzeit moment
    """
)
_NAMED_WORDS = word_set(
    """
    after following once when soon depends depend depending dependent draws draw based builds build relies
    sobald nachdem wenn nach hängt baut beruht basis grundlage après une dès lorsque quand dépend appuie
    partir después una cuando cuanto tras depende basa has have must need needs
    """
)


@dataclass(slots=True)
class References:
    """What a step says about the others, as it is written."""

    after: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)  # "before step 4"
    apart: list[str] = field(default_factory=list)  # independent of these
    like: list[str] = field(default_factory=list)  # mentioned, and no more
    names: list[str] = field(default_factory=list)  # "the interviews"
    of_all: bool = False  # independent of all others

    def __bool__(self) -> bool:
        return bool(self.after or self.beside or self.apart or self.of_all)


def references_in(text: str) -> References:
    """The other steps that a text refers to; `text` is plain."""
    found = References()
    words = vocabulary(text)
    if not words.isdisjoint(_NUMBERED_WORDS) and _DIGIT.search(text):
        for one in _STEPS.finditer(text):
            relation = _relation(text[max(0, one.start() - 60) : one.start()])
            getattr(found, relation).extend(numbers_in(one.group(1)))
        for one in _BARE.finditer(text):
            found.after += numbers_in(one.group(1))
    found.of_all = not words.isdisjoint(_OF_ALL_WORDS) and bool(_OF_ALL.search(text))
    if not words.isdisjoint(_NAMED_WORDS):
        for one in _NAMED.finditer(text):
            phrase = _NAME_ENDS.sub("", one.group("what") or one.group("there"))
            if not _DIGIT.search(phrase) and not _CAPABILITY.search(phrase):
                found.names += [part for part in _AND.split(f" {phrase} ") if part.strip()]
    return found


def references_of_cell(text: str) -> References:
    """What a cell of the column "depends on" names: numbers, or other steps by their words."""
    found = References(after=numbers_in(text))
    if not found.after:
        found.names = [part for part in re.split(r"[,;]|\s(?:and|und|et|y)\s", text) if part.strip()]
    return found


def numbers_in(listed: str) -> list[str]:
    """ "1, 3 to 5 and 7b" → 1, 3, 4, 5, 7b."""
    numbers: list[str] = []
    for first, last in _RANGE.findall(listed):
        if first.isdigit() and last.isdigit() and 0 < int(last) - int(first) < 50:
            numbers += [str(number) for number in range(int(first), int(last) + 1)]
    numbers += re.findall(_ONE, listed.lower())
    return list(dict.fromkeys(numbers))


def _relation(before: str) -> str:
    """How a step stands to the one whose number follows these words."""
    before = re.split(r"[.,;]\s|\b(?:but|aber|mais|pero)\b", before)[-1]
    return next((relation for relation, pattern in _RELATIONS if pattern.search(before)), "after")
