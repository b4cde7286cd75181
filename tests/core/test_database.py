"""The golden rule: one database session per request, one commit per writing request."""

from collections.abc import Iterator

import psycopg
import pytest
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import func, update
from sqlmodel import Session, select

from backend.api.deps import CurrentUserAllowUnverifiedDep, SessionDep
from backend.core import errors, middleware
from backend.core.compiled import insert_row
from backend.core.database import (
    RequestSession,
    SecondCommit,
    UncommittedChanges,
    engine,
)
from backend.core.routing import Route
from backend.models import User
from tests.support.accounts import assert_error, new_email

router = APIRouter(route_class=Route)


def _user() -> User:
    return User(email=new_email(), password_hash="-")


@router.post("/commits-twice")
def commits_twice(session: SessionDep) -> None:
    """Break the rule with a second commit."""
    session.add(_user())
    session.commit()
    session.commit()


@router.post("/forgets-to-commit")
def forgets_to_commit(session: SessionDep) -> None:
    """Break the rule: flush without a commit."""
    session.add(_user())
    session.flush()


@router.post("/forgets-to-flush")
def forgets_to_flush(session: SessionDep) -> None:
    """Break the rule: leave a new row in the session."""
    session.add(_user())


@router.post("/forgets-a-statement")
def forgets_a_statement(session: SessionDep) -> None:
    """Break the rule: run a bulk statement without a commit."""
    session.execute(update(User).values(is_admin=True))


@router.post("/forgets-a-row")
def forgets_a_row(session: SessionDep) -> None:
    """Break the rule: insert a row outside the unit of work, without a commit."""
    insert_row(session, _user())


@router.post("/writes-after-its-commit")
def writes_after_its_commit(session: SessionDep) -> None:
    """Break the rule: flush after the commit."""
    session.add(_user())
    session.commit()
    session.add(_user())
    session.flush()


@router.post("/keeps-the-rule")
def keeps_the_rule(session: SessionDep) -> str:
    """Write, commit, reply."""
    session.add(_user())
    session.commit()
    return "kept"


@router.get("/same-session")
def same_session(session: SessionDep, again: SessionDep) -> bool:
    """Return whether both sessions are the same."""
    return session is again


def _state(session: Session) -> str:
    """Return whether the connection of a session is in a transaction."""
    driver = session.connection().connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver.info.transaction_status.name


@router.get("/reads")
def reads(session: SessionDep) -> list[str]:
    """Read, and return the state of the connection before and after a lock."""
    session.exec(select(User)).all()
    before = _state(session)
    session.exec(select(User).with_for_update()).all()
    return [before, _state(session)]


@router.get("/reads-and-forgets-to-commit")
def reads_and_forgets(session: SessionDep) -> None:
    """Break the rule in a request that was to read."""
    session.exec(select(User)).all()
    session.add(_user())
    session.flush()
    session.execute(update(User).values(is_admin=True))


@router.get("/reads-and-commits")
def reads_and_commits(session: SessionDep) -> list[bool]:
    """Write in a request that was to read; return whether all is one transaction."""
    session.exec(select(User)).all()
    insert_row(session, _user())
    insert_row(session, _user())
    began = select(func.transaction_timestamp() < func.statement_timestamp())
    together = session.execute(began).scalar_one()
    session.commit()
    return [together]


@pytest.fixture
def rules() -> Iterator[TestClient]:
    """Return a client of an app whose endpoints keep or break the rule."""
    app = FastAPI()
    errors.add_handlers(app)
    middleware.add_middleware(app)
    app.include_router(router)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def count(db: Session) -> int:
    """Return how many users there are."""
    return len(db.exec(select(User)).all())


def test_a_request_that_commits_once_is_answered(
    rules: TestClient, db: Session
) -> None:
    assert rules.post("/keeps-the-rule").json() == "kept"
    assert count(db) == 1


@pytest.mark.parametrize(
    "path",
    [
        "/forgets-to-commit",
        "/forgets-to-flush",
        "/forgets-a-statement",
        "/forgets-a-row",
    ],
)
def test_a_request_that_does_not_commit_fails_and_stores_nothing(
    rules: TestClient, db: Session, path: str
) -> None:
    assert_error(rules.post(path), 500, "internal_error")
    assert count(db) == 0


def test_a_second_commit_fails(rules: TestClient) -> None:
    assert_error(rules.post("/commits-twice"), 500, "internal_error")


def test_a_write_after_the_commit_fails(rules: TestClient, db: Session) -> None:
    assert_error(rules.post("/writes-after-its-commit"), 500, "internal_error")
    assert count(db) == 1


def test_a_request_reads_without_a_transaction_until_it_locks(
    rules: TestClient,
) -> None:
    assert rules.get("/reads").json() == ["IDLE", "INTRANS"]


def test_a_reading_request_that_writes_does_it_in_one_transaction(
    rules: TestClient, db: Session
) -> None:
    assert_error(rules.get("/reads-and-forgets-to-commit"), 500, "internal_error")
    assert count(db) == 0

    assert rules.get("/reads-and-commits").json() == [True]
    assert count(db) == 2


def test_a_connection_that_read_begins_transactions_again(rules: TestClient) -> None:
    rules.get("/reads-and-forgets-to-commit")
    with RequestSession(reads=True) as session:
        session.exec(select(User)).all()
        assert _state(session) == "IDLE"

    with Session(engine) as other:
        other.exec(select(User)).all()
        assert _state(other) == "INTRANS"


def test_a_request_has_one_database_session(rules: TestClient) -> None:
    assert rules.get("/same-session").json() is True


def test_a_request_returns_its_connection(rules: TestClient) -> None:
    for path in ("/keeps-the-rule", "/forgets-to-commit", "/commits-twice"):
        rules.post(path)

        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_the_session_itself_refuses_a_second_commit() -> None:
    with RequestSession() as session:
        session.add(_user())
        with pytest.raises(UncommittedChanges):
            session.release()
        session.commit()
        with pytest.raises(SecondCommit):
            session.commit()


def test_the_session_opens_no_connection_before_its_first_query() -> None:
    with RequestSession():
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]


def test_dependencies_that_use_the_database_are_hidden_from_fastapi() -> None:
    @router.get("/me-too")
    def me_too(user: CurrentUserAllowUnverifiedDep, session: SessionDep) -> bool:
        return user in session

    (route,) = (r for r in router.routes if getattr(r, "path", "") == "/me-too")
    assert isinstance(route, Route)
    seen = [d.call for d in route.dependant.dependencies]

    assert [type(call).__name__ for call in seen] == ["TokenScheme"]
