"""Passwords are compared as typed, except that equivalent Unicode forms are equal."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.core import password
from backend.core.config import settings
from backend.models import DocumentShare, User
from tests.document.steps import DOCUMENTS, uploaded
from tests.support.accounts import (
    API,
    Account,
    assert_error,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
)
from tests.support.work import Work
from tests.user.steps import call

NFC = "Sch\u00f6ne-\u00c5ngstr\u00f6m-9"
NFD = "Scho\u0308ne-A\u030angstro\u0308m-9"
BLANKS = " correct horse battery "
OTHER_BLANKS = "\u00a0correct\u2003horse\u3000battery\u202f"
BARE = BLANKS.strip()


def attempt(client: TestClient, email: str, secret: str) -> Response:
    """Try to log in."""
    return post(client, "/users/login", email=email, password=secret)


def store(db: Session, account: Account, secret: str) -> None:
    """Store the hash that release 1.0.0 stored for a password, with blanks cut off."""
    user = db.exec(select(User).where(User.email == account.email)).one()
    user.password_hash = password._hash(secret, "$2b$", "logins")
    db.commit()


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [
        (BLANKS, BARE),
        (BARE, BLANKS),
        ("\tcorrect-horse-battery\n", "correct-horse-battery"),
        ("correct-horse-battery", "correct-horse-battery\n"),
    ],
)
def test_blanks_around_a_password_count(
    client: TestClient, chosen: str, typed: str
) -> None:
    email = sign_up(client, password=chosen)

    refused = attempt(client, email, typed)

    assert_error(refused, 400, "invalid_credentials")
    log_in(client, email, chosen)


@pytest.mark.parametrize(
    ("chosen", "typed"),
    [(NFC, NFD), (NFD, NFC), (BLANKS, OTHER_BLANKS), (OTHER_BLANKS, BLANKS)],
    ids=["NFC, NFD", "NFD, NFC", "blanks, others", "others, blanks"],
)
def test_equivalent_unicode_forms_are_the_same_password(
    client: TestClient, chosen: str, typed: str
) -> None:
    email = sign_up(client, password=chosen)

    log_in(client, email, typed)


@pytest.mark.parametrize("typed", [NFC.lower(), NFC.replace("\u00f6", "o")])
def test_case_and_accents_count(client: TestClient, typed: str) -> None:
    email = sign_up(client, password=NFC)

    assert_error(attempt(client, email, typed), 400, "invalid_credentials")


@pytest.mark.parametrize(
    ("chosen", "status"),
    [
        ("ae\u0308iou\u0308y\u00e9" * 6, 202),  # 72 bytes when normalized, 96 as typed
        ("\u00e9" * 36 + "x", 422),
        ("zx8!k\u00a0Q", 422),  # 7 bytes when normalized, 8 as typed
        ("zx8!k\u00a0Q2", 202),
        ("  four  ", 400),
    ],
)
def test_bytes_are_counted_as_they_are_hashed(
    client: TestClient, chosen: str, status: int
) -> None:
    reply = post(client, "/users/signup", email=new_email(), password=chosen)

    assert reply.status_code == status, reply.text


@pytest.mark.parametrize(
    ("stored", "typed"),
    [(BARE, BLANKS), (BARE, BARE), (NFD, NFD), (NFC, NFC), (NFD, f" {NFD}\n")],
    ids=["cut", "never had any", "NFD", "NFC", "both"],
)
@pytest.mark.parametrize("cost", [4, 5])
def test_an_old_hash_always_accepts_the_same_spellings(
    client: TestClient,
    db: Session,
    monkeypatch: pytest.MonkeyPatch,
    stored: str,
    typed: str,
    cost: int,
) -> None:
    account = verified(client)
    store(db, account, stored)
    other_cost = settings.model_copy(update={"BCRYPT_COST": cost})
    monkeypatch.setattr(password, "settings", other_cost)

    for _ in range(3):
        log_in(client, account.email, typed)

    assert db.exec(select(User.password_hash)).one().split("$")[2] == f"0{cost}"


@pytest.mark.parametrize("cost", [4, 5])
def test_blanks_that_an_old_hash_may_lack_stay_optional(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch, cost: int
) -> None:
    account = verified(client)
    store(db, account, BARE)
    other_cost = settings.model_copy(update={"BCRYPT_COST": cost})
    monkeypatch.setattr(password, "settings", other_cost)

    for typed in (BLANKS, f"{BARE}\n", BARE):
        log_in(client, account.email, typed)


def test_a_hash_of_another_spelling_is_renewed_once(
    client: TestClient, db: Session, work: Work
) -> None:
    account = verified(client)
    store(db, account, NFD)
    assert_error(attempt(client, account.email, NFC), 400, "invalid_credentials")

    hashes = []
    for typed in (NFD, NFD, NFC):
        with work.counted() as count:
            log_in(client, account.email, typed)
        hashes.append(count.hashes)

    assert hashes == [3, 1, 1]


@pytest.mark.parametrize(
    ("typed", "hashes"),
    [(BLANKS, 2), (NFD, 2), (OTHER_BLANKS, 2), (NFC, 1), (BARE, 1), ("x" * 500, 1)],
)
def test_the_number_of_hashes_depends_only_on_the_typed_password(
    client: TestClient, work: Work, typed: str, hashes: int
) -> None:
    account = verified(client)

    for email in (account.email, new_email()):
        with work.counted() as count:
            assert_error(attempt(client, email, typed), 400, "invalid_credentials")
        assert count.hashes == hashes


def test_an_old_hash_also_confirms_sensitive_changes(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    store(db, account, BARE)

    reply = call(client, account, "/two-fa/setup", password=BLANKS)

    assert reply.status_code == 200


@pytest.mark.parametrize(("present", "new"), [(NFC, NFD), (BLANKS, OTHER_BLANKS)])
def test_another_form_of_the_same_password_is_not_a_new_one(
    client: TestClient, present: str, new: str
) -> None:
    account = verified(client, password=present)

    body = {"current_password": present, "new_password": new}
    reply = call(client, account, "/users/change-password", **body)

    assert_error(reply, 400, "same_password")


def open_share(client: TestClient, token: str, secret: str) -> Response:
    """Request a link to a shared document."""
    body = {"token": token, "password": secret}
    return client.post(f"{DOCUMENTS}/shared/download-link", json=body)


def shared(client: TestClient, secret: str) -> dict[str, Any]:
    """Share a document of a new account with a password."""
    owner = verified(client)
    path = f"{DOCUMENTS}/{uploaded(client, owner)['id']}/shares"
    reply = client.post(path, json={"password": secret}, headers=owner.headers)
    body: dict[str, Any] = reply.json()
    return body


@pytest.mark.parametrize(
    ("chosen", "typed", "status"),
    [
        (BLANKS, BLANKS, 200),
        (BLANKS, BARE, 400),
        (BARE, BLANKS, 400),
        (NFC, NFD, 200),
        (NFD, NFC, 200),
    ],
)
def test_the_password_of_a_share_is_compared_as_typed(
    client: TestClient, db: Session, chosen: str, typed: str, status: int
) -> None:
    token = shared(client, chosen)["token"]

    reply = open_share(client, token, typed)

    assert reply.status_code == status


def test_the_old_password_hash_of_a_share_still_works(
    client: TestClient, db: Session
) -> None:
    token = shared(client, BARE)["token"]
    share = db.exec(select(DocumentShare)).one()
    share.password_hash = password._hash(NFD, "$2b$", "logins")
    db.commit()

    assert open_share(client, token, f" {NFD}").status_code == 200


@pytest.mark.parametrize("chosen", [" " * 12, "  password1  ", "\u2003qwertyuiop\t"])
def test_blanks_make_no_weak_password_better(client: TestClient, chosen: str) -> None:
    reply = post(client, "/users/signup", email=new_email(), password=chosen)

    assert_error(reply, 400, "weak_password")


def test_a_lone_surrogate_is_not_a_password(client: TestClient) -> None:
    body = f'{{"email": "{new_email()}", "password": "correct-horse-\\ud800"}}'

    for path in ("/users/signup", "/users/login"):
        reply = client.post(
            API + path, content=body, headers={"Content-Type": "application/json"}
        )
        assert_error(reply, 422, "invalid_input")
