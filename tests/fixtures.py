"""Fixtures: one migrated database, emptied for each test; one running app."""

import gc
from collections.abc import Generator, Iterator
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from alembic import command
from alembic.config import Config
from coverage import Coverage
from fastapi.testclient import TestClient
from hypothesis import is_hypothesis_test
from psycopg.errors import DeadlockDetected
from redis import Redis
from sqlalchemy import Connection, TextClause, inspect, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, SQLModel

from backend.cli import app as command_line  # noqa: F401 (measured as it is imported)
from backend.core import clock
from backend.core.database import new_engine
from backend.core.mail import sendgrid  # noqa: F401 (late, two e-mails would race)
from backend.outbox.delivery import Worker
from devtools.mailbox import Mailbox
from main import app
from tests.support import environment
from tests.support.accounts import Account
from tests.support.live import Live
from tests.support.order import turn
from tests.support.undeclared import undeclared
from tests.support.work import Work
from tests.user.steps import administrator

# Hypothesis checks no deadlines: no test depends on how fast the machine is. A value that
# fails rarely is found by the nightly run, or by one of many normal runs.
hypothesis.settings.register_profile("normal", deadline=None, max_examples=25)
hypothesis.settings.register_profile("nightly", deadline=None, max_examples=1_000)

engine = new_engine(pool_size=5, application_name="tests")
_autocommit = engine.execution_options(isolation_level="AUTOCOMMIT")
_redis = Redis.from_url(environment.valkey.url)


def _is_nightly(config: pytest.Config) -> bool:
    return bool(config.getoption("markexpr") == "nightly")


def pytest_configure(config: pytest.Config) -> None:
    """Choose how many values a property test tries."""
    hypothesis.settings.load_profile("nightly" if _is_nightly(config) else "normal")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Sort the files as tests/support/order.py says. Property tests are nightly, too."""
    items.sort(key=lambda item: turn(item.path))
    if _is_nightly(config):
        for item in items:
            if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
                item.add_marker("nightly")


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Measure nothing while tests are collected, or distributed to other processes.

    The code has been imported before. With coverage this would take twice as long.
    """
    measured = Coverage.current()
    if measured is not None:
        measured.stop()
    found = yield
    # Tests, code and libraries stay until the end: the garbage collector visits newer objects.
    gc.freeze()
    if measured is not None and session.config.getoption("dist", "no") == "no":
        measured.start()
    return found


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stop the coverage of this process for good at its first unmeasured test.

    It could not begin again, because the threads of the app would stay without it.
    """
    measured = Coverage.current()
    if measured is not None and turn(item.path):
        measured.stop()


@pytest.fixture(scope="session", autouse=True)
def _migrated(request: pytest.FixtureRequest) -> Iterator[None]:
    command.upgrade(Config(environment.ROOT / "alembic.ini"), "head")
    missing = SQLModel.metadata.tables.keys() - inspect(engine).get_table_names()
    if missing:
        # One test reports this for all tests.
        request.session.shouldfail = (
            f"no migration makes the tables {', '.join(sorted(missing))}: write one by "
            "`python3 run.py exec alembic revision --autogenerate -m 'Add ...'`"
        )
        pytest.fail(request.session.shouldfail, pytrace=False)
    yield
    engine.dispose()
    _redis.close()


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    """Fail a test if a route returned an error that it does not declare."""
    undeclared.clear()
    yield
    assert undeclared == [], "declare these errors by @raises(...) on their endpoints"


class Background:
    """The worker that delivers e-mails during most tests."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Start to deliver e-mails."""
        self._worker = Worker()
        self._worker.start()

    def stop(self) -> None:
        """Stop delivery until the next start."""
        self._worker.stop()


@pytest.fixture(scope="session")
def background(_migrated: None) -> Iterator[Background]:
    """Start a worker that runs until the last test ends."""
    background = Background()
    yield background
    background.stop()


@pytest.fixture(scope="session")
def running_client(background: Background) -> Iterator[TestClient]:
    """Start the app with its lifespan, until the last test ends."""
    with TestClient(
        app, client=(environment.PROXY, 50000), raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture(scope="session")
def service(_migrated: None) -> Iterator[Live]:
    """Start the service in a process of its own, which no test ends.

    Each request may name an address of its own, whose limits are unused. The name differs,
    so that a test which ends the connections of the app leaves those of this service.
    """
    with Live(
        APP_NAME="Shared", POSTGRES_POOL_SIZE="5", TRUSTED_PROXIES="127.0.0.1/32"
    ) as live:
        yield live
        assert live.process.poll() is None


@pytest.fixture
def client(running_client: TestClient) -> TestClient:
    """Return a client of the running app, without a token."""
    running_client.cookies.clear()
    return running_client


_TABLES = [table.name for table in reversed(SQLModel.metadata.sorted_tables)]
_WRITTEN = text("SELECT pg_current_wal_insert_lsn()")
_FILLED = text(
    "SELECT array_remove(ARRAY["
    + ", ".join(f"CASE WHEN EXISTS (SELECT FROM {t}) THEN '{t}' END" for t in _TABLES)
    + "], NULL)"
)
# The end of the write-ahead log when the tables were last empty.
_empty_at: list[str] = []


@pytest.fixture(autouse=True)
def _empty(_migrated: None) -> None:
    """Empty the tables, the limits and the mailbox before each test.

    If the log of Postgres has not grown, then no process has written since.
    """
    with _autocommit.connect() as connection:
        if [connection.execute(_WRITTEN).scalar_one()] != _empty_at:
            # DELETE, because TRUNCATE makes new files for tables and indexes: 100 ms.
            deletes = [
                f"DELETE FROM {t}" for t in connection.execute(_FILLED).scalar_one()
            ]
            deletes.append("INSERT INTO demo_availability DEFAULT VALUES")
            _run(connection, text("; ".join(deletes)))
            _empty_at[:] = [connection.execute(_WRITTEN).scalar_one()]
    _redis.flushdb()
    environment.mailbox.heal()
    environment.mailbox.clear()


def _run(connection: Connection, statement: TextClause, tries: int = 5) -> None:
    """Run a statement, which a job of a running service may lock out: then try again."""
    try:
        connection.execute(statement)
    except OperationalError as error:
        if tries == 1 or not isinstance(error.orig, DeadlockDetected):
            raise
        _run(connection, statement, tries - 1)


@pytest.fixture
def admin(client: TestClient, db: Session) -> Account:
    """Return a verified administrator who has just logged in."""
    return administrator(client, db)


@pytest.fixture
def mailbox() -> Mailbox:
    """Return the stand-in for SendGrid, with no e-mails in it."""
    return environment.mailbox


@pytest.fixture
def db() -> Iterator[Session]:
    """Return a database session for a test, which commits its own changes."""
    with Session(engine) as session:
        yield session


class Time:
    """A clock of the service that tests can set."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def read(self) -> datetime:
        """Return the time that the service reads."""
        return datetime.now(UTC) + self._ahead

    def advance(self, **by: float) -> None:
        """Move the clock forward: `advance(minutes=10)`."""
        self._ahead += timedelta(**by)

    def travel_to(self, moment: datetime) -> None:
        """Set the clock, forward or back."""
        self._ahead = moment - datetime.now(UTC)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Replace the service's clock with one that the test sets."""
    fake = Time()
    monkeypatch.setattr(clock, "_read", fake.read)
    return fake


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Return a counter of statements and hashes."""
    return Work(monkeypatch)
