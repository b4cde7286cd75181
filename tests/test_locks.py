"""The order of locks (backend/models.py): pairs of requests that use the same rows.

Each test holds a row until both requests wait, one behind the other, and then releases it.
In another lock order they would deadlock: Postgres aborts one of them after a second.
"""

from datetime import timedelta
from uuid import UUID

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select, update
from structlog.testing import capture_logs

from backend.api import presence
from backend.background import cleanup
from backend.core import auth, clock
from backend.core.config import settings
from backend.models import (
    DemoAvailability,
    DocumentText,
    TrustedDevice,
    TwoFa,
    UserSession,
)
from backend.modules import registry
from backend.modules.document.text.text import text_service
from tests import fixtures
from tests.book_demo.steps import DEMO, MONDAY, NINE, book, booked, set_rules
from tests.document.steps import DOCUMENTS, upload, uploaded
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    bearer,
    log_in,
    post,
    verified,
)
from tests.support.operations import new_caller
from tests.support.racing import while_held
from tests.two_fa.steps import guarded, pending, verify
from tests.user.steps import call, promote


def statuses(replies: list[Response]) -> list[int]:
    """Return the statuses of replies."""
    return [reply.status_code for reply in replies]


def two_logins(client: TestClient, account: Account) -> tuple[UUID, UUID]:
    """Return two sessions; the older one has the higher id."""
    older = auth.decode(account.headers["Authorization"][7:]).session_id
    while True:
        token = log_in_elsewhere(client, account)
        newer = auth.decode(token).session_id
        if newer < older:
            return older, newer
        older = newer


def log_in_elsewhere(client: TestClient, account: Account) -> str:
    """Log in from another network address and return the token."""
    reply = client.post(
        f"{API}/users/login",
        json={"email": account.email, "password": PASSWORD},
        headers=new_caller(),
    )
    token: str = reply.json()["access_token"]
    return token


def test_ending_all_sessions_meets_the_write_of_last_seen(
    client: TestClient, db: Session
) -> None:
    account = verified(client)
    older, newer = two_logins(client, account)
    mine = bearer(log_in_elsewhere(client, account))

    def write_presence() -> None:
        presence._seen.clear()
        for login in (older, newer):
            now = clock.now()
            presence.note(login, now, stored=now - timedelta(hours=1))
        presence.write(fixtures.engine)

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
    """The session and the one before it have the same device; both set it to null."""
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


def test_the_cleanup_of_old_trust_meets_ending_all_sessions(
    client: TestClient, db: Session, time: Time
) -> None:
    on = guarded(client, time)
    code = on.code(time)
    login = verify(client, pending(client, on), code, trust_device=True).json()
    trusted = auth.decode(login["access_token"]).session_id
    time.advance(days=settings.TRUSTED_DEVICE_DAYS, minutes=-10)
    db.execute(update(UserSession).values(last_seen_at=clock.now()))
    db.execute(update(UserSession).values(expires_at=clock.now() + timedelta(days=1)))
    db.execute(update(TrustedDevice).values(expires_at=clock.now()))
    db.commit()
    mine = on.account.headers

    def clean_up() -> None:
        with Session(fixtures.engine) as cleaning:
            cleanup.run(cleaning, registry.kept())

    reply, _ = while_held(
        db,
        select(UserSession).where(UserSession.id == trusted),
        lambda: client.delete(f"{API}/users/sessions", headers=mine),
        clean_up,
    )

    assert reply.status_code == 204


def test_two_administrators_reset_each_others_second_factor(
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
        select(TwoFa),
        lambda: reset(first.account, second.account),
        lambda: reset(second.account, first.account),
    )

    assert statuses(replies) == [204, 204]


def test_storing_a_documents_text_meets_a_new_version(
    client: TestClient, db: Session
) -> None:
    owner = verified(client)
    path = f"/{uploaded(client, owner)['id']}"
    upload(client, owner, b"the second", path=f"{path}/versions")
    with Session(fixtures.engine) as reading:
        unread = text_service.claim(reading)
        reading.commit()
    assert unread
    assert unread.number == 1

    def keep() -> None:
        with Session(fixtures.engine) as reading:
            text_service.keep(reading, unread, "done", "the first")
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


def test_booking_meets_declining_the_booking_at_that_time(
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
