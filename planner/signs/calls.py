"""How a statement calls for a thing: it is missing, due, needed, or planned as a piece of the work.

What is said here holds for programs and documents alike; that somebody makes the thing is told in
`making`, and what speaks against it in `refusals`.
"""

from __future__ import annotations

from planner.candidates import NounPhrase, clause_bounds
from planner.signs.demands import enumerated_need, label_needs, lists_needs
from planner.signs.making import INDEFINITE
from planner.signs.next_sentence import LEANING, OBLIGED, said_missing, to_be_made_next
from planner.signs.pieces_of_work import first_word, opens
from planner.signs.program_names import CALLED
from planner.signs.refused_titles import remarked_away
from planner.signs.remarks import still_to_come
from planner.text.statements import Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import OUTSIDERS, PREPOSITIONS, WORKERS
from planner.words.lists import word_set

_LEADS_AWAY = (PREPOSITIONS | {"that", "which"}) - {"of", "for", "in"}
_NONE = word_set("no not kein keine keinen aucun aucune pas ningún ninguna no nobody without lack lacks")
_THERE = word_set(
    """
    there have has had having exist exists gibt haben existe existent hay tenemos avons a own got
    written wrote made built
    """
)
_SO_FAR = (
    *(["yet"], ["so", "far"], ["at", "present"], ["at", "the", "moment"], ["to", "date"], ["currently"]),
    *(["as", "of", "now"], ["still"], ["until", "now"], ["up", "to", "now"], ["today"], ["noch"]),
    *(["bisher"], ["bislang"], ["encore"], ["pour", "le", "moment"], ["à", "ce", "jour"]),
    *(["todavía"], ["aún"], ["hasta", "ahora"], ["por", "ahora"]),
)
# "There's no call for a program" denies the call, not the program.
_CALL_FOR = word_set(
    """
    need needs needed want require requires to call point use sense reason case place room demand occasion
    wish appetite plan plans
    """
)
_SOLL = word_set("soll sollte muss wird doit debe")
_HAS = word_set("has have needs need ought")
# What a thing is when it is there: "must be ready", "has to be in place", "is to go live".
_SHALL = word_set("shall must will should has needs soll muss wird doit debe deberá devra")
_STANDING = word_set(
    """
    ready place there finished done available live running working operational complete hand
    existence exist exists stand fertig bereit vorhanden stehen prêt prête disponible listo lista
    """
)
_NEVER_OBJECT = word_set(
    "want wants wanted lack require requires required needs need lacks due demand demands"
)
_BEFORE_NEED = AUXILIARY | word_set("still also ( therefore , – — : ist est es absolutely clearly")


WHATEVER = word_set("something anything thing")  # a program where it does what programs do


def missing(st: Statement, phrase: NounPhrase) -> bool:
    """ "There is no converter yet", "nobody has written a guide so far", "a parser is still missing"."""
    if _NONE.isdisjoint(st.words):
        return False
    if _not_delivered(st.words[phrase.head + 1 : phrase.head + 14]):
        return True
    first, _ = clause_bounds(st, phrase.head)
    before = st.words[max(first, phrase.first - 9) : phrase.first]
    none = max((at for at, word in enumerate(before) if word in _NONE), default=-1)
    if none < 0 or not (_THERE.intersection(before) or before == ["no"]):
        return False
    if not _CALL_FOR.isdisjoint(before):
        return False
    if "what" in before and before[-1 - (phrase.before in INDEFINITE) :][:1] in (["is"], ["are"]):
        return True  # "what we don't have is a converter"
    if to_be_made_next(st.after):
        return True
    around = st.words[max(first, phrase.first - 9) : min(len(st.words), phrase.head + 16)]
    return any(_holds(around, marker) for marker in _SO_FAR)


def _not_delivered(behind: list[str]) -> bool:
    """ "…, which the vet hasn't delivered": what somebody still has to hand over."""
    relative = next((at for at, word in enumerate(behind[:3]) if word in ("which", "that")), -1)
    if relative < 0:
        return False
    for at in range(relative + 1, len(behind) - 1):
        if behind[at] in ("not", "yet") and behind[at - 1] in ("has", "have", "had"):
            told = behind[at + 1 : at + 4]
            return not _DELIVERED.isdisjoint(told) or (told[0] == "yet" and len(told) > 1)
    return False


_DELIVERED = word_set(
    """
    delivered finished written supplied handed sent shown released completed built made drawn drafted given
    provided submitted produced started begun
    """
)


