"""Keyset pagination: a cursor names the last item of a page.

Page 1000 therefore costs as much as page 1.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Self, TypeVar
from uuid import UUID

from sqlalchemy import Select, literal, tuple_

from backend.core.exceptions import AppException

Item = TypeVar("Item")
_MAX_NUMBER = 2**63 - 1  # a bigint of Postgres


class InvalidCursor(AppException):
    """The cursor was not made by this list."""

    STATUS_CODE = 400
    CODE = "invalid_cursor"
    MESSAGE = "This cursor is not valid."


@dataclass(frozen=True, slots=True)
class Position:
    """A position in a list that is sorted by a key (time, text or number), then by id."""

    key: datetime | str | int
    id: UUID

    def encode(self) -> str:
        """Return the position as a cursor, which clients pass back unchanged."""
        key = self.key.isoformat() if isinstance(self.key, datetime) else self.key
        return base64.urlsafe_b64encode(f"{self.id} {key}".encode()).decode()

    @classmethod
    def decode(
        cls, cursor: str | None, *, by_time: bool = True, by_number: bool = False
    ) -> Self | None:
        """Return the position of a cursor, or None for the first page.

        Raises:
            InvalidCursor: this list did not make the cursor.
        """
        if cursor is None:
            return None
        try:
            text = base64.b64decode(cursor.encode("ascii"), b"-_", validate=True)
            item_id, key = text.decode().split(" ", 1)
            position = cls(_key(key, by_time, by_number), UUID(item_id))
        except ValueError as error:
            raise InvalidCursor from error
        if isinstance(position.key, datetime) and position.key.tzinfo is None:
            raise InvalidCursor
        return position


def _key(key: str, by_time: bool, by_number: bool) -> datetime | str | int:
    if by_number:
        number = int(key)
        if abs(number) > _MAX_NUMBER:
            raise ValueError("no number of the database")
        return number
    if "\0" in key:
        raise ValueError("no text of the database")
    return datetime.fromisoformat(key) if by_time else key


def in_order(
    statement: Select[Item],
    key: Any,
    item_id: Any,
    *,
    after: Position | None,
    down: bool,
) -> Select[Item]:
    """Sort a query by a key, then by id, `down` or up; start after a position."""
    if after is not None:
        here = tuple_(key, item_id)
        there = tuple_(literal(after.key), literal(after.id))
        statement = statement.where(here < there if down else here > there)
    order = (key.desc(), item_id.desc()) if down else (key, item_id)
    return statement.order_by(*order)


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list, and the cursor of the next page if there is one."""

    items: Sequence[Item]
    next_cursor: str | None

    @classmethod
    def of(
        cls, found: Sequence[Item], limit: int, position: Callable[[Item], Position]
    ) -> Self:
        """Return a page made from up to `limit` + 1 items.

        The extra item only shows that another page exists.
        """
        items = found[:limit]
        more = len(found) > limit
        return cls(items, position(items[-1]).encode() if more else None)
