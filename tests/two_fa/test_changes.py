"""With a second factor, changing the password or the address needs a code."""

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from sqlmodel import Session, select

from backend.models import EmailChange
from tests.fixtures import Time
from tests.support.accounts import PASSWORD, assert_error, new_email
from tests.two_fa.steps import (
    Guarded,
    clear_limits,
    guarded,
    try_to_log_in,
    wrong_code,
)
from tests.user.steps import call

NEW = "a-quiet-orchard-at-dusk"


def change(client: TestClient, on: Guarded, path: str, **more: str) -> Response:
    """Change the password or the address."""
    body = {
        "/users/change-password": {
            "current_password": PASSWORD,
            "new_password": NEW,
        },
        "/users/change-email": {"password": PASSWORD, "new_email": new_email()},
    }[path]
    return call(client, on.account, path, **body, **more)


@pytest.mark.parametrize("path", ["/users/change-password", "/users/change-email"])
def test_without_its_code_nothing_changes(
    client: TestClient, db: Session, time: Time, path: str
) -> None:
    on = guarded(client, time)

    missing = change(client, on, path)
    wrong = change(client, on, path, code=wrong_code(on, time))

    assert_error(missing, 400, "code_required")
    assert_error(wrong, 400, "wrong_code")
    assert db.exec(select(EmailChange)).all() == []
    assert try_to_log_in(client, on.account.email).status_code == 200


@pytest.mark.parametrize("path", ["/users/change-password", "/users/change-email"])
def test_with_its_code_the_change_succeeds(
    client: TestClient, time: Time, path: str
) -> None:
    on = guarded(client, time)

    reply = change(client, on, path, code=on.code(time))

    assert reply.is_success, reply.text


@pytest.mark.parametrize("path", ["/users/change-password", "/users/change-email"])
def test_a_wrong_code_is_counted(client: TestClient, time: Time, path: str) -> None:
    on = guarded(client, time)
    for _ in range(2):
        for _ in range(5):
            change(client, on, path, code=wrong_code(on, time))
        clear_limits()

    reply = change(client, on, path, code=on.code(time))

    assert_error(reply, 429, "two_factor_paused")
