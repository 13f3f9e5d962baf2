"""Whether a sentence says that a thing is to be made: by a verb, active or passive, or by a remark."""

from __future__ import annotations

from planner.candidates import NounPhrase, clause_bounds
from planner.text.statements import Statement
from planner.words.lexicon import DETERMINERS, OUTSIDERS, PREPOSITIONS, Mark
from planner.words.lists import word_set

INDEFINITE = word_set(
    """
    a an one another new further two three some eines ein eine einen einem einer un une una second small
    additional
    """
)
_DOES = word_set("do does doing commission commissions promised promises promise contributes volunteers")
FINISHED_FORMS = word_set("simple past participle")
_BECOMING = word_set("be being get getting gets wird werden être ser sea")
_AHEAD = word_set(
    """
    gets get must to will shall needs need should ought has have is are be wird werden doit doivent devra
    debe deben deberá muss müssen soll sollen sollte 's
    """
)
_WANTED = word_set("want wants need needs needed get gets getting have still wird werden muss yet")
_PLANNING = word_set("volunteered offered promised starts begins agreed will has is going plans wants")
_STARTING = word_set("starts start begins begin needs")
_SUBJECTS = word_set("we i they you she he will shall must team")
_RELATIVE = word_set("that which who")
_JOINING = word_set("and plus , or und et y sowie")
_OPENS_REMARK = word_set("( – — still is are , has")
_RELATIVE_ABROAD = word_set("que qui das die den der welches welche")
_OPENS_ASIDE = frozenset((",", "(", "–", "—", ":", ";", "-"))
_LOOSE_END = word_set(
    "it first next and ourselves myself soon now beforehand this once in-house together anyway then"
)


def maker(st: Statement, phrase: NounPhrase, text: bool = False) -> Mark | None:
    """The verb that makes the phrase, in any tense but the past; with `text`, verbs of writing count too."""
    if announced(st, phrase) or _had_made(st, phrase):
        return Mark("make", phrase.first - 2, phrase.first - 1, "base", "do")
    marks = st.marked("make", "make-text")
    first, last = clause_bounds(st, phrase.head) if marks else (0, 0)
    for mark in marks:
        if outsiders_make(st, mark) or _is_noun(st, mark):
            continue
        if st.said[mark.start] or (
            mark.cls == "make-text" and not text and mark.lemma not in _TEXT_OR_PROGRAM
        ):
            continue
        if mark.form == "noun" and phrase.before not in INDEFINITE:
            continue
        if phrase.first <= mark.start < phrase.head:
            continue  # "a source code linter"
        if not _VENDORS.isdisjoint(st.words[max(0, mark.start - 4) : mark.start]):
            continue  # "The vendor will deliver an exporter in version 9"
        if mark.end <= phrase.first and _object_of(st, mark, phrase, first):
            return mark
        if mark.start > phrase.head and _made_after(st, mark, phrase, last):
            return mark
    return None


_VENDORS = word_set("vendor vendors supplier suppliers manufacturer manufacturers competitor competitors")


def _had_made(st: Statement, phrase: NounPhrase) -> bool:
    """ "We should get a small exporter done", "have a parser built": somebody is to make it."""
    if phrase.before not in INDEFINITE or _DONE.isdisjoint(st.words[phrase.head + 1 : phrase.head + 2]):
        return False
    lead = st.words[max(0, phrase.first - 8) : phrase.first]
    behind = st.words[phrase.head + 1 : phrase.head + 3]
    at = max((at for at, word in enumerate(lead) if word in _HAVING), default=-1)
    if at < 0:
        return False
    ahead = not _AHEAD.isdisjoint(lead[:at]) or lead[at - 2 : at] == ["let", "'s"]
    if lead[at] in ("has", "have") and behind[0] in _READY:
        return ahead or "by" in st.words  # "by Monday Sam has a script ready"
    return ahead and (behind[0] not in _PLACED or behind in _IN_PLACE)


_HAVING = word_set("get have has")
_PLACED = word_set("in at to up")
_DONE = _PLACED | word_set(
    "done made built written coded programmed developed scripted ready finished running working"
)
_READY = word_set("ready finished done written running")
_IN_PLACE = (["in", "place"], ["up", "and"], ["at", "hand"], ["to", "hand"])


