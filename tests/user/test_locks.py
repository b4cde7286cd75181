"""The order of locks (backend/models.py): pairs of requests about codes and addresses.

Each test holds a row until both requests wait, one behind the other, and then releases it.
In another lock order they would deadlock: Postgres aborts one of them after a second.
"""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import (
    EmailCode,
    User,
)
from tests.fixtures import Time
from tests.support.accounts import (
    PASSWORD,
    begin,
    code_for,
    confirm,
    new_email,
    post,
    resend,
    verified,
)
from tests.support.racing import while_held
from tests.user.address_steps import found, request_change, undo, undo_token
from tests.user.steps import call


def statuses(replies: list[Response]) -> list[int]:
    """Return the statuses of replies."""
    return [reply.status_code for reply in replies]


def code_to(email: str) -> str:
    """Return the code in the e-mail to a new address."""
    return found(email, r"\b(\d{6})\b")


def test_confirming_an_address_meets_a_request_for_another(
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
def test_undoing_a_change_meets_a_request_for_another(
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

    assert statuses(replies) == ([200, 401] if undo_first else [202, 200])


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

    assert statuses(replies) == ([200, 400] if undo_first else [200, 200])
    db.rollback()
    assert db.exec(select(User.email)).one() == account.email


@pytest.mark.parametrize("request_first", [True, False])
def test_a_reset_code_meets_a_request_for_another(
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
def test_the_code_of_a_sign_up_meets_a_request_for_another(
    client: TestClient, db: Session, time: Time, request_first: bool
) -> None:
    signup = begin(client)
    code = code_for(signup.email)
    time.advance(minutes=2)
    steps = [lambda: resend(client, signup), lambda: confirm(client, signup, code)]

    replies = while_held(db, select(User), *(steps if request_first else steps[::-1]))

    assert statuses(replies) == ([202, 400] if request_first else [200, 202])
