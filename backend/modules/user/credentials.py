"""Changing the password and the e-mail address of an account."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend import outbox
from backend.core import auth, clock, password, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.outcome import Outcome
from backend.core.templates import RenderedEmail
from backend.models import EmailChange, User
from backend.modules.user import codes, email, reauth, security_log, sessions
from backend.modules.user.db import email_change_db, user_db
from backend.modules.user.exceptions import (
    EmailTaken,
    InvalidCode,
    InvalidUndoToken,
    SameEmail,
    SamePassword,
)
from backend.modules.user.lib import refuse_weak
from backend.modules.user.sessions import Login

UNDO_LIFETIME = timedelta(days=7)


def change_password(
    session: RequestSession,
    user: User,
    access: auth.AccessToken,
    client: Client,
    *,
    current: str,
    new: str,
) -> Login:
    """Set a new password, end all sessions and open one for this device.

    Raises:
        WrongPassword: `current` is not the password, or stopped being it meanwhile.
        SamePassword, WeakPassword: `new` is no better.
    """
    reauth.check_password(session, user, current)
    if new == current:
        raise SamePassword
    refuse_weak(new, email=user.email, full_name=user.full_name)
    hashed = password.hash(new)
    locked = reauth.lock_unchanged(session, user, access)
    set_password(session, locked, client, hashed=hashed)
    return sessions.open_for(session, locked, client, kind="password_changed")


def set_password(
    session: Session, locked: User, client: Client, *, hashed: str
) -> None:
    """Give a locked account another password; ends all sessions, mails a notice."""
    locked.password_hash = hashed
    sessions.end_all(session, locked.id)
    _mail(session, locked.email, email.password_changed(client, clock.now()), locked.id)


def request_email_change(
    session: RequestSession,
    user: User,
    access: auth.AccessToken,
    client: Client,
    *,
    new_email: str,
    secret: str,
) -> None:
    """Mail a code to the new address, and to the old one a way to stop the change.

    An address that is taken is answered alike; its owner gets no code.

    Raises:
        SameEmail: it is the present address.
        WrongPassword: the password is wrong.
    """
    if new_email == user.email:
        raise SameEmail
    locked = reauth.confirm(session, user, access, secret=secret)
    taken = user_db.credentials(session, new_email) is not None
    undo = token.new_token()
    change = EmailChange(
        user_id=locked.id,
        old_email=locked.email,
        new_email=new_email,
        undo_digest=token.token_digest(undo),
        undo_expires_at=clock.now() + UNDO_LIFETIME,
    )
    issued = codes.issue(
        session,
        purpose="email_change",
        holder_id=change.id,
        email=new_email,
        requester=str(user.id),
        usable=not taken,
    )
    if issued is None:
        return
    email_change_db.replace_pending(session, change)
    code_mail = email.email_in_use() if taken else email.change_email(issued.code)
    outbox.add(
        session,
        recipient=new_email,
        email=code_mail,
        user_id=locked.id,
        expires_at=issued.expires_at,
    )
    notice = email.email_change_requested(new_email, undo)
    _mail(session, locked.email, notice, locked.id)
    security_log.record_own(session, "email_change_requested", access, client)


def verify_email(
    session: Session, user: User, access: auth.AccessToken, client: Client, *, code: str
) -> Outcome[User]:
    """Give the account the address that the code was mailed to."""
    change = email_change_db.pending(session, user.id)
    if change is None or not codes.redeem(
        session, purpose="email_change", holder_id=change.id, code=code
    ):
        return Outcome(InvalidCode())
    if not user_db.change_email(session, user, change.new_email):
        return Outcome(EmailTaken())
    change.confirmed_at = user.email_verified_at = clock.now()
    security_log.record_own(session, "email_changed", access, client)
    return Outcome(user)


def undo_email_change(session: Session, client: Client, *, undo_token: str) -> None:
    """Go back to the old address, whether the change was confirmed or not.

    Ends all sessions: whoever asked for the change knew the password.

    Raises:
        InvalidUndoToken: unknown, used, or older than a week.
        EmailTaken: another account has the old address by now.
    """
    digest = token.token_digest(undo_token)
    change = email_change_db.lock_by_undo(session, digest, now=clock.now())
    user = user_db.lock(session, change.user_id) if change else None
    if change is None or user is None:
        raise InvalidUndoToken
    if change.confirmed_at and not user_db.change_email(
        session, user, change.old_email
    ):
        raise EmailTaken
    change.undone_at = clock.now()
    sessions.end_all(session, user.id)
    security_log.record(session, "email_change_undone", user_id=user.id, client=client)


def _mail(session: Session, recipient: str, mail: RenderedEmail, user_id: UUID) -> None:
    outbox.add(session, recipient=recipient, email=mail, user_id=user_id)
