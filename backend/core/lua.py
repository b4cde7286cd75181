"""Lua scripts that Redis runs as one atomic step."""

import hashlib

from redis.asyncio import Redis
from redis.exceptions import NoScriptError


class LuaScript:
    """A script that returns an integer, called by its digest."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._sha = hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()

    async def run(self, redis: Redis, keys: tuple[str, ...], *arguments: str) -> int:
        """Run the script; send its text only if the server does not know it."""
        given = keys + arguments
        try:
            return int(await redis.evalsha(self._sha, len(keys), *given))
        except NoScriptError:
            return int(await redis.eval(self._text, len(keys), *given))
