"""Documents and abilities told in sentences of any build, in four languages.

Each sentence stands for a form of its own; none is from a document of the corpus.
"""

import pytest

from planner import plan

DOCUMENTS = [
    "The agents will be held to a glossary of ship types that Bram has yet to compile.",
    "There'll be a decision tree for torn letters, drafted by the conservator, which all helpers go through.",
    "Counsel is finalising the criteria under which the workers withhold a page.",
    "How agents cite a manuscript will be settled in a style sheet; Odile is in charge of it.",
    "Il n'y a pas encore de charte de citation ; Solène s'y attelle et tous les agents s'y tiendront.",
    "Hace falta un protocolo de descarte que redactará Pilar y que cumplirán todos los voluntarios.",
    "Our lawyers are writing the rules by which the agents decide what to black out.",
    "The workers will take their cue from a phrasebook of condolence letters, still to be composed by Irma.",
    "I am at work on an escalation protocol for the night agents.",
    "All annotators get a codebook. Rosa is finishing it this week.",
    "Die Agenten brauchen eine Vorgabe, wie Kürzel aufzulösen sind; Dr. Behr verfasst sie.",
    "Une procédure d'anonymisation doit voir le jour avant mars ; les agents la suivront à la lettre.",
    "Está pendiente un manual de estilo para los agentes que redactan las fichas.",
    "No existe una rúbrica para puntuar las solicitudes; Carmen la redacta y todos puntúan con ella.",
    (
        "Before the agents touch a single file there must be written ground rules on names of "
        "minors; Counsel has the pen."
    ),
    "An incident playbook is in the works (Omar).",
    (
        "One thing nobody has put to paper: how we decide that two hotels are the same hotel. Lea "
        "will do so, and the agents are to go by it."
    ),
    "Workers follow the wound photography protocol; draft by the nurse due on the 9th.",
    'Load the skill "tide-reading" before any chart work.',
    "Les agents cotent les dégâts selon un barème que l'expert doit encore établir.",
    "Los agentes seguirán unas pautas de tono que Julia tiene a medio escribir.",
]
ABILITIES = [
    "It's imperative for the agents to have mastered reading of Gothic script.",
    "Unless the assistants are capable of telling a forged stamp from a real one, we can pack up.",
    "Die Helfer müssen dazu fähig sein, Handschriften aus dem 18. Jahrhundert zu entziffern.",
    "Les agents devront être à même de reconnaître les cachets effacés.",
    "Es condición que los agentes dominen la lectura de letra procesal.",
    "A command of medieval abbreviations is required of every agent.",
    "It must be possible for the agents to tell juvenile gulls from adults in photos.",
    "Everything hinges on the agents deciphering the marginalia.",
    "Die Bearbeitenden müssen Dialektaufnahmen verschriften können.",
    "Entscheidend ist, dass die Agenten Wappen auf Siegeln erkennen.",
    "Il est impératif que les agents arrivent à dater les photographies.",
    "Los agentes tienen que ser capaces de casar recibos con facturas.",
    "Recognising faded rubber stamps is the one thing our workers cannot do without.",
    "We will live or die by how well the agents read gauge photos.",
    "Required: agents who can line up two editions of the same poem.",
    "Voraussetzung für alles Weitere: Die Agenten können Frakturschrift lesen.",
    "Il faut que les agents sachent convertir les anciennes mesures.",
    "Hace falta que los agentes sepan fechar fotos por la ropa.",
]


@pytest.mark.parametrize("text", DOCUMENTS)
def test_a_document_to_come_that_workers_follow_is_one_skill(text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert need.kind == "skill"


@pytest.mark.parametrize("text", ABILITIES)
def test_an_ability_that_is_demanded_of_workers_is_one_need(text):
    needs = plan(text, [])

    assert len([*needs.skills, *needs.tools]) == 1
