"""The storage of files: a local folder, an S3-compatible store or Azure Blob Storage.

STORAGE_URL selects it. File names are generated.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from backend.core import token
from backend.core.config import settings

if TYPE_CHECKING:
    from backend.core.file_storage import Storage

Write = Callable[[bytes], Awaitable[int]]


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


@cache
def get() -> "Storage":
    """Return the store that STORAGE_URL selects."""
    # Imported at the first file: obstore takes 5 MB of memory.
    from backend.core.file_storage import Storage

    return Storage(settings.STORAGE_URL.get_secret_value())
