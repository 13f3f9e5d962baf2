"""What of all that an outcome has fits a need: a version to keep, a build to join, an earlier name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.conf import settings

import planner
from outcomes.models.capability import BUILT, CAPABILITIES, GRADES, WANTED, CapabilityStatus
from outcomes.models.task import Task
from outcomes.needs import Need, Needs

if TYPE_CHECKING:
    from outcomes.models.outcome import Outcome

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
    alike: float | None = None  # what counts was built for a specification that is this much alike
    was: Any = None  # Skill or Tool: the same need under its earlier name, which is retired

    @property
    def title(self) -> str:
        """What people call it."""
        told = self.need or self.row
        return (told.title if told is not None else "") or self.name


class Having:
    """What an outcome has: rows, versions without their texts, and builds."""

    def __init__(self, outcome: Outcome, needs: Needs) -> None:
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
        self.before = self._earlier_names(needs)
        self._read_what_may_be_alike(needs)

    def _earlier_names(self, needs: Needs) -> dict[tuple[str, str], Any]:
        """By kind and name of a need that is new: the row that is the same need under another name."""
        called_for = {(need.kind, need.name) for need in needs.wanted}
        retired = CapabilityStatus.RETIRED
        found = {}
        for kind in CAPABILITIES:
            gone = [
                row for key, row in self.rows.items()
                if key[0] == kind and key not in called_for and row.status != retired
            ]  # fmt: skip
            new = [need for need in needs.wanted if need.kind == kind and self._is_new(need)] if gone else []
            by_name = {need.name: need for need in new}
            for name, now in planner.match_needs(gone, new).items():
                if _same_need(self.rows[kind, name], by_name[now]):
                    found[kind, now] = self.rows[kind, name]
        return found

    def _is_new(self, need: Need) -> bool:
        row = self.rows.get((need.kind, need.name))
        return row is None or row.status == CapabilityStatus.RETIRED

    def _read_what_may_be_alike(self, needs: Needs) -> None:
        """The specifications of versions that count, where the need's is another one; one query per kind."""
        for kind, model in CAPABILITIES.items():
            versions = {}
            for need in needs.wanted:
                key = need.kind, need.name
                for row in (self.rows.get(key), self.before.get(key)) if need.kind == kind else ():
                    version = self.current(kind, row) if row is not None else None
                    if version is not None and version.digest != need.digest:
                        versions[version.pk] = version
            if versions:
                texts = model.VERSIONS.objects.filter(pk__in=list(versions))
                for pk, text in texts.values_list("pk", "specification"):
                    versions[pk].specification = text

    def current(self, kind: str, row: Any) -> Any | None:
        """The version that counts."""
        return next((v for v in self.versions.get((kind, row.pk), ()) if v.number == row.version), None)

    def step_for(self, need: Need) -> Step:
        row, was = self.rows.get((need.kind, need.name)), self.before.get((need.kind, need.name))
        step = self._step_with(need, row) if row is not None else None
        if was is not None and (step is None or step.action != "keep"):
            step = self._kept_under_its_new_name(need, was) or step
        if step is None:
            told = "The approach calls for it, and nothing like it is there yet."
            step = self._step("build", need, told)
        return replace(step, was=was)

    def _step_with(self, need: Need, row: Any) -> Step:
        versions = self.versions.get((need.kind, row.pk), [])
        current = self.current(need.kind, row)
        by_hand = current is not None and current.agent == "member"
        # A member's version is never rebuilt unasked; once that was asked for, it counts no more by itself.
        if by_hand and row.status in _ASKED_FOR:
            versions = [v for v in versions if v is not current]
        return self._keep(need, row, versions, current, by_hand) or self._build(need, row, versions, by_hand)

    def _keep(self, need: Need, row: Any, versions: list[Any], current: Any, by_hand: bool) -> Step | None:
        """Go on with what is there, if it will do."""
        if row.status == CapabilityStatus.WAIVED and _same_need(row, need):
            return self._step("keep", need, _told_waiver(row), row)
        if by_hand and row.status in (*BUILT, CapabilityStatus.RETIRED):
            return _kept_for_its_author(need, row, current)
        fitting = [v for v in versions if v.digest == need.digest and GRADES[v.agent] >= self.grade]
        if current in fitting and row.status in BUILT:
            return self._step("keep", need, "It was built for this very specification.", row, current)
        if fitting:
            told = f"Version {fitting[0].number} was built for this specification before."
            return self._step("keep", need, told, row, fitting[0])
        return self._kept_as_alike(need, row, current)

    def _kept_as_alike(self, need: Need, row: Any, current: Any) -> Step | None:
        """Keep what counts, where the approach only says the same in other words."""
        if current is None or row.status not in (*BUILT, CapabilityStatus.RETIRED):
            return None  # being built, or asked for
        alike = planner.likeness(current.specification, need.specification)
        if alike < planner.ALIKE or current.digest == need.digest or GRADES[current.agent] < self.grade:
            return None
        told = f"Version {current.number} was built for a specification that is {alike:.0%} alike."
        return replace(self._step("keep", need, told, row, current), alike=alike)

    def _kept_under_its_new_name(self, need: Need, was: Any) -> Step | None:
        """Keep what was built when the need had another name, where it is to do the same."""
        version = self.current(need.kind, was)
        if version is None or was.status not in BUILT or GRADES[version.agent] < self.grade:
            return None
        if version.digest == need.digest:
            told = f"It was built as {was.name}, for this very specification."
            return self._step("keep", need, told, was, version)
        alike = planner.likeness_but_for_names(was.name, version.specification, need.name, need.specification)
        if alike < planner.ALIKE:
            return None
        told = f"It was built as {was.name}, for a specification that is {alike:.0%} alike."
        return replace(self._step("keep", need, told, was, version), alike=alike)

    def _build(self, need: Need, row: Any, versions: list[Any], by_hand: bool) -> Step:
        build = self.builds.get((need.kind, row.pk, need.digest)) or self._running_alike(need, row)
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
        return self._step("rebuild", need, self._told_change(need, row), row, task=build)

    def _told_change(self, need: Need, row: Any) -> str:
        current = self.current(need.kind, row)
        told = "What the approach says of it has changed"
        if current is None or current.digest == need.digest:
            return f"{told}."
        alike = planner.likeness(current.specification, need.specification)
        return f"{told}: {alike:.0%} alike." if alike else f"{told}."

    def _running_alike(self, need: Need, row: Any) -> Task | None:
        """A worker's build in hand for what the approach says in other words now."""
        if row.digest == need.digest:
            return None
        running = self.builds.get((need.kind, row.pk, row.digest))
        if running is None or running.status != Task.Status.RUNNING:
            return None
        return running if planner.likeness(running.description, need.specification) >= planner.ALIKE else None

    @staticmethod
    def _step(
        action: str, need: Need, reason: str, row: Any = None, version: Any = None, task: Task | None = None
    ) -> Step:
        return Step(action, need.kind, need.name, reason, need, row, version, task)


def _same_need(row: Any, need: Need) -> bool:
    told, tells = (row.name, row.specification), (need.name, need.specification)
    return row.digest == need.digest or planner.likeness_but_for_names(*told, *tells) >= planner.ALIKE


def _told_waiver(row: Any) -> str:
    why = f": {row.waived_why.rstrip('.')}" if row.waived_why else ""
    return f"{row.waived_by or 'A member'} waived it{why}. The work goes on without it."


def _kept_for_its_author(need: Need, row: Any, version: Any) -> Step:
    """What a member brought is never rebuilt unasked, whatever the approach says meanwhile."""
    author, outdated = version.author or "a member", version.digest != need.digest
    reason = f"Supplied by {author}" + (" for an earlier specification. Rebuild it?" if outdated else ".")
    return Step("keep", need.kind, need.name, reason, need, row, version, outdated=outdated)
