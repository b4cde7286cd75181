"""Statements that are sent without SQLAlchemy's layers: the same rows, objects, errors."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Integer, bindparam, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session, col

from backend.core.compiled import Compiled, insert_row
from backend.core.database import RequestSession, UncommittedChanges, engine
from backend.models import Document, User
from tests.core.document_rows import document as new_document
from tests.document.steps import DOCUMENTS as LIST
from tests.document.steps import uploaded
from tests.support.accounts import API, new_email, verified
from tests.support.work import Work

USERS = Compiled(
    select(User, func.length(col(User.email)).label("length"))
    .where(col(User.email) == bindparam("email"), col(User.is_active))
    .limit(bindparam("limit", type_=Integer))
)
DOCUMENTS = Compiled(
    select(Document, col(Document.tags), col(Document.sha256))
    .where(col(Document.id) == bindparam("document_id"))
    .order_by(col(Document.id)),
    unread={"search", "search_version"},
)
SLEEP = Compiled(select(func.pg_sleep(bindparam("seconds")).label("nothing")))


def _user() -> User:
    return User(email=new_email(), password_hash="-", full_name="Ada Lovelace")


@pytest.fixture
def user(db: Session) -> User:
    """Return a user that is stored."""
    user = _user()
    db.add(user)
    db.commit()
    return user


@pytest.fixture
def document(db: Session, user: User) -> Document:
    """Return a document that is stored."""
    found = new_document(owner_id=user.id, tags=["home", "2026"], search_version=7)
    db.add(found)
    db.commit()
    return found


def _shown(row: Any) -> list[Any]:
    """Return the names and values of a row; of an object, what is loaded."""
    values = [
        (
            {k: v for k, v in vars(value).items() if k != "_sa_instance_state"}
            if isinstance(value, User | Document)
            else value
        )
        for value in row
    ]
    return list(zip(row._fields, values, strict=True))


def _rows(statement: Compiled, values: dict[str, Any]) -> list[Any]:
    with RequestSession() as session:
        return [_shown(row) for row in statement.all(session, values)]


def test_rows_are_those_of_sqlalchemy(
    user: User, document: Document, work: Work
) -> None:
    for statement, values in (
        (USERS, {"email": user.email, "limit": 1}),
        (USERS, {"email": "nobody@example.com", "limit": 1}),
        (DOCUMENTS, {"document_id": document.id}),
    ):
        sent = _rows(statement, values)
        with work.counted() as seen:
            executed = _rows(statement, values)

        assert sent == executed
        assert len(seen.statements) == 1


def test_replies_are_those_of_sqlalchemy(client: TestClient, work: Work) -> None:
    account = verified(client)
    for number, title in enumerate(["B", "a", "Ä", "10", "9"]):
        found = uploaded(client, account, content=b"x" * (number + 1), title=title)
    share = f"{LIST}/{found['id']}/shares"
    client.post(share, json={"expires_in_hours": 1}, headers=account.headers)
    orders = ("newest", "oldest", "updated", "title", "name", "size")
    for path in (
        f"{API}/users/me",
        f"{LIST}/{found['id']}",
        f"{LIST}?limit=2",
        *(f"{LIST}?sort={order}" for order in orders),
        *(f"{LIST}?sort={order}&reverse=true" for order in orders),
    ):
        sent = client.get(path, headers=account.headers)
        with work.counted() as seen:
            executed = client.get(path, headers=account.headers)

        assert sent.status_code == 200
        assert sent.content == executed.content
        assert seen.statements


def test_an_object_belongs_to_its_session(document: Document, db: Session) -> None:
    values = {"document_id": document.id}
    with RequestSession() as session:
        found = DOCUMENTS.first(session, values)[0]

        assert found in session
        assert DOCUMENTS.first(session, values)[0] is found
        assert session.get_one(Document, document.id) is found
        assert not session.dirty

        found.title = "Contract"
        # A statement sees what was changed before it.
        assert DOCUMENTS.first(session, values)[0].title == "Contract"
        assert session.execute(text("SELECT title FROM documents")).scalar_one()
        session.commit()

    db.expire_all()
    assert db.get_one(Document, document.id).title == "Contract"


def test_an_object_that_the_session_has_stays_as_it_is(document: Document) -> None:
    with RequestSession() as session:
        mine = session.get_one(Document, document.id)
        with Session(engine) as other:
            other.get_one(Document, document.id).title = "Theirs"
            other.commit()

        assert DOCUMENTS.first(session, {"document_id": document.id})[0] is mine
        assert mine.title == document.title


def test_columns_that_were_left_out_are_read_when_asked_for(document: Document) -> None:
    with RequestSession() as session:
        found = DOCUMENTS.first(session, {"document_id": document.id})[0]

        assert "search_version" not in vars(found)
        assert found.search_version == 7


def test_a_statement_sees_rows_that_were_added_before_it() -> None:
    new = _user()
    with RequestSession() as session:
        session.add(new)

        assert USERS.first(session, {"email": new.email, "limit": 1})[0] is new
        session.rollback()


def test_a_row_is_inserted_by_a_reading_request_in_a_transaction(db: Session) -> None:
    new = _user()
    with RequestSession(reads=True) as session:
        insert_row(session, new)
        with pytest.raises(UncommittedChanges):
            session.ensure_committed()

    assert db.get(User, new.id) is None


def test_errors_are_those_of_sqlalchemy(user: User, work: Work) -> None:
    again = _user()
    again.email = user.email

    def insert_again() -> DBAPIError:
        with RequestSession() as session, pytest.raises(IntegrityError) as error:
            insert_row(session, again)
        return error.value

    sent = insert_again()
    with work.counted():
        executed = insert_again()

    assert type(sent.orig) is type(executed.orig)
    # Of the driver's message only the first line: the rest shows the row.
    assert user.email not in str(sent)
    assert str(sent).splitlines()[0] == str(executed).splitlines()[0]


def test_a_lost_connection_is_not_used_again(user: User, db: Session) -> None:
    values = {"email": user.email, "limit": 1}
    with RequestSession() as session:
        USERS.first(session, values)
        pid = session.execute(text("SELECT pg_backend_pid()")).scalar_one()
        db.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
        with pytest.raises(OperationalError) as error:
            USERS.first(session, values)
    assert error.value.connection_invalidated

    for _ in range(2):
        with RequestSession() as session:
            assert USERS.first(session, values)
            assert session.execute(text("SELECT pg_backend_pid()")).scalar_one() != pid


def test_a_slow_statement_is_ended() -> None:
    with RequestSession() as session:
        session.execute(text("SET LOCAL statement_timeout = 50"))
        with pytest.raises(OperationalError, match="statement timeout"):
            SLEEP.first(session, {"seconds": 10.0})


def test_sessions_of_jobs_execute_them(user: User, db: Session) -> None:
    row = USERS.first(db, {"email": user.email, "limit": 1})

    assert row[0].id == user.id
    assert row.length == len(user.email)


def test_what_only_a_session_can_execute_is_refused() -> None:
    with pytest.raises(ValueError, match="locks"):
        Compiled(select(User).with_for_update())
    many = Compiled(select(User).where(col(User.email).in_(bindparam("emails"))))
    with RequestSession() as session, pytest.raises(ValueError, match="array"):
        many.all(session, {"emails": ["ada@example.com"]})
