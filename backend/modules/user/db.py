"""Queries on accounts. Flushes, never commits."""

from uuid import UUID

from sqlalchemy import and_, bindparam, case, delete, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from backend.models import Signup, User
from backend.modules.user.lib import Credentials
from backend.modules.user.signups.db import signup_db

# While the address is unverified, login uses the password of the newest sign-up.
_NEWEST_SIGNUP = (
    select(col(Signup.id))
    .where(col(Signup.user_id) == col(User.id))
    .order_by(col(Signup.created_at).desc())
    .limit(1)
    .correlate(User)
    .scalar_subquery()
)
_UNVERIFIED = col(User.email_verified_at).is_(None)
_OF_SIGNUP = and_(_UNVERIFIED, col(Signup.id) == _NEWEST_SIGNUP)
# One row: the credentials of an e-mail's account, or nulls, and a decoy hash. The decoy
# is the hash of the next account from a given id on. Ids are random, so all accounts
# are equally likely.
_AFTER = select(col(User.password_hash)).order_by(col(User.id)).limit(1)
_CREDENTIALS_OR_DECOY = select(
    col(User.id),
    func.coalesce(col(Signup.password_hash), col(User.password_hash)),
    col(User.is_active),
    col(Signup.id),
    func.coalesce(
        _AFTER.where(col(User.id) >= bindparam("near")).scalar_subquery(),
        _AFTER.scalar_subquery(),
    ),
).select_from(
    select(literal(1))
    .subquery()
    .outerjoin(User, col(User.email) == bindparam("email"))
    .outerjoin(Signup, _OF_SIGNUP)
)
_BY_EMAIL_LOCKED = (
    select(User)
    .where(col(User.email) == bindparam("email"))
    .with_for_update(key_share=True)
)


class UserDB:
    """The table of accounts."""

    def verified_owner(self, session: Session, email: str) -> User | None:
        """Return the account that owns this address, or None.

        The address must be verified, or the account disabled: a disabled account keeps
        its address in any case.
        """
        statement = select(User).where(
            col(User.email) == email,
            col(User.email_verified_at).is_not(None) | ~col(User.is_active),
        )
        return session.execute(statement).scalars().first()

    def credentials_or_decoy(
        self, session: Session, email: str, *, near: UUID
    ) -> tuple[Credentials | None, str | None]:
        """Return an account's credentials, or None, and a decoy hash.

        `near` selects the account whose hash is the decoy; it is None only if there are
        no accounts. Its time does not depend on whether the e-mail has an account.
        """
        values = {"email": email, "near": near}
        user_id, *known, decoy = session.execute(_CREDENTIALS_OR_DECOY, values).one()
        return Credentials(user_id, *known) if user_id else None, decoy

    def create_or_lock(
        self, session: Session, email: str, *, password_hash: str, locale: str
    ) -> User:
        """Lock and return the account of this e-mail; create an unverified one if new.

        Each sign-up sets `updated_at` of an unverified account, which postpones its
        cleanup (KEPT in `records.py`). It also sets the language, in case the account
        is verified by a new password and not by a sign-up.
        """
        row = User(email=email, password_hash=password_hash, locale=locale)
        statement = insert(User).values(row.model_dump())
        new = statement.excluded
        renewed = {
            "updated_at": case(
                (_UNVERIFIED, new.updated_at), else_=col(User.updated_at)
            ),
            "locale": case((_UNVERIFIED, new.locale), else_=col(User.locale)),
        }
        statement = statement.on_conflict_do_update(
            index_elements=["email"], set_=renewed
        )
        returned = select(User).from_statement(statement.returning(User))
        user: User = session.execute(returned).scalar_one()
        return user

    def lock_by_email(self, session: Session, email: str) -> User | None:
        """Lock the account of this e-mail until the transaction ends; return it."""
        return session.execute(_BY_EMAIL_LOCKED, {"email": email}).scalars().first()

    def change_email(self, session: Session, user: User, email: str) -> bool:
        """Change the account's address; return False, without a change, if it is taken.

        Unverified sign-ups do not occupy an address: they are deleted.
        """
        unverified = (
            select(col(User.id))
            .where(col(User.email) == email, _UNVERIFIED, col(User.is_active))
            .with_for_update()
        )
        for user_id in session.execute(unverified).scalars().all():
            signup_db.delete_all(session, user_id)
            session.execute(delete(User).where(col(User.id) == user_id))
        try:
            with session.begin_nested():
                user.email = email
                session.flush()
        except IntegrityError:
            session.refresh(user)
            return False
        return True


user_db = UserDB()
