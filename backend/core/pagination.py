"""Keyset paging: a cursor names the last item seen, so page 1000 costs what page 1 does."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Self, TypeVar
from uuid import UUID

from backend.core.exceptions import AppException

Item = TypeVar("Item")


class InvalidCursor(AppException):
    """The cursor is not one that this list gave out."""

    STATUS_CODE = 400
    CODE = "invalid_cursor"
    MESSAGE = "This cursor is not valid."


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list that is ordered by time and id, newest first."""

    created_at: datetime
    id: UUID

    def encode(self) -> str:
        """Return the cursor that clients pass back unread."""
        text = f"{self.created_at.isoformat()} {self.id}"
        return base64.urlsafe_b64encode(text.encode()).decode()

    @classmethod
    def decode(cls, cursor: str) -> Self:
        """Read a cursor, or raise InvalidCursor."""
        try:
            text = base64.b64decode(cursor.encode("ascii"), b"-_", validate=True)
            created_at, item_id = text.decode("ascii").split(" ")
            position = cls(datetime.fromisoformat(created_at), UUID(item_id))
        except ValueError as error:
            raise InvalidCursor from error
        if position.created_at.tzinfo is None:
            raise InvalidCursor
        return position


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list, and the cursor of the next if there is one."""

    items: Sequence[Item]
    next_cursor: str | None
