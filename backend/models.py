"""The tables of all modules, each in the file of its kind under backend/tables.

Models do not validate: requests are checked by their own classes, and what must
always hold is a constraint of the database. Times are timestamptz, aware and UTC.

The order of locks. Two transactions that lock the same rows in different orders wait
for each other until Postgres ends one, so every transaction locks in this order:

1. accounts (`users`), several in the order of their ids; FOR NO KEY UPDATE, which does
   not block rows that refer to the account, such as entries of the security log;
2. what belongs to an account: e-mailed codes, changes of address, second factors,
   trusted devices, sessions;
3. `document_usage`, then documents, then their versions and texts;
4. `demo_availability`, then bookings.

A request that changes or deletes rows of 2 locks the account first, also where it needs
only one of them: deleting a trusted device changes sessions, and an entry of the
security log refers to the account. The background threads wait for no lock that a
request may hold (SKIP LOCKED), except for a document's text, which follows the order.
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
from backend.tables.two_fa import (
    LoginChallenge,
    RecoveryCode,
    TrustedDevice,
    TwoFa,
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
    "TwoFa",
    "User",
    "UserSession",
]
