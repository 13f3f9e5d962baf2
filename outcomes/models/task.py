"""Units of work and the transitions that move them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from outcomes import compiled
from outcomes.errors import WrongStatus
from outcomes.models.artifact import Artifact
from outcomes.models.attempt import Attempt
from outcomes.models.capability import BY_KEY, Skill, Tool
from outcomes.models.event import Event
from outcomes.models.links import Dependency, Requirement
from outcomes.models.question import Question
from outcomes.models.transcript import Conversation
from outcomes.state import StateModel, together

if TYPE_CHECKING:
    from outcomes.models.run import Run
    from outcomes.models.worker import Worker

FAILURE_LIMIT = 3  # agent failures until a task fails for good
LOSS_LIMIT = 10  # lost leases until a person has to look


class Phase(models.TextChoices):
    INFRASTRUCTURE = "infrastructure"  # build one need
    EXECUTION = "execution"  # the actual work


class TaskQuerySet(models.QuerySet["Task"]):
    def infrastructure(self) -> TaskQuerySet:
        return self.filter(phase=Phase.INFRASTRUCTURE)

    def execution(self) -> TaskQuerySet:
        return self.filter(phase=Phase.EXECUTION)

    def of_revision(self, revision: int) -> TaskQuerySet:
        return self.infrastructure().filter(revision=revision)

    def pending(self) -> TaskQuerySet:
        return self.filter(status=Task.Status.PENDING)

    def running(self) -> TaskQuerySet:
        return self.filter(status=Task.Status.RUNNING)

    def unsettled(self) -> TaskQuerySet:
        return self.exclude(status__in=Task.SETTLED)

    def in_claim_order(self) -> TaskQuerySet:
        return self.order_by("priority", "position", "id")

    def blocked(self) -> TaskQuerySet:
        """Pending, and waiting for another task or for a capability."""
        return self.pending().filter(Exists(_unmet_dependencies()) | Exists(_unmet_requirements()))

    def unblocked(self) -> TaskQuerySet:
        return self.pending().filter(~Exists(_unmet_dependencies()), ~Exists(_unmet_requirements()))

    def first_claimable(self, outcome_id: int, phase: str, revision: int) -> Task | None:
        """The first of `claimable`: claiming is what workers do most."""
        return self.ask_first_claimable(outcome_id, phase, revision)()

    def ask_first_claimable(self, outcome_id: int, phase: str, revision: int) -> Callable[[], Task | None]:
        """The same, to be told later: see Select.ahead."""
        if phase == Phase.INFRASTRUCTURE:
            return _FIRST_BUILD.first_ahead(outcome=outcome_id, revision=revision)
        return _FIRST_EXECUTION.first_ahead(outcome=outcome_id)

    def claimable(self, phase: str, revision: int) -> TaskQuerySet:
        """What a worker of this outcome may take now, first things first."""
        if phase == Phase.INFRASTRUCTURE:
            return self.of_revision(revision).pending().in_claim_order()
        return self.execution().unblocked().in_claim_order()


def _unmet_dependencies() -> models.QuerySet[Any]:
    done = (Task.Status.COMPLETED, Task.Status.SKIPPED)
    return Dependency.objects.filter(task=OuterRef("pk")).exclude(on__status__in=done)


def _unmet_requirements() -> models.QuerySet[Any]:
    return Requirement.objects.unmet().filter(task=OuterRef("pk"))


@cache  # an expression that is met again need not be compared (see compiled.update)
def _from_now(duration: timedelta) -> Any:
    return Now() + duration


class Task(StateModel):
    class Status(models.TextChoices):
        PENDING = "pending"
        RUNNING = "running"
        HELD = "held"  # waits for a person
        COMPLETED = "completed"
        FAILED = "failed"
        SKIPPED = "skipped"
        CANCELLED = "cancelled"

    SETTLED = (Status.COMPLETED, Status.SKIPPED, Status.CANCELLED)
    OPEN = (Status.PENDING, Status.RUNNING, Status.HELD)
    UNDONE = frozenset({*OPEN, Status.FAILED})
    STATE_COLUMNS = frozenset(
        {
            "status",
            "attempt",
            "failures",
            "losses",
            "worker",
            "run",
            "lease_until",
            "result",
            "error",
            "started_at",
            "finished_at",
            "revision",
        }
    )

    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="tasks")
    phase = models.CharField(max_length=20, choices=Phase, default=Phase.EXECUTION)
    title = models.CharField(max_length=300)
    description = models.TextField(blank=True)
    acceptance = models.TextField(blank=True)
    outputs = models.JSONField(default=list, blank=True)  # relative paths, or folders ending in "/"
    priority = models.IntegerField(default=100, help_text="lower is claimed first")
    position = models.PositiveIntegerField(default=0)
    depends_on = models.ManyToManyField(
        "self",
        through="Dependency",
        through_fields=("task", "on"),
        symmetrical=False,
        related_name="dependents",
    )

    # Drafted from a step of the approach: the step's key, and what it said then. The digest is empty once a
    # member has edited the task, which from then on no longer follows its step.
    step = models.CharField(max_length=150, blank=True, default="", editable=False)
    step_digest = models.CharField(max_length=16, blank=True, default="", editable=False)

    # Infrastructure tasks build one need, for one revision of the approach.
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    tool = models.ForeignKey(Tool, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    revision = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the specification it builds

    status = models.CharField(max_length=10, choices=Status, default=Status.PENDING)
    attempt = models.PositiveIntegerField(default=0)  # always grows: the fence against stalled workers
    failures = models.PositiveSmallIntegerField(default=0)
    losses = models.PositiveSmallIntegerField(default=0)
    worker = models.ForeignKey(
        # RESTRICT lets both go with their outcome, and nothing else take the worker from a running task.
        "outcomes.Worker",
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="tasks",
    )
    run = models.ForeignKey(
        "outcomes.Run", null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    lease_until = models.DateTimeField(null=True, blank=True)  # by the database's clock
    result = models.TextField(blank=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["priority", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status__in=["pending", "running", "held", "completed", "failed", "skipped", "cancelled"]
                ),
                name="task_status_known",
            ),
            models.CheckConstraint(
                condition=Q(status="running", worker__isnull=False, lease_until__isnull=False)
                | (~Q(status="running") & Q(worker__isnull=True, lease_until__isnull=True)),
                name="running_task_has_worker_and_lease",
            ),
            models.CheckConstraint(
                condition=Q(phase="execution", skill__isnull=True, tool__isnull=True, revision__isnull=True)
                | Q(phase="infrastructure", skill__isnull=False, tool__isnull=True, revision__isnull=False)
                | Q(phase="infrastructure", skill__isnull=True, tool__isnull=False, revision__isnull=False),
                name="infrastructure_task_builds_one_need",
            ),
            models.UniqueConstraint(
                fields=["outcome", "step"], condition=~Q(step=""), name="one_task_per_step"
            ),
            models.CheckConstraint(
                condition=Q(step="") | Q(phase="execution"), name="only_execution_tasks_have_a_step"
            ),
            models.UniqueConstraint(
                fields=["worker"], condition=Q(status="running"), name="one_task_per_working_worker"
            ),
            models.UniqueConstraint(
                fields=["skill", "digest"],
                condition=Q(skill__isnull=False, status__in=["pending", "running", "held"]),
                name="one_open_build_per_skill",
            ),
            models.UniqueConstraint(
                fields=["tool", "digest"],
                condition=Q(tool__isnull=False, status__in=["pending", "running", "held"]),
                name="one_open_build_per_tool",
            ),
        ]
        indexes = [
            models.Index(
                fields=["outcome", "phase", "status", "priority", "position", "id"],
                name="task_in_claim_order",
            ),
            models.Index(fields=["lease_until"], name="task_by_lease", condition=Q(status="running")),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}: {self.title}"

    @property
    def capability(self) -> Skill | Tool | None:
        """What an infrastructure task builds."""
        return self.skill or self.tool

    def read_capability(self) -> Skill | Tool | None:
        """The same as it is in the database now."""
        if self.skill_id is not None:
            self.skill = BY_KEY[Skill.KIND].first(pk=self.skill_id)
        elif self.tool_id is not None:
            self.tool = BY_KEY[Tool.KIND].first(pk=self.tool_id)
        return self.capability

    @property
    def is_settled(self) -> bool:
        return self.status in self.SETTLED

    # -- by a worker ------------------------------------------------------------------------------

    def start(self, worker: Worker, run: Run, agent: str, model: str, lease: timedelta) -> Attempt:
        """pending → running, with a new attempt; WrongStatus when somebody else was first."""
        now = timezone.now()
        with together():
            self._move(
                "status",
                {self.Status.PENDING},
                self.Status.RUNNING,
                where={"attempt": self.attempt},
                attempt=self.attempt + 1,
                worker=worker,
                run=run,
                lease_until=_from_now(lease),
                started_at=self.started_at or now,
                finished_at=None,
                result="",
                error="",
            )
            attempt = Attempt(
                task=self,
                number=self.attempt,
                worker=worker,
                run=run,
                agent=agent,
                model=model,
                approach_revision=run.approach_revision,
                started_at=now,
            )
            compiled.insert(attempt)
            self._record("started", f"worker {worker.pk}", f"“{self.title}” started, attempt {self.attempt}")
        return attempt

    def keep_lease(self, worker_id: int, attempt: int, lease: timedelta) -> bool:
        """Extend the claim; False when it is no longer this worker's."""
        mine = Task.objects.filter(
            pk=self.pk, status=self.Status.RUNNING, worker_id=worker_id, attempt=attempt
        )
        return bool(models.QuerySet.update(mine, lease_until=Now() + lease))

    def complete(self, result: str) -> None:
        """running → completed."""
        self._settle(
            self.Status.COMPLETED, Attempt.Status.COMPLETED, f"“{self.title}” completed", result=result
        )

    def fail_attempt(self, error: str, *, final: bool = False) -> None:
        """running → pending for another try, or → failed after the last one, or a `final` one."""
        failures = self.failures + 1
        last = final or failures >= FAILURE_LIMIT
        self._settle(
            self.Status.FAILED if last else self.Status.PENDING,
            Attempt.Status.FAILED,
            f"“{self.title}” failed{' for good' if last else f', {failures} of {FAILURE_LIMIT}'}: {error}",
            error=error,
            failures=failures,
        )

    def let_go(self, why: str) -> None:
        """running → pending: nobody's failure (shutdown, stop)."""
        self._settle(
            self.Status.PENDING,
            Attempt.Status.RELEASED,
            f"“{self.title}” returned: {why}",
            error="",
            attempt_error=why,
        )

    def ask(self, text: str, call: str, attempt: Attempt) -> None:
        """running → held, with a question to a person; neither a failure nor a loss."""
        with together():
            self._settle(
                self.Status.HELD,
                Attempt.Status.RELEASED,
                f"“{self.title}” asks: {text}",
                error=f"It asks: {text}",
            )
            Question.objects.create(task=self, attempt=attempt, call=call, text=text)

    def lose(self, why: str) -> None:
        """running → pending, or → held when it was lost too often."""
        losses = self.losses + 1
        often = losses >= LOSS_LIMIT
        error = f"Lost {losses} times, last: {why}. Retry it when you know why." if often else ""
        self._settle(
            self.Status.HELD if often else self.Status.PENDING,
            Attempt.Status.LOST,
            f"“{self.title}” lost: {why}",
            error=error,
            attempt_error=why,
            losses=losses,
        )

    def _settle(self, to: Status, ended: str, message: str, attempt_error: str = "", **changes: Any) -> None:
        """Close the claim that this instance holds: worker and attempt are the fence."""
        by = f"worker {self.worker_id}"
        worker_id = self.worker_id
        done = to in (self.Status.COMPLETED, self.Status.FAILED)
        with together():
            self._move(
                "status",
                {self.Status.RUNNING},
                to,
                where={"attempt": self.attempt, "worker_id": worker_id},
                worker=None,
                lease_until=None,
                finished_at=timezone.now() if done else None,
                **changes,
            )
            Attempt.close(
                self, ended, result=changes.get("result", ""), error=attempt_error or changes.get("error", "")
            )
            edge = ended if to == self.Status.PENDING else to
            self._record(str(edge), by, message, worker_id)

    # -- by a person, or by the rules -------------------------------------------------------------

    def reopen(self, by: str, why: str) -> None:
        """failed, held, skipped, cancelled, completed → pending, with its counters at zero.

        What was said about it so far is over: the next attempt begins a new conversation.
        """
        sources = set(self.Status) - {self.Status.PENDING, self.Status.RUNNING}
        told = f"“{self.title}” is to be done again: {why}"
        counters = {"failures": 0, "losses": 0}
        with together():
            self._decide(
                sources, self.Status.PENDING, by, told, "reopened", finished_at=None, error="", **counters
            )
            compiled.update(Conversation, {"task": self, "closed": False}, {"closed": True})

    def take_answer(self, answer: str, by: str) -> None:
        """held → pending: the next attempt goes on with the answer. WrongStatus without an open question."""
        with together():
            answered = {"answer": answer, "answered_by": by[:200], "answered_at": timezone.now()}
            if not self.questions.open().update(**answered):
                raise WrongStatus(self, "question", "none", "answered")
            told = f"{by} answers “{self.title}”"
            self._decide({self.Status.HELD}, self.Status.PENDING, by, told, "answered", error="")

    def skip(self, by: str, note: str = "") -> None:
        """pending, running, held, failed → skipped; what depends on it goes on."""
        told = f"“{self.title}” skipped" + (f": {note}" if note else "")
        self._decide(
            self.UNDONE, self.Status.SKIPPED, by, told, result=note, error="", finished_at=timezone.now()
        )

    def cancel(self, by: str, why: str = "") -> None:
        """pending, running, held, failed → cancelled."""
        told = f"“{self.title}” cancelled" + (f": {why}" if why else "")
        self._decide(self.UNDONE, self.Status.CANCELLED, by, told, finished_at=timezone.now())

    def join_revision(self, revision: int) -> None:
        """A build that still fits goes on for the newer revision."""
        self._move("revision", {self.revision}, revision)

    def _decide(
        self,
        sources: Collection[Any],
        to: Status,
        by: str,
        message: str,
        edge: str = "",
        **changes: Any,
    ) -> None:
        """Move it for a person. The worker that has it hears of that and lets go: its attempt ends here."""
        worker_id, waited = self.worker_id, self.status == self.Status.HELD
        with together():
            self._move(
                "status",
                sources,
                to,
                where={"attempt": self.attempt},
                worker=None,
                lease_until=None,
                **changes,
            )
            if waited:  # whoever decides about the task decides that nobody need answer any more
                self.questions.open().update(withdrawn_at=timezone.now())
            if worker_id:
                Attempt.close(self, Attempt.Status.RELEASED, result="", error=f"{to.capitalize()} by {by}.")
            self._record(edge or str(to), by, message, worker_id)

    def _record(self, edge: str, by: str, message: str, worker_id: int | None = None) -> None:
        Event.record(
            self.outcome_id,
            f"task.{edge}",
            by,
            message,
            task_id=self.pk,
            run_id=self.run_id,
            worker_id=worker_id or self.worker_id,
        )


def _first_of(phase: str, outcome: Any, revision: Any = None) -> TaskQuerySet:
    """The first one, with `stands_alone` telling whether nothing is handed out with it."""
    given = (
        Exists(Requirement.objects.filter(task=OuterRef("pk")))
        | Exists(Dependency.objects.filter(task=OuterRef("pk")))
        | Exists(Artifact.objects.filter(outcome=outcome, task=None))
    )
    tasks = Task.objects.filter(outcome=outcome).claimable(phase, revision)
    return tasks.annotate(stands_alone=~Q(given))[:1]


_FIRST_BUILD = compiled.Select(
    "outcome",
    "revision",
    build=lambda outcome, revision: _first_of(Phase.INFRASTRUCTURE, outcome, revision),
)
_FIRST_EXECUTION = compiled.Select("outcome", build=lambda outcome: _first_of(Phase.EXECUTION, outcome))
