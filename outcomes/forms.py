"""The forms of the pages. Their rules are the app's own: what they refuse becomes the error of its field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db import transaction
from django.http import HttpRequest

from outcomes.approach import check_text, fold_line_ends
from outcomes.errors import BadInput, Circle, StaleApproach
from outcomes.models import Outcome, Task
from outcomes.needs import Need
from outcomes.tasks import TaskFields, known_capabilities

T = TypeVar("T")
OFFERED_TASKS = 200  # to wait for; the JSON API takes any
# Rules name the fields as the JSON API does.
FIELD_OF = {"dependsOn": "depends_on", "requiredSkills": "required_skills", "requiredTools": "required_tools"}


def attempt(form: forms.BaseForm, rule: Callable[[], T]) -> T | None:
    """What the rule returns; None when it refused, and then the form says why at the field."""
    try:
        return rule()
    except (BadInput, Circle) as error:
        field = FIELD_OF.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, list(error.findings))
        form.status = 409 if isinstance(error, Circle) else 422  # type: ignore[attr-defined]
        return None


def sent(request: HttpRequest) -> tuple[Any, Any]:
    """What a form is bound to: the data and files of a POST, also of an empty one; else nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _checked(text: str, field: str) -> str:
    try:
        return check_text(text, field)
    except BadInput as error:
        raise forms.ValidationError(str(error)) from error


def _approach_field() -> forms.CharField:
    return forms.CharField(
        required=False,
        strip=False,
        label="Approach",
        widget=forms.Textarea(attrs={"rows": 22, "spellcheck": "true", "data-max-bytes": 1_048_576}),
        help_text="How you will get there, in markdown: the skills and tools it calls for, and the steps.",
    )


def _say_default(field: forms.Field, has_one: bool = True) -> None:
    """A field that stands at something when it is left alone is not called optional."""
    field.has_default = has_one  # type: ignore[attr-defined]


class OutcomeForm(forms.ModelForm):
    approach = _approach_field()

    class Meta:
        model = Outcome
        fields = [
            "name",
            "intent",
            "approach",
            "policy",
            "max_infrastructure_workers",
            "max_execution_workers",
            "budget_usd",
        ]
        widgets = {"intent": forms.Textarea(attrs={"rows": 3})}
        labels = {
            "max_infrastructure_workers": "Workers that build at once",
            "max_execution_workers": "Workers that do tasks at once",
            "budget_usd": "Budget in US dollars",
            "policy": "When a need cannot be built",
        }
        help_texts = {
            "name": "A few words by which the team will find it.",
            "intent": "What you want, in a sentence or two.",
            "max_infrastructure_workers": "1 to 3.",
            "max_execution_workers": "1 to 64.",
        }

    MORE = ("policy", "max_infrastructure_workers", "max_execution_workers", "budget_usd")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["policy"] = forms.ChoiceField(
            label="When a need cannot be built",
            choices=[
                ("all", "Execution waits for every need"),
                ("partial", "Only the tasks that require it wait"),
            ],
        )
        for name in self.MORE:
            self.fields[name].required = False  # left out: the model's default
            _say_default(self.fields[name], name != "budget_usd")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in self.MORE:
            if values.get(name) in (None, ""):
                values[name] = getattr(self.instance, name)
        return values

    def clean_intent(self) -> str:
        return _checked(self.cleaned_data["intent"], "intent")

    def clean_approach(self) -> str:
        return _checked(self.cleaned_data["approach"], "approach")

    @property
    def main_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.MORE]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.MORE]

    @property
    def more_has_errors(self) -> bool:
        return any(name in self.errors for name in self.MORE)


class OutcomeSettingsForm(OutcomeForm):
    """Everything but the approach, which has a page of its own."""

    approach = None  # type: ignore[assignment]
    status = forms.ChoiceField(
        choices=[("active", "Active"), ("achieved", "Achieved"), ("archived", "Archived: no run may start")]
    )

    class Meta(OutcomeForm.Meta):
        fields = [name for name in OutcomeForm.Meta.fields if name != "approach"]

    clean_approach = None  # type: ignore[assignment]


class ApproachForm(forms.Form):
    approach = _approach_field()
    approachRevision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)  # noqa: N815 - the API's name

    def clean_approach(self) -> str:
        return _checked(self.cleaned_data["approach"], "approach")

    def save(self, outcome_id: int, by: str) -> Outcome:
        """Store the text; StaleApproach, and nothing stored, when somebody else changed it meanwhile."""
        read = self.cleaned_data["approachRevision"]
        with transaction.atomic():
            outcome = Outcome.objects.locked().get(pk=outcome_id)
            if outcome.approach_revision != read:
                raise StaleApproach(outcome, read)
            outcome.approach = self.cleaned_data["approach"]
            outcome.save(by=by, update_fields=["approach", "updated_at"])
        return outcome


