"""Where files are kept: a local folder, an S3-compatible store or Azure Blob.

Names are generated; a name is written once, read any number of times, and deleted.
Chosen by STORAGE_URL, spoken to through obstore. Nothing holds a whole file in memory.
"""

import errno
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from anyio import to_thread
from obstore.exceptions import BaseError
from obstore.store import AzureStore, LocalStore, ObjectStore, S3Store

from backend.core import token
from backend.core.config import settings
from backend.core.exceptions import ServiceUnavailable, StorageFull

Write = Callable[[bytes], Awaitable[int]]

# S3 takes no smaller part but the last; what is written waits in memory until then.
_PART_BYTES = 5 * 1024 * 1024
_LOCAL_PART_BYTES = 1024 * 1024
# What a full disk, a used up quota and a limit on a file's size are called.
_FULL = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))
# A reader that stalls keeps up to three pieces in memory; halves of these cost a download
# a quarter of its throughput. Of a bucket each piece is a request: they are larger.
_READ_BYTES = 1024 * 1024
_LOCAL_READ_BYTES = 512 * 1024


def new_name() -> str:
    """Return a name for a new file; the first two characters spread the folders."""
    name = token.new_id().hex
    return f"{name[:2]}/{name}"


SHARDS = tuple(f"{number:02x}" for number in range(256))


class Storage:
    """A store of files.

    Each method raises ServiceUnavailable when the store does not answer.
    """

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._folder = Path(unquote(parts.path)) if parts.scheme == "file" else None
        self._store: ObjectStore
        if self._folder is not None:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._store = LocalStore(self._folder)
        else:
            options: Any = dict(parse_qsl(parts.query))
            plain_http = options.get("endpoint", "").startswith("http:")
            self._store = (S3Store if parts.scheme == "s3" else AzureStore)(
                parts.netloc,
                prefix=parts.path.strip("/") or None,
                config=options,
                client_options={"allow_http": plain_http, "connect_timeout": "5s"},
                retry_config={
                    "max_retries": 3,
                    "retry_timeout": timedelta(seconds=10),
                },
            )

    @asynccontextmanager
    async def writing(self, name: str) -> AsyncIterator[Write]:
        """Give a function that writes on; the file is there once the block ends well.

        Leaving by an exception leaves no file.

        Raises:
            StorageFull: the disk or its quota has no room.
        """
        part = _PART_BYTES if self._folder is None else _LOCAL_PART_BYTES
        with _translated():
            async with obstore.open_writer_async(
                self._store, name, buffer_size=part, max_concurrency=1
            ) as writer:
                yield writer.write
            await to_thread.run_sync(self._sync_to_disk, name)

    async def read(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Give the bytes from `start` up to `end`, or raise FileNotFoundError."""
        size = _READ_BYTES if self._folder is None else _LOCAL_READ_BYTES
        while start < end:
            stop = min(start + size, end)
            with _translated():
                piece = bytes(
                    await obstore.get_range_async(
                        self._store, name, start=start, end=stop
                    )
                )
            yield piece
            start = stop

    def chunks(self, name: str, size: int) -> Iterator[bytes]:
        """Give the first `size` bytes in a thread of the caller's own."""
        for start in range(0, size, _READ_BYTES):
            stop = min(start + _READ_BYTES, size)
            with _translated():
                piece = obstore.get_range(self._store, name, start=start, end=stop)
            yield bytes(piece)

    def exists(self, name: str) -> bool:
        """Tell whether there is such a file."""
        with _translated():
            try:
                obstore.head(self._store, name)
            except FileNotFoundError:
                return False
        return True

    def delete(self, name: str) -> None:
        """Delete a file, whether it is there, half written, or not at all."""
        with _translated(), suppress(FileNotFoundError):
            obstore.delete(self._store, name)
        if self._folder is not None:
            # What a killed process was writing bears the name and a number.
            for part in (self._folder / name).parent.glob(f"{Path(name).name}#*"):
                part.unlink(missing_ok=True)

    async def remove(self, name: str) -> None:
        """Delete a file from the event loop."""
        await to_thread.run_sync(self.delete, name)

    def names(self, shard: str) -> set[str]:
        """Return the names of all files of one of SHARDS, half written ones too."""
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

    def _sync_to_disk(self, name: str) -> None:
        """Make sure that a power cut leaves what a reply has promised."""
        if self._folder is None:
            return
        for path in (self._folder / name, (self._folder / name).parent):
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the store says into errors of ours."""
    try:
        yield
    except FileNotFoundError:
        raise
    except (BaseError, OSError) as error:
        if any(reason in str(error) for reason in _FULL):
            raise StorageFull from error
        raise ServiceUnavailable(retry_after=5) from error


@cache
def get() -> Storage:
    """Return the store of the settings."""
    return Storage(settings.STORAGE_URL.get_secret_value())
