"""Replies that stream a file, whole or in part, or answer 304."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import Depends, Header, Response
from fastapi.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from backend.core import storage
from backend.core.exceptions import ServiceUnavailable
from backend.modules.document.downloads.conditions import (
    Wish,
    digest_field,
    disposition,
    etag_of_file,
    matches,
    wanted_range,
)
from backend.modules.document.downloads.downloads import StoredFile

# No browser may show a file, whatever it contains, as a page of this origin.
SAFE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-cache",
}
_BINARY = {"schema": {"type": "string", "format": "binary"}}
# The real type is that of the file. Client generators do not take "*/*" for a file.
_FILE = {"application/octet-stream": _BINARY}
_HEADERS = {
    "ETag": {"schema": {"type": "string"}},
    "Repr-Digest": {
        "description": "SHA-256 of the whole file (RFC 9530).",
        "schema": {"type": "string"},
    },
}
_CONTENT_RANGE = {"Content-Range": {"schema": {"type": "string"}}}
FILE_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": _FILE, "headers": _HEADERS},
    206: {
        "description": "The requested `Range` of the file.",
        "content": _FILE,
        "headers": _HEADERS | _CONTENT_RANGE,
    },
    304: {"description": "`If-None-Match` names the current `ETag`; no content."},
}


async def wish(
    if_none_match: Annotated[str | None, Header()] = None,
    if_range: Annotated[str | None, Header()] = None,
    range: Annotated[  # noqa: A002
        str | None, Header(description="One range: `bytes=0-1023`.")
    ] = None,
) -> Wish:
    """Return the conditional and range headers of the request."""
    return Wish(if_none_match=if_none_match, if_range=if_range, range=range)


WishDep = Annotated[Wish, Depends(wish)]


class FileReply(StreamingResponse):
    """A file or a part of it. A missing file is a 503 before anything is sent."""

    def __init__(self, file: StoredFile, wish: Wish) -> None:
        etag = etag_of_file(file.sha256)
        headers = {
            **SAFE_HEADERS,
            "ETag": etag,
            "Accept-Ranges": "bytes",
            "Repr-Digest": digest_field(file.sha256),
            "Content-Disposition": disposition(file.name),
        }
        part = wanted_range(wish, etag=etag, size=file.size)
        start, end = part or (0, file.size)
        if part:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
        headers["Content-Length"] = str(end - start)
        self._chunks = storage.get().read(file.storage_name, start, end)
        super().__init__(
            self._chunks, 206 if part else 200, headers, media_type=file.media_type
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the first piece of the file, then start the reply."""
        try:
            first = await anext(self._chunks)
        except FileNotFoundError as error:
            raise ServiceUnavailable(retry_after=60) from error
        self.body_iterator = _resumed(first, self._chunks)
        await super().__call__(scope, receive, send)


def file_reply(file: StoredFile, wish: Wish) -> Response:
    """Return the file, a part of it, or 304 if the caller already has it."""
    etag = etag_of_file(file.sha256)
    if wish.if_none_match is not None and matches(wish.if_none_match, etag):
        return Response(status_code=304, headers={**SAFE_HEADERS, "ETag": etag})
    return FileReply(file, wish)


async def _resumed(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    del first  # a slow reader must not keep two pieces in memory
    async for piece in rest:
        yield piece
