"""The database engine, and the database session that enforces the golden rule.

A request has one database session, and a writing request commits once. RequestSession
refuses a second commit, and fails a request that wrote and did not commit.
"""

import os
import time
from collections.abc import Mapping
from typing import Any, Self, cast

import psycopg
import structlog
from psycopg.errors import _WaitTimeout
from sqlalchemy import (
    URL,
    Connection,
    Engine,
    Executable,
    Select,
    create_engine,
    event,
)
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlmodel import Session

from backend.core.config import settings
from backend.core.config.postgres import tls_arguments

log = structlog.get_logger()

# libpq would send these variables with every connection, and they override our options.
for _variable in ("PGTZ", "PGDATESTYLE", "PGGEQO"):
    os.environ.pop(_variable, None)

# Postgres cancels a statement at its time limit. If no answer came by this much later,
# the server hangs or its machine is down.
_SILENCE_SECONDS = 2.0
_SLOW_SECONDS = settings.SLOW_QUERY_MILLISECONDS / 1000


class SecondCommit(RuntimeError):
    """A request tried to commit twice: a bug in its endpoint."""


class UncommittedChanges(RuntimeError):
    """A request wrote, raised nothing and did not commit: a bug in its endpoint."""


class _Connection(psycopg.Connection[Any]):
    """A connection that is closed when the server does not answer in time."""

    timeout_seconds: float = settings.POSTGRES_TIMEOUT_SECONDS

    def wait(
        self, gen: Any, interval: float = 0.1, timeout: float | None = None
    ) -> Any:
        """Wait for the answer, `_SILENCE_SECONDS` longer than a statement may take."""
        longest = self.timeout_seconds + _SILENCE_SECONDS
        try:
            return super().wait(gen, interval, timeout or longest)
        except _WaitTimeout as error:
            if timeout is not None:
                raise
            # The server may still finish the last statement, so drop the connection.
            self.pgconn.finish()
            raise psycopg.OperationalError("the server does not answer") from error


class _Cursor(psycopg.Cursor[Any]):
    """A cursor that logs slow statements, even if they fail.

    SQLAlchemy's events could do it too, but they took 5% of the time of GET users/me.
    """

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Self:
        """Run a statement and time it."""
        started = time.perf_counter()
        try:
            return super().execute(query, *arguments, **options)
        finally:
            _log_if_slow(query, started)

    def executemany(self, query: Any, *arguments: Any, **options: Any) -> None:
        """Run a statement for many rows and time it."""
        started = time.perf_counter()
        try:
            super().executemany(query, *arguments, **options)
        finally:
            _log_if_slow(query, started)


def _log_if_slow(query: Any, started: float) -> None:
    seconds = time.perf_counter() - started
    if 0 < _SLOW_SECONDS < seconds:
        # The text has placeholders instead of values.
        log.warning("slow query", statement=query, duration=f"{seconds * 1000:.0f}ms")


def psycopg_arguments(application_name: str) -> dict[str, Any]:
    """Return the arguments of `psycopg.connect` for the configured database.

    Every connection uses them, so that none lacks TLS or the time limit.
    """
    return {
        "host": settings.POSTGRES_SERVER,
        "port": settings.POSTGRES_PORT,
        "user": settings.POSTGRES_USER,
        "password": settings.POSTGRES_PASSWORD.get_secret_value(),
        "dbname": settings.POSTGRES_DB,
        "application_name": application_name,
        "connect_timeout": settings.POSTGRES_TIMEOUT_SECONDS,
        **tls_arguments(settings.POSTGRES_SSLMODE, settings.POSTGRES_SSLROOTCERT),
    }


def new_engine(
    *,
    pool_size: int,
    application_name: str,
    timeout_seconds: float | None = None,
    patient: bool = False,
) -> Engine:
    """Return an engine with at most `pool_size` connections.

    The pool has no overflow: backend.core.threads admits only as many requests as there
    are connections. A statement may take `timeout_seconds`, by default
    POSTGRES_TIMEOUT_SECONDS. A `patient` engine sets no time limits; its caller does.
    """
    seconds = timeout_seconds or settings.POSTGRES_TIMEOUT_SECONDS
    milliseconds = int(seconds * 1000)
    limits = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds} "
    # SQLAlchemy hides the password of a URL, but not of `connect_args`.
    place = psycopg_arguments(application_name)
    engine = create_engine(
        URL.create(
            "postgresql+psycopg",
            username=place.pop("user"),
            password=place.pop("password"),
            host=place.pop("host"),
            port=place.pop("port"),
            database=place.pop("dbname"),
        ),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=settings.POSTGRES_TIMEOUT_SECONDS,
        pool_use_lifo=True,
        hide_parameters=True,
        connect_args={
            **place,
            "cursor_factory": _Cursor,
            "options": (
                ("" if patient else limits)
                + f"-c idle_in_transaction_session_timeout={60_000} "
                + "-c timezone=UTC -c datestyle=ISO"
            ),
        },
    )

    def connect(_: Any, __: Any, arguments: Any, options: Any) -> _Connection:
        connection = _Connection.connect(*arguments, **options)
        connection.timeout_seconds = seconds
        return connection

    if not patient:
        event.listen(engine, "do_connect", connect)
    event.listen(engine, "handle_error", _keep_values_out)
    return engine


