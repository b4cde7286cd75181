"""Background jobs on accounts."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.background.backoff import Postponed
from backend.background.jobs import Job
from backend.modules.user.deletion.deletion import deletion_service
from backend.modules.user.overview import overview
from backend.modules.user.overview.overview import overview_service

_postponed = Postponed[UUID]()


def _remove_account(session: Session) -> bool:
    user = deletion_service.claim_due(session, besides=_postponed.keys())
    if user is None:
        return False
    with _postponed.on_failure(user.id):
        deletion_service.remove_part(session, user)
        session.commit()
    return True


def _count_accounts(session: Session) -> bool:
    more = overview_service.count_some(session)
    session.commit()
    return more


JOBS = (
    Job("account removal", timedelta(minutes=1), _remove_account),
    Job("account counts", overview.EVERY, _count_accounts),
)
