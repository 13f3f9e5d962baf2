"""The one door to a state column: compare, set, and write the event, in one transaction."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db import connection, models, transaction
from django.db.models.base import ModelBase

from outcomes import compiled
from outcomes.errors import WrongStatus


def together() -> contextlib.AbstractContextManager[Any]:
    """One transaction: the caller's where there is one, else one of its own.

    Without a savepoint, which would cost two statements: a transition compares before it writes anything,
    so that one which is refused leaves nothing to be undone.
    """
    return contextlib.nullcontext() if connection.in_atomic_block else transaction.atomic()


class StateModel(models.Model):
    """A row whose STATE_COLUMNS are moved by named transitions only; `save()` never writes them."""

    STATE_COLUMNS: ClassVar[frozenset[str]] = frozenset({"status"})

    class Meta:
        abstract = True

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Write everything but the state columns, also when they are asked for by name.

        A stale instance therefore cannot bring an old state back. A new row is written whole.
        """
        if not force_insert and self._exists():
            update_fields = self._writable(update_fields)
        super().save(
            force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields
        )

    def _exists(self) -> bool:
        """Also true for an instance built by hand around the key of a row that is there."""
        if not self._state.adding:
            return True
        return self.pk is not None and type(self)._base_manager.filter(pk=self.pk).exists()

    def _writable(self, asked: Iterable[str] | None) -> list[str]:
        if asked is None:
            loaded = self.get_deferred_fields()
            asked = [
                field.name
                for field in self._meta.concrete_fields
                if not field.primary_key and field.attname not in loaded
            ]
        return [name for name in asked if name not in self.STATE_COLUMNS]

    def _move(
        self,
        column: str,
        sources: Collection[Any],
        to: Any,
        *,
        where: dict[str, Any] | None = None,
        **changes: Any,
    ) -> None:
        """Set `column` if the row still is what this instance read and `to` may follow it.

        The WHERE clause is the lock: it holds on SQLite, which ignores select_for_update, too.
        Raises WrongStatus, and changes nothing, when the row has moved on. The caller writes the event.
        """
        was = getattr(self, column)
        door = {"id": self.pk, column: was, **(where or {})}
        refused = WrongStatus(self, column, was, to)
        if was not in sources:
            raise refused
        compiled.update(type(self), door, {column: to, **changes}, missed=refused)
        setattr(self, column, to)
        for name, value in changes.items():
            if hasattr(value, "resolve_expression"):
                self.__dict__.pop(name, None)  # the database knows it: loaded when next looked at
            else:
                setattr(self, name, value)
