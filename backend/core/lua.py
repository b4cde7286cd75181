"""Lua scripts that Redis runs as one atomic step."""

import hashlib
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import NoScriptError


class LuaScript:
    """A script that returns integers, called by its digest."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sha = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

    async def run(self, redis: Redis, keys: tuple[str, ...], *arguments: str) -> int:
        """Run a script that returns one integer."""
        return int(await self._evaluate(redis, keys, arguments))

    async def run_for_list(
        self, redis: Redis, keys: tuple[str, ...], *arguments: str
    ) -> list[int]:
        """Run a script that returns several integers."""
        return [int(value) for value in await self._evaluate(redis, keys, arguments)]

    async def _evaluate(
        self, redis: Redis, keys: tuple[str, ...], arguments: tuple[str, ...]
    ) -> Any:
        """Run the script; send its text only if the server does not know it."""
        given = keys + arguments
        try:
            return await redis.evalsha(self._sha, len(keys), *given)
        except NoScriptError:
            return await redis.eval(self._text, len(keys), *given)
