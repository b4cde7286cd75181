"""Queries on linked identities. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import OidcIdentity


class OidcDB:
    """The table of linked identities."""

    def all_of(self, session: Session, user_id: UUID) -> Sequence[OidcIdentity]:
        """Return the identities of an account, the oldest first."""
        statement = (
            select(OidcIdentity)
            .where(col(OidcIdentity.user_id) == user_id)
            .order_by(col(OidcIdentity.created_at), col(OidcIdentity.id))
        )
        return session.execute(statement).scalars().all()

    def count(self, session: Session, user_id: UUID) -> int:
        """Return how many identities an account has."""
        statement = select(func.count()).where(col(OidcIdentity.user_id) == user_id)
        return int(session.execute(statement).scalar_one())

    def owner_of(self, session: Session, *, issuer: str, subject: str) -> UUID | None:
        """Return the account that a person at a provider is linked to, or None."""
        statement = select(col(OidcIdentity.user_id)).where(
            col(OidcIdentity.issuer) == issuer, col(OidcIdentity.subject) == subject
        )
        return session.execute(statement).scalar_one_or_none()

    def add(self, session: Session, identity: OidcIdentity) -> bool:
        """Store an identity; return False if an account has this person already."""
        statement = (
            insert(OidcIdentity)
            .values(identity.model_dump())
            .on_conflict_do_nothing(index_elements=["issuer", "subject"])
            .returning(col(OidcIdentity.id))
        )
        return session.execute(statement).first() is not None

    def use(
        self,
        session: Session,
        user_id: UUID,
        *,
        issuer: str,
        subject: str,
        email: str | None,
        now: datetime,
    ) -> bool:
        """Store that a person came again; return False if the account has no such one.

        Without an `email`, the one that was stored before stays.
        """
        statement = (
            update(OidcIdentity)
            .where(
                col(OidcIdentity.issuer) == issuer,
                col(OidcIdentity.subject) == subject,
                col(OidcIdentity.user_id) == user_id,
            )
            .values(
                email=func.coalesce(email, col(OidcIdentity.email)), last_used_at=now
            )
            .returning(col(OidcIdentity.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).first() is not None

    def remove(
        self, session: Session, identity_id: UUID, *, user_id: UUID
    ) -> str | None:
        """Delete an identity and return its issuer; None if the account has none."""
        statement = (
            delete(OidcIdentity)
            .where(
                col(OidcIdentity.id) == identity_id,
                col(OidcIdentity.user_id) == user_id,
            )
            .returning(col(OidcIdentity.issuer))
        )
        return session.execute(statement).scalar_one_or_none()

    def remove_since(
        self, session: Session, user_id: UUID, *, since: datetime
    ) -> Sequence[UUID]:
        """Delete the identities of an account that are newer; return their ids."""
        statement = (
            delete(OidcIdentity)
            .where(
                col(OidcIdentity.user_id) == user_id,
                col(OidcIdentity.created_at) >= since,
            )
            .returning(col(OidcIdentity.id))
        )
        return session.execute(statement).scalars().all()


oidc_db = OidcDB()
