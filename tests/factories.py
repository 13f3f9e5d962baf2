"""Rows for tests, each with a world around it that the rules allow.

A state is reached by the named transitions, as it is in life: `TaskFactory(running=True)`, or
`TaskFactory(state="running")` where a test goes through all of them. A trait's name is the state's.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.utils import timezone
from factory.django import DjangoModelFactory

from outcomes.models import (
    ApiToken,
    Artifact,
    Conversation,
    Dependency,
    NeedOverride,
    Outcome,
    Phase,
    Requirement,
    Run,
    Skill,
    Task,
    Tool,
    Worker,
)
from outcomes.models.task import FAILURE_LIMIT, LOSS_LIMIT
from outcomes.needs import Need, effective_needs

APPROACH = """# Competitor report

Use the web-research skill to collect what competitors publish.

Build `tools/price-diff.py`, a script that compares two price lists and prints the differences.
"""
LEASE = timedelta(seconds=60)


def in_state(*names: str) -> dict[str, factory.Trait]:
    """One trait for each state, so that `state="running"` reads `running=True`."""
    return {name: factory.Trait(state=name) for name in names}


class StatefulFactory(DjangoModelFactory):
    """Creates the row in its first state, then has `to_<state>` move it on."""

    class Meta:
        abstract = True

    state = ""

    @classmethod
    def _create(cls, model_class: Any, *args: Any, state: str = "", **values: Any) -> Any:
        row = super()._create(model_class, *args, **values)
        if state:
            getattr(cls, f"to_{state}")(row)
        return row


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    username = factory.Sequence("user{}".format)
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.org")


class OutcomeFactory(StatefulFactory):
    class Meta:
        model = Outcome

    class Params:
        with_approach = factory.Trait(approach=APPROACH)
        locals().update(in_state("building", "ready", "achieved", "archived"))

    name = factory.Sequence("Outcome {}".format)
    intent = "Know what competitors charge."
    created_by = "ada"

    @staticmethod
    def to_building(outcome: Outcome) -> None:
        outcome.mark_planned(outcome.approach_revision)
        outcome.begin_building(outcome.approach_revision)

    @staticmethod
    def to_ready(outcome: Outcome) -> None:
        """With a draft of everything that its approach calls for."""
        for need in effective_needs(outcome).wanted:
            build(outcome, need)
        outcome.mark_planned(outcome.approach_revision)
        outcome.finish_building(outcome.approach_revision)

    @staticmethod
    def to_achieved(outcome: Outcome) -> None:
        outcome.change_status(Outcome.Status.ACHIEVED, "ada")

    @staticmethod
    def to_archived(outcome: Outcome) -> None:
        outcome.change_status(Outcome.Status.ARCHIVED, "ada")


class CapabilityFactory(StatefulFactory):
    """`built` ones are what the offline agent leaves: a draft in version 1."""

    class Meta:
        abstract = True

    outcome = factory.SubFactory(OutcomeFactory)
    title = factory.LazyAttribute(lambda row: row.name.replace("-", " ").capitalize())
    description = factory.LazyAttribute(lambda row: f"{row.title}, as the approach wants it.")
    specification = factory.LazyAttribute(lambda row: f"What {row.name} has to do.")
    digest = factory.LazyAttribute(lambda row: hashlib.sha256(row.specification.encode()).hexdigest())

    @staticmethod
    def to_needed(row: Skill | Tool) -> None:
        """It is born needed."""

    @staticmethod
    def to_building(row: Skill | Tool) -> None:
        row.start_building("worker 1")

    @classmethod
    def to_built(cls, row: Skill | Tool) -> None:
        add_version(row)

    to_draft = to_built

    @classmethod
    def to_checked(cls, row: Skill | Tool) -> None:
        add_version(row, agent="claude", model="claude-sonnet", status="checked")

    @classmethod
    def to_proven(cls, row: Skill | Tool) -> None:
        add_version(row, agent="claude", model="claude-sonnet", status="proven")

    @classmethod
    def to_supplied(cls, row: Skill | Tool) -> None:
        add_version(row, agent="member", author="ada", status="checked")

    @staticmethod
    def to_failed(row: Skill | Tool) -> None:
        row.start_building("worker 1")
        row.fail("worker 1", "its checks refused it")

    @staticmethod
    def to_waived(row: Skill | Tool) -> None:
        row.waive("ada")

    @staticmethod
    def to_retired(row: Skill | Tool) -> None:
        row.retire("ada")


CAPABILITY_STATES = (
    "needed",
    "building",
    "built",
    "draft",
    "checked",
    "proven",
    "supplied",
    "failed",
    "waived",
    "retired",
)


def add_version(row: Skill | Tool, *, use: bool = True, **values: Any) -> Any:
    """A version for what the row specifies now, by the offline agent unless told otherwise."""
    content = f"---\nname: {row.name}\ndescription: {row.title}\n---\n\n# {row.title}\n"
    if row.kind == "tool":
        content = f'"""{row.title}."""\n'
    defaults = {"agent": "offline", "model": "", "status": "draft"}
    defaults |= {"digest": row.digest, "description": row.description}
    version = row.add_version(content, **(defaults | values))
    if use:
        row.use(version, "worker 1", f"is built: version {version.number}")
    return version


class SkillFactory(CapabilityFactory):
    class Meta:
        model = Skill

    class Params:
        library = factory.Trait(outcome=None, state="supplied")
        locals().update(in_state(*CAPABILITY_STATES))

    name = factory.Sequence("skill-{}".format)


class ToolFactory(CapabilityFactory):
    class Meta:
        model = Tool

    class Params:
        library = factory.Trait(outcome=None, state="supplied")
        locals().update(in_state(*CAPABILITY_STATES))

    name = factory.Sequence("tool-{}".format)


def build(outcome: Outcome, need: Need, state: str = "built") -> Skill | Tool:
    """The row of this need, as a build of it leaves it."""
    make = SkillFactory if need.kind == "skill" else ToolFactory
    named = {name: getattr(need, name) for name in ("name", "title", "specification", "digest")}
    return make(outcome=outcome, state=state, **named)


class RunFactory(StatefulFactory):
    class Meta:
        model = Run

    class Params:
        locals().update(in_state("running", "held", "stopped", "completed", "failed"))

    outcome = factory.SubFactory(OutcomeFactory)
    approach_revision = factory.SelfAttribute("outcome.approach_revision")
    requested_by = "ada"
    max_infrastructure_workers = factory.SelfAttribute("outcome.max_infrastructure_workers")
    max_execution_workers = factory.SelfAttribute("outcome.max_execution_workers")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Run:
        """Runs start with planning: its revision has been planned."""
        outcome = values["outcome"]
        outcome.refresh_from_db(fields=["planned_revision", "infrastructure_ready"])
        if outcome.planned_revision != outcome.approach_revision:
            outcome.mark_planned(outcome.approach_revision)
        return super()._create(model_class, *args, **values)

    @staticmethod
    def to_running(run: Run) -> None:
        """It is born running."""

    @staticmethod
    def to_held(run: Run) -> None:
        run.hold("task-held", "A task waits for a person.")

    @staticmethod
    def to_stopped(run: Run) -> None:
        run.stop("ada", "Stopped by ada")

    @staticmethod
    def to_completed(run: Run) -> None:
        run.complete("completed")

    @staticmethod
    def to_failed(run: Run) -> None:
        run.fail("execution-failed", "A task failed.")


def run_of(outcome: Outcome) -> Run:
    """The active run of this outcome, or a new one."""
    return outcome.active_run or RunFactory(outcome=outcome)


class WorkerFactory(StatefulFactory):
    """A working one in the lowest free slot, in the active run of `outcome` (or in `run`)."""

    class Meta:
        model = Worker

    class Params:
        locals().update(in_state("woken", "working", "ended", "lost"))

    outcome = None
    run = None
    phase = Phase.EXECUTION
    slot = None
    state = "working"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Worker:
        run = values["run"] or run_of(values["outcome"] or OutcomeFactory())
        values |= {"run": run, "outcome": run.outcome}
        if values["slot"] is None:
            taken = Worker.objects.active().filter(outcome=run.outcome, phase=values["phase"])
            slots = set(taken.values_list("slot", flat=True))
            values["slot"] = next(slot for slot in range(1000) if slot not in slots)
        return super()._create(model_class, *args, **values)

    @staticmethod
    def to_woken(worker: Worker) -> None:
        """It is born woken."""

    @staticmethod
    def to_working(worker: Worker) -> None:
        worker.start("cluster-1", 4242)

    @staticmethod
    def to_ended(worker: Worker) -> None:
        worker.start("cluster-1", 4242)
        worker.end("nothing is left to do")

    @staticmethod
    def to_lost(worker: Worker) -> None:
        worker.start("cluster-1", 4242)
        worker.lose("it fell silent")


class TaskFactory(StatefulFactory):
    """An execution task, or with `infrastructure=True` the build of a skill (or of `tool=…`).

    `running=True` takes `worker=…`; without it a worker of the active run is made. The others that were
    worked on leave no worker behind.
    """

    class Meta:
        model = Task

    class Params:
        infrastructure = factory.Trait(phase=Phase.INFRASTRUCTURE)
        locals().update(in_state("pending", "running", "held", "completed", "failed", "skipped", "cancelled"))

    outcome = None
    phase = Phase.EXECUTION
    title = factory.Sequence("Task {}".format)
    description = "Write down what each competitor charges."

    @classmethod
    def _create(
        cls, model_class: Any, *args: Any, state: str = "", worker: Worker | None = None, **values: Any
    ) -> Task:
        capability = values.get("skill") or values.get("tool")
        values["outcome"] = (
            values["outcome"]
            or (capability and capability.outcome)
            or (worker and worker.outcome)
            or OutcomeFactory()
        )
        if values["phase"] == Phase.INFRASTRUCTURE:
            if capability is None:
                capability = values["skill"] = SkillFactory(outcome=values["outcome"])
            values.setdefault("revision", values["outcome"].approach_revision)
            values.setdefault("digest", capability.digest)
        task = super()._create(model_class, *args, **values)
        if state:
            move = getattr(cls, f"to_{state}")
            move(task, worker) if state == "running" else move(task)
        return task

    @staticmethod
    def to_pending(task: Task) -> None:
        """It is born pending."""

    @staticmethod
    def to_running(task: Task, worker: Worker | None = None) -> None:
        worker = worker or WorkerFactory(outcome=task.outcome, phase=task.phase)
        task.start(worker, worker.run, "offline", "", LEASE)
        if task.capability is not None:
            task.capability.start_building(f"worker {worker.pk}")

    @classmethod
    def to_completed(cls, task: Task) -> None:
        worker = cls._worked_on(task)
        if task.capability is not None:
            add_version(task.capability)
        task.complete("Done, see results/.")
        worker.end("nothing is left to do")

    @classmethod
    def to_failed(cls, task: Task) -> None:
        Task.objects.filter(pk=task.pk).update(failures=FAILURE_LIMIT - 1)
        worker = cls._worked_on(task)
        task.fail_attempt("The agent gave up.")
        if task.capability is not None:
            task.capability.fail(f"worker {worker.pk}", "The agent gave up.")
        worker.end("nothing is left to do")

    @classmethod
    def to_held(cls, task: Task) -> None:
        Task.objects.filter(pk=task.pk).update(losses=LOSS_LIMIT - 1)
        worker = cls._worked_on(task)
        task.lose("its lease ran out")
        if task.capability is not None:
            task.capability.put_back(f"worker {worker.pk}", "its lease ran out")
        worker.lose("it let a lease run out")

    @classmethod
    def _worked_on(cls, task: Task) -> Worker:
        task.refresh_from_db()
        cls.to_running(task)
        return task.worker

    @staticmethod
    def to_skipped(task: Task) -> None:
        task.skip("ada", "not needed")

    @staticmethod
    def to_cancelled(task: Task) -> None:
        task.cancel("ada", "not wanted")


class DependencyFactory(DjangoModelFactory):
    """`task` waits for `on`."""

    class Meta:
        model = Dependency


class RequirementFactory(DjangoModelFactory):
    class Meta:
        model = Requirement

    kind = "skill"


class NeedOverrideFactory(DjangoModelFactory):
    """A skill that a member added, unless told otherwise."""

    class Meta:
        model = NeedOverride

    outcome = factory.SubFactory(OutcomeFactory)
    name = factory.Sequence("added-skill-{}".format)
    title = factory.LazyAttribute(lambda row: row.name.replace("-", " ").capitalize())
    added = True
    kind = "skill"
    author = "ada"


class ArtifactFactory(DjangoModelFactory):
    """A new path, or the next version of one that the outcome has."""

    class Meta:
        model = Artifact

    outcome = factory.SubFactory(OutcomeFactory)
    path = factory.Sequence("results/report-{}.md".format)
    body = b"# Report\n"
    media_type = "text/markdown"
    author = "ada"

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Artifact:
        outcome, path, author = (values.pop(name) for name in ("outcome", "path", "author"))
        file = (path, values.pop("body"), values.pop("media_type"))
        return Artifact.store(outcome, [file], author, **values)[0]


class ConversationFactory(DjangoModelFactory):
    """What was said in the last attempt at `task`: a question, a call, and its answer. `file` is kept."""

    class Meta:
        model = Conversation

    basis = "0" * 64

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> Conversation:
        blocks = values.pop("blocks", None)
        file = values.pop("file", None)
        conversation = super()._create(model_class, *args, **values)
        call = {"type": "tool_use", "id": "toolu_1", "name": "read_skill", "input": {"name": "tone"}}
        said = blocks or [
            [{"type": "text", "text": "Do the task."}],
            [{"type": "text", "text": "Let me see."}, call],
            [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "No such skill", "is_error": True}],
        ]
        attempt = conversation.task.attempts.order_by("-number").first()
        for number, content in enumerate(said, 1):
            role = "user" if number % 2 else "assistant"
            conversation.turns.create(number=number, role=role, blocks=content, attempt=attempt)
        if file:
            conversation.files.create(path=file[0], body=file[1], media_type="text/markdown")
        return conversation


class ApiTokenFactory(DjangoModelFactory):
    """The row, with the token itself in `text`: it is nowhere else."""

    class Meta:
        model = ApiToken

    class Params:
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now))

    user = factory.SubFactory(UserFactory)
    revoked_at = None

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **values: Any) -> ApiToken:
        text = ApiToken.issue(values["user"])
        token = ApiToken.objects.get(digest=ApiToken.digest_of(text))
        token.text = text
        if values["revoked_at"]:
            token.revoked_at = values["revoked_at"]
            token.save()
        return token
