"""Queries of administrators on accounts. Flushes, never commits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from backend.core.names import named
from backend.core.pagination import Position, in_order
from backend.models import DocumentUsage, TwoFa, User, UserSession
from backend.modules.user.lib import AccountState, Filters, Sort

# The newest logins of an account, among which its last use is searched. An account can
# have thousands that ended.
_NEWEST = 20
_KEYS: Mapping[Sort, Any] = {
    "newest": col(User.created_at),
    "oldest": col(User.created_at),
    "email": col(User.email),
    "storage": col(DocumentUsage.used_bytes),
}


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
        now: datetime,
        idle_since: datetime,
    ) -> Sequence[AccountState]:
        """Return the accounts after a position, in the given order, with their state.

        The state is read for the accounts of the page only, each by an index.
        """
        key, down = _KEYS[sort], sort in ("newest", "storage")
        found = _filtered(filters)
        if sort == "storage":
            found = found.join(
                DocumentUsage, col(DocumentUsage.user_id) == col(User.id)
            )
            found = found.add_columns(key)
        page = in_order(found, key, col(User.id), after=after, down=down)
        rows = page.limit(limit).subquery()
        user = aliased(User, rows)
        statement = in_order(
            select(user, *_state(rows.c.id, now=now, idle_since=idle_since)),
            rows.c[key.key],
            rows.c.id,
            after=None,
            down=down,
        )
        return [AccountState(*row) for row in session.execute(statement)]

    def emails(
        self, session: Session, user_ids: Collection[UUID]
    ) -> Mapping[UUID | None, str]:
        """Return the addresses of accounts by id."""
        if not user_ids:
            return {}
        statement = select(col(User.id), col(User.email))
        rows = session.execute(statement.where(col(User.id).in_(user_ids)))
        return {row.id: row.email for row in rows}

    def get(self, session: Session, user_id: UUID) -> User | None:
        """Return an account, or None."""
        return session.get(User, user_id)

    def state(
        self, session: Session, user_id: UUID, *, now: datetime, idle_since: datetime
    ) -> AccountState | None:
        """Return an account with its state, or None."""
        state = _state(col(User.id), now=now, idle_since=idle_since)
        statement = select(User, *state).where(col(User.id) == user_id)
        row = session.execute(statement).first()
        return AccountState(*row) if row else None

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


def _state(
    user_id: SQLColumnExpression[UUID], *, now: datetime, idle_since: datetime
) -> Sequence[ColumnElement[Any]]:
    """Return the columns of AccountState after the user, for the account of a row."""
    seen_at = col(UserSession.last_seen_at)
    own = select(UserSession).where(col(UserSession.user_id) == user_id)
    live = own.where(
        col(UserSession.ended_at).is_(None),
        col(UserSession.expires_at) > now,
        seen_at > idle_since,
    )
    newest = (
        own.with_only_columns(seen_at)
        .order_by(col(UserSession.created_at).desc())
        .limit(_NEWEST)
        .correlate_except(UserSession)
        .subquery()
    )
    # Not EXISTS: Postgres could read all second factors for a page of accounts.
    two_fa = select(col(TwoFa.enabled_at)).where(col(TwoFa.user_id) == user_id)
    return (
        func.greatest(
            live.with_only_columns(func.max(seen_at)).scalar_subquery(),
            select(func.max(newest.c.last_seen_at)).scalar_subquery(),
        ),
        two_fa.scalar_subquery().is_not(None),
        live.with_only_columns(func.count()).scalar_subquery(),
        *(
            func.coalesce(
                select(col(column))
                .where(col(DocumentUsage.user_id) == user_id)
                .scalar_subquery(),
                0,
            )
            for column in (DocumentUsage.used_bytes, DocumentUsage.files)
        ),
    )


def _filtered(filters: Filters) -> Select[User]:
    statement = select(User)
    if filters.search:
        columns = (col(User.email), col(User.full_name))
        statement = statement.where(named(filters.search, *columns))
    if filters.is_active is not None:
        statement = statement.where(col(User.is_active) == filters.is_active)
    if filters.is_admin is not None:
        statement = statement.where(col(User.is_admin) == filters.is_admin)
    if filters.is_verified is not None:
        verified = col(User.email_verified_at).is_not(None)
        statement = statement.where(verified == filters.is_verified)
    if filters.to_be_deleted is not None:
        leaving = col(User.delete_at).is_not(None)
        statement = statement.where(leaving == filters.to_be_deleted)
    return statement


admin_db = AdminDB()
