"""Steps of several sign-ups for one address: the owner's and a stranger's."""

from fastapi.testclient import TestClient
from redis import Redis
from sqlmodel import Session, col, func, select

from backend.models import OutboxEmail
from devtools.mailbox import Mailbox
from tests.support import environment
from tests.support.accounts import API, Attempt, post

OWNER = {"password": "the-owners-own-22", "caller": "192.0.2.1"}
STRANGER = {"password": "the-strangers-own-1", "caller": "198.51.100.1"}
ME = API + "/users/me"


def opens(client: TestClient, attempt: Attempt) -> bool:
    """Return whether the password of this sign-up logs in, with unused limits."""
    with Redis.from_url(environment.valkey.url) as redis:
        redis.flushdb()
    body = {"email": attempt.email, "password": attempt.password}
    reply = post(client, "/users/login", **body)
    assert reply.status_code in (200, 400)
    return reply.status_code == 200


def codes_of(mailbox: Mailbox, email: str, number: int) -> list[str]:
    """Wait for this many e-mails to an address; return their codes, oldest first."""
    return [mail.code for mail in mailbox.wait_for(email, count=number)][::-1]


def sent(db: Session, email: str) -> int:
    """Return how many e-mails were queued for an address."""
    db.rollback()
    statement = select(func.count()).where(col(OutboxEmail.recipient) == email)
    return db.exec(statement).one()
