"""Logs in with other providers, and links and unlinks people there."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import auth, clock
from backend.core.client import Client
from backend.core.exceptions import AppException, InvalidToken
from backend.core.outcome import Outcome
from backend.core.templates import RenderedEmail
from backend.models import OidcIdentity, User
from backend.modules.oidc import email, flows, link_tokens
from backend.modules.oidc.db import oidc_db
from backend.modules.oidc.exceptions import (
    IdentityExists,
    IdentityNotFound,
    InvalidFlow,
    InvalidLinkToken,
    NotReauthenticated,
    ProviderLoginFailed,
    TooManyIdentities,
)
from backend.modules.oidc.lib import AT_MOST, Answer, Arrival, Flow, Person, name_of
from backend.modules.session.exceptions import DeletionPending
from backend.modules.session.reauth import reauth_service
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import Login, session_service
from backend.modules.session.single_use.single_use import single_use_service
from backend.modules.two_fa.factor import factor_service
from backend.outbox.queue import outbox

# How far the clock of a provider may be off.
_SKEW = timedelta(minutes=1)


class OidcService:
    """Logins at other providers."""

    def all_of(self, session: Session, user_id: UUID) -> Sequence[OidcIdentity]:
        """Return the identities of an account, the oldest first."""
        return oidc_db.all_of(session, user_id)

    def log_in(
        self,
        session: Session,
        client: Client,
        answer: Answer,
        *,
        device_token: str | None,
    ) -> Outcome[Login | Arrival]:
        """Log in the account of a person; without one, return a token to link them.

        It goes on as a right password does: an account with a second factor has a
        pending login, unless the device is trusted. The result for a new person is the
        same whether or not an account has the address.

        Raises:
            InvalidFlow: the flow was completed before.
        """
        person = answer.person
        if person is None:
            return self._refuse(session, client, None)
        owner_id = oidc_db.owner_of(
            session, issuer=person.issuer, subject=person.subject
        )
        if owner_id is None:
            self._spend(session, answer.flow)
            return Outcome(link_tokens.new(person))
        # Lock order: the account, then its other rows.
        found = session_service.lock(session, owner_id, client)
        self._spend(session, answer.flow)
        if found is None or not found.user.is_active or not found.user.is_verified:
            return self._refuse(session, client, owner_id)
        # Another request may have unlinked the person meanwhile.
        if not self._use(session, owner_id, person):
            return self._refuse(session, client, owner_id)
        user = found.user
        if user.delete_at is not None:
            return self._refuse(session, client, user.id, DeletionPending())
        return Outcome(
            session_service.open_after_first_factor(
                session, found, client, device_token=device_token
            )
        )

    def link_answer(
        self,
        session: Session,
        access: auth.AccessToken,
        client: Client,
        answer: Answer,
    ) -> Outcome[OidcIdentity]:
        """Link the person of an answer to the account that began the flow.

        Raises:
            InvalidFlow: the flow was completed before.
            IdentityExists, TooManyIdentities: as for `link`.
        """
        user = self._lock(session, access)
        if answer.person is None:
            return Outcome(self._refusal(session, access, client))
        self._spend(session, answer.flow)
        return Outcome(self.link(session, user, client, answer.person, access=access))

    def link_arrival(
        self,
        session: Session,
        access: auth.AccessToken,
        client: Client,
        *,
        link_token: str,
    ) -> OidcIdentity:
        """Link the person of a link token to an account.

        Raises:
            InvalidLinkToken: it is wrong, used or expired.
            IdentityExists, TooManyIdentities: as for `link`.
        """
        user = self._lock(session, access)
        person = self.spend_arrival(session, link_token)
        return self.link(session, user, client, person, access=access)

    def arrival(self, link_token: str) -> Person:
        """Return the person of a link token, or raise InvalidLinkToken."""
        return link_tokens.read(link_token)[1]

    def spend_arrival(self, session: Session, link_token: str) -> Person:
        """Use up a link token and return its person, or raise InvalidLinkToken."""
        token_id, person = link_tokens.read(link_token)
        lifetime = link_tokens.LIFETIME
        if not single_use_service.spend(session, token_id, lifetime=lifetime):
            raise InvalidLinkToken
        return person

    def link(
        self,
        session: Session,
        locked: User,
        client: Client,
        person: Person,
        *,
        access: auth.AccessToken | None = None,
    ) -> OidcIdentity:
        """Link a person to a locked account, log it, and send the owner an e-mail.

        Raises:
            IdentityExists: an account has this person already.
            TooManyIdentities: the account has AT_MOST identities.
        """
        if oidc_db.count(session, locked.id) >= AT_MOST:
            raise TooManyIdentities
        identity = OidcIdentity(
            user_id=locked.id,
            issuer=person.issuer,
            subject=person.subject,
            email=person.email,
        )
        if not oidc_db.add(session, identity):
            raise IdentityExists
        security_log_service.record(
            session,
            "identity_linked",
            user_id=locked.id,
            client=client,
            session_id=access.session_id if access else None,
        )
        provider = name_of(person.issuer)
        notice = email.linked(locked.reader, client, clock.now(), provider=provider)
        self._mail(session, locked, notice)
        return identity

    def reauthenticate(
        self,
        session: Session,
        user: User,
        access: auth.AccessToken,
        client: Client,
        answer: Answer,
        *,
        code: str | None,
    ) -> Outcome[None]:
        """Store that the user has just proved who they are at a linked provider.

        Raises:
            InvalidFlow: the flow was completed before.
            CodeRequired, TwoFaPaused: as for `factor_service.check_if_enabled`.
        """
        locked = reauth_service.lock_unchanged(session, user, access)
        person = answer.person
        if person is None:
            return Outcome(self._refusal(session, access, client))
        self._spend(session, answer.flow)
        if not self._use(session, user.id, person):
            return Outcome(self._refusal(session, access, client))
        if not _is_recent(person.authenticated_at, answer.flow):
            self._refusal(session, access, client)
            return Outcome(NotReauthenticated())
        error = factor_service.check_if_enabled(session, locked, client, code)
        if error:
            return Outcome(error)
        reauth_service.renew(session, access, client)
        return Outcome(None)

    def unlink(
        self,
        session: Session,
        access: auth.AccessToken,
        client: Client,
        identity_id: UUID,
    ) -> None:
        """Unlink an identity, or raise IdentityNotFound.

        It is never the last way in: each account can get a new password by e-mail.
        """
        locked = self._lock(session, access)
        issuer = oidc_db.remove(session, identity_id, user_id=locked.id)
        if issuer is None:
            raise IdentityNotFound
        security_log_service.record_own(session, "identity_unlinked", access, client)
        provider = name_of(issuer)
        notice = email.unlinked(locked.reader, client, clock.now(), provider=provider)
        self._mail(session, locked, notice)

    def remove_since(
        self, session: Session, user_id: UUID, client: Client, *, since: datetime
    ) -> None:
        """Unlink the identities that a stranger may have linked to a locked account."""
        for _ in oidc_db.remove_since(session, user_id, since=since):
            security_log_service.record(
                session, "identity_unlinked", user_id=user_id, client=client
            )

    def _spend(self, session: Session, flow: Flow) -> None:
        if not single_use_service.spend(session, flow.id, lifetime=flows.LIFETIME):
            raise InvalidFlow

    def _use(self, session: Session, user_id: UUID, person: Person) -> bool:
        return oidc_db.use(
            session,
            user_id,
            issuer=person.issuer,
            subject=person.subject,
            email=person.email,
            now=clock.now(),
        )

    def _lock(self, session: Session, access: auth.AccessToken) -> User:
        locked = session_service.lock_account(session, access.user_id)
        if locked is None:
            raise InvalidToken
        return locked

    def _refuse(
        self,
        session: Session,
        client: Client,
        user_id: UUID | None,
        error: AppException | None = None,
    ) -> Outcome[Login | Arrival]:
        security_log_service.record(
            session, "login_failed", user_id=user_id, client=client
        )
        return Outcome(error or ProviderLoginFailed())

    def _refusal(
        self, session: Session, access: auth.AccessToken, client: Client
    ) -> AppException:
        security_log_service.record_own(session, "identity_refused", access, client)
        return ProviderLoginFailed()

    def _mail(self, session: Session, user: User, mail: RenderedEmail) -> None:
        outbox.add(session, recipient=user.email, email=mail, user_id=user.id)


def _is_recent(authenticated_at: datetime | None, flow: Flow) -> bool:
    """Return whether the person proved who they are after the flow began."""
    return authenticated_at is not None and authenticated_at >= flow.begun_at - _SKEW


oidc_service = OidcService()
