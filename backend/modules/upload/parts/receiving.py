"""Writes the body of a request as parts of an upload, and composes the file of them.

Nothing here uses the database. A request holds a piece of its body in memory, never a
part: parts and the file stream to the storage.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

from backend.core import storage
from backend.core.storage import Write
from backend.modules.document.exceptions import UploadTooSlow
from backend.modules.document.uploads.content import HEAD_BYTES, Content
from backend.modules.document.uploads.uploads import Received, in_time
from backend.modules.upload.exceptions import ResumeLater, UploadNotFound
from backend.modules.upload.headers import Checksum
from backend.modules.upload.lib import PART_BYTES, Lease, Part
from backend.modules.upload.parts.parts import Plan

# Records a part, and returns the lease for the next one.
Save = Callable[[Lease, Part], Awaitable[Lease]]


@dataclass(frozen=True, slots=True)
class Arrived:
    """The lease at the end of a body, and its last part, which is not recorded yet.

    `file` is the composed file if that part is the last of the upload.
    """

    lease: Lease
    part: Part | None
    file: Received | None = None


class Body:
    """The body of a request, read in pieces; knows whether it was cut off.

    `stream` raises ResumeLater if the client is gone or too slow. `checksum`, if any,
    gets every byte.
    """

    def __init__(self, stream: AsyncIterator[bytes], checksum: Checksum | None) -> None:
        self._stream = in_time(stream)
        self._rest = b""
        self.checksum = checksum
        self.cut_off: ResumeLater | None = None

    def check(self) -> None:
        """Raise if there is a checksum, and it is wrong or the body was cut off."""
        if self.checksum is not None:
            if self.cut_off is not None:
                raise self.cut_off
            self.checksum.check()

    async def read(self, most: int) -> bytes:
        """Return up to `most` bytes; none at the end or once the body is cut off."""
        while not self._rest and self.cut_off is None:
            try:
                chunk = await anext(self._stream, None)
            except (ResumeLater, UploadTooSlow):
                self.cut_off = ResumeLater(retry_after=1)
                break
            if chunk is None:
                break
            self._rest = chunk
        piece, self._rest = self._rest[:most], self._rest[most:]
        if self.checksum is not None:
            self.checksum.add(piece)
        return piece


class Receiver:
    """Stores a body in parts of PART_BYTES, and records all but the last one.

    A body with a checksum is one part, as none of it may be kept before the digest is
    known. `lease` is always that of the part that is being received.
    """

    def __init__(self, lease: Lease, body: Body, save: Save) -> None:
        self.lease = lease
        self._body = body
        self._save = save
        self._composed: list[str] = []

    @property
    def unrecorded(self) -> list[str]:
        """The names of the files that this request may have stored, but not recorded."""
        return [self.lease.part_name, *self._composed]

    async def receive(self) -> Arrived:
        """Return the last part. Of a body that is cut off, everything is recorded.

        Raises:
            ResumeLater: the body was cut off. If it has a checksum, nothing is kept.
            ChecksumMismatch: nothing is kept.
            ContentMismatch: the first bytes do not fit the name of the file.
        """
        body = self._body
        while True:
            lease = self.lease
            part = await _next_part(lease, body)
            # The last part is recorded by the transaction that makes the document.
            keeps = part is not None and part.end < lease.size and not body.checksum
            if part is not None and keeps and (body.cut_off or part.size >= PART_BYTES):
                self.lease = await self._save(lease, part)
            if body.cut_off is not None:
                raise body.cut_off
            if self.lease is lease:
                return Arrived(lease, part)

    async def compose(self, part: Part, plan: Plan) -> Arrived:
        """Write the file from its parts; hash and check it as any other upload.

        Raises:
            ContentMismatch: the content does not fit the name of the file.
            UploadNotFound: a part is gone.
        """
        self._composed = [plan.storage_name]
        return Arrived(self.lease, part, await _compose(self.lease.name, plan))


async def _next_part(lease: Lease, body: Body) -> Part | None:
    """Store the next part; None if nothing of the body is left."""
    piece = await body.read(PART_BYTES)
    if not piece:
        return None
    content = Content(lease.name) if lease.start == 0 else None
    size = 0
    async with storage.get().writing(lease.part_name) as write:

        async def put(data: bytes) -> None:
            nonlocal size
            if content is not None and content.size < HEAD_BYTES:
                content.add(data[: HEAD_BYTES - content.size])
            await write(data)
            size += len(data)

        if lease.small is not None:
            async for data in _stored(lease.small):
                await put(data)
        while piece:
            await put(piece)
            most = PART_BYTES - size if body.checksum is None else PART_BYTES
            piece = await body.read(most) if most > 0 else b""
        body.check()
    return Part(lease.start, size, lease.part_name)


async def _compose(name: str, plan: Plan) -> Received:
    content = Content(name)
    async with storage.get().writing(plan.storage_name) as write:
        for part in plan.parts:
            await _append(part, content, write)
        digest = content.finish()
    return Received(
        storage_name=plan.storage_name,
        name=name,
        media_type=content.media_type,
        charset=content.charset,
        size=content.size,
        sha256=digest,
        fields={},
    )


async def _append(part: Part, content: Content, write: Write) -> None:
    async for piece in _stored(part):
        content.add(piece)
        await write(piece)


async def _stored(part: Part) -> AsyncIterator[bytes]:
    try:
        async for piece in storage.get().read(part.storage_name, 0, part.size):
            yield piece
    except FileNotFoundError as error:
        raise UploadNotFound from error
