"""Rate limits, which all processes share through Redis (fastapi-limiter's Lua script).

    @router.post("/signup", dependencies=[Depends(rate_limit(2, hours=24))])

backend.core.callers identifies the caller whose calls a limit counts.
"""

import math
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi_limiter import FastAPILimiter
from fastapi_limiter.depends import RateLimiter
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from backend.core import limit_headers, metrics
from backend.core.callers import OWN, PER, Identifier, by_caller
from backend.core.config import settings
from backend.core.exceptions import (
    AppException,
    EmailNotVerified,
    InvalidToken,
    RateLimited,
    RetryLater,
    SecondFactorRequired,
    ServiceUnavailable,
)
from backend.core.failure_limit import Attempt, Outcome
from backend.core.lua import LuaScript

# Returns the milliseconds to wait (0: none), the count, and what is left of the window.
_COUNT_ONE = LuaScript(f"""
local function count()
{FastAPILimiter.lua_script}
end
return {{count(), redis.call('get', KEYS[1]), redis.call('pttl', KEYS[1])}}
""")
_UNCOUNT_ONE = LuaScript("""
if redis.call('exists', KEYS[1]) == 1 then redis.call('decr', KEYS[1]) end
return 0
""")
_TIMEOUT_SECONDS = 0.5
# Raised when no secret was compared, or when the reply does not reveal the result.
_NOT_EVALUATED = (
    RequestValidationError,
    *(InvalidToken, SecondFactorRequired, EmailNotVerified, RetryLater),
    *(OperationalError, InterfaceError, PoolTimeout),
)


def new_client() -> Redis:
    """Return a Redis client that fails within a second without an answer."""
    return Redis.from_url(
        settings.REDIS_URL.get_secret_value(),
        socket_timeout=_TIMEOUT_SECONDS,
        socket_connect_timeout=_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )


class RateLimit(RateLimiter):
    """A budget of `times` calls per window, for each endpoint and caller.

    fastapi-limiter counts per concrete path and trusts any X-Forwarded-For. This class
    uses its Lua script, but counts per endpoint and identifier. Without Redis the
    request is refused (503), except with a limit that `fails_open`.
    """

    RAISES: tuple[type[AppException], ...] = (RateLimited, ServiceUnavailable)

    def __init__(
        self,
        times: int,
        *,
        window: timedelta,
        identify: Identifier,
        failures_only: bool,
        fails_open: bool,
    ) -> None:
        super().__init__(times=times, milliseconds=int(window.total_seconds() * 1000))
        self.identify = identify
        self.failures_only = failures_only
        self.fails_open = fails_open
        self.LIMIT = self._in_words()
        seconds = self.milliseconds // 1000
        kind = "failures-" if failures_only else ""
        self._name = f"{kind}{PER[identify].replace(' ', '-')}-{seconds}"
        self._policy = f'"{self._name}";q={times};w={seconds}'

    def _in_words(self) -> str:
        per = PER[self.identify]
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
        redis: Redis = request.app.state.redis
        attempt = None
        key = ""
        try:
            caller = await self.identify(request)
            if caller is None:
                wait = 0
            else:
                key = self._key(request, caller)
                if self.failures_only:
                    attempt = Attempt(redis, key, self.times, self.milliseconds)
                    wait = await attempt.begin()
                    if not wait:
                        limit_headers.note(request, self._name, self._policy)
                else:
                    wait = await self._count(request, redis, key)
        except RedisError as error:
            if not self.fails_open:
                metrics.LIMITS_UNAVAILABLE.inc()
                raise ServiceUnavailable(retry_after=1) from error
            attempt, key, wait = None, "", 0
        if wait:
            name = request.scope["endpoint"].__qualname__
            metrics.RATE_LIMITED.labels(name, PER[self.identify]).inc()
            raise limit_headers.used_up(request, self._name, self._policy, wait)
        if attempt is None:
            try:
                yield
            except InvalidToken:
                # A stolen token of an ended session must not use up the owner's calls.
                if ":user:" in key:
                    with suppress(RedisError):
                        await _UNCOUNT_ONE.run(redis, (key,))
                raise
            return
        outcome: Outcome = "failed"
        try:
            yield
            # Reached only if the endpoint raised nothing.
            outcome = "succeeded"
        except _NOT_EVALUATED:
            outcome = "not evaluated"
            raise
        finally:
            with suppress(RedisError):
                await attempt.settle(outcome)

    def _key(self, request: Request, caller: str) -> str:
        endpoint = request.scope["endpoint"]
        # Release 1.0.0 stores failures as another Redis type, under other keys.
        kind = "failures" if self.failures_only else "limit"
        return (
            f"{kind}:{endpoint.__module__}.{endpoint.__qualname__}"
            f":{self.times}/{self.milliseconds}:{caller}"
        )

    async def _count(self, request: Request, redis: Redis, key: str) -> int:
        """Count a call, and return the milliseconds to wait, or 0."""
        limit = str(self.times), str(self.milliseconds)
        wait, count, reset = await _COUNT_ONE.run_for_list(redis, (key,), *limit)
        if not wait:
            # Strangers share the budget of an e-mail address or token: no caller is
            # told whether another one has used it.
            left = self.times - count if self.identify in OWN else None
            limit_headers.note(
                request,
                self._name,
                self._policy,
                left=left,
                reset=math.ceil(reset / 1000),
            )
        return wait


def rate_limit(
    times: int,
    *,
    seconds: int = 0,
    minutes: int = 0,
    hours: int = 0,
    identify: Identifier = by_caller,
    failures_only: bool = False,
    fails_open: bool = False,
) -> RateLimit:
    """Return a dependency that allows a caller `times` calls per window.

    With `failures_only` only failed calls count, and a successful one clears the count
    (backend.core.failure_limit). With `fails_open` all calls pass while Redis does not
    answer; use it only for routes that guard no secret.
    """
    window = timedelta(seconds=seconds, minutes=minutes, hours=hours)
    return RateLimit(
        times,
        window=window,
        identify=identify,
        failures_only=failures_only,
        fails_open=fails_open,
    )
