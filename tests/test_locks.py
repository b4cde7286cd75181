"""The order of locks (backend/models.py): pairs of requests that meet at the same rows.

Each test holds a row until both wait, one behind the other, and then lets go. In another
order one would hold what the other waits for: Postgres ends such a pair after a second.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlalchemy import text as sql
from sqlmodel import Session, select
from structlog.testing import capture_logs

from backend import presence
from backend.core import auth, clock
from backend.models import (
    DemoAvailability,
    DocumentText,
    EmailCode,
    TrustedDevice,
    TwoFactor,
    User,
    UserSession,
)
from backend.modules.document import text
from tests import conftest
from tests.accounts import (
    API,
    PASSWORD,
    Account,
    bearer,
    code_for,
    log_in,
    new_email,
    post,
    sign_up,
    verified,
)
from tests.book_demo.steps import DEMO, MONDAY, NINE, book, booked, set_rules
from tests.conftest import Time
from tests.document.steps import DOCUMENTS, upload, uploaded
from tests.operations import new_caller
from tests.two_fa.steps import guarded, pending, verify
from tests.user.steps import call, promote
from tests.user.test_undo_email_change import found, request_change, undo, undo_token
from tests.waiting import eventually

Step = Callable[[], Any]
_WAITING = sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")


def while_held(db: Session, held: Any, *steps: Step) -> list[Any]:
    """Start steps one after the other while `db` holds rows; return what they return.

    Each has come to a lock, or to its end, before the next one starts.
    """
    db.exec(held.with_for_update()).all()
    results: list[Future[Any]] = []
    # A transaction would see only the connections that it saw first.
    own = conftest._engine.execution_options(isolation_level="AUTOCOMMIT")
    with ThreadPoolExecutor(len(steps)) as pool, own.connect() as other:
        for step in steps:
            before = other.execute(_WAITING).scalar_one()
            result = pool.submit(step)

            def stands(result: Future[Any] = result, before: int = before) -> bool:
                return result.done() or other.execute(_WAITING).scalar_one() > before

            eventually(stands)
            results.append(result)
        db.commit()
    return [result.result() for result in results]


def statuses(replies: list[Response]) -> list[int]:
    """Return the statuses of replies."""
    return [reply.status_code for reply in replies]


def code_to(email: str) -> str:
    """Return the code in the mail to a new address."""
    return found(email, r"\b(\d{6})\b")


def test_confirming_an_address_meets_asking_for_another(
    client: TestClient, db: Session
) -> None:
    account, new = verified(client), new_email()
    request_change(client, account, new)
    code = code_to(new)

    replies = while_held(
        db,
        select(EmailCode).where(EmailCode.email == new),
        lambda: call(client, account, "/users/verify-email", code=code),
        lambda: call(
            client,
            account,
            "/users/change-email",
            new_email=new_email(),
            password=PASSWORD,
        ),
    )

    assert statuses(replies) == [200, 202]


@pytest.mark.parametrize("undo_first", [True, False])
def test_undoing_a_change_meets_asking_for_another(
    client: TestClient, db: Session, undo_first: bool
) -> None:
    account = verified(client)
    request_change(client, account, new_email())
    token = undo_token(account.email)
    steps = [
        lambda: undo(client, token),
        lambda: call(
            client,
            account,
            "/users/change-email",
            new_email=new_email(),
            password=PASSWORD,
        ),
    ]

    replies = while_held(db, select(User), *(steps if undo_first else steps[::-1]))

    assert statuses(replies) == ([204, 401] if undo_first else [202, 204])


@pytest.mark.parametrize("undo_first", [True, False])
def test_undoing_a_change_meets_confirming_it(
    client: TestClient, db: Session, undo_first: bool
) -> None:
    account, new = verified(client), new_email()
    request_change(client, account, new)
    token, code = undo_token(account.email), code_to(new)
    steps = [
        lambda: undo(client, token),
        lambda: call(client, account, "/users/verify-email", code=code),
    ]

    replies = while_held(db, select(User), *(steps if undo_first else steps[::-1]))

    assert statuses(replies) == ([204, 400] if undo_first else [200, 204])
    db.rollback()
    assert db.exec(select(User.email)).one() == account.email


def two_logins(client: TestClient, account: Account) -> tuple[UUID, UUID]:
    """Return two sessions, the older of which has the higher id."""
    older = auth.decode(account.headers["Authorization"][7:]).session_id
    while True:
        token = log_in_elsewhere(client, account)
        newer = auth.decode(token).session_id
        if newer < older:
            return older, newer
        older = newer


def log_in_elsewhere(client: TestClient, account: Account) -> str:
    """Log in from an address of its own and return the token."""
    reply = client.post(
        f"{API}/users/login",
        json={"email": account.email, "password": PASSWORD},
        headers=new_caller(),
    )
    token: str = reply.json()["access_token"]
    return token


def test_ending_all_sessions_meets_the_times_they_were_last_seen(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    older, newer = two_logins(client, account)
    mine = bearer(log_in_elsewhere(client, account))

    def write_presence() -> None:
        presence._seen.clear()
        presence.note(older, clock.now())
        presence.note(newer, clock.now())
        presence.write(conftest._engine)

    with capture_logs() as logs:
        reply, _ = while_held(
            db,
            select(UserSession).where(UserSession.id == older),
            lambda: client.delete(f"{API}/users/sessions", headers=mine),
            write_presence,
        )

    assert reply.status_code == 204
    assert "last-seen times not written" not in [log["event"] for log in logs]
    assert presence._seen.keys().isdisjoint({older, newer})


def test_logging_out_meets_a_new_password(client: TestClient, db: Session) -> None:
    account = verified(client)
    first = auth.decode(account.headers["Authorization"][7:]).session_id
    later = bearer(log_in(client, account.email)["access_token"])

    replies = while_held(
        db,
        select(UserSession).where(UserSession.id == first),
        lambda: call(
            client,
            account,
            "/users/change-password",
            current_password=PASSWORD,
            new_password="a-quiet-orchard-at-dusk",
        ),
        lambda: client.post(f"{API}/users/logout", headers=later),
    )

    assert statuses(replies) == [200, 204]


def test_distrusting_a_device_meets_ending_all_sessions(
    client: TestClient, db: Session, time: Time
) -> None:
    on = guarded(client, time)
    verify(client, pending(client, on), on.code(time), trust_device=True)
    device_id = db.exec(select(TrustedDevice.id)).one()
    path = f"{API}/two-fa/trusted-devices/{device_id}"

    replies = while_held(
        db,
        select(TrustedDevice),
        lambda: client.delete(path, headers=on.account.headers),
        lambda: client.delete(f"{API}/users/sessions", headers=on.account.headers),
    )

    assert statuses(replies) == [204, 204]


def test_ending_a_session_of_a_trusted_device_meets_ending_all(
    client: TestClient, db: Session, time: Time
) -> None:
    """The session before it has the same device, which both set to null."""
    on = guarded(client, time)
    code = on.code(time)
    first = verify(client, pending(client, on), code, trust_device=True).json()
    body = {"email": on.account.email, "password": PASSWORD}
    body |= {"device_token": first["device_token"]}
    second = post(client, "/users/login", **body).json()
    ended = auth.decode(second["access_token"]).session_id

    replies = while_held(
        db,
        select(TrustedDevice),
        lambda: client.delete(
            f"{API}/users/sessions/{ended}", headers=on.account.headers
        ),
        lambda: client.delete(f"{API}/users/sessions", headers=on.account.headers),
    )

    assert statuses(replies) == [204, 204]


@pytest.mark.parametrize("request_first", [True, False])
def test_a_code_to_set_a_password_meets_asking_for_another(
    client: TestClient, db: Session, time: Time, request_first: bool
) -> None:
    account = verified(client)
    post(client, "/forgot-password/request", email=account.email)
    code = code_for(account.email, number=2)
    time.advance(minutes=2)
    body = {"email": account.email, "code": code}
    steps = [
        lambda: post(client, "/forgot-password/request", email=account.email),
        lambda: post(client, "/forgot-password/verify", **body),
    ]

    replies = while_held(db, select(User), *(steps if request_first else steps[::-1]))

    assert statuses(replies) == ([202, 400] if request_first else [200, 202])


@pytest.mark.parametrize("request_first", [True, False])
def test_the_code_of_a_sign_up_meets_asking_for_another(
    client: TestClient, db: Session, time: Time, request_first: bool
) -> None:
    email = sign_up(client)
    body = {"email": email, "code": code_for(email)}
    time.advance(minutes=2)
    steps = [
        lambda: post(client, "/users/resend-code", email=email),
        lambda: post(client, "/users/verify-signup", **body),
    ]

    replies = while_held(db, select(User), *(steps if request_first else steps[::-1]))

    assert statuses(replies) == ([202, 400] if request_first else [200, 202])


def test_two_administrators_meet_who_reset_each_others_second_factor(
    client: TestClient, db: Session, time: Time
) -> None:
    first, second = guarded(client, time), guarded(client, time)
    for on in (first, second):
        promote(db, on.account)

    def reset(actor: Account, other: Account) -> Response:
        path = f"{API}/users/admin/users/{other.user['id']}/two-factor"
        return client.delete(path, headers=actor.headers)

    replies = while_held(
        db,
        select(TwoFactor),
        lambda: reset(first.account, second.account),
        lambda: reset(second.account, first.account),
    )

    assert statuses(replies) == [204, 204]


def test_the_text_that_was_read_meets_another_version(
    client: TestClient, db: Session
) -> None:
    owner = verified(client)
    path = f"/{uploaded(client, owner)['id']}"
    upload(client, owner, b"the second", path=f"{path}/versions")
    with Session(conftest._engine) as reading:
        unread = text.claim(reading)
        reading.commit()
    assert unread
    assert unread.number == 1

    def keep() -> None:
        with Session(conftest._engine) as reading:
            text.keep(reading, unread, "done", "the first")
            reading.commit()

    restore = f"{DOCUMENTS}{path}/versions/1/restore"
    _, reply = while_held(
        db,
        select(DocumentText).where(DocumentText.version_id == unread.version_id),
        keep,
        lambda: client.post(restore, headers=owner.headers),
    )

    assert reply.status_code == 200
    document = client.get(f"{DOCUMENTS}{path}", headers=owner.headers).json()
    assert (document["version"], document["text_status"]) == (1, "done")


def test_booking_meets_declining_what_has_that_time(
    client: TestClient, db: Session, time: Time
) -> None:
    time.travel_to(MONDAY)
    set_rules(db, notice_minutes=0)
    admin = verified(client)
    promote(db, admin)
    url = f"{DEMO}/admin/bookings/{booked(client, NINE).id}"
    decision = {"status": "declined", "notes": "They called."}

    replies = while_held(
        db,
        select(DemoAvailability),
        lambda: book(client, NINE),
        lambda: client.patch(url, json=decision, headers=admin.headers),
    )

    assert statuses(replies) == [409, 200]
