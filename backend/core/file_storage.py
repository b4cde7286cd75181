"""Accesses the files in a local folder, a bucket or a container, by obstore.

A file is written once, read any number of times, and deleted. Memory never holds a whole
file.
"""

import errno
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import partial
from pathlib import Path

import obstore
from anyio import CapacityLimiter, to_thread
from obstore.exceptions import BaseError

from backend.core.config.stores import folder_of, new_store
from backend.core.exceptions import ServiceUnavailable, StorageFull
from backend.core.storage import Disk, Write

# S3 accepts no smaller part, except the last. A part is buffered in memory.
_PART_BYTES = 5 * 1024 * 1024
_LOCAL_PART_BYTES = 1024 * 1024
# The error texts of a full disk, a used-up disk quota and a limit on the file size.
_FULL = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))
# In a bucket, each piece is a request.
_READ_BYTES = 1024 * 1024
# A reader that stalls keeps up to three pieces in memory. So pieces of a local file are
# small, which costs a quarter of the throughput, unless few downloads run.
_LOCAL_READ_BYTES = 512 * 1024
_LARGE_LOCAL_READ_BYTES = 2 * 1024 * 1024
_FEW_READERS = 8
# Threads that read, besides those that others use: a slow disk must not stop uploads.
_READING_THREADS = 32


class Storage:
    """A file store.

    Each method raises ServiceUnavailable if the store does not answer.
    """

    def __init__(self, url: str) -> None:
        self._folder = folder_of(url)
        self._store = new_store(url)
        self._readers = 0
        self._threads = CapacityLimiter(_READING_THREADS)

    @asynccontextmanager
    async def writing(self, name: str) -> AsyncIterator[Write]:
        """Yield a function that appends to a new file.

        The file exists once the block ends. If the block raises, no file is left.

        Raises:
            StorageFull: the disk or its quota is full.
        """
        part = _PART_BYTES if self._folder is None else _LOCAL_PART_BYTES
        with _translated():
            async with obstore.open_writer_async(
                self._store, name, buffer_size=part, max_concurrency=1
            ) as writer:
                yield writer.write
            await to_thread.run_sync(self._sync_to_disk, name)

    async def read(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` up to `end`, or raise FileNotFoundError."""
        self._readers += 1
        try:
            while start < end:
                stop = min(start + self._piece_bytes, end)
                with _translated():
                    piece = await self._piece(name, start, stop)
                yield piece
                start = stop
        finally:
            self._readers -= 1

    @property
    def _piece_bytes(self) -> int:
        if self._folder is None:
            return _READ_BYTES
        few = self._readers <= _FEW_READERS
        return _LARGE_LOCAL_READ_BYTES if few else _LOCAL_READ_BYTES

    async def _piece(self, name: str, start: int, stop: int) -> bytes:
        if self._folder is not None:
            # By obstore, a download would have three quarters of this throughput.
            work = partial(_read, self._folder / name, start, stop)
            return await to_thread.run_sync(work, limiter=self._threads)
        return bytes(
            await obstore.get_range_async(self._store, name, start=start, end=stop)
        )

    def chunks(self, name: str, size: int) -> Iterator[bytes]:
        """Yield the first `size` bytes; blocks, so call it in a thread."""
        for start in range(0, size, _READ_BYTES):
            stop = min(start + _READ_BYTES, size)
            with _translated():
                piece = obstore.get_range(self._store, name, start=start, end=stop)
            yield bytes(piece)

    def exists(self, name: str) -> bool:
        """Return whether the file exists."""
        with _translated():
            try:
                obstore.head(self._store, name)
            except FileNotFoundError:
                return False
        return True

    def delete(self, name: str) -> None:
        """Delete a file, also if it is incomplete or does not exist."""
        with _translated(), suppress(FileNotFoundError):
            obstore.delete(self._store, name)
        if self._folder is not None:
            # The incomplete file of a killed process is named `name#number`.
            for part in (self._folder / name).parent.glob(f"{Path(name).name}#*"):
                part.unlink(missing_ok=True)

    async def remove(self, name: str) -> None:
        """Delete a file without blocking the event loop."""
        await to_thread.run_sync(self.delete, name)

    def names(self, shard: str) -> set[str]:
        """Return the names of all files in one of SHARDS, incomplete files included."""
        with _translated():
            found = {
                item["path"]
                for batch in obstore.list(self._store, prefix=shard)
                for item in batch
            }
        if self._folder is not None:
            parts = (self._folder / shard).glob("*#*")
            found |= {f"{shard}/{part.name.partition('#')[0]}" for part in parts}
        return found

    def disk(self) -> Disk | None:
        """Return the disk of a local folder; None for a bucket, which has no end."""
        if self._folder is None:
            return None
        try:
            found = shutil.disk_usage(self._folder)
        except OSError as error:
            raise ServiceUnavailable from error
        return Disk(found.free, found.total)

    def _sync_to_disk(self, name: str) -> None:
        """Write a local file to the disk, so that it survives a power cut."""
        if self._folder is None:
            return
        for path in (self._folder / name, (self._folder / name).parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _read(path: Path, start: int, stop: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        piece = file.read(stop - start)
    if len(piece) < stop - start:
        raise OSError(f"{path} is shorter than it was")
    return piece


@contextmanager
def _translated() -> Iterator[None]:
    """Turn errors of the store into AppExceptions."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        if any(reason in str(error) for reason in _FULL):
            raise StorageFull from error
        raise ServiceUnavailable(retry_after=5) from error
