"""Which changes of address can still be confirmed, and which can still be undone.

An undo is for an owner whose password was stolen: the thief changes the address A to B,
and the undo token that was mailed to A takes the account back. The rules:

- An undo works for a week, while the present address descends from the address that it
  restores. It ends every change of the account that is as new or newer, so the thief
  cannot undo the undo: of a change from B to C the token went to B, the thief's mailbox.
- A new password closes the change that waits for its code. A thief's code must not
  confirm it later.
- A new password also ends the undos to every address but the oldest one. Suppose the
  owner still had a session, moved from B to C and set a password: the token to B, in
  the thief's mailbox, must not work after the one to A has expired. The undos to the
  oldest address always stay, also those of a closed change, because the thief can set
  a password as well. A thief holds that mailbox only if the account has been stolen
  for more than a week. These undos then live as long as the longest that ended, so a
  thief cannot wait until the oldest has nearly expired.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.models import EmailChange, User
from backend.modules.user.credentials.db import email_change_db


class EmailChangeService:
    """Which changes of address can be confirmed or undone."""

    def end_for_new_password(self, session: Session, user_id: UUID) -> None:
        """Close the waiting change and end the later undos of a locked account."""
        now = clock.now()
        email_change_db.close_waiting(session, user_id, now=now)
        email_change_db.keep_oldest_undo(session, user_id, now=now)

    def undoable(
        self, session: Session, user: User, digests: Sequence[bytes]
    ) -> EmailChange | None:
        """Return the change of a locked account that this token can undo."""
        change = email_change_db.by_undo(session, digests, now=clock.now())
        if change is None:
            return None
        address = change.new_email if change.confirmed_at else change.old_email
        for later in email_change_db.confirmed_after(session, change):
            if later.old_email == address:
                address = later.new_email
        return change if address == user.email else None


email_change_service = EmailChangeService()
