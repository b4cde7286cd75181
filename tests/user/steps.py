"""Steps of tests that have an account with a login."""

import re

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import User
from devtools.mailbox import Mailbox
from tests.support.accounts import API, PASSWORD, Account, bearer, verified

FIREFOX = (
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
)


def log_in_from(
    client: TestClient, account: Account, user_agent: str
) -> dict[str, str]:
    """Log in with a user agent from 198.51.100.7 and return the headers."""
    reply = client.post(
        API + "/users/login",
        json={"email": account.email, "password": PASSWORD},
        headers={"User-Agent": user_agent, "X-Forwarded-For": "198.51.100.7"},
    )
    return bearer(reply.json()["access_token"])


def sessions(client: TestClient, headers: dict[str, str]) -> list[dict[str, object]]:
    """Return the items of the session list."""
    reply = client.get(API + "/users/sessions", headers=headers)
    assert reply.status_code == 200, reply.text
    items: list[dict[str, object]] = reply.json()["items"]
    return items


def call(client: TestClient, account: Account, path: str, **body: str) -> Response:
    """POST as this account."""
    return client.post(API + path, json=body, headers=account.headers)


def administrator(client: TestClient, db: Session) -> Account:
    """Return a verified administrator who has just logged in."""
    account = verified(client)
    promote(db, account)
    return account


def promote(db: Session, account: Account) -> None:
    """Make an account an administrator, directly in the database."""
    db.exec(select(User).where(User.email == account.email)).one().is_admin = True
    db.commit()


def give_password_again(client: TestClient, account: Account) -> None:
    """Confirm the password, so that this login is fresh."""
    reply = call(client, account, "/users/reauthenticate", password=PASSWORD)
    assert reply.status_code == 204, reply.text


def request_deletion(client: TestClient, account: Account) -> Response:
    """Request the deletion of an account."""
    return call(client, account, "/users/delete-account", password=PASSWORD)


def undo_token(mailbox: Mailbox, account: Account) -> str:
    """Return the undo token in the newest e-mail of an account."""
    text = mailbox.wait_for(account.email, count=2)[0].text
    found = re.search(r"undo-delete-account\?token=([\w-]+)", text)
    assert found
    return found[1]
