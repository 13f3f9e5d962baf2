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
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.sql import InsertQuery, UpdateQuery

M = TypeVar("M", bound=models.Model)


class Parameter(models.Value):
    """A place in a statement, to be filled when it is run."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


@dataclass(frozen=True)
class _Statement:
    """SQL as Django's cursors take it, and the values it is run with: constants and Parameters."""

    sql: str
    params: tuple[Any, ...]

    @cached_property
    def for_sqlite(self) -> str:
        """The same as the driver itself takes it."""
        return re.sub("%%|%s", lambda found: "%" if found[0] == "%%" else "?", self.sql)

    def filled(self, values: Mapping[str, Any]) -> list[Any]:
        return [values[param.value] if isinstance(param, Parameter) else param for param in self.params]


@dataclass(frozen=True)
class _Reading:
    """A statement that reads rows, and how they are made of what it finds."""

    statement: _Statement
    compiler: Any
    converters: Any
    fields: list[str]
    extra: list[str]  # names of annotations, which come last

    @cached_property
    def from_db(self) -> Any:
        return self.compiler.query.model.from_db


class Select(Generic[M]):
    """A queryset of whole rows of one table, whose values are given when it is run.

    `build` makes the queryset from a Parameter for each name; annotations become attributes of the rows.
    """

    def __init__(self, *names: str, build: Callable[..., models.QuerySet[M]]) -> None:
        self._parameters = {name: Parameter(name) for name in names}
        self._build = build
        self._built: dict[str, _Reading] = {}
        _BUILT_LATER.append(self)

    def rows(self, **values: Any) -> list[M]:
        """What the queryset finds with these values."""
        return self.ahead(**values)()

    def ahead(self, **values: Any) -> Callable[[], list[M]]:
        """Ask now, to be told later: within a batch several questions are answered in one go."""
        db = connections[DEFAULT_DB_ALIAS]
        built = self._built.get(db.vendor) or self.compile()
        answer = _asked(db, built.statement, values)
        return lambda: self._rows_of(built, answer())

    def _rows_of(self, built: _Reading, found: list[Any]) -> list[M]:
        if built.converters:
            found = built.compiler.apply_converters(found, built.converters)
        fields, extra = built.fields, built.extra
        if not extra:
            return [built.from_db(DEFAULT_DB_ALIAS, fields, row) for row in found]
        count, rows = len(fields), []
        for values_of_row in found:
            row = built.from_db(DEFAULT_DB_ALIAS, fields, values_of_row[:count])
            for name, value in zip(extra, values_of_row[count:], strict=True):
                setattr(row, name, value)
            rows.append(row)
        return rows

    def first(self, **values: Any) -> M | None:
        return self.first_ahead(**values)()

    def first_ahead(self, **values: Any) -> Callable[[], M | None]:
        """As `ahead`, where one row at most is of interest."""
        rows = self.ahead(**values)
        return lambda: next(iter(rows()), None)

    def compile(self) -> _Reading:
        """Build the statement, in a transaction where it locks."""
        queryset = self._build(**self._parameters)
        compiler = queryset.query.get_compiler(connection=connection)
        statement = _Statement(*_written_out(*compiler.as_sql()))
        columns = [column[0] for column in compiler.select]
        self._built[connection.vendor] = _Reading(
            statement,
            compiler,
            compiler.get_converters(columns),
            [column.target.attname for column in columns if hasattr(column, "target")],
            list(queryset.query.annotation_select),
        )
        return self._built[connection.vendor]


class Values:
    """A queryset of tuples, as `values_list` makes them; of numbers and texts, which need no converting."""

    def __init__(self, *names: str, build: Callable[..., models.QuerySet[Any, Any]]) -> None:
        self._parameters = {name: Parameter(name) for name in names}
        self._build = build
        self._built: dict[str, _Statement] = {}
        _BUILT_LATER.append(self)

    def tuples(self, **values: Any) -> list[tuple[Any, ...]]:
        """What the queryset finds with these values."""
        db = connections[DEFAULT_DB_ALIAS]
        return _asked(db, self._built.get(db.vendor) or self.compile(), values)()

    def compile(self) -> _Statement:
        compiler = self._build(**self._parameters).query.get_compiler(connection=connection)
        self._built[connection.vendor] = _Statement(*_written_out(*compiler.as_sql()))
        return self._built[connection.vendor]


