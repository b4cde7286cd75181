"""Steps that change an address and undo the change."""

import re

from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import User
from tests.forgot_password.steps import reset
from tests.support.accounts import Account, bearer, post
from tests.support.environment import mailbox
from tests.support.waiting import eventually
from tests.user.steps import call

OWNERS = "a-quiet-orchard-at-dusk"


def found(email: str, pattern: str, *, count: int = 1) -> str:
    """Wait for the nth e-mail that matches; return the match in the newest."""

    def look() -> list[str]:
        texts = [mail.text for mail in mailbox.messages(email)]
        matches = [match[1] for text in texts if (match := re.search(pattern, text))]
        return matches if len(matches) >= count else []

    return eventually(look)[0]


def undo_token(email: str, *, count: int = 1) -> str:
    """Return the undo token in the newest notice to an address."""
    return found(email, r"undo-email-change\?token=(\S+)", count=count)


def request_change(client: TestClient, account: Account, new: str) -> None:
    """Request a change of the address."""
    body = {"new_email": new, "password": account.password}
    reply = call(client, account, "/users/change-email", **body)
    assert reply.status_code == 202, reply.text


def move(client: TestClient, account: Account, new: str) -> None:
    """Change the address and confirm it."""
    request_change(client, account, new)
    code = found(new, r"\b(\d{6})\b")
    reply = call(client, account, "/users/verify-email", code=code)
    assert reply.status_code == 200, reply.text


def undo(client: TestClient, token: str) -> Response:
    """Undo a change."""
    return post(client, "/users/undo-email-change", token=token)


def change_password(client: TestClient, account: Account, new: str) -> Account:
    """Change the password and return the account with its new login."""
    body = {"current_password": account.password, "new_password": new}
    reply = call(client, account, "/users/change-password", **body)
    assert reply.status_code == 200, reply.text
    headers = bearer(reply.json()["access_token"])
    return Account(account.email, new, headers, account.user)


def recover(client: TestClient, email: str) -> None:
    """Set a new password with the code that an undo e-mailed to the address."""
    newest = eventually(
        lambda: [m for m in mailbox.messages(email) if "reset" in m.subject]
    )[0]
    ticket = post(client, "/forgot-password/verify", email=email, code=newest.code)
    assert ticket.status_code == 200, ticket.text
    assert reset(client, ticket.json()["reset_token"], OWNERS).status_code == 204


def address(db: Session) -> str:
    """Return the address of the only account."""
    db.rollback()
    return db.exec(select(User.email)).one()
