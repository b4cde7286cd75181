"""How long the rows about accounts are kept, and which columns are exported."""

from datetime import timedelta

from sqlalchemy import and_
from sqlmodel import col

from backend.background.records import Exported, Kept
from backend.core.config import settings
from backend.models import (
    EmailChange,
    EmailCode,
    MailCount,
    OneTimeCode,
    ResetRequest,
    Signup,
    User,
)
from backend.tables.codes import SIGNUP_LIFETIME

_RETENTION = timedelta(days=settings.RETENTION_DAYS)
_DAY = timedelta(days=1)

KEPT = (
    Kept(EmailChange, col(EmailChange.undo_expires_at), _RETENTION),
    # After two days a row no longer affects limits or verification.
    Kept(EmailCode, col(EmailCode.sent_at), 2 * _DAY),
    Kept(MailCount, col(MailCount.sent_at), 2 * _DAY),
    Kept(OneTimeCode, col(OneTimeCode.expires_at)),
    Kept(ResetRequest, col(ResetRequest.created_at), _DAY),
    Kept(Signup, col(Signup.created_at), SIGNUP_LIFETIME),
    # Each sign-up sets `updated_at`, so all sign-ups of this account are expired too.
    Kept(
        User,
        col(User.updated_at),
        SIGNUP_LIFETIME,
        also=and_(
            col(User.email_verified_at).is_(None),
            col(User.is_active),
            col(User.is_admin).is_(False),
        ),
    ),
)

# Omitted columns are secret or mean nothing to the user (tests/user/test_export.py).
EXPORTED = {
    "account": Exported(
        User,
        "id",
        (
            "id",
            "email",
            "full_name",
            "timezone",
            "locale",
            "is_active",
            "is_admin",
            "email_verified_at",
            "delete_at",
            "created_at",
            "updated_at",
        ),
    ),
    "email_changes": Exported(
        EmailChange,
        "user_id",
        (
            "id",
            "old_email",
            "new_email",
            "created_at",
            "confirmed_at",
            "closed_at",
            "undone_at",
        ),
    ),
    "code_emails": Exported(
        MailCount,
        None,
        ("purpose", "sends", "sends_since", "sent_at"),
        address="email",
    ),
}