_BUILT_LATER: list[Select[Any] | Values] = []


def prepare() -> None:
    """Build all of them now, so that processes forked later need not; in a transaction."""
    for statement in _BUILT_LATER:
        statement.compile()


@contextlib.contextmanager
def batch() -> Iterator[None]:
    """Within it, PostgreSQL is sent `insert` and `update` without being waited for, and BEGIN before them.

    A task without length spends most of its time waiting for answers that say nothing but yes. What they do
    say is heard at the next read or at the end: until then an inserted row has no key, and an `update` that
    met no row has not raised. For a transaction, which is undone as a whole, and for the statements of this
    module only: others would read their row counts too early.
    """
    if connection.vendor != "postgresql" or _open.batch is not None:
        yield
        return
    connection.ensure_connection()
    _open.batch = _Batch()
    try:
        with connection.wrap_database_errors, _pipeline(connection):
            yield
        _open.batch.hear()
    finally:
        _open.batch = None


@contextlib.contextmanager
def _pipeline(db: Any) -> Iterator[None]:
    """The driver's, which waits for the answer to the BEGIN that it owes: ours is not waited for."""
    driver = db.connection
    begins = db.in_atomic_block and driver.info.transaction_status.name == "IDLE"
    if begins:
        driver.autocommit = True  # until the transaction is over, when Django sets it again
    with driver.pipeline():
        if begins:
            driver.execute("BEGIN")
        yield


class _Batch:
    """Statements in the order they were sent, each with what is to be done with its answer."""

    def __init__(self) -> None:
        self.sent: list[tuple[Any, Callable[[Any], None]]] = []
        self.heard = 0

    def hear(self, count: int | None = None) -> None:
        """The answers to the first `count`, or to all; each once."""
        while self.heard < (len(self.sent) if count is None else count):
            cursor, then = self.sent[self.heard]
            self.heard += 1
            then(cursor)
            cursor.close()


class _Open(threading.local):
    batch: _Batch | None = None


_open = _Open()


def _send(db: Any, statement: _Statement, params: list[Any], then: Callable[[Any], None]) -> None:
    """Run it, and call `then` with the cursor once there is an answer."""
    cursor = _run(db, statement, params)
    if _open.batch is None:
        then(cursor)
        cursor.close()
    else:
        _open.batch.sent.append((cursor, then))


def _asked(db: Any, statement: _Statement, values: Mapping[str, Any]) -> Callable[[], list[Any]]:
    """Run it; what is returned tells what it found, once the answers to what was sent before are heard."""
    batch = _open.batch
    before = len(batch.sent) if batch else 0
    cursor = _run(db, statement, statement.filled(values))

    def fetch() -> list[Any]:
        with db.wrap_database_errors:
            found: list[Any] = cursor.fetchall()
        cursor.close()
        if batch:
            batch.hear(before)
        return found

    if batch:
        return fetch
    found = fetch()
    return lambda: found


def _run(db: Any, statement: _Statement, params: list[Any]) -> Any:
    """The cursor that has run it: the driver's own, unless somebody wants to see what is run.

    What Django's would do to SQL that never changes costs more than SQLite needs to run it.
    """
    if db.queries_logged or db.execute_wrappers:
        cursor = db.cursor()
        cursor.execute(statement.sql, params)
        return cursor
    db.validate_no_broken_transaction()
    db.close_if_health_check_failed()  # once a job: the server may have been restarted since the last one
    db.ensure_connection()
    with db.wrap_database_errors:
        cursor = db.connection.cursor()
        cursor.execute(statement.for_sqlite if db.vendor == "sqlite" else statement.sql, params)
    return cursor


