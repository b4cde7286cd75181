"""The command line: its output, its effects and its exit codes."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient
from sqlmodel import Session, select

from backend.cli.app import app
from backend.core import clock
from backend.models import JobRun, OutboxEmail, StoredFileDeletion, User
from backend.modules import registry
from backend.outbox import queue
from backend.outbox.queue import outbox
from main import app as service
from tests.support.accounts import (
    API,
    assert_error,
    bearer,
    log_in,
    new_email,
    verified,
)
from tests.support.mails import add, row_of
from tests.support.waiting import eventually

SECRET = "a-quiet-orchard-at-dusk"


def run(*arguments: str, **options: Any) -> Result:
    """Run a command."""
    return CliRunner().invoke(app, list(arguments), **options)


def test_the_first_administrator_is_created_and_can_log_in(client: TestClient) -> None:
    email = new_email()

    done = run("create-admin", email.upper(), "--json", input=f"{SECRET}\n{SECRET}\n")

    assert done.exit_code == 0, done.output
    assert SECRET not in done.output
    assert json.loads(done.stdout.splitlines()[-1])["admin"] is True
    headers = bearer(log_in(client, email, SECRET)["access_token"])
    assert client.get(API + "/users/admin/users", headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("email", "secret", "reason"),
    [
        ("not-an-address", SECRET, "valid e-mail address"),
        ("a@example.com", "password1", "too easy"),
        ("a@example.com", "short", "8 to 72 bytes"),
    ],
)
def test_a_refused_administrator_gives_a_reason_and_exit_code_1(
    db: Session, email: str, secret: str, reason: str
) -> None:
    done = run("create-admin", email, "--password", secret)

    assert done.exit_code == 1
    assert reason in done.stderr
    assert db.exec(select(User)).all() == []


def test_an_existing_account_is_promoted(client: TestClient) -> None:
    account = verified(client)

    done = run("create-admin", account.email, "--password", SECRET)
    assert done.exit_code == 1
    assert "Another account" in done.stderr
    reply = client.get(API + "/users/admin/users", headers=account.headers)
    assert_error(reply, 403, "admin_required")

    assert run("promote", account.email).exit_code == 0
    reply = client.get(API + "/users/admin/users", headers=account.headers)
    assert reply.status_code == 200


def test_promoting_an_unknown_address_is_refused() -> None:
    done = run("promote", new_email())

    assert done.exit_code == 1
    assert "no such user" in done.stderr


def test_users_are_listed_as_text_and_as_json(client: TestClient) -> None:
    account = verified(client)

    assert account.email in run("list-users").stdout
    listed = json.loads(run("list-users", "--search", account.email, "--json").stdout)

    assert [user["email"] for user in listed] == [account.email]
    assert json.loads(run("list-users", "--search", "nobody", "--json").stdout) == []


def test_dead_letters_are_counted_and_retried(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queue, "_RETRIED_AT_ONCE", 2)
    gone = {"status": "dead", "attempts": 12, "finished_at": clock.now()}
    recipients = [add(db, **gone).recipient for _ in range(5)]
    status = json.loads(run("outbox", "status", "--json").stdout)

    done = run("outbox", "retry", "--json")

    assert status == {"pending": 0, "dead": 5}
    assert json.loads(done.stdout) == {"retried": 5}
    for recipient in recipients:
        eventually(lambda to=recipient: row_of(db, to).status == "sent")  # type: ignore[misc]


def test_a_letter_that_dies_again_is_retried_once(db: Session) -> None:
    add(db, status="dead", finished_at=clock.now())
    started = clock.now()
    again = add(db, status="dead", finished_at=started)

    retried = outbox.retry_some(db, before=started)

    assert retried == 1
    assert row_of(db, again.recipient).status == "dead"


def test_dead_items_are_listed_and_retried(db: Session) -> None:
    now = clock.now()
    db.add(JobRun(name="purge trash", succeeded_at=now, error="broken"))
    for name in ("00/0", "00/1"):
        row = StoredFileDeletion(name=name, due_at=now, dead_at=now)
        row.attempts, row.last_error = 7, "no"
        db.add(row)
    db.commit()

    listed = json.loads(run("jobs", "dead", "--json").output)
    state = json.loads(run("jobs", "status", "--json").output)
    one = run("jobs", "retry", "file deletions", "00/0", "--json")
    all_ = run("jobs", "retry", "file deletions", "--json")

    assert [item["key"] for item in listed] == ["00/0", "00/1"]
    assert {"queue": "file deletions", "attempts": 7, "error": "no"}.items() <= listed[
        0
    ].items()
    assert {"queue": "file deletions", "overdue_seconds": 0, "dead": 2} in state
    [purge] = [row for row in state if row.get("job") == "purge trash"]
    assert purge["error"] == "broken"
    assert [json.loads(done.output)["retried"] for done in (one, all_)] == [1, 1]
    for wrong in (("unknown",), ("texts", "no-id")):
        assert run("jobs", "retry", *wrong).exit_code == 1


def test_a_worker_is_healthy_if_every_job_succeeded_in_time(db: Session) -> None:
    never = run("jobs", "check")
    now = clock.now()
    db.add_all(JobRun(name=job.name, succeeded_at=now) for job in registry.jobs())
    db.commit()
    done = run("jobs", "check")
    purge = db.get_one(JobRun, "purge trash")
    purge.succeeded_at = now - timedelta(hours=4)
    db.commit()

    late = run("jobs", "check")

    assert never.exit_code == 1
    assert all(job.name in never.stderr for job in registry.jobs())
    assert (done.exit_code, done.output) == (0, "")
    assert (late.exit_code, late.stderr) == (1, "Late, or never done: purge trash.\n")


def test_the_cleanup_prints_what_it_deleted(db: Session) -> None:
    done = run("cleanup", "--json")

    assert done.exit_code == 0
    assert set(json.loads(done.stdout)) >= {
        "security_events",
        OutboxEmail.__tablename__,
    }


def test_every_command_has_a_help_text() -> None:
    for command in (
        [],
        ["create-admin"],
        ["promote"],
        ["list-users"],
        ["cleanup"],
        ["rotate-two-fa-keys"],
        ["outbox"],
        ["outbox", "status"],
        ["outbox", "retry"],
    ):
        assert "Usage" in run(*command, "--help").stdout
    assert run("no-such-command").exit_code == 2


def test_the_written_specification_equals_the_served_one(tmp_path: Path) -> None:
    file = tmp_path / "openapi.json"

    done = run("openapi", str(file))

    assert done.exit_code == 0, done.output
    assert json.loads(file.read_text()) == service.openapi()
