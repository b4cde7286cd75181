"""Logging in and out, and what a login session permits."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.core.config import settings
from backend.core.password import hash_password, verify_password
from backend.models import User, UserSession
from tests.fixtures import Time
from tests.support.accounts import (
    PASSWORD,
    assert_error,
    bearer,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
)
from tests.support.work import Work

ME = "/api/v1/users/me"


def test_a_login_opens_a_session_of_the_configured_length(
    client: TestClient, db: Session
) -> None:
    account = verified(client)

    auth = log_in(client, account.email)

    assert client.get(ME, headers=bearer(auth["access_token"])).status_code == 200
    session = db.exec(
        select(UserSession).order_by(UserSession.created_at.desc())  # type: ignore[attr-defined]
    ).first()
    assert session is not None
    lifetime = timedelta(minutes=settings.JWT_EXPIRE_MINUTES_DELTA)
    assert session.expires_at - session.created_at == lifetime


def test_the_e_mail_of_a_login_may_be_spelled_differently(client: TestClient) -> None:
    account = verified(client)

    auth = log_in(client, f" {account.email.upper()} ")

    assert auth["user"]["id"] == account.user["id"]


def test_unknown_wrong_and_disabled_get_the_same_answer_after_one_hash(
    client: TestClient, db: Session, work: Work
) -> None:
    account, disabled = verified(client), verified(client)
    db.exec(select(User).where(User.email == disabled.email)).one().is_active = False
    db.commit()
    attempts = [
        (new_email(), PASSWORD),
        (account.email, "not-the-password"),
        (disabled.email, PASSWORD),
        (account.email, "x" * 500),
    ]

    for email, secret in attempts:
        with work.counted() as count:
            reply = post(client, "/users/login", email=email, password=secret)
        assert_error(reply, 400, "invalid_credentials")
        assert count.hashes == 1
        assert len(count.statements) == 2
        assert count.writes == ["INSERT INTO security_events"]


def test_a_login_takes_three_statements(client: TestClient, work: Work) -> None:
    account = verified(client)

    with work.counted() as count:
        log_in(client, account.email)

    assert len(count.statements) == 3


def test_reading_ones_own_account_takes_one_statement(
    client: TestClient, work: Work
) -> None:
    account = verified(client)

    with work.counted() as count:
        client.get(ME, headers=account.headers)

    assert len(count.statements) == 1


def test_an_unverified_login_is_marked_and_has_limited_access(
    client: TestClient,
) -> None:
    email = sign_up(client)

    auth = log_in(client, email)

    assert auth["user"]["is_verified"] is False
    headers = bearer(auth["access_token"])
    assert client.get(ME, headers=headers).status_code == 200
    reply = client.patch(ME, headers=headers, json={"full_name": "Eve"})
    assert_error(reply, 403, "email_not_verified")
    assert client.post("/api/v1/users/logout", headers=headers).status_code == 204


def test_logging_out_ends_only_this_session(client: TestClient) -> None:
    account = verified(client)
    other = bearer(log_in(client, account.email)["access_token"])

    reply = client.post("/api/v1/users/logout", headers=account.headers)

    assert (reply.status_code, reply.content) == (204, b"")
    assert_error(client.get(ME, headers=account.headers), 401, "invalid_token")
    assert client.get(ME, headers=other).status_code == 200


def test_logging_out_twice_is_a_401(client: TestClient) -> None:
    account = verified(client)
    client.post("/api/v1/users/logout", headers=account.headers)

    reply = client.post("/api/v1/users/logout", headers=account.headers)

    assert_error(reply, 401, "invalid_token")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_a_session_expires(client: TestClient, time: Time) -> None:
    account = verified(client)

    time.advance(minutes=settings.JWT_EXPIRE_MINUTES_DELTA, seconds=1)

    assert_error(client.get(ME, headers=account.headers), 401, "invalid_token")


def test_disabling_an_account_ends_its_tokens_at_once(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    db.exec(select(User)).one().is_active = False
    db.commit()

    reply = client.get(ME, headers=account.headers)

    assert_error(reply, 401, "invalid_token")


def test_a_hash_of_another_cost_is_renewed_at_login(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    costlier = settings.model_copy(update={"BCRYPT_COST": 5})
    monkeypatch.setattr("backend.core.password.settings", costlier)

    log_in(client, account.email)

    assert db.exec(select(User.password_hash)).one().startswith("$2y$05$")
    log_in(client, account.email)


def test_a_login_fails_if_the_password_changes_during_the_hash(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    real = verify_password

    def verify_and_lose_the_race(
        secret: str, hashed: str | None, *, decoy: str | None
    ) -> bool:
        right = real(secret, hashed, decoy=decoy)
        db.exec(select(User)).one().password_hash = hash_password("changed-meanwhile")
        db.commit()
        return right

    monkeypatch.setattr(
        "backend.modules.user.user.verify_password", verify_and_lose_the_race
    )

    reply = post(client, "/users/login", email=account.email, password=PASSWORD)

    assert_error(reply, 400, "invalid_credentials")


def test_only_the_given_fields_of_a_profile_change(client: TestClient) -> None:
    account = verified(client, full_name="Ada Lovelace")

    reply = client.patch(ME, headers=account.headers, json={"full_name": " Ada King "})

    assert reply.json() == account.user | {"full_name": "Ada King"}
    assert (
        client.get(ME, headers=account.headers).json().items() >= reply.json().items()
    )
    for field in ("is_admin", "email", "is_verified", "id"):
        reply = client.patch(
            ME, headers=account.headers, json={"full_name": "Ada", field: "true"}
        )
        assert_error(reply, 422, "invalid_input")


@pytest.mark.parametrize("name", ["", "   ", "a" * 201, "two\nlines", "nul\u0000"])
def test_names_are_one_line_of_text(client: TestClient, name: str) -> None:
    account = verified(client)

    reply = client.patch(ME, headers=account.headers, json={"full_name": name})

    assert_error(reply, 422, "invalid_input")


def test_a_name_may_be_removed(client: TestClient) -> None:
    account = verified(client, full_name="Ada")

    reply = client.patch(ME, headers=account.headers, json={"full_name": None})

    assert reply.json()["full_name"] is None
