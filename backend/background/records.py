"""What modules declare about their tables: how long rows are kept, and what is exported.

A module lists both in its `records.py`, as KEPT and EXPORTED. The cleanup and the export
collect these lists and know no table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import SQLModel


@dataclass(frozen=True, slots=True)
class Kept:
    """Which rows of a table are no longer kept at a given time.

    With `owner_locked`, a row is deleted only under the lock of its account, because
    other rows of the account change with it.
    """

    table: type[SQLModel]
    until: Callable[[datetime], ColumnElement[bool]]
    owner_locked: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The columns of a table that an export contains, and which rows are the user's.

    The rows are those whose `owner` column is the user's id. If there is an `address`
    column, the user must also have proved that address: a mail to one that was only
    asked for would tell whether it is taken.
    """

    table: type[SQLModel]
    owner: str
    columns: tuple[str, ...]
    address: str | None = None
