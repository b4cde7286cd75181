"""Dependencies of endpoints: the database session, the caller and the client."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request
from sqlalchemy import bindparam, or_
from sqlmodel import col, select

from backend.api import presence
from backend.api.schemes import (
    access_token,
    access_token_if_any,
    payer_of,
    pending_token,
)
from backend.core import auth, clock
from backend.core.callers import client_host
from backend.core.client import Client, describe_device
from backend.core.compiled import Compiled
from backend.core.config import settings
from backend.core.database import RequestSession
from backend.core.default_limit import default_limit
from backend.core.exceptions import (
    AdminRequired,
    ApiTokenRefused,
    EmailNotVerified,
    InsufficientScope,
    InvalidToken,
    ReauthenticationRequired,
)
from backend.core.in_thread import in_thread
from backend.core.locales import preferred
from backend.core.routing import raises, sessions_only
from backend.models import ApiToken, User, UserSession

# Query parameters of a paged list: the page's start and its maximum length.
CursorQuery = Annotated[str | None, Query(max_length=500)]
LimitQuery = Annotated[int, Query(ge=1, le=100)]


_IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
_FRESH = timedelta(minutes=settings.FRESH_AUTHENTICATION_MINUTES)

USER_OF_LIVE_SESSION = (
    select(User, col(UserSession.last_seen_at))
    .join(UserSession, col(UserSession.user_id) == User.id)
    .where(
        col(UserSession.id) == bindparam("session_id"),
        col(UserSession.user_id) == bindparam("user_id"),
        col(UserSession.ended_at).is_(None),
        col(UserSession.expires_at) > bindparam("now"),
        col(UserSession.last_seen_at) > bindparam("idle_since"),
        col(User.is_active),
    )
)
USER_OF_API_TOKEN = (
    select(User, col(ApiToken.last_used_at), col(ApiToken.scopes))
    .join(ApiToken, col(ApiToken.user_id) == User.id)
    .where(
        col(ApiToken.id) == bindparam("token_id"),
        or_(
            col(ApiToken.expires_at).is_(None),
            col(ApiToken.expires_at) > bindparam("now"),
        ),
        col(User.is_active),
        col(User.delete_at).is_(None),
    )
)

_USER = Compiled(USER_OF_LIVE_SESSION)
_USER_AND_PROOF = Compiled(USER_OF_LIVE_SESSION.add_columns(col(UserSession.proved_at)))
_USER_OF_API_TOKEN = Compiled(USER_OF_API_TOKEN)


@in_thread
def get_db(request: Request) -> Iterator[RequestSession]:
    """Yield the request's one database session; roll back if it did not commit."""
    with RequestSession(reads=request.method in ("GET", "HEAD")) as session:
        yield session
        session.ensure_committed()


SessionDep = Annotated[RequestSession, Depends(get_db)]


async def client(request: Request) -> Client:
    """Return the address and the device that the request comes from."""
    device = describe_device(request.headers.get("user-agent", ""))
    return Client(address=client_host(request)[:45], device=device)


ClientDep = Annotated[Client, Depends(client)]


async def _locale(
    accept_language: Annotated[
        str | None,
        Header(
            description="The languages that the reader of the e-mails prefers "
            "(RFC 9110, section 12.5.4).",
            examples=["de-AT, de;q=0.9, en;q=0.8"],
        ),
    ] = None,
) -> str:
    """Return the language tag for e-mails to a visitor, who has no profile yet."""
    return preferred(accept_language)


LocaleDep = Annotated[str, Depends(_locale)]

AccessTokenDep = Annotated[auth.AccessToken, Depends(access_token)]
OptionalAccessTokenDep = Annotated[
    auth.AccessToken | None, Depends(access_token_if_any)
]
# OpenAPI for "the token is optional"; FastAPI adds the scheme of the dependency.
TOKEN_IS_OPTIONAL: dict[str, Any] = {"security": [{}]}
PendingTokenDep = Annotated[auth.AccessToken, Depends(pending_token)]


