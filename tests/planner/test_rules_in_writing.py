"""Rules that are to be put in writing and that workers go by, and texts that are none."""

import pytest

from planner import plan

CALLS = [
    (
        "skill",
        "How to tell a scratch from a fault has to be put on paper before anyone "
        "looks at a single lens; every grader sticks to it.",
    ),
    ("skill", "What counts as a near miss must be written down once, and all agents go by it."),
    ("skill", "The way Irma picks the seeds becomes a sorting guide the agents apply."),
    (
        "skill",
        "Somebody has to turn his advice into a procedure for broken seals that anyone here can follow.",
    ),
    (
        "skill",
        "Nothing useful will come of it until a key to the stitches, which Ana is "
        "drawing up for the agents to work by, lies on the table.",
    ),
    (
        "skill",
        "A codebook is prepared by AP and LM from the first batch; coders follow the frozen version.",
    ),
    (
        "skill",
        "Pending: an SOP on what may be quoted from the interviews, binding for everyone who handles text.",
    ),
    (
        "skill",
        "- [ ] write the doctrine on doubtful attributions: who decides, on what "
        "evidence. The agents apply it without discussion.",
    ),
    ("skill", "- [ ] merge rules for double entries, written so that five clerks decide alike — Gus"),
    (
        "skill",
        "| What | Who | By |\n|---|---|---|\n| Rules for illegible claims (Ida writes "
        "them, everybody sticks to them) | Ida | 3 May |",
    ),
    (
        "skill",
        "Before the first shift, an etiquette for calling relatives gets written, and "
        "it binds the agents too.",
    ),
    (
        "skill",
        "What to do with unsigned forms must be settled in writing, so that all checkers decide alike.",
    ),
    ("skill", "Mrs Lund's knowledge of the glazes has to become a handbook that workers can use."),
    (
        "skill",
        "A decision tree for doubtful calls, to be followed by all agents, is being drafted by Noor.",
    ),
    ("skill", "We lack a policy on swear words that translators could go by."),
    (
        "skill",
        "What's missing is a common yardstick for damage, written so that two agents come to the same mark.",
    ),
    (
        "skill",
        "Bis dahin muss schriftlich festgelegt sein, wann eine Münze als beschädigt "
        "gilt; alle Agenten halten sich daran.",
    ),
    ("skill", "Uli diktiert, Benno schreibt: Merkblatt der Holzarten, verbindlich für alle Agenten."),
    (
        "skill",
        "| Was | Wer | Bis |\n|---|---|---|\n| Regelung, was bei fehlenden "
        "Unterschriften gilt (schreibt Weber, alle halten sich dran) | Weber | 3.4. |",
    ),
    (
        "skill",
        "Damit alle gleich entscheiden, wird ein Bewertungsleitfaden erarbeitet, an "
        "den sich die Agenten zu halten haben.",
    ),
    (
        "skill",
        "- [ ] rédiger la doctrine des doublons : qui tranche, sur quelle preuve. Les agents l'appliquent.",
    ),
    ("skill", "Cette méthode de tri, à suivre par tous, Luc et Jeanne la rédigent en mai."),
    (
        "skill",
        "Il faut coucher par écrit la manière de noter les défauts, que tous les agents suivront.",
    ),
    ("skill", "Todo esto tiene que quedar escrito como norma interna que los agentes sigan."),
    ("skill", "Hay que poner por escrito cómo se decide un empate, y los agentes lo aplican."),
    (
        "skill",
        "| Pieza | Quién | Cuándo |\n|---|---|---|\n| protocolo para cuando falta la firma | Ana | abril |\n",
    ),
]
REFUSALS = [
    "How to reach the hall must be written on the invitation.",
    "What the mayor said has to be put on paper for the press.",
    "The recipe must be written down for the guests.",
    "A guide to the castle is prepared by the museum for visitors.",
    "The rules of the game must be printed.",
    "He turned her advice into a procedure years ago.",
    "The minutes must be written by Friday.",
    "Nobody wrote down the phone number.",
    "The contract has to be put in writing.",
    "A codebook was prepared in 2019 and coders follow it.",
    "Die Satzung muss bis Mai geschrieben werden.",
    "La lettre doit être rédigée par Luc.",
    "Tiene que quedar escrito en el acta.",
    "The key lies on the table.",
    "We need the key to room 4.",
    "The story has to be put on paper.",
    "She writes the invitation, he prints it.",
    "The rules of the union are binding for everyone.",
    "What the guests may bring has to be written down on the ticket; they stick to it.",
    "How we got here must be put on paper for the jubilee.",
    "The house rules for tenants must be written; everyone keeps to them.",
    "The way Irma picks the seeds is a secret.",
    "The policy becomes law in June.",
    "The old procedure was turned into a poster.",
    "A standard is prepared by ISO.",
    "The norms of the association are binding.",
    "Die Regelung für Gäste hängt aus.",
    "La norma europea se publica en mayo.",
    "La règle du jeu est simple.",
    "She keeps to the rules.",
    "The agents follow the method they have always used.",
    "The key to success is patience.",
    "Visitors must follow the rules of the house.",
    "The team sticks to the plan in writing.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_rules_that_workers_are_to_go_by_in_writing_are_a_skill(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_other_texts_and_rules_are_not_needed(text):
    assert not plan(text, [])
