"""Lets the newest request of an upload stop an older one in the same process.

The older one often waits for a client that is gone, and would hold one of the user's
places until it times out. In other processes, and in the database, the generation of the
upload has the same effect when the older request wants to record its next part.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from backend.modules.upload.exceptions import OffsetMismatch

# The running request of each upload, with its generation. Event loop only.
_running: dict[UUID, tuple[int, asyncio.Timeout]] = {}


@asynccontextmanager
async def newest(upload_id: UUID, generation: int) -> AsyncIterator[None]:
    """Stop the older request of this upload, and run the block until a newer one comes.

    Raises:
        OffsetMismatch: a newer request has come.
    """
    running, older = _running.get(upload_id, (0, None))
    if running > generation:
        # It came later, and was faster on its way from the database.
        raise OffsetMismatch
    if older is not None and not older.expired():
        older.reschedule(asyncio.get_running_loop().time())
    mine = asyncio.timeout(None)
    entry = (generation, mine)
    try:
        async with mine:
            _running[upload_id] = entry
            yield
    except TimeoutError as error:
        if mine.expired():
            raise OffsetMismatch from error
        raise
    finally:
        if _running.get(upload_id) is entry:
            del _running[upload_id]
