"""Storing the secrets of authenticator apps under the first of the keys, in batches."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from backend.modules.two_fa import lib
from backend.modules.two_fa.db import two_fa_db

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rotated:
    """What became of a batch; `last` is the last user of it, None after all."""

    count: int
    unreadable: int
    last: UUID | None


def rotate_batch(session: Session, *, after: UUID | None) -> Rotated:
    """Store the next secrets, by user, under the first key.

    Those that are under it are skipped. Nothing is locked while secrets are encrypted: one
    that a request replaces meanwhile stays as the request stored it. A secret under a
    key that is no longer there is counted as unreadable.
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
