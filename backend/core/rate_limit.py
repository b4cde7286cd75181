"""Rate limits on fastapi-limiter's Lua script, shared by all processes through Redis.

    @router.post("/signup", dependencies=[Depends(rate_limit(2, hours=24))])

A caller is the user of a valid token, else the network address. Only
TRUSTED_PROXIES may name another address (backend.core.middleware).
"""

import hashlib
import json
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi_limiter import FastAPILimiter
from fastapi_limiter.depends import RateLimiter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError

from backend.core import auth, metrics
from backend.core.client import network_of
from backend.core.config import settings
from backend.core.exceptions import (
    AppException,
    InvalidToken,
    RateLimited,
    SecondFactorRequired,
    ServiceUnavailable,
)
from backend.core.validation import canonical_email

_SCRIPT = FastAPILimiter.lua_script
_SCRIPT_SHA = hashlib.sha1(_SCRIPT.encode(), usedforsecurity=False).hexdigest()
_GIVE_ONE_BACK = """
if redis.call('exists', KEYS[1]) == 1 then redis.call('decr', KEYS[1]) end
"""
_TIMEOUT_SECONDS = 0.5

Identifier = Callable[[Request], Awaitable[str]]


def new_client() -> Redis:
    """Return a client that gives a hung or missing server up within a second."""
    return Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=_TIMEOUT_SECONDS,
        socket_connect_timeout=_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )


def bearer_token(request: Request) -> str | None:
    """Return the token of the Authorization header, if it is a bearer token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def client_host(request: Request) -> str:
    """Return the caller's address as the connection or a trusted proxy gives it."""
    return request.client.host if request.client else "unknown"


def network_address(request: Request) -> str:
    """Return the caller's address; of IPv6 the /64 that one site controls."""
    return network_of(client_host(request))


async def by_address(request: Request) -> str:
    """Identify by address alone, where a token would buy another budget."""
    return f"address:{network_address(request)}"


def caller_id(request: Request) -> UUID | None:
    """Return the user whom a valid token names, whether its session holds or not."""
    token = bearer_token(request)
    with suppress(InvalidToken, SecondFactorRequired):
        return auth.decode(token).user_id if token else None
    return None


async def by_everyone(_: Request) -> str:
    """Identify nobody: all callers share one budget."""
    return "everyone"


async def by_caller(request: Request) -> str:
    """Identify by the user of a valid token, else by address."""
    user_id = caller_id(request)
    return f"user:{user_id}" if user_id else await by_address(request)


async def by_email(request: Request) -> str:
    """Identify by the e-mail in the JSON body, whether an account has it or not."""
    try:
        body = json.loads(await request.body())
        email = canonical_email(body["email"].strip())
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # The request model refuses it; meanwhile all such bodies share one budget.
        email = f"invalid:{network_address(request)}"
    # Addresses of people do not go into Redis in the clear.
    return f"email:{hashlib.sha256(email.encode()).hexdigest()}"


async def by_token(request: Request) -> str:
    """Identify by the token in the JSON body, which need not be one of ours."""
    try:
        secret = str(json.loads(await request.body())["token"])[:500]
    except (ValueError, TypeError, KeyError, RecursionError):
        secret = f"invalid:{network_address(request)}"
    digest = hashlib.sha256(secret.encode(errors="replace")).hexdigest()
    return f"token:{digest}"


_PER: dict[Identifier, str] = {
    by_email: "e-mail address",
    by_token: "token",
    by_address: "network address",
    by_caller: "user",
    by_everyone: "all callers together",
}


class RateLimit(RateLimiter):
    """One budget of `times` calls a window, per endpoint and identifier.

    fastapi-limiter finds its bucket by the concrete path and trusts any
    X-Forwarded-For; this class takes its script and its arithmetic, and keys on the
    endpoint. Without Redis the route is refused (503), never unlimited.
    """

    RAISES: tuple[type[AppException], ...] = (RateLimited, ServiceUnavailable)

    def __init__(
        self,
        times: int,
        *,
        window: timedelta,
        identify: Identifier,
        failures_only: bool,
    ) -> None:
        super().__init__(times=times, milliseconds=int(window.total_seconds() * 1000))
        self.identify = identify
        self.failures_only = failures_only

    @property
    def description(self) -> str:
        """The limit in words, for the documentation of the route."""
        per = _PER[self.identify]
        what = "failures" if self.failures_only else "calls"
        seconds = self.milliseconds // 1000
        units = {"hour": 3600, "minute": 60, "second": 1}
        unit = next(unit for unit, size in units.items() if seconds % size == 0)
        count = seconds // units[unit]
        window = unit if count == 1 else f"{count} {unit}s"
        return f"{self.times} {what} per {window} and {per}"

    async def __call__(  # type: ignore[override]
        self, request: Request
    ) -> AsyncIterator[None]:
        """Count this call, or raise RateLimited or ServiceUnavailable."""
        endpoint = request.scope["endpoint"]
        redis: Redis = request.app.state.redis
        key = (
            f"limit:{endpoint.__module__}.{endpoint.__qualname__}"
            f":{self.times}/{self.milliseconds}:{await self.identify(request)}"
        )
        try:
            wait = await self._count(redis, key)
        except RedisError as error:
            metrics.LIMITS_UNAVAILABLE.inc()
            raise ServiceUnavailable(retry_after=1) from error
        if wait:
            metrics.RATE_LIMITED.labels(
                endpoint.__qualname__, _PER[self.identify]
            ).inc()
            raise RateLimited(retry_after=max(1, math.ceil(wait / 1000)))
        try:
            yield
        except RequestValidationError:
            # Refused before anything was tried.
            if self.failures_only:
                with suppress(RedisError):
                    await redis.eval(_GIVE_ONE_BACK, 1, key)
            raise
        # Reached only when the endpoint raised nothing.
        if self.failures_only:
            with suppress(RedisError):
                await redis.delete(key)

    async def _count(self, redis: Redis, key: str) -> int:
        arguments = (1, key, str(self.times), str(self.milliseconds))
        try:
            return int(await redis.evalsha(_SCRIPT_SHA, *arguments))
        except NoScriptError:
            return int(await redis.eval(_SCRIPT, *arguments))


def rate_limit(
    times: int,
    *,
    seconds: int = 0,
    minutes: int = 0,
    hours: int = 0,
    identify: Identifier = by_caller,
    failures_only: bool = False,
) -> RateLimit:
    """Return a dependency that lets a caller through `times` per window.

    With `failures_only` a call that succeeds gives the caller all tries back.
    """
    window = timedelta(seconds=seconds, minutes=minutes, hours=hours)
    return RateLimit(
        times, window=window, identify=identify, failures_only=failures_only
    )
