"""The library: skills and tools that every outcome may use."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from orchestration.library import add
from orchestration.library import remove as remove_entry
from orchestration.views import user_name
from outcomes.errors import Refused
from outcomes.forms import LibrarySkillForm, attempt, sent
from outcomes.models import Skill, Tool

PER_PAGE = 100


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    skills = Paginator(Skill.objects.library(), PER_PAGE).get_page(request.GET.get("skills"))
    tools = Paginator(Tool.objects.library(), PER_PAGE).get_page(request.GET.get("tools"))
    return render(request, "orchestration/library.html", {"skills": skills, "tools": tools})


@require_http_methods(["GET", "POST"])
def add_skill(request: HttpRequest) -> HttpResponse:
    """A form; a name that is there already gets a new version."""
    form = LibrarySkillForm(*sent(request))
    if request.method == "POST" and form.is_valid():
        row = attempt(form, lambda: add("skill", by=user_name(request), **form.cleaned_data))
        if row is not None:
            messages.success(request, f"{row.name} is in the library, version {row.version}.")
            return redirect("outcomes:skill", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "orchestration/library_add.html", {"form": form}, status=status)


@require_POST
def remove(request: HttpRequest, kind: str, name: str) -> HttpResponse:
    if kind not in ("skill", "tool"):
        raise Http404(f"The library has no {kind}s.")
    try:
        remove_entry(kind, name, user_name(request))
        messages.success(request, f"{name} is taken off the library. What used it keeps its record.")
    except Refused as error:
        messages.error(request, str(error))
    return redirect("orchestration:library")
