"""The tests notice when a route returns an error that it does not declare."""

import pytest
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient

from backend.core.exceptions import AdminRequired
from backend.core.token import new_id
from backend.modules.session.session import session_service
from backend.modules.user.user import user_service
from tests.support.accounts import PASSWORD, assert_error, new_email, post, verified
from tests.support.undeclared import undeclared


def test_an_undeclared_error_is_noticed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AdminRequired

    monkeypatch.setattr(user_service, "login", refuse)
    reply = post(client, "/users/login", email=new_email(), password=PASSWORD)

    assert_error(reply, 403, "admin_required")
    noticed = list(undeclared)
    undeclared.clear()
    assert noticed == ["POST /api/v1/users/login: admin_required"]


def test_a_declared_error_is_not_reported(client: TestClient) -> None:
    reply = post(client, "/users/login", email=new_email(), password=PASSWORD)

    assert_error(reply, 400, "invalid_credentials")
    assert undeclared == []


def test_an_undeclared_validation_error_is_noticed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RequestValidationError([])

    path = f"/api/v1/users/sessions/{new_id()}"
    account = verified(client)
    monkeypatch.setattr(session_service, "end", refuse)
    reply = client.delete(path, headers=account.headers)

    assert_error(reply, 422, "invalid_input")
    noticed = list(undeclared)
    undeclared.clear()
    assert noticed == [f"DELETE {path}: invalid_input"]
