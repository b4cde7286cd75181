"""The running service under load, in other time zones, and when it is killed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from backend.core.config import settings
from backend.models import OneTimeCode, OutboxEmail, UserSession
from devtools.mailbox import Mailbox
from tests.fixtures import Background
from tests.support.accounts import PASSWORD, new_email
from tests.support.live import Live, finish, http, start
from tests.support.waiting import eventually


@pytest.fixture(autouse=True, scope="module")
def _no_other_worker(background: Background) -> Iterator[None]:
    background.stop()
    yield
    background.start()


def sign_up(live: Live, email: str) -> None:
    """Sign up at the live service."""
    body = {"email": email, "password": PASSWORD}
    assert http.post(f"{live.url}/users/signup", json=body).status_code == 202


def log_in(live: Live, email: str) -> httpx.Response:
    """Log in at the live service."""
    body = {"email": email, "password": PASSWORD}
    return http.post(f"{live.url}/users/login", json=body, timeout=30)


def test_128_requests_at_once_are_all_answered_while_logins_hash() -> None:
    with Live(POSTGRES_POOL_SIZE="4", BCRYPT_COST="10") as live:
        email = new_email()
        sign_up(live, email)
        token = log_in(live, email).json()["access_token"]
        limits = httpx.Limits(max_connections=160)
        with httpx.Client(limits=limits, timeout=20) as client:

            def me(_: int) -> int:
                headers = {"Authorization": f"Bearer {token}"}
                return client.get(f"{live.url}/users/me", headers=headers).status_code

            with ThreadPoolExecutor(136) as pool:
                logins = [pool.submit(log_in, live, email) for _ in range(4)]
                reads = list(pool.map(me, range(128 * 2)))

    assert reads == [200] * 256
    assert {login.result().status_code for login in logins} == {200}


def test_a_mail_survives_a_kill_and_the_next_process_ends_cleanly(
    db: Session, mailbox: Mailbox
) -> None:
    email = new_email()
    with Live() as live:
        sign_up(live, email)
        live.kill()
    assert mailbox.messages(email) == []
    assert db.exec(select(OutboxEmail.status)).one() == "pending"

    with Live(RUN_WORKER="true") as live:
        assert mailbox.wait_for(email, timeout=30)
        output = live.stop()

    db.rollback()
    assert db.exec(select(OutboxEmail.status)).one() == "sent"
    # SIGTERM ends the process cleanly.
    assert live.process.returncode in (0, -15)
    assert '"name": "worker", "event": "stopped"' in output
    assert "Application shutdown complete" in output


def test_a_mail_is_delivered_after_its_worker_was_killed(
    service: Live, db: Session, mailbox: Mailbox, background: Background
) -> None:
    email = new_email()
    sign_up(service, email)
    mailbox.hang(30, times=1)
    before = mailbox.requests
    killed = start(["backend.worker"])
    eventually(lambda: mailbox.requests > before, seconds=60)
    killed.kill()
    finish(killed)

    background.start()
    arrived = mailbox.wait_for(email, timeout=30)
    background.stop()

    assert len(arrived) == 1


@pytest.fixture
def zone(db: Session, request: pytest.FixtureRequest) -> Iterator[str]:
    """Set a time zone for the database and its user, and return it."""
    zone: str = request.param
    name, role = db.scalar(text("SELECT current_database()")), settings.POSTGRES_USER
    for change in (f"DATABASE {name}", f"ROLE {role}"):
        db.execute(text(f"ALTER {change} SET timezone TO '{zone}'"))
    db.commit()
    yield zone
    for change in (f"DATABASE {name}", f"ROLE {role}"):
        db.execute(text(f"ALTER {change} RESET timezone"))
    db.commit()


@pytest.mark.parametrize(
    "zone",
    [
        "Pacific/Kiritimati",
        pytest.param("America/Los_Angeles", marks=pytest.mark.nightly),
    ],
    indirect=True,
)
def test_times_depend_on_no_time_zone_and_on_no_style_of_dates(
    db: Session, zone: str
) -> None:
    email = new_email()
    with Live(TZ=zone, PGTZ=zone, PGDATESTYLE="German") as live:
        sign_up(live, email)
        reply = log_in(live, email).json()
        token = {"Authorization": f"Bearer {reply['access_token']}"}
        me = http.get(f"{live.url}/users/me", headers=token)
        sessions = http.get(f"{live.url}/users/sessions", headers=token)

    session = db.exec(select(UserSession)).one()
    lifetime = timedelta(minutes=settings.JWT_EXPIRE_MINUTES_DELTA)
    assert session.expires_at - session.created_at == lifetime
    assert datetime.fromisoformat(reply["expires_at"]) == session.expires_at
    assert reply["expires_at"].endswith("Z")
    assert me.status_code == 200
    assert me.json()["created_at"].endswith("Z")
    [listed] = sessions.json()["items"]
    times = [value for name, value in listed.items() if name.endswith("_at")]
    assert times
    assert all(time.endswith("Z") for time in times)
    left = db.exec(select(OneTimeCode)).one().expires_at - datetime.now(UTC)
    assert timedelta(minutes=5) < left <= timedelta(minutes=10)