class TaskForm(forms.Form):
    status = 422  # of a page that shows it again

    title = forms.CharField(max_length=300)
    description = forms.CharField(
        required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}), help_text="What is to be done."
    )
    acceptance = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="How one can tell that it is done well.",
    )
    outputs = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Files that it leaves, one a line: results/report.md, or a folder such as results/",
    )
    priority = forms.IntegerField(
        required=False,
        min_value=-1_000_000,
        max_value=1_000_000,
        help_text="Lower goes first. Normal is 100.",
    )
    depends_on = forms.TypedMultipleChoiceField(
        required=False, coerce=int, label="Waits for", widget=forms.CheckboxSelectMultiple
    )
    required_skills = forms.MultipleChoiceField(
        required=False, label="Required skills", widget=forms.CheckboxSelectMultiple
    )
    required_tools = forms.MultipleChoiceField(
        required=False, label="Required tools", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, outcome: Outcome, task: Task | None = None, **options: Any) -> None:
        required: dict[str, set[str]] = {"skill": set(), "tool": set()}
        waits_for: list[int] = []
        if task is not None:
            for kind, name in task.requirements.values_list("kind", "name"):
                required[kind].add(name)
            waits_for = list(task.dependencies.values_list("on_id", flat=True))
            options.setdefault(
                "initial",
                {
                    "title": task.title,
                    "description": task.description,
                    "acceptance": task.acceptance,
                    "outputs": "\n".join(task.outputs),
                    "priority": task.priority,
                    "depends_on": waits_for,
                    "required_skills": sorted(required["skill"]),
                    "required_tools": sorted(required["tool"]),
                },
            )
        super().__init__(*args, **options)
        _say_default(self.fields["priority"])
        for kind in ("skill", "tool"):
            names = sorted(known_capabilities(outcome, kind) | required[kind])
            self._offer(f"required_{kind}s", [(name, name) for name in names])
        others = Task.objects.execution().filter(outcome=outcome)
        if task is not None:
            others = others.exclude(pk=task.pk)
        offered = dict(others.in_claim_order().values_list("pk", "title")[:OFFERED_TASKS])
        offered |= dict(others.filter(pk__in=waits_for).values_list("pk", "title"))
        self._offer("depends_on", [(pk, f"{pk} · {title}") for pk, title in offered.items()])

    def _offer(self, name: str, choices: list[tuple[Any, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def values(self) -> TaskFields:
        """What was said, as the rules of outcomes/tasks.py take it."""
        said = self.cleaned_data
        return TaskFields(
            title=said["title"],
            description=said["description"],
            acceptance=said["acceptance"],
            priority=100 if said["priority"] is None else said["priority"],
            outputs=[line.strip() for line in said["outputs"].splitlines() if line.strip()],
            depends_on=said.get("depends_on"),
            required_skills=said.get("required_skills"),
            required_tools=said.get("required_tools"),
        )


class NeedForm(forms.Form):
    kind = forms.ChoiceField(
        choices=[
            ("skill", "Skill: instructions that workers follow"),
            ("tool", "Tool: a program that workers run"),
        ]
    )
    title = forms.CharField(max_length=200, help_text="A few words, for example: Price comparison.")
    specification = forms.CharField(
        required=False,
        strip=False,
        label="What it must do",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="What goes in, what comes out, and what matters. The worker that builds it reads this.",
    )

    def clean_specification(self) -> str:
        return _checked(self.cleaned_data["specification"], "specification").strip()


class NeedChangesForm(NeedForm):
    """What a need says now, to be changed by a member."""

    name = forms.CharField(
        max_length=64, help_text="Lowercase words joined by hyphens; tasks require it by this name."
    )
    field_order = ("title", "name", "kind", "specification")

    def __init__(self, data: Any = None, files: Any = None, *, need: Need) -> None:
        self.said_before = {field: getattr(need, field) for field in self.field_order}
        super().__init__(data, files, initial=self.said_before)
        self.fields["title"].help_text = ""
        self.fields["specification"].help_text += " Empty: what the approach says of it."

    def changes(self) -> dict[str, str]:
        """What is another than before."""
        said = {field: self.cleaned_data[field] for field in self.field_order}
        return {field: value for field, value in said.items() if value != self.said_before[field].strip()}


class SupplyForm(forms.Form):
    """The whole text of a skill or tool: written here, or uploaded."""

    file = forms.FileField(required=False, label="A file", help_text="Takes the place of the text below.")
    content = forms.CharField(
        required=False,
        strip=False,
        label="Text",
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, empty: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.empty = empty  # the frame that nobody has filled in yet
        _say_default(self.fields["content"])

    def clean(self) -> dict[str, Any]:
        """With `content`, whichever way it came; an uploaded text stays in the form when it is refused."""
        values = super().clean() or {}
        file = values.get("file")
        try:
            text = file.read().decode() if file else values.get("content", "")
        except UnicodeDecodeError:
            self.add_error("file", "The file is not a text in UTF-8.")
            return values
        if fold_line_ends(text).strip() == self.empty.strip():
            self.add_error("content", "This is the frame alone: fill it in first.")
        values["content"] = text
        self.data = {**self.data.dict(), "content": text}  # type: ignore[attr-defined]
        return values


class UploadForm(forms.Form):
    file = forms.FileField(label="File", help_text="At most 20 MB.")
    path = forms.CharField(
        required=False,
        max_length=400,
        help_text="Where it belongs, for example data/prices.csv. Empty: its own name.",
    )


class LibrarySkillForm(forms.Form):
    name = forms.CharField(
        max_length=64, help_text="Lowercase letters, digits and hyphens, for example web-research."
    )
    title = forms.CharField(max_length=200, required=False)
    description = forms.CharField(
        required=False,
        max_length=1024,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What it is for and when to use it: workers choose it by this sentence.",
    )
    content = forms.CharField(
        required=False,
        strip=False,
        label="Instructions",
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="A whole SKILL.md with its frontmatter, or only the body.",
    )
