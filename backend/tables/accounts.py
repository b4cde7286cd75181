"""The tables of accounts, login sessions, changes of address and password resets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, false, func, text, true
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.core.locales import Reader
from backend.tables.base import timestamp


class User(SQLModel, table=True):
    """An account. Its e-mail address is stored as `canonical_email` spells it."""

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
        Index(
            "ix_users_unverified",
            "updated_at",
            postgresql_where=text("email_verified_at IS NULL"),
        ),
        # For lists of administrators, who filter by what few accounts are.
        Index("ix_users_admins", "created_at", "id", postgresql_where=text("is_admin")),
        Index(
            "ix_users_unverified_newest",
            *("created_at", "id"),
            postgresql_where=text("email_verified_at IS NULL"),
        ),
        Index(
            "ix_users_disabled",
            *("created_at", "id"),
            postgresql_where=text("NOT is_active"),
        ),
        Index(
            "ix_users_search",
            *("email", "full_name"),
            postgresql_using="gin",
            postgresql_ops={"email": "gin_trgm_ops", "full_name": "gin_trgm_ops"},
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
    email_verified_at: datetime | None = timestamp(default=None)
    # When the account will be deleted, if its owner asked for it; logins are refused.
    delete_at: datetime | None = timestamp(default=None)
    undo_delete_digest: bytes | None = Field(default=None, unique=True)
    created_at: datetime = timestamp(default_factory=clock.now)
    updated_at: datetime = timestamp(
        default_factory=clock.now, sa_column_kwargs={"onupdate": clock.now}
    )

    @property
    def is_verified(self) -> bool:
        """Whether the owner of the address has confirmed it."""
        return self.email_verified_at is not None

    @property
    def reader(self) -> Reader:
        """How e-mails to this user are written."""
        return Reader(self.locale, self.timezone)


class UserSession(SQLModel, table=True):
    """A login session. Each access token names one and ends with it, at once."""

    __tablename__ = "user_sessions"
    __table_args__ = (
        # Only for the foreign key.
        Index(
            "ix_user_sessions_trusted_device_id",
            "trusted_device_id",
            postgresql_where=text("trusted_device_id IS NOT NULL"),
        ),
        Index(
            "ix_user_sessions_not_ended",
            *("user_id", "created_at", "id"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        # For the foreign key too. Only columns that never change: the update of
        # last_seen_at then changes no index.
        Index("ix_user_sessions_of_user", "user_id", "created_at"),
        Index(
            "ix_user_sessions_signup_id",
            "signup_id",
            postgresql_where=text("signup_id IS NOT NULL"),
        ),
        # For the cleanup: the time at which a session was over.
        Index("ix_user_sessions_over", text("LEAST(ended_at, expires_at)")),
        CheckConstraint("expires_at > created_at", name="expires_after_creation"),
        # New rows leave room on their page, so that the update of last_seen_at stays
        # there and changes no index.
        {"postgresql_with": {"fillfactor": 85}},
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE")
    device: str = Field(default="", sa_column_kwargs={"server_default": ""})
    address: str = Field(default="", sa_column_kwargs={"server_default": ""})
    created_at: datetime = timestamp(default_factory=clock.now)
    last_seen_at: datetime = timestamp(
        default_factory=clock.now, sa_column_kwargs={"server_default": func.now()}
    )
    expires_at: datetime = timestamp()
    ended_at: datetime | None = timestamp(default=None)
    # When the password, and the second factor if enabled, were last entered.
    proved_at: datetime | None = timestamp(default=None)
    # The trusted device with which this login session began.
    trusted_device_id: UUID | None = Field(
        default=None, foreign_key="trusted_devices.id", ondelete="SET NULL"
    )
    # While the address is unverified: the sign-up whose password was used.
    signup_id: UUID | None = Field(
        default=None, foreign_key="signups.id", ondelete="CASCADE"
    )


class EmailCode(SQLModel, table=True):
    """A code of release 1.0.0, which may run beside this one. Only 1.0.0 writes it."""

    __tablename__ = "email_codes"
    __table_args__ = (
        UniqueConstraint("email", "purpose"),
        CheckConstraint(
            "purpose IN ('signup', 'email_change', 'password_reset')",
            name="known_purpose",
        ),
        CheckConstraint("email = lower(email)", name="email_is_lower_case"),
        CheckConstraint("tries BETWEEN 0 AND 5", name="at_most_five_tries"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    email: str
    purpose: str
    digest: bytes | None = None
    tries: int = 0
    expires_at: datetime = timestamp()
    sent_at: datetime = timestamp()
    sends: int = 1
    sends_since: datetime = timestamp()


class EmailChange(SQLModel, table=True):
    """A change of the e-mail address: pending, closed, confirmed, or undone.

    A pending change waits for its code. A closed change can no longer be confirmed, but
    it can be undone. The undo token is sent to the old address; its HMAC is stored.
    """

    __tablename__ = "email_changes"

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    old_email: str
    new_email: str
    undo_digest: bytes = Field(unique=True)
    undo_expires_at: datetime = timestamp(index=True)
    created_at: datetime = timestamp(default_factory=clock.now)
    confirmed_at: datetime | None = timestamp(default=None)
    closed_at: datetime | None = timestamp(default=None)
    undone_at: datetime | None = timestamp(default=None)


class PasswordReset(SQLModel, table=True):
    """A token to set a new password, issued for a code. Only its HMAC is stored."""

    __tablename__ = "password_resets"

    digest: bytes = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    expires_at: datetime = timestamp(index=True)
