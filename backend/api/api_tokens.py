"""Finds the user of an API token, which its text does not name."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from fastapi import Request
from redis.exceptions import RedisError
from sqlalchemy import bindparam
from sqlmodel import col, select

from backend.core import limit_headers, metrics
from backend.core.auth import AccessToken
from backend.core.callers import network_address
from backend.core.database import RequestSession
from backend.core.failure_limit import Attempt, Outcome
from backend.core.threads import run_with_slot
from backend.models import ApiToken

_BY_DIGESTS = select(col(ApiToken.user_id), col(ApiToken.id)).where(
    col(ApiToken.digest).in_(bindparam("digests", expanding=True))
)
_REMEMBERED = 10_000
_WRONG, _MINUTE = 30, 60
_NAME = f"unknown-tokens-{_MINUTE}"
_POLICY = f'"{_NAME}";q={_WRONG};w={_MINUTE}'


class ApiTokens:
    """Finds API tokens, and remembers which user and id a digest belongs to.

    That never changes, so only the first request of a token in this process costs a
    query of its own. Whether the token still works is read again in each request.
    """

    def __init__(self) -> None:
        # None: there is no such token, and there will never be.
        self._known: dict[bytes, AccessToken | None] = {}

    async def find(
        self, request: Request, digests: Sequence[bytes], *, scope: str
    ) -> AccessToken | None:
        """Return what the token with one of these digests names; it may be over.

        Raises:
            RateLimited: many unknown tokens came from this network address. Without
                this limit, strangers could make the database work for them.
        """
        if digests[0] not in self._known:
            found = await _looked_up(request, digests)
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[digests[0]] = found
        known = self._known[digests[0]]
        return replace(known, api_scope=scope) if known else None


async def _looked_up(request: Request, digests: Sequence[bytes]) -> AccessToken | None:
    redis = request.app.state.redis
    key = f"failures:api tokens:{network_address(request)}"
    attempt = Attempt(redis, key, _WRONG, _MINUTE * 1000)
    wait = 0
    with suppress(RedisError):
        wait = await attempt.begin()
    if wait:
        metrics.RATE_LIMITED.labels("any", "network address").inc()
        raise limit_headers.used_up(request, _NAME, _POLICY, wait)
    outcome: Outcome = "not evaluated"
    try:
        found = await run_with_slot(lambda: _stored(digests))
        if found is None:
            outcome = "failed"
        return found
    finally:
        with suppress(RedisError):
            await attempt.settle(outcome)


def _stored(digests: Sequence[bytes]) -> AccessToken | None:
    """Read in a short session of its own: limits need the user before the endpoint."""
    with RequestSession(reads=True) as session:
        row = session.execute(_BY_DIGESTS, {"digests": digests}).first()
    return AccessToken(*row) if row else None