def _keep_values_out(context: ExceptionContext) -> None:
    """Keep only the first line of a Postgres message, as the rest shows the row."""
    error = context.original_exception
    if isinstance(error, psycopg.Error) and error.diag.message_primary:
        error.args = (error.diag.message_primary,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = error.args


engine = new_engine(
    pool_size=settings.POSTGRES_POOL_SIZE, application_name=settings.APP_NAME
)


@event.listens_for(engine, "checkin")
def _leave_autocommit(connection: _Connection | None, _: Any) -> None:
    if connection is not None and not connection.closed and connection.autocommit:
        connection.autocommit = False


class RequestSession(Session):
    """The database session of one request. It takes a connection at its first query.

    If the request is to read, plain SELECTs run without a transaction. That saves two
    round trips, and each of them sees what was committed before it in a transaction, too
    (READ COMMITTED). The first other statement begins a transaction.
    """

    def __init__(self, *, reads: bool = False) -> None:
        super().__init__(engine, expire_on_commit=False)
        self._committed = False
        self._wrote = False
        self._autocommits = reads

    def _begin_transaction(self) -> None:
        """Run all further statements in one transaction."""
        if self._autocommits:
            self._autocommits = False
            if self.in_transaction():
                self._set_autocommit(self.connection(), False)

    def _set_autocommit(self, connection: Connection, value: bool) -> None:
        # By psycopg: SQLAlchemy's option for it takes as long as it saves.
        driver = cast(_Connection, connection.connection.driver_connection)
        driver.autocommit = value

    def send(
        self, text: str, values: Mapping[str, Any], *, writes: bool = False
    ) -> psycopg.Cursor[Any]:
        """Send a text of SQL to the driver: see backend.core.compiled.

        Raises:
            DBAPIError: as Session.execute does.
        """
        if writes:
            self._begin_transaction()
            self._wrote = True
        connection = self.connection()
        cursor: Any = connection.connection.cursor()
        try:
            cursor.execute(text, values)
        except psycopg.Error as error:
            connection._handle_dbapi_exception(error, text, values, cursor, None)
        return cast(_Cursor, cursor)

    def commit(self) -> None:
        """Commit. Only an endpoint may call this, once, at its end."""
        if self._committed:
            raise SecondCommit
        super().commit()
        self._committed = True
        self._wrote = False

    def release(self) -> None:
        """Give the connection back before slow work that needs no database.

        Objects that were read stay readable, but their changes are no longer tracked.
        """
        self.ensure_committed()
        self.close()

    def ensure_committed(self) -> None:
        """Raise UncommittedChanges if the session wrote and did not commit."""
        if self._wrote or self.new or self.dirty or self.deleted:
            raise UncommittedChanges


@event.listens_for(RequestSession, "after_begin")
def _note_begin(session: RequestSession, _: Any, connection: Connection) -> None:
    if session._autocommits:
        session._set_autocommit(connection, True)


@event.listens_for(RequestSession, "before_flush")
def _note_changes(session: RequestSession, *_: Any) -> None:
    session._begin_transaction()


@event.listens_for(RequestSession, "after_flush")
def _note_flush(session: RequestSession, _: UOWTransaction) -> None:
    session._wrote = True


@event.listens_for(RequestSession, "do_orm_execute")
def _note_statement(state: ORMExecuteState) -> None:
    session = cast(RequestSession, state.session)
    if session._autocommits and not _is_plain(state.statement):
        session._begin_transaction()
    if state.is_insert or state.is_update or state.is_delete:
        session._wrote = True


def _is_plain(statement: Executable) -> bool:
    """Return whether this is a SELECT that locks no rows."""
    return isinstance(statement, Select) and statement._for_update_arg is None
