"""Replies whose first part exists before they begin: files, ZIPs, CSV."""

from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from backend.core.exceptions import ServiceUnavailable

_Pieces = AsyncIterator[str | bytes | memoryview]

# Enough for the first query of an export and for the first file of a ZIP.
_FIRST_BYTES = 64 * 1024


class PreparedReply(StreamingResponse):
    """A reply whose first 64 KiB are created before it begins.

    An error in this part is therefore a reply of its own, with its status; a missing
    file is a 503. A later error can only break the connection. The reply to HEAD ends
    after its headers.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Create the first part, then send the reply."""
        rest = aiter(self.body_iterator)
        try:
            first = await _beginning(rest)
        except FileNotFoundError as error:
            raise ServiceUnavailable(retry_after=60) from error
        is_head = scope["method"] == "HEAD"
        self.body_iterator = _none() if is_head else _joined(first, rest)
        await super().__call__(scope, receive, send)


async def _beginning(pieces: _Pieces) -> list[bytes]:
    first: list[bytes] = []
    size = 0
    async for piece in pieces:
        data = piece.encode() if isinstance(piece, str) else bytes(piece)
        first.append(data)
        size += len(data)
        if size >= _FIRST_BYTES:
            break
    return first


async def _none() -> AsyncIterator[bytes]:
    return
    yield b""


async def _joined(first: list[bytes], rest: _Pieces) -> _Pieces:
    while first:
        yield first.pop(0)  # a slow reader must not keep more pieces in memory
    async for piece in rest:
        yield piece
