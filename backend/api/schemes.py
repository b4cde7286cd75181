"""The security schemes: what the bearer token of a request names.

Whether the login session or API token is live, and what its user may do, is read in the
thread of the endpoint: see `backend.api.deps`.
"""

from contextlib import suppress
from uuid import UUID

import structlog
from fastapi import Request
from fastapi.security import HTTPBearer

from backend.core import api_tokens, auth, hashing_queue, limit_headers
from backend.core.callers import bearer_token
from backend.core.default_limit import DefaultLimit, default_limit
from backend.core.exceptions import (
    AppException,
    InvalidToken,
    RateLimited,
    SecondFactorRequired,
    ServiceUnavailable,
)


class TokenScheme(HTTPBearer):
    """Decodes the bearer token. That of a login needs no database query."""

    def __init__(
        self,
        type_: auth.Type,
        *,
        scheme_name: str,
        description: str,
        raises: tuple[type[AppException], ...],
        limit: DefaultLimit | None = None,
        takes_api_tokens: bool = False,
    ) -> None:
        super().__init__(
            bearerFormat="JWT", scheme_name=scheme_name, description=description
        )
        self._type = type_
        self._limit = limit
        self.RAISES = raises
        self.TAKES_API_TOKENS = takes_api_tokens
        self.LIMIT = limit.description if limit else None

    # HTTPBearer is the base only for its OpenAPI entry. Its own call would be a second
    # dependency, which costs 6% of the throughput.
    async def __call__(  # type: ignore[override]
        self, request: Request
    ) -> auth.AccessToken:
        """Return what the token names, or raise InvalidToken."""
        token = bearer_token(request)
        if token is None:
            raise InvalidToken
        if api_tokens.is_one(token) and self.TAKES_API_TOKENS:
            decoded = await api_tokens.read(request, token)
            api_token_id = str(decoded.session_id)
            structlog.contextvars.bind_contextvars(api_token_id=api_token_id)
        else:
            decoded = auth.decode(token, type_=self._type)
        # Bound until the request ends, so that its log line contains the id too.
        structlog.contextvars.bind_contextvars(user_id=str(decoded.user_id))
        hashing_queue.caller.set(decoded.user_id)
        if self._limit is not None:
            await self._admit(request, self._limit, payer_of(decoded))
        return decoded

    @staticmethod
    async def _admit(request: Request, limit: DefaultLimit, payer: UUID) -> None:
        try:
            await limit.admit(request.app.state.redis, payer)
        except RateLimited as error:
            limit_headers.note(
                request, limit.NAME, limit.policy, left=0, reset=error.retry_after
            )
            if getattr(request.state, "no_429", False):
                raise ServiceUnavailable(error.retry_after) from error
            raise
        left, reset = limit.state(payer)
        limit_headers.note(request, limit.NAME, limit.policy, left=left, reset=reset)


def payer_of(token: auth.AccessToken) -> UUID:
    """Return whose calls the default limit counts: those of the user or API token."""
    return token.session_id if token.api_scope is not None else token.user_id


class OptionalTokenScheme(TokenScheme):
    """Returns None for a missing or invalid token; for public routes."""

    async def __call__(  # type: ignore[override]
        self, request: Request
    ) -> auth.AccessToken | None:
        """Return what the token names, or None."""
        with suppress(InvalidToken, SecondFactorRequired):
            return await super().__call__(request)
        return None


_BEARER = (
    "The `access_token` of a login, or an API token (`sample_pat_…`, made with `POST "
    "api-tokens`) for the operations that name its scope."
)
access_token = TokenScheme(
    "access",
    scheme_name="Bearer",
    description=_BEARER,
    raises=(InvalidToken, SecondFactorRequired, RateLimited),
    limit=default_limit,
    takes_api_tokens=True,
)
access_token_if_any = OptionalTokenScheme(
    "access",
    scheme_name="Bearer",
    description=_BEARER,
    raises=(),
)
pending_token = TokenScheme(
    "pending_2fa",
    scheme_name="PendingTwoFa",
    description="The `access_token` of a login that answered `pending_2fa: true`.",
    raises=(InvalidToken,),
)
