"""Keyset paging: a cursor names the last item, so page 1000 costs what page 1 does."""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from sqlalchemy import Select, literal, tuple_

from backend.core.exceptions import AppException

Item = TypeVar("Item")


class InvalidCursor(AppException):
    """The cursor is not one that this list gave out."""

    STATUS_CODE = 400
    CODE = "invalid_cursor"
    MESSAGE = "This cursor is not valid."


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a list that is ordered by a key (a time or a text) and then by id."""

    key: datetime | str
    id: UUID

    def encode(self) -> str:
        """Return the cursor that clients pass back unread."""
        key = self.key.isoformat() if isinstance(self.key, datetime) else self.key
        return base64.urlsafe_b64encode(f"{self.id} {key}".encode()).decode()

    @classmethod
    def decode(cls, cursor: str | None, *, by_time: bool = True) -> Self | None:
        """Read a cursor, None for the first page, or raise InvalidCursor."""
        if cursor is None:
            return None
        try:
            text = base64.b64decode(cursor.encode("ascii"), b"-_", validate=True)
            item_id, key = text.decode().split(" ", 1)
            position = cls(
                datetime.fromisoformat(key) if by_time else key, UUID(item_id)
            )
        except ValueError as error:
            raise InvalidCursor from error
        if isinstance(position.key, datetime) and position.key.tzinfo is None:
            raise InvalidCursor
        return position


def in_order(
    statement: Select[Item],
    key: Any,
    item_id: Any,
    *,
    after: Position | None,
    down: bool,
) -> Select[Item]:
    """Order by a key and then by id, `down` or up, and begin after a position."""
    if after is not None:
        here = tuple_(key, item_id)
        there = tuple_(literal(after.key), literal(after.id))
        statement = statement.where(here < there if down else here > there)
    order = (key.desc(), item_id.desc()) if down else (key, item_id)
    return statement.order_by(*order)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list, and the cursor of the next if there is one."""

    items: Sequence[Item]
    next_cursor: str | None

    @classmethod
    def of(
        cls, found: Sequence[Item], limit: int, position: Callable[[Item], Position]
    ) -> Self:
        """Make a page of up to `limit` + 1 items; the one too many tells of a next."""
        items = found[:limit]
        more = len(found) > limit
        return cls(items, position(items[-1]).encode() if more else None)