def still_ahead(st: Statement, phrase: NounPhrase) -> bool:
    """ "A yet-to-be-written converter", "der fehlende Parser": what stands before the noun says so."""
    named = st.words[phrase.first : phrase.head]
    opens = (phrase.before in INDEFINITE and phrase.first <= 1) or (
        not phrase.first and st.words[phrase.head + 1 : phrase.head + 2] in ([":"], ["in"], ["for"], ["–"])
    )
    if opens and st.after is not None and st.after.words[0] == "to" and to_be_made_next(st.after):
        return True  # "A converter takes … and gives … To be written by Jo."
    if any(word in _AHEAD or "to-be-" in word for word in named):
        return "existing" not in named
    # "ein noch zu schreibendes Skript"
    return phrase.before == "zu" and any(word.rstrip("srnm").endswith("nde") for word in named)


_AHEAD = word_set(
    """
    missing unwritten unbuilt unprogrammed future upcoming forthcoming planned promised fehlende fehlender
    fehlendes fehlenden geplante geplanter geplantes geplanten künftige künftiges künftigen
    """
)


def _holds(words: list[str], phrase: list[str]) -> bool:
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))


def due(st: Statement, phrase: NounPhrase) -> bool:
    """ "A splitter has to be in place by May", "the guide must be ready": it is obliged to be there."""
    if phrase.first == phrase.head and phrase.before in ("the", "this", "that"):
        return False
    last = clause_bounds(st, phrase.head)[1]
    gap = st.words[phrase.head + 1 : min(last, phrase.head + 14)]
    if phrase.before in INDEFINITE and st.words[phrase.first - 2] in _SOLL and not _STANDING.isdisjoint(gap):
        return True  # "Bis Ostern soll ein Konverter stehen"
    lead = st.words[max(0, phrase.first - 3) : phrase.first - 1]
    if lead[1:] == ["es"] and lead[0] in _SOLL and "geben" in gap:
        return True  # "Bis März muss es einen Umrechner geben"
    for at, word in enumerate(gap):
        if word not in OBLIGED:
            continue
        given = gap[at + 1 : at + 3] in (["be", "provided"], ["be", "supplied"]) and "by" not in gap
        if word in _HAS and gap[at + 1 : at + 2] != ["to"]:
            continue  # "software, which has done so for years"
        if given or _STANDING.intersection(gap[at + 1 : at + 6]):
            return "not" not in gap[at : at + 3] and not _other_subject(gap[:at])
    return False


def _other_subject(between: list[str]) -> bool:
    """Whether something else than the thing is the subject of the verb behind these words."""
    return (
        bool(between)
        and between[0] not in PREPOSITIONS
        and between[0] not in (*("that", "which", "(", ",", "also", "das", "der", "die", "qui", "que"),)
    )


def promised(st: Statement, phrase: NounPhrase) -> bool:
    """ "There will be a converter", "a script shall pull the records": a thing of the time to come."""
    if phrase.before == "be" and "there" in st.words[max(0, phrase.first - 6) : phrase.first]:
        return not _COMING.isdisjoint(st.words[max(0, phrase.first - 4) : phrase.first])
    if phrase.before not in INDEFINITE:
        return False
    behind = st.words[phrase.head + 1 : phrase.head + 4]
    if _supplied(st, phrase):
        return True
    ours = behind[:2] == ["of", "ours"] or behind == ["of", "our", "own"]
    if ours and not _COMING.isdisjoint(st.words[: phrase.first]):
        return True  # "will be put together by a program of ours"
    first = clause_bounds(st, phrase.head)[0]
    opens = phrase.first - first <= 2 or st.words[phrase.first - 2] in (",", ":")
    verb = phrase.head + (3 if st.words[phrase.head + 1 : phrase.head + 2] in CALLED else 1)
    if opens and st.words[verb : verb + 1] and st.words[verb] in _SHALL:
        return st.words[verb + 1 : verb + 2] not in (["not"], ["be"], ["have"], ["never"])
    before = st.words[max(clause_bounds(st, phrase.head)[0], phrase.first - 7) : phrase.first - 1]
    if before[-2:] == ["to", "be"] and "there" in before[-5:-2]:
        return True  # "There is to be a policy on refunds"
    if before[-3:] == ["there", "should", "be"]:
        return behind[:1] not in _LIES  # "there should be a calculator in every drawer"
    return any(
        before[at : at + 1] in (["will"], ["shall"], ["to"])
        and (before[at] != "to" or before[max(0, at - 1) : at] in _ARE)
        and before[at + 1 : at + 2] in (["be"], ["have"], ["get"])
        and len(before) - at <= 4
        and (before[at + 1] != "be" or "there" in before[:at])
        for at in range(len(before))
    )


_LIES = (["in"], ["on"], ["at"], ["by"])
_COMING = _SHALL | {"to", "need", "needs", "wird", "werden"}


_ARE = (["are"], ["is"], ["am"], ["'re"])


