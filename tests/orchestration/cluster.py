"""A cluster in miniature: wake-ups are read from the queue and worked on here, one after the other."""

from __future__ import annotations

from django.db import connection
from django_q.brokers import get_broker
from django_q.signing import SignedPackage

from orchestration.agents.protocol import OutputFile, TaskResult
from orchestration.claims import Built, Claim, Ending, Rest, next_claim, settle_and_claim
from orchestration.orchestrator import Answer, Options, orchestrate
from orchestration.worker import work
from outcomes.models import Outcome, Run, Worker

MOST_JOBS = 200


def press(outcome: Outcome, **options: object) -> Answer:
    """Press Orchestrate."""
    return orchestrate(outcome.pk, Options(**options), "ada")


def woken() -> list[int]:
    """The workers whose wake-ups are on their way, first come first served; each is delivered once."""
    while connection.run_on_commit:  # a test's own transaction never commits
        _, send, _ = connection.run_on_commit.pop(0)
        send()
    broker = get_broker()
    messages = []
    while broker.queue_size():
        messages += broker.dequeue()
    return [SignedPackage.loads(payload)["args"][0] for _, payload in messages]


def work_all() -> int:
    """Deliver wake-ups until none is left; how many jobs that took."""
    jobs = 0
    while waiting := woken():
        for worker_id in waiting:
            work(worker_id)
            jobs += 1
            assert jobs < MOST_JOBS, "workers wake each other without end"
    return jobs


def started(run: Run | int) -> list[Worker]:
    """The woken workers of this run, as their processes start."""
    workers = list(Worker.objects.filter(run=run, status="woken").order_by("pk"))
    for worker in workers:
        worker.start("cluster-1", 4242)
    return workers


def claim(worker: Worker, may_linger: bool = True) -> Claim | Rest:
    return next_claim(worker, "offline", "", may_linger=may_linger)


def settle(taken: Claim, ending: Ending, worker: Worker) -> Claim | Rest:
    return settle_and_claim(taken, ending, worker, "offline", "", 1)


def built(taken: Claim) -> Built:
    return Built(f"# {taken.task.capability.name}", "What it does.", "draft")


def result(path: str = "results/report.md") -> TaskResult:
    return TaskResult("Done.", (OutputFile(path, b"# Report", "text/markdown"),))
