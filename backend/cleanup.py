"""Deletes what is older than it need be; a job does so every hour.

A crash loses nothing: the next run finds what this one left.
"""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlmodel import Session, SQLModel, col

from backend.core import clock
from backend.core.config import settings
from backend.jobs import Job
from backend.models import (
    DemoBooking,
    EmailChange,
    EmailCode,
    IdempotencyKey,
    LoginChallenge,
    MailCount,
    OneTimeCode,
    OutboxEmail,
    PasswordReset,
    ResetRequest,
    SecurityEvent,
    Signup,
    TrustedDevice,
    User,
    UserSession,
)
from backend.tables.codes import SIGNUP_LIFETIME

log = structlog.get_logger()

_RETENTION = timedelta(days=settings.RETENTION_DAYS)
_BATCH = 5000  # a statement and its locks stay short whatever has piled up


def run(session: Session) -> Mapping[str, int]:
    """Delete and commit in batches; return how many rows went from each table."""
    now = clock.now()
    old = now - _RETENTION
    outdated: dict[type[SQLModel], ColumnElement[bool]] = {
        UserSession: or_(
            col(UserSession.ended_at) < old, col(UserSession.expires_at) < old
        ),
        SecurityEvent: col(SecurityEvent.created_at) < old,
        OutboxEmail: col(OutboxEmail.finished_at) < old,
        DemoBooking: col(DemoBooking.ends_at) < old,
        EmailChange: col(EmailChange.undo_expires_at) < old,
        IdempotencyKey: col(IdempotencyKey.created_at) < now - timedelta(days=1),
        LoginChallenge: col(LoginChallenge.expires_at) < now,
        PasswordReset: col(PasswordReset.expires_at) < now,
        TrustedDevice: col(TrustedDevice.expires_at) < now,
        # After two days a row no longer affects limits or verification.
        EmailCode: col(EmailCode.sent_at) < now - timedelta(days=2),
        MailCount: col(MailCount.sent_at) < now - timedelta(days=2),
        OneTimeCode: col(OneTimeCode.expires_at) < now,
        ResetRequest: col(ResetRequest.created_at) < now - timedelta(days=1),
        Signup: col(Signup.created_at) < now - SIGNUP_LIFETIME,
        # Each sign-up sets `updated_at`, so none of this account's is left.
        User: and_(
            col(User.email_verified_at).is_(None),
            col(User.updated_at) < now - SIGNUP_LIFETIME,
            col(User.is_active),
            col(User.is_admin).is_(False),
        ),
    }
    return {
        str(model.__tablename__): _delete(session, model, condition)
        for model, condition in outdated.items()
    }


def _delete(
    session: Session, model: type[SQLModel], condition: ColumnElement[bool]
) -> int:
    [key] = model.__table__.primary_key  # type: ignore[attr-defined]
    batch = select(key).where(condition).limit(_BATCH)
    # What another worker or a request has locked is left to the next run.
    batch = batch.with_for_update(skip_locked=True, of=model)
    if model is TrustedDevice:
        # Sessions of the device change with it: that needs the lock on the account.
        batch = batch.join(User, col(User.id) == TrustedDevice.user_id)
        batch = batch.with_for_update(skip_locked=True, key_share=True)
    statement = delete(model).where(key.in_(batch)).returning(key)
    deleted = 0
    while True:
        found = len(session.execute(statement).all())
        session.commit()
        deleted += found
        if found < _BATCH:
            return deleted


def _hourly(session: Session) -> bool:
    log.info("cleaned up", **run(session))
    return False


JOB = Job("cleanup", timedelta(hours=1), _hourly)
