"""An approach that differs makes a revision and resets the infrastructure, on whatever path it arrives."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from outcomes.approach import check_text, fingerprint
from outcomes.errors import BadInput, OutcomesError, Refused
from outcomes.models import ApproachRevision, Event, Outcome, Readiness
from tests.factories import APPROACH, OutcomeFactory, UserFactory

pytestmark = pytest.mark.django_db

OTHER = "# Another way\n\nAsk the customers.\n"


def stored(outcome: Outcome) -> Outcome:
    return Outcome.objects.get(pk=outcome.pk)


def by_save(outcome):
    outcome.approach = OTHER
    outcome.save()


def by_a_stale_instance(outcome):
    stale = stored(outcome)
    outcome.name = "Renamed meanwhile"
    outcome.save()
    stale.approach = OTHER
    stale.save()


def by_update_fields(outcome):
    outcome.approach = OTHER
    outcome.save(update_fields=["approach"])


def by_update_fields_that_name_the_state(outcome):
    outcome.approach = OTHER
    outcome.infrastructure_ready = Readiness.READY
    outcome.save(update_fields=["approach", "infrastructure_ready", "planned_revision"])


def by_an_instance_with_deferred_columns(outcome):
    light = Outcome.objects.only("approach").get(pk=outcome.pk)
    light.approach = OTHER
    light.save()


def by_an_instance_built_by_hand(outcome):
    Outcome(pk=outcome.pk, name="By hand", approach=OTHER, created_at=outcome.created_at).save()


def by_force_update(outcome):
    outcome.approach = OTHER
    outcome.save(force_update=True)


def by_update_or_create(outcome):
    Outcome.objects.update_or_create(pk=outcome.pk, defaults={"approach": OTHER})


def by_the_base_manager(outcome):
    row = Outcome._base_manager.get(pk=outcome.pk)
    row.approach = OTHER
    row.save()


PATHS = [
    by_save,
    by_a_stale_instance,
    by_update_fields,
    by_update_fields_that_name_the_state,
    by_an_instance_with_deferred_columns,
    by_an_instance_built_by_hand,
    by_force_update,
    by_update_or_create,
    by_the_base_manager,
]


@pytest.mark.parametrize("edit", PATHS)
@pytest.mark.parametrize("state", ["building", "ready"])
def test_another_text_makes_a_revision_and_resets_the_infrastructure(edit, state):
    outcome = OutcomeFactory(with_approach=True, state=state)

    edit(outcome)

    row = stored(outcome)
    assert (row.approach, row.approach_revision) == (OTHER, 2)
    assert row.fingerprint == fingerprint(OTHER)
    assert row.infrastructure_ready == Readiness.NEEDED
    assert row.revisions.get(number=2).text == OTHER


@pytest.mark.parametrize("state", ["", "building", "ready"])
def test_a_change_is_told_once_and_the_reset_where_there_is_one(state):
    outcome = OutcomeFactory(state=state)
    Event.objects.all().delete()

    outcome.approach = OTHER
    outcome.save(by="ada")

    told = set(outcome.events.values_list("kind", "actor"))
    reset = {("infrastructure.needed", "ada")} if state else set()
    assert told == {("approach.changed", "ada")} | reset


def test_a_new_outcome_starts_at_revision_one_with_its_text_kept():
    outcome = Outcome(name="Prices", approach=APPROACH)

    outcome.save(by="ada")

    revision = ApproachRevision.objects.get(outcome=outcome)
    assert (outcome.approach_revision, revision.number) == (1, 1)
    assert (revision.text, revision.author) == (APPROACH, "ada")
    assert outcome.events.get().kind == "outcome.created"


def test_a_new_outcome_cannot_be_born_ready():
    outcome = Outcome(name="Born ready", approach=APPROACH, infrastructure_ready=2, planned_revision=1)
    outcome.status = Outcome.Status.ARCHIVED

    outcome.save()

    row = stored(outcome)
    assert (row.infrastructure_ready, row.planned_revision, row.status) == (0, 0, "active")


def test_an_instance_with_a_key_of_its_own_is_new_when_no_row_has_it():
    Outcome(pk=4711, name="Imported", approach=OTHER, infrastructure_ready=2).save()

    row = Outcome.objects.get(pk=4711)
    assert (row.approach_revision, row.infrastructure_ready, row.revisions.count()) == (1, 0, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"approach": OTHER},
        {"infrastructure_ready": 2},
        {"approach_revision": 9},
        {"fingerprint": "x"},
        {"planned_revision": 9},
        {"status": "archived"},
        {"ran_on_claude": True},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_query_cannot_set_what_has_a_door_of_its_own(changes):
    outcome = OutcomeFactory(with_approach=True)

    with pytest.raises(Refused):
        Outcome.objects.filter(pk=outcome.pk).update(**changes)

    [(name, value)] = changes.items()
    assert getattr(stored(outcome), name) == getattr(outcome, name) != value


def test_a_query_may_set_everything_else():
    outcome = OutcomeFactory()

    Outcome.objects.filter(pk=outcome.pk).update(name="Renamed", policy="partial")

    assert (stored(outcome).name, stored(outcome).policy) == ("Renamed", "partial")


def test_bulk_update_cannot_slip_a_text_in():
    outcome = OutcomeFactory(with_approach=True)
    outcome.approach = OTHER

    with pytest.raises(Refused), transaction.atomic():
        Outcome.objects.bulk_update([outcome], ["approach"])

    assert stored(outcome).approach == APPROACH


@pytest.mark.parametrize("options", [{}, {"update_conflicts": True, "unique_fields": ["id"]}])
def test_bulk_create_is_refused(options):
    if options:
        options = options | {"update_fields": ["approach"]}

    with pytest.raises(Refused):
        Outcome.objects.bulk_create([Outcome(name="One of many")], **options)

    assert not Outcome.objects.exists()


@pytest.mark.parametrize("manager", ["_base_manager", "_default_manager"])
def test_no_manager_of_the_model_has_an_unguarded_update(manager):
    outcome = OutcomeFactory(with_approach=True)

    with pytest.raises(Refused):
        getattr(Outcome, manager).filter(pk=outcome.pk).update(approach=OTHER)

    assert stored(outcome).approach == APPROACH


@pytest.mark.parametrize(
    "path",
    [
        lambda stale: stale.save(),
        lambda stale: stale.save(update_fields=["infrastructure_ready"]),
        lambda stale: stale.save(update_fields=["infrastructure_ready", "planned_revision", "name"]),
        lambda stale: stale.save(update_fields=["approach"]),
        lambda stale: stale.save(force_update=True),
    ],
    ids=["save", "ready by name", "with planned revision", "approach by name", "forced"],
)
def test_a_stale_instance_cannot_bring_ready_back(path):
    outcome = OutcomeFactory(with_approach=True, ready=True)
    stale = stored(outcome)
    outcome.approach = OTHER
    outcome.save()

    path(stale)

    assert stored(outcome).infrastructure_ready != Readiness.READY


def test_a_stale_save_with_the_old_text_makes_a_third_revision():
    outcome = OutcomeFactory(with_approach=True, ready=True)
    stale = stored(outcome)
    outcome.approach = OTHER
    outcome.save()

    stale.save()

    row = stored(outcome)
    assert (row.approach, row.approach_revision) == (APPROACH, 3)
    assert list(row.revisions.values_list("text", flat=True)) == [APPROACH, OTHER, APPROACH]


def test_a_save_without_the_approach_leaves_a_newer_text_alone():
    outcome = OutcomeFactory(with_approach=True)
    stale = stored(outcome)
    outcome.approach = OTHER
    outcome.save()

    stale.name = "Renamed"
    stale.save(update_fields=["name", "approach_revision", "fingerprint"])

    row = stored(outcome)
    assert (row.name, row.approach, row.approach_revision) == ("Renamed", OTHER, 2)
    assert row.fingerprint == fingerprint(OTHER)


def test_an_unchanged_save_keeps_ready_and_makes_no_revision():
    outcome = OutcomeFactory(with_approach=True, ready=True)

    outcome.name = "Renamed"
    outcome.save()

    row = stored(outcome)
    assert (row.infrastructure_ready, row.approach_revision, row.revisions.count()) == (2, 1, 1)


def test_refreshing_after_a_change_shows_the_reset():
    outcome = OutcomeFactory(ready=True)
    other = stored(outcome)
    other.approach = OTHER
    other.save()

    outcome.refresh_from_db()

    assert (outcome.infrastructure_ready, outcome.approach_revision, outcome.approach) == (0, 2, OTHER)


def test_the_instance_that_was_saved_knows_of_the_reset():
    outcome = OutcomeFactory(ready=True)

    outcome.approach = OTHER
    outcome.save()

    assert (outcome.infrastructure_ready, outcome.approach_revision) == (0, 2)


def test_a_save_that_fails_keeps_neither_text_nor_revision():
    outcome = OutcomeFactory(with_approach=True, ready=True)

    outcome.approach, outcome.policy = OTHER, "whatever"
    with pytest.raises(IntegrityError), transaction.atomic():
        outcome.save()

    row = stored(outcome)
    assert (row.approach, row.approach_revision, row.infrastructure_ready) == (APPROACH, 1, 2)
    assert row.revisions.count() == 1


INVISIBLE = {
    "Windows line ends": APPROACH.replace("\n", "\r\n"),
    "old line ends": APPROACH.replace("\n", "\r"),
    "trailing blanks": APPROACH.replace("\n", "  \n"),
    "trailing tabs": APPROACH.replace("\n", "\t\n"),
    "runs of blanks": APPROACH.replace("skill to", "skill   to"),
    "a tab for a blank": APPROACH.replace("skill to", "skill\tto"),
    "runs of blank lines": APPROACH.replace("\n\n", "\n\n\n\n"),
    "blank lines of blanks": APPROACH.replace("\n\n", "\n   \n"),
    "blank lines around": "\n\n" + APPROACH + "\n\n",
    "no end of line": APPROACH.rstrip("\n"),
}
VISIBLE = {
    "another word": APPROACH.replace("collect", "gather"),
    "a letter": APPROACH.replace("web", "wep"),
    "another case": APPROACH.replace("Use", "USE"),
    "indentation": APPROACH.replace("Build", "    Build"),
    "a line break": APPROACH.replace(" skill to", " skill\nto"),
    "a blank line": APPROACH.replace(" skill to", " skill\n\nto"),
    "no blank line": APPROACH.replace("report\n\n", "report\n"),
    "one blank gone": APPROACH.replace("skill to", "skillto"),
    "nothing left": "",
}


@pytest.mark.parametrize("text", INVISIBLE.values(), ids=INVISIBLE)
def test_what_no_reader_can_see_makes_no_revision(text):
    outcome = OutcomeFactory(with_approach=True, ready=True)

    outcome.approach = text
    outcome.save()

    row = stored(outcome)
    assert (row.approach_revision, row.infrastructure_ready, row.revisions.count()) == (1, 2, 1)
    assert "\r" not in row.approach


def test_the_composition_of_letters_makes_no_revision():
    outcome = OutcomeFactory(approach="Caf\u00e9", ready=True)

    outcome.approach = "Cafe\u0301"
    outcome.save()

    assert (stored(outcome).approach_revision, stored(outcome).infrastructure_ready) == (1, 2)


@pytest.mark.parametrize("text", VISIBLE.values(), ids=VISIBLE)
def test_what_a_reader_can_see_makes_a_revision(text):
    outcome = OutcomeFactory(with_approach=True, ready=True)

    outcome.approach = text
    outcome.save()

    row = stored(outcome)
    assert (row.approach_revision, row.infrastructure_ready, row.revisions.count()) == (2, 0, 2)


def test_texts_are_kept_with_line_feeds_only():
    outcome = OutcomeFactory(approach="one\r\ntwo\rthree\n")

    assert stored(outcome).approach == "one\ntwo\nthree\n"
    assert outcome.revisions.get().text == "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [("a\0b", "NUL"), ("a\ud800b", "surrogate"), ("é" * 524_289, "1,048,578 bytes")],
    ids=["NUL", "lone surrogate", "too long"],
)
def test_a_text_that_cannot_be_kept_is_refused_with_its_reason(text, told):
    with pytest.raises(BadInput, match=told) as refusal:
        check_text(text)

    assert refusal.value.field == "approach"


def test_a_text_of_exactly_the_limit_is_accepted():
    assert len(check_text("é" * 524_288).encode()) == 1_048_576


def test_a_form_of_the_admin_that_is_stale_cannot_bring_ready_back(client):
    client.force_login(UserFactory(admin=True))
    outcome = OutcomeFactory(with_approach=True, ready=True)
    other = stored(outcome)
    other.approach = OTHER
    other.save()
    posted = {"name": outcome.name, "intent": "", "approach": APPROACH, "policy": "all", "budget_usd": "5"}
    posted |= {"max_infrastructure_workers": 3, "max_execution_workers": 1, "read_revision": 1}
    posted |= {"revisions-TOTAL_FORMS": 0, "revisions-INITIAL_FORMS": 0, "infrastructure_ready": 2}

    client.post(reverse("admin:outcomes_outcome_change", args=[outcome.pk]), posted)

    row = stored(outcome)
    assert (row.infrastructure_ready, row.approach, row.approach_revision) == (0, OTHER, 2)


@pytest.mark.django_db(transaction=True)
def test_two_edits_at_once_make_two_revisions():
    outcome = OutcomeFactory(with_approach=True)
    gate = threading.Barrier(2)

    def edit(text: str) -> None:
        mine = stored(outcome)
        mine.approach = text
        gate.wait(10)
        mine.save(by=text)
        connection.close()

    threads = [threading.Thread(target=edit, args=[text]) for text in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    row = stored(outcome)
    assert row.approach_revision == 3
    assert set(row.revisions.values_list("text", flat=True)) == {APPROACH, "first", "second"}
    assert row.revisions.first().text == row.approach


@pytest.mark.django_db(transaction=True)
def test_an_edit_that_races_with_ready_wins_whoever_is_first():
    outcome = OutcomeFactory(with_approach=True, building=True)
    gate = threading.Barrier(2)

    def edit() -> None:
        mine = stored(outcome)
        mine.approach = OTHER
        gate.wait(10)
        mine.save()
        connection.close()

    thread = threading.Thread(target=edit)
    thread.start()
    settler = stored(outcome)
    gate.wait(10)
    try:
        settler.finish_building(1)
        lost = False
    except OutcomesError:
        lost = True
    thread.join(30)

    row = stored(outcome)
    assert (row.infrastructure_ready, row.approach_revision) == (Readiness.NEEDED, 2)
    assert outcome.events.filter(kind="infrastructure.ready").exists() != lost
