"""After CODE_SECRET_KEY and JWT_SECRET_KEY change, digests and tokens of old keys work.

The other tests' app has one of each key. These tests start a second service on the same
database, with a new key in front of the old one.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

import jwt
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import LargeBinary
from sqlmodel import Session, SQLModel

from backend.core import auth, clock, token
from backend.core.database import engine
from tests.api_token.steps import made
from tests.book_demo.steps import book, booked, slots
from tests.document.steps import DOCUMENTS, uploaded
from tests.faults.steps import Caller
from tests.fixtures import Time
from tests.forgot_password.steps import NEW, ask, code_of, ticket
from tests.invitation.steps import invited, token_for
from tests.support.accounts import (
    PASSWORD,
    bearer,
    begin,
    code_for,
    log_in,
    new_email,
    verified,
)
from tests.support.environment import SECRET, mailbox
from tests.support.live import Live
from tests.two_fa.steps import guarded, pending, verify
from tests.user.steps import administrator, call, request_deletion, undo_token

NEW_KEY = "Zk8-wE2rT9yU4iO1_aS6dF3gH8jK5lQx-new"
BOTH = f"{NEW_KEY}, {SECRET}"
# The digest that release 1.0.0 stores for "a" under SECRET.
DIGEST_OF_A = "045b0bde69c3d0319143cad9e24da1910c7a1520c09f056b68d075278ebcfc13"


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    """Start a service with new keys in front; the old ones still verify."""
    with Live(
        CODE_SECRET_KEY=BOTH, JWT_SECRET_KEY=BOTH, TRUSTED_PROXIES="127.0.0.1/32"
    ) as live:
        yield live


@pytest.fixture
def changed(live: Live) -> Iterator[Caller]:
    """Return a client of the service with new keys."""
    with Caller(live.url) as caller:
        yield caller


def _recovery_code(old: TestClient, new: Caller, time: Time) -> None:
    on = guarded(old, time)
    body = {"code": on.recovery_codes[0]}
    headers = pending(old, on)
    assert new.call("POST", "/two-fa/verify", json=body, headers=headers).is_success


def _trusted_device(old: TestClient, new: Caller, time: Time) -> None:
    on = guarded(old, time)
    login = verify(old, pending(old, on), on.code(time), trust_device=True).json()
    device = login["device_token"]
    body = {"email": on.account.email, "password": PASSWORD, "device_token": device}
    reply = new.call("POST", "/users/login", json=body)
    assert reply.json()["pending_2fa"] is False


def _share(old: TestClient, new: Caller, time: Time) -> None:
    owner = verified(old)
    path = f"{DOCUMENTS}/{uploaded(old, owner)['id']}/shares"
    shared = old.post(path, json={}, headers=owner.headers).json()["token"]
    body = {"token": shared}
    assert new.call("POST", "/documents/shared", json=body).is_success
    assert new.call("POST", "/documents/shared/download-link", json=body).is_success


def _undo_of_email_change(old: TestClient, new: Caller, time: Time) -> None:
    account = verified(old)
    body = {"new_email": new_email(), "password": PASSWORD}
    assert call(old, account, "/users/change-email", **body).status_code == 202
    text = mailbox.wait_for(account.email, count=2)[0].text
    undo = {"token": text.partition("token=")[2].split()[0]}
    assert new.call("POST", "/users/undo-email-change", json=undo).is_success


def _undo_of_deletion(old: TestClient, new: Caller, time: Time) -> None:
    account = verified(old)
    assert request_deletion(old, account).status_code == 202
    undo = {"token": undo_token(mailbox, account)}
    assert new.call("POST", "/users/undo-delete-account", json=undo).is_success


def _booking(old: TestClient, new: Caller, time: Time) -> None:
    made = booked(old, _free_slot(old))
    path = f"/book-demo/manage/{made.token}"
    assert new.call("GET", path).status_code == 200
    assert new.call("POST", path + "/cancel", json={}).is_success


def _reset_ticket(old: TestClient, new: Caller, time: Time) -> None:
    account = verified(old)
    body = {"reset_token": ticket(old, account), "new_password": NEW}
    assert new.call("POST", "/forgot-password/reset", json=body).is_success


def _emailed_code(old: TestClient, new: Caller, time: Time) -> None:
    signup = begin(old)
    body = {"signup_token": signup.token, "code": code_for(signup.email)}
    assert new.call("POST", "/users/verify-signup", json=body).is_success


def _reset_request(old: TestClient, new: Caller, time: Time) -> None:
    account = verified(old)
    request_token = ask(old, account.email).json()["request_token"]
    body = {
        "email": account.email,
        "code": code_of(account),
        "request_token": request_token,
    }
    assert new.call("POST", "/forgot-password/verify", json=body).is_success


def _idempotency_key(old: TestClient, new: Caller, time: Time) -> None:
    key, booking = str(token.new_id()), {"email": new_email(), "start": _free_slot(old)}
    first = book(old, key=key, **booking)
    headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
    # The fingerprint is of the body's bytes.
    body = first.request.content
    again = new.call("POST", "/book-demo/book", headers=headers, content=body)
    other = new.call("POST", "/book-demo/book", headers=headers, content=body + b" ")
    assert (again.status_code, again.json()) == (201, first.json())
    assert other.json()["code"] == "idempotency_key_reused"


def _api_token(old: TestClient, new: Caller, time: Time) -> None:
    account = verified(old)
    headers = bearer(made(old, account, "documents:read")["token"])
    assert new.call("GET", "/documents", headers=headers).status_code == 200


def _invitation(old: TestClient, new: Caller, time: Time) -> None:
    with Session(engine) as session:
        admin = administrator(old, session)
    body = {"token": token_for(invited(old, admin)["email"])}
    assert new.call("POST", "/users/invitations/lookup", json=body).is_success


USES: dict[str, Callable[[TestClient, Caller, Time], None]] = {
    "api_tokens.digest": _api_token,
    "demo_bookings.manage_digest": _booking,
    "document_shares.token_digest": _share,
    "email_changes.undo_digest": _undo_of_email_change,
    "idempotency_keys.digest": _idempotency_key,
    "idempotency_keys.fingerprint": _idempotency_key,
    "idempotency_keys.reply": _idempotency_key,
    "invitations.digest": _invitation,
    "one_time_codes.digest": _emailed_code,
    "password_resets.digest": _reset_ticket,
    "recovery_codes.digest": _recovery_code,
    "reset_requests.token_digest": _reset_request,
    "signups.token_digest": _emailed_code,
    "trusted_devices.digest": _trusted_device,
    "users.undo_delete_digest": _undo_of_deletion,
}
# Digests that use no key or that only release 1.0.0 writes, and other bytes.
WITHOUT_KEY = {
    "email_codes.digest",
    "document_thumbnails.image",
    "document_versions.sha256",
    "documents.sha256",
    "outbox_emails.attachment",
    "passkeys.credential_id",
    "passkeys.public_key",
}


def _free_slot(client: TestClient) -> str:
    today = clock.now().date()
    days = today.isoformat(), (today + timedelta(days=7)).isoformat()
    return slots(client, *days)[0]


def test_every_stored_digest_is_tried_under_a_changed_key() -> None:
    binary = {
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }

    assert binary - WITHOUT_KEY == set(USES)
    assert binary > WITHOUT_KEY


@pytest.mark.parametrize("column", USES)
def test_a_digest_of_the_old_key_is_found_with_the_new_one(
    client: TestClient, changed: Caller, time: Time, column: str
) -> None:
    USES[column](client, changed, time)


def test_a_session_of_the_old_key_continues(
    client: TestClient, changed: Caller
) -> None:
    account = verified(client)

    assert changed.me(account.headers["Authorization"][7:]).status_code == 200


def test_a_pending_login_of_the_old_key_is_completed(
    client: TestClient, changed: Caller, time: Time
) -> None:
    on = guarded(client, time)
    headers = pending(client, on)

    body = {"code": on.recovery_codes[1]}
    reply = changed.call("POST", "/two-fa/verify", json=body, headers=headers)

    assert reply.status_code == 200


def test_a_download_link_of_the_old_key_works(
    client: TestClient, changed: Caller
) -> None:
    owner = verified(client)
    document = uploaded(client, owner)
    path = f"{DOCUMENTS}/{document['id']}/download-link"
    link = client.get(path, headers=owner.headers).json()

    reply = changed.call("GET", link["url"].partition("/api/v1")[2])

    assert reply.status_code == 200


def test_the_new_key_signs_and_the_token_names_it(
    client: TestClient, changed: Caller
) -> None:
    account = verified(client)

    fresh = changed.log_in(account.email).json()["access_token"]

    old = log_in(client, account.email)["access_token"]
    named = [jwt.get_unverified_header(t)["kid"] for t in (fresh, old)]
    assert len(set(named)) == 2
    assert jwt.decode(fresh, NEW_KEY, ["HS256"], options={"verify_aud": False})
    assert client.get("/api/v1/users/me", headers=bearer(fresh)).status_code == 401


@pytest.mark.parametrize("key", [SECRET, NEW_KEY])
@pytest.mark.parametrize(
    ("header", "status"), [({}, 200), ({"kid": "another"}, 401), ({"kid": ""}, 401)]
)
def test_a_token_without_the_name_of_a_key_is_tried_with_each(
    client: TestClient, changed: Caller, key: str, header: dict[str, str], status: int
) -> None:
    account = verified(client)
    token = account.headers["Authorization"][7:]
    claims = jwt.decode(token, options={"verify_signature": False})

    reply = changed.me(jwt.encode(claims, key, "HS256", headers=header))

    assert reply.status_code == status


def test_a_token_that_names_another_key_is_refused(
    client: TestClient, changed: Caller
) -> None:
    account = verified(client)
    token = account.headers["Authorization"][7:]
    claims = jwt.decode(token, options={"verify_signature": False})
    named = jwt.get_unverified_header(token)

    reply = changed.me(jwt.encode(claims, NEW_KEY, "HS256", headers=named))

    assert reply.status_code == 401


def test_with_one_key_a_digest_equals_that_of_release_1_0_0() -> None:
    assert token.token_digest("a").hex() == DIGEST_OF_A
    assert token.token_digests("a") == (token.token_digest("a"),)


def test_the_name_of_a_key_reveals_nothing_about_it() -> None:
    account = auth.AccessToken(token.new_id(), token.new_id())
    signed = auth.encode(account, expires_at=clock.now() + timedelta(hours=1))

    kid = jwt.get_unverified_header(signed)["kid"]

    assert len(kid) == 11
    assert kid not in SECRET
