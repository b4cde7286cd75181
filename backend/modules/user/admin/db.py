"""Queries of administrators on accounts. Flushes, never commits."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, and_, or_, select
from sqlmodel import Session, col

from backend.core.pagination import Position, in_order
from backend.core.words import pattern_of
from backend.models import User
from backend.modules.user.lib import Filters, Sort


class AdminDB:
    """The table of accounts, for administrators."""

    def page(
        self,
        session: Session,
        filters: Filters,
        *,
        sort: Sort,
        after: Position | None,
        limit: int,
    ) -> Sequence[User]:
        """Return the accounts after a position, in the given order."""
        key = col(User.email) if sort == "email" else col(User.created_at)
        statement = in_order(
            _filtered(filters), key, col(User.id), after=after, down=sort == "newest"
        )
        return session.execute(statement.limit(limit)).scalars().all()

    def get(self, session: Session, user_id: UUID) -> User | None:
        """Return an account, or None."""
        return session.get(User, user_id)

    def lock_admins(self, session: Session, *others: UUID) -> Sequence[User]:
        """Lock and return all acting administrators; also lock `others`.

        An acting administrator is verified, active, and not about to be deleted. The
        locks keep two requests from removing the last one. They are taken in id order,
        so that two calls cannot deadlock.
        """
        acting = and_(
            col(User.is_admin),
            col(User.is_active),
            col(User.email_verified_at).is_not(None),
            col(User.delete_at).is_(None),
        )
        statement = (
            select(User, acting)
            .where(or_(acting, col(User.id).in_(others)))
            .order_by(col(User.id))
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        )
        return [user for user, acts in session.execute(statement) if acts]


def _filtered(filters: Filters) -> Select[User]:
    statement = select(User)
    if filters.search and (pattern := pattern_of(filters.search)):
        columns = (col(User.email), col(User.full_name))
        found = [column.regexp_match(pattern) for column in columns]
        statement = statement.where(or_(*found))
    if filters.is_active is not None:
        statement = statement.where(col(User.is_active) == filters.is_active)
    if filters.is_admin is not None:
        statement = statement.where(col(User.is_admin) == filters.is_admin)
    if filters.is_verified is not None:
        verified = col(User.email_verified_at).is_not(None)
        statement = statement.where(verified == filters.is_verified)
    return statement


admin_db = AdminDB()