@in_thread
def any_user(session: SessionDep, token: AccessTokenDep) -> User:
    """Return the user of a live login session or API token, in one query.

    The address may not be verified.
    """
    user: User = row_of(session, token, _USER, _USER_OF_API_TOKEN)[0]
    return user


def row_of(
    session: RequestSession,
    token: auth.AccessToken,
    statement: Compiled,
    of_api_token: Compiled | None = None,
) -> Any:
    """Return the row of a statement that extends USER_OF_LIVE_SESSION.

    For an API token it is that of `of_api_token`, which extends USER_OF_API_TOKEN.

    Raises:
        InvalidToken: the login session or API token is over, or the user is disabled.
        InsufficientScope: the API token lacks the scope that the route needs.
    """
    now = clock.now()
    if token.api_scope is not None:
        return _row_of_api_token(session, token, of_api_token, now)
    parameters = {
        "session_id": token.session_id,
        "user_id": token.user_id,
        "now": now,
        "idle_since": now - _IDLE,
    }
    row = statement.first(session, parameters)
    if row is None:
        raise InvalidToken
    default_limit.spend(token.user_id)
    presence.note(token.session_id, now, stored=row[1])
    return row


def _row_of_api_token(
    session: RequestSession,
    token: auth.AccessToken,
    statement: Compiled | None,
    now: datetime,
) -> Any:
    if statement is None:
        raise ApiTokenRefused
    parameters = {"token_id": token.session_id, "now": now}
    row = statement.first(session, parameters)
    if row is None:
        raise InvalidToken
    default_limit.spend(payer_of(token))
    if token.api_scope not in row[2].split():
        raise InsufficientScope(token.api_scope or "")
    presence.note_api_token(token.session_id, now, stored=row[1])
    return row


CurrentUserAllowUnverifiedDep = Annotated[User, Depends(any_user)]


@in_thread
@raises(EmailNotVerified)
def verified_user(user: CurrentUserAllowUnverifiedDep) -> User:
    """Return the user; EmailNotVerified if the e-mail address is not confirmed."""
    if not user.is_verified:
        raise EmailNotVerified
    return user


CurrentUserDep = Annotated[User, Depends(verified_user)]


@in_thread
@raises(AdminRequired)
def admin(user: CurrentUserDep) -> User:
    """Return the user if they are an administrator now; else AdminRequired."""
    if not user.is_admin:
        raise AdminRequired
    return user


CurrentAdminDep = Annotated[User, Depends(admin)]


@dataclass(frozen=True, slots=True)
class _Proved:
    user: User
    # The last check of the password (and of the second factor, if on), or None.
    at: datetime | None

    def ensure_fresh(self) -> User:
        """Return the user, or raise ReauthenticationRequired."""
        if self.at is None or self.at < clock.now() - _FRESH:
            raise ReauthenticationRequired
        return self.user


@in_thread
@sessions_only
def _proved(session: SessionDep, token: AccessTokenDep) -> _Proved:
    """Return the user and the time of the last password check, in one query."""
    user, _, proved_at = row_of(session, token, _USER_AND_PROOF)
    return _Proved(user, proved_at)


_ProvedDep = Annotated[_Proved, Depends(_proved)]


@in_thread
@raises(EmailNotVerified, ReauthenticationRequired)
def fresh_user(proved: _ProvedDep) -> User:
    """Return the verified user if the password was checked recently."""
    verified_user(proved.user)
    return proved.ensure_fresh()


FreshUserDep = Annotated[User, Depends(fresh_user)]


@in_thread
@raises(EmailNotVerified, AdminRequired, ReauthenticationRequired)
def fresh_admin(proved: _ProvedDep) -> User:
    """Return the administrator if the password was checked recently."""
    admin(verified_user(proved.user))
    return proved.ensure_fresh()


FreshAdminDep = Annotated[User, Depends(fresh_admin)]
