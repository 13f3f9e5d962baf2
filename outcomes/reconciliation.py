"""What a click on Orchestrate would do about each need, and doing exactly that.

Never a rebuild from nothing: what was built for the same specification, by an agent at least as good,
is kept, also when it was retired or is an older version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import planner
from outcomes.compiled import Select, Values
from outcomes.errors import Refused
from outcomes.fitting import Having, Step
from outcomes.models.capability import BUILT, CAPABILITIES, WANTED, CapabilityStatus, Skill, Tool
from outcomes.models.links import Requirement
from outcomes.models.outcome import Policy, Readiness
from outcomes.models.task import Phase, Task
from outcomes.needs import Need, Needs, end_builds
from outcomes.readings import is_being_read

if TYPE_CHECKING:
    from outcomes.models.outcome import Outcome
    from outcomes.models.run import Run


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
    having = Having(outcome, needs)
    steps = [having.step_for(need) for need in needs.wanted]
    called_for = {(need.kind, need.name) for need in needs.wanted}
    renamed = {(step.kind, step.was.pk) for step in steps if step.was is not None and step.action == "keep"}
    steps += [
        Step("retire", kind, name, "The approach no longer calls for it.", row=row)
        for (kind, name), row in having.rows.items()
        if (kind, name) not in called_for
        and (kind, row.pk) not in renamed
        and row.status != CapabilityStatus.RETIRED
    ]
    return Plan(tuple(steps))


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
    if step.was is not None:
        step = _rename(outcome, step, by)
    if step.action == "retire":
        step.row.retire(by)
    elif step.action == "keep":
        _keep(step, by)
    elif step.action == "building":
        return _join(step, outcome.approach_revision, by), False
    else:
        return _build(outcome, step, outcome.approach_revision, by)
    return None, False


def _rename(outcome: Outcome, step: Step, by: str) -> Step:
    """Have tasks require the new name, and retire what is kept under the earlier one; the step without that.

    What was built is copied: attempts go on to tell what they were given, under the name it had then.
    """
    was, need = step.was, step.need
    assert need is not None
    if step.row is was:
        row = CAPABILITIES[need.kind].objects.filter(outcome=outcome, name=need.name).first()
        row = row or CAPABILITIES[need.kind](outcome=outcome, name=need.name)
        _describe(row, need)
        step = replace(step, row=row, version=_copied(was, row, step.version))
    if step.action == "keep":
        was.retire(by)
    Requirement.objects.move(outcome, (was.kind, was.name), (need.kind, need.name))
    return replace(step, was=None)


def _copied(was: Any, row: Any, version: Any) -> Any:
    """The version as one of the row that has the new name; a SKILL.md bears the name of its skill."""
    content = version.content
    if row.kind == "skill":
        head, mark, body = content.partition("\n---\n")
        content = re.sub(r"(?m)^name:.*$", f"name: {row.name}", head, count=1) + mark + body
    specification = planner.under_new_name(was.name, version.specification, row.name)
    return row.add_version(
        content,
        agent=version.agent,
        model=version.model,
        status=version.status,
        digest=planner.specification_digest(row.kind, specification),
        description=version.description,
        specification=specification,
        attempt=version.attempt,
        author=version.author,
    )


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
    if task.digest == step.need.digest:
        _describe(row, step.need)  # else it goes on telling what is being built
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
    """Have an agent build what was supplied, waived, or kept as alike; False when it is to be built already.

    The caller holds the outcome's lock. What was supplied stays readable. Once the needs are planned, the
    build can be claimed at once; otherwise Orchestrate makes it. Refused when nobody supplied or waived the
    need: the plan decides about all others.
    """
    row = CAPABILITIES[need.kind].objects.called_for().filter(outcome=outcome, name=need.name).first()
    if row is not None and row.status in WANTED:
        return False
    current = row.current() if row is not None and row.status in BUILT else None
    asks = current is not None and (current.agent == "member" or current.digest != need.digest)
    if row is None or not (asks or row.status == CapabilityStatus.WAIVED):
        raise Refused(
            f"{need.kind.capitalize()} {need.name} is {row.status if row else 'not there yet'}, and nobody "
            "supplied or waived it: Orchestrate builds what the approach calls for.",
            "wrong-status",
        )
    row.want(by, f"{by} asks for a build")
    if outcome.is_planned:
        _carry_out(outcome, Having(outcome, Needs((need,), ())).step_for(need), by)
    return True


def unsettled_capabilities(outcome: Outcome) -> list[Any]:
    """Skills and tools that keep the outcome from READY under its policy.

    Under `partial` one whose build has failed, or waits for a person, keeps only those tasks waiting that
    require it.
    """
    if outcome.policy == Policy.ALL:
        return [row for unsettled in _UNSETTLED for row in unsettled.rows(outcome=outcome.pk)]
    held = set(_HELD_BUILDS.tuples(outcome=outcome.pk))
    wanted = (row for rows in _WANTED for row in rows.rows(outcome=outcome.pk))
    return [row for row in wanted if _build_of(row) not in held]


def _build_of(row: Skill | Tool) -> tuple[int | None, int | None, str]:
    """The skill, the tool and the specification that a task names which builds this one."""
    return (row.pk, None, row.digest) if row.kind == "skill" else (None, row.pk, row.digest)


def _in(model: type[Skill] | type[Tool], statuses: tuple[str, ...]) -> Select[Any]:
    return Select("outcome", build=lambda outcome: model.objects.filter(outcome=outcome, status__in=statuses))


_WANTED = [_in(model, WANTED) for model in CAPABILITIES.values()]
_UNSETTLED = [_in(model, (*WANTED, CapabilityStatus.FAILED)) for model in CAPABILITIES.values()]
_HELD_BUILDS = Values(
    "outcome",
    build=lambda outcome: (
        Task.objects.infrastructure()
        .filter(outcome=outcome, status=Task.Status.HELD)
        .order_by()
        .values_list("skill", "tool", "digest")
    ),
)


def settle_readiness(outcome: Outcome, run: Run) -> None:
    """Move infrastructure_ready to where the capabilities stand, for a run that is under way."""
    if outcome.infrastructure_ready == Readiness.READY or not outcome.is_planned:
        return
    if not (unsettled := unsettled_capabilities(outcome)) and not is_being_read(outcome):
        outcome.finish_building(run.approach_revision)
    elif unsettled and outcome.infrastructure_ready == Readiness.NEEDED:
        outcome.begin_building(run.approach_revision)
