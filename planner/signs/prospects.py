"""Whether a sentence looks ahead to the making of a thing, however it is built.

The rules of `making` and `calls` know how a verb and its object stand together. Where they see nothing, any
sign of work to come that is nearer to this thing than to another is enough for a thing that is new.
"""

from __future__ import annotations

from functools import lru_cache

from planner.candidates import NounPhrase
from planner.signs.making import INDEFINITE, outsiders_make
from planner.signs.program_names import program_noun
from planner.text.statements import Statement
from planner.words.lexicon import DOCUMENTS, OUTSIDERS, WORKERS, Mark
from planner.words.lists import phrase_set, word_set

_REACH = 24  # words between a thing and the sign that it is to be made
_TO_DO = word_set(
    """
    to will shall must should going let gets zu werden wird muss müssen soll sollen will wollen lassen
    lässt à de d va vais allons vont devra doit por vamos van va hay que debe deberá
    """
)
_RUNNING = word_set("is are am be 's starts start begins begin busy with of currently now already for into")
_BECOMING = word_set("be being get gets getting wird werden être sera seront ser será serán sea sean siendo")
_OVER = word_set("was were been had has wurde wurden war a ha fue fueron avait était été gewesen")
_IS = word_set("is are ist sind est sont es son gets get")
_BY_WHEN = word_set("by before ahead until next bis vor von par avant por antes")
_NEVER = word_set("want wants wanted need needs demand demands")
_HANDED = [
    phrase.split()
    for phrase in phrase_set(
        """
        entrusted to; assigned to; handed to; given to; left to; falls to; fall to; lies with; is up to;
        in charge of it; takes care of it; takes care of that; takes it on; takes this on; taken it on;
        taken this on; sees to it;
        sees to that; is on it; 's on it; 's at it; does it; does this; does that; delivers it; makes it;
        supplies it; has it
        in hand; has undertaken; will have it; have it scripted; have it written; have it coded; have it
        built; have it done; have it ready; has it ready; has started on; has begun; have started
        on; started on it; is working on it; works on it; is finishing it; finishes it; will finish it; has
        agreed; has promised; has volunteered; have volunteered; have agreed; undertakes to; whose
        development; whose creation; whose making; whose coding; comes from our; commissioned from; on the
        hook for; signed up; taken on by; taken up by; courtesy of; confié à; confiée à; confiés à;
        confiées à; s en occupe; s en charge; s y attelle; s y colle; y travaille; s engage; est chargé de;
        est chargée de; à charge de; übernimmt; kümmert sich; kümmern sich; macht das; macht es; liefert
        es; liefert ihn; liefert sie; steuert bei; ist zuständig; hat zugesagt; beauftragt mit; in auftrag;
        zur aufgabe; lo hace; la hace; lo hará; la hará; se encarga; se encargará; se ocupa; se ocupará;
        corre a cargo; a cargo de; encargado a; encargada a; encomendado a; encomendada a; se compromete;
        se ha comprometido; lo entrega; la entrega; lo trae; la trae
        """
    )
]
_BY_FIRST: dict[str, list[list[str]]] = {}
for _phrase in _HANDED:
    _BY_FIRST.setdefault(_phrase[0], []).append(_phrase)
_FIRSTS = frozenset(_BY_FIRST)


def foreseen(st: Statement, phrase: NounPhrase, text: bool = False) -> bool:
    """Whether a thing that the sentence brings up as new is said to be made; with `text`, to be written."""
    if phrase.before not in _NEW and not _opens(st, phrase):
        return False
    if _RESTATED.intersection(st.words[max(0, phrase.first - 3) : phrase.first - 1]):
        return False  # "… Dario is on it, it'll be a small program"
    classes = ("make", "make-text") if text else ("make",)
    for mark in st.marked(*classes, "pending"):
        if st.said[mark.start] or not _near(st, mark, phrase):
            continue
        if mark.cls == "pending" or looks_ahead(st, mark):
            return True
    return _labelled_ahead(st, phrase) or handed_over(st, phrase.head + 1)


_NEW = INDEFINITE | word_set(
    "kein keine keinen aucun aucune ningún ninguna no our unser unsere notre nuestro nuestra"
)


def _labelled_ahead(st: Statement, phrase: NounPhrase) -> bool:
    """ "Coming in May (Tolu): a job that …": what stands behind a label that looks ahead."""
    colon = st.words.index(":") if ":" in st.words[: phrase.first] else -1
    return (
        0 < phrase.first - colon <= 3
        and colon > 0
        and not _COMING.isdisjoint(st.words[max(0, colon - 9) : colon])
    )


