"""Declarations of modules about their tables: when rows expire and what is exported.

A module lists both in its `records.py`, as KEPT and EXPORTED. The cleanup and the
export collect these lists, so they need not know any table.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, SQLColumnExpression, true
from sqlmodel import SQLModel


@dataclass(frozen=True, slots=True)
class Kept:
    """The rule for when rows of a table expire.

    A row expires at an `age`, counted from its `time`, if `also` is true for it. `time`
    is a column or an expression that has an index, so that the cleanup reads only the
    oldest rows. Rows without that time never expire. If `owner_locked`, the cleanup
    locks a row's account before it deletes the row, because other rows of the account
    change with it.
    """

    table: type[SQLModel]
    time: SQLColumnExpression[Any]
    age: timedelta = timedelta(0)
    also: ColumnElement[bool] = field(default_factory=true)
    owner_locked: bool = False


@dataclass(frozen=True, slots=True)
class Exported:
    """The columns of a table that a user's export contains, and the rows of the user.

    A row belongs to the user whose id is in its `owner` column. If an `address` column
    is named, the user must also have confirmed the address in it. Otherwise an e-mail
    to an address that was only requested would reveal whether that address is taken.
    A table without users has only an `address`.
    """

    table: type[SQLModel]
    owner: str | None
    columns: tuple[str, ...]
    address: str | None = None
