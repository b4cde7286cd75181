"""Administration of the outbox."""

from uuid import UUID

from sqlmodel import Session

from backend.core.client import Client
from backend.modules.outbox.exceptions import DeadLetterNotFound
from backend.modules.session.security_log.security_log import security_log_service
from backend.outbox.queue import outbox


class OutboxService:
    """Retries of failed e-mails, recorded in the security log."""

    def retry(
        self, session: Session, email_id: UUID, *, actor_id: UUID, client: Client
    ) -> None:
        """Retry a dead letter, or raise DeadLetterNotFound."""
        if not outbox.retry_dead(session, email_id):
            raise DeadLetterNotFound
        security_log_service.record(
            session,
            "email_retried",
            user_id=outbox.owner_of(session, email_id),
            client=client,
            actor_id=actor_id,
        )


outbox_service = OutboxService()
