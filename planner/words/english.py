"""Phrases and small words of English: needing, obligation, refusal, determiners, prepositions.

Classes of the language only. A word that belongs to what some document is about does not belong here.
A phrase is written with spaces; the reader matches it token by token. "not" stands for n't as well.
"""

from __future__ import annotations

from planner.words.lists import phrase_set, word_set

NEED = """
has to be mastered; have to be mastered; needs to be mastered;
need; needs; needed; needing; wanting; requiring; require; requires; required; want; wants; wanted; lack;
lacks; lacking; missing; is expected in; is expected by; is expected on; not optional; what we look for;
what we require;
what we ask; what we demand; what is asked; fixed requirement;
within everybody 's power; within everyone 's power; in everybody 's power; a job for workers; work for
workers; demand made; demands made; a capability we; an ability we; an ability that; a capability that;
ability required; required ability; part of the job; as a condition; a condition; no exceptions;
part of the trade; belongs to the trade; belong to the job; belongs to the job; a skill we; taken for granted;
necessary; essential; indispensable; mandatory; a must; vital; crucial; call for; calls for; called for; in
want of; must have; must exist; there must be; there has to be; there shall be; we are short of;
imperative; prerequisite; demand; demands; obligatory; precondition; requirement; requirements;
prerequisites; cannot do without; can not do without; cannot manage without; critical; is due; has to be
there; have to be there; must be there; has to be in place; to be there; get hold of; in need of; due; must
be possible; has to be possible; insist on; insists on; insisted on; it takes; it will take; is a
condition; a condition of; condition we; is presumed; shall be demonstrated; must be demonstrated; decides
whether; decides everything; decides if; determines whether; is asked of; expected of; demanded of; must be
mastered; must be learnt; must be learned; must be covered; must be ensured; should be possible; shall be
possible; has to be feasible; must be feasible; needs to be possible; must-have; must-haves;
non-negotiable; core competence; core competency; core ability; core capability; key competence; key
ability; key capability; central ability; main ability; most important ability; sine qua non; owes us; owe
us; still owes; still owe; owes the team; it takes; this takes; that takes; paramount; matters most; what
counts is; the key is; is key; are key; makes or breaks; requisite; requisites; compulsory; unconditional;
deal-breaker; show-stopper; planned; foreseen; cannot be dispensed with; can not be dispensed with; cannot
dispense with; can not dispense with; no dispensing with; no getting round; no getting around; no
substitute for; the condition; condition for; condition of everything; must not be missing; may not be
missing; is called for; are called for; absent; awaiting; await; awaits; waiting for; what we expect of; is
expected of; expected of; pivotal; decisive; the crux; hinge of; everything turns; all hinges; everything
hinges; envisaged; envisioned; budgeted; earmarked
"""
# Obligation that asks for an ability ("need to geocode"); the weak forms only ask for a deed.
MUST = """
must; have to; has to; be expected to; be required to; be asked to; got to; gotta; is necessary to; is
essential to; is vital to; is crucial to; need
to; needs to; is needed to; is mandatory to; is indispensable to; is obligatory to; is imperative to;
is important to; will have to; will need to; are required to; is required to; are expected to; is
expected to; shall need to; are supposed to; are asked to; will be asked to; had better; need
"""
WEAK_MUST = """
shall; are to; is to; will; ought to; should; are going to; is going to; am going to
"""
# What the work hangs on: the action that follows is required.
DEPEND = """
depends on; depend on; depending on; hinges on; hinge on; stands or falls with; stand or fall with; no way
around; no way round; nothing works without; cannot start without; cannot begin without; impossible
without; not possible without; relies on; rely on; relies upon; rely upon; rests upon; rest upon; hinges
upon; hangs upon; depends upon; stands
on; rests on; not work without; can not start without; can
not begin without; can not do without; nowhere without; nothing happens without; nothing moves without;
goes nowhere without; only works if; works only if; only possible if; lost without; nothing without; stands
and falls with; comes down to; presupposes; assumes; hangs on; hang on; turns on; hopeless without;
pointless without; useless without; worthless without; stuck without; no use without; no good without;
collapses without; fails without; depends upon; depend upon; hinges upon; hinge upon; rests upon;
contingent on; contingent upon; conditional on; conditional upon; predicated on; turns upon; stands on;
lives or dies by; live or die by; lives or dies with; live or die with; unthinkable without; impracticable
without; unworkable without; cannot work without; can not work without; not start until; not begin until;
not begin unless; not start unless; not get by without; not get anywhere without; nowhere else without;
nobody starts without;
no worker starts without; not manage without; not cope without; nothing goes without; nothing gets done
without;
not move without; not go on without; pointless to begin unless; pointless to start unless; no point unless
"""
# Not there, but on its way.
PENDING = """
is on it; are on it; 's on it; 's at it; 's busy with it;  starts on it; will start on it; works on it; is
at it; takes it on; is working on it;
unwritten; unbuilt; not exist yet; not exist so far; not exist today; not exist until now; not exist at
present;
not exist anywhere; not yet exist; not existing yet; not yet written; not written yet; not been written
yet; not yet built; not built yet; yet to be; still to be; not yet been written; remains to be; not
there yet; not been built yet; to do :; todo :; to-do :; has no author yet; still has to be; still
have to be; still to come; there is not one; there is not any;
once we have it; once there is one; when there is one; as soon as there is one; once it is there; when it
is there; when it is ready; as soon as it is; once written;
once it is
written; once it exists; has been commissioned; have been commissioned; is commissioned; being
commissioned; on order;
in the making; under construction; in development; under development; in preparation; in the works;
under way; underway; being written; being built; being coded; being drafted; being developed; being
programmed; being made; being prepared; being put together; yet to write; yet to build; yet to code;
being created; being implemented; being assembled; being scripted; being drawn up; being set down; being
compiled; being composed; being worked out; being formulated; being agreed; on the drawing board; on the
stocks; in the pipeline; in the oven; under preparation; in the course of construction; still outstanding;
is outstanding; are outstanding; yet to compile; yet to draw up; yet to draft; yet to compose; yet to set
down; yet to make; yet to produce; yet to develop; yet to program; yet to script; yet to put together;
on her list; on his list; on my list; on our list; on their list; on the to-do list; on my to-do list
"""
ABLE = """
cope with; get the hang of; must know to; need to know to; must know how to; must can; must be able to;
need to be able to; needs to be
able to; have to be able to; has to be able to; should be able to; shall be able to; be able to; able to;
capable of; ability of; abilities of; aptitude for; knack of; capability to; capability of; capability for;
capacity to; capacity for; capacity of; ability to; ability for; know how to; knows how to; in a position
to; in position to; competent to; skilled in; adept at; proficient in; the means to; competence to;
competence in; qualified to; the know-how to; equipped to; abilities to; in shape to; up to the task of;
the wherewithal to; a knack for; expertise in; proficiency in; proficient at; skilled at; competence at;
competent at; competent in; adept in; trained to; have learnt to; have learned to; have what it takes to; a
method to; talent for; an eye for; has to know how to; fit to; versed in; facility for; good at; possible
for workers to; possible for the workers to; possible to; knack of; knack for; craft of; art of; gift for;
talent for; skill to; skill of; skills to; way of; way to;
ways of; ways to; means of
"""
NEGATION = """
no call for; no need for; no need to; no point in; no use for; no sense in; no reason for; no reason to; no
case for; no place for; no room for; no demand for; no occasion for; no wish for; no longer;
no; not; never; none; nobody; neither; nor yet; scarcely; in no need of; needless; pointless to;
unnecessary; superfluous; unneeded; unwanted; forgo; forgoes; dispense with; dispenses with; do without;
does without; get by without; gets by without; neither; nor; without; cannot; nothing; no longer; no-one;
instead of; rather than; avoid; hardly; stop; refrain from; against; decided against; forbidden; forbids;
spare us; do away with; no one; far from
"""
# These hold a "not" that does not refuse.
HARMLESS_NEGATION = """
will have been; shall have been;
held against; checked against; matched against; compared against; set against; measured against;
weighed against; do not possess; does not possess; do not own; does not own;
need not begin; need not start; need not bother; cannot dispense with; can not dispense with; cannot be
dispensed with; can not be dispensed with; no dispensing with; no substitute for; would otherwise;
otherwise would; would else; or not; when not; not only; not just; not yet; no later than; not exist; not
existing; nothing but; not written yet; no matter; no doubt; not least; not optional; not negotiable;
cannot do without; can not do without; cannot manage without; no way around; no way round; can not skip;
cannot skip; not skip; can not be skipped; can not be avoided; nobody has written; nobody has built; nobody
has made; nobody has coded; nobody has drafted; nobody built; no one has written; no one has built; no one
has made; has anyone written; is written nowhere; written down nowhere; laid down nowhere; nothing is
written; nothing written; never been written; never been put; not written down; not been drafted; not
drafted; not been agreed; no more than; not later than; not until; cannot be skipped; cannot be avoided;
not available yet; not built yet; not there yet; not been written; not in the library; not in our library;
do not have; does not have; have no; has no; do not yet have; not exists; not have; had no; there is no;
there are no; not written; not built; no such; none of the team; none of us; nobody on the team; not work
without; nothing works without; not ready; nobody wrote; no off-the-shelf; have not got one; do not have
one; does not have one; have none; there is none; none exists; have not one; there is not one; there is not
any; there is none yet; not one yet; only works if we; works only if we; only if we can; nobody has it;
not get by without; not get anywhere without; not manage without; not cope without; not move without;
can do without; can get by without; nobody can do it; nobody can do that; nobody knows how; lost without;
nothing without; not started; not
begun; not done; not finished; not there; not made; set aside for; set aside to
"""
PAST = """
last year; last time; last month; last week; last season; last autumn; last spring; last summer;
last winter; ago; previous; previously; predecessor; former; formerly; used to; was; were; had; has
been; have been; has built; have built; in the past; was cancelled; cancelled; deleted; abandoned;
retired; discontinued; scrapped; thrown away; yesterday; back then; old; did; got rid of; legacy;
withdrawn; decommissioned; obsolete; outdated; superseded; thrown out; switched off; dead; defunct
"""
EXISTING = """
exist; exists; existing; already; bought; buy; purchased; licensed; off-the-shelf; off the shelf;
built-in; maintained by; provided by; supplied by; comes with; ships with; in place; available; we
have; we 've; have got; in use; current; vendor; commercial; open-source; open source; subscription;
licence; license; borrowed; lent; rented; upstream; outsourced; third-party; third party; in the
library; from the library; installed; is there; are there; as is; hosted; owned by; free of charge;
for free; belongs to; belong to; provided; finished; in production; up and running; works fine; is
used as is; operated by; sold by; bundled; we own; at hand already; is fine; are fine; is
enough; does the job; do the job; suffices; good enough; comes from; come from;
buys; use as is; rents;
supplies; provides; everyone has; everybody has; covered by; taken care of; looked after by
"""
EXCLUDED = """
out of the question; not on the agenda; off the agenda; ruled it out; said no; is banned; not going to
happen; won the argument against; no money for; no appetite for; out of scope; not in scope; outside; falls
outside; outside this; beyond; voted down; turned down; rejected; dropped; declined; ruled out; excluded;
off the table; shelved; on ice; postponed; deferred; parked; refused; vetoed; later phase; another
project; another budget; other budget; next year; not now; different project; other project; descoped; put
off; on hold; second phase; follow-up project; another year; next budget year; next financial year; next
fiscal year; next edition; later edition; not this edition; not this season; not this time; not ours; no
business of; none of our; no concern of; nothing to do with us; not our business; not our job; not our
task; not our concern; separate project; separate budget; struck out; struck; scratched; said no; not this
year; not funded; unfunded; no budget; no funding; left out; leave out; not part of; another team; crossed
out; thrown out; overruled; later release; phase two; in a later; at a later; next release; next phase;
next season; stays out; stay out; stays outside; leave alone; left alone; told not to; deliberately without;
unrelated; leave aside; set aside; unaffordable; too expensive; too dear
"""
OPTIONAL = """
might; may; could; maybe; perhaps; possibly; nice-to-have; nice to have; would be nice; wish list;
wishlist; would love; would like; if funds allow; if time allows; if time permits; if money; if budget; one
day; some day; someday; optional; optionally; eventually; ever; would be; would have been; would help;
dream; dreams; dreamt; in case; if needed; if necessary; if we; if there; if someone; idea; ideas;
consider; considered; considering; thinking about; looked at; toyed with; if and when; when and if; if
it happens; if need be; if it comes to that; should it happen; only if needed;
stretch goal; bonus; suggestion;
suggested; wondered; desirable; probably; in theory; could have; hypothetical; welcome; tempting; if ever;
if there is time; time permitting; funds permitting; budget permitting; long term; long-term; would; wanted
us to; asked for an; asked for a; wishes for; wishes to
"""
PREPOSITIONS = word_set(
    """
    in on at by with from to for of as into onto over under between against via through about after
    before during per within without across off out up down since until than like despite among around
    behind beside besides using
    """
)
CONJUNCTIONS = word_set(
    """
    and or but nor so yet that which who whom whose where when while if because though although whereas
    """
)
DETERMINERS = word_set(
    """
    a an the this that these those our my your their his her its some any each every no another one two
    three four five six both all several many few other further additional such what which whatever
    """
)
AUXILIARY = word_set(
    """
    is are was were be been being am has have had do does did will would shall should can could may
    might must ought cannot not get gets got let lets
    """
)
PRONOUNS = word_set(
    """
    i we you he she it they us them me him who whoever everybody everyone someone somebody nobody there
    here
    """
)
# Words between the determiner and a noun that say nothing about it.
EMPTY_ADJECTIVES = word_set(
    """
    new small little simple short tiny own further additional good proper second first one single
    dedicated custom bespoke lightweight quick nice decent robust reliable same special specific
    separate written internal in-house common shared standard general plain stand-alone standalone
    command-line cli python bash shell perl brief whole complete full needed required necessary missing
    following certain unwritten unbuilt future upcoming forthcoming planned promised still yet fehlende
    fehlender fehlendes fehlenden geplante geplanter geplantes geplanten
    """
)
STOP_WORDS = (
    DETERMINERS
    | PREPOSITIONS
    | CONJUNCTIONS
    | AUXILIARY
    | PRONOUNS
    | word_set(
        """
    there then also just only very too more most less least much well still even now here it's we'll
    ought need needs needed please etc eg ie thus hence again away how why
    """
    )
)
# What a cell or a remark of its own says of a thing that is not there.
STATES_AHEAD = phrase_set(
    """
    new; open; planned; pending; to do; todo; tbd; not started; missing; gap; in progress; in work; wip;
    in development; under construction; none yet; nothing yet; to come; neu; offen; geplant; fehlt;
    in arbeit; à faire; à écrire; à développer; manquant; prévu; en cours; nuevo; pendiente; por hacer;
    falta; previsto
    """
)
