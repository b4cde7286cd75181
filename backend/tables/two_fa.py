"""The tables of second factors, recovery codes, and trusted devices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, text
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class TwoFa(SQLModel, table=True):
    """The authenticator app of an account. It is enabled once a code was right.

    The secret is encrypted. `last_step` is the last time step whose code was accepted
    (RFC 6238, section 5.2). `failures` counts wrong codes since the last success or
    pause. `pauses` counts consecutive pauses, which grow longer up to a maximum.
    """

    __tablename__ = "two_factors"
    __table_args__ = (
        CheckConstraint("failures BETWEEN 0 AND 10", name="at_most_ten_failures"),
    )

    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", primary_key=True)
    secret: str
    created_at: datetime = timestamp(default_factory=clock.now)
    enabled_at: datetime | None = timestamp(default=None)
    last_step: int | None = None
    failures: int = 0
    pauses: int = Field(default=0, sa_column_kwargs={"server_default": text("0")})
    paused_until: datetime | None = timestamp(default=None)


class RecoveryCode(SQLModel, table=True):
    """A recovery code: replaces a code of the app once. Only its HMAC is stored."""

    __tablename__ = "recovery_codes"

    digest: bytes = Field(primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    used_at: datetime | None = timestamp(default=None)


class LoginChallenge(SQLModel, table=True):
    """A login whose password was right, and that waits for the second factor."""

    __tablename__ = "login_challenges"
    __table_args__ = (
        CheckConstraint("tries BETWEEN 0 AND 5", name="at_most_five_tries"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    tries: int = 0
    expires_at: datetime = timestamp(index=True)


class TrustedDevice(SQLModel, table=True):
    """A device that needs no second factor for a while, by its newest token's HMAC."""

    __tablename__ = "trusted_devices"

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    digest: bytes = Field(unique=True)
    device: str
    address: str
    created_at: datetime = timestamp(default_factory=clock.now)
    last_used_at: datetime = timestamp(default_factory=clock.now)
    expires_at: datetime = timestamp(index=True)
