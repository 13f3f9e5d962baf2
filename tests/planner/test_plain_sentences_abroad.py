"""Needs that are said in plain sentences of German, French and Spanish."""

import pytest

from planner import plan

PROGRAMS = [
    "Für die Etiketten muss ein Generator programmiert werden, das macht Jens.",
    "Wir bekommen von Jens ein Werkzeug, das die Adressen prüft.",
    "Ein Skript, das nachts die Listen vergleicht, ist bis März fällig.",
    "Jens sitzt an einem Skript, das die Listen vergleicht.",
    "Zum Abgleich der Listen entsteht gerade ein kleines Programm.",
    "Was uns fehlt, ist ein Programm für den Listenabgleich.",
    "Das Umbenennen übernimmt ein Skript, das Jens noch schreiben muss.",
    "Ohne einen Umrechner geht es nicht, also programmiert Jens einen.",
    "Geplant: ein Umrechner für die alten Maße (Jens, März).",
    "Bis März muss es einen Umrechner geben.",
    "Il faudra un script pour renommer les scans, Paul l'écrit en mars.",
    "Paul doit programmer un vérificateur d'adresses.",
    "Un vérificateur d'adresses sera programmé par Paul en mars.",
    "Ce qui nous manque, c'est un outil qui compare les listes.",
    "On a besoin d'un petit programme qui compare les listes.",
    "Le renommage sera fait par un script que Paul doit encore écrire.",
    "Un script de renommage est en cours d'écriture.",
    "Reste à coder : un comparateur de listes.",
    "Necesitamos un programa que compare las listas; Pablo lo escribe en marzo.",
    "Pablo está programando un verificador de direcciones.",
    "Falta todavía un conversor de medidas antiguas.",
    "Habrá un script que renombre los escaneos; lo hará Pablo.",
    "Un comparador de listas será programado por Pablo en marzo.",
    "Lo que nos falta es una herramienta que compare las listas.",
    "Está pendiente de programar un comparador de listas.",
]
SKILLS = [
    "Für die Helfer fehlt noch eine Anleitung; Uta schreibt sie bis Mai.",
    "Uta arbeitet eine Richtlinie aus, nach der alle Bearbeiter entscheiden.",
    "Die Bearbeiter folgen dem Leitfaden „Kulanz“, den Uta bis Mai verfasst.",
    "Der Skill „Kulanz“ muss noch geschrieben werden.",
    "Wir arbeiten mit dem Skill Kulanz, den Uta im Mai schreibt.",
    "Ein Kriterienkatalog, an den sich alle Prüfer halten, wird im Mai erarbeitet.",
    "Marie rédige d'ici mai un guide que tous les agents suivront.",
    "Il nous manque un guide de classement pour les agents.",
    "On applique la compétence « tri des plaintes », que Marie écrit en mai.",
    "Les agents suivent un protocole de tri, encore à rédiger.",
    "Ana redacta en mayo una guía que seguirán todos los agentes.",
    "Los agentes seguirán un protocolo de quejas, todavía por redactar.",
    "Usaremos la habilidad «quejas», que Ana escribe en mayo.",
]
ABILITIES = [
    "Die Helfer müssen Handschriften des 18. Jahrhunderts entziffern können.",
    "Gefordert ist, dass die Helfer alte Ortsnamen zuordnen können.",
    "Wer mitarbeitet, muss alte Ortsnamen den heutigen zuordnen können.",
    "Das Zuordnen alter Ortsnamen ist unverzichtbar.",
    "Tous les agents doivent savoir déchiffrer les registres anciens.",
    "Il est indispensable que les agents sachent dater les photos.",
    "Sans la lecture des cadrans, rien ne marche.",
    "Todos los agentes tienen que saber descifrar los registros antiguos.",
    "Es imprescindible que los agentes sepan fechar las fotos.",
]
LOOK_ALIKES = [
    "Jens kauft einen Umrechner im Laden.",
    "Wir brauchen einen Prüfer vom TÜV.",
    "Das Programm des Abends steht.",
    "Ein Werkzeug dafür gibt es schon.",
    "Die Gäste folgen dem Leitfaden.",
    "Le programme de la soirée est prêt.",
    "On a déjà un script pour cela.",
    "Les visiteurs suivent le guide.",
    "Pas de script pour neuf lignes.",
    "El programa de la velada está listo.",
    "Ya tenemos un script para eso.",
    "Los visitantes siguen al guía.",
    "Necesitamos un conductor y un traductor.",
]


def found(text):
    needs = plan(text, [])
    return [*needs.skills, *needs.tools]


@pytest.mark.parametrize("text", PROGRAMS)
def test_a_program_is_read_in_whatever_plain_words(text):
    (need,) = found(text)

    assert need.kind == "tool"
    assert need.reason


@pytest.mark.parametrize("text", SKILLS)
def test_a_document_for_workers_is_read_in_whatever_plain_words(text):
    (need,) = found(text)

    assert need.kind == "skill"
    assert need.reason


@pytest.mark.parametrize("text", ABILITIES)
def test_an_ability_is_read_in_whatever_plain_words(text):
    (need,) = found(text)

    assert need.rule == "capability"


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_alike_is_no_need(text):
    assert found(text) == []
