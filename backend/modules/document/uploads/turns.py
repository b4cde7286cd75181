"""How many uploads of a user a process receives at once."""

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

# One for each user with uploads that come in or wait; for the event loop alone.
_turns: WeakValueDictionary[UUID, asyncio.Semaphore] = WeakValueDictionary()


@asynccontextmanager
async def turn(owner_id: UUID) -> AsyncIterator[None]:
    """Wait until few uploads of this user come in, and be one of them in the block.

    What a stalled upload holds is some memory and a socket, so its user pays for it.

    Raises:
        TooManyUploads: the others have not ended in time.
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
