"""Changes of the password and of the address of an account."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.outcome import Outcome
from backend.core.password import hash_password, prepared_password
from backend.core.templates import RenderedEmail
from backend.models import EmailChange, User
from backend.modules.book_demo.book_demo import book_demo_service
from backend.modules.session.reauth import reauth_service
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import Login, session_service
from backend.modules.two_fa.factor import factor_service
from backend.modules.user import email
from backend.modules.user.codes.codes import code_service
from backend.modules.user.credentials.db import email_change_db
from backend.modules.user.credentials.email_changes import email_change_service
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import (
    EmailTaken,
    InvalidCode,
    SameEmail,
    SamePassword,
)
from backend.modules.user.lib import refuse_breached, refuse_weak
from backend.outbox.queue import outbox

UNDO_LIFETIME = timedelta(days=7)


class CredentialService:
    """Changes of the password and of the address."""

    def reauthenticate(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
        code: str | None,
    ) -> Outcome[None]:
        """Check the password and the second factor, and store when they were given.

        Raises:
            CodeRequired, TwoFaPaused: as for `factor_service.check_if_enabled`.
        """
        confirmed = self._confirm(
            session, user, access, client, password=password, code=code
        )
        if confirmed.error:
            return Outcome(confirmed.error)
        reauth_service.renew(session, access, client)
        return Outcome(None)

    def change_password(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        current: str,
        code: str | None,
        new: str,
    ) -> Outcome[Login]:
        """Set a new password, end all sessions and open one for this device.

        Raises:
            InvalidToken, WrongPassword: another request ended the session or changed
                the password.
            SamePassword, WeakPassword, BreachedPassword: `new` is not acceptable.
            CodeRequired, TwoFaPaused: as for `factor_service.check_if_enabled`.
        """
        error = reauth_service.check_password(session, user, access, client, current)
        if error:
            return Outcome(error)
        if prepared_password(new) == prepared_password(current):
            raise SamePassword
        refuse_weak(new, email=user.email, full_name=user.full_name)
        refuse_breached(new)
        hashed = hash_password(new, lane="logins")
        locked = reauth_service.lock_unchanged(session, user, access)
        error = factor_service.check_if_enabled(session, locked, client, code)
        if error:
            return Outcome(error)
        self.set_password(session, locked, client, hashed=hashed)
        login = session_service.open_for(
            session, locked, client, kind="password_changed"
        )
        return Outcome(login)

    def set_password(
        self, session: Session, locked: User, client: Client, *, hashed: str
    ) -> None:
        """Set the password of a locked account, end its sessions, send it an e-mail.

        Also closes pending changes of address and ends later undos (`email_changes`).
        """
        locked.password_hash = hashed
        session_service.end_all(session, locked.id)
        email_change_service.end_for_new_password(session, locked.id)
        self._mail(
            session,
            locked.email,
            email.password_changed(locked.reader, client, clock.now()),
            locked.id,
        )

    def request_email_change(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        new_email: str,
        password: str,
        code: str | None,
    ) -> Outcome[None]:
        """Send a code to the new address, and a link to undo the change to the old one.

        The result is the same if the address is taken. Its owner then gets a notice
        without a code.

        Raises:
            SameEmail: the account already has this address.
            InvalidToken, WrongPassword: another request ended the session or changed
                the password.
            CodeRequired, TwoFaPaused: as for `factor_service.check_if_enabled`.
        """
        if new_email == user.email:
            raise SameEmail
        confirmed = self._confirm(
            session, user, access, client, password=password, code=code
        )
        if confirmed.error:
            return Outcome(confirmed.error)
        locked = confirmed.value
        owner = user_db.verified_owner(session, new_email)
        undo_token = token.new_token()
        change = EmailChange(
            user_id=locked.id,
            old_email=locked.email,
            new_email=new_email,
            undo_digest=token.token_digest(undo_token),
            undo_expires_at=clock.now() + UNDO_LIFETIME,
        )
        issued = code_service.issue(
            session,
            purpose="email_change",
            holder_id=change.id,
            email=new_email,
            requester=str(user.id),
            usable=owner is None,
        )
        if issued is None:
            return Outcome(None)
        email_change_db.close_waiting(session, locked.id, now=clock.now())
        email_change_db.add(session, change)
        outbox.add(
            session,
            recipient=new_email,
            email=(
                email.email_in_use(owner.reader)
                if owner
                else email.change_email(locked.reader, issued.code)
            ),
            # The e-mail belongs to the owner of the address, if there is one.
            user_id=(owner or locked).id,
            expires_at=issued.expires_at,
            urgent=True,
        )
        notice = email.email_change_requested(
            locked.reader, new_email, undo_token, UNDO_LIFETIME
        )
        self._mail(session, locked.email, notice, locked.id)
        security_log_service.record_own(
            session, "email_change_requested", access, client
        )
        return Outcome(None)

    def verify_email(
        self,
        session: Session,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        code: str,
    ) -> Outcome[User]:
        """Change the account's address to the one that the code was sent to."""
        # Lock order: the account, then its other rows.
        locked = session_service.lock_account(session, user.id)
        change = email_change_db.waiting(session, user.id)
        right = change is not None and code_service.redeem(
            session, purpose="email_change", holder_id=change.id, code=code
        )
        if locked is None or change is None or not right:
            return Outcome(InvalidCode())
        if not user_db.change_email(session, locked, change.new_email):
            return Outcome(EmailTaken())
        book_demo_service.keep_for(session, locked.id, email=change.old_email)
        change.confirmed_at = locked.email_verified_at = clock.now()
        security_log_service.record_own(session, "email_changed", access, client)
        return Outcome(locked)

    def _confirm(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
        code: str | None,
    ) -> Outcome[User]:
        """Check the password and the second factor; return the account, locked."""
        confirmed = reauth_service.confirm(
            session, user, access, client, password=password
        )
        if confirmed.error:
            return confirmed
        error = factor_service.check_if_enabled(session, confirmed.value, client, code)
        return Outcome(error) if error else confirmed

    def _mail(
        self, session: Session, recipient: str, mail: RenderedEmail, user_id: UUID
    ) -> None:
        outbox.add(session, recipient=recipient, email=mail, user_id=user_id)


credential_service = CredentialService()
