"""The user has the last word about needs: by page and by API, over edits of the approach, and taken back."""

import pytest
from django.test import Client
from django.urls import reverse

from outcomes.models import NeedOverride, Outcome, Requirement, Skill
from outcomes.needs import effective_needs
from tests.factories import OutcomeFactory, SkillFactory, TaskFactory

START = "# Invoices\n\nWorkers must be able to parse PDF invoices.\n\nBuild a CLI tool that sorts mail.\n"
# Each rewords the sentence further, so that the planner names its need anew, or moves it.
EDITS = [
    "Workers must be able to parse scanned PDF invoices.",
    "Workers have to be able to parse scanned PDF invoices from suppliers.",
    "# More\n\nWorkers have to be able to read scanned PDF invoices from suppliers.",
    "All workers have to be able to read scanned PDF invoices from suppliers carefully.",
    "- All workers have to be able to read the scanned PDF invoices of suppliers carefully",
]
NAME = "pdf-invoice-parsing"


class ByApi:
    def __init__(self, api, outcome):
        self.api, self.base = api, f"outcomes/{outcome.pk}/needs"

    def change(self, name, /, **changes):
        assert self.api.patch(f"{self.base}/{name}", changes).status_code == 200

    def dismiss(self, name):
        self.change(name, dismissed=True)

    def undo(self, name):
        self.change(name, dismissed=False)

    def restore(self, name):
        assert self.api.post(f"{self.base}/{name}/restore").status_code == 200

    def add(self, title, kind):
        assert self.api.post(self.base, {"title": title, "kind": kind}).status_code == 201


class ByPage:
    def __init__(self, user, outcome):
        self.client, self.outcome = Client(), outcome
        self.client.force_login(user)

    def post(self, page, *more, **sent):
        args = [self.outcome.pk, *more]
        response = self.client.post(reverse(f"orchestration:{page}", args=args), sent, follow=True)
        assert response.status_code == 200
        assert 'class="message error"' not in response.text
        return response

    def change(self, name, /, **changes):
        address = reverse("orchestration:edit-need", args=[self.outcome.pk, name])
        shown = self.client.get(address).context["form"].initial
        self.post("edit-need", name, **{**shown, **changes})

    def dismiss(self, name):
        self.post("dismiss", name)

    def undo(self, name):
        self.post("dismiss", name, undo="1")

    def restore(self, name):
        self.post("restore-need", name)

    def add(self, title, kind):
        self.post("new-need", title=title, kind=kind, specification="")


@pytest.fixture
def outcome(db):
    return OutcomeFactory(approach=START)


@pytest.fixture(params=["api", "page"])
def member(request, api, user, outcome):
    return ByApi(api, outcome) if request.param == "api" else ByPage(user, outcome)


def edits(outcome):
    """Each of the texts, saved one after the other."""
    for sentence in EDITS:
        outcome.refresh_from_db()
        outcome.approach = START.replace("Workers must be able to parse PDF invoices.", sentence)
        outcome.save(by="grace")
        yield outcome


def wanted(outcome):
    return [need.name for need in effective_needs(outcome).wanted]


def test_the_edits_do_rename_the_need(outcome):
    names = [wanted(outcome)[0] for _ in edits(outcome)]

    assert len({NAME, *names}) >= 3


def test_a_dismissed_need_stays_dismissed_over_five_edits_and_comes_back_when_restored(member, outcome):
    member.dismiss(NAME)

    over_edits = [wanted(text) for text in edits(outcome)]
    [said] = effective_needs(outcome).said
    member.undo(said.name)

    assert over_edits == [["mail-sorter"]] * 5
    assert (said.what, said.stands) == (("dismissed",), True)
    assert len(wanted(outcome)) == 2
    assert effective_needs(outcome).said == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": "bill-reading"}, ("skill", "bill-reading", None)),
        ({"kind": "tool"}, ("tool", None, None)),
        ({"specification": "Read every line."}, ("skill", None, "Read every line.")),
        ({"title": "Bills"}, ("skill", None, None)),
    ],
)
def test_what_was_changed_stays_changed_over_five_edits_and_is_taken_back(changes, expected, member, outcome):
    member.change(NAME, **changes)

    for text in edits(outcome):
        need = effective_needs(text).wanted[0]
        kind, name, specification = expected
        assert need.kind == kind
        assert need.name == (name or need.name)
        assert need.specification == (specification or need.specification)
        assert need.title == changes.get("title", need.title)
        [said] = effective_needs(text).said
        assert said.what == tuple(changes)

    member.restore(said.name)
    need = effective_needs(outcome).wanted[0]
    assert (need.kind, need.origin, need.name) == ("skill", "rules", said.need)
    assert not NeedOverride.objects.exists()


