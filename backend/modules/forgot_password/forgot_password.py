"""Resets a password in three steps: request a code, verify it, set the password."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from backend.core import clock, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.outcome import Outcome
from backend.core.password import hash_password
from backend.models import PasswordReset
from backend.modules.api_token.api_token import api_token_service
from backend.modules.forgot_password.db import password_reset_db
from backend.modules.forgot_password.exceptions import InvalidResetToken
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import session_service
from backend.modules.two_fa.factor import factor_service
from backend.modules.user.credentials.credentials import credential_service
from backend.modules.user.exceptions import InvalidCode
from backend.modules.user.lib import refuse_breached, refuse_weak
from backend.modules.user.reset_codes.reset_codes import reset_code_service
from backend.modules.user.signups.signups import signup_service
from backend.modules.user.user import user_service

TICKET_LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket to set one new password, returned for a right code."""

    reset_token: str
    expires_at: datetime


class ForgotPasswordService:
    """Password resets with an e-mailed code."""

    def verify(
        self,
        session: Session,
        client: Client,
        *,
        email: str,
        code: str,
        request_token: str | None,
    ) -> Outcome[Ticket]:
        """Exchange a right code for a ticket. A wrong code uses up an attempt.

        `request_token` names the request whose code is checked. Without it, the newest
        request from the caller's own network address counts, so that nobody else can
        use up its attempts.
        """
        # Lock order: the account before its codes.
        user = user_service.lock_by_email(session, email)
        right = reset_code_service.redeem(
            session, client, email=email, code=code, request_token=request_token
        )
        if user is None or not right or not user.is_active:
            return Outcome(InvalidCode())
        ticket = Ticket(token.new_token(), clock.now() + TICKET_LIFETIME)
        row = PasswordReset(
            digest=token.token_digest(ticket.reset_token),
            user_id=user.id,
            expires_at=ticket.expires_at,
        )
        session.add(row)
        session.flush()
        return Outcome(ticket)

    def reset(
        self, session: RequestSession, client: Client, *, reset_token: str, new: str
    ) -> None:
        """Set a new password and end all login sessions and API tokens.

        The second factor stays on, but a pause of it ends. The code proved that the
        caller owns the address, so the address counts as verified and pending sign-ups
        for it are deleted.

        Raises:
            InvalidResetToken: the ticket is unknown, used, expired or revoked.
            WeakPassword: the new password is too easy to guess.
            BreachedPassword: the new password is known from a breach.
        """
        digests = token.token_digests(reset_token)
        owner = password_reset_db.owner(session, digests, now=clock.now())
        if owner is None:
            raise InvalidResetToken
        refuse_weak(new, email=owner.email, full_name=owner.full_name)
        session.release()
        refuse_breached(new)
        hashed = hash_password(new, lane="logins")
        # Lock order: the account before its tickets.
        user = session_service.lock_account(session, owner.id)
        if user is None or not password_reset_db.use(
            session, digests, owner.id, now=clock.now()
        ):
            raise InvalidResetToken
        user.email_verified_at = user.email_verified_at or clock.now()
        signup_service.delete_all(session, user.id)
        credential_service.set_password(session, user, client, hashed=hashed)
        api_token_service.revoke_all(session, user.id, client)
        factor_service.end_pause(session, user.id)
        security_log_service.record(
            session, "password_reset", user_id=user.id, client=client
        )


forgot_password_service = ForgotPasswordService()
