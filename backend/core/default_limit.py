"""The limit of all routes that take a token: calls per minute and user, in total.

An API token is counted like a user of its own.

A call to Redis for each request would cost as much as a thread hop. So a process takes
calls from Redis in batches and counts them in its own memory. Several processes never
let more calls through, but each may refuse a user too early, by less than a batch.
Without Redis, each process counts alone: reading must not depend on Redis.

Only requests of active login sessions are counted, so a stolen token whose session has
ended cannot use up its owner's calls.
"""

import asyncio
from datetime import timedelta
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.core import clock, metrics
from backend.core.config import settings
from backend.core.exceptions import RateLimited

_MINUTE = timedelta(minutes=1).total_seconds()
_BATCHES = 30

log = structlog.get_logger()


class DefaultLimit:
    """Counts the calls of each user in the current minute of the clock."""

    NAME = "default"

    def __init__(self, calls: int) -> None:
        self._calls = calls
        self._batch = max(1, calls // _BATCHES)
        self._minute = 0
        self._left: dict[UUID, int] = {}
        # The calls that no process had taken when this one took its last batch.
        self._in_redis: dict[UUID, int] = {}
        self._used_up: set[UUID] = set()
        # The users whom this process counts without Redis in this minute.
        self._alone: set[UUID] = set()
        self._asking: dict[UUID, asyncio.Task[None]] = {}

    @property
    def policy(self) -> str:
        """The limit as an item of RateLimit-Policy."""
        return f'"{self.NAME}";q={self._calls};w={int(_MINUTE)}'

    @property
    def description(self) -> str:
        """The limit in words, for the documentation of routes."""
        return f"{self._calls} calls per minute and user, of all operations together"

    async def admit(self, redis: Redis, user_id: UUID) -> None:
        """Return if the user has calls left in this minute, or raise RateLimited."""
        now = clock.now().timestamp()
        minute = int(now // _MINUTE)
        if minute != self._minute:
            self._minute = minute
            self._left, self._in_redis = {}, {}
            self._used_up, self._alone = set(), set()
        while self._left.get(user_id, 0) <= 0:
            if user_id in self._used_up:
                metrics.RATE_LIMITED.labels("any", "user").inc()
                raise RateLimited(retry_after=_reset(now))
            # Simultaneous requests of a user wait for one shared batch.
            if user_id not in self._asking:
                asking = asyncio.ensure_future(self._take_batch(redis, user_id, minute))
                self._asking[user_id] = asking
            await asyncio.shield(self._asking[user_id])

    def state(self, user_id: UUID) -> tuple[int, int]:
        """Return how many calls are left after this one, and the seconds until reset.

        Calls that another process has taken in its batch count as used.
        """
        left = self._left.get(user_id, 0) + self._in_redis.get(user_id, 0)
        return max(0, left - 1), _reset(clock.now().timestamp())

    def spend(self, user_id: UUID) -> None:
        """Count a call that `admit` allowed; any thread may call this."""
        self._left[user_id] = self._left.get(user_id, 0) - 1

    async def _take_batch(self, redis: Redis, user_id: UUID, minute: int) -> None:
        key = f"limit:default:{minute}:{user_id}"
        try:
            async with redis.pipeline() as pipeline:
                pipeline.incrby(key, self._batch)
                pipeline.expire(key, int(2 * _MINUTE))
                taken, _ = await pipeline.execute()
            granted = min(self._batch, self._calls - (taken - self._batch))
            self._in_redis[user_id] = max(0, self._calls - taken)
        except RedisError:
            log.warning("default limit not shared: Redis does not answer")
            granted = 0 if user_id in self._alone else self._calls
            self._alone.add(user_id)
        finally:
            del self._asking[user_id]
        if minute != self._minute:
            return
        if granted > 0:
            self._left[user_id] = self._left.get(user_id, 0) + granted
        else:
            self._used_up.add(user_id)


def _reset(now: float) -> int:
    return int(_MINUTE - now % _MINUTE) + 1


default_limit = DefaultLimit(settings.DEFAULT_LIMIT_PER_MINUTE)