def update(
    model: type[models.Model],
    where: Mapping[str, Any],
    changes: Mapping[str, Any],
    missed: Exception | None = None,
) -> None:
    """As `QuerySet.filter(**where).update(**changes)`; raises `missed` when no row was met.

    An expression among `changes` should be a constant: one made anew each time has to be compared with those
    that were seen before.
    """
    db = connections[DEFAULT_DB_ALIAS]
    plain = tuple(name for name, value in changes.items() if not _is_fixed(value))
    fixed = tuple((name, value) for name, value in changes.items() if _is_fixed(value))
    shape = tuple((name, value is None) for name, value in where.items())
    statement = _update_statement(db.vendor, model, shape, plain, fixed)
    values = {f"where {name}": _prepared(db, model, name, value) for name, value in where.items()}
    for name in plain:
        values[f"to {name}"] = _prepared(db, model, name, changes[name])

    def look(cursor: Any) -> None:
        if missed is not None and not cursor.rowcount:
            raise missed

    _send(db, statement, statement.filled(values), look)


def insert(row: models.Model) -> None:
    """As `row.save(force_insert=True)` for a model whose signals nobody listens to.

    A value may be an expression, with Parameters that are named as the row's attributes. It is part of the
    statement, as in `update`; once there is an answer, the row has what it came to.
    """
    db = connections[DEFAULT_DB_ALIAS]
    model = type(row)
    values = {field.attname: _for_database(db, field, field.pre_save(row, True)) for field in _columns(model)}
    reckoned = tuple((name, value) for name, value in values.items() if hasattr(value, "resolve_expression"))
    statement = _insert_statement(db.vendor, model, reckoned)

    def learn(cursor: Any) -> None:
        row.pk, *told = cursor.fetchone()
        for (name, _), value in zip(reckoned, told, strict=True):
            setattr(row, name, value)
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS

    _send(db, statement, statement.filled(values), learn)


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


def _is_fixed(value: Any) -> bool:
    """Whether it is part of the statement: an expression, or NULL."""
    return value is None or hasattr(value, "resolve_expression")


def _prepared(db: Any, model: type[models.Model], name: str, value: Any) -> Any:
    if isinstance(value, models.Model):
        value = value.pk
    return _for_database(db, _field(model, name), value)


@cache
def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)


def _for_database(db: Any, field: Any, value: Any) -> Any:
    """The value as the driver takes it. Most are plain texts and numbers, which stay as they are."""
    if type(value) in _PLAIN and not isinstance(field, _NEVER_PLAIN):
        return value
    return field.get_db_prep_save(value, connection=db)


_PLAIN = (str, int, type(None))
_NEVER_PLAIN = (models.JSONField, models.DateTimeField, models.DecimalField, models.BinaryField)


@cache
def _update_statement(
    vendor: str,
    model: type[models.Model],
    where: tuple[tuple[str, bool], ...],  # name, and whether it must be NULL
    plain: tuple[str, ...],
    fixed: tuple[tuple[str, Any], ...],
) -> _Statement:
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(
        **{name: None if is_null else Parameter(f"where {name}") for name, is_null in where}
    )
    query: Any = rows.query.chain(UpdateQuery)
    query.add_update_values({**{name: Parameter(f"to {name}") for name in plain}, **dict(fixed)})
    sql, params = query.get_compiler(connection=connection).as_sql()
    return _Statement(sql, tuple(params))


@cache
def _columns(model: type[models.Model]) -> tuple[Any, ...]:
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key)


@cache
def _insert_statement(
    vendor: str, model: type[models.Model], reckoned: tuple[tuple[str, Any], ...]
) -> _Statement:
    quote = connection.ops.quote_name
    query: Any = InsertQuery(model)
    compiler = query.get_compiler(connection=connection)
    places = {field.attname: ("%s", (Parameter(field.attname),)) for field in _columns(model)}
    for name, value in reckoned:
        expression = value.resolve_expression(query, allow_joins=False, for_save=True)
        places[name] = _written_out(*compiler.compile(expression))
    columns = ", ".join(quote(field.column) for field in _columns(model))
    values = ", ".join(sql for sql, _ in places.values())
    told = ", ".join(map(quote, ("id", *(_field(model, name).column for name, _ in reckoned))))
    table = quote(model._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({values}) RETURNING {told}"  # noqa: S608  (names of ours)
    return _Statement(sql, tuple(param for _, params in places.values() for param in params))
