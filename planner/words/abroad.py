"""Word classes of German, French and Spanish, for the plain forms; a word that is also English stays out.

The classes share one table with English: the rules ask for classes, not for a language.
"""

from __future__ import annotations

from planner.words.lists import word_list

NEED = """
est la condition; es la condición; ist die bedingung; brauchen; braucht; brauch; muss sitzen; muss also
sitzen; muss klappen; muss gelingen; besteht auf; bestehen auf; vonnöten; muss her; benötigen; benötigt;
wird benötigt; nötig; notwendig; erforderlich; unverzichtbar; fehlt; fehlen; gebraucht; unerlässlich;
gefordert;
zwingend; il faut; faut; il nous faut; besoin; nécessaire; nécessite; requis; requise; manque;
indispensable; exige; obligatoire; il manque; faudra; exigent; requièrent; requiert; erfordert; erfordern;
verlangt; verlangen; nicht herum; kommen nicht umhin; a la espera de; en attente de; en attente d;
entscheidend; ausschlaggebend; maßgeblich; déterminant; déterminante; decisivo; decisiva; erwarten wir von;
on attend de; se espera de; vorgesehen; geplant; prévu; prévue; previsto; prevista; exigen; precisa;
precisamos; necesitamos; necesita; necesitan; hace falta; hacen falta; falta; faltan; necesario; necesaria;
requiere; se requiere; imprescindible; hay que; se necesita; se necesitan; requieren; obligatorio;
obligatoria; nos falta; insiste en; insiste sur; tient à; exigé; exigée; exige que; esencial; fundamental;
voraussetzung; vorbedingung; grundvoraussetzung; unabdingbar; il faudra; essentiel; essentielle;
primordial; primordiale; impératif; impérative; prérequis; préalable; exigence; habrá que; requisito;
indispensables; primordiales; exigencia; vital; bedarf; bedürfen; bedarf es; tut not; muss vorliegen; muss
da sein; muss bereitstehen; bedingung; grundbedingung; unumgänglich; unentbehrlich; essenziell; essentiell;
mangelt es an; es mangelt an; wird verlangt; führt kein weg vorbei; führt kein weg daran vorbei; nicht
verzichten können; nicht verzichtet werden; nicht entbehren; wird vorausgesetzt; setzt voraus;
vorausgesetzt; s impose; fait défaut; font défaut; est de rigueur; incontournable; incontournables; vitale;
capitale; cruciale; conditionne; nécessitent; nécessaires; requises; manquent; réclame; réclament; suppose
que; suppose de; supposent; la condition; une condition; condition pour; peut se passer de; se passer de;
hará falta; harán falta; es preciso; preciso; precisan; se precisa; se precisan; necesitaremos;
necesitarán; necesitamos; se necesitará; carecemos de; carece de; ineludible; condición; requisitos; se
exige; exigimos; se requieren; puede prescindir de; podemos prescindir de; cabe prescindir de; crucial;
clave
"""
MUST = """
muss; müssen; soll; sollen; hat zu; haben zu; doit; doivent; devons; devra; devront; debe; deben;
debemos; tiene que; tienen que; tenemos que; deberá; deberán
"""
ABLE = """
ha de ser capaz de; han de ser capaces de; ha de saber; han de saber; ha de poder; han de poder; debe ser
capaz de; deben ser capaces de; tiene que ser capaz de; tienen que ser capaces de; à même de; à même d; en
état de; aptes à; apte à; aptitude à; parvenir à; parviennent à; arriver à;
sachent; en mesure d; capables d; capable d; capacité d; en condiciones de; aptos para; apto para; en
situación de; ser quienes de; logren; consigan; acierten a; puedan; imstande; fähig; befähigt; vermögen;
saber; poder; pouvoir; faut pouvoir; il faut pouvoir; hay que poder; sepa; sepan; pueda; puedan; sache;
sachent; puisse; puissent; doivent savoir; doit savoir; doivent pouvoir; doit pouvoir; devons savoir;
devons pouvoir; capables de; capable de; il faut savoir; capacité de; capacité à; en mesure de; devra
savoir; devront savoir; devra pouvoir; devront pouvoir; savoir; deben saber; debe saber; deben poder; debe
poder; capaces de; capaz de; capacidad de; capacidad para; hay que saber; tienen que saber; tiene que
saber; tienen que poder; deberán saber; deberán poder; debemos saber; debemos poder; in der lage sein; in
der lage; fähigkeit; fähig; imstande
"""
NEGATION = """
unnötig; überflüssig; erübrigt sich; kommen ohne; inutile de; superflu; superflue; innecesario;
innecesaria; sobra; kein; keine; keinen; keiner; keinem; nicht; nie; niemals; ohne; niemand; nichts; weder;
verzichten; statt; aucun; aucune; pas; jamais; sans; ni; ne; personne ne; plutôt que; ningún; ninguna;
ninguno; nunca; jamás; sin; tampoco; nadie; en lugar de
"""
HARMLESS_NEGATION = """
no disponemos de; que nous n avons pas; no tenemos;
pas négociable; no es negociable; nicht verhandelbar; wann nicht; oder nicht; ou non; quand non; o no; geht
es nicht; kommen wir nicht aus; nicht nur; noch nicht; nicht ohne; pas encore; pas seulement; no se puede
prescindir; no podemos prescindir; no cabe prescindir; no puede prescindirse; ne peut se passer; ne pouvons
nous passer; ne peut pas se passer; ne saurait se passer; nicht verzichten; nicht verzichtet werden; nicht
entbehren; führt kein weg vorbei; führt kein weg daran vorbei; nadie ha escrito; nadie ha redactado;
personne n a écrit; personne n a rédigé; niemand hat; sin redactar; sin escribir; sin hacer; sin programar;
no hay todavía; no hay aún; no tenemos todavía; n avons pas encore; n a pas encore; il n y a pas encore;
existiert noch kein; existiert noch keine; existieren noch keine; existiert kein; existiert keine; n existe
aucun; n existe aucune; no existe ningún; no existe ninguna; bislang keine; bislang kein; bisher keine;
bisher kein; bisher keinen; noch keinerlei; jusqu ici aucun; jusqu ici aucune; hasta ahora no; hasta ahora
ningún; todavía no; aún no; no solo; no existe todavía; noch kein; noch keine; noch keinen; n existe pas;
no existe; gibt es nicht; gibt es noch nicht; il n; ne peut
"""
PAST = """
an dernier; mois dernier; semaine dernière; letzten monat; letzte woche; mes pasado; semana pasada;
voriges jahr; letztes jahr; im vorjahr; damals; früher; früheren; frühere; wurde; wurden; hatte;
hatten; haben wir; alte; alten; altes; ehemalig; l année dernière; année dernière; avait; avions;
ancien; ancienne; était; a été; avons écrit; il y a un an; el año pasado; año pasado; antiguo;
antigua; fue; había; hemos escrito; anterior; hace un año
"""
EXISTING = """
gemietet; geleast; geliehen; loué; louée; alquilado; alquilada;
kaufen; kauft; anschaffen; beschaffen; mieten; abonnieren; acheter; achète; achetons; louer; abonner;
comprar; compra; compramos; adquirir; contratar; alquilar; existiert; existieren; gibt es schon; gibt es
bereits; bereits; schon; vorhanden; gekauft; vorhandene; vorhandenen; bestehende; bestehenden; bestehender;
haben wir schon; liegt vor; reicht aus; genügt; suffit; was wir haben; was es gibt; ce que nous avons; ce
qui existe; lo que tenemos; lo que hay; liegt bereits; lizenz; eingekauft; existe; existe déjà; existent;
déjà; existant; existante; acheté; achetée; fourni; fournie; licence; disponible; ya; ya existe; existente;
comprado; comprada; proporciona; proporcionado; licencia; ya tenemos
"""
EXCLUDED = """
ne nous regarde; ne nous concerne; nicht unsere sache; nicht unser bier; geht uns nichts; sache des; no nos
incumbe; no es asunto; außerhalb; später; abgelehnt; gestrichen; zurückgestellt; verworfen; nächstes jahr;
nicht teil; abgrenzung; nicht vorgesehen; nicht enthalten; ausgeschlossen; anderes projekt; anderes budget;
vertagt; hors périmètre; hors du périmètre; écarté; écartée; rejeté; rejetée; reporté; reportée; abandonné;
abandonnée; autre projet; plus tard; l an prochain; fuera del alcance; fuera de alcance; descartado;
descartada; aplazado; aplazada; rechazado; rechazada; otro proyecto; otro presupuesto; autre budget; más
adelante; el año que viene; próximo año; entfällt; entfallen; fällt weg; fallen weg; supprimé; supprimée;
annulé; annulée; eliminado; eliminada; cancelado; cancelada
"""
OPTIONAL = """
vielleicht; eventuell; könnte; könnten; wäre; wünschenswert; wunschliste; irgendwann;
möglicherweise; falls das; falls die; falls der; falls es; falls wir; falls noch; falls geld; falls
zeit; peut-être; éventuellement; pourrait; pourrions; serait; un jour; souhait; facultatif; si le
budget; idéalement; quizás; quizá; tal vez; podría; podríamos; sería; algún día; opcional; si hay
tiempo; si el presupuesto; deseable; ojalá
"""
# Written forms of making: the base form, what the forms are used for, and the forms.
MAKE_FORMS = (
    (
        "schreiben",
        "base",
        """
        schreiben; programmieren; entwickeln; bauen; erstellen; anlegen; verfassen; ausarbeiten; umsetzen;
        herstellen; anfertigen; erarbeiten; implementieren; coden; erarbeitet; angefertigt; aufschreiben;
        niederschreiben; entwerfen; formulieren; zusammenbauen; stricken; basteln; zimmern; bereitstellen;
        fertigstellen; beisteuern; konzipieren; definieren; niederlegen; festschreiben; aufstellen;
        aufsetzen; zusammenstellen; festlegen; festhalten; ausformulieren; vorlegen; zusammentragen;
        festzulegen; auszuarbeiten; aufzustellen; aufzuschreiben; niederzuschreiben; abzufassen; zu
        schreiben; zu programmieren; zu entwickeln; zu bauen; zu erstellen
        """,
    ),
    (
        "schreiben",
        "third",
        """
        schreibt; vorlegt; legt vor; nachreicht; programmiert; entwickelt; baut; erstellt; verfasst;
        geschrieben; gebaut; liefert;
        fertigstellt; fertiggestellt; beisteuert; zusammenbaut; zusammengebaut; strickt; bastelt;
        gebastelt; zimmert; bereitstellt; bereitgestellt; konzipiert; formuliert; definiert; niedergelegt;
        niederlegt; festgeschrieben; aufstellt; aufgestellt; aufsetzt; aufgesetzt; zusammenstellt;
        zusammengestellt; ausformuliert; vorlegt; festgelegt; festhält; festgehalten; erlässt; erarbeitet;
        entwirft; entworfen; aufschreibt; aufgeschrieben; niederschreibt; niedergeschrieben; implementiert;
        umgesetzt; umsetzt; hergestellt; ausgearbeitet; ausarbeitet; übernimmt; festlegt; schreiben wir;
        bauen wir; programmieren wir
        """,
    ),
    (
        "écrire",
        "base",
        """
        écrire; développer; programmer; coder; construire; créer; rédiger; concevoir; réaliser; fabriquer;
        bâtir; mettre au point; mettre en place; mettre sur pied; monter; bricoler; bidouiller; formaliser;
        fixer; établir; élaborer; mettre au propre; mettre par écrit; coucher par écrit; dresser; formuler;
        définir; livrer; implémenter; scripter
        """,
    ),
    (
        "écrire",
        "third",
        """
        met en place; mettra en place; mettons en place; mettent en place; mettront en place; mettrons en
        place; met au point; mettra au point; mettons au point; mettent au point; met sur pied; mettra sur
        pied; ajoute; ajoutera; bricole; bricolera; bricolons; bricolent; bidouille; bidouillera; formalise;
        formalisera;
        formalisons; établit; établira; établissent; établissons; élaborera; élaborons; met au propre;
        mettra au propre; mettons au propre; met par écrit; mettra par écrit; mettons par écrit; dresse;
        dressera; formule; formulera; définit; définira; définissons; livre; livrera; implémente;
        implémentera; scripte; scriptera; monte; montera; fabrique; fabriquera; conçoit; rédigerons;
        écrirons; développerons; coderons; programmerons; créerons; concevrons; rédigé; rédigés; construit;
        construite; conçu; conçue; écrit; écrivons; écrite; développe; développons; développé; développée;
        programmé; programmée; programmons; codera; code-t-on; rédige; rédigée; construisons; créons; créé;
        créée; écrira; développera; rédigera; rédigeons; programmera; créera; construira; concevra;
        rédigent; écrivent; développent; codent; programment; construisent; créent; conçoivent; élaborent;
        élabore; écriront; développeront; rédigeront; coderont; programmeront; écrit par; réalise;
        réalisera
        """,
    ),
    (
        "escribir",
        "base",
        """
        encargar; definir; fijar; establecer; ultimar; poner por escrito; confeccionar; diseñar; codificar;
        montar; armar; formular; formalizar; acordar; consensuar; plasmar; apañar; definirse; fijarse;
        establecerse; ponerse por escrito; diseñarse; fabricar; implementar; escribir; desarrollar;
        programar; construir; crear; redactar; elaborar; hacer; escribirse; desarrollarse; programarse;
        construirse; crearse; redactarse; elaborarse
        """,
    ),
    (
        "escribir",
        "third",
        """
        encarga; encargamos; encargará; encargaremos; define; definirá; definimos; fija; fijará; fijamos;
        establece; establecerá; ultima; ultimará; pone por escrito; pondrá por escrito; ponemos por
        escrito; confecciona; confeccionará; diseña; diseñará; diseñamos; implementa; implementará;
        implementamos; codifica; codificará; arma; armará; formula; formulará; entrega; entregará; plasma;
        plasmará; apaña; apañará; construye; construirá; escribe; escribimos; desarrolla; desarrollamos;
        programamos; programa; construimos; escribiendo; programando; desarrollando; redactando;
        elaborando; creando; construyendo; montando; escriben; redactan; programan; desarrollan; elaboran;
        construyen; crean; creamos; redacta; redactará; escribirá; desarrollará; escrito; desarrollado;
        programado; elaboramos; elabora; creará; construirá; escribiremos; desarrollaremos; programaremos;
        hará; harán; haremos; programará; montará; montaremos; montamos; monta; prepara; preparará;
        elaborará; escribirán; desarrollarán; programarán; redactarán; elaborarán; crearemos;
        construiremos; redactaremos
        """,
    ),
)
PROGRAM = word_list(
    """
    aplicación macro moulinette programmette démon appli automate progrämmchen makro dienstprogramm
    hilfsprogramm programita programilla aplicacioncita rutina utilitaire routine petit-programme tool
    dämon software skript werkzeug programm prüfprogramm befehl kommandozeilenprogramm
    kommandozeilenwerkzeug konverter rechner parser importer scraper wandler exportateur comparateur
    validateur
    fusionneur renommeur trieur découpeur indexeur anonymiseur aligneur exportador importador comparador
    cotejador renombrador indexador anonimizador alineador recortador avisador agrupador outil programme
    script robot routenplaner convertisseur extracteur commande analyseur générateur vérificateur logiciel
    moissonneur herramienta guion guión conversor extractor comando calculadora buscador clasificador
    normalizador planificador separador calculateur détecteur contrôleur planificateur classificateur
    normalisateur calculatrice trieuse visualiseur dédoublonneur normaliseur agrégateur simulateur
    répartiteur fusionador deduplicador agregador simulador generador verificador analizador programa
    utilidad validador
    """
)
PROGRAM_SUFFIXES = tuple(
    word_list(
        """
        skript werkzeug programm konverter rechner generator abgleicher prüfer wandler auswerter parser
        planer zähler sammler finder sortierer zieher melder zuordner erkenner vergleicher isierer
        ifizierer extraktor detektor simulator validator entferner aufteiler splitter zusammenführer
        umbenenner erzeuger verteiler filter importer exporter crawler scraper bot app -tool -leser
        einleser ausleser entferner ermittler berechner normalisierer zerleger trenner gruppierer schwärzer
        maskierer entzerrer umrechner verblinder wächter sucher entdubler dekodierer entschlüssler
        anonymisierer validierer extrahierer löscher makro ableser aufspalter verknüpfer zusammenführer
        rechnerlein routine daemon -matcher -checker -parser -abruf
    """
    )
)
DOCUMENT_STRONG = word_list(
    """
    leitfaden handlungsleitfaden kodierleitfaden regelwerk vorgehensweise methodik protokoll protocole
    méthodologie protocolo metodología rúbrica grille
    """
)
# Ends of German compounds: Packanleitung, Stilrichtlinie.
DOCUMENT_SUFFIXES = tuple(
    word_list(
        """
        ordnung katalog vorschrift anleitung anweisung leitfaden handbuch richtlinie checkliste
        regelwerk bogen
        bogens raster schema katalog kodex glossar wörterbuch vokabular entscheidungsbaum baum regelung
        vorschrift vorgaben kriterien konventionen leitlinie leitlinien ordnung arbeitsblatt schlüssel
        regeln grundsätze
        """
    )
)
DOCUMENT = word_list(
    """
    handbuch anleitung richtlinie checkliste regelung merkblatt leitlinie leitlinien grundsätze norma
    mémento aide-mémoire fiche vademécum merkzettel plantilla criterios critères modèle vorlage katalog
    catálogo escala échelle skala raster normas reglas règles règlement méthode método doctrina guide
    procédure procedimiento guía manual manuel directive pauta norma directriz criterios règles kriterien
    leitlinie leitlinien merkblatt grundsätze normas charte consigne consignes barème manuel référentiel
    pautas directrices reglamento vorgaben vorgabe regel weisung dienstanweisung regeln glossar vokabular
    wörterbuch entscheidungsbaum kodex kriterien konvention konventionen katalog glossaire vocabulaire
    lexique conventions arbre-de-décision critères référentiels mémento vade-mecum vademecum glosario
    vocabulario léxico árbol-de-decisión convenciones instrucciones instrucción política politique fiche
    pautas procédures procedimientos políticas consigna consignas libro-de-estilo instrucciones
    """
)
SKILL = word_list("skill kompetenz fähigkeit fertigkeit compétence habilidad competencia")
WORKER = word_list(
    """
    voluntarios voluntarias anotadores colaboradores empleados evaluadores ayudantes entrevistadores
    bénévoles relecteurs enquêteurs évaluateurs collaborateurs techniciens analystes helferinnen
    freiwillige freiwilligen interviewer redakteure gutachter sachbearbeiter
    wir arbeiter mitarbeiter mitarbeitende mitarbeiterin bearbeiter bearbeiterin team alle jeder wer
    agenten agentinnen arbeitern bearbeitern prüfer helfer mitarbeitern helfern bearbeitern helferinnen
    sachbearbeitern mitarbeitenden disponenten archivare lektoren übersetzer redakteurinnen
    bearbeitende archivistes traducteurs documentalistes archiveros traductores documentalistas nous
    équipe tous toutes agents rédacteurs quiconque annotateurs opérateurs equipo
    trabajadores todos todas nosotros quien agentes analistas redactores revisores operadores técnicos
    """
)
OUTSIDER = word_list(
    """
    spectateurs zuschauer espectadores
    mairie préfecture ministère fournisseur prestataire éditeur behörde hersteller anbieter dienstleister
    verlag ayuntamiento proveedor fabricante editorial kunden kundinnen nutzer benutzer besucher mieter
    mieterinnen vermieter bürger gäste schüler eltern patienten anwender clients utilisateurs visiteurs
    vendeurs citoyens habitants élèves parents lecteurs clientes usuarios visitantes ciudadanos alumnos
    padres pacientes vecinos lectores
    """
)
TECHNICAL = word_list(
    """
    extrahieren auslesen klassifizieren transkribieren übersetzen entziffern umrechnen erkennen
    abgleichen anonymisieren schwärzen geokodieren auswerten zuordnen berechnen konvertieren umwandeln
    digitalisieren einordnen vergleichen lesen prüfen bestimmen georeferenzieren kategorisieren
    pseudonymisieren segmentieren verschlagworten indexieren schätzen vorhersagen ermitteln bewerten
    unterscheiden interpretieren einlesen dekodieren bereinigen verknüpfen deuten datieren zusammenfassen
    filtern annotieren vektorisieren normalisieren nachweisen auszulesen zuzuordnen einzuordnen umzurechnen
    abzugleichen umzuwandeln auszuwerten einzulesen zusammenzufassen vorherzusagen nachzuweisen
    géoréférencer segmenter annoter catégoriser vectoriser normaliser aligner filtrer résumer pseudonymiser
    indexer étiqueter dater interpréter mesurer analyser nettoyer corriger décoder prédire vérifier relier
    apparier croiser georreferenciar segmentar anotar categorizar vectorizar normalizar alinear filtrar
    resumir seudonimizar indexar etiquetar datar medir limpiar corregir descodificar vincular cotejar cruzar
    pronosticar verificar raspar rastrear auflösen aufzulösen extraire convertir lire classer
    transcrire traduire géocoder reconnaître détecter anonymiser comparer calculer déchiffrer rapprocher
    identifier dédoublonner numériser estimer prévoir distinguer évaluer repérer extraer leer clasificar
    transcribir traducir geocodificar reconocer detectar anonimizar comparar calcular descifrar
    conciliar identificar digitalizar estimar predecir distinguir evaluar interpretar analizar
    verschriften verschriftlichen verorten entschlüsseln gruppieren ablesen abzulesen gegenüberstellen
    kennzeichnen kodieren sortieren zählen vermessen herauslesen herauszulesen prognostizieren beurteilen
    abschreiben abschätzen abzuschätzen ableiten abzuleiten vereinheitlichen trennen zerlegen auszählen
    aussortieren zurückverfolgen rekonstruieren herausfiltern
    géolocaliser localiser retranscrire regrouper recouper compter trier séparer reconstituer anticiper
    quantifier délimiter isoler agrupar contar ordenar separar reconstruir localizar geolocalizar emparejar
    convertir cuantificar delimitar aislar situar
    """
)
TECHNICAL_PHRASES = """
pasar a texto; poner en texto; passer en texte; mettre en texte; in text umsetzen; in text umwandeln;
passer au propre; pasar a limpio
"""
# Irregular forms behind a plural subject; and regular ones that are another word.
TECHNICAL_FINITE = word_list(
    """
    lisent traduisent transcrivent retranscrivent convertissent extraient reconnaissent prévoient prédisent
    leen extraen extraigan reconocen reconozcan traducen traduzcan transcriben transcriban convierten
    conviertan predicen predigan distinguen distingan midan evalúan evalúen
    """
)
NOT_FINITE = frozenset(("daten", "filtern", "lean"))
TECHNICAL_DONE = word_list(
    """
    erkannt gelesen ausgelesen übersetzt entziffert umgerechnet abgeglichen geschwärzt ausgewertet
    zugeordnet berechnet umgewandelt eingeordnet eingelesen aufgelöst verknüpft bereinigt transcrits
    transcrites traduits traduites extraits extraites lues convertis converties traducidas traducidos
    transcritas transcritos leídos leídas extraídos extraídas convertidos convertidas transcribirse
    traducirse extraerse leerse
    """
)
# Deeds of anybody, whoever must be able to do them.
MUNDANE = frozenset(
    word_list(
        """
    kommen gehen fahren heben tragen sprechen arbeiten sehen lassen kaufen bezahlen zahlen melden anmelden
    abmelden beantragen buchen nehmen geben bleiben teilnehmen warten parken telefonieren schwimmen laufen
    verlassen erreichen kündigen widersprechen abholen bestellen machen werden haben stehen sitzen wohnen
    """
    )
)
FOLLOW = word_list(
    """
    gilt gelten
    verwenden verwendet nutzen nutzt anwenden folgen folgt befolgen halten richten nach gemäß
    appliquer appliquent applique suivre suivent suit utiliser utilisent utilise selon respecter
    respectent aplicamos usamos utilizamos seguimos appliquons utilisons suivons aplicar aplican
    aplica seguir siguen sigue usar usan según utilizar utilizan respetar
    """
)
CAN = ["können", "kann"]
GERMAN_A = frozenset(("ein", "eine", "einen", "einem", "eines"))
DETERMINERS = word_list(
    """
        kein keine keinen aucun aucune ningún ninguna
    ein eine einen einem einer eines diese dieser dieses diesen seine seinen ihre ihren der das den
    dem unser unsere unseren un une le les l cet cette ce notre
    chaque cada jeder jedes jeden jedem
    nos des una la el los las unos unas nuestro nuestra este esta estos sus su
    """
)
PREPOSITIONS = word_list(
    """
        anhand laut gegen durch bis über unter vor seit um für mit von aus zu bei auf im zum zur nach de
    du pour avec dans sur par à au aux en del para con por
    al desde hacia
    """
)
STOP_WORDS = word_list(
    """
    und oder der das dass wird werden ist sind sie wir es ein eine sich nicht et ou que qui est sont se
        d l qu n c j m t si können kann müssen muss sollen s y o lo la son il elle nous on ils welches
    welche welcher
    """
)