def _supplied(st: Statement, phrase: NounPhrase) -> bool:
    """ "A command for that will be supplied by our IT": a thing to come, from our own people."""
    words = st.words
    last = clause_bounds(st, phrase.head)[1]
    for at in range(phrase.head + 1, min(last - 4, phrase.head + 14)):
        if words[at] in ("will", "shall") and words[at + 1] == "be" and words[at + 2] in _SUPPLIED:
            return words[at + 3] == "by" and (words[at + 4] in _OUR or st.slice(at + 4, at + 5)[:1].isupper())
    return False


_SUPPLIED = word_set("supplied provided delivered contributed handed produced prepared set")
_OUR = word_set("our us my me two one")


def needed(st: Statement, phrase: NounPhrase, doubtful: bool) -> bool:
    """Whether a word of needing speaks of the thing itself, not of something else in the sentence."""
    first, last = clause_bounds(st, phrase.head)
    if _lives_in_tools(st.words, first, last) and (phrase.before in INDEFINITE or phrase.before == "the"):
        return True
    if _on_its_way(st, phrase, last):
        return True
    if _awaited(st, phrase, first) or _wanted_here(st, phrase) or _for_workers_to_call(st, phrase):
        return True
    start = phrase.first - (phrase.before in INDEFINITE)
    bare = phrase.before in INDEFINITE or st.words[phrase.head] in WHATEVER
    if bare and any(m.end == start for m in st.marked("depend")):
        return True  # "we'd be lost without a bridge …"
    for mark in st.marked("need"):
        word = st.words[mark.start]
        of_deed = st.words[mark.end : mark.end + 1] == ["to"] and word not in _OF_A_THING
        if st.said[mark.start] or of_deed or _others_wish(st, mark.start):
            continue
        if doubtful and phrase.before not in INDEFINITE and word not in ("lack", "missing", "fehlt"):
            continue
        if mark.end <= phrase.first and _needed_object(st, mark.start, mark.end, phrase, first):
            return True
        if phrase.head < mark.start <= last and _needed_subject(st, mark.start, phrase):
            return True
    return _under_label_of_need(st, phrase) or tagged(st, phrase)


_OF_A_THING = word_set("needed required necessary wanted")  # "a script is needed to merge the lists"


def _for_workers_to_call(st: Statement, phrase: NounPhrase) -> bool:
    """ "A ledger: a little command that workers call to hold pieces": a new program in workers' hands."""
    behind = st.words[phrase.head + 1 : phrase.head + 6]
    if phrase.before not in INDEFINITE or behind[:1] not in (["that"], ["which"]):
        return False
    at = next((at for at, word in enumerate(behind) if word in WORKERS), len(behind))
    return at <= 3 and behind[at + 1 : at + 2] in (["call"], ["calls"], ["run"], ["runs"], ["invoke"])


def _others_wish(st: Statement, at: int) -> bool:
    """ "The school wants an app": whether somebody from outside is the subject of "wants"."""
    if st.words[at - 1 : at] == ["whoever"]:
        return True
    if st.words[at] not in _WISHES:
        return False
    before = st.words[max(0, at - 4) : at]
    other_team = "the" in before and before[-1] in _TEAMS and before[-2:] != ["the", "team"]
    return other_team or (not OUTSIDERS.isdisjoint(before) and WORKERS.isdisjoint(before))


_TEAMS = word_set("team department desk board office committee")
_WISHES = word_set("want wants wanted demand demands")


def _wanted_here(st: Statement, phrase: NounPhrase) -> bool:
    """ "Ein Werkzeug muss her", "es muss ein Skript her, das …": German for what there has to be."""
    around = st.words[max(0, phrase.first - 4) : phrase.head + 4]
    return "her" in around[2:] and not _MUST_GERMAN.isdisjoint(around) and phrase.before in INDEFINITE


_MUST_GERMAN = word_set("muss müssen soll sollte müsste")


def _awaited(st: Statement, phrase: NounPhrase, first: int) -> bool:
    """ "Nothing starts until there is a linter": what has to be there before something else can happen."""
    before = st.words[max(first, phrase.first - 9) : phrase.first]
    if phrase.before not in INDEFINITE or _UNTIL.isdisjoint(before):
        return False
    until = max(at for at, word in enumerate(before) if word in _UNTIL)
    return not _STANDS.isdisjoint(before[until:])


_UNTIL = word_set("until till unless before bis solange tant hasta mientras")
_STANDS = word_set("is exists have has got gets get stands hay haya tengamos hat haben gibt steht")


