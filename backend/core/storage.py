"""The storage of files: a local folder, an S3-compatible store or Azure Blob Storage.

STORAGE_URL selects it. File names are generated. A file is written once, read any number
of times, and deleted. Memory never holds a whole file.
"""

import errno
import os
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from functools import cache

from anyio import to_thread

from backend.core import token
from backend.core.config import settings
from backend.core.config.stores import folder_of
from backend.core.exceptions import ServiceUnavailable, StorageFull

Write = Callable[[bytes], Awaitable[int]]

# The error texts of a full disk, a used-up disk quota and a limit on the file size.
_FULL = tuple(map(os.strerror, (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)))


def new_name() -> str:
    """Return a random name for a new file; its first two characters are the folder."""
    name = token.new_id().hex
    return f"{name[:2]}/{name}"


SHARDS = tuple(f"{number:02x}" for number in range(256))


@dataclass(frozen=True, slots=True)
class Disk:
    """The room on a disk, in bytes."""

    free_bytes: int
    total_bytes: int


class Storage(ABC):
    """A file store.

    Each method raises ServiceUnavailable if the store does not answer.
    """

    @abstractmethod
    def writing(self, name: str) -> AbstractAsyncContextManager[Write]:
        """Yield a function that appends to a new file.

        The file exists once the block ends. If the block raises, no file is left.

        Raises:
            StorageFull: the disk or its quota is full.
        """

    @abstractmethod
    def read(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Yield the bytes from `start` up to `end`, or raise FileNotFoundError."""

    @abstractmethod
    def chunks(self, name: str, size: int) -> Iterator[bytes]:
        """Yield the first `size` bytes; blocks, so call it in a thread."""

    @abstractmethod
    def exists(self, name: str) -> bool:
        """Return whether the file exists."""

    @abstractmethod
    def delete(self, name: str) -> None:
        """Delete a file, also if it is incomplete or does not exist."""

    async def remove(self, name: str) -> None:
        """Delete a file without blocking the event loop."""
        await to_thread.run_sync(self.delete, name)

    @abstractmethod
    def names(self, shard: str) -> set[str]:
        """Return the names of all files in one of SHARDS, incomplete files included."""

    @abstractmethod
    def disk(self) -> Disk | None:
        """Return the disk of a local folder; None for a bucket, which has no end."""


@contextmanager
def translated(*kinds: type[Exception]) -> Iterator[None]:
    """Turn errors of these kinds into AppExceptions, but for FileNotFoundError."""
    try:
        yield
    except FileNotFoundError:
        raise
    except kinds as error:
        if any(reason in str(error) for reason in _FULL):
            raise StorageFull from error
        raise ServiceUnavailable(retry_after=5) from error


def at(url: str) -> Storage:
    """Return the store that a URL names; this makes its folder, if it is one."""
    folder = folder_of(url)
    if folder is not None:
        from backend.core.folder_storage import FolderStorage

        return FolderStorage(folder)
    # Imported where it is used: obstore takes 5 MB of memory.
    from backend.core.bucket_storage import BucketStorage

    return BucketStorage(url)


@cache
def get() -> Storage:
    """Return the store that STORAGE_URL selects."""
    return at(settings.STORAGE_URL.get_secret_value())
