"""What a click on Orchestrate would do about each need, and doing exactly that.

Never a rebuild from nothing: what was built for the same specification, by an agent at least as good,
is kept, also when it was retired or is an older version.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

from outcomes.models.capability import BUILT, CAPABILITIES, GRADES, WANTED, CapabilityStatus
from outcomes.models.outcome import Policy, Readiness
from outcomes.models.task import Phase, Task
from outcomes.needs import Need, Needs

if TYPE_CHECKING:
    from outcomes.models.outcome import Outcome
    from outcomes.models.run import Run

ACTIONS = ("build", "rebuild", "building", "keep", "retire")


@dataclass(frozen=True, slots=True)
class Step:
    """What is done about one need, or about one capability that is no longer called for."""

    action: str  # of ACTIONS
    kind: str
    name: str
    reason: str
    need: Need | None = None
    row: Any = None  # Skill or Tool, where there is one already
    version: Any = None  # for keep: the version that counts from now on
    task: Task | None = None  # the open or re-opened build


@dataclass(frozen=True, slots=True)
class Plan:
    steps: tuple[Step, ...]
    waiting: tuple[str, ...] = field(default=())

    def of(self, action: str) -> list[Step]:
        return [step for step in self.steps if step.action == action]

    @property
    def builds_nothing(self) -> bool:
        """Everything is there, waived, or being built already."""
        return not self.of("build") and not self.of("rebuild")


def reconcile(outcome: Outcome, needs: Needs) -> Plan:
    """The plan for these needs, from what the outcome has; reads, and changes nothing."""
    having = _Having(outcome)
    steps = [having.step_for(need) for need in needs.wanted]
    called_for = {(need.kind, need.name) for need in needs.wanted}
    steps += [
        Step("retire", kind, name, "The approach no longer calls for it.", row=row)
        for (kind, name), row in having.rows.items()
        if (kind, name) not in called_for and row.status != CapabilityStatus.RETIRED
    ]
    return Plan(tuple(steps))


class _Having:
    """What an outcome has: rows, versions without their texts, and builds."""

    def __init__(self, outcome: Outcome) -> None:
        self.grade = GRADES[settings.ACTIVE_AGENT]
        self.rows: dict[tuple[str, str], Any] = {}
        self.versions: dict[tuple[str, int], list[Any]] = {}
        self.builds: dict[tuple[str, int | None, str], Task] = {}
        for kind, model in CAPABILITIES.items():
            for row in model.objects.filter(outcome=outcome):
                self.rows[kind, row.name] = row
            versions = model.VERSIONS.objects.filter(of__outcome=outcome).defer("content", "specification")
            for version in versions.order_by("-number"):
                self.versions.setdefault((kind, version.of_id), []).append(version)
        for task in (
            Task.objects.infrastructure().filter(outcome=outcome).exclude(status="completed").order_by("id")
        ):
            key = ("skill", task.skill_id) if task.skill_id else ("tool", task.tool_id)
            self.builds[(*key, task.digest)] = task

    def step_for(self, need: Need) -> Step:
        row = self.rows.get((need.kind, need.name))
        if row is None:
            return self._step("build", need, "The approach calls for it, and nothing like it is there yet.")
        versions = self.versions.get((need.kind, row.pk), [])
        current = next((v for v in versions if v.number == row.version), None)
        build = self.builds.get((need.kind, row.pk, need.digest))
        if row.status == CapabilityStatus.WAIVED and row.digest == need.digest:
            return self._step("keep", need, "It was waived: the work goes on without it.", row)
        if row.status in BUILT and current and current.agent == "member":
            return self._step(
                "keep", need, f"{current.author or 'A member'} supplied it by hand.", row, current
            )
        fitting = [v for v in versions if v.digest == need.digest and GRADES[v.agent] >= self.grade]
        if current in fitting and row.status in BUILT:
            return self._step("keep", need, "It was built for this very specification.", row, current)
        if fitting:
            return self._step(
                "keep",
                need,
                f"Version {fitting[0].number} was built for this specification before.",
                row,
                fitting[0],
            )
        if build and build.status in (Task.Status.PENDING, Task.Status.RUNNING):
            return self._step("building", need, "Its build is under way.", row, task=build)
        if build and build.status in (Task.Status.FAILED, Task.Status.HELD):
            return self._step("build", need, "Its last build failed: it is tried again.", row, task=build)
        if not versions:
            return self._step(
                "build", need, "The approach calls for it, and it is not built yet.", row, task=build
            )
        if any(v.digest == need.digest for v in versions):
            return self._step(
                "rebuild", need, "It is an offline draft, and Claude is active.", row, task=build
            )
        return self._step("rebuild", need, "What the approach says of it has changed.", row, task=build)

    @staticmethod
    def _step(
        action: str, need: Need, reason: str, row: Any = None, version: Any = None, task: Task | None = None
    ) -> Step:
        return Step(action, need.kind, need.name, reason, need, row, version, task)


def apply(outcome: Outcome, plan: Plan, by: str) -> list[Task]:
    """Obey the plan, in the caller's transaction; the builds that were newly made.

    The caller holds the outcome's lock and made the plan under it, for `outcome.approach_revision`.
    """
    revision, created, open_builds = outcome.approach_revision, [], set()
    for step in plan.steps:
        if step.action == "retire":
            step.row.retire(by)
        elif step.action == "keep":
            _keep(step, by)
        elif step.action == "building":
            open_builds.add(_join(step, revision, by))
        else:
            task, is_new = _build(outcome, step, revision, by)
            open_builds.add(task.pk)
            if is_new:
                created.append(task)
    stale = Task.objects.infrastructure().filter(outcome=outcome, status__in=("pending", "held", "failed"))
    for task in stale.exclude(pk__in=open_builds):
        task.cancel(by, "the approach no longer calls for this build")
    outcome.mark_planned(revision, by)
    return created


def _describe(row: Any, need: Need) -> None:
    """Have the row tell what the approach says now."""
    row.title, row.reason, row.quote, row.line = need.title[:200], need.reason, need.quote, need.line
    row.specification, row.digest = need.specification, need.digest
    if need.kind == "tool":
        row.interface = need.interface
    row.save()


def _keep(step: Step, by: str) -> None:
    row, version = step.row, step.version
    if step.need is not None:
        _describe(row, step.need)
    if version is not None and (row.status not in BUILT or row.version != version.number):
        row.use(version, by, f"is kept: version {version.number} counts")


def _join(step: Step, revision: int, by: str) -> int:
    task, row = step.task, step.row
    assert task is not None
    assert step.need is not None
    _describe(row, step.need)
    if task.revision != revision:
        task.join_revision(revision)
    if row.status not in WANTED:
        row.want(by, "its build goes on")
    if task.status == Task.Status.RUNNING and row.status == CapabilityStatus.NEEDED:
        row.start_building(by)
    return task.pk


def _build(outcome: Outcome, step: Step, revision: int, by: str) -> tuple[Task, bool]:
    need, row, task = step.need, step.row, step.task
    assert need is not None
    if row is None:
        row = CAPABILITIES[need.kind](outcome=outcome, name=need.name)
    _describe(row, need)
    if row.status == CapabilityStatus.BUILDING:
        row.put_back(by, step.reason)
    elif row.status != CapabilityStatus.NEEDED:
        row.want(by, step.reason)
    if task is not None:
        if task.revision != revision:
            task.join_revision(revision)
        task.reopen(by, step.reason)
        return task, False
    verb = "Write" if need.kind == "skill" else "Build"
    task = Task.objects.create(
        outcome=outcome,
        phase=Phase.INFRASTRUCTURE,
        title=f"{verb} the {need.kind} {need.title}"[:300],
        description=need.specification,
        revision=revision,
        digest=need.digest,
        **{need.kind: row},
    )
    return task, True


def unsettled_capabilities(outcome: Outcome) -> list[Any]:
    """Skills and tools that keep the outcome from READY under its policy."""
    waiting = [*WANTED] + ([CapabilityStatus.FAILED] if outcome.policy == Policy.ALL else [])
    return [
        row
        for model in CAPABILITIES.values()
        for row in model.objects.filter(outcome=outcome, status__in=waiting)
    ]


def settle_readiness(outcome: Outcome, run: Run) -> None:
    """Move infrastructure_ready to where the capabilities stand, for a run that is under way."""
    if outcome.infrastructure_ready == Readiness.READY or not outcome.is_planned:
        return
    if not unsettled_capabilities(outcome):
        outcome.finish_building(run.approach_revision)
    elif outcome.infrastructure_ready == Readiness.NEEDED:
        outcome.begin_building(run.approach_revision)
