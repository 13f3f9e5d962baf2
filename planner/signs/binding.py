"""Whether people are to go by what is written: "binding for all", "so that all decide alike", "à suivre"."""

from __future__ import annotations

from functools import lru_cache

from planner.text.gates import gate_of, places
from planner.text.statements import Statement
from planner.words.lexicon import OUTSIDERS, WORKERS
from planner.words.lists import phrase_set, word_set

_PRONOUNS = word_set("we i us you they it us wir ich nous")
# Said of the document itself.
_BINDING = word_set(
    "binding binds verbindlich bindend vinculante contraignant contraignante alike einheitlich"
)
_GONE_BY = phrase_set(
    """
    applies to all; apply to all; applies to everyone; applies to every; holds for all; is valid for all;
    bound by; binds all; to work by; to go by; works by; work by; go by; goes by; went by; going by; sticks
    to; stick to; stuck to; keeps to; keep to; abide by; abides by; held to; holds to; adhere to; adheres
    to; will adhere; the same way; the same mark; the same answer; the same result; the same conclusion;
    the same manner; has to follow; must follow; can follow; could follow; will follow; to follow; follows
    it; follow it; apply it; applies it; use it; uses it; obey it; to be followed; can use; could use;
    regiremos por; regirán por; rige por; rigen por; nos ceñiremos; ceñirse a; atendrán a; se conforment;
    conformeront; y tiennent; y tiendront; richten sich; sich richten; orientieren sich; gehorchen; take
    their cue; takes its cue; be guided by; guided by; in line with; go through; goes through; work from
    it; work from; working from; bound by; held by it; orient themselves; is law; obeyed by; followed by;
    take their cue; takes its cue; guided by; go through; goes through; work from it; work from; working
    from; obeyed by; followed by; mandatory for all; mandatory for every; obligatory for all; compulsory
    for all; binding on; verpflichtend für; obligatoire pour; obligatorio para; obligatoria para; halten
    sich; hält sich; sich halten; zu halten; daran halten; dran halten; zu befolgen; befolgen alle; nach
    der; nach denen; nach dem alle; à suivre; suivront; suivent; suivre par; appliquent; appliqueront; l
    applique; respecteront; respectent; sigan; siguen; seguirán; apliquen; aplican; aplicarán; lo aplican;
    cumplan
    """
)
_BY_FIRST: dict[str, list[list[str]]] = {}
for _phrase in _GONE_BY:
    _BY_FIRST.setdefault(_phrase.split()[0], []).append(_phrase.split())
_OF_CLAUSE = word_set("keep keeps apply applies use uses follow follows obey observe consult heed")
_FIRSTS = _OF_CLAUSE | _BY_FIRST.keys()
_MAY_BIND = gate_of(_FIRSTS | _BINDING)


def binding(st: Statement) -> bool:
    """Whether the sentence, or the next one, says that workers go by something."""
    return _binds(st) or (st.after is not None and _binds(st.after))


def _binds(st: Statement) -> bool:
    if not st.opened & _MAY_BIND:
        return False
    words = st.words
    if not _BINDING.isdisjoint(words):
        return True
    for index in places(words, _MAY_BIND):
        word = words[index]
        for phrase in _BY_FIRST.get(word, ()):
            if words[index : index + len(phrase)] == phrase and not _outsiders_do(words, index):
                return True
        if word in _OF_CLAUSE and index and _names_worker(words[index - 1]):
            return True  # "a guide the agents apply"
        applied = word in ("apply", "applies") and words[index + 1 : index + 2] == ["to"]
        if applied and any(map(_names_worker, words[index + 2 : index + 5])):
            return True  # "which will then apply to agents and adjudicators"
    return False


def _outsiders_do(words: list[str], index: int) -> bool:
    """Whether the nearest people in front of these words are from outside."""
    for word in reversed(words[max(0, index - 6) : index]):
        if word in WORKERS:
            return False
        if word in OUTSIDERS:
            return True
    return False


@lru_cache(maxsize=4096)
def _names_worker(word: str) -> bool:
    return word in WORKERS and word not in _PRONOUNS
