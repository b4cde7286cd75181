"""The table of the outbox, the queue of e-mails."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, text
from sqlmodel import Field, SQLModel

from backend.core import clock, token
from backend.tables.base import timestamp

# `dead`: the delivery failed for good. `suppressed`: it was withdrawn or is switched off.
Status = Literal["pending", "sent", "dead", "expired", "suppressed"]
URGENT, NORMAL = PRIORITIES = (0, 1)


class OutboxEmail(SQLModel, table=True):
    """An e-mail, stored by the transaction that causes it and sent by the worker.

    Text and attachment are erased once the e-mail will not be sent (again), since they
    may contain a code. `about_id` is the id of its subject, with which pending e-mails
    are withdrawn. All due e-mails of the priority URGENT are sent before the others.
    """

    __tablename__ = "outbox_emails"
    __table_args__ = (
        CheckConstraint(f"status IN {get_args(Status)}", name="known_status"),
        CheckConstraint(
            "status <> 'pending' OR (text IS NOT NULL AND html IS NOT NULL)",
            name="pending_has_content",
        ),
        CheckConstraint(
            "num_nulls(attachment_name, attachment_type, attachment) IN (0, 3)",
            name="attachment_is_whole",
        ),
        CheckConstraint("priority IN (0, 1)", name="known_priority"),
        Index(
            "ix_outbox_emails_next",
            "priority",
            "next_attempt_at",
            postgresql_where=text("status = 'pending'"),
        ),
        # For the age of the oldest due e-mail, and for the claim of release 1.0.0.
        Index(
            "ix_outbox_emails_due",
            "next_attempt_at",
            postgresql_where=text("status = 'pending'"),
        ),
        Index(
            "ix_outbox_emails_pending_about",
            "about_id",
            postgresql_where=text("status = 'pending'"),
        ),
        # For the cleanup, the lists of administrators, and the deletion of an account.
        Index(
            "ix_outbox_emails_finished",
            "finished_at",
            postgresql_where=text("finished_at IS NOT NULL"),
        ),
        Index("ix_outbox_emails_newest", "created_at", "id"),
        Index("ix_outbox_emails_status", "status", "created_at", "id"),
        Index("ix_outbox_emails_recipient", "recipient"),
    )

    id: UUID = Field(default_factory=token.new_id, primary_key=True)
    user_id: UUID | None = Field(
        default=None, foreign_key="users.id", ondelete="CASCADE", index=True
    )
    recipient: str
    subject: str
    text: str | None
    html: str | None
    attachment_name: str | None = None
    attachment_type: str | None = None
    attachment: bytes | None = None
    about_id: UUID | None = None
    status: str = "pending"
    priority: int = Field(
        default=NORMAL, sa_type=SmallInteger, sa_column_kwargs={"server_default": "1"}
    )
    attempts: int = 0
    last_error: str | None = None
    created_at: datetime = timestamp(default_factory=clock.now)
    next_attempt_at: datetime = timestamp(default_factory=clock.now)
    expires_at: datetime | None = timestamp(default=None)
    finished_at: datetime | None = timestamp(default=None)
