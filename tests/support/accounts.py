"""Steps that create an account or log in to one; all but `verified` over HTTP."""

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from typing import Any

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session

from backend.core import clock
from backend.core.client import Client
from backend.core.config import settings
from backend.core.database import engine
from backend.core.password import hash_password
from backend.models import OutboxEmail, User
from backend.modules.session.schemas import UserPublic
from backend.modules.session.session import session_service
from devtools.mailbox.message import CODE, Message
from main import app
from tests.support.environment import PROXY, mailbox

API = "/api/v1"
PASSWORD = "correct-horse-battery"
_numbers = count(1)
# The values that a sign-up by the client of the tests has.
_CALLER = Client(PROXY, "Unknown browser on unknown system")
_MAIL = Message(
    id="",
    to="",
    sender="tests@example.com",
    sender_name="Sample",
    subject="Your Sample code",
    text="Your code is 000000.",
    html="<p>Your code is 000000.</p>",
    received_at="2026-01-01T00:00:00Z",
)


@dataclass(frozen=True)
class Account:
    """A verified account, with the headers of its first login."""

    email: str
    password: str
    headers: dict[str, str]
    user: dict[str, Any]


@dataclass(frozen=True)
class Attempt:
    """A sign-up whose address is not verified yet."""

    email: str
    password: str
    token: str


@cache
def _hash(password: str, cost: int) -> str:
    return hash_password(password)


def new_email() -> str:
    """Return an address that no other test uses."""
    return f"person{next(_numbers)}@example.com"


def post(client: TestClient, path: str, **body: Any) -> Response:
    """POST a JSON body to a path under the API prefix."""
    return client.post(API + path, json=body)


def bearer(token: str) -> dict[str, str]:
    """Return the headers that carry a token."""
    return {"Authorization": f"Bearer {token}"}


def code_for(email: str, *, number: int = 1) -> str:
    """Wait for the nth e-mail to an address, and return the newest code in them."""
    mails = mailbox.wait_for(email, count=number)
    # Several e-mails are sent at once: one without a code may overtake the code.
    return next(mail.code for mail in mails if CODE.search(mail.text))


def wrong(code: str) -> str:
    """Return a code that differs from this one."""
    return f"{(int(code) + 1) % 1_000_000:06d}"


def begin(
    client: TestClient, email: str | None = None, *, caller: str = "", **more: Any
) -> Attempt:
    """Sign up, from this network address if one is given."""
    body = {"email": email or new_email(), "password": PASSWORD, **more}
    headers = {"X-Forwarded-For": caller} if caller else {}
    reply = client.post(API + "/users/signup", json=body, headers=headers)
    assert reply.status_code == 202, reply.text
    return Attempt(body["email"], body["password"], reply.json()["signup_token"])


def sign_up(client: TestClient, email: str | None = None, **more: Any) -> str:
    """Sign up and return the address."""
    return begin(client, email, **more).email


def confirm(
    client: TestClient, attempt: Attempt, code: str, *, caller: str = ""
) -> Response:
    """Send the code of a sign-up, from this network address if one is given."""
    body = {"signup_token": attempt.token, "code": code}
    headers = {"X-Forwarded-For": caller} if caller else {}
    return client.post(API + "/users/verify-signup", json=body, headers=headers)


def resend(client: TestClient, attempt: Attempt, *, caller: str = "") -> Response:
    """Request another code for a sign-up, from this network address if one is given."""
    headers = {"X-Forwarded-For": caller} if caller else {}
    body = {"signup_token": attempt.token}
    return client.post(API + "/users/resend-code", json=body, headers=headers)


def signed_up(client: TestClient, **more: Any) -> Account:
    """Sign up, verify with the e-mailed code, and return the account."""
    attempt = begin(client, **more)
    reply = confirm(client, attempt, code_for(attempt.email))
    assert reply.status_code == 200, reply.text
    auth = reply.json()
    headers = bearer(auth["access_token"])
    return Account(attempt.email, attempt.password, headers, auth["user"])


def verified(client: TestClient, **more: Any) -> Account:
    """Store a verified account with its first login, and return it.

    This leaves what `signed_up` leaves, but for the counts of its limits, in a tenth of
    the time. Other apps and accounts with properties of their own sign up over HTTP.
    """
    if more or client.app is not app:
        return signed_up(client, **more)
    email, now = new_email(), clock.now()
    user = User(
        email=email,
        password_hash=_hash(PASSWORD, settings.BCRYPT_COST),
        email_verified_at=now,
    )
    mail = OutboxEmail(
        user_id=user.id,
        recipient=email,
        subject=_MAIL.subject,
        text=None,
        html=None,
        status="sent",
        attempts=1,
        finished_at=now,
    )
    message = replace(_MAIL, id=str(mail.id), to=email)
    with Session(engine) as session:
        session.add(user)
        session.flush()
        session.add(mail)
        login = session_service.open_for(session, user, _CALLER, kind="signed_up")
        session.commit()
        seen = UserPublic.of(user, None).model_dump(mode="json")
    mailbox.receive(message)
    return Account(email, PASSWORD, bearer(login.access_token), seen)


def log_in(client: TestClient, email: str, password: str = PASSWORD) -> dict[str, Any]:
    """Log in and return the reply's body."""
    reply = post(client, "/users/login", email=email, password=password)
    assert reply.status_code == 200, reply.text
    body: dict[str, Any] = reply.json()
    return body


def assert_error(reply: Response, status: int, code: str) -> None:
    """Check that the reply is this error, in the common error schema."""
    assert reply.status_code == status, reply.text
    if reply.request.method == "HEAD":
        assert reply.content == b""
        return
    body = reply.json()
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert body["code"] == code
    assert set(body) - {"errors"} == {
        *("detail", "code", "request_id"),
        *("type", "title", "status", "instance"),
    }
    assert body["status"] == status
    assert body["type"] == f"urn:problem-type:{code}"
    assert body["instance"] == f"urn:request:{body['request_id']}"
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,64}", body["request_id"])
    assert reply.headers["X-Request-ID"] == body["request_id"]
