"""Writes e-mails into the outbox, and reads their rows."""

from typing import Any

from sqlmodel import Session, select

from backend.models import OutboxEmail
from tests.support.accounts import new_email


def add(db: Session, **more: Any) -> OutboxEmail:
    """Write an e-mail that is due now."""
    parts = {"subject": "Hello", "text": "text", "html": "<p>html</p>"}
    row = OutboxEmail(**{"recipient": new_email()} | parts | more)
    db.add(row)
    db.commit()
    return row


def row_of(db: Session, recipient: str) -> OutboxEmail:
    """Return the current state of the address's only row."""
    db.rollback()
    statement = select(OutboxEmail).where(OutboxEmail.recipient == recipient)
    return db.exec(statement).one()
