"""Limits how many uploads of one user a process receives at once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID
from weakref import WeakValueDictionary

from backend.modules.document.exceptions import (
    TooManyUploads,
)
from backend.modules.document.lib import (
    UPLOAD_TURN_TIME,
    UPLOADS_AT_ONCE,
)

# One semaphore for each user with running or waiting uploads. Event loop only.
_turns: WeakValueDictionary[UUID, asyncio.Semaphore] = WeakValueDictionary()


@asynccontextmanager
async def turn(owner_id: UUID) -> AsyncIterator[None]:
    """Wait for one of the user's UPLOADS_AT_ONCE places, and hold it in the block.

    A stalled upload holds memory and a socket. With places by user, it only delays
    uploads of the same user.

    Raises:
        TooManyUploads: no place became free within UPLOAD_TURN_TIME.
    """
    turns = _turns.setdefault(owner_id, asyncio.Semaphore(UPLOADS_AT_ONCE))
    try:
        async with asyncio.timeout(UPLOAD_TURN_TIME.total_seconds()):
            await turns.acquire()
    except TimeoutError as error:
        raise TooManyUploads(retry_after=5) from error
    try:
        yield
    finally:
        turns.release()
