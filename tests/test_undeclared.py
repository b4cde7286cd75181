"""That tests notice what a route answers and does not declare."""

import pytest
from fastapi.testclient import TestClient

from backend.core.exceptions import AdminRequired
from backend.modules.user.user import user_service
from tests.accounts import PASSWORD, assert_error, new_email, post
from tests.undeclared import undeclared


def test_an_error_that_its_route_does_not_declare_is_noticed(
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


def test_an_error_that_its_route_declares_is_not(client: TestClient) -> None:
    reply = post(client, "/users/login", email=new_email(), password=PASSWORD)

    assert_error(reply, 400, "invalid_credentials")
    assert undeclared == []
