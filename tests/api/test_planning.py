"""Planning with a model over the API: asked for by a press, told among the needs."""

import pytest

from outcomes.models import Outcome, Reading
from tests.factories import OutcomeFactory

pytestmark = pytest.mark.django_db

QUOTE = "We compare with what was charged last year."
NEED = {
    "kind": "skill",
    "name": "price-history",
    "title": "Price history",
    "specification": "By year.",
    "reason": "Nobody could compare without.",
    "quotes": [QUOTE],
    "digest": "0123456789abcdef",
    "by_rules": False,
}
REFUSED = {
    "name": "charts",
    "quote": "Draw charts.",
    "why": "Its quote is not in the approach, word for word.",
}


@pytest.fixture
def outcome(settings):
    settings.ACTIVE_AGENT = "claude"
    return OutcomeFactory(approach=f"Use the web-research skill.\n\n{QUOTE}\n")


def test_a_press_asks_once_and_tells_how_far_it_is(api, outcome):
    assert api.get(f"outcomes/{outcome.pk}/needs").json()["planning"]["state"] == "none"

    asked = api.post(f"outcomes/{outcome.pk}/plan", {})
    again = api.post(f"outcomes/{outcome.pk}/plan")

    assert (asked.status_code, again.status_code) == (202, 200)
    told = again.json()["planning"]
    assert (told["state"], told["revision"], told["finishedAt"]) == ("running", 1, None)
    assert told["requestedBy"]


def test_what_was_read_is_told_with_its_refusals_and_origins(api, outcome):
    reading = Reading.objects.create(outcome=outcome, revision=1, requested_by="ada")
    reading.keep([NEED], [REFUSED], "sonnet", "worker 1", "Read")

    told = api.get(f"outcomes/{outcome.pk}/needs").json()

    planning = told["planning"]
    assert (planning["state"], planning["own"], planning["shared"], planning["model"]) == (
        "read",
        1,
        0,
        "sonnet",
    )
    assert planning["refused"] == [REFUSED]
    skills = {skill["name"]: skill for skill in told["skills"]}
    assert {name: skill["origin"] for name, skill in skills.items()} == {
        "web-research": "rules",
        "price-history": "model",
    }
    assert (skills["price-history"]["line"], skills["price-history"]["quote"]) == (3, QUOTE)
    assert api.post(f"outcomes/{outcome.pk}/plan", {}).status_code == 200


@pytest.mark.parametrize(
    ("agent", "change", "code"),
    [
        ("offline", {}, "offline-agent"),
        ("claude", {"approach": " "}, "empty-approach"),
        ("claude", {"status": "archived"}, "archived"),
    ],
)
def test_where_a_model_cannot_read_the_press_is_refused(api, outcome, settings, agent, change, code):
    settings.ACTIVE_AGENT = agent
    row = Outcome.objects.get(pk=outcome.pk)
    row.approach = change.get("approach", row.approach)
    row.save(by="ada")
    row.change_status(change.get("status", row.status), "ada")

    answer = api.post(f"outcomes/{outcome.pk}/plan", {})

    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not Reading.objects.exists()


def test_a_body_that_says_something_is_refused(api, outcome):
    assert api.post(f"outcomes/{outcome.pk}/plan", {"force": True}).status_code == 422
    assert api.post("outcomes/999/plan", {}).status_code == 404
