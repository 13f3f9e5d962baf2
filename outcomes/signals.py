"""The one signal: an approach that differs counts up the revision and resets the infrastructure."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from outcomes.approach import fingerprint, fold_line_ends
from outcomes.models import Outcome, Readiness


@receiver(pre_save, sender=Outcome)
def keep_the_approach(
    sender: type[Outcome], instance: Outcome, raw: bool, update_fields: frozenset[str] | None, **_: Any
) -> None:
    """Compare the text with the stored one, inside the transaction of the save.

    The stored row decides, not what the instance remembers: a stale instance that carries an old text
    makes a new revision like anybody else. A fixture (`raw`) brings its revisions along.
    """
    if raw:
        return
    stored = Outcome.objects.locked().filter(pk=instance.pk).first() if instance.pk else None
    if stored is None:
        instance.infrastructure_ready, instance.planned_revision = Readiness.NEEDED, 0
        instance.status, instance.ran_on_claude = Outcome.Status.ACTIVE, False
    else:
        for column in Outcome.STATE_COLUMNS:  # what a stale instance remembers of them counts for nothing
            setattr(instance, column, getattr(stored, column))
    if update_fields is not None and "approach" not in update_fields:
        return
    instance.approach = fold_line_ends(instance.approach)
    instance.fingerprint = fingerprint(instance.approach)
    if stored is not None and stored.fingerprint == instance.fingerprint:
        instance.approach_revision = stored.approach_revision
        return
    instance.approach_revision = stored.approach_revision + 1 if stored else 1
    instance._approach_changed = True
    if stored is not None:
        # Before the text: the database itself refuses READY next to a revision that nobody planned.
        stored.reset_infrastructure("the approach changed", instance._changed_by or "system")
        instance.infrastructure_ready = stored.infrastructure_ready
