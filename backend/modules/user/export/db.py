"""Queries for the export of an account. Read only."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, union
from sqlmodel import Session, col

from backend.background.records import Exported
from backend.models import (
    EmailChange,
    User,
)


class ExportDB:
    """Reads any exported table, limited to the rows of one user."""

    def page(
        self,
        session: Session,
        exported: Exported,
        owner: UUID,
        *,
        after: Any,
        limit: int,
    ) -> tuple[Sequence[RowMapping], Any]:
        """Return the rows after a primary key, and the last key, or None at the end."""
        table = exported.table.__table__  # type: ignore[attr-defined]
        [key] = table.primary_key
        columns = [table.c[name] for name in exported.columns]
        statement = select(*columns, key.label("_key"))
        if exported.owner is not None:
            statement = statement.where(table.c[exported.owner] == owner)
        if exported.address is not None:
            proved = union(
                select(col(User.email)).where(col(User.id) == owner),
                *(
                    select(col(address)).where(
                        col(EmailChange.user_id) == owner,
                        col(EmailChange.confirmed_at).is_not(None),
                    )
                    for address in (EmailChange.old_email, EmailChange.new_email)
                ),
            )
            statement = statement.where(table.c[exported.address].in_(proved))
        if after is not None:
            statement = statement.where(key > after)
        rows = session.execute(statement.order_by(key).limit(limit)).mappings().all()
        return rows, rows[-1]["_key"] if len(rows) == limit else None


export_db = ExportDB()
