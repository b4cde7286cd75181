"""Queries on one-time codes and their e-mail counts. Flushes, never commits."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, delete, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from backend.models import MailCount, OneTimeCode

_NO_SYNC = {"synchronize_session": False}


class CodeDB:
    """The table of one-time codes: one row for each holder."""

    def replace(
        self,
        session: Session,
        holder_id: UUID,
        *,
        purpose: str,
        digest: bytes | None,
        expires_at: datetime,
    ) -> None:
        """Store a code with no attempts used; it replaces the holder's old code."""
        row = OneTimeCode(
            holder_id=holder_id, purpose=purpose, digest=digest, expires_at=expires_at
        )
        statement = insert(OneTimeCode).values(row.model_dump())
        new = statement.excluded
        session.execute(
            statement.on_conflict_do_update(
                index_elements=["holder_id"],
                set_={"digest": new.digest, "tries": 0, "expires_at": new.expires_at},
            )
        )

    def spend_try(
        self,
        session: Session,
        holder_id: UUID,
        *,
        purpose: str,
        now: datetime,
        tries: int,
    ) -> bytes | None:
        """Count an attempt and return the stored digest; None without a valid code.

        The row stays locked until the transaction ends. Parallel attempts wait here, so
        that at most `tries` of them are ever compared.
        """
        statement = (
            update(OneTimeCode)
            .where(
                col(OneTimeCode.holder_id) == holder_id,
                col(OneTimeCode.purpose) == purpose,
                col(OneTimeCode.digest).is_not(None),
                col(OneTimeCode.expires_at) > now,
                col(OneTimeCode.tries) < tries,
            )
            .values(tries=OneTimeCode.tries + 1)
            .returning(col(OneTimeCode.digest))
            .execution_options(**_NO_SYNC)
        )
        return session.execute(statement).scalar_one_or_none()

    def consume(self, session: Session, holder_id: UUID) -> None:
        """Delete the holder's code. Its row remains."""
        session.execute(
            update(OneTimeCode)
            .where(col(OneTimeCode.holder_id) == holder_id)
            .values(digest=None)
            .execution_options(**_NO_SYNC)
        )


class MailCountDB:
    """The table that counts e-mails with codes, by address, purpose and requester."""

    def count(
        self,
        session: Session,
        *,
        email: str,
        purpose: str,
        requester: str,
        now: datetime,
        sends_a_day: int,
        cooldown: timedelta | None = None,
    ) -> bool:
        """Count an e-mail and return True; return False if no e-mail may be sent.

        None may be sent during the `cooldown` after the last one, nor after
        `sends_a_day` e-mails in one day. This is one atomic statement, so parallel
        requests cannot exceed the limits.
        """
        new_day = col(MailCount.sends_since) <= now - timedelta(days=1)
        allowed = or_(new_day, col(MailCount.sends) < sends_a_day)
        if cooldown is not None:
            allowed &= col(MailCount.sent_at) <= now - cooldown
        row = MailCount(
            email=email,
            purpose=purpose,
            requester=requester,
            sends_since=now,
            sent_at=now,
        )
        statement = insert(MailCount).values(row.model_dump())
        statement = statement.on_conflict_do_update(
            index_elements=["email", "purpose", "requester"],
            set_={
                "sent_at": statement.excluded.sent_at,
                "sends": case((new_day, 1), else_=col(MailCount.sends) + 1),
                "sends_since": case((new_day, now), else_=col(MailCount.sends_since)),
            },
            where=allowed,
        )
        counted = session.execute(statement.returning(col(MailCount.id)))
        return counted.first() is not None

    def forget(self, session: Session, *, email: str, purpose: str) -> None:
        """Delete the counts of an address and purpose, for all requesters."""
        session.execute(
            delete(MailCount).where(
                col(MailCount.email) == email, col(MailCount.purpose) == purpose
            )
        )


code_db = CodeDB()
mail_count_db = MailCountDB()
