"""Re-encrypts the secrets of authenticator apps with the first key, in batches."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.modules.two_fa import lib
from backend.modules.two_fa.db import two_fa_db

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """The result of a batch; `last` is its last user id, or None if none was left."""

    count: int
    unreadable: int
    last: UUID | None


def rotate_batch(session: Session, *, after: UUID | None) -> Rotated:
    """Re-encrypt the next batch of secrets, in order of user ids after `after`.

    Secrets under the first key are skipped. A secret whose key is no longer configured
    is counted as unreadable. Nothing is locked during encryption: if a request replaces
    a secret meanwhile, the request's secret stays.
    """
    found = two_fa_db.secrets(session, after=after, limit=BATCH)
    changes = []
    unreadable = 0
    for row in found:
        stored = row.secret
        if lib.is_under_first_key(stored):
            continue
        try:
            changes.append((row.user_id, stored, lib.reencrypt(stored)))
        except ValueError:
            unreadable += 1
    count = two_fa_db.replace_secrets(session, changes)
    return Rotated(count, unreadable, found[-1].user_id if found else None)
