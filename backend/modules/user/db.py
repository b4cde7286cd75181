"""Queries on accounts, sessions and codes. Flushes, never commits."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, Update, bindparam, case, delete, or_, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from backend.models import EmailCode, User, UserSession

_CREDENTIALS = select(User.id, User.password_hash, User.is_active).where(
    col(User.email) == bindparam("email")
)
_BY_EMAIL_LOCKED = (
    select(User).where(col(User.email) == bindparam("email")).with_for_update()
)
_BY_ID_LOCKED = select(User).where(col(User.id) == bindparam("id")).with_for_update()


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
        """Replace password and name unless the address is verified; return the id."""
        statement = (
            update(User)
            .where(col(User.email) == email, col(User.email_verified_at).is_(None))
            .values(password_hash=password_hash, full_name=full_name)
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


class UserSessionDB:
    """Logins."""

    def create(
        self, session: Session, *, user_id: UUID, now: datetime, lifetime: timedelta
    ) -> UserSession:
        """Insert a session that lives from `now` for `lifetime`."""
        login = UserSession(user_id=user_id, created_at=now, expires_at=now + lifetime)
        session.add(login)
        session.flush()
        return login

    def end(self, session: Session, session_id: UUID, *, now: datetime) -> None:
        """End one session."""
        session.execute(_ending(now).where(col(UserSession.id) == session_id))

    def end_all(self, session: Session, user_id: UUID, *, now: datetime) -> None:
        """End all sessions of an account."""
        session.execute(_ending(now).where(col(UserSession.user_id) == user_id))


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


def _ending(now: datetime) -> Update:
    return (
        update(UserSession)
        .where(col(UserSession.ended_at).is_(None))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


user_db = UserDB()
user_session_db = UserSessionDB()
email_code_db = EmailCodeDB()
