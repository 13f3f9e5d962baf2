"""What a step says of the others: "after step 2", "depends on 1 and 3", "once the map is drawn"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from planner.steps.text import either, vocabulary
from planner.words.lists import word_set

_PLAIN = r"\d{1,3}(?:\.\d{1,2})*[a-z]?"
_LETTER = r"(?-i:(?<!\w)[A-H](?![\w'’]))"  # of "Task B"
_CODE = rf"(?:[a-z]{{1,3}}-?{_PLAIN}|{_LETTER})"  # "T4", "WP-2"
_ONE = rf"(?:(?<![a-z]){_CODE}|{_PLAIN}|{_LETTER})"
_TO = r"(?:to|–|-|through|bis|à|al?)"
_JOINED = rf"\s*(?:,\s*(?:and|und|et|y)|,|and|&|\+|or|und|et|y|sowie|{_TO})\s*"
_STEP = either(
    """
    step; steps; task; tasks; item; items; point; points; no.; nos.; schritt; schritte; schritten; schritts;
    ap; wp; arbeitspaket; arbeitspakete; work package; work packages; phase; phases; aufgabe; aufgaben;
    punkt; punkte; punkten; étape; étapes; etape; etapes; tâche; tâches; paso; pasos; tarea; tareas; punto;
    puntos; nr.
    """
)
_LIST = rf"{_ONE}(?:{_JOINED}(?:{_STEP}\s*)?#?{_ONE}(?![\w%]))*"
_STEPS = re.compile(rf"(?<![\w-]){_STEP}\s*(?:n[°ºo.]+\s*)?#?({_LIST})(?![\w%])", re.IGNORECASE)
_WAITING = """
    depends on; depend on; depending on; dependent on; depends; deps; dependencies; after; needs; requires;
    follows; following; builds on; waits for; wait for; waiting for; blocked by; prerequisite;
    prerequisites; once; when; as soon as; until; not before; nicht vor; nicht bevor; erst nach; pas avant;
    hängt ab von; hängt an; abhängig von; nach; braucht; benötigt; using; based on; with the results of; mit
    den ergebnissen aus; mit den ergebnissen von; avec les résultats de; con los resultados de; setzt;
    voraussetzung; voraussetzungen; wartet auf; sobald; wenn; nachdem; dépend de; après; nécessite;
    requiert; attend; prérequis; dès que; quand; lorsque; une fois; depende de; después de; necesita;
    requiere; espera a; requisito; requisitos; tras; cuando; en cuanto; una vez
    """
_BESIDE = """
    parallel to; parallel with; alongside; same time as; simultaneously with; parallel zu; gleichzeitig mit;
    zeitgleich mit; parallèle de; parallèle à; parallèle avec; même temps que; paralelo a; paralelo con;
    mismo tiempo que; a la vez que; while; during; as long as; während; solange; pendant; tant que; durante;
    mientras
    """
_DONE = either(
    """
    is; are; has; have; done; finished; complete~; ab; voraus; ist; sind; erledigt; fertig; abgeschlossen;
    beendet; vorlieg~; est; sont; soit; soient; terminé~; fini~; está; están; esté; estén; haya~; termin~;
    acab~; list~; hech~
    """
)
# Without the word "step" the numbers must end the clause or be done: "after 7 days" speaks of days. Codes
# speak for themselves.
_BARE = re.compile(
    rf"(?<![\w-]){either(_WAITING + ';' + _BESIDE)}\s*:?\s+(?:both\s+)?"
    rf"(?:#?(?P<numbers>{_LIST})(?=\s*(?:[).,;:\]]|$|{_DONE}\b))"
    rf"|(?P<codes>{_CODE}\b(?:{_JOINED}{_CODE}\b)*))"
    rf"|\b{either('before; prior to; bevor; vor; avant; antes de')}\s+"
    rf"(?P<ahead>{_CODE}\b(?:{_JOINED}{_CODE}\b)*)",
    re.IGNORECASE,
)
_RANGE = re.compile(
    rf"(?<![a-z])([a-z]{{0,3}}-?)(\d{{1,3}})\s*{_TO}\s*(?:{_STEP}\s*)?\1(\d{{1,3}})(?!\w)", re.IGNORECASE
)
# What stands before a number: the first that is found says how the two steps stand to each other.
_RELATIONS = [
    (relation, re.compile(rf"\b{either(words)}\b", re.IGNORECASE))
    for relation, words in (
        (
            "after",
            """
            not before; nicht vor; nicht bevor; pas avant; no antes
            """,
        ),
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
    at any time; any time; can start now; can start at once; can start right away; can start straight away;
    can start immediately; can begin right away; can begin at once; can begin immediately; can begin now; no
    prerequisites; no prerequisite; no dependencies; nothing to wait for; nothing has to be finished first;
    nothing has to be done first; waits for nothing; depends on nothing; jederzeit; kann sofort beginnen;
    kann sofort starten; kann sofort losgehen; kann gleich beginnen; kann gleich losgehen; ab sofort
    möglich; sofort möglich; keine voraussetzung; keine voraussetzungen; ohne voraussetzung; ohne
    voraussetzungen; hängt von nichts ab; à tout moment; dès maintenant; peut commencer tout de suite; peut
    commencer immédiatement; aucun prérequis; sans prérequis; ne dépend de rien; en cualquier momento; puede
    empezar ya; puede empezar ahora; puede empezar de inmediato; puede comenzar ya; desde ya; sin requisitos
    previos; no depende de nada
    """
)
_OF_ALL = re.compile(
    r"\b(?:independent(?:ly)? of|unabhängig von|indépendan\w+ (?:de|des)|independiente\w* de)\s+"
    r"(?:all\s+|allen\s+|toutes\s+|todos\s+)?(?:the\s+|den\s+|de\s+|les\s+|los\s+|las\s+)?"
    r"(?:other|rest|everything|all|anderen|übrigen|autres|tout|otros|otras|demás)"
    r"|\b(?:(?:does not|doesn[’']t|do not|need not) (?:depend on|wait for|need) (?:the|any)"
    r"|hängt nicht (?:von|an) de[rmn]|ne dépend pas (?:de la|de l['’]|du|des)|no depende de(?:l| las?| los))"
    r"\b[^.\d]*(?:[.)]|$)"
    rf"|\b{_WHENEVER}\b",
    re.IGNORECASE,
)
_AFTER = either(
    """
    after; following; upon; on receipt of; on completion of; once; when; as soon as; only with; depend on;
    depends on; depending on; dependent on; draw on; draws on; based on; build on; builds on; relies on;
    with the results of; with the result of; using the results of; on the basis of; blocked by; waits for;
    waiting for; needs the; requires the; es braucht die; es braucht den; il faut les; il faut la; il faut
    le; hace falta; hacen falta; sobald; nachdem; wenn; braucht die; braucht den; braucht das; setzt die;
    setzt den; setzt das; mit den ergebnissen der; mit den ergebnissen des; mit den ergebnissen aus; mit dem
    ergebnis der; mit dem ergebnis des; anhand der; anhand des; hängt von; hängt ab von; baut auf; beruht
    auf; auf basis von; auf basis der; auf basis des; auf grundlage von; auf grundlage der; auf grundlage
    des; après; une fois; suite à; au terme de; au terme du; à la clôture de; à la clôture du; à l'issue de;
    à l'issue du; à l'issue des; à la suite de; sur la base de; sur la base du; sur la base des; avec les
    résultats de; avec les résultats du; avec les résultats des; nécessite le; nécessite la; nécessite les;
    dès que; dès; lorsque; à la fin de; à la fin du; à la fin des; quand; dépend de; dépend des; dépend du;
    s'appuie sur; à partir de; à partir des; à partir du; después de; una vez; cuando; en cuanto; tan pronto
    como; tras; al terminar; al acabar; con los resultados de; con los resultados del; con el resultado de;
    con base en; requiere el; requiere la; requiere los; requiere las; necesita el; necesita la; necesita
    los; necesita las; depende de; depende del; se basa en; a partir de; a partir del
    """
)
_NAMED = re.compile(
    rf"\b{_AFTER}\s+(?!(?:that|this|cela|quoi|das (?=ist|getan|geschehen)|eso|ello)\b)"
    r"(?:both\s+|having\s+)?(?P<what>[^.,;:()\n]{2,90})"
    r"|(?:^|[,;.(]\s*|\bbut |\bmais |\baber |\bpero )(?P<there>[^.,;:()\n]{3,60}?)"
    r"\s(?:ha(?:s|ve) to|must|needs? to) be\s(?:there|ready|done|finished|complete|available)\b",
    re.IGNORECASE,
)
# "Nach der Prüfung der Tafeln drucken wir …": no comma ends the clause, but its nouns do.
_NACH = re.compile(
    r"\b[Nn]ach\s+(?P<what>(?:(?:dem|der|den|unserer|unserem|einer|einem)\s+)?(?:[a-zäöüß]+e[rnm]\s+)?"
    r"[A-ZÄÖÜ][\wäöüß-]+(?:\s+(?:des|der|von|vom)\s+(?:[a-zäöüß]+e[rn]\s+)?[A-ZÄÖÜ][\wäöüß-]+)?)"
)
_DURING = re.compile(
    rf"\b{either(_BESIDE)}\s+(?P<what>(?:the|der|des|dem|den|die|das|le|la|les|el|los|las|we|wir)\b[^.,;:()\n]{{2,60}}"
    rf"|l['’][^.,;:()\n]{{2,60}})",
    re.IGNORECASE,
)
_VERBS = either(
    """
    is; are; has; have; was; were; we; they; ist; sind; vorlieg~; lieg~; fertig; steh~; wir; est; sont; soit;
    soient; a été; ont; aura; auront; nous; está~; esté~; haya~; ha; han; es; son; sea; sean
    """
)
# What was ordered comes: "once they have arrived".
_ARRIVAL = either(
    """
    arriv~; delivered; delivery; come in; comes in; came in; is here; are here; granted; eintreff~;
    eingetroffen; ankomm~; angekommen; geliefert; lieferung; da ist; da sind; bewilligt; bewilligung;
    genehmigt; genehmigung; erteilt; erteilung; livré~; livraison; reçu~; accordé~; lleg~; entreg~;
    concedid~
    """
)
_ARRIVES = re.compile(rf"\b{_ARRIVAL}\b", re.IGNORECASE)
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
_MAY_NUMBER = re.compile(r"\d|\b[A-H]\b")
# Of the patterns above, the words without which each finds nothing.
_NUMBERED_WORDS = word_set(
    """
    simultaneously using based results ergebnissen résultats resultados wait waiting blocked deps
    dependencies prerequisite prerequisites once when soon until not following sobald wenn nachdem wartet
    abhängig voraussetzung voraussetzungen dès quand lorsque une attend prérequis espera requisito
    requisitos tras cuando cuanto vez parallel alongside same while during gleichzeitig zeitgleich während
    parallèle même pendant durante paralelo mismo mientras before prior bevor vor avant antes step steps
    task tasks item items point points no nos schritt schritte schritten schritts aufgabe aufgaben punkt
    punkte punkten étape étapes etape etapes tâche tâches paso pasos tarea tareas punto puntos nr depends
    depend depending dependent after needs requires follows builds waits hängt nach braucht benötigt setzt
    dépend après nécessite requiert depende después necesita requiere
    """
)
_OF_ALL_WORDS = word_set(
    """
    independent independently unabhängig indépendant indépendante indépendants indépendantes indépendamment
    independiente independientes independientemente time start begin depend wait need hängt dépend depende
    prerequisites prerequisite dependencies nothing jederzeit sofort gleich voraussetzung voraussetzungen
    nichts moment maintenant prérequis rien commencer empezar comenzar ya requisitos nada
    """
)
_NAMED_WORDS = word_set(
    """
    terme clôture upon receipt completion only with using basis blocked waits waiting needs requires braucht
    setzt ergebnissen ergebnis anhand suite issue base résultats nécessite fin pronto terminar acabar
    resultados resultado requiere necesita hace hacen faut after following once when soon depends depend
    depending dependent draws draw based builds build relies sobald nachdem wenn nach hängt baut beruht
    basis grundlage après une dès lorsque quand dépend appuie partir después una cuando cuanto tras depende
    basa has have must need needs
    """
)
_DURING_WORDS = word_set(
    """
    long solange tant parallel alongside same simultaneously gleichzeitig zeitgleich parallèle même paralelo
    mismo vez while during während pendant durante mientras
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
    beside_names: list[str] = field(default_factory=list)  # "during the interviews"
    arrivals: list[str] = field(default_factory=list)  # "once the shelves have come"
    of_all: bool = False  # independent of all others

    def __bool__(self) -> bool:
        return bool(self.after or self.beside or self.apart or self.of_all)


def references_in(text: str) -> References:
    """The other steps that a text refers to; `text` is plain."""
    found = References()
    words = vocabulary(text)
    if not words.isdisjoint(_NUMBERED_WORDS) and _MAY_NUMBER.search(text):
        for one in _STEPS.finditer(text):
            relation = _relation(text[max(0, one.start() - 60) : one.start()])
            getattr(found, relation).extend(numbers_in(one.group(1)))
        for one in _BARE.finditer(text):
            listed = one.group("numbers") or one.group("codes") or one.group("ahead")
            relation = _relation(text[max(0, one.start() - 60) : one.end() - len(listed)])
            getattr(found, relation).extend(numbers_in(listed))
    found.of_all = not words.isdisjoint(_OF_ALL_WORDS) and bool(_OF_ALL.search(text))
    if not words.isdisjoint(_NAMED_WORDS):
        for one in _NAMED.finditer(text):
            said = one.group("what") or one.group("there")
            for part in _AND.split(said):
                (found.arrivals if _ARRIVES.search(part) else found.names).extend(_names_in(part))
        for one in _NACH.finditer(text):
            said = one.group("what")
            (found.arrivals if _ARRIVES.search(said) else found.names).extend(_names_in(said))
    if not words.isdisjoint(_DURING_WORDS):
        for one in _DURING.finditer(text):
            found.beside_names += _names_in(one.group("what"))
    return found


def _names_in(said: str) -> list[str]:
    """The steps that the words of a clause name: "the map and the list are drawn" → the map, the list."""
    phrase = _NAME_ENDS.sub("", said)
    if _DIGIT.search(phrase) or _CAPABILITY.search(phrase):
        return []
    return [part for part in _AND.split(f" {phrase} ") if part.strip()]


def references_of_cell(text: str) -> References:
    """What a cell of the column "depends on" names: numbers, or other steps by their words."""
    found = References(after=numbers_in(text))
    if not found.after:
        found.names = [part for part in re.split(r"[,;]|\s(?:and|und|et|y)\s", text) if part.strip()]
    return found


def numbers_in(listed: str) -> list[str]:
    """ "1, 3 to 5 and 7b" → 1, 3, 4, 5, 7b."""
    numbers: list[str] = []
    for code, first, last in _RANGE.findall(listed.lower()):
        if 0 < int(last) - int(first) < 50:
            numbers += [f"{code}{number}" for number in range(int(first), int(last) + 1)]
    numbers += [number.lower() for number in re.findall(_ONE, listed, re.IGNORECASE)]
    return list(dict.fromkeys(numbers))


def _relation(before: str) -> str:
    """How a step stands to the one whose number follows these words."""
    before = re.split(r"[.,;]\s|\b(?:but|aber|mais|pero)\b", before)[-1]
    return next((relation for relation, pattern in _RELATIONS if pattern.search(before)), "after")
