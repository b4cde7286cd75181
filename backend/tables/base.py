"""Shared by all tables: the names of constraints, and columns for times."""

from typing import Any

from sqlalchemy import DateTime
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def timestamp(**options: Any) -> Any:
    """Return a timestamptz column. Its values are time-zone-aware, in UTC."""
    return Field(sa_type=DateTime(timezone=True), **options)
