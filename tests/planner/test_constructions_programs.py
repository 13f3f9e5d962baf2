"""Programs that are to come, told in sentences of any build, in four languages.

Each sentence stands for a form of its own; none is from a document of the corpus.
"""

import pytest

from planner import plan

CALLS = [
    "A program comparing each week's gazette with last week's is to be coded.",
    "Before the first scan arrives, Hedwig will have cooked up a renamer for the tape files.",
    "I'm putting together a little watcher that pings us when a tide gauge goes silent.",
    "A deskewer for the parish pages is being developed by our two apprentices.",
    "The plan hinges on a crawler of auction results that Milo has undertaken to write.",
    "Duplicate rows get caught by a comparison script, which remains to be coded.",
    "Nino is scripting something that merges the rosters.",
    "We are getting ourselves a stitcher for aerial strips; Petra does it over Easter.",
    "`match_seals.py` (due in March, Orsolya) compares each wax seal with the register.",
    "For the addresses it takes a small normaliser, to be delivered by the interns.",
    "Ein Programm zum Entzerren der Luftbilder steht noch aus; Tim liefert es im Juni.",
    "Es bedarf eines Werkzeugs, das die Lieferscheine den Bestellungen gegenüberstellt.",
    "Marta se compromete a programar un cotejador de firmas.",
    "Está en construcción un programita que avisa cuando sube el río.",
    "On mettra en place un script de contrôle des doublons, confié à Léa.",
    "Reste à coder le petit outil qui découpe les pages.",
    "Whatever we do, a robust importer for the harbour logs comes first, and Jules has started on it.",
    "The lamp readings sit in forty formats. Yara is about to write a harmoniser for them.",
    "For the bell recordings we commission a pitch tracker from our own Lotte, delivery in week 8.",
    "There's a gap where a page-order checker ought to be; Tom fills it.",
    "We'll have our trainee rig up a bot that files incoming faxes.",
    "Piotr owes us a script which strips headers from the wire copy.",
    "- plate cropper (Sven, Fri)\n- stamps for the envelopes",
    "Somebody with a free week must sit down and produce a program for dating the tickets.",
    "To spare the volunteers the counting, a tally macro gets written by Ada in the first sprint.",
    "Zum Vergleich der Fassungen entsteht ein kleines Werkzeug, zuständig ist Frau Ott.",
    "Ohne einen Umrechner für alte Gulden kommen wir nicht weiter, Paul schreibt ihn.",
    "Ein Skript soll die Kassenbelege nach Filialen aufteilen.",
    "Nous confions à Bastien l'écriture d'un extracteur de légendes.",
    "Il manque encore un programme capable de fusionner les deux fichiers.",
    "Quedamos a la espera de un conversor de coordenadas que nos hace Íñigo.",
    "Un robot de búsqueda de erratas: lo desarrolla el becario en abril.",
    "Once the ferry operator hands us the logs, a little utility of our own making will bucket them by hour.",
    "The missing link between the scale and the ledger? A bridge script, which is Oona's job for June.",
    "We intend to have a plagiarism checker coded over the holidays.",
    "Deliverable 3. A harvester that collects tender notices from nine portals.",
    "Faustine bricole un petit utilitaire pour regrouper les factures par chantier.",
    "Le tri des courriels sera assuré par un robot que nous développons en interne.",
    "Habrá que montar un verificador de enlaces antes de publicar.",
    "Un validador de matrículas está a cargo de Teo, para el día 15.",
    "Bis Ostern strickt uns Malte einen Abgleicher für die Mitgliederlisten.",
    "Das Umbenennen der Scans besorgt ein Skript, das wir selbst schreiben.",
    "Code we still lack: a decoder for the gate counters.",
    "## Work packages\n\n1. Deskew pages: command-line program, Ivo, 3 days\n2. Hire a van",
    (
        "| Thing | Who makes it | When |\n|---|---|---|\n| bell-pattern matcher | Ruth | week 6 "
        "|\n| tea | all | daily |"
    ),
    "`tools/sluice.py` opens each dump, drops the test rows and writes what remains.",
]
FORMS = [
    "{} is being built by our interns.",
    "{} is still under construction.",
    "{} will be put together next week.",
    "{} has yet to be written.",
    "{} is on the drawing board.",
    "{} remains to be coded; Ada takes care of it.",
    "Ada has promised us {}.",
    "Ada is knocking together {}.",
    "Ada will have finished writing {} by then.",
    "Somebody ought to write {}.",
    "What we still lack is {}.",
    "We can't dispense with {}.",
    "There is to be {}, which Ada codes.",
    "Nobody has written {} so far.",
    "It takes {} to do this.",
    "We are to have {} by May.",
]
NAMES = ["a converter for the census files", "a script that merges the rosters", "a deskewer for the scans"]


@pytest.mark.parametrize("text", CALLS)
def test_a_program_to_come_is_one_tool(text):
    needs = plan(text, [])

    (need,) = [*needs.skills, *needs.tools]
    assert need.kind == "tool"


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMS)
def test_each_form_calls_for_each_kind_of_program(form, name):
    sentence = form.format(name)

    needs = plan(sentence[0].upper() + sentence[1:], [])

    assert len(needs.tools) == 1
    assert not needs.skills
