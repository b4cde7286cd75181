"""The probes report the state of the service."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from backend.core import database
from backend.core.config import settings
from backend.modules.health import health
from tests.support.accounts import assert_error
from tests.support.environment import ROOT
from tests.support.work import Work


@contextmanager
def migrated_to(db: Session, revision: str) -> Iterator[None]:
    """Record another revision in the database during the block."""
    own = db.connection().scalar(text("SELECT version_num FROM alembic_version"))
    change = text("UPDATE alembic_version SET version_num = :version")
    db.connection().execute(change, {"version": revision})
    db.commit()
    try:
        yield
    finally:
        db.connection().execute(change, {"version": own})
        db.commit()


def test_live_uses_no_database(client: TestClient, work: Work) -> None:
    with work.counted() as count:
        reply = client.get("/api/v1/health/live")

    assert reply.json() == {"status": "ok"}
    assert count.statements == []


def test_a_working_service_is_ready(client: TestClient) -> None:
    reply = client.get("/api/v1/health/ready")

    assert (reply.status_code, reply.json()) == (200, {"status": "ok", "problems": []})


def test_a_database_at_an_earlier_migration_is_not_ready(
    client: TestClient, db: Session
) -> None:
    scripts = ScriptDirectory.from_config(Config(ROOT / "alembic.ini"))
    revisions = [script.revision for script in scripts.walk_revisions()]

    assert health._migrations() == (revisions[0], set(revisions[1:]))
    for revision in revisions[1:]:
        with migrated_to(db, revision):
            reply = client.get("/api/v1/health/ready")

        assert_error(reply, 503, "not_ready")
        assert "earlier migration" in reply.json()["detail"]


def test_a_database_at_a_later_migration_is_ready(
    client: TestClient, db: Session
) -> None:
    with migrated_to(db, "f00dfeedf00d"):
        reply = client.get("/api/v1/health/ready")

    assert reply.status_code == 200
    assert reply.json()["status"] == "degraded"
    assert "later migration" in reply.json()["problems"][0]


def test_a_database_without_a_migration_is_not_ready(
    client: TestClient, db: Session
) -> None:
    own = db.connection().scalar(text("SELECT version_num FROM alembic_version"))
    db.connection().execute(text("DELETE FROM alembic_version"))
    db.commit()
    try:
        reply = client.get("/api/v1/health/ready")
    finally:
        change = text("INSERT INTO alembic_version VALUES (:own)")
        db.connection().execute(change, {"own": own})
        db.commit()

    assert_error(reply, 503, "not_ready")


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


def test_without_the_database_the_service_is_live_but_not_ready(
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


def test_info_states_the_version_and_the_start(client: TestClient) -> None:
    body = client.get("/api/v1/health/info").json()

    assert body["name"] == "Sample"
    assert re.fullmatch(r"\d+\.\d+\.\d+", body["version"])
    assert body["uptime_seconds"] > 0
