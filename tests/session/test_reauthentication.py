"""Fresh authentication: sensitive changes need a recent check of the password."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.core.config import settings
from backend.models import UserSession
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    log_in,
    post,
    verified,
)
from tests.support.operations import OPERATIONS, Operation
from tests.support.work import Work
from tests.two_fa.steps import call as call_two_fa
from tests.two_fa.steps import clear_limits, guarded, pending, verify, wrong_code
from tests.user.steps import call, promote

NEW = "a-quiet-orchard-at-dusk"
ADMIN_WRITES = [o for o in OPERATIONS if "/admin/" in o.path and o.method != "GET"]
FRESH = [
    *ADMIN_WRITES,
    *(o for o in OPERATIONS if o.id in ("Users-export_me", "Users-get_export_link")),
]


def grow_old(db: Session) -> None:
    """Date the password checks of all logins back, just beyond the allowed age."""
    too_long = timedelta(minutes=settings.FRESH_AUTHENTICATION_MINUTES, seconds=1)
    for login in db.exec(select(UserSession)).all():
        assert login.proved_at
        login.proved_at -= too_long
    db.commit()


def ask(client: TestClient, account: Account, operation: Operation) -> Response:
    """Send a well-formed request about ids that do not exist."""
    options = {"json": operation.example()} if operation.fields else {}
    return operation.call(client, headers=account.headers, **options)


def reauthenticate(client: TestClient, account: Account, **body: str) -> Response:
    """Confirm the password for this login again."""
    return call(client, account, "/users/reauthenticate", **body)


def export(client: TestClient, account: Account) -> Response:
    """Request the export, which needs fresh authentication."""
    return client.get(API + "/users/export", headers=account.headers)


def test_some_routes_need_fresh_authentication() -> None:
    assert len(FRESH) >= 9


@pytest.mark.parametrize("operation", FRESH, ids=str)
def test_an_old_login_must_confirm_the_password(
    client: TestClient, db: Session, admin: Account, operation: Operation
) -> None:
    assert "reauthentication_required" not in ask(client, admin, operation).text
    grow_old(db)

    assert_error(ask(client, admin, operation), 403, "reauthentication_required")

    assert reauthenticate(client, admin, password=PASSWORD).status_code == 204
    assert "reauthentication_required" not in ask(client, admin, operation).text


@pytest.mark.parametrize("operation", FRESH, ids=str)
def test_a_login_of_an_earlier_release_must_confirm_the_password(
    client: TestClient, db: Session, admin: Account, operation: Operation
) -> None:
    db.exec(select(UserSession)).one().proved_at = None
    db.commit()

    assert_error(ask(client, admin, operation), 403, "reauthentication_required")


def test_reading_as_an_administrator_needs_no_fresh_authentication(
    client: TestClient, db: Session, admin: Account
) -> None:
    grow_old(db)

    reply = client.get(API + "/users/admin/users", headers=admin.headers)

    assert reply.status_code == 200


def test_only_the_login_that_confirmed_the_password_is_fresh(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    other = Account(
        account.email,
        PASSWORD,
        bearer(log_in(client, account.email)["access_token"]),
        account.user,
    )
    grow_old(db)

    reauthenticate(client, account, password=PASSWORD)

    assert export(client, account).status_code == 200
    assert_error(export(client, other), 403, "reauthentication_required")


def test_a_wrong_password_renews_nothing_and_is_limited(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    grow_old(db)
    for _ in range(5):
        reply = reauthenticate(client, account, password="not-this-one")
        assert_error(reply, 400, "wrong_password")

    assert_error(
        reauthenticate(client, account, password=PASSWORD), 429, "rate_limited"
    )
    assert_error(export(client, account), 403, "reauthentication_required")


def test_with_a_second_factor_a_code_is_needed_too(
    client: TestClient, db: Session, time: Time
) -> None:
    on = guarded(client, time)
    grow_old(db)

    missing = reauthenticate(client, on.account, password=PASSWORD)
    wrong = reauthenticate(
        client, on.account, password=PASSWORD, code=wrong_code(on, time)
    )
    assert_error(missing, 400, "code_required")
    assert_error(wrong, 400, "wrong_code")
    assert_error(export(client, on.account), 403, "reauthentication_required")

    right = reauthenticate(client, on.account, password=PASSWORD, code=on.code(time))

    assert right.status_code == 204
    assert export(client, on.account).status_code == 200


def test_a_code_works_for_one_confirmation(client: TestClient, time: Time) -> None:
    on = guarded(client, time)
    body = {"password": PASSWORD, "code": on.code(time)}

    assert reauthenticate(client, on.account, **body).status_code == 204

    assert_error(reauthenticate(client, on.account, **body), 400, "wrong_code")


def test_a_request_with_password_and_code_needs_no_other_proof(
    client: TestClient, db: Session, time: Time
) -> None:
    on = guarded(client, time)
    grow_old(db)
    body = {"password": PASSWORD, "code": on.code(time)}

    reply = call_two_fa(client, on.account, "/regenerate-codes", **body)

    assert reply.status_code == 200


def test_wrong_codes_pause_the_factor_here_too(client: TestClient, time: Time) -> None:
    on = guarded(client, time)
    for _ in range(2):
        for _ in range(5):
            reply = reauthenticate(
                client, on.account, password=PASSWORD, code=wrong_code(on, time)
            )
            assert_error(reply, 400, "wrong_code")
        # The route allows five tries in five minutes, the second factor ten.
        clear_limits()

    reply = reauthenticate(client, on.account, password=PASSWORD, code=on.code(time))

    assert_error(reply, 429, "two_factor_paused")


def test_a_trusted_device_is_not_a_proof_of_the_second_factor(
    client: TestClient, time: Time
) -> None:
    on = guarded(client, time)
    first = verify(client, pending(client, on), on.code(time), trust_device=True).json()
    fresh = Account(on.account.email, PASSWORD, bearer(first["access_token"]), {})
    assert export(client, fresh).status_code == 200

    later = post(
        client,
        "/users/login",
        email=on.account.email,
        password=PASSWORD,
        device_token=first["device_token"],
    ).json()

    stale = Account(on.account.email, PASSWORD, bearer(later["access_token"]), {})
    assert_error(export(client, stale), 403, "reauthentication_required")
    time.advance(seconds=60)
    body = {"password": PASSWORD, "code": on.code(time)}
    assert reauthenticate(client, stale, **body).status_code == 204
    assert export(client, stale).status_code == 200


def test_the_check_needs_no_extra_query(
    client: TestClient, admin: Account, work: Work
) -> None:
    with work.counted() as reading:
        client.get(API + "/users/me", headers=admin.headers)
    with work.counted() as writing:
        path = f"{API}/users/admin/users/{admin.user['id']}/sessions"
        client.delete(path, headers={**admin.headers})

    assert len(reading.statements) == 1
    mine = [s for s in writing.statements if "user_sessions.proved_at" in s]
    assert len(mine) == 1


def test_administrators_cannot_reset_their_own_second_factor(
    client: TestClient, db: Session, time: Time
) -> None:
    on = guarded(client, time)
    promote(db, on.account)
    path = f"{API}/users/admin/users/{on.account.user['id']}/two-factor"

    reply = client.delete(path, headers=on.account.headers)

    assert_error(reply, 409, "own_two_factor")
    status = client.get(API + "/two-fa/status", headers=on.account.headers)
    assert status.json()["enabled"] is True
    body = {"password": PASSWORD, "code": on.code(time)}
    assert call_two_fa(client, on.account, "/disable", **body).status_code == 204
