"""Background jobs on accounts."""

from datetime import timedelta

from sqlmodel import Session

from backend.background.jobs import Job
from backend.modules.user.deletion.deletion import deletion_service


def _remove_account(session: Session) -> bool:
    removed = deletion_service.remove_next(session)
    session.commit()
    return removed


JOBS = (Job("account removal", timedelta(minutes=1), _remove_account),)