def test_what_was_added_stays_over_five_edits_and_is_taken_back(member, outcome):
    member.add("Mail reading", "tool")

    assert all("mail-reading" in wanted(text) for text in edits(outcome))
    member.restore("mail-reading")
    assert "mail-reading" not in wanted(outcome)


def test_what_was_said_lies_idle_while_its_evidence_is_gone(member, outcome):
    member.dismiss(NAME)
    outcome.refresh_from_db()
    outcome.approach = "Build a CLI tool that sorts mail.\n"
    outcome.save()

    [said] = effective_needs(outcome).said
    assert (said.stands, wanted(outcome)) == (False, ["mail-sorter"])

    outcome.approach = START
    outcome.save()
    assert wanted(outcome) == ["mail-sorter"]


def test_dismissing_one_of_two_alike_leaves_the_other_when_its_sentence_goes(member, outcome):
    outcome.approach = START + "\nWorkers must be able to parse JSON invoices from abroad.\n"
    outcome.save()
    first, *_ = names = wanted(outcome)
    member.dismiss(first)
    outcome.refresh_from_db()
    outcome.approach = outcome.approach.replace("Workers must be able to parse PDF invoices.", "")
    outcome.save()

    assert (len(names), wanted(outcome)) == (3, names[1:])


@pytest.fixture
def library_skill(outcome):
    """A skill of the library, which the approach now names."""
    SkillFactory(library=True, name="web-research")
    outcome.approach = f"{START}\nUse the web-research skill.\n"
    outcome.save()
    return "web-research"


def test_a_skill_of_the_library_is_dismissed_over_five_edits_and_comes_back(member, outcome, library_skill):
    assert effective_needs(outcome).existing == (library_skill,)
    member.dismiss(library_skill)

    for _ in range(5):
        outcome.refresh_from_db()
        outcome.approach = f"We begin.\n\n{outcome.approach}"
        outcome.save()
        needs = effective_needs(outcome)
        assert (needs.existing, [need.name for need in needs.wanted]) == ((), [NAME, "mail-sorter"])
        assert [one.stands for one in needs.said] == [True]

    member.undo(library_skill)
    assert effective_needs(outcome).existing == (library_skill,)


def test_a_skill_of_the_library_is_not_changed_for_one_outcome(api, outcome, library_skill):
    response = api.patch(f"outcomes/{outcome.pk}/needs/{library_skill}", {"title": "Mine"})

    assert (response.status_code, response.json()["code"]) == (409, "in-the-library")


def test_tasks_require_a_need_under_the_name_that_a_member_gives_it(member, outcome):
    task = TaskFactory(outcome=outcome)
    Requirement.objects.create(task=task, kind="skill", name=NAME)

    member.change(NAME, name="bill-reading")
    renamed = task.requirements.get().name
    member.change("bill-reading", kind="tool")
    as_tool = task.requirements.get().kind
    member.restore("bill-reading")

    row = task.requirements.get()
    assert (renamed, as_tool, row.kind, row.name) == ("bill-reading", "tool", "skill", NAME)


def test_a_need_that_a_member_renames_after_it_was_built_is_kept(api, user):
    outcome = OutcomeFactory(approach=START, ready=True)
    member = ByApi(api, outcome)

    member.change(NAME, name="bill-reading")
    plan = api.get(f"{member.base}").json()["plan"]
    api.post(f"outcomes/{outcome.pk}/orchestrate", {})

    [kept] = [step for step in plan["keep"] if step["name"] == "bill-reading"]
    assert kept["renamedFrom"] == NAME
    assert kept["reason"] == f"It was built as {NAME}, for this very specification."
    assert (plan["build"], plan["rebuild"], plan["retire"]) == ([], [], [])
    assert Skill.objects.get(name="bill-reading").status == "draft"
    assert Outcome.objects.get(pk=outcome.pk).infrastructure_ready == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "mail-sorter"}, "a need named mail-sorter already"),
        ({"name": "Not A Name"}, "is not a name"),
        ({"title": ""}, "required"),
        ({"kind": "wish"}, "Select a valid choice"),
    ],
)
def test_a_change_that_cannot_be_comes_back_with_the_reason(changes, reason, user, outcome):
    page = ByPage(user, outcome)
    address = reverse("orchestration:edit-need", args=[outcome.pk, NAME])
    shown = page.client.get(address).context["form"].initial

    response = page.client.post(address, {**shown, **changes})

    assert response.status_code == 422
    assert reason in response.text
    assert not NeedOverride.objects.exists()


def test_saving_the_form_as_it_stands_changes_nothing(user, outcome):
    ByPage(user, outcome).change(NAME)

    assert not NeedOverride.objects.exists()


def test_nothing_said_is_nothing_to_restore(api, outcome):
    assert api.post(f"outcomes/{outcome.pk}/needs/{NAME}/restore").status_code == 404
