"""Needs told in passing in narrative prose, and other tales that hold none."""

import pytest

from planner import plan

CALLS = [
    (
        "tool",
        "To keep the two lists from drifting apart, Ines is going to hack up a sync job that runs hourly.",
    ),
    (
        "tool",
        "The first thing to be written is the thing that turns phone photos into "
        "straight rectangles: a cropper.",
    ),
    ("tool", "For the readings we'd otherwise type by hand, an importer is being written by Bo."),
    ("tool", "Before a single record moves, there has to be a dry-run command."),
    ("tool", "Somebody needs to build us a watchdog which barks when no data arrive for an hour."),
    ("tool", "A parser for the harbour master's faxes: Yara starts on it on Monday."),
    ("tool", "Once Lia has written the address normaliser, the agents can begin."),
    ("tool", "The agents start when the normaliser for addresses is ready, which Lia is writing."),
    ("tool", "It all waits for the tokeniser that Per has yet to write."),
    (
        "tool",
        "Missing piece number two: a bridge from the scale to the spreadsheet, to be programmed by Ravi.",
    ),
    ("tool", "Our plan hinges on a validator of our own making."),
    ("tool", "We'll automate the comparison of the two price lists with a script."),
    ("tool", "The budget has 3 days for a converter from DXF to SVG."),
    ("tool", "Agents call a command, `pagecut`, that we still have to write."),
    ("tool", "A QR label printer driver isn't needed, but a label layouter is, and Moe codes it."),
    ("tool", "Do we need a dedupe tool? Yes, and Fay builds it this week."),
    ("tool", "- Kite: the daemon that moves finished files (Noor is on it)"),
    ("skill", "We'll work from a triage playbook; Dana has the pen."),
    ("skill", "How complaints are answered follows the plain-words skill."),
    (
        "skill",
        "No one has set out when a bruise is a bruise and when it is rot; Pim will do "
        "so in a grading guide for the sorters.",
    ),
    ("skill", "The agents get a style sheet for captions, which doesn't exist yet."),
    (
        "skill",
        "Before we start, Ruth and the two oldest volunteers agree on a procedure for "
        "unclear donations and write it up.",
    ),
    ("skill", "A crib for the abbreviations must be compiled so that every agent reads them alike."),
    (
        "skill",
        "Agents are bound by a code of conduct for calls; it is being drafted by the ombudsman.",
    ),
    (
        "skill",
        "The method for weighting the answers still has to be agreed and documented; "
        "all analysts will use it.",
    ),
    ("skill", "An onboarding handbook for the agents is Mia's first task."),
    ("skill", "Load the tide-reading skill first."),
    ("skill", "Each reply is checked with the two-person-check skill."),
    ("skill", "We need a house style."),
    (
        "skill",
        "The reviewers need guidance on borderline cases, and Sam will put that together as a rubric.",
    ),
    ("skill", "Wir halten uns an einen Gesprächsleitfaden, den Nora bis Mai schreibt."),
    ("skill", "Les relecteurs suivront un guide de ponctuation que Paul rédige en mars."),
    ("skill", "Los agentes aplican un protocolo de llamadas que todavía no existe."),
    (
        "either",
        "Telling a repaired plate from an intact one on a photo is what the agents must learn first.",
    ),
    (
        "either",
        "The agents' ability to read faded stamps decides whether this works; without it we stop.",
    ),
    ("either", "It takes agents who can follow a melody line through a noisy recording."),
    (
        "either",
        "We won't get anywhere unless the workers manage to link the same person across three registers.",
    ),
    ("either", "Agents have to turn rambling voice notes into structured tickets."),
    ("either", "From each letter the agents must extract sender, date and place."),
    (
        "either",
        "Amounts in old currency need converting to euros throughout the ledgers, "
        "and the agents must be able to do that.",
    ),
    ("either", "A hard requirement: recognising regional accents in the recordings."),
    ("either", "The ability to date photographs by clothing is needed, and nobody has it yet."),
    ("either", "What is asked of the agents is to classify each report by cause."),
    ("either", "Every report has to be classified by cause by the agents."),
    ("either", "Agents will be expected to detect forged signatures on the scans."),
    ("either", "Whoever sorts the slides must recognise the photographer's handwriting."),
    ("either", "Die Agenten müssen verblasste Stempel lesen können."),
    ("either", "Die Fähigkeit, Dialekte zu unterscheiden, ist Voraussetzung."),
    ("either", "Les agents devront savoir dater les cartes postales d'après le timbre."),
    ("either", "Es imprescindible que los agentes sepan distinguir firmas falsas."),
    ("either", "Hace falta saber descifrar abreviaturas del siglo XVII."),
]
REFUSALS = [
    "Tom fills the hole with gravel.",
    "The budget has 3 days for a visit.",
    "Kofi's job this month is the roof.",
    "Lia has written the address normaliser; it works.",
    "Our plan hinges on the weather.",
    "It all waits for the mayor.",
    "We'll work from home.",
    "A code of conduct for guests hangs in the hall.",
    "The ability to swim is required of lifeguards.",
    "Every guest has to be greeted by the hosts.",
    "Do we need an app? No.",
    "Is a converter needed? Not this year.",
    "There used to be a merge script; nobody misses it.",
    "A tool for that is sold by Siemens.",
    "Paul's old watcher is still running on the attic server.",
    "Whoever sorts the chairs must be strong.",
    "The drivers must be able to read a map.",
    "The agents will be expected to be polite.",
    "She wrote a handbook once.",
    "He is writing a novel about a robot.",
    "The kids are coding a game at school.",
    "We have agreed on a procedure for donations.",
    "Die Agenten müssen pünktlich sein.",
    "Los agentes deben descansar.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_a_need_that_is_told_in_passing_is_found_once(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_other_tales_hold_no_need(text):
    assert not plan(text, [])
