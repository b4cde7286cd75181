"""The security log: security events of accounts, with their actor and origin."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import Session

from backend.core import metrics
from backend.core.auth import AccessToken
from backend.core.client import Client
from backend.core.pagination import Page, Position
from backend.models import SecurityEvent
from backend.modules.session.lib import ALWAYS, Period
from backend.modules.session.security_log.db import security_log_db

Kind = Literal[
    "signed_up",
    "logged_in",
    "login_failed",
    "logged_out",
    "session_ended",
    "sessions_ended",
    "wrong_password",
    "reauthenticated",
    "password_changed",
    "password_reset",
    "second_factor_failed",
    "recovery_code_used",
    "recovery_codes_replaced",
    "two_factor_enabled",
    "two_factor_disabled",
    "two_factor_reset",
    "device_distrusted",
    "passkey_added",
    "passkey_removed",
    "passkey_failed",
    "passkey_copied",
    "identity_linked",
    "identity_unlinked",
    "identity_refused",
    "api_token_added",
    "api_token_revoked",
    "email_change_requested",
    "email_changed",
    "email_change_undone",
    "deletion_requested",
    "deletion_undone",
    "data_exported",
    "bookings_exported",
    "share_created",
    "share_revoked",
    "quota_changed",
    "email_retried",
    "user_invited",
    "invitation_withdrawn",
    "disabled",
    "enabled",
    "made_admin",
    "made_no_admin",
]


class SecurityLogService:
    """Writes and lists entries of the security log."""

    def record(
        self,
        session: Session,
        kind: Kind,
        *,
        user_id: UUID | None,
        client: Client,
        session_id: UUID | None = None,
        actor_id: UUID | None = None,
    ) -> None:
        """Add an entry. `actor_id` is the acting administrator, None for the user."""
        security_log_db.add(
            session,
            kind,
            user_id=user_id,
            actor_id=actor_id,
            session_id=session_id,
            client=client,
        )
        metrics.SECURITY_EVENTS.labels(kind).inc()

    def record_own(
        self, session: Session, kind: Kind, access: AccessToken, client: Client
    ) -> None:
        """Add an entry about an action of the user of this token."""
        self.record(
            session,
            kind,
            user_id=access.user_id,
            client=client,
            session_id=access.session_id,
        )

    def count(self, session: Session, kind: Kind, *, after: datetime, most: int) -> int:
        """Return how many entries of a kind are newer, but at most `most`."""
        return security_log_db.count(session, kind, after=after, most=most)

    def page(
        self,
        session: Session,
        *,
        user_id: UUID | None = None,
        seen_by: AccessToken | None = None,
        kind: Kind | None = None,
        period: Period = ALWAYS,
        cursor: str | None,
        limit: int,
    ) -> Page[SecurityEvent]:
        """Return a page of the entries of one account or of all accounts, newest first.

        With `seen_by`, only entries of sessions from the same sign-up as this token's.

        Raises:
            InvalidCursor: the cursor does not belong to this list.
        """
        found = security_log_db.page(
            session,
            user_id=user_id,
            seen_by=seen_by,
            kind=kind,
            period=period,
            after=Position.decode(cursor),
            limit=limit + 1,
        )
        return Page.of(found, limit, lambda event: Position(event.created_at, event.id))


security_log_service = SecurityLogService()
