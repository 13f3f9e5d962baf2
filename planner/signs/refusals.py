"""Why a mention is no need: negated, past, deferred, optional, existing, said by somebody else."""

from __future__ import annotations

from planner.candidates import NounPhrase, clause_bounds
from planner.signs.harmless import harmless
from planner.signs.refused_around import refused_around
from planner.signs.refused_titles import MODAL_HEDGE
from planner.text.gates import MARKING
from planner.text.statements import SUBJECTS, Statement
from planner.words.english import AUXILIARY
from planner.words.lexicon import Mark
from planner.words.lists import word_set

# These refuse only what they stand beside ("the old script"), or as a predicate ("is available").
_BESIDE = word_set(
    """
    old existing current previous former legacy predecessor vendor commercial licensed bought
    purchased built-in available open-source third-party ancien ancienne alte alten altes
    existente existant existante vorhandene bestehende bestehenden antiguo antigua frühere
    früheren anterior licence license upstream finished installed provided hosted free dead
    defunct bundled optional outdated obsolete superseded
    """
)
_OURS = word_set("team project society's group we worker workers day week everyone")
_RELATIVE = word_set("that which whichever who whose to so qui que der die das where")
_FUTURE = word_set("to be must will shall being gets get been")


def refusal(
    statement: Statement, anchor: int, phrase: NounPhrase | None = None, allow: frozenset[str] = frozenset()
) -> str:
    """Which class of words refuses the thing named at this token, or an empty string.

    `allow` names classes that do not refuse here: "negation" where a sentence like "there is none, so
    we write one" has been understood.
    """
    if refused := refused_around(statement, anchor, allow):
        return refused
    if phrase is not None and "owned" not in allow and _owned(phrase):
        return "owned"
    if not statement.opened & _REFUSING_GATE:
        return ""
    first, last = clause_bounds(statement, anchor)
    beside = range(phrase.first, phrase.head + 1) if phrase else range(anchor, anchor + 1)
    for mark in statement.marks:
        if mark.cls not in _REFUSING or mark.cls in allow or harmless(statement, mark):
            continue
        inside = first <= mark.start < last
        if not inside and not _tags(statement, mark, last):
            continue
        if _refuses(statement, mark, anchor, beside, inside):
            return mark.cls
    return ""


def _owned(phrase: NounPhrase) -> bool:
    return phrase.before in ("their", "his", "her", "its") or bool(phrase.owner and phrase.owner not in _OURS)


_REFUSING = word_set("negation past existing excluded optional")
_REFUSING_GATE = MARKING[tuple(sorted(_REFUSING))]


def _aside(words: list[str], start: int, anchor: int) -> bool:
    """Whether a mark stands in brackets that comment something else than the thing before them."""
    opened = start
    while opened >= 0 and words[opened] != "(":
        if words[opened] == ")" or start - opened > 40:
            return False
        opened -= 1
    if opened < 0 or opened < anchor < start:
        return False
    closed = next((i for i in range(start, min(len(words), start + 40)) if words[i] == ")"), len(words))
    return not opened < anchor < closed and not (start - opened <= 3 and 0 < opened - anchor <= 10)


def _tags(statement: Statement, mark: Mark, last: int) -> bool:
    """Whether a mark stands in a short clause that only comments the one before: "a viewer: out of scope"."""
    if mark.cls == "negation" or not 0 <= mark.start - last <= 3 or statement.words[last] not in _TAGGING:
        return False
    if statement.words[last + 1] in _ONE:
        return False  # "…, since a permit refused is lost"
    return clause_bounds(statement, mark.start)[1] - mark.start <= 6


_ONE = word_set("a an one ein eine un une una")
_TAGGING = frozenset((":", "–", "—", ";", "since", "but", "though", "aber", "mais", "pero"))
_ASKING = word_set("what who which as it")
_UNLESS = word_set("until unless without bis solange sans sin ohne")
_INSTEAD = word_set("rather instead statt plutôt")


