"""Queries on API tokens. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlmodel import Session, col

from backend.models import ApiToken


class ApiTokenDB:
    """The table of API tokens."""

    def live(
        self, session: Session, user_id: UUID, *, now: datetime
    ) -> Sequence[ApiToken]:
        """Return the API tokens of an account that have not expired, oldest first."""
        statement = (
            select(ApiToken)
            .where(col(ApiToken.user_id) == user_id, _is_live(now))
            .order_by(col(ApiToken.created_at), col(ApiToken.id))
        )
        return session.execute(statement).scalars().all()

    def add(self, session: Session, token: ApiToken) -> None:
        """Store an API token."""
        session.add(token)
        session.flush()

    def rename(
        self,
        session: Session,
        token_id: UUID,
        *,
        user_id: UUID,
        name: str,
        now: datetime,
    ) -> ApiToken | None:
        """Change the name of a live token; None if the account has no such token."""
        statement = (
            update(ApiToken)
            .where(
                col(ApiToken.id) == token_id,
                col(ApiToken.user_id) == user_id,
                _is_live(now),
            )
            .values(name=name)
            .returning(ApiToken)
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).scalar_one_or_none()

    def remove(self, session: Session, token_id: UUID, *, user_id: UUID) -> bool:
        """Delete a token; return False if the account has no such token."""
        statement = (
            delete(ApiToken)
            .where(col(ApiToken.id) == token_id, col(ApiToken.user_id) == user_id)
            .returning(col(ApiToken.id))
        )
        return session.execute(statement).first() is not None

    def remove_all(self, session: Session, user_id: UUID) -> Sequence[UUID]:
        """Delete all tokens of an account; return their ids."""
        statement = (
            delete(ApiToken)
            .where(col(ApiToken.user_id) == user_id)
            .returning(col(ApiToken.id))
        )
        return session.execute(statement).scalars().all()


def _is_live(now: datetime) -> ColumnElement[bool]:
    expires_at = col(ApiToken.expires_at)
    return or_(expires_at.is_(None), expires_at > now)


api_token_db = ApiTokenDB()
