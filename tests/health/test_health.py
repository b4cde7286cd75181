"""The probes report the state of the service."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from time import monotonic

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlmodel import Session

from backend.background import status
from backend.core import clock, database
from backend.core.config import settings
from backend.models import JobRun, StoredFileDeletion
from backend.modules import registry
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


def test_a_working_service_is_ready(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The process of the tests is old, and runs no jobs.
    monkeypatch.setattr(status, "_STARTED", monotonic())

    reply = client.get("/api/v1/health/ready")

    assert (reply.status_code, reply.json()) == (200, {"status": "ok", "problems": []})


def test_late_background_work_makes_the_service_degraded_but_ready(
    client: TestClient, db: Session
) -> None:
    now = clock.now()
    db.add(JobRun(name="purge trash", succeeded_at=now - timedelta(hours=4)))
    db.add(JobRun(name="cleanup users", succeeded_at=now - timedelta(hours=2)))
    db.add(StoredFileDeletion(name="00/0", due_at=now - timedelta(hours=2)))
    db.add(StoredFileDeletion(name="00/1", due_at=now - timedelta(days=9), dead_at=now))
    db.commit()

    reply = client.get("/api/v1/health/ready")

    assert reply.status_code == 200
    assert reply.json()["status"] == "degraded"
    job, queue = reply.json()["problems"]
    assert re.fullmatch(r"The job 'purge trash' last succeeded 144\d\d s ago.", job)
    assert re.fullmatch(
        r"The oldest of the file deletions has waited for 72\d\d s.", queue
    )


def test_a_service_whose_jobs_never_ran_becomes_degraded(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "_STARTED", monotonic() - 4 * 3600)

    reply = client.get("/api/v1/health/ready")

    assert reply.status_code == 200
    assert len(reply.json()["problems"]) == len(registry.jobs())


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
