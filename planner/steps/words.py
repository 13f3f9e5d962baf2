"""Word classes for reading plans: labels, headings, words of order, deeds; English, German, French, Spanish.

Classes of the language only. A word that belongs to what some document is about does not belong here.
"""

from __future__ import annotations

from planner.words import verbs
from planner.words.lists import word_set

# What stands before a number: one step, a part of the plan with steps of its own, or a strand beside others.
STEP_LABELS = word_set(
    """
    step task action activity schritt aufgabe arbeitsschritt étape etape tâche tache paso tarea actividad
    """
)
PHASE_LABELS = word_set(
    """
    wp ap arbeitspaket package phase stage part milestone sprint iteration week day month quarter round
    block etappe woche tag monat teil meilenstein abschnitt semaine jour mois partie jalon lot fase etapa
    semana día dia mes parte hito bloque
    """
)
TRACK_LABELS = word_set("track workstream strand stream strang arbeitsstrang volet chantier frente")
ORDINALS = {
    word: number
    for number, names in enumerate(
        (
            "one first erster erste un une première premier uno primer primera primero eins",
            "two second zweiter zweite deux deuxième dos segundo segunda zwei",
            "three third dritter dritte trois troisième tres tercer tercera tercero drei",
            "four fourth vierter vierte quatre quatrième cuatro cuarto cuarta vier",
            "five fifth fünfter fünfte cinq cinquième cinco quinto quinta fünf",
            "six sixth sechster sechste sixième seis sexto sexta sechs",
        ),
        1,
    )
    for word in names.split()
}

