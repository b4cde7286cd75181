"""Queries on accounts and changes of address. Flushes, never commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, and_, bindparam, case, delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from backend.models import EmailChange, Signup, TwoFactor, User, UserSession
from backend.modules.user.lib import Candidate

# While the address is unverified, the password is the one of the newest sign-up.
_NEWEST_SIGNUP = (
    select(Signup.id)
    .where(col(Signup.user_id) == User.id)
    .order_by(col(Signup.created_at).desc())
    .limit(1)
    .correlate(User)
    .scalar_subquery()
)
_UNVERIFIED = col(User.email_verified_at).is_(None)
_CREDENTIALS: Select[UUID, str, bool, UUID | None] = (
    select(
        User.id,
        func.coalesce(Signup.password_hash, User.password_hash).label("password_hash"),
        User.is_active,
        col(Signup.id).label("signup_id"),
    )
    .outerjoin(Signup, and_(_UNVERIFIED, col(Signup.id) == _NEWEST_SIGNUP))
    .where(col(User.email) == bindparam("email"))
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
    select(
        User,
        _ANY_LOGIN.exists() & ~_SAME_DEVICE.exists(),
        _TWO_FACTOR.exists(),
        Signup,
    )
    .outerjoin(Signup, and_(_UNVERIFIED, col(Signup.id) == bindparam("signup_id")))
    .where(col(User.id) == bindparam("id"))
    .with_for_update(of=User)
)


class UserDB:
    """Accounts."""

    def credentials(
        self, session: Session, email: str
    ) -> Row[tuple[UUID, str, bool, UUID | None]] | None:
        """Return id, password hash, whether the account is active, and the sign-up.

        The sign-up is the one that the password is of, while the address is unverified.
        """
        return session.execute(_CREDENTIALS, {"email": email}).first()

    def create_or_lock(
        self, session: Session, email: str, *, password_hash: str
    ) -> User:
        """Return the account of this e-mail, locked; make an unverified one if new.

        Each sign-up renews the life of an unverified account: see the cleanup.
        """
        row = User(email=email, password_hash=password_hash)
        statement = insert(User).values(row.model_dump())
        renewed = case(
            (col(User.email_verified_at).is_(None), statement.excluded.updated_at),
            else_=col(User.updated_at),
        )
        statement = statement.on_conflict_do_update(
            index_elements=["email"], set_={"updated_at": renewed}
        )
        returned = select(User).from_statement(statement.returning(User))
        user: User = session.execute(returned).scalar_one()
        return user

    def lock_by_email(self, session: Session, email: str) -> User | None:
        """Return the account of this e-mail, locked until the transaction ends."""
        return session.execute(_BY_EMAIL_LOCKED, {"email": email}).scalars().first()

    def lock(self, session: Session, user_id: UUID) -> User | None:
        """Return the account, locked until the transaction ends."""
        return session.execute(_BY_ID_LOCKED, {"id": user_id}).scalars().first()

    def lock_for_login(
        self,
        session: Session,
        user_id: UUID,
        device: str,
        *,
        signup_id: UUID | None = None,
    ) -> Candidate | None:
        """Return the account, locked, and what its login depends on.

        The first device of all is not new: it is the one the account was made with.
        """
        values = {"id": user_id, "device": device, "signup_id": signup_id}
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
        self, session: Session, digest: bytes, *, now: datetime
    ) -> EmailChange | None:
        """Return the wish that this token takes back, locked, if it still may."""
        statement = (
            select(EmailChange)
            .where(
                col(EmailChange.undo_digest) == digest,
                col(EmailChange.undo_expires_at) > now,
                col(EmailChange.undone_at).is_(None),
            )
            .with_for_update()
        )
        return session.execute(statement).scalars().first()


user_db = UserDB()
email_change_db = EmailChangeDB()
