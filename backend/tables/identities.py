"""The table of identities: people at other providers, linked to accounts."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp


class OidcIdentity(SQLModel, table=True):
    """A person at a provider of OpenID Connect who can log in to an account.

    Issuer and subject identify the person (OpenID Connect Core, section 5.7). `email` is
    what the provider said last; it identifies nobody.
    """

    __tablename__ = "oidc_identities"
    __table_args__ = (
        UniqueConstraint("issuer", "subject"),
        CheckConstraint("length(subject) BETWEEN 1 AND 255", name="known_length"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="users.id", ondelete="CASCADE", index=True)
    issuer: str
    subject: str
    email: str | None = None
    created_at: datetime = timestamp(default_factory=clock.now)
    last_used_at: datetime | None = timestamp(default=None)
