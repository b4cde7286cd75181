"""A database that is unreachable, slow, or rejects a value: replies and recovery."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text
from sqlmodel import Session, select

from backend.api.deps import SessionDep
from backend.core import database
from backend.core.config import settings
from backend.models import OutboxEmail, User
from tests.core.throwaway import TRY, serving
from tests.support.accounts import assert_error, verified
from tests.support.waiting import eventually

ME = "/api/v1/users/me"


def assert_unavailable(reply: Response) -> None:
    """Check that the reply is a 503 that asks to retry after a second."""
    assert_error(reply, 503, "service_unavailable")
    assert reply.headers["Retry-After"] == "1"


def end_connections(db: Session) -> int:
    """End the app's connections as a restart of Postgres does; return their number."""
    ended = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE application_name = :name"
    )
    count: int = db.execute(ended, {"name": settings.APP_NAME}).scalar_one()
    db.commit()
    return count


def test_an_unreachable_database_is_a_503(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nowhere = settings.model_copy(update={"POSTGRES_SERVER": "/nowhere"})
    monkeypatch.setattr(database, "settings", nowhere)
    dead = database.new_engine(pool_size=1, application_name="dead")

    def query() -> None:
        with Session(dead) as session:
            session.execute(select(User.id))

    reply = serving(query).get(TRY)

    assert_unavailable(reply)
    assert "nowhere" not in reply.text


def test_a_query_whose_connection_ends_is_rolled_back_and_the_next_request_works(
    client: TestClient, db: Session
) -> None:
    account = verified(client)

    def write_and_hang(session: SessionDep) -> None:
        session.add(OutboxEmail(recipient="x", subject="x", text="x", html="x"))
        session.flush()
        session.execute(text("SELECT pg_sleep(4)"))
        session.commit()

    def hangs() -> bool:
        query = "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'"
        with db.begin_nested():
            found = db.execute(text(query)).first()
        db.commit()
        return found is not None

    with ThreadPoolExecutor(1) as pool:
        hanging = pool.submit(serving(write_and_hang).get, TRY)
        eventually(hangs)
        assert end_connections(db) >= 1
        reply = hanging.result(timeout=3)

    assert_unavailable(reply)
    assert client.get(ME, headers=account.headers).status_code == 200
    recipients = db.exec(select(OutboxEmail.recipient)).all()
    assert recipients == [account.email]


def test_connections_that_ended_between_requests_cost_one_503_at_most(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    assert end_connections(db) >= 1

    replies = [client.get(ME, headers=account.headers) for _ in range(3)]

    if replies[0].status_code != 200:
        assert_unavailable(replies[0])
    assert [reply.status_code for reply in replies[1:]] == [200, 200]


def test_a_statement_that_takes_too_long_is_a_503() -> None:
    def dawdle(session: SessionDep) -> None:
        session.execute(text("SET LOCAL statement_timeout = '50ms'"))
        session.execute(text("SELECT pg_sleep(2)"))

    assert_unavailable(serving(dawdle).get(TRY))


def test_the_settings_set_the_timeout_of_statements() -> None:
    def timeouts(session: SessionDep) -> list[str]:
        names = ("statement_timeout", "lock_timeout")
        return [session.execute(text(f"SHOW {n}")).scalar_one() for n in names]

    reply = serving(timeouts).get(TRY)

    assert reply.json() == [f"{settings.POSTGRES_TIMEOUT_SECONDS}s"] * 2


def test_a_lock_that_is_not_released_is_a_503(client: TestClient, db: Session) -> None:
    verified(client)
    db.execute(select(User).with_for_update())

    def wait(session: SessionDep) -> None:
        session.execute(text("SET LOCAL lock_timeout = '50ms'"))
        session.execute(select(User).with_for_update())

    assert_unavailable(serving(wait).get(TRY))


@contextmanager
def all_connections_taken() -> Iterator[None]:
    with ExitStack() as taken:
        for _ in range(settings.POSTGRES_POOL_SIZE):
            taken.enter_context(database.engine.connect())
        yield


def test_a_full_pool_is_a_503(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.05)

    def query(session: SessionDep) -> None:
        session.execute(text("SELECT 1"))

    client = serving(query)
    with all_connections_taken():
        reply = client.get(TRY)

    assert_unavailable(reply)
    assert client.get(TRY).status_code == 200


@pytest.mark.parametrize("value", ["a\0b", 2**63, 2**70])
def test_a_value_that_the_database_cannot_store_is_a_400(value: str | int) -> None:
    kind = "bigint" if isinstance(value, int) else "text"

    def store(session: SessionDep) -> None:
        session.execute(text(f"SELECT CAST(:value AS {kind})"), {"value": value})

    reply = serving(store).get(TRY)

    assert_error(reply, 400, "invalid_request")
    assert str(value) not in reply.text


def test_an_unexpected_violation_of_a_constraint_is_a_500() -> None:
    def store(session: SessionDep) -> None:
        session.add(User(email="Upper@example.com", password_hash="canary"))
        session.commit()

    reply = serving(store).get(TRY)

    assert_error(reply, 500, "internal_error")
    assert "canary" not in reply.text
