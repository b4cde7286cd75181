"""The tables of all modules, re-exported from backend/tables.

Models do not validate. Request classes validate input, and database constraints enforce
invariants. Times are timestamptz: aware and in UTC.

Lock order. Two transactions that lock the same rows in different orders deadlock, and
Postgres aborts one of them. So every transaction locks in this order:

1. accounts (`users`), several of them in id order, FOR NO KEY UPDATE: this does not
   block new rows that refer to the account, such as entries of the security log;
2. rows of an account: e-mailed codes, e-mail changes, second factors, trusted devices,
   login sessions, API tokens, linked identities, invitations;
3. batches of documents, then `document_usage`, then documents, then their versions,
   texts and thumbnails, then resumable uploads with their parts, then the queue of
   files to delete; a transaction that locks several documents locks `document_usage`
   first;
4. `demo_availability`, then bookings.

A request that changes or deletes a row of group 2 locks the account first, even if it
needs only one row: deleting a trusted device also changes login sessions, and an entry
of the security log refers to the account. Background threads never wait for a lock that
a request may hold (SKIP LOCKED). A document's text and thumbnail are the exception;
they follow the order above.
"""

from backend.tables.accounts import (
    EmailChange,
    EmailCode,
    PasswordReset,
    User,
    UserSession,
)
from backend.tables.api_tokens import ApiToken
from backend.tables.batches import DocumentBatch
from backend.tables.codes import MailCount, OneTimeCode, ResetRequest, Signup
from backend.tables.demos import DemoAvailability, DemoBooking
from backend.tables.documents import (
    Document,
    DocumentText,
    DocumentUsage,
    DocumentVersion,
    DocumentWords,
    StoredFileDeletion,
)
from backend.tables.identities import OidcIdentity
from backend.tables.invitations import Invitation
from backend.tables.outbox import OutboxEmail
from backend.tables.passkeys import Passkey, UsedChallenge
from backend.tables.records import (
    IdempotencyKey,
    JobRun,
    SecurityEvent,
    StoredCount,
)
from backend.tables.shares import DocumentShare
from backend.tables.thumbnails import DocumentThumbnail
from backend.tables.two_fa import (
    LoginChallenge,
    RecoveryCode,
    TrustedDevice,
    TwoFa,
)
from backend.tables.uploads import Upload, UploadPart

__all__ = [
    "ApiToken",
    "DemoAvailability",
    "DemoBooking",
    "Document",
    "DocumentBatch",
    "DocumentShare",
    "DocumentText",
    "DocumentThumbnail",
    "DocumentUsage",
    "DocumentVersion",
    "DocumentWords",
    "EmailChange",
    "EmailCode",
    "IdempotencyKey",
    "Invitation",
    "JobRun",
    "LoginChallenge",
    "MailCount",
    "OidcIdentity",
    "OneTimeCode",
    "OutboxEmail",
    "Passkey",
    "PasswordReset",
    "RecoveryCode",
    "ResetRequest",
    "SecurityEvent",
    "Signup",
    "StoredCount",
    "StoredFileDeletion",
    "TrustedDevice",
    "TwoFa",
    "Upload",
    "UploadPart",
    "UsedChallenge",
    "User",
    "UserSession",
]
