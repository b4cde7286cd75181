"""The tables of all modules, each in the file of its kind under backend/tables.

Models do not validate: requests are checked by their own classes, and what must
always hold is a constraint of the database. Times are timestamptz, aware and UTC.
"""

from backend.tables.accounts import (
    EmailChange,
    EmailCode,
    PasswordReset,
    User,
    UserSession,
)
from backend.tables.codes import MailCount, OneTimeCode, ResetRequest, Signup
from backend.tables.demos import DemoAvailability, DemoBooking
from backend.tables.documents import (
    Document,
    DocumentShare,
    DocumentText,
    DocumentUsage,
    DocumentVersion,
    StoredFileDeletion,
)
from backend.tables.outbox import OutboxEmail
from backend.tables.records import IdempotencyKey, SecurityEvent
from backend.tables.two_factor import (
    LoginChallenge,
    RecoveryCode,
    TrustedDevice,
    TwoFactor,
)

__all__ = [
    "DemoAvailability",
    "DemoBooking",
    "Document",
    "DocumentShare",
    "DocumentText",
    "DocumentUsage",
    "DocumentVersion",
    "EmailChange",
    "EmailCode",
    "IdempotencyKey",
    "LoginChallenge",
    "MailCount",
    "OneTimeCode",
    "OutboxEmail",
    "PasswordReset",
    "RecoveryCode",
    "ResetRequest",
    "SecurityEvent",
    "Signup",
    "StoredFileDeletion",
    "TrustedDevice",
    "TwoFactor",
    "User",
    "UserSession",
]
