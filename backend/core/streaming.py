"""Streams replies that are made piece by piece in threads: ZIPs of files and exports.

A piece can wait for the storage for seconds. So pieces are made in a few threads of
their own, and no other work waits for these: neither requests, which have slots, nor
uploads. A user has few such replies at once, because an open one keeps a piece in memory
and takes turns at the threads. A further one is refused at once.
"""

from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from uuid import UUID

from anyio import CapacityLimiter, to_thread
from starlette.types import Receive, Scope, Send

from backend.core.exceptions import TooManyDownloads
from backend.core.prepared import PreparedReply

STREAMS_OF_A_USER = 4
THREADS = 16
# Smaller pieces are joined: each hop to a thread takes as long as copying this much.
_PIECE_BYTES = 64 * 1024

_threads = CapacityLimiter(THREADS)
# The number of open replies of each user. Only the event loop uses this.
_open: Counter[UUID] = Counter()


class StreamedReply(PreparedReply):
    """A reply whose pieces come from an iterator that blocks.

    TooManyDownloads if the user already has STREAMS_OF_A_USER of them.
    """

    def __init__(
        self,
        pieces: Iterator[bytes],
        *,
        user_id: UUID,
        media_type: str,
        headers: Mapping[str, str],
    ) -> None:
        self._user_id = user_id
        super().__init__(_made(pieces), headers=headers, media_type=media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the reply, unless the user has too many."""
        with _place(self._user_id):
            await super().__call__(scope, receive, send)


@contextmanager
def _place(user_id: UUID) -> Iterator[None]:
    if _open[user_id] >= STREAMS_OF_A_USER:
        raise TooManyDownloads(retry_after=5)
    _open[user_id] += 1
    try:
        yield
    finally:
        _open[user_id] -= 1
        if not _open[user_id]:
            del _open[user_id]


async def _made(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    next_piece = partial(_joined, pieces)
    while piece := await to_thread.run_sync(next_piece, limiter=_threads):
        yield piece
        del piece  # a slow reader must not keep two pieces in memory


def _joined(pieces: Iterator[bytes]) -> bytes:
    """Return the next pieces as one of at least _PIECE_BYTES; empty at the end."""
    joined, size = [], 0
    for piece in pieces:
        joined.append(piece)
        size += len(piece)
        if size >= _PIECE_BYTES:
            break
    return b"".join(joined)
