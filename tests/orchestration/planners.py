"""What the tests of planning with a model share: an approach, a model that reads it, and what came of it."""

from orchestration.worker import work
from outcomes.models import Event, Outcome, Reading, Run, Skill, Worker
from planner import Claim
from tests.model_answers import READS, a_need, found_reply, obliging

QUOTE = "We compare with what was charged last year."
APPROACH = f"Use the web-research skill to collect prices.\n\n{QUOTE}\n"


class Model:
    """Reads approaches by `reads`, one reply for each; writes skills and does tasks obligingly."""

    def __init__(self):
        self.reads = []
        self.asked = []

    def __call__(self, request):
        if READS not in request.text:
            return obliging(request)
        self.asked.append(request)
        return self.reads.pop(0) if self.reads else found_reply(a_need(QUOTE))


def reading(outcome):
    return Reading.objects.get(outcome=outcome, revision=Outcome.objects.get(pk=outcome.pk).approach_revision)


def edit(outcome, was, now):
    outcome = Outcome.objects.get(pk=outcome.pk)
    outcome.approach = outcome.approach.replace(was, now)
    outcome.save(by="ada")
    return outcome


def status(run):
    run = Run.objects.get(pk=run if isinstance(run, int) else run.pk)
    return run.status, run.reason_code


def ready(outcome):
    return Outcome.objects.get(pk=outcome.pk).infrastructure_ready


def built(outcome):
    return dict(Skill.objects.filter(outcome=outcome).values_list("name", "status"))


def told(outcome, kind):
    return Event.objects.filter(outcome=outcome, kind=kind).values_list("message", flat=True)


def job(outcome, phase="planning"):
    """Have the woken worker of this phase do its work."""
    work(Worker.objects.get(outcome=outcome, phase=phase, status="woken").pk)


def started_planner(outcome):
    worker = Worker.objects.planning().get(outcome=outcome, status="woken")
    worker.start("cluster-1", 4242)
    return worker


def a_claim():
    return Claim("skill", "price-history", "Price history", "By year.", "", (QUOTE,))
