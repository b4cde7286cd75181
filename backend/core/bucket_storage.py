"""Files in a bucket or a container, by obstore."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress

import obstore
from obstore.exceptions import BaseError

from backend.core.config.stores import new_store
from backend.core.storage import Storage, Write, translated

# S3 accepts no smaller part, except the last. A part is buffered in memory.
_PART_BYTES = 5 * 1024 * 1024
# Each piece is a request. A reader that stalls keeps up to three in memory.
_READ_BYTES = 1024 * 1024


class BucketStorage(Storage):
    """The objects of a bucket or a container."""

    def __init__(self, url: str) -> None:
        self._store = new_store(url)

    @asynccontextmanager
    async def writing(self, name: str) -> AsyncIterator[Write]:
        """Write an object in parts."""
        with translated(BaseError, OSError):
            async with obstore.open_writer_async(
                self._store, name, buffer_size=_PART_BYTES, max_concurrency=1
            ) as writer:
                yield writer.write

    async def read(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Read an object piece by piece."""
        while start < end:
            stop = min(start + _READ_BYTES, end)
            with translated(BaseError, OSError):
                piece = await obstore.get_range_async(
                    self._store, name, start=start, end=stop
                )
            yield bytes(piece)
            start = stop

    def chunks(self, name: str, size: int) -> Iterator[bytes]:
        """Read an object piece by piece, in this thread."""
        for start in range(0, size, _READ_BYTES):
            stop = min(start + _READ_BYTES, size)
            with translated(BaseError, OSError):
                piece = obstore.get_range(self._store, name, start=start, end=stop)
            yield bytes(piece)

    def exists(self, name: str) -> bool:
        """Ask the store for the object's headers."""
        with translated(BaseError, OSError):
            try:
                obstore.head(self._store, name)
            except FileNotFoundError:
                return False
        return True

    def delete(self, name: str) -> None:
        """Delete the object. One that was not finished does not exist."""
        with translated(BaseError, OSError), suppress(FileNotFoundError):
            obstore.delete(self._store, name)

    def names(self, shard: str) -> set[str]:
        """List the objects with this prefix."""
        with translated(BaseError, OSError):
            return {
                item["path"]
                for batch in obstore.list(self._store, prefix=shard)
                for item in batch
            }

    def disk(self) -> None:
        """Return None: a bucket has no end."""
