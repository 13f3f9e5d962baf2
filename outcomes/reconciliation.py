"""What a click on Orchestrate would do about each need, and doing exactly that.

Never a rebuild from nothing: what was built for the same specification, by an agent at least as good,
is kept, also when it was retired or is an older version.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings

from outcomes.errors import Refused
from outcomes.models.capability import BUILT, CAPABILITIES, GRADES, WANTED, CapabilityStatus
from outcomes.models.outcome import Policy, Readiness
from outcomes.models.task import Phase, Task
from outcomes.needs import Need, Needs, end_builds

if TYPE_CHECKING:
    from outcomes.models.outcome import Outcome
    from outcomes.models.run import Run

ACTIONS = ("build", "rebuild", "building", "keep", "retire")
_ASKED_FOR = (*WANTED, CapabilityStatus.FAILED)  # where a version that counts does not keep it from a build


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
    outdated: bool = False  # a member supplied it for another specification: a rebuild has to be asked for


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

    def takes_ready_back(self, outcome: Outcome) -> bool:
        """Whether execution, which may go on now, has to wait for what this plan builds.

        Under the policy `partial` READY was reached without the needs that had failed: they are tried again
        beside it. Asked before the plan is carried out.
        """
        to_build = [*self.of("build"), *self.of("rebuild"), *self.of("building")]
        if outcome.policy == Policy.PARTIAL:
            late = (*WANTED, CapabilityStatus.FAILED)
            to_build = [step for step in to_build if step.row is None or step.row.status not in late]
        return bool(to_build)


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
        by_hand = current is not None and current.agent == "member"
        # A member's version is never rebuilt unasked; once that was asked for, it counts no more by itself.
        if by_hand and row.status in _ASKED_FOR:
            versions = [v for v in versions if v is not current]
        return self._keep(need, row, versions, current, by_hand) or self._build(need, row, versions, by_hand)

    def _keep(self, need: Need, row: Any, versions: list[Any], current: Any, by_hand: bool) -> Step | None:
        """Go on with what is there, if it will do."""
        if row.status == CapabilityStatus.WAIVED and row.digest == need.digest:
            return self._step("keep", need, _told_waiver(row), row)
        if by_hand and row.status in (*BUILT, CapabilityStatus.RETIRED):
            return _kept_for_its_author(need, row, current)
        fitting = [v for v in versions if v.digest == need.digest and GRADES[v.agent] >= self.grade]
        if current in fitting and row.status in BUILT:
            return self._step("keep", need, "It was built for this very specification.", row, current)
        if fitting:
            told = f"Version {fitting[0].number} was built for this specification before."
            return self._step("keep", need, told, row, fitting[0])
        return None

    def _build(self, need: Need, row: Any, versions: list[Any], by_hand: bool) -> Step:
        build = self.builds.get((need.kind, row.pk, need.digest))
        if build and build.status in (Task.Status.PENDING, Task.Status.RUNNING):
            return self._step("building", need, "Its build is under way.", row, task=build)
        if build and build.status in (Task.Status.FAILED, Task.Status.HELD):
            return self._step("build", need, "Its last build failed: it is tried again.", row, task=build)
        if by_hand:
            return self._step("rebuild", need, "A member asks for a build.", row, task=build)
        if not versions:
            told = "The approach calls for it, and it is not built yet."
            return self._step("build", need, told, row, task=build)
        if any(v.digest == need.digest for v in versions):
            told = "It is an offline draft, and Claude is active."
            return self._step("rebuild", need, told, row, task=build)
        return self._step("rebuild", need, "What the approach says of it has changed.", row, task=build)

    @staticmethod
    def _step(
        action: str, need: Need, reason: str, row: Any = None, version: Any = None, task: Task | None = None
    ) -> Step:
        return Step(action, need.kind, need.name, reason, need, row, version, task)


def _told_waiver(row: Any) -> str:
    why = f": {row.waived_why.rstrip('.')}" if row.waived_why else ""
    return f"{row.waived_by or 'A member'} waived it{why}. The work goes on without it."


def _kept_for_its_author(need: Need, row: Any, version: Any) -> Step:
    """What a member brought is never rebuilt unasked, whatever the approach says meanwhile."""
    author, outdated = version.author or "a member", version.digest != need.digest
    reason = f"Supplied by {author}" + (" for an earlier specification. Rebuild it?" if outdated else ".")
    return Step("keep", need.kind, need.name, reason, need, row, version, outdated=outdated)


def apply(outcome: Outcome, plan: Plan, by: str) -> list[Task]:
    """Obey the plan, in the caller's transaction; the builds that were newly made.

    The caller holds the outcome's lock and made the plan under it, for `outcome.approach_revision`.
    """
    open_builds, created = set(), []
    for step in plan.steps:
        task, is_new = _carry_out(outcome, step, by)
        if task is not None:
            open_builds.add(task.pk)
        if task is not None and is_new:
            created.append(task)
    stale = Task.objects.infrastructure().filter(outcome=outcome, status__in=("pending", "held", "failed"))
    for task in stale.exclude(pk__in=open_builds):
        task.cancel(by, "the approach no longer calls for this build")
    outcome.mark_planned(outcome.approach_revision, by)
    return created


def _carry_out(outcome: Outcome, step: Step, by: str) -> tuple[Task | None, bool]:
    """Obey one step; its open build, and whether that was newly made."""
    if step.action == "retire":
        step.row.retire(by)
    elif step.action == "keep":
        _keep(step, by)
    elif step.action == "building":
        return _join(step, outcome.approach_revision, by), False
    else:
        return _build(outcome, step, outcome.approach_revision, by)
    return None, False


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


def _join(step: Step, revision: int, by: str) -> Task:
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
    return task


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


def supply(outcome: Outcome, need: Need, content: str, description: str, by: str) -> bool:
    """Have this text of a member count for the need; False when it does already.

    The caller holds the outcome's lock, and has checked the text. A build under way is cancelled: what a
    member brings wins. Nothing rebuilds it unless somebody asks for that.
    """
    row = CAPABILITIES[need.kind].objects.filter(outcome=outcome, name=need.name).first()
    row = row or CAPABILITIES[need.kind](outcome=outcome, name=need.name)
    current = row.current() if row.pk else None
    if current and row.status in BUILT and _says(current) == ("member", need.digest, content):
        return False
    _describe(row, need)
    version = row.add_version(
        content,
        agent="member",
        model="",
        status=CapabilityStatus.CHECKED,
        digest=need.digest,
        description=description,
        author=by,
    )
    row.use(version, by, f"was supplied by hand: version {version.number}")
    end_builds(row, by, f"{by} supplied {row.kind} {row.name} by hand")
    return True


def _says(version: Any) -> tuple[str, str, str]:
    return version.agent, version.digest, version.content


def ask_for_build(outcome: Outcome, need: Need, by: str) -> bool:
    """Have an agent build what a member supplied or waived; False when it is to be built already.

    The caller holds the outcome's lock. What was supplied stays readable. Once the needs are planned, the
    build can be claimed at once; otherwise Orchestrate makes it. Refused when nobody supplied or waived the
    need: the plan decides about all others.
    """
    row = CAPABILITIES[need.kind].objects.called_for().filter(outcome=outcome, name=need.name).first()
    if row is not None and row.status in WANTED:
        return False
    current = row.current() if row is not None and row.status in BUILT else None
    supplied = current is not None and current.agent == "member"
    if row is None or not (supplied or row.status == CapabilityStatus.WAIVED):
        raise Refused(
            f"{need.kind.capitalize()} {need.name} is {row.status if row else 'not there yet'}, and nobody "
            "supplied or waived it: Orchestrate builds what the approach calls for.",
            "wrong-status",
        )
    row.want(by, f"{by} asks for a build")
    if outcome.is_planned:
        _carry_out(outcome, _Having(outcome).step_for(need), by)
    return True


def unsettled_capabilities(outcome: Outcome) -> list[Any]:
    """Skills and tools that keep the outcome from READY under its policy.

    Under `partial` one whose build has failed, or waits for a person, keeps only those tasks waiting that
    require it.
    """
    if outcome.policy == Policy.ALL:
        return _in_state(outcome, [*WANTED, CapabilityStatus.FAILED])
    builds = Task.objects.infrastructure().filter(outcome=outcome, status=Task.Status.HELD)
    held = {
        task.capability
        for task in builds.select_related("skill", "tool")
        if task.capability is not None and task.digest == task.capability.digest
    }
    return [row for row in _in_state(outcome, WANTED) if row not in held]


def _in_state(outcome: Outcome, statuses: Collection[str]) -> list[Any]:
    return [
        row
        for model in CAPABILITIES.values()
        for row in model.objects.filter(outcome=outcome, status__in=statuses)
    ]


def settle_readiness(outcome: Outcome, run: Run) -> None:
    """Move infrastructure_ready to where the capabilities stand, for a run that is under way."""
    if outcome.infrastructure_ready == Readiness.READY or not outcome.is_planned:
        return
    if not unsettled_capabilities(outcome):
        outcome.finish_building(run.approach_revision)
    elif outcome.infrastructure_ready == Readiness.NEEDED:
        outcome.begin_building(run.approach_revision)