_COMING = word_set(
    "coming due upcoming next soon arriving kommt folgt demnächst bientôt próximamente lacking lack"
)
_RESTATED = word_set("be is as")


def _opens(st: Statement, phrase: NounPhrase) -> bool:
    """Whether the thing opens the sentence without an article, or stands behind a sign: ": parser for …"."""
    behind = st.words[phrase.head + 1 : phrase.head + 5]
    if ":" in behind and phrase.first <= 1:
        return False  # "Tool to build: a tiler"
    return phrase.first == 0 or st.words[phrase.first - 1] in (":", "–", "—")


def _near(st: Statement, mark: Mark, phrase: NounPhrase) -> bool:
    """Whether the mark stands near, with no other program or document in between."""
    if mark.end <= phrase.first:
        between = st.words[mark.end : phrase.first]
    elif mark.start > phrase.head:
        between = st.words[phrase.head + 1 : mark.start]
    else:
        return False
    return len(between) <= _REACH and not any(map(_another_thing, between))


@lru_cache(maxsize=65536)
def _another_thing(word: str) -> bool:
    if word in WORKERS:
        return False  # "by the lab's own coder"
    return word in ("|", ";") or word in DOCUMENTS or bool(program_noun(word))


def though_absent(st: Statement, phrase: NounPhrase, text: bool = False) -> bool:
    """ "No rubric exists; Ines is drawing one up": what is denied is made in a clause of its own."""
    if _NONE.isdisjoint(st.words[max(0, phrase.first - 3) : phrase.first + 1]):
        return False
    classes = ("make", "make-text") if text else ("make",)
    here, after = st.clause[phrase.head], st.after
    if any(
        st.clause[mark.start] > here and _by_pronoun(st, mark) and looks_ahead(st, mark)
        for mark in st.marked(*classes)
    ):
        return True
    return after is not None and any(
        mark.start <= 8 and _by_pronoun(after, mark) and looks_ahead(after, mark)
        for mark in after.marked(*classes)
    )


_NONE = word_set("no nobody none kein keine keinen aucun aucune pas ningún ninguna nadie")
_IT = word_set("it one them him sie es ihn eine einen la le l lo en un una uno")


def _by_pronoun(st: Statement, mark: Mark) -> bool:
    return not _IT.isdisjoint(st.words[max(0, mark.start - 2) : mark.end + 3])


def looks_ahead(st: Statement, mark: Mark) -> bool:
    """Whether a verb of making speaks of what is still to be done, and not of what outsiders do."""
    words = st.words
    before = words[max(0, mark.start - 6) : mark.start]
    near = before[-4:]
    if not _NOT.isdisjoint(before[-3:]):
        return False
    if outsiders_make(st, mark) or (not OUTSIDERS.isdisjoint(before) and WORKERS.isdisjoint(before)):
        return False
    if mark.form == "noun":
        return True
    if mark.form == "base":
        return not mark.start or not _TO_DO.isdisjoint(before)
    if mark.form == "third":
        return bool(before) and not _subjectless(st, mark)
    if mark.form == "ing":
        return not _RUNNING.isdisjoint(before[-3:])
    if not _OVER.isdisjoint(near) and "to" not in near and "will" not in before:
        return False
    if not _BECOMING.isdisjoint(near) or ("will" in before and "have" in before):
        return True
    behind = words[mark.end : mark.end + 1]
    return bool(behind) and not _IS.isdisjoint(near[-2:]) and behind[0] in _BY_WHEN


def _subjectless(st: Statement, mark: Mark) -> bool:
    """Whether nobody stands before the verb: "code" and "design" are nouns as well."""
    before = st.words[mark.start - 1]
    if before in _PEOPLE or before in WORKERS:
        return False
    return (
        not st.slice(mark.start - 1, mark.start)[:1].isupper()
        and mark.lemma.isascii()
        and before not in _ADVERBS
    )


_NOT = word_set("not no never nicht nie pas ne jamais nunca jamás nobody niemand personne nadie")
_PEOPLE = word_set("she he who which that it we they i team qui que den das die der on nous wir")
_ADVERBS = word_set("then now also still meanwhile first therefore soon")


def handed_over(st: Statement, at: int) -> bool:
    """Whether somebody is said, here or in the next sentence, to have the making of a thing in hand."""
    return _hands(st.words[at : at + 40]) or (st.after is not None and _hands(st.after.words[:12]))


def _hands(words: list[str]) -> bool:
    if _FIRSTS.isdisjoint(words):
        return False
    return any(
        words[at : at + len(phrase)] == phrase
        for at, word in enumerate(words)
        for phrase in _BY_FIRST.get(word, ())
    )
