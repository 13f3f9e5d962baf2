"""Needs told over two sentences, in verb-last languages, in lists and by who is to do it; and their like."""

import pytest

from planner import plan

CALLS = [
    ("either", "Photos of whiteboards: workers have to interpret those."),
    ("either", "It can't work unless the workers find authority and deadline on the cover page."),
    ("either", "Workers should therefore be able to translate procurement terms properly."),
    ("either", "## Fähigkeiten der KI-Mitarbeiter\n\n- Durchschläge lesen, auch blasse"),
    ("either", "## Fähigkeiten der Helfer\n\n- botanische Namen vereinheitlichen (alte Synonyme!)"),
    ("either", "Pour les vieux plans (papier calque), la lecture des cotes est indispensable."),
    ("either", "Los agentes clasifican cada queja. Esta capacidad es imprescindible desde el primer día."),
    ("either", "## must-haves\n\n- diarisation (who speaks when) by the workers"),
    ("either", "- workers blank out names of students: redaction is non-negotiable"),
    ("tool", "* `no-show-log`: command that records no-shows. Nobody has built it yet; Hamid will."),
    ("tool", "We propose `coordfix`, a filter program reading points on stdin. P. Amaral to implement."),
    ("tool", "Hace falta una calculadora del convenio: peso y fecha dentro, importe fuera."),
    ("tool", "One script for repairing of links we will make ourselves (Goran, 3 days)."),
    ("tool", "Nous avons besoin de deux choses : un convertisseur de fichiers, et du café."),
    ("skill", "Was gilt, legt Frau Harms in einer Verfahrensanweisung fest. Alle halten sich daran."),
    ("skill", "We don't have any guide for tone. Our lead writes it, and workers write according to it."),
    ("skill", "Disputes are settled by a precedence policy. Owner: Head of Pricing, draft due 12 Feb."
     " Workers apply it."),
    ("skill", "Workers act on an adjudication protocol. Such a protocol has yet to be agreed."),
    ("skill", "| Skill | Status | Remark |\n|---|---|---|\n| Tree cover | to be written | with cases |"),
]  # fmt: skip
NONE = [
    "Chairs in the hall: workers have to move those.",
    "The bus can't leave unless the workers find the driver.",
    "## Fähigkeiten der Gäste\n\n- Deutsch lesen",
    "La lecture des contes est gratuite.",
    "Los agentes descansan cada tarde. Esta costumbre es imprescindible.",
    "Una calculadora de bolsillo cuesta diez euros.",
    "Nobody has built it yet.",
    "One room for the guests we will make ready.",
    "Der Wirt legt die Preise in einer Liste fest. Alle halten sich daran.",
    "| June | rubric, first drafts | deputies |\n|---|---|---|\n| July | settled draft | deputies |",
    "The house policy hangs in the hall. Owner: the landlord, due in May.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_a_need_told_in_two_steps_is_one_need(kind, text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", NONE)
def test_its_like_is_no_need(text):
    assert not plan(text, [])