def _refuses(statement: Statement, mark: Mark, anchor: int, beside: range, inside: bool) -> bool:
    """Whether this mark, in the same clause, speaks of the thing at the anchor."""
    words = statement.words
    start, word = mark.start, words[mark.start]
    if mark.cls == "excluded":
        if (
            word in _PLACE
            and words[start + 1 : start + 2] in _OUR_OWN
            and _REMIT.isdisjoint(words[start : start + 5])
        ):
            return False  # "is beyond our ears" says that nobody can do it yet
        return (
            word not in _PLACE
            or words[start - 1] in _LYING
            or not _SCOPE.isdisjoint(words[start : start + 4])
        )
    if _aside(words, start, anchor):
        return False
    if word in _BESIDE:
        return start in beside or (start > anchor and inside and _is_said_to_be(words, start, anchor))
    between = words[min(start, anchor) + 1 : max(start, anchor)]
    related = not _RELATIVE.isdisjoint(between)
    if mark.cls == "negation":
        return _negates(statement, start, anchor, beside, between, related)
    if mark.cls == "optional":
        # "it would be folly to look at them, which is why Kim writes a filter"
        return not _goes_on(between) and _hedges(statement, mark, anchor, beside, related)
    if mark.cls == "past" and start > anchor and words[start - 1] in ("a", "an") and len(beside) == 1:
        return False  # "tell a cancelled mark from a valid one"
    if mark.cls == "past" and word in _PAST_AUXILIARY:
        aside = related or (beside.stop - beside.start == 1 and "," in between)
        return not (start > anchor and aside) or "we" in between
    if mark.cls == "existing" and len(beside) == 1 and start > anchor and not _CASES.isdisjoint(between):
        return False  # "must recognise when two sheets belong to one letter"
    return mark.cls != "existing" or _is_there(words, mark, anchor, "," in between and not related)


def _is_said_to_be(words: list[str], start: int, anchor: int) -> bool:
    """ "The checker is outdated"; not "an importer, to be finished in June", "flags whose texts are dead"."""
    if words[start - 1] not in AUXILIARY or not _RELATIVE.isdisjoint(words[anchor + 1 : start - 2]):
        return False
    return words[start - 1] != "be" or _TO_COME.isdisjoint(words[start - 4 : start - 1])


def _is_there(words: list[str], mark: Mark, anchor: int, apart: bool) -> bool:
    """Whether what is said to exist is the thing at the anchor, from which `apart` tells it by a comma."""
    start, word = mark.start, words[mark.start]
    if start > anchor and words[start - 1] in _SOME_OF_THEM:
        return False  # "including those covered by lichen"
    if start < anchor and apart and not _ANEW.isdisjoint(words[start + 1 : anchor]) and word in _ENOUGH:
        return False  # "le tableur ne suffit plus, il faut un convertisseur"
    if start < anchor and word in ("come", "comes"):
        return False  # "its rows come from a fetcher that has to be written"
    if word in _SUPPLIED and words[start - 2 : start] in (["will", "be"], ["shall", "be"], ["to", "be"]):
        return False  # who supplies it is asked where it is called for
    # "…, boosting comes with the package": something else is there
    other = start > anchor and apart and word in _IS_THERE
    return not other and _exists(words, mark, anchor)


_TO_COME = word_set("to will shall must should")
_ENOUGH = word_set("suffit suffisent reicht genügt basta suffices enough")
_SUPPLIED = word_set("supplied provided")
# "outside Mr Quill's head" excludes nothing, "is outside" and "outside the scope" do.
_PLACE = word_set("outside beyond")
_OUR_OWN = (["us"], ["our"], ["me"], ["my"], ["them"], ["their"])
_REMIT = word_set("scope project budget remit plan contract brief phase mandate order means funds task job")
_LYING = AUXILIARY | word_set("falls fall lies lie goes go remains stays")
_SCOPE = word_set("scope project budget remit plan contract brief this our phase mandate order")
_SOME_OF_THEM = word_set("those ones these")


def _goes_on(between: list[str]) -> bool:
    """Whether another statement begins between a mark and the thing: ", which is why …", ", so …"."""
    return any(
        word == "," and between[at + 1 : at + 2] and between[at + 1] in ("which", "so", "weshalb")
        for at, word in enumerate(between)
    )


_CASES = word_set("when whether if how ob wann quand si cuándo")
_IS_THERE = word_set(
    "comes ships provides supplies exists exist belongs runs rents buys covers owns everyone"
)
_PAST_AUXILIARY = word_set("was were had has have did wurde wurden fue")


def _made_for_sure(st: Statement, at: int) -> bool:
    """Whether a verb of making behind this token is in the plain future: "will be written"."""
    return any(
        at < mark.start < at + 14 and not _SURELY.isdisjoint(st.words[mark.start - 2 : mark.start])
        for mark in st.marked("make", "make-text")
    )


_WHETHER = frozenset(("whether", "ob", "si"))
_SURELY = word_set("will shall must")
_CHANCE = word_set("when happens")


