"""Deletes an account after a grace period, in which the owner can undo it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock, token
from backend.core.client import Client
from backend.core.config import settings
from backend.core.database import RequestSession
from backend.core.outcome import Outcome
from backend.models import User
from backend.modules.api_token.api_token import api_token_service
from backend.modules.book_demo.book_demo import book_demo_service
from backend.modules.document.files.files import file_service
from backend.modules.session.reauth import reauth_service
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import session_service
from backend.modules.two_fa.factor import factor_service
from backend.modules.upload.upload import upload_service
from backend.modules.user import email
from backend.modules.user.admin.db import admin_db
from backend.modules.user.deletion.db import deletion_db
from backend.modules.user.exceptions import InvalidUndoToken, LastAdmin
from backend.outbox.queue import outbox

_GRACE = timedelta(days=settings.ACCOUNT_DELETION_GRACE_DAYS)


class DeletionService:
    """Requests, undoes and carries out the deletion of accounts."""

    def request(
        self,
        session: RequestSession,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        password: str,
        code: str | None,
    ) -> Outcome[datetime]:
        """End all sessions and API tokens; return when everything will be deleted.

        The owner gets an e-mail with a link that undoes the deletion. Until the owner
        uses it, nobody can log in.

        Raises:
            InvalidToken, WrongPassword: another request ended the session or changed
                the password.
            CodeRequired, TwoFaPaused: as for `factor_service.check_if_enabled`.
            LastAdmin: no administrator would be left.
        """
        error = reauth_service.check_password(session, user, access, client, password)
        if error:
            return Outcome(error)
        # Lock order: all administrators by id, this one among them.
        admins = admin_db.lock_admins(session, user.id) if user.is_admin else []
        locked = reauth_service.lock_unchanged(session, user, access)
        if [admin.id for admin in admins] == [locked.id]:
            raise LastAdmin
        error = factor_service.check_if_enabled(session, locked, client, code)
        if error:
            return Outcome(error)
        undo_token = token.new_token()
        now = clock.now()
        delete_at = now + _GRACE
        locked.delete_at = delete_at
        locked.undo_delete_digest = token.token_digest(undo_token)
        session_service.end_all(session, locked.id)
        api_token_service.revoke_all(session, locked.id, client)
        notice = email.deletion_requested(
            locked.reader, client, now, delete_at=delete_at, undo_token=undo_token
        )
        outbox.add(session, recipient=locked.email, email=notice, user_id=locked.id)
        security_log_service.record_own(session, "deletion_requested", access, client)
        return Outcome(delete_at)

    def undo(self, session: Session, client: Client, *, undo_token: str) -> None:
        """Cancel the deletion. The owner can log in again.

        Raises:
            InvalidUndoToken: the token is unknown, used, or expired.
        """
        digests = token.token_digests(undo_token)
        user = deletion_db.lock_by_undo(session, digests, now=clock.now())
        if user is None:
            raise InvalidUndoToken
        user.delete_at = user.undo_delete_digest = None
        security_log_service.record(
            session, "deletion_undone", user_id=user.id, client=client
        )

    def claim_due(self, session: Session, *, besides: Sequence[UUID]) -> User | None:
        """Lock and return an account to delete, except these; None if none is due."""
        return deletion_db.claim_due(session, now=clock.now(), besides=besides)

    def remove_part(self, session: Session, user: User) -> None:
        """Delete a part of a claimed account.

        Each call deletes some documents; after the last document, a call deletes the
        rest. If the process is killed, the next call continues.
        """
        if not file_service.forget_some(session, user.id):
            if user.is_verified:
                book_demo_service.keep_for(session, user.id, email=user.email)
            upload_service.forget_all(session, user.id)
            deletion_db.remove(session, user)


deletion_service = DeletionService()
