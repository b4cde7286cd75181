"""Undoes a change of address with the token that was sent to the old address."""

from dataclasses import dataclass

from sqlmodel import Session

from backend.core import clock, token
from backend.core.client import Client
from backend.core.password import unusable_hash
from backend.modules.api_token.api_token import api_token_service
from backend.modules.book_demo.book_demo import book_demo_service
from backend.modules.oidc.oidc import oidc_service
from backend.modules.passkey.passkey import passkey_service
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import session_service
from backend.modules.user.codes.codes import code_service
from backend.modules.user.credentials.db import email_change_db
from backend.modules.user.credentials.email_changes import email_change_service
from backend.modules.user.db import user_db
from backend.modules.user.exceptions import EmailTaken, InvalidUndoToken
from backend.modules.user.reset_codes.reset_codes import reset_code_service


@dataclass(frozen=True, slots=True)
class Undone:
    """The restored address, and the token of the request for a new password."""

    email: str
    request_token: str


class UndoService:
    """Undoes changes of address."""

    def undo_email_change(
        self, session: Session, client: Client, *, undo_token: str
    ) -> Undone:
        """Restore the old address and revert what a thief may have changed.

        Later changes are undone, and passkeys and logins at providers that were added
        since are removed. All sessions and API tokens end, the password stops working, and
        a deletion of the account is cancelled. A code for a new password is sent to the
        old address.

        Raises:
            InvalidUndoToken: the token is unknown, used, ended, or expired.
            EmailTaken: another account has the old address now.
        """
        now = clock.now()
        digests = token.token_digests(undo_token)
        user_id = email_change_db.owner_of_undo(session, digests)
        user = session_service.lock_account(session, user_id) if user_id else None
        change = email_change_service.undoable(session, user, digests) if user else None
        if user is None or change is None:
            raise InvalidUndoToken
        if user.email != change.old_email:
            book_demo_service.keep_for(session, user.id, email=user.email)
            if not user_db.change_email(session, user, change.old_email):
                raise EmailTaken
            user.email_verified_at = now
        passkey_service.remove_since(session, user.id, client, since=change.created_at)
        oidc_service.remove_since(session, user.id, client, since=change.created_at)
        email_change_db.undo_since(session, user.id, change.created_at, now=now)
        user.password_hash = unusable_hash()
        user.delete_at = user.undo_delete_digest = None
        session_service.end_all(session, user.id)
        api_token_service.revoke_all(session, user.id, client)
        security_log_service.record(
            session, "email_change_undone", user_id=user.id, client=client
        )
        # Strangers may have used up the limits of e-mails to this address.
        code_service.forget_sends(session, email=user.email, purpose="password_reset")
        request_token = reset_code_service.request(session, client, email=user.email)
        return Undone(user.email, request_token)


undo_service = UndoService()