# Headings and introductions that announce a plan.
PLAN_WORDS = word_set(
    """
    plan plans workplan steps tasks todo to-do todos to-dos workflow procedure process sequence approach
    method roadmap actions activities checklist timeline schedule implementation execution rollout agenda
    vorgehen vorgehensweise ablauf arbeitsplan schritte aufgaben zeitplan maßnahmen umsetzung reihenfolge
    durchführung fahrplan projektplan arbeitspakete étapes etapes tâches taches démarche déroulement
    procédure méthode actions pasos tareas procedimiento cronograma actividades acciones proceso método
    plan-de-trabajo
    """
)
NEXT_STEPS = "next steps; nächste schritte; prochaines étapes; próximos pasos"
PLAN_PHRASES = """
what needs doing; what needs to be done; what needs to happen; what has to happen; what must happen; what is
left to do; still to do; was noch zu tun ist; was ansteht; was passieren muss; was getan werden muss; ce qui
reste à faire; ce qu'il reste à faire; ce qu'il faut faire; lo que hay que hacer; lo que falta por hacer;
lo que queda por hacer; qué hay que hacer;
to do; order of work; what we will do; what we do; what to do; what will be done; what is to be done;
what has to be done; how we will do it; how we do it; how we get there; how we will get there; how we
go about it; next steps; work packages; way forward; step by step; the work; we will; we are going to;
how it will be done; was wir tun; was zu tun ist; wie wir vorgehen; so gehen wir vor;
nächste schritte; was wir machen; zu tun; ce que nous ferons; ce que nous allons faire; ce que nous
faisons; à faire; feuille de route; mise en œuvre; plan de travail; prochaines étapes; nous allons; qué
haremos; lo que haremos; qué vamos a hacer; por hacer; hoja de ruta; plan de trabajo; próximos pasos;
puesta en marcha; vamos a
"""
# Headings of what a plan leaves behind: a plan where there is no other.
RESULT_WORDS = word_set(
    """
    deliverables milestones outputs lieferobjekte meilensteine ergebnisse livrables jalons entregables
    hitos
    """
)
# Headings of lists that are no plan, whatever their items look like.
OTHER_WORDS = word_set(
    """
    requirements requirement options option alternatives risks risk questions question criteria
    background context assumptions constraints findings lessons history roles role who team people budget
    money cost costs glossary success metrics measures measure kpis principles principle rules hypotheses
    decisions decision references links definitions why goals goal objectives objective aims scope facts
    resources sources material materials inputs faq notes remarks status skills skill tools tool needs
    stakeholders issues problems problem limits limitations issue benefits reasons terms abbreviations
    appendix conventions policy policies values vision guidelines standards contacts done completed
    acceptance know learned learnt learnings ideas anforderungen optionen alternativen risiken fragen
    kriterien hintergrund kontext annahmen randbedingungen erkenntnisse rollen beteiligte budget kosten
    glossar erfolg kennzahlen grundsätze regeln hypothesen entscheidungen quellen begriffe warum ziele
    ziel umfang fakten material werkzeuge fähigkeiten kompetenzen ausgangslage lage erledigt ideen
    voraussetzungen exigences risques questions critères contexte hypothèses contraintes constats rôles
    équipe coûts glossaire principes règles décisions références définitions pourquoi objectifs objectif
    périmètre faits matériel outils compétences limites bilan idées acquis requisitos opciones
    alternativas riesgos preguntas criterios antecedentes contexto supuestos restricciones hallazgos
    equipo presupuesto costes glosario principios reglas hipótesis decisiones referencias definiciones
    objetivos objetivo alcance hechos materiales herramientas habilidades lecciones motivos ideas
    """
)
OTHER_PHRASES = """
who does what; what we know; what we learned; what we learnt; lessons learned; open points; no longer;
what visitors told us; what people said; what others do; we did; we have; we know; we want; already
done; quality rules; things not to; nice to have; was wir wissen; wer macht was; offene punkte; schon
erledigt; ist schon; ce que nous savons; qui fait quoi; points ouverts; déjà fait; lo que sabemos;
quién hace qué; puntos abiertos; ya hecho
"""
# Not now, or not at all: of a heading, an introduction, or a remark on one item.
OUT_PHRASES = """
on hold; parked; cancelled until; ruht; entfällt; en pause; suspendido; aparcado; annulé; cancelado; out of
scope; not in scope; out-of-scope; non-goals; non goals; not part of; will not do; won't do; do not do; not
doing; not this; not in this; not now; not yet; later; later on; future; someday; one day; maybe; perhaps;
optional; nice to have; nice-to-have; if time permits; if time allows; time permitting; if there is time; if
there is money; if there is budget; if money; if any money; if any time; if budget; if funds; wish list;
wishlist; parking lot; backlog; ideas; dropped; cancelled; postponed; deferred; rejected; voted down;
stretch; next year; excluded; exclusions; no longer; außerhalb; nicht enthalten; nicht teil; nicht im;
später; vielleicht; optional; falls zeit; falls noch; falls geld; falls mittel; wenn zeit bleibt; wenn noch
zeit; wenn noch geld; wenn geld übrig; bei bedarf; verworfen; gestrichen; vertagt; zurückgestellt;
wunschliste; nächstes jahr; kein teil; nicht mehr; hors périmètre; hors du périmètre; hors sujet; plus tard;
peut-être; facultatif; facultative; optionnel; optionnelle; si le temps; s'il reste; s’il reste; si le
budget; abandonné; reporté; l'an prochain; ne ferons pas; ne fait pas partie; fuera del alcance; fuera de
alcance; más adelante; quizás; quizá; tal vez; opcional; si hay tiempo; si hay dinero; si sobra; si queda;
si alcanza; descartado; aplazado; el año que viene; no haremos; no forma parte
"""
DONE_PHRASES = """
done; already done; completed; finished; erledigt; schon erledigt; fertig; fait; déjà fait; terminé;
hecho; ya hecho; terminado; listo
"""

# -- words of order ---------------------------------------------------------------------------------------

