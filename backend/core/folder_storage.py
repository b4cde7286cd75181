"""Files in a local folder.

Python reads and writes them: by obstore, a download of 50 MB had three quarters of this
throughput, and an upload a twentieth less.
"""

import asyncio
import os
import secrets
import shutil
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import TypeVar

from backend.core.exceptions import ServiceUnavailable
from backend.core.storage import Disk, Storage, Write, translated

T = TypeVar("T")

# An upload is written in parts of this size, which it holds in memory.
_PART_BYTES = 1024 * 1024
# A reader that stalls keeps up to three pieces in memory. So they are small, which costs a
# quarter of the throughput, unless few downloads run.
_READ_BYTES = 512 * 1024
_LARGE_READ_BYTES = 2 * 1024 * 1024
_FEW_READERS = 8
# Threads that read and threads that write, besides those for other work: a slow disk must
# not stop anything else.
_THREADS = 32


class FolderStorage(Storage):
    """The files of a folder. One that is not finished is named `name#number`."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._readers = 0
        self._reading = ThreadPoolExecutor(_THREADS, "read")
        self._writing = ThreadPoolExecutor(_THREADS, "write")

    @asynccontextmanager
    async def writing(self, name: str) -> AsyncIterator[Write]:
        """Write a file under another name, and rename it when it is on the disk."""
        with translated(OSError):
            new = _NewFile(self._folder / name)
            held: list[bytes] = []
            size = 0

            async def write(data: bytes) -> int:
                nonlocal size
                held.append(data)
                size += len(data)
                if size >= _PART_BYTES:
                    await _in(self._writing, new.append, held)
                    held.clear()
                    size = 0
                return len(data)

            try:
                yield write
                await _in(self._writing, new.finish, held)
            finally:
                # After the step that a thread may still be doing. Nothing can cancel it.
                closing = self._writing.submit(new.close)
                await asyncio.shield(asyncio.wrap_future(closing))

    async def read(self, name: str, start: int, end: int) -> AsyncIterator[bytes]:
        """Read a file piece by piece; it is open only while a piece is read."""
        self._readers += 1
        try:
            while start < end:
                few = self._readers <= _FEW_READERS
                stop = min(start + (_LARGE_READ_BYTES if few else _READ_BYTES), end)
                path = self._folder / name
                with translated(OSError):
                    piece = await _in(self._reading, _read, path, start, stop)
                yield piece
                start = stop
        finally:
            self._readers -= 1

    def chunks(self, name: str, size: int) -> Iterator[bytes]:
        """Read a file piece by piece, in this thread."""
        for start in range(0, size, _READ_BYTES):
            with translated(OSError):
                piece = _read(
                    self._folder / name, start, min(start + _READ_BYTES, size)
                )
            yield piece

    def exists(self, name: str) -> bool:
        """Look for the file."""
        with translated(OSError):
            return (self._folder / name).exists()

    def delete(self, name: str) -> None:
        """Delete the file, and what a process that was killed has left of it."""
        path = self._folder / name
        with translated(OSError):
            for each in (path, *path.parent.glob(f"{path.name}#*")):
                each.unlink(missing_ok=True)

    def names(self, shard: str) -> set[str]:
        """List the folder of the shard."""
        with translated(OSError), suppress(FileNotFoundError):
            files = (self._folder / shard).iterdir()
            return {f"{shard}/{file.name.partition('#')[0]}" for file in files}
        return set()

    def disk(self) -> Disk:
        """Return the disk of the folder."""
        try:
            found = shutil.disk_usage(self._folder)
        except OSError as error:
            raise ServiceUnavailable from error
        return Disk(found.free, found.total)


class _NewFile:
    """A file that has its name once it is finished. Each step runs in some thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._part = path.with_name(f"{path.name}#{secrets.randbelow(10**9)}")
        self._file: FileIO | None = None
        self._is_closed = False
        self._one_step = threading.Lock()

    def append(self, pieces: Sequence[bytes]) -> None:
        """Write these pieces."""
        with self._one_step:
            file = self._opened()
            for piece in pieces:
                rest = memoryview(piece)
                while rest:
                    rest = rest[file.write(rest) :]

    def finish(self, pieces: Sequence[bytes]) -> None:
        """Write the last pieces. Then the file survives a power cut."""
        self.append(pieces)
        with self._one_step:
            os.fsync(self._opened().fileno())
            self._part.rename(self._path)
            folder = os.open(self._path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def close(self) -> None:
        """Close the file, and delete it if it was not finished."""
        with self._one_step:
            self._is_closed = True
            if self._file is not None:
                self._file.close()
                self._part.unlink(missing_ok=True)

    def _opened(self) -> FileIO:
        if self._is_closed:
            raise OSError("the upload was given up")
        if self._file is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = FileIO(self._part, "x")
        return self._file


async def _in(
    threads: ThreadPoolExecutor, work: Callable[..., T], *arguments: object
) -> T:
    return await asyncio.get_running_loop().run_in_executor(threads, work, *arguments)


def _read(path: Path, start: int, stop: int) -> bytes:
    with path.open("rb") as file:
        file.seek(start)
        piece = file.read(stop - start)
    if len(piece) < stop - start:
        raise OSError(f"{path} is shorter than it was")
    return piece
