"""Makes and revokes API tokens."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlmodel import Session

from backend.core import api_tokens, auth, clock
from backend.core.client import Client
from backend.core.exceptions import AdminRequired
from backend.models import ApiToken, User
from backend.modules.api_token import email
from backend.modules.api_token.db import api_token_db
from backend.modules.api_token.exceptions import ApiTokenNotFound, TooManyApiTokens
from backend.modules.api_token.lib import ADMIN_SCOPES, Scope
from backend.modules.session.reauth import reauth_service
from backend.modules.session.security_log.security_log import security_log_service
from backend.modules.session.session import session_service
from backend.outbox.queue import outbox

AT_MOST = 20


@dataclass(frozen=True, slots=True)
class NewApiToken:
    """A new API token, and its text, which nothing can restore later."""

    stored: ApiToken
    text: str


class ApiTokenService:
    """The API tokens of accounts."""

    def all_of(self, session: Session, user_id: UUID) -> Sequence[ApiToken]:
        """Return the API tokens of an account that have not expired, oldest first."""
        return api_token_db.live(session, user_id, now=clock.now())

    def create(
        self,
        session: Session,
        user: User,
        access: auth.AccessToken,
        client: Client,
        *,
        name: str,
        scopes: Collection[Scope],
        lifetime: timedelta | None,
    ) -> NewApiToken:
        """Make an API token; the owner gets an e-mail. None: it does not expire.

        Raises:
            InvalidToken, WrongPassword: another request ended the login session or
                changed the password.
            AdminRequired: only administrators may give one of the scopes.
            TooManyApiTokens: the account has AT_MOST tokens.
        """
        # Parallel requests count the tokens one after the other, and none makes a token
        # after a reset of the password has revoked them.
        locked = reauth_service.lock_unchanged(session, user, access)
        if not ADMIN_SCOPES.isdisjoint(scopes) and not locked.is_admin:
            raise AdminRequired
        now = clock.now()
        if len(api_token_db.live(session, user.id, now=now)) >= AT_MOST:
            raise TooManyApiTokens
        text = api_tokens.new()
        token = ApiToken(
            user_id=user.id,
            digest=api_tokens.digest(text),
            name=name,
            scopes=" ".join(sorted(scopes)),
            created_at=now,
            expires_at=now + lifetime if lifetime else None,
        )
        api_token_db.add(session, token)
        security_log_service.record_own(session, "api_token_added", access, client)
        notice = email.added(
            locked.reader, client, now, name=name, scopes=sorted(scopes)
        )
        outbox.add(session, recipient=locked.email, email=notice, user_id=locked.id)
        return NewApiToken(token, text)

    def rename(
        self, session: Session, user_id: UUID, token_id: UUID, *, name: str
    ) -> ApiToken:
        """Change the name of an API token, or raise ApiTokenNotFound."""
        renamed = api_token_db.rename(
            session, token_id, user_id=user_id, name=name, now=clock.now()
        )
        if renamed is None:
            raise ApiTokenNotFound
        return renamed

    def revoke(
        self,
        session: Session,
        access: auth.AccessToken,
        client: Client,
        token_id: UUID,
    ) -> None:
        """Delete an API token, or raise ApiTokenNotFound. Its next request is a 401."""
        session_service.lock_account(session, access.user_id)
        if not api_token_db.remove(session, token_id, user_id=access.user_id):
            raise ApiTokenNotFound
        security_log_service.record_own(session, "api_token_revoked", access, client)

    def revoke_all(
        self,
        session: Session,
        user_id: UUID,
        client: Client,
        *,
        actor_id: UUID | None = None,
    ) -> None:
        """Delete all API tokens of a locked account: a stranger may have made one."""
        for _ in api_token_db.remove_all(session, user_id):
            security_log_service.record(
                session,
                "api_token_revoked",
                user_id=user_id,
                client=client,
                actor_id=actor_id,
            )


api_token_service = ApiTokenService()
