"""Queries for the export of an account. Read only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, union
from sqlmodel import Session, SQLModel, col

from backend.models import (
    EmailChange,
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
    """The columns of a table that an export contains, and which rows are the user's.

    Those whose `owner` column is the user's id. If there is an `address` column, the
    user must also have proved that address: a mail to one that was only asked for would
    tell whether it is taken.
    """

    table: type[SQLModel]
    owner: str
    columns: tuple[str, ...]
    address: str | None = None


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
            "proved_at",
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
        (
            "id",
            "old_email",
            "new_email",
            "created_at",
            "confirmed_at",
            "closed_at",
            "undone_at",
        ),
    ),
    "code_emails": Exported(
        MailCount, "email", ("purpose", "sends", "sends_since", "sent_at")
    ),
    "emails": Exported(
        OutboxEmail,
        "user_id",
        ("id", "recipient", "subject", "status", "created_at", "finished_at"),
        address="recipient",
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
        owner: UUID,
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
        if exported.address is not None:
            proved = union(
                select(col(User.email)).where(col(User.id) == owner),
                *(
                    select(col(address)).where(
                        col(EmailChange.user_id) == owner,
                        col(EmailChange.confirmed_at).is_not(None),
                    )
                    for address in (EmailChange.old_email, EmailChange.new_email)
                ),
            )
            statement = statement.where(table.c[exported.address].in_(proved))
        if after is not None:
            statement = statement.where(key > after)
        rows = session.execute(statement.order_by(key).limit(limit)).mappings().all()
        return rows, rows[-1]["_key"] if len(rows) == limit else None


export_db = ExportDB()
