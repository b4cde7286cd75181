"""Queries on second factors. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    Row,
    String,
    Uuid,
    column,
    delete,
    func,
    insert,
    select,
    update,
    values,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlmodel import Session, col

from backend.models import RecoveryCode, TrustedDevice, TwoFa

_MINE = {"synchronize_session": False}


class TwoFaDB:
    """The authenticator app of an account and its recovery codes."""

    def get(self, session: Session, user_id: UUID) -> TwoFa | None:
        """Return the factor, set up or enabled."""
        statement = select(TwoFa).where(col(TwoFa.user_id) == user_id)
        return session.execute(statement).scalars().first()

    def set_up(
        self, session: Session, user_id: UUID, secret: str, *, now: datetime
    ) -> bool:
        """Put a new secret in the place of one not enabled; False if one is."""
        row = TwoFa(user_id=user_id, secret=secret, created_at=now)
        statement = upsert(TwoFa).values(row.model_dump())
        statement = statement.on_conflict_do_update(
            index_elements=["user_id"],
            set_={"secret": secret, "created_at": now, "failures": 0},
            where=col(TwoFa.enabled_at).is_(None),
        )
        written = session.execute(statement.returning(col(TwoFa.user_id)))
        return written.first() is not None

    def spend_setup_try(
        self, session: Session, user_id: UUID, *, since: datetime, tries: int
    ) -> str | None:
        """Use up one try of a set-up, which locks it, and return its secret."""
        statement = (
            update(TwoFa)
            .where(
                col(TwoFa.user_id) == user_id,
                col(TwoFa.enabled_at).is_(None),
                col(TwoFa.created_at) > since,
                col(TwoFa.failures) < tries,
            )
            .values(failures=TwoFa.failures + 1)
            .returning(col(TwoFa.secret))
            .execution_options(**_MINE)
        )
        return session.execute(statement).scalar_one_or_none()

    def enable(
        self, session: Session, user_id: UUID, *, step: int, now: datetime
    ) -> None:
        """Enable what was set up; the code that proved it is used up."""
        session.execute(
            update(TwoFa)
            .where(col(TwoFa.user_id) == user_id)
            .values(enabled_at=now, last_step=step, failures=0)
            .execution_options(**_MINE)
        )

    def spend_try(
        self, session: Session, user_id: UUID, *, now: datetime
    ) -> Row[tuple[str, int, int, datetime | None]] | None:
        """Count a failure beforehand; return the secret, the failures with it, and how
        many pauses there were and when the last one ended.

        The row stays locked until the transaction ends, so parallel tries queue here.
        None while there is a pause, or without an enabled factor.
        """
        statement = (
            update(TwoFa)
            .where(
                col(TwoFa.user_id) == user_id,
                col(TwoFa.enabled_at).is_not(None),
                func.coalesce(TwoFa.paused_until, now) <= now,
            )
            .values(failures=TwoFa.failures + 1)
            .returning(
                col(TwoFa.secret),
                col(TwoFa.failures),
                col(TwoFa.pauses),
                col(TwoFa.paused_until),
            )
            .execution_options(**_MINE)
        )
        return session.execute(statement).first()

    def use_step(self, session: Session, user_id: UUID, step: int) -> bool:
        """Use up a time step and all before it; False if it was used (RFC 6238, 5.2)."""
        statement = (
            update(TwoFa)
            .where(
                col(TwoFa.user_id) == user_id,
                func.coalesce(TwoFa.last_step, -1) < step,
            )
            .values(last_step=step)
            .returning(col(TwoFa.user_id))
            .execution_options(**_MINE)
        )
        return session.execute(statement).first() is not None

    def forgive(
        self,
        session: Session,
        user_id: UUID,
        *,
        pauses: int = 0,
        paused_until: datetime | None = None,
    ) -> None:
        """Forget the failures; set how many pauses there were, and the last one's end."""
        session.execute(
            update(TwoFa)
            .where(col(TwoFa.user_id) == user_id)
            .values(failures=0, pauses=pauses, paused_until=paused_until)
            .execution_options(**_MINE)
        )

    def end_pause(self, session: Session, user_id: UUID, *, now: datetime) -> None:
        """Let codes be looked at again; the next pause is longer all the same."""
        session.execute(
            update(TwoFa)
            .where(col(TwoFa.user_id) == user_id, col(TwoFa.paused_until) > now)
            .values(paused_until=now)
            .execution_options(**_MINE)
        )

    def remove(self, session: Session, user_id: UUID) -> bool:
        """Remove the factor and what goes with it; False if none was enabled."""
        for model in (RecoveryCode, TrustedDevice):
            session.execute(delete(model).where(col(model.user_id) == user_id))
        removed = session.execute(
            delete(TwoFa)
            .where(col(TwoFa.user_id) == user_id)
            .returning(col(TwoFa.enabled_at))
        ).first()
        return removed is not None and removed[0] is not None

    def secrets(
        self, session: Session, *, after: UUID | None, limit: int
    ) -> Sequence[Row[tuple[UUID, str]]]:
        """Return users and their stored secrets, by user and after one, not locked."""
        statement = select(col(TwoFa.user_id), col(TwoFa.secret))
        if after is not None:
            statement = statement.where(col(TwoFa.user_id) > after)
        statement = statement.order_by(col(TwoFa.user_id)).limit(limit)
        return session.execute(statement).all()

    def replace_secrets(
        self, session: Session, changes: Sequence[tuple[UUID, str, str]]
    ) -> int:
        """Store secrets in another way, each (user, old, new) that is still the old one.

        Return how many were. One statement, so that its locks are held only briefly.
        """
        if not changes:
            return 0
        change = values(
            column("user_id", Uuid), column("old", String), column("new", String)
        )
        change = change.data(list(changes)).alias("change")
        statement = (
            update(TwoFa)
            .where(
                col(TwoFa.user_id) == change.c.user_id,
                col(TwoFa.secret) == change.c.old,
            )
            .values(secret=change.c.new)
            .returning(col(TwoFa.user_id))
            .execution_options(**_MINE)
        )
        return len(session.execute(statement).all())


class RecoveryCodeDB:
    """The codes that stand in for the app, each once."""

    def replace(
        self, session: Session, user_id: UUID, digests: Sequence[bytes]
    ) -> None:
        """Put new codes in the place of the old ones, used or not."""
        session.execute(
            delete(RecoveryCode).where(col(RecoveryCode.user_id) == user_id)
        )
        rows = [RecoveryCode(digest=d, user_id=user_id).model_dump() for d in digests]
        session.execute(insert(RecoveryCode), rows)

    def use(
        self,
        session: Session,
        user_id: UUID,
        digests: Sequence[bytes],
        *,
        now: datetime,
    ) -> bool:
        """Use up a code by its digests; False if there is no such unused one."""
        statement = (
            update(RecoveryCode)
            .where(
                col(RecoveryCode.digest).in_(digests),
                col(RecoveryCode.user_id) == user_id,
                col(RecoveryCode.used_at).is_(None),
            )
            .values(used_at=now)
            .returning(col(RecoveryCode.digest))
            .execution_options(**_MINE)
        )
        return session.execute(statement).first() is not None

    def left(self, session: Session, user_id: UUID) -> int:
        """Return how many codes are unused."""
        statement = select(func.count()).where(
            col(RecoveryCode.user_id) == user_id, col(RecoveryCode.used_at).is_(None)
        )
        count: int = session.execute(statement).scalar_one()
        return count


two_fa_db = TwoFaDB()
recovery_code_db = RecoveryCodeDB()
