"""Dependencies of endpoints: the database session, the caller and the client."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import Depends, Header, Query, Request
from fastapi.security import HTTPBearer
from sqlalchemy import bindparam
from sqlmodel import col, select

from backend.api import presence
from backend.core import auth, clock, hashing_queue, limit_headers
from backend.core.callers import bearer_token, client_host
from backend.core.client import Client, describe_device
from backend.core.config import settings
from backend.core.database import RequestSession
from backend.core.default_limit import DefaultLimit, default_limit
from backend.core.exceptions import (
    AdminRequired,
    AppException,
    EmailNotVerified,
    InvalidToken,
    RateLimited,
    ReauthenticationRequired,
    SecondFactorRequired,
    ServiceUnavailable,
)
from backend.core.in_thread import in_thread
from backend.core.locales import preferred
from backend.core.routing import raises
from backend.models import User, UserSession

# Query parameters of a paged list: the page's start and its maximum length.
CursorQuery = Annotated[str | None, Query(max_length=500)]
LimitQuery = Annotated[int, Query(ge=1, le=100)]


class _TokenScheme(HTTPBearer):
    """Decodes the bearer token, without a database query."""

    def __init__(
        self,
        type_: auth.Type,
        *,
        scheme_name: str,
        description: str,
        raises: tuple[type[AppException], ...],
        limit: DefaultLimit | None = None,
    ) -> None:
        super().__init__(
            bearerFormat="JWT", scheme_name=scheme_name, description=description
        )
        self._type = type_
        self._limit = limit
        self.RAISES = raises
        self.LIMIT = limit.description if limit else None

    # HTTPBearer is the base only for its OpenAPI entry. Its own call would be a second
    # dependency, which costs 6% of the throughput.
    async def __call__(  # type: ignore[override]
        self, request: Request
    ) -> auth.AccessToken:
        token = bearer_token(request)
        if token is None:
            raise InvalidToken
        decoded = auth.decode(token, type_=self._type)
        # Bound until the request ends, so that its log line contains the id too.
        structlog.contextvars.bind_contextvars(user_id=str(decoded.user_id))
        hashing_queue.caller.set(decoded.user_id)
        if self._limit is not None:
            await self._admit(request, self._limit, decoded.user_id)
        return decoded

    @staticmethod
    async def _admit(request: Request, limit: DefaultLimit, user_id: UUID) -> None:
        try:
            await limit.admit(request.app.state.redis, user_id)
        except RateLimited as error:
            limit_headers.note(
                request, limit.NAME, limit.policy, left=0, reset=error.retry_after
            )
            if getattr(request.state, "no_429", False):
                raise ServiceUnavailable(error.retry_after) from error
            raise
        left, reset = limit.state(user_id)
        limit_headers.note(request, limit.NAME, limit.policy, left=left, reset=reset)


class _OptionalTokenScheme(_TokenScheme):
    """Returns None for a missing or invalid token; for public routes."""

    async def __call__(  # type: ignore[override]
        self, request: Request
    ) -> auth.AccessToken | None:
        with suppress(InvalidToken, SecondFactorRequired):
            return await super().__call__(request)
        return None


_access_token = _TokenScheme(
    "access",
    scheme_name="Bearer",
    description="The `access_token` of a login.",
    raises=(InvalidToken, SecondFactorRequired, RateLimited),
    limit=default_limit,
)
_access_token_if_any = _OptionalTokenScheme(
    "access",
    scheme_name="Bearer",
    description="The `access_token` of a login.",
    raises=(),
)
_pending_token = _TokenScheme(
    "pending_2fa",
    scheme_name="PendingTwoFa",
    description="The `access_token` of a login that answered `pending_2fa: true`.",
    raises=(InvalidToken,),
)

_IDLE = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
_FRESH = timedelta(minutes=settings.FRESH_AUTHENTICATION_MINUTES)

# Built once: building this statement costs more than running it.
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
_USER_AND_PROOF = USER_OF_LIVE_SESSION.add_columns(col(UserSession.proved_at))


@in_thread
def get_db() -> Iterator[RequestSession]:
    """Yield the request's one database session; roll back if it did not commit."""
    with RequestSession() as session:
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

AccessTokenDep = Annotated[auth.AccessToken, Depends(_access_token)]
OptionalAccessTokenDep = Annotated[
    auth.AccessToken | None, Depends(_access_token_if_any)
]
# OpenAPI for "the token is optional"; FastAPI adds the scheme of the dependency.
TOKEN_IS_OPTIONAL: dict[str, Any] = {"security": [{}]}
PendingTokenDep = Annotated[auth.AccessToken, Depends(_pending_token)]


@in_thread
def any_user(session: SessionDep, token: AccessTokenDep) -> User:
    """Return the user of an active login session, verified or not, in one query."""
    user: User = row_of(session, token, USER_OF_LIVE_SESSION)[0]
    return user


def row_of(session: RequestSession, token: auth.AccessToken, statement: Any) -> Any:
    """Return the row of a statement that extends USER_OF_LIVE_SESSION.

    Raises:
        InvalidToken: the login session has ended, or the user is disabled.
    """
    now = clock.now()
    parameters = {
        "session_id": token.session_id,
        "user_id": token.user_id,
        "now": now,
        "idle_since": now - _IDLE,
    }
    row = session.execute(statement, parameters).first()
    if row is None:
        raise InvalidToken
    default_limit.spend(token.user_id)
    presence.note(token.session_id, now, stored=row[1])
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
