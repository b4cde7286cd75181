"""Login sessions can be listed and ended."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.api import presence
from backend.core import clock
from backend.core.config import settings
from backend.core.database import engine
from backend.models import UserSession
from devtools.mailbox import Mailbox
from main import create_app
from tests.fixtures import Time
from tests.support.accounts import API, assert_error, bearer, log_in, verified
from tests.user.steps import FIREFOX, log_in_from, sessions


def test_sessions_name_device_address_and_which_is_current(client: TestClient) -> None:
    account = verified(client)
    other = log_in_from(client, account, FIREFOX)

    newest, oldest = sessions(client, account.headers)

    assert newest["device"] == "Firefox on Ubuntu"
    assert newest["address"] == "198.51.100.7"
    assert (newest["is_current"], oldest["is_current"]) == (False, True)
    assert str(newest["last_seen_at"]).endswith("Z")
    assert [s["is_current"] for s in sessions(client, other)] == [True, False]


def test_one_session_is_ended_by_its_id(client: TestClient) -> None:
    account = verified(client)
    other = log_in_from(client, account, FIREFOX)
    session_id = sessions(client, account.headers)[0]["id"]

    reply = client.delete(f"{API}/users/sessions/{session_id}", headers=account.headers)

    assert reply.status_code == 204
    assert_error(client.get(API + "/users/me", headers=other), 401, "invalid_token")
    again = client.delete(f"{API}/users/sessions/{session_id}", headers=account.headers)
    assert_error(again, 404, "session_not_found")


def test_another_users_session_looks_like_a_random_id(
    client: TestClient,
) -> None:
    account, other = verified(client), verified(client)
    theirs = sessions(client, other.headers)[0]["id"]

    for session_id in (theirs, uuid4()):
        reply = client.delete(
            f"{API}/users/sessions/{session_id}", headers=account.headers
        )
        assert_error(reply, 404, "session_not_found")
    assert client.get(API + "/users/me", headers=other.headers).status_code == 200


def test_all_other_sessions_are_ended_at_once(client: TestClient) -> None:
    account = verified(client)
    others = [bearer(log_in(client, account.email)["access_token"]) for _ in range(3)]

    reply = client.delete(API + "/users/sessions", headers=account.headers)

    assert reply.status_code == 204
    for headers in others:
        assert client.get(API + "/users/me", headers=headers).status_code == 401
    assert len(sessions(client, account.headers)) == 1


def test_no_request_that_starts_after_its_session_ended_is_served(
    client: TestClient,
) -> None:
    account = verified(client)
    ended = threading.Event()
    late: list[int] = []

    def hammer(_: int) -> None:
        for _ in range(12):
            after = ended.is_set()
            reply = client.get(API + "/users/me", headers=account.headers)
            if after:
                late.append(reply.status_code)

    with ThreadPoolExecutor(20) as pool:
        running = [pool.submit(hammer, number) for number in range(20)]
        assert (
            client.post(API + "/users/logout", headers=account.headers).status_code
            == 204
        )
        ended.set()
        for each in running:
            each.result()

    assert late
    assert set(late) == {401}


def test_an_idle_session_ends(client: TestClient, db: Session, time: Time) -> None:
    account = verified(client)
    time.advance(minutes=settings.SESSION_IDLE_MINUTES - 1)
    assert client.get(API + "/users/me", headers=account.headers).status_code == 200
    presence.write(engine)
    time.advance(minutes=2)
    assert client.get(API + "/users/me", headers=account.headers).status_code == 200
    presence.write(engine)

    time.advance(minutes=settings.SESSION_IDLE_MINUTES + 1)

    reply = client.get(API + "/users/me", headers=account.headers)
    assert_error(reply, 401, "invalid_token")


def test_last_seen_is_written_after_the_requests(
    client: TestClient, db: Session, time: Time
) -> None:
    account = verified(client)
    time.advance(hours=3)
    client.get(API + "/users/me", headers=account.headers)

    presence.write(engine)

    seen = db.exec(select(UserSession.last_seen_at)).one()
    assert clock.now() - seen < timedelta(minutes=1)


def test_last_seen_is_written_only_if_it_is_minutes_old(
    client: TestClient, db: Session, time: Time
) -> None:
    account = verified(client)
    first = db.exec(select(UserSession.last_seen_at)).one()
    time.advance(minutes=3)
    client.get(API + "/users/me", headers=account.headers)
    presence.write(engine)
    db.rollback()
    assert db.exec(select(UserSession.last_seen_at)).one() == first

    time.advance(minutes=2)
    client.get(API + "/users/me", headers=account.headers)
    presence.write(engine)

    db.rollback()
    assert db.exec(select(UserSession.last_seen_at)).one() > first


def test_a_late_write_does_not_move_last_seen_back(
    client: TestClient, db: Session, time: Time
) -> None:
    account = verified(client)
    session = db.exec(select(UserSession)).one()
    noted_by_another_process = clock.now() + timedelta(hours=1)
    time.advance(hours=3)
    client.get(API + "/users/me", headers=account.headers)
    presence.write(engine)

    long_ago = noted_by_another_process - timedelta(hours=1)
    presence.note(session.id, noted_by_another_process, stored=long_ago)
    presence.write(engine)

    db.refresh(session)
    assert session.last_seen_at > noted_by_another_process


def test_last_seen_is_written_when_the_service_ends(db: Session, time: Time) -> None:
    with TestClient(create_app()) as ending:
        account = verified(ending)
        time.advance(hours=3)
        ending.get(API + "/users/me", headers=account.headers)

    seen = db.exec(select(UserSession.last_seen_at)).one()
    assert clock.now() - seen < timedelta(minutes=1)


def test_last_seen_is_kept_after_a_failed_write(
    client: TestClient, db: Session, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = verified(client)
    time.advance(hours=3)
    client.get(API + "/users/me", headers=account.headers)
    before = db.exec(select(UserSession.last_seen_at)).one()
    db.exec(select(UserSession).with_for_update()).one()

    with monkeypatch.context() as patch:
        from sqlalchemy import text

        hurried = text(
            "WITH hurry AS (SELECT set_config('lock_timeout', '50ms', true)) "
            "UPDATE user_sessions SET last_seen_at = :seen FROM hurry WHERE id = :row_id"
        )
        patch.setattr(presence, "_UPDATE_SESSIONS", hurried)
        presence.write(engine)
    db.rollback()
    assert db.exec(select(UserSession.last_seen_at)).one() == before
    presence.write(engine)

    db.rollback()
    assert db.exec(select(UserSession.last_seen_at)).one() > before


def test_a_new_device_is_mailed_to_the_owner_once(
    client: TestClient, mailbox: Mailbox
) -> None:
    account = verified(client)
    log_in(client, account.email)

    log_in_from(client, account, FIREFOX)
    log_in_from(client, account, FIREFOX)

    notice = mailbox.wait_for(account.email, count=2)[0]
    assert "Firefox on Ubuntu" in notice.text
    assert "198.51.100.7" in notice.text
    log_in(client, account.email)
    assert len(mailbox.messages(account.email)) == 2


def test_the_name_of_a_device_contains_only_known_words(
    client: TestClient,
) -> None:
    account = verified(client)

    for user_agent in ("<script>alert(1)</script>/1.0", "{{7*7}} " + "x" * 3000, ""):
        log_in_from(client, account, user_agent)

    named = {session["device"] for session in sessions(client, account.headers)}
    assert named == {"Unknown browser on unknown system"}
