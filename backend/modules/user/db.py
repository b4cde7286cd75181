"""Queries on accounts and codes. Flushes, never commits."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, bindparam, case, delete, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from backend.models import EmailChange, EmailCode, TwoFactor, User, UserSession
from backend.modules.user.lib import Candidate

_CREDENTIALS = select(User.id, User.password_hash, User.is_active).where(
    col(User.email) == bindparam("email")
)
_BY_EMAIL_LOCKED = (
    select(User).where(col(User.email) == bindparam("email")).with_for_update()
)
_BY_ID_LOCKED = select(User).where(col(User.id) == bindparam("id")).with_for_update()
_ANY_LOGIN = select(UserSession.id).where(col(UserSession.user_id) == bindparam("id"))
_SAME_DEVICE = _ANY_LOGIN.where(col(UserSession.device) == bindparam("device"))
_TWO_FACTOR = select(TwoFactor.user_id).where(
    col(TwoFactor.user_id) == bindparam("id"), col(TwoFactor.enabled_at).is_not(None)
)
_FOR_LOGIN = (
    select(User, _ANY_LOGIN.exists() & ~_SAME_DEVICE.exists(), _TWO_FACTOR.exists())
    .where(col(User.id) == bindparam("id"))
    .with_for_update(of=User)
)


class UserDB:
    """Accounts."""

    def credentials(
        self, session: Session, email: str
    ) -> Row[tuple[UUID, str, bool]] | None:
        """Return id, password hash and whether the account is active."""
        return session.execute(_CREDENTIALS, {"email": email}).first()

    def create_if_new(
        self, session: Session, *, email: str, password_hash: str, full_name: str | None
    ) -> None:
        """Insert an account unless one has this e-mail, also in a race."""
        user = User(email=email, password_hash=password_hash, full_name=full_name)
        statement = insert(User).values(user.model_dump())
        session.execute(statement.on_conflict_do_nothing(index_elements=["email"]))

    def take_over_unverified(
        self, session: Session, *, email: str, password_hash: str, full_name: str | None
    ) -> UUID | None:
        """Make it a new account unless the address is verified; return the id."""
        statement = (
            update(User)
            .where(col(User.email) == email, col(User.email_verified_at).is_(None))
            .values(
                password_hash=password_hash,
                full_name=full_name,
                delete_at=None,
                undo_delete_digest=None,
            )
            .returning(col(User.id))
            .execution_options(synchronize_session=False)
        )
        return session.execute(statement).scalar_one_or_none()

    def lock_by_email(self, session: Session, email: str) -> User | None:
        """Return the account of this e-mail, locked until the transaction ends."""
        return session.execute(_BY_EMAIL_LOCKED, {"email": email}).scalars().first()

    def lock(self, session: Session, user_id: UUID) -> User | None:
        """Return the account, locked until the transaction ends."""
        return session.execute(_BY_ID_LOCKED, {"id": user_id}).scalars().first()

    def lock_for_login(
        self, session: Session, user_id: UUID, device: str
    ) -> Candidate | None:
        """Return the account, locked, and what its login depends on.

        The first device of all is not new: it is the one the account was made with.
        """
        values = {"id": user_id, "device": device}
        row = session.execute(_FOR_LOGIN, values).first()
        return Candidate(*row) if row else None

    def change_email(self, session: Session, user: User, email: str) -> bool:
        """Give the account another address; False, and no change, if it is taken."""
        try:
            with session.begin_nested():
                user.email = email
                session.flush()
        except IntegrityError:
            session.refresh(user)
            return False
        return True


class EmailCodeDB:
    """One-time codes: one row for each address and purpose."""

    def replace(
        self,
        session: Session,
        *,
        email: str,
        purpose: str,
        digest: bytes | None,
        now: datetime,
        lifetime: timedelta,
        cooldown: timedelta,
        sends_a_day: int,
    ) -> bool:
        """Put a new code in the place of the old one, with its tries all there.

        False, and nothing is changed, within the cooldown of the last one or when
        the day's number is reached. One atomic statement.
        """
        a_day_ago = now - timedelta(days=1)
        new_day = col(EmailCode.sends_since) <= a_day_ago
        row = EmailCode(
            email=email,
            purpose=purpose,
            digest=digest,
            expires_at=now + lifetime,
            sent_at=now,
            sends_since=now,
        )
        statement = insert(EmailCode).values(row.model_dump())
        new = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=["email", "purpose"],
            set_={
                "digest": new.digest,
                "tries": 0,
                "expires_at": new.expires_at,
                "sent_at": new.sent_at,
                "sends": case((new_day, 1), else_=col(EmailCode.sends) + 1),
                "sends_since": case((new_day, now), else_=col(EmailCode.sends_since)),
            },
            where=(col(EmailCode.sent_at) <= now - cooldown)
            & or_(new_day, col(EmailCode.sends) < sends_a_day),
        )
        changed = session.execute(statement.returning(col(EmailCode.id)))
        return changed.first() is not None

    def forget_if_nobodys(self, session: Session, *, email: str, purpose: str) -> None:
        """Forget what was asked for while the address had no account.

        Otherwise a stranger could use up the e-mails of an address before its owner
        signs up.
        """
        owner = select(User.id).where(col(User.email) == email).exists()
        session.execute(
            delete(EmailCode).where(
                col(EmailCode.email) == email,
                col(EmailCode.purpose) == purpose,
                ~owner,
            )
        )

    def spend_try(
        self, session: Session, *, email: str, purpose: str, now: datetime, tries: int
    ) -> bytes | None:
        """Use up one try and return the digest to compare with, if there is one.

        The row stays locked until the transaction ends, so parallel tries queue
        here and no more than `tries` of them are ever compared.
        """
        statement = (
            update(EmailCode)
            .where(
                col(EmailCode.email) == email,
                col(EmailCode.purpose) == purpose,
                col(EmailCode.digest).is_not(None),
                col(EmailCode.expires_at) > now,
                col(EmailCode.tries) < tries,
            )
            .values(tries=EmailCode.tries + 1)
            .returning(col(EmailCode.digest))
        )
        return session.execute(statement).scalar_one_or_none()

    def consume(self, session: Session, *, email: str, purpose: str) -> None:
        """Make the code unusable."""
        session.execute(
            update(EmailCode)
            .where(col(EmailCode.email) == email, col(EmailCode.purpose) == purpose)
            .values(digest=None)
        )


class EmailChangeDB:
    """Wishes to change an address."""

    def replace_pending(self, session: Session, change: EmailChange) -> None:
        """Insert a wish in the place of those that were not confirmed."""
        session.execute(
            delete(EmailChange).where(
                col(EmailChange.user_id) == change.user_id,
                col(EmailChange.confirmed_at).is_(None),
            )
        )
        session.add(change)
        session.flush()

    def pending(self, session: Session, user_id: UUID) -> EmailChange | None:
        """Return the wish that waits for its code, locked."""
        statement = (
            select(EmailChange)
            .where(
                col(EmailChange.user_id) == user_id,
                col(EmailChange.confirmed_at).is_(None),
                col(EmailChange.undone_at).is_(None),
            )
            .with_for_update()
        )
        return session.execute(statement).scalars().first()

    def lock_by_undo(
        self, session: Session, digests: Sequence[bytes], *, now: datetime
    ) -> EmailChange | None:
        """Return the wish that this token takes back, locked, if it still may."""
        statement = (
            select(EmailChange)
            .where(
                col(EmailChange.undo_digest).in_(digests),
                col(EmailChange.undo_expires_at) > now,
                col(EmailChange.undone_at).is_(None),
            )
            .with_for_update()
        )
        return session.execute(statement).scalars().first()


user_db = UserDB()
email_code_db = EmailCodeDB()
email_change_db = EmailChangeDB()
