"""Slow statements in the log: their duration and request, and never their values."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from backend.api.deps import SessionDep
from backend.core import database
from tests.core.conftest import Logs
from tests.core.throwaway import TRY, serving
from tests.support.accounts import API, verified

SECRET = "canary-value-of-a-parameter"


def slow(session: SessionDep) -> None:
    session.execute(text("SELECT pg_sleep(0.1), :value"), {"value": SECRET})


@pytest.fixture
def threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat statements over 50 ms as slow."""
    monkeypatch.setattr(database, "_SLOW_SECONDS", 0.05)


def test_a_slow_statement_is_logged_with_its_request(
    threshold: None, logs: Logs
) -> None:
    serving(slow).get(TRY, headers={"X-Request-ID": "call-7"})

    [event] = logs.named("slow query")
    assert "pg_sleep" in event["statement"]
    assert event["request_id"] == "call-7"
    assert 100 <= int(event["duration"].removesuffix("ms")) < 5000
    assert SECRET not in logs.text


def test_a_fast_statement_is_not_logged(client: TestClient, logs: Logs) -> None:
    client.get(f"{API}/users/me", headers=verified(client).headers)

    assert logs.named("request")
    assert logs.named("slow query") == []


def test_a_slow_statement_that_fails_is_logged_too(threshold: None, logs: Logs) -> None:
    def fail_slowly(session: SessionDep) -> None:
        session.execute(text("SET LOCAL statement_timeout = 100"))
        session.execute(text("SELECT pg_sleep(10)"))

    assert serving(fail_slowly).get(TRY).status_code == 503

    [event] = logs.named("slow query")
    assert "pg_sleep" in event["statement"]


def test_a_slow_statement_for_many_rows_is_logged(threshold: None, logs: Logs) -> None:
    with database.engine.connect() as connection:
        connection.execute(text("SELECT pg_sleep(:n)"), [{"n": 0.03}, {"n": 0.03}])

    [event] = logs.named("slow query")
    assert "pg_sleep" in event["statement"]


def test_a_threshold_of_0_logs_nothing(
    monkeypatch: pytest.MonkeyPatch, logs: Logs
) -> None:
    monkeypatch.setattr(database, "_SLOW_SECONDS", 0.0)

    assert serving(slow).get(TRY).status_code == 200

    assert logs.named("slow query") == []


def test_the_log_line_of_a_request_names_its_user(
    client: TestClient, logs: Logs
) -> None:
    account = verified(client)
    client.get(f"{API}/users/me", headers=account.headers)
    client.get(f"{API}/users/me")

    own, nobodys = logs.named("request")[-2:]
    assert own["user_id"] == account.user["id"]
    assert own["path"] == f"{API}/users/me"
    assert own["request_id"] != nobodys["request_id"]
    assert "user_id" not in nobodys
