"""Statements that are built once and run many times.

For each task a worker does, Django would build a dozen statements anew, which takes ten times as long as the
database needs to run them. The SQL stays Django's own: here it is only kept. Plain reads and writes belong
in querysets; this is for what stands between two tasks.
"""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.sql import UpdateQuery

M = TypeVar("M", bound=models.Model)


class Parameter(models.Value):
    """A place in a statement, to be filled when it is run."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


class Select(Generic[M]):
    """A queryset of whole rows of one table, whose values are given when it is run.

    `build` makes the queryset from a Parameter for each name; annotations become attributes of the rows.
    """

    def __init__(self, *names: str, build: Callable[..., models.QuerySet[M]]) -> None:
        self._parameters = {name: Parameter(name) for name in names}
        self._build = build
        self._compiled: dict[str, tuple[str, tuple[Any, ...], Any, list[str], list[str], Any]] = {}
        _BUILT_LATER.append(self)

    def rows(self, **values: Any) -> list[M]:
        """What the queryset finds with these values."""
        compiled = self._compiled.get(connection.vendor) or self.compile()
        sql, params, converters, fields, extra, compiler = compiled
        found = _fetched(sql, _filled(params, values))
        if converters:
            found = compiler.apply_converters(found, converters)
        count, model = len(fields), compiler.query.model
        rows = []
        for values_of_row in found:
            row = model.from_db(connection.alias, fields, values_of_row[:count])
            for name, value in zip(extra, values_of_row[count:], strict=True):
                setattr(row, name, value)
            rows.append(row)
        return rows

    def first(self, **values: Any) -> M | None:
        return next(iter(self.rows(**values)), None)

    def compile(self) -> Any:
        """Build the statement, in a transaction where it locks."""
        queryset = self._build(**self._parameters)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = _written_out(*compiler.as_sql())
        columns = [column[0] for column in compiler.select]
        fields = [column.target.attname for column in columns if hasattr(column, "target")]
        compiled = (
            sql,
            params,
            compiler.get_converters(columns),
            fields,
            list(queryset.query.annotation_select),
            compiler,
        )
        self._compiled[connection.vendor] = compiled
        return compiled


class Values:
    """A queryset of tuples, as `values_list` makes them; of numbers and texts, which need no converting."""

    def __init__(self, *names: str, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._parameters = {name: Parameter(name) for name in names}
        self._build = build
        self._compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}
        _BUILT_LATER.append(self)

    def tuples(self, **values: Any) -> list[tuple[Any, ...]]:
        """What the queryset finds with these values."""
        sql, params = self._compiled.get(connection.vendor) or self.compile()
        return _fetched(sql, _filled(params, values))

    def compile(self) -> tuple[str, tuple[Any, ...]]:
        compiler = self._build(**self._parameters).query.get_compiler(connection=connection)
        self._compiled[connection.vendor] = _written_out(*compiler.as_sql())
        return self._compiled[connection.vendor]


_BUILT_LATER: list[Select[Any] | Values] = []


def prepare() -> None:
    """Build all of them now, so that processes forked later need not; in a transaction."""
    for statement in _BUILT_LATER:
        statement.compile()


@contextlib.contextmanager
def batch() -> Iterator[None]:
    """Within it, PostgreSQL is sent `insert` and `update` without being waited for.

    A task without length spends most of its time waiting for answers that say nothing but yes. What they do
    say is heard at the next read or at the end: until then an inserted row has no key, and an `update` that
    met no row has not raised. For a transaction, which is undone as a whole, and for the statements of this
    module only: others would read their row counts too early.
    """
    if connection.vendor != "postgresql":
        yield
        return
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline() as pipeline:
        _waiting.answers = []
        try:
            yield
            pipeline.sync()
            _hear_answers()
        finally:
            _waiting.answers = None


class _Waiting(threading.local):
    """Statements that were sent and not yet answered, with what is to be done then; None: no batch."""

    answers: list[tuple[Any, Callable[[Any], None]]] | None = None


_waiting = _Waiting()


def _hear_answers() -> None:
    answers, _waiting.answers = _waiting.answers or [], []
    for cursor, then in answers:
        then(cursor)
        cursor.close()


def _send(sql: str, params: list[Any], then: Callable[[Any], None]) -> None:
    """Run it, and call `then` with the cursor once there is an answer."""
    cursor = connection.cursor()
    cursor.execute(sql, params)
    if _waiting.answers is None:
        with cursor:
            then(cursor)
    else:
        _waiting.answers.append((cursor, then))


def _fetched(sql: str, params: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = list(cursor.fetchall())
    if _waiting.answers:
        _hear_answers()
    return found


def update(
    model: type[models.Model],
    where: Mapping[str, Any],
    changes: Mapping[str, Any],
    missed: Exception | None = None,
) -> None:
    """As `QuerySet.filter(**where).update(**changes)`; raises `missed` when no row was met."""
    plain = {name: value for name, value in changes.items() if not _is_fixed(value)}
    fixed = tuple((name, value) for name, value in changes.items() if _is_fixed(value))
    shape = tuple((name, value is None) for name, value in where.items())
    sql, params = _update_statement(connection.vendor, model, shape, tuple(plain), fixed)
    values = {f"where {name}": _prepared(model, name, value) for name, value in where.items()}
    values |= {f"to {name}": _prepared(model, name, value) for name, value in plain.items()}

    def look(cursor: Any) -> None:
        if missed is not None and not cursor.rowcount:
            raise missed

    _send(sql, _filled(params, values), look)


def insert(row: models.Model) -> None:
    """As `row.save(force_insert=True)` for a model whose signals nobody listens to."""
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in _columns(type(row))]

    def number(cursor: Any) -> None:
        row.pk = cursor.fetchone()[0]
        row._state.adding, row._state.db = False, connection.alias

    _send(_insert_statement(connection.vendor, type(row)), values, number)


def _written_out(sql: str, params: Iterable[Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement with its constants in it, so that only Parameters are left to be given.

    PostgreSQL plans a statement that it sees often for any values: what it is not told it cannot reckon with,
    neither how many tasks are pending nor that an index of the running ones serves.
    """
    left, places = [], iter(params)

    def place(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        value = next(places)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"({int(value)})"
        if isinstance(value, str):
            return "'{}'".format(str(value).replace("'", "''").replace("%", "%%"))
        left.append(value)
        return "%s"

    return re.sub("%%|%s", place, sql), tuple(left)


def _filled(params: tuple[Any, ...], values: Mapping[str, Any]) -> list[Any]:
    return [values[param.value] if isinstance(param, Parameter) else param for param in params]


def _is_fixed(value: Any) -> bool:
    """Whether it is part of the statement: an expression, or NULL."""
    return value is None or hasattr(value, "resolve_expression")


def _prepared(model: type[models.Model], name: str, value: Any) -> Any:
    field: Any = model._meta.get_field(name)
    if isinstance(value, models.Model):
        value = value.pk
    return field.get_db_prep_save(value, connection)


@cache
def _update_statement(
    vendor: str,
    model: type[models.Model],
    where: tuple[tuple[str, bool], ...],  # name, and whether it must be NULL
    plain: tuple[str, ...],
    fixed: tuple[tuple[str, Any], ...],
) -> tuple[str, tuple[Any, ...]]:
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(
        **{name: None if is_null else Parameter(f"where {name}") for name, is_null in where}
    )
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values({**{name: Parameter(f"to {name}") for name in plain}, **dict(fixed)})
    sql, params = query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


@cache
def _columns(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _insert_statement(vendor: str, model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    names = [quote(field.column) for field in _columns(model)]
    table, key = quote(model._meta.db_table), quote("id")
    places = ", ".join(["%s"] * len(names))
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({places}) RETURNING {key}"  # noqa: S608  (names of ours)
