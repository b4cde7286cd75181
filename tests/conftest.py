"""Fixtures: one migrated database, emptied for each test; one running app."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import hypothesis
import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient
from redis import Redis
from sqlalchemy import inspect, text
from sqlmodel import Session, SQLModel

from backend.core import clock
from backend.core.database import new_engine
from backend.outbox.delivery import Worker
from devtools.mailbox import Mailbox
from main import app
from tests.support import environment
from tests.support.undeclared import undeclared
from tests.support.work import Work

# No test depends on how fast the machine is.
hypothesis.settings.register_profile("unhurried", deadline=None)
hypothesis.settings.load_profile("unhurried")

_engine = new_engine(pool_size=5, application_name="tests")
_redis = Redis.from_url(environment.valkey.url)


# Those that start processes. First, so that none is left alone at the end of the run.
_SLOW = re.compile(
    r"tests/(faults|fuzz|machine)/"
    r"|test_(live|new_module|run|run_refusals|serve|servers)\.py"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the slow files first."""
    items.sort(key=lambda item: _SLOW.search(item.nodeid) is None)


@pytest.fixture(scope="session", autouse=True)
def _migrated(request: pytest.FixtureRequest) -> Iterator[None]:
    command.upgrade(Config(environment.ROOT / "alembic.ini"), "head")
    missing = SQLModel.metadata.tables.keys() - inspect(_engine).get_table_names()
    if missing:
        # One test says it for all.
        request.session.shouldfail = (
            f"no migration makes the tables {', '.join(sorted(missing))}: write one by "
            "`python3 run.py exec alembic revision --autogenerate -m 'Add ...'`"
        )
        pytest.fail(request.session.shouldfail, pytrace=False)
    yield
    _engine.dispose()
    _redis.close()


@pytest.fixture(autouse=True)
def _declared() -> Iterator[None]:
    """Fail a test in which a route answered an error that it does not declare."""
    undeclared.clear()
    yield
    assert undeclared == [], "declare these errors by @raises(...) on their endpoints"


class Background:
    """The worker that delivers mails while most tests run."""

    def __init__(self) -> None:
        self.start()

    def start(self) -> None:
        """Deliver from now on."""
        self._worker = Worker()
        self._worker.start()

    def stop(self) -> None:
        """Deliver nothing until it is started again."""
        self._worker.stop()


@pytest.fixture(scope="session")
def background(_migrated: None) -> Iterator[Background]:
    """A running worker for the whole run."""
    background = Background()
    yield background
    background.stop()


@pytest.fixture(scope="session")
def running_client(background: Background) -> Iterator[TestClient]:
    """The app with its lifespan for the whole run."""
    with TestClient(
        app, client=(environment.PROXY, 50000), raise_server_exceptions=False
    ) as client:
        yield client


@pytest.fixture
def client(running_client: TestClient) -> TestClient:
    """A client of the running app, without a token."""
    running_client.cookies.clear()
    return running_client


@pytest.fixture(autouse=True)
def _empty(_migrated: None) -> None:
    """Empty the tables, the limits and the mailbox before each test."""
    tables = reversed(SQLModel.metadata.sorted_tables)
    # TRUNCATE makes new files of all tables and indexes, which takes 100 ms.
    empty = "; ".join(f"DELETE FROM {table.name}" for table in tables)
    with _engine.begin() as connection:
        connection.execute(text(empty))
        connection.execute(text("INSERT INTO demo_availability DEFAULT VALUES"))
    _redis.flushdb()
    environment.mailbox.heal()
    environment.mailbox.clear()


@pytest.fixture
def mailbox() -> Mailbox:
    """The stand-in for SendGrid, with no mails in it."""
    return environment.mailbox


@pytest.fixture
def db() -> Iterator[Session]:
    """A session to arrange and to look with; commits are the test's own."""
    with Session(_engine) as session:
        yield session


class Time:
    """The clock of the service, which tests may put forward."""

    def __init__(self) -> None:
        self._ahead = timedelta()

    def read(self) -> datetime:
        """Return the time that the service sees."""
        return datetime.now(UTC) + self._ahead

    def advance(self, **by: float) -> None:
        """Put the clock forward: `advance(minutes=10)`."""
        self._ahead += timedelta(**by)

    def travel_to(self, moment: datetime) -> None:
        """Set the clock, forward or back."""
        self._ahead = moment - datetime.now(UTC)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    """Let a test put the clock forward."""
    fake = Time()
    monkeypatch.setattr(clock, "_read", fake.read)
    return fake


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Count statements and hashes."""
    return Work(monkeypatch)
