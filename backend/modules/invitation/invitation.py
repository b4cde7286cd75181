"""Sends, withdraws and accepts invitations.

An invitation proves the mailbox as a code does, and it works with sign-up switched off.
"""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import clock, token
from backend.core.client import Client
from backend.core.database import RequestSession
from backend.core.exceptions import AdminRequired
from backend.core.pagination import Page, Position
from backend.core.password import hash_password
from backend.models import Invitation, User
from backend.modules.invitation import email as emails
from backend.modules.invitation.db import invitation_db
from backend.modules.invitation.exceptions import (
    AlreadyInvited,
    InvalidInvitation,
    InvitationNotFound,
)
from backend.modules.invitation.lib import State
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import Login, session_service
from backend.modules.user.exceptions import EmailTaken
from backend.modules.user.lib import refuse_breached, refuse_weak
from backend.modules.user.signups.signups import signup_service
from backend.outbox.queue import outbox


class InvitationService:
    """Invitations by administrators."""

    def create(
        self,
        session: Session,
        admin: User,
        client: Client,
        *,
        email: str,
        is_admin: bool,
        locale: str,
        lifetime: timedelta,
    ) -> Invitation:
        """Invite an address; it gets an e-mail with a link.

        Raises:
            AdminRequired: the caller was demoted or disabled meanwhile.
            EmailTaken: an account has this address.
            AlreadyInvited: the address has an open invitation.
        """
        self._lock_admin(session, admin.id)
        if signup_service.is_taken(session, email):
            raise EmailTaken
        now = clock.now()
        invitation_token = token.new_token()
        invitation = Invitation(
            email=email,
            is_admin=is_admin,
            locale=locale,
            digest=token.token_digest(invitation_token),
            invited_by=admin.id,
            created_at=now,
            sent_at=now,
            expires_at=now + lifetime,
        )
        invitation_db.withdraw_expired(session, email, now=now)
        if not invitation_db.add(session, invitation):
            raise AlreadyInvited
        security_log_service.record(
            session, "user_invited", user_id=admin.id, client=client
        )
        self._send(session, invitation, admin, invitation_token)
        return invitation

    def page(
        self,
        session: Session,
        state: State | None,
        *,
        cursor: str | None,
        limit: int,
    ) -> Page[tuple[Invitation, str | None]]:
        """Return a page of invitations, newest first, with who sent each.

        Raises:
            InvalidCursor: the cursor does not belong to this list.
        """
        found = invitation_db.page(
            session,
            state,
            after=Position.decode(cursor),
            limit=limit + 1,
            now=clock.now(),
        )
        return Page.of(
            list(found), limit, lambda row: Position(row[0].created_at, row[0].id)
        )

    def send_again(
        self, session: Session, invitation_id: UUID, admin: User
    ) -> Invitation:
        """Send an invitation with a new link, which is valid as long as the first was.

        Earlier links end. From now on it is the invitation of this administrator.

        Raises:
            AdminRequired: the caller was demoted or disabled meanwhile.
            InvitationNotFound: it was accepted or withdrawn, or does not exist.
        """
        self._lock_admin(session, admin.id)
        invitation = self._lock(session, invitation_id)
        now = clock.now()
        invitation_token = token.new_token()
        invitation.expires_at = now + (invitation.expires_at - invitation.sent_at)
        invitation.sent_at = now
        invitation.invited_by = admin.id
        invitation.digest = token.token_digest(invitation_token)
        session.flush()
        self._send(session, invitation, admin, invitation_token)
        return invitation

    def withdraw(
        self, session: Session, invitation_id: UUID, admin_id: UUID, client: Client
    ) -> None:
        """End an invitation before it is accepted, or raise InvitationNotFound."""
        invitation = self._lock(session, invitation_id)
        invitation.withdrawn_at = clock.now()
        session.flush()
        security_log_service.record(
            session, "invitation_withdrawn", user_id=admin_id, client=client
        )

    def look_up(
        self, session: Session, invitation_token: str, *, lock: bool = False
    ) -> Invitation:
        """Return the open invitation of a token, or raise InvalidInvitation."""
        digests = token.token_digests(invitation_token)
        found = invitation_db.by_token(session, digests, now=clock.now(), lock=lock)
        if found is None:
            raise InvalidInvitation
        return found

    def accept(
        self,
        session: RequestSession,
        client: Client,
        *,
        invitation_token: str,
        password: str,
        full_name: str | None,
    ) -> Login:
        """Make the account that a person was invited to, and open a session.

        Sign-ups for the address that nobody verified are deleted, and their sessions end.

        Raises:
            InvalidInvitation: it is unknown, used, withdrawn, expired, or the person who
                sent it is no administrator any more.
            EmailTaken: an account has this address by now.
            WeakPassword: the password is too easy to guess.
            BreachedPassword: the password is known from a data breach.
        """
        invited = self.look_up(session, invitation_token)
        email, locale = invited.email, invited.locale
        refuse_weak(password, email=email, full_name=full_name)
        session.release()
        refuse_breached(password)
        # Lock order: the account, then the invitation.
        user = signup_service.verify_invited(
            session,
            email=email,
            password_hash=hash_password(password),
            full_name=full_name,
            locale=locale,
        )
        invitation = self.look_up(session, invitation_token, lock=True)
        if user is None:
            raise InvalidInvitation
        user.is_admin = invitation.is_admin
        invitation.accepted_at = clock.now()
        invitation.user_id = user.id
        session.flush()
        if user.is_admin:
            security_log_service.record(
                session,
                "made_admin",
                user_id=user.id,
                client=client,
                actor_id=invitation.invited_by,
            )
        return session_service.open_for(session, user, client, kind="signed_up")

    def _lock_admin(self, session: Session, admin_id: UUID) -> None:
        """Lock the account of the caller, so that a demotion comes before or after."""
        admin = session_service.lock_account(session, admin_id)
        if admin is None or not (admin.is_admin and admin.is_active):
            raise AdminRequired

    def _lock(self, session: Session, invitation_id: UUID) -> Invitation:
        invitation = invitation_db.lock(session, invitation_id)
        if invitation is None:
            raise InvitationNotFound
        return invitation

    def _send(
        self,
        session: Session,
        invitation: Invitation,
        admin: User,
        invitation_token: str,
    ) -> None:
        mail = emails.invited(
            invitation.reader,
            inviter=admin.email,
            invitation_token=invitation_token,
            expires_at=invitation.expires_at,
        )
        outbox.add(
            session,
            recipient=invitation.email,
            email=mail,
            expires_at=invitation.expires_at,
        )


invitation_service = InvitationService()
