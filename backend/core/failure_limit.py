"""Limits failed attempts; all processes share the counts through Redis.

An attempt reserves a place in its budget before it is evaluated, and frees the place
unless it fails. So any number of successful attempts pass, and never more failures are
evaluated than the budget allows. While reservations fill the budget, further attempts
wait for their results. A reservation expires, so a killed process locks nobody out.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from redis.asyncio import Redis

from backend.core import token
from backend.core.lua import LuaScript

# Every attempt is shorter: the hashing queue and the database have time limits.
_LEASE_MILLISECONDS = 30_000
_PATIENCE_SECONDS = 10.0
_PAUSE_SECONDS = 0.1
_MOST_WAITING = 50  # for one budget, in one process
_RETRY_MILLISECONDS = 1000
_BUSY = -1

# KEYS: failures and reservations, two sorted sets of ids; a score is a time of expiry.
_NOW = """
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
"""
_RESERVE = LuaScript(f"""{_NOW}
local id, times, lease = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
for _, key in ipairs(KEYS) do redis.call('zremrangebyscore', key, '-inf', now) end
local failures = redis.call('zcard', KEYS[1])
if failures >= times then
    local rank = failures - times
    return redis.call('zrange', KEYS[1], rank, rank, 'withscores')[2] - now
end
if failures + redis.call('zcard', KEYS[2]) >= times then return {_BUSY} end
redis.call('zadd', KEYS[2], now + lease, id)
redis.call('pexpire', KEYS[2], lease)
return 0
""")
_SETTLE = LuaScript(f"""{_NOW}
local id, outcome, window = ARGV[1], ARGV[2], tonumber(ARGV[3])
redis.call('zrem', KEYS[2], id)
if outcome == 'failed' then
    redis.call('zadd', KEYS[1], now + window, id)
    redis.call('pexpire', KEYS[1], window)
elseif outcome == 'succeeded' then
    redis.call('del', KEYS[1])
end
return 0
""")

Outcome = Literal["succeeded", "failed", "not evaluated"]

_waiting: Counter[str] = Counter()


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt, with a budget of `times` failures per `milliseconds`."""

    redis: Redis
    key: str
    times: int
    milliseconds: int
    _id: str = field(default_factory=lambda: str(token.new_id()))

    async def begin(self) -> int:
        """Reserve a place and return 0, or return the milliseconds until a retry.

        Waits while reservations of other attempts fill the budget: up to
        `_PATIENCE_SECONDS`, and with at most `_MOST_WAITING` others in this process.
        """
        wait = await self._reserve()
        if wait != _BUSY:
            return wait
        if _waiting[self.key] >= _MOST_WAITING:
            return _RETRY_MILLISECONDS
        _waiting[self.key] += 1
        try:
            return await self._reserve_patiently()
        finally:
            _waiting[self.key] -= 1
            if not _waiting[self.key]:
                del _waiting[self.key]

    async def settle(self, outcome: Outcome) -> None:
        """Free the place. A failure is counted; a success deletes all failures."""
        await self._run(_SETTLE, outcome, str(self.milliseconds))

    async def _reserve_patiently(self) -> int:
        loop = asyncio.get_running_loop()
        until = loop.time() + _PATIENCE_SECONDS
        while loop.time() < until:
            await asyncio.sleep(token.jitter(_PAUSE_SECONDS))
            wait = await self._reserve()
            if wait != _BUSY:
                return wait
        return _RETRY_MILLISECONDS

    async def _reserve(self) -> int:
        return await self._run(_RESERVE, str(self.times), str(_LEASE_MILLISECONDS))

    async def _run(self, script: LuaScript, *arguments: str) -> int:
        keys = (self.key, f"{self.key}:trying")
        return await script.run(self.redis, keys, self._id, *arguments)
