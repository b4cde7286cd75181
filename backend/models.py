"""The tables of all modules.

Models do not validate: requests are checked by their own classes, and what must
always hold is a constraint of the database. Times are timestamptz, aware and UTC.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Index,
    UniqueConstraint,
    false,
    func,
    text,
    true,
)
from sqlmodel import Field, SQLModel

from backend.core import clock, token

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def _time(**options: Any) -> Any:
    return Field(sa_type=DateTime(timezone=True), **options)


class User(SQLModel, table=True):
    """An account. Its e-mail is stored in the one spelling of `canonical_email`."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint(
            "(delete_at IS NULL) = (undo_delete_digest IS NULL)",
            name="deletion_can_be_undone",
        ),
        Index("ix_users_created_at", "created_at", "id"),
        Index(
            "ix_users_delete_at",
            "delete_at",
            postgresql_where=text("delete_at IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    password_hash: str
    full_name: str | None = None
    timezone: str = Field(default="UTC", sa_column_kwargs={"server_default": "UTC"})
    locale: str = Field(default="en", sa_column_kwargs={"server_default": "en"})
    is_active: bool = Field(default=True, sa_column_kwargs={"server_default": true()})
    is_admin: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    email_verified_at: datetime | None = _time(default=None)
    # When all of it goes, if the owner asked for that; nobody can log in until then.
    delete_at: datetime | None = _time(default=None)
    undo_delete_digest: bytes | None = Field(default=None, unique=True)
    created_at: datetime = _time(default_factory=clock.now)
    updated_at: datetime = _time(
        default_factory=clock.now, sa_column_kwargs={"onupdate": clock.now}
    )

    @property
    def is_verified(self) -> bool:
        """Whether the owner of the address has confirmed it."""
        return self.email_verified_at is not None


class UserSession(SQLModel, table=True):
    """A login. Every access token names one; ending it ends the token at once."""

    __tablename__ = "user_sessions"
    __table_args__ = (
        CheckConstraint("expires_at > created_at", name="expires_after_creation"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    device: str = Field(default="", sa_column_kwargs={"server_default": ""})
    address: str = Field(default="", sa_column_kwargs={"server_default": ""})
    created_at: datetime = _time(default_factory=clock.now)
    last_seen_at: datetime = _time(
        default_factory=clock.now, sa_column_kwargs={"server_default": func.now()}
    )
    expires_at: datetime = _time()
    ended_at: datetime | None = _time(default=None)


class EmailCode(SQLModel, table=True):
    """The one live code of an address and purpose, and what was sent there.

    A row exists for addresses without an account too, so that both are answered by
    the same statements; its digest is then null, as after use: no code is right.
    """

    __tablename__ = "email_codes"
    __table_args__ = (
        UniqueConstraint("email", "purpose"),
        CheckConstraint("purpose IN ('signup', 'email_change')", name="known_purpose"),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("tries BETWEEN 0 AND 5", name="at_most_five_tries"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    purpose: str
    digest: bytes | None = None
    tries: int = 0
    expires_at: datetime = _time()
    sent_at: datetime = _time()
    sends: int = 1
    sends_since: datetime = _time()


class OutboxEmail(SQLModel, table=True):
    """An e-mail, written in the transaction that causes it and sent by the worker.

    Its text is erased once it will not be sent (again): it may hold a code.
    """

    __tablename__ = "outbox_emails"
    __table_args__ = (
        CheckConstraint(
            "status IN ('pending', 'sent', 'dead', 'expired', 'suppressed')",
            name="known_status",
        ),
        CheckConstraint(
            "status <> 'pending' OR (text IS NOT NULL AND html IS NOT NULL)",
            name="pending_has_content",
        ),
        Index(
            "ix_outbox_emails_due",
            "next_attempt_at",
            postgresql_where=text("status = 'pending'"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE", index=True
    )
    recipient: str
    subject: str
    text: str | None
    html: str | None
    status: str = "pending"
    attempts: int = 0
    last_error: str | None = None
    created_at: datetime = _time(default_factory=clock.now)
    next_attempt_at: datetime = _time(default_factory=clock.now)
    expires_at: datetime | None = _time(default=None)
    finished_at: datetime | None = _time(default=None)


class EmailChange(SQLModel, table=True):
    """A wish to change an address: pending, confirmed, or taken back.

    The token that takes it back is mailed to the old address; its HMAC is kept here.
    """

    __tablename__ = "email_changes"

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    old_email: str
    new_email: str
    undo_digest: bytes = Field(unique=True)
    undo_expires_at: datetime = _time()
    created_at: datetime = _time(default_factory=clock.now)
    confirmed_at: datetime | None = _time(default=None)
    undone_at: datetime | None = _time(default=None)


class SecurityEvent(SQLModel, table=True):
    """Something that matters for the safety of an account: who, from where, when.

    A failed login to an address without an account has no user.
    """

    __tablename__ = "security_events"
    __table_args__ = (
        Index("ix_security_events_user_id", "user_id", "created_at", "id"),
        Index("ix_security_events_created_at", "created_at", "id"),
        # For the foreign key alone.
        Index(
            "ix_security_events_actor_id",
            "actor_id",
            postgresql_where=text("actor_id IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE"
    )
    kind: str
    actor_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="SET NULL"
    )
    session_id: UUID | None = None
    device: str = ""
    address: str = ""
    created_at: datetime = _time(default_factory=clock.now)


class IdempotencyKey(SQLModel, table=True):
    """A key under which a request succeeded, what it was, and its reply (encrypted)."""

    __tablename__ = "idempotency_keys"

    digest: bytes = Field(primary_key=True)
    fingerprint: bytes
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE", index=True
    )
    status: int
    reply: bytes
    created_at: datetime = _time(default_factory=clock.now, index=True)
