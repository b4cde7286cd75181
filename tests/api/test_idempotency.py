"""Idempotency-Key: repeated requests with a key have one effect and the same reply."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, func, select

from backend.api.deps import CurrentUserDep, SessionDep
from backend.api.idempotency import IdempotencyDep
from backend.background import cleanup
from backend.core import token
from backend.core.exceptions import AppException
from backend.core.validation import ReplyModel, RequestModel
from backend.models import IdempotencyKey, OutboxEmail, User
from backend.modules import registry
from tests.core.throwaway import TRY, serving
from tests.fixtures import Time
from tests.support.accounts import API, PASSWORD, assert_error, new_email, verified
from tests.support.racing import at_once

KEY = "3f2b8c1e-6a7d-4c57-9d0e-1b2a3c4d5e6f"
Body = dict[str, Any]


class Taken(AppException):
    """The name is taken."""

    STATUS_CODE = 409
    CODE = "taken"
    MESSAGE = "Taken."


class NameRequest(RequestModel):
    """A name, unique among all."""

    name: str


class Created(ReplyModel):
    """A created item, with a value that differs each time."""

    secret: str


def create(data: NameRequest, session: SessionDep, once: IdempotencyDep) -> Created:
    """Create an item with a unique name and a random secret."""
    session.add(User(email=f"{data.name}@example.com", password_hash="-"))
    try:
        session.flush()
    except IntegrityError as error:
        raise Taken from error
    reply = once.keep(Created(secret=token.new_token()))
    session.commit()
    return reply


@pytest.fixture
def served() -> Iterator[TestClient]:
    """Return a client of an app with `create`."""
    with serving(create, method="POST") as client:
        yield client


def send(client: TestClient, name: str, key: str | None = KEY, **more: Any) -> Response:
    """Create `name` with an Idempotency-Key."""
    headers = {"Idempotency-Key": key} if key else {}
    return client.post(TRY, json={"name": name}, headers=headers | more)


def count(db: Session, model: type[User | IdempotencyKey]) -> int:
    """Return how many rows a table has."""
    db.rollback()
    return db.exec(select(func.count()).select_from(model)).one()


def test_the_same_request_gets_the_same_reply_and_has_one_effect(
    served: TestClient, db: Session
) -> None:
    first = send(served, "ada")

    again = send(served, "ada")

    assert first.status_code == again.status_code == 200
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert count(db, User) == 1


def test_without_a_key_no_reply_is_stored(served: TestClient, db: Session) -> None:
    assert send(served, "ada", key=None).status_code == 200

    assert_error(send(served, "ada", key=None), 409, "taken")
    assert count(db, IdempotencyKey) == 0


def test_another_body_under_the_same_key_is_refused(
    served: TestClient, db: Session
) -> None:
    send(served, "ada")

    reply = send(served, "bob")

    assert_error(reply, 422, "idempotency_key_reused")
    assert reply.json()["errors"] == []
    assert count(db, User) == 1


def test_another_key_is_another_request(served: TestClient) -> None:
    first = send(served, "ada")

    second = send(served, "bob", key=KEY[::-1])

    assert second.json() != first.json()
    assert_error(send(served, "ada", key=KEY[::-1] + "2"), 409, "taken")


def test_a_request_that_failed_may_be_sent_again(
    served: TestClient, db: Session
) -> None:
    db.add(User(email="ada@example.com", password_hash="-"))
    db.commit()
    assert_error(send(served, "ada"), 409, "taken")
    db.delete(db.exec(select(User)).one())
    db.commit()

    assert send(served, "ada").status_code == 200


@pytest.mark.parametrize("same_name", [True, False], ids=["conflicting", "independent"])
def test_sixteen_requests_at_once_have_one_effect_and_one_reply(
    db: Session, same_name: bool
) -> None:
    def write(data: NameRequest, session: SessionDep, once: IdempotencyDep) -> Created:
        """Create an item; of several with the same name all but one conflict."""
        name = data.name if same_name else token.new_token().lower()
        return create(NameRequest(name=name), session, once)

    with serving(write, method="POST") as client:

        def attempt(_: int) -> Response:
            return send(client, "ada")

        replies = at_once(16, attempt)

    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1
    assert sum("Idempotency-Replayed" not in r.headers for r in replies) == 1
    assert count(db, User) == 1


def test_the_same_key_of_two_users_is_two_keys(client: TestClient) -> None:
    ada, bob = verified(client), verified(client)

    def whose(user: CurrentUserDep, session: SessionDep, once: IdempotencyDep) -> Body:
        """Return the id of the caller."""
        reply = once.keep(Created(secret=user.email))
        session.commit()
        return reply.model_dump()

    with serving(whose, method="POST") as other:
        replies = [send(other, "x", **each.headers).json() for each in (ada, bob, ada)]

    assert [r["secret"] for r in replies] == [ada.email, bob.email, ada.email]


def test_a_caller_without_access_gets_no_stored_reply(client: TestClient) -> None:
    account = verified(client)

    def mine(user: CurrentUserDep, session: SessionDep, once: IdempotencyDep) -> Body:
        """Store a reply."""
        reply = once.keep(Created(secret="-"))
        session.commit()
        return reply.model_dump()

    with serving(mine, method="POST") as other:
        assert send(other, "x", **account.headers).status_code == 200
        client.post(API + "/users/logout", headers=account.headers)
        assert_error(send(other, "x", **account.headers), 401, "invalid_token")


def test_without_the_key_the_row_reveals_nothing(
    served: TestClient, db: Session
) -> None:
    secret = send(served, "ada").json()["secret"]

    row = db.exec(select(IdempotencyKey)).one()
    stored = b"".join([row.digest, row.fingerprint, row.reply])
    assert secret.encode() not in stored
    assert KEY.encode() not in stored
    assert b"ada" not in stored


@pytest.mark.parametrize(
    "key", ["short", "x" * 201, "with a space in it", "ümläut" * 4]
)
def test_a_malformed_key_is_refused(served: TestClient, key: str) -> None:
    reply = served.post(
        TRY, json={"name": "ada"}, headers={b"Idempotency-Key": key.encode()}
    )

    assert_error(reply, 422, "invalid_input")
    assert reply.json()["errors"][0]["field"] == "idempotency-key"


def test_a_key_is_valid_for_a_day(served: TestClient, db: Session, time: Time) -> None:
    send(served, "ada")
    time.advance(hours=23)
    assert not cleanup.run(db, registry.kept())["idempotency_keys"]
    assert send(served, "ada").status_code == 200

    time.advance(hours=2)

    assert cleanup.run(db, registry.kept())["idempotency_keys"] == 1
    assert_error(send(served, "ada"), 409, "taken")


def test_the_endpoint_supplies_the_fingerprint_of_a_streamed_body(db: Session) -> None:
    contents = iter([b"one", b"one", b"two"])

    def receive(session: SessionDep, once: IdempotencyDep) -> Created:
        """Take a body whose multipart boundary differs each time."""
        once.check(next(contents))
        session.add(User(email=new_email(), password_hash="-"))
        reply = once.keep(Created(secret=token.new_token()))
        session.commit()
        return reply

    with serving(receive, method="POST") as client:
        replies = [
            client.post(
                TRY, files={"file": b"content"}, headers={"Idempotency-Key": KEY}
            )
            for _ in range(3)
        ]

    assert replies[0].json() == replies[1].json()
    assert_error(replies[2], 422, "idempotency_key_reused")
    assert count(db, User) == 1


def test_a_signup_that_is_sent_again_mails_once(
    client: TestClient, db: Session, time: Time
) -> None:
    body = {"email": new_email(), "password": PASSWORD}
    headers = {"Idempotency-Key": KEY}
    first = client.post(API + "/users/signup", json=body, headers=headers)
    time.advance(minutes=2)  # without the key, another e-mail

    again = client.post(API + "/users/signup", json=body, headers=headers)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert len(db.exec(select(OutboxEmail)).all()) == 1
    assert count(db, IdempotencyKey) == 1


def removed(client: TestClient, db: Session) -> dict[str, str]:
    """Return the headers of a deleted account; its token is still signed."""
    account = verified(client)
    db.exec(delete(User).where(col(User.email) == account.email))
    db.commit()
    return account.headers


def test_a_keyed_sign_up_works_with_the_token_of_a_removed_account(
    client: TestClient, db: Session
) -> None:
    body = {"email": new_email(), "password": PASSWORD}
    headers = removed(client, db) | {"Idempotency-Key": KEY}

    first = client.post(API + "/users/signup", json=body, headers=headers)
    again = client.post(API + "/users/signup", json=body, headers=headers)

    assert (first.status_code, again.status_code) == (202, 202)
    assert again.content == first.content
    assert db.exec(select(IdempotencyKey.user_id)).all() == [None]


def test_every_public_keyed_route_accepts_the_token_of_a_removed_account(
    client: TestClient, served: TestClient, db: Session
) -> None:
    headers = removed(client, db)

    replies = [send(served, "ada", **headers) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [200, 200]
    assert replies[0].json() == replies[1].json()
