"""Making sure, before something grave, that it is the owner who asks for it."""

from sqlmodel import Session

from backend.core import auth, password
from backend.core.database import RequestSession
from backend.core.exceptions import InvalidToken
from backend.models import User
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import WrongPassword
from backend.modules.user.sessions_db import session_db


def confirm(
    session: RequestSession, user: User, access: auth.AccessToken, *, secret: str
) -> User:
    """Check the password and return the account, locked.

    Raises:
        WrongPassword: it is not the password, or stopped being it meanwhile.
    """
    check_password(session, user, secret)
    return lock_unchanged(session, user, access)


def check_password(session: RequestSession, user: User, secret: str) -> None:
    """Raise WrongPassword unless it is the user's; holds no connection meanwhile."""
    session.release()
    if not password.verify(secret, user.password_hash):
        raise WrongPassword


def lock_unchanged(session: Session, user: User, access: auth.AccessToken) -> User:
    """Return the account, locked, if session and password outlived the hash."""
    locked = user_db.lock(session, user.id)
    if locked is None or not session_db.is_live(session, access.session_id):
        raise InvalidToken
    if locked.password_hash != user.password_hash:
        raise WrongPassword
    return locked
