"""Queries for the export of an account. Read only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlmodel import Session, SQLModel

from backend.models import (
    EmailChange,
    EmailCode,
    IdempotencyKey,
    MailCount,
    OutboxEmail,
    RecoveryCode,
    SecurityEvent,
    TrustedDevice,
    TwoFactor,
    User,
    UserSession,
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What of a table goes out: the rows whose `owner` column is the user's value."""

    table: type[SQLModel]
    owner: str
    columns: tuple[str, ...]


# By the name of the file. What is left out here is a secret or names one.
EXPORTED: Mapping[str, Exported] = {
    "account": Exported(
        User,
        "id",
        (
            "id",
            "email",
            "full_name",
            "timezone",
            "locale",
            "is_active",
            "is_admin",
            "email_verified_at",
            "delete_at",
            "created_at",
            "updated_at",
        ),
    ),
    "sessions": Exported(
        UserSession,
        "user_id",
        (
            "id",
            "device",
            "address",
            "created_at",
            "last_seen_at",
            "expires_at",
            "ended_at",
            "trusted_device_id",
        ),
    ),
    "trusted_devices": Exported(
        TrustedDevice,
        "user_id",
        ("id", "device", "address", "created_at", "last_used_at", "expires_at"),
    ),
    "second_factor": Exported(TwoFactor, "user_id", ("created_at", "enabled_at")),
    "recovery_codes": Exported(RecoveryCode, "user_id", ("used_at",)),
    "email_changes": Exported(
        EmailChange,
        "user_id",
        ("id", "old_email", "new_email", "created_at", "confirmed_at", "undone_at"),
    ),
    "emailed_codes": Exported(
        EmailCode, "email", ("purpose", "sent_at", "expires_at", "tries", "sends")
    ),
    "code_emails": Exported(
        MailCount, "email", ("purpose", "sends", "sends_since", "sent_at")
    ),
    "emails": Exported(
        OutboxEmail,
        "recipient",
        ("id", "recipient", "subject", "status", "created_at", "finished_at"),
    ),
    "security_log": Exported(
        SecurityEvent,
        "user_id",
        ("id", "kind", "actor_id", "session_id", "device", "address", "created_at"),
    ),
    "idempotency_keys": Exported(IdempotencyKey, "user_id", ("status", "created_at")),
}


class ExportDB:
    """What is stored about one user."""

    def page(
        self,
        session: Session,
        exported: Exported,
        owner: UUID | str,
        *,
        after: Any,
        limit: int,
    ) -> tuple[Sequence[RowMapping], Any]:
        """Return rows after a primary key, and the key to go on after, if any."""
        table = exported.table.__table__  # type: ignore[attr-defined]
        [key] = table.primary_key
        columns = [table.c[name] for name in exported.columns]
        statement = select(*columns, key.label("_key")).where(
            table.c[exported.owner] == owner
        )
        if after is not None:
            statement = statement.where(key > after)
        rows = session.execute(statement.order_by(key).limit(limit)).mappings().all()
        return rows, rows[-1]["_key"] if len(rows) == limit else None


export_db = ExportDB()