FIRST = """
first of all; first; firstly; to begin with; to start with; as a first step; the first step is to; we
start by; we begin by; start by; begin by; we start with; we begin with; in a first step; initially;
zuerst; zunächst; als erstes; als erster schritt; erstens; zu beginn; anfangs; im ersten schritt; wir
beginnen mit; d'abord; tout d'abord; premièrement; pour commencer; on commence par; en premier lieu; en
premier; dans un premier temps; nous commençons par; primero; en primer lugar; primeramente; para
empezar; ante todo; empezamos por; se empieza por
"""
NEXT = """
next comes; then comes; next follows; then follows; dann kommt; dann folgt; danach kommt; danach folgt;
ensuite vient; puis vient; luego viene; después viene; a day later; one day later; two days later; a few
days later; a week later; one week later; two weeks later; three weeks later; a month later; one month
later; two months later; shortly after; eine woche später; zwei wochen später; drei wochen später; ein
monat später; einen monat später; einige tage später; kurz darauf; une semaine plus tard; deux semaines
plus tard; trois semaines plus tard; un mois plus tard; quelques jours plus tard; una semana después; dos
semanas después; tres semanas después; un mes después; unos días después;
and then; then; next; after that; after this; afterwards; afterward; subsequently; thereafter; as a
next step; the next step is to; second; secondly; third; thirdly; fourth; fourthly; fifth; following
that; from there; with that done; that done; in a second step; dann; danach; anschließend; im anschluss;
daraufhin; zweitens; drittens; viertens; als nächstes; im nächsten schritt; hierauf; puis; ensuite;
après cela; après quoi; deuxièmement; troisièmement; dans un second temps; par la suite; cela fait;
luego; después; a continuación; más tarde; tras ello; tras esto; en segundo lugar; en tercer lugar;
segundo; tercero; seguidamente; hecho esto
"""
LAST = """
finally; and finally; lastly; last; last of all; at the end; in the end; to finish; as a last step; the
last step is to; to close; at last; zum schluss; schließlich; am ende; zuletzt; abschließend; zum
abschluss; als letztes; enfin; et enfin; pour finir; finalement; en dernier lieu; en dernier; à la fin;
pour terminer; por último; finalmente; al final; para terminar; en último lugar; y por último
"""
BESIDE = """
in parallel; meanwhile; in the meantime; at the same time; simultaneously; alongside; parallel to this;
parallel to that; concurrently; parallel; parallel dazu; gleichzeitig; währenddessen; zeitgleich;
unterdessen; nebenher; zur gleichen zeit; en parallèle; parallèlement; en même temps; pendant ce temps;
simultanément; entre-temps; en paralelo; paralelamente; al mismo tiempo; mientras tanto; entretanto;
simultáneamente; a la vez
"""
PARALLEL_TO = """
parallel to; parallel with; in parallel with; alongside; parallel zu; gleichzeitig mit; en parallèle de; en
parallèle avec; en paralelo con; en paralelo a
"""
# They open a sentence that goes on beside others.
WHILE = "while; as long as; solange; tant que; während; pendant que; pendant; tandis que; mientras"
APART = """
independently; independently of this; independently of that; independent of this; unabhängig davon;
indépendamment; indépendamment de cela; independientemente; independientemente de esto
"""
# They open a clause that ends at a comma; what follows it is the step.
WHEN = """
once; when; as soon as; after; following; sobald; nachdem; wenn; nach; ist; sind; une fois que; une
fois; dès que; lorsque; quand; après; una vez que; una vez; cuando; en cuanto; tan pronto como; tras;
después de; before; bevor; vor; avant de; avant que; avant; antes de; antes de que; on completion of;
upon; on receipt of; nach abschluss; nach ende; à la clôture; à l'issue; à la fin; au terme; suite à; à la
suite de; à réception; al terminar; al acabar; al cierre; al recibir; a la vista de
"""
# Of these, the ones that may also open a sentence that is no step.
WHEN_PERHAPS = "in; nach; vor; wenn; if; ist; sind; when; quand; cuando; after; following; après; avant; tras"
USING = """
using; with; from; based on; on the basis of; building on; starting from; for; mit; aus; auf basis;
auf grundlage; anhand; für; avec; à partir; sur la base; à l'aide; pour; con; a partir; usando;
partiendo; para; in parallel with; in parallel to; parallel to; parallel with; alongside; while;
parallel zu; während; en parallèle; pendant; en paralelo; mientras; in; during; im; dans; en; if; falls;
unless; provided; provided that; assuming; sofern; vorausgesetzt; es sei denn; à moins que; pourvu que; a
menos que; siempre que
"""
# They open a sentence that works on what earlier ones have brought.
RESULT_LEADS = """
based on; on the basis of; building on; from these; from this; from those; from the results; from the
records; with these; with those; with the results; with this; using these; using the results; out of these;
auf grundlage; auf basis; anhand; mit den ergebnissen; mit diesen; aus den; aus diesen; daraus; damit; à
partir de; à partir des; à partir du; sur la base; avec ces; avec les résultats; à l'aide de ces; a partir
de; a partir del; con base en; sobre la base; con los resultados; con estos; con estas
"""
IN_ORDER = """
in this order; in that order; in order; in sequence; one after the other; one by one; order matters;
order of work; sequence; step by step; steps; workflow; timeline; sequentially; in dieser reihenfolge;
der reihe nach; nacheinander; reihenfolge; ablauf; schritt für schritt; schritte; dans cet ordre; dans
l'ordre; l'un après l'autre; étapes; déroulement; en este orden; en orden; uno tras otro; pasos; paso a
paso
"""
ANY_ORDER = """
in any order; in no particular order; order does not matter; order doesn't matter; the order is free;
independently; independent of each other; in parallel; at the same time; all at once; in beliebiger
reihenfolge; unabhängig voneinander; parallel; gleichzeitig; dans n'importe quel ordre; dans un ordre
quelconque; en parallèle; indépendamment; en cualquier orden; en paralelo; al mismo tiempo;
independientemente
"""

