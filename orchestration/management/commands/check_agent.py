"""`manage.py check_agent`: whether the model answers, how fast, what it can do and what that costs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from orchestration.agents.protocol import AgentError
from orchestration.models import ModelCall, Purpose
from orchestration.spending import SpendingMeter


class Command(BaseCommand):
    help = "Make two small calls to the model: says how it answered, what the server lacks, or the remedy."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.ACTIVE_AGENT != "claude":
            raise CommandError(
                "The offline agent is active, which calls no model. Set ANTHROPIC_API_KEY, or "
                "ORCHESTRATOR_AGENT=claude and ANTHROPIC_BASE_URL, in the environment or in settings.env."
            )
        # The anthropic package takes seconds to import: only who uses it pays for it.
        from orchestration.agents.trial import try_out

        meter = SpendingMeter(purpose=Purpose.CHECK, requested_by="check_agent")
        before = ModelCall.objects.order_by("pk").values_list("pk", flat=True).last() or 0
        try:
            trial = try_out(settings.ORCHESTRATOR_MODEL, meter)
        except AgentError as error:
            raise CommandError(f"{error.code}: {error}") from error
        calls = ModelCall.objects.filter(purpose=Purpose.CHECK, pk__gt=before)
        cost = sum((call.cost_usd for call in calls), Decimal(0))
        self.stdout.write(f"model      {settings.ORCHESTRATOR_MODEL}")
        self.stdout.write(f"server     {settings.ANTHROPIC_BASE_URL or 'api.anthropic.com'}")
        self.stdout.write(f"latency    {trial.seconds:.2f} s")
        for ability in trial.abilities:
            self.stdout.write(f"{'has' if ability.there else 'lacks':<10} {ability.name}")
            if not ability.there:
                self.stdout.write(f"{'':<10} {ability.without}")
        estimated = ", estimated" if any(call.estimated for call in calls) else ""
        self.stdout.write(f"cost       {cost:.6f} USD{estimated}")
