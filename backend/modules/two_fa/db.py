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

_NO_SYNC = {"synchronize_session": False}


class TwoFaDB:
    """The authenticator app of an account and its recovery codes."""

    def get(self, session: Session, user_id: UUID) -> TwoFa | None:
        """Return the factor, whether only set up or enabled; None if there is none."""
        statement = select(TwoFa).where(col(TwoFa.user_id) == user_id)
        return session.execute(statement).scalars().first()

    def set_up(
        self, session: Session, user_id: UUID, secret: str, *, now: datetime
    ) -> bool:
        """Store a new secret; return False if a factor is already enabled."""
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
        """Use up an attempt of a set-up and lock its row; return its secret.

        None if no set-up is newer than `since` and has attempts left.
        """
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
            .execution_options(**_NO_SYNC)
        )
        return session.execute(statement).scalar_one_or_none()

    def enable(
        self, session: Session, user_id: UUID, *, step: int, now: datetime
    ) -> None:
        """Enable a factor that was set up; codes up to time step `step` are used up."""
        session.execute(
            update(TwoFa)
            .where(col(TwoFa.user_id) == user_id)
            .values(enabled_at=now, last_step=step, failures=0)
            .execution_options(**_NO_SYNC)
        )

    def spend_try(
        self, session: Session, user_id: UUID, *, now: datetime
    ) -> Row[tuple[str, int, int, datetime | None]] | None:
        """Count a failure before the code is checked; return the factor's state.

        That is: the secret, the failures including this one, the number of pauses, and
        the end of the last pause. None during a pause or without an enabled factor. The
        row stays locked until the transaction ends, so parallel attempts wait here.
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
            .execution_options(**_NO_SYNC)
        )
        return session.execute(statement).first()

    def use_step(self, session: Session, user_id: UUID, step: int) -> bool:
        """Use up a time step and all earlier ones (RFC 6238, section 5.2).

        Return False if it was already used up.
        """
        statement = (
            update(TwoFa)
            .where(
                col(TwoFa.user_id) == user_id,
                func.coalesce(TwoFa.last_step, -1) < step,
            )
            .values(last_step=step)
            .returning(col(TwoFa.user_id))
            .execution_options(**_NO_SYNC)
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
        """Reset the failures; set the number of pauses and the end of the last one."""
        session.execute(
            update(TwoFa)
            .where(col(TwoFa.user_id) == user_id)
            .values(failures=0, pauses=pauses, paused_until=paused_until)
            .execution_options(**_NO_SYNC)
        )

    def end_pause(self, session: Session, user_id: UUID, *, now: datetime) -> None:
        """End a pause now. It still counts, so the next pause is longer."""
        session.execute(
            update(TwoFa)
            .where(col(TwoFa.user_id) == user_id, col(TwoFa.paused_until) > now)
            .values(paused_until=now)
            .execution_options(**_NO_SYNC)
        )

    def remove(self, session: Session, user_id: UUID) -> bool:
        """Delete the factor, its recovery codes and the account's trusted devices.

        Return False if no factor was enabled.
        """
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
        """Return (user id, stored secret) in id order after `after`, without a lock."""
        statement = select(col(TwoFa.user_id), col(TwoFa.secret))
        if after is not None:
            statement = statement.where(col(TwoFa.user_id) > after)
        statement = statement.order_by(col(TwoFa.user_id)).limit(limit)
        return session.execute(statement).all()

    def replace_secrets(
        self, session: Session, changes: Sequence[tuple[UUID, str, str]]
    ) -> int:
        """Replace stored secrets, given as (user id, old, new); return how many.

        A secret that is no longer `old` stays as it is. All are one statement, so that
        its locks are held only briefly.
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
            .execution_options(**_NO_SYNC)
        )
        return len(session.execute(statement).all())


class RecoveryCodeDB:
    """Recovery codes: each replaces a code of the app once."""

    def replace(
        self, session: Session, user_id: UUID, digests: Sequence[bytes]
    ) -> None:
        """Replace all codes of the account, used or not, with new ones."""
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
        """Use up a code by its digests; return False if there is no unused one."""
        statement = (
            update(RecoveryCode)
            .where(
                col(RecoveryCode.digest).in_(digests),
                col(RecoveryCode.user_id) == user_id,
                col(RecoveryCode.used_at).is_(None),
            )
            .values(used_at=now)
            .returning(col(RecoveryCode.digest))
            .execution_options(**_NO_SYNC)
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