def made_already(st: Statement, phrase: NounPhrase, called_for: bool = False) -> bool:
    """ "a script that a freelancer wrote", "a counter built by students": a verb of making in the past.

    Where the thing is called for, "made by Carla" says who will make it.
    """
    if _in_use(st.words[phrase.head + 1 : phrase.head + 8]):
        return True
    last = clause_bounds(st, phrase.head)[1]
    for mark in st.marked("make"):
        by_whom = called_for and st.words[mark.end : mark.end + 1] == ["by"] and mark.form != "simple"
        if by_whom and st.words[mark.start - 1] in _OPENS_ASIDE:
            continue
        if any(other.form == "third" for other in st.at[mark.start]) and _finite(st, mark):
            continue  # "ein Programm, das sortiert, entwickelt Jonas"
        if mark.form in FINISHED_FORMS and 0 < mark.start - phrase.head < 12 and mark.start < last:
            return not _looks_ahead(st, mark)
    return False


def _in_use(behind: list[str]) -> bool:
    """ "the planning package the company has used since 2015"."""
    return behind[:1] in _SOMEBODY and any(behind[at : at + 2] in _HAS_USED for at in range(1, len(behind)))


_SOMEBODY = (["the"], ["our"], ["we"], ["they"])
_HAS_USED = (["has", "used"], ["have", "used"], ["has", "had"], ["have", "had"], ["already", "use"])


def _finite(st: Statement, mark: Mark) -> bool:
    """Whether a German form that may be a participle is the verb of its clause, with a person behind it."""
    behind = st.slice(mark.end, mark.end + 1) if mark.end < len(st.words) else ""
    return behind[:1].isupper() or behind in ("wir", "er", "sie", "ich")


def _is_noun(st: Statement, mark: Mark) -> bool:
    """ "The engineers build", "its designs": not what somebody engineers or designs."""
    before = st.words[mark.start - 1] if mark.start else ""
    if mark.form == "base" and st.words[mark.start] in _NOUNS_TOO and before.isalpha():
        # "The layout program stays"; but "we program", "Ida and Bo script it"
        return before not in _BEFORE_VERB and not st.slice(mark.start - 1, mark.start)[:1].isupper()
    return mark.form == "third" and mark.lemma.isascii() and before in DETERMINERS


_NOUNS_TOO = word_set("program script code prototype")
_BEFORE_VERB = word_set(
    """
    to we i they you must will should shall can not and or us me them him her let please help helps va
    vamos que
    à zu por then also now soon who people
    """
)


def outsiders_make(st: Statement, mark: Mark) -> bool:
    """ "The council is developing a tool of its own": others make it for themselves."""
    before = st.words[max(0, mark.start - 4) : mark.start]
    return not OUTSIDERS.isdisjoint(before) and not _ITS_OWN.isdisjoint(st.words[mark.end : mark.end + 8])


_ITS_OWN = word_set(
    "its their his her son sa leur leurs su sus ihr ihre ihren eigenen eigenes propio propia propre"
)
_TEXT_OR_PROGRAM = ("prepare", "adapt", "work-out", "finish")
_TO_US = word_set("us me them you")


def announced(st: Statement, phrase: NounPhrase) -> bool:
    """ "we do a small converter", "Odile has promised a guide": a thing of somebody's hands to come."""
    at = max(0, phrase.first - 2)
    at -= st.words[at] in _TO_US  # "Ada has promised us a converter"
    if st.words[at] in _GIVE and st.words[at + 1] in _TO_US:
        return phrase.before in INDEFINITE and not _WILL.isdisjoint(st.words[max(0, at - 3) : at])
    return phrase.before in INDEFINITE and (st.words[at] in _DOES or _turned_into(st, at))


_GIVE = word_set("give supply make bring hand deliver")
_WILL = word_set("will shall must to")