# -- deeds ------------------------------------------------------------------------------------------------

_FURTHER_DEEDS = """
accept acquire adjust agree allocate announce answer apply approve archive arrange ask assemble assign
assist attach attend back balance bake begin book borrow brief bring budget burn buy call capture catalogue
catalog chase chart check choose circulate clarify clean clear close collate colour come commission
communicate complete conduct configure confirm connect consolidate consult contact continue contract cook
coordinate copy count cover cross-check cut decide declare define deliver demonstrate deploy describe
design determine develop digitise digitize disassemble discuss display distribute dig do document drain
draw drill drive dry edit email employ enforce engage enlist enrol ensure enter equip establish estimate
examine execute exhibit explain explore expose extend feed fetch file fill film finalise finalize find
finish fit fix follow freeze gather get give glue go grow hand hang harvest hire hold host identify
illustrate import include inform insert inspect install insure integrate interview introduce inventory
investigate invite issue join keep label launch lay lead learn leave lend let license listen live load
locate lock log look mail maintain make manage mark measure meet mend merge migrate mix monitor mount move
name negotiate note notify number obtain offer open order organise organize pack paint pay perform phone
photograph pick pilot place plant polish pool post prepare present print prioritise prioritize procure
produce promote proofread propose prove provide prune publish pull purchase push put raise re-run read
rearrange recommend reconcile record recruit redesign reduce refer refine register rehearse relabel
release relocate remove rename rent repair repeat replace reply report request research reserve restore
retrain return revise revisit reword rework rewrite ring rotate run sample save scan schedule score seal
search secure select sell send separate serve set settle sew share ship shoot shortlist show sign simulate
sketch solve sort source sow speak specify split spread staff stage start stop store study submit summarise
summarize supply support survey switch take talk teach tell test thank tidy trace track train transfer
translate transport treat trim try turn type typeset unpack update upgrade upload use validate verify
visit wait walk warn wash watch weigh weld wipe work wrap write
"""
ENGLISH_DEEDS = (
    word_set(_FURTHER_DEEDS)
    | word_set(verbs.MAKE_PROGRAM)
    | word_set(verbs.MAKE_ANY)
    | word_set(verbs.MAKE_TEXT)
    | frozenset(verbs.TECHNICAL)
    | frozenset(verbs.METHODICAL)
    | frozenset(verbs.AGENT_VERBS)
)
# Deeds whose object is a new thing: "the report" of a later step is what "write a report" has made.
PRODUCING = word_set(
    """
    write draft draw make build create compile prepare produce collect gather record list develop
    design assemble transcribe translate fill define describe extract choose select
    shortlist scan photograph plan calculate compute estimate generate pilot compose formulate audit
    buy order print measure map survey export sketch edit outline invite interview trace do machen faire hacer
    schreiben verfassen erstellen entwerfen anlegen sammeln zusammenstellen erfassen ausarbeiten scannen
    auswählen zeichnen bestellen drucken messen
    écrire rédiger créer dresser établir préparer recenser collecter dessiner choisir réunir imprimer
    escribir redactar crear elaborar preparar reunir recoger recopilar dibujar elegir imprimir
    """
)
# What was ordered arrives; what was chosen is "the chosen one".
ORDERING = word_set(
    """
    order buy purchase request book commission hire rent ask send apply submit bestellen anfordern beauftragen
    anfragen beantragen einreichen stellen déposer presentar
    buchen kaufen einkaufen commander acheter demander réserver louer encargar pedir comprar solicitar
    reservar alquilar
    """
)
CHOOSING = word_set(
    """
    choose select pick decide shortlist settle auswählen aussuchen wählen festlegen entscheiden choisir
    sélectionner retenir elegir escoger seleccionar decidir
    """
)
CHOSEN = word_set(
    """
    chosen selected picked agreed shortlisted ausgewählten ausgesuchten gewählten choisi choisie choisis
    choisies retenu retenue retenus retenues sélectionnés sélectionnées elegido elegida elegidos elegidas
    escogidos escogidas seleccionados seleccionadas
    """
)
# Nouns of deeds that do not begin as their deed does.
_NOUNS_OF_DEEDS = {
    "décrire": "description descriptions",
    "inscrire": "inscription inscriptions",
    "describir": "descripción",
    "construire": "construction",
    "lire": "lecture",
    "choose": "choice choices",
    "sell": "sale",
    "buy": "purchase",
    "deliver": "delivery",
    "record": "recordings",
    "count": "count",
    "trier": "tri",
    "choisir": "choix",
    "voter": "vote",
    "acheter": "achat achats",
    "envoyer": "envoi",
    "décider": "décision",
    "essayer": "essai essais",
    "poser": "pose",
    "saisir": "saisie",
    "vendre": "vente",
    "mettre": "mise",
    "wählen": "wahl",
    "auswählen": "auswahl",
    "drucken": "druck",
    "kaufen": "kauf",
    "einkaufen": "einkauf",
    "versenden": "versand",
    "prüfen": "prüfung",
    "zählen": "zählung",
    "umziehen": "umzug",
    "bauen": "bau",
    "aufbauen": "aufbau",
    "abbauen": "abbau",
    "beantragen": "bewilligung genehmigung",
    "anfragen": "zusage",
    "testen": "test",
    "elegir": "elección",
    "comprar": "compra",
    "probar": "prueba pruebas",
    "contar": "recuento",
    "vender": "venta",
    "enviar": "envío",
    "firmar": "firma",
    "entregar": "entrega",
    "cerrar": "cierre",
}
ACTION_NOUNS = {noun: deed for deed, nouns in _NOUNS_OF_DEEDS.items() for noun in nouns.split()}
# Deeds of gathering and checking: done to one thing they do not wait for the same done to another.
SIDE_BY_SIDE = word_set(
    """
    interview ask call phone visit translate scan read photograph survey test review check inspect
    transcribe invite contact measure collect proofread sample audit
    """
)
MAKING = word_set(verbs.MAKE_PROGRAM) | word_set(verbs.MAKE_ANY) | word_set(verbs.MAKE_TEXT)
SUBJECTS = word_set("we i they you wir ich sie nous on vous nosotros")
MODALS = """
will; shall; should; can; need to; needs to; have to; has to; are to; is to; must; plan to; want to;
are going to; also; first; then; next; finally; now; please; let's; let us; intend to; aim to; try to;
afterwards
"""
ARTICLES = word_set(
    """
    the this that these those its their our all each every both der die das den dem des diese dieser dieses
    alle jede jeder jedes jeden chaque cada le la les l cet cette ces du des au aux tous toutes el los las
    al del este esta estos estas todos todas los
    """
)
PARTICLES = word_set(
    """
    ab an auf aus bei durch ein fest fort her hin mit nach um vor weg zu zurück zusammen frei bereit
    fertig
    """
)
SMALL_WORDS = word_set(
    """
    a an the this that these those and or but nor so as of in on at by to for from with into onto over
    per via than then is are be it its their our your his her we they you i who which how when where what
    if not no each every all any both some both more most it them one up out off about after before der
    die das den dem des ein eine einen einem einer und oder von vom zu zum zur mit auf in im an am für
    bei nach aus um als wie ist sind wird werden es sie er wir ihr sich jede jeder jedes jeden alle le la
    les un une des du de d l au aux et ou à en dans sur par pour avec chaque tous toutes il elle nous se
    est sont qui que ce ces cette el los las una unos unas del al y o u e a con por para en sobre cada
    todo todos todas es son que lo su sus se
    """
)
NOT_INFINITIVE = word_set(
    """
    pour sur par hier avoir leur cher soir pouvoir noir air hiver sinon amer mer fer
    por ayer mujer hogar lugar mar bar par color sector motor director
    seven ten then when even often open given taken woven listen garden children women men kitchen
    folgen kosten daten seiten listen zeiten karten fragen sachen arbeiten den
    """
)
# Verbs of French and Spanish that look like English nouns.
ROMANCE_DEEDS = word_set(
    """
    collecter contacter compter planter tester noter dicter rédiger corriger ranger changer partager
    charger recenser analyser organiser réaliser préciser visiter inviter acheter présenter consulter
    monter dessiner imprimer numériser vérifier publier copier trier étudier identifier annoncer
    commencer interroger donner nettoyer assembler rassembler estimer nommer envoyer installer livrer
    réserver demander commander regarder entrer montrer comparer préparer séparer classer chercher
    distribuer signer aligner désigner accompagner proposer déposer afficher rencontrer leer hacer poner
    recoger escoger elegir coger vender ofrecer establecer conocer mantener obtener responder proponer
    componer disponer recorrer lire dire faire mettre écrire traduire construire prendre choisir réunir
    établir ouvrir
    """
)
# Words that end the object of a deed.
ENDS_OBJECT = word_set(
    """
    of for from with in on at to into by as that which who per using up down out together
    von für aus mit in auf an zu nach bei im zur zum
    de du des pour avec dans sur à au aux en que qui del para con
    """
)
