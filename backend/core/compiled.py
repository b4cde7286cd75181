"""Sends statements of the most requested routes without SQLAlchemy's layers for execution.

For each execution those layers choose a text, convert values, and plan anew how rows
become objects: half the CPU time of the database work of GET users/me. Here that is done
once for each statement. Connection and transaction are those of the session, the golden
rule holds, and rows and errors are the same: tests/core/test_compiled.py compares both.

SQLAlchemy executes them in sessions of jobs, and where somebody listens to the statements
of the engine, as traces do.
"""

from collections import namedtuple
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, cached_property
from typing import Any, TypeGuard

from sqlalchemy import ARRAY, Insert, Select, insert, inspect
from sqlalchemy.orm import Session, defer, make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict
from sqlmodel import SQLModel

from backend.core.database import RequestSession, engine

_Statement = Select[*tuple[Any, ...]] | Insert
_Converters = dict[str, Callable[[Any], Any]]


class Compiled:
    """A SELECT that locks nothing or an INSERT; what varies is in named parameters.

    Rows are named tuples. A table in the SELECT becomes an object, as by the ORM, but
    columns in `unread` are left out: they are read when somebody asks for them.
    """

    def __init__(self, statement: _Statement, *, unread: Collection[str] = ()) -> None:
        if isinstance(statement, Select) and statement._for_update_arg is not None:
            # An object that the session has would not show what it waited for.
            raise ValueError("a SELECT with locks is for Session.execute")
        self._statement = statement
        self._unread = unread

    def all(self, session: Session, values: Mapping[str, Any]) -> Sequence[Any]:
        """Run the SELECT and return its rows."""
        if not _sends(session):
            return session.execute(self._for_session, values).all()
        session.flush()
        sent = session.send(self._text, self._sent(values))
        return [self._row(session, record) for record in sent.fetchall()]

    def first(self, session: Session, values: Mapping[str, Any]) -> Any:
        """Run the SELECT and return its first row, or None."""
        return next(iter(self.all(session, values)), None)

    def run(self, session: Session, values: Mapping[str, Any]) -> None:
        """Run the INSERT."""
        if not _sends(session):
            session.execute(self._statement, values)
        else:
            session.send(self._text, self._sent(values), writes=True)

    @cached_property
    def _for_session(self) -> Any:
        statement: Any = self._statement
        for part in self._parts:
            if isinstance(part, _Object):
                statement = statement.options(*part.deferred)
        return statement

    @cached_property
    def _parts(self) -> "list[_Column | _Object]":
        return [
            (
                _Object(part["entity"], self._unread)
                if part["expr"] is part.get("entity")
                else _Column(part["name"], part["expr"])
            )
            for part in self._statement.column_descriptions  # type: ignore[union-attr]
        ]

    @cached_property
    def _compiled(self) -> Any:
        statement = self._statement
        if isinstance(statement, Select):
            # All columns, in the order in which the parts take them.
            columns = (column for part in self._parts for column in part.columns)
            statement = statement.with_only_columns(*columns)
        return statement.compile(dialect=engine.dialect)

    @cached_property
    def _text(self) -> str:
        text = str(self._compiled)
        if "POSTCOMPILE" in text:
            raise ValueError("a list of values must be one array: see any_()")
        return text

    @cached_property
    def _fixed(self) -> dict[str, Any]:
        found = self._compiled.params
        return {name: value for name, value in found.items() if value is not None}

    @cached_property
    def _converters(self) -> _Converters:
        types = {name: bind.type for name, bind in self._compiled.binds.items()}
        return _needed({name: _from_python(type_) for name, type_ in types.items()})

    def _sent(self, values: Mapping[str, Any]) -> dict[str, Any]:
        every = {**self._fixed, **values}
        for name, convert in self._converters.items():
            every[name] = convert(every[name])
        return every

    @cached_property
    def _row(self) -> Callable[[Session, Sequence[Any]], Any]:
        names = [part.name for part in self._parts]
        make = namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined]
        if all(isinstance(part, _Column) and not part.convert for part in self._parts):
            return lambda _, record: make(record)

        def row(session: Session, record: Sequence[Any]) -> Any:
            place, values = 0, []
            for part in self._parts:
                end = place + len(part.columns)
                values.append(part.value(session, record[place:end]))
                place = end
            return make(values)

        return row


def insert_row(session: Session, row: SQLModel) -> None:
    """Insert a row that will not be changed in this session.

    This takes a fraction of the time of `add` and `flush`.
    """
    _insert(type(row)).run(session, row.model_dump())


@cache
def _insert(model: type[SQLModel]) -> Compiled:
    return Compiled(insert(model.__table__))  # type: ignore[attr-defined]


class _Column:
    """A column of a row."""

    def __init__(self, name: str, column: Any) -> None:
        self.name = name
        self.columns = [column]
        self.convert = _to_python(column.type)

    def value(self, _: Session, record: Sequence[Any]) -> Any:
        return self.convert(record[0]) if self.convert else record[0]


class _Object:
    """Columns of a row that become an object of a table."""

    def __init__(self, model: Any, unread: Collection[str]) -> None:
        self.name: str = model.__name__
        self._mapper = inspect(model)
        keys = [attribute.key for attribute in self._mapper.column_attrs]
        self._names = [key for key in keys if key not in unread]
        self.columns = [getattr(model, name) for name in self._names]
        self.deferred = [defer(getattr(model, name)) for name in unread]
        self._id = self._names.index("id")
        self._converters = _needed(
            {c.key: _to_python(c.type) for c in self.columns},
        )

    def value(self, session: Session, record: Sequence[Any]) -> Any:
        """Return the object of a row; that of the session, if it has one."""
        key = self._mapper.identity_key_from_primary_key((record[self._id],))
        known = session.identity_map.get(key)
        if known is not None:
            return known
        found = self._mapper.class_manager.new_instance()
        attributes = instance_dict(found)
        attributes.update(zip(self._names, record, strict=True))
        for name, convert in self._converters.items():
            attributes[name] = convert(attributes[name])
        make_transient_to_detached(found)
        session.add(found)
        return found


def _sends(session: Session) -> TypeGuard[RequestSession]:
    """Return whether statements are sent: nobody listens to those of the engine."""
    is_watched = bool(engine.dispatch.before_cursor_execute)
    return isinstance(session, RequestSession) and not is_watched


def _from_python(type_: Any) -> Callable[[Any], Any] | None:
    if _is_plain_array(type_):
        return None
    found: Callable[[Any], Any] | None = _impl(type_).bind_processor(engine.dialect)
    return found


def _to_python(type_: Any) -> Callable[[Any], Any] | None:
    if _is_plain_array(type_):
        return None
    impl = _impl(type_)
    found: Callable[[Any], Any] | None = impl.result_processor(engine.dialect, None)
    return found


def _is_plain_array(type_: Any) -> bool:
    """Return whether this is an array of values that the driver takes and returns."""
    if not isinstance(type_, ARRAY) or type_.as_tuple:
        return False
    item = type_.item_type
    return _from_python(item) is None and _to_python(item) is None


def _impl(type_: Any) -> Any:
    return type_.dialect_impl(engine.dialect)


def _needed(found: Mapping[str, Callable[[Any], Any] | None]) -> _Converters:
    return {name: convert for name, convert in found.items() if convert is not None}