def _turned_into(st: Statement, at: int) -> bool:
    """ "Isla is going to turn it into an estimator", "Ben turns the macro into a script"."""
    if st.words[at] not in _INTO:
        return False
    before = st.words[max(0, at - 12) : at]
    if not _TURNS.isdisjoint(before) and _RELATIVE.isdisjoint(before):
        return st.has("past", max(0, at - 12), at) is False
    to_come = not _AHEAD.isdisjoint(before) or "going" in before
    return to_come and not _TURN.isdisjoint(before)


_INTO = word_set("into en")
_TURN = word_set("turn make develop grow rework recast convertir transformer")
_TURNS = word_set("turns reworks recasts")


def _object_of(st: Statement, mark: Mark, phrase: NounPhrase, first: int) -> bool:
    between = st.words[mark.end : phrase.first]
    if between[:1] and between[0] in ("up", "out", "together", "down"):
        between = between[1:]
    if "|" in between or len(between) > 40 or between[:1] == ["sure"]:
        return False
    if ":" in between:
        between = between[between.index(":") + 1 :]
        if len(between) > 8:
            return False
    elif mark.start < first and not (len(between) <= 8 and ":" in between):
        return _second_object(st, mark, phrase)
    if mark.form in FINISHED_FORMS and not _looks_ahead(st, mark):
        # "It is developed a renamer", as some write
        return not between[:-1] and phrase.before in INDEFINITE and st.words[mark.start - 1] in ("is", "be")
    if mark.form == "ing" and mark.start and st.words[mark.start - 1] not in _OBJECT_OF_ING:
        return False
    return _reaches(st, mark, phrase, between)


def _reaches(st: Statement, mark: Mark, phrase: NounPhrase, between: list[str]) -> bool:
    """Whether the verb governs the phrase over the words between the two."""
    if between[-1:] == ["that"] and phrase.before == "that":
        between = between[:-1]  # "we'll write that bridge"
    if _RELATIVE.intersection(between):
        return False
    if len(between) > 14:
        return _second_object(st, mark, phrase)
    if any(word in PREPOSITIONS and word not in ("of", "for", "as") for word in between):
        # "writes by the end of May a small tool", but not "writes to a converter"
        time = between[0] in PREPOSITIONS and len(between) > 2 and between[-2] not in PREPOSITIONS
        dated = between[0] in _DATING and phrase.before in _KNOWN
        return (time and (phrase.before in INDEFINITE or dated)) or _second_object(st, mark, phrase)
    return True


_KNOWN = word_set("el la los las le les l der die das the")
# "baut bis 14.2. den Leser"
_DATING = word_set("by before until bis vor avant antes")
# "by writing a converter" says how something came about; "on", "for" and the rest look ahead.
_MEANS_OF = word_set("by without from against after before since than despite like")
_OBJECT_OF_ING = (PREPOSITIONS - _MEANS_OF) | word_set(
    """
    's want wants is are be am start starts begin begins needs need requires require includes include
    involves
    involve comprises plan means busy day days week weeks evening evenings weekend weekends ( : – — , and
    """
)


def _second_object(st: Statement, mark: Mark, phrase: NounPhrase) -> bool:
    """ "make a converter from A to B, and also a generator for C": a further object."""
    lead = st.words[max(mark.end, phrase.first - 4) : phrase.first]
    if mark.form in FINISHED_FORMS and not _looks_ahead(st, mark):
        return False
    return phrase.before in INDEFINITE and bool(_JOINING.intersection(lead)) and ";" not in lead


def _looks_ahead(st: Statement, mark: Mark) -> bool:
    """Whether a participle speaks of the future: "must be coded", "is to be written", "we want … built"."""
    before = st.words[max(0, mark.start - 14) : mark.start]
    near = before[-3:]
    if _once(before) or st.words[mark.end : mark.end + 3] in _TO_MEASURE:
        return True
    if (
        "was" in near
        or "were" in near
        or "had" in before
        or ("been" in near and "must" not in before and not {"will", "have"} <= set(before))
    ):
        return "to" in near and "be" in near
    if st.words[mark.end : mark.end + 1] == ["werden"] and not _MUST_ABROAD.isdisjoint(
        st.words[mark.end + 1 : mark.end + 2]
    ):
        return True  # "das noch geschrieben werden muss"
    if _BECOMING.intersection(near) or _BECOMING.intersection(st.words[mark.end : mark.end + 1]):
        return bool(_AHEAD.intersection(before[-9:]))
    if mark.form == "simple":
        return False
    return bool(_WANTED.intersection(before)) and not _RELATIVE.intersection(near)


