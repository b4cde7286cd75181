"""Signed values that are accepted once. They are stored when they are used."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import clock
from backend.modules.session.single_use.db import single_use_db


class SingleUseService:
    """Uses up values such as the challenges of passkeys."""

    def spend(self, session: Session, value_id: UUID, *, lifetime: timedelta) -> bool:
        """Use up a value that is valid for `lifetime`; return False if it was used.

        Parallel calls with one value wait for each other, and one of them succeeds.
        """
        # Not before the value itself expires.
        expires_at = clock.now() + lifetime
        return single_use_db.add(session, value_id, expires_at=expires_at)


single_use_service = SingleUseService()
