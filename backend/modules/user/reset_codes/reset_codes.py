"""Codes for a new password: requested by anybody, redeemed by who gets the e-mail."""

from sqlmodel import Session

from backend.core import clock, token
from backend.core.client import Client
from backend.models import ResetRequest
from backend.modules.user import email as emails
from backend.modules.user.codes.codes import LIFETIME, code_service
from backend.modules.user.db import user_db
from backend.modules.user.reset_codes.db import reset_request_db
from backend.outbox.queue import outbox


class ResetCodeService:
    """Codes for a new password."""

    def request(self, session: Session, client: Client, *, email: str) -> str:
        """Mail a code to an account's address; the same steps where there is none.

        Returns the token of the request. Within the cooldown nothing is mailed, and
        `redeem` takes the token as if it were none.
        """
        user = user_db.lock_by_email(session, email)
        usable = user is not None and user.is_active
        request_token = token.new_token()
        asked = ResetRequest(
            email=email,
            requester=client.network,
            token_digest=token.token_digest(request_token),
        )
        issued = code_service.issue(
            session,
            purpose="password_reset",
            holder_id=asked.id,
            email=email,
            requester=asked.requester,
            usable=usable,
        )
        if issued is None:
            return request_token
        session.add(asked)
        outbox.add(
            session,
            recipient=email,
            email=emails.reset_code(issued.code),
            user_id=user.id if user else None,
            expires_at=issued.expires_at,
            suppress=not usable,
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
        """Return whether the code is right, and use it up; a wrong one costs a try.

        The code is the one of the request with this token. Without one it is the code
        of the newest request from the caller's own network address, so that nobody
        else can use up its tries.
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
