"""Constants and small types of resumable uploads; nothing here needs the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination"
# By the names of the checksum extension.
ALGORITHMS = ("sha1", "sha256")
CONTENT_TYPE = "application/offset+octet-stream"

MEBIBYTE = 1024 * 1024
# The bytes that a killed process can lose, although they had arrived.
PART_BYTES = 8 * MEBIBYTE
# The next part absorbs a smaller one, so that many short requests leave few parts.
SMALL_BYTES = MEBIBYTE
# An upload expires a day after its last request, minus this rounding: extending it
# updates a row for each of its parts, so not every request does.
LIFETIME = timedelta(hours=24)
ROUNDING = timedelta(hours=1)
# The stored parts outlive the upload by more than a request lasts.
PARTS_LEFT = timedelta(hours=3)
# Unfinished uploads of one user.
OPEN_UPLOADS = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A stored file with `size` bytes of an upload from `start` on."""

    start: int
    size: int
    storage_name: str

    @property
    def end(self) -> int:
        """The offset after this part."""
        return self.start + self.size


@dataclass(frozen=True, slots=True)
class Lease:
    """The right of one request to append to an upload, until a newer one takes it.

    `offset` is where the next byte belongs. `small` is the last stored part if the next
    part must begin with its bytes. `part_name` is the name of the next part.
    """

    upload_id: UUID
    owner_id: UUID
    name: str
    size: int
    generation: int
    offset: int
    expires_at: datetime
    small: Part | None
    part_name: str

    @property
    def start(self) -> int:
        """The offset at which the next part begins."""
        return self.small.start if self.small else self.offset
