"""Probes, as an orchestrator and a person see them."""

import re
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from backend.core import database
from backend.core.config import settings
from tests.accounts import assert_error
from tests.work import Work


@pytest.fixture
def unmigrated(db: Session) -> Iterator[None]:
    """A database that says it is at another revision."""
    revision = db.connection().scalar(text("SELECT version_num FROM alembic_version"))
    change = text("UPDATE alembic_version SET version_num = :version")
    db.connection().execute(change, {"version": "other"})
    db.commit()
    yield
    db.connection().execute(change, {"version": revision})
    db.commit()


def test_live_asks_nothing(client: TestClient, work: Work) -> None:
    with work.counted() as count:
        reply = client.get("/api/v1/health/live")

    assert reply.json() == {"status": "ok"}
    assert count.statements == []


def test_ready_when_all_is_well(client: TestClient) -> None:
    reply = client.get("/api/v1/health/ready")

    assert (reply.status_code, reply.json()) == (200, {"status": "ok", "problems": []})


@pytest.mark.usefixtures("unmigrated")
def test_another_migration_is_not_ready(client: TestClient) -> None:
    reply = client.get("/api/v1/health/ready")

    assert_error(reply, 503, "not_ready")
    assert "another migration" in reply.json()["detail"]


def test_an_empty_database_is_not_ready(client: TestClient, db: Session) -> None:
    db.connection().execute(text("ALTER TABLE alembic_version RENAME TO hidden"))
    db.commit()
    try:
        reply = client.get("/api/v1/health/ready")
    finally:
        db.connection().execute(text("ALTER TABLE hidden RENAME TO alembic_version"))
        db.commit()

    assert_error(reply, 503, "not_ready")
    assert "not been migrated" in reply.json()["detail"]


def test_a_database_that_is_away_is_not_ready_and_live_goes_on(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = settings.model_copy(
        update={"POSTGRES_SERVER": "/nowhere", "POSTGRES_TIMEOUT_SECONDS": 1}
    )
    with monkeypatch.context() as patch:
        patch.setattr(database, "settings", elsewhere)
        away = database.new_engine(pool_size=1, application_name="away")
    monkeypatch.setattr(database, "engine", away)

    reply = client.get("/api/v1/health/ready")

    assert_error(reply, 503, "not_ready")
    assert "does not answer" in reply.json()["detail"]
    assert client.get("/api/v1/health/live").status_code == 200


def test_info_says_what_runs_and_since_when(client: TestClient) -> None:
    body = client.get("/api/v1/health/info").json()

    assert body["name"] == "Sample"
    assert re.fullmatch(r"\d+\.\d+\.\d+", body["version"])
    assert body["uptime_seconds"] > 0
