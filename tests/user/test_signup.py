"""Signing up, and verifying the address with the e-mailed code."""

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, func, select

from backend.core.config import settings
from backend.models import OutboxEmail, User
from devtools.mailbox import Mailbox
from tests.fixtures import Time
from tests.support.accounts import (
    PASSWORD,
    assert_error,
    bearer,
    begin,
    code_for,
    confirm,
    log_in,
    new_email,
    post,
    sign_up,
    signed_up,
)
from tests.support.racing import at_once
from tests.support.work import Work


def test_signing_up_mails_a_code_that_verifies_and_logs_in(client: TestClient) -> None:
    attempt = begin(client, full_name="Ada Lovelace")

    reply = confirm(client, attempt, code_for(attempt.email))

    assert reply.status_code == 200
    auth = reply.json()
    assert auth["token_type"] == "bearer"
    assert auth["pending_2fa"] is False
    assert auth["user"]["email"] == attempt.email
    assert auth["user"]["full_name"] == "Ada Lovelace"
    assert auth["user"]["is_verified"] is True
    assert auth["expires_at"].endswith("Z")
    me = client.get("/api/v1/users/me", headers=bearer(auth["access_token"]))
    assert me.json().items() >= auth["user"].items()


def test_a_taken_address_gets_the_answer_of_a_new_one_and_its_owner_a_mail(
    client: TestClient, mailbox: Mailbox, time: Time
) -> None:
    owner = signed_up(client)
    time.advance(minutes=2)

    new = post(client, "/users/signup", email=new_email(), password=PASSWORD)
    taken = post(client, "/users/signup", email=owner.email, password="another-one-99x")

    assert taken.status_code == new.status_code
    assert taken.json()["detail"] == new.json()["detail"]
    lengths = {len(reply.json()["signup_token"]) for reply in (new, taken)}
    assert (lengths, set(taken.json())) == ({43}, set(new.json()))
    assert "already" in mailbox.wait_for(owner.email, count=2)[0].subject
    log_in(client, owner.email, owner.password)


def test_sign_up_can_be_switched_off(
    client: TestClient, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = settings.model_copy(update={"ENABLE_SIGNUP": False})
    monkeypatch.setattr("backend.modules.user.signups.signups.settings", off)

    reply = post(client, "/users/signup", email=new_email(), password=PASSWORD)

    assert_error(reply, 403, "signup_disabled")
    assert mailbox.messages() == []


def test_a_taken_address_costs_the_same_statements_and_hashes(
    client: TestClient, time: Time, work: Work
) -> None:
    owner = signed_up(client)
    time.advance(minutes=2)

    with work.counted() as new:
        post(client, "/users/signup", email=new_email(), password=PASSWORD)
    with work.counted() as taken:
        post(client, "/users/signup", email=owner.email, password=PASSWORD)

    assert new.hashes == taken.hashes == 1
    assert new.writes == taken.writes
    assert len(new.statements) == len(taken.statements)


def test_an_address_is_stored_in_one_spelling(client: TestClient, db: Session) -> None:
    sign_up(client, " Mixed.Case@EXAMPLE.com ")
    sign_up(client, "mixed.case@example.com")

    assert db.exec(select(User.email)).all() == ["mixed.case@example.com"]


@pytest.mark.parametrize(
    "email",
    [
        "\u212aim@example.com",  # KELVIN SIGN lower-cases to k
        "ad\u0430@example.com",  # CYRILLIC SMALL LETTER A
        "ada@ex\uff41mple.com",  # FULLWIDTH LATIN SMALL LETTER A
        "ada@example.com\nBcc: all@example.com",
        "ada\u0000@example.com",
        "ada@localhost",
        "ada",
        "",
        "a" * 250 + "@example.com",
    ],
)
def test_look_alikes_and_malformed_addresses_are_refused(
    client: TestClient, email: str
) -> None:
    reply = post(client, "/users/signup", email=email, password=PASSWORD)

    assert_error(reply, 422, "invalid_input")
    assert [fault["field"] for fault in reply.json()["errors"]] == ["email"]


def test_two_signups_at_once_leave_one_account_and_one_mail(
    client: TestClient, db: Session, mailbox: Mailbox
) -> None:
    email = new_email()

    def attempt(_: int) -> int:
        return post(client, "/users/signup", email=email, password=PASSWORD).status_code

    statuses = at_once(16, attempt)

    # A caller has ten sign-ups an hour; the other six are refused.
    assert sorted(set(statuses)) == [202, 429]
    assert db.exec(select(func.count()).select_from(User)).one() == 1
    assert db.exec(select(func.count()).select_from(OutboxEmail)).one() == 1
    assert mailbox.wait_for(email)


def test_the_password_of_an_earlier_signup_does_not_survive_verification(
    client: TestClient, time: Time
) -> None:
    squatter = begin(client, password="the-squatters-own-1")
    early = log_in(client, squatter.email, squatter.password)
    code_for(squatter.email)
    time.advance(minutes=2)
    owner = begin(client, squatter.email, password="the-owners-own-22")

    reply = confirm(client, owner, code_for(owner.email, number=2))

    assert reply.status_code == 200
    headers = bearer(early["access_token"])
    assert client.get("/api/v1/users/me", headers=headers).status_code == 401
    log_in(client, owner.email, owner.password)
    reply = post(client, "/users/login", email=owner.email, password=squatter.password)
    assert_error(reply, 400, "invalid_credentials")


@pytest.mark.parametrize(
    ("password", "status"),
    [
        ("a" * 7, 422),
        ("\u00e9" * 37, 422),  # 74 bytes of UTF-8
        ("nul\u0000inside-it", 422),
        ("password1", 400),
        ("qwertyuiop", 400),
        ("zx8!kQ2p", 202),
        ("correct-horse-battery-staple-" + "x" * 43, 202),  # 72 bytes
    ],
)
def test_passwords_are_judged_only_by_length_and_guessability(
    client: TestClient, password: str, status: int
) -> None:
    reply = post(client, "/users/signup", email=new_email(), password=password)

    assert reply.status_code == status
    assert password not in reply.text


def test_a_password_made_of_the_address_is_refused(client: TestClient) -> None:
    email = "margarethamilton@example.com"

    reply = post(client, "/users/signup", email=email, password="margarethamilton1")

    assert_error(reply, 400, "weak_password")


def test_bytes_beyond_the_72nd_are_never_ignored(client: TestClient) -> None:
    long = "n0t-truncated-" + "y" * 58
    email = sign_up(client, password=long)

    reply = post(client, "/users/login", email=email, password=long + "z")

    assert_error(reply, 400, "invalid_credentials")