def _hedges(statement: Statement, mark: Mark, anchor: int, beside: range, related: bool) -> bool:
    """Whether "might", "would be", "one day" and the like leave the thing open."""
    words, start = statement.words, mark.start
    if words[start] in ("would", "could") and _made_for_sure(statement, mark.end):
        return False  # "a detector would save weeks and will be written by Lucas"
    if not _CHANCE.isdisjoint(words[start : mark.end]):
        return True  # "will be written if and when it happens"
    if words[start] not in MODAL_HEDGE:
        return words[start : mark.end] != ["one", "day"] or words[mark.end : mark.end + 1] != ["of"]
    if words[start] == "may" and not _WHETHER.isdisjoint(words[max(0, start - 3) : start]):
        return False  # "whether we may show it is decided under a policy"
    if words[start] == "may" and not _NONE.isdisjoint(words[max(0, start - 5) : start]):
        return False  # "no release may occur unless …"
    if (
        words[start] == "may"
        and start
        and (words[start - 1] in _ASKING or statement.slice(start, start + 1) == "May")
    ):
        return False
    return start < anchor or (not related and start - beside.stop < 3)


def _exists(words: list[str], mark: Mark, anchor: int) -> bool:
    """ "we have a script" says that it is there; "we have to write a script" does not."""
    after = words[mark.end : mark.end + 1]
    if words[mark.end - 1] in ("fine", "enough"):
        return words[mark.end : mark.end + 1] != ["with"]  # "the lawyer is fine with it"
    if (
        mark.start > anchor
        and words[mark.end - 1] in ("place", "available")
        and _called_before(words, anchor)
    ):
        return False  # "we want a balancer in place by then"
    if not _UNTIL.isdisjoint(words[max(0, mark.start - 4) : mark.start]):
        return False  # "nothing starts until we have a linter"
    before = words[max(0, mark.start - 4) : mark.start]
    if after == ["'s"] or _obliged(before) or (words[mark.start] == "exist" and before[-1:] in _HAS_TO):
        return False  # "a linter must exist before June"
    if words[mark.start] in ("we", "have", "there", "is", "are"):
        return mark.start < anchor and after not in (["to"], ["no"], ["not"], ["got"])
    return True


_HAS_TO = (["must"], ["to"], ["shall"], ["should"], ["will"])


def _called_before(words: list[str], anchor: int) -> bool:
    before = words[max(0, anchor - 6) : anchor]
    return not _WANTS.isdisjoint(before) or ("have" in before and not _TO_COME.isdisjoint(before))


_WANTS = word_set("want wants need needs get brauchen wollen voulons queremos necesitamos")
_UNTIL = word_set("until unless till before bis solange hasta")


def _obliged(before: list[str]) -> bool:
    """Whether the thing is only to come: "has to be in place", "must be available by May"."""
    return not _MUST.isdisjoint(before) and not _BE.isdisjoint(before) and "not" not in before


_NONE = word_set("no nothing none nobody neither")
_MUST = word_set("must to shall should will muss soll doit devra debe deberá")
_BE = word_set("be be exist have stand go être estar")


# Subjects that open a clause of their own behind a comma.
_ANEW = word_set("we and it they wir es man il nous on hay hace")


def _opens_main_clause(words: list[str], beside: range) -> bool:
    """Whether a thing opens the main clause behind a comma, as what has to be there."""
    opens = words[beside.start - 2 : beside.start] in ([",", "a"], [",", "an"], [",", "one"])
    return opens and not _OBLIGED.isdisjoint(words[beside.stop : beside.stop + 10])


_OBLIGED = word_set("must has shall will needs need should required needed gets")


def _negates(
    statement: Statement, start: int, anchor: int, beside: range, between: list[str], related: bool
) -> bool:
    words = statement.words
    if start < anchor and _UNLESS.intersection(between):
        return False
    if words[start] in _INSTEAD and start < anchor and not SUBJECTS.isdisjoint(between):
        return False  # "Rather than type we get ourselves a reader"
    if words[start] in ("without", "ohne", "sans", "sin"):
        if start > anchor:
            return False
        earlier = words[:start]
        return not any(
            w in ("not", "no", "nothing", "nobody", "cannot", "never", "kein", "keine", "nicht", "pas", "no")
            for w in earlier
        )
    if (
        start < anchor
        and "," in between
        and between[between.index(",") + 1 :][:1]
        and (between[between.index(",") + 1] in AUXILIARY)
    ):
        return False  # "what is done when nobody can be, is to be settled in a protocol"
    if start < anchor and _opens_main_clause(words, beside):
        return False  # "since the till can't do that, a counter has to be written"
    if start < anchor:
        return not ("," in between and not _ANEW.isdisjoint(between[between.index(",") :]))
    if related or "," in between or len(between) > 12:
        return False
    return words[start - 1] in AUXILIARY or words[start] in ("never", "kein", "nicht", "pas")
