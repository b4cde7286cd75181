"""The export contains all that is stored about a user, and no secret."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, SQLModel

from backend.models import OutboxEmail
from backend.modules import registry
from backend.modules.user.export import export
from tests.document.steps import PNG, TEXT, upload, uploaded
from tests.fixtures import Time
from tests.support.accounts import (
    API,
    PASSWORD,
    Account,
    assert_error,
    bearer,
    log_in,
    post,
    sign_up,
    signed_up,
)
from tests.two_fa.steps import guarded

# Not exported: the value grants access, or means nothing to the user.
SECRETS = {
    "users": {"password_hash", "undo_delete_digest"},
    "user_sessions": {"signup_id"},
    # Sign-ups with the address of an existing account may be a stranger's.
    "signups": {
        *("id", "email", "password_hash", "full_name", "token_digest", "created_at"),
        "locale",
    },
    "mail_counts": {"id", "email", "requester"},
    "trusted_devices": {"digest"},
    "two_factors": {"secret", "last_step", "failures", "pauses", "paused_until"},
    "recovery_codes": {"digest"},
    "api_tokens": {"digest"},
    "invitations": {"digest"},
    # Of use to nobody but the service.
    "passkeys": {"credential_id", "public_key", "sign_count"},
    "email_changes": {"undo_digest", "undo_expires_at"},
    "outbox_emails": {
        "text",
        "html",
        "attachment",
        "attachment_name",
        "attachment_type",
        "about_id",
        "priority",
        "attempts",
        "last_error",
        "next_attempt_at",
        "expires_at",
    },
    "document_batches": {
        *("document_ids", "due_at", "attempts", "dead_at", "last_error"),
    },
    "idempotency_keys": {"digest", "fingerprint", "reply"},
    # Counts requests, for the order of parallel ones.
    "uploads": {"generation"},
    # Valid for minutes, and only secrets.
    "login_challenges": {"id", "tries", "expires_at"},
    "password_resets": {"digest", "expires_at"},
}
# Exported with the documents, by their module.
ELSEWHERE = {"documents", "document_usage"}


def exported(client: TestClient, account: Account) -> ZipFile:
    """Return the export of an account."""
    reply = client.get(API + "/users/export", headers=account.headers)
    assert reply.status_code == 200, reply.text
    assert reply.headers["Content-Type"] == "application/zip"
    file = ZipFile(io.BytesIO(reply.content))
    assert file.testzip() is None
    return file


def rows(file: ZipFile, name: str) -> list[dict[str, Any]]:
    """Return the rows of one JSON file."""
    found: list[dict[str, Any]] = json.loads(file.read(f"{name}.json"))
    return found


def test_the_export_contains_the_data_of_the_account(client: TestClient) -> None:
    account, other = signed_up(client, full_name="Ada Lovelace"), signed_up(client)
    post(client, "/users/login", email=account.email, password="not-this-one")
    for each in (account, other):
        post(client, "/forgot-password/request", email=each.email)

    file = exported(client, account)

    [me] = rows(file, "account")
    assert (me["email"], me["full_name"]) == (account.email, "Ada Lovelace")
    assert len(rows(file, "sessions")) == 1
    kinds = {event["kind"] for event in rows(file, "security_log")}
    assert kinds == {"signed_up", "login_failed", "data_exported"}
    assert {m["recipient"] for m in rows(file, "emails")} == {account.email}
    counts = {(c["purpose"], c["sends"]) for c in rows(file, "code_emails")}
    assert counts == {("signup", 1), ("password_reset", 1)}
    everything = b"".join(file.read(name) for name in file.namelist())
    assert other.email.encode() not in everything
    assert PASSWORD.encode() not in everything


def test_the_export_contains_all_documents_with_their_versions(
    client: TestClient, time: Time
) -> None:
    account, other = signed_up(client), signed_up(client)
    document = uploaded(client, account)
    upload(client, account, PNG, "cat.png", path=f"/{document['id']}/versions")
    uploaded(client, other, b"of someone else")

    file = exported(client, account)

    told = {row["name"]: row for row in rows(file, "documents")}
    assert set(told) == {"note.txt", "cat.png"}
    assert file.read(told["note.txt"]["path"]) == TEXT
    assert file.read(told["cat.png"]["path"]) == PNG
    places = [name for name in file.namelist() if name.startswith("documents/")]
    assert len(places) == 2


def test_no_secret_of_the_second_factor_is_exported(
    client: TestClient, time: Time
) -> None:
    on = guarded(client, time)

    file = exported(client, on.account)

    everything = b"".join(file.read(name) for name in file.namelist()).decode()
    assert on.secret not in everything
    assert not [code for code in on.recovery_codes if code in everything]
    assert len(rows(file, "recovery_codes")) == 10
    assert rows(file, "second_factor")[0]["enabled_at"]


def test_a_logged_out_user_gets_no_export(client: TestClient) -> None:
    account = signed_up(client)
    client.post(API + "/users/logout", headers=account.headers)

    reply = client.get(API + "/users/export", headers=account.headers)

    assert_error(reply, 401, "invalid_token")


def test_many_rows_are_read_page_by_page(
    client: TestClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_ROWS", 3)
    account = signed_up(client)
    for number in range(7):
        db.add(
            OutboxEmail(
                user_id=account.user["id"],
                recipient=account.email,
                subject=str(number),
                text=None,
                html=None,
                status="sent",
            )
        )
    db.commit()

    subjects = {mail["subject"] for mail in rows(exported(client, account), "emails")}

    assert subjects >= {str(number) for number in range(7)}


def test_every_column_about_a_user_is_exported_or_left_out_on_purpose() -> None:
    told = {e.table.__tablename__: set(e.columns) for e in registry.exported().values()}
    for table in SQLModel.metadata.sorted_tables:
        owners = {
            key.parent.name
            for key in table.foreign_keys
            if key.column.table.name == "users"
        }
        if table.name in ELSEWHERE or not owners | {table.name} & told.keys():
            continue
        decided = told.get(table.name, set()) | SECRETS.get(table.name, set())
        undecided = set(table.columns.keys()) - owners - decided
        assert undecided == set(), (
            f"add these columns of {table.name} to EXPORTED in the module's records.py, "
            "or to SECRETS here, with the reason"
        )


def test_an_unverified_user_gets_no_export(client: TestClient) -> None:
    email = sign_up(client)
    headers = bearer(log_in(client, email)["access_token"])

    reply = client.get(API + "/users/export", headers=headers)

    assert_error(reply, 403, "email_not_verified")