DEPEND = """
hängt davon ab; ohne das geht nichts; geht es nicht; geht nichts; läuft nichts; kommen wir nicht aus;
repose sur; dépend de; depende de; steht und fällt mit; rien n est possible; rien ne va; es imposible; no
es posible; ist alles umsonst; ist alles vergebens; ist alles nichts; geht gar nichts; ist nichts möglich;
nada funciona; rien ne marche; rien ne fonctionne; alles hängt; hängt alles; alles steht und fällt; tout
repose sur; tout dépend de; todo depende de; todo descansa; depende todo
"""
PENDING = """
doit voir le jour; verra le jour; verá la luz; steht noch aus; stehen noch aus; steht aus; stehen aus; im
entstehen; im aufbau; wird derzeit; wird zurzeit; in auftrag gegeben; kommt noch; kommen noch; folgt noch;
entsteht; entstehen; in der mache; noch offen; en chantier; en construction; en cours d élaboration; en
cours de rédaction; en cours de réalisation; en gestation; à concevoir; à élaborer; à construire; à
produire; à réaliser; à formaliser; en construcción; en elaboración; en curso de; en proceso de; está por;
están por; por redactar; por programar; por crear; por elaborar; por construir; por definir; pendiente de;
pendientes de; queda por; quedan por; sin redactar; sin escribir; sin programar; in arbeit; in
vorbereitung; in entwicklung; wird gerade; en préparation; en cours de développement; en cours d écriture;
en preparación; en desarrollo; por hacer; por escribir; por desarrollar; à écrire; à développer; à rédiger;
à créer; à coder; à programmer; à faire; noch nicht; noch zu schreiben; wird noch; pas encore; todavía no;
aún no
"""
