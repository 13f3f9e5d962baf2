"""Programs called for by work in hand, by tables and by lists of tasks, and their like that are not."""

import pytest

from planner import plan

CALLS = [
    (
        "tool",
        "Dmitri is hacking together a small command-line thing that drags the orders out of Shopify.",
    ),
    ("tool", "Pieter is at work on a filter to throw out pictures where nothing moves."),
    (
        "tool",
        "Consequently a function library that handles leap years and time zones will be implemented.",
    ),
    (
        "tool",
        "For that night we want a load balancer in place (Jon, 60 lines), so that no agent sits idle.",
    ),
    (
        "tool",
        "The rehearsal won't start until there is something like a linter for the call "
        "numbers; thirty lines of Python, whoever's free first.",
    ),
    ("tool", "An exporter will be written for it, by Pieter again if his evenings hold."),
    ("tool", "Hatice insists on a checker for tolerances; she starts on it in July."),
    ("tool", "I'll have a small sorter for the pictures ready by Monday."),
    ("tool", "- [ ] ISO-8859 → UTF-8 converter that keeps our odd ligatures — Ines, not begun"),
    ("tool", "- [ ] mapping of 40 old codes to 12, as a lookup command the loader calls — Ines"),
    (
        "tool",
        "| Piece | For what | State |\n|---|---|---|\n| `edgefind` | finds the edge of "
        "a page | missing, Jo |\n| `rotate` | turns pages | exists |",
    ),
    (
        "tool",
        "| Part | Does what | Status |\n|---|---|---|\n| `levels` | draws tide curves "
        "| not there, Uma writes it |",
    ),
    (
        "tool",
        "| Komponente | Herkunft | Bemerkung |\n|---|---|---|\n| Export der Messreihe "
        "ins Portal | Stabsstelle | neu zu programmieren |",
    ),
    (
        "tool",
        "## Pieces we lack\n\n| Piece | Who | When |\n|---|---|---|\n| reminder for "
        "overdue loans (sends a mail after ten days) | Rui | March |\n| new printer | "
        "boss | some day |",
    ),
    (
        "tool",
        "## Piezas que faltan\n\n| Pieza | Quién | Cuándo |\n|---|---|---|\n| avisador "
        "de caducidades (manda mensaje) | Rui | marzo |\n| impresora nueva | gerente | "
        "mayo |",
    ),
    ("tool", "- [ ] coder le découpeur de partitions (une image par portée) — Maëlle"),
    (
        "tool",
        "Rui va a programar un cotejador de recibos, que mira el número y marca lo que no cuadra.",
    ),
    ("tool", "Hatice besteht auf einem Prüfprogramm für Gewinde."),
    ("tool", "Da brauch ich ein Skript, das die Scans dreht. Macht sie bis Ostern."),
    ("tool", "Hierfür ist durch die Stabsstelle ein Programm zum Abgleich der Listen zu entwickeln."),
    ("tool", "A bot in #support that pings me, I'll code it on Sunday with coffee."),
    ("tool", "Somebody must sit down and script the renaming of the 4,000 scans."),
    ("tool", "Lena's down for the duplicate spotter, due 4 April."),
    ("tool", "Let's have a watchdog that shouts when a sensor goes quiet; Mia will code it."),
    ("tool", "The feed needs a little daemon that fetches it every hour, which doesn't exist yet."),
    ("tool", "A hook that refuses commits without a ticket number has yet to be written."),
    ("tool", "The stamp detector isn't there yet; Paul has it on his list."),
    ("tool", "First thing on the bench: a tiny decoder for the logger files."),
    ("tool", "AI: Priya to write the roster checker by Thursday."),
    ("tool", "Decided: Eva builds a comparer for the old and new tariffs."),
    ("tool", "ACTION (Bea): code up an importer for the bank files."),
    ("tool", "It takes a small program to match the readings with the maps, and it's ours to write."),
    ("tool", "Nothing on the market reads these tapes, so a reader has to be programmed."),
    (
        "tool",
        "The gap in the chain is a converter from the till's format to ours; it will be built in-house.",
    ),
    ("tool", "Chiara arbeitet an einem Filter, der leere Aufnahmen aussortiert."),
    ("tool", "Bis März entsteht ein kleines Werkzeug, das die Messwerte abgleicht."),
    ("tool", "Jana setzt sich an ein Skript, das die Etiketten druckt."),
    ("tool", "Maëlle travaille sur un outil qui trie les diapositives."),
    ("tool", "Manque encore : un script qui relie les deux bases."),
    ("tool", "Nos hace falta un programa que lea los contadores."),
    ("tool", "Está por escribir el conversor de unidades."),
    ("tool", "Sven will script the conversion into their layout."),
    ("tool", "Lo que falta: coder el renombrador de fotos."),
    ("tool", "Its rows come from a tide fetcher that does not exist yet."),
    ("tool", "The badge bridge is ours: we'll write that bridge in the first week, from CSV to SQL."),
    ("tool", "- [ ] coder le trieur de fiches — Luc"),
]
REFUSALS = [
    "There's no arbitration tool and none is foreseen.",
    "* A self-service seat finder: next budget year.",
    "```\n# TODO from the vendor's sample config, not ours: write a fines exporter\nfines: off\n```",
    "Pieter is at work on a boat.",
    "She insists on a translator for the hearing.",
    "The pump needs a new filter.",
    "He's hacking together a bench out of pallets.",
    "We get a cake made by the bakery.",
    "A film about us, for which the script is being written by the school, is no business of ours.",
    (
        "| Piece | For what | State |\n|---|---|---|\n| `rotate` | turns pages | exists, from 2025 "
        "|\n| recogniser | text | bought |\n| `lipsync` | dubs | later, not this edition |"
    ),
    "The bot was coded last spring.",
    "- [x] converter for the old files — Ines",
    "Paul had a tool for it and deleted it.",
    "I'd love a script that predicts rain, but no.",
    "Somebody should invent a machine that fills this in, a customer wrote.",
    "| Role | Person | Days |\n|---|---|---|\n| Reviewer | M. Sjö | 40 |\n| Tester | Bo | 3 |",
    "| Clock | Action | Who |\n|---|---|---|\n| 18:40 | convert | agents |\n| 21:00 | load | Ines |",
    (
        "| What | Who | When |\n|---|---|---|\n| chats tagged | agents | 14th |\n| survey | me | "
        "17th |\n| slide with THE number | me | 29th |"
    ),
    "Action: Tom – book the hall, by 3 May.",
    "Priya to phone the printer by Thursday.",
    "Decided: Eva buys a new computer.",
    "She works on a report for the board.",
    "Jana setzt sich an den Bericht.",
    "Werkzeugwagen in Halle 2 klemmt.",
    "2022 hatten wir schon mal einen Katalog-Generator vom Praktikanten. Hat keiner mehr.",
    "Il y a dix ans, on avait bricolé un script Access ; il est mort.",
    "logiciel d'étiquetage du département : on l'a déjà, on s'en sert",
    "The band needs a bridge after the second verse.",
    "The gateway tool licence expires in June.",
    "Everyone uses the vendor's log viewer.",
    "Marking 2,400 scripts in one weekend is hard.",
    "A script that a student wrote for us in 2018 still runs.",
    "We must program the heating.",
    "She codes for a living.",
]


@pytest.mark.parametrize(("kind", "text"), CALLS)
def test_a_program_that_is_in_hand_or_on_a_list_is_needed_once(kind, text):
    needs = plan(text, [])

    (need,) = needs.skills + needs.tools
    assert kind in (need.kind, "either")


@pytest.mark.parametrize("text", REFUSALS)
def test_what_is_there_or_someone_elses_or_no_program_is_not_needed(text):
    assert not plan(text, [])