def _once(before: list[str]) -> bool:
    """ "Once Lia has written it, we begin": finished in the time to come."""
    at = max((at for at, word in enumerate(before[-7:]) if word in _ONCE), default=-1)
    return at >= 0 and not {"has", "have", "is", "are", "'s"}.isdisjoint(before[-7:][at:])


# Behind a participle: made for this work, so still to be made.
_TO_MEASURE = (
    *(["for", "the", "purpose"], ["for", "this", "purpose"], ["under", "this", "contract"]),
    *(["for", "this", "project"], ["within", "this", "project"], ["in", "this", "project"]),
)
_ONCE = word_set("once until when")
_RUNNING = word_set("is are 's")


def _made_after(st: Statement, mark: Mark, phrase: NounPhrase, last: int) -> bool:
    """Whether a verb after the thing makes it: "… must be coded", "… that we write", "… (to code)"."""
    words, gap = st.words, st.words[phrase.head + 1 : mark.start]
    if len(gap) > 25 or "|" in gap or ";" in gap:
        return False
    if mark.form in FINISHED_FORMS:
        return mark.start < last + 12 and _looks_ahead(st, mark)
    before = words[mark.start - 1]
    if before == "be" and mark.form == "base":  # "has to be put together"
        return _looks_ahead(st, mark)
    if _passive_abroad(st, mark) or _verb_last(st, mark, phrase):
        return True
    if mark.form == "third" and mark.lemma in ("schreiben", "écrire", "escribir"):
        # "kleines Skript, schreibt Jana", "un script …, que programará Lucía"
        opens = phrase.before in INDEFINITE and phrase.first <= 1 and len(gap) == 0
        return (
            (opens and _finite(st, mark))
            or before in _OPENS_ASIDE
            or before in _RELATIVE_ABROAD
            or _own_clause(gap)
            or _fronted(st, mark, phrase)
        )
    if mark.form == "base" and before == "to":
        return _still_to(st, mark, gap)
    if mark.form == "ing":
        writing = before in _RUNNING and not _RELATIVE.isdisjoint(gap[-4:])  # ", which Lia is writing"
        return len(gap) < 16 and (writing or not _STARTING.isdisjoint(gap[-3:]))
    if before in _SUBJECTS and _fronted_here(st, mark, phrase):
        return True
    if before in _SUBJECTS and (_it_after(st, mark) or (gap[0] in _OPENS_ASIDE and _ends_soon(st, mark))):
        return len(gap) <= 4 or _it_after(st, mark)
    return _own_clause(gap) and before not in _RELATIVE and before not in ("to", "(") and _ends_soon(st, mark)


def _still_to(st: Statement, mark: Mark, gap: list[str]) -> bool:
    """ "… which we have yet to write", "… (to code)", "… that Tom is going to write"."""
    lead = st.words[mark.start - 2]
    if lead in ("have", "has") and not _RELATIVE.isdisjoint(gap[-5:]):
        return True
    if lead in ("yet", "ours", "mine", "hers") or (lead in _OPENS_REMARK and _ends_soon(st, mark)):
        return True
    return bool(_PLANNING.intersection(gap)) and (_it_after(st, mark) or _own_clause(gap))


def _verb_last(st: Statement, mark: Mark, phrase: NounPhrase) -> bool:
    """ "Wir lassen von Kevin ein Skript schreiben", "wir werden einen Konverter bauen"."""
    behind = st.words[mark.end : mark.end + 1]
    if mark.form == "base" and behind in _MODAL_LAST and _clause_of(st.words[phrase.head + 1 : mark.start]):
        return True  # "ein Setzer, den Deniz noch programmieren muss"
    clause = st.words[clause_bounds(st, phrase.head)[0] : phrase.first]
    return (
        mark.form == "base"
        and mark.lemma == "schreiben"
        and mark.start - phrase.head <= 6
        and not _LETTING.isdisjoint(clause)
    )


