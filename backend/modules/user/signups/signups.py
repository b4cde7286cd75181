"""Sign-ups: each one has its own password, code and token.

A code proves who owns the mailbox, but not who chose the password. So a code verifies
only the sign-up that it was sent for. Until then, all sign-ups for an address share one
unverified account, which has no password and no name of its own.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, token
from backend.core.auth import AccessToken
from backend.core.client import Client
from backend.core.config import settings
from backend.core.database import RequestSession
from backend.core.outcome import Outcome
from backend.core.password import hash_password, unusable_hash
from backend.models import Signup, User
from backend.modules.session.session import Login, session_service
from backend.modules.user import email
from backend.modules.user.codes.codes import code_service
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import (
    EmailTaken,
    InvalidCode,
    SignupDisabled,
    SignupTokenRequired,
)
from backend.modules.user.lib import refuse_breached, refuse_weak
from backend.modules.user.signups.db import signup_db
from backend.outbox.queue import outbox
from backend.tables.codes import SIGNUP_LIFETIME

_IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)


class SignupService:
    """Creates, verifies and deletes sign-ups."""

    def create(
        self,
        session: RequestSession,
        client: Client,
        *,
        email: str,
        password: str,
        full_name: str | None,
        locale: str,
    ) -> str:
        """Store a sign-up, send a code to its address, and return its token.

        The e-mails of the sign-up are in the language of `locale`, which becomes the
        account's when it is verified.

        With a taken address, the same steps take the same time. But its owner gets a
        notice without a code, so that no code can verify the returned token.

        Raises:
            SignupDisabled: the operator has switched sign-up off.
            WeakPassword: the password is too easy to guess.
            BreachedPassword: the password is known from a data breach.
        """
        if not settings.ENABLE_SIGNUP:
            raise SignupDisabled
        refuse_weak(password, email=email, full_name=full_name)
        session.release()
        refuse_breached(password)
        hashed = hash_password(password)
        user = user_db.create_or_lock(
            session, email, password_hash=unusable_hash(), locale=locale
        )
        signup_token = token.new_token()
        signup = Signup(
            user_id=user.id,
            email=email,
            password_hash=hashed,
            full_name=full_name,
            locale=locale,
            token_digest=token.token_digest(signup_token),
        )
        session.add(signup)
        session.flush()
        self._send_code(session, client, signup, user)
        return signup_token

    def resend_code(
        self,
        session: Session,
        client: Client,
        *,
        signup_token: str | None,
        access: AccessToken | None,
    ) -> None:
        """Send a new code for a sign-up. Do nothing if there is no such sign-up.

        Raises:
            SignupTokenRequired: neither a sign-up token nor an access token was given.
        """
        signup = self._find(session, signup_token, access)
        user = session_service.lock_account(session, signup.user_id) if signup else None
        if signup is not None and user is not None:
            self._send_code(session, client, signup, user)

    def verify(
        self,
        session: Session,
        client: Client,
        *,
        signup_token: str | None,
        access: AccessToken | None,
        code: str,
    ) -> Outcome[Login]:
        """Verify the account with the sign-up's data, and open a session.

        Ends all earlier sessions, and deletes all sign-ups of the account.

        Raises:
            SignupTokenRequired: neither a sign-up token nor an access token was given.
        """
        failed: Outcome[Login] = Outcome(InvalidCode())
        signup = self._find(session, signup_token, access)
        # Lock order: the account, then its code.
        user = session_service.lock_account(session, signup.user_id) if signup else None
        if signup is None or user is None:
            return failed
        right = code_service.redeem(
            session, purpose="signup", holder_id=signup.id, code=code
        )
        if not right or user.is_verified or not user.is_active:
            return failed
        self._complete(
            session, user, signup.password_hash, signup.full_name, signup.locale
        )
        return Outcome(
            session_service.open_for(session, user, client, kind="signed_up")
        )

    def verify_invited(
        self,
        session: Session,
        *,
        email: str,
        password_hash: str,
        full_name: str | None,
        locale: str,
    ) -> User | None:
        """Verify the account of an invited address; create it if it is new.

        Ends all sessions of unverified sign-ups, and deletes them. Return None, without a
        change, if the account is disabled.

        Raises:
            EmailTaken: the address has a verified account.
        """
        user = user_db.create_or_lock(
            session, email, password_hash=unusable_hash(), locale=locale
        )
        if user.is_verified:
            raise EmailTaken
        if not user.is_active:
            return None
        self._complete(session, user, password_hash, full_name, locale)
        return user

    def is_taken(self, session: Session, email: str) -> bool:
        """Return whether a verified or disabled account has this address."""
        return user_db.verified_owner(session, email) is not None

    def of_session(self, session: Session, access: AccessToken | None) -> Signup | None:
        """Return the sign-up that this token's session was opened with, or None."""
        if access is None:
            return None
        now = clock.now()
        return signup_db.of_session(
            session, access.session_id, now=now, idle_since=now - _IDLE
        )

    def delete_all(self, session: Session, user_id: UUID) -> None:
        """Delete all sign-ups of an account that was verified in another way."""
        signup_db.delete_all(session, user_id)

    def _complete(
        self,
        session: Session,
        user: User,
        password_hash: str,
        full_name: str | None,
        locale: str,
    ) -> None:
        user.password_hash = password_hash
        user.full_name = full_name
        user.locale = locale
        user.email_verified_at = clock.now()
        user.delete_at = user.undo_delete_digest = None
        session_service.end_all(session, user.id)
        signup_db.delete_all(session, user.id)

    def _find(
        self, session: Session, signup_token: str | None, access: AccessToken | None
    ) -> Signup | None:
        if signup_token is not None:
            digests = token.token_digests(signup_token)
            since = clock.now() - SIGNUP_LIFETIME
            return signup_db.by_token(session, digests, since=since)
        if access is None:
            raise SignupTokenRequired
        return self.of_session(session, access)

    def _send_code(
        self, session: Session, client: Client, signup: Signup, user: User
    ) -> None:
        """Send the code, or a notice to a verified user, within the e-mail limits."""
        issued = code_service.issue(
            session,
            purpose="signup",
            holder_id=signup.id,
            email=signup.email,
            requester=client.network,
            usable=not user.is_verified,
        )
        if issued is None:
            return
        outbox.add(
            session,
            recipient=signup.email,
            email=(
                # In the language of the owner, not of the person who signed up.
                email.already_registered(user.reader)
                if user.is_verified
                else email.verify_signup(signup.reader, issued.code)
            ),
            user_id=user.id,
            expires_at=issued.expires_at,
            urgent=True,
        )


signup_service = SignupService()
