"""Codes for a new password. Anybody can request one; only the owner gets it."""

from sqlmodel import Session

from backend.core import clock, locales, token
from backend.core.client import Client
from backend.core.locales import Reader
from backend.models import ResetRequest
from backend.modules.user import email as emails
from backend.modules.user.codes.codes import LIFETIME, code_service
from backend.modules.user.db import user_db
from backend.modules.user.reset_codes.db import reset_request_db
from backend.outbox.queue import outbox


class ResetCodeService:
    """Requests and redeems codes for a new password."""

    def request(self, session: Session, client: Client, *, email: str) -> str:
        """Send a code to the address, if an account has it, and return a request token.

        Without an account the same steps run, but no e-mail is sent. During the
        cooldown no e-mail is sent either, and `redeem` ignores the returned token.
        """
        user = user_db.lock_by_email(session, email)
        usable = user is not None and user.is_active
        request_token = token.new_token()
        reset_request = ResetRequest(
            email=email,
            requester=client.network,
            token_digest=token.token_digest(request_token),
        )
        issued = code_service.issue(
            session,
            purpose="password_reset",
            holder_id=reset_request.id,
            email=email,
            requester=reset_request.requester,
            usable=usable,
        )
        if issued is None:
            return request_token
        session.add(reset_request)
        reader = user.reader if user else Reader(locales.BASE)
        outbox.add(
            session,
            recipient=email,
            email=emails.reset_code(reader, issued.code),
            user_id=user.id if user else None,
            expires_at=issued.expires_at,
            suppress=not usable,
            urgent=True,
        )
        return request_token

    def redeem(
        self,
        session: Session,
        client: Client,
        *,
        email: str,
        code: str,
        request_token: str | None,
    ) -> bool:
        """Return whether the code is right. A right code is used up.

        The token selects the request whose code is compared. Without a known token it
        is the newest request from the caller's own network address, so that nobody else
        can use up its attempts.
        """
        request_id = reset_request_db.newest(
            session,
            email,
            digests=token.token_digests(request_token or ""),
            requester=client.network,
            since=clock.now() - LIFETIME,
        )
        return request_id is not None and code_service.redeem(
            session, purpose="password_reset", holder_id=request_id, code=code
        )


reset_code_service = ResetCodeService()