def _fronted_here(st: Statement, mark: Mark, phrase: NounPhrase) -> bool:
    """ "One script for the links we will make ourselves": the object opens the clause, "we" behind it."""
    opens = phrase.first - clause_bounds(st, phrase.head)[0] <= 1 and phrase.before in INDEFINITE
    ours = not {"we", "i"}.isdisjoint(st.words[mark.start - 2 : mark.start])
    return opens and ours and mark.start - phrase.head <= 8 and _ends_soon(st, mark)


def _fronted(st: Statement, mark: Mark, phrase: NounPhrase) -> bool:
    """ "Einen Konverter baut Jana": the object opens the clause, and a person stands behind the verb."""
    opens = phrase.first - clause_bounds(st, phrase.head)[0] <= 1 and phrase.before in INDEFINITE
    maker = st.slice(mark.end, mark.end + 1) if mark.end < len(st.words) else ""
    if phrase.before == "den" and phrase.first == 1:
        return mark.start == phrase.head + 1 and maker[:1].isupper()  # "Den Sortierer programmiert Nina"
    return opens and mark.start - phrase.head <= 7 and (phrase.before == "einen" or maker[:1].isupper())


_LETTING = word_set("lassen lässt werden wird wollen will möchten müssen muss sollen soll sollte")


_MODAL_LAST = (["muss"], ["wird"], ["soll"], ["will"], ["möchte"], ["müssen"], ["werden"], ["wollen"])


def _clause_of(gap: list[str]) -> bool:
    """Whether a relative clause opens right behind the thing."""
    return gap[:1] == [","] and len(gap) > 1 and gap[1] in _RELATIVE_ABROAD


def _passive_abroad(st: Statement, mark: Mark) -> bool:
    """ "ist noch zu schreiben", "doit être écrit", "reste à écrire", "queda por escribir"."""
    before = st.words[max(0, mark.start - 4) : mark.start]
    behind = st.words[mark.end : mark.end + 2]
    if behind[:1] == ["werden"] and behind[1:] and behind[1] in _MUST_ABROAD:
        return True  # "das noch geschrieben werden muss"
    if st.words[mark.start] == "zu":
        return bool(_IS_ABROAD.intersection(st.words[max(0, mark.start - 12) : mark.start]))
    if before[-1:] in (["être"], ["ser"]) or before[-1:] in (["sera"], ["seront"], ["será"], ["serán"]):
        return bool(_MUST_ABROAD.intersection(before))
    if mark.form == "base" and st.words[mark.start].endswith("se"):
        return bool(_MUST_ABROAD.intersection(before))
    aside = before[-2:-1] and before[-2] in _OPENS_ASIDE
    return before[-1:] in (["à"], ["por"]) and bool(aside or _REMAINS_ABROAD.intersection(before))


_IS_ABROAD = word_set("ist sind bleibt bleiben wäre noch")
_MUST_ABROAD = word_set(
    """
    sera seront será serán va vont wird werden muss müssen soll sollen doit doivent devra devront à debe
    deben deberá deberán tiene tienen
    """
)
_REMAINS_ABROAD = word_set("reste restent est sont queda quedan está están falta faltan")


def _own_clause(gap: list[str]) -> bool:
    """Whether a clause with a subject of its own opens right behind the thing: ", which Tomas …", "(we …"."""
    for index, word in enumerate(gap):
        if word in _RELATIVE or word == "(" or (word in _RELATIVE_ABROAD and gap[index - 1] == ","):
            return len(gap) - index >= 2
        if word not in PREPOSITIONS and word != "," and index == 0:
            return False
    return False


def _it_after(st: Statement, mark: Mark) -> bool:
    return any(word in ("it", "that", "one", "this", "them") for word in st.words[mark.end : mark.end + 2])


def _ends_soon(st: Statement, mark: Mark) -> bool:
    """Whether the verb has no object of its own: the clause ends, or goes on with a time or a place."""
    after = st.words[mark.end : mark.end + 1]
    return (
        not after
        or not after[0][0].isalnum()
        or after[0] in PREPOSITIONS
        or after[0] in _LOOSE_END
        or after[0].endswith("ly")
    )
