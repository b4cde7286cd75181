"""The tables of passkeys, and of signed values that were used."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class Passkey(SQLModel, table=True):
    """A WebAuthn credential of an account: its id, its public key, its counter.

    `public_key` is a COSE key (RFC 9052). `sign_count` is the counter of the last
    answer; it stays 0 for keys that are synchronised between devices. `transports` are
    hints for the browser, separated by spaces.
    """

    __tablename__ = "passkeys"
    __table_args__ = (
        CheckConstraint("sign_count >= 0", name="counts_upwards"),
        CheckConstraint(
            "length(credential_id) BETWEEN 1 AND 1023", name="known_length"
        ),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    credential_id: bytes = Field(unique=True)
    public_key: bytes
    sign_count: int = Field(default=0, sa_type=BigInteger)
    transports: str = ""
    name: str
    is_synced: bool
    created_at: datetime = timestamp(default_factory=clock.now)
    last_used_at: datetime | None = timestamp(default=None)


class UsedChallenge(SQLModel, table=True):
    """A challenge of a passkey or a login elsewhere that was answered, until it expires.

    Challenges are signed, not stored, so that an opened login page writes nothing.
    This row keeps one from being answered twice.
    """

    __tablename__ = "used_challenges"

    id: UUID = Field(primary_key=True)
    expires_at: datetime = timestamp(index=True)
