"""Skills and tools: what the workers know and what they can run, in versions.

A row without an outcome belongs to the library. A version is never rewritten; the row points at the
one that counts, which may be an older one when the approach calls for that again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from outcomes import compiled
from outcomes.models.event import Event
from outcomes.state import StateModel, together

if TYPE_CHECKING:
    from outcomes.models.attempt import Attempt

# How much an agent's work is worth next to another's: a draft gives way, nothing else does.
GRADES = {"offline": 0, "claude": 1, "member": 1}


class CapabilityStatus(models.TextChoices):
    NEEDED = "needed"  # called for, not there yet
    BUILDING = "building"
    DRAFT = "draft"  # by the offline agent
    CHECKED = "checked"  # its form was checked
    PROVEN = "proven"  # it was tried, and helped
    FAILED = "failed"
    WAIVED = "waived"  # a member said: go on without it
    RETIRED = "retired"  # no longer called for; kept, and not given to workers


BUILT = (CapabilityStatus.DRAFT, CapabilityStatus.CHECKED, CapabilityStatus.PROVEN)
WANTED = (CapabilityStatus.NEEDED, CapabilityStatus.BUILDING)


class CapabilityQuerySet(models.QuerySet["Any"]):
    def library(self) -> CapabilityQuerySet:
        return self.filter(outcome=None).exclude(status=CapabilityStatus.RETIRED)

    def built(self) -> CapabilityQuerySet:
        return self.filter(status__in=BUILT)

    def usable(self) -> CapabilityQuerySet:
        """There, or waived by a member: no task waits for it."""
        return self.filter(status__in=(*BUILT, CapabilityStatus.WAIVED))

    def called_for(self) -> CapabilityQuerySet:
        return self.exclude(status=CapabilityStatus.RETIRED)


class Capability(StateModel):
    """A skill or a tool."""

    KIND: ClassVar[str]
    VERSIONS: ClassVar[type[CapabilityVersion]]
    STATE_COLUMNS = frozenset({"status", "version", "waived_by", "waived_at", "waived_why"})

    outcome = models.ForeignKey(
        "outcomes.Outcome", null=True, blank=True, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    name = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    specification = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the specification that is called for now
    reason = models.TextField(blank=True)
    quote = models.TextField(blank=True)
    line = models.PositiveIntegerField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=CapabilityStatus, default=CapabilityStatus.NEEDED)
    version = models.PositiveIntegerField(default=0)  # the one that counts; 0: none yet
    waived_by = models.CharField(max_length=200, blank=True)  # last: stays when it is built after all
    waived_at = models.DateTimeField(null=True, blank=True)
    waived_why = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CapabilityQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "name"], name="one_%(class)s_per_name_of_an_outcome"),
            models.UniqueConstraint(
                fields=["name"], condition=Q(outcome=None), name="one_library_%(class)s_per_name"
            ),
            models.CheckConstraint(
                condition=Q(status__in=CapabilityStatus.values), name="%(class)s_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["draft", "checked", "proven"]) | Q(version__gt=0),
                name="built_%(class)s_has_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.KIND} {self.name}"

    @property
    def kind(self) -> str:
        return self.KIND

    def current(self) -> Any | None:
        """The version that counts, or None."""
        return self.versions.filter(number=self.version).first()  # type: ignore[attr-defined]

    def fitting_version(self, digest: str, grade: int) -> Any | None:
        """The newest version built for this specification by an agent of at least this grade."""
        agents = [agent for agent, worth in GRADES.items() if worth >= grade]
        return self.versions.filter(digest=digest, agent__in=agents).order_by("-number").first()  # type: ignore[attr-defined]

    def start_building(self, by: str) -> None:
        """needed → building."""
        self._turn({CapabilityStatus.NEEDED}, CapabilityStatus.BUILDING, by, "is being built")

    def put_back(self, by: str, why: str) -> None:
        """building, failed, waived → needed."""
        sources = {CapabilityStatus.BUILDING, CapabilityStatus.FAILED, CapabilityStatus.WAIVED}
        self._turn(sources, CapabilityStatus.NEEDED, by, f"is needed again: {why}")

    def fail(self, by: str, why: str) -> None:
        """building → failed."""
        self._turn({CapabilityStatus.BUILDING}, CapabilityStatus.FAILED, by, f"could not be built: {why}")

    def waive(self, by: str, why: str = "") -> None:
        """needed, building, failed → waived: a member goes on without it, and says why."""
        self._turn(
            {CapabilityStatus.NEEDED, CapabilityStatus.BUILDING, CapabilityStatus.FAILED},
            CapabilityStatus.WAIVED,
            by,
            "was waived" + (f": {why}" if why else ""),
            waived_by=by[:200],
            waived_at=timezone.now(),
            waived_why=why,
        )

    def retire(self, by: str) -> None:
        """Any other status → retired."""
        sources = set(CapabilityStatus) - {CapabilityStatus.RETIRED}
        self._turn(
            sources, CapabilityStatus.RETIRED, by, "is no longer called for; kept, and not given to workers"
        )

    def want(self, by: str, why: str) -> None:
        """Any settled status → needed: a build follows."""
        sources = set(CapabilityStatus) - {CapabilityStatus.NEEDED, CapabilityStatus.BUILDING}
        self._turn(sources, CapabilityStatus.NEEDED, by, f"is to be built: {why}")

    def use(self, version: CapabilityVersion, by: str, why: str) -> None:
        """Any status → that of this version, which counts from now on."""
        self._turn(
            set(CapabilityStatus),
            CapabilityStatus(version.status),
            by,
            why,
            version=version.number,
            description=version.description,
        )

    def add_version(
        self,
        content: str,
        *,
        agent: str,
        model: str,
        status: str,
        digest: str,
        description: str,
        specification: str | None = None,
        attempt: Attempt | None = None,
        author: str = "",
    ) -> Any:
        """A new version; it does not count before `use`. Numbers are dense and in order of arrival."""
        with together():
            _LOCKED[self.KIND].first(pk=self.pk)
            last = _LAST[self.KIND].tuples(of=self.pk)
            version: Any = self.VERSIONS(  # type: ignore[misc]  # `of` is each child's own
                of=self,
                number=last[0][0] + 1 if last else 1,
                content=content,
                agent=agent,
                model=model,
                status=status,
                digest=digest,
                specification=self.specification if specification is None else specification,
                description=description,
                attempt=attempt,
                author=author,
            )
            compiled.insert(version)
            return version

    def _turn(self, sources: Iterable[str], to: CapabilityStatus, by: str, what: str, **changes: Any) -> None:
        was = self.status
        with together():
            self._move("status", set(sources), to, **changes)
            if self.outcome_id:
                Event.record(
                    self.outcome_id,
                    f"{self.KIND}.{to}",
                    by,
                    f"{self.KIND.capitalize()} {self.name} {what}" + ("" if was != to else " (as before)"),
                )


class CapabilityVersion(models.Model):
    objects: ClassVar[models.Manager[Any]]

    number = models.PositiveIntegerField()
    content = models.TextField()  # the whole SKILL.md, or the whole program
    description = models.TextField(blank=True)
    specification = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the specification it was built for
    status = models.CharField(max_length=10, choices=CapabilityStatus)
    agent = models.CharField(max_length=20)  # offline, claude or member
    model = models.CharField(max_length=100, blank=True)
    author = models.CharField(max_length=200, blank=True)  # the member who supplied it
    attempt = models.ForeignKey("outcomes.Attempt", null=True, blank=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="one_%(class)s_per_number"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "checked", "proven"]), name="%(class)s_is_built"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of.name} v{self.number}"  # type: ignore[attr-defined]


class Skill(Capability):
    """An instruction document for workers, in the Agent Skills format."""

    KIND = "skill"

    class Meta(Capability.Meta):
        pass


class Tool(Capability):
    """A small Python command-line program that workers can run."""

    KIND = "tool"

    interface = models.TextField(blank=True)  # the command line, where the approach says one

    class Meta(Capability.Meta):
        pass


class SkillVersion(CapabilityVersion):
    of = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="versions")

    class Meta(CapabilityVersion.Meta):
        pass


class ToolVersion(CapabilityVersion):
    of = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="versions")

    class Meta(CapabilityVersion.Meta):
        pass


Skill.VERSIONS = SkillVersion
Tool.VERSIONS = ToolVersion
CAPABILITIES: dict[str, type[Skill] | type[Tool]] = {"skill": Skill, "tool": Tool}


def _by_key(model: type[Skill] | type[Tool]) -> compiled.Select[Any]:
    return compiled.Select("pk", build=lambda pk: model.objects.filter(pk=pk).order_by())


def _locked(model: type[Skill] | type[Tool]) -> compiled.Select[Any]:
    return compiled.Select("pk", build=lambda pk: model.objects.select_for_update().filter(pk=pk).order_by())


def _last_number(model: type[Skill] | type[Tool]) -> compiled.Values:
    versions = model.VERSIONS.objects.order_by("-number")
    return compiled.Values("of", build=lambda of: versions.filter(of=of).values_list("number")[:1])


BY_KEY = {kind: _by_key(model) for kind, model in CAPABILITIES.items()}
_LOCKED = {kind: _locked(model) for kind, model in CAPABILITIES.items()}
_LAST = {kind: _last_number(model) for kind, model in CAPABILITIES.items()}


class NeedOverride(models.Model):
    """What a member or a caller said about a need; it outlives the revisions of the approach."""

    outcome = models.ForeignKey("outcomes.Outcome", on_delete=models.CASCADE, related_name="need_overrides")
    name = models.CharField(max_length=64)  # of the need as the planner names it, or of the added one
    added = models.BooleanField(default=False)  # not from the approach
    dismissed = models.BooleanField(default=False)
    kind = models.CharField(max_length=10, blank=True, choices=[("skill", "skill"), ("tool", "tool")])
    new_name = models.CharField(max_length=64, blank=True)
    title = models.CharField(max_length=200, blank=True)
    specification = models.TextField(blank=True)
    author = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["outcome", "name"], name="one_override_per_need"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({'added' if self.added else 'changed'} by {self.author})"

    @property
    def says_nothing(self) -> bool:
        words = (self.kind, self.new_name, self.title, self.specification)
        return not (self.added or self.dismissed or any(words))
