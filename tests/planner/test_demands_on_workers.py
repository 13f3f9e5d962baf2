"""What workers are said to have to do, by construction, and the deeds of others beside it."""

import pytest

from planner import plan

THAT_CLAUSES = [
    "It is vital that the workers distinguish original glazing from replacements on the façade photos.",
    "What matters most is that workers can tell forged stamps from real ones in the scans.",
    "A precondition is that the helpers read the faded inventory cards without mistakes.",
    "Imperative: workers recognise at least forty species of moth from light-trap pictures.",
    "No invoice leaves the house unless the workers are capable of splitting it by cost centre.",
    "We can't publish a page until workers are able to redact the names of minors in the files.",
    "It is imperative that inscriptions in three scripts can be translated by the workers.",
]
OBLIGATIONS = [
    "Workers are required to map free-text occupations onto the ISCO codes.",
    "The workers have to be in a position to compare the old and new floor plans room by room.",
    "The postcards need to be dated from their stamps and postmarks by the workers.",
    "The workers' main duty: they must tag each photograph with the plants that it shows.",
    "This requires us to decode the punch-hole patterns on some 3,000 cards.",
    "It requires to extract the batch numbers out of the delivery notes.",
    "Everything hangs on workers being able to transcribe the depositions.",
]
NAMED = [
    "Reading the meter dials off night photographs is a hard requirement.",
    "| Input | Ability required |\n|---|---|\n| Dashcam clips | Must count the cyclists in each clip |",
    "| Task | Capability needed |\n|---|---|\n| Letters | Summarise each letter in two lines |",
    "## What the workers have to master\n\n- forecasting water levels three days ahead",
]
ABROAD = [
    "Zwingend nötig: Die KI-Mitarbeiter lesen Keilschriftzeichen auf den Fotos.",
    "Voraussetzung ist, dass die Mitarbeiter Quittungen den Reisen zuordnen.",
    "Ohne das Erkennen der Stempel auf den Scans geht nichts.",
    "Die Akten sind von den KI-Mitarbeitern zusammenzufassen, das ist unverzichtbar.",
    "Il faut que les agents prévoient la fréquentation jour par jour.",
    "Il est essentiel que les agents sachent déchiffrer les vieilles étiquettes.",
    "Reconnaître les voix sur les bandes est indispensable.",
    "Es imprescindible que los agentes clasifiquen las quejas por barrio.",
    "Habrá que transcribir las entrevistas de 300 pastores.",
]
DEEDS_OF_OTHERS = [
    "It is essential that the gate is shut.",
    "It is essential that everyone arrives on time.",
    "It is important that customers can pay by card.",
    "The council requires residents to sort their waste.",
    "Guests are required to fill in a form.",
    "Somebody needs to check the tyres.",
    "Somebody has to make a label with the names.",
    "Reading is a pleasure and a must.",
    "Everyone must read the safety sheet before entering.",
    "Workers read the mail in the morning.",
    "The workers translate; Anna checks.",
    "Das Tor muss im Brandfall jemand öffnen können.",
    "Die Kunden müssen ihren Stand korrigieren können.",
    "Los oyentes tienen que poder descargar los programas.",
]
TURNED_DOWN = [
    "## Non-goals\n\n- A new expenses tool\n- Replacing the accounts system",
    "## Nicht-Ziele\n\n- ein Protokoll für die Sitzungen\n- ein neues Buchungswerkzeug",
    "## Alternatives\n\n**Option B.** Let every branch write its own importer.",
    "**A3. Carry on by hand and build a clash finder only.** Cheap but late. Not pursued.",
    "- We write a route planner of our own. Too slow by a year. Declined.",
    "We write a skill on letters to mayors, since struck out.",
    "```text\n# from the old wiki\nneed: a tool to look up codes\n```",
    "```\n# 2019 notes, obsolete\nTODO: write a parser\n```",
    "Il faut signer la convention avec la commune.",
    "Hay que firmar el protocolo con los voluntarios.",
    "We introduced a protocol for the helpers in 2020 and still use it.",
    "See https://example.org/skill for the old form.",
    "The form is at example.com/skills or on paper.",
]


@pytest.mark.parametrize("text", [*THAT_CLAUSES, *OBLIGATIONS, *NAMED, *ABROAD])
def test_a_demand_on_workers_is_one_need(text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert need.rule == "capability"


@pytest.mark.parametrize("text", DEEDS_OF_OTHERS)
def test_a_deed_of_others_or_of_once_is_no_need(text):
    assert not plan(text, [])


@pytest.mark.parametrize("text", TURNED_DOWN)
def test_what_is_turned_down_or_only_told_of_is_no_need(text):
    assert not plan(text, [])


def test_a_demand_that_breaks_off_is_no_need():
    assert not plan("Workers are required to", [])
    assert not plan("It is required to", [])


@pytest.mark.parametrize(
    "text",
    [
        "Les agents lisent les lettres. Il faut aussi qu'ils prévoient les volumes de lait.",
        "The workers sit in Oban. It is essential that they recognise the two seals in photos.",
    ],
)
def test_a_pronoun_stands_for_the_workers_of_the_sentence_before(text):
    (need,) = plan(text, []).skills

    assert need.rule == "capability"


def test_what_they_do_afterwards_is_no_demand():
    needs = plan("Half aren't English: workers must be able to translate reviews before they tag them.", [])

    assert len(needs.skills) == 1
