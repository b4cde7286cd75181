"""Rules for which changes of address can still be confirmed or undone.

An undo protects an owner whose password was stolen. The thief changes the address from
A to B; with the undo token that was sent to A, the owner takes the account back.

- An undo works for a week, if confirmed changes lead from the address that it restores
  to the account's current address. It also undoes every later change. Otherwise the
  thief could undo the undo: the token for a change from B to C was sent to B, which is
  the thief's mailbox.
- A new password closes the pending change, so that a thief's code cannot confirm it
  later.
- A new password also ends all undos except those that restore the oldest address.
  Suppose the owner still had a session, changed B to C and set a password. When the
  undo to A has expired, the token in the thief's mailbox B must not work either.
- The undos to the oldest address always stay, even those of a closed change, because
  the thief can set a password as well. The oldest address can only be the thief's if
  the account was stolen more than a week ago.
- A new password gives these undos the latest expiry of all undos, so that a thief
  cannot wait until the oldest undo has nearly expired.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.models import EmailChange, User
from backend.modules.user.credentials.db import email_change_db


class EmailChangeService:
    """Applies the rules for which changes of address can be confirmed or undone."""

    def end_for_new_password(self, session: Session, user_id: UUID) -> None:
        """Close the pending change and end the later undos of a locked account."""
        now = clock.now()
        email_change_db.close_waiting(session, user_id, now=now)
        email_change_db.keep_oldest_undo(session, user_id, now=now)

    def undoable(
        self, session: Session, user: User, digests: Sequence[bytes]
    ) -> EmailChange | None:
        """Return the change of a locked account that this token can undo, or None."""
        change = email_change_db.by_undo(session, digests, now=clock.now())
        if change is None:
            return None
        address = change.new_email if change.confirmed_at else change.old_email
        for later in email_change_db.confirmed_after(session, change):
            if later.old_email == address:
                address = later.new_email
        return change if address == user.email else None


email_change_service = EmailChangeService()