def _on_its_way(st: Statement, phrase: NounPhrase, last: int) -> bool:
    """Whether the sentence, or the next one, says of the thing that it is not there yet."""
    for mark in st.marked("pending"):
        if st.words[mark.end - 1] == "be" and not _made_next(st, mark.end):
            continue  # "the programme still has to be printed"
        gap = st.words[phrase.head + 1 : mark.start]
        told = len(gap) <= 4 or gap[0] in PREPOSITIONS or gap[0] in ("that", "which", "(")
        if (phrase.head < mark.start <= min(phrase.head + 20, last) and told) or mark.end == phrase.first - 1:
            return True
    if phrase.before in INDEFINITE and said_missing(st.after):
        return True
    return any(
        mark.start > phrase.head
        and st.words[mark.start - 1] in LEANING
        and clause_bounds(st, mark.start)[0] > phrase.head
        for mark in st.marked("harmless", "pending")
    )


def tagged(st: Statement, phrase: NounPhrase) -> bool:
    """ "Validator for codes – needed soon", "reaper: daemon that …; to be built": a short remark.

    Only behind a thing that opens the sentence, or that stands behind a name which does.
    """
    if st.block.kind == "row" or not opens(st, phrase, first_word(st)):
        return False
    remark: list[str] = []
    signs = 0
    for word in (*st.words[phrase.head + 1 : phrase.head + 40], ";"):
        if word[0].isalnum() or word == "-":
            remark.append(word)
            continue
        if signs and 0 < len(remark) <= 7 and still_to_come(remark):
            return True
        remark = []
        signs += 1
    return False


def _made_next(st: Statement, at: int) -> bool:
    """Whether a verb of making follows, or nothing does."""
    return at >= len(st.words) or any(m.cls in ("make", "make-text") for m in st.at.get(at, ()))


def _under_label_of_need(st: Statement, phrase: NounPhrase) -> bool:
    """ "**What we lack.** A decoder for … And a bot …": a thing opens the sentence."""
    block = st.block
    if (
        block.kind == "item"
        and phrase.first <= 1
        and st.before is None
        and not st.words[phrase.head].endswith("s")
    ):
        over = block.over
        if (len(over) < 40 and label_needs(over)) or lists_needs(block):
            known = phrase.before in ("the", "our", "der", "die", "das", "le", "la", "el")
            return not known and not remarked_away(st)
    if phrase.before not in INDEFINITE or not (enumerated_need(st) or (st.label and label_needs(st.label))):
        return False
    colon = st.words.index(":") + 1 if ":" in st.words[:8] else 0
    return phrase.first - colon <= 2 or phrase.first <= 2


def _needed_subject(st: Statement, start: int, phrase: NounPhrase) -> bool:
    """ "a converter (GPX to KML) is required": the need stands behind, and nothing else is its subject."""
    gap = st.words[phrase.head + 1 : start]
    if st.words[start] in _NEVER_OBJECT or phrase.before == "'s" or not _NOTHING.isdisjoint(gap):
        return False  # "there is no tool and none is foreseen"
    framed = st.words[start] in _CLOSING and not _OPENING.isdisjoint(
        st.words[max(0, phrase.first - 4) : phrase.first]
    )
    if framed:
        return True  # "Es wird ein Werkzeug zum Drucken gebraucht"
    if not {st.words[start - 1], st.words[start]} & _BEFORE_NEED and st.words[start] != "must":
        return False
    return len(gap) <= 3 or gap[0] in PREPOSITIONS or gap[0] in ("that", "which", "(")


_CLOSING = word_set("gebraucht benötigt verlangt")
_OPENING = word_set("wird werden")
_NOTHING = word_set("none nothing neither keiner keines aucun ninguno")


def _lives_in_tools(words: list[str], first: int, last: int) -> bool:
    """Whether the clause says that the program lives under tools/, without a file name."""
    return "tools" in words and any(
        words[at] == "tools" and words[at + 1 : at + 2] == ["/"] for at in range(first, last)
    )


def _needed_object(st: Statement, start: int, end: int, phrase: NounPhrase, first: int) -> bool:
    words = st.words
    gap = words[end : phrase.first]
    if words[start] in _PARTICIPLES and gap[:1] != [":"] and not _impersonal(st, start):
        return False
    if start < first and ":" not in gap:
        return False
    if ":" in gap:
        gap = gap[gap.index(":") + 1 :]  # "besoin de deux choses : un convertisseur"
    near = len(gap) <= 10 and not any(w in _LEADS_AWAY for w in gap)
    return near and phrase.before != "'s"


_PARTICIPLES = word_set(
    """
    wanted needed required planned foreseen envisaged envisioned budgeted earmarked vorgesehen geplant prévu
    prévue previsto prevista
    """
)


_IS = AUXILIARY | word_set("est sont ist sind es está están son")


def _impersonal(st: Statement, start: int) -> bool:
    """Whether "wanted" or "needed" is a predicate, not what somebody wanted once."""
    return start == 0 or st.words[start - 1] in _IS or not st.words[start - 1][0].isalnum()
